"""``subject``: a person's own data, for them."""

from __future__ import annotations

import argparse

from cps_desktop import paths
from cps_desktop.commands.opening import counted, desk_of, say


def subject(options: argparse.Namespace) -> int:
    """Write everything held about a person into a new folder."""
    from cps_desktop.services.subject_access import give_to_person

    with desk_of(options) as desk:
        given = give_to_person(
            desk,
            options.person,
            options.to,
            font_cache=paths.cache_folder() / "fonts",
            with_mentions=options.with_mentions,
        )
    say(
        options,
        {
            "folder": given.folder,
            "pdf": given.pdf,
            "json": given.json,
            "pictures": given.pictures,
            "pictures_missing": given.missing,
            "mentions_found": given.mentions_found,
        },
        f"{given.folder}: data.pdf, data.json, {counted(given.pictures, 'picture')}",
    )
    return 0

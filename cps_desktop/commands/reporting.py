"""``report``: a session's document as a PDF."""

from __future__ import annotations

import argparse

from cps_desktop import paths
from cps_desktop.commands.opening import counted, desk_of, not_there_yet, say


def report(options: argparse.Namespace) -> int:
    """Write one document; the file is whole or not there."""
    from cps_desktop.documents import page_count, save_pdf
    from cps_desktop.services.printing import Paper, make_pdf

    not_there_yet(options.to, replace=options.replace)
    with desk_of(options) as desk:
        pdf = make_pdf(
            desk,
            options.session,
            Paper(options.kind),
            record=options.record,
            blank=options.blank,
            page=options.page,
            font_cache=paths.cache_folder() / "fonts",
        )
    save_pdf(pdf, options.to)
    pages = page_count(pdf)
    say(
        options,
        {"file": options.to, "pages": pages, "bytes": len(pdf)},
        f"{options.to}: {counted(pages, 'page')}",
    )
    return 0

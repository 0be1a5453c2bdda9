"""``erase``, ``revoke`` and ``reinstate``: what a coordinator decides for every laptop."""

from __future__ import annotations

import argparse
from typing import Any

from cps_desktop.commands.opening import counted, desk_of, say
from cps_desktop.domain.faults import InputRefused
from cps_desktop.services.erasing_groups import Foreseen


def erase(options: argparse.Namespace) -> int:
    """Erase a person everywhere, or with ``--preview`` only say what would go."""
    from cps_desktop.services import erasing

    with desk_of(options) as desk:
        foreseen = _chosen(
            erasing.foresee_person(desk.workspace, options.person),
            options.leave_out,
            options.also,
        )
        if options.preview:
            say(options, {"preview": True, **_told(foreseen)}, *_lines(foreseen))
            return 0
        done = erasing.erase(desk, foreseen, options.reason or "")
    say(
        options,
        {
            **_told(foreseen),
            "erased": {
                "records": done.records,
                "values": done.values,
                "pictures": done.pictures,
            },
            "backups_cleaned": done.backups_cleaned,
            "backups_left": done.backups_left,
            "cannot_be_recalled": done.cannot_recall,
        },
        f"Erased: {counted(done.records, 'record')}, {counted(done.values, 'value')}, "
        f"{counted(done.pictures, 'picture')}. "
        f"{counted(done.backups_cleaned, 'backup')} cleaned.",
        *done.cannot_recall,
    )
    return 0


def _chosen(foreseen: Foreseen, leave_out: list[str], also: list[str]) -> Foreseen:
    known = {one.key for one in foreseen.groups}
    unknown = sorted({*leave_out, *also} - known)
    if unknown:
        raise InputRefused(
            f"There is nothing called {unknown[0]} to erase here; there is "
            f"{', '.join(sorted(known))}. Nothing was changed."
        )
    return foreseen.choosing((foreseen.chosen | set(also)) - set(leave_out))


def _told(foreseen: Foreseen) -> dict[str, Any]:
    return {
        "person": foreseen.person,
        "name": foreseen.about,
        "groups": [
            {
                "key": one.key,
                "words": one.words,
                "count": one.count,
                "goes": one.key in foreseen.chosen,
                "note": one.note,
            }
            for one in foreseen.groups
        ],
    }


def _lines(foreseen: Foreseen) -> list[str]:
    return [
        f"{'goes ' if one.key in foreseen.chosen else 'stays'}  {one.key:7}  {one.words}"
        for one in foreseen.groups
    ]


def revoke(options: argparse.Namespace) -> int:
    """Revoke a laptop: of what comes of it from now on nothing counts."""
    from cps_desktop.services import revoking

    with desk_of(options) as desk:
        found = [
            one
            for one in revoking.standings(desk.workspace)
            if one.key.hex().startswith(options.laptop.lower())
        ]
        if len(found) != 1:
            raise InputRefused(
                "There is no laptop here with this key, or more than one whose key begins so. "
                "Nothing was changed. “list standings” says them all."
            )
        ruling = revoking.revoke(desk, found[0].key, options.reason)
    say(
        options,
        {"laptop": found[0].key, "name": found[0].name, "ruling": ruling},
        f"{found[0].name or 'A laptop without a name'} is revoked. "
        f"To take it back: reinstate --ruling {ruling}",
    )
    return 0


def reinstate(options: argparse.Namespace) -> int:
    """Take a revocation back: what did not count for it counts again."""
    from cps_desktop.services import revoking

    with desk_of(options) as desk:
        taken_back = revoking.reinstate(desk, options.ruling, options.reason)
    say(
        options,
        {"ruling": taken_back, "reinstated": options.ruling},
        "The revocation is taken back. What did not count for it counts again.",
    )
    return 0

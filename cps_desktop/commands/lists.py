"""``bring-list`` and ``give-list``: lists of people that others made, in and out."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from typing import Any

from cps_desktop.commands.opening import counted, desk_of, not_there_yet, say
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.guest_lists import MEANS_WORDS
from cps_desktop.domain.kinds import Session
from cps_desktop.services.bringing_in_guests import (
    BRING_IN,
    GuestList,
    bring_in_edits,
    foresee,
    look_at,
    words_of,
)
from cps_desktop.services.giving_lists import make_list, save_list
from cps_desktop.services.guest_matching import FATE_WORDS, Fate, Match
from cps_desktop.services.list_kinds import ListKind
from cps_desktop.services.list_reading import read_list_file

_FEW = 5


def bring_list(options: argparse.Namespace) -> int:
    """Bring a list onto a session's list as one step; who is there already stays there once.

    Lines of people who only look like somebody known wait for a person to look, unless
    ``--perhaps`` says what they are. Raises InputRefused.
    """
    found = look_at(read_list_file(options.file))
    if not found.layout.names:
        raise InputRefused(
            f"“{options.file.name}” has no column of names that is known. Nothing was changed. "
            "Bring it in under Attendance, where you can say what its columns are."
        )
    with desk_of(options) as desk:
        desk.door.must_exist(Session, options.session)
        matches = foresee(desk.workspace, options.session, found)
        asked = [one for one in matches if one.fate is Fate.PERHAPS]
        waiting = asked if options.perhaps == "leave" else []
        out = {one.guest.line for one in matches if not one.usually or one in waiting}
        same = {one.guest.line for one in asked if options.perhaps == "same"}
        edits = bring_in_edits(
            desk.workspace,
            options.session,
            matches,
            left_out=out,
            same=same,
            today=desk.door.today(),
        )
        if not options.preview:
            desk.door.do(BRING_IN, edits)
    taken = sum(one.guest.line not in out for one in matches)
    result = _told(found, matches)
    result |= {"waiting": [one.guest.line for one in waiting]}
    result |= {} if options.preview else {"kept": taken}
    done = words_of(matches, out) if options.preview else f"{counted(taken, 'line')} brought in."
    say(options, result, *found.remarks, f"{options.file}: {done}")
    if waiting:
        raise InputRefused(_looked_like(waiting))
    return 0


def _looked_like(waiting: Iterable[Match]) -> str:
    """What is left for a person to decide. No name: this may be written down by whoever calls."""
    lines = [f"{one.guest.line:,}" for one in waiting]
    some = ", ".join(lines[:_FEW]) + (f" and {len(lines) - _FEW:,} more" * (len(lines) > _FEW))
    whose = "Line" if len(lines) == 1 else "Lines"
    who = "somebody" if len(lines) == 1 else "people"
    return (
        f"{whose} {some}: perhaps {who} known already, so left out. Say --perhaps same, or "
        "--perhaps new, or bring the list in under Attendance, where you can look."
    )


def _told(found: GuestList, matches: Iterable[Match]) -> dict[str, Any]:
    headings = found.layout.headings
    return {
        "columns": [
            {"heading": headings[at], "means": MEANS_WORDS[means] if means else ""}
            for at, means in enumerate(found.layout.columns)
        ],
        "remarks": found.remarks,
        "lines": [
            {
                "line": one.guest.line,
                "name": one.guest.name,
                "fate": one.fate,
                "words": FATE_WORDS[one.fate],
                "person": one.person,
                "like": one.like,
                "why": one.why,
            }
            for one in matches
        ],
    }


def give_list(options: argparse.Namespace) -> int:
    """Write a session's list, or its invitation, for another program; the name's ending says
    which. The file is whole or not there. Raises InputRefused."""
    ending = options.to.suffix.casefold().removeprefix(".")
    if ending not in {kind.value for kind in ListKind}:
        raise InputRefused(
            "A list is written as .xlsx, .ods, .csv or .vcf, an invitation as .ics. "
            "Name the file so. Nothing was written."
        )
    not_there_yet(options.to, replace=options.replace)
    with desk_of(options) as desk:
        made = make_list(desk, options.session, ListKind(ending))
    save_list(made, options.to)
    told = {"file": options.to, "bytes": len(made.data), "words": made.words}
    say(options, told, f"{options.to}: written. {made.words}")
    return 0

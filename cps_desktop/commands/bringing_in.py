"""``import`` of several bundles: what came in, what was refused, and why, file by file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from cps_desktop.commands.opening import counted, say
from cps_desktop.domain.faults import Fault
from cps_desktop.services.arrivals import keep_report
from cps_desktop.services.bringing_in import bring_in_one, keep_one
from cps_desktop.services.bundle_opening import Inspection, silent
from cps_desktop.services.desk import Desk
from cps_desktop.services.inbox import Look
from cps_desktop.services.inbox_places import note_done
from cps_desktop.services.joining import belongs
from cps_desktop.services.kept_bundles import kept_files
from cps_desktop.services.known_laptops import (
    Stranger,
    Why,
    no_longer_trusted,
    strangers,
    who_words,
)
from cps_desktop.services.outcomes import Outcome, Report, Way

Row = dict[str, Any]
Facts = Callable[[Inspection], Row]

_KEPT: Final = (
    "It holds work of {who}. Nothing of it was brought in; it is kept to be looked at. Decide on "
    "it under Bring in."
)
_HOW_TO_ACCEPT: Final = " With --accept-unknown it comes in."
PASSED_OVER: Final = "Passed over: it was refused here before. It can be taken back under Bring in."
_NOT_TRIED: Final = "Not brought in: another file was refused before its turn came."
_STOPPED: Final = (
    "Stopped. This file came in whole or not at all; bring it in again to be sure, nothing comes "
    "in twice."
)


def looked_at_all(options: argparse.Namespace, look_at_one: Callable[[Path], Look]) -> list[Look]:
    """Open and verify every file before the first comes in. Raises Fault, having said the rest."""
    looks = []
    for path in options.files:
        try:
            looks.append(look_at_one(path))
        except Fault as fault:
            _say_rows(options, _refused_rows(options.files, path, str(fault)))
            if len(options.files) == 1:
                raise
            rest = "None of the other files was brought in either."
            raise _like(fault, f"{path}: {fault} {rest}") from fault
    return looks


def bring_in_all(
    options: argparse.Namespace, desk: Desk, looks: Sequence[Look], facts: Facts
) -> list[Row]:
    """Decide on them one after the other; what comes in comes in whole or not at all.

    Work of laptops that nobody here knows is kept to be looked at, unless the job is told to let
    them in, or this laptop belongs to no organisation. What a person refused before is passed
    over. Raises Fault where a file is refused or the person stops it, having said what came in
    before; the report is kept in any case.
    """
    rows: list[Row] = []
    outcomes: list[Outcome] = []
    try:
        for look in looks:
            try:
                row, outcome = _decided(options, desk, look)
            except Fault as fault:
                outcomes.append(Outcome(look, problem=str(fault), way=Way.FAILED))
                raise _said(options, rows, looks, look.path, fault) from fault
            except KeyboardInterrupt as stop:
                raise _said(options, rows, looks, look.path, Fault(_STOPPED)) from stop
            outcomes += [outcome] if outcome is not None else []
            told = facts(look.preview.inspection) if look.preview is not None else {}
            rows.append({"file": look.path, **row, **told})
    finally:
        if outcomes:
            keep_report(desk.workspace, Report(tuple(outcomes), batch=desk.door.new_id()))
    return rows


def _decided(options: argparse.Namespace, desk: Desk, look: Look) -> tuple[Row, Outcome | None]:
    """The row of a file, and what to report: nothing, where last night said the same."""
    if look.refused or look.bundle is None:
        return {"passed_over": PASSED_OVER}, None
    asked = strangers(desk.workspace, look.bundle, no_longer_trusted(desk.workspace))
    merely_new = all(one.why is Why.NEW for one in asked)
    # Without an organisation nobody is vouched for: whoever names the file has looked.
    let_in = merely_new and (options.accept_unknown or not belongs(desk.workspace))
    if asked and not let_in:
        before = kept_files(desk.folder)
        outcome = keep_one(desk.workspace, look)
        told = kept_files(desk.folder) != before
        note_done(desk.workspace, [look.path])
        words = _KEPT.format(who=who_words(asked))
        words += _HOW_TO_ACCEPT if merely_new else ""
        return {"kept": words, "unknown_laptops": laptop_rows(asked)}, outcome if told else None
    came, accepted = bring_in_one(desk.workspace, look, silent, accepting=True)
    desk.door.came_in(came.summary)
    note_done(desk.workspace, [look.path])
    row: Row = {
        "new_changes": came.new_changes,
        "to_decide": came.to_decide,
        "missing_attachments": came.missing_attachments,
    }
    if accepted:
        row["accepted_laptops"] = laptop_rows(accepted)
    told = bool(came.new_changes or accepted)
    return row, Outcome(look, came, accepted=accepted) if told else None


def laptop_rows(some: Sequence[Stranger]) -> list[Row]:
    """Laptops that are asked about, for JSON."""
    return [{"key": one.device, "name": one.name, "why": one.why} for one in some]


def kept_words(rows: Sequence[Row]) -> str:
    """What is kept to be looked at, for standard error; "" where nothing is."""
    return " ".join(f"{one['file']}: {one['kept']}" for one in rows if "kept" in one)


def say_came_in(options: argparse.Namespace, rows: Sequence[Row]) -> None:
    """Say what came in; of those that did not, only in JSON (they are said on standard error)."""
    say(
        options,
        {"bundles": list(rows)},
        *(
            f"{one['file']}: {counted(one['new_changes'], 'new change')}, "
            f"{one['to_decide']} to decide, "
            f"{counted(one['missing_attachments'], 'picture')} still to come"
            if "new_changes" in one
            else f"{one['file']}: {one['passed_over']}"
            for one in rows
            if "new_changes" in one or "passed_over" in one
        ),
    )


def _said(
    options: argparse.Namespace,
    rows: Sequence[Row],
    looks: Sequence[Look],
    path: Path,
    fault: Fault,
) -> Fault:
    if len(looks) == 1:
        _say_rows(options, _refused_rows([path], path, str(fault)))
        return fault
    text = str(fault).replace("Nothing was changed", "This file changed nothing")
    left = [one.path for one in looks[len(rows) :]]
    say_came_in(options, [*rows, *_refused_rows(left, path, text)])
    before = " ".join(str(one["file"]) for one in rows if "new_changes" in one)
    text = f"{path}: {text} " + (
        f"What came in before it stays: {before}." if before else "Nothing came in before it."
    )
    text = " ".join(one for one in (text, kept_words(rows)) if one)
    after = " ".join(map(str, left[1:]))
    return _like(fault, f"{text} Not brought in: {after}." if after else text)


def _say_rows(options: argparse.Namespace, rows: list[Row]) -> None:
    if options.json:
        say(options, {"bundles": rows})


def _refused_rows(paths: Sequence[Path], path: Path, why: str) -> list[Row]:
    return [{"file": one, "refused": why if one == path else _NOT_TRIED} for one in paths]


def _like(fault: Fault, text: str) -> Fault:
    """The same fault to whoever asks for the exit code, with more to say."""
    told = Fault(text)
    told.exit_code = fault.exit_code
    return told

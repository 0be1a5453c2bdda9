"""``import`` of several bundles: what came in, what was refused, and why, file by file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from cps_desktop.commands.opening import counted, say
from cps_desktop.domain.faults import Fault
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import Inspection, OpenedBundle, bring_in

Row = dict[str, Any]
Facts = Callable[[Inspection], Row]

_NOT_TRIED: Final = "Not brought in: another file was refused before its turn came."
_STOPPED: Final = (
    "Stopped. This file came in whole or not at all; bring it in again to be sure, nothing comes "
    "in twice."
)


def opened_all(
    options: argparse.Namespace, open_one: Callable[[Path], OpenedBundle]
) -> list[OpenedBundle]:
    """Open and verify every file before the first comes in. Raises Fault, having said the rest."""
    opened = []
    for path in options.files:
        try:
            opened.append(open_one(path))
        except Fault as fault:
            _say_rows(options, _refused_rows(options.files, path, str(fault)))
            if len(options.files) == 1:
                raise
            rest = "None of the other files was brought in either."
            raise _like(fault, f"{path}: {fault} {rest}") from fault
    return opened


def bring_in_all(
    options: argparse.Namespace, desk: Desk, opened: Sequence[OpenedBundle], facts: Facts
) -> list[Row]:
    """Bring them in one after the other, each whole or not at all.

    Raises Fault where one is refused or the person stops it, having said what came in before.
    """
    rows: list[Row] = []
    for one in opened:
        try:
            result = bring_in(desk.workspace, one)
            desk.door.came_in(result.summary)
        except Fault as fault:
            raise _said(options, rows, opened, one.path, fault) from fault
        except KeyboardInterrupt as stop:
            raise _said(options, rows, opened, one.path, Fault(_STOPPED)) from stop
        rows.append(
            {
                "file": one.path,
                "new_changes": result.new_changes,
                "to_decide": result.to_decide,
                "missing_attachments": result.missing_attachments,
                **facts(one.inspection),
            }
        )
    return rows


def say_came_in(options: argparse.Namespace, rows: Sequence[Row]) -> None:
    """Say what came in; of those that did not, only in JSON (they are said on standard error)."""
    say(
        options,
        {"bundles": list(rows)},
        *(
            f"{one['file']}: {counted(one['new_changes'], 'new change')}, "
            f"{one['to_decide']} to decide, "
            f"{counted(one['missing_attachments'], 'picture')} still to come"
            for one in rows
            if "refused" not in one
        ),
    )


def _said(
    options: argparse.Namespace,
    rows: Sequence[Row],
    opened: Sequence[OpenedBundle],
    path: Path,
    fault: Fault,
) -> Fault:
    if len(opened) == 1:
        _say_rows(options, _refused_rows([path], path, str(fault)))
        return fault
    text = str(fault).replace("Nothing was changed", "This file changed nothing")
    left = [one.path for one in opened[len(rows) :]]
    say_came_in(options, [*rows, *_refused_rows(left, path, text)])
    before = " ".join(str(one["file"]) for one in rows)
    text = f"{path}: {text} " + (
        f"What came in before it stays: {before}." if rows else "Nothing came in before it."
    )
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

"""The sample workspace in its folder: made, and made afresh when its days are past."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.faults import InputRefused
from cps_desktop.services.desk import Desk
from cps_desktop.storage.folders import something_at
from cps_desktop.storage.workspace import is_workspace

_MADE = "sample made"


def prepare_sample(folder: Path, *, quiet: bool = False) -> None:
    """See to it that the sample is in this folder, with its days around today.

    A sample nobody has worked in is made afresh when it is of another day. Raises InputRefused
    where the folder holds somebody's own workspace.
    """
    if is_workspace(folder):
        with_sample = open_desk(folder)
        try:
            if not with_sample.is_sample:
                raise InputRefused(
                    f"The folder {folder.name} holds a workspace of its own, not the sample. "
                    "Nothing was changed. Name another folder."
                )
            if not _is_stale(with_sample):
                return
        finally:
            with_sample.close()
        shutil.rmtree(folder)
    elif something_at(folder) and not _is_empty(folder):
        raise InputRefused(
            f"The folder {folder.name} is not empty. Nothing was changed. Name another folder."
        )
    if not quiet:
        print("Making the sample workspace …", file=sys.stderr)
    _make(folder)


def _is_empty(folder: Path) -> bool:
    try:
        return not any(folder.iterdir())
    except OSError:
        return False  # a file, or a folder nobody may look into


def _is_stale(desk: Desk) -> bool:
    made = desk.workspace.note(_MADE)
    if not isinstance(made, dict):
        return False
    untouched = made.get("changes") == _changes_here(desk)
    return untouched and made.get("day") != desk.door.today().isoformat()


def _changes_here(desk: Desk) -> int:
    return desk.workspace.reader.changes()


def _make(folder: Path) -> None:
    from cps_desktop.services.sample import make_sample

    # Made beside its place and moved there whole: an interrupted start leaves no half sample.
    beside = folder.with_name(f"{folder.name}.being-made-{os.getpid()}")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        desk = new_desk(beside, way="open")
        try:
            make_sample(desk)
            day = desk.door.today().isoformat()
            desk.workspace.set_note(_MADE, {"day": day, "changes": _changes_here(desk)})
        finally:
            desk.close()
        if something_at(folder):
            folder.rmdir()
        beside.replace(folder)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise

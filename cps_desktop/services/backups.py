"""Backups: a whole copy of the workspace, made by itself once a day, and put back when asked.

A backup restored never takes anything from others: what was handed over since comes back with
their next bundle, and what is then done here can never be mistaken for what was done before.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import CannotUnlock, InputRefused, WorkspaceDamaged
from cps_desktop.services import facilitator_code, participant_view, standing_door
from cps_desktop.services.exchange import own_age_keys, seal_everything
from cps_desktop.services.rulings import carried_over, leave_no_trace
from cps_desktop.services.unfinished import being_written
from cps_desktop.storage import backups as files
from cps_desktop.storage import restoring
from cps_desktop.storage.backups_obeying import Carried, carry_over
from cps_desktop.storage.folders import FILE_NAME
from cps_desktop.storage.workspace import Workspace, hold_folder, system_clock

Progress = Callable[[str, int, int], None]
"""Told what is being done, how much of it is done, and of how much. May raise to stop."""


@dataclasses.dataclass(frozen=True, slots=True)
class BackupFound:
    """A backup to choose from. ``made`` is local time, ``size`` bytes; ``why`` says what of it
    a person should know ("" for an ordinary one)."""

    path: Path
    made: dt.datetime
    size: int
    why: str

    def __str__(self) -> str:
        about = f", {self.why}" if self.why else ""
        return f"{say_date(self.made.date())} {self.made:%H:%M}{about}: {self.path}"


_WHY = {
    "": "",
    "before-restore": "made before a restore",
    "damaged": "a damaged file, kept as it was",
}


def make_backup(
    workspace: Workspace, target: Path | None = None, progress: Progress | None = None
) -> Path:
    """Write a checked backup: to a file or into a folder, or among the workspace's own.

    Everything made here is sealed first, so that a restored backup cannot seal it differently.
    The workspace's own backups are then thinned out. Raises InputRefused, StorageFull.
    """
    seal_everything(workspace)
    # Bundles already on their way to this laptop must open here after a restore, too.
    own_age_keys(workspace)
    told = None if progress is None else _pages(progress)
    if target is not None:
        if os.path.isdir(target):  # noqa: PTH112 - a name no system takes is told below
            moment = dt.datetime.fromtimestamp(workspace.now_ms() / 1000).astimezone()
            target = target / f"{workspace.folder.name} {moment:%Y-%m-%d %H.%M}{files.SUFFIX}"
        with being_written(workspace, *files.written_for(target)):
            return files.write_backup(workspace, target, told)
    place = files.new_place(workspace.folder, workspace.now_ms())
    written = files.write_backup(workspace, place, told)
    workspace.set_note("backed up", workspace.changes())
    files.rotate(workspace.folder, workspace.now_ms())
    return written


def _pages(progress: Progress) -> files.OnPages:
    return lambda done, of: progress("Making a backup", done, of)


def backup_if_due(workspace: Workspace, progress: Progress | None = None) -> Path | None:
    """Make the day's backup, unless there is one or nothing was changed since the last.

    For opening and closing a workspace. Raises what :func:`make_backup` raises: the window says
    so and goes on.
    """
    # What could not be cleaned up behind an erasure then is cleaned up now.
    leave_no_trace(workspace, progress)
    today = _local(workspace.now_ms()).date()
    own = [one for one in files.backups_in(workspace.folder) if not one.why]
    if own and _local(own[0].made).date() == today:
        return None
    changes = workspace.changes()
    if not changes or (own and workspace.note("backed up") == changes):
        return None
    return make_backup(workspace, None, progress)


def list_backups(folder: Path) -> tuple[BackupFound, ...]:
    """The backups in a workspace's folder, the latest first. The workspace need not open."""
    return tuple(
        BackupFound(one.path, _local(one.made), one.size, _WHY.get(one.why, ""))
        for one in files.backups_in(folder)
    )


def _local(milliseconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(milliseconds / 1000).astimezone()


def restore_backup(
    folder: Path,
    backup: Path,
    *,
    passphrase: str | None = None,
    escrow_identity: str | None = None,
    progress: Progress | None = None,
) -> Path | None:
    """Put a workspace back to a backup; returns what was there before, kept as a backup.

    The workspace must be closed; the folder may be empty or new. The backup is copied and checked
    first. Raises CannotUnlock, InputRefused, StorageFull, WorkspaceDamaged, WorkspaceInUse,
    WorkspaceTooNew: then nothing was changed.
    """
    tell = progress or _silent
    if not os.path.isfile(backup):  # noqa: PTH113 - nor is one of a name no system takes
        raise InputRefused(f"There is no backup {backup.name} there. Nothing was changed.")
    key, keys = restoring.unlock_backup(folder, backup, passphrase, escrow_identity)
    # Held from the first look to the last move: what anybody wrote in between would be lost.
    with hold_folder(folder):
        tell("Checking the backup", 0, 3)
        ready = restoring.prepare_restore(folder, backup, key, keys)
        try:
            tell("Keeping what is here now", 1, 3)
            kept, lives, carried, notes = _keep_present(folder, passphrase, escrow_identity)
            if carried is not None:
                carry_over(ready / FILE_NAME, key, carried, system_clock)
            restoring.begin_life(folder, ready, key, lives, notes)
            tell("Putting the backup in place", 2, 3)
            restoring.take_place(folder, ready)
        except BaseException:
            restoring.leave_folder(ready)
            raise
    tell("Putting the backup in place", 3, 3)
    return kept


def _keep_present(
    folder: Path, passphrase: str | None, escrow_identity: str | None
) -> tuple[Path | None, list[bytes], Carried | None, dict[str, object]]:
    """Keep what is in place now: as a backup, or as it is where it does not open. The folder is
    held by the caller.

    Also gives the lives of what is in place, what was ruled there, and whose hands this laptop is
    in (:func:`_in_hand`), as far as they can be read.
    """
    try:
        present = Workspace.open(
            folder, passphrase=passphrase, escrow_identity=escrow_identity, held=True
        )
    except (CannotUnlock, InputRefused):
        # There is none, it is damaged or newer, or its key file is not here.
        return restoring.keep_damaged(folder, system_clock()), [], None, {}
    lives: list[bytes] = []
    carried = None
    notes: dict[str, object] = {}
    with present:
        try:
            lives = [present.life, *present.earlier_lives]
            notes = _in_hand(present)
            seal_everything(present)
            carried = carried_over(present)
            place = files.new_place(folder, present.now_ms(), "before-restore")
            return files.write_backup(present, place), lives, carried, notes
        except WorkspaceDamaged:
            pass
    return restoring.keep_damaged(folder, system_clock()), lives, carried, notes


def _in_hand(present: Workspace) -> dict[str, object]:
    """Whether this laptop is the door or in participants' hands, and the code that leads back.

    That is so of the laptop today, not of the day of a backup: who puts one back is not shut into
    a door that stood then, behind a code of then; nor let out of one that stands.
    """
    notes = {name: present.note(name) for name in (standing_door.NOTE, participant_view.NOTE)}
    if facilitator_code.has_code(present):
        notes[facilitator_code.NOTE] = present.note(facilitator_code.NOTE)
    return notes


def _silent(what: str, done: int, of: int) -> None:
    del what, done, of

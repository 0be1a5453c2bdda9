"""The workspace's own backups obey rulings too: what was erased is not to come back from one.

A backup is never written into: a copy of it is changed, checked, and takes its place.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path

from cps_desktop.domain.clock import HybridClock, WallClock
from cps_desktop.domain.faults import Fault, InputRefused, WorkspaceDamaged
from cps_desktop.domain.rulings import InEffect
from cps_desktop.domain.segments import Segment
from cps_desktop.storage.backups import Backup, backups_in, check_file, keys_beside
from cps_desktop.storage.driver import DriverError, atomic, connect, fault_from
from cps_desktop.storage.erasing import obey_in
from cps_desktop.storage.folders import leave_no_file
from cps_desktop.storage.in_effect import digest_of, load_in_effect
from cps_desktop.storage.intake import Intake
from cps_desktop.storage.keys import KeyFile, sync_folder
from cps_desktop.storage.private_files import make_private
from cps_desktop.storage.projections import Projector
from cps_desktop.storage.schema import make_projection_tables, prepare
from cps_desktop.storage.sealed import SegmentStore
from cps_desktop.storage.workspace import Workspace

_NOTE = "backups that obey"

OnBackup = Callable[[int, int], None]
"""Told how many backups are done, of how many; may raise to stop (what is done stays so)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Cleaned:
    """How many backups were cleaned now, and the names of those that could not be."""

    cleaned: int = 0
    left: tuple[str, ...] = ()


def obey_in_backups(
    workspace: Workspace, rulings: Callable[[], Sequence[Segment]], progress: OnBackup | None = None
) -> Cleaned:
    """Let every backup among the workspace's own obey what holds here now.

    ``rulings`` gives the segments with all papers and rulings: a backup that has holes must have
    what covers them. Those that obey already are known by a note and not opened again. One that
    cannot be opened or written stays as it is, and is named.
    """
    effect = workspace.projector.ruled
    wanted = digest_of(effect)
    kept = workspace.note(_NOTE)
    known = kept if isinstance(kept, dict) else {}
    obeying: dict[str, str] = {}
    left: list[str] = []
    found = backups_in(workspace.folder)
    cleaned = 0
    for done, one in enumerate(found):
        if progress is not None:
            progress(done, len(found))
        name = one.path.name
        if known.get(name) != wanted:
            try:
                cleaned += _obeys(workspace, one, effect, rulings)
            except Fault:
                left.append(name)
                continue
        obeying[name] = wanted
    if obeying != known:
        workspace.set_note(_NOTE, obeying)
    return Cleaned(cleaned, tuple(left))


def _obeys(
    workspace: Workspace,
    backup: Backup,
    effect: InEffect,
    rulings: Callable[[], Sequence[Segment]],
) -> bool:
    """See to it that a backup obeys; False where it did already. Raises Fault."""
    path, key = backup.path, workspace.key
    beside = keys_beside(path)
    if backup.why == "damaged" or (
        beside.exists() and KeyFile.read_file(beside).fingerprint != workspace.keys.fingerprint
    ):
        raise InputRefused(f"{path.name} cannot be opened with this key. Nothing was changed.")
    copy = path.with_name(f".{path.name}.part")
    try:
        with closing(connect(path, key, read_only=True)) as connection:
            if load_in_effect(connection) == effect:
                return False
        leave_no_file(copy)
        make_private(copy)
        shutil.copyfile(path, copy)
        obey_in_file(copy, key, effect, rulings(), workspace.now_ms)
        check_file(copy, key, path.name)
        with copy.open("rb+") as file:
            os.fsync(file.fileno())
        copy.replace(path)
        sync_folder(path.parent)
    except DriverError as error:
        raise fault_from(error) from error
    except OSError as error:
        raise WorkspaceDamaged(
            f"{path.name} could not be read or written. Nothing was changed."
        ) from error
    finally:
        with suppress(OSError):
            leave_no_file(copy)
    return True


@dataclasses.dataclass(frozen=True, slots=True)
class Carried:
    """What a laptop was told for good, to be known again in a backup that is restored there."""

    device: bytes
    effect: InEffect
    rulings: tuple[Segment, ...]


def carry_over(path: Path, key: bytes, carried: Carried, wall: WallClock) -> None:
    """Let a file that is about to be restored obey what was ruled since, if it is this laptop's.

    A file of another laptop or organisation is left as it is. Raises what opening does.
    """
    with closing(connect(path, key, read_only=True)) as connection:
        row = connection.execute("SELECT value FROM this_laptop WHERE name = 'device'").fetchone()
        ours = row is not None and json.loads(row[0]).get("public") == carried.device.hex()
        if not ours or load_in_effect(connection) == carried.effect:
            return
    obey_in_file(path, key, carried.effect, carried.rulings, wall)


def obey_in_file(
    path: Path, key: bytes, effect: InEffect, rulings: Sequence[Segment], wall: WallClock
) -> None:
    """Let a workspace file that nobody has open obey. Raises StorageFull and what opening does."""
    with closing(connect(path, key, must_exist=True)) as connection:
        fitting = prepare(connection, path)
        projector = Projector(connection)
        store = SegmentStore(connection, projector)
        with atomic(connection):
            if not fitting:
                make_projection_tables(connection)
                projector.rebuild()
            here = store.digests()
            intake = Intake(connection, projector, HybridClock(wall), "met")
            for segment in rulings:
                if segment.digest not in here:
                    intake.take(segment)
                    store.keep(segment)
            intake.settle()
            obey_in(connection, projector, effect)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()

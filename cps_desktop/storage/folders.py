"""The folder of a workspace: its files by name, its lock, and its making, whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cps_desktop.domain.faults import (
    CannotUnlock,
    InputRefused,
    StorageFull,
    WorkspaceDamaged,
    WorkspaceInUse,
)
from cps_desktop.storage.driver import Connection, DriverError, connect, fault_from
from cps_desktop.storage.keys import FILE_NAME as KEY_FILE_NAME
from cps_desktop.storage.keys import KeyFile, sync_folder
from cps_desktop.storage.private_files import keep_folder_to_owner, make_private
from cps_desktop.storage.schema import prepare, version_of

FILE_NAME = "workspace.cps"
LOCK_NAME = "workspace.lock"
BACKUPS = "backups"
QUARANTINE = "quarantine"
"""Bundles kept to be looked at: see :mod:`.quarantine`."""
RESTORING = "restoring"
"""A folder in the workspace's: what is restored lies ready in it until it is moved into place."""
KEYS_SUFFIX = ".keys.json"
"""Behind the name of a backup: its key file."""

_PART_OF_BACKUP = re.compile(r"\..+\.cpsbackup(\.keys\.json)?\.part(-wal|-shm|-journal)?")


def is_workspace(folder: Path) -> bool:
    """Whether there is a workspace in this folder."""
    there = something_at(folder / FILE_NAME) and something_at(folder / KEY_FILE_NAME)
    return there or restore_begun(folder)


def something_at(path: Path) -> bool:
    """Whether there is anything of this name; a name no system takes, or a place where one may
    not look, is told when it is used, in a sentence."""
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises for such names


def restore_begun(folder: Path) -> bool:
    """Whether a restore was interrupted after it was ready; opening finishes it."""
    return something_at(folder / RESTORING / FILE_NAME)


def finish_restore(folder: Path) -> None:
    """Move what is restored into place. Interrupted at any point, it is simply done again."""
    ready = folder / RESTORING
    if not ready.exists():
        return
    with writing(folder):
        if (ready / FILE_NAME).exists():
            # The log of the file that goes must not be taken for one of the file that comes.
            for ending in ("-wal", "-shm"):
                (folder / f"{FILE_NAME}{ending}").unlink(missing_ok=True)
            if (ready / KEY_FILE_NAME).exists():
                (ready / KEY_FILE_NAME).replace(folder / KEY_FILE_NAME)
                sync_folder(folder)
            (ready / FILE_NAME).replace(folder / FILE_NAME)
            sync_folder(folder)
        shutil.rmtree(ready)


def clear_unfinished(folder: Path) -> None:
    """Remove what a program that was ended half-way left in a workspace's folder.

    Only for whoever holds the folder: nobody else can be at work on these. What cannot be removed
    now is removed another day.
    """
    shutil.rmtree(folder / f"{RESTORING}.new", ignore_errors=True)
    left = [*logs_too(folder / f"{FILE_NAME}.new"), folder / f"{KEY_FILE_NAME}.new"]
    with suppress(OSError):
        inside = {one.name: one for one in (folder / BACKUPS).iterdir()}
        for name, path in inside.items():
            made = _PART_OF_BACKUP.fullmatch(name) is not None
            lonely = name.endswith(KEYS_SUFFIX) and name.removesuffix(KEYS_SUFFIX) not in inside
            if made or (lonely and _same_keys(path, folder / KEY_FILE_NAME)):
                left.append(path)
    with suppress(OSError):
        left += (folder / "quarantine").glob("*.part")
    for path in left:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _same_keys(one: Path, other: Path) -> bool:
    """Whether two key files are of the same key; one that is of another may be the only one."""
    try:
        return KeyFile.read_file(one).fingerprint == KeyFile.read_file(other).fingerprint
    except InputRefused:
        return False


def logs_too(path: Path) -> list[Path]:
    """A database file and whatever SQLite may lay beside it."""
    return [path.with_name(path.name + ending) for ending in ("", "-wal", "-shm", "-journal")]


def connected(folder: Path, key: bytes) -> Connection:
    """A connection to a workspace file that must be there, and must be one of ours."""
    try:
        connection = connect(folder / FILE_NAME, key, must_exist=True)
    except CannotUnlock as error:
        # The key was told right by its fingerprint, so it is the file that does not fit.
        raise WorkspaceDamaged(
            "The workspace file is damaged, or belongs to another key file than the one beside "
            "it. Nothing was changed. Restore the latest backup."
        ) from error
    if not version_of(connection):
        connection.close()
        raise WorkspaceDamaged(
            "The workspace file is empty, though work was kept in it. Nothing was changed. "
            "Restore the latest backup."
        )
    return connection


def make_file(folder: Path, key: bytes) -> None:
    """Make the encrypted file beside its place and swap it in: it is whole, or not there."""
    beside = folder / f"{FILE_NAME}.new"
    with writing(folder):
        leave_no_file(beside)
        make_private(beside)
    connection = connect(beside, key)
    try:
        prepare(connection, beside)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except DriverError as error:
        raise fault_from(error) from error
    finally:
        connection.close()
    with writing(folder):
        beside.replace(folder / FILE_NAME)
        sync_folder(folder)


def put_aside(path: Path) -> None:
    """A key file without its workspace may be the only key to one that lies elsewhere."""
    if not path.exists():
        return
    number = 1
    while (aside := path.with_name(f"{path.name}.{number}")).exists():
        number += 1
    with writing(path.parent):
        path.rename(aside)


def refuse_part_of_workspace(path: Path) -> None:
    """Raise InputRefused where writing a file of this name would take the place of somebody's work.

    A workspace and its keys, and backups with theirs, are known by their names.
    """
    name = path.name.casefold()
    work = name.startswith((FILE_NAME, KEY_FILE_NAME, LOCK_NAME))
    if work or name.endswith((".cpsbackup", ".cpsbackup.keys.json")):
        raise InputRefused(
            f"{path.name} is the name of somebody's work or a copy of it. Nothing was written. "
            "Choose another name."
        )


def refuse_second(folder: Path) -> None:
    """Raise InputRefused where there is a workspace already."""
    if something_at(folder / FILE_NAME):
        raise InputRefused("There is a workspace in this folder already. Nothing was changed.")


def make_folder(folder: Path) -> None:
    """Make a folder where there is none. Raises StorageFull."""
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """What cannot be written there is said in a sentence."""
    try:
        yield
    except OSError as error:
        raise StorageFull(
            f"The folder {folder.name or folder} cannot be written to ({error.strerror}). "
            "Nothing was changed. Choose another folder, or free some space."
        ) from error


def take_lock(folder: Path) -> object:
    """Hold a workspace's folder; give it back with :func:`let_go`. Raises WorkspaceInUse."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / LOCK_NAME, timeout=0, mode=0o600, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise WorkspaceInUse(
            "This workspace is open already, in another window or by another command. "
            "Nothing was changed. Use that window, or close it first."
        ) from error
    except OSError as error:
        raise StorageFull(
            f"The folder {folder.name or folder} cannot be written to ({error.strerror}). "
            "Nothing was changed."
        ) from error
    keep_folder_to_owner(folder, "workspace.", (BACKUPS, RESTORING, QUARANTINE))
    return lock


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Hold a workspace's folder while nobody may open it. Makes the folder where there is none.

    Raises WorkspaceInUse, StorageFull.
    """
    make_folder(folder)
    lock = take_lock(folder)
    try:
        yield
    finally:
        let_go(lock)


def let_go(lock: object | None) -> None:
    """Give a folder back."""
    from filelock import BaseFileLock

    if isinstance(lock, BaseFileLock):
        lock.release()


def leave_nothing_half_made(folder: Path) -> None:
    """Remove what an unfinished making left. What cannot be removed hides not why it is there."""
    made = (folder / f"{FILE_NAME}.new", folder / FILE_NAME)
    for one in (*logs_too(made[0]), *logs_too(made[1]), folder / KEY_FILE_NAME):
        with suppress(OSError):
            one.unlink(missing_ok=True)


def leave_no_file(path: Path) -> None:
    """Remove a database file with its logs."""
    for one in logs_too(path):
        one.unlink(missing_ok=True)

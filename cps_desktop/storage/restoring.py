"""Restoring a backup: everything is prepared in a folder of its own and then moved into place.

What is in place when it comes to that is finished by :func:`.workspace.finish_restore`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from cps_desktop.domain.faults import Fault, InputRefused
from cps_desktop.storage.backup_files import (
    cannot_write,
    copy_file,
    copy_key_file,
    sync_file,
    writing,
)
from cps_desktop.storage.backups import check_file, keys_beside, new_place, refuse_other_files
from cps_desktop.storage.driver import DriverError, atomic, connect
from cps_desktop.storage.keys import FILE_NAME as KEY_FILE_NAME
from cps_desktop.storage.keys import KeyFile, sync_folder
from cps_desktop.storage.private_files import keep_to_owner
from cps_desktop.storage.workspace import FILE_NAME, RESTORING, begin_new_life, finish_restore


def unlock_backup(
    folder: Path, source: Path, passphrase: str | None, escrow_identity: str | None
) -> tuple[bytes, Path]:
    """The key of a backup and the key file it came from: beside it, or this workspace's own."""
    fault: Fault | None = None
    wanted = ""
    for path in (keys_beside(source), source.parent / KEY_FILE_NAME, folder / KEY_FILE_NAME):
        if not path.exists():
            continue
        try:
            keys = KeyFile.read_file(path)
            if wanted and keys.fingerprint != wanted:
                continue
            wanted = keys.fingerprint
            return keys.unlock(passphrase, escrow_identity), path
        except Fault as error:
            fault = fault or error
    raise fault or InputRefused(
        f"The key file {keys_beside(source).name} is missing beside the backup. Nothing was "
        "changed. Copy both files together."
    )


def prepare_restore(folder: Path, source: Path, key: bytes, keys: Path) -> Path:
    """Copy a backup into the workspace's folder and check it there. Returns where it lies ready.

    Nothing in place is touched. Raises InputRefused, WorkspaceDamaged, WorkspaceTooNew,
    StorageFull; nothing is left behind then.
    """
    ready = folder / f"{RESTORING}.new"
    refuse_other_files(source, key)
    try:
        with writing(folder):
            shutil.rmtree(ready, ignore_errors=True)
            ready.mkdir(parents=True)
            keep_to_owner(ready)
            copy_file(source, ready / FILE_NAME)
        check_file(ready / FILE_NAME, key, source.name)
        if not _same_key(folder, keys):
            with writing(folder):
                copy_file(keys, ready / KEY_FILE_NAME)
    except BaseException:
        shutil.rmtree(ready, ignore_errors=True)
        raise
    return ready


def _same_key(folder: Path, keys: Path) -> bool:
    """Whether the key file in place opens what is restored: it may know a newer passphrase."""
    try:
        here = KeyFile.read_file(folder / KEY_FILE_NAME).fingerprint
        return here == KeyFile.read_file(keys).fingerprint
    except InputRefused:
        return False


def begin_life(
    folder: Path,
    ready: Path,
    key: bytes,
    present: Sequence[bytes],
    notes: Mapping[str, object],
) -> None:
    """Make what is restored another file to others than what it takes the place of.

    ``present``: the lives of the workspace in place, whose ``notes`` of this laptop go on. The
    backup's own life goes on where it was made in another folder: that may still be in use. Raises
    StorageFull.
    """
    try:
        connection = connect(ready / FILE_NAME, key, must_exist=True)
        try:
            note = connection.execute("SELECT value FROM this_laptop WHERE name = 'folder'")
            here = note.fetchone() or ["null"]
            own = (json.loads(here[0]) or [""])[0] == str(folder.resolve())
            with atomic(connection):
                begin_new_life(connection, replacing=own, ended=present)
                connection.executemany(
                    "INSERT OR REPLACE INTO this_laptop (name, value) VALUES (?, ?)",
                    [(name, json.dumps(value)) for name, value in notes.items()],
                )
            connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        finally:
            connection.close()
    except DriverError as error:
        raise cannot_write(folder, error) from error
    with writing(folder):
        sync_file(ready / FILE_NAME)
        sync_folder(ready)


def leave_folder(ready: Path) -> None:
    """Remove what was prepared and is not to take its place."""
    shutil.rmtree(ready, ignore_errors=True)


def take_place(folder: Path, ready: Path) -> None:
    """Move what lies ready into place. Once begun, the next opening finishes it."""
    with writing(folder):
        ready.rename(folder / RESTORING)
        sync_folder(folder)
    finish_restore(folder)


def keep_damaged(folder: Path, now_ms: int) -> Path | None:
    """Keep a workspace file that does not open beside the backups, as it is."""
    present = folder / FILE_NAME
    if not present.exists():
        return None
    kept = new_place(folder, now_ms, "damaged")
    with writing(kept.parent):
        copy_file(present, kept)
        for ending in ("-wal", "-shm"):
            log = present.with_name(present.name + ending)
            if log.exists():
                copy_file(log, kept.with_name(kept.name + ending))
        if (folder / KEY_FILE_NAME).exists():
            copy_key_file(folder / KEY_FILE_NAME, keys_beside(kept))
        sync_folder(kept.parent)
    return kept

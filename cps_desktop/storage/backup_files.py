"""Files of backups: copied, lying on the disk; what the system says against it as a sentence."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cps_desktop.domain.faults import Fault, InputRefused, StorageFull
from cps_desktop.storage.driver import fault_from
from cps_desktop.storage.folders import logs_too
from cps_desktop.storage.private_files import make_private


def place_beside(target: Path) -> Path:
    """Where a file is written before it is moved into its place."""
    return target.with_name(f".{target.name}.part")


def copy_key_file(source: Path, target: Path) -> None:
    """Beside its place and swapped in: a backup is never there with half a key file."""
    beside = place_beside(target)
    try:
        copy_file(source, beside)
        beside.replace(target)
    except OSError:
        leave_none(beside)
        raise


def copy_file(source: Path, target: Path) -> None:
    """A copy that only its owner may read, and that lies on the disk."""
    make_private(target)
    shutil.copyfile(source, target)
    sync_file(target)


def sync_file(path: Path) -> None:
    """See to it that a file lies on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def leave_none(path: Path) -> None:
    """Remove a file of ours with its logs, as far as it is there."""
    for one in logs_too(path):
        try:
            one.unlink(missing_ok=True)
        except OSError:
            continue  # the place is gone or read-only: there is nothing of ours there


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """What the system says against reading or writing there becomes a sentence: InputRefused or
    StorageFull."""
    try:
        yield
    except OSError as error:
        place = folder.name or str(folder)
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENODEV):
            raise InputRefused(
                f"{place} is not there, or the backup is not. Nothing was changed. "
                "Put the stick back in, or choose another place."
            ) from error
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise no_room(folder) from error
        raise StorageFull(
            f"The backup could not be written or read in {place} ({error.strerror}). Nothing was "
            "changed. Free some space there or choose another place."
        ) from error


def cannot_write(folder: Path, error: Exception) -> Fault:
    """What the driver says against it, as the fault to raise."""
    text = str(error)
    if "full" in text or "disk I/O" in text:
        return no_room(folder)
    return fault_from(error)


def no_room(folder: Path) -> StorageFull:
    """The fault to raise where a backup has no room."""
    return StorageFull(
        f"There is not enough room in {folder.name or folder} for a backup. Nothing was changed. "
        "Free some space there or choose another place."
    )

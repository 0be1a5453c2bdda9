"""Bundle files on sticks and shared folders: written so that they are whole or not there at all."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

from cps_desktop.domain.faults import BundleRefused, InputRefused, StorageFull
from cps_desktop.sync.bundles import LARGEST_FILE
from cps_desktop.sync.sealed_age import NOT_A_BUNDLE, asks_for_passphrase

SUFFIX = ".cpsb"
LARGE = 8 * 1024 * 1024
"""Bytes from which on a file is looked at before it is read."""
_CHUNK = 1 << 20

OnBytes = Callable[[int, int], None]
"""Told how many bytes are done, of how many (writing and reading back count once each)."""


def place_beside(path: Path) -> Path:
    """Where a file is written until it is whole; only this program uses the name."""
    return path.with_name(f".{path.name}.{os.getpid()}.part")


def write_whole(path: Path, data: bytes, progress: OnBytes | None = None) -> None:
    """Write a file beside its place, read it back, then move it there: whole, or not at all.

    When this returns, what lies on the stick has been read back and is what was meant. Raises
    :class:`StorageFull` or :class:`InputRefused` with what to do; nothing is left behind then.
    """
    beside = place_beside(path)
    total = 2 * len(data)
    try:
        with beside.open("xb") as file:
            for start in range(0, len(data), _CHUNK):
                file.write(data[start : start + _CHUNK])
                if progress is not None:
                    progress(min(start + _CHUNK, len(data)), total)
            file.flush()
            os.fsync(file.fileno())
        _read_back(beside, data, progress)
        beside.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        _remove(beside)
        raise fault_for(error, path.parent) from error
    except BaseException:
        _remove(beside)
        raise


def _read_back(path: Path, data: bytes, progress: OnBytes | None) -> None:
    wanted, found, done = hashlib.blake2b(data), hashlib.blake2b(), 0
    with path.open("rb") as file:
        if hasattr(os, "posix_fadvise"):
            # Ask for the stick's own bytes, not the copy the system still has in memory.
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while chunk := file.read(_CHUNK):
            found.update(chunk)
            done += len(chunk)
            if progress is not None:
                progress(len(data) + done, 2 * len(data))
    if found.digest() != wanted.digest():
        raise OSError(errno.EIO, "what was read back differs")


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # Some network and FUSE folders know no such thing; the file itself was synced and read.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def fault_for(error: OSError, folder: Path) -> StorageFull | InputRefused:
    """The plain sentence for what went wrong with a file there."""
    place = folder.name or str(folder)
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(
            f"There is not enough room in {place}. Nothing was lost. "
            "Free some space there or choose another place."
        )
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StorageFull(
            f"{place} cannot be written to. Nothing was lost. "
            "Take off the write protection or choose another place."
        )
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ENODEV, errno.ENXIO):
        return InputRefused(
            f"{place} is not there. Nothing was lost. "
            "Put the stick back in, or choose another place."
        )
    return StorageFull(
        f"{place} could not be used ({error.strerror or 'it stopped answering'}). Nothing was "
        "lost. Put the stick back in and try again, or choose another place."
    )


def read_whole(path: Path, fits: Callable[[bytes], object] = asks_for_passphrase) -> bytes:
    """Read a bundle file into memory. Raises InputRefused or BundleRefused with what to do.

    ``fits`` is given the first MiB of a large file, and raises what is wrong with it before the
    rest is read; it may raise CannotUnlock.
    """
    try:
        known = path.stat()
        if stat.S_ISDIR(known.st_mode):
            raise InputRefused(f"{path.name} is a folder, not a bundle. Choose a file in it.")
        if not stat.S_ISREG(known.st_mode):
            raise InputRefused(f"{path.name} is not a file. Choose a bundle. Nothing was changed.")
        size = known.st_size
        if size > LARGEST_FILE:
            raise BundleRefused(
                f"{path.name} is larger than a bundle can be (768 MB). Nothing was changed."
            )
        with path.open("rb") as file:
            if size > LARGE:
                fits(file.read(_CHUNK))
                file.seek(0)
            # Room for all a bundle could be would be set aside before a byte of it is read.
            data = file.read(size + 1)
    except FileNotFoundError as error:
        raise InputRefused(f"There is no file {path.name} there. Nothing was changed.") from error
    except OSError as error:
        raise InputRefused(
            f"{path.name} could not be read ({error.strerror}). Nothing was changed. "
            "Put the stick back in and try again."
        ) from error
    if not data:
        raise BundleRefused(NOT_A_BUNDLE)
    return data

"""Saving a document: whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
from pathlib import Path

from cps_desktop.domain.faults import InputRefused, StorageFull

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
# Never through a link that somebody laid there, and not as text.
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM}


def save_pdf(pdf: bytes, path: Path) -> None:
    """Write ``pdf`` beside ``path``, make sure it is on the disk, then give it its name.

    A file of that name is replaced only when the new one is complete.
    Raises StorageFull or InputRefused, with a sentence for the person.
    """
    beside = _place_beside(path)
    try:
        beside.unlink(missing_ok=True)
        handle = os.open(beside, _NEW, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(pdf)
            out.flush()
            os.fsync(out.fileno())
        beside.replace(path)
        _settle(path.parent)
    except OSError as problem:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise _fault(problem, path, len(pdf)) from problem


def _place_beside(path: Path) -> Path:
    """Always the same for one name, and short however long that is: what a program that was ended
    half-way left there goes when the document is saved again."""
    name = hashlib.blake2b(path.name.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    return path.with_name(f".cps-{name}.part")


def _settle(folder: Path) -> None:
    """Make the new name itself durable, where the system lets a folder be flushed."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _fault(problem: OSError, path: Path, size: int) -> Exception:
    if problem.errno in _FULL:
        need = max(1, -(-size // 1_000_000))
        return StorageFull(
            f"There is no room left for {path.name}. Nothing was changed. "
            f"Free {need} MB or choose another place."
        )
    if problem.errno in _READ_ONLY:
        return StorageFull(
            f"{path.name} cannot be written there: the place is read-only, or the file is open in "
            "another program. Nothing was changed. Choose another place."
        )
    if isinstance(problem, FileNotFoundError | NotADirectoryError):
        return InputRefused(
            f"The folder for {path.name} is not there any more. Nothing was changed. "
            "Choose another place, or put the stick back in."
        )
    if isinstance(problem, IsADirectoryError):
        return InputRefused(
            f"{path.name} is a folder. Nothing was changed. Choose another name for the document."
        )
    return StorageFull(
        f"{path.name} could not be written to the end. Nothing was changed. "
        "Try again, or choose another place."
    )

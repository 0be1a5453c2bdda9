"""Bundles kept to be looked at: sealed files as they came, in a folder of the workspace's own.

Nothing of them is in the journal. They are named after what they hold, so that keeping one twice
keeps it once, and are their owner's alone like everything in a workspace.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Final

from cps_desktop.storage.folders import QUARANTINE, writing
from cps_desktop.storage.keys import sync_folder
from cps_desktop.storage.private_files import keep_to_owner, make_private

SUFFIX: Final = ".cpsb"


def seal_of(sealed: bytes) -> str:
    """Tells one bundle file from every other, wherever it lies: 32 hexadecimal digits."""
    return hashlib.blake2b(sealed, digest_size=16, person=b"cps-file").hexdigest()


def keep_file(folder: Path, sealed: bytes) -> Path:
    """Keep a sealed file; whole when this returns, or not there at all. Raises StorageFull."""
    place = folder / QUARANTINE
    target = place / f"{seal_of(sealed)}{SUFFIX}"
    with writing(folder):
        place.mkdir(mode=0o700, exist_ok=True)
        keep_to_owner(place)
        beside = target.with_suffix(".part")
        try:
            make_private(beside)
            with beside.open("r+b") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
            sync_folder(place)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
    return target


def kept_files(folder: Path) -> tuple[Path, ...]:
    """The files kept in a workspace's folder, by name; none where there are none."""
    try:
        return tuple(
            sorted(one for one in (folder / QUARANTINE).glob(f"*{SUFFIX}") if one.is_file())
        )
    except OSError:
        return ()


def is_kept(folder: Path, path: Path) -> bool:
    """Whether a file is one of those kept there."""
    return path.parent == folder / QUARANTINE


def throw_away(folder: Path, path: Path) -> None:
    """Delete a kept file for good. Raises StorageFull; a file elsewhere is never touched."""
    if not is_kept(folder, path):
        raise ValueError("only what is kept here is thrown away")
    with writing(folder):
        path.unlink(missing_ok=True)
        sync_folder(path.parent)

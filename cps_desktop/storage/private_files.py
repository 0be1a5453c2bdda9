"""Files of a workspace are their owner's alone, whatever the system's habit for new files is.

The key file under a passphrase can be guessed at by whoever can copy it; a folder and its files
that nobody else can read are the first lock. Windows keeps a person's folders to themselves, and a
stick that knows no owners takes what is asked here for granted: neither is an error.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_FILE, _FOLDER = 0o600, 0o700


def keep_to_owner(path: Path) -> None:
    """Let nobody but its owner read or write a file or folder, where the system can say so."""
    if os.name == "nt":
        return
    with suppress(OSError):
        found = path.lstat().st_mode
        if stat.S_ISLNK(found):
            return
        wanted = _FOLDER if stat.S_ISDIR(found) else _FILE
        if stat.S_IMODE(found) != wanted:
            path.chmod(wanted)


def make_private(path: Path) -> None:
    """Make an empty file that nobody else can open, or empty the one there. Raises OSError."""
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _FILE))
    keep_to_owner(path)


def keep_folder_to_owner(folder: Path, beginning: str, inside: Iterable[str]) -> None:
    """Do so for a workspace's folder: its files of this beginning, and all in these folders."""
    if os.name == "nt":
        return
    keep_to_owner(folder)
    with suppress(OSError):
        for one in folder.iterdir():
            if one.name.startswith(beginning):
                keep_to_owner(one)
    for place in inside:
        if (folder / place).is_dir():
            keep_to_owner(folder / place)
            with suppress(OSError):
                for one in (folder / place).iterdir():
                    if one.is_file():
                        keep_to_owner(one)

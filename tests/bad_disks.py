"""Disks and sticks on a bad day: real ones of the system's, where it lets them be put in."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

HOLIDAY = "holiday.jpg"
"""What takes up all the room."""


@contextmanager
def disk(place: Path, how: str) -> Iterator[Path]:
    """A disk of its own in a folder; ``how`` is what mount is told, such as "size=16m"."""
    place.mkdir()
    mount = [_system("mount"), "-t", "tmpfs", "-o", how, "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, check=False).returncode != 0:
        pytest.skip("Only somebody who may put in a disk can try this.")
    try:
        yield place
    finally:
        subprocess.run([_system("umount"), str(place)], check=True)


def fill(place: Path) -> None:
    """Use up all the room there is."""
    with suppress(OSError), (place / HOLIDAY).open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def give_room(place: Path) -> None:
    """Take away what used it up."""
    (place / HOLIDAY).unlink()


def remount(place: Path, how: str) -> None:
    """ "ro": write protection on; "rw": off."""
    subprocess.run([_system("mount"), "-o", f"remount,{how}", str(place)], check=True)


def _system(word: str) -> str:
    return shutil.which(word) or word

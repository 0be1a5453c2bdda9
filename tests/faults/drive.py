"""A drive that loses its power: it keeps what was synced, and of the rest whatever it likes.

What was written since the last sync of a file is kept or lost sector by sector (512 bytes), in any
combination; a sector may be torn. Names (making, renaming, removing) are kept in the order they
were given up to some point, and at least up to the last sync of the folder they are in: so do the
journalling file systems laptops have. A sync of a file promises nothing about its name.
"""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

SECTOR = 512


@dataclasses.dataclass(eq=False)
class File:
    """``shown`` is what programs read, ``sure`` what no power cut takes; ``loose`` is what was
    done between the two: ``(offset, bytes)``, or ``(length, None)`` for a change of length."""

    shown: bytearray = dataclasses.field(default_factory=bytearray)
    sure: bytes = b""
    loose: list[tuple[int, bytes | None]] = dataclasses.field(default_factory=list)

    def write(self, offset: int, data: bytes) -> None:
        """Write at a place."""
        self._put(self.shown, offset, data)
        self.loose.append((offset, data))

    def cut(self, length: int) -> None:
        """Give it another length."""
        self._stretch(self.shown, length)
        del self.shown[length:]
        self.loose.append((length, None))

    def sync(self) -> None:
        """All of it is sure."""
        if self.loose:
            self.sure = bytes(self.shown)
            self.loose.clear()

    @staticmethod
    def _stretch(content: bytearray, length: int) -> None:
        if len(content) < length:
            content.extend(bytes(length - len(content)))

    @classmethod
    def _put(cls, content: bytearray, offset: int, data: bytes) -> None:
        cls._stretch(content, offset)
        content[offset : offset + len(data)] = data

    def after_cut(self, chance: random.Random) -> bytes:
        """What is found in it when the power is back."""
        if not self.loose:
            return self.sure
        content = bytearray(self.sure)
        luck = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        # Some drives keep the order they were told, and stop in the middle of one write.
        last = chance.randrange(len(self.loose) + 1) if chance.random() < 0.3 else None
        for at, (offset, data) in enumerate(self.loose):
            if last is not None and at > last:
                break
            lucky = 1.0 if last is not None and at < last else luck
            if data is None:
                if chance.random() < lucky:
                    self._stretch(content, offset)
                    del content[offset:]
                continue
            for start, piece in _sectors(offset, data):
                if chance.random() < lucky:
                    torn = chance.random() < 0.02
                    kept = piece[: chance.randrange(len(piece))] if torn else piece
                    self._put(content, start, kept)
        return bytes(content)


def _sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(data):
        end = min(len(data), at + SECTOR - (offset + at) % SECTOR)
        yield offset + at, data[at:end]
        at = end


Names = dict[str, "File | None"]
"""Every name of the drive with its file, or None for a folder."""


@dataclasses.dataclass(frozen=True, slots=True)
class _NameChange:
    what: str
    path: str
    to: str = ""
    file: File | None = None

    def do(self, names: Names) -> None:
        if self.what == "make":
            names[self.path] = self.file
        elif self.what == "remove":
            names.pop(self.path, None)
        elif self.path in names:
            inside = [one for one in names if one.startswith(f"{self.path}/")]
            names[self.to] = names.pop(self.path)
            for one in inside:
                names[self.to + one[len(self.path) :]] = names.pop(one)

    def touches(self, folder: str) -> bool:
        return folder in (_parent(self.path), _parent(self.to))


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


class Drive:
    """All files under one folder, as the system shows them and as the platter has them."""

    def __init__(self) -> None:
        self.names: Names = {}
        self._sure: Names = {}
        self._loose: list[_NameChange] = []

    @classmethod
    def of(cls, folder: Path) -> Drive:
        """A drive with what is in a folder now, all of it sure. Paths are absolute."""
        drive = cls()
        for path in (folder, *sorted(folder.rglob("*"))):
            if path.is_dir():
                drive.names[str(path)] = None
            else:
                content = path.read_bytes()
                drive.names[str(path)] = File(bytearray(content), content)
        drive._sure = dict(drive.names)
        return drive

    def _do(self, change: _NameChange) -> None:
        change.do(self.names)
        self._loose.append(change)

    def make(self, path: str) -> File:
        """A new, empty file."""
        file = File()
        self._do(_NameChange("make", path, file=file))
        return file

    def make_folder(self, path: str) -> None:
        """A new folder."""
        self._do(_NameChange("make", path))

    def rename(self, path: str, to: str) -> None:
        """Give a file or folder another name; what had it before is gone."""
        self._do(_NameChange("rename", path, to))

    def remove(self, path: str) -> None:
        """Remove a file or an empty folder."""
        self._do(_NameChange("remove", path))

    def sync_folder(self, path: str) -> None:
        """Everything done to the names in a folder is sure, and whatever was done before it."""
        last = max((at for at, one in enumerate(self._loose) if one.touches(path)), default=-1)
        for one in self._loose[: last + 1]:
            one.do(self._sure)
        del self._loose[: last + 1]

    def after_cut(self, chance: random.Random) -> dict[str, bytes | None]:
        """What is found when the power is back: every name with its content (None: a folder)."""
        names = dict(self._sure)
        for one in self._loose[: chance.randrange(len(self._loose) + 1)]:
            one.do(names)
        contents = {file: file.after_cut(chance) for file in dict.fromkeys(names.values()) if file}
        return {path: contents[file] if file else None for path, file in names.items()}

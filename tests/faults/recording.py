"""What a program did to the files under a folder, call by call, read from a log of strace."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path

from tests.faults.drive import Drive, File
from tests.faults.places import ROOT
from tests.faults.tracing import around

_WATCHED = (
    "openat,lseek,write,pwrite64,writev,pwritev,sendfile,copy_file_range,fallocate,ftruncate,"
    "truncate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,link,linkat,symlink,"
    "symlinkat,mkdir,mkdirat,rmdir"
)
_LINE = re.compile(r"\d+ +(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_HANDLE = re.compile(r"(?:^|, )(\d+|AT_FDCWD)<((?:\\x[0-9a-f]{2})*)[^>]*>")


@dataclasses.dataclass(frozen=True)
class Call:
    """One call that was done: its name, what was given and what came back.

    What was given may be a hundred thousand signs long: it is read once, not at each playing.
    """

    name: str
    given: str
    back: int

    @cached_property
    def texts(self) -> list[bytes]:
        """The byte strings it was given, in order."""
        return [_bytes(one) for one in _TEXT.findall(self.given)]

    @cached_property
    def handles(self) -> list[tuple[str, str]]:
        """The file handles it was given, each with the path the system had for it."""
        return [(number, _bytes(path).decode()) for number, path in _HANDLE.findall(self.given)]

    @property
    def number(self) -> int:
        """The last thing it was given, as a number."""
        return int(self.given.rpartition(", ")[2])


def _bytes(hexadecimal: str) -> bytes:
    return bytes.fromhex(hexadecimal.replace("\\x", ""))


def record(module: str, arguments: Sequence[str], log: Path) -> list[Call]:
    """Run a module to its end under strace. Every call that changes files, in order."""
    command = ["strace", "-f", "-y", "-xx", "-s", "100000000", "-qq", "--seccomp-bpf"]
    command += ["-o", str(log), "-e", f"trace={_WATCHED}", "-e", "signal=none"]
    command += [sys.executable, "-m", module, *arguments]
    subprocess.run(command, check=True, cwd=ROOT, env=around(), timeout=300, capture_output=True)
    calls = []
    with log.open(encoding="ascii") as lines:
        for line in lines:
            if "<unfinished" in line or "resumed>" in line:
                raise AssertionError("two threads at once: the log does not say what came first")
            found = _LINE.match(line)
            if found and int(found[3]) >= 0:
                calls.append(Call(found[1], found[2], int(found[3])))
    return calls


class Player:
    """Does recorded calls again on a :class:`Drive`, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.drive = Drive.of(folder)
        self._root = str(folder)
        self._open: dict[str, tuple[File, int]] = {}

    def _ours(self, path: str) -> bool:
        return path == self._root or path.startswith(f"{self._root}/")

    def play(self, calls: Sequence[Call]) -> Iterator[str]:
        """Yields after each call: what was said (on the standard output) by it, "done" if it
        changed the drive, or "" if it did neither."""
        for call in calls:
            if call.name == "write" and call.handles[0][0] == "1":
                yield call.texts[0].decode().strip()
            else:
                yield "done" if self._play(call) else ""

    def _play(self, call: Call) -> bool:
        if call.name == "openat":
            return self._opened(call)
        if call.name in ("rename", "renameat", "renameat2", "mkdir", "mkdirat", "unlink", "rmdir"):
            return self._named(call)
        if call.name == "unlinkat":
            path = f"{call.handles[0][1]}/{call.texts[0].decode()}"
            path = call.texts[0].decode() if call.texts[0].startswith(b"/") else path
            if self._ours(path):
                self.drive.remove(path)
            return self._ours(path)
        if not call.handles or not self._ours(call.handles[0][1]):
            return False
        handle, path = call.handles[0]
        if call.name in ("fsync", "fdatasync"):
            # A folder's name has no file behind it.
            if self.drive.names.get(path, b"") is None:
                self.drive.sync_folder(path)
            else:
                self._open[handle][0].sync()
            return True
        return self._written(call, handle)

    def _opened(self, call: Call) -> bool:
        path = call.texts[0].decode()
        if not self._ours(path):
            return False
        file = self.drive.names.get(path)
        made = False
        if file is None and "O_CREAT" in call.given:
            file, made = self.drive.make(path), True
        if file is None:
            return False  # a folder
        if "O_TRUNC" in call.given and file.shown:
            file.cut(0)
            made = True
        self._open[str(call.back)] = (file, 0)
        return made

    def _named(self, call: Call) -> bool:
        paths = [one.decode() for one in call.texts]
        if not all(map(self._ours, paths)):
            return False
        if call.name.startswith("rename"):
            self.drive.rename(*paths)
        elif call.name.startswith("mkdir"):
            self.drive.make_folder(paths[0])
        else:
            self.drive.remove(paths[0])
        return True

    def _written(self, call: Call, handle: str) -> bool:
        file, at = self._open[handle]
        if call.name == "lseek":
            self._open[handle] = (file, call.back)
            return False
        if call.name == "ftruncate":
            file.cut(call.number)
        elif call.name == "pwrite64":
            file.write(call.number, call.texts[0][: call.back])
        elif call.name == "write":
            file.write(at, call.texts[0][: call.back])
            self._open[handle] = (file, at + call.back)
        elif call.name == "sendfile":
            source = self._open[call.handles[1][0]][0]
            offset = re.search(r"\[(\d+)\]", call.given)
            if offset is None:
                raise AssertionError(f"it is not known from where: {call.given}")
            piece = bytes(source.shown[int(offset[1]) : int(offset[1]) + call.back])
            file.write(at, piece)
            self._open[handle] = (file, at + call.back)
        else:
            raise AssertionError(f"{call.name} is not understood yet")
        return True

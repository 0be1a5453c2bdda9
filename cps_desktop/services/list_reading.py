"""Reading a list of people: a file in a process of its own, or words that were pasted."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final, NoReturn

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.guest_lists import Table
from cps_desktop.own_process import Ahead
from cps_desktop.services.list_texts import MOST_LINES, Read, rows_of_words

LARGEST_FILE: Final = 50 * 1024 * 1024
_LARGEST_ANSWER: Final = 256 * 1024 * 1024
_SECONDS: Final = 90.0
PASTED: Final = "What was pasted"
_BROKEN: Final = "is damaged or broken off, or is not a list"


class ListRead(msgspec.Struct, frozen=True):
    """A table of texts; ``remarks`` are sentences about how it was read."""

    name: str
    table: Table
    remarks: tuple[str, ...] = ()


def get_ready() -> None:
    """Somebody is about to choose a list: the process that reads it is begun meanwhile. It ends by
    itself where none is chosen. Takes some milliseconds."""
    _reader().prepare()


@lru_cache(maxsize=1)
def _reader() -> Ahead:
    from cps_desktop.services.list_child import work

    return Ahead(work, ())


def read_list_file(path: Path) -> ListRead:
    """The list in a file: CSV, XLSX, XLS, ODS or vCard, told by what is in it. From a worker.

    Raises InputRefused with one sentence where it cannot be read; nothing was changed then.
    """
    name = path.name
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError:
        raise InputRefused(
            f"“{name}” cannot be read just now. Nothing was changed; look whether it is still "
            "where it was."
        ) from None
    if len(data) > LARGEST_FILE:
        _refuse(name, f"is larger than {LARGEST_FILE // 2**20} MB, far too large for a list")
    if not data.strip(b"\x00 \t\r\n"):
        _refuse(name, "is empty")
    answer = _reader().ask([data], most=_LARGEST_ANSWER, seconds=_SECONDS)
    if answer.late:
        _refuse(name, "took too long to read")
    return _read(name, _answer(answer.data))


def read_pasted(text: str) -> ListRead:
    """The list in words that were pasted. Raises InputRefused with one sentence."""
    return _read(PASTED, rows_of_words(text))


def _answer(data: bytes | None) -> Read | str:
    # Not pickle: the other side has been reading a stranger's file.
    if data is None:
        return "needs more room than a list of people can, or is damaged"
    try:
        return msgspec.msgpack.decode(data, type=Read | str)
    except msgspec.DecodeError:
        return _BROKEN


def _read(name: str, found: Read | str) -> ListRead:
    if isinstance(found, str):
        _refuse(name, found[:300] or _BROKEN)
    table = tuple(tuple(row) for row in found.rows[:MOST_LINES])
    if not any(cell.strip() for row in table for cell in row):
        _refuse(name, "is empty")
    return ListRead(name, table, tuple(f"{one}." for one in found.remarks))


def _refuse(name: str, why: str) -> NoReturn:
    raise InputRefused(f"“{name}” {why}. Nothing was changed.")

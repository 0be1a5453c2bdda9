"""Bytes as rows of letters for paper: what a QR code holds, and what is typed where none is read.

32 letters and digits without those that look alike (0 and O, 1 and I). A row has 25 in five
groups: 23 that carry five bits each, and two that are a Reed–Solomon check over GF(32) on them and
on the row's number. One or two wrong letters in a row are always noticed, and so are two letters
or two rows that changed places. Described for strangers in docs/formats/join-file.md.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from functools import cache

LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CARRYING, CHECKING = 23, 2
ROW = CARRYING + CHECKING
GROUP = 5
MOST_ROWS = 200
_USUAL_ROWS = 32
LARGEST = MOST_ROWS * CARRYING * 5 // 8 - 2
"""Bytes that fit on paper."""

_FIELD = 0b100101
"""x⁵ + x² + 1, with which 2 has the order 31."""

_LABEL = re.compile(r"^\s*\d{1,3}\s*[.:)]\s*")
_BARE_LABEL = re.compile(r"^\s*(\d{1,3})\s+")
_BETWEEN = re.compile(r"[\s\-–—_.,;:]+")


@dataclasses.dataclass(frozen=True, slots=True)
class RowDoubt:
    """What is not right with a typed row. ``row`` counts from 1.

    ``why`` is "short", "long" (with how many letters in ``found``), "letters" (it holds what is no
    letter of ours), "wrong", or "place" (it is row ``found`` of the paper).
    """

    row: int
    why: str
    found: int = 0


@dataclasses.dataclass(frozen=True, slots=True)
class TypedRows:
    """What typed rows hold so far. ``data`` once they are whole; ``wanted`` rows, 0 if unknown."""

    rows: int
    wanted: int
    doubts: tuple[RowDoubt, ...]
    data: bytes | None = None


def rows_of(data: bytes) -> tuple[str, ...]:
    """The rows of some bytes, grouped for the eye. Raises ValueError for more than fits."""
    if len(data) > LARGEST:
        raise ValueError("more than fits on paper")
    whole = len(data).to_bytes(2) + data
    number = int.from_bytes(whole) << (-8 * len(whole) % 5)
    count = -(-8 * len(whole) // 5)
    symbols = [(number >> 5 * (count - 1 - place)) & 31 for place in range(count)]
    symbols += [0] * (-count % CARRYING)
    rows = []
    for first in range(0, len(symbols), CARRYING):
        some = symbols[first : first + CARRYING]
        letters = "".join(LETTERS[one] for one in (*some, *_check(some, first // CARRYING)))
        rows.append(" ".join(letters[at : at + GROUP] for at in range(0, ROW, GROUP)))
    return tuple(rows)


def read_rows(text: str) -> TypedRows:
    """What a text of typed rows holds: a row a line, or all in one line. Any case and spacing."""
    lines = [line for line in text.splitlines() if _BETWEEN.sub("", line)]
    rows = [_letters_of(line, number) for number, line in enumerate(lines, 1)]
    if len(rows) == 1 and len(rows[0]) > ROW + 1:
        rows = [rows[0][at : at + ROW] for at in range(0, len(rows[0]), ROW)]
    rows = rows[: MOST_ROWS + 1]
    doubts: list[RowDoubt] = []
    symbols: list[int] = []
    for number, row in enumerate(rows, 1):
        found = [LETTERS.find(letter) for letter in row]
        doubt = _doubt(found, number)
        if doubt is not None:
            doubts.append(doubt)
        symbols += [max(0, one) for one in found[:CARRYING]]
    wanted = 0
    if symbols and not any(one.row == 1 for one in doubts):
        length = sum(one << 5 * (3 - place) for place, one in enumerate(symbols[:4])) >> 4
        wanted = -(-8 * (length + 2) // (5 * CARRYING))
        if len(rows) == wanted and not doubts:
            return TypedRows(len(rows), wanted, (), _bytes_of(symbols, length))
    there_are = wanted or max(len(rows), _USUAL_ROWS)
    return TypedRows(len(rows), wanted, tuple(_on_paper(one, there_are) for one in doubts))


def _on_paper(doubt: RowDoubt, rows: int) -> RowDoubt:
    """A row that would be one which the paper does not have is not misplaced but wrong.

    Among the first 32 rows a single wrong letter can never look like another row: the check tells
    any two letters apart, and the numbers of those rows differ in one.
    """
    if doubt.why == "place" and doubt.found > rows:
        return RowDoubt(doubt.row, "wrong")
    return doubt


def _letters_of(line: str, number: int) -> str:
    """The letters of a line, without the row's number where that was typed as well."""
    plain = _BETWEEN.sub("", line).upper()
    bare = _BARE_LABEL.match(line)
    rest = _LABEL.sub("", line)
    if rest == line and bare and int(bare[1]) == number and len(plain) > ROW:
        rest = line[bare.end() :]
    labelled = _BETWEEN.sub("", rest).upper()
    # A row may begin with what looks like a number.
    return plain if _doubt([LETTERS.find(one) for one in plain], number) is None else labelled


def _doubt(symbols: Sequence[int], number: int) -> RowDoubt | None:
    if len(symbols) != ROW:
        return RowDoubt(number, "short" if len(symbols) < ROW else "long", len(symbols))
    if min(symbols) < 0:
        return RowDoubt(number, "letters")
    some, check = symbols[:CARRYING], tuple(symbols[CARRYING:])
    if _check(some, number - 1) == check:
        return None
    # The check is a sum: what is left of it is that of the number the row was written for.
    left = tuple(one ^ other for one, other in zip(_check(some, 0), check, strict=True))
    place = _rows_by_check().get(left)
    return RowDoubt(number, "wrong") if place is None else RowDoubt(number, "place", place)


@cache
def _rows_by_check() -> dict[tuple[int, ...], int]:
    """Which row, counted from 1, has this check when it is empty."""
    return {_check([0] * CARRYING, row): row + 1 for row in range(MOST_ROWS)}


def _bytes_of(symbols: Sequence[int], length: int) -> bytes:
    number = 0
    for symbol in symbols:
        number = number << 5 | symbol
    spare = 5 * len(symbols) - 8 * (length + 2)
    return (number >> spare).to_bytes(length + 2)[2:]


def _product(one: int, other: int) -> int:
    product = 0
    while other:
        if other & 1:
            product ^= one
        one <<= 1
        if one & 32:
            one ^= _FIELD
        other >>= 1
    return product


_TWICE = tuple(_product(one, 2) for one in range(32))
_THRICE = tuple(_product(one, 3) for one in range(32))


def _check(symbols: Sequence[int], row: int) -> tuple[int, int]:
    """The rest of (row number, symbols)·x² divided by (x + 1)(x + 2) = x² + 3x + 2."""
    first = second = 0
    for symbol in (row >> 5, row & 31, *symbols):
        top = symbol ^ first
        first, second = second ^ _THRICE[top], _TWICE[top]
    return first, second

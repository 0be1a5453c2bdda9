"""One kind's projection table: its columns, how values stand in them, how rows become records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, cast

import msgspec

from cps_desktop.domain.records import (
    Meaning,
    Record,
    Shape,
    Value,
    defaults,
    meanings,
)
from cps_desktop.storage.schema import columns_of

Column = str | int | None

_decode = msgspec.msgpack.Decoder().decode
_encode = msgspec.msgpack.Encoder().encode

_IDENTITY = b"\xc4\x10"
"""How 16 bytes begin in msgpack."""

SESSION = "session"
"""The field by which records name the session they belong to."""

INTO_SEARCH = "INSERT INTO search (rowid, words, kind, record, root)"


class Unfit(Exception):
    """A value this version cannot read."""


ToColumn = Callable[[bytes], Column]
"""A value's bytes as they stand in a projection table. Raises Unfit, or what decoding raises."""

_text: ToColumn = msgspec.msgpack.Decoder(str).decode


def _number(data: bytes) -> Column:
    value = _decode(data)
    if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63:
        return value
    raise Unfit


def _flag(data: bytes) -> Column:
    value = _decode(data)
    if isinstance(value, bool):
        return int(value)
    raise Unfit


def _day(data: bytes) -> Column:
    value = _decode(data)
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value).isoformat()
        except ValueError:
            pass
    raise Unfit


def _clock(data: bytes) -> Column:
    value = _decode(data)
    if isinstance(value, str):
        try:
            return dt.time.fromisoformat(value).strftime("%H:%M")
        except ValueError:
            pass
    raise Unfit


def _identity_text(value: object) -> str:
    if isinstance(value, bytes) and len(value) == 16:
        return value.hex()
    raise Unfit


def _reference(data: bytes) -> Column:
    if len(data) == 18 and data[:2] == _IDENTITY:
        return data[2:].hex()
    return _identity_text(_decode(data))


def _references(data: bytes) -> Column:
    value = _decode(data)
    if isinstance(value, list):
        return " ".join(map(_identity_text, value))
    raise Unfit


def unknown(data: bytes) -> Column:
    raise Unfit


_TO_COLUMN: dict[Shape, ToColumn] = {
    Shape.TEXT: _text,
    Shape.LONG_TEXT: _text,
    Shape.CHOICE: _text,
    Shape.ORDER: _text,
    Shape.DIGEST: _text,
    Shape.INTEGER: _number,
    Shape.PENCE: _number,
    Shape.MOMENT: _number,
    Shape.FLAG: _flag,
    Shape.DAY: _day,
    Shape.CLOCK: _clock,
    Shape.REFERENCE: _reference,
    Shape.REFERENCES: _references,
}


def _to_column(meaning: Meaning, usual: Value) -> ToColumn:
    if meaning.choices is None:
        return _TO_COLUMN[meaning.shape]
    allowed = frozenset({*map(str, meaning.choices), str(usual)})
    known = {_encode(one): one for one in allowed}

    def choice(data: bytes) -> Column:
        found = known.get(data)
        if found is None:
            found = cast(str, _text(data))
            if found not in allowed:
                raise Unfit
        return found

    return choice


def column_of(shape: Shape, value: Value) -> Column:
    """How a value stands in a projection table; also how to ask for it there."""
    if value is None:
        return None
    if shape is Shape.DAY:
        return cast(dt.date, value).isoformat()
    if shape is Shape.CLOCK:
        return cast(dt.time, value).strftime("%H:%M")
    if shape is Shape.REFERENCES:
        return " ".join(cast(tuple[str, ...], value))
    if shape is Shape.FLAG:
        return int(cast(bool, value))
    return str(value) if isinstance(value, str) else cast(int, value)


_FROM_COLUMN: dict[Shape, Callable[[Any], Value]] = {
    Shape.FLAG: bool,
    Shape.DAY: lambda value: None if value is None else dt.date.fromisoformat(value),
    Shape.CLOCK: lambda value: None if value is None else dt.time.fromisoformat(value),
    Shape.REFERENCES: lambda value: tuple(value.split()),
}


class KindTable:
    """One kind's projection table: how to write its rows and read them as records."""

    def __init__(self, cls: type[Record]) -> None:
        self.cls = cls
        known, usual = meanings(cls), defaults(cls)
        self.fields = tuple(known)
        self.shapes = {name: meaning.shape for name, meaning in known.items()}
        self.to_column = {name: _to_column(known[name], usual[name]) for name in known}
        self.usual = {name: column_of(known[name].shape, usual[name]) for name in known}
        self.searched = tuple(name for name, meaning in known.items() if meaning.searched)
        names = [name for name, _ in columns_of(cls)]
        quoted = ", ".join(f'"{name}"' for name in names)
        self.marks = f"({', '.join('?' * len(names))})"
        self.insert = f'INSERT INTO "{cls.KIND}" ({quoted})'
        self.select = (
            f'SELECT {", ".join(f"{chr(34)}{n}{chr(34)}" for n in names[1:])} FROM "{cls.KIND}"'
        )
        self.places = {name: names.index(name) for name in known}
        self.session_place = None if cls.IS_ROOT else self.places.get(SESSION)
        self.search_places = tuple(names.index(name) for name in self.searched)
        # Most stand in the table as they are in memory: only the others are read anew.
        self._readers = [
            (name, _FROM_COLUMN[meaning.shape])
            for name, meaning in known.items()
            if meaning.shape in _FROM_COLUMN
        ]
        said = " || ' ' || char(10) || ".join(f'"{name}"' for name in self.searched)
        self.searched_rows = (
            f"SELECT n, {said}, '{cls.KIND}', id, root FROM \"{cls.KIND}\" WHERE NOT deleted"
        )
        """The rows as search holds them, as :meth:`words` says; to be narrowed by n."""
        self.search = f"{INTO_SEARCH} {self.searched_rows}"
        """Puts rows into search; to be narrowed by n."""

    def words(self, row: Sequence[Column]) -> str:
        """What search holds of a projection row."""
        if len(self.search_places) == 1:
            return str(row[self.search_places[0]])
        return " \n".join([str(row[place]) for place in self.search_places])

    def record(self, row: Sequence[Any]) -> Record:
        """A row of :attr:`select` as a record."""
        values = dict(zip(self.fields, row[7:], strict=True))
        for name, read in self._readers:
            values[name] = read(values[name])
        return self.cls(
            id=row[0],
            root=row[1],
            made=row[2],
            touched=row[3],
            deleted=bool(row[4]),
            newer=bool(row[5]),
            contested=tuple(row[6].split()),
            **values,
        )

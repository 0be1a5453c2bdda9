"""A field's value as canonical msgpack bytes, and back.

Canonical means: one value has one encoding (shortest form, no floats, no maps), so equal values
are equal bytes. What does not fit the field's shape is not an error but ``UNREADABLE``: the
change was made by a newer version, and is kept, relayed and shown as such.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Final

import msgspec

from cps_desktop.domain.records import Meaning, RecordId, Shape, Value

NOTHING: Final = b"\xc0"
"""Msgpack nil: back to what the field holds when nobody has said anything."""

ERASED: Final = b""
"""Stands for a value that was erased: no msgpack at all. It says nothing, and is never kept."""

TRUE: Final = b"\xc3"
FALSE: Final = b"\xc2"
LONGEST_VALUE: Final = 1024 * 1024
"""Bytes; a longer value is refused, here and in a bundle (DESIGN §5)."""


class Unreadable:
    """What a value is called that this version cannot read."""


UNREADABLE: Final = Unreadable()

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode

_TEXTS = frozenset({Shape.TEXT, Shape.LONG_TEXT, Shape.CHOICE, Shape.ORDER, Shape.DIGEST})
_NUMBERS = frozenset({Shape.INTEGER, Shape.PENCE, Shape.MOMENT})


def whole_characters(text: str) -> str:
    """The text with halves of characters (lone surrogates) replaced, so that it can be stored."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def encode_value(meaning: Meaning, value: Value) -> bytes:
    """The canonical bytes of a value. Raises TypeError or ValueError if it has the wrong shape."""
    if value is None:
        return NOTHING
    shape = meaning.shape
    if shape in _TEXTS and isinstance(value, str):
        return _text_bytes(value)
    if shape is Shape.FLAG and isinstance(value, bool):
        return TRUE if value else FALSE
    if shape in _NUMBERS and isinstance(value, int) and not isinstance(value, bool):
        if not -(2**63) <= value < 2**63:
            raise ValueError(f"{meaning.label} takes a whole number of 64 bits")
        return _encode(value)
    if shape is Shape.DAY and isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return _encode(value.isoformat())
    if shape is Shape.CLOCK and isinstance(value, dt.time):
        return _encode(value.strftime("%H:%M"))
    return _encode_reference(meaning, value)


def encoder(meaning: Meaning) -> Callable[[Value], bytes]:
    """:func:`encode_value` for many values of one field: what it is is asked once."""
    if meaning.shape in _TEXTS:
        # What is no text goes the way on which that is said.
        return lambda value: (
            _text_bytes(value) if isinstance(value, str) else encode_value(meaning, value)
        )
    if meaning.shape is Shape.REFERENCE:
        return lambda value: NOTHING if value is None else _encode_reference(meaning, value)
    return partial(encode_value, meaning)


def _text_bytes(text: str) -> bytes:
    try:
        return _encode(str(text))
    except UnicodeEncodeError:
        return _encode(whole_characters(str(text)))


def _encode_reference(meaning: Meaning, value: Value) -> bytes:
    if meaning.shape is Shape.REFERENCE and isinstance(value, str):
        return _encode(_id_bytes(value)) if value else NOTHING
    if meaning.shape is Shape.REFERENCES and isinstance(value, tuple):
        return _encode([_id_bytes(one) for one in value])
    raise TypeError(f"{meaning.label} takes no {type(value).__name__} ({meaning.shape})")


def decode_value(meaning: Meaning, default: Value, data: bytes) -> Value | Unreadable:
    """The value of canonical bytes, or ``UNREADABLE`` where it is not of the field's shape."""
    if data == NOTHING:
        return default
    try:
        value = _decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return UNREADABLE
    shape = meaning.shape
    if shape in _TEXTS:
        if not isinstance(value, str):
            return UNREADABLE
        # A choice that a newer version added cannot be shown, and must not be overwritten.
        known = meaning.choices is None or value == default or value in set(meaning.choices)
        return value if known else UNREADABLE
    if shape in _NUMBERS:
        # SQLite and every reader of the projections hold 64-bit numbers.
        fits = isinstance(value, int) and not isinstance(value, bool)
        return value if fits and -(2**63) <= value < 2**63 else UNREADABLE
    if shape is Shape.FLAG:
        return value if isinstance(value, bool) else UNREADABLE
    if shape is Shape.REFERENCE:
        return value.hex() if _is_id(value) else UNREADABLE
    if shape is Shape.REFERENCES:
        if isinstance(value, list) and all(_is_id(one) for one in value):
            return tuple(one.hex() for one in value)
        return UNREADABLE
    return _day_or_clock(shape, value)


def _day_or_clock(shape: Shape, value: object) -> Value | Unreadable:
    if not isinstance(value, str):
        return UNREADABLE
    try:
        if shape is Shape.DAY:
            return dt.date.fromisoformat(value)
        return dt.time.fromisoformat(value)
    except ValueError:
        return UNREADABLE


def _is_id(value: object) -> bool:
    return isinstance(value, bytes) and len(value) == 16


def _id_bytes(identity: RecordId) -> bytes:
    data = bytes.fromhex(identity)
    if len(data) != 16:
        raise ValueError("a record id has 32 hexadecimal digits")
    return data

"""Values: what goes into the journal comes out of it, in one form only."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.records import Meaning, Shape, Value
from cps_desktop.domain.values import (
    NOTHING,
    UNREADABLE,
    Unreadable,
    decode_value,
    encode_value,
    whole_characters,
)

IDS = st.binary(min_size=16, max_size=16).map(bytes.hex)
TEXTS = st.text(st.characters(codec="utf-8"))
NUMBERS = st.integers(-(2**63), 2**63 - 1)
BY_SHAPE: dict[Shape, st.SearchStrategy[Value]] = {
    Shape.TEXT: TEXTS,
    Shape.LONG_TEXT: TEXTS,
    Shape.CHOICE: TEXTS,
    Shape.ORDER: TEXTS,
    Shape.DIGEST: TEXTS,
    Shape.INTEGER: NUMBERS,
    Shape.PENCE: NUMBERS,
    Shape.MOMENT: NUMBERS,
    Shape.FLAG: st.booleans(),
    Shape.DAY: st.dates(),
    Shape.CLOCK: st.times().map(lambda one: one.replace(second=0, microsecond=0)),
    Shape.REFERENCE: IDS,
    Shape.REFERENCES: st.lists(IDS, max_size=4).map(tuple),
}
VALUES = st.sampled_from(sorted(BY_SHAPE)).flatmap(
    lambda shape: st.tuples(st.just(shape), BY_SHAPE[shape])
)


@given(VALUES)
def test_every_value_comes_back_and_has_one_form(told: tuple[Shape, Value]) -> None:
    shape, value = told
    meaning = Meaning(shape, "It")
    data = encode_value(meaning, value)
    assert decode_value(meaning, None, data) == value
    assert encode_value(meaning, decode_value(meaning, None, data)) == data  # type: ignore[arg-type]
    # The shortest form: msgpack knows no other way to write it that is shorter.
    assert msgspec.msgpack.encode(msgspec.msgpack.decode(data)) == data


@given(st.sampled_from(sorted(Shape)), st.binary(max_size=40))
def test_bytes_that_are_no_value_are_unreadable_and_never_an_error(
    shape: Shape, data: bytes
) -> None:
    value = decode_value(Meaning(shape, "It"), None, data)
    if not isinstance(value, Unreadable) and value is not None:
        encode_value(Meaning(shape, "It"), value)


@given(VALUES, st.sampled_from(sorted(Shape)))
def test_a_value_of_another_shape_is_never_taken_for_one(
    told: tuple[Shape, Value], shape: Shape
) -> None:
    data = encode_value(Meaning(told[0], "It"), told[1])
    value = decode_value(Meaning(shape, "It"), None, data)
    assert value is UNREADABLE or isinstance(
        value,
        {
            **dict.fromkeys(Shape, str),
            **dict.fromkeys(NUMERIC, int),
            Shape.FLAG: bool,
            Shape.DAY: dt.date,
            Shape.CLOCK: dt.time,
            Shape.REFERENCES: tuple,
        }[shape],
    )


NUMERIC = (Shape.INTEGER, Shape.PENCE, Shape.MOMENT)


def test_nothing_is_what_the_field_holds_when_nobody_said_anything() -> None:
    for shape in Shape:
        assert encode_value(Meaning(shape, "It"), None) == NOTHING
        assert decode_value(Meaning(shape, "It"), "usual", NOTHING) == "usual"
    assert encode_value(Meaning(Shape.REFERENCE, "It"), "") == NOTHING


@pytest.mark.parametrize(
    ("shape", "value"),
    [
        (Shape.TEXT, 3),
        (Shape.INTEGER, True),
        (Shape.INTEGER, 2**63),
        (Shape.INTEGER, "3"),
        (Shape.FLAG, 1),
        (Shape.DAY, dt.datetime(2027, 3, 18, tzinfo=dt.UTC)),
        (Shape.DAY, "2027-03-18"),
        (Shape.CLOCK, dt.date(2027, 3, 18)),
        (Shape.REFERENCE, "abc"),
        (Shape.REFERENCES, ("ab" * 15,)),
        (Shape.REFERENCES, "ab" * 16),
    ],
)
def test_a_value_of_the_wrong_shape_is_our_mistake(shape: Shape, value: Value) -> None:
    with pytest.raises((TypeError, ValueError)):
        encode_value(Meaning(shape, "It"), value)


def test_a_choice_that_only_a_newer_version_knows_cannot_be_read() -> None:
    meaning = Meaning(Shape.CHOICE, "Colour", choices=NoteColour)
    newer = msgspec.msgpack.encode("ultraviolet")
    assert decode_value(meaning, NoteColour.YELLOW, newer) is UNREADABLE
    assert decode_value(meaning, NoteColour.YELLOW, msgspec.msgpack.encode("pink")) == "pink"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\ud800", "\ufffd"),
        ("a\udfffb", "a\ufffdb"),
        ("\ud83dA", "\ufffdA"),
        ("\ud83d\ude00", "😀"),
        ("\udc00\ud800", "\ufffd\ufffd"),
        ("plain \x00 text", "plain \x00 text"),
    ],
)
def test_halves_of_characters_become_the_sign_for_them(text: str, kept: str) -> None:
    assert whole_characters(text) == kept
    assert (
        decode_value(Meaning(Shape.TEXT, "It"), "", encode_value(Meaning(Shape.TEXT, "It"), text))
        == kept
    )

"""Signatures are strokes of whole numbers: what was drawn is what is read, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.signatures import (
    HEIGHT,
    MOST_POINTS,
    WIDTH,
    read_strokes,
    write_strokes,
)

points = st.tuples(st.floats(-50, 1700), st.floats(-50, 1000))


@given(st.lists(st.lists(points, max_size=20), max_size=5))
def test_what_is_written_is_read_and_stays_on_the_paper(
    strokes: list[list[tuple[float, float]]],
) -> None:
    text = write_strokes(strokes)
    read = read_strokes(text)
    assert write_strokes(read) == text
    assert len(read) == sum(1 for one in strokes if one)
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for stroke in read for x, y in stroke)


def test_a_pen_held_down_for_an_hour_still_fits() -> None:
    text = write_strokes([[(number % 1600, number % 900) for number in range(0, 500_000, 7)]])
    assert text.count(",") <= MOST_POINTS
    assert len(text) < 100_000
    assert read_strokes(text)


@pytest.mark.parametrize("text", ["", "x", "1,2;", "1,2  3,4", "1,2,3", "-1,2", "99999,1", "1;2"])
def test_anything_else_is_no_signature(text: str) -> None:
    assert read_strokes(text) == ()

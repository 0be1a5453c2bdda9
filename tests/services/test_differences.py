"""Where versions differ: every word is kept, and exactly what is otherwise is marked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.services.differences import MOST_WORDS, Piece, marked, only_here

texts = st.lists(st.text(alphabet="ab cé,\n", max_size=30), min_size=1, max_size=4)


@given(texts)
def test_the_pieces_of_a_text_are_the_text(some: list[str]) -> None:
    told = marked(some)
    assert ["".join(piece.text for piece in one) for one in told] == some
    if len(set(some)) == 1:
        assert not any(piece.only_here for one in told for piece in one)


@pytest.mark.parametrize(
    ("some", "said"),
    [
        (["ring at night", "ring at the weekend"], ["“night”", "“the weekend”"]),
        (["one two three", "one three"], ["“two”", ""]),
        (["10:00 in Hall A", "10:00 in Hall B", "10:00 in Hall B"], ["“A”", "“B”", "“B”"]),
        (["same", "same"], ["", ""]),
        (["all", "other"], ["", ""]),
        (["£12.40", "£12.50"], ["“40”", "“50”"]),
        (["", "something"], ["", ""]),
    ],
)
def test_what_is_otherwise_is_said(some: list[str], said: list[str]) -> None:
    assert [only_here(one) for one in marked(some)] == said


def test_a_space_is_marked_only_between_marked_words() -> None:
    left, right = marked(["ring at night", "ring on a day"])
    assert left == (Piece("ring "), Piece("at night", only_here=True))
    assert right == (Piece("ring "), Piece("on a day", only_here=True))


def test_a_very_long_text_is_left_as_it_is() -> None:
    long = "word " * MOST_WORDS
    assert marked([long, f"{long}more"]) == ((Piece(long),), (Piece(f"{long}more"),))

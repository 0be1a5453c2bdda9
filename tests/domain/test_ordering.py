"""Places between others: always one more, never the same, never renumbered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.ordering import DIGITS, key_between

KEYS = st.text(DIGITS, min_size=1, max_size=9).filter(lambda key: not key.endswith("0"))


@given(KEYS, KEYS)
def test_there_is_a_place_between_any_two(one: str, two: str) -> None:
    if one == two:
        with pytest.raises(ValueError, match="no place"):
            key_between(one, two)
        return
    low, high = sorted([one, two])
    key = key_between(low, high)
    assert low < key < high
    assert not key.endswith("0")
    with pytest.raises(ValueError, match="no place"):
        key_between(high, low)


@given(KEYS)
def test_there_is_a_place_before_and_after_any(one: str) -> None:
    assert key_between("", one) < one < key_between(one, "")


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=120))
def test_any_row_of_insertions_stays_in_order(places: list[int]) -> None:
    row: list[str] = []
    for place in places:
        at = place % (len(row) + 1)
        before = row[at - 1] if at else ""
        after = row[at] if at < len(row) else ""
        row.insert(at, key_between(before, after))
        assert row == sorted(set(row))


def test_adding_at_the_end_ten_thousand_times_stays_short() -> None:
    key = ""
    for _ in range(10_000):
        after = key_between(key)
        assert after > key
        key = after
    assert len(key) <= 8


@pytest.mark.parametrize(("before", "after"), [("é", ""), ("", "a b"), ("A", "A0"), ("", "0")])
def test_what_is_no_key_is_refused(before: str, after: str) -> None:
    with pytest.raises(ValueError, match=r"letters and digits|no place"):
        key_between(before, after)

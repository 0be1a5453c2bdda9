"""Ranges say what plain sets of numbers say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.ranges import RangeSet, Span

NUMBERS = st.sets(st.integers(1, 40))


@given(NUMBERS)
def test_a_range_set_is_its_numbers(numbers: set[int]) -> None:
    ranges = RangeSet.of(numbers)
    assert list(ranges) == sorted(numbers)
    assert len(ranges) == len(numbers)
    assert all((one in ranges) == (one in numbers) for one in range(45))
    assert RangeSet.from_flat(ranges.flat()) == ranges
    assert hash(RangeSet.from_flat(ranges.flat())) == hash(ranges)


@given(NUMBERS, NUMBERS)
def test_sums_and_differences_are_those_of_sets(one: set[int], two: set[int]) -> None:
    first, second = RangeSet.of(one), RangeSet.of(two)
    assert set(first | second) == one | two
    assert set(first - second) == one - two
    assert set(first & second) == one & two
    assert first.covers(second) == (one >= two)
    assert (first == second) == (one == two)
    assert set(first.gaps) == set(range(1, max(one, default=0) + 1)) - one


@given(st.lists(st.tuples(st.integers(1, 30), st.integers(0, 8)), max_size=8))
def test_spans_in_any_order_and_overlapping_are_joined(some: list[tuple[int, int]]) -> None:
    ranges = RangeSet(Span(first, first + more) for first, more in some)
    assert set(ranges) == {n for first, more in some for n in range(first, first + more + 1)}
    for one, two in zip(ranges.spans, ranges.spans[1:], strict=False):
        assert one.last + 1 < two.first


@pytest.mark.parametrize("flat", [[1], [0, 3], [5, 4], [-2, -1], [1, 2, 3]])
def test_what_is_no_range_is_refused(flat: list[int]) -> None:
    with pytest.raises(ValueError, match="span"):
        RangeSet.from_flat(flat)


def test_ranges_as_wide_as_a_stranger_may_claim_cost_nothing() -> None:
    wide = RangeSet([Span(1, 2**64 - 1)])
    assert wide.covers(RangeSet([Span(1, 2**60)]))
    assert not RangeSet([Span(1, 2**60)]).covers(wide)
    assert wide.gaps == RangeSet()

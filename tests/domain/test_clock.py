"""The clock: readings never repeat, never go back, and a wrong year elsewhere is not adopted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.clock import (
    COUNTER_BITS,
    FAR_AHEAD_MS,
    HybridClock,
    is_far_ahead,
    milliseconds,
)

YEAR = 365 * 24 * 3600 * 1000
WALLS = st.integers(-40 * YEAR, 200 * YEAR)


@given(st.lists(st.tuples(WALLS, st.none() | st.integers(0, 2**62)), min_size=1, max_size=30))
def test_readings_grow_whatever_the_wall_clock_does(steps: list[tuple[int, int | None]]) -> None:
    now = [0]
    clock = HybridClock(lambda: now[0])
    last = -1
    for wall, heard in steps:
        now[0] = wall
        if heard is not None:
            clock.witness(heard)
        reading = clock.tick()
        assert reading > last
        assert reading >= 0
        if heard is not None and not is_far_ahead(heard, wall):
            assert reading > heard
        last = reading


def test_a_clock_far_ahead_is_not_adopted_and_one_a_little_ahead_is() -> None:
    clock = HybridClock(lambda: 1_000_000)
    clock.witness((1_000_000 + 31 * YEAR) << COUNTER_BITS)
    assert milliseconds(clock.tick()) == 1_000_000
    clock.witness((1_000_000 + FAR_AHEAD_MS) << COUNTER_BITS)
    assert milliseconds(clock.tick()) == 1_000_000 + FAR_AHEAD_MS
    assert clock.now_ms == 1_000_000


def test_a_clock_set_before_1970_still_gives_readings() -> None:
    clock = HybridClock(lambda: -5)
    assert clock.tick() == 1
    assert clock.tick() == 2

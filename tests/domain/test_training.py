"""How long somebody was there, from the day's times, theirs, and what was said of it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.kinds import DayPart
from cps_desktop.domain.training import GRACE, STEP, minutes_there

NINE, FOUR = dt.time(9, 30), dt.time(16)


@pytest.mark.parametrize(
    ("arrived", "left", "said", "minutes"),
    [
        (None, None, "", 390),
        (dt.time(9, 45), dt.time(15, 45), "", 390),
        (dt.time(9, 46), None, "", 375),
        (dt.time(8, 0), dt.time(18, 0), "", 390),
        (dt.time(11, 0), dt.time(15, 0), "", 240),
        (dt.time(17, 0), None, "", 0),
        (dt.time(9, 30), dt.time(9, 20), "", 0),
        (dt.time(13, 0), None, DayPart.WHOLE, 390),
        (None, None, DayPart.MORNING, 195),
        (dt.time(9, 30), dt.time(16), DayPart.AFTERNOON, 195),
    ],
)
def test_minutes(arrived: dt.time | None, left: dt.time | None, said: str, minutes: int) -> None:
    assert minutes_there(NINE, FOUR, arrived, left, said) == minutes


def test_who_left_after_midnight_was_there_to_the_end() -> None:
    evening = dt.time(18), dt.time(23, 45)
    assert minutes_there(*evening, dt.time(18), dt.time(0, 20)) == 345
    assert minutes_there(*evening, dt.time(20), dt.time(0, 20)) == 225
    assert minutes_there(*evening, dt.time(20), dt.time(19)) == 0, "a slip, and no evening"


def test_what_nobody_noted_is_not_known() -> None:
    assert minutes_there(None, FOUR) is None
    assert minutes_there(NINE, None, NINE, FOUR) is None
    assert minutes_there(FOUR, NINE) is None
    assert minutes_there(NINE, dt.time(11), said=DayPart.MORNING) == 90, "too short for halves"


@given(st.times(), st.times(), st.none() | st.times(), st.none() | st.times())
def test_never_more_than_the_day_and_never_far_from_the_clock(
    starts: dt.time, ends: dt.time, arrived: dt.time | None, left: dt.time | None
) -> None:
    found = minutes_there(starts, ends, arrived, left)
    begin, end = (one.hour * 60 + one.minute for one in (starts, ends))
    if found is None:
        assert ends <= starts
        return
    # Somebody came in the evening and left after midnight.
    if arrived is not None and left is not None and left < arrived and left.hour < 6:
        left = None
    inside = [
        minute
        for minute in range(begin, end)
        if (arrived is None or minute >= arrived.hour * 60 + arrived.minute)
        and (left is None or minute < left.hour * 60 + left.minute)
    ]
    assert 0 <= found <= max(end - begin, STEP)
    assert abs(found - len(inside)) <= 2 * GRACE + STEP

"""For which part of a day somebody came, from what was said and from the times."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.half_days import middle_of, part_of
from cps_desktop.domain.kinds import DayPart

_NINE, _FOUR = dt.time(9, 30), dt.time(16)
_TIMES = st.times().map(lambda one: one.replace(second=0, microsecond=0))
_MAYBE = st.none() | _TIMES


@pytest.mark.parametrize(
    ("arrived", "left", "part"),
    [
        (None, None, "whole"),
        ("09:20", None, "whole"),
        ("09:20", "16:00", "whole"),
        ("09:20", "12:30", "morning"),
        (None, "13:15", "morning"),
        ("09:20", "13:16", "whole"),
        ("12:15", None, "afternoon"),
        ("12:14", "16:00", "whole"),
        ("13:00", "16:00", "afternoon"),
        ("12:20", "12:50", "morning"),
        ("12:40", "13:10", "afternoon"),
    ],
)
def test_the_times_tell_the_part_of_the_day(
    arrived: str | None, left: str | None, part: str
) -> None:
    times = [dt.time.fromisoformat(one) if one else None for one in (arrived, left)]
    assert part_of("", *times, starts=_NINE, ends=_FOUR) == part


def test_a_short_day_has_no_halves_and_a_day_without_times_the_usual_middle() -> None:
    assert middle_of(_NINE, _FOUR) == dt.time(12, 45)
    assert middle_of(dt.time(9), dt.time(13, 59)) is None
    assert middle_of(dt.time(16), dt.time(9)) is None
    assert middle_of(None, _FOUR) == dt.time(12, 30)
    short = {"starts": dt.time(9, 30), "ends": dt.time(12, 30)}
    assert part_of("", dt.time(12), None, **short) == DayPart.WHOLE
    assert part_of("", dt.time(14), None) == DayPart.AFTERNOON


def test_who_left_after_midnight_did_not_leave_in_the_morning() -> None:
    evening = {"starts": dt.time(18), "ends": dt.time(23, 45)}
    assert part_of("", dt.time(18), dt.time(0, 10), **evening) == DayPart.WHOLE
    assert part_of("", dt.time(21), dt.time(0, 10), **evening) == DayPart.AFTERNOON
    assert part_of("", dt.time(19), dt.time(0, 10)) == DayPart.AFTERNOON
    assert part_of("", dt.time(19), dt.time(20, 30), **evening) == DayPart.MORNING


@given(st.sampled_from([*DayPart, "nonsense"]), _MAYBE, _MAYBE, st.tuples(_MAYBE, _MAYBE))
def test_what_a_person_said_goes_first_and_there_is_always_an_answer(
    said: str,
    arrived: dt.time | None,
    left: dt.time | None,
    day: tuple[dt.time | None, dt.time | None],
) -> None:
    found = part_of(said, arrived, left, starts=day[0], ends=day[1])
    assert found in (DayPart.WHOLE, DayPart.MORNING, DayPart.AFTERNOON)
    if said in (DayPart.WHOLE, DayPart.MORNING, DayPart.AFTERNOON):
        assert found == said

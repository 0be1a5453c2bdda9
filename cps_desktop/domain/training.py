"""How long somebody was there: for a person's training record and a certificate of attendance."""

from __future__ import annotations

import datetime as dt
from typing import Final

from cps_desktop.domain.half_days import left_at, middle_of
from cps_desktop.domain.kinds import DayPart

GRACE: Final = 15
"""Minutes a queue at the door may take: who is ticked in so much later was there from the start."""
STEP: Final = 15
"""Everything else is told in quarters of an hour."""


def minutes_there(
    starts: dt.time | None,
    ends: dt.time | None,
    arrived: dt.time | None = None,
    left: dt.time | None = None,
    said: str = DayPart.BY_THE_TIMES,
) -> int | None:
    """Minutes of a day's planned time for which somebody was there; None where it is not known.

    Who came late or left early by more than ``GRACE`` minutes has the time between, to the nearest
    quarter of an hour. Time before the start and after the end is no part of the session. What
    somebody ``said`` of the part of the day goes before the times.
    """
    if starts is None or ends is None or ends <= starts:
        return None
    begin, end = _minutes(starts), _minutes(ends)
    middle = middle_of(starts, ends)
    if said == DayPart.MORNING and middle is not None:
        return _minutes(middle) - begin
    if said == DayPart.AFTERNOON and middle is not None:
        return end - _minutes(middle)
    if said != DayPart.BY_THE_TIMES:
        return end - begin
    came = begin if arrived is None else max(begin, _minutes(arrived))
    gone = left_at(arrived, left)
    went = end if gone is None else min(end, gone)
    came = begin if came - begin <= GRACE else came
    went = end if end - went <= GRACE else went
    if (came, went) == (begin, end):
        return end - begin
    return max(0, STEP * round((went - came) / STEP))


def _minutes(moment: dt.time) -> int:
    return moment.hour * 60 + moment.minute

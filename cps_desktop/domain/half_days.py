"""Half days: for which part of a day somebody came, from what was said or from the times.

What a person said goes first. Otherwise the times tell, where they are known: who left about the
middle of the day or before came in the morning, who arrived about then or later came in the
afternoon. Nothing is written down that nobody knows: an unknown time stays unknown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

from cps_desktop.domain.kinds import DayPart

USUAL_MIDDLE: Final = dt.time(12, 30)
"""The middle of a day whose start or end nobody wrote down."""
SHORTEST_MINUTES: Final = 5 * 60
"""A shorter day has no halves: whoever came to it came to all of it."""
ABOUT_MINUTES: Final = 30
"""Lunch may be a little before the middle or after it."""
SMALL_HOURS: Final = dt.time(6)
"""Before this somebody leaves a long evening; nobody comes to a session."""


def said_of_all(parts: Iterable[str]) -> str:
    """What several entries of one person say of one day: a part that one says and none otherwise;
    "" leaves it to the times. Who says nothing of it takes nothing back."""
    said = {one for one in parts if one != DayPart.BY_THE_TIMES}
    return said.pop() if len(said) == 1 else DayPart.BY_THE_TIMES


def middle_of(starts: dt.time | None, ends: dt.time | None) -> dt.time | None:
    """Half way between start and end; None for a day too short to have halves."""
    if starts is None or ends is None:
        return USUAL_MIDDLE
    first, last = _minutes(starts), _minutes(ends)
    if last - first < SHORTEST_MINUTES:
        return None
    return dt.time(*divmod((first + last) // 2, 60))


def part_of(
    said: str,
    arrived: dt.time | None,
    left: dt.time | None,
    *,
    starts: dt.time | None = None,
    ends: dt.time | None = None,
) -> DayPart:
    """Whole day, morning or afternoon of somebody who was here; never ``BY_THE_TIMES``.

    ``said`` is the presence's own field; ``starts`` and ``ends`` are the session day's.
    """
    if said in (DayPart.WHOLE, DayPart.MORNING, DayPart.AFTERNOON):
        return DayPart(said)
    middle = middle_of(starts, ends)
    if middle is None:
        return DayPart.WHOLE
    noon = _minutes(middle)
    went = left_at(arrived, left)
    left_early = went is not None and went <= noon + ABOUT_MINUTES
    came_late = arrived is not None and _minutes(arrived) >= noon - ABOUT_MINUTES
    if left_early and came_late and arrived is not None and went is not None:
        # About the middle only: the half in which more of their stay lies.
        before = 2 * noon >= _minutes(arrived) + went
        return DayPart.MORNING if before else DayPart.AFTERNOON
    if left_early:
        return DayPart.MORNING
    return DayPart.AFTERNOON if came_late else DayPart.WHOLE


def left_at(arrived: dt.time | None, left: dt.time | None) -> int | None:
    """Minutes after the beginning of the day at which somebody left; None where nobody knows.

    Who left in the small hours, and came later by the clock, left after midnight.
    """
    if left is None:
        return None
    after = arrived is not None and left < min(arrived, SMALL_HOURS)
    return _minutes(left) + (24 * 60 if after else 0)


def _minutes(time: dt.time) -> int:
    return time.hour * 60 + time.minute

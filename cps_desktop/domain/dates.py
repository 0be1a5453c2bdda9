"""Days and times: reading what people write, saying them in full, asking about unlikely ones.

An unlikely day is questioned, never changed and never sorted away: a published plan once put 2010
before 2019, and only a person can say which was meant. "Today" is always passed in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import Final

import msgspec

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_YEAR = 365
_LONG_GAP_DAYS: Final = 14
_LONG_DAY_MINUTES: Final = 12 * 60
_FAR_FROM_OTHERS_DAYS: Final = 300

_WORDS: Final = {"today": 0, "tomorrow": 1, "yesterday": -1}
# Made into patterns when somebody first writes a day or a time (six of them are felt at the start).
_NUMBERS: Final = r"([0-9]{1,2})[/.\- ]([0-9]{1,2})(?:[/.\- ]([0-9]{2}|[0-9]{4}))?"
_ISO: Final = r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})"
_RUN_TOGETHER: Final = r"([0-9]{2})([0-9]{2})([0-9]{2}|[0-9]{4})"
_DAY_MONTH: Final = (
    r"([0-9]{1,2})(?:st|nd|rd|th)?(?: of)? ?([a-z]{3,9})\.?(?: ([0-9]{2}|[0-9]{4}))?"
)
_MONTH_DAY: Final = r"([a-z]{3,9})\.? ([0-9]{1,2})(?:st|nd|rd|th)?(?: ([0-9]{2}|[0-9]{4}))?"
_TIME: Final = r"([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?\s*(am|pm|a\.m\.|p\.m\.)?"


class DayTimes(msgspec.Struct, frozen=True):
    """One day of a session as the questions look at it; times may not be known yet."""

    day: date
    start: time | None = None
    end: time | None = None


def parse_date(text: str, today: date) -> date | None:
    """Read a day as people write it: "18 March 2027", "18/3/27", "2027-03-18", "tomorrow", "Mon".

    Day before month, as in Britain. Two-digit years are this century's. Without a year, the one
    that puts the day nearest to ``today``. None when it cannot be read as one real day.
    """
    written = " ".join(text.casefold().replace(",", " ").split())
    if written in _WORDS:
        return _shift(today, _WORDS[written])
    weekday, rest = _split_weekday(written)
    if weekday is not None and not rest:
        return _shift(today, (weekday - today.weekday()) % 7)
    return _parse_written(rest, today)


def _parse_written(written: str, today: date) -> date | None:
    if found := re.fullmatch(_ISO, written):
        return _make(int(found[1]), int(found[2]), int(found[3]))
    if found := re.fullmatch(_RUN_TOGETHER, written) or re.fullmatch(_NUMBERS, written):
        return _in_year(found[3], int(found[2]), int(found[1]), today)
    if found := re.fullmatch(_DAY_MONTH, written):
        month = _month(found[2])
        return None if month is None else _in_year(found[3], month, int(found[1]), today)
    if found := re.fullmatch(_MONTH_DAY, written):
        month = _month(found[1])
        return None if month is None else _in_year(found[3], month, int(found[2]), today)
    return None


def _split_weekday(written: str) -> tuple[int | None, str]:
    first, _, rest = written.partition(" ")
    word = first.rstrip(".")
    for number, name in enumerate(_DAYS):
        if len(word) >= 3 and name.casefold().startswith(word):
            return number, rest
    return None, written


def _month(word: str) -> int | None:
    for number, name in enumerate(_MONTHS, start=1):
        if name.casefold().startswith(word):
            return number
    return 9 if word == "sept" else None


def _in_year(year: str | None, month: int, day: int, today: date) -> date | None:
    if year is not None:
        return _make(int(year) if len(year) == 4 else 2000 + int(year), month, day)
    near = [_make(today.year + step, month, day) for step in (-1, 0, 1)]
    real = [found for found in near if found is not None]
    return min(real, key=lambda found: (abs(found - today), found < today), default=None)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _shift(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None


def parse_time(text: str) -> time | None:
    """Read a time of day: "930", "9.30", "09:30", "9", "4pm", "noon". None when it is not one."""
    written = " ".join(text.casefold().split())
    if written in {"noon", "midday"}:
        return time(12)
    if written == "midnight":
        return time(0)
    found = re.fullmatch(_TIME, written)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if half := found[3]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def say_time(moment: time) -> str:
    """``09:30``."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def say_date(day: date) -> str:
    """``Thursday 18 March 2027``."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_short_date(day: date) -> str:
    """``Thu 18 Mar 2027``, for narrow table columns only."""
    return f"{_DAYS[day.weekday()][:3]} {day.day} {_MONTHS[day.month - 1][:3]} {day.year}"


def say_days(days: Sequence[date]) -> str:
    """Several days in words: ``Monday 22 to Friday 26 March 2027``. Nothing for none.

    Days that follow one another are said as one stretch; the given order does not matter and a
    day named twice is said once.
    """
    ordered = sorted(set(days))
    stretches: list[tuple[date, date]] = []
    for day in ordered:
        if stretches and (day - stretches[-1][1]).days == 1:
            stretches[-1] = (stretches[-1][0], day)
        else:
            stretches.append((day, day))
    said = [
        _say_stretch(first, last, stretches[i + 1][0] if i + 1 < len(stretches) else None)
        for i, (first, last) in enumerate(stretches)
    ]
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])} and {said[-1]}"


def _say_stretch(first: date, last: date, following: date | None) -> str:
    end = _say_until(last, following)
    if first == last:
        return end
    joint = " and " if (last - first).days == 1 and following is None else " to "
    return _say_until(first, last) + joint + end


def _say_until(day: date, following: date | None) -> str:
    """A day without the month or year that the following day will say anyway."""
    said = f"{_DAYS[day.weekday()]} {day.day}"
    if following is None or following.year != day.year:
        return f"{said} {_MONTHS[day.month - 1]} {day.year}"
    if following.month != day.month:
        return f"{said} {_MONTHS[day.month - 1]}"
    return said


def question_about_text(text: str, found: date) -> str | None:
    """When the weekday written is not the day's own, ask which was meant."""
    weekday, rest = _split_weekday(" ".join(text.casefold().replace(",", " ").split()))
    if weekday is None or not rest or weekday == found.weekday():
        return None
    plain = f"{found.day} {_MONTHS[found.month - 1]} {found.year}"
    return f"You wrote {_DAYS[weekday]}, but {plain} is a {_DAYS[found.weekday()]}. Which is right?"


def questions_about(days: Sequence[DayTimes], today: date) -> list[str]:
    """What a careful colleague would ask about a session's days, in the order they were given.

    Questions only: nothing is changed, refused or put in another order. Asked about: a year far
    from the other days', more than a year ago, more than two years ahead, weekends, the same day
    twice, a day standing before the one above it, a gap over 14 days, an end at or before the
    start, a day longer than 12 hours.
    """
    questions: list[str] = []
    for index, here in enumerate(days):
        others = [d.day for i, d in enumerate(days) if i != index]
        year = _year_question(here.day, others, today)
        if year is not None:
            questions.append(year)
        if here.day.weekday() >= 5:
            questions.append(f"{say_date(here.day)} is at the weekend. Is that right?")
        if index:
            questions += _order_questions(days, index, year is not None)
        questions += _time_questions(here)
    return questions


def _year_question(day: date, others: Sequence[date], today: date) -> str | None:
    said = say_date(day)
    if others:
        middle = sorted(others)[len(others) // 2]
        lonely = min(abs((day - other).days) for other in others) > _FAR_FROM_OTHERS_DAYS
        # With two days only, the one further from today is the odd one.
        odd = len(others) > 1 or abs(day - today) > abs(middle - today)
        if lonely and odd and middle.year != day.year:
            side = "before" if day < middle else "after"
            return f"Did you mean {middle.year}? {said} is long {side} the other days."
    if (today - day).days > _YEAR:
        return f"{said} is more than a year ago. Is the year right?"
    if (day - today).days > 2 * _YEAR:
        return f"{said} is more than two years ahead. Is the year right?"
    return None


def _order_questions(days: Sequence[DayTimes], index: int, year_asked: bool) -> list[str]:
    here, above = days[index].day, days[index - 1].day
    if here in {d.day for d in days[:index]}:
        return [f"{say_date(here)} is there twice. Is that right?"]
    if year_asked or _year_is_far(above, here):
        return []
    if here < above:
        return [f"{say_date(here)} is before {say_date(above)}. Is the order right?"]
    gap = (here - above).days
    if gap > _LONG_GAP_DAYS:
        return [f"There are {gap} days between {say_date(above)} and {say_date(here)}. Right?"]
    return []


def _year_is_far(first: date, second: date) -> bool:
    return abs((first - second).days) > _FAR_FROM_OTHERS_DAYS


def _time_questions(here: DayTimes) -> list[str]:
    if here.start is None or here.end is None:
        return []
    minutes = _minutes(here.end) - _minutes(here.start)
    if minutes <= 0:
        ends = f"{say_date(here.day)} ends at {say_time(here.end)}"
        return [f"{ends} but starts at {say_time(here.start)}. Is one of them a slip?"]
    if minutes > _LONG_DAY_MINUTES:
        return [f"{say_date(here.day)} is longer than 12 hours. Is that right?"]
    return []


def _minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute

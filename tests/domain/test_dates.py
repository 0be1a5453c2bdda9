"""Days are read as written, said in full, and questioned rather than changed."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.dates import (
    DayTimes,
    parse_date,
    parse_time,
    question_about_text,
    questions_about,
    say_date,
    say_days,
    say_short_date,
    say_time,
)

TODAY = date(2027, 3, 10)


@given(st.dates(), st.dates())
def test_what_is_said_reads_back_as_the_same_day(day: date, today: date) -> None:
    for written in (say_date(day).upper(), say_date(day), f"{day.day}/{day.month}/{day.year:04d}"):
        if day.year >= 1000:
            assert parse_date(written, today) == day
    assert parse_date(day.isoformat(), today) == day
    if day.year >= 1000:
        assert parse_date(say_short_date(day), today) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_two_digit_years_are_this_centurys(day: date) -> None:
    assert parse_date(f"{day.day}.{day.month}.{day.year % 100:02d}", TODAY) == day


@given(st.text(), st.dates())
def test_any_text_is_read_or_left_aside(text: str, today: date) -> None:
    found = parse_date(text, today)
    assert found is None or isinstance(found, date)
    parse_time(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("18 March 2027", date(2027, 3, 18)),
        ("18th of march, 27", date(2027, 3, 18)),
        ("18/3/27", date(2027, 3, 18)),
        ("18-03-2027", date(2027, 3, 18)),
        ("180327", date(2027, 3, 18)),
        ("March 18 2027", date(2027, 3, 18)),
        ("18 Sept 2027", date(2027, 9, 18)),
        ("18 mar", date(2027, 3, 18)),
        ("28 dec", date(2026, 12, 28)),
        ("18/3", date(2027, 3, 18)),
        ("tomorrow", date(2027, 3, 11)),
        ("Friday", date(2027, 3, 12)),
        ("wed", date(2027, 3, 10)),
        ("29 Feb", date(2028, 2, 29)),
        ("31 April 2027", None),
        ("31/02", None),
        ("31/02/2027", None),
        ("29/02/2027", None),
        ("32/1/2027", None),
        ("18 Ma", None),
        ("", None),
        ("18", None),
    ],
)
def test_days_as_people_write_them(text: str, day: date | None) -> None:
    assert parse_date(text, TODAY) == day


@given(st.times())
def test_times_read_back(moment: time) -> None:
    whole = moment.replace(second=0, microsecond=0)
    assert parse_time(say_time(whole)) == whole
    assert parse_time(say_time(whole).replace(":", "")) == whole
    assert parse_time(say_time(whole).replace(":", ".")) == whole


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("930", time(9, 30)),
        ("9.30", time(9, 30)),
        ("9", time(9)),
        ("4pm", time(16)),
        ("12 am", time(0)),
        ("12.15 p.m.", time(12, 15)),
        ("noon", time(12)),
        ("24:00", None),
        ("9.60", None),
        ("13pm", None),
        ("half nine", None),
        ("", None),
    ],
)
def test_times_as_people_write_them(text: str, moment: time | None) -> None:
    assert parse_time(text) == moment


def test_days_are_said_in_full() -> None:
    assert say_date(date(2027, 3, 18)) == "Thursday 18 March 2027"
    week = [date(2027, 3, 22) + timedelta(days=i) for i in range(5)]
    assert say_days(week[::-1]) == "Monday 22 to Friday 26 March 2027"
    assert say_days(week[:2]) == "Monday 22 and Tuesday 23 March 2027"
    assert say_days([date(2027, 3, 31), date(2027, 4, 1)]) == (
        "Wednesday 31 March and Thursday 1 April 2027"
    )
    assert (
        say_days([date(2027, 3, 18), date(2027, 3, 25)]) == "Thursday 18 and Thursday 25 March 2027"
    )
    assert say_days([date(2026, 12, 31), date(2027, 1, 1)]) == (
        "Thursday 31 December 2026 and Friday 1 January 2027"
    )
    assert say_days([]) == ""


@given(st.lists(st.dates(), max_size=8))
def test_every_day_is_said_or_lies_in_a_stretch(days: list[date]) -> None:
    said = say_days(days)
    for day in {min(days, default=None), max(days, default=None)} - {None}:
        assert day is not None
        assert f" {day.day}" in said


def test_a_year_long_before_the_others_is_questioned() -> None:
    days = [DayTimes(date(2010, 5, 14)), DayTimes(date(2019, 5, 15)), DayTimes(date(2019, 5, 16))]
    asked = questions_about(days, date(2019, 4, 1))
    assert asked == ["Did you mean 2019? Friday 14 May 2010 is long before the other days."]


@pytest.mark.parametrize(
    ("days", "word"),
    [
        ([DayTimes(date(2025, 3, 6))], "more than a year ago"),
        ([DayTimes(date(2029, 4, 10))], "more than two years ahead"),
        ([DayTimes(date(2027, 3, 20))], "weekend"),
        ([DayTimes(date(2027, 3, 11)), DayTimes(date(2027, 3, 29))], "18 days between"),
        ([DayTimes(date(2027, 3, 12)), DayTimes(date(2027, 3, 11))], "order"),
        ([DayTimes(date(2027, 3, 11)), DayTimes(date(2027, 3, 11))], "twice"),
        ([DayTimes(date(2027, 3, 11), time(16), time(9))], "slip"),
        ([DayTimes(date(2027, 3, 11), time(9), time(9))], "slip"),
        ([DayTimes(date(2027, 3, 11), time(8), time(20, 1))], "12 hours"),
        ([DayTimes(date(2027, 3, 11)), DayTimes(date(2028, 3, 10))], "Did you mean 2027"),
    ],
)
def test_each_unlikely_thing_is_questioned_once(days: list[DayTimes], word: str) -> None:
    asked = questions_about(days, TODAY)
    assert len(asked) == 1, asked
    assert word in asked[0]


def test_an_ordinary_week_is_not_questioned() -> None:
    week = [
        DayTimes(date(2027, 3, 22) + timedelta(days=i), time(9), time(16, 30)) for i in range(5)
    ]
    assert questions_about(week, TODAY) == []
    assert questions_about([DayTimes(date(2027, 3, 22), time(8), time(20))], TODAY) == []


@given(st.lists(st.builds(DayTimes, st.dates(), st.none() | st.times(), st.none() | st.times())))
def test_questions_never_change_or_refuse(days: list[DayTimes]) -> None:
    before = list(days)
    for question in questions_about(days, TODAY):
        assert "?" in question
    assert days == before


def test_the_written_weekday_is_checked() -> None:
    assert question_about_text("Monday 18 March 2027", date(2027, 3, 18)) == (
        "You wrote Monday, but 18 March 2027 is a Thursday. Which is right?"
    )
    assert question_about_text("Thu 18 March 2027", date(2027, 3, 18)) is None
    assert question_about_text("18 March 2027", date(2027, 3, 18)) is None

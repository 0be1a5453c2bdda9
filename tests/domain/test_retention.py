"""How long things are kept: the rules' file, what they answer for, and when something is due."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop import paths
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.retention import (
    MOST_MONTHS,
    KeepingTimes,
    check_months,
    due_on,
    personal_fields,
    read_keeping_times,
)

SHIPPED = paths.resources() / "retention" / "usual-times.toml"


def shipped() -> KeepingTimes:
    return read_keeping_times(SHIPPED.read_bytes(), SHIPPED.name)


def test_every_field_that_holds_something_of_a_person_has_a_rule() -> None:
    times = shipped()
    without = [one for one in personal_fields() if times.rule_of(*one) is None]
    assert without == [], "add these to resources/retention/usual-times.toml"


def test_what_was_chosen_takes_the_place_of_the_usual_months() -> None:
    times = shipped().with_months({"needs": 1})
    needs = times.rule_of("person", "needs")
    assert needs is not None
    assert needs.months == 1
    assert [one for one in times.rules if one.key != "needs"] == [
        one for one in shipped().rules if one.key != "needs"
    ]


@given(
    last=st.dates(dt.date(1990, 1, 1), dt.date(2200, 12, 31)),
    months=st.integers(1, MOST_MONTHS),
)
def test_due_is_so_many_months_later_to_the_day_or_the_months_end(
    last: dt.date, months: int
) -> None:
    due = due_on(last, months)
    assert (due.year - last.year) * 12 + due.month - last.month == months
    assert due.day == last.day or ((due + dt.timedelta(days=1)).day == 1 and due.day < last.day)


def test_beyond_the_calendar_is_never() -> None:
    assert due_on(dt.date(9950, 1, 1), MOST_MONTHS) == dt.date.max


@pytest.mark.parametrize("months", [0, -1, MOST_MONTHS + 1])
def test_months_nobody_can_keep_to_are_refused(months: int) -> None:
    with pytest.raises(InputRefused, match="number of months"):
        check_months(months)


HEAD = b'format = 1\ntitle = "t"\nedition = 1\nchecked = 2026-11-23\n'
RULE = b'[[keep]]\nkey = "a"\nwhat = "w"\ntakes = "person"\nmonths = 3\nwhy = "y"\n'


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "another version"),
        (b"\xff\xfe", "broken off"),
        (b"format = ", "broken off"),
        (b"#" * 70_000, "too long"),
        (b"format = 2\n", "another version"),
        (HEAD, "a key of its own"),
        (HEAD + RULE + RULE, "a key of its own"),
        (HEAD + RULE.replace(b"3", b"0"), "0 months"),
        (HEAD + RULE + b'colour = "red"\n', "does not fit"),
        (HEAD + RULE + b'fields = ["needs"]\n', "name fields"),
        (HEAD + RULE.replace(b'"person"', b'"fields"'), "name fields"),
        (HEAD + RULE + b'covers = ["nonsense"]\n', "nonsense"),
        (
            HEAD
            + RULE.replace(b'"person"', b'"fields"')
            + b'fields = ["needs"]\ncovers = ["planner"]\n',
            "about no one person",
        ),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(InputRefused, match=words) as refused:
        read_keeping_times(data, "usual-times.toml")
    assert "Nothing was changed." in str(refused.value)

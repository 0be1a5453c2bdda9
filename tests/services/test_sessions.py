"""Sessions, their days and their rows, on a real workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Session, SessionDay, SessionKind
from cps_desktop.services import people, planners, sessions
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.search import search
from cps_desktop.services.sessions import SessionState
from tests.services.laptop import THURSDAY, Laptop, laptop

NINE, FOUR = dt.time(9), dt.time(16)
FRIDAY = THURSDAY + dt.timedelta(days=1)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


def make(one: Laptop, title: str, *days: dt.date) -> str:
    return sessions.create_session(
        one.door, title=title, days=[DayTimes(day, NINE, FOUR) for day in days]
    )


def dates(one: Laptop, session: str) -> list[dt.date | None]:
    return [day.day for day in sessions.days_of(one.workspace, session)]


def test_a_session_is_made_with_its_days_in_one_step(one: Laptop) -> None:
    agency = people.ensure_organisation(one.door, "North Cumbria (sample)", lead_agency=True)
    guide = people.add_person(one.door, name="Morag Teal (invented)")
    one.told.clear()
    session = sessions.create_session(
        one.door,
        kind_of=SessionKind.RPIW,
        title=" Clinic letters on time ",
        purpose="One page.\nPlain words.",
        days=[DayTimes(FRIDAY, NINE, FOUR), DayTimes(THURSDAY, NINE)],
        venue="Alston Village Hall",
        lead_agency=agency,
        organisations=(agency,),
        community="Alston and Penrith",
        facilitators=(guide,),
    )
    assert [told.what for told in one.told] == ["Make a session"]
    known = one.workspace.get(Session, session)
    assert known is not None
    assert (known.title, known.purpose) == ("Clinic letters on time", "One page.\nPlain words.")
    assert dates(one, session) == [THURSDAY, FRIDAY]
    heading = sessions.session_heading(one.workspace, known, THURSDAY)
    assert heading.line == "RPIW · Day 1 of 2 · Alston Village Hall"
    assert heading.lead_agency == "North Cumbria (sample)"
    assert heading.facilitators == ("Morag Teal (invented)",)
    one.door.undo()
    assert one.workspace.find(Session) == ()
    assert one.workspace.find(SessionDay) == ()


def test_a_session_needs_a_title(one: Laptop) -> None:
    with pytest.raises(InputRefused, match="A session needs a name"):
        make(one, "  ")


def test_typing_in_one_field_is_one_step_and_another_field_is_another(one: Laptop) -> None:
    session = make(one, "A")
    for venue in ("W", "Wi", "Wigton"):
        sessions.change_session(one.door, session, venue=venue)
    sessions.change_session(one.door, session, title="B")
    one.door.undo()
    known = one.workspace.get(Session, session)
    assert known is not None
    assert (known.title, known.venue) == ("A", "Wigton")
    one.door.undo()
    known = one.workspace.get(Session, session)
    assert known is not None
    assert known.venue == ""


def test_a_deleted_session_comes_back_with_all_it_held(one: Laptop) -> None:
    session = make(one, "Kept", THURSDAY)
    template = PlannerCatalogue.shipped().choices()[0]
    planner = planners.add_planner(one.door, session, template)
    planners.add_note(one.door, planner, "now", "a pear tree")
    sessions.delete_session(one.door, session)
    assert sessions.session_rows(one.workspace, THURSDAY) == ()
    assert search(one.workspace, "pear") == ()
    assert [gone.title for gone in sessions.deleted_sessions(one.workspace)] == ["Kept"]
    sessions.bring_back_session(one.door, session)
    assert [row.title for row in sessions.session_rows(one.workspace, THURSDAY)] == ["Kept"]
    assert [hit.title for hit in search(one.workspace, "pear")] == ["a pear tree"]


def test_one_day_is_added_changed_and_removed(one: Laptop) -> None:
    session = make(one, "Days")
    day = sessions.add_day(one.door, session, DayTimes(THURSDAY))
    sessions.change_day(one.door, day, starts=NINE)
    (known,) = sessions.days_of(one.workspace, session)
    assert (known.id, known.starts) == (day, NINE)
    sessions.remove_day(one.door, day)
    assert dates(one, session) == []
    with pytest.raises(InputRefused, match="not here any more"):
        sessions.change_day(one.door, day, starts=None)


def test_an_unlikely_year_is_asked_about_and_kept(one: Laptop) -> None:
    slip = dt.date(2010, 4, 1)
    session = make(one, "Reviews", THURSDAY, slip, FRIDAY)
    (question, *_) = sessions.day_questions(one.workspace, session, THURSDAY)
    assert "2010" in question
    assert slip in dates(one, session)


@pytest.mark.parametrize(
    ("days", "finished", "handed_over", "state"),
    [
        ([], False, False, SessionState.PLANNED),
        ([FRIDAY], False, False, SessionState.PLANNED),
        ([THURSDAY, FRIDAY], False, False, SessionState.UNDER_WAY),
        ([THURSDAY - dt.timedelta(days=1), FRIDAY], False, True, SessionState.UNDER_WAY),
        ([THURSDAY - dt.timedelta(days=1)], False, False, SessionState.FINISHED),
        ([THURSDAY - dt.timedelta(days=1)], False, True, SessionState.HANDED_OVER),
        ([THURSDAY], False, False, SessionState.UNDER_WAY),
        ([THURSDAY], True, False, SessionState.FINISHED),
        ([None], False, False, SessionState.PLANNED),
        ([], True, True, SessionState.HANDED_OVER),
    ],
)
def test_how_far_a_session_has_come(
    days: list[dt.date | None], finished: bool, handed_over: bool, state: SessionState
) -> None:
    assert (
        sessions.session_state(THURSDAY, days, finished=finished, handed_over=handed_over) is state
    )


@given(st.lists(st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)), max_size=5), st.booleans())
def test_today_is_a_day_of_a_session_or_it_is_not(days: list[dt.date], finished: bool) -> None:
    said = sessions.day_words(THURSDAY, days)
    assert bool(said) == (THURSDAY in days)
    state = sessions.session_state(THURSDAY, days, finished=finished)
    begun = bool(days) and min(days) <= THURSDAY <= max(days)
    assert (state is SessionState.UNDER_WAY) == (begun and not finished)


def test_rows_go_from_today_to_those_to_come_to_the_past(one: Laptop) -> None:
    def away(days: int) -> dt.date:
        return THURSDAY + dt.timedelta(days=days)

    make(one, "long past", away(-90))
    make(one, "next month", away(30))
    make(one, "past", away(-2))
    today = make(one, "today", THURSDAY, FRIDAY)
    make(one, "no day")
    make(one, "next week", *(away(n) for n in range(4, 9)))
    counts = one.workspace.session_counts()
    rows = sessions.session_rows(one.workspace, THURSDAY, counts)
    assert [row.title for row in rows] == [
        "today",
        "next week",
        "next month",
        "no day",
        "past",
        "long past",
    ]
    assert rows[0].day_words == "Day 1 of 2"
    assert rows[1].kind_and_length == "Co-production, 5 days"
    assert rows[1].dates == "Monday 22 to Friday 26 March 2027"
    assert rows[3].dates == "No day chosen yet"
    chosen = sessions.todays_session(rows)
    assert chosen is not None
    assert chosen.session == today
    sessions.finish_session(one.door, today)
    rows = sessions.session_rows(one.workspace, THURSDAY, handed_over=[today])
    assert sessions.todays_session(rows) is None
    assert rows[0].state_words == "✔ Handed over"


def test_counts_and_last_work_come_from_storage(one: Laptop) -> None:
    session = make(one, "Counted", THURSDAY)
    planner = planners.add_planner(one.door, session, PlannerCatalogue.shipped().choices()[0])
    one.clock.later(3600)
    for text in ("a", "b", "c"):
        planners.add_note(one.door, planner, "now", text)
    (row,) = sessions.session_rows(one.workspace, THURSDAY, one.workspace.session_counts())
    assert (row.people, row.notes, row.claims) == (0, 3, 0)
    known = one.workspace.get(Session, session)
    assert known is not None
    assert row.last_worked >= known.touched + 3_600_000

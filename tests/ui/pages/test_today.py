"""Today: what matters now, and the way to where it is done."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import Attendance, LineKind, Role, Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.attendance import add_to_list, apologies, tick_in
from cps_desktop.services.claims import add_line, start_claim
from cps_desktop.services.people import change_person
from cps_desktop.services.person_needs import set_need
from cps_desktop.services.planners import add_note, add_planner, planners_of
from cps_desktop.services.preparation import preparation_list, set_ready
from cps_desktop.services.sessions import create_session, days_of
from cps_desktop.ui.kit import Button, Words
from cps_desktop.ui.pages_of_session.attendance import AttendancePage
from cps_desktop.ui.pages_of_session.today import TodayPage
from cps_desktop.ui.theme import TARGET
from cps_desktop.ui.theme_state import theme
from tests.ui.accessibility import read_out, small_targets, unnamed_controls
from tests.ui.pages.host import THURSDAY, Host, cut_off, session_in_alston


def _page(host: Host, session: RecordId) -> TodayPage:
    page = TodayPage(host, session)
    host.show_page(page)
    return page


def _said(page: TodayPage) -> list[str]:
    return [name for _role, name in read_out(page)]


def _press(page: TodayPage, words: str) -> None:
    next(
        one for one in page.findChildren(Button) if one.text() == words and one.isVisible()
    ).click()


def _people(host: Host, session: RecordId, count: int) -> list[RecordId]:
    return [
        add_to_list(
            host.desk.door,
            session,
            name=f"Person {number} (invented)",
            role=Role.PATIENT if number % 2 else Role.STAFF,
        )
        for number in range(count)
    ]


def test_the_session_is_told_in_words(host: Host) -> None:
    page = _page(host, session_in_alston(host.desk))
    assert page.title.text() == "Today"
    assert page.line.text() == "Thursday 18 March 2027 · Day 1 of 2"
    said = _said(page)
    for words in (
        "Kind: Co-production",
        "Days: Thursday 18 March 2027 · 09:30 to 16:00\nFriday 19 March 2027 · 09:30 to 16:00",
        "Venue: Alston Village Hall",
        "Lead agency: North Cumbria (sample)",
        "Purpose: Letters that people can read the first time.",
    ):
        assert words in said


def test_what_is_still_to_be_got_ready_is_said_until_it_is(host: Host) -> None:
    door = host.desk.door
    days = [DayTimes(THURSDAY + dt.timedelta(days=5))]
    session = create_session(door, title="Next week", venue="Hall", days=days)
    _people(host, session, 2)
    ann, bob = (one.person for one in door.records.find(Attendance, session=session))
    page = _page(host, session)
    assert not any(step.record == "to prepare" for step in page.steps())
    set_need(door, ann, "interpreter", detail="Polish")
    set_need(door, bob, "large-print")
    change_person(door, bob, under_18=True)
    first = page.steps()[0]
    assert first.words == (
        "2 things that people need are still to be got ready. "
        "Nobody is named as responsible for 1 person under 18."
    )
    page._step_rows()[0].button.click()
    assert host.opened == [("attendance", "to prepare")]
    attendance = AttendancePage(host, session)
    attendance.go_to("to prepare")
    assert attendance.switch.chosen() == 2
    change_person(door, bob, responsible_adult="Ann (invented)")
    for item in preparation_list(door.records, host.desk.needs.needs, session).items:
        assert any(step.record == "to prepare" for step in page.steps())
        set_ready(door, session, item.id, ready=True)
    assert not any(step.record == "to prepare" for step in page.steps())
    attendance.deleteLater()


def test_when_it_is_over_who_came_is_one_step_away(host: Host) -> None:
    door = host.desk.door
    days = [DayTimes(THURSDAY - dt.timedelta(days=5))]
    session = create_session(door, title="Last week", venue="Hall", days=days)
    (entry,) = _people(host, session, 1)
    page = _page(host, session)
    assert not any(step.record == "who came" for step in page.steps())
    tick_in(door, entry, days_of(door.records, session)[0].id)
    (step,) = [one for one in page.steps() if one.record == "who came"]
    assert step.page == "attendance"


def test_an_empty_session_says_what_to_do_first(host: Host) -> None:
    session = create_session(host.desk.door, title="Quite new")
    page = _page(host, session)
    assert [step.page for step in page.steps()] == [
        "details",
        "attendance",
        "planner",
        "hand_over",
    ]
    _press(page, "Add people")
    assert host.opened == [("attendance", "")]
    assert "Nobody on the list yet" in _said(page)
    assert "No planner yet" in _said(page)
    assert "No claims yet" in _said(page)


def test_people_notes_and_money_are_counted_as_they_come(host: Host) -> None:
    session = session_in_alston(host.desk)
    door = host.desk.door
    page = _page(host, session)
    entries = _people(host, session, 5)
    day = days_of(door.records, session)[0].id
    for entry in entries[:3]:
        tick_in(door, entry, day)
    apologies(door, entries[4], day)
    assert page.people.strong.text() == "3 of 5 people are here"
    assert page.people.quiet.text() == "1 lay person and 2 staff came."
    assert page.steps()[0].words == "1 person is not ticked in yet today."
    template = host.desk.planners.get("think-plan-reflect")
    assert template is not None
    planner = add_planner(door, session, template)
    boxes = [box for stage in template.stages for box in template.boxes_of(stage.key)]
    add_note(door, planner, boxes[0].key, text="Letters come too late.")
    assert page.planner.strong.text() == "1 note"
    assert page.planner.quiet.text().endswith(f"1 of {len(boxes)} boxes have something in them")
    gap = next(step for step in page.steps() if step.page == "planner")
    assert gap.record == planners_of(door.records, session)[0].id
    assert f"“{boxes[1].name}”" in gap.words
    person = door.must_exist(Attendance, entries[0]).person
    claim = start_claim(door, session, person, door.must_exist(Session, session).lead_agency)
    add_line(
        door,
        host.desk.policies,
        claim,
        kind_of=LineKind.FARE,
        day=THURSDAY,
        description="Bus",
        pence=250,
    )
    assert page.claims.strong.text() == "£2.50"
    assert "1 receipt is still to come." in [step.words for step in page.steps()]


def test_a_line_without_an_amount_leads_to_its_claim(host: Host) -> None:
    session = session_in_alston(host.desk)
    door = host.desk.door
    entry = _people(host, session, 1)[0]
    person = door.must_exist(Attendance, entry).person
    claim = start_claim(door, session, person, door.must_exist(Session, session).lead_agency)
    add_line(door, host.desk.policies, claim, day=THURSDAY, to_place="Alston")
    page = _page(host, session)
    _press(page, "Open the claim")
    assert host.opened == [("expenses", claim)]


def test_the_buttons_lead_to_their_pages(host: Host) -> None:
    page = _page(host, session_in_alston(host.desk))
    for words in ("Session details", "Attendance", "Planner", "Expenses", "Hand over"):
        _press(page, words)
    assert [one for one, _record in host.opened] == [
        "details",
        "attendance",
        "planner",
        "expenses",
        "hand_over",
    ]


def test_a_session_is_finished_and_carried_on_with(host: Host) -> None:
    session = session_in_alston(host.desk)
    page = _page(host, session)
    page.finish_button.click()
    assert host.desk.door.must_exist(Session, session).finished
    assert page.finish_button.text() == "Carry on with the session"
    assert "The session is over: hand it over to the coordinator." in [
        step.words for step in page.steps()
    ]
    page.finish_button.click()
    assert not host.desk.door.must_exist(Session, session).finished


def test_unlikely_days_are_asked_about(host: Host) -> None:
    session = create_session(
        host.desk.door,
        title="A slip",
        days=[DayTimes(THURSDAY), DayTimes(THURSDAY.replace(year=2010))],
    )
    page = _page(host, session)
    asked = [one.text() for one in page.findChildren(Words) if "Did you mean 2027?" in one.text()]
    assert len(asked) == 1
    assert host.desk.door.today() == dt.date(2027, 3, 18)


@pytest.mark.parametrize(("name", "scale"), [("dark", 100), ("contrast", 200)])
def test_everything_has_a_name_a_size_and_room(
    host: Host, qtbot: QtBot, name: str, scale: int
) -> None:
    theme().set_theme(name)
    theme().set_scale(scale)
    session = session_in_alston(host.desk)
    _people(host, session, 3)
    page = _page(host, session)
    QTest.qWait(150)
    assert unnamed_controls(host) == []
    assert small_targets(host, TARGET) == []
    shown = [one for one in page.findChildren(Button) if one.isVisible()]
    assert sum(one.primary for one in shown) == 1
    assert [one.text() for one in shown if one.width() < one.sizeHint().width()] == []
    inside = page.people.parentWidget()
    assert inside is not None
    ground = inside.parentWidget()
    assert ground is not None
    assert cut_off(ground) == []

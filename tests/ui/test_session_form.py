"""A session is begun in one step from what was typed, and every later change keeps itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import Organisation, Person, Session
from cps_desktop.services.people import add_person, ensure_organisation, organisation_name
from cps_desktop.services.sessions import days_of, remove_day
from cps_desktop.ui.new_session import NewSessionPage
from cps_desktop.ui.session_form import DetailsPage
from cps_desktop.ui.window import Window
from tests.ui.window_on import begin, window_on

DAY = dt.timedelta(days=1)
NAUGHTY = "<b>Ŵ & “quotes”</b>\u200f \U0001f600 '; DROP TABLE session;--"


def new_page(window: Window) -> NewSessionPage:
    window.open_page("new_session")
    page = window.stack.page
    assert isinstance(page, NewSessionPage)
    return page


def details(window: Window) -> DetailsPage:
    page = window.stack.page
    assert isinstance(page, DetailsPage)
    return page


def only_session(window: Window) -> Session:
    (session,) = window.desk.workspace.find(Session)
    return session


def test_a_session_is_begun_in_one_step_and_undone_in_one(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        known = add_person(window.desk.door, name="Siân Example")
        ensure_organisation(window.desk.door, "Eden Valley Trust")
        page = new_page(window)
        fields = page.fields
        qtbot.keyClicks(fields.title, "Clearer letters")
        qtbot.keyClicks(fields.purpose, "People can read them")
        qtbot.keyClicks(fields.days.rows[0].day.line, "18 March 2027")
        qtbot.keyClicks(fields.days.rows[0].starts.line, "930")
        qtbot.keyClicks(fields.days.rows[0].ends.line, "4pm")
        fields.days.add.click()
        qtbot.keyClicks(fields.venue, "Village hall")
        qtbot.keyClicks(fields.agency.line, "New Agency")
        fields.organisations.line.setFocus()
        qtbot.keyClicks(fields.organisations.line, "eden valley trust")
        qtbot.keyClick(fields.organisations.line, Qt.Key.Key_Return)
        qtbot.keyClicks(fields.organisations.line, "New Agency")
        qtbot.keyClick(fields.organisations.line, Qt.Key.Key_Return)
        fields.facilitators.line.setFocus()
        qtbot.keyClicks(fields.facilitators.line, "sian")
        qtbot.keyClick(fields.facilitators.line, Qt.Key.Key_Down)
        qtbot.keyClick(fields.facilitators.line, Qt.Key.Key_Return)
        qtbot.keyClicks(fields.facilitators.line, "Someone New")
        page.begin.click()
        session = only_session(window)
        assert window.stack.session == session.id
        assert session.kind_of == "coproduction"
        assert (session.title, session.purpose) == ("Clearer letters", "People can read them")
        days = days_of(window.desk.workspace, session.id)
        assert [one.day for one in days] == [dt.date(2027, 3, 18), dt.date(2027, 3, 19)]
        assert {(one.starts, one.ends) for one in days} == {(dt.time(9, 30), dt.time(16))}
        records = window.desk.workspace
        assert organisation_name(records, session.lead_agency) == "New Agency"
        names = [organisation_name(records, one) for one in session.organisations]
        assert names == ["Eden Valley Trust", "New Agency"]
        assert len(records.find(Organisation)) == 2
        assert session.facilitators[0] == known
        assert len(records.find(Person)) == 2
        assert window.desk.door.can_undo == "Begin a session"
        window.undo()
        assert not records.find(Session)
        assert len(records.find(Person)) == 1
        assert len(records.find(Organisation)) == 1
        assert new_page(window).fields.title.text() == ""


def test_without_a_title_nothing_is_begun(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        page = new_page(window)
        page.fields.title.set_text("  \n ")
        page.begin.click()
        assert window.stack.key == "new_session"
        assert not window.desk.workspace.find(Session)


def test_a_draft_outlives_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        page = new_page(window)
        page.fields.title.setFocus()
        qtbot.keyClicks(page.fields.title, "Half a thou")
        qtbot.keyClicks(page.fields.days.rows[0].day.line, "the Tuesday after")
        qtbot.keyClicks(page.fields.facilitators.line, "Win")
    with window_on(tmp_path) as window:
        assert window.stack.key == "new_session"
        page = new_page(window)
        assert page.fields.title.text() == "Half a thou"
        assert page.fields.days.rows[0].day.text() == "the Tuesday after"
        assert page.fields.facilitators.typed() == "Win" or [
            one.name for one in page.fields.facilitators.names()
        ] == ["Win"]
        page.clear.click()
        assert page.fields.title.text() == ""


def test_unlikely_days_are_asked_about_never_changed(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        page = new_page(window)
        page.fields.title.set_text("Letters")
        page.fields.days.add.click()
        first, second = page.fields.days.rows
        first.day.choose(dt.date(2019, 3, 14))
        second.day.choose(dt.date(2010, 3, 14))
        asked = page.fields.days.questions()
        assert "before" in asked or "Did you mean" in asked
        page.begin.click()
        days = days_of(window.desk.workspace, only_session(window).id)
        assert {one.day for one in days} == {dt.date(2019, 3, 14), dt.date(2010, 3, 14)}


def test_the_day_after_is_offered_next_and_a_day_can_go(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        editor = new_page(window).fields.days
        editor.rows[0].day.choose(dt.date(2027, 12, 31))
        editor.add.click()
        assert editor.rows[1].day.value() == dt.date(2028, 1, 1)
        editor.rows[0].remove.click()
        assert [row.day.value() for row in editor.rows] == [dt.date(2028, 1, 1)]


@pytest.mark.parametrize("text", [NAUGHTY, "x" * 10_000, "\x00\r\n\u2029\u202e"])
def test_every_field_gives_back_what_was_typed(text: str, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters")
        window.open_session(session, "details")
        fields = details(window).fields
        for field in (fields.title, fields.purpose, fields.venue):
            field.setFocus()
            field.set_text(text)
            field._unsaved = True
            field.flush()
        known = window.desk.workspace.get(Session, session)
        assert known is not None
        assert (known.title, known.purpose, known.venue) == (text, text, text)
    with window_on(tmp_path) as window:
        fields = details(window).fields
        assert (fields.title.text(), fields.purpose.text(), fields.venue.text()) == (
            text,
            text,
            text,
        )


def test_days_are_kept_as_they_are_typed(qtbot: QtBot, tmp_path: Path) -> None:
    day = dt.date(2027, 3, 18)
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters", day)
        window.open_session(session, "details")
        editor = details(window).fields.days
        editor.add.click()
        assert [one.day for one in days_of(window.desk.workspace, session)] == [day, day + DAY]
        assert [row.day.value() for row in editor.rows] == [day, day + DAY]
        editor.rows[1].day.choose(day + 7 * DAY)
        editor.rows[1].starts.setFocus()
        editor.rows[1].starts.line.selectAll()
        qtbot.keyClicks(editor.rows[1].starts.line, "10.15")
        editor.flush()
        kept = days_of(window.desk.workspace, session)[1]
        assert (kept.day, kept.starts) == (day + 7 * DAY, dt.time(10, 15))
        editor.rows[0].day.line.selectAll()
        qtbot.keyClicks(editor.rows[0].day.line, "whenever")
        editor.flush()
        assert days_of(window.desk.workspace, session)[0].day == day
        remove_day(window.desk.door, editor.rows[1].record)
        assert len(editor.rows) == 1
        window.undo()
        assert [row.day.value() for row in editor.rows][1] == day + 7 * DAY
    with window_on(tmp_path) as window:
        assert details(window).fields.days.rows[0].day.text() == "whenever"


def test_names_are_chosen_added_and_taken_out(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters")
        trust = ensure_organisation(window.desk.door, "Eden Valley Trust")
        window.open_session(session, "details")
        fields = details(window).fields
        fields.agency.line.setFocus()
        qtbot.waitUntil(fields.agency.line.hasFocus)
        qtbot.keyClicks(fields.agency.line, "valley")
        assert fields.agency.suggestions.offered() == ("Eden Valley Trust",)
        qtbot.keyClick(fields.agency.line, Qt.Key.Key_Down)
        qtbot.keyClick(fields.agency.line, Qt.Key.Key_Return)
        known = window.desk.workspace.get(Session, session)
        assert known is not None
        assert known.lead_agency == trust
        qtbot.keyClicks(fields.organisations.line, "Carers' Circle")
        qtbot.keyClick(fields.organisations.line, Qt.Key.Key_Return)
        known = window.desk.workspace.get(Session, session)
        assert known is not None
        assert len(known.organisations) == 1
        fields.facilitators._remove(fields.facilitators.names()[0])
        known = window.desk.workspace.get(Session, session)
        assert known is not None
        assert known.facilitators == ()
        window.undo()
        assert len(fields.facilitators.names()) == 1


def test_a_session_is_finished_and_goes_on(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters")
        window.open_session(session, "details")
        details(window).finish.click()
        assert only_session(window).finished
        assert details(window).finish.text() == "Carry on with the session"
        details(window).finish.click()
        assert not only_session(window).finished
        details(window).delete.click()
        assert window.stack.key == "home"
        window.undo()
        assert only_session(window).id == session


def test_a_date_is_said_back_in_full(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        day = dt.date(2027, 3, 18)
        window.open_session(begin(window.desk, "Letters", day), "details")
        assert details(window).fields.days.rows[0].day.text() == say_date(day)

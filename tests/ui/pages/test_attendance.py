"""Attendance through a real window: people added by keys, ticked in, and let in at the door."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import (
    Alike,
    Attendance,
    Coming,
    Consent,
    Person,
    Presence,
    Role,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services.attendance import add_to_list, presence_of, tick_in
from cps_desktop.services.list_kinds import ListKind
from cps_desktop.services.merging import said_two
from cps_desktop.services.people import add_person, organisations
from cps_desktop.services.person_needs import needs_of, set_need
from cps_desktop.services.register import register_view
from cps_desktop.services.sessions import add_day, create_session, days_of
from cps_desktop.ui.kit import Button
from cps_desktop.ui.pages_of_session.attendance import AttendancePage
from cps_desktop.ui.pages_of_session.attendance_table import FIRST_DAY
from cps_desktop.ui.pages_of_session.person_more import CONSENTS, NEEDS, REACH
from cps_desktop.ui.theme import TARGET, TARGET_LARGE
from cps_desktop.ui.theme_state import theme
from tests.ui.accessibility import read_out, small_targets, unnamed_controls
from tests.ui.pages.host import Host, session_in_alston, type_into


def _page(host: Host, session: RecordId = "") -> AttendancePage:
    page = AttendancePage(host, session or session_in_alston(host.desk))
    host.show_page(page)
    QTest.qWait(0)
    return page


def _names(page: AttendancePage) -> list[str]:
    return [row.name for row in page.table.model.rows()]


def _type(page: AttendancePage, name: str, *keys: Qt.Key) -> None:
    page.adding.name.setFocus()
    type_into(page.adding.name, name)
    for key in keys or (Qt.Key.Key_Return,):
        QTest.keyClick(page.adding.name, key)


def _click_cell(page: AttendancePage, row: int, column: int) -> None:
    rect = page.table.view.visualRect(page.table.model.index(row, column))
    QTest.mouseClick(
        page.table.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(rect.left() + 20, rect.center().y()),
    )


def test_people_are_added_one_after_the_other_by_keys_alone(host: Host) -> None:
    page = _page(host)
    page.adding.role.set_key(Role.CARER)
    page.adding.organisation.set_text("Carers Eden (sample)")
    for name in ("Ruth Hartley", "Aled Hughes", "Siân Roberts"):
        _type(page, name)
        assert page.adding.name.hasFocus()
        assert page.adding.name.text() == ""
    assert _names(page) == ["Aled Hughes", "Ruth Hartley", "Siân Roberts"]
    rows = page.table.model.rows()
    assert {row.role for row in rows} == {Role.CARER}
    assert {row.organisation for row in rows} == {"Carers Eden (sample)"}
    assert page.count_words.text() == "0 of 3 people are here"
    assert AttendancePage.count(host.desk, page.session) == "3"
    assert (
        sum(one.name == "Carers Eden (sample)" for one in organisations(host.desk.door.records))
        == 1
    )


def test_enter_adds_from_the_other_fields_too_and_an_empty_name_adds_nobody(host: Host) -> None:
    page = _page(host)
    QTest.keyClicks(page.adding.name, "Ruth Hartley")
    QTest.keyClick(page.adding.role, Qt.Key.Key_Return)
    QTest.keyClicks(page.adding.name, "Tom Nixon")
    QTest.keyClick(page.adding.organisation, Qt.Key.Key_Return)
    QTest.keyClick(page.adding.name, Qt.Key.Key_Return)
    assert _names(page) == ["Ruth Hartley", "Tom Nixon"]
    assert host.faults == []


def test_a_known_person_is_suggested_and_chosen_by_keys(host: Host) -> None:
    known = add_person(host.desk.door, name="Zofia Łąka", role=Role.STAFF)
    page = _page(host)
    page.adding.name.setFocus()
    QTest.keyClicks(page.adding.name, "laka")
    assert page.adding.people.offered() == ("Zofia Łąka",)
    QTest.keyClick(page.adding.name, Qt.Key.Key_Down)
    QTest.keyClick(page.adding.name, Qt.Key.Key_Return)
    assert [row.person for row in page.table.model.rows()] == [known]
    assert page.table.model.rows()[0].role == Role.STAFF
    QTest.keyClicks(page.adding.name, "zofia")
    assert page.adding.people.offered() == (), "who is on the list is not offered again"


def test_escape_puts_suggestions_away_and_enter_then_adds_what_was_typed(host: Host) -> None:
    add_person(host.desk.door, name="Ruth Hartley")
    page = _page(host)
    page.adding.name.setFocus()
    QTest.keyClicks(page.adding.name, "Ruth")
    assert page.adding.people.offered() == ("Ruth Hartley",)
    QTest.keyClick(page.adding.name, Qt.Key.Key_Escape)
    assert page.adding.people.offered() == ()
    QTest.keyClick(page.adding.name, Qt.Key.Key_Return)
    assert _names(page) == ["Ruth"]


def test_the_same_name_is_asked_about_and_holds_nobody_up(host: Host) -> None:
    known = add_person(host.desk.door, name="Aled Hughes", role=Role.CARER)
    page = _page(host)
    _type(page, "Aled Hughes")
    assert _names(page) == ["Aled Hughes"], "added at once, whatever the answer"
    assert page.table.model.rows()[0].person != known
    panel = page.adding.question.panel
    assert panel is not None
    assert panel.accessibleName() == "Is this the same Aled?"
    _tick(page, 0, page.table.days[0])
    panel.buttons[0].click()
    rows = page.table.model.rows()
    assert [row.person for row in rows] == [known]
    assert rows[0].days[0].here, "the tick went over with the person"
    assert [one.id for one in host.desk.door.records.find(Person)] == [known]
    host.desk.door.undo()
    assert [row.person for row in page.table.model.rows()] != [known]


def test_somebody_else_of_the_same_name_stays_somebody_else(host: Host) -> None:
    add_person(host.desk.door, name="Aled Hughes")
    page = _page(host)
    _type(page, "Aled Hughes")
    panel = page.adding.question.panel
    assert panel is not None
    panel.buttons[1].click()
    assert page.adding.question.panel is None
    known, newcomer = (one.id for one in host.desk.door.records.find(Person))
    assert said_two(host.desk.door.records, Alike.PERSON, known, newcomer), "nobody asks again"


def _tick(page: AttendancePage, row: int, day: RecordId) -> None:
    page.table.view.setCurrentIndex(
        page.table.model.index(row, FIRST_DAY + page.table.days.index(day))
    )
    QTest.keyClick(page.table.view, Qt.Key.Key_Space)


def test_space_ticks_in_with_the_time_and_takes_the_tick_away_again(host: Host) -> None:
    session = session_in_alston(host.desk)
    entry = add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    first, second = page.table.days
    _tick(page, 0, first)
    here = presence_of(host.desk.door.records, entry, first)
    assert here is not None
    assert (here.state, here.arrived) == (Presence.HERE, dt.time(9, 2))
    assert page.table.model.index(0, FIRST_DAY).data() == "Here 09:02"
    assert page.table.model.index(0, FIRST_DAY + 1).data() == "Not seen"
    assert page.count_words.text() == "1 of 1 person is here"
    _tick(page, 0, first)
    assert page.table.model.index(0, FIRST_DAY).data() == "Not seen"
    _tick(page, 0, second)
    assert page.table.model.index(0, FIRST_DAY + 1).data() == "Here", "tomorrow has no time yet"


def test_a_click_on_a_tick_ticks_and_a_click_on_a_name_does_not(host: Host) -> None:
    session = session_in_alston(host.desk)
    for name in ("Aled Hughes", "Ruth Hartley"):
        add_to_list(host.desk.door, session, name=name)
    page = _page(host, session)
    QTest.qWait(50)
    _click_cell(page, 1, FIRST_DAY)
    assert [row.days[0].here for row in page.table.model.rows()] == [False, True]
    _click_cell(page, 0, 0)
    assert [row.days[0].here for row in page.table.model.rows()] == [False, True]
    _click_cell(page, 1, FIRST_DAY)
    assert [row.days[0].here for row in page.table.model.rows()] == [False, False]


def test_a_double_click_on_a_tick_opens_no_details(host: Host) -> None:
    session = session_in_alston(host.desk)
    add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    QTest.qWait(50)
    view = page.table.view
    for column, opens in ((FIRST_DAY, False), (0, True)):
        rect = view.visualRect(page.table.model.index(0, column))
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
        QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
        assert bool(page.details.attendance) is opens


def test_apologies_are_a_word_of_their_own_and_coming_after_all_is_a_tick(host: Host) -> None:
    session = session_in_alston(host.desk)
    add_to_list(host.desk.door, session, name="Mark Thwaite", role=Role.SPONSOR)
    page = _page(host, session)
    page.table.choose(page.table.model.rows()[0].attendance)
    buttons = {one.text(): one for one in page.table.findChildren(Button)}
    buttons["Apologies"].click()
    assert page.table.model.index(0, FIRST_DAY).data() == "Apologies"
    assert page.mix_words.text() == "1 sent apologies. "
    _tick(page, 0, page.table.days[0])
    assert page.table.model.index(0, FIRST_DAY).data() == "Here 09:02"
    assert page.mix_words.text() == "0 lay people and 1 staff came."


def test_the_list_sorts_and_filters_and_marks_walk_ins(host: Host) -> None:
    session = session_in_alston(host.desk)
    door = host.desk.door
    add_to_list(door, session, name="Aled Hughes", role=Role.STAFF)
    late = add_to_list(door, session, name="Tom Nixon", role=Role.PUBLIC, coming=Coming.WALK_IN)
    add_to_list(door, session, name="Zofia Łąka", role=Role.CARER)
    tick_in(door, late, days_of(door.records, session)[0].id)
    page = _page(host, session)
    page.table.sort_by(FIRST_DAY)
    assert _names(page)[0] == "Tom Nixon"
    page.table.sort_by(0, descending=True)
    assert _names(page) == ["Zofia Łąka", "Tom Nixon", "Aled Hughes"]
    QTest.keyClicks(page.table.filter, "walk-in")
    assert _names(page) == ["Tom Nixon"]
    QTest.keyClick(page.table.filter, Qt.Key.Key_Escape)
    assert len(_names(page)) == 3


def test_a_persons_data_is_reached_from_their_details(host: Host) -> None:
    session = session_in_alston(host.desk)
    add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    row = page.table.model.rows()[0]
    page.details.open_for(row, register_view(host.desk.door.records, session))
    page.details.data.click()
    assert host.opened[-1] == ("person_data", row.person)


def test_details_keep_themselves_as_they_are_typed(host: Host) -> None:
    session = session_in_alston(host.desk)
    entry = add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    page.table.choose(entry)
    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    details = page.details
    assert details.attendance == entry
    assert details.name.hasFocus()
    QTest.keyClicks(details.known_as, "Ruthie")
    more = details.more
    more.folds[NEEDS].set_unfolded(True)
    more.folds[REACH].set_unfolded(True)
    type_into(more.needs.words, "Hearing loop.\nNo nuts.")
    QTest.keyClicks(more.phone, "01434 000000")
    QTest.keyClicks(details.organisation, "Carers Eden (sample)")
    day = details.day_fields(page.table.days[0])
    QTest.keyClicks(day.arrived.line, "930")
    QTest.keyClicks(day.left.line, "3pm")
    page.leave()
    person = host.desk.door.records.find(Person)[0]
    assert (person.known_as, person.phone) == ("Ruthie", "01434 000000")
    assert person.needs == "Hearing loop.\nNo nuts."
    row = register_view(host.desk.door.records, session).rows[0]
    assert row.organisation == "Carers Eden (sample)"
    assert (row.days[0].arrived, row.days[0].left) == (dt.time(9, 30), dt.time(15))
    assert page.table.model.index(0, FIRST_DAY).data() == "Here 09:30–15:00"
    assert day.arrived.text() == "930", "what was typed is not rewritten under the fingers"
    QTest.keyClick(details, Qt.Key.Key_Escape)
    assert page.details.attendance == ""
    assert page.table.view.hasFocus()


def test_sensitive_fields_say_why_they_are_asked(host: Host) -> None:
    session = session_in_alston(host.desk)
    add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    page.details.open_for(
        page.table.model.rows()[0], register_view(page.desk.door.records, session)
    )
    more = page.details.more
    for field, why in (
        (more.needs.words, "so that the room, the food and the papers suit them"),
        (more.needs.choice, "it is not on the register or at the door"),
        (more.email, "Only if they wish"),
        (more.phone, "Only if they wish"),
        (more.contact, "Only if they wish"),
        (more.emergency, "whom to ring if they are taken ill"),
        (more.under_18, "an adult has to be responsible"),
        (more.adult, "Who looks after them"),
        (more.community, "which places were heard"),
    ):
        assert why in field.accessibleDescription()
    assert not any(fold.unfolded for fold in more.folds.values()), "asked only where it is wanted"


def test_needs_are_chosen_and_consents_kept_with_the_words_beside_the_list(host: Host) -> None:
    session = session_in_alston(host.desk)
    entry = add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    page.details.open_for(
        page.table.model.rows()[0], register_view(page.desk.door.records, session)
    )
    more = page.details.more
    more.folds[NEEDS].set_unfolded(True)
    more.folds[CONSENTS].set_unfolded(True)
    choice = more.needs.choice
    choice.set_key("interpreter")
    choice.chosen.emit("interpreter")
    detail = more.needs.rows["interpreter"].detail
    assert detail is not None
    assert detail.hasFocus(), "the language is asked at once"
    QTest.keyClicks(detail, "Polish")
    choice.chosen.emit("vegan")
    assert list(more.needs.rows) == ["interpreter", "vegan"]
    assert choice.findData("vegan") < 0, "what is chosen is not offered again"
    person = page.table.model.rows()[0].person
    assert needs_of(host.desk.workspace, person) == {"interpreter": "Polish", "vegan": ""}
    more.needs.rows["vegan"].away.click()
    assert list(needs_of(host.desk.workspace, person)) == ["interpreter"]
    photographs = more.consents.purposes[1]
    assert photographs.standing.text() == "Not asked yet"
    photographs.yes.click()
    assert photographs.standing.text() == "Said yes on Thursday 18 March 2027"
    photographs.no.click()
    assert photographs.standing.text() == "Said no on Thursday 18 March 2027"
    assert [one.wording for one in host.desk.workspace.find(Consent)] == [
        photographs.purpose.wording
    ] * 2
    assert page.table.model.rows()[0].needs, "the list knows that something is needed"
    assert "Polish" not in " ".join(name for _role, name in read_out(page.table))
    assert page.details.attendance == entry


LIST = (
    "Participant,Capacity,Organisation,E-mail,Shoe size\n"
    "Ruth Hartly,Carer,,,4\nZofia Łąka,Staff,Hub (sample),zofia@example.invalid,5\n"
    "Zofia Łąka,Staff,Hub (sample),zofia@example.invalid,5\n,,,nobody@example.invalid,\n"
)


def test_a_list_is_looked_at_and_brought_in_as_one_step(host: Host, tmp_path: Path) -> None:
    session = session_in_alston(host.desk)
    add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    page.bring_in.click()
    view = page.list_in
    assert view.choose.hasFocus()
    path = tmp_path / "invited.csv"
    path.write_bytes(b"PK\x03\x04 no spreadsheet")
    view.read_file(path)
    assert view.problem.text().startswith("“invited.csv” is damaged")
    assert view.choose.isVisible()
    view.pasted.set_text(LIST)
    view.look.click()
    assert not view.problem.text()
    assert [one.key() for one in view.meanings] == ["name", "role", "organisation", "email", ""]
    assert view.summary.text() == (
        "2 people would come onto the list, 2 of them new; "
        "1 is perhaps known already: please look; 1 line stood in it twice."
    )
    assert "No name stands in line 5" in view.remarks.text()
    assert [one.words for one in view.lines()] == [
        "New, or Ruth Hartley (on this list)?", "New", "Stands in it twice",
    ]  # fmt: skip
    view.table.choose(view.lines()[0].match.guest.line)
    view.same.click()
    assert view.lines()[0].words == "Is Ruth Hartley (on this list)"
    view.table.choose(view.lines()[1].match.guest.line)
    view.leave_out.click()
    assert view.lines()[1].words == "Left out"
    view.leave_out.click()
    view.meanings[3].set_key("")
    view.meanings[3].setCurrentIndex(0)
    view.meanings[3].chosen.emit("")
    assert "E-mail" not in view.meaning._title
    view.table.choose(2)
    view.same.click()
    assert host.desk.door.can_undo != "Bring in a list"
    view.bring.click()
    assert _names(page) == ["Ruth Hartley", "Zofia Łąka"]
    assert page.adding.name.isVisible(), "back on the list"
    people = {one.name: one for one in host.desk.workspace.find(Person)}
    assert set(people) == {"Ruth Hartley", "Zofia Łąka"}
    assert people["Zofia Łąka"].email == "", "a column that was left out is left out"
    assert host.desk.door.can_undo == "Bring in a list"
    host.desk.door.undo()
    assert _names(page) == ["Ruth Hartley"]


def test_the_list_is_given_to_other_programs(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_in_alston(host.desk)
    add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    target = tmp_path / "people"
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_args: (str(target), "")
    )
    page.give.make(ListKind.CSV)
    assert (tmp_path / "people.csv").read_bytes().startswith(b'\xef\xbb\xbf"Name","Known as"')
    assert host.said[-1].startswith("Saved as people.csv. It holds names")
    host.desk.door.undo()
    page.give.make(ListKind.CSV)
    assert "Nobody is on the list yet" in host.faults[-1]


def test_what_is_to_be_got_ready_is_ticked_and_the_door_shows_none_of_it(host: Host) -> None:
    session = session_in_alston(host.desk)
    for name, language in (("Ruth Hartley", "Polish"), ("Aled Hughes", "polish")):
        person = add_person(host.desk.door, name=name)
        set_need(host.desk.door, person, "interpreter", detail=language)
        add_to_list(host.desk.door, session, person=person)
    page = _page(host, session)
    QTest.mouseClick(page.switch.findChildren(Button)[2], Qt.MouseButton.LeftButton)
    ready = page.ready_view
    assert ready.count.text() == "0 of 1 thing is ready for 2 people"
    tick = ready.things[0].tick
    assert tick.text() == "Interpreter: Polish × 2"
    assert tick.hasFocus()
    QTest.keyClick(tick, Qt.Key.Key_Space)
    assert ready.count.text() == "1 of 1 thing is ready for 2 people"
    assert ready.things[0].tick is tick, "the keyboard stays where it was"
    host.desk.door.undo()
    assert not tick.isChecked()
    QTest.keyClick(tick, Qt.Key.Key_Escape)
    assert page.switch.chosen() == 0
    page.switch.findChildren(Button)[1].click()
    QTest.keyClicks(page.door_view.search, "r")
    said = " ".join(name for _role, name in read_out(page.door_view))
    assert "Ruth" in said
    assert "olish" not in said
    set_need(host.desk.door, page._view.rows[0].person, "hearing-loop")
    assert len(ready.things) == 1, "what nobody sees is not counted at every tick"
    page.switch.findChildren(Button)[2].click()
    assert ready.count.text() == "0 of 2 things are ready for 2 people"


def test_one_field_of_before_goes_to_where_it_belongs_when_it_is_touched(host: Host) -> None:
    session = session_in_alston(host.desk)
    person = add_person(
        host.desk.door, name="Ruth Hartley", contact="01632 960010, ruth@example.invalid"
    )
    add_to_list(host.desk.door, session, person=person)
    page = _page(host, session)
    page.details.open_for(
        page.table.model.rows()[0], register_view(page.desk.door.records, session)
    )
    more = page.details.more
    more.folds[REACH].set_unfolded(True)
    assert (more.phone.text(), more.email.text()) == ("01632 960010", "ruth@example.invalid")
    QTest.keyClicks(more.contact, "evenings")
    page.leave()
    known = host.desk.workspace.get(Person, person)
    assert known is not None
    assert (known.phone, known.email, known.contact) == (
        "01632 960010", "ruth@example.invalid", "evenings",
    )  # fmt: skip
    more.under_18.click()
    assert not more._adult_row.isHidden()
    assert host.desk.workspace.find(Person)[0].under_18


def test_a_name_is_never_emptied_and_what_is_no_time_is_never_kept(host: Host) -> None:
    session = session_in_alston(host.desk)
    entry = add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    details = page.details
    details.open_for(page.table.model.rows()[0], register_view(page.desk.door.records, session))
    details.name.selectAll()
    QTest.keyClick(details.name, Qt.Key.Key_Delete)
    day = details.day_fields(page.table.days[0])
    QTest.keyClicks(day.arrived.line, "after lunch")
    page.leave()
    assert host.desk.door.records.find(Person)[0].name == "Ruth Hartley"
    assert "needs a name" in details.name.accessibleDescription()
    assert presence_of(host.desk.door.records, entry, page.table.days[0]) is None
    assert day.arrived.text() == "after lunch"


@pytest.mark.parametrize("by_key", [True, False])
def test_taking_somebody_off_the_list_can_be_undone(host: Host, by_key: bool) -> None:
    session = session_in_alston(host.desk)
    entry = add_to_list(host.desk.door, session, name="Ruth Hartley")
    tick_in(host.desk.door, entry, days_of(host.desk.door.records, session)[0].id)
    page = _page(host, session)
    if by_key:
        page.table.choose(entry)
        QTest.keyClick(page.table.view, Qt.Key.Key_Delete)
    else:
        page.details.open_for(
            page.table.model.rows()[0], register_view(page.desk.door.records, session)
        )
        page.details.remove.click()
    assert _names(page) == []
    assert host.said[-1] == "Ruth Hartley is off the list."
    host.desk.door.undo()
    assert page.table.model.rows()[0].days[0].here


def test_the_door_ticks_in_by_any_part_of_a_name_and_clears(host: Host) -> None:
    session = session_in_alston(host.desk)
    for name in ("Ruth Hartley", "Zofia Łąka", "Aled Hughes"):
        add_to_list(
            host.desk.door, session, name=name, role=Role.PATIENT, organisation="Secret (sample)"
        )
    page = _page(host, session)
    QTest.mouseClick(page.switch.findChildren(Button)[1], Qt.MouseButton.LeftButton)
    door = page.door_view
    assert door.search.hasFocus()
    assert door.rows() == (), "nobody is shown before a name is sought"
    QTest.keyClicks(door.search, "aka")
    assert [row.text() for row in door.rows()] == ["Zofia Łąka"]
    QTest.keyClick(door.search, Qt.Key.Key_Return)
    assert door.search.text() == ""
    assert door.search.hasFocus()
    assert door.count.text() == "1 of 3 are here"
    assert door.said.text() == "Zofia Łąka is in."
    QTest.keyClicks(door.search, "h")
    QTest.keyClick(door.search, Qt.Key.Key_Down)
    QTest.keyClick(door.search, Qt.Key.Key_Return)
    lists = page.switch.findChildren(Button)
    lists[0].click()
    assert [row.name for row in page.table.model.rows() if row.days[0].here] == [
        "Ruth Hartley",
        "Zofia Łąka",
    ]
    lists[1].click()
    QTest.keyClicks(door.search, "ruth")
    QTest.keyClick(door.search, Qt.Key.Key_Return)
    assert door.said.text() == "Ruth Hartley is here already."
    said = " ".join(name for _role, name in read_out(door))
    assert "Secret" not in said
    QTest.keyClicks(door.search, "h")
    names = [row.accessibleName() for row in door.rows()]
    assert names == ["Aled Hughes, press to tick in", "Ruth Hartley, already here"]


def test_a_wrong_tick_at_the_door_is_taken_back(host: Host) -> None:
    session = session_in_alston(host.desk)
    add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    page.switch.findChildren(Button)[1].click()
    QTest.keyClicks(page.door_view.search, "ruth")
    QTest.mouseClick(page.door_view.rows()[0], Qt.MouseButton.LeftButton)
    assert page.door_view.count.text() == "1 of 1 person is here"
    page.door_view.undo.click()
    assert page.door_view.count.text() == "0 of 1 person is here"


def test_someone_new_at_the_door_needs_two_fields(host: Host) -> None:
    page = _page(host)
    page.switch.findChildren(Button)[1].click()
    door = page.door_view
    assert door.new_button.isVisible()
    QTest.keyClicks(door.search, "Olu Adeyemi")
    QTest.keyClick(door.search, Qt.Key.Key_Return)
    assert door.new.name.hasFocus()
    assert door.new.name.text() == "Olu Adeyemi"
    door.new.role.set_key(Role.PUBLIC)
    QTest.keyClick(door.new.name, Qt.Key.Key_Return)
    assert door.search.hasFocus()
    page.switch.findChildren(Button)[0].click()
    row = page.table.model.rows()[0]
    assert (row.name, row.coming, row.role) == ("Olu Adeyemi", Coming.WALK_IN, Role.PUBLIC)
    assert row.days[0].here
    page.switch.findChildren(Button)[1].click()
    assert door.new_button.isVisible()


def test_escape_backs_out_one_step_at_a_time(host: Host) -> None:
    page = _page(host)
    page.switch.findChildren(Button)[1].click()
    page.door_view.new_button.click()
    QTest.keyClick(page.door_view.new.name, Qt.Key.Key_Escape)
    assert page.door_view.search.hasFocus()
    QTest.keyClick(page.door_view.search, Qt.Key.Key_Escape)
    assert page.switch.chosen() == 0
    assert page.adding.name.isVisible()


def test_an_empty_list_says_what_to_do_and_no_day_says_where(host: Host) -> None:
    session = create_session(host.desk.door, title="Without a day")
    page = _page(host, session)
    said = [name for _role, name in read_out(page)]
    assert any(name.startswith("Nobody is on the list yet.") for name in said)
    page.no_day.buttons[0].click()
    assert host.opened == [("details", "")]
    page.switch.findChildren(Button)[1].click()
    assert not page.door_view.search.isEnabled()


def _days_shown(page: AttendancePage) -> list[str]:
    return [column.title for column in page.table.model.columns[FIRST_DAY:]]


def test_days_that_come_later_become_columns(host: Host) -> None:
    session = session_in_alston(host.desk, days=1)
    add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    assert _days_shown(page) == ["Thu 18 Mar"]
    add_day(host.desk.door, session, DayTimes(dt.date(2027, 3, 19)))
    assert _days_shown(page) == ["Thu 18 Mar", "Fri 19 Mar"]
    assert _names(page) == ["Ruth Hartley"]
    _tick(page, 0, page.table.days[1])
    assert page.table.model.rows()[0].days[1].here


def test_a_search_result_is_brought_into_view_and_remembered(host: Host) -> None:
    session = session_in_alston(host.desk)
    entry = add_to_list(host.desk.door, session, name="Ruth Hartley")
    add_to_list(host.desk.door, session, name="Aled Hughes")
    page = _page(host, session)
    page.go_to(host.desk.door.must_exist(Attendance, entry).person)
    assert page.place() == entry
    page.switch.findChildren(Button)[1].click()
    later = add_to_list(host.desk.door, session, name="Olu Adeyemi", coming=Coming.WALK_IN)
    page.go_to(later)
    assert page.place() == later, "who came while the door was in sight is on the list too"
    assert page.adding.name.isVisible()


@pytest.mark.parametrize(("name", "scale"), [("light", 100), ("contrast", 200)])
def test_everything_has_a_name_and_a_size_and_fits(
    host: Host, qtbot: QtBot, name: str, scale: int
) -> None:
    theme().set_theme(name)
    theme().set_scale(scale)
    session = session_in_alston(host.desk)
    for person in ("Ruth Hartley", "Aled Hughes"):
        add_to_list(host.desk.door, session, name=person)
    page = _page(host, session)
    for show in (_show_list, _show_details, _show_door, _show_new):
        show(page)
        QTest.qWait(60)
        assert unnamed_controls(host) == []
        assert small_targets(host, TARGET) == []
        shown = [one for one in host.findChildren(Button) if one.isVisible() and one.primary]
        assert len(shown) <= 1
        assert _cut_off(page) == []
    assert small_targets(page.door_view, TARGET_LARGE - 12) == []


def _show_list(page: AttendancePage) -> None:
    page.focus_name()


def _show_details(page: AttendancePage) -> None:
    row = page.table.model.rows()[0]
    page.details.open_for(row, register_view(page.desk.door.records, page.session))


def _show_door(page: AttendancePage) -> None:
    page.details.close_drawer()
    page.switch.findChildren(Button)[1].click()
    QTest.keyClicks(page.door_view.search, "a")


def _show_new(page: AttendancePage) -> None:
    page.door_view.new_button.click()


def _cut_off(page: QWidget) -> list[str]:
    """Buttons with less room than their words need."""
    return [
        f"{one.text()} {one.width()}<{one.sizeHint().width()}"
        for one in page.findChildren(Button)
        if one.isVisible() and one.width() < one.sizeHint().width()
    ]

"""The door through a real window: a queue of fifty, signatures, leaving, papers, full screen."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import (
    Attendance,
    AttendanceSignature,
    Coming,
    DayPart,
    DayPresence,
    Presence,
    Role,
    Session,
    SignInPage,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services.attendance import add_to_list, apologies, tick_in
from cps_desktop.services.facilitator_code import choose_code
from cps_desktop.services.paper_photos import SheetPhoto
from cps_desktop.services.people import change_person
from cps_desktop.services.person_needs import set_need
from cps_desktop.services.print_preview import Made
from cps_desktop.services.register import DayOfPerson, register_view
from cps_desktop.services.sessions import days_of
from cps_desktop.services.sign_in_photos import SignInPhoto, by_hand, kept_pages, read_sheets
from cps_desktop.services.sign_in_sheets import sign_in_bytes
from cps_desktop.services.standing_door import (
    UNTIL_NEXT,
    StandingDoor,
    says_for_s,
    standing_door,
)
from cps_desktop.ui.kit import Button
from cps_desktop.ui.pages_of_session.attendance import AttendancePage
from cps_desktop.ui.pages_of_session.attendance_door import DoorView
from cps_desktop.ui.pages_of_session.attendance_door_window import DoorWindow
from cps_desktop.ui.paper_back.sign_in_dialog import SignedSheetsDialog, SignInDialog
from cps_desktop.ui.theme import TARGET, TARGET_LARGE
from cps_desktop.ui.theme_state import theme
from tests.documents.photos import page as page_of
from tests.ui.accessibility import read_out, small_targets, unnamed_controls
from tests.ui.pages.host import Host, host_on, session_in_alston
from tests.ui.pages.waiting import ByHand

FIRST = ("Ada", "Bea", "Cai", "Dee", "Eve", "Fay", "Gus", "Hal", "Ida", "Joe")
LAST = ("Alston", "Brough", "Caldbeck", "Dufton", "Eamont")
SECRETS = ("Interpreter", "Polish", "peanut", "ring-me@example.invalid", "01632", "Carers Eden")


def _page(host: Host, session: RecordId) -> AttendancePage:
    page = AttendancePage(host, session)
    host.show_page(page)
    QTest.qWait(0)
    return page


def _door(page: AttendancePage) -> DoorView:
    page.switch.findChildren(Button)[1].click()
    return page.door_view


def _mark(host: Host, entry: RecordId) -> DayOfPerson:
    session = host.desk.workspace.find(Session)[0].id
    rows = register_view(host.desk.workspace, session).rows
    return next(row for row in rows if row.attendance == entry).days[0]


def _draw(door: DoorView, *way: tuple[int, int]) -> None:
    """A line with the mouse, as somebody signs."""
    paper = door.signing.box.paper
    button = Qt.MouseButton.LeftButton
    QTest.mousePress(paper, button, pos=QPoint(*way[0]))
    for spot in way[1:]:
        QTest.mouseMove(paper, QPoint(*spot))
    QTest.mouseRelease(paper, button, pos=QPoint(*way[-1]))


def _seek(door: DoorView, text: str, *keys: Qt.Key) -> None:
    """Typed where the keyboard is, whatever that is: nothing is clicked in a queue."""
    QTest.keyClicks(_held(door), text)
    for key in keys:
        QTest.keyClick(_held(door), key)


def _held(door: DoorView) -> QWidget:
    held: QWidget | None = door.window().focusWidget()
    assert held is not None
    return held


def test_a_queue_of_fifty_is_ticked_in_by_three_letters_and_a_key_each(host: Host) -> None:
    session = session_in_alston(host.desk)
    people = [f"{first} {last}" for last in LAST for first in FIRST]
    for number, name in enumerate(people):
        if number % 10 != 9:
            add_to_list(host.desk.door, session, name=name, role=Role.PATIENT)
    page = _page(host, session)
    door = _door(page)
    assert door.count.text() == "0 of 45 are here"
    for name in people:
        first, last = name.split()
        if first == "Joe":
            # Nobody of this name is on the list: Enter, a role if there is one, Enter.
            _seek(door, name, Qt.Key.Key_Return, Qt.Key.Key_Return)
        else:
            _seek(door, f"{first[:2].lower()} {last[0].lower()}", Qt.Key.Key_Return)
        assert door.search.text() == ""
    assert door.count.text() == "50 of 50 are here"
    view = register_view(host.desk.workspace, session)
    assert sorted(row.name for row in view.rows if row.days[0].here) == sorted(people)
    walked = [row.name for row in view.rows if row.coming == Coming.WALK_IN]
    assert sorted(walked) == [f"Joe {last}" for last in LAST]
    assert len(host.desk.workspace.find(DayPresence)) == 50
    _seek(door, "ada al", Qt.Key.Key_Return)
    assert door.said.text() == "Ada Alston is here already."
    assert host.faults == []


def test_people_leave_by_the_same_keys_and_come_back(host: Host) -> None:
    session = session_in_alston(host.desk)
    entries = [add_to_list(host.desk.door, session, name=one) for one in ("Ada Alston", "Bea Fell")]
    page = _page(host, session)
    door = _door(page)
    _seek(door, "ada", Qt.Key.Key_Return)
    QTest.keyClick(door.search, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert door.leaving
    assert not door.new_button.isVisible()
    _seek(door, "bea", Qt.Key.Key_Return)
    assert door.rows() == (), "who did not come cannot leave"
    assert door._hint.text() == "Nobody who was ticked in is called this."
    door.search.set_text("")
    _seek(door, "ada")
    assert door.rows()[0].accessibleName() == "Ada Alston, here, press when they leave"
    QTest.keyClick(door.search, Qt.Key.Key_Return)
    assert door.said.text() == "Ada Alston has left."
    assert door.count.text() == "0 are here now, 1 of 2 came"
    assert _mark(host, entries[0]).gone
    _seek(door, "ada", Qt.Key.Key_Return)
    assert door.said.text() == "Ada Alston has left already."
    door.undo.click()
    assert not _mark(host, entries[0]).gone
    _seek(door, "ada", Qt.Key.Key_Return)
    QTest.keyClick(door.search, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    _seek(door, "ada")
    assert door.rows()[0].accessibleName() == "Ada Alston, has left, press when they are back"
    QTest.keyClick(door.search, Qt.Key.Key_Return)
    assert door.said.text() == "Ada Alston is back."
    assert not _mark(host, entries[0]).gone
    door.undo.click()
    assert _mark(host, entries[0]).gone
    host.desk.door.undo()
    assert not _mark(host, entries[0]).gone
    # Who sent word and comes after all, and was taken for somebody else: the word stands again.
    apologies(host.desk.door, entries[1], days_of(host.desk.workspace, session)[0].id)
    _seek(door, "bea", Qt.Key.Key_Return)
    assert _mark(host, entries[1]).here
    door.undo.click()
    assert _mark(host, entries[1]).state == Presence.APOLOGIES


def test_somebody_signs_at_the_door_on_screen_or_paper_and_the_next_finds_nothing(
    host: Host,
) -> None:
    session = session_in_alston(host.desk)
    names = ("Ada Alston", "Bea Fell", "Cai Hope")
    entries = [add_to_list(host.desk.door, session, name=one) for one in names]
    page = _page(host, session)
    door = _door(page)
    door.ask_signature.click()
    door.search.setFocus()
    _seek(door, "ada", Qt.Key.Key_Return)
    assert door.signing.who.text() == "Ada Alston came on Thursday 18 March 2027"
    assert not door.search.isVisible(), "nobody is looked for over somebody's shoulder"
    assert door.signing.box.paper.hasFocus()
    QTest.keyClick(door.signing.box.paper, Qt.Key.Key_Return)
    assert door.signing.problem.isVisible()
    _draw(door, (40, 60), (80, 30), (120, 70))
    QTest.keyClick(door.signing.box.paper, Qt.Key.Key_Return)
    assert door.said.text() == "Ada Alston is in, and has signed."
    assert door.search.hasFocus()
    (given,) = host.desk.workspace.find(AttendanceSignature)
    assert (given.attendance, given.signing) == (entries[0], "screen")
    assert given.strokes.count(",") >= 3
    _seek(door, "bea", Qt.Key.Key_Return)
    assert door.signing.box.strokes() == "", "nothing is left of whoever signed before"
    door.signing.on_paper.emit()
    assert _mark(host, entries[1]).signed == "paper"
    door.undo.click()
    assert _mark(host, entries[1]).signed == ""
    _seek(door, "cai", Qt.Key.Key_Return)
    QTest.keyClick(door.signing.box.paper, Qt.Key.Key_Escape)
    assert door.search.hasFocus()
    assert (_mark(host, entries[2]).here, _mark(host, entries[2]).signed) == (True, "")
    _seek(door, "ada", Qt.Key.Key_Return)
    assert door.search.isVisible(), "who has signed is not asked again"


def _with_secrets(host: Host) -> tuple[RecordId, RecordId]:
    session = session_in_alston(host.desk)
    entry = add_to_list(
        host.desk.door, session, name="Ada Alston", organisation="Carers Eden (sample)"
    )
    person = host.desk.door.must_exist(Attendance, entry).person
    set_need(host.desk.door, person, "interpreter", detail="Polish")
    change_person(
        host.desk.door,
        person,
        needs="peanuts",
        email="ring-me@example.invalid",
        phone="01632 960010",
        emergency_contact="Bob, 01632 960011",
    )
    return session, entry


def test_the_door_on_the_whole_screen_reaches_nothing_else(host: Host, qtbot: QtBot) -> None:
    session, entry = _with_secrets(host)
    choose_code(host.desk.workspace, "4711")
    day = days_of(host.desk.workspace, session)[0].id
    tick_in(host.desk.door, add_to_list(host.desk.door, session, name="Adam Fell"), day)
    page = _page(host, session)
    _door(page)
    page.door_view.ask_signature.click()
    door = page.fill_screen()
    assert door is not None
    qtbot.addWidget(door)
    try:
        assert host.isHidden()
        assert door.door.ask_signature.isChecked(), "as it was chosen on the page"
        door.door.ask_signature.click()
        assert door.isFullScreen()
        qtbot.waitUntil(door.door.search.hasFocus)
        _seek(door.door, "ada")
        said = " ".join(name for _role, name in read_out(door))
        assert "Ada Alston" in said
        assert "09:02" not in said, "when somebody else came is nobody's business"
        assert not [one for one in SECRETS if one in said]
        for key in (Qt.Key.Key_F1, Qt.Key.Key_F5, Qt.Key.Key_F6, Qt.Key.Key_Escape):
            QTest.keyClick(door.door.search, key)
        for key in (Qt.Key.Key_K, Qt.Key.Key_Z, Qt.Key.Key_F, Qt.Key.Key_W, Qt.Key.Key_Q):
            QTest.keyClick(door.door.search, key, Qt.KeyboardModifier.ControlModifier)
        door.close()
        QApplication.processEvents()
        seen = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        assert seen == [door]
        assert "Leave the door" in door.problem.text()
        door.door.search.set_text("ada a")
        QTest.keyClick(door.door.search, Qt.Key.Key_Return)
        assert _mark(host, entry).here
        assert door.door.count.text() == "2 of 2 are here"
        door.door.new_button.click()
        door.door.new.role.showPopup()
        QApplication.processEvents()
        listed = door.door.new.role.view()
        assert listed.isVisible(), "a role can be chosen with the mouse, too"
        QTest.keyClick(listed, Qt.Key.Key_Down)
        QTest.keyClick(listed, Qt.Key.Key_Return)
        assert door.door.new.role.key() != ""
    finally:
        door.leave.click()
        _type(door, "4711")
    qtbot.waitUntil(host.isVisible)
    assert not [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is door]


def test_only_the_code_leads_back_from_the_door_where_there_is_one(
    host: Host, qtbot: QtBot
) -> None:
    session, _entry = _with_secrets(host)
    words = choose_code(host.desk.workspace, "4711")
    page = _page(host, session)
    _door(page)
    door = page.fill_screen()
    assert door is not None
    qtbot.addWidget(door)
    try:
        door.leave.click()
        assert not door.door.isVisible(), "nobody's name while somebody types a code"
        qtbot.waitUntil(door.code.field.line.hasFocus)
        _type(door, "1234")
        assert door.code.told.text() == "That is not it."
        QTest.keyClick(door.code.field.line, Qt.Key.Key_Escape)
        qtbot.waitUntil(door.door.search.hasFocus)
        door.leave.click()
        _type(door, words)
    finally:
        if door.isVisible():
            door.end()
    qtbot.waitUntil(host.isVisible)
    again = page.fill_screen()
    assert again is not None
    qtbot.addWidget(again)
    again.leave.click()
    _type(again, "4711")
    qtbot.waitUntil(host.isVisible)


def _press(field: QWidget, keys: str) -> None:
    pressed = QKeySequence(keys)[0]  # type: ignore[index]
    QTest.keyClick(field, pressed.key(), pressed.keyboardModifiers())


def _names_in_sight(door: DoorWindow) -> str:
    return " ".join(name for _role, name in read_out(door))


def test_the_next_in_the_queue_sees_nothing_of_the_last(host: Host, qtbot: QtBot) -> None:
    session = session_in_alston(host.desk)
    for name in ("Ada Alston", "Bea Fell", "Cai Hope"):
        add_to_list(host.desk.door, session, name=name)
    clock = ByHand()
    whole = DoorWindow(host.desk, StandingDoor(session), waits=clock.wait)
    qtbot.addWidget(whole)
    whole.resize(1366, 768)
    whole.show()
    QTest.qWaitForWindowActive(whole)
    door = whole.door
    door.start()
    _seek(door, "ada", Qt.Key.Key_Return)
    clock.go_on(3_900)
    assert "Ada Alston is in." in _names_in_sight(whole)
    clock.go_on(200)
    assert "Ada" not in _names_in_sight(whole)
    assert not door.undo.isVisible()
    # Whoever is on the way to take it back with the keyboard is not left with nothing.
    _seek(door, "bea", Qt.Key.Key_Return)
    door.undo.setFocus()
    clock.go_on(5_000)
    assert door.undo.isVisible()
    door.search.setFocus()
    _seek(door, "c")
    assert "Bea" not in _names_in_sight(whole), "the next letter ends it as well"
    assert "Cai Hope" in _names_in_sight(whole)
    clock.go_on(19_000)
    QTest.keyClick(door.search, Qt.Key.Key_Down)
    clock.go_on(19_000)
    assert "Cai Hope" in _names_in_sight(whole), "somebody is still choosing"
    clock.go_on(1_500)
    assert (door.search.text(), door.rows(), door.search.hasFocus()) == ("", (), True)
    assert "Cai" not in _names_in_sight(whole)
    door.says_for.changed.emit(UNTIL_NEXT)
    _seek(door, "cai", Qt.Key.Key_Return)
    clock.go_on(19_000)
    assert "Cai Hope is in." in _names_in_sight(whole)
    clock.go_on(1_500)
    assert "Cai" not in _names_in_sight(whole), "and even so not for ever"
    # Whoever leaves a name half typed, or the box to sign in, leaves nothing there.
    _seek(door, "Zoe Rigg", Qt.Key.Key_Return)
    clock.go_on(61_000)
    assert (door.new.name.text(), door.search.isVisible()) == ("", True)
    door.ask_signature.click()
    door.search.setFocus()
    _seek(door, "ada", Qt.Key.Key_Return)
    _draw(door, (40, 60), (80, 30), (120, 70))
    clock.go_on(59_000)
    assert door.signing.isVisible()
    clock.go_on(2_000)
    assert (door.signing.box.strokes(), door.signing.who.text()) == ("", "")
    assert "Ada" not in _names_in_sight(whole)
    # Nor is it to be had back by keys: neither what was deleted, nor what anybody copied.
    QApplication.clipboard().setText("what the facilitator copied")
    _seek(door, "Ada", Qt.Key.Key_Escape)
    door.new_button.click()
    QTest.keyClicks(door.new.name, "Zoe")
    door.new.name.selectAll()
    for keys in ("Ctrl+V", "Ctrl+X"):
        _press(door.new.name, keys)
    _press(door.new.name, "Ctrl+V")
    assert door.new.name.text() == "Zoe", "what somebody cut themselves they may put in again"
    _press(door.new.name, "Ctrl+A")
    QTest.keyClick(door.new.name, Qt.Key.Key_Delete)
    clock.go_on(61_000)
    for field, go in ((door.search, door.start), (door.new.name, door.new_button.click)):
        go()
        for keys in ("Ctrl+Z", "Ctrl+V"):
            _press(field, keys)
            assert field.text() == "", keys
    whole.end()


def test_two_of_one_name_are_told_apart_by_as_little_as_can_be(host: Host) -> None:
    session = session_in_alston(host.desk)
    door, named = host.desk.door, "Ada Alston"
    for of in ("Eden Carers (sample)", "", "Hub (sample)", "Hub (sample)"):
        add_to_list(door, session, name=named, organisation=of, role=Role.PATIENT)
    for _ in range(2):
        add_to_list(door, session, name="Bea Fell", organisation="Hub (sample)")
    first = add_to_list(door, session, name="Cai Hope", organisation="Hub (sample)")
    apologies(door, first)
    view = _door(_page(host, session))
    _seek(view, "ada")
    said = sorted(row.accessibleName() for row in view.rows())
    assert said == [
        "Ada Alston, Eden Carers (sample), press to tick in",
        "Ada Alston, Hub (sample), 1 of 2 on the list, press to tick in",
        "Ada Alston, Hub (sample), 2 of 2 on the list, press to tick in",
        "Ada Alston, press to tick in",
    ]
    view.search.set_text("")
    _seek(view, "bea")
    assert sorted(row.accessibleName() for row in view.rows()) == [
        "Bea Fell, 1 of 2 on the list, press to tick in",
        "Bea Fell, 2 of 2 on the list, press to tick in",
    ]
    view.search.set_text("")
    _seek(view, "cai")
    assert [row.accessibleName() for row in view.rows()] == ["Cai Hope, press to tick in"]
    shown = view.says_for
    shown.choice.set_key("8")
    shown.choice.chosen.emit("8")
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    assert view._last.for_s == says_for_s(host.desk.workspace) == 8


def test_a_door_left_standing_overnight_is_the_next_mornings(tmp_path: Path, qtbot: QtBot) -> None:
    with host_on(tmp_path) as (host, clock):
        session = session_in_alston(host.desk)
        entry = add_to_list(host.desk.door, session, name="Ada Alston")
        first, second = (one.id for one in days_of(host.desk.workspace, session))
        today = host.desk.door.today().isoformat()
        whole = DoorWindow(host.desk, StandingDoor(session, second, today))
        qtbot.addWidget(whole)
        whole.show()
        QTest.qWaitForWindowActive(whole)
        whole.door.start()
        _seek(whole.door, "ada", Qt.Key.Key_Return)
        (row,) = register_view(host.desk.workspace, session).rows
        assert [one.here for one in row.days] == [False, True], "the day somebody chose"
        whole.end()
        host.desk.door.undo()
        left = DoorWindow(host.desk, StandingDoor(session, first, today))
        qtbot.addWidget(left)
        left.show()
        QTest.qWaitForWindowActive(left)
        left.door.start()
        clock.later(24 * 3600)
        _seek(left.door, "ada", Qt.Key.Key_Return)
        (row,) = register_view(host.desk.workspace, session).rows
        assert [one.here for one in row.days] == [False, True]
        assert row.attendance == entry
        left.end()


def _type(door: DoorWindow, text: str) -> None:
    QTest.keyClicks(door.code.field.line, text)
    QTest.keyClick(door.code.field.line, Qt.Key.Key_Return)


def test_details_say_the_part_of_the_day_leaving_and_signing(host: Host) -> None:
    session = session_in_alston(host.desk)
    entry = add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    page.details.open_for(
        page.table.model.rows()[0], register_view(page.desk.door.records, session)
    )
    fields = page.details.day_fields(page.table.days[0])
    assert not fields.leaves.isVisible()
    assert not fields.part.isVisible()
    fields.presence.chosen.emit("here")
    assert fields.part.itemText(0) == "As the times say: whole day"
    fields.leaves.click()
    assert _mark(host, entry).gone
    assert fields.leaves.text() == "Is here still"
    assert fields.part.itemText(0) == "As the times say: morning"
    fields.leaves.click()
    assert not _mark(host, entry).gone
    fields.part.chosen.emit(DayPart.AFTERNOON)
    assert _mark(host, entry).part == DayPart.AFTERNOON
    assert fields.part.key() == DayPart.AFTERNOON
    fields.on_paper.click()
    assert fields.signed.text() == "✔ Signed on paper"
    assert not fields.sign.isVisible()
    assert page.mix_words.text().startswith("1 signed. ")
    fields.unsign.click()
    assert fields.signed.text() == "Not signed"
    dialog = fields.signing()
    assert not dialog.buttons["sign"].isEnabled()
    dialog.signature.paper.resize(400, 225)
    QTest.mousePress(dialog.signature.paper, Qt.MouseButton.LeftButton, pos=QPoint(30, 30))
    QTest.mouseMove(dialog.signature.paper, QPoint(90, 60))
    QTest.mouseRelease(dialog.signature.paper, Qt.MouseButton.LeftButton, pos=QPoint(90, 60))
    dialog.buttons["sign"].click()
    assert fields.signed.text() == "✔ Signed on screen"


def test_somebody_on_the_list_leaves_by_a_button_and_it_is_undone(host: Host) -> None:
    session = session_in_alston(host.desk)
    entry = add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    page.table.choose(entry)
    assert not page._gone.isEnabled()
    tick_in(host.desk.door, entry, page.table.days[0])
    assert page._gone.isEnabled()
    page._gone.click()
    assert page.count_words.text() == "1 of 1 person came, 1 has left"
    assert host.said[-1] == "Ruth Hartley has left."
    assert page._gone.text() == "Is here still"
    host.desk.door.undo()
    assert page.count_words.text() == "1 of 1 person is here"


def test_a_badge_is_asked_for_by_a_tick_and_says_what_its_owner_wants(host: Host) -> None:
    session = session_in_alston(host.desk)
    entry = add_to_list(host.desk.door, session, name="Siân Roberts", role=Role.CARER)
    page = _page(host, session)
    assert "Nobody on the list wants a badge" in _refused(host, page, page.papers.made_badges)
    page.details.open_for(
        page.table.model.rows()[0], register_view(page.desk.door.records, session)
    )
    badge = page.details.badge
    page.details.badge_fold.set_unfolded(True)
    assert not badge.name.isVisible()
    badge.wanted.click()
    assert badge.name.placeholderText() == "Siân Roberts"
    QTest.keyClicks(badge.name, "Shan")
    QTest.keyClicks(badge.said, "said SHARN")
    badge.role.click()
    page.leave()
    listed = host.desk.door.must_exist(Attendance, entry)
    assert (listed.badge, listed.badge_name, listed.badge_said, listed.badge_role) == (
        True, "Shan", "said SHARN", True,
    )  # fmt: skip
    made = page.papers.made_badges()
    assert (made.pages, made.name) == (1, "Badges - Making discharge letters clearer.pdf")


def _refused(host: Host, page: AttendancePage, make: Callable[[], Made]) -> str:
    page.papers._papers.save("Making it", make)
    return host.faults[-1]


def test_papers_are_offered_for_the_day_that_is_chosen(
    host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = session_in_alston(host.desk)
    add_to_list(host.desk.door, session, name="Ruth Hartley")
    page = _page(host, session)
    menu = page.papers.menu_of()
    assert [one.text() for one in menu.actions() if one.text()] == [
        "Print the sign-in sheet…", "Save the sign-in sheet…", "Print the badges…",
        "Save the badges…", "Bring in signed sheets…", "Look at signed sheets…",
    ]  # fmt: skip
    target = tmp_path / "sheet.pdf"
    monkeypatch.setattr(
        "PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *_args: (str(target), "")
    )
    page._day_chosen(page.table.days[1])
    made: Made = page.papers.made_sheet()
    assert made.title == "Sign-in sheet of Fri 19 Mar 2027 - Making discharge letters clearer"
    menu.actions()[1].trigger()
    assert target.read_bytes().startswith(b"%PDF")
    menu.deleteLater()


def test_a_signed_sheet_is_kept_with_whoever_is_ticked_beside_its_picture(
    host: Host, qtbot: QtBot, fonts: Path, tmp_path: Path
) -> None:
    session = session_in_alston(host.desk)
    entries = [add_to_list(host.desk.door, session, name=one) for one in ("Ada Alston", "Bea Fell")]
    day, later = (one.id for one in days_of(host.desk.workspace, session))
    found = host.desk.door.must_exist(Session, session)
    sheet = sign_in_bytes(host.desk, found, day, font_cache=fonts)
    out = io.BytesIO()
    page_of(sheet, 0, 130).save(out, "JPEG", quality=88)
    (photo,) = read_sheets(host.desk, session, out.getvalue(), "IMG_7.jpg", fonts)
    assert isinstance(photo, SignInPhoto)
    dialog = SignInDialog(host, session, photo)
    assert dialog.windowTitle() == "Signed sheet of Thursday 18 March 2027, page 1"
    assert [one.text() for one in dialog.ticks.values()] == ["Ada Alston", "Bea Fell"]
    dialog.ticks[entries[1]].click()
    dialog.buttons["keep"].click()
    assert [_mark(host, one).signed for one in entries] == ["", "paper"]
    assert len(host.desk.workspace.find(SignInPage)) == 1
    again = SignInDialog(host, session, photo)
    assert list(again.ticks) == [entries[0]], "who is noted is not asked about again"
    looked = SignedSheetsDialog(host, session)
    assert _pictures(looked) == [], "pictures are read beside the window"
    qtbot.waitUntil(lambda: not looked.beside.busy)
    assert _pictures(looked) == ["Signed sheet of Thursday 18 March 2027, page 1"]
    (away,) = looked.away.values()
    assert unnamed_controls(looked) == []
    away.click()
    assert looked.away == {}
    assert host.said[-1] == "The sheet of Thursday 18 March 2027, page 1 was taken away."
    host.desk.door.undo()
    assert len(kept_pages(host.desk.workspace, session)) == 1
    unknown = SignInDialog(host, session, by_hand(_plain(host, session, tmp_path)))
    assert unknown.windowTitle() == "Which day was this signed on?"
    unknown.day.set_key(later)
    unknown.buttons["keep"].click()
    assert [one.day for one in kept_pages(host.desk.workspace, session)] == [day, later]


def _pictures(dialog: SignedSheetsDialog) -> list[str]:
    labels = dialog.findChildren(QLabel)
    return [one.accessibleName() for one in labels if not one.pixmap().isNull()]


def _plain(host: Host, session: RecordId, folder: Path) -> SheetPhoto:
    """A photo on which no sheet is known."""
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "JPEG")
    (found,) = read_sheets(host.desk, session, out.getvalue(), "IMG_8.jpg", folder)
    assert isinstance(found, SheetPhoto)
    return found


@pytest.mark.parametrize(("name", "scale"), [("light", 100), ("contrast", 200)])
def test_the_door_has_names_and_sizes_and_fits(
    host: Host, qtbot: QtBot, name: str, scale: int
) -> None:
    theme().set_theme(name)
    theme().set_scale(scale)
    session, _entry = _with_secrets(host)
    page = _page(host, session)
    door = _door(page)
    for show in (_seeking, _signing, _new, _leaving):
        show(door)
        QTest.qWait(40)
        assert unnamed_controls(door) == []
        assert small_targets(door, TARGET) == []
        assert _cut_off(door) == []
    page.switch.findChildren(Button)[0].click()
    page.details.open_for(page.table.model.rows()[0], page._view)
    QTest.qWait(40)
    assert page.whole_page.verticalScrollBar().maximum() == 0, "heading and Close stay in sight"
    whole = DoorWindow(host.desk, StandingDoor(session))
    qtbot.addWidget(whole)
    whole.resize(1366, 768)
    whole.show()
    QTest.qWait(40)
    QTest.keyClicks(whole.door.search, "ada")
    QTest.qWait(40)
    around = whole.door._around()
    assert around is not None
    assert around.verticalScrollBar().maximum() == 0, "a match is seen without scrolling"
    assert unnamed_controls(whole) == []
    assert small_targets(whole, TARGET_LARGE - 12) == []
    assert _cut_off(whole) == []
    whole.end()


def _seeking(door: DoorView) -> None:
    QTest.keyClicks(door.search, "ada")


def _signing(door: DoorView) -> None:
    door.ask_signature.click()
    QTest.keyClick(door.search, Qt.Key.Key_Return)


def _new(door: DoorView) -> None:
    door.signing.put_away.emit()
    door.new_button.click()
    assert not door.search.isVisible(), "a new name is typed in one place"


def _leaving(door: DoorView) -> None:
    door.new.put_away.emit()
    door.way.findChildren(Button)[1].click()


def _cut_off(part: QWidget) -> list[str]:
    return [
        f"{one.text()} {one.width()}<{one.sizeHint().width()}"
        for one in part.findChildren(Button)
        if one.isVisible() and one.width() < one.sizeHint().width()
    ]


def test_a_door_without_its_session_still_goes_by_the_code_and_keeps_no_half_typed_one(
    host: Host, qtbot: QtBot
) -> None:
    workspace = host.desk.workspace
    choose_code(workspace, "4711")
    # As a version to come may write it, of a session that is not here.
    workspace.set_note("door on the whole screen", {"session": 7, "asks": "yes"})
    standing = standing_door(workspace)
    assert standing == StandingDoor("")
    clock = ByHand()
    whole = DoorWindow(host.desk, standing, waits=clock.wait)
    qtbot.addWidget(whole)
    whole.show()
    assert "not here any more" in whole.problem.text()
    assert not whole.door.search.isEnabled()
    whole.leave.click()
    QTest.keyClicks(whole.code.field.line, "471")
    clock.go_on(59_000)
    assert whole.code.field.text() == "471"
    clock.go_on(2_000)
    assert not whole.code.isVisible()
    assert whole.code.field.text() == "", "whoever comes next does not add the last digit"
    whole.leave.click()
    QApplication.clipboard().setText("what the facilitator copied")
    line = whole.code.field.line
    whole.code.field.findChildren(Button)[0].click()
    for keys in ("Ctrl+Z", "Ctrl+V", "Shift+Ins"):
        _press(line, keys)
        assert line.text() == "", f"{keys}: nor reads it, or anything else, with “Show”"
    whole.code.put_away.emit()
    whole.leave.click()
    assert line.echoMode() is line.EchoMode.Password
    with qtbot.waitSignal(whole.left):
        _type(whole, "4711")
    assert standing_door(workspace) is None

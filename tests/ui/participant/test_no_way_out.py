"""No key, menu, drop, dialogue, close or restart leads out of the participant view, or the door.

What is tried is gathered from the program itself: every shortcut of every page, every standard key
of the system, every part of the participants' window.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.domain.faults import InputRefused
from cps_desktop.services import planners
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.facilitator_code import choose_code
from cps_desktop.services.own_templates import keep_template
from cps_desktop.services.participant_view import ParticipantView, begin_view, view_in_force
from cps_desktop.services.standing_door import standing_door
from cps_desktop.ui import pages
from cps_desktop.ui.door_again import door_again
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import TextField
from cps_desktop.ui.pages_of_session.attendance import AttendancePage
from cps_desktop.ui.pages_of_session.attendance_door_window import DoorWindow
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.participant.leaving import LeaveSheet
from cps_desktop.ui.participant.start import resume_participant_view
from cps_desktop.ui.participant.window import ParticipantWindow
from cps_desktop.ui.shown_beside import BESIDE_PROPERTY
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window
from tests.ui.participant.asking import KINDS, button, every_kind
from tests.ui.window_on import begin, window_on

CODE = "2580"
SECRET = "Somebody's own words"
_ONLY_ON_SOME_KEYBOARDS = 0x01000060
"""Keys such as "Open" and "Find", which tests cannot type."""


class Room:
    """A facilitator's window, and participants in front of it."""

    def __init__(self, window: Window, planner: str) -> None:
        self.window = window
        self.planner = planner
        self.page = window.stack.key
        begin_view(window.desk.workspace, ParticipantView(planner))
        found = resume_participant_view(window)
        assert found is not None
        self.people: ParticipantWindow = found

    def assert_locked(self, tried: str) -> None:
        """Nothing but the participants' window is there, whatever was tried."""
        QApplication.processEvents()
        seen = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        assert seen == [self.people], f"{tried}: {seen}"
        assert self.window.isHidden(), tried
        assert self.people.isFullScreen(), tried
        assert self.window.stack.key == self.page, tried
        assert not self.window.help.isVisible(), tried
        assert view_in_force(self.window.desk.workspace) is not None, tried


def shortcuts_of(window: Window, bot: QtBot) -> list[QKeySequence]:
    """Every key the program knows, on every page it has, and every one the system knows."""
    session = window.stack.session
    for key, entry in pages.offered().items():
        if entry.in_session:
            window.open_session(session, key)
        else:
            window.open_page(key)
    window.open_session(session, "planner")
    bot.waitUntil(lambda: not any(one.busy for one in window.findChildren(Background)))
    everywhere = [window, *window.findChildren(QWidget)]
    found = [one.key() for one in window.findChildren(QShortcut)]
    found += [one for part in everywhere for each in part.actions() for one in each.shortcuts()]
    found += [one for each in window.findChildren(QAction) for one in each.shortcuts()]
    for standard in QKeySequence.StandardKey:
        found += QKeySequence.keyBindings(standard)
    found += [QKeySequence(f"F{number}") for number in range(1, 13)]
    found += [QKeySequence(one) for one in ("Alt+F4", "Ctrl+Q", "Alt+Space", "Menu", "Shift+F10")]
    return list({one.toString(): one for one in found}.values())


@contextmanager
def a_room(folder: Path) -> Iterator[Room]:
    with window_on(folder) as window:
        desk = window.desk
        keep_template(desk.door, every_kind())
        session = begin(desk, "The session's own title", dt.date(2027, 3, 18))
        planner = planners.add_planner(desk.door, session, every_kind())
        planners.add_note(desk.door, planner, "notes", SECRET)
        choose_code(desk.workspace, CODE)
        window.open_session(session, "planner")
        room = Room(window, planner)
        try:
            yield room
        finally:
            room.people.end()
            QApplication.processEvents()


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path / "work") as one:
        yield one


def press(people: QWidget, keys: QKeySequence) -> None:
    """Press it where the keyboard is, as the system would."""
    held: QWidget | None = people.focusWidget()
    where = held if held is not None else people
    for number in range(keys.count()):
        pressed = keys[number]  # type: ignore[index]
        key, held_down = pressed.key(), pressed.keyboardModifiers()
        if key < _ONLY_ON_SOME_KEYBOARDS:
            QTest.keyClick(where, key, held_down)
            continue
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(where, QKeyEvent(kind, key, held_down))


def every_page(room: Room, *only: str) -> Iterator[str]:
    """Each page participants can come to (or those named), on the screen."""
    way = room.people.pages
    for name, go in (
        ("welcome", way.welcome),
        *((f"question {number}", lambda n=number: way.question(n)) for number in range(len(KINDS))),
        ("last", way.last),
        ("sure", way.sure),
        ("thanks", way.thanks),
        ("easier", way.easier),
        ("switch", way.switch),
        ("code", way.facilitator),
        ("vote", way.vote),
    ):
        if not only or name in only:
            go()
            QApplication.processEvents()
            yield name


_GATHERED: list[QKeySequence] = []


def all_shortcuts(qtbot: QtBot, tmp_path: Path) -> list[QKeySequence]:
    """Gathered once for all tests of this file."""
    if not _GATHERED:
        with window_on(tmp_path / "all keys") as window:
            window.open_session(begin(window.desk, "Any", dt.date(2027, 3, 18)))
            _GATHERED.extend(shortcuts_of(window, qtbot))
    return _GATHERED


def test_no_key_of_the_program_or_the_system_leads_out(qtbot: QtBot, tmp_path: Path) -> None:
    shortcuts = all_shortcuts(qtbot, tmp_path)
    assert len(shortcuts) > 60
    known = {one.toString() for one in shortcuts}
    assert {"F1", "F5", "F6", "Ctrl+K", "Ctrl+F", "Ctrl+Z", "Ctrl+N"} <= known
    with a_room(tmp_path / "work") as room:
        try_all_keys(room, shortcuts)


def try_all_keys(room: Room, shortcuts: list[QKeySequence]) -> None:
    kept = room.window.desk.door.can_undo
    for page in every_page(room, "question 0", "easier", "code"):
        for keys in shortcuts:
            press(room.people, keys)
        room.assert_locked(f"{page}: every key")
    # Ctrl+Z took nothing back that was said before.
    found = planners.notes_in(room.window.desk.door.records, room.planner, "notes")
    assert found[0].text == SECRET
    assert kept


def menus_and_drops(around: QWidget, folder: Path) -> None:
    """Ask every part for a menu, and drop a file and words on it; nothing may be taken."""
    file = folder / "a bundle.cpsb"
    file.write_text("not a bundle")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    mime.setText("words from elsewhere")
    action, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    no_key = Qt.KeyboardModifier.NoModifier
    for part in [around, *around.findChildren(QWidget)]:
        menu = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, QPoint(2, 2), part.mapToGlobal(QPoint(2, 2))
        )
        QApplication.sendEvent(part, menu)
        enter = QDragEnterEvent(QPoint(2, 2), action, mime, left, no_key)
        enter.ignore()
        QApplication.sendEvent(part, enter)
        assert not enter.isAccepted()
        drop = QDropEvent(QPointF(2, 2), action, mime, left, no_key)
        drop.ignore()
        QApplication.sendEvent(part, drop)
        assert not drop.isAccepted()


def test_no_context_menu_and_no_drop_anywhere(room: Room, tmp_path: Path) -> None:
    before = room.window.desk.workspace.changes()
    for page in every_page(room):
        menus_and_drops(room.people, tmp_path)
        room.assert_locked(f"{page}: menus and drops")
    assert room.window.desk.workspace.changes() == before


def test_closing_is_refused_and_says_whom_to_ask(room: Room) -> None:
    for _ in range(3):
        assert not room.people.close()
    QApplication.sendEvent(room.people, QCloseEvent())
    room.people.showMinimized()
    room.people.showNormal()
    QTest.keyClick(room.people, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    room.assert_locked("closing")
    assert room.people.sheet is not None
    assert "facilitator" in room.people.sheet.told.text()


def test_whatever_window_would_open_goes_at_once(room: Room) -> None:
    window = room.window
    window.say("A stick was put in.", undo=True)
    window.report(InputRefused("A bundle came in from somebody."))
    window.open_search()
    window.show_help()
    window.people.open()
    window.room.toggle_blank()
    room.assert_locked("what the facilitator's window says")
    window.notices.put_away()

    answers: list[int] = []
    for dialog in (QDialog(window), QMessageBox(window), QFileDialog(None)):
        if isinstance(dialog, QFileDialog):
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        QTimer.singleShot(0, lambda one=dialog: answers.append(one.exec()))
        QApplication.processEvents()
        room.assert_locked(type(dialog).__name__)
        dialog.deleteLater()
    assert answers == [QDialog.DialogCode.Rejected] * 3
    menu = QMenu(window)
    menu.addAction("Open…")
    menu.popup(QPoint(5, 5))
    other = QWidget()
    other.show()
    room.assert_locked("menu and window")
    menu.deleteLater()
    other.deleteLater()


def test_the_rooms_window_stays_in_sight_and_takes_no_key(room: Room) -> None:
    beside = QWidget()
    beside.setProperty(BESIDE_PROPERTY, True)
    pressed: list[QEvent] = []

    class Button(QWidget):
        def mousePressEvent(self, event: QEvent) -> None:
            pressed.append(event)

        keyPressEvent = mousePressEvent

    inside = Button(beside)
    inside.resize(50, 50)
    beside.show()
    QApplication.processEvents()
    assert beside.isVisible()
    QTest.mouseClick(inside, Qt.MouseButton.LeftButton)
    QTest.keyClick(inside, Qt.Key.Key_Escape)
    assert pressed == []
    beside.hide()
    beside.deleteLater()
    room.assert_locked("the room's window")


def test_nothing_of_anybody_else_is_on_any_page(room: Room) -> None:
    from tests.ui.accessibility import read_out

    for page in every_page(room):
        if page == "vote":
            continue  # what is voted on has to be seen; the facilitator chose so
        said = " ".join(name for _role, name in read_out(room.people))
        assert SECRET not in said, page
        assert "The session" not in said, page


def test_what_the_facilitator_copied_is_not_to_be_had(room: Room) -> None:
    QApplication.clipboard().setText(SECRET)
    room.people.pages.question(0)
    QApplication.processEvents()
    field = room.people.focusWidget()
    assert isinstance(field, TextField)
    for keys in ("Ctrl+C", "Ctrl+X", "Ctrl+V"):
        press(room.people, QKeySequence(keys))
    assert field.text() == ""
    QTest.keyClicks(field, "Mine ")
    field.selectAll()
    for keys in ("Ctrl+C", "End", "Ctrl+V"):
        press(room.people, QKeySequence(keys))
    assert field.text() == "Mine Mine "


def test_a_voice_that_reads_does_not_say_the_code(room: Room) -> None:
    room.people.pages.facilitator()
    QApplication.processEvents()
    sheet = room.people.sheet
    assert isinstance(sheet, LeaveSheet)
    for digit in CODE:
        QTest.mouseClick(sheet.digits[digit], Qt.MouseButton.LeftButton)
        assert room.people.focusWidget() is sheet.digits["1"]
    button(sheet, "Leave").click()
    QApplication.processEvents()
    assert room.window.isVisible()


def test_only_the_code_gives_the_keyboard_back(qtbot: QtBot, room: Room) -> None:
    theme().set_scale(200)
    planner = room.window.stack.page
    assert isinstance(planner, PlannerPage)
    door = room.window.desk.door
    note = planners.add_note(door, room.planner, planner.wall.desk.planner.boxes[0].key, "Ours")
    assert planner.wall.go_to_note(note)
    # Where the facilitator was is gone when they come back.
    planners.delete_notes(door, [note])
    room.people.pages.facilitator()
    sheet = room.people.sheet
    assert isinstance(sheet, LeaveSheet)
    QTest.keyClicks(sheet.digits["1"], "9999")
    button(sheet, "Leave").click()
    room.assert_locked("a wrong code")
    assert sheet.told.isVisible()
    QTest.keyClicks(sheet.digits["1"], CODE)
    button(sheet, "Leave").click()
    QApplication.processEvents()
    assert room.window.isVisible()
    assert not room.people.isVisible()
    assert view_in_force(room.window.desk.workspace) is None
    assert (theme().scale, theme().lent) == (100, False)
    # The keyboard is on the page again, not on the way out of it.
    page, held = room.window.stack.page, room.window.focusWidget()
    assert page is not None
    assert held is not None
    assert page.isAncestorOf(held)
    # Nothing is turned away any more.
    QTest.keyClick(room.window, Qt.Key.Key_F1)
    assert room.window.help.isVisible()


def test_a_restart_finds_participants_where_they_were(qtbot: QtBot, tmp_path: Path) -> None:
    with a_room(tmp_path / "work") as first:
        first.people.pages.question(0)
        QApplication.processEvents()
        assert first.people.sheet is not None
        QTest.keyClicks(first.people.focusWidget(), "Half a sen")
        # The laptop is turned off: nobody is asked, and what was typed is kept.
        first.window.end()
        assert not first.people.isVisible()
        said = planners.notes_in(first.window.desk.door.records, first.planner, "notes")
        assert [one.text for one in said] == [SECRET, "Half a sen"]
    with window_on(tmp_path / "work") as again:
        again.hide()
        assert again.people.resume()
        QApplication.processEvents()
        seen = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        assert [type(one) for one in seen] == [ParticipantWindow]
        (people,) = seen
        assert isinstance(people, ParticipantWindow)
        people.end()


def test_nothing_leads_out_of_the_door_but_the_code_after_a_restart_too(
    qtbot: QtBot, tmp_path: Path
) -> None:
    shortcuts = all_shortcuts(qtbot, tmp_path)
    with window_on(tmp_path / "door") as window:
        session = begin(window.desk, "The session's own title", dt.date(2027, 3, 18))
        add_to_list(window.desk.door, session, name=SECRET)
        choose_code(window.desk.workspace, CODE)
        window.open_session(session, "attendance")
        page = window.stack.page
        assert isinstance(page, AttendancePage)
        page.door_view.ask_signature.click()
        door = page.fill_screen()
        assert door is not None
        try_the_door(window, door, shortcuts, tmp_path)
        # The laptop is turned off while a name is in sight: nobody is asked.
        window.end()
        assert not door.isVisible()
    with window_on(tmp_path / "door") as again:
        again.hide()
        assert door_again(again)
        QApplication.processEvents()
        (stands,) = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        assert isinstance(stands, DoorWindow)
        assert stands.door.ask_signature.isChecked(), "what was asked of people is asked again"
        stands.leave.click()
        for code in ("9999", CODE):
            assert stands.isVisible()
            QTest.keyClicks(stands.code.field.line, code)
            QTest.keyClick(stands.code.field.line, Qt.Key.Key_Return)
        assert again.isVisible()
        assert again.stack.key == "attendance"
        assert standing_door(again.desk.workspace) is None


def try_the_door(
    window: Window, door: DoorWindow, shortcuts: list[QKeySequence], folder: Path
) -> None:
    """Every key, menu, drop, close and dialogue, wherever somebody at the door may be."""
    kept, before = window.desk.door.can_undo, window.desk.workspace.changes()

    def assert_locked(tried: str) -> None:
        QApplication.processEvents()
        seen = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        assert seen == [door], f"{tried}: {seen}"
        assert door.isFullScreen(), tried
        assert standing_door(window.desk.workspace) is not None, tried

    for name, go in (
        ("search", door.door.start),
        ("somebody new", door.door.new_button.click),
        ("the code", door.leave.click),
    ):
        go()
        for keys in shortcuts:
            press(door, keys)
        assert_locked(f"{name}: every key")
        menus_and_drops(door, folder)
        assert_locked(f"{name}: menus and drops")
        door.code.put_away.emit()
    for _ in range(2):
        assert not door.close()
    door.showMinimized()
    door.showFullScreen()
    window.say("A stick was put in.", undo=True)
    window.report(InputRefused("A bundle came in from somebody."))
    window.open_search()
    window.show_help()
    window.people.open()
    assert_locked("what the facilitator's window says")
    window.notices.put_away()
    answers: list[int] = []
    dialog = QDialog(window)
    QTimer.singleShot(0, lambda: answers.append(dialog.exec()))
    QApplication.processEvents()
    assert_locked("a dialogue")
    assert answers == [QDialog.DialogCode.Rejected]
    dialog.deleteLater()
    assert (window.desk.door.can_undo, window.desk.workspace.changes()) == (kept, before)

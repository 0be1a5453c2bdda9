"""Ctrl+K finds sessions, people, notes and things to do, and nothing typed there can do harm."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import NoteColour
from cps_desktop.services.people import add_person, ensure_organisation
from cps_desktop.services.planners import add_note, add_planner
from cps_desktop.services.sessions import change_session
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.result_painter import DETAIL_ROLE
from cps_desktop.ui.search_box import SearchBox
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window
from tests.ui.window_on import begin, put_on_list, window_on

HARMFUL = [
    '"',
    "' OR 1=1 --",
    "AND OR NOT NEAR(",
    "*",
    "title:x",
    "{}^~()",
    "\x00",
    "\u202e\u200f",
    "😀" * 50,
    "a" * 5000,
    " \n\t ",
]


def sought(qtbot: QtBot, window: Window, text: str) -> SearchBox:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.search_box
    assert box.isVisible()
    box.field.set_text("")
    qtbot.keyClicks(box.field, text)
    box._search()
    return box


def shown(box: SearchBox) -> list[str]:
    return [box.list.item(row).text() for row in range(box.list.count())]


def detail_of(box: SearchBox, row: int) -> str:
    return str(box.list.item(row).data(DETAIL_ROLE))


def test_a_session_is_found_and_opened_by_enter(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Clearer letters", venue="Alston")
        box = sought(qtbot, window, "clearer let")
        assert shown(box)[:2] == ["Sessions", "Clearer letters"]
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
        assert not box.isVisible()
        assert window.stack.session == session


def test_a_person_opens_on_the_list_they_are_on(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters")
        put_on_list(window.desk, session, "Siân Example")
        box = sought(qtbot, window, "sian")
        assert shown(box)[:2] == ["People", "Siân Example"]
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
        assert (window.stack.session, window.stack.key) == (session, "attendance")


def test_a_note_is_found(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Meeting")
        template = window.desk.planners.choices()[0]
        planner = add_planner(window.desk.door, session, template)
        keys = [box.key for box in template.boxes]
        add_note(window.desk.door, planner, keys[0], "Something else")
        note = add_note(
            window.desk.door, planner, keys[-1], "Nobody said who to ring", colour=NoteColour.PINK
        )
        box = sought(qtbot, window, "nobody ring")
        assert shown(box)[:2] == ["Notes", "Nobody said who to ring"]
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
        page = window.stack.page
        assert isinstance(page, PlannerPage)
        assert page.place() == note, "the keyboard is on the note that was found"


def test_whoever_is_on_no_list_opens_where_they_are_known_from(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with window_on(tmp_path) as window:
        door = window.desk.door
        session = begin(window.desk, "Letters")
        box = sought(qtbot, window, "cilitator")
        assert shown(box)[:2] == ["People", "Fay Cilitator (invented)"]
        assert "facilitates Letters" in detail_of(box, 1)
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
        assert (window.stack.session, window.stack.key) == (session, "today")

        trust = ensure_organisation(door, "Fellside Trust (invented)")
        change_session(door, session, organisations=(trust,))
        window.open_home()
        box = sought(qtbot, window, "fellside")
        assert detail_of(box, 1) == "Takes part in Letters"
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
        assert (window.stack.session, window.stack.key) == (session, "today")

        ensure_organisation(door, "Nowhere Trust (invented)")
        add_person(door, name="Una Seen (invented)")
        window.open_home()
        for words, said in (("nowhere", "In no session yet"), ("una", "On no session's list yet")):
            box = sought(qtbot, window, words)
            assert detail_of(box, 1) == said
            qtbot.keyClick(box.field, Qt.Key.Key_Return)
            assert window.stack.key == "home"
            assert "not on any session's list yet" in window.asides.toast.accessibleName()


def test_arrows_leave_headings_out(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        begin(window.desk, "Dark mornings", dt.date(2027, 3, 18))
        box = sought(qtbot, window, "dark")
        assert shown(box) == ["Sessions", "Dark mornings", "Do", "Colours: Dark"]
        assert box.list.currentRow() == 1
        qtbot.keyClick(box.field, Qt.Key.Key_Down)
        assert box.list.currentRow() == 3
        qtbot.keyClick(box.field, Qt.Key.Key_Down)
        assert box.list.currentRow() == 3
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
        assert theme().name == "dark"


def test_things_to_do_are_found_by_other_words(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        box = sought(qtbot, window, "begin")
        assert "New session" in shown(box)
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
        assert window.stack.key == "new_session"
        box = sought(qtbot, window, "bigger")
        qtbot.keyClick(box.field, Qt.Key.Key_Return)
        assert theme().scale == 125


def test_nothing_typed_shows_everything_that_can_be_done(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        box = sought(qtbot, window, "")
        assert shown(box)[:2] == ["Do", "New session"]
        box = sought(qtbot, window, "qqqqqqq")
        assert shown(box) == []
        assert "Nothing here has these words" in box.nothing.text()


@pytest.mark.parametrize("text", HARMFUL)
def test_harmful_words_find_nothing_and_break_nothing(text: str, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        begin(window.desk, text + " title")
        window.open_search()
        window.search_box.field.set_text(text)
        window.search_box._search()
        window.search_box._open_current()


def test_the_keyboard_goes_back_where_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.open_page("settings")
        page = window.stack.page
        assert page is not None
        page.name.setFocus()  # type: ignore[attr-defined]
        qtbot.waitUntil(page.name.hasFocus)  # type: ignore[attr-defined]
        box = sought(qtbot, window, "x")
        qtbot.keyClick(box.field, Qt.Key.Key_Escape)
        qtbot.keyClick(box.field, Qt.Key.Key_Escape)
        assert not box.isVisible()
        assert page.name.hasFocus()  # type: ignore[attr-defined]

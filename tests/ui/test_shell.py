"""The window: where one is, what is saved, undo in words, keys, and the way back."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Session
from cps_desktop.services import planners
from cps_desktop.services.exchange import Progress, Stopped
from cps_desktop.services.sessions import change_session, delete_session
from cps_desktop.ui import pages
from cps_desktop.ui.kit import Button, Toast
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.session_form import DetailsPage
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window
from tests.ui.accessibility import small_targets, unnamed_controls
from tests.ui.window_on import begin, put_on_list, window_on


def today() -> dt.date:
    return dt.datetime.now().astimezone().date()


def said(window: Window) -> str:
    toast = window.stack.findChild(Toast)
    assert toast is not None
    return toast.accessibleName()


def details(window: Window) -> DetailsPage:
    page = window.stack.page
    assert isinstance(page, DetailsPage)
    return page


def test_a_session_says_where_one_is(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Clearer letters", today(), venue="Village hall")
        put_on_list(window.desk, session, "Ann", "Bert")
        window.open_session(session)
        assert window.top.title.text() == "Clearer letters"
        assert window.top.line.text() == "Co-production · Day 1 of 1 · Village hall"
        assert window.windowTitle() == "Clearer letters – CPS Desktop"
        assert window.lists.side.isVisible()
        qtbot.waitUntil(lambda: "Attendance, 2" in names_of_buttons(window))
        change_session(window.desk.door, session, title="Even clearer letters")
        assert window.top.title.text() == "Even clearer letters"
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert window.stack.key == "home"
        assert not window.lists.side.isVisible()


def names_of_buttons(window: Window) -> list[str]:
    return [button.accessibleName() for button in window.lists.side._buttons.values()]


def test_undo_and_redo_say_the_step_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Clearer letters")
        assert window.top.undo.isEnabled()
        assert not window.top.redo.isEnabled()
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert said(window) == "Undone: Begin a session"
        assert not window.desk.workspace.find(Session)
        assert window.top.redo.accessibleName() == "Redo: Begin a session"
        qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
        assert said(window) == "Done again: Begin a session"
        assert [one.id for one in window.desk.workspace.find(Session)] == [session]
        window.top.undo.click()
        assert not window.desk.workspace.find(Session)
        window.top.undo.click()
        assert window.top.undo.isEnabled() is False
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert said(window) == "There is nothing to undo."


def test_undo_in_a_field_gives_back_what_was_there_before_it(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters")
        window.open_session(session, "details")
        field = details(window).fields.venue
        field.setFocus()
        qtbot.keyClicks(field, "Hall")
        field.flush()
        qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        field.flush()
        assert field.text() == ""
        field.document().clearUndoRedoStacks()
        qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert said(window).startswith("Undone: ")


def test_what_is_being_typed_is_not_called_saved(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters")
        window.open_session(session, "details")
        field = details(window).fields.title
        field.setFocus()
        qtbot.waitUntil(field.hasFocus)
        qtbot.keyClicks(field, "!")
        assert window.bottom.saved.text() == "… Writing"
        qtbot.waitUntil(lambda: window.bottom.saved.text().startswith("✔ Saved on this laptop"))
        known = window.desk.workspace.get(Session, session)
        assert known is not None
        assert known.title == field.text()
        minutes = window.bottom.saved.text().rpartition(" ")[2]
        assert len(minutes) == 5
        assert minutes[2] == ":"


def test_what_nobody_else_has_is_counted(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters")
        qtbot.waitUntil(lambda: "not yet handed over" in window.bottom.waiting.text())
        before = window.state.waiting
        change_session(window.desk.door, session, title="More letters")
        qtbot.waitUntil(lambda: window.state.waiting == before + 1)


def test_a_deleted_session_is_left_at_once(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters")
        window.open_session(session, "details")
        delete_session(window.desk.door, session)
        assert window.stack.key == "home"
        window.open_session(session)
        assert window.stack.key == "home"
        assert said(window) == "That session is not here any more."


def test_the_list_folds_to_a_drop_down(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.open_session(begin(window.desk, "Letters"))
        window.resize(1200, 700)
        assert window.lists.side.isVisible()
        assert not window.lists.menu.isVisible()
        window.resize(880, 700)
        assert not window.lists.side.isVisible()
        assert window.lists.menu.isVisible()
        window.lists.menu.chosen.emit("attendance")
        assert window.stack.key == "attendance"
        window.resize(1366, 700)
        theme().set_scale(200)
        assert window.lists.menu.isVisible()


def test_buttons_of_the_top_bar_never_move(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "A very long title " * 10, today(), venue="Far " * 40)

        def places() -> list[int]:
            QApplication.processEvents()
            return [one.x() for one in (window.top.undo, window.top.redo, window.top.search)]

        at_home = places()
        window.open_session(session)
        assert places() == at_home
        window.open_page("settings")
        assert places() == at_home


def test_esc_puts_away_one_thing_at_a_time(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.open_session(begin(window.desk, "Letters"), "details")
        window.report(InputRefused("This was refused. Nothing was changed."))
        window.show_help()
        window.open_search()
        qtbot.keyClick(window.search_box.field, Qt.Key.Key_Escape)
        assert not window.search_box.isVisible()
        assert window.notices.sentence == "This was refused. Nothing was changed."
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert window.notices.sentence == ""
        assert window.help.isVisible()
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert not window.help.isVisible()
        assert window.stack.key == "details"
        qtbot.keyClick(window, Qt.Key.Key_Escape)
        assert window.stack.key == pages.first_page()


def test_help_is_that_of_the_page(tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.show_help()
        assert window.help.text().startswith("Home")
        window.open_page("settings")
        assert window.help.text().startswith("Settings")
        window.open_page("new_session")
        assert window.help.text().startswith("New session")
        window.show_help()
        assert not window.help.isVisible()


@pytest.mark.parametrize("entry", pages.PAGES, ids=lambda entry: entry.key)
def test_the_registry_names_what_is_there(entry: pages.PageEntry) -> None:
    assert entry.key == entry.page_class().KEY
    assert entry.page_class().NAME


@pytest.mark.parametrize("key", [one.key for one in pages.PAGES])
def test_every_page_has_help_of_its_own(key: str, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        folder = window.desk.resources / "help"
        assert (folder / f"{key.replace('_', '-')}.md").is_file()


def test_a_long_job_shows_its_progress_and_can_be_stopped(qtbot: QtBot, tmp_path: Path) -> None:
    ended: list[object] = []

    def job(tell: Progress) -> str:
        for step in range(1000):
            tell("Counting", step, 1000)
            time.sleep(0.01)
        return "done"

    with window_on(tmp_path) as window:
        window.run("Counting slowly", job, ended.append, ended.append)
        assert window.worker.busy
        assert not window.stack.isEnabled()
        qtbot.waitUntil(window.worker.isVisible)
        window.open_page("settings")
        assert window.stack.key == "home"
        window.worker.stop()
        qtbot.waitUntil(lambda: not window.worker.busy)
        assert window.stack.isEnabled()
        assert isinstance(ended[0], Stopped)


def test_a_job_gives_back_its_result_or_its_fault(qtbot: QtBot, tmp_path: Path) -> None:
    results: list[int] = []

    def refuse(_tell: Progress) -> int:
        raise InputRefused("This file is empty. Nothing was changed.")

    with window_on(tmp_path) as window:
        window.run("Adding", lambda _tell: 41 + 1, results.append)
        qtbot.waitUntil(lambda: results == [42])
        window.run("Reading", refuse, results.append)
        qtbot.waitUntil(lambda: not window.worker.busy)
        assert window.notices.sentence == "This file is empty. Nothing was changed."
        window.notices.put_away()
        assert results == [42]


def test_our_own_mistake_is_said_plainly_and_written_down_without_what_people_wrote(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from cps_desktop import paths

    def break_down(_tell: Progress) -> None:
        raise ZeroDivisionError("Winifred Example owes £12")

    with window_on(tmp_path) as window:
        window.run("Dividing", break_down, lambda _done: None)
        qtbot.waitUntil(lambda: not window.worker.busy)
        assert "it is not your doing" in window.notices.sentence
        window.notices.put_away()
    log = paths.log_file().read_text(encoding="utf-8")
    assert "ZeroDivisionError" in log
    assert "break_down" in log
    assert "Winifred" not in log + capsys.readouterr().err


def test_closing_waits_for_a_job_to_stop(qtbot: QtBot, tmp_path: Path) -> None:
    def job(tell: Progress) -> None:
        for step in range(1000):
            tell("Counting", step, 1000)
            time.sleep(0.01)

    with window_on(tmp_path) as window:
        window.run("Counting", job, lambda _done: None)
        with qtbot.waitSignal(window.closed):
            window.close()
        assert not window.worker.busy


@pytest.mark.parametrize("key", [one.key for one in pages.PAGES])
def test_everything_on_every_page_has_a_name(key: str, qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters", today(), today() + dt.timedelta(days=1))
        put_on_list(window.desk, session, "Ann", "Bert")
        window.open_session(session, key)
        window.open_page(key)
        assert window.stack.key == key
        QApplication.processEvents()
        assert unnamed_controls(window) == []
        assert small_targets(window, 24) == []
        window.open_search()
        QApplication.processEvents()
        assert unnamed_controls(window) == []


@pytest.mark.parametrize("scale", [200, 300])
def test_bars_stay_whole_at_large_text(scale: int, qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        window.open_session(begin(window.desk, "Letters", today()))
        theme().set_scale(scale)
        window.resize(1366, 768)
        QApplication.processEvents()
        assert window.width() == 1366
        buttons = (window.bottom.text_size, window.bottom.theme, window.bottom.help)
        qtbot.waitUntil(lambda: all(one.width() >= one.sizeHint().width() for one in buttons))
        for button in buttons:
            right = button.mapTo(window, button.rect().bottomRight())
            assert right.x() < window.width()
            assert right.y() < window.height()
        assert window.stack.height() > window.height() // 3


def _in_page(part: QWidget, page: QWidget) -> QRect:
    return QRect(part.mapTo(page, QPoint(0, 0)), part.size())


def _in_a_part_that_scrolls(part: QWidget, page: QWidget) -> bool:
    above = part.parentWidget()
    while above is not None and above is not page:
        if isinstance(above, QAbstractScrollArea):
            return True
        above = above.parentWidget()
    return False


def test_where_large_letters_leave_no_room_the_whole_page_scrolls(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters", today())
        planners.add_planner(window.desk.door, session, window.desk.planners.choices()[0])
        window.open_session(session)
        theme().set_scale(300)
        window.resize(1366, 768)
        # Those of the session first: its pages are let go of where another begins.
        for entry in sorted(pages.offered().values(), key=lambda one: not one.in_session):
            window.open_page(entry.key)
            qtbot.waitUntil(lambda: not window.worker.busy)
            QApplication.processEvents()
            assert (window.width(), window.height()) == (1366, 768), entry.key
            page = window.stack.page
            assert page is not None
            inside = page.whole_page.widget()
            assert inside is not None
            shown = [one for one in page.findChildren(Button) if one.isVisibleTo(page)]
            still = [one for one in shown if not _in_a_part_that_scrolls(one, inside)]
            places = {one.text(): _in_page(one, inside) for one in still}
            for words, place in places.items():
                assert inside.rect().contains(place), (entry.key, words)
                over = [one for one, other in places.items() if place.intersects(other)]
                assert over == [words], entry.key
            # What goes on beneath the heading does not scroll by itself in a page that scrolls.
            body = page.column.parentWidget()
            for area in page.findChildren(QScrollArea):
                if area.widget() is body:
                    bars = [area.verticalScrollBar(), page.whole_page.verticalScrollBar()]
                    moving = [bar.maximum() for bar in bars if bar.maximum() > 0]
                    assert len(moving) < 2, (entry.key, moving)


def test_what_has_the_keyboard_is_brought_into_a_page_that_scrolls(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with window_on(tmp_path) as window:
        session = begin(window.desk, "Letters", today())
        planners.add_planner(window.desk.door, session, window.desk.planners.choices()[0])
        theme().set_scale(300)
        window.resize(1366, 768)
        window.open_session(session, "planner")
        page = window.stack.page
        assert isinstance(page, PlannerPage)
        bar, seen = page.whole_page.verticalScrollBar(), page.whole_page.viewport()
        qtbot.waitUntil(lambda: bar.maximum() > 0)
        page.wall.sheet.boxes[page.wall.desk.planner.boxes[0].key].setFocus()
        qtbot.waitUntil(lambda: seen.rect().contains(_in_page(page.wall.area, seen)))
        assert page.primary is not None
        page.primary.setFocus()
        qtbot.waitUntil(lambda: seen.rect().contains(_in_page(page.primary or page, seen)))
        theme().set_scale(100)
        qtbot.waitUntil(lambda: bar.maximum() == 0)

"""Panels, dialogs and pages: keyboard, words, names for a screen reader, sizes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.ui.kit import (
    Button,
    Drawer,
    Fold,
    HelpPanel,
    MessagePanel,
    PageFrame,
    ProgressPanel,
    QuestionDialog,
    Switch,
    Toast,
    Words,
)
from cps_desktop.ui.theme import TARGET, THEMES
from cps_desktop.ui.theme_state import theme
from tests.ui.accessibility import nodes, small_targets, unnamed_controls
from tests.ui.kit.gallery import gallery


@pytest.mark.parametrize("scale", [100, 200, 300])
@pytest.mark.parametrize("name", THEMES)
def test_every_part_has_a_name_a_role_and_a_size(qtbot: QtBot, name: str, scale: int) -> None:
    theme().set_theme(name)
    theme().set_scale(scale)
    page = gallery()
    qtbot.addWidget(page)
    page.resize(1366, 768)
    page.show()
    assert len(nodes(page)) > 60
    assert unnamed_controls(page) == []
    assert small_targets(page, TARGET) == []
    primaries = [b for b in page.findChildren(Button) if b.primary]
    assert len(primaries) == 1


def test_the_walk_would_notice_a_control_without_a_name(qtbot: QtBot) -> None:
    window = QWidget()
    button = QPushButton(window)
    button.resize(20, 20)
    qtbot.addWidget(window)
    window.show()
    assert len(unnamed_controls(window)) == 1
    assert len(small_targets(window, TARGET)) == 1


def test_undo_is_offered_long_enough_and_by_keyboard(qtbot: QtBot) -> None:
    window = QWidget()
    window.resize(600, 300)
    toast = Toast(window)
    qtbot.addWidget(window)
    window.show()
    toast.say("Note deleted.")
    assert toast.isVisible()
    timers = [t for t in toast.findChildren(QTimer) if t.isSingleShot()]
    assert min(t.interval() for t in timers) >= 10_000
    undo = next(b for b in toast.findChildren(Button) if b.text() == "Undo")
    with qtbot.waitSignal(toast.undo_asked):
        QTest.keyClick(undo, Qt.Key.Key_Space)
    assert not toast.isVisible()


def test_less_movement_means_none(qtbot: QtBot) -> None:
    theme().set_less_movement(True)
    window = QWidget()
    window.resize(600, 300)
    toast = Toast(window)
    qtbot.addWidget(window)
    window.show()
    toast.say("Note moved.", undo=False)
    place = toast.pos()
    qtbot.wait(100)
    assert toast.pos() == place
    assert window.rect().contains(toast.geometry())


def test_a_drawer_gives_the_keyboard_back(qtbot: QtBot) -> None:
    window = QWidget()
    row = QVBoxLayout(window)
    button, drawer = Button("Details"), Drawer("Note")
    row.addWidget(button)
    row.addWidget(drawer)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    button.setFocus()
    drawer.open_drawer()
    assert drawer.isAncestorOf(window.focusWidget())
    with qtbot.waitSignal(drawer.closed):
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert button.hasFocus()


def test_a_fold_says_whether_it_is_open(qtbot: QtBot) -> None:
    inside = Words("Step-free at the back door.")
    fold = Fold("Access", inside)
    qtbot.addWidget(fold)
    fold.show()
    head = fold.findChild(Button)
    assert isinstance(head, Button)
    assert not inside.isVisible()
    assert head.accessibleName() == "Access, folded away"
    QTest.keyClick(head, Qt.Key.Key_Space)
    assert inside.isVisible()
    assert head.accessibleName() == "Access, shown"


def test_a_question_is_answered_with_verbs_and_escape_changes_nothing(qtbot: QtBot) -> None:
    answers = (("delete", "Delete 3 notes"), ("keep", "Keep them"))
    dialog = QuestionDialog("Delete this box's notes?", "", answers, danger="delete")
    qtbot.addWidget(dialog)
    QTimer.singleShot(0, lambda: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert dialog.ask() == ""
    assert [b.text() for b in dialog.buttons.values()] == ["Delete 3 notes", "Keep them"]
    QTimer.singleShot(0, dialog.buttons["delete"].click)
    assert dialog.ask() == "delete"


def test_progress_counts_past_thirty_two_bits_and_can_be_cancelled(qtbot: QtBot) -> None:
    panel = ProgressPanel("Writing the bundle")
    qtbot.addWidget(panel)
    panel.show_progress(3 * 2**40, 4 * 2**40, "3 of 4")
    assert panel.bar.value() == 750
    with qtbot.waitSignal(panel.cancelled):
        QTest.mouseClick(panel.cancel, Qt.MouseButton.LeftButton)
    assert "nothing is lost" in panel.detail.text()


def test_a_message_says_what_happened_what_is_safe_and_what_to_do(qtbot: QtBot) -> None:
    panel = MessagePanel(
        "warning", "This stick is full.", safe="Nothing was lost.", to_do="Free 12 MB."
    )
    qtbot.addWidget(panel)
    said = [words.text() for words in panel.findChildren(Words)]
    assert said == ["This stick is full.", "Nothing was lost.", "Free 12 MB."]
    panel.speak()


def test_a_switch_shows_one_of_two(qtbot: QtBot) -> None:
    chosen: list[int] = []
    switch = Switch("Show as", ("Wall", "List"), chosen.append)
    qtbot.addWidget(switch)
    second = switch.findChildren(Button)[1]
    QTest.mouseClick(second, Qt.MouseButton.LeftButton)
    assert chosen == [1]
    assert switch.chosen() == 1
    interface = QAccessible.queryAccessibleInterface(second)
    assert interface is not None
    assert interface.state().checked


def test_help_shows_the_pages_own_words_or_says_there_are_none(
    qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "planner.md").write_text("# Planner\n\nPress **Add a note**.", encoding="utf-8")
    panel = HelpPanel(tmp_path)
    qtbot.addWidget(panel)
    panel.show_page("planner")
    assert "Press Add a note." in panel.text()
    panel.show_page("claims")
    assert "no help for this page yet" in panel.text()


def test_a_narrow_page_puts_its_buttons_beneath_the_title(qtbot: QtBot) -> None:
    page = PageFrame("Attendance", "Who is here.", primary=Button("Add a person", kind="primary"))
    qtbot.addWidget(page)
    page.resize(1200, 600)
    page.show()
    assert page.primary is not None
    assert page.primary.y() < page.line.geometry().bottom()
    page.resize(300, 600)
    qtbot.waitUntil(lambda: page.primary is not None and page.primary.y() > page.line.y())

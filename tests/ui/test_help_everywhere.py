"""F1 helps wherever one is: in a dialog, in the first questions, in the search box."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.paths import resources
from cps_desktop.ui import pages
from cps_desktop.ui.first_run import FirstRun
from cps_desktop.ui.kit import QuestionDialog
from cps_desktop.ui.kit.dialogs import HelpWindow
from cps_desktop.ui.paper_back.form_dialog import FormDialog
from cps_desktop.ui.participant.start import HandOverDialog
from cps_desktop.ui.settings_laptops import ReasonDialog
from cps_desktop.ui.typed_dialogs import LostKey
from tests.ui.accessibility import unnamed_controls
from tests.ui.window_on import begin, window_on

F1 = Qt.Key.Key_F1


def begun() -> QDialog:
    return FirstRun(lambda _given: None)


def asked() -> QDialog:
    return QuestionDialog("Delete this?", "It can be brought back.", (("yes", "Delete it"),))


@pytest.mark.parametrize(
    ("make", "title"), [(begun, "The first time"), (asked, "A question")], ids=["first run", "any"]
)
def test_f1_helps_over_a_dialog_and_leaves_it_as_it_was(
    qtbot: QtBot, make: Callable[[], QDialog], title: str
) -> None:
    dialog = make()
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.open()
    qtbot.keyClick(dialog, F1)
    (over,) = dialog.findChildren(HelpWindow)
    qtbot.waitUntil(over.isActiveWindow)
    assert over.browser.toPlainText().startswith(title)
    assert unnamed_controls(over) == []
    qtbot.keyClick(over.browser, F1)
    qtbot.waitUntil(lambda: not dialog.findChildren(HelpWindow))
    assert dialog.isVisible()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog, F1)
    (over,) = dialog.findChildren(HelpWindow)
    qtbot.keyClick(over.browser, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.findChildren(HelpWindow))
    assert dialog.isVisible(), "Esc puts the help away and nothing else"


def test_the_first_questions_have_a_help_button(qtbot: QtBot) -> None:
    dialog = FirstRun(lambda _given: None)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.help.click()
    (over,) = dialog.findChildren(HelpWindow)
    assert "Look at the sample" in over.browser.toPlainText()


def test_f1_in_the_search_box_tells_of_searching(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path) as window:
        begin(window.desk, "Clearer letters", venue="Alston")
        window.show_help()
        of_the_page = window.help.text()
        qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        qtbot.keyClick(window.search_box.field, F1)
        assert window.help.isVisible()
        assert window.help.text().startswith("Find anything")
        assert not of_the_page.startswith("Find anything")
        field: QWidget = window.search_box.field
        qtbot.keyClick(field, F1)
        assert not window.help.isVisible()


def test_every_help_text_can_be_reached() -> None:
    texts = {one.stem for one in (resources() / "help").glob("*.md")}
    of_pages = {one.replace("_", "-") for one in pages.offered()}
    of_dialogs = {LostKey.HELP, ReasonDialog.HELP, HandOverDialog.HELP, FormDialog.HELP}
    assert texts <= of_pages | of_dialogs | {"first-run", "search", "question"}

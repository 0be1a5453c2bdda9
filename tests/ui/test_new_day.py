"""A window that is left open overnight, as when a laptop is shut and opened in the morning."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop import paths
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.register import register_view
from cps_desktop.storage.workspace import Workspace
from cps_desktop.ui.kit import LineField, Words
from cps_desktop.ui.pages_of_session.attendance import AttendancePage
from cps_desktop.ui.window import Window
from tests.services.laptop import THURSDAY, Clock
from tests.ui.window_on import begin, put_on_list

DAY = dt.timedelta(days=1)


class Overnight:
    """A window on a session of two days, on the evening of the first."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock(dt.datetime.combine(THURSDAY, dt.time(23, 59)).astimezone())
        workspace = Workspace.create(folder, wall=self.clock, entropy=os.urandom)
        door = Door(workspace, self.clock, os.urandom)
        self.window = Window(Desk(workspace, door, resources=paths.resources()))
        self.session = begin(self.window.desk, "Clearer letters", THURSDAY, THURSDAY + DAY)
        put_on_list(self.window.desk, self.session, "Ann Example")

    def sees(self, words: str) -> bool:
        """Whether these words stand anywhere in the window."""
        shown = [one.text() for one in self.window.findChildren(Words) if one.isVisible()]
        return any(words in one for one in shown)

    def file_name(self) -> LineField:
        fields = self.window.findChildren(LineField)
        return next(one for one in fields if one.accessibleName() == "Name of the file")


@pytest.fixture
def overnight(tmp_path: Path, qapp: QApplication) -> Iterator[Overnight]:
    made = Overnight(tmp_path)
    made.window.show()
    yield made
    made.window.close()
    made.window.close_desk()
    made.window.deleteLater()
    QApplication.processEvents()


def test_in_the_morning_everything_is_said_of_the_new_day(
    overnight: Overnight, qtbot: QtBot
) -> None:
    window = overnight.window
    window.open_session(overnight.session, "hand_over")
    name = overnight.file_name()
    assert "18 March 2027" in name.text()
    window.open_session(overnight.session, "attendance")
    page = window.stack.page
    assert isinstance(page, AttendancePage)
    assert page.count_words.text() == "0 of 1 person is here"
    overnight.clock.later(9 * 3600)
    qtbot.waitUntil(lambda: "Day 2 of 2" in window.top.line.text())
    # Who comes in now is ticked in for today, and nobody has to think of it.
    assert page.count_words.text() == "0 of 1 person is here"
    page.table.view.setCurrentIndex(page.table.model.index(0, 0))
    qtbot.keyClick(page.table.view, Qt.Key.Key_Space)
    (row,) = register_view(window.desk.workspace, overnight.session).rows
    assert [one.here for one in row.days] == [False, True]
    window.open_session(overnight.session, "hand_over")
    assert "19 March 2027" in name.text()
    window.open_home()
    assert overnight.sees("Friday 19 March 2027")


def test_a_file_name_that_somebody_chose_outlives_the_night(
    overnight: Overnight, qtbot: QtBot
) -> None:
    window = overnight.window
    window.open_session(overnight.session, "hand_over")
    name = overnight.file_name()
    name.selectAll()
    qtbot.keyClicks(name, "For Colin")
    overnight.clock.later(9 * 3600)
    qtbot.waitUntil(lambda: "Day 2 of 2" in window.top.line.text())
    assert name.text() == "For Colin"

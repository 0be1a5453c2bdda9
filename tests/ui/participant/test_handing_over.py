"""F5: the facilitator chooses a code and what people do, and has the keyboard back by the code."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Planner
from cps_desktop.services import planners
from cps_desktop.services.facilitator_code import has_code, try_code
from cps_desktop.services.participant_view import VOTE, ParticipantView, view_in_force
from cps_desktop.ui.kit import QuestionDialog
from cps_desktop.ui.participant.start import GO, LEAVE, CodeDialog, HandOverDialog
from cps_desktop.ui.participant.window import ParticipantWindow
from cps_desktop.ui.settings import SettingsPage
from tests.ui.accessibility import unnamed_controls
from tests.ui.participant.asking import button
from tests.ui.window_on import begin, window_on

CODE = "2580"


class Answers:
    """Answers the dialogs that come, one after the other; each is named with what is done there."""

    def __init__(self, *steps: tuple[type[QDialog], Callable[[QuestionDialog], object]]) -> None:
        self._steps = list(steps)
        QTimer.singleShot(5, self._look)

    @property
    def done(self) -> bool:
        return not self._steps

    def _look(self) -> None:
        if self._steps:
            # Anew each time: what is done may open the next dialog within itself.
            QTimer.singleShot(5, self._look)
        open_now = QApplication.activeModalWidget()
        if self._steps and type(open_now) is self._steps[0][0]:
            _kind, do = self._steps.pop(0)
            assert isinstance(open_now, QuestionDialog)
            assert unnamed_controls(open_now) == []
            do(open_now)


def choose(code: str) -> Callable[[QuestionDialog], object]:
    def do(dialog: QuestionDialog) -> None:
        assert isinstance(dialog, CodeDialog)
        dialog.code.first.line.setText("1111")
        dialog.code.again.line.setText("1111")
        dialog.take()
        assert dialog.isVisible(), "a code that is easy to guess is not taken"
        dialog.code.first.line.setText(code)
        dialog.code.again.line.setText(code)
        dialog.take()

    return do


def vote(dialog: QuestionDialog) -> None:
    assert isinstance(dialog, HandOverDialog)
    dialog.doing.set_key(VOTE)
    dialog.dots.set_key("5")
    dialog.buttons[GO].click()


def test_f5_asks_once_for_a_code_and_then_what_people_do(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path / "work") as window:
        desk = window.desk
        window.people.open()
        assert view_in_force(desk.workspace) is None, "there is no planner to answer yet"
        session = begin(desk, "Letters", dt.date(2027, 3, 18))
        planner = planners.add_planner(desk.door, session, desk.planners.choices()[0])
        window.open_session(session, "planner")
        assert button(window, "Let people answer…").isVisible()

        first = Answers(
            (CodeDialog, choose(CODE)),
            (QuestionDialog, lambda one: one.buttons["kept"].click()),
            (HandOverDialog, lambda one: one.buttons[LEAVE].click()),
        )
        with qtbot.waitActive(window):
            window.activateWindow()
        QTest.keyClick(window, Qt.Key.Key_F5)
        assert first.done
        assert has_code(desk.workspace)
        assert view_in_force(desk.workspace) is None

        second = Answers((HandOverDialog, vote))
        window.people.open()
        assert second.done
        assert view_in_force(desk.workspace) == ParticipantView(planner, VOTE)
        known = desk.workspace.get(Planner, planner)
        assert known is not None
        assert known.dots_each == 5
        assert window.isHidden()
        (people,) = (
            one
            for one in QApplication.topLevelWidgets()
            if isinstance(one, ParticipantWindow) and one.isVisible()
        )
        people.pages.facilitator()
        QTest.keyClicks(people.focusWidget(), CODE)
        button(people, "Leave").click()
        assert window.isVisible()

        window.open_page("settings")
        page = window.stack.page
        assert isinstance(page, SettingsPage)
        button(page.code, "Change the code…").click()
        page.code.code.first.line.setText("97531")
        page.code.code.again.line.setText("97531")
        third = Answers((QuestionDialog, lambda one: one.buttons["kept"].click()))
        button(page.code, "Use this code from now on").click()
        assert third.done
        assert try_code(desk.workspace, "97531").right

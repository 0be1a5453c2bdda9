"""Handing the keyboard over: what the facilitator chooses first, and having it back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cps_desktop import paths
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.dots import MOST_DOTS_EACH, set_dots_each
from cps_desktop.services.facilitator_code import choose_code, code_problem, has_code
from cps_desktop.services.participant_view import (
    ANSWER,
    VOTE,
    ParticipantView,
    begin_view,
    end_view,
    is_there,
    view_in_force,
)
from cps_desktop.services.planners import planners_of
from cps_desktop.ui.kit import Choice, FormRow, QuestionDialog, RadioGroup, TickBox, Words
from cps_desktop.ui.laptop_settings import note_sample_lent
from cps_desktop.ui.participant.window import ParticipantWindow
from cps_desktop.ui.passphrase import SecretField
from cps_desktop.ui.shell_window import ShellWindow

GO, LEAVE = "go", "leave"

WHAT_IT_GUARDS: Final = (
    "Nobody gets from there to the rest of your work without this code, not even by closing the "
    "program or turning the laptop off. It cannot stop somebody from changing to another program "
    "(Alt+Tab) or from using the laptop itself: lock those as you always do."
)


class HandOverDialog(QuestionDialog):
    """What people shall do, and what they see of one another."""

    HELP = "participant"

    def __init__(self, planner: Planner, parent: QWidget | None = None) -> None:
        super().__init__(
            "Let people answer",
            "People see one question at a time, on the whole screen, and nothing else. What they "
            "say is saved at once.",
            ((GO, "Give them the keyboard"), (LEAVE, "Not now")),
            parent=parent,
        )
        self.doing = RadioGroup(
            "What people do",
            ((ANSWER, "Answer the questions"), (VOTE, "Give dots to what was said")),
            ANSWER,
        )
        dots = str(max(1, min(MOST_DOTS_EACH, planner.dots_each)))
        numbers = [(str(one), str(one)) for one in range(1, MOST_DOTS_EACH + 1)]
        self.dots = Choice("Dots for each person", numbers, dots)
        self.dots_row = FormRow("Dots for each person", self.dots)
        self.others = TickBox("Show what others said, without names")
        self.body.addWidget(self.doing)
        self.body.addWidget(self.dots_row)
        self.body.addWidget(self.others)
        self.doing.chosen.connect(lambda _key: self._show())
        self._show()
        self.buttons[GO].setFocus()

    def _show(self) -> None:
        votes = self.doing.key() == VOTE
        self.dots_row.setVisible(votes)
        self.others.setVisible(not votes)


class CodeDialog(QuestionDialog):
    """The first time: a code to come back by."""

    HELP = "participant"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            "Choose a code to come back",
            WHAT_IT_GUARDS,
            ((GO, "Use this code"), (LEAVE, "Not now")),
            parent=parent,
        )
        self._desk = desk
        self.code = NewCode()
        self.body.addWidget(self.code)
        self.buttons[GO].clicked.disconnect()
        self.buttons[GO].clicked.connect(lambda _checked=False: self.take())
        self.code.again.entered.connect(self.take)
        self.code.setFocus()

    def take(self) -> None:
        """Take the code that was typed, or say beneath why it cannot be taken."""
        code = self.code.taken()
        if not code:
            return
        words = choose_code(self._desk.workspace, code)
        if words:
            show_rescue_words(words, self)
        self._answered(GO)


class NewCode(QWidget):
    """A code, typed twice."""

    def __init__(self) -> None:
        super().__init__()
        from PySide6.QtWidgets import QVBoxLayout

        self.first = SecretField("Code")
        self.again = SecretField("The same code again")
        self.row = FormRow(
            "Code", self.first, "4 to 8 digits. Do not use the one of your telephone."
        )
        self.again_row = FormRow("The same again", self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.row)
        column.addWidget(self.again_row)
        column.addStretch(1)
        self.setFocusProxy(self.first)
        for field in (self.first, self.again):
            field.typed.connect(lambda: self.row.set_problem(""))

    def taken(self) -> str:
        """The code; "" where it cannot be taken yet, and why stands beneath."""
        problem = code_problem(self.first.text(), self.again.text())
        self.row.set_problem(problem)
        if problem:
            self.first.setFocus()
            return ""
        return self.first.text()

    def clear(self) -> None:
        """Forget both."""
        self.first.clear()
        self.again.clear()
        self.row.set_problem("")


def show_rescue_words(words: str, parent: QWidget | None) -> None:
    """Five words for whoever forgets the code, shown this once."""
    dialog = QuestionDialog(
        "Keep these five words",
        "If you forget the code, these words open your work again. Write them down now and keep "
        "them where no participant sees them. They are not shown again.",
        (("kept", "I have written them down"),),
        parent=parent,
    )
    dialog.body.addWidget(Words(words, "title"))
    dialog.ask()


class Handing(QObject):
    """One window's keyboard in participants' hands, until the code or the end of the program."""

    def __init__(self, window: ShellWindow, view: ParticipantView) -> None:
        super().__init__(window)
        self._window = window
        self.participants = ParticipantWindow(window.desk, view)
        self.participants.left.connect(self._back)
        window.closed.connect(self._ended)

    def begin(self) -> None:
        """From now on only the participants' window is there, and the room's without names."""
        room = self._window.room.known
        if room is not None:
            room.set_named(False)
        # Where the facilitator was, not on the projector's screen.
        self.participants.setScreen(self._window.screen())
        self.participants.move(self._window.screen().geometry().topLeft())
        self._window.hide()
        self.participants.take_over()

    def _back(self) -> None:
        window = self._window
        try:
            end_view(window.desk.workspace)
        except Fault as fault:
            window.telling.report(fault)
        if window.desk.is_sample:
            note_sample_lent(paths.settings_file(), lent=False)
        window.closed.disconnect(self._ended)
        window.show()
        window.raise_()
        window.activateWindow()
        # What had the keyboard may be gone: people answered meanwhile, and its box was made anew.
        window.stack.give_keyboard()
        self.participants.deleteLater()
        self.deleteLater()

    def _ended(self) -> None:
        if isValid(self.participants):
            self.participants.end()
            self.participants.deleteLater()


def planner_in_view(window: ShellWindow) -> RecordId:
    """The planner on the page, else the first of the session; "" where there is none."""
    shown = getattr(window.stack.page, "planner", "")
    if isinstance(shown, str) and shown:
        return shown
    found = planners_of(window.desk.door.records, window.stack.session)
    return next((one.id for one in found if not one.deleted), "")


def start_participant_view(window: ShellWindow, planner: RecordId) -> ParticipantWindow | None:
    """Ask what people shall do, and give them the keyboard; None where the person thought better.

    ``window`` is hidden meanwhile and shown again when the code was typed.
    """
    desk = window.desk
    if window.worker.busy:
        window.telling.say("Something else is still being done. Wait for it, or choose Cancel.")
        return None
    if not is_there(desk.workspace, planner):
        window.telling.say("Choose a planner first: its questions are what people answer.")
        return None
    window.write_down()
    known = desk.workspace.get(Planner, planner)
    assert known is not None
    if not has_code(desk.workspace):
        first = CodeDialog(desk, window)
        taken = first.ask() == GO
        first.deleteLater()
        if not taken:
            return None
    dialog = HandOverDialog(known, window)
    chosen = dialog.ask() == GO
    doing, others, dots = dialog.doing.key(), dialog.others.isChecked(), int(dialog.dots.key())
    dialog.deleteLater()
    if not chosen:
        return None
    view = ParticipantView(planner, doing, others and doing == ANSWER)

    def begin() -> bool:
        if doing == VOTE and dots != known.dots_each:
            set_dots_each(desk.door, planner, dots)
        begin_view(desk.workspace, view)
        return True

    if not window.telling.attempt(begin):
        return None
    if desk.is_sample:
        note_sample_lent(paths.settings_file(), lent=True)
    return _hand(window, view)


def resume_participant_view(window: ShellWindow) -> ParticipantWindow | None:
    """Participants had the keyboard when the program ended: they have it again; else None."""
    view = view_in_force(window.desk.workspace)
    return _hand(window, view) if view is not None else None


def _hand(window: ShellWindow, view: ParticipantView) -> ParticipantWindow:
    handing = Handing(window, view)
    handing.begin()
    return handing.participants

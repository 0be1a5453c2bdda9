"""In the settings: the facilitator's code, what it guards against and what it does not."""

from __future__ import annotations

from cps_desktop.domain.faults import Fault
from cps_desktop.services.facilitator_code import choose_code, has_code
from cps_desktop.ui.kit import Button, Card, Words
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.participant.start import WHAT_IT_GUARDS, NewCode, show_rescue_words
from cps_desktop.ui.session_page import Shell

FORGOTTEN = (
    "Whoever forgets the code chooses “I forgot the code” there, and types the passphrase of this "
    "work, the words of the recovery sheet, or the five words shown when the code was chosen."
)


class CodeCard(Card):
    """Choose the code by which one comes back from the participant view, or another one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="When people answer by themselves")
        self._shell = shell
        self.now = Words("")
        self.code = NewCode()
        self.begin = Button("Choose a code…", self._ask)
        self.keep = Button("Use this code from now on", self._keep)
        self.leave = Button("Leave it as it is", self._put_away)
        self.add(Words("When people answer by themselves", "section"), self.now, self.code)
        self.add(Across(*((one, 0) for one in (self.keep, self.leave, self.begin))))
        self.add(Words(WHAT_IT_GUARDS, "small", "quiet"), Words(FORGOTTEN, "small", "quiet"))
        self.show_code()

    def show_code(self) -> None:
        """Say whether there is a code."""
        there = has_code(self._shell.desk.workspace)
        self.now.setText(
            "A code brings you back from the questions to your work."
            if there
            else "No code was chosen yet: you are asked for one when people first answer."
        )
        self.begin.set_words("Change the code…" if there else "Choose a code…")
        self._put_away()

    def _ask(self) -> None:
        for part in (self.code, self.keep, self.leave):
            part.show()
        self.begin.hide()
        self.code.setFocus()

    def _put_away(self) -> None:
        self.code.clear()
        for part in (self.code, self.keep, self.leave):
            part.hide()
        self.begin.setHidden(False)

    def _keep(self) -> None:
        code = self.code.taken()
        if not code:
            return
        try:
            words = choose_code(self._shell.desk.workspace, code)
        except Fault as fault:
            self._shell.report(fault)
            return
        if words:
            show_rescue_words(words, self.window())
        self.show_code()
        self._shell.say("The new code is asked for from now on.")

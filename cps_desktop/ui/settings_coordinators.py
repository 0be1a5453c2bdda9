"""In the settings: the organisation whose coordinators receive what is handed over."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from cps_desktop.services.coordination import (
    Joining,
    accept_joining,
    become_coordinator,
    is_coordinator,
    joined,
    read_joining,
    save_join_file,
    save_recovery_key,
)
from cps_desktop.services.own_details import own_name, own_organisation
from cps_desktop.ui.kit import Button, Card, FormRow, LineField, QuestionDialog, Words
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell

JOIN_FILES = "Join files (*.cpsjoin);;All files (*)"
EXPLAINED = (
    "A coordinator gives you a join file, on a stick or by mail. Then what you hand over is "
    "sealed for them alone, and their recovery key opens your work if your own key is lost."
)


class CoordinatorsCard(Card):
    """Which organisation this laptop belongs to, joining one, and being its coordinator."""

    locks_changed = Signal()
    """Somebody else's key opens the work now."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Your coordinators")
        self._shell = shell
        self.now = Words("")
        self.words = Words("", "strong")
        self.join = Button("Open a join file…", self._choose)
        self.save = Button("Save the join file…", self._save)
        self.become = Button("This laptop is the coordinator's…", self._become)
        self.key = Button("Save the recovery key…", self._save_key)
        self.add(Words("Your coordinators", "section"), self.now, self.words)
        self.add(Across(*((one, 0) for one in (self.join, self.become, self.save, self.key))))
        self.add(Words(EXPLAINED, "small", "quiet"))

    def show_them(self) -> None:
        """Say whom this laptop belongs to."""
        workspace = self._shell.desk.workspace
        here = self._shell.attempt(lambda: joined(workspace))
        ours = is_coordinator(workspace)
        if here is None:
            self.now.setText("This laptop does not belong to an organisation yet.")
        elif ours:
            names = ", ".join(here.coordinators)
            self.now.setText(f"This laptop coordinates {here.organisation}. Coordinator: {names}.")
        else:
            names = ", ".join(here.coordinators)
            self.now.setText(f"This laptop belongs to {here.organisation}. Coordinators: {names}.")
        self.words.setText(f"Its four words: {here.words}" if here is not None else "")
        self.words.setVisible(here is not None)
        self.save.setVisible(here is not None)
        self.key.setVisible(ours)
        self.become.setVisible(here is None or ours)
        self.become.set_words(
            "Renew the join file…" if ours else "This laptop is the coordinator's…"
        )

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Open a join file", "", JOIN_FILES)
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Show what a join file says, and join once its four words were compared."""
        workspace = self._shell.desk.workspace
        joining = self._shell.attempt(lambda: read_joining(workspace, path))
        if joining is None or not self._compared(joining):
            return

        def join() -> bool:
            accept_joining(workspace, joining, path)
            return True

        if self._shell.attempt(join):
            self.show_them()
            self.locks_changed.emit()
            self._shell.say(f"This laptop belongs to {joining.organisation} now.")

    def _compared(self, joining: Joining) -> bool:
        other = joining.replaces and not joining.same_root
        warning = f"It takes the place of {joining.replaces}. " if other else ""
        question = QuestionDialog(
            f"Does {joining.organisation} say these four words?",
            f"{joining.words}\n\n{warning}Ask a coordinator ({', '.join(joining.coordinators)}) "
            "by phone or in person. Join only if they read out the same words.",
            (("join", "They are the same: join"), ("leave", "Do not join")),
            parent=self.window(),
        )
        return question.ask() == "join"

    def _save(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save the join file", "organisation.cpsjoin", JOIN_FILES
        )
        if not chosen:
            return
        workspace = self._shell.desk.workspace

        def save() -> bool:
            save_join_file(workspace, Path(chosen))
            return True

        if self._shell.attempt(save):
            self._shell.say("The join file is saved. Give it to your facilitators.")

    def _save_key(self) -> None:
        question = QuestionDialog(
            "Save the recovery key?",
            "Whoever has it can read all that is handed over to you, and open the work of every "
            "laptop that joined. Save it on a stick, and lock the stick away.",
            (("save", "Save it…"), ("leave", "Not now")),
            parent=self.window(),
        )
        if question.ask() != "save":
            return
        chosen, _ = QFileDialog.getSaveFileName(
            self, "Save the recovery key", "recovery key.txt", "Recovery keys (*.txt)"
        )
        if chosen:
            self.save_key(Path(chosen))

    def save_key(self, path: Path) -> None:
        """Write the recovery key into a file."""
        workspace = self._shell.desk.workspace

        def save() -> bool:
            save_recovery_key(workspace, path)
            return True

        if self._shell.attempt(save):
            self.locks_changed.emit()
            self._shell.say("The recovery key is saved. Lock the stick away.")

    def _become(self) -> None:
        workspace = self._shell.desk.workspace
        here = joined(workspace)
        name = LineField("Your name", own_name(workspace))
        organisation = LineField(
            "Organisation", here.organisation if here else own_organisation(workspace)
        )
        question = QuestionDialog(
            "Coordinate an organisation from this laptop",
            "What facilitators hand over will be sealed so that this laptop can open it.",
            (("make", "Make the join file"), ("leave", "Not now")),
            parent=self.window(),
        )
        question.body.addWidget(FormRow("Organisation", organisation))
        question.body.addWidget(FormRow("Your name", name))
        if question.ask() != "make":
            return
        made = self._shell.attempt(
            lambda: become_coordinator(workspace, organisation.text(), name.text())
        )
        if made is not None:
            self.show_them()
            self._shell.say(f"This laptop coordinates {made.organisation}. Save the join file now.")

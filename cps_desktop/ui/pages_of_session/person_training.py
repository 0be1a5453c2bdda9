"""What a person was at: their training with days and hours, and the papers that say so."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.records import RecordId
from cps_desktop.services.print_preview import Made
from cps_desktop.services.training import Attended, attended, training_record
from cps_desktop.ui.kit import Button, Words, empty
from cps_desktop.ui.made_papers import MadePapers
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_M, SPACE_S

NOTHING = "They have not been ticked in anywhere yet."
_DOING = "Making the training record"


class PersonTraining(QWidget):
    """``counted`` carries how many sessions count as training."""

    counted = Signal(int)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._person: RecordId = ""
        self._shown: tuple[Attended, ...] | None = None
        self._papers = MadePapers(shell, self)
        self.words = Words("")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_S)
        self.save = Button("Save the training record…", self._save)
        self.print = Button("Print the training record…", self._print)
        self.certificate = Button(
            "Certificate for this session", self._certificate, tip="Shown on the Print page"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(self.words)
        column.addLayout(self._rows)
        for button in (self.save, self.print, self.certificate):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_person(self, person: RecordId) -> None:
        """Show what is so now; nothing is drawn anew where nothing changed."""
        records = self._shell.desk.door.records
        some = attended(records, person)
        if (person, some) == (self._person, self._shown):
            return
        self._person, self._shown = person, some
        record = training_record(records, person)
        self.words.setText(record.words if some else NOTHING)
        empty(self._rows)
        trained = {one.session.id for one in record.sessions}
        for title, part in record.parts:
            self._add(title, part)
        others = tuple(one for one in some if one.session.id not in trained)
        if others:
            self._add("Other sessions", others)
        for button in (self.save, self.print):
            button.setVisible(bool(trained))
        self.certificate.setVisible(bool(some))
        self.counted.emit(len(trained))

    def _add(self, title: str, some: tuple[Attended, ...]) -> None:
        self._rows.addWidget(Words(title, "strong"))
        for one in some:
            self._rows.addWidget(Words(one.session.title or "A session without a title"))
            facts = ", ".join(part for part in (one.days_words, one.hours_words) if part)
            self._rows.addWidget(Words(facts, "small", "quiet"))

    def _made(self) -> Made:
        from cps_desktop.services.training_paper import make_training

        return make_training(self._shell.desk, self._person)

    def _save(self) -> None:
        self._papers.save(_DOING, self._made)

    def _print(self) -> None:
        self._papers.print_it(_DOING, self._made)

    def _certificate(self) -> None:
        self._shell.open_page("print", self._person)

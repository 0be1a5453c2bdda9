"""The cards about one person: erase them or one field for everybody, or ask for it."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.kinds import Person
from cps_desktop.domain.records import RecordId, meanings
from cps_desktop.services.erasing import (
    Foreseen,
    ask_for_erasure,
    foresee_field,
    foresee_person,
)
from cps_desktop.services.progress import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.kit import Button, Card, Choice, FormRow, TextField, Words
from cps_desktop.ui.person_data_preview import ErasingCard
from cps_desktop.ui.session_page import Shell

EVERYTHING: Final = "everything"
_FIELDS: Final = (
    "contact",
    "email",
    "phone",
    "needs",
    "emergency_contact",
    "responsible_adult",
    "community",
    "known_as",
    "role",
    "organisation",
    "name",
)
_LINE: Final = (
    "What is erased is gone for good: here, from backups here, and with the next bundle on every "
    "other laptop. Old bundles bring nothing of it back. Undo does not bring it back either."
)


class EraseCard(ErasingCard):
    """For a coordinator who may erase: one person, or one field."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell, "Erase")
        self._person: RecordId = ""
        labels = meanings(Person)
        options = [(EVERYTHING, "Everything about them")]
        options += [(name, f"Only: {labels[name].label}") for name in _FIELDS]
        self.what = Choice("What to erase", options)
        self.what.chosen.connect(lambda _key: self._forget())
        self.look = Button("Show what would go", self._look)
        self.add(
            Words("Erase", "section"),
            Words(_LINE),
            FormRow("What to erase", self.what),
            self.look,
            self._preview,
        )
        self.erased.connect(self._fit_person)

    def show_person(self, person: RecordId) -> None:
        """From now on it is about this person."""
        if person != self._person:
            self._person = person
            self.what.set_key(EVERYTHING)
            self.what.setEnabled(True)
            self.look.setEnabled(True)
            self._forget()

    def _looked_from(self) -> QWidget:
        return self.look

    def _look(self) -> None:
        desk, person, field = self._shell.desk, self._person, self.what.key()

        def job(_progress: Progress) -> Foreseen:
            with desk_beside(desk) as beside:
                if field == EVERYTHING:
                    return foresee_person(beside.workspace, person)
                return foresee_field(beside.workspace, Person.KIND, person, field)

        self._shell.run("Looking through everything held", job, self.show_foreseen)

    def _fit_person(self) -> None:
        left = self._shell.desk.workspace.get(Person, self._person) is not None
        self.what.setEnabled(left)
        self.look.setEnabled(left)


class AskCard(Card):
    """For everybody else: ask those who may."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Ask a coordinator to erase")
        self._shell = shell
        self._person: RecordId = ""
        self.why = TextField("Why it should be erased")
        self.ask = Button("Ask a coordinator to erase", self._ask)
        self.ask.setEnabled(False)
        self.why.edited.connect(lambda text: self.ask.setEnabled(bool(text.strip())))
        self.add(
            Words("Ask a coordinator to erase", "section"),
            Words(
                "A coordinator who may erase sees what you ask with your next bundle, and decides."
            ),
            FormRow("Why it should be erased", self.why, "For example: they asked for it."),
            self.ask,
        )

    def show_person(self, person: RecordId) -> None:
        """From now on it is about this person."""
        if person != self._person:
            self._person = person
            self.why.set_text("")
            self.ask.setEnabled(False)

    def _ask(self) -> None:
        door, words = self._shell.desk.door, self.why.text()
        if self._shell.attempt(lambda: ask_for_erasure(door, self._person, words)):
            self.why.set_text("")
            self.ask.setEnabled(False)
            self._shell.say("Asked. It goes along with your next bundle.", undo=True)

"""What one person agreed to: the words they are shown, what they said, and when."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.consents import Purpose, Standing
from cps_desktop.domain.kinds import ConsentWay, Person
from cps_desktop.domain.records import RecordId
from cps_desktop.services.consents import WAY_WORDS, consents_of, note_consent, standing_words
from cps_desktop.ui.kit import Button, Choice, FormRow, Words, buttons_row
from cps_desktop.ui.pages_of_session.person_needs_fields import short
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_M, SPACE_S


class _PurposeFields(QWidget):
    """One thing that is asked, in the very words that are kept with the answer."""

    answered = Signal(bool)

    def __init__(self, purpose: Purpose) -> None:
        super().__init__()
        self.purpose = purpose
        self.standing = Words("", "strong")
        self.yes = Button("Yes", partial(self.answered.emit, True))
        self.no = Button("No", partial(self.answered.emit, False))
        self.yes.setAccessibleName(f"{purpose.name}: they say yes")
        self.no.setAccessibleName(f"{purpose.name}: they say no")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(Words(purpose.name, "strong"))
        column.addWidget(Words(f"“{purpose.wording}”"))
        column.addWidget(Words(purpose.why, "small", "quiet"))
        column.addWidget(self.standing)
        column.addLayout(buttons_row(self.yes, self.no))

    def show_standing(self, one: Standing) -> None:
        self.standing.setText(standing_words(one, self.purpose.wording))
        self.standing.set_tone("amber" if one.differing else "done" if one.given else "quiet")


class ConsentFields(QWidget):
    """Everything that is asked of one person. An answer is kept at once, with the day."""

    counted = Signal(int)
    """To how many things they said yes."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._person: RecordId = ""
        self.way = short(
            Choice(
                "How they answered",
                [(way, words.capitalize()) for way, words in WAY_WORDS.items()],
            )
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(
            Words("Read it to them, or let them read it. These words are kept with the answer.")
        )
        column.addWidget(FormRow("How they answered", self.way))
        self.purposes = [_PurposeFields(one) for one in shell.desk.purposes]
        for fields in self.purposes:
            fields.answered.connect(partial(self._answered, fields.purpose))
            column.addWidget(fields)

    def show_person(self, person: Person) -> None:
        """Show what holds now."""
        self._person = person.id
        holds = consents_of(self._shell.desk.door.records, person.id)
        for fields in self.purposes:
            fields.show_standing(holds.get(fields.purpose.key, Standing()))
        self.counted.emit(sum(one.given is True for one in holds.values()))

    def _answered(self, purpose: Purpose, given: bool) -> None:
        door, person = self._shell.desk.door, self._person
        way = ConsentWay(self.way.key() or ConsentWay.SPOKEN)
        kept = self._shell.attempt(
            lambda: note_consent(door, person, purpose, given=given, way=way)
        )
        if kept is not None and kept.touched:
            said = "yes" if given else "no"
            self._shell.say(f"{purpose.name}: {said}, with the words and the day.", undo=True)

"""What every kind of answer has in common, and the list of what this person said here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.planner_templates import Box
from cps_desktop.domain.records import RecordId
from cps_desktop.services.participant_turn import Turn
from cps_desktop.services.participant_words import ParticipantWords
from cps_desktop.ui.kit import Button, Card, ParticipantButton, TextField, Words, announce, empty
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.participant.keeping import Keeping
from cps_desktop.ui.theme import SPACE_M, SPACE_S


class Asking(msgspec.Struct, frozen=True):
    """A question being asked: of whom, in which words, and how its answer is kept."""

    box: Box
    turn: Turn
    words: ParticipantWords
    keeping: Keeping


class Answer(QWidget):
    """The part of a question one answers in. Everything is kept as it is said."""

    changed = Signal()
    """Something was said or taken back: whether the question is answered may be another now."""
    sight_wanted = Signal(QWidget)
    """A part one is about to work in is to be seen whole."""
    began = Signal()
    """A key or a click that answers: the voice falls silent."""

    def __init__(self, asking: Asking) -> None:
        super().__init__()
        self.box, self.turn = asking.box, asking.turn
        self.words, self.keeping = asking.words, asking.keeping
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_M)

    def buttons(self) -> Sequence[Button]:
        """What else can be done, to stand beneath the answer."""
        return ()

    def own_list(self) -> QWidget | None:
        """What was said here already, to stand beneath the buttons."""
        return None

    def fields(self) -> Sequence[TextField]:
        """Where words can be typed."""
        return ()

    def answered(self) -> bool:
        """Whether this person said something here."""
        return bool(self.turn.notes(self.box.key))

    @property
    def unkept(self) -> bool:
        """Whether something said here could not be kept yet: it stays until it is."""
        return any(field.held for field in self.fields())

    def first(self) -> QWidget:
        """Where the keyboard begins."""
        return self

    def write_down(self) -> None:
        """Keep what was typed and is not yet kept."""

    def fit_to(self, height: int) -> None:
        """So many pixels of a page are seen at a time."""

    def label(self, words: str, field: QWidget) -> Words:
        """Words above a field, which name it."""
        shown = Words(words, "participant_words")
        shown.setBuddy(field)
        return shown


class OwnList(QWidget):
    """What this person said here, each with "Change" and "Take it away"."""

    def __init__(
        self,
        words: ParticipantWords,
        *,
        change: Callable[[RecordId], object],
        take_away: Callable[[RecordId], object],
        bring_back: Callable[[RecordId], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._change, self._take_away, self._bring_back = change, take_away, bring_back
        self._gone: RecordId = ""
        self.setAccessibleName(words("your_answers"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)

    def show_list(self, said: Sequence[tuple[RecordId, str]]) -> None:
        """Show these (id and words); nothing is shown where there is none."""
        empty(self._column)
        if said or self._gone:
            self._column.addWidget(Words(self._words("your_answers"), "participant_strong"))
        for note, text in said:
            self._column.addWidget(self._card(note, text))
        if self._gone:
            self._column.addWidget(self._taken_away(self._gone))
        self.setVisible(bool(said) or bool(self._gone))

    def forget_taken_away(self) -> None:
        """It can no longer be brought back from here: the person went on."""
        self._gone = ""

    def _card(self, note: RecordId, text: str) -> QWidget:
        card = Card(name=text, tight=True)
        row = QWidget()
        buttons = WrappingRow(SPACE_S, parent=row)
        for key, do in (("change", self._change), ("take_away", self._take)):
            button = ParticipantButton(self._words(key), partial(do, note))
            button.setAccessibleName(f"{self._words(key)}: {text}")
            buttons.addWidget(button)
        shown = Words(text, "participant_words")
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        card.add(shown, row)
        return card

    def _taken_away(self, note: RecordId) -> QWidget:
        card = Card(name=self._words("taken_away"), tight=True)
        card.add(
            Words(self._words("taken_away"), "participant_words"),
            ParticipantButton(self._words("bring_back"), partial(self._back, note)),
        )
        return card

    def _take(self, note: RecordId) -> None:
        self._gone = note
        self._take_away(note)
        announce(self, self._words("taken_away"))

    def _back(self, note: RecordId) -> None:
        self._gone = ""
        self._bring_back(note)

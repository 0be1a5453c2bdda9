"""Letters on the screen: for a finger, a mouse, or one switch that goes row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cps_desktop.services.participant_words import ParticipantWords
from cps_desktop.ui.kit import ParticipantButton, TextField
from cps_desktop.ui.participant.fields import AnswerField
from cps_desktop.ui.participant.sheet import Sheet, Targets, Ways
from cps_desktop.ui.theme import SPACE_M, SPACE_S, TARGET_LARGE

# In the order of the alphabet: it asks nothing of whoever never learnt to type.
ROWS: Final = {
    "en": ("abcdefghi", "jklmnopqr", "stuvwxyz", ".,?!'-", "0123456789"),
    "cy": ("abcdefghi", "jklmnopqr", "stuvwxyz", "âêîôûŵŷ", ".,?!'-", "0123456789"),
    "pl": ("aąbcćdeęfg", "hijklłmnńo", "óprsśtuwyz", "źżqvx.,?!-", "0123456789"),
}


class LettersSheet(Sheet):
    """The text as it stands, the letters beneath, and "Ready"."""

    def __init__(
        self,
        words: ParticipantWords,
        ways: Ways,
        field: TextField,
        *,
        said: Callable[[str], object],
        back: Callable[[], object],
    ) -> None:
        super().__init__(words, ways, words("letters_of"))
        self.column.setSpacing(SPACE_M)
        self.say(field.accessibleName() or words("letters_of"), "section")
        self.shown = AnswerField(words("your_answer"), lines=1)
        self.shown.set_text(field.text())
        self.shown.moveCursor(self.shown.textCursor().MoveOperation.End)
        self.column.addWidget(self.shown)
        self._rows: list[list[QWidget]] = []
        for letters in ROWS.get(words.language, ROWS["en"]):
            self._rows.append([self._letter(one) for one in letters])
        self._rows.append(
            [
                ParticipantButton(words("space"), lambda: self._put(" ")),
                ParticipantButton(words("delete_letter"), self.shown.take_letter),
            ]
        )
        for row in self._rows:
            self.column.addWidget(_side_by_side(row))
        self.column.addStretch(1)
        self._said = said
        self.shown.edited.connect(said)
        self._back = back
        self.ready = ParticipantButton(f"✔ {words('ready')}", self._ready, primary=True)
        self.add_buttons(self.ready)

    def first(self) -> QWidget | None:
        return self._rows[0][0]

    def write_down(self) -> None:
        """What was spelt so far is the answer's, whatever comes."""
        self._said(self.shown.text())

    def targets(self) -> Targets:
        return [*(list(row) for row in self._rows), [self.ready]]

    def _letter(self, letter: str) -> ParticipantButton:
        button = ParticipantButton(letter, lambda: self._put(letter))
        button.setMinimumWidth(TARGET_LARGE)
        return button

    def _put(self, letter: str) -> None:
        text = self.shown.text()
        begins = not text or text.rstrip()[-1:] in {".", "?", "!"}
        self.shown.put_in(letter.upper() if begins else letter)

    def _ready(self) -> None:
        self._said(self.shown.text())
        self._back()


def _side_by_side(parts: list[QWidget]) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_S)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    whole.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    return whole

"""Drawing an answer; or saying in words what one would draw."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from cps_desktop.domain.kinds import Note
from cps_desktop.domain.records import RecordId
from cps_desktop.ui.kit import TextField
from cps_desktop.ui.participant.answer import Asking
from cps_desktop.ui.participant.answer_notes import WordsAnswer
from cps_desktop.ui.participant.fields import AnswerField
from cps_desktop.ui.sketch import SketchPad
from cps_desktop.ui.theme import FIELD_WIDTH
from cps_desktop.ui.theme_state import theme

REST_MS: Final = 3_000
"""A drawing is kept when the pen rests this long: every keeping of it is a picture of its own."""

_ABOVE_PAD: Final = 256
"""Pixels that a question with its picture takes above the pad at 100 %."""
_SEEN_WHOLE: Final = 125
"""Per cent of text size to which paper, tools and question fit on a small screen."""
QWIDGETSIZE_MAX: Final = (1 << 24) - 1

_PAD_WORDS: Final = {
    "thin": "thin",
    "thick": "thick",
    "rubber": "rubber",
    "take_back": "take_line_back",
    "again": "start_again",
    "paper": "paper",
}


class SketchAnswer(WordsAnswer):
    """A drawing at a time, and what it shows."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(asking, "add_another")
        said = {part: self.words(key) for part, key in _PAD_WORDS.items()}
        self.pad = SketchPad(large=True, words=said)
        self.pad.setMinimumHeight(FIELD_WIDTH + FIELD_WIDTH // 5)
        self.shows = AnswerField(self.words("what_it_shows"), lines=1)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._keep_drawing)
        self._drawn = False
        self.column.addWidget(self.pad)
        self.column.addWidget(self.label(self.words("what_it_shows"), self.shows))
        self.column.addWidget(self.shows)
        self.pad.changed.connect(self._drew)
        for pen in (self.pad.thin, self.pad.thick, self.pad.rubber):
            pen.clicked.connect(lambda _on=False: self.sight_wanted.emit(self.pad))
        self.shows.edited.connect(lambda _text: self._typed())
        self.shows.began.connect(self.began)
        self._show()

    def first(self) -> QWidget:
        return self.pad.thin

    def write_down(self) -> None:
        self._keep_drawing()
        super().write_down()

    def fit_to(self, height: int) -> None:
        # The paper is seen whole without scrolling, where letters leave it the room for that.
        room = height - _ABOVE_PAD if theme().scale <= _SEEN_WHOLE else 0
        least = self.pad.minimumHeight()
        self.pad.setMaximumHeight(max(room, least) if room else QWIDGETSIZE_MAX)

    def fields(self) -> Sequence[TextField]:
        return (self.shows,)

    def _load(self, note: Note) -> None:
        self._drawn = False
        self.shows.set_text(note.text)
        jpeg = self.turn.picture(note.id)
        self.pad.clear()
        if jpeg:
            self.pad.show_picture(jpeg)

    def _empty(self) -> None:
        super()._empty()
        self.pad.clear()
        self._drawn = False

    def _text_of(self, note: Note) -> str:
        return note.text or self.words("a_drawing")

    def _drew(self) -> None:
        self.began.emit()
        self._drawn = True
        self._rest.start()

    def _keep_drawing(self) -> None:
        self._rest.stop()
        if self._drawn:
            self._typed()
        if self._drawn:
            # It could not be kept: again in a while, as words are.
            self._rest.start()

    @property
    def unkept(self) -> bool:
        return self._drawn or super().unkept

    def _say(self) -> RecordId:
        picture = self.pad.prepared(self.words("a_drawing")) if self._drawn else None
        if picture is not None and self.pad.blank and not self._note:
            picture = None
        note = self.turn.draw(self.box.key, picture, self.shows.text(), self._note)
        self._drawn = False
        return note

"""The paper with its tools: pen, thick pen, rubber, take a line back, start again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.ui.kit import Button, ParticipantButton
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.sketch.paper import PENS, SketchPaper
from cps_desktop.ui.theme import SPACE_M, SPACE_S

WORDS: Final[Mapping[str, str]] = {
    "thin": "Pen",
    "thick": "Thick pen",
    "rubber": "Rubber",
    "take_back": "Take the last line back",
    "again": "Start again",
    "paper": "Drawing paper",
}


class SketchPad(QWidget):
    """A drawing and its tools. ``changed`` after every stroke, taking back and starting again.

    ``large``: buttons for participants (44 px). ``words`` replaces those of ``WORDS``.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        large: bool = False,
        words: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        said = {**WORDS, **(words or {})}
        make = ParticipantButton if large else Button
        self.setAccessibleName(said["paper"])
        self.paper = SketchPaper(said["paper"])
        self.thin = make(said["thin"], lambda: self._hold(PENS[0]))
        self.thick = make(said["thick"], lambda: self._hold(PENS[1]))
        self.rubber = make(said["rubber"], lambda: self._hold(0))
        self.take_back = make(said["take_back"], self.paper.take_back)
        self.again = make(said["again"], self._start_again)
        tools = QWidget()
        row = WrappingRow(SPACE_S, parent=tools)
        for button in (self.thin, self.thick, self.rubber, self.take_back, self.again):
            row.addWidget(button)
        for button in (self.thin, self.thick, self.rubber):
            button.setCheckable(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(tools)
        column.addWidget(self.paper, 1)
        self.paper.drawn.connect(self._drawn)
        self._hold(PENS[0])
        self._show_what_can_be_done()

    @property
    def blank(self) -> bool:
        """Whether nothing is drawn."""
        return self.paper.blank

    def prepared(self, name: str = "Drawing") -> PreparedPicture:
        """The drawing as it is kept (``services.pictures``)."""
        return self.paper.prepared(name)

    def show_picture(self, jpeg: bytes) -> None:
        """Go on with a drawing that was kept."""
        self.paper.show_picture(jpeg)
        self._show_what_can_be_done()

    def clear(self) -> None:
        """An empty paper and the first pen; nothing is emitted."""
        self.paper.clear()
        self._hold(PENS[0])
        self._show_what_can_be_done()

    def _hold(self, pen: int) -> None:
        """Take a pen of this width, or the rubber (0)."""
        self.paper.rubbing = not pen
        self.paper.width_of_pen = pen or PENS[0]
        for button, width in ((self.thin, PENS[0]), (self.thick, PENS[1]), (self.rubber, 0)):
            button.setChecked(width == pen)

    def _start_again(self) -> None:
        self.clear()
        self.changed.emit()

    def _drawn(self) -> None:
        self._show_what_can_be_done()
        self.changed.emit()

    def _show_what_can_be_done(self) -> None:
        # Not disabled: the keyboard would be lost from a button that is switched off beneath it.
        for button in (self.take_back, self.again):
            button.setEnabled(not self.paper.blank or self.paper.can_take_back or button.hasFocus())

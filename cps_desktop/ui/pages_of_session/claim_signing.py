"""A box to sign in: with a finger, a pen or a mouse; kept as strokes, never as a picture."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.signatures import write_strokes
from cps_desktop.ui.kit import LinkButton, Words
from cps_desktop.ui.sketch import SketchPaper
from cps_desktop.ui.theme import SPACE_S


class SignaturePaper(SketchPaper):
    """Paper whose strokes can be asked for."""

    def strokes(self) -> str:
        """What is drawn, as it is kept; "" for nothing."""
        lines = (
            [(at.x(), at.y()) for at in line.toList()] for line, _width, _rubs in self._strokes
        )
        return write_strokes(lines)


class SignatureBox(QWidget):
    """The paper and what it is for. ``signed`` after every stroke and when it is wiped."""

    signed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.paper = SignaturePaper("Signature")
        self.paper.setMinimumSize(self.paper.sizeHint())
        self.again = LinkButton("Start again", self._wipe)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(Words("Please sign here", "strong"))
        column.addWidget(self.paper, 1)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        self.paper.drawn.connect(self.signed)

    def strokes(self) -> str:
        """What is drawn, as it is kept; "" for nothing."""
        return self.paper.strokes()

    def _wipe(self) -> None:
        self.paper.clear()
        self.signed.emit()

"""How far one is: "Question 3 of 9" in dots. What they show is said in words beside them."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from cps_desktop.ui.theme import MARK, SPACE_S
from cps_desktop.ui.theme_state import theme

_MOST = 24
"""More questions than this are counted in words alone."""


class ProgressDots(QWidget):
    """Filled: answered. A ring around it: this one. Open: still to come, or skipped."""

    def __init__(self) -> None:
        super().__init__()
        self._answered: tuple[bool, ...] = ()
        self._here = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.updateGeometry)

    def show_progress(self, answered: tuple[bool, ...], here: int, words: str) -> None:
        """``words`` says the same to a screen reader."""
        self._answered, self._here = answered, here
        self.setAccessibleName(words)
        self.setVisible(1 < len(answered) <= _MOST)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        side = self._side()
        return QSize(len(self._answered) * (side + SPACE_S), side)

    def _side(self) -> int:
        return round(MARK * min(theme().scale, 150) / 100)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, side = theme().colour("primary"), self._side()
        turned = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        for number, answered in enumerate(self._answered):
            place = len(self._answered) - 1 - number if turned else number
            middle = QPointF(place * (side + SPACE_S) + side / 2 + SPACE_S / 2, side / 2)
            painter.setPen(QPen(colour, 2))
            painter.setBrush(colour if answered else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, side * 0.3, side * 0.3)
            if number == self._here:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(middle, side * 0.46, side * 0.46)
                if not answered:
                    painter.setBrush(colour)
                    painter.drawEllipse(middle, side * 0.14, side * 0.14)

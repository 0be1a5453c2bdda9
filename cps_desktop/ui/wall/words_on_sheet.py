"""Words on the paper beside the notes: a theme's name, a column's heading, what is left out."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from cps_desktop.ui.theme import SPACE_XS
from cps_desktop.ui.theme_state import theme


class WordsOnSheet(QLabel):
    """A line of them, which grows with the zoom."""

    def __init__(self, words: str, role: str, tone: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)
        self._role, self._tone = role, tone
        self._zoom = 1.0

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom

    def height_needed(self) -> float:
        """One line, in page units."""
        return QFontMetricsF(theme().font(self._role)).height() + SPACE_XS

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.scale(self._zoom, self._zoom)
        font = theme().font(self._role)
        painter.setFont(font)
        painter.setPen(theme().colour(self._tone))
        room = QRectF(0, 0, self.width() / self._zoom, self.height() / self._zoom)
        words = QFontMetricsF(font).elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)

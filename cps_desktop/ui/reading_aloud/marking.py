"""Where the voice is, on the screen: the word it says stands on a strong ground."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.theme_state import theme


def said_format() -> QTextCharFormat:
    """How the word that is being said looks: readable, and never by colour alone."""
    shown = QTextCharFormat()
    shown.setBackground(theme().colour("primary"))
    shown.setForeground(theme().colour("on_primary"))
    shown.setFontUnderline(True)
    return shown


class SpokenWords(Words):
    """Words that show which of them is being said."""

    _start = _length = 0

    def mark_spoken(self, start: int, length: int) -> None:
        """The voice is here; a length of 0 for nowhere."""
        if (start, length) != (self._start, self._length):
            self._start, self._length = start, length
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        # Only while something is said: then our own lines, which stand where Qt's own do.
        if not self._length:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        layout = self._laid_out()
        mark = QTextLayout.FormatRange()
        mark.start, mark.length, mark.format = self._start, self._length, said_format()
        height = layout.boundingRect().height()
        room = QRectF(self.contentsRect())
        top = room.top() + max(0.0, (room.height() - height) / 2)
        layout.draw(painter, QPointF(room.left(), top), [mark])

    def _laid_out(self) -> QTextLayout:
        layout = QTextLayout(self.text().replace("\n", "\u2028"), self.font())
        option = QTextOption(Qt.AlignmentFlag.AlignLeading)
        option.setTextDirection(self.layoutDirection())
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        metrics = QFontMetrics(self.font())
        layout.beginLayout()
        y = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(self.contentsRect().width())
            line.setPosition(QPointF(0, y))
            y += max(line.height(), metrics.lineSpacing())
        layout.endLayout()
        return layout


def mark_in_field(field: QPlainTextEdit, start: int, length: int) -> None:
    """The voice is here in what somebody typed; a length of 0 for nowhere."""
    shown: list[QTextEdit.ExtraSelection] = []
    if length:
        end = min(start + length, field.document().characterCount() - 1)
        mark = QTextEdit.ExtraSelection()
        cursor = QTextCursor(field.document())
        cursor.setPosition(min(start, end))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        mark.cursor = cursor
        mark.format = said_format()
        shown = [mark]
    field.setExtraSelections(shown)

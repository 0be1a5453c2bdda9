"""How a result of the search looks: its title, and beneath it what tells it from its like."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from cps_desktop.ui.theme import ACCENT, ROW, SPACE_M, SPACE_S, SPACE_XS
from cps_desktop.ui.theme_state import theme

DETAIL_ROLE: Final = Qt.ItemDataRole.UserRole + 2
HEADING_ROLE: Final = Qt.ItemDataRole.UserRole + 3

AnyIndex = QModelIndex | QPersistentModelIndex


class ResultPainter(QStyledItemDelegate):
    """Paints headings, and results on one line or two."""

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        state = theme()
        height = QFontMetrics(state.font("strong")).height() + 2 * SPACE_S
        if index.data(HEADING_ROLE):
            return QSize(0, QFontMetrics(state.font("small_strong")).height() + SPACE_M)
        if index.data(DETAIL_ROLE):
            height += QFontMetrics(state.font("small")).height() + SPACE_XS
        return QSize(0, max(state.px(ROW), height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        state = theme()
        rect: QRect = option.rect
        flags: QStyle.StateFlag = option.state
        heading = bool(index.data(HEADING_ROLE))
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, state.colour("selected"))
            painter.fillRect(rect.adjusted(0, 0, ACCENT - rect.width(), 0), state.colour("primary"))
        elif flags & QStyle.StateFlag.State_MouseOver and not heading:
            painter.fillRect(rect, state.colour("hover"))
        forced = "on_selected" if chosen else ""
        lines = [("small_strong", "quiet") if heading else ("strong", forced or "text")]
        words = [str(index.data() or "")]
        if detail := str(index.data(DETAIL_ROLE) or ""):
            lines.append(("small", forced or "quiet"))
            words.append(detail)
        heights = [QFontMetrics(state.font(role)).height() for role, _tone in lines]
        room = rect.adjusted(SPACE_M, 0, -SPACE_S, 0)
        top = rect.top() + (rect.height() - sum(heights) - SPACE_XS * (len(lines) - 1)) // 2
        for (role, tone), text, height in zip(lines, words, heights, strict=True):
            font = state.font(role)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.setFont(font)
            painter.setPen(state.colour(tone))
            painter.drawText(
                QRect(room.left(), top, room.width(), height), Qt.AlignmentFlag.AlignVCenter, shown
            )
            top += height + SPACE_XS
        painter.restore()

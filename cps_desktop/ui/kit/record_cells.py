"""The cells of a list of records: how they are painted, and what room their words need."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from cps_desktop.ui.kit.record_model import COLUMN_ROLE, QUIET_ROLE, STATE_ROLE, Column
from cps_desktop.ui.kit.status import State, paint_shape
from cps_desktop.ui.theme import ACCENT, HAIR, MARK, ROW, SPACE_L, SPACE_M, SPACE_S
from cps_desktop.ui.theme_state import theme

T = TypeVar("T")
_MEASURED = 8  # of these, so many of the longest are measured; shorter ones are not wider
_MOST_CELL = 44  # characters a column may ask for before it shares the room


class RowPainter(QStyledItemDelegate):
    """Paints a cell: shape, strong words, quiet words behind; a chosen row has a strong edge."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        self.wrapped = False
        """Words go on beneath where a column is too narrow, instead of being cut off."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        column: Column[object] = index.data(COLUMN_ROLE)
        said = str(index.data() or ""), str(index.data(QUIET_ROLE) or "")
        return QSize(_cell_width(column, *said), theme().px(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        state = theme()
        rect: QRect = option.rect
        chosen = self._view.selectionModel().isSelected(index)
        painter.save()
        if chosen:
            painter.fillRect(rect, state.colour("selected"))
            if index.column() == 0:
                edge = QRect(rect.left(), rect.top(), ACCENT, rect.height())
                painter.fillRect(edge, state.colour("primary"))
        elif self._view.underMouse() and _is_hovered(option):
            painter.fillRect(rect, state.colour("hover"))
        painter.setPen(QPen(state.colour("hairline"), HAIR))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        inner = rect.adjusted(SPACE_M, 0, -SPACE_M, 0)
        self._words(painter, inner, index, "on_selected" if chosen else "")
        painter.restore()

    def _words(
        self,
        painter: QPainter,
        room: QRect,
        index: QModelIndex | QPersistentModelIndex,
        forced: str,
    ) -> None:
        column: Column[object] = index.data(COLUMN_ROLE)
        shown: State | None = index.data(STATE_ROLE)
        colour = theme().colour(forced or (shown.tone if shown else "text"))
        if shown is not None:
            mark = theme().px(MARK)
            where = QRectF(room.left(), room.center().y() - mark / 2, mark, mark)
            paint_shape(painter, shown.shape, where, colour)
            room = room.adjusted(mark + SPACE_S, 0, 0, 0)
        if self.wrapped:
            self._lines(painter, room, index, forced or (shown.tone if shown else ""))
            return
        role = _role_of(column)
        metrics = _metrics(role)
        text = metrics.elidedText(
            _one_line(index.data()), Qt.TextElideMode.ElideRight, room.width()
        )
        side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme().font(role))
        painter.setPen(colour)
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, text)
        quiet = _one_line(index.data(QUIET_ROLE))
        left = metrics.horizontalAdvance(text) + SPACE_S
        if quiet and left < room.width():
            rest = room.adjusted(left, 0, 0, 0)
            small = _metrics("small").elidedText(quiet, Qt.TextElideMode.ElideRight, rest.width())
            painter.setFont(theme().font("small"))
            painter.setPen(theme().colour(forced or "quiet"))
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, small)

    def _lines(
        self,
        painter: QPainter,
        room: QRect,
        index: QModelIndex | QPersistentModelIndex,
        tone: str,
    ) -> None:
        """All the words of a cell, the quiet ones beneath the others."""
        column: Column[object] = index.data(COLUMN_ROLE)
        parts = (
            (_role_of(column), _one_line(index.data()), tone or "text"),
            ("small", _one_line(index.data(QUIET_ROLE)), tone or "quiet"),
        )
        laid = [
            (*_lay_out(role, words, room.width(), right=column.number), colour)
            for role, words, colour in parts
            if words
        ]
        top = room.top() + max(0.0, room.height() - sum(tall for _, tall, _ in laid)) / 2
        for layout, tall, colour in laid:
            painter.setPen(theme().colour(colour))
            layout.draw(painter, QPointF(room.left(), top))
            top += tall


def _is_hovered(option: QStyleOptionViewItem) -> bool:
    # Read when the mouse first comes: that class of Qt takes its time, and nobody else needs it.
    from PySide6.QtWidgets import QStyle

    flags: QStyle.StateFlag = option.state
    return bool(flags & QStyle.StateFlag.State_MouseOver)


def _role_of(column: Column[Any]) -> str:
    return "strong" if column.strong else "number" if column.number else "body"


def _metrics(role: str) -> QFontMetrics:
    return QFontMetrics(theme().font(role))


def _cell_width(column: Column[Any], text: str, quiet: str) -> int:
    """The room the words of a cell need, in pixels."""
    width = _metrics(_role_of(column)).horizontalAdvance(text[:_MOST_CELL]) + 2 * SPACE_M
    if quiet:
        width += _metrics("small").horizontalAdvance(quiet[:_MOST_CELL]) + SPACE_S
    if column.state is not None:
        width += theme().px(MARK) + SPACE_S
    return width + 1


def column_width(column: Column[T], rows: Sequence[T]) -> int:
    """The room the heading and the longest words of a column need, in pixels."""
    said = {(column.text(row), column.quiet(row)) for row in rows}
    longest = sorted(said, key=lambda one: len(one[0]) + len(one[1]), reverse=True)[:_MEASURED]
    return max(_title_width(column), *(_cell_width(column, *one) for one in longest), 0)


def _title_width(column: Column[Any]) -> int:
    return _metrics("small").horizontalAdvance(column.title + " ▼") + 2 * SPACE_L


def _one_line(text: object) -> str:
    return " ".join(str(text or "").split())


def least_width(column: Column[T], rows: Sequence[T]) -> int:
    """What a column needs where its words may go on beneath: its heading, and its longest word.

    The word that says how something stands is kept whole, beside its sign.
    """
    if column.state is not None:
        return column_width(column, rows)
    words = {
        (role, word)
        for row in rows
        for role, said in ((_role_of(column), column.text(row)), ("small", column.quiet(row)))
        for word in said.split()
    }
    longest = sorted(words, key=lambda one: len(one[1]), reverse=True)[:_MEASURED]
    width = max((_metrics(role).horizontalAdvance(word) for role, word in longest), default=0)
    return max(_title_width(column), width + 2 * SPACE_M + 1)


def row_height(
    columns: Sequence[Column[T]],
    row: T,
    widths: Sequence[int],
    known: dict[tuple[str, str, int], float] | None = None,
) -> int:
    """How tall a row is with all its words, in columns of these widths.

    ``known`` keeps what was measured from row to row: many say the same in a column, such as a
    kind, a day or an agency.
    """
    known = {} if known is None else known
    tall = 0.0
    for column, width in zip(columns, widths, strict=True):
        room = width - 2 * SPACE_M
        if column.state is not None:
            room -= theme().px(MARK) + SPACE_S
        both = 0.0
        for role, said in ((_role_of(column), column.text(row)), ("small", column.quiet(row))):
            key = (role, _one_line(said), room)
            if key not in known:
                known[key] = _text_height(*key)
            both += known[key]
        tall = max(tall, both)
    return max(theme().px(ROW), ceil(tall) + 2 * SPACE_S)


def _text_height(role: str, words: str, width: int) -> float:
    return _lay_out(role, words, width)[1] if words else 0.0


def _lay_out(
    role: str, words: str, width: int, *, right: bool = False
) -> tuple[QTextLayout, float]:
    """Words in lines of a width, and their height; a word that is longer than a line is broken."""
    layout = QTextLayout(words, theme().font(role))
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    option = QTextOption(side)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    tall = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1, width))
        line.setPosition(QPointF(0, tall))
        tall += line.height()
    layout.endLayout()
    return layout, tall

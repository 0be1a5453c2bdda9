"""States as word + shape + colour, so none of the three is needed to understand it."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cps_desktop.ui.theme import MARK, SPACE_S
from cps_desktop.ui.theme_state import set_type, theme

SHAPES: Final = (
    "disc",
    "diamond",
    "square",
    "tick",
    "ring",
    "open_diamond",
    "triangle",
    "half",
    "cross",
)


class State(msgspec.Struct, frozen=True):
    """A state to show: its word, its shape (one of ``SHAPES``) and its colour token."""

    word: str
    shape: str = "disc"
    tone: str = "text"


ON_TRACK: Final = State("On track", "disc", "text")
AT_RISK: Final = State("At risk", "diamond", "amber")
OVERDUE: Final = State("Red overdue", "square", "danger")
COMPLETE: Final = State("Blue complete", "tick", "primary")
PLANNED: Final = State("Planned", "open_diamond", "text")
UNDER_WAY: Final = State("Under way", "half", "primary")
FINISHED: Final = State("Finished", "disc", "text")
HANDED_OVER: Final = State("Handed over", "tick", "done")


def paint_shape(painter: QPainter, shape: str, where: QRectF, colour: QColor) -> None:
    """Draw a state's shape in a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(where.width(), where.height()) * 0.72
    box = QRectF(0, 0, side, side)
    box.moveCenter(where.center())
    pen = QPen(colour, max(1.5, side / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    outline = shape in {"ring", "open_diamond", "tick", "cross", "half"}
    painter.setPen(pen if outline else Qt.PenStyle.NoPen)
    painter.setBrush(Qt.BrushStyle.NoBrush if outline else colour)
    if shape in {"disc", "ring", "half"}:
        painter.drawEllipse(box)
        if shape == "half":
            painter.setBrush(colour)
            painter.drawPie(box, 90 * 16, 180 * 16)
    elif shape in {"diamond", "open_diamond"}:
        painter.drawPolygon(_points(box, ((0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5))))
    elif shape == "triangle":
        painter.drawPolygon(_points(box, ((0.5, 0), (1, 1), (0, 1))))
    elif shape == "tick":
        painter.drawPolyline(_points(box, ((0.05, 0.55), (0.38, 0.9), (0.98, 0.12))))
    elif shape == "cross":
        painter.drawLine(box.topLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomLeft())
    else:
        painter.drawRect(box)
    painter.restore()


def _points(box: QRectF, parts: tuple[tuple[float, float], ...]) -> QPolygonF:
    return QPolygonF(
        [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in parts]
    )


class StatusChip(QWidget):
    """A state on a page: shape, then word."""

    def __init__(self, state: State, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_type(self, "body")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._state = state
        self.set_state(state)
        theme().changed.connect(self.updateGeometry)

    def set_state(self, state: State) -> None:
        self._state = state
        self.setAccessibleName(state.word)
        self.updateGeometry()
        self.update()

    def state(self) -> State:
        return self._state

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        mark = theme().px(MARK)
        width = mark + SPACE_S + metrics.horizontalAdvance(self._state.word) + 1
        return QSize(width, max(mark, metrics.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        colour = theme().colour(self._state.tone)
        mark = theme().px(MARK)
        top = (self.height() - mark) / 2
        paint_shape(painter, self._state.shape, QRectF(0, top, mark, mark), colour)
        painter.setPen(colour)
        rest = self.rect().adjusted(mark + SPACE_S, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self._state.word)

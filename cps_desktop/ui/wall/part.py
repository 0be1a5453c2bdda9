"""Something to press in a box that is no note: a tick, an option, a number, "Write here"."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen, QTextLayout
from PySide6.QtWidgets import QAbstractButton, QWidget

from cps_desktop.ui.kit.status import paint_shape
from cps_desktop.ui.theme import (
    CORNER_INPUT,
    HAIR,
    MARK,
    SPACE_M,
    SPACE_S,
    SPACE_XS,
    TARGET,
)
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.box_parts import ANSWER, TICK, BoxPart
from cps_desktop.ui.wall.note_paint import lay_out

_BAR = 4


class PartButton(QAbstractButton):
    """One part of a box; what a press means is the wall's business."""

    focused = Signal(str)
    """The box it stands in."""
    wanted = Signal(str, object)
    """Pressed: its box and its ``BoxPart``."""
    key_pressed = Signal(str, object, object)
    """Box, part and the key event; the receiver accepts it or not."""

    def __init__(self, box: str, part: BoxPart, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._box = box
        self.part = part
        self.number = False
        """Whether it is one number of a scale, beside others."""
        self._zoom = 1.0
        self._width = 0.0
        self._words: QTextLayout | None = None
        self._tall = 0.0
        self.setCheckable(part.role == TICK)
        self._describe()
        self.clicked.connect(self._pressed)

    def show_part(self, part: BoxPart) -> bool:
        """Show how it stands now; True when it may need another height."""
        if part == self.part:
            return False
        reflow = part.words != self.part.words
        self.part = part
        self._describe()
        if reflow:
            self._words = None
        self.update()
        return reflow

    def _describe(self) -> None:
        part = self.part
        self.setAccessibleName(part.said)
        self.setChecked(part.done)
        if part.role == TICK:
            self.setAccessibleDescription(
                "Space ticks it, or takes the tick away. N writes beside it."
            )
        elif part.role == ANSWER:
            self.setAccessibleDescription("Enter adds an answer. Delete takes the last one back.")

    def nextCheckState(self) -> None:
        """A press only says what is wanted: the tick is shown once it is kept."""

    def _pressed(self, _checked: bool = False) -> None:
        self.wanted.emit(self._box, self.part)

    def forget_look(self) -> None:
        self._words = None
        self.update()

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom

    def height_for(self, width: float) -> float:
        """In page units."""
        if self._words is None or width != self._width:
            self._width = width
            role = "strong" if self.number else "body"
            room = width - 2 * SPACE_S - (self._mark() if not self.number else 0)
            self._words, self._tall = lay_out(self.part.words, theme().font(role), room)
        more = 2 * SPACE_S
        if self.number:
            more += round(MARK * theme().scale / 100)
        return max(float(TARGET), self._tall + more)

    def _mark(self) -> float:
        return (MARK + SPACE_M) * theme().scale / 100

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._zoom, self._zoom)
        whole = QRectF(0, 0, self.width() / self._zoom, self.height() / self._zoom)
        self.height_for(whole.width())
        if self.part.role == TICK:
            self._paint_tick(painter, whole)
        elif self.part.role == ANSWER:
            self._paint_answer(painter, whole)
        else:
            self._paint_begin(painter, whole)

    def _draw_words(self, painter: QPainter, at: QPointF, tone: str = "text") -> None:
        painter.setPen(theme().colour(tone))
        if self._words is not None:
            self._words.draw(painter, at)

    def _paint_tick(self, painter: QPainter, whole: QRectF) -> None:
        side = MARK * theme().scale / 100
        box = QRectF(SPACE_XS, (whole.height() - side) / 2, side, side)
        state, on = theme(), self.part.done
        painter.setPen(QPen(state.colour("primary" if on else "line"), 1.5))
        painter.setBrush(state.colour("primary" if on else "card"))
        painter.drawRoundedRect(box, CORNER_INPUT, CORNER_INPUT)
        if on:
            paint_shape(painter, "tick", box, state.colour("on_primary"))
        top = (whole.height() - self._tall) / 2
        self._draw_words(painter, QPointF(box.right() + SPACE_S, top))

    def _paint_answer(self, painter: QPainter, whole: QRectF) -> None:
        state, part = theme(), self.part
        edge = whole.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(state.colour("line"), HAIR))
        painter.setBrush(state.colour("card"))
        painter.drawRoundedRect(edge, CORNER_INPUT, CORNER_INPUT)
        bar = QRectF(edge.left(), edge.bottom() - _BAR, edge.width() * part.share, _BAR)
        painter.fillRect(bar, state.colour("primary"))
        if self.number:
            self._paint_number(painter, edge)
            return
        self._draw_words(painter, QPointF(SPACE_S, (whole.height() - self._tall) / 2))
        painter.setFont(state.font("strong"))
        painter.setPen(state.colour("text" if part.count else "quiet"))
        room = edge.adjusted(0, 0, -SPACE_S, 0)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, right, str(part.count))

    def _paint_number(self, painter: QPainter, edge: QRectF) -> None:
        state = theme()
        high = edge.height() / 2
        painter.setFont(state.font("strong"))
        painter.setPen(state.colour("text"))
        upper = QRectF(edge.left(), edge.top() + SPACE_XS, edge.width(), high - SPACE_XS)
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, self.part.words)
        if self.part.count:
            painter.setFont(state.font("small"))
            painter.setPen(state.colour("quiet"))
            lower = QRectF(edge.left(), edge.top() + high, edge.width(), high - _BAR)
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, f"× {self.part.count}")

    def _paint_begin(self, painter: QPainter, whole: QRectF) -> None:
        edge = whole.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme().colour("line"), HAIR, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(edge, CORNER_INPUT, CORNER_INPUT)
        self._draw_words(painter, QPointF(SPACE_S, (whole.height() - self._tall) / 2), "primary")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self._box)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
            return
        event.ignore()
        self.key_pressed.emit(self._box, self.part, event)

    def corner(self) -> QPoint:
        """Where a menu of it opens, on the screen."""
        return self.mapToGlobal(QPoint(0, self.height()))

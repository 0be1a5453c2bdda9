"""The paper one draws on: strokes of a pen, kept as points, so that the last can be taken back.

A drawing is always ``PAPER_WIDTH`` × ``PAPER_HEIGHT`` whatever its size on the screen, so that
letters that grow or a window that shrinks never cost a line of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QEvent, QIODevice, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.theme import FIELD_WIDTH, HAIR, INK, PAPER
from cps_desktop.ui.theme_state import theme

PAPER_WIDTH: Final = 1600
PAPER_HEIGHT: Final = 900
PENS: Final = (6, 14)
"""Thin and thick, in points of the paper."""
RUBBER: Final = 60
_QUALITY: Final = 85

Stroke = tuple[QPolygonF, int, bool]
"""Points on the paper, width, and whether it rubs out."""


class SketchPaper(QWidget):
    """White paper. Every stroke that ends emits ``drawn``."""

    drawn = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        tab_stop(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setSizePolicy(policy)
        self.width_of_pen = PENS[0]
        self.rubbing = False
        self._strokes: list[Stroke] = []
        self._under: QImage | None = None
        self._drawing = False
        self._done: QImage | None = None
        """All but the stroke being drawn; None where it has to be painted anew."""
        theme().changed.connect(self.update)

    # -- what is on it --------------------------------------------------------------------------

    @property
    def blank(self) -> bool:
        """Whether nothing is drawn."""
        return self._under is None and not any(not rubs for _line, _width, rubs in self._strokes)

    @property
    def can_take_back(self) -> bool:
        """Whether there is a stroke to take back."""
        return bool(self._strokes)

    def show_picture(self, jpeg: bytes) -> None:
        """Go on with a drawing that was kept; its strokes cannot be taken back one by one."""
        picture = QImage.fromData(jpeg)
        self._under = None if picture.isNull() else picture
        self._strokes.clear()
        self._done = None
        self.update()

    def take_back(self) -> None:
        """Take the last stroke back."""
        if self._strokes:
            self._strokes.pop()
            self._drawing, self._done = False, None
            self._changed()

    def clear(self) -> None:
        """An empty paper, without saying so: for the next drawing."""
        self._strokes.clear()
        self._under = self._done = None
        self._drawing = False
        self.update()

    def picture(self) -> QImage:
        """The drawing as a picture of ``PAPER_WIDTH`` × ``PAPER_HEIGHT``."""
        image = self._so_far().copy()
        if self._drawing:
            _draw(image, self._strokes[-1:])
        return image

    def prepared(self, name: str) -> PreparedPicture:
        """The drawing as it is kept: a JPEG with nothing beside its pixels."""
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.picture().save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload]
        jpeg = bytes(buffer.data().data())
        return PreparedPicture(
            jpeg, PAPER_WIDTH, PAPER_HEIGHT, hashlib.sha256(jpeg).hexdigest(), name
        )

    # -- drawing --------------------------------------------------------------------------------

    def begin_stroke(self, at: QPointF) -> None:
        """The pen comes down, at a place of this widget."""
        width = RUBBER if self.rubbing else self.width_of_pen
        self.end_stroke()
        self._strokes.append((QPolygonF([self._on_paper(at)]), width, self.rubbing))
        self._drawing = True
        self.update()

    def go_on(self, at: QPointF) -> None:
        """The pen moves."""
        if self._drawing and self._strokes:
            self._strokes[-1][0].append(self._on_paper(at))
            self.update()

    def end_stroke(self) -> None:
        """The pen goes up."""
        if self._drawing:
            if self._done is not None:
                _draw(self._done, self._strokes[-1:])
            self._drawing = False
            self._changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.begin_stroke(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.end_stroke()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.end_stroke()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        where = self._where()
        painter.fillRect(where, QColor(PAPER))
        painter.save()
        painter.setClipRect(where)
        painter.translate(where.topLeft())
        painter.scale(where.width() / PAPER_WIDTH, where.height() / PAPER_HEIGHT)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(0, 0, PAPER_WIDTH, PAPER_HEIGHT), self._so_far())
        if self._drawing:
            _paint(painter, self._strokes[-1:])
        painter.restore()
        painter.setPen(QPen(theme().colour("line"), 2 * HAIR))
        painter.drawRect(where.adjusted(HAIR, HAIR, -HAIR, -HAIR))

    def sizeHint(self) -> QSize:
        return QSize(2 * FIELD_WIDTH, 2 * FIELD_WIDTH * PAPER_HEIGHT // PAPER_WIDTH)

    def minimumSizeHint(self) -> QSize:
        return QSize(FIELD_WIDTH, FIELD_WIDTH * PAPER_HEIGHT // PAPER_WIDTH)

    # -- inside ---------------------------------------------------------------------------------

    def _changed(self) -> None:
        self.update()
        self.drawn.emit()

    def _so_far(self) -> QImage:
        """All but the stroke being drawn, painted once: a full paper takes too long to paint anew
        each time the pen moves."""
        if self._done is None:
            self._done = QImage(PAPER_WIDTH, PAPER_HEIGHT, QImage.Format.Format_RGB32)
            self._done.fill(QColor(PAPER))
            if self._under is not None:
                painter = QPainter(self._done)
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(QRectF(0, 0, PAPER_WIDTH, PAPER_HEIGHT), self._under)
                painter.end()
            _draw(self._done, self._strokes[:-1] if self._drawing else self._strokes)
        return self._done

    def _where(self) -> QRectF:
        """The part of the widget the paper takes, in its own proportions."""
        scale = min(self.width() / PAPER_WIDTH, self.height() / PAPER_HEIGHT)
        found = QRectF(0, 0, PAPER_WIDTH * scale, PAPER_HEIGHT * scale)
        found.moveCenter(QRectF(self.rect()).center())
        return found

    def _on_paper(self, at: QPointF) -> QPointF:
        where = self._where()
        scale = PAPER_WIDTH / max(1.0, where.width())
        return QPointF((at.x() - where.x()) * scale, (at.y() - where.y()) * scale)


def _draw(image: QImage, strokes: Sequence[Stroke]) -> None:
    painter = QPainter(image)
    _paint(painter, strokes)
    painter.end()


def _paint(painter: QPainter, strokes: Sequence[Stroke]) -> None:
    """Paint strokes, in points of the paper."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line, width, rubs in strokes:
        pen = QPen(QColor(PAPER if rubs else INK), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        if line.count() == 1:
            painter.drawPoint(line.first())
        else:
            painter.drawPolyline(line)

"""The mark in a note's corner that tells its colour without colour."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from cps_desktop.ui.theme import NOTE_COLOURS, PATTERN
from cps_desktop.ui.theme_state import theme


def paint_pattern(painter: QPainter, key: str, paper: QRectF) -> None:
    """Mark the top right corner so that colours differ without colour."""
    known = NOTE_COLOURS.get(key)
    pattern = known.pattern if known else "ring"
    white = theme().colour("note_edge")
    box = QRectF(paper.right() - PATTERN - 1, paper.top() + 1, PATTERN, PATTERN)
    third = PATTERN / 3
    painter.setPen(QPen(white, 2))
    painter.setBrush(white)
    if pattern == "solid":
        painter.drawPolygon(QPolygonF([box.topLeft(), box.topRight(), box.bottomRight()]))
    elif pattern == "bars":
        for n in range(3):
            x = box.left() + 2 + n * third
            painter.drawLine(QLineF(x, box.top() + 1, x, box.bottom() - 2))
    elif pattern == "dots":
        for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
            centre = QPointF(box.left() + 4 + dx * 7, box.top() + 4 + dy * 7)
            painter.drawEllipse(centre, 1.6, 1.6)
    elif pattern == "cross":
        inner = box.adjusted(2, 2, -2, -2)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    elif pattern == "stairs":
        points = ((0, 1), (0, 0.66), (0.33, 0.66), (0.33, 0.33), (0.66, 0.33), (0.66, 0), (1, 0))
        steps = [QPointF(box.left() + x * PATTERN, box.top() + y * PATTERN) for x, y in points]
        painter.drawPolyline(QPolygonF(steps))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(3, 3, -3, -3))

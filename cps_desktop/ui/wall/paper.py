"""The ground that boxes and the sheet are painted on: when it grows, only what is new is painted.

A letter that breaks a line makes the box and the sheet taller. Qt would then paint both anew, with
everything on them that is in sight.
"""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.theme import CORNER_CARD
from cps_desktop.ui.theme_state import theme


def keep_painted(widget: QWidget) -> None:
    """What is painted stays where it is when the widget grows; see :func:`paint_edge_anew`.

    And nothing beneath shows through: what lies there need not be painted for each letter.
    """
    widget.setAttribute(Qt.WidgetAttribute.WA_StaticContents)
    widget.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)


def paint_edge_anew(widget: QWidget, event: QResizeEvent, zoom: float = 1.0) -> None:
    """The widget's size is new: its edges, and their rounded corners, stand elsewhere."""
    old, new = event.oldSize(), event.size()
    if old.width() != new.width():
        widget.update()
        return
    edge = _edge(zoom)
    for bottom in {old.height(), new.height()}:
        widget.update(QRect(0, bottom - edge, new.width(), edge))


def paint_paper(
    painter: QPainter,
    part: QRect,
    whole: QRect,
    edge: QPen,
    *,
    around: str = "card",
    zoom: float = 1.0,
) -> None:
    """Fill the ``part`` of the paper (pixels) that is to be painted, with the edges it holds.

    ``edge`` is as thick as on the page, ``around`` the colour outside its round corners; the
    painter is not scaled yet.
    """
    inset = _edge(zoom)
    plain = whole.adjusted(inset, inset, -inset, -inset).contains(part)
    painter.fillRect(part, theme().colour("card" if plain else around))
    if plain:
        return
    thick = edge.widthF() * zoom
    edge.setWidthF(thick)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(edge)
    painter.setBrush(theme().colour("card"))
    half, corner = thick / 2, CORNER_CARD * zoom
    painter.drawRoundedRect(QRectF(whole).adjusted(half, half, -half, -half), corner, corner)
    painter.restore()


def _edge(zoom: float) -> int:
    """How far in from the edge the paper is not plain, in pixels."""
    return ceil((CORNER_CARD + 1) * zoom) + 1

"""The paper a note is written on, with its edge, its shadow and its pattern.

Rounded edges and shadows take longer to paint than all that stands on a note. They are the same for
every note of a colour: they are painted once, small, and put together from its nine parts, of which
the five in the middle are stretched. What comes of it is the same to the last pixel. Paper with a
pattern has no shadow, and is painted as it is.
"""

from __future__ import annotations

from itertools import product
from math import ceil
from typing import Final

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from cps_desktop.ui.theme import CORNER_NOTE, HAIR, NOTE_SHADOW, Colours
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.note_pattern import paint_pattern

_EDGE: Final = 2 * CORNER_NOTE + NOTE_SHADOW
"""How far in from each side something else than plain paper may be, in page units."""
_MOST_KEPT: Final = 100

_small: dict[tuple[int, str, bool, float], tuple[Colours, QPixmap]] = {}


def paper_in(size: QSizeF) -> QRectF:
    """Where the paper of a note of this size is: its shadow lies beneath it (page units)."""
    return QRectF(0, 0, size.width(), size.height()).adjusted(0.5, 0.5, -0.5, -NOTE_SHADOW)


def paint_paper_of_note(
    painter: QPainter, colour: str, size: QSizeF, *, plain: bool, zoom: float = 0
) -> None:
    """Paint the paper of a note of a size in page units.

    ``zoom`` is how many pixels a page unit is, where the painter's are those of the screen and the
    size is whole pixels; 0 where that is not so, which takes longer.
    """
    edge = _edge(zoom)
    wide, tall = round(size.width() * zoom), round(size.height() * zoom)
    if not zoom or theme().colours.patterned or min(wide, tall) <= 2 * edge:
        _paint(painter, colour, paper_in(size), plain=plain)
        return
    small = _small_paper(colour, edge, plain=plain, zoom=zoom)
    # Where each of three parts goes and how long it is there, and the same in the small one.
    begin, end = (0, edge, 0, edge), (edge + 1, edge)
    across = (begin, (edge, wide - 2 * edge, edge, 1), (wide - edge, edge, *end))
    down = (begin, (edge, tall - 2 * edge, edge, 1), (tall - edge, edge, *end))
    painter.save()
    painter.resetTransform()
    for (x, width, from_x, of_x), (y, height, from_y, of_y) in product(across, down):
        painter.drawPixmap(x, y, width, height, small, from_x, from_y, of_x, of_y)
    painter.restore()


def taller(note: QPixmap, tall: int, written: float, zoom: float) -> QPixmap | None:
    """A picture of a note on a taller paper, so many pixels; None where it has to be painted anew.

    ``written`` is how far down anything stands on it, in pixels. It happens to all in a row when
    somebody writes on one of them.
    """
    wide, was, edge = note.width(), note.height(), _edge(zoom)
    plain = was - edge - 1
    if theme().colours.patterned or tall <= was or plain < written:
        return None
    grown = QPixmap(wide, tall)
    grown.fill(Qt.GlobalColor.transparent)
    painter = QPainter(grown)
    painter.drawPixmap(0, 0, note, 0, 0, wide, plain)
    painter.drawPixmap(0, plain, wide, tall - edge - plain, note, 0, plain, wide, 1)
    painter.drawPixmap(0, tall - edge, note, 0, was - edge, wide, edge)
    painter.end()
    return grown


def _edge(zoom: float) -> int:
    """The same in pixels."""
    return ceil(_EDGE * zoom) + 1


def _small_paper(colour: str, edge: int, *, plain: bool, zoom: float) -> QPixmap:
    colours = theme().colours
    key = (id(colours), colour, plain, zoom)
    if key not in _small:
        if len(_small) >= _MOST_KEPT:
            _small.clear()
        side = 2 * edge + 1
        small = QPixmap(side, side)
        small.fill(Qt.GlobalColor.transparent)
        painter = QPainter(small)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(zoom, zoom)
        _paint(painter, colour, paper_in(QSizeF(side / zoom, side / zoom)), plain=plain)
        painter.end()
        # With its colours, so that no others come to have their number.
        _small[key] = (colours, small)
    return _small[key][1]


def _paint(painter: QPainter, colour: str, paper: QRectF, *, plain: bool) -> None:
    colours, state = theme().colours, theme()
    if plain:
        painter.setPen(QPen(state.colour("hairline"), HAIR))
        painter.setBrush(state.colour("card"))
        painter.drawRoundedRect(paper, CORNER_NOTE, CORNER_NOTE)
        return
    if not colours.patterned:
        _paint_shadow(painter, paper)
    painter.setPen(QPen(state.colour("note_edge"), 2 if colours.patterned else 0.5))
    painter.setBrush(colours.note(colour))
    painter.drawRoundedRect(paper, CORNER_NOTE, CORNER_NOTE)
    if colours.patterned:
        paint_pattern(painter, colour, paper)


def _paint_shadow(painter: QPainter, paper: QRectF) -> None:
    shade = theme().colour("shadow")
    painter.save()
    # All above the foot is hidden by the paper, and would take longer than the rest of the note.
    foot = QRectF(paper.left(), paper.bottom() - CORNER_NOTE, paper.width(), 2.0 * CORNER_NOTE)
    painter.setClipRect(foot.adjusted(-1, 0, 1, 0))
    painter.setPen(Qt.PenStyle.NoPen)
    for step, strength in ((2.0, 0.18), (1.0, 0.4)):
        shade.setAlphaF(strength)
        painter.setBrush(shade)
        painter.drawRoundedRect(paper.translated(0, step), CORNER_NOTE, CORNER_NOTE)
    painter.restore()

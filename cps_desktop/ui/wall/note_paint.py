"""How a note looks, in page units: its paper, its words broken into lines, who said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPen, QPolygonF, QTextLayout, QTextOption

from cps_desktop.ui.theme import (
    CORNER_NOTE,
    NOTE_COLOURS,
    NOTE_LEAST_HEIGHT,
    NOTE_SHADOW,
    PATTERN,
    SPACE_M,
    SPACE_S,
    SPACE_XS,
)
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.snapshot import NoteSnapshot

MARK_SIGN: Final = "◆"
FOUND_EDGE: Final = 3.0

# QTextLayout breaks lines at U+2028 only.
_BREAKS: Final = str.maketrans(dict.fromkeys("\n\r\u2029\ufdd0\ufdd1\x0b\x0c", "\u2028"))


@dataclass(slots=True)
class NoteLook:
    """A note laid out for one width: kept until its words, width or letters change."""

    words: QTextLayout
    author: QTextLayout
    mark: QTextLayout | None
    """What has to be known about the note; None for most."""
    words_height: float
    author_height: float
    height: float

    def mark_top(self, typed: float = 0) -> float:
        """Where the mark stands, in page units from the note's top."""
        return SPACE_S + (typed or self.words_height) + SPACE_XS + self.author_height


def lay_out(text: str, font: QFont, width: float) -> tuple[QTextLayout, float]:
    """Break words into lines of a width; the breaks are the same at every zoom."""
    layout = QTextLayout(text.translate(_BREAKS), font)
    option = QTextOption(Qt.AlignmentFlag.AlignLeft)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setUseDesignMetrics(True)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    height = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout, height


def look_of(note: NoteSnapshot, width: float, *, named: bool = True) -> NoteLook:
    """Lay a note out in a width, with room for at least one line; ``named``: with its author."""
    room = width - 2 * SPACE_M
    if theme().colours.patterned:
        room -= SPACE_XS
    words, tall = lay_out(note.text or " ", theme().font("note"), room)
    author, small = lay_out(note.shown_author if named else "", theme().font("note_author"), room)
    if not named:
        small = 0.0
    height = SPACE_S + tall + SPACE_XS + small + SPACE_S + NOTE_SHADOW
    mark = None
    if note.mark:
        mark, marked = lay_out(f"{MARK_SIGN} {note.mark}", theme().font("small_strong"), room)
        height += marked
    return NoteLook(words, author, mark, tall, small, max(height, float(NOTE_LEAST_HEIGHT)))


def paint_note(
    painter: QPainter,
    note: NoteSnapshot,
    look: NoteLook,
    size: QRectF,
    typed: float = 0,
    *,
    found: bool = False,
) -> None:
    """Draw a note into ``size`` (page units, top left at 0, 0).

    ``typed`` is the height of words under an editor, which then shows them instead. A note that
    is ``found`` has a strong edge.
    """
    colours = theme().colours
    state = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paper = size.adjusted(0.5, 0.5, -0.5, -NOTE_SHADOW)
    if not colours.patterned:
        _paint_shadow(painter, paper)
    edge = QPen(state.colour("note_edge"), 2 if colours.patterned else 0.5)
    painter.setPen(edge)
    painter.setBrush(colours.note(note.colour))
    painter.drawRoundedRect(paper, CORNER_NOTE, CORNER_NOTE)
    if colours.patterned:
        paint_pattern(painter, note.colour, paper)
    if not typed:
        painter.setPen(state.colour("note_text"))
        look.words.draw(painter, QPointF(SPACE_M, SPACE_S))
    painter.setPen(state.colour("note_quiet"))
    top = SPACE_S + (typed or look.words_height) + SPACE_XS
    look.author.draw(painter, QPointF(SPACE_M, top))
    if look.mark is not None:
        painter.setPen(state.colour("note_text"))
        look.mark.draw(painter, QPointF(SPACE_M, look.mark_top(typed)))
    if found:
        painter.setPen(QPen(state.colour("primary"), FOUND_EDGE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = FOUND_EDGE / 2
        painter.drawRoundedRect(
            paper.adjusted(inset, inset, -inset, -inset), CORNER_NOTE, CORNER_NOTE
        )


def _paint_shadow(painter: QPainter, paper: QRectF) -> None:
    shade = theme().colour("shadow")
    painter.setPen(Qt.PenStyle.NoPen)
    for step, strength in ((2.0, 0.18), (1.0, 0.4)):
        shade.setAlphaF(strength)
        painter.setBrush(shade)
        painter.drawRoundedRect(paper.translated(0, step), CORNER_NOTE, CORNER_NOTE)


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

"""How a note looks, in page units: its paper, its words broken into lines, who said it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPen,
    QPixmap,
    QTextLayout,
    QTextOption,
)

from cps_desktop.ui.kit.status import paint_shape
from cps_desktop.ui.theme import (
    CORNER_NOTE,
    DOT,
    DOT_GAP,
    HAIR,
    MARK,
    NOTE_LEAST_HEIGHT,
    NOTE_SHADOW,
    PATTERN,
    SPACE_M,
    SPACE_S,
    SPACE_XS,
    TARGET,
)
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.note_paper import paint_paper_of_note, paper_in
from cps_desktop.ui.wall.snapshot import NoteSnapshot

MARK_SIGN: Final = "◆"
FOUND_EDGE: Final = 3.0
MOST_DOTS_PAINTED: Final = 8
"""Of more, the number stands behind the first eight."""
PICTURE_SHAPE: Final = 0.66
"""How high the room for a picture is, as a share of its width."""

# QTextLayout breaks lines at U+2028 only.
_BREAKS: Final = str.maketrans(dict.fromkeys("\n\r\u2029\ufdd0\ufdd1\x0b\x0c", "\u2028"))


@dataclass(slots=True, kw_only=True)
class NoteMeasures:
    """How high the parts of a note are in one width, in page units.

    From the top: picture, words (or the cells of a row, each at its place), who said it with the
    dots, where it leads, what has to be known about it.
    """

    words_height: float
    author_height: float
    height: float = 0.0
    picture_height: float = 0.0
    dots_height: float = 0.0
    """Room of a line of their own; 0 where the dots stand behind the author."""
    ways: tuple[tuple[str, float], ...] = ()
    """The lines at its foot that lead somewhere: the kind of place, and how high each is."""

    @property
    def words_top(self) -> float:
        return SPACE_S + self.picture_height

    def author_top(self, typed: float = 0) -> float:
        """Where who said it stands, in page units from the note's top."""
        return self.words_top + (typed or self.words_height) + SPACE_XS

    def leads_top(self, typed: float = 0) -> float:
        room = SPACE_XS / 2 if self.ways else 0.0
        return self.author_top(typed) + self.author_height + self.dots_height + room

    def mark_top(self, typed: float = 0) -> float:
        """Where the mark stands, in page units from the note's top."""
        return self.leads_top(typed) + sum(tall for _, tall in self.ways)

    def lead_at(self, down: float) -> str:
        """Where a press at this height leads: the kind of place, or ""."""
        top = self.leads_top()
        for kind, tall in self.ways:
            if top <= down < top + tall:
                return kind
            top += tall
        return ""


@dataclass(slots=True, kw_only=True)
class NoteLook(NoteMeasures):
    """A note laid out for one width: its measures, and its words in lines to be drawn.

    The lines take ten times the room of all else that is known of a note.
    """

    words: QTextLayout
    author: QTextLayout
    mark: QTextLayout | None = None
    """What has to be known about the note; None for most."""
    cells: tuple[tuple[float, QTextLayout], ...] = ()
    leads: tuple[QTextLayout, ...] = ()

    def measures(self) -> NoteMeasures:
        """The same without the lines."""
        return NoteMeasures(
            words_height=self.words_height,
            author_height=self.author_height,
            height=self.height,
            picture_height=self.picture_height,
            dots_height=self.dots_height,
            ways=self.ways,
        )


@dataclass(frozen=True, slots=True)
class Corner:
    """A corner at the top right that no words stand in, in page units."""

    width: float
    height: float


def lay_out(
    text: str, font: QFont, width: float, corner: Corner | None = None
) -> tuple[QTextLayout, float]:
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
        beside = corner is not None and height < corner.height
        line.setLineWidth(max(1.0, width - corner.width if corner and beside else width))
        line.setPosition(QPointF(0, height))
        height += line.height()
    layout.endLayout()
    return layout, height


def look_of(note: NoteSnapshot, width: float, columns: int = 0) -> NoteLook:
    """Lay a note out in a width, with room for at least one line; as a row of so many columns."""
    room = width - 2 * SPACE_M
    if theme().colours.patterned:
        room -= SPACE_XS
    cells, tall = _cells(note.text, room, columns) if columns > 1 else ((), 0.0)
    # Words stand beside the pattern in the corner, not beneath it.
    corner = None
    if theme().colours.patterned and not columns and not note.pictured:
        corner = Corner(PATTERN + SPACE_XS - SPACE_M, PATTERN + SPACE_XS - SPACE_S)
    said_in = "" if cells else note.text or " "
    words, words_tall = lay_out(said_in, theme().font("note"), room, corner)
    tall = tall or words_tall
    said = " · ".join(one for one in (note.shown_author, note.given_words) if one)
    if columns or (note.pictured and not note.author):
        said = note.shown_author if note.author else ""
    author, small = lay_out(said, theme().font("note_author"), room) if said else (_nothing(), 0.0)
    leads = [(kind, lay_out(way, _lead_font(), room)) for kind, way in note.leads]
    look = NoteLook(
        words=words,
        author=author,
        words_height=tall,
        author_height=small,
        cells=cells,
        leads=tuple(layout for _, (layout, _) in leads),
        ways=tuple((kind, high) for kind, (_, high) in leads),
    )
    if note.pictured:
        look.picture_height = room * PICTURE_SHAPE + SPACE_XS
        if not note.text:
            look.words_height = 0.0
    if note.dots and not _dots_fit(note.dots, look, room):
        look.dots_height = dot_side() + 2 * SPACE_XS
    height = look.mark_top() + SPACE_S + NOTE_SHADOW
    if note.mark:
        look.mark, marked = lay_out(f"{MARK_SIGN} {note.mark}", theme().font("small_strong"), room)
        height += marked
    look.height = max(height, float(NOTE_LEAST_HEIGHT if not columns else TARGET))
    return look


def _nothing() -> QTextLayout:
    return lay_out("", theme().font("note_author"), 1.0)[0]


def _lead_font() -> QFont:
    font = theme().font("note_author")
    font.setUnderline(True)
    return font


def _cells(
    text: str, room: float, columns: int
) -> tuple[tuple[tuple[float, QTextLayout], ...], float]:
    """The cells of a row beside one another, and how tall the tallest is."""
    each = cell_width(room, columns)
    cells, tall = [], 0.0
    for number, words in enumerate((text.split("\t", columns - 1) + [""] * columns)[:columns]):
        layout, high = lay_out(words.replace("\t", " ") or " ", theme().font("note"), each)
        cells.append((number * (each + SPACE_S), layout))
        tall = max(tall, high)
    return tuple(cells), tall


def cell_width(room: float, columns: int) -> float:
    """How wide each of so many cells is, in page units."""
    return max(1.0, (room - SPACE_S * (columns - 1)) / columns)


def dot_side() -> float:
    """Across a dot, in page units."""
    return DOT * theme().scale / 100


def _dots_fit(dots: int, look: NoteLook, room: float) -> bool:
    """Whether the dots have room on the line of who said it."""
    if look.author.lineCount() != 1 or not look.author_height:
        return False
    used = look.author.lineAt(0).naturalTextWidth()
    return used + SPACE_S + _dots_width(dots) <= room


def _dots_width(dots: int) -> float:
    shown = min(dots, MOST_DOTS_PAINTED)
    more = QFontMetricsF(theme().font("note_author")).horizontalAdvance(f" {dots}")
    return shown * (dot_side() + DOT_GAP) + (more if dots > MOST_DOTS_PAINTED else 0)


def paint_note(
    painter: QPainter,
    note: NoteSnapshot,
    look: NoteLook,
    size: QRectF,
    typed: float = 0,
    *,
    found: bool = False,
    chosen: bool = False,
    plain: bool = False,
    picture: QPixmap | None = None,
    pixels: float = 0,
) -> None:
    """Draw a note into ``size`` (page units, top left at 0, 0).

    ``typed`` is the height of words under an editor, which then shows them instead. A note that
    is ``found`` has a strong edge; one that is ``chosen`` too, and a tick. ``picture`` is its
    photo or drawing, None while it is still to come. ``plain`` is a text or a row of a table:
    not on coloured paper. ``pixels``: so many are a page unit, see ``paint_paper_of_note``.
    """
    state = theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_paper_of_note(painter, note.colour, size.size(), plain=plain, zoom=pixels)
    if note.pictured:
        room = QRectF(SPACE_M, SPACE_S, size.width() - 2 * SPACE_M, look.picture_height - SPACE_XS)
        _paint_picture(painter, room, picture)
    if not typed:
        painter.setPen(state.colour("text" if plain else "note_text"))
        look.words.draw(painter, QPointF(SPACE_M, look.words_top))
        for across, cell in look.cells:
            cell.draw(painter, QPointF(SPACE_M + across, look.words_top))
    painter.setPen(state.colour("note_quiet"))
    look.author.draw(painter, QPointF(SPACE_M, look.author_top(typed)))
    if note.dots:
        _paint_dots(painter, note.dots, look, typed)
    _paint_foot(painter, look, typed)
    if found or chosen:
        painter.setPen(QPen(state.colour("primary"), FOUND_EDGE))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        inset = FOUND_EDGE / 2
        paper = paper_in(size.size())
        painter.drawRoundedRect(
            paper.adjusted(inset, inset, -inset, -inset), CORNER_NOTE, CORNER_NOTE
        )
    if chosen:
        paper = paper_in(size.size())
        corner = QRectF(paper.right() - MARK, paper.bottom() - MARK, MARK, MARK)
        paint_tick(painter, corner)


def _paint_foot(painter: QPainter, look: NoteLook, typed: float) -> None:
    """Where the note leads, and what has to be known about it."""
    painter.setPen(theme().colour("note_text"))
    top = look.leads_top(typed)
    for words, (_, tall) in zip(look.leads, look.ways, strict=True):
        words.draw(painter, QPointF(SPACE_M, top))
        top += tall
    if look.mark is not None:
        look.mark.draw(painter, QPointF(SPACE_M, look.mark_top(typed)))


def _paint_dots(painter: QPainter, dots: int, look: NoteLook, typed: float) -> None:
    side = dot_side()
    top = look.author_top(typed)
    left = float(SPACE_M)
    if look.dots_height:
        top += look.author_height + SPACE_XS
    else:
        left += look.author.lineAt(0).naturalTextWidth() + SPACE_S
        top += (look.author_height - side) / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("primary"))
    for number in range(min(dots, MOST_DOTS_PAINTED)):
        painter.drawEllipse(QRectF(left + number * (side + DOT_GAP), top, side, side))
    if dots > MOST_DOTS_PAINTED:
        left += MOST_DOTS_PAINTED * (side + DOT_GAP)
        painter.setPen(theme().colour("note_text"))
        painter.setFont(theme().font("note_author"))
        line = QRectF(left, top - side, side * 6, side * 3)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, f" {dots}")


def _paint_picture(painter: QPainter, room: QRectF, picture: QPixmap | None) -> None:
    if picture is None:
        painter.setPen(QPen(theme().colour("note_quiet"), HAIR, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(room)
        painter.setFont(theme().font("note_author"))
        words = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, words, "The picture is still to come")
        return
    shape = picture.size().toSizeF().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(QPointF(), shape)
    place.moveCenter(room.center())
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(place, picture, QRectF(picture.rect()))


def paint_tick(painter: QPainter, box: QRectF) -> None:
    """A tick in the corner: chosen."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("primary"))
    painter.drawRect(box)
    paint_shape(painter, "tick", box, theme().colour("on_primary"))

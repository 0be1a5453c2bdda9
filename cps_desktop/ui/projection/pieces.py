"""What stands on a page of the room's window: painted, and said to a screen reader."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGroupBox, QLabel, QWidget

from cps_desktop.ui.projection.look import RoomLook
from cps_desktop.ui.projection.measuring import Measure
from cps_desktop.ui.projection.rows import ROLES, Kind, Piece
from cps_desktop.ui.theme import (
    CORNER_CARD,
    CORNER_NOTE,
    HAIR,
    MARK,
    NOTE_SHADOW,
    ROOM_RULE,
    SPACE_XS,
)
from cps_desktop.ui.theme_state import seen_in
from cps_desktop.ui.wall.note_face import NoteFace
from cps_desktop.ui.wall.note_pictures import NotePictures
from cps_desktop.ui.wall.snapshot import NoteSnapshot

_NEW_EDGE: Final = 3.0
_SOFT: Final = (0.16, 0.32, 0.75)
"""How strong the edge of a new note is, from its outermost line to its inmost."""
JUST_ADDED: Final = "Just added"


def keep_out_of_reach(widget: QWidget) -> None:
    """Nothing of the room's window takes the keyboard or the mouse."""
    widget.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)


class RoomWords(QLabel):
    """A heading, a theme or a line."""

    def __init__(self, measure: Measure, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        keep_out_of_reach(self)
        self._measure = measure
        self._piece: Piece | None = None
        self._zoom = 1.0

    def show_piece(self, piece: Piece, zoom: float) -> None:
        """Show these words; a heading has a rule under it."""
        self._piece, self._zoom = piece, zoom
        if self.accessibleName() != piece.words:
            self.setAccessibleName(piece.words)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        piece = self._piece
        if piece is None:
            return
        look = self._measure.look
        painter = QPainter(self)
        painter.scale(self._zoom, self._zoom)
        painter.setPen(look.colour("quiet" if piece.kind is Kind.QUIET else "text"))
        layout, high = self._measure.words(piece.words, ROLES[piece.kind], piece.slot.width)
        layout.draw(painter, QPointF(0, 0))
        if piece.kind is Kind.STAGE:
            line = QRectF(0, high, piece.slot.width, ROOM_RULE)
            painter.fillRect(line, look.colour("primary"))


class RoomBox(QGroupBox):
    """A box with its prompt; the one under discussion has a stronger edge."""

    def __init__(self, measure: Measure, parent: QWidget) -> None:
        super().__init__(parent)
        keep_out_of_reach(self)
        self._measure = measure
        self._look = measure.look
        self._zoom = 1.0
        self._lifted = False
        self._prompt: Piece | None = None
        self._where = QPointF()

    def show_piece(
        self, piece: Piece, prompt: Piece | None, zoom: float, *, notes: int, lifted: bool
    ) -> None:
        """Show a box that holds so many notes on this page, with its prompt."""
        self._zoom, self._lifted, self._prompt = zoom, lifted, prompt
        if prompt is not None:
            slot = prompt.slot
            self._where = QPointF(slot.x - piece.slot.x, slot.y - piece.slot.y)
        if self.accessibleName() != piece.words:
            self.setAccessibleName(piece.words)
        self.setAccessibleDescription("1 note" if notes == 1 else f"{notes} notes")
        self.update()

    @property
    def is_lifted(self) -> bool:
        """Whether it is the box under discussion."""
        return self._lifted

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._zoom, self._zoom)
        thick = 2.5 if self._lifted else float(HAIR)
        painter.setPen(QPen(self._look.colour("primary" if self._lifted else "line"), thick))
        painter.setBrush(self._look.colour("card"))
        half = thick / 2
        edge = QRectF(0, 0, self.width() / self._zoom, self.height() / self._zoom)
        edge.adjust(half, half, -half, -half)
        painter.drawRoundedRect(edge, CORNER_CARD, CORNER_CARD)
        if self._prompt is not None:
            painter.setPen(self._look.colour("text"))
            width = self._prompt.slot.width
            words = self._measure.words(self._prompt.words, ROLES[Kind.PROMPT], width)[0]
            words.draw(painter, self._where)


class RoomNoteLabel(QLabel):
    """A note to be looked at. One that came just now has a soft edge, or a mark."""

    def __init__(
        self,
        note: NoteSnapshot,
        pictures: NotePictures,
        columns: int,
        look: RoomLook,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        keep_out_of_reach(self)
        self._look = look
        self._face = NoteFace(note, pictures, columns)
        self.columns = columns
        self._new = False
        self._say()

    @property
    def note(self) -> NoteSnapshot:
        """The note, as the room sees it."""
        return self._face.note

    @property
    def is_new(self) -> bool:
        """Whether it is marked as having come just now."""
        return self._new

    def show_note(self, note: NoteSnapshot, width: float, zoom: float, *, new: bool) -> None:
        """Show a newer state of it, in a width (page units)."""
        if note != self._face.note:
            self._face.show_note(note)
            self._say()
        if new != self._new:
            self._new = new
            self.setAccessibleDescription(JUST_ADDED if new else "")
        with seen_in(self._look):
            self._face.set_zoom(zoom)
            self._face.measures(width)
        self.update()

    def forget_look(self) -> None:
        """Colours or letters changed."""
        self._face.forget(look=True)
        self.update()

    def _say(self) -> None:
        note = self._face.note
        author = note.shown_author
        self.setAccessibleName(f"{note.name}. {author}" if author else note.name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        with seen_in(self._look):
            self._face.paint(painter, self.size(), self.devicePixelRatioF())
        if self._new:
            painter.resetTransform()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.scale(self._face.zoom, self._face.zoom)
            self._mark_as_new(painter)

    def _mark_as_new(self, painter: QPainter) -> None:
        zoom = self._face.zoom
        paper = QRectF(0, 0, self.width() / zoom, self.height() / zoom - NOTE_SHADOW)
        colour = self._look.colour("primary")
        if self._look.less_movement:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            side = MARK * 0.6
            corner = paper.bottomRight() - QPointF(side + SPACE_XS, side + SPACE_XS)
            painter.drawEllipse(QRectF(corner.x(), corner.y(), side, side))
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, strength in enumerate(_SOFT):
            inset = number + _NEW_EDGE / 2
            colour.setAlphaF(strength)
            painter.setPen(QPen(colour, _NEW_EDGE - number / 2))
            edge = paper.adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(edge, CORNER_NOTE, CORNER_NOTE)

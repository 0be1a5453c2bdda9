"""What a note shows: laid out once for its width, painted once for its size."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from cps_desktop.ui.theme import NOTE_LEAST_HEIGHT, NOTE_SHADOW, SPACE_M, SPACE_S
from cps_desktop.ui.wall.note_keeping import MOST_LINES, MOST_PIXELS, LatelyUsed
from cps_desktop.ui.wall.note_paint import NoteLook, NoteMeasures, look_of, paint_note
from cps_desktop.ui.wall.note_paper import taller
from cps_desktop.ui.wall.note_pictures import NotePictures
from cps_desktop.ui.wall.snapshot import NoteSnapshot

_LARGEST_CACHED = 1_500_000  # pixels; a taller note is painted afresh each time


class NoteFace:
    """A note's picture of itself. ``columns``: 0 a note, 1 a text, more the row of a table.

    What it measures it keeps; its lines and its picture only while it is among those seen last.
    """

    __slots__ = (
        "__weakref__",
        "_columns",
        "_look",
        "_measures",
        "_picture",
        "_pictures",
        "chosen",
        "found",
        "note",
        "typed",
        "width",
        "zoom",
    )

    def __init__(self, note: NoteSnapshot, pictures: NotePictures, columns: int) -> None:
        self.note = note
        self._pictures = pictures
        self._columns = columns
        self.zoom = 1.0
        self.width = 0.0
        self.typed = 0.0
        """Height of the words under an editor; 0 while nobody writes."""
        self.found = False
        self.chosen = False
        self._measures: NoteMeasures | None = None
        self._look: NoteLook | None = None
        self._picture: QPixmap | None = None

    def show_note(self, note: NoteSnapshot) -> bool:
        """Take a newer state; True when the note may now need another height."""
        reflow = _shape(note) != _shape(self.note)
        self.note = note
        self.forget(look=reflow)
        return reflow

    def forget(self, *, look: bool = False) -> None:
        """Paint anew; with ``look``, lay out anew as well."""
        self._picture = None
        if look:
            self._look = self._measures = None

    def mark(self, *, found: bool, chosen: bool) -> bool:
        """Whether it has a strong edge and a tick; True where that is new."""
        if (found, chosen) == (self.found, self.chosen):
            return False
        self.found, self.chosen = found, chosen
        self._picture = None
        return True

    def look(self, width: float) -> NoteLook:
        """The note laid out in a width (page units)."""
        look = self._look
        if look is None or width != self.width:
            if width != self.width:
                self._picture = None
            self.width = width
            self._look = look = look_of(self.note, width, self._columns)
            self._measures = look.measures()
            _LINES.used(self)
        return look

    def measures(self, width: float) -> NoteMeasures:
        """How high its parts are in a width (page units)."""
        known = self._measures
        return self.look(width) if known is None or width != self.width else known

    def known_measures(self, pixels: int) -> NoteMeasures:
        """As it was laid out last; else for a widget so many pixels wide."""
        return self._measures or self.look(pixels / self.zoom)

    def height_for(self, width: float) -> float:
        """Height it needs in page units, with what is being typed into it."""
        known = self.measures(width)
        if not self.typed:
            return known.height
        return max(float(NOTE_LEAST_HEIGHT), known.height + self.typed - known.words_height)

    def let_go_lines(self) -> None:
        """Others need the room."""
        self._look = None

    def let_go_picture(self) -> None:
        """Others need the room."""
        self._picture = None

    def set_zoom(self, zoom: float) -> None:
        if zoom != self.zoom:
            self.zoom = zoom
            self._picture = None

    def paint(self, painter: QPainter, size: QSize, ratio: float) -> None:
        """Draw the note on a widget of this size."""
        if size.width() * size.height() * ratio * ratio > _LARGEST_CACHED:
            painter.scale(self.zoom, self.zoom)
            self._draw(painter, size, ratio, 0)
            return
        picture = self._picture
        if picture is not None and ratio == 1 and picture.size() != size:
            picture = self._picture = self._taller(picture, size)
            if picture is not None:
                _PICTURES.used(self, picture.width() * picture.height())
        if picture is None or picture.size() != size * ratio:
            picture = QPixmap(size * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            own = QPainter(picture)
            own.scale(self.zoom, self.zoom)
            # A pixel of a sharper screen is a part of one that is counted here.
            self._draw(own, size, ratio, self.zoom if ratio == 1 else 0)
            own.end()
            self._picture = picture
            _PICTURES.used(self, picture.width() * picture.height())
        painter.drawPixmap(0, 0, picture)

    def _taller(self, picture: QPixmap, size: QSize) -> QPixmap | None:
        """The picture for a taller note with the same on it; None where it has to be painted."""
        known = self._measures
        if known is None or self.typed or self.found or self.chosen:
            return None
        if picture.width() != size.width():
            return None
        written = (known.height - SPACE_S - NOTE_SHADOW) * self.zoom
        return taller(picture, size.height(), written, self.zoom)

    def _draw(self, painter: QPainter, size: QSize, ratio: float, pixels: float) -> None:
        whole = QRectF(0, 0, size.width() / self.zoom, size.height() / self.zoom)
        look = self._look or self.look(self.width or whole.width())
        shown = None
        if self.note.pictured:
            across = (whole.width() - 2 * SPACE_M) * self.zoom * ratio
            room = QSize(round(across), round(look.picture_height * self.zoom * ratio))
            shown = self._pictures.of(self.note.picture, room)
        paint_note(
            painter,
            self.note,
            look,
            whole,
            self.typed,
            found=self.found,
            chosen=self.chosen,
            plain=bool(self._columns),
            picture=shown,
            pixels=pixels,
        )

    @property
    def picture(self) -> QPixmap | None:
        """The note as it was painted last."""
        return self._picture


def _shape(note: NoteSnapshot) -> tuple[object, ...]:
    return (
        note.text,
        note.shown_author,
        note.given_words,
        note.mark,
        note.leads,
        note.dots,
        note.pictured,
    )


_LINES = LatelyUsed(MOST_LINES, NoteFace.let_go_lines)
_PICTURES = LatelyUsed(MOST_PIXELS, NoteFace.let_go_picture)

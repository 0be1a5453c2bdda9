"""One note on the wall: a light button people can tab to and a screen reader can read."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from cps_desktop.ui.theme import NOTE_LEAST_HEIGHT, SPACE_M, SPACE_S
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.note_paint import NoteLook, look_of, paint_note
from cps_desktop.ui.wall.snapshot import NoteSnapshot, colour_name

_LARGEST_CACHED = 1_500_000  # pixels; a taller note is painted afresh each time


class NoteButton(QAbstractButton):
    """Shows one note. Says what was done to it; what that means is the sheet's business."""

    focused = Signal(str)
    edit_asked = Signal(str)
    menu_asked = Signal(str, QPoint)
    key_pressed = Signal(str, object)
    """Note id and the key event; the receiver accepts it or not."""
    drag_begun = Signal(str, QPoint)
    """Note id and where on it the pointer took hold."""
    dragged = Signal(QPoint)
    """Where the pointer is, in the sheet's coordinates' global form."""
    dropped = Signal(bool)
    """The drag ended; False when it was called off."""
    mark_asked = Signal(str)
    """The mark "Two people changed this" was clicked."""

    def __init__(self, note: NoteSnapshot, meaning: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self._note = note
        self._meaning = ""
        self._zoom = 1.0
        self._width = 0.0
        self._look: NoteLook | None = None
        self._picture: QPixmap | None = None
        self._held_at: QPoint | None = None
        self._dragging = False
        self._typed_height = 0.0
        self._found = False
        self._describe(meaning)
        # A screen reader's "press"; the mouse and keys are handled below.
        self.clicked.connect(lambda: self.edit_asked.emit(self._note.id))

    @property
    def note(self) -> NoteSnapshot:
        return self._note

    def show_note(self, note: NoteSnapshot, meaning: str) -> bool:
        """Show a newer state of the note; True when it may now need another height."""
        if note == self._note and meaning == self._meaning:
            return False
        before = self._note
        reflow = (note.text, note.shown_author, note.mark) != (
            before.text,
            before.shown_author,
            before.mark,
        )
        self._note = note
        self._describe(meaning)
        self._picture = None
        if reflow:
            self._look = None
        self.update()
        return reflow

    def _describe(self, meaning: str) -> None:
        self._meaning = meaning
        note = self._note
        self.setAccessibleName(note.text.strip() or "Empty note")
        colour = colour_name(note.colour)
        said = f"{colour} note: {meaning}" if meaning else f"{colour} note"
        marked = f" {note.mark}." if note.mark else ""
        self.setAccessibleDescription(f"{note.shown_author}. {said}.{marked}")
        self.setToolTip("\n".join(part for part in (note.mark, said, note.shown_author) if part))

    @property
    def is_found(self) -> bool:
        """Whether it holds the words that are sought."""
        return self._found

    def set_found(self, found: bool) -> None:
        """Whether it holds the words that are sought: a strong edge."""
        if found != self._found:
            self._found = found
            self._picture = None
            self.update()

    def forget_look(self) -> None:
        """Letters or paint changed: lay out and paint anew."""
        self._look = None
        self._picture = None
        self.update()

    def look(self, width: float) -> NoteLook:
        """The note laid out in a width (page units)."""
        if self._look is None or width != self._width:
            self._width = width
            self._look = look_of(self._note, width)
            self._picture = None
        return self._look

    def height_for(self, width: float) -> float:
        """Height it needs in page units, with what is being typed into it."""
        look = self.look(width)
        more = self._typed_height - look.words_height if self._typed_height else 0.0
        return max(float(NOTE_LEAST_HEIGHT), look.height + more)

    def set_typed_height(self, units: float) -> None:
        """Room the words under the editor need; 0 when it is not being edited."""
        if units != self._typed_height:
            self._typed_height = units
            self._picture = None
            self.update()

    @property
    def typed_height(self) -> float:
        return self._typed_height

    def set_zoom(self, zoom: float) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self._picture = None

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        if self.width() * self.height() * ratio * ratio > _LARGEST_CACHED:
            painter.scale(self._zoom, self._zoom)
            self._paint(painter)
            return
        picture = self._picture
        if picture is None or picture.size() != self.size() * ratio:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            own = QPainter(picture)
            own.scale(self._zoom, self._zoom)
            self._paint(own)
            own.end()
            self._picture = picture
        painter.drawPixmap(0, 0, picture)

    def _paint(self, painter: QPainter) -> None:
        width, height = self.width() / self._zoom, self.height() / self._zoom
        look = self._look or self.look(width)
        whole = QRectF(0, 0, width, height)
        paint_note(painter, self._note, look, whole, self._typed_height, found=self._found)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self._note.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self._note.id, event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held_at = None
            self.edit_asked.emit(self._note.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._held_at = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held_at is None:
            event.ignore()
            return
        if not self._dragging:
            way = event.position().toPoint() - self._held_at
            if way.manhattanLength() < QApplication.startDragDistance():
                return
            self._dragging = True
            self.drag_begun.emit(self._note.id, self._held_at)
        self.dragged.emit(event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        held, self._held_at = self._held_at, None
        if self._dragging:
            self._dragging = False
            self.dropped.emit(True)
        elif held is not None and self._on_mark(event.position().y()):
            self.mark_asked.emit(self._note.id)

    def _on_mark(self, down: float) -> bool:
        look = self._look
        return self._note.contested and look is not None and down >= look.mark_top() * self._zoom

    def call_off_drag(self) -> None:
        self._held_at = None
        if self._dragging:
            self._dragging = False
            self.dropped.emit(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._dragging:
            self.call_off_drag()
            return
        event.ignore()
        self.key_pressed.emit(self._note.id, event)

    def picture(self) -> QPixmap:
        """The note as it looks now, for the pointer to carry."""
        if self._picture is None:
            return self.grab()
        return self._picture

    def words_rect(self) -> QRectF:
        """Where the words stand, in pixels: the editor lies exactly there."""
        zoom = self._zoom
        look = self._look or self.look(self.width() / zoom)
        tall = self._typed_height or look.words_height
        width = self.width() - 2 * SPACE_M * zoom
        return QRectF(SPACE_M * zoom, SPACE_S * zoom, width, tall * zoom)

    def letters(self) -> float:
        """Text size of the words on it in per cent, for the editor to match."""
        return theme().scale * self._zoom

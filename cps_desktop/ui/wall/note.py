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
from PySide6.QtWidgets import QAbstractButton, QWidget

from cps_desktop.ui.theme import SPACE_M
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.note_face import NoteFace
from cps_desktop.ui.wall.note_paint import NoteLook
from cps_desktop.ui.wall.note_pictures import NO_PICTURES, NotePictures
from cps_desktop.ui.wall.note_pointer import NotePointer
from cps_desktop.ui.wall.snapshot import NoteSnapshot, colour_name


class NoteButton(QAbstractButton):
    """Shows one note. Says what was done to it; what that means is the sheet's business."""

    focused = Signal(str)
    edit_asked = Signal(str)
    menu_asked = Signal(str, QPoint)
    key_pressed = Signal(str, object)
    """Note id and the key event; the receiver accepts it or not."""
    choose_asked = Signal(str, bool)
    """Clicked with Ctrl (False) or Shift (True): choose it as well, or all up to it."""
    drag_begun = Signal(str, QPoint)
    """Note id and where on it the pointer took hold."""
    dragged = Signal(QPoint)
    """Where the pointer is, in the sheet's coordinates' global form."""
    dropped = Signal(bool)
    """The drag ended; False when it was called off."""
    mark_asked = Signal(str)
    """The mark "Two people changed this" was clicked."""
    lead_asked = Signal(str, str)
    """A line that leads somewhere was clicked: note id and kind of place."""

    def __init__(
        self,
        note: NoteSnapshot,
        meaning: str,
        parent: QWidget,
        *,
        pictures: NotePictures = NO_PICTURES,
        columns: int = 0,
    ) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.face = NoteFace(note, pictures, columns)
        self._pointer = NotePointer(self)
        self._meaning = meaning
        self._describe()
        # A screen reader's "press"; the mouse and keys are handled below.
        self.clicked.connect(self._pressed)

    def _pressed(self, _checked: bool = False) -> None:
        self.edit_asked.emit(self.note.id)

    @property
    def note(self) -> NoteSnapshot:
        return self.face.note

    def show_note(self, note: NoteSnapshot, meaning: str) -> bool:
        """Show a newer state of the note; True when it may now need another height."""
        if meaning == self._meaning and (note is self.note or note == self.note):
            return False
        reflow = self.face.show_note(note)
        self._meaning = meaning
        self._describe()
        self.update()
        return reflow

    def _describe(self) -> None:
        note = self.note
        self.setAccessibleName(note.name)
        colour = colour_name(note.colour)
        said = f"{colour} note: {self._meaning}" if self._meaning else f"{colour} note"
        chosen = "Chosen. " if self.face.chosen else ""
        whole = ". ".join((note.shown_author, said, *note.also_said))
        self.setAccessibleDescription(f"{chosen}{whole}.")
        self.setToolTip("\n".join(part for part in (note.mark, said, note.shown_author) if part))

    @property
    def is_found(self) -> bool:
        """Whether it holds the words that are sought."""
        return self.face.found

    def set_found(self, found: bool) -> None:
        """Whether it holds the words that are sought: a strong edge."""
        if self.face.mark(found=found, chosen=self.face.chosen):
            self.update()

    def set_chosen(self, chosen: bool) -> None:
        """Whether what is done next is done to it as well: a strong edge and a tick."""
        if self.face.mark(found=self.face.found, chosen=chosen):
            self._describe()
            self.update()

    def forget_look(self) -> None:
        """Letters or paint changed: lay out and paint anew."""
        self.face.forget(look=True)
        self.update()

    def look(self, width: float) -> NoteLook:
        """The note laid out in a width (page units)."""
        return self.face.look(width)

    def set_typed_height(self, units: float) -> None:
        """Room the words under the editor need; 0 when it is not being edited."""
        if units != self.face.typed:
            self.face.typed = units
            self.face.forget()
            self.update()

    @property
    def typed_height(self) -> float:
        return self.face.typed

    def set_zoom(self, zoom: float) -> None:
        self.face.set_zoom(zoom)

    def sizeHint(self) -> QSize:
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.face.paint(QPainter(self), self.size(), self.devicePixelRatioF())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self.note.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.note.id, event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.let_go()
            self.edit_asked.emit(self.note.id)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._pointer.dragging:
            self._pointer.call_off()
            return
        event.ignore()
        self.key_pressed.emit(self.note.id, event)

    def picture(self) -> QPixmap:
        """The note as it looks now, for the pointer to carry."""
        return self.face.picture or self.grab()

    def words_rect(self) -> QRectF:
        """Where the words stand, in pixels: the editor lies exactly there."""
        zoom = self.face.zoom
        look = self.face.known_look(self.width())
        tall = self.face.typed or look.words_height
        width = self.width() - 2 * SPACE_M * zoom
        return QRectF(SPACE_M * zoom, look.words_top * zoom, width, tall * zoom)

    def letters(self) -> float:
        """Text size of the words on it in per cent, for the editor to match."""
        return theme().scale * self.face.zoom

"""One note on the wall: a light button people can tab to and a screen reader can read."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
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
from cps_desktop.ui.wall.note_signals import NoteSignals
from cps_desktop.ui.wall.snapshot import NoteSnapshot, colour_name
from cps_desktop.ui.wall.undressed import leave_undressed


class NoteButton(QAbstractButton):
    """Shows one note. Says what was done to it; what that means is the sheet's business."""

    def __init__(
        self,
        note: NoteSnapshot,
        meaning: str,
        parent: QWidget,
        *,
        signals: NoteSignals,
        pictures: NotePictures = NO_PICTURES,
        columns: int = 0,
    ) -> None:
        super().__init__(parent)
        leave_undressed(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.signals = signals
        self.face = NoteFace(note, pictures, columns)
        self._pointer = NotePointer(self, self.face, signals)
        self._meaning = meaning
        self._describe()

    def nextCheckState(self) -> None:
        # A screen reader's "press"; the mouse and keys are handled below. Qt asks for it at every
        # click of a button, and it needs no connection a note.
        self.signals.edit_asked.emit(self.note.id)

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
        self.signals.focused.emit(self.note.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.signals.menu_asked.emit(self.note.id, event.globalPos())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pointer.let_go()
            self.signals.edit_asked.emit(self.note.id)

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
        self.signals.key_pressed.emit(self.note.id, event)

    def picture(self) -> QPixmap:
        """The note as it looks now, for the pointer to carry."""
        return self.face.picture or self.grab()

    def words_rect(self) -> QRectF:
        """Where the words stand, in pixels: the editor lies exactly there."""
        zoom = self.face.zoom
        look = self.face.known_measures(self.width())
        tall = self.face.typed or look.words_height
        width = self.width() - 2 * SPACE_M * zoom
        return QRectF(SPACE_M * zoom, look.words_top * zoom, width, tall * zoom)

    def letters(self) -> float:
        """Text size of the words on it in per cent, for the editor to match."""
        return theme().scale * self.face.zoom

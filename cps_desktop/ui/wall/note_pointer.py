"""What the pointer does on a note: choose it, take hold of it, press what stands at its foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from cps_desktop.ui.wall.note import NoteButton

_SEVERAL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class NotePointer:
    """The pointer on one note, from press to release."""

    __slots__ = ("_held_at", "_note", "dragging")

    def __init__(self, note: NoteButton) -> None:
        self._note = note
        self._held_at: QPoint | None = None
        self.dragging = False

    def press(self, event: QMouseEvent) -> None:
        """The button went down: with Ctrl or Shift the note is chosen as well."""
        note = self._note
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        several = event.modifiers() & _SEVERAL
        note.setFocus(Qt.FocusReason.MouseFocusReason)
        if several:
            extend = bool(several & Qt.KeyboardModifier.ShiftModifier)
            note.signals.choose_asked.emit(note.note.id, extend)
            return
        self._held_at = event.position().toPoint()

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved with the button down: after a little way it drags the note."""
        note = self._note
        if self._held_at is None:
            event.ignore()
            return
        if not self.dragging:
            way = event.position().toPoint() - self._held_at
            if way.manhattanLength() < QApplication.startDragDistance():
                return
            self.dragging = True
            note.signals.drag_begun.emit(note.note.id, self._held_at)
        note.signals.dragged.emit(event.globalPosition().toPoint())

    def release(self, event: QMouseEvent) -> None:
        """Let go: a drop, or a press on what stands at the note's foot."""
        note = self._note
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        held, self._held_at = self._held_at, None
        if self.dragging:
            self.dragging = False
            note.signals.dropped.emit(True)
        elif held is not None:
            self._press_foot(event.position().y())

    def _press_foot(self, down: float) -> None:
        note = self._note
        face = note.face
        look = face.known_measures(note.width())
        if note.note.contested and down >= look.mark_top() * face.zoom:
            note.signals.mark_asked.emit(note.note.id)
        elif kind := look.lead_at(down / face.zoom):
            note.signals.lead_asked.emit(note.note.id, kind)

    def let_go(self) -> None:
        """The pointer holds nothing any more."""
        self._held_at = None

    def call_off(self) -> None:
        """End a drag without a drop."""
        self._held_at = None
        if self.dragging:
            self.dragging = False
            self._note.signals.dropped.emit(False)

"""What the pointer does on a note: choose it, take hold of it, press what stands at its foot."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from cps_desktop.ui.wall.note_face import NoteFace
from cps_desktop.ui.wall.note_signals import NoteSignals

_SEVERAL = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class NotePointer:
    """The pointer on one note, from press to release."""

    __slots__ = ("_button", "_face", "_held_at", "_signals", "dragging")

    def __init__(self, button: QWidget, face: NoteFace, signals: NoteSignals) -> None:
        self._button = button
        self._face = face
        self._signals = signals
        self._held_at: QPoint | None = None
        self.dragging = False

    def press(self, event: QMouseEvent) -> None:
        """The button went down: with Ctrl or Shift the note is chosen as well."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        several = event.modifiers() & _SEVERAL
        self._button.setFocus(Qt.FocusReason.MouseFocusReason)
        if several:
            extend = bool(several & Qt.KeyboardModifier.ShiftModifier)
            self._signals.choose_asked.emit(self._face.note.id, extend)
            return
        self._held_at = event.position().toPoint()

    def move(self, event: QMouseEvent) -> None:
        """The pointer moved with the button down: after a little way it drags the note."""
        if self._held_at is None:
            event.ignore()
            return
        if not self.dragging:
            way = event.position().toPoint() - self._held_at
            if way.manhattanLength() < QApplication.startDragDistance():
                return
            self.dragging = True
            self._signals.drag_begun.emit(self._face.note.id, self._held_at)
        self._signals.dragged.emit(event.globalPosition().toPoint())

    def release(self, event: QMouseEvent) -> None:
        """Let go: a drop, or a press on what stands at the note's foot."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        held, self._held_at = self._held_at, None
        if self.dragging:
            self.dragging = False
            self._signals.dropped.emit(True)
        elif held is not None:
            self._press_foot(event.position().y())

    def _press_foot(self, down: float) -> None:
        note, face = self._face.note, self._face
        look = face.known_measures(self._button.width())
        if note.contested and down >= look.mark_top() * face.zoom:
            self._signals.mark_asked.emit(note.id)
        elif kind := look.lead_at(down / face.zoom):
            self._signals.lead_asked.emit(note.id, kind)

    def let_go(self) -> None:
        """The pointer holds nothing any more."""
        self._held_at = None

    def call_off(self) -> None:
        """End a drag without a drop."""
        self._held_at = None
        if self.dragging:
            self.dragging = False
            self._signals.dropped.emit(False)

"""What the wall takes from outside its parts: pictures dropped on it, and the keys of the zoom."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.wall.area import ZOOM_KEYS, WallArea
from cps_desktop.ui.wall.taking import may_be_taken, taken_from


class WallGround(QWidget):
    """A widget that pictures are dropped on. ``zooms`` is the paper its zoom keys belong to."""

    dropped = Signal(object, QPoint)
    """A ``Taken``, and where it was let go."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAcceptDrops(True)
        self.zooms: WallArea | None = None

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_be_taken(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        taken = taken_from(event.mimeData())
        if taken is not None:
            event.acceptProposedAction()
            self.dropped.emit(taken, event.position().toPoint())

    def _zooms_now(self) -> bool:
        return self.zooms is not None and self.zooms.isVisibleTo(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._zooms_now() and self.zooms is not None and self.zooms.zoom_key(event):
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # On the A3, Ctrl with +, - and 0 make the paper larger, not the letters of the program.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._zooms_now()
            and event.key() in ZOOM_KEYS
            and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.accept()
            return True
        return super().event(event)

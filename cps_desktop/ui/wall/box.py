"""A box of the planner as a widget: what the keyboard and the pointer do on it, and its paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QGroupBox, QWidget

from cps_desktop.ui.theme import HAIR
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.box_inside import BoxInside
from cps_desktop.ui.wall.box_parts import ANSWER, BEGIN, BoxPart
from cps_desktop.ui.wall.note import NoteButton
from cps_desktop.ui.wall.paper import keep_painted, paint_edge_anew, paint_paper
from cps_desktop.ui.wall.part import PartButton
from cps_desktop.ui.wall.snapshot import BoxSnapshot


class BoxGroup(QGroupBox):
    """One box of the planner. What stands in it, and where, is its ``inside``."""

    add_asked = Signal(str)
    focused = Signal(str)
    key_pressed = Signal(str, object)
    menu_asked = Signal(str, QPoint)

    def __init__(self, box: BoxSnapshot, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = box
        self.setAccessibleName(box.prompt)
        self.setAccessibleDescription(box.help)
        self.setToolTip(box.help)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        keep_painted(self)
        self._zoom = 1.0
        self._lifted = False
        self.inside = BoxInside(box, self)

    @property
    def notes(self) -> list[NoteButton]:
        """The widgets of its notes, in their order."""
        return self.inside.notes

    @property
    def parts(self) -> list[PartButton]:
        """What else there is to press."""
        return self.inside.parts

    def forget_look(self) -> None:
        self.inside.forget_look()
        self.update()

    def set_zoom(self, zoom: float) -> None:
        if zoom != self._zoom:
            self._zoom = zoom
            self.update()

    def set_lifted(self, lifted: bool) -> None:
        """The box being worked in has a stronger edge."""
        if lifted != self._lifted:
            self._lifted = lifted
            self.update()

    def hold(self, notes: list[NoteButton], groups: Sequence[tuple[str, int]], later: int) -> None:
        """Take these notes, in groups of so many under each theme ("" for none)."""
        self.inside.hold(notes, groups, later)
        self.update()

    def show_parts(self, parts: Sequence[BoxPart]) -> list[PartButton]:
        """Show what there is to press; the new widgets among them are given back."""
        made: list[PartButton] = []
        known = {(one.part.role, one.part.key): one for one in self.parts}
        row = []
        for part in parts:
            button = known.pop((part.role, part.key), None)
            if button is None:
                button = PartButton(self.box.key, part, self)
                button.number = self.box.kind == "scale" and part.role == ANSWER
                made.append(button)
                self.inside.spoil()
            elif button.show_part(part):
                self.inside.spoil()
            row.append(button)
        for gone in known.values():
            gone.hide()
            gone.setParent(None)
            gone.deleteLater()
            self.inside.spoil()
        self.inside.parts = row
        return made

    def stops(self) -> Iterator[QWidget]:
        """Where the keyboard stops in it, in reading order, without the box itself."""
        yield from (one for one in self.parts if one.part.role != BEGIN)
        yield from self.notes
        yield from (one for one in self.parts if one.part.role == BEGIN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        paint_edge_anew(self, event, self._zoom)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, part = QPainter(self), event.rect()
        thick = 2.0 if self._lifted else float(HAIR)
        edge = QPen(theme().colour("line"), thick)
        paint_paper(painter, part, self.rect(), edge, zoom=self._zoom)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._zoom, self._zoom)
        self.inside.paint(painter, part.top() / self._zoom)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(self.box.key)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_asked.emit(self.box.key, event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        event.ignore()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.add_asked.emit(self.box.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()
        self.key_pressed.emit(self.box.key, event)

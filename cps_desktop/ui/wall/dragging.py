"""Moving a note with the pointer: its picture follows, a mark shows where it would go."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFocusFrame, QScrollArea, QWidget

from cps_desktop.ui.theme import INSERT_MARK, SCROLL_EDGE, SCROLL_TICK_MS, SPACE_S
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.arranging import BY_DOTS
from cps_desktop.ui.wall.box import BoxGroup
from cps_desktop.ui.wall.flow import Slot, place_at
from cps_desktop.ui.wall.sheet import A3Sheet


# QFocusFrame, because Qt leaves those out of what a screen reader is told.
class _Ghost(QFocusFrame):
    def __init__(self, parent: QWidget, picture: QPixmap) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._picture = picture
        self.resize(picture.size() / picture.devicePixelRatio())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setOpacity(0.85)
        painter.drawPixmap(0, 0, self._picture)


class _Mark(QFocusFrame):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme().colour("primary"))


@dataclass(slots=True)
class _Drag:
    note: str
    held_at: QPoint
    ghost: _Ghost
    mark: _Mark
    target: tuple[str, int, str | None] | None = None


class NoteDragging(QObject):
    """One drag at a time, from the first movement to the drop."""

    dropped = Signal(str, str, int, object)
    """Note id, box key, place among the other notes there, the theme it lies under (or None)."""

    def __init__(self, sheet: A3Sheet, area: QScrollArea) -> None:
        super().__init__(sheet)
        self._sheet = sheet
        self._area = area
        self._drag: _Drag | None = None
        self._pointer = QPoint()
        self._scroller = QTimer(self)
        self._scroller.setInterval(SCROLL_TICK_MS)
        self._scroller.timeout.connect(self._scroll_at_edge)
        sheet.drag_begun.connect(self._begin)
        sheet.dragged.connect(self._follow)
        sheet.dropped.connect(self._drop)

    @property
    def active(self) -> bool:
        return self._drag is not None

    def _begin(self, note_id: str, held_at: QPoint) -> None:
        button = self._sheet.notes[note_id]
        self._drag = _Drag(
            note_id, held_at, _Ghost(self._sheet, button.picture()), _Mark(self._sheet)
        )
        button.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._drag.ghost.show()
        self._scroller.start()

    def _follow(self, pointer: QPoint) -> None:
        drag = self._drag
        if drag is None:
            return
        self._pointer = pointer
        here = self._sheet.mapFromGlobal(pointer)
        drag.ghost.move(here - drag.held_at)
        target = self._target(here, drag.note)
        if target != drag.target:
            drag.target = target
            self._show_mark(drag)

    def _target(self, here: QPoint, moving: str) -> tuple[str, int, str | None] | None:
        key = self.box_at(here)
        if not key:
            return None
        group = self._sheet.boxes[key]
        inside = (here - group.pos()) / self._sheet.zoom
        others = _others(group, moving)
        # By their dots notes stand where their dots put them: what comes is marked as the last.
        by_dots = self._sheet.desk.shown.order == BY_DOTS
        index = len(others) if by_dots else place_at(others, inside.x(), inside.y())
        return key, index, group.inside.theme_at(inside.y())

    def box_at(self, here: QPoint) -> str:
        """The box at a point of the sheet that notes can be put into, or ""."""
        for key, group in self._sheet.boxes.items():
            if group.geometry().contains(here) and self._sheet.desk.takes(key):
                return key
        return ""

    def _show_mark(self, drag: _Drag) -> None:
        if drag.target is None:
            drag.mark.hide()
            return
        key, index, _theme = drag.target
        others = _others(self._sheet.boxes[key], drag.note)
        drag.mark.setGeometry(self._mark_rect(others, index, key))
        drag.mark.show()

    def _mark_rect(self, others: list[Slot], index: int, key: str) -> QRect:
        group, zoom = self._sheet.boxes[key], self._sheet.zoom
        if not others:
            empty = group.inside.note_area()
            return QRect(
                group.x() + round(empty.x * zoom),
                group.y() + round(empty.y * zoom),
                round(empty.width * zoom),
                INSERT_MARK,
            )
        beside = others[min(index, len(others) - 1)]
        gap = (SPACE_S * zoom + INSERT_MARK) / 2
        edge = beside.x * zoom - gap if index < len(others) else beside.right * zoom + gap
        return QRect(
            group.x() + round(edge) - (0 if index < len(others) else INSERT_MARK),
            group.y() + round(beside.y * zoom),
            INSERT_MARK,
            round(beside.height * zoom),
        )

    def _drop(self, wanted: bool) -> None:
        drag, self._drag = self._drag, None
        self._scroller.stop()
        if drag is None:
            return
        drag.ghost.hide()
        drag.mark.hide()
        drag.ghost.deleteLater()
        drag.mark.deleteLater()
        button = self._sheet.notes.get(drag.note)
        if button is not None:
            button.setCursor(Qt.CursorShape.OpenHandCursor)
        if wanted and drag.target is not None:
            self.dropped.emit(drag.note, *drag.target)

    def _scroll_at_edge(self) -> None:
        """Near an edge of what is seen, the wall moves along."""
        view = self._area.viewport()
        here = view.mapFromGlobal(self._pointer)
        if self._pointer.isNull():
            return
        bars = self._area.horizontalScrollBar(), self._area.verticalScrollBar()
        sides = (here.x(), view.width()), (here.y(), view.height())
        for bar, (place, length) in zip(bars, sides, strict=True):
            if place < SCROLL_EDGE:
                bar.setValue(bar.value() - (SCROLL_EDGE - place) // 3)
            elif place > length - SCROLL_EDGE:
                bar.setValue(bar.value() + (place - length + SCROLL_EDGE) // 3)
        self._follow(self._pointer)


def _others(group: BoxGroup, moving: str) -> list[Slot]:
    """Where the notes of a box stand, without the one that moves."""
    placed = zip(group.inside.slots, group.notes, strict=True)
    return [slot for slot, note in placed if note.note.id != moving]

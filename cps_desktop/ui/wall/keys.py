"""The keys of the planner: letters for what the tools do, arrows to the next note or box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.theme import SPACE_M
from cps_desktop.ui.wall.flow import Slot
from cps_desktop.ui.wall.navigation import DOWN, LEFT, RIGHT, UP, nearest

if TYPE_CHECKING:
    from cps_desktop.ui.wall.wall import PlannerWall

_ARROWS = {
    Qt.Key.Key_Left: LEFT,
    Qt.Key.Key_Right: RIGHT,
    Qt.Key.Key_Up: UP,
    Qt.Key.Key_Down: DOWN,
}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space})
_NEW = frozenset({Qt.Key.Key_N, Qt.Key.Key_Insert})


class WallKeys:
    """What a key pressed on a note or a box does, on the wall and in the list alike."""

    def __init__(self, wall: PlannerWall) -> None:
        self._wall = wall

    def on_note(self, note_id: str, event: QKeyEvent) -> None:
        """A key on a note; what it does not know is left to others."""
        wall, key = self._wall, event.key()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        button = wall.sheet.notes.get(note_id)
        event.accept()
        if alt and key in _ARROWS:
            wall.commands.step(note_id, -1 if _ARROWS[Qt.Key(key)] in (LEFT, UP) else 1)
        elif ctrl or alt:
            event.ignore()
        elif key in _ENTER:
            wall.edit_note(note_id)
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            wall.delete_note(note_id)
        elif key in _NEW:
            wall.add_note()
        elif key == Qt.Key.Key_M:
            wall.tools.open_move()
        elif key == Qt.Key.Key_C:
            wall.tools.open_colour()
        elif key == Qt.Key.Key_W:
            wall.tools.open_author()
        elif key == Qt.Key.Key_G:
            wall.go_to_gap()
        elif key == Qt.Key.Key_F3:
            wall.finding.go_on()
        elif key in _ARROWS and not wall.shows_list and button is not None:
            self._go_along(button, _ARROWS[Qt.Key(key)])
        else:
            event.ignore()

    def on_box(self, box: str, event: QKeyEvent) -> None:
        """A key on a box itself."""
        wall, key = self._wall, event.key()
        group = wall.sheet.boxes.get(box)
        plain = not event.modifiers() & (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        )
        event.accept()
        if plain and key in _ENTER | _NEW:
            wall.add_note(box=box)
        elif plain and key == Qt.Key.Key_G:
            wall.go_to_gap()
        elif plain and key in _ARROWS and not wall.shows_list and group is not None:
            self._go_along(group, _ARROWS[Qt.Key(key)])
        else:
            event.ignore()

    def _go_along(self, start: QWidget, direction: tuple[int, int]) -> None:
        sheet = self._wall.sheet
        places: dict[QWidget, Slot] = {}
        for group in sheet.boxes.values():
            stops: list[QWidget] = [*group.notes] or [group]
            for widget in stops:
                places[widget] = _place(widget, sheet)
        places.setdefault(start, _place(start, sheet))
        found = nearest(places, start, direction)
        if found is not None:
            found.setFocus(Qt.FocusReason.OtherFocusReason)
            self._wall.area.ensureWidgetVisible(found, SPACE_M, SPACE_M)


def _place(widget: QWidget, sheet: QWidget) -> Slot:
    corner = widget.mapTo(sheet, QPoint(0, 0))
    return Slot(corner.x(), corner.y(), widget.width(), widget.height())

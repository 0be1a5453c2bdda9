"""The keys of the planner: letters for what the tools do, arrows to the next note or box."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.theme import SPACE_M
from cps_desktop.ui.wall.box_parts import ANSWER, TICK, BoxPart
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
_GONE = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class WallKeys:
    """What a key pressed on a note or a box does, on the wall and in the list alike."""

    def __init__(self, wall: PlannerWall) -> None:
        self._wall = wall
        acts, commands, tools = wall.acts, wall.commands, wall.tools
        self._letters: dict[Qt.Key, Callable[[str], object]] = {
            Qt.Key.Key_M: lambda _note: tools.open_move(),
            Qt.Key.Key_C: lambda _note: tools.open_colour(),
            Qt.Key.Key_W: commands.ask_author,
            Qt.Key.Key_J: acts.merge,
            Qt.Key.Key_S: acts.split,
            Qt.Key.Key_T: acts.theme,
            Qt.Key.Key_L: acts.link,
            Qt.Key.Key_O: acts.follow,
            Qt.Key.Key_A: acts.action,
            Qt.Key.Key_3: acts.child,
            Qt.Key.Key_I: wall.aside.show_note,
            Qt.Key.Key_Period: lambda note: acts.dot(note, 1),
            Qt.Key.Key_Comma: lambda note: acts.dot(note, -1),
        }

    def on_note(self, note_id: str, event: QKeyEvent) -> None:
        """A key on a note; what it does not know is left to others."""
        wall, key = self._wall, Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        event.accept()
        if alt and key in _ARROWS:
            wall.commands.step(note_id, -1 if _ARROWS[key] in (LEFT, UP) else 1)
        elif ctrl and key == Qt.Key.Key_Space:
            wall.several.toggle(note_id)
        elif ctrl and key == Qt.Key.Key_A:
            wall.several.whole_box(note_id)
        elif ctrl or alt:
            self._with_control(wall.place.box, event)
        elif key in _ENTER:
            wall.edit_note(note_id)
        elif key in _GONE:
            wall.delete_note(note_id)
        elif key in self._letters:
            self._letters[key](note_id)
        elif key in _ARROWS and not wall.shows_list:
            before = wall.place.note
            self._go_along(wall.sheet.notes.get(note_id), _ARROWS[key])
            if shift:
                wall.several.extend(before, wall.place.note)
        else:
            self._anywhere(event)

    def on_box(self, box: str, event: QKeyEvent) -> None:
        """A key on a box itself."""
        wall, key = self._wall, Qt.Key(event.key())
        control = event.modifiers() & (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        )
        event.accept()
        if control:
            self._with_control(box, event)
        elif key in _ENTER | _NEW:
            wall.add_note(box=box)
        elif key in _ARROWS and not wall.shows_list:
            self._go_along(wall.sheet.boxes.get(box), _ARROWS[key])
        else:
            self._anywhere(event)

    def on_part(self, box: str, part: BoxPart, event: QKeyEvent) -> None:
        """A key on a tick, an option or a number."""
        wall, key = self._wall, Qt.Key(event.key())
        event.accept()
        if part.role == ANSWER and key in _GONE | {Qt.Key.Key_Comma}:
            wall.commands.take_answer(box, part.key)
        elif part.role == TICK and key in _NEW and not event.modifiers():
            wall.acts.remark(box, part.key)
        elif key in _ARROWS and not wall.shows_list and not event.modifiers():
            self._go_along(wall.window().focusWidget(), _ARROWS[key])
        else:
            self.on_box(box, event)

    def _anywhere(self, event: QKeyEvent) -> None:
        """Keys that need no note."""
        wall, key = self._wall, event.key()
        if key in _NEW:
            wall.add_note()
        elif key == Qt.Key.Key_G:
            wall.go_to_gap()
        elif key == Qt.Key.Key_F3:
            wall.finding.go_on()
        elif key == Qt.Key.Key_F:
            wall.showing.ask()
        elif key == Qt.Key.Key_P:
            wall.acts.sketch(wall.place.box)
        elif not (key == Qt.Key.Key_Escape and wall.several.clear()):
            event.ignore()

    def _with_control(self, box: str, event: QKeyEvent) -> None:
        paste = event.key() == Qt.Key.Key_V and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if not (paste and self._wall.acts.paste(box)):
            event.ignore()

    def _go_along(self, start: QWidget | None, direction: tuple[int, int]) -> None:
        sheet = self._wall.sheet
        if start is None:
            return
        places: dict[QWidget, Slot] = {}
        for group in sheet.boxes.values():
            stops: list[QWidget] = [*group.stops()] or [group]
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

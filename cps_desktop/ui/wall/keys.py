"""The keys of the planner: letters for what the tools do, arrows to the next note or box."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.theme import SPACE_M
from cps_desktop.ui.wall.acts import NoteActs
from cps_desktop.ui.wall.area import WallArea
from cps_desktop.ui.wall.box_parts import ANSWER, TICK, BoxPart
from cps_desktop.ui.wall.commands import NoteCommands
from cps_desktop.ui.wall.flow import Slot
from cps_desktop.ui.wall.navigation import DOWN, LEFT, RIGHT, UP, nearest
from cps_desktop.ui.wall.place import PlannerPlace
from cps_desktop.ui.wall.several import SeveralNotes
from cps_desktop.ui.wall.sheet import A3Sheet
from cps_desktop.ui.wall.tools import WallTools

_ARROWS = {
    Qt.Key.Key_Left: LEFT,
    Qt.Key.Key_Right: RIGHT,
    Qt.Key.Key_Up: UP,
    Qt.Key.Key_Down: DOWN,
}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space})
_NEW = frozenset({Qt.Key.Key_N, Qt.Key.Key_Insert})
_GONE = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})


class SheetArrows:
    """From a note, a box or a part to the nearest one in a direction, as they stand on the A3."""

    def __init__(self, sheet: A3Sheet, area: WallArea) -> None:
        self._sheet = sheet
        self._area = area

    def from_note(self, note_id: str, key: Qt.Key) -> None:
        """From a note."""
        self._go(self._sheet.notes.get(note_id), _ARROWS[key])

    def from_box(self, box: str, key: Qt.Key) -> None:
        """From a box itself."""
        self._go(self._sheet.boxes.get(box), _ARROWS[key])

    def from_here(self, key: Qt.Key) -> None:
        """From whatever has the keyboard."""
        self._go(self._sheet.window().focusWidget(), _ARROWS[key])

    def _go(self, start: QWidget | None, direction: tuple[int, int]) -> None:
        sheet = self._sheet
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
            self._area.ensureWidgetVisible(found, SPACE_M, SPACE_M)


class WallKeys:
    """What a key pressed on a note or a box does, on the wall and in the list alike.

    ``shows_list``: whether the list is in front, which knows its own arrows. The others are what
    is done: begin a note in a box ("" for where the keyboard is), write on one, delete one, show
    what is known of one, go to the next empty box, find again, choose which notes are shown.
    """

    def __init__(
        self,
        place: PlannerPlace,
        several: SeveralNotes,
        commands: NoteCommands,
        acts: NoteActs,
        tools: WallTools,
        arrows: SheetArrows,
        *,
        shows_list: Callable[[], bool],
        add: Callable[[str], object],
        edit: Callable[[str], object],
        delete: Callable[[str], object],
        details: Callable[[str], object],
        next_gap: Callable[[], object],
        find_again: Callable[[], object],
        show_only: Callable[[], object],
    ) -> None:
        self._place = place
        self._several = several
        self._commands = commands
        self._acts = acts
        self._arrows = arrows
        self._shows_list = shows_list
        self._add, self._edit, self._delete = add, edit, delete
        self._next_gap, self._find_again, self._show_only = next_gap, find_again, show_only
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
            Qt.Key.Key_I: details,
            Qt.Key.Key_Period: lambda note: acts.dot(note, 1),
            Qt.Key.Key_Comma: lambda note: acts.dot(note, -1),
        }

    def on_note(self, note_id: str, event: QKeyEvent) -> None:
        """A key on a note; what it does not know is left to others."""
        key = Qt.Key(event.key())
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        ctrl = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        event.accept()
        if alt and key in _ARROWS:
            self._commands.step(note_id, -1 if _ARROWS[key] in (LEFT, UP) else 1)
        elif ctrl and key == Qt.Key.Key_Space:
            self._several.toggle(note_id)
        elif ctrl and key == Qt.Key.Key_A:
            self._several.whole_box(note_id)
        elif ctrl or alt:
            self._with_control(self._place.box, event)
        elif key in _ENTER:
            self._edit(note_id)
        elif key in _GONE:
            self._delete(note_id)
        elif key in self._letters:
            self._letters[key](note_id)
        elif key in _ARROWS and not self._shows_list():
            before = self._place.note
            self._arrows.from_note(note_id, key)
            if shift:
                self._several.extend(before, self._place.note)
        else:
            self._anywhere(event)

    def on_box(self, box: str, event: QKeyEvent) -> None:
        """A key on a box itself."""
        key = Qt.Key(event.key())
        control = event.modifiers() & (
            Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier
        )
        event.accept()
        if control:
            self._with_control(box, event)
        elif key in _ENTER | _NEW:
            self._add(box)
        elif key in _ARROWS and not self._shows_list():
            self._arrows.from_box(box, key)
        else:
            self._anywhere(event)

    def on_part(self, box: str, part: BoxPart, event: QKeyEvent) -> None:
        """A key on a tick, an option or a number."""
        key = Qt.Key(event.key())
        event.accept()
        if part.role == ANSWER and key in _GONE | {Qt.Key.Key_Comma}:
            self._commands.take_answer(box, part.key)
        elif part.role == TICK and key in _NEW and not event.modifiers():
            self._acts.remark(box, part.key)
        elif key in _ARROWS and not self._shows_list() and not event.modifiers():
            self._arrows.from_here(key)
        else:
            self.on_box(box, event)

    def _anywhere(self, event: QKeyEvent) -> None:
        """Keys that need no note."""
        key = event.key()
        if key in _NEW:
            self._add("")
        elif key == Qt.Key.Key_G:
            self._next_gap()
        elif key == Qt.Key.Key_F3:
            self._find_again()
        elif key == Qt.Key.Key_F:
            self._show_only()
        elif key == Qt.Key.Key_P:
            self._acts.sketch(self._place.box)
        elif not (key == Qt.Key.Key_Escape and self._several.clear()):
            event.ignore()

    def _with_control(self, box: str, event: QKeyEvent) -> None:
        paste = event.key() == Qt.Key.Key_V and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        )
        if not (paste and self._acts.paste(box)):
            event.ignore()


def _place(widget: QWidget, sheet: QWidget) -> Slot:
    corner = widget.mapTo(sheet, QPoint(0, 0))
    return Slot(corner.x(), corner.y(), widget.width(), widget.height())

"""Where the keyboard is on the planner, and the ways to put it somewhere: it is never lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.theme import SPACE_M
from cps_desktop.ui.wall.box_parts import held

if TYPE_CHECKING:
    from cps_desktop.ui.wall.area import WallArea
    from cps_desktop.ui.wall.desk import PlannerDesk
    from cps_desktop.ui.wall.outline import PlannerOutline
    from cps_desktop.ui.wall.sheet import A3Sheet


class PlannerPlace(QObject):
    """The current note and box, the same for wall and list. ``shows_list`` says which is seen."""

    moved = Signal()
    """The keyboard is on another note or box."""

    def __init__(
        self,
        desk: PlannerDesk,
        sheet: A3Sheet,
        area: WallArea,
        outline: PlannerOutline,
        shows_list: Callable[[], bool],
    ) -> None:
        super().__init__(sheet)
        self._desk, self._sheet, self._area, self._outline = desk, sheet, area, outline
        self._shows_list = shows_list
        self.note = ""
        self.box = ""
        for view in (sheet, outline):
            view.note_focused.connect(self.on_note)
            view.box_focused.connect(self.on_box)

    def on_note(self, note_id: str) -> None:
        """The keyboard came to a note."""
        self.note = note_id
        self._desk.chosen.begin_at(note_id)
        place = self._desk.place_of(note_id)
        if place is not None:
            self._lift(place[0])
        button = self._sheet.button(note_id)
        if button is not None and not self._shows_list():
            self._area.ensureWidgetVisible(button, SPACE_M, SPACE_M)
        self.moved.emit()

    def on_box(self, box: str) -> None:
        """The keyboard came to a box, or to something in it that is no note."""
        self.note = ""
        self._lift(box)
        self.moved.emit()

    def _lift(self, box: str) -> None:
        self.box = box
        for key, group in self._sheet.boxes.items():
            group.set_lifted(key == box)

    def go(self, note_id: str, box: str, *, focus: bool = True) -> None:
        """Put the keyboard on a note, else on a box."""
        if note_id and not self._desk.shown.shows(note_id) and self._desk.note(note_id):
            self._let_in(note_id)
        shown = self._desk.shown
        if not note_id and box and box not in {one.key for one in shown.planner.boxes}:
            shown.show_only(type(shown.only)())
        if self._shows_list():
            if not self._outline.go_to_note(note_id):
                self._outline.go_to_box(box)
            if focus:
                self._outline.setFocus()
            return
        target: QWidget | None = self._sheet.button(note_id) or self._sheet.boxes.get(box)
        if target is not None and focus:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(target)

    def stay(self) -> None:
        """Other notes are shown than before: near where it was, and nothing is let in for it."""
        note = self.note if self._desk.shown.shows(self.note) else ""
        boxes = [one.key for one in self._desk.shown.planner.boxes]
        box = self.box if self.box in boxes else next(iter(boxes), "")
        self.note = note
        self.go(note, box)

    def _let_in(self, note_id: str) -> None:
        """Somebody goes to a note that is not shown just now: it is shown as well."""
        shown = self._desk.shown
        place = self._desk.place_of(note_id)
        if place is not None and shown.only.stage not in {"", shown.stage_of(place[0])}:
            shown.show_only(type(shown.only)())
            return
        shown.also(note_id)
        shown.changed.emit()

    def go_to_parts(self, box: str) -> None:
        """Put the keyboard on what there is to press in a box."""
        group = self._sheet.boxes.get(box)
        if self._shows_list():
            self._outline.go_to_parts(box)
            self._outline.setFocus()
        elif group is not None and group.parts:
            group.parts[0].setFocus(Qt.FocusReason.OtherFocusReason)
            self._area.ensureWidgetVisible(group.parts[0])

    def go_to_note(self, note_id: str) -> bool:
        """Bring a note into view and put the keyboard on it; False where it is not here."""
        place = self._desk.place_of(note_id)
        if place is None:
            return False
        self.go(note_id, place[0])
        return True

    def begin(self) -> None:
        """Put the keyboard on the note it was on, else on the first box with something to do."""
        planner = self._desk.planner
        first = next(
            (box.key for box in planner.boxes if box.takes or self._desk.notes_in(box.key)), ""
        )
        if first and not self.go_to_note(self.note):
            self.go("", first)

    def show_again(self) -> None:
        """Bring the current note into view again."""
        self.on_note(self.note)

    def next_gap(self) -> str:
        """The next box with nothing in it, from where the keyboard is; "" where there is none."""
        boxes = [box for box in self._desk.planner.boxes if box.takes]
        keys = [box.key for box in boxes]
        at = keys.index(self.box) + 1 if self.box in keys else 0
        for box in (*boxes[at:], *boxes[:at]):
            if not held(box, self._desk.notes_in(box.key)):
                return box.key
        return ""

    def first_box(self) -> str:
        """The first box with a gap, else the first of all."""
        boxes = [box for box in self._desk.shown.planner.boxes if box.takes]
        gaps = (box.key for box in boxes if not held(box, self._desk.notes_in(box.key)))
        return next(gaps, boxes[0].key if boxes else "")

"""What of the planner is shown just now, and in which order. Nothing is left out in silence."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from cps_desktop.ui.wall.arranging import BY_DOTS, BY_THEME, NoteGroup, Only, arranged
from cps_desktop.ui.wall.rows import NotesByBox
from cps_desktop.ui.wall.snapshot import EMPTY_PLANNER, NoteSnapshot, PlannerSnapshot

IN_DOTS_ORDER: Final = "These notes are shown by their dots. Show them in their own order first."


class ShownNotes(QObject):
    """The notes as wall and list show them: some of them, in groups. It changes no note."""

    changed = Signal()
    """Other notes are shown than before, or in another order."""

    def __init__(self, rows: NotesByBox, parent: QObject) -> None:
        super().__init__(parent)
        self._rows = rows
        self._whole: PlannerSnapshot = EMPTY_PLANNER
        self.only = Only()
        self.order = BY_THEME
        self._also: set[str] = set()
        self._groups: dict[str, tuple[NoteGroup, ...]] = {}
        self.planner: PlannerSnapshot = EMPTY_PLANNER
        """The planner with the stages and boxes that are shown."""

    def take(self, planner: PlannerSnapshot) -> None:
        """Another planner, or the same as it is now."""
        if planner.id != self._whole.id:
            self.only, self._also = Only(), set()
        self._whole = planner
        if self.only.stage not in {"", *(one.key for one in planner.stages)}:
            self.only = replace(self.only, stage="")
        stage = self.only.stage
        self.planner = planner
        if stage:
            self.planner = replace(
                planner,
                stages=tuple(one for one in planner.stages if one.key == stage),
                boxes=planner.boxes_of(stage),
            )
        self.forget()

    def forget(self) -> None:
        """Notes came, went or changed: look again when asked."""
        self._groups.clear()

    def show_only(self, only: Only) -> None:
        """Show these notes; ``Only()`` is all of them."""
        self.only, self._also = only, set()
        self.take(self._whole)
        self.changed.emit()

    def set_order(self, order: str) -> None:
        """Show the notes of a box under their themes, as they are placed, or by their dots."""
        if order != self.order:
            self.order = order
            self.forget()
            self.changed.emit()

    def also(self, note_id: str) -> None:
        """Show this one too: somebody went to it, or has just written it."""
        self._also.add(note_id)
        self.forget()

    def groups(self, box: str) -> tuple[NoteGroup, ...]:
        """The notes of a box as they are shown."""
        if box not in self._groups:
            self._groups[box] = arranged(self._let(box), self.order)
        return self._groups[box]

    def _let(self, box: str) -> tuple[NoteSnapshot, ...]:
        notes = self._rows.of(box)
        if not self.only:
            return notes
        stage = self.stage_of(box)
        return tuple(one for one in notes if self.only.lets(one, stage) or one.id in self._also)

    def stage_of(self, box: str) -> str:
        """The stage a box belongs to."""
        return next((one.stage for one in self._whole.boxes if one.key == box), "")

    def notes(self, box: str) -> tuple[NoteSnapshot, ...]:
        """The notes of a box in the order they are shown."""
        groups = self.groups(box)
        if len(groups) == 1:
            return groups[0].notes
        return tuple(note for group in groups for note in group.notes)

    def left_out(self, box: str) -> int:
        """How many notes of a box are not shown."""
        return len(self._rows.of(box)) - len(self.notes(box)) if self.only else 0

    def count(self) -> tuple[int, int]:
        """How many notes are shown, and how many there are."""
        boxes = self.planner.boxes
        return sum(len(self.notes(one.key)) for one in boxes), len(self._rows)

    def shows(self, note_id: str) -> bool:
        """Whether a note is among those shown."""
        place = self._rows.place_of(note_id)
        if place is None or place[0] not in {one.key for one in self.planner.boxes}:
            return False
        return any(one.id == note_id for one in self.notes(place[0]))

    def reading_order(self) -> list[str]:
        """The ids of all notes shown, as one reads."""
        return [note.id for box in self.planner.boxes for note in self.notes(box.key)]

    def place_for(self, box: str, index: int, moving: set[str]) -> int:
        """Which place among all others of a box ``index`` among those shown is.

        Where notes stand by their dots that says nothing of their own order: there it is the last,
        and no other note changes its place unseen.
        """
        if self.order == BY_DOTS:
            return self._rows.kept_place(box, (), 0, moving)
        shown = [one.id for one in self.notes(box) if one.id not in moving]
        return self._rows.kept_place(box, shown, index, moving)

    def way(self, note_id: str, by: int) -> tuple[int, str]:
        """Where one step earlier or later goes among the shown others; else why it goes nowhere."""
        if self.order == BY_DOTS:
            return -1, IN_DOTS_ORDER
        place = self._rows.place_of(note_id)
        start = 0
        for group in self.groups(place[0]) if place is not None else ():
            ids = [one.id for one in group.notes]
            if note_id in ids:
                to = ids.index(note_id) + by
                if 0 <= to < len(ids):
                    return start + to, ""
                break
            start += len(ids)
        return -1, ""

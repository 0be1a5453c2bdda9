"""The planner as the wall and the list both work on it: one set of commands, one set of signals.

A command shows its effect at once and then says what the person wants; the next snapshot has the
last word. A note being written that nobody has heard of yet is kept here until it is in one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from cps_desktop.ui.theme import DEFAULT_NOTE_COLOUR
from cps_desktop.ui.wall.snapshot import (
    BY_NOBODY,
    EMPTY_PLANNER,
    BoxSnapshot,
    NoteSnapshot,
    PlannerSnapshot,
)

READ_ONLY: Final = "A newer version of the program wrote this. Here it can only be read."


class PlannerDesk(QObject):
    """Notes by box, with the person's own changes on top. ``new_id`` mints a note's id."""

    renewed = Signal()
    """A snapshot was taken and is not shown yet: whoever is writing looks at their note first."""
    changed = Signal()
    """What is to be shown changed; ask again."""
    note_added = Signal(object, str)
    """A new ``NoteSnapshot`` and the id of the note it stands after ("" = first in its box)."""
    note_edited = Signal(str, str)
    note_moved = Signal(str, str, int)
    """Note id, box key, place among the other notes of that box."""
    note_coloured = Signal(str, str)
    note_author_changed = Signal(str, str, str)
    """Note id, author's full name, ``name`` / ``initials`` / ``nobody``."""
    note_deleted = Signal(str)
    overtaken = Signal(str, str)
    """Note id and unsaved words ("" for none): it changed or went elsewhere while written on."""
    refused = Signal(str)
    """A sentence: why what was asked for was not done."""

    def __init__(self, new_id: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._new_id = new_id
        self.planner: PlannerSnapshot = EMPTY_PLANNER
        self._boxes: dict[str, list[NoteSnapshot]] = {}
        self._untold: set[str] = set()
        self._awaited: set[str] = set()
        self._last_author = ("", BY_NOBODY)

    def show(self, planner: PlannerSnapshot) -> None:
        """Take a new snapshot; notes that only exist here so far keep their place."""
        same = planner.id == self.planner.id
        kept = self._own_notes() if same else []
        if not same:
            self._untold.clear()
        self.planner = planner
        boxes: dict[str, list[NoteSnapshot]] = {box.key: [] for box in planner.boxes}
        fallback = planner.boxes[-1].key if planner.boxes else ""
        for note in planner.notes:
            boxes.setdefault(note.box if note.box in boxes else fallback, []).append(note)
        told = {note.id for note in planner.notes}
        self._awaited -= told
        self._untold -= told
        for note, after in kept:
            if note.id not in told and note.box in boxes:
                row = boxes[note.box]
                ids = [other.id for other in row]
                row.insert(ids.index(after) + 1 if after in ids else 0, note)
        self._boxes = boxes
        self.renewed.emit()
        self.changed.emit()

    def _own_notes(self) -> list[tuple[NoteSnapshot, str]]:
        own = self._untold | self._awaited
        return [
            (note, row[place - 1].id if place else "")
            for row in self._boxes.values()
            for place, note in enumerate(row)
            if note.id in own
        ]

    def notes_in(self, box: str) -> tuple[NoteSnapshot, ...]:
        """The notes of a box, in order."""
        return tuple(self._boxes.get(box, ()))

    def note(self, note_id: str) -> NoteSnapshot | None:
        place = self.place_of(note_id)
        return None if place is None else self._boxes[place[0]][place[1]]

    def place_of(self, note_id: str) -> tuple[str, int] | None:
        """The box a note stands in and its place there."""
        for key, row in self._boxes.items():
            for index, note in enumerate(row):
                if note.id == note_id:
                    return key, index
        return None

    def box(self, key: str) -> BoxSnapshot | None:
        return next((box for box in self.planner.boxes if box.key == key), None)

    def may_change(self, note_id: str) -> bool:
        """Whether a note can be changed here; where not, ``refused`` says why."""
        note = self.note(note_id)
        if self.planner.read_only or (note is not None and note.locked):
            self.refused.emit(READ_ONLY)
            return False
        return note is not None

    def takes(self, box: str) -> bool:
        """Whether a note can be put into a box."""
        known = self.box(box)
        return known is not None and known.takes and not self.planner.read_only

    def is_new(self, note_id: str) -> bool:
        """Whether nobody has been told of this note yet."""
        return note_id in self._untold

    def neighbour(self, note_id: str) -> str:
        """The note to go to when this one goes: the next, else the one before, else ""."""
        place = self.place_of(note_id)
        if place is None:
            return ""
        row = self._boxes[place[0]]
        for index in (place[1] + 1, place[1] - 1):
            if 0 <= index < len(row):
                return row[index].id
        return ""

    def begin_note(self, box: str, after: str = "") -> str:
        """Start a new, empty note after another (or at the box's end); told once it has words."""
        row = self._boxes.setdefault(box, [])
        ids = [note.id for note in row]
        index = ids.index(after) + 1 if after in ids else len(row)
        colour = row[index - 1].colour if index else DEFAULT_NOTE_COLOUR
        author, named_as = self._last_author
        note = NoteSnapshot(self._new_id(), box, "", colour, author, named_as)
        row.insert(index, note)
        self._untold.add(note.id)
        self.changed.emit()
        return note.id

    def write(self, note_id: str, text: str) -> None:
        """Words as they stand while someone types; the first ones make a new note known."""
        note = self.note(note_id)
        if note is None or note.text == text:
            return
        self._replace(replace(note, text=text))
        if note_id not in self._untold:
            self.note_edited.emit(note_id, text)
        elif text:
            self._tell(note_id)

    def _tell(self, note_id: str) -> None:
        place = self.place_of(note_id)
        assert place is not None
        row = self._boxes[place[0]]
        self._untold.discard(note_id)
        self._awaited.add(note_id)
        self.note_added.emit(row[place[1]], row[place[1] - 1].id if place[1] else "")

    def finish(self, note_id: str) -> bool:
        """Writing ends. A note begun here that has no words goes again; True when it stays."""
        note = self.note(note_id)
        if note is None:
            return False
        if note_id in self._untold:
            self._remove(note_id)
            self.changed.emit()
            return False
        self.changed.emit()
        return True

    def delete(self, note_id: str) -> None:
        told = note_id not in self._untold
        if not self.may_change(note_id):
            return
        self._remove(note_id)
        self.changed.emit()
        if told:
            self.note_deleted.emit(note_id)

    def move(self, note_id: str, box: str, index: int) -> bool:
        """Put a note at a place among the other notes of a box; False when it stands there."""
        place = self.place_of(note_id)
        note = self.note(note_id)
        if place is None or note is None or not self.takes(box) or not self.may_change(note_id):
            return False
        others = len(self._boxes[box]) - (1 if place[0] == box else 0)
        index = max(0, min(index, others))
        if place == (box, index):
            return False
        self._boxes[place[0]].pop(place[1])
        self._boxes[box].insert(index, replace(note, box=box))
        self.changed.emit()
        if note_id not in self._untold:
            self.note_moved.emit(note_id, box, index)
        return True

    def step(self, note_id: str, by: int) -> bool:
        """Move a note one place earlier or later in its box."""
        place = self.place_of(note_id)
        return place is not None and self.move(note_id, place[0], max(0, place[1] + by))

    def recolour(self, note_id: str, colour: str) -> None:
        note = self.note(note_id)
        if note is not None and note.colour != colour and self.may_change(note_id):
            self._replace(replace(note, colour=colour))
            self.changed.emit()
            if note_id not in self._untold:
                self.note_coloured.emit(note_id, colour)

    def set_author(self, note_id: str, author: str, named_as: str) -> None:
        """Say who said it; the next new note starts with the same."""
        note = self.note(note_id)
        if not self.may_change(note_id):
            return
        self._last_author = (author, named_as)
        if note is not None and (note.author, note.named_as) != (author, named_as):
            self._replace(replace(note, author=author, named_as=named_as))
            self.changed.emit()
            if note_id not in self._untold:
                self.note_author_changed.emit(note_id, author, named_as)

    def _replace(self, note: NoteSnapshot) -> None:
        place = self.place_of(note.id)
        if place is not None:
            self._boxes[place[0]][place[1]] = note

    def _remove(self, note_id: str) -> None:
        place = self.place_of(note_id)
        if place is not None:
            self._boxes[place[0]].pop(place[1])
        self._untold.discard(note_id)
        self._awaited.discard(note_id)

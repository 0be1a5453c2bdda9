"""The planner as the wall and the list both work on it: one set of commands, one set of signals.

A command shows its effect at once and then says what the person wants; the next snapshot has the
last word. A note being written that nobody has heard of yet is kept here until it is in one. What
takes more than that (``wishes``) is only said: the next snapshot shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from cps_desktop.ui.theme import DEFAULT_NOTE_COLOUR
from cps_desktop.ui.wall.arranging import BY_DOTS
from cps_desktop.ui.wall.choosing import NotesChosen
from cps_desktop.ui.wall.rows import NotesByBox
from cps_desktop.ui.wall.shown import IN_DOTS_ORDER, ShownNotes
from cps_desktop.ui.wall.snapshot import (
    BY_NOBODY,
    EMPTY_PLANNER,
    BoxSnapshot,
    NoteSnapshot,
    PlannerSnapshot,
)
from cps_desktop.ui.wall.wishes import Wish

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
    wished = Signal(object)
    """One of ``wishes``: somebody wants this done."""
    overtaken = Signal(str, str)
    """Note id and unsaved words ("" for none): it changed or went elsewhere while written on."""
    refused = Signal(str)
    """A sentence: why what was asked for was not done."""

    def __init__(self, new_id: Callable[[], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._new_id = new_id
        self.planner: PlannerSnapshot = EMPTY_PLANNER
        self.rows = NotesByBox()
        self.shown = ShownNotes(self.rows, self)
        self.chosen = NotesChosen(self.shown, self)
        self._untold: set[str] = set()
        self._awaited: set[str] = set()
        self._last_author = ("", BY_NOBODY)
        self._why_not = ""
        self.changed.connect(self.shown.forget)
        self.shown.changed.connect(self.changed)

    def show(self, planner: PlannerSnapshot) -> None:
        """Take a new snapshot; notes that only exist here so far keep their place."""
        same = planner.id == self.planner.id
        kept = self._own_notes() if same else []
        if not same:
            self._untold.clear()
        self.planner = planner
        self.rows.take(planner)
        told = {note.id for note in planner.notes}
        self._awaited -= told
        self._untold -= told
        for note, after in kept:
            if note.id not in told and self.rows.has_box(note.box):
                ids = [other.id for other in self.rows.of(note.box)]
                self.rows.insert(note.box, ids.index(after) + 1 if after in ids else 0, note)
        self.shown.take(planner)
        self.chosen.keep_only(self.rows)
        self.renewed.emit()
        self.changed.emit()

    def _own_notes(self) -> list[tuple[NoteSnapshot, str]]:
        own = self._untold | self._awaited
        known = ((note, self.rows.before(note.id)) for note in map(self.rows.get, own) if note)
        # In the order they stand, so that each finds the one before it again.
        return sorted(known, key=lambda one: self.rows.place_of(one[0].id) or ("", 0))

    def notes_in(self, box: str) -> tuple[NoteSnapshot, ...]:
        """All notes of a box, in order, shown or not."""
        return self.rows.of(box)

    def note(self, note_id: str) -> NoteSnapshot | None:
        return self.rows.get(note_id)

    def place_of(self, note_id: str) -> tuple[str, int] | None:
        """The box a note stands in and its place there."""
        return self.rows.place_of(note_id)

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

    def wish(self, wish: Wish) -> str:
        """Say that somebody wants this done. Why it was not done, where that is known by now."""
        self._why_not = ""
        if self.planner.read_only:
            self._why_not = READ_ONLY
            self.refused.emit(READ_ONLY)
        else:
            self.wished.emit(wish)
        return self._why_not

    def not_done(self, why: str) -> None:
        """Whoever does what is wished could not do it."""
        self._why_not = why

    def neighbour(self, note_id: str) -> str:
        """The note to go to when this one goes: the next shown, else the one before, else ""."""
        place = self.place_of(note_id)
        row = [one.id for one in self.shown.notes(place[0])] if place is not None else []
        if note_id not in row:
            return ""
        at = row.index(note_id)
        return next((row[n] for n in (at + 1, at - 1) if 0 <= n < len(row)), "")

    def begin_note(self, box: str, after: str = "") -> str:
        """Start a new, empty note after another (or at the box's end); told once it has words.

        In a box that holds one text, that is the note; it may be there already.
        """
        known = self.box(box)
        own = known.own_note if known is not None else ""
        if own and own in self.rows:
            return own
        row = self.rows.of(box)
        ids = [note.id for note in row]
        index = ids.index(after) + 1 if after in ids else len(row)
        colour = row[index - 1].colour if index else DEFAULT_NOTE_COLOUR
        theme = row[index - 1].theme if after in ids else ""
        author, named_as = ("", BY_NOBODY) if own else self._last_author
        note = NoteSnapshot(own or self._new_id(), box, "", colour, author, named_as, theme=theme)
        self.rows.insert(box, index, note)
        self._untold.add(note.id)
        self.shown.also(note.id)
        self.changed.emit()
        return note.id

    def write(self, note_id: str, text: str) -> None:
        """Words as they stand while someone types; the first ones make a new note known."""
        note = self.note(note_id)
        if note is None or note.text == text:
            return
        self.rows.replace(replace(note, text=text))
        self.shown.forget()
        if note_id not in self._untold:
            self.note_edited.emit(note_id, text)
        elif text:
            self._tell(note_id)

    def _tell(self, note_id: str) -> None:
        note = self.note(note_id)
        assert note is not None
        self._untold.discard(note_id)
        self._awaited.add(note_id)
        self.note_added.emit(note, self.rows.before(note_id))

    def finish(self, note_id: str) -> bool:
        """Writing ends. A note begun here that has no words goes again; True when it stays."""
        if self.note(note_id) is None:
            return False
        stays = note_id not in self._untold
        if not stays:
            self._remove(note_id)
        self.changed.emit()
        return stays

    def delete(self, note_id: str) -> None:
        told = note_id not in self._untold
        if not self.may_change(note_id):
            return
        self._remove(note_id)
        self.changed.emit()
        if told:
            self.note_deleted.emit(note_id)

    def move(self, note_id: str, box: str, index: int) -> bool:
        """Put a note at a place among the other shown notes of a box; False where it is there."""
        place = self.place_of(note_id)
        note = self.note(note_id)
        if place is None or note is None or not self.takes(box) or not self.may_change(note_id):
            return False
        if place[0] == box and self.shown.order == BY_DOTS:
            # It would stand where it is, and the order that is not seen would be another.
            self.refused.emit(IN_DOTS_ORDER)
            return False
        index = self.shown.place_for(box, index, {note_id})
        if place == (box, index):
            return False
        self.rows.remove(note_id)
        self.rows.insert(box, index, replace(note, box=box))
        self.changed.emit()
        if note_id not in self._untold:
            self.note_moved.emit(note_id, box, index)
        return True

    def step(self, note_id: str, by: int) -> bool:
        """Move a note one place earlier or later in its box."""
        place = self.place_of(note_id)
        index, why = self.shown.way(note_id, by)
        if why:
            self.refused.emit(why)
        return place is not None and index >= 0 and self.move(note_id, place[0], index)

    def recolour(self, note_id: str, colour: str) -> None:
        note = self.note(note_id)
        if note is not None and note.colour != colour and self.may_change(note_id):
            self.rows.replace(replace(note, colour=colour))
            self.changed.emit()
            if note_id not in self._untold:
                self.note_coloured.emit(note_id, colour)

    def set_author(self, note_id: str, author: str, named_as: str) -> str:
        """Say who said it; the next new note starts with the same. Why it could not be kept."""
        note = self.note(note_id)
        if not self.may_change(note_id):
            return READ_ONLY if note is not None else ""
        self._why_not = ""
        self._last_author = (author, named_as)
        if note is not None and (note.author, note.named_as) != (author, named_as):
            self.rows.replace(replace(note, author=author, named_as=named_as))
            self.changed.emit()
            if note_id not in self._untold:
                self.note_author_changed.emit(note_id, author, named_as)
        return self._why_not

    def _remove(self, note_id: str) -> None:
        self.rows.remove(note_id)
        self._untold.discard(note_id)
        self._awaited.discard(note_id)

"""Beginning notes and writing on them, on the wall and in the list alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cps_desktop.ui.wall.desk import READ_ONLY

if TYPE_CHECKING:
    from cps_desktop.ui.wall.wall import PlannerWall


class NoteAdding:
    """Adds, goes on adding, edits."""

    def __init__(self, wall: PlannerWall) -> None:
        self._wall = wall

    def add(self, box: str = "") -> None:
        """Begin a note: after the current one, or in ``box``, or where the keyboard is."""
        wall, desk = self._wall, self._wall.desk
        wall.writing.finish()
        after = ""
        if not box:
            place = desk.place_of(wall.place.note)
            if place is not None:
                box, after = place[0], wall.place.note
            else:
                box = wall.place.box or wall.place.first_box()
        if desk.planner.read_only:
            desk.refused.emit(READ_ONLY)
        elif box and not desk.takes(box):
            wall.tell("Choose a box of this planner for the new note.", undo=False)
        elif box:
            self._begin(box, after)

    def _begin(self, box: str, after: str) -> None:
        wall, known = self._wall, self._wall.desk.box(box)
        wall.finding.clear()
        kind = known.kind if known is not None else "notes"
        if known is not None and kind == "table":
            wall.acts.row(known)
        elif kind in {"choice", "scale", "checklist"}:
            # These are answered, not written in: the keyboard goes to what there is to press.
            wall.place.go_to_parts(box)
        else:
            self._write_on(wall.desk.begin_note(box, after), adding=True)

    def edit(self, note_id: str) -> None:
        """Write on a note where it stands; one with two versions is chosen from first."""
        wall, desk = self._wall, self._wall.desk
        note = desk.note(note_id)
        if note is None or not desk.may_change(note_id):
            return
        box = desk.box(note.box)
        if note.contested:
            wall.choose_asked.emit(note_id)
        elif box is not None and box.kind == "table":
            wall.acts.row(box, note_id)
        else:
            self._write_on(note_id, adding=False)

    def go_on(self, after: str) -> None:
        """The next note, after the one just written; a text is one note only."""
        place = self._wall.desk.place_of(after)
        box = self._wall.desk.box(place[0]) if place is not None else None
        if box is not None and not box.own_note:
            self._write_on(self._wall.desk.begin_note(box.key, after), adding=True)

    def _write_on(self, note_id: str, *, adding: bool) -> None:
        if self._wall.shows_list:
            self._wall.outline.edit_note(note_id, adding=adding)
        else:
            self._wall.writing.begin(note_id, adding=adding)

"""Beginning notes and writing on them, on the wall and in the list alike."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from cps_desktop.ui.wall.acts import NoteActs
from cps_desktop.ui.wall.desk import READ_ONLY, PlannerDesk
from cps_desktop.ui.wall.finding import NoteFinding
from cps_desktop.ui.wall.outline import PlannerOutline
from cps_desktop.ui.wall.place import PlannerPlace
from cps_desktop.ui.wall.writing import SheetWriting


class NoteAdding(QObject):
    """Adds, goes on adding, edits. ``shows_list``: whether the list is in front; ``tell`` says why
    nothing was begun."""

    choose_asked = Signal(str)
    """Note id: it has two versions, to be chosen from first."""

    def __init__(
        self,
        desk: PlannerDesk,
        place: PlannerPlace,
        outline: PlannerOutline,
        writing: SheetWriting,
        finding: NoteFinding,
        acts: NoteActs,
        *,
        shows_list: Callable[[], bool],
        tell: Callable[[str], object],
    ) -> None:
        super().__init__(desk)
        self._desk = desk
        self._place = place
        self._outline = outline
        self._writing = writing
        self._finding = finding
        self._acts = acts
        self._shows_list = shows_list
        self._tell = tell

    def add(self, box: str = "") -> None:
        """Begin a note: after the current one, or in ``box``, or where the keyboard is."""
        desk, keyboard = self._desk, self._place
        self._writing.finish()
        after = ""
        if not box:
            place = desk.place_of(keyboard.note)
            if place is not None:
                box, after = place[0], keyboard.note
            else:
                box = keyboard.box or keyboard.first_box()
        if desk.planner.read_only:
            desk.refused.emit(READ_ONLY)
        elif box and not desk.takes(box):
            self._tell("Choose a box of this planner for the new note.")
        elif box:
            self._begin(box, after)

    def _begin(self, box: str, after: str) -> None:
        known = self._desk.box(box)
        self._finding.clear()
        kind = known.kind if known is not None else "notes"
        if known is not None and kind == "table":
            self._acts.row(known)
        elif kind in {"choice", "scale", "checklist"}:
            # These are answered, not written in: the keyboard goes to what there is to press.
            self._place.go_to_parts(box)
        else:
            self._write_on(self._desk.begin_note(box, after), adding=True)

    def edit(self, note_id: str) -> None:
        """Write on a note where it stands; one with two versions is chosen from first."""
        desk = self._desk
        note = desk.note(note_id)
        if note is None or not desk.may_change(note_id):
            return
        box = desk.box(note.box)
        if note.contested:
            self.choose_asked.emit(note_id)
        elif box is not None and box.kind == "table":
            self._acts.row(box, note_id)
        else:
            self._write_on(note_id, adding=False)

    def go_on(self, after: str) -> None:
        """The next note, after the one just written; a text is one note only."""
        place = self._desk.place_of(after)
        box = self._desk.box(place[0]) if place is not None else None
        if box is not None and not box.own_note:
            self._write_on(self._desk.begin_note(box.key, after), adding=True)

    def _write_on(self, note_id: str, *, adding: bool) -> None:
        if self._shows_list():
            self._outline.writing.begin(note_id, adding=adding)
        else:
            self._writing.begin(note_id, adding=adding)

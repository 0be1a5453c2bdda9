"""One planner, followed: what is kept about it reaches the room within a moment.

The door says what changed while somebody's key is still being handled; it is read right after it.
Where only notes changed, only their boxes are read again: a full planner takes longer than a room
should have to wait.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.kinds import Note, Planner
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.planner_view import note_view, planner_view
from cps_desktop.services.planners import notes_in
from cps_desktop.ui.pages_of_session.planner_snapshot import note_snapshot, snapshot_of
from cps_desktop.ui.wall.snapshot import EMPTY_PLANNER, NoteSnapshot, PlannerSnapshot

_SHOWN: Final = ("planner", "note", "dot", "attachment", "planner_template")
"""The kinds of records the room sees anything of."""
_MOST_PATCHED: Final = 8
"""Notes changed at once; of more, everything is read again."""


class FollowedPlanner(QObject):
    """Reads a planner, and again whenever it changed. ``stop`` before the workspace closes."""

    changed = Signal()
    """``planner`` is another one than before, or shows something new."""
    arrived = Signal(object)
    """A set of ids: notes that were not there before, in the planner that was shown already."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._id: RecordId = ""
        self._template: PlannerTemplate | None = None
        self._touched: set[RecordId] = set()
        """The notes to read again; with none of them, all is."""
        self.planner: PlannerSnapshot = EMPTY_PLANNER
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.look)
        self._stop = desk.door.listen(self._heard)

    def stop(self) -> None:
        """Listen no more."""
        self._soon.stop()
        self._stop()

    def follow(self, planner: RecordId) -> None:
        """Follow this planner from now on; "" for none."""
        if planner != self._id:
            self._id = planner
            self._touched.clear()
            self._read()
            self.changed.emit()

    @property
    def planner_id(self) -> RecordId:
        """The planner that is followed."""
        return self._id

    def look(self) -> None:
        """See what is kept now."""
        self._soon.stop()
        touched, self._touched = self._touched, set()
        before = {one.id for one in self.planner.notes}
        if not (touched and self._patched(touched)):
            self._read()
        new = {one.id for one in self.planner.notes} - before
        if new:
            self.arrived.emit(new)
        self.changed.emit()

    def _heard(self, summary: ChangeSummary) -> None:
        if not self._id or not summary.concerns(*_SHOWN):
            return
        if self._soon.isActive() and not self._touched:
            # All of it is to be read anyhow.
            return
        only_notes = all(one.kind == Note.KIND for one in summary.touched)
        self._touched |= {one.record for one in summary.touched}
        if summary.everything or not only_notes or len(self._touched) > _MOST_PATCHED:
            self._touched.clear()
        self._soon.start()

    def _patched(self, touched: set[RecordId]) -> bool:
        """Read the boxes of these notes again; False where more than that may look different."""
        template, records = self._template, self._desk.door.records
        known = {one.id: one for one in self.planner.notes}
        boxes: set[str] = set()
        for record in touched:
            note, old = records.get(Note, record), known.get(record)
            if note is None:
                return False
            mine = note.planner == self._id and not note.deleted
            if mine and not _stands_alone(note, old):
                return False
            boxes |= ({note.box} if mine else set()) | ({old.box} if old is not None else set())
        if template is None or any(template.box(box) is None for box in boxes):
            return False
        rows: dict[str, list[NoteSnapshot]] = {}
        for one in self.planner.notes:
            if one.box not in boxes:
                rows.setdefault(one.box, []).append(one)
        for box in boxes:
            made = [
                known[one.id]
                if one.id in known and one.id not in touched
                else self._made(one, template, known)
                for one in notes_in(records, self._id, box)
            ]
            rows[box] = sorted(made, key=_place_in(template, box))
        order = [one.key for one in self.planner.boxes]
        notes = tuple(one for key in order for one in rows.get(key, ()))
        self.planner = replace(self.planner, notes=notes)
        return True

    def _made(
        self, note: Note, template: PlannerTemplate, known: Mapping[RecordId, NoteSnapshot]
    ) -> NoteSnapshot:
        made = note_snapshot(note_view(note, template), note.box, None, template.box(note.box))
        old = known.get(note.id)
        return replace(made, dots=old.dots) if old is not None else made

    def _read(self) -> None:
        records = self._desk.door.records
        view = None
        if self._id and records.get(Planner, self._id) is not None:
            view = planner_view(records, self._desk.planners, self._id)
        if view is None or view.removed or view.too_many:
            self.planner, self._template = EMPTY_PLANNER, None
        else:
            self.planner, self._template = snapshot_of(view), view.template


def _stands_alone(note: Note, old: NoteSnapshot | None) -> bool:
    """Whether nothing but the note itself says how it is shown: no picture, no theme whose
    spelling others have a say in."""
    theme = old.theme if old is not None else ""
    return not note.picture and note.theme in {"", theme} and bool(note.theme) == bool(theme)


def _place_in(template: PlannerTemplate, box: str) -> Callable[[NoteSnapshot], int]:
    """A checklist's notes stand as the template has its items, unknown ones last."""
    known = template.box(box)
    items = known.items if known is not None and known.kind == "checklist" else ()
    places = {one.key: place for place, one in enumerate(items)}
    return lambda note: places.get(note.given, len(places))

"""One planner, followed: what is kept about it reaches the room within a moment.

The door says what changed while somebody's key is still being handled; the planner is read again
right after it. Words typed on a note that is known already are put in their place without reading
all the others.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.kinds import Note, Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.planner_view import planner_view
from cps_desktop.ui.pages_of_session.planner_snapshot import snapshot_of
from cps_desktop.ui.wall.snapshot import EMPTY_PLANNER, PlannerSnapshot

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
        self._known: dict[RecordId, Note] = {}
        """Notes as they were when they were last typed on."""
        self._words: set[RecordId] = set()
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
            self._known.clear()
            self._words.clear()
            self._read()
            self.changed.emit()

    @property
    def planner_id(self) -> RecordId:
        """The planner that is followed."""
        return self._id

    def look(self) -> None:
        """See what is kept now."""
        self._soon.stop()
        words, self._words = self._words, set()
        if not (words and self._patched(words)):
            before = {one.id for one in self.planner.notes}
            self._read()
            new = {one.id for one in self.planner.notes} - before
            if new:
                self.arrived.emit(new)
        self.changed.emit()

    def _heard(self, summary: ChangeSummary) -> None:
        if not self._id or not summary.concerns(*_SHOWN):
            return
        touched = summary.touched
        plain = not summary.everything and all(one.kind == Note.KIND for one in touched)
        if self._soon.isActive() and not self._words:
            # All of it is to be read anyhow.
            return
        self._words |= {one.record for one in touched}
        if not plain or len(self._words) > _MOST_PATCHED:
            self._words.clear()
        self._soon.start()

    def _patched(self, words: set[RecordId]) -> bool:
        """Put new words of known notes in their place; False where it takes more than that."""
        text: dict[RecordId, str] = {}
        for record in words:
            note = self._desk.door.records.get(Note, record)
            known = self._known.get(record)
            if note is None:
                return False
            self._known[record] = note
            if note.planner != self._id and (known is None or known.planner != self._id):
                continue
            if known is None or _but_words(known) != _but_words(note):
                return False
            text[record] = note.text
        self.planner = replace(
            self.planner,
            notes=tuple(
                replace(one, text=text[one.id]) if one.id in text else one
                for one in self.planner.notes
            ),
        )
        return True

    def _read(self) -> None:
        view = None
        if self._id:
            records = self._desk.door.records
            known = records.get(Planner, self._id)
            if known is not None:
                view = planner_view(records, self._desk.planners, self._id)
        self.planner = EMPTY_PLANNER if view is None or view.removed else snapshot_of(view)


def _but_words(note: Note) -> Note:
    # When it was touched is not shown.
    return msgspec.structs.replace(note, text="", touched=0)

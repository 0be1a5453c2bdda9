"""Several notes at once: which are chosen, so that what is done next is done to all of them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from cps_desktop.ui.wall.shown import ShownNotes


class NotesChosen(QObject):
    """The chosen notes, the same on the wall and in the list."""

    changed = Signal()

    def __init__(self, shown: ShownNotes, parent: QObject) -> None:
        super().__init__(parent)
        self._shown = shown
        self._ids: set[str] = set()
        self._from = ""
        shown.changed.connect(self._keep_shown)

    def __contains__(self, note_id: object) -> bool:
        return note_id in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def ids(self) -> tuple[str, ...]:
        """All of them, in reading order."""
        return tuple(one for one in self._shown.reading_order() if one in self._ids)

    def targets(self, note_id: str) -> tuple[str, ...]:
        """What a command on this note is done to: all that are chosen, if it is one of them."""
        if note_id in self._ids or (not note_id and self._ids):
            return self.ids()
        return (note_id,) if note_id else ()

    def toggle(self, note_id: str) -> bool:
        """Choose a note as well, or not any more; whether it is chosen now."""
        self._from = note_id
        self._set(self._ids ^ {note_id})
        return note_id in self._ids

    def extend_to(self, note_id: str) -> None:
        """Choose everything from the last one chosen to this one, as one reads."""
        order = self._shown.reading_order()
        if self._from not in order or note_id not in order:
            self.toggle(note_id)
            return
        one, other = sorted((order.index(self._from), order.index(note_id)))
        self._set(self._ids | set(order[one : other + 1]))

    def begin_at(self, note_id: str) -> None:
        """From here ``extend_to`` reaches."""
        if not self._ids:
            self._from = note_id

    def choose(self, notes: Iterable[str]) -> None:
        """Choose exactly these."""
        self._set(set(notes))

    def clear(self) -> bool:
        """Choose none; whether there were any."""
        had = bool(self._ids)
        self._set(set())
        return had

    def keep_only(self, known: Container[str]) -> None:
        """Let go of those that are not there any more."""
        self._set({one for one in self._ids if one in known})

    def _keep_shown(self) -> None:
        if self._ids:
            self.keep_only(set(self._shown.reading_order()))

    def _set(self, ids: set[str]) -> None:
        if ids != self._ids:
            self._ids = ids
            self.changed.emit()

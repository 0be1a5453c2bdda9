"""The notes of a planner by box, in the order they are kept, found by their id at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from cps_desktop.ui.wall.snapshot import NoteSnapshot, PlannerSnapshot


class NotesByBox:
    """Rows of notes. Nothing but order: who may do what is the desk's business."""

    def __init__(self) -> None:
        self._rows: dict[str, list[NoteSnapshot]] = {}
        self._box_of: dict[str, str] = {}

    def take(self, planner: PlannerSnapshot) -> None:
        """Hold a planner's notes; one of an unknown box stands in the last box of all."""
        self._rows = {box.key: [] for box in planner.boxes}
        self._box_of = {}
        fallback = planner.boxes[-1].key if planner.boxes else ""
        for note in planner.notes:
            key = note.box if note.box in self._rows else fallback
            self._rows.setdefault(key, []).append(note)
            self._box_of[note.id] = key

    def __contains__(self, note: object) -> bool:
        return note in self._box_of

    def __iter__(self) -> Iterator[NoteSnapshot]:
        for row in self._rows.values():
            yield from row

    def __len__(self) -> int:
        return len(self._box_of)

    def has_box(self, box: str) -> bool:
        return box in self._rows

    def of(self, box: str) -> tuple[NoteSnapshot, ...]:
        """The notes of a box, in order."""
        return tuple(self._rows.get(box, ()))

    def get(self, note_id: str) -> NoteSnapshot | None:
        place = self.place_of(note_id)
        return None if place is None else self._rows[place[0]][place[1]]

    def place_of(self, note_id: str) -> tuple[str, int] | None:
        """The box a note stands in and its place there."""
        box = self._box_of.get(note_id)
        if box is None:
            return None
        return box, next(at for at, one in enumerate(self._rows[box]) if one.id == note_id)

    def insert(self, box: str, index: int, note: NoteSnapshot) -> None:
        self._rows.setdefault(box, []).insert(index, note)
        self._box_of[note.id] = box

    def replace(self, note: NoteSnapshot) -> None:
        """Other words or another colour for a note, where it stands."""
        place = self.place_of(note.id)
        if place is not None:
            self._rows[place[0]][place[1]] = note

    def remove(self, note_id: str) -> None:
        place = self.place_of(note_id)
        if place is not None:
            self._rows[place[0]].pop(place[1])
            del self._box_of[note_id]

    def before(self, note_id: str) -> str:
        """The note it stands after, "" where it is the first of its box."""
        place = self.place_of(note_id)
        return self._rows[place[0]][place[1] - 1].id if place is not None and place[1] else ""

    def kept_place(
        self, box: str, shown: Sequence[str], index: int, moving: Collection[str]
    ) -> int:
        """Which place ``index`` among the shown notes of a box is among all the others there.

        ``shown`` are ids in the order they are shown, without those that move.
        """
        every = [one.id for one in self._rows.get(box, ()) if one.id not in moving]
        if not shown:
            return len(every)
        if index < len(shown):
            return every.index(shown[max(0, index)])
        return every.index(shown[-1]) + 1

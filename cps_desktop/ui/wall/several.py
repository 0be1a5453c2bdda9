"""Choosing several notes by keys and clicks, and saying how many there are."""

from __future__ import annotations

from collections.abc import Callable

from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.place import PlannerPlace
from cps_desktop.ui.wall.snapshot import counted


class SeveralNotes:
    """The ways to choose more than one note; ``tell`` speaks a sentence."""

    def __init__(
        self, desk: PlannerDesk, place: PlannerPlace, tell: Callable[[str], object]
    ) -> None:
        self._desk = desk
        self._place = place
        self._tell = tell

    def toggle(self, note_id: str) -> None:
        """Choose a note as well, or let it go."""
        self._desk.chosen.toggle(note_id)
        self._say()

    def clicked(self, note_id: str, extend: bool) -> None:
        """Clicked with Ctrl, or with Shift: everything up to it."""
        if extend:
            self._desk.chosen.extend_to(note_id)
        else:
            self._desk.chosen.toggle(note_id)
        self._say()

    def extend(self, before: str, now: str) -> None:
        """Shift and an arrow: where one came from, and where one is."""
        chosen = self._desk.chosen
        chosen.choose({*chosen.ids(), *(one for one in (before, now) if one)})
        self._say()

    def whole_box(self, note_id: str) -> None:
        """Every note of this box; once more, every note that is shown."""
        place = self._desk.place_of(note_id)
        if place is None:
            return
        box = {one.id for one in self._desk.shown.notes(place[0])}
        have = set(self._desk.chosen.ids())
        self._desk.chosen.choose(self._desk.shown.reading_order() if have >= box else box)
        self._say()

    def clear(self) -> bool:
        """Choose none; whether any was chosen."""
        had = self._desk.chosen.clear()
        if had:
            self._say()
        return had

    def first(self) -> str:
        """The first of those chosen, else the current note."""
        return next(iter(self._desk.chosen.ids()), self._place.note)

    def none(self) -> None:
        """Choose none, with the keyboard on the first that was."""
        note = self.first()
        self.clear()
        self._place.go(note, self._place.box)

    def _say(self) -> None:
        number = len(self._desk.chosen)
        self._tell(f"{counted(number)} chosen." if number else "No note is chosen.")

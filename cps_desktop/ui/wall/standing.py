"""Where the notes of one box stand: as they are laid out, and as they were put on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cps_desktop.ui.wall.flow import Slot

if TYPE_CHECKING:
    from cps_desktop.ui.wall.note import NoteButton
    from cps_desktop.ui.wall.part import PartButton
    from cps_desktop.ui.wall.words_on_sheet import WordsOnSheet


class Standing:
    """The places in one box, in page units. What is in place already is not placed again."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        """Of each note, in their order."""
        self.fixed: list[tuple[WordsOnSheet | PartButton, Slot]] = []
        """What stands in the box beside notes."""
        self._placed: tuple[object, ...] = ()
        self._notes: list[NoteButton] = []
        self._at: list[Slot | None] = []
        self._zoom = 0.0
        self._owes = False

    def row_of(self, note: int) -> tuple[int, int]:
        """The first note of the row that this one stands in, and the first behind that row."""
        top = self.slots[note].y
        first, behind = note, note + 1
        while first and self.slots[first - 1].y == top:
            first -= 1
        while behind < len(self.slots) and self.slots[behind].y == top:
            behind += 1
        return first, behind

    def make_row(self, row: tuple[int, int], tall: float) -> float:
        """A row gets another height, and all beneath it moves; by how much."""
        first, behind = row
        top, by = self.slots[first].y, tall - self.slots[first].height
        if by:
            self.slots = [
                *self.slots[:first],
                *[Slot(x, y, wide, tall) for x, y, wide, _ in self.slots[first:behind]],
                *[Slot(x, y + by, wide, high) for x, y, wide, high in self.slots[behind:]],
            ]
            self.fixed = [
                (what, Slot(at.x, at.y + by, at.width, at.height) if at.y > top else at)
                for what, at in self.fixed
            ]
        return by

    def stood(self, zoom: float, notes: list[NoteButton]) -> list[Slot | None] | None:
        """Where each note stands on the screen at this zoom; None where all is as it should be.

        The caller puts them where they should be, and says so in this list; ``put_off`` where
        not all of them.
        """
        now = (self.slots, self.fixed, notes)
        as_before = len(self._placed) == len(now) and all(
            one is other for one, other in zip(self._placed, now, strict=True)
        )
        if as_before and zoom == self._zoom and not self._owes:
            return None
        if zoom != self._zoom:
            self._at = [None] * len(notes)
        elif notes is not self._notes:
            known = dict(zip(self._notes, self._at, strict=True))
            self._at = [known.get(one) for one in notes]
        self._placed, self._notes = now, notes
        self._zoom, self._owes = zoom, False
        return self._at

    def put_off(self) -> None:
        """Some notes do not stand where they should yet."""
        self._owes = True

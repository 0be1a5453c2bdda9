"""The pages of what is shown, and which of them is open: it follows the work, calmly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Final

from cps_desktop.ui.projection.measuring import Measure
from cps_desktop.ui.projection.pages import Paging, Part, Room, RoomPage
from cps_desktop.ui.projection.showing import RoomNote, Showing, for_the_room
from cps_desktop.ui.wall.rows import NotesByBox
from cps_desktop.ui.wall.snapshot import (
    EMPTY_PLANNER,
    BoxSnapshot,
    NoteSnapshot,
    PlannerSnapshot,
    StageSnapshot,
)

_NO_ROOM: Final = Room(1.0, 1.0, 1.0, "")
_EMPTY: Final = RoomPage(1.0, ())
_NO_BOUND: Final = 99.0


class RoomBook:
    """Pages are made part by part, when a part is first looked at.

    Letters get smaller when a page fills, and larger again only when something else is shown:
    they never jump about while somebody types. Pages turned by hand stay until work goes on
    elsewhere.
    """

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._planner: PlannerSnapshot = EMPTY_PLANNER
        self._showing = Showing()
        self._room = _NO_ROOM
        self._named = False
        self._notes: dict[str, tuple[NoteSnapshot, RoomNote]] = {}
        self._rows: dict[str, tuple[tuple[NoteSnapshot, ...], tuple[RoomNote, ...]]] = {}
        """Of each box, its notes and what the room sees of them: mostly the same as before."""
        self._paging = Paging(measure, _NO_ROOM)
        self._parts: tuple[Part, ...] = ()
        self._made: dict[int, tuple[Part, tuple[RoomPage, ...]]] = {}
        self._zooms: dict[int, float] = {}
        self._split = False
        self._ahead: Iterator[None] = iter(())
        self._at = (0, 0)
        self._by_hand = False
        measure.look.changed.connect(self._renew)

    def open(
        self, planner: PlannerSnapshot, showing: Showing, room: Room, *, named: bool
    ) -> RoomPage:
        """Make the pages of what is shown in this room; the page to be seen."""
        if planner.id != self._planner.id or not showing.of_same(self._showing):
            self._split, self._at, self._by_hand = False, (0, 0), False
            self._forget()
        if named != self._named or planner.id != self._planner.id:
            self._notes.clear()
            self._rows.clear()
        if showing.only != self._showing.only:
            self._rows.clear()
        if room != self._room or named != self._named:
            self._split = False
            self._paging = Paging(self._measure, room)
            self._forget()
        moved = (showing.at_box, showing.at_note) != (
            self._showing.at_box,
            self._showing.at_note,
        )
        self._planner, self._showing, self._room, self._named = planner, showing, room, named
        self._cut()
        if moved or not self._by_hand:
            self._by_hand = False
            self._follow()
        return self.page

    def look_ahead(self, notes: int) -> bool:
        """Measure so many notes of the pages that are not open; False when all are measured."""
        return any(True for _ in islice(self._ahead, notes - 1, notes))

    @property
    def page(self) -> RoomPage:
        """The open page."""
        pages = self._pages(self._at[0])
        return pages[min(self._at[1], len(pages) - 1)]

    @property
    def name(self) -> str:
        """What is on it, in words: "Think, 2 of 3"; "" for the whole of a planner."""
        if not self._parts:
            return ""
        part, at = self._parts[self._at[0]], self._at[1]
        pages = self._pages(self._at[0])
        if self._showing.box and part.boxes:
            name = part.boxes[0].title
        elif len(part.stages) == 1 and (len(self._planner.stages) > 1 or len(pages) > 1):
            name = part.stages[0].title
        else:
            name = ""
        if len(pages) == 1:
            return name
        number = f"{min(at, len(pages) - 1) + 1} of {len(pages)}"
        return f"{name}, {number}" if name else number

    @property
    def has_more(self) -> bool:
        """Whether there are other pages than the open one."""
        return len(self._parts) > 1 or len(self._pages(0)) > 1

    def step(self, by: int) -> bool:
        """Turn a page on (1) or back (-1); from the last one to the first. False where there is
        but one."""
        if not self.has_more:
            return False
        part, at = self._at[0], min(self._at[1], len(self._pages(self._at[0])) - 1) + by
        if at >= len(self._pages(part)):
            part, at = (part + 1) % len(self._parts), 0
        elif at < 0:
            part = (part - 1) % len(self._parts)
            at = len(self._pages(part)) - 1
        self._at, self._by_hand = (part, at), True
        return True

    # -- cutting -----------------------------------------------------------------------------------

    def _renew(self) -> None:
        """Letters or colours changed: nothing that was measured counts."""
        self._paging = Paging(self._measure, self._room)
        self._made.clear()

    def _forget(self) -> None:
        self._parts = ()
        self._made.clear()
        self._zooms.clear()

    def _cut(self) -> None:
        """Decide what is shown together: all of it, or one stage after the other."""
        showing, planner = self._showing, self._planner
        rows = NotesByBox()
        rows.take(planner)
        stage = showing.stage or showing.only.stage
        if showing.box or stage:
            boxes = [one for one in planner.boxes if showing.box in {"", one.key}]
            boxes = [one for one in boxes if showing.box or one.stage == stage]
            self._take((self._part(planner.stages, boxes, rows),))
            return
        if not self._split:
            whole = self._part(planner.stages, planner.boxes, rows)
            page = self._paging.whole(whole, self._zooms.get(0, _NO_BOUND))
            if page is not None:
                self._take((whole,))
                self._made[0], self._zooms[0] = (whole, (page,)), page.zoom
                return
            self._split = True
            self._forget()
        stages = [self._part((one,), planner.boxes_of(one.key), rows) for one in planner.stages]
        self._take(tuple(one for one in stages if one.boxes))

    def _part(
        self, stages: Sequence[StageSnapshot], boxes: Sequence[BoxSnapshot], rows: NotesByBox
    ) -> Part:
        of = {one.stage for one in boxes}
        return Part(
            tuple(one for one in stages if one.key in of),
            tuple(boxes),
            tuple(self._let(box, rows.of(box.key)) for box in boxes),
        )

    def _let(self, box: BoxSnapshot, notes: tuple[NoteSnapshot, ...]) -> tuple[RoomNote, ...]:
        known = self._rows.get(box.key)
        if known is None or known[0] != notes:
            only = self._showing.only
            let = (one for one in notes if not only or only.lets(one, box.stage))
            known = self._rows[box.key] = (notes, tuple(self._room_note(one) for one in let))
        return known[1]

    def _room_note(self, note: NoteSnapshot) -> RoomNote:
        known = self._notes.get(note.id)
        if known is None or known[0] != note:
            known = self._notes[note.id] = (note, for_the_room(note, named=self._named))
        return known[1]

    def _take(self, parts: tuple[Part, ...]) -> None:
        if len(parts) != len(self._parts):
            self._ahead = chain.from_iterable(map(self._paging.measuring, parts))
        self._parts = parts
        part, at = self._at
        self._at = (min(part, max(0, len(parts) - 1)), at)

    def _pages(self, number: int) -> tuple[RoomPage, ...]:
        if number >= len(self._parts):
            return (_EMPTY,)
        part = self._parts[number]
        made = self._made.get(number)
        if made is None or made[0] != part:
            pages = self._paging.pages(part, self._zooms.get(number, _NO_BOUND))
            made = self._made[number] = (part, pages)
            self._zooms[number] = pages[0].zoom
        return made[1]

    # -- following ---------------------------------------------------------------------------------

    def _follow(self) -> None:
        """Open the page where work is going on; where that is not shown, stay."""
        note, box = self._showing.at_note, self._showing.at_box
        for number, part in enumerate(self._parts):
            if box not in {one.key for one in part.boxes}:
                continue
            pages = self._pages(number)
            if note and (at := _first(pages, [note in one.notes for one in pages])) is not None:
                self._at = (number, at)
                return
            at = _first(pages, [box in one.boxes for one in pages])
            if at is not None:
                # Where the note is about to be written, its box is already in view.
                here = self._at[0] == number and box in self.page.boxes
                self._at = self._at if here else (number, at)
            return


def _first(pages: Sequence[RoomPage], holds: Sequence[bool]) -> int | None:
    return next((number for number, _ in enumerate(pages) if holds[number]), None)

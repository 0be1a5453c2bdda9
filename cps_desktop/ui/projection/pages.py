"""Pages for the room: as much of the planner as can be read from the back, and the rest after it.

First the whole A3 is tried, then a stage, then as many boxes as fit, then part of a box. Letters
are as large as what stands on the page lets them be, and never smaller than the least.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from cps_desktop.ui.projection.measuring import Measure
from cps_desktop.ui.projection.rows import BoxRows, Kind, Piece, Row
from cps_desktop.ui.theme import (
    NOTE_LEAST_HEIGHT,
    ROOM_HEIGHT,
    ROOM_TEXT,
    ROOM_TEXT_MOST,
    ROOM_TEXT_STEP,
    ROOM_WIDTH,
    SPACE_M,
    SPACE_S,
)
from cps_desktop.ui.wall.flow import Item, Slot, push_down
from cps_desktop.ui.wall.snapshot import BoxSnapshot, NoteSnapshot, StageSnapshot

_AREA_OF_NOTE: Final = 140.0 * NOTE_LEAST_HEIGHT
"""The least a note takes, in square page units: what cannot fit need not be measured."""
_MM_DOWN: Final = (1.6, 1.2, 0.8, 0.4, 0.05)
"""Page units a millimetre of the A3 takes downwards, tried in turn: empty boxes give way first."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row and where its top left corner is, in page units."""

    row: Row
    x: float
    y: float


@dataclass(frozen=True)
class RoomPage:
    """What is seen at one time. ``zoom`` turns page units into pixels.

    Few of the pages of a full planner are ever seen: their pieces are put in place when asked for.
    """

    zoom: float
    rows: tuple[Placed, ...]

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Everything on it, each at its place; a box before what stands in it."""
        return tuple(piece.moved(one.x, one.y) for one in self.rows for piece in one.row.pieces)

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """The ids of its notes, in reading order."""
        return tuple(
            piece.note.id for one in self.rows for piece in one.row.pieces if piece.note is not None
        )

    @cached_property
    def boxes(self) -> tuple[str, ...]:
        """The keys of the boxes that are on it, at least in part."""
        every = (piece for one in self.rows for piece in one.row.pieces)
        return tuple(one.key for one in every if one.kind is Kind.BOX)


@dataclass(frozen=True, slots=True)
class Part:
    """What is to be shown together if it can be: stages with their boxes, boxes with notes."""

    stages: tuple[StageSnapshot, ...]
    boxes: tuple[BoxSnapshot, ...]
    notes: tuple[tuple[NoteSnapshot, ...], ...]
    """Of each of ``boxes``, in the same order."""

    def boxes_of(self, stage: str) -> list[int]:
        """Which of the boxes are this stage's."""
        return [at for at, box in enumerate(self.boxes) if box.stage == stage]


@dataclass(frozen=True, slots=True)
class Room:
    """Room for a page in pixels, in a window ``unit`` times as large as the smallest picture."""

    width: float
    height: float
    unit: float
    order: str


def unit_of(width: float, height: float) -> float:
    """How much larger a window is than the smallest projector's picture, in which the least size
    of letters is given."""
    return max(0.5, min(width / ROOM_WIDTH, height / ROOM_HEIGHT))


class Paging:
    """Makes the pages of a part. ``most`` bounds the zoom, so that letters do not jump about."""

    def __init__(self, measure: Measure, room: Room) -> None:
        self._measure = measure
        self._room = room
        self._cutters: dict[float, BoxRows] = {}

    def zooms(self) -> list[float]:
        """The sizes that are tried, the largest first."""
        letter = self._measure.look.letter_px()
        sizes = range(ROOM_TEXT_MOST, ROOM_TEXT - 1, -ROOM_TEXT_STEP)
        return [size * self._room.unit / letter for size in sizes]

    def whole(self, part: Part, most: float = 99.0) -> RoomPage | None:
        """All of it on one page as on the A3, in large enough letters; None where it cannot be."""
        for zoom in self._tried(part, most):
            if (page := self._grid(part, zoom)) is not None:
                return page
        return None

    def pages(self, part: Part, most: float = 99.0) -> tuple[RoomPage, ...]:
        """One page if it can be, else as many as it takes."""
        for zoom in self._tried(part, most):
            if (page := self._grid(part, zoom)) is not None:
                return (page,)
            several = self._stacked(part, zoom)
            if len(several) == 1:
                return several
        return self._stacked(part, self.zooms()[-1])

    def measuring(self, part: Part) -> Iterator[None]:
        """Measure the notes of a part one by one, as large as a full part is shown."""
        zoom = self.zooms()[-1]
        rows, width = self._rows(zoom), self._room.width / zoom
        for box, notes in zip(part.boxes, part.notes, strict=True):
            for note in notes:
                rows.measure(box, note, width)
                yield

    def _tried(self, part: Part, most: float) -> Iterable[float]:
        count = sum(map(len, part.notes))
        for zoom in self.zooms():
            area = self._room.width * self._room.height / zoom**2
            if zoom <= most + 0.001 and count * _AREA_OF_NOTE <= area:
                yield zoom

    def _rows(self, zoom: float) -> BoxRows:
        if zoom not in self._cutters:
            high = self._room.height / zoom
            self._cutters[zoom] = BoxRows(self._measure, high, self._room.order)
        return self._cutters[zoom]

    # -- as on the A3 ---------------------------------------------------------------------------

    def _grid(self, part: Part, zoom: float) -> RoomPage | None:
        if not part.boxes:
            return RoomPage(zoom, ())
        width, high = self._room.width / zoom, self._room.height / zoom
        left = min(box.x for box in part.boxes)
        across = width / max(1.0, max(box.x + box.width for box in part.boxes) - left)
        rows = self._rows(zoom)
        cut = [
            rows.of(box, notes, box.width * across, helping=False)
            for box, notes in zip(part.boxes, part.notes, strict=True)
        ]
        for down in _MM_DOWN:
            placed = push_down(list(self._items(part, rows, cut, left, across, down)))
            if max(slot.bottom for slot in placed.values()) <= high:
                return RoomPage(zoom, tuple(_put(part, rows, cut, placed)))
        return None

    def _items(
        self,
        part: Part,
        rows: BoxRows,
        cut: Sequence[Sequence[Row]],
        left: float,
        across: float,
        down: float,
    ) -> Iterable[Item]:
        top = min(box.y for box in part.boxes)
        for stage in part.stages:
            own = part.boxes_of(stage.key)
            if not own:
                continue
            starts = min(part.boxes[at].x for at in own)
            ends = max(part.boxes[at].x + part.boxes[at].width for at in own)
            over = min(part.boxes[at].y for at in own)
            width = (ends - starts) * across
            slot = Slot((starts - left) * across, (over - top) * down - 1, width, 1)
            yield Item(("stage", stage.key), slot, rows.heading(stage.key, stage.title, 500).height)
            for at in own:
                box = part.boxes[at]
                slot = Slot(
                    (box.x - left) * across,
                    (box.y - top) * down,
                    box.width * across,
                    box.height * down,
                )
                yield Item(box.key, slot, _height(cut[at]) + SPACE_S)

    # -- one beneath the other ------------------------------------------------------------------

    def _stacked(self, part: Part, zoom: float) -> tuple[RoomPage, ...]:
        width, high = self._room.width / zoom, self._room.height / zoom
        stack = _Stack(high)
        rows = self._rows(zoom)
        alone = len(part.boxes) == 1
        for stage in part.stages:
            heading = rows.heading(stage.key, stage.title, width)
            for number, at in enumerate(part.boxes_of(stage.key)):
                box = part.boxes[at]
                cut = rows.of(box, part.notes[at], width, helping=alone)
                before = heading if number == 0 else None
                stack.add(box.key, width, cut, rows.prompt_again(box, width), before)
        return tuple(RoomPage(zoom, pieces) for pieces in stack.pages())


def _height(rows: Sequence[Row]) -> float:
    return sum(row.height for row in rows) + SPACE_S


def _put(
    part: Part, rows: BoxRows, cut: Sequence[Sequence[Row]], placed: dict[object, Slot]
) -> Iterable[Placed]:
    """The rows of a part whose headings and boxes have their places."""
    for stage in part.stages:
        slot = placed.get(("stage", stage.key))
        if slot is None:
            continue
        yield Placed(rows.heading(stage.key, stage.title, slot.width), slot.x, slot.y)
        for at in part.boxes_of(stage.key):
            key = part.boxes[at].key
            where = placed[key]
            # Some air to the box beneath, however near they stand on paper.
            frame = Slot(where.x, where.y, where.width, where.height - SPACE_S)
            yield _frame(key, frame, part.boxes[at].prompt)
            top = where.y
            for row in cut[at]:
                yield Placed(row, where.x, top)
                top += row.height


def _frame(key: str, where: Slot, words: str) -> Placed:
    box = Piece(Kind.BOX, key, Slot(0, 0, where.width, where.height), words)
    return Placed(Row(where.height, (box,)), where.x, where.y)


class _Stack:
    """Boxes across the whole width, one beneath the other; a new page where one is full."""

    def __init__(self, high: float) -> None:
        self._high = high
        self._pages: list[list[Placed]] = [[]]
        self._top = 0.0

    def pages(self) -> list[tuple[Placed, ...]]:
        return [tuple(page) for page in self._pages if page] or [()]

    def add(
        self, key: str, width: float, rows: Sequence[Row], again: Row, heading: Row | None
    ) -> None:
        """Put a box in whole if a page can hold it, else in rows over several pages."""
        over = heading.height if heading is not None else 0.0
        whole = over + _height(rows)
        least = over + _height(rows[:2])
        room = self._high - self._top
        if self._top and (room < least or (whole > room and whole <= self._high)):
            self._turn()
        if heading is not None:
            self._put(heading)
        start, first = self._top, len(self._pages[-1])
        begun = 0
        for number, row in enumerate(rows):
            full = self._top + row.height + SPACE_S > self._high
            if full and number > begun and self._top > start:
                self._close(key, width, start, first, rows[0])
                self._turn()
                start, first, begun = 0.0, 0, number
                self._put(again)
            self._put(row)
        self._close(key, width, start, first, rows[0])
        self._top += SPACE_M

    def _put(self, row: Row) -> None:
        self._pages[-1].append(Placed(row, 0, self._top))
        self._top += row.height

    def _close(self, key: str, width: float, start: float, first: int, prompt: Row) -> None:
        """Put the box's frame beneath what stands in it on this page."""
        self._top += SPACE_S
        where = Slot(0, start, width, self._top - start)
        self._pages[-1].insert(first, _frame(key, where, prompt.pieces[0].words))

    def _turn(self) -> None:
        self._pages.append([])
        self._top = 0.0

"""A box on the room's window, cut into rows that stay whole when a page ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cps_desktop.ui.projection.measuring import Measure
from cps_desktop.ui.theme import NOTE_LEAST_WIDTH, SPACE_M, SPACE_S, SPACE_XS
from cps_desktop.ui.wall.arranging import NoteGroup, arranged
from cps_desktop.ui.wall.box_parts import ANSWER, TICK, BoxPart, hangs, parts_of, says
from cps_desktop.ui.wall.flow import Slot, columns_for
from cps_desktop.ui.wall.note_paint import cell_width
from cps_desktop.ui.wall.snapshot import BoxSnapshot, NoteSnapshot

_NOTE_WIDTH: Final = NOTE_LEAST_WIDTH + 30
"""A wall is read from far: few words a line are hard to read there, too."""
_MOST_MARKS: Final = 12
_TALL: Final = 0.45
"""Of the room's height: where a note would be taller, notes are made wider."""


class Kind(StrEnum):
    """What stands on a page."""

    STAGE = "stage"
    BOX = "box"
    PROMPT = "prompt"
    THEME = "theme"
    LINE = "line"
    QUIET = "quiet"
    NOTE = "note"


ROLES: Final = {
    Kind.STAGE: "section",
    Kind.PROMPT: "box_prompt",
    Kind.THEME: "small_strong",
    Kind.LINE: "note",
    Kind.QUIET: "small",
}
"""Words of which type role."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing on a page and where it stands, in page units. ``key`` is the box's or stage's."""

    kind: Kind
    key: str
    slot: Slot
    words: str = ""
    note: NoteSnapshot | None = None
    columns: int = 0
    """Of a note: 0 a note on its paper, 1 a text, more a row of so many cells."""

    def moved(self, x: float, y: float) -> Piece:
        """The same thing elsewhere."""
        slot = Slot(self.slot.x + x, self.slot.y + y, self.slot.width, self.slot.height)
        return Piece(self.kind, self.key, slot, self.words, self.note, self.columns)


@dataclass(frozen=True, slots=True)
class Row:
    """What stays together: its height, and its pieces from its own top left corner."""

    height: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Groups:
    """The rows of the first so many groups."""

    groups: int
    rows: list[Row]


class BoxRows:
    """Cuts boxes into rows for a width. ``high`` is the height of a page."""

    def __init__(self, measure: Measure, high: float, order: str) -> None:
        self._measure = measure
        self._high = high
        self._order = order
        self._cut: dict[tuple[str, float, bool], tuple[object, object, tuple[Row, ...]]] = {}

    def of(
        self,
        box: BoxSnapshot,
        notes: tuple[NoteSnapshot, ...],
        width: float,
        *,
        helping: bool,
    ) -> tuple[Row, ...]:
        """Prompt first, then answers and notes; ``helping``: an empty box says how to answer.

        A box with the same notes as before is not cut again.
        """
        key = (box.key, width, helping)
        kept = self._cut.get(key)
        if kept is None or kept[0] != box or kept[1] is not notes:
            kept = self._cut[key] = (box, notes, tuple(self._rows(box, notes, width, helping)))
        return kept[2]

    def _rows(
        self, box: BoxSnapshot, notes: Sequence[NoteSnapshot], width: float, helping: bool
    ) -> list[Row]:
        inner = width - 2 * SPACE_M
        rows = [self._words(Kind.PROMPT, box.key, box.prompt, inner, SPACE_S)]
        lines = [_line(one) for one in parts_of(box, notes) if one.role in {ANSWER, TICK}]
        rows += [self._words(Kind.LINE, box.key, line, inner, 0) for line in lines]
        standing = [one for one in notes if hangs(box, one) and (says(one) or one.given)]
        columns = _columns(box)
        if columns > 1:
            rows.append(self._heads(box, inner))
        groups = arranged(standing, self._order)
        while groups:
            beside = self._beside(box.key, groups, inner, columns)
            rows += beside.rows
            groups = groups[beside.groups :]
        if not standing and not lines and helping and box.help:
            rows.append(self._words(Kind.QUIET, box.key, box.help, inner, 0))
        return rows

    def measure(self, box: BoxSnapshot, note: NoteSnapshot, width: float) -> None:
        """Measure a note before it is looked at, as wide as it most likely will be."""
        columns = _columns(box)
        self._measure.note(note, _side_by_side(width - 2 * SPACE_M, columns)[1], columns)

    def prompt_again(self, box: BoxSnapshot, width: float) -> Row:
        """What stands over the rest of a box on its next page."""
        words = f"{box.prompt} (continued)"
        return self._words(Kind.PROMPT, box.key, words, width - 2 * SPACE_M, SPACE_S)

    def heading(self, stage: str, words: str, width: float) -> Row:
        """A stage's heading, as wide as its boxes."""
        return self._words(Kind.STAGE, stage, words, width, 0, left=0)

    def _words(
        self, kind: Kind, key: str, words: str, width: float, above: float, left: float = SPACE_M
    ) -> Row:
        high = self._measure.words(words, ROLES[kind], width)[1]
        below = SPACE_S + SPACE_XS if kind is Kind.STAGE else SPACE_S
        piece = Piece(kind, key, Slot(left, above, width, high), words)
        return Row(above + high + below, (piece,))

    def _heads(self, box: BoxSnapshot, width: float) -> Row:
        """What the columns of a table are, over its rows."""
        count = len(box.columns)
        each = cell_width(width - 2 * SPACE_M, count)
        highs = [self._measure.words(one.words, "small_strong", each)[1] for one in box.columns]
        tall = max(highs)
        pieces = tuple(
            Piece(
                Kind.THEME,
                box.key,
                Slot(2 * SPACE_M + number * (each + SPACE_S), 0, each, tall),
                one.words,
            )
            for number, one in enumerate(box.columns)
        )
        return Row(tall + SPACE_XS, pieces)

    def _beside(self, box: str, groups: Sequence[NoteGroup], width: float, columns: int) -> _Groups:
        """The first of the groups, and beside it as many as stand there whole: few notes of many
        themes would fill a page with empty ground."""
        beside = _side_by_side(width, columns)[0]
        some: list[NoteGroup] = []
        taken = 0
        for group in groups:
            if taken + len(group.notes) > beside or not group.theme:
                break
            some.append(group)
            taken += len(group.notes)
        notes = [note for group in some for note in group.notes]
        together = self._notes(box, notes, width, columns) if len(some) > 1 else []
        if len(together) == 1:
            return _Groups(len(some), [self._headed(box, some, together[0])])
        # One alone: it is long, or its notes are, and stand wider.
        theme = groups[0].theme
        head = [self._words(Kind.THEME, box, theme, width, 0)] if theme else []
        return _Groups(1, [*head, *self._notes(box, groups[0].notes, width, columns)])

    def _headed(self, box: str, groups: Sequence[NoteGroup], row: Row) -> Row:
        """One row with the notes of these groups, under the names of their themes."""
        first = row.pieces[0].slot
        heads: list[Piece] = []
        left = first.x
        for group in groups:
            width = len(group.notes) * (first.width + SPACE_S) - SPACE_S
            high = self._measure.words(group.theme, "small_strong", width)[1]
            heads.append(Piece(Kind.THEME, box, Slot(left, 0, width, high), group.theme))
            left += width + SPACE_S
        down = max(one.slot.height for one in heads) + SPACE_S
        return Row(down + row.height, (*heads, *(one.moved(0, down) for one in row.pieces)))

    def _notes(
        self, box: str, notes: Sequence[NoteSnapshot], width: float, columns: int
    ) -> list[Row]:
        beside, each = _side_by_side(width, columns)
        heights = [self._measure.note(one, each, columns) for one in notes]
        while beside > 1 and max(heights) > self._high * _TALL:
            beside -= 1
            each = (width - SPACE_S * (beside - 1)) / beside
            heights = [self._measure.note(one, each, columns) for one in notes]
        rows = []
        for start in range(0, len(notes), beside):
            tall = max(heights[start : start + beside])
            pieces = tuple(
                Piece(
                    Kind.NOTE,
                    box,
                    Slot(SPACE_M + number * (each + SPACE_S), 0, each, tall),
                    note=note,
                    columns=columns,
                )
                for number, note in enumerate(notes[start : start + beside])
            )
            rows.append(Row(tall + SPACE_S, pieces))
        return rows


def _columns(box: BoxSnapshot) -> int:
    """0 for notes, 1 for a text, more for the rows of a table."""
    return max(1, len(box.columns)) if box.kind == "table" else int(box.kind == "text")


def _side_by_side(width: float, columns: int) -> tuple[int, float]:
    """How many notes stand side by side, and how wide each is: a text or row stands alone."""
    return (1, width) if columns else columns_for(width, _NOTE_WIDTH, SPACE_S)


def _line(part: BoxPart) -> str:
    """An answer with how many gave it, or an item with its tick: a count tells nobody's own."""
    if part.role == TICK:
        return f"{'✔' if part.done else '○'}  {part.words}"
    if not part.count:
        return f"{part.words}  –"
    marks = "●" * min(part.count, _MOST_MARKS) + ("…" if part.count > _MOST_MARKS else "")
    return f"{part.words}  {marks} {part.count}"

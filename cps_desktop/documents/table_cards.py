"""Rows of a table in a box of the wall: cells side by side, tagged as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cps_desktop.documents.box_entries import Entry
from cps_desktop.documents.cards import MEANT, SIZES, Piece, card_of
from cps_desktop.documents.ink import CARD, GROUND, LINE, TEXT
from cps_desktop.documents.paper import DECORATION, Owner, Page, Paper
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Line, Style

_PAD = 4.0


@dataclass(slots=True)
class RowCard:
    """One row, or a piece of a tall one."""

    tag: Tag
    """The TR of the row."""
    owners: tuple[Owner, ...]
    """The cells' tags; decoration where the row is said once more."""
    width: float
    cells: tuple[list[Line], ...]
    style: Style
    meant: list[Line]
    head: bool
    continued: bool = False

    @property
    def height(self) -> float:
        """Height in points, edges included."""
        deepest = max((len(cell) for cell in self.cells), default=0)
        return 2 * _PAD + deepest * self.style.leading + len(self.meant) * MEANT.leading

    def split(self, room: float) -> tuple[RowCard | None, RowCard | None]:
        """The lines of every cell that stand in ``room`` points, and those that are left."""
        if self.height <= room:
            return self, None
        count = int((room - 2 * _PAD) // self.style.leading)
        if count < 1:
            return None, self
        # The last line goes with the small print below it.
        count = min(count, max(1, max(len(cell) for cell in self.cells) - 1))
        first = replace(self, cells=tuple(cell[:count] for cell in self.cells), meant=[])
        rest = tuple(cell[count:] for cell in self.cells)
        return first, replace(self, cells=rest, continued=True)

    def draw(self, paper: Paper, page: Page, at: tuple[float, float], height: float) -> None:
        """Draw it at (left, top), as high as its row."""
        left, top = at
        fill = GROUND if self.head else CARD
        paper.box(page, (left, top, self.width, height), fill=fill, edge=LINE, line=0.6)
        each = self.width / len(self.cells)
        deepest = 0.0
        for number, lines in enumerate(self.cells):
            spot = left + number * each
            if number:
                paper.rule(page, (spot, top), (spot, top + height), LINE, 0.5)
            place, owner = (spot + _PAD, top + _PAD), self.owners[number]
            used = paper.lines(page, owner, lines, place, self.style, width=each - 2 * _PAD)
            deepest = max(deepest, used)
        below = (left + _PAD, top + _PAD + deepest)
        paper.lines(page, self.owners[-1], self.meant, below, MEANT, width=self.width - 2 * _PAD)


def tags_of(part: Tag, entries: Sequence[Entry]) -> list[Tag]:
    """A tag for every entry: rows of one table, or items of one list."""
    if any(one.cells for one in entries):
        table = part.add("Table")
        return [_row_tag(table, one) for one in entries]
    if not entries:
        return []
    listing = part.add("L")
    listing.numbering = "None"
    return [listing.add("LI").add("LBody") for _ in entries]


def _row_tag(table: Tag, entry: Entry) -> Tag:
    row = table.add("TR")
    for number in range(len(entry.cells)):
        cell = row.add("TH" if entry.head or number == 0 else "TD")
        cell.scope = "Column" if entry.head else "Row" if number == 0 else ""
    return row


def piece_of(
    paper: Paper,
    tag: Tag,
    entry: Entry,
    width: float,
    size: float = SIZES[0],
    *,
    again: bool = False,
) -> Piece:
    """The card or row of an entry; ``again`` for a heading that was read before."""
    if not entry.cells:
        return card_of(paper, tag, entry, width, size)
    style = Style(size, "bold" if entry.head else "regular", TEXT, 1.28)
    each = width / len(entry.cells)
    cells = tuple(paper.setter.lines(text, style, each - 2 * _PAD) for text in entry.cells)
    owners: tuple[Owner, ...] = tuple(kid for kid in tag.kids if isinstance(kid, Tag))
    if again:
        owners = (DECORATION,) * len(cells)
    small = paper.setter.lines(entry.small, MEANT, width - 2 * _PAD) if entry.small else []
    return RowCard(tag, owners, width, cells, style, small, entry.head)

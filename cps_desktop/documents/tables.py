"""Tables that never clip: a row that does not fit goes to the next page, a taller one is split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cps_desktop.documents.flow import Flow
from cps_desktop.documents.ink import CELL, CELL_STRONG, GROUND, LINE, PRIMARY
from cps_desktop.documents.paper import DECORATION, Owner
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Line, Style

_PAD_X, _PAD_Y = 5.0, 4.5


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its share of the table's width, and how its text stands."""

    title: str
    share: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: pieces of text, each in its style, one under the other."""

    pieces: tuple[tuple[str, Style], ...]
    header: bool = False
    """True for the cell that names its row."""
    span: int = 1
    align: str = ""


def cell(text: str, style: Style = CELL, *, header: bool = False) -> Cell:
    """A cell with one piece of text."""
    return Cell(((text, style),), header)


@dataclass(slots=True)
class _Laid:
    """A cell broken into lines."""

    owner: Owner
    lines: list[tuple[Line, Style]]
    left: float
    width: float
    align: str

    def height(self) -> float:
        return sum(style.leading for _, style in self.lines)

    def fitting(self, room: float) -> int:
        """How many of the lines fit into ``room`` points."""
        used = 0.0
        for number, (_, style) in enumerate(self.lines):
            used += style.leading
            if used > room + 0.01:
                return number
        return len(self.lines)


class Table:
    """A table on a flow; rows are drawn as they are added."""

    def __init__(
        self, flow: Flow, columns: Sequence[Column], *, min_row: float = 0.0, grid: bool = False
    ) -> None:
        self._flow = flow
        self._columns = tuple(columns)
        self._min_row = min_row
        self._grid = grid
        self._tag = flow.tag.add("Table")
        total = sum(column.share for column in columns)
        self._widths = [column.share / total * flow.width for column in columns]
        self._head_height = self._height(self._head_cells(DECORATION))
        self._flow.need(self._head_height + max(min_row, 40))
        self._head(self._tag.add("TR"))

    def row(
        self,
        cells: Sequence[Cell],
        *,
        fill: str = "",
        strong_line: bool = False,
        low: bool = False,
    ) -> Tag:
        """Add a row, and give its tag; the cells' spans must make up the number of columns.

        ``low`` makes it no higher than its text, whatever the table's least height.
        """
        least = 0.0 if low else self._min_row
        row = self._tag.add("TR")
        laid = []
        column = 0
        for each in cells:
            tag = row.add("TH" if each.header else "TD")
            tag.scope = "Row" if each.header else ""
            tag.column_span = each.span
            laid.append(self._lay(tag, each, column))
            column += each.span
        if column != len(self._columns):
            raise ValueError(f"{column} cells for {len(self._columns)} columns")
        height = max(self._height(laid), least)
        if height > self._flow.room and not (
            height > self._flow.full_height - self._head_height and self._flow.room > 100
        ):
            self._next_page()
        self._draw(laid, least, fill, strong_line)
        return row

    def _lay(self, owner: Owner, what: Cell, column: int) -> _Laid:
        left = self._flow.left + sum(self._widths[:column])
        width = sum(self._widths[column : column + what.span])
        setter = self._flow.paper.setter
        lines = [
            (line, style)
            for text, style in what.pieces
            if text
            for line in setter.lines(text, style, width - 2 * _PAD_X)
        ]
        return _Laid(owner, lines, left, width, what.align or self._columns[column].align)

    def _height(self, laid: Sequence[_Laid]) -> float:
        return max(each.height() for each in laid) + 2 * _PAD_Y

    def _draw(self, laid: list[_Laid], least: float, fill: str, strong_line: bool) -> None:
        """Draw a row, over several pages if it is taller than what is left of this one."""
        flow = self._flow
        while True:
            height = max(self._height(laid), least)
            if height <= flow.room + 0.01:
                self._strip(laid, height, fill, strong_line)
                return
            counts = [each.fitting(flow.room - 2 * _PAD_Y) for each in laid]
            if not any(counts):
                self._next_page()
                continue
            self._strip(
                [
                    _Laid(each.owner, each.lines[:count], each.left, each.width, each.align)
                    for each, count in zip(laid, counts, strict=True)
                ],
                flow.room,
                fill,
                False,
            )
            for each, count in zip(laid, counts, strict=True):
                each.lines = each.lines[count:]
            self._next_page()

    def _strip(self, laid: Sequence[_Laid], height: float, fill: str, strong_line: bool) -> None:
        flow, paper = self._flow, self._flow.paper
        if fill:
            paper.box(flow.page, (flow.left, flow.top, flow.width, height), fill=fill)
        for each in laid:
            top = flow.top + _PAD_Y
            start = 0
            while start < len(each.lines):
                style = each.lines[start][1]
                end = start
                while end < len(each.lines) and each.lines[end][1] is style:
                    end += 1
                top += paper.lines(
                    flow.page,
                    each.owner,
                    [line for line, _ in each.lines[start:end]],
                    (each.left + _PAD_X, top),
                    style,
                    width=each.width - 2 * _PAD_X,
                    align=each.align,
                )
                start = end
        if self._grid:
            for each in laid[1:]:
                ends = (each.left, flow.top), (each.left, flow.top + height)
                paper.rule(flow.page, *ends, LINE, 0.5)
        flow.top += height
        colour, line = (PRIMARY, 1.5) if strong_line else (LINE, 0.6)
        right = flow.left + flow.width
        paper.rule(flow.page, (flow.left, flow.top), (right, flow.top), colour, line)

    def _head(self, row: Tag | None) -> None:
        """The headings; on later pages they are decoration, the reader has heard them once."""
        self._strip(self._head_cells(row or DECORATION), self._head_height, GROUND, True)

    def _head_cells(self, row: Owner) -> list[_Laid]:
        laid = []
        for number, column in enumerate(self._columns):
            owner = row
            if isinstance(row, Tag):
                owner = row.add("TH")
                owner.scope = "Column"
            what = Cell(((column.title, CELL_STRONG),))
            laid.append(self._lay(owner, what, number))
        return laid

    def _next_page(self) -> None:
        self._flow.new_page()
        self._head(None)

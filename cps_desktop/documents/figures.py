"""Figures of who came, on A4: numbers and words; bars only repeat what the numbers say."""

from __future__ import annotations

from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import CELL, CELL_STRONG, EDGE, GROUND, PRIMARY, QUIET, SMALL, STRONG
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.tables import Cell, Column, Table, cell
from cps_desktop.documents.text import Style
from cps_desktop.documents.words import joined
from cps_desktop.domain.figure_sheets import (
    NOT_SHOWN,
    FigureBlock,
    FigureReport,
    FigureRow,
    FigureTable,
)
from cps_desktop.domain.sheets import Imprint

_WIDTHS = (86.0, 30.0, 70.0)
_BAR = 9.0
_BAR_FROM = 44.0
"""Where a bar begins in its column; before it stands the share in words."""
_PAD = 4.5
"""What a table leaves above and below the words of a row, and about so much at each side."""
_WITHIN = "    "
_GONE = Style(CELL.size, "regular", QUIET, 1.32)


def draw_figures(paper: Paper, report: FigureReport, imprint: Imprint) -> None:
    """Draw sentences, then a table for each block, then days or sessions."""
    title = joined((report.title, report.about[0] if report.about else ""))
    flow = Flow(paper, A4, title, paper.root.add("Sect"))
    flow.heading(1, title)
    for line in report.about[1:]:
        flow.paragraph(line, after=2)
    flow.paragraph(status_words(imprint), SMALL, after=6)
    flow.rule()
    for sentence in report.summary:
        flow.paragraph(sentence, STRONG, after=3)
    for block in report.blocks:
        _block(flow, block)
    if report.table is not None:
        _parts(flow, report.table)
    if report.notes:
        flow.space(10)
        flow.heading(2, "How this was counted", keep=40)
        for note in report.notes:
            flow.paragraph(note, after=3)


def _block(flow: Flow, block: FigureBlock) -> None:
    flow.space(10)
    flow.heading(2, block.title, keep=80)
    if block.words:
        flow.paragraph(block.words, SMALL, after=4)
    table = Table(
        flow,
        (
            Column("What", _WIDTHS[0]),
            Column("People", _WIDTHS[1], "right"),
            Column("Of all who came", _WIDTHS[2]),
        ),
    )
    for row in block.rows:
        _row(flow, table, row, block.whole)


def _row(flow: Flow, table: Table, row: FigureRow, whole: int) -> None:
    name = f"{_WITHIN}{row.name}" if row.within else row.name
    style = CELL if row.within else CELL_STRONG
    shown = row.count is not None
    share = f"{round(100 * (row.count or 0) / whole)} %" if shown and whole else ""
    table.row(
        [
            Cell(((name, style),), header=True),
            cell(row.words, CELL if shown else _GONE),
            cell(share),
        ]
    )
    if not share or not row.count:
        return
    unit = flow.width / sum(_WIDTHS)
    left = flow.left + (_WIDTHS[0] + _WIDTHS[1]) * unit + _BAR_FROM
    room = flow.left + flow.width - left - 6
    words = flow.paper.setter.lines(name, style, _WIDTHS[0] * unit - 10)
    top = flow.top - len(words) * style.leading - _PAD + (style.leading - _BAR) / 2
    colour = EDGE if row.within else PRIMARY
    flow.paper.box(flow.page, (left, top, room, _BAR), fill=GROUND)
    length = max(1.5, room * row.count / whole)
    flow.paper.box(flow.page, (left, top, length, _BAR), fill=colour)


def _parts(flow: Flow, table: FigureTable) -> None:
    flow.space(10)
    flow.heading(2, table.title, keep=80)
    first, *others = table.headings
    drawn = Table(flow, (Column(first, 80), *(Column(one, 28, "right") for one in others)))
    for name, counts in table.rows:
        numbers = (
            cell(NOT_SHOWN, _GONE) if count is None else cell(f"{count:,}") for count in counts
        )
        drawn.row([Cell(((name, CELL_STRONG),), header=True), *numbers])

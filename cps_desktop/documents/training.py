"""A person's training record: what they went to, on which days, for how long."""

from __future__ import annotations

from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import CELL_STRONG, SMALL, STRONG
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.tables import Cell, Column, Table, cell
from cps_desktop.documents.words import joined
from cps_desktop.domain.training_sheets import TrainingSheet

_NOT_NOTED = "Not noted"


def draw_training(paper: Paper, sheet: TrainingSheet) -> None:
    """Draw what it comes to, then a table for each part."""
    title = joined(("Training record", sheet.name))
    flow = Flow(paper, A4, title, paper.root.add("Sect"))
    flow.heading(1, title)
    flow.paragraph(status_words(sheet.imprint), SMALL, after=6)
    flow.rule()
    for sentence in sheet.summary:
        flow.paragraph(sentence, STRONG, after=3)
    for name, some in sheet.parts:
        flow.space(10)
        flow.heading(2, name, keep=80)
        table = Table(flow, (Column("What", 76), Column("Days", 72), Column("Hours", 38)))
        for one in some:
            what = ((one.title, CELL_STRONG), (one.where, SMALL))
            table.row(
                [
                    Cell(tuple(piece for piece in what if piece[0]), header=True),
                    cell(one.days),
                    cell(one.hours or _NOT_NOTED),
                ]
            )

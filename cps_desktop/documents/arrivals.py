"""The report of what came in: every bundle with what became of it, and what waits for somebody."""

from __future__ import annotations

from cps_desktop.documents.flow import A4_LANDSCAPE, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import BODY, CELL, CELL_STRONG, SMALL, STRONG
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.tables import Cell, Column, Table, cell
from cps_desktop.documents.words import joined
from cps_desktop.domain.sheets import ArrivalsSheet, BundleOnSheet


def draw_arrivals(paper: Paper, sheet: ArrivalsSheet) -> None:
    """Draw the report: a few sentences, then a row for every bundle."""
    title = joined((sheet.title, sheet.when))
    flow = Flow(paper, A4_LANDSCAPE, title, paper.root.add("Sect"))
    flow.heading(1, title)
    flow.paragraph(joined((sheet.who, sheet.where, sheet.organisation)), after=2)
    flow.paragraph(status_words(sheet.imprint), SMALL, after=6)
    for number, sentence in enumerate(sheet.summary):
        flow.paragraph(sentence, STRONG if number == 0 else BODY, after=2)
    flow.space(4)
    flow.rule()
    table = Table(
        flow,
        (
            Column("From", 64),
            Column("Outcome", 34),
            Column("Changes", 28, "right"),
            Column("Sessions", 60),
            Column("To be known", 74),
        ),
    )
    for one in sheet.bundles:
        table.row(_cells(one))


def _cells(one: BundleOnSheet) -> list[Cell]:
    made = f"made on {one.made}" if one.made else ""
    return [
        Cell(((one.sender, CELL_STRONG), (one.file, SMALL), (made, SMALL)), header=True),
        cell(one.outcome),
        cell(one.changes),
        Cell(tuple((title, CELL) for title in one.sessions) or (("–", CELL),)),
        Cell(tuple((text, CELL) for text in one.remarks) or (("–", CELL),)),
    ]

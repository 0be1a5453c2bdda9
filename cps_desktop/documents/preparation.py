"""What has to be got ready: a list to tick off, with who needs it."""

from __future__ import annotations

from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import CELL, CELL_STRONG, SMALL, STRONG
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.planner import session_words
from cps_desktop.documents.tables import Cell, Column, Table, cell
from cps_desktop.documents.words import joined
from cps_desktop.domain.preparation_sheets import PreparationSheet

_NOBODY = "Nobody on the list said that they need anything."
_NO_ADULT = "Nobody is named as responsible for them yet."


def draw_preparation(paper: Paper, sheet: PreparationSheet) -> None:
    """Draw the list, then what people said in their own words, then who is under 18."""
    title = joined(("To prepare", sheet.session.title))
    flow = Flow(paper, A4, title, paper.root.add("Sect"))
    flow.heading(1, title)
    flow.paragraph(session_words(sheet.session), after=2)
    flow.paragraph(status_words(sheet.imprint), SMALL, after=6)
    flow.rule()
    flow.paragraph(sheet.summary, STRONG, after=6)
    if not (sheet.groups or sheet.in_words or sheet.young):
        flow.paragraph(_NOBODY)
        return
    for name, some in sheet.groups:
        flow.heading(2, name, keep=60)
        table = Table(
            flow,
            (Column("Ready", 22), Column("What", 70), Column("For whom", 88)),
            grid=True,
        )
        for one in some:
            mark = "✓ Ready" if one.ready else "☐"
            table.row([cell(mark), Cell(((one.title, CELL_STRONG),), header=True), cell(one.who)])
        flow.space(6)
    if sheet.in_words:
        flow.heading(2, "In their own words", keep=60)
        table = Table(flow, (Column("Who", 60), Column("What they said", 120)), grid=True)
        for who, lines in sheet.in_words:
            table.row(
                [
                    Cell(((who, CELL_STRONG),), header=True),
                    Cell(tuple((line, CELL) for line in lines)),
                ]
            )
        flow.space(6)
    if sheet.young:
        flow.heading(2, "Under 18", keep=60)
        table = Table(flow, (Column("Who", 60), Column("Responsible adult", 120)), grid=True)
        for who, adult in sheet.young:
            table.row([Cell(((who, CELL_STRONG),), header=True), cell(adult or _NO_ADULT)])

"""The attendance register: who came, day by day, with room to sign."""

from __future__ import annotations

from dataclasses import replace

from cps_desktop.documents.flow import A4_LANDSCAPE, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import CELL, CELL_STRONG, DONE, GROUND, MM, QUIET, SMALL
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.planner import session_words
from cps_desktop.documents.signature_ink import draw_strokes
from cps_desktop.documents.tables import Cell, Column, Table, cell
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.words import counted, joined, say_day
from cps_desktop.domain.dates import say_days
from cps_desktop.domain.sheets import DayMark, PersonOnRegister, RegisterSheet

_DAYS_ACROSS = 4
_ROW = 10.5 * MM
"""A row is high enough to sign in."""

_TIMES = replace(CELL, size=9.5, colour=QUIET)
_HERE = replace(CELL_STRONG, colour=DONE)


def draw_register(paper: Paper, sheet: RegisterSheet) -> None:
    """Draw the register; more days than fit side by side make further tables."""
    title = joined(("Register", sheet.session.title, sheet.one_day))
    flow = Flow(paper, A4_LANDSCAPE, title, paper.root.add("Sect"))
    flow.heading(1, title)
    flow.paragraph(session_words(sheet.session), after=2)
    flow.paragraph(status_words(sheet.imprint), SMALL, after=6)
    _summary(flow, sheet)
    flow.rule()
    groups = [
        range(first, min(first + _DAYS_ACROSS, len(sheet.days)))
        for first in range(0, max(1, len(sheet.days)), _DAYS_ACROSS)
    ]
    for number, days in enumerate(groups):
        if len(groups) > 1:
            flow.space(10 if number else 0)
            flow.heading(2, say_days([sheet.days[day] for day in days]), keep=90)
        _people(flow, sheet, days, sign=number == len(groups) - 1)


def _people(flow: Flow, sheet: RegisterSheet, days: range, *, sign: bool) -> None:
    columns = [
        Column("No.", 10, "right"),
        Column("Name", 50),
        Column("Role", 34),
        Column("Organisation", 42),
        *(Column(say_day(sheet.days[day]), 27) for day in days),
    ]
    if sign:
        columns.append(Column("Signature", 44))
    table = Table(flow, columns, min_row=_ROW, grid=True)
    for number, person in enumerate(sheet.people, 1):
        name = [(person.name or "(no name)", CELL_STRONG)]
        if person.walk_in:
            name.append(("came on the day", _TIMES))
        cells = [
            cell(str(number)),
            Cell(tuple(name), header=True),
            cell(person.role),
            cell(person.organisation),
            *(_mark(person, day) for day in days),
        ]
        row = table.row([*cells, cell("")] if sign else cells)
        if sign and person.strokes:
            _signature(flow, row, person, 44 / sum(one.share for one in columns))
    for number in range(sheet.blank_rows):
        empty = [cell("") for _ in columns[1:]]
        table.row([cell(str(len(sheet.people) + number + 1)), *empty])
    for label, state in (("Here", "here"), ("Apologies", "apologies"), ("Not seen", "not seen")):
        counts = [cell(str(sheet.count(day, state)), CELL_STRONG) for day in days]  # type: ignore[arg-type]
        total = Cell(((label, CELL_STRONG),), header=True, span=4, align="right")
        cells = [total, *counts]
        table.row([*cells, cell("")] if sign else cells, fill=GROUND, low=True)


def _signature(flow: Flow, row: Tag, person: PersonOnRegister, share: float) -> None:
    """What was signed on screen, in the last cell of the row that was just drawn."""
    beside = row.kids[-1]
    if not isinstance(beside, Tag):
        return
    figure = beside.add("Figure")
    figure.alt = f"Signature of {person.name or 'somebody without a name'}, given on screen"
    width = share * flow.width
    left, top = flow.left + flow.width - width, flow.top - _ROW
    at = (left + 2 * MM, top + 1 * MM, width - 4 * MM, _ROW - 2 * MM)
    draw_strokes(flow.page, figure, person.strokes, at)


def _when(sheet: RegisterSheet) -> str:
    if sheet.one_day:
        return " on this day"
    return " on at least one day" if len(sheet.days) > 1 else ""


def _mark(person: PersonOnRegister, day: int) -> Cell:
    mark = person.days[day] if day < len(person.days) else DayMark("not seen")
    if mark.state == "here":
        times = joined((mark.arrived, mark.left), "–")
        if mark.arrived and not mark.left:
            times = f"from {mark.arrived}"
        elif mark.left and not mark.arrived:
            times = f"until {mark.left}"
        said = joined((mark.part, "signed" if mark.signed else ""), ", ")
        return Cell((("✓ Here", _HERE), (times, _TIMES), (said, _TIMES)))
    return cell("Apologies" if mark.state == "apologies" else "–")


def _summary(flow: Flow, sheet: RegisterSheet) -> None:
    """How many came, and who they were, in sentences."""
    if not sheet.people:
        flow.paragraph("Nobody is on the register yet.", after=6)
        return
    mix = sheet.mix()
    came = len(sheet.came())
    parts = [f"{counted(mix['lay'], 'lay person', 'lay people')}, {mix['staff']} staff"]
    if mix[""]:
        parts.append(f"{mix['']} not said")
    flow.paragraph(
        f"{counted(came, 'person', 'people')} came{_when(sheet)}: {', '.join(parts)}.",
        after=2,
    )
    if came:
        share = round(100 * mix["lay"] / came)
        flow.paragraph(
            f"Lay people made up {share} % of those who came. "
            f"{counted(len(sheet.people), 'name')} on the register.",
            after=2 if sheet.remarks else 6,
        )
        for at, sentence in enumerate(sheet.remarks, 1):
            flow.paragraph(sentence, after=6 if at == len(sheet.remarks) else 2)

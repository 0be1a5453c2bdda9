"""Everything held about one person, for them: sections, entries, and their receipts behind."""

from __future__ import annotations

from dataclasses import replace

from cps_desktop.documents.claim import draw_receipt
from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import BODY, CELL, CELL_STRONG, SMALL
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.tables import Column, Table, cell
from cps_desktop.domain.subject_sheets import (
    PlainSheet,
    SubjectEntry,
    SubjectSection,
    SubjectSheet,
)

_LABEL = replace(CELL_STRONG, size=11)


def draw_subject(paper: Paper, sheet: SubjectSheet) -> None:
    """Draw the document, then each receipt on a page of its own."""
    title = title_of(sheet)
    draw_plain(paper, PlainSheet(title, sheet.imprint, sheet.intro, sheet.sections))
    for number, receipt in enumerate(sheet.receipts, 1):
        draw_receipt(paper, title, receipt, number, len(sheet.receipts))


def draw_plain(paper: Paper, sheet: PlainSheet) -> None:
    """Draw a document of nothing but sections."""
    flow = Flow(paper, A4, sheet.title, paper.root.add("Sect"))
    flow.heading(1, sheet.title)
    flow.paragraph(status_words(sheet.imprint), SMALL, after=6)
    flow.rule()
    for words in sheet.intro:
        flow.paragraph(words)
    for section in sheet.sections:
        _section(flow, section)


def title_of(sheet: SubjectSheet) -> str:
    """What the document is called."""
    return f"What is held about {sheet.name.strip() or 'a person without a name'}"


def _section(flow: Flow, section: SubjectSection) -> None:
    flow.space(10)
    flow.heading(2, section.title, keep=60)
    if not section.entries:
        flow.paragraph(section.nothing or section.intro)
        return
    if section.intro:
        flow.paragraph(section.intro, SMALL)
    for entry in section.entries:
        _entry(flow, entry, section.heads)


def _entry(flow: Flow, entry: SubjectEntry, heads: tuple[str, str]) -> None:
    flow.heading(3, entry.title, keep=40, bookmark=False)
    if entry.facts:
        table = Table(flow, (Column(heads[0], 50), Column(heads[1], 136)))
        for label, text in entry.facts:
            table.row([replace(cell(label, _LABEL), header=True), cell(text, CELL)])
        flow.space(4)
    if entry.lines:
        listing = flow.tag.add("L")
        listing.numbering = "Disc"
        for words in entry.lines:
            item = listing.add("LI")
            lines = flow.paper.setter.lines(words, BODY, flow.width - 14)
            flow.need(min(len(lines), 3) * BODY.leading)
            bullet = flow.paper.setter.lines("•", BODY, 20)
            label_tag = item.add("Lbl")
            flow.paper.lines(flow.page, label_tag, bullet, (flow.left + 2, flow.top), BODY)
            flow.put(item.add("LBody"), lines, BODY, indent=14)
    flow.space(8)

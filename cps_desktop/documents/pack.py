"""The cover of a session's print pack: what is in it and on which page."""

from __future__ import annotations

from dataclasses import replace

from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import BODY, CELL, QUIET, SMALL
from cps_desktop.documents.paper import Mark, Page, Paper
from cps_desktop.documents.planner import session_words, titled
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.words import counted
from cps_desktop.domain.sheets import PackSheet

_PAGE = replace(CELL, size=BODY.size)
_PAGE_WIDTH = 60.0


class Cover:
    """The first page; its page numbers are written once all documents are laid out."""

    def __init__(self, paper: Paper, sheet: PackSheet) -> None:
        self._paper = paper
        self._flow = flow = Flow(paper, A4, paper.title, paper.root.add("Sect"))
        flow.heading(1, titled(sheet.session.title, "Print pack"))
        flow.paragraph(session_words(sheet.session), after=2)
        flow.paragraph(status_words(sheet.imprint), SMALL, after=8)
        flow.rule()
        parts = [
            *(titled(p.template_title, "Planner") + ", planner" for p in sheet.planners),
            *(["Register"] if sheet.register is not None else []),
            *(f"Expenses claim for {claim.claimant}" for claim in sheet.claims),
        ]
        flow.heading(2, f"{counted(len(parts), 'document')} in this pack", bookmark=False)
        self._slots: list[tuple[Mark, Page, float]] = []
        self._starts: list[int] = []
        listing = flow.tag.add("L")
        listing.numbering = "None"
        for words in parts:
            self._entry(listing, words)

    def _entry(self, listing: Tag, words: str) -> None:
        flow = self._flow
        lines = flow.paper.setter.lines(words + " ", BODY, flow.width - _PAGE_WIDTH)
        flow.need(min(len(lines), 3) * BODY.leading)
        body = listing.add("LI").add("LBody")
        flow.put(body, lines, BODY)
        top = flow.top - BODY.leading
        self._slots.append((self._paper.reserve(flow.page, body), flow.page, top))
        ends = (flow.left, flow.top + 2), (flow.left + flow.width, flow.top + 2)
        flow.paper.rule(flow.page, *ends, "dde2e5", 0.5)
        flow.top += 5

    def begin(self) -> None:
        """The next document starts on the next page."""
        self._starts.append(len(self._paper.pages) + 1)

    def finish(self) -> None:
        """Write the page numbers."""
        flow = self._flow
        style = replace(_PAGE, colour=QUIET)
        for (mark, page, top), number in zip(self._slots, self._starts, strict=True):
            lines = self._paper.setter.lines(f"page {number}", style, _PAGE_WIDTH)
            spot = (flow.left + flow.width - _PAGE_WIDTH, top)
            self._paper.fill(mark, page, lines, spot, style, width=_PAGE_WIDTH, align="right")

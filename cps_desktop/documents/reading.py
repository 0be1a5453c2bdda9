"""The planner as A4 pages to read in order, in ordinary and in large print."""

from __future__ import annotations

from dataclasses import replace

from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import BODY, LINE, MM, NOTE_EDGE, NOTE_FILL, SMALL
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.planner import session_words, titled
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Style, says_something
from cps_desktop.documents.words import counted, joined
from cps_desktop.domain.sheets import BoxOnSheet, NoteOnSheet, PlannerSheet

_INDENT = 6 * MM
_LARGE = 1.5
_WRITING_LINES = 5


def draw_reading(paper: Paper, sheet: PlannerSheet, *, blank: bool = False) -> None:
    """Draw the planner's stages, boxes and notes one under the other."""
    _Reading(paper, sheet, blank).draw()


class _Reading:
    def __init__(self, paper: Paper, sheet: PlannerSheet, blank: bool) -> None:
        scale = _LARGE if sheet.page == "A4 large print" else 1.0
        self._sheet = sheet
        self._blank = blank
        self._body = replace(BODY, size=BODY.size * scale)
        self._small = replace(SMALL, size=max(SMALL.size * scale, 10.0))
        title = joined((titled(sheet.template_title, "Planner"), sheet.session.title))
        self._flow = Flow(paper, A4, title, paper.root.add("Sect"), scale=scale**0.8)

    def draw(self) -> None:
        """All stages."""
        flow, sheet = self._flow, self._sheet
        flow.heading(1, titled(sheet.template_title, "Planner"))
        flow.paragraph(sheet.session.title, replace(self._body, weight="bold"), after=2)
        flow.paragraph(session_words(sheet.session), self._body, after=2)
        edition = f"Planner edition {sheet.template_version}" if sheet.template_version else ""
        flow.paragraph(joined((edition, status_words(sheet.imprint))), self._small, after=8)
        for stage in sheet.stages:
            flow.space(8)
            flow.heading(2, titled(stage.title, "Stage"), keep=100)
            flow.rule()
            flow.paragraph(stage.prompt, self._small, after=4)
            for box in stage.boxes:
                self._box(box)

    def _box(self, box: BoxOnSheet) -> None:
        flow = self._flow
        flow.heading(3, titled(box.prompt, "Question"), keep=60, bookmark=False)
        notes = () if self._blank else box.notes
        if not notes:
            flow.paragraph(box.help, self._small)
            for _ in range(_WRITING_LINES if self._blank else 0):
                flow.need(9 * MM)
                flow.top += 9 * MM
                ends = (flow.left, flow.top), (flow.left + flow.width, flow.top)
                flow.paper.rule(flow.page, *ends, LINE, 0.7, dash="1 2.4")
            flow.space(10)
            return
        listing = flow.tag.add("L")
        listing.numbering = "None"
        for note in notes:
            self._note(listing.add("LI").add("LBody"), note)
        flow.space(8)

    def _note(self, tag: Tag, note: NoteOnSheet) -> None:
        """A bar in the note's colour beside its words, page after page."""
        dots = counted(note.dots, "dot") if note.dots > 0 else ""
        meant = joined((note.author, note.colour.value, dots, note.link))
        flow = self._flow
        if says_something(note.text):
            self._beside(tag, note, note.text, self._body)
        self._beside(tag, note, meant, self._small)
        flow.space(7)

    def _beside(self, tag: Tag, note: NoteOnSheet, text: str, style: Style) -> None:
        flow = self._flow
        lines = flow.paper.setter.lines(text, style, flow.width - _INDENT)
        at = 0
        while at < len(lines):
            flow.need(style.leading)
            count = max(1, int((flow.room + 0.01) // style.leading))
            some = lines[at : at + count]
            bar = (flow.left, flow.top, 2.2 * MM, len(some) * style.leading)
            fill, edge = NOTE_FILL[note.colour], NOTE_EDGE[note.colour]
            flow.paper.box(flow.page, bar, fill=fill, edge=edge, line=0.4)
            flow.put(tag, some, style, indent=_INDENT)
            at += count

"""The planner as A4 pages to read in order, in ordinary and in large print.

Nothing on these pages is set smaller than 12 points, in large print 18; the margins' words are
then larger too.
"""

from __future__ import annotations

from dataclasses import replace

from cps_desktop.documents.box_entries import Entry, blank_entries, entries_of
from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import BODY, LINE, MM, NOTE_EDGE, NOTE_FILL, QUIET
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.pictures import photo_of
from cps_desktop.documents.planner import edition_words, foreign, session_words, titled
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Line, Style, says_something
from cps_desktop.documents.words import joined
from cps_desktop.domain.sheets import BoxOnSheet, PlannerSheet

_INDENT = 6 * MM
_DRAWING = 14 * MM
_LARGE = 1.5
_WRITING_LINES = 5
_HIGHEST_PICTURE = 110 * MM
_LEAST_UNDER = 60.0
"""Points of what follows a question that stay with it."""
_UNDER_A_STAGE = 70.0
"""Points that a stage's rule, its prompt and its first question take."""
_FOOT, _LARGE_FOOT = 10.0, 14.0


def draw_reading(paper: Paper, sheet: PlannerSheet, *, blank: bool = False) -> None:
    """Draw the planner's stages, boxes and notes one under the other."""
    _Reading(paper, sheet, blank).draw()


class _Reading:
    def __init__(self, paper: Paper, sheet: PlannerSheet, blank: bool) -> None:
        large = sheet.page == "A4 large print"
        scale = _LARGE if large else 1.0
        self._sheet = sheet
        self._blank = blank
        self._scale = scale
        self._body = replace(BODY, size=BODY.size * scale)
        self._small = replace(self._body, colour=QUIET)
        title = joined((titled(sheet.template_title, "Planner"), sheet.session.title))
        foot = _LARGE_FOOT if large else _FOOT
        within = paper.root.add("Sect")
        # Headings stay above the text they stand over, but a whole line of them has to fit.
        self._flow = Flow(paper, A4, title, within, scale=scale**0.9, foot=foot)

    def draw(self) -> None:
        """All stages."""
        flow, sheet = self._flow, self._sheet
        flow.heading(1, titled(sheet.template_title, "Planner"))
        flow.paragraph(sheet.session.title, replace(self._body, weight="bold"), after=2)
        english, session = foreign(sheet), session_words(sheet.session, sheet.words)
        flow.paragraph(session, self._body, after=2, language=english)
        words = joined((edition_words(sheet), status_words(sheet.imprint)))
        flow.paragraph(words, self._small, after=8, language=english)
        for stage in sheet.stages:
            flow.space(8)
            keep = _UNDER_A_STAGE * self._scale + max(map(self._keep, stage.boxes[:1]), default=0)
            flow.heading(2, titled(stage.title, "Stage"), keep=keep)
            flow.rule()
            flow.paragraph(stage.prompt, self._small, after=4)
            for box in stage.boxes:
                self._box(box)

    def _box(self, box: BoxOnSheet) -> None:
        flow = self._flow
        drawing = None
        if box.drawing and (self._blank or self._scale > 1):
            drawing = (box.drawing, box.drawing_words, _DRAWING * self._scale)
        keep, said = self._keep(box), titled(box.prompt, "Question")
        flow.heading(3, said, keep=keep, bookmark=False, drawing=drawing)
        if self._blank:
            self._blank_box(box)
            return
        entries = entries_of(box, meanings=True)
        if not entries:
            flow.paragraph(box.help, self._small)
            flow.space(10)
            return
        listing = flow.tag.add("L")
        listing.numbering = "None"
        head, some = _in_order(entries)
        for entry in some:
            self._entry(listing.add("LI").add("LBody"), entry, head)
        flow.space(8)

    def _keep(self, box: BoxOnSheet) -> float:
        """Points of what stands under a question that stay with it: its first note, if short."""
        if self._blank:  # a question goes along with the lines to write on beneath it
            lines = 70 * MM if box.kind == "sketch" else _WRITING_LINES * 9 * MM
            return _LEAST_UNDER * self._scale + lines
        head, some = _in_order(entries_of(box, meanings=True))
        if some and some[0].picture:
            return _HIGHEST_PICTURE
        height = _height(self._said(some[0], head)) if some else 0
        return max(_LEAST_UNDER, height) if self._is_short(height) else _LEAST_UNDER

    def _is_short(self, height: float) -> bool:
        """Whether a note of this height is kept on one page; longer ones may go on on the next."""
        return height <= self._flow.full_height / 3

    def _blank_box(self, box: BoxOnSheet) -> None:
        flow = self._flow
        flow.paragraph(box.help, self._small)
        for entry in blank_entries(box):
            flow.paragraph(entry.text, self._body, after=4)
        if box.kind == "table" and box.parts:
            flow.paragraph(joined((part.words for part in box.parts), " | "), self._body, after=2)
        high = 70 * MM if box.kind == "sketch" else _WRITING_LINES * 9 * MM
        if box.kind == "sketch":
            flow.need(high)
            place = (flow.left, flow.top, flow.width, high)
            flow.paper.box(flow.page, place, edge=LINE, line=0.7, dash="1 2.4")
            flow.top += high
        else:
            self._writing_lines()
        flow.space(10)

    def _writing_lines(self) -> None:
        flow = self._flow
        for _ in range(_WRITING_LINES):
            flow.need(9 * MM)
            flow.top += 9 * MM
            ends = (flow.left, flow.top), (flow.left + flow.width, flow.top)
            flow.paper.rule(flow.page, *ends, LINE, 0.7, dash="1 2.4")

    def _entry(self, tag: Tag, entry: Entry, head: Entry | None) -> None:
        """A bar in the note's colour beside its words, page after page."""
        said = self._said(entry, head)
        if entry.picture:
            self._picture(tag, entry)
        elif self._is_short(_height(said)):
            self._flow.need(_height(said))
        for lines, style in said:
            self._beside(tag, entry, lines, style)
        self._flow.space(7)

    def _said(self, entry: Entry, head: Entry | None) -> list[tuple[list[Line], Style]]:
        """A note's words, and in quieter ink whose they are and what their colour means."""
        meaning = self._sheet.meaning(entry.colour) if entry.colour is not None else ""
        colour = self._sheet.words.colour(entry.colour) if entry.colour is not None else ""
        named = f"{colour}, {meaning[0].lower()}{meaning[1:]}" if meaning else colour
        text = entry.text
        if entry.cells:
            names = head.cells if head is not None else ("",) * len(entry.cells)
            pairs = zip(names, entry.cells, strict=True)
            text = "\n".join(joined((name, value or "–"), ": ") for name, value in pairs)
        small = joined((entry.small, named))
        wanted = [(text, self._body)] if says_something(text) else []
        wanted += [(small, self._small)] if small else []
        return [(self._lines(words, style), style) for words, style in wanted]

    def _lines(self, text: str, style: Style) -> list[Line]:
        flow = self._flow
        return flow.paper.setter.lines(text, style, flow.width - _INDENT)

    def _picture(self, tag: Tag, entry: Entry) -> None:
        flow = self._flow
        photo = photo_of(entry.picture, flow.width - _INDENT, _HIGHEST_PICTURE)
        if photo is None:
            words = self._lines("[Its picture is damaged and cannot be shown]", self._body)
            self._beside(tag, entry, words, self._body)
            return
        flow.need(photo.height + 4)
        figure = tag.add("Figure")
        figure.alt = entry.alt
        place = (flow.left + _INDENT, flow.top, photo.width, photo.height)
        flow.paper.picture(flow.page, figure, photo.jpeg, place)
        flow.top += photo.height + 4

    def _beside(self, tag: Tag, entry: Entry, lines: list[Line], style: Style) -> None:
        flow = self._flow
        at = 0
        while at < len(lines):
            flow.need(style.leading)
            count = max(1, int((flow.room + 0.01) // style.leading))
            some = lines[at : at + count]
            bar = (flow.left, flow.top, 2.2 * MM, len(some) * style.leading)
            fill = NOTE_FILL[entry.colour] if entry.colour is not None else LINE
            edge = NOTE_EDGE[entry.colour] if entry.colour is not None else LINE
            flow.paper.box(flow.page, bar, fill=fill, edge=edge, line=0.4)
            flow.put(tag, some, style, indent=_INDENT)
            at += count


def _height(said: list[tuple[list[Line], Style]]) -> float:
    return sum(len(lines) * style.leading for lines, style in said)


def _in_order(entries: list[Entry]) -> tuple[Entry | None, list[Entry]]:
    """The names of a table's columns, and what is listed."""
    head = next((entry for entry in entries if entry.head), None)
    return head, [entry for entry in _by_theme(entries) if not entry.head]


def _by_theme(entries: list[Entry]) -> list[Entry]:
    """Notes of one theme one after the other, themes in the order in which they first occur."""
    order: dict[str, int] = {}
    for entry in entries:
        order.setdefault(entry.theme, len(order))
    return sorted(entries, key=lambda entry: order[entry.theme])

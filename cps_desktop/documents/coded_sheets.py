"""Blank A4 sheets with codes: one or two boxes a sheet, in places that depend on nothing but their
kinds, so that a photo of a sheet is cut up rightly years later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cps_desktop.documents.boards import has_place, placed
from cps_desktop.documents.box_entries import blank_entries
from cps_desktop.documents.furniture import EDGE
from cps_desktop.documents.ink import BODY, FOOT, LINE, MM, QUIET, SMALL, SUBHEADING
from cps_desktop.documents.paper import PAGE_HEAD, Page, Paper
from cps_desktop.documents.placing import CODED_SCALE, coded_shift, draw_codes
from cps_desktop.documents.planner import titled
from cps_desktop.documents.text import Style, says_something
from cps_desktop.documents.words import joined
from cps_desktop.domain.planner_templates import SHEET_HEIGHT, SHEET_WIDTH
from cps_desktop.domain.sheets import BoxOnSheet, PlannerSheet, SheetCodes, StageOnSheet

A4_WIDTH, A4_HEIGHT = 210.0, 297.0
_TOP, _BOTTOM = 34.0, 272.0
"""Millimetres: boxes stand between the codes."""
_GAP = 5.0
_MANY_PARTS = 6
"""A box with more options, items or columns has a sheet to itself."""

Place = tuple[float, float, float, float]
"""Left, top, width and height in millimetres of the sheet as it is printed."""


@dataclass(frozen=True, slots=True)
class CodedSheet:
    """One sheet: its size in millimetres, and where its boxes stand. ``stage`` counts from 1; 0
    for all of them."""

    width: float
    height: float
    stage: int
    boxes: tuple[tuple[BoxOnSheet, Place], ...]


def wall_places(sheet: PlannerSheet) -> CodedSheet:
    """Where the boxes of a wall with codes stand on paper."""
    right, down = coded_shift(SHEET_WIDTH, SHEET_HEIGHT)
    boards = placed([one for one in sheet.stages if has_place(one)])
    boxes = []
    for board in boards:
        for box, (x, y, width, height) in board.boxes:
            place = (
                x * CODED_SCALE + right,
                y * CODED_SCALE + down,
                width * CODED_SCALE,
                height * CODED_SCALE,
            )
            boxes.append((box, place))
    return CodedSheet(SHEET_WIDTH, SHEET_HEIGHT, 0, tuple(boxes))


def a4_places(sheet: PlannerSheet) -> tuple[CodedSheet, ...]:
    """The A4 sheets of a planner: every stage begins on a new one."""
    return tuple(
        CodedSheet(A4_WIDTH, A4_HEIGHT, number, boxes)
        for number, stage in enumerate(sheet.stages, start=1)
        for boxes in _shared_out(stage)
    )


def _shared_out(stage: StageOnSheet) -> list[tuple[tuple[BoxOnSheet, Place], ...]]:
    left, width = EDGE / MM, A4_WIDTH - 2 * EDGE / MM
    half = (_BOTTOM - _TOP - _GAP) / 2
    whole = (left, _TOP, width, _BOTTOM - _TOP)
    found: list[tuple[tuple[BoxOnSheet, Place], ...]] = []
    waiting: list[BoxOnSheet] = []
    for box in stage.boxes:
        if len(box.parts) > _MANY_PARTS:
            if waiting:
                found.append(((waiting.pop(), whole),))
            found.append(((box, whole),))
            continue
        waiting.append(box)
        if len(waiting) == 2:
            second = (left, _TOP + half + _GAP, width, half)
            found.append(((waiting[0], (left, _TOP, width, half)), (waiting[1], second)))
            waiting.clear()
    if waiting:
        found.append(((waiting[0], whole),))
    return found


def draw_coded(paper: Paper, sheet: PlannerSheet, codes: Sequence[SheetCodes]) -> None:
    """Draw the sheets, each with its own codes."""
    for one, code in zip(a4_places(sheet), codes, strict=True):
        _Sheet(paper, sheet, one, code).draw()


class _Sheet:
    def __init__(
        self, paper: Paper, sheet: PlannerSheet, coded: CodedSheet, codes: SheetCodes
    ) -> None:
        self._paper, self._sheet, self._coded, self._codes = paper, sheet, coded, codes
        self._title = joined((titled(sheet.template_title, "Planner"), sheet.session.title))
        self._page: Page = paper.new_page(coded.width * MM, coded.height * MM, "")
        self._page.bare = True
        self._tag = paper.root.add("Sect")

    def draw(self) -> None:
        """The codes, what the sheet belongs to, and its boxes."""
        paper, page = self._paper, self._page
        draw_codes(paper, page, self._tag, self._codes)
        stage = self._sheet.stages[self._coded.stage - 1]
        first = page.number == 1
        kind = "H1" if first else "H2"
        left, width = 29 * MM, page.width - 52 * MM
        title = f"{titled(stage.title, 'Stage')} · {self._title}"
        top = 6 * MM
        lines = paper.setter.lines(title, SUBHEADING, width)
        paper.bookmark(1, title, page, top)
        top += paper.lines(page, self._tag.add(kind), lines[:2], (left, top), SUBHEADING)
        small = paper.setter.lines(self._sheet.words.photograph, SMALL, width)
        paper.lines(page, self._tag.add("P"), small, (left, top), SMALL)
        said = self._sheet.words.sheet_is.format(number=page.number)
        lines = paper.setter.lines(said, FOOT, width)
        spot = (left, page.height - 12 * MM)
        paper.lines(page, PAGE_HEAD, lines, spot, FOOT, width=width, align="centre")
        for box, place in self._coded.boxes:
            self._box(box, place, "H2" if first else "H3")

    def _box(self, box: BoxOnSheet, place: Place, kind: str) -> None:
        paper, page = self._paper, self._page
        left, top, width, height = (value * MM for value in place)
        paper.box(page, (left, top, width, height), edge=LINE, line=1, corner=4)
        part = self._tag.add("Sect")
        inner, left = width - 8 * MM, left + 4 * MM
        bottom = top + height - 3 * MM
        spot = top + 3 * MM
        texts: list[tuple[str, str, Style]] = [
            (kind, titled(box.plain or box.prompt, "Question"), SUBHEADING),
            ("P", box.help, replace(BODY, colour=QUIET)),
            *(("P", entry.text, BODY) for entry in blank_entries(box)),
        ]
        if box.kind == "table":
            texts.append(("P", joined((one.words for one in box.parts), "   |   "), BODY))
        shrunk = self._shrink(texts, inner, bottom - spot)
        for tag, text, style in texts:
            if says_something(text):
                style = replace(style, size=style.size * shrunk)
                lines = paper.setter.lines(text, style, inner)
                spot += paper.lines(page, part.add(tag), lines, (left, spot), style, width=inner)
                spot += 4 * shrunk
        self._lines(box, (left, spot, inner, bottom))

    def _shrink(self, texts: Sequence[tuple[str, str, Style]], width: float, room: float) -> float:
        """How much smaller the words are set so that all of them stand in their box."""
        for shrunk in (1.0, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5, 0.4):
            needed = 0.0
            for _, text, style in texts:
                style = replace(style, size=style.size * shrunk)
                lines = len(self._paper.setter.lines(text, style, width))
                needed += lines * style.leading + 4 * shrunk
            if needed <= room:
                break
        return shrunk

    def _lines(self, box: BoxOnSheet, room: tuple[float, float, float, float]) -> None:
        left, top, width, bottom = room
        if box.kind == "sketch":
            return
        spot = top + 10 * MM
        while spot <= bottom:
            ends = (left, spot), (left + width, spot)
            self._paper.rule(self._page, *ends, LINE, 0.7, dash="1 2.4")
            spot += 10 * MM

"""Finished pages put on other paper: an A3 wall on two A4 sheets, or smaller between its codes.

Nothing is laid out anew. On two sheets, the wall is a little smaller (97 in 100), since no printer
prints to the edge, and a strip beside the join is printed on both: cut anywhere within it, nothing
is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cps_desktop.documents.bookmarks import Bookmark
from cps_desktop.documents.furniture import EDGE
from cps_desktop.documents.ink import FOOT, FOOT_STRONG, GROUND, MM, QUIET
from cps_desktop.documents.paper import DECORATION, PAGE_HEAD, Mark, Page, Paper, squares_code
from cps_desktop.documents.tags import Tag
from cps_desktop.domain.sheets import SheetCodes

_SHEET = (210 * MM, 297 * MM)
_MARGIN = 6.5 * MM
"""What printers commonly leave white at the edge of a sheet."""
_BLEED = 1.5 * MM
"""How far the left sheet goes on beyond the line to cut along."""
_STRIP = 8 * MM
"""Width of the strip at the left of the right sheet that lies under the left one."""

CODED_SCALE = 0.92
MAIN_SIDE = 20.0
MAIN_AT = (5.0, 5.0)
CORNER_SIDE = 14.0
CORNER_MARGIN = 5.0
"""Millimetres of a sheet with codes: the wall stands smaller between them."""


def place_pages(paper: Paper) -> None:
    """Put pages that ask for it on other paper; to be called when all else is drawn."""
    for page in paper.pages:
        if page.codes is not None:
            _between_codes(paper, page, page.codes)
    if any(page.halved for page in paper.pages):
        _on_two_sheets(paper)


# -- two sheets -----------------------------------------------------------------------------------


def _on_two_sheets(paper: Paper) -> None:
    pages: list[Page] = []
    starts: dict[int, tuple[int, _Halves | None]] = {}
    for page in paper.pages:
        halves = _Halves(paper, page) if page.halved else None
        starts[page.number - 1] = (len(pages), halves)
        pages += halves.sheets() if halves is not None else (page,)
    paper.bookmarks[:] = [_moved(mark, *starts[mark.page]) for mark in paper.bookmarks]
    for number, page in enumerate(pages, start=1):
        page.number = number
    paper.pages[:] = pages


def _moved(mark: Bookmark, start: int, halves: _Halves | None) -> Bookmark:
    if halves is None:
        return replace(mark, page=start)
    side = 1 if mark.left >= halves.join else 0
    return replace(mark, page=start + side, top=mark.top * halves.scale)


class _Halves:
    """The two sheets of one A3 page."""

    def __init__(self, paper: Paper, page: Page) -> None:
        self._paper, self._page = paper, page
        wide = 2 * _SHEET[0] - 3 * _MARGIN - _BLEED - _STRIP
        wide -= _MARGIN - _BLEED  # the cut lies so far from the edge that it is surely printed
        self.scale = min(wide / (page.width - 2 * EDGE), 1.0)
        self.cut = _SHEET[0] - _MARGIN - _BLEED
        """Where the left sheet is cut, in points from its left."""
        self.join = EDGE + (self.cut - _MARGIN) / self.scale
        """The same place on the A3 page."""

    def sheets(self) -> Iterator[Page]:
        """Left and right."""
        left = self._sheet("left")
        right = self._sheet("right")
        end = self.join + _BLEED / self.scale
        begin = self.join - _STRIP / self.scale
        left.frame = self._frame(0, self.cut + _BLEED, _MARGIN - EDGE * self.scale)
        lies = _MARGIN + _STRIP
        right.frame = self._frame(_MARGIN, _SHEET[0], lies - self.join * self.scale)
        for mark in self._page.marks:
            start, stop = mark.across or (0.0, self._page.width)
            on_left, on_right = start < end, stop > begin
            if on_left:
                left.marks.append(mark)
            if on_right or not on_left:
                whose = DECORATION if on_left and isinstance(mark.owner, Tag) else mark.owner
                right.marks.append(replace(mark, owner=whose))
                self._move_figure(mark, right.frame, moved=not on_left)
            if on_left:
                self._move_figure(mark, left.frame, moved=True)
        for sheet in (left, right):
            sheet.behind = list(self._page.behind)
        self._words(left, right, lies)
        yield left
        yield right

    def _sheet(self, side: str) -> Page:
        page = self._page
        title = f"{page.title}, {side} half"
        return Page(0, *_SHEET, images=page.images, missing=page.missing, title=title)

    def _frame(self, start: float, stop: float, shift: float) -> str:
        clip = f"{start:.2f} 0 {stop - start:.2f} {_SHEET[1]:.2f} re W n"
        return f"{clip} {self.scale:.5f} 0 0 {self.scale:.5f} {shift:.3f} 0 cm"

    def _move_figure(self, mark: Mark, frame: str, *, moved: bool) -> None:
        if moved and isinstance(mark.owner, Tag) and mark.owner.box is not None:
            shift = float(frame.split()[-3])
            mark.owner.box = _scaled(mark.owner.box, self.scale, shift, 0.0)

    def _words(self, left: Page, right: Page, lies: float) -> None:
        """What to do with scissors and glue, at the top of both sheets, and the lines for it."""
        number = self._page.number
        texts = (
            (left, f"Page {number}, left half. Cut along the dashed line."),
            (right, f"Page {number}, right half. Lay the left half on the grey strip and glue it."),
        )
        for page, text in texts:
            lines = self._paper.setter.lines(text, FOOT_STRONG, _SHEET[0])
            at = (_MARGIN if page is left else lies, _MARGIN)
            code = self._paper.line_code(page, lines, at, FOOT_STRONG)
            page.beyond.append(Mark(PAGE_HEAD, code))
        high = _SHEET[1]
        left.beyond.append(Mark(DECORATION, _line(self.cut, 0, high, "[6 4] 0 d ")))
        top = high - self.scale * self._page.height
        strip = f"q {_grey(GROUND)} rg {_MARGIN:.2f} {high - top:.2f} {_STRIP:.2f} {top:.2f} re f Q"
        right.beyond.insert(0, Mark(DECORATION, strip))
        right.beyond.append(Mark(DECORATION, _line(lies, 0, high, "")))


def _line(x: float, start: float, stop: float, dash: str) -> str:
    return f"q {_grey(QUIET)} RG 0.6 w {dash}{x:.2f} {start:.2f} m {x:.2f} {stop:.2f} l S Q"


def _grey(colour: str) -> str:
    return " ".join(f"{int(colour[at : at + 2], 16) / 255:.3f}" for at in (0, 2, 4))


def _scaled(
    box: tuple[float, float, float, float], scale: float, right: float, up: float
) -> tuple[float, float, float, float]:
    left, bottom, end, top = box
    return (left * scale + right, bottom * scale + up, end * scale + right, top * scale + up)


# -- codes ----------------------------------------------------------------------------------------


def _between_codes(paper: Paper, page: Page, codes: SheetCodes) -> None:
    right, up = coded_shift(page.width, page.height)
    page.frame = f"{CODED_SCALE} 0 0 {CODED_SCALE} {right:.3f} {up:.3f} cm"
    for mark in page.marks:
        if isinstance(mark.owner, Tag) and mark.owner.box is not None:
            mark.owner.box = _scaled(mark.owner.box, CODED_SCALE, right, up)
    draw_codes(paper, page, paper.root, codes)
    words = paper.setter.lines(codes.said, FOOT, page.width)
    at = (2 * CORNER_MARGIN * MM + CORNER_SIDE * MM, page.height - 9 * MM)
    page.beyond.append(Mark(PAGE_HEAD, paper.line_code(page, words, at, FOOT)))


def coded_shift(width: float, height: float) -> tuple[float, float]:
    """How far right and up the smaller page stands, in the unit of its size."""
    return width * (1 - CODED_SCALE) / 2, height * (1 - CODED_SCALE) / 2


def draw_codes(paper: Paper, page: Page, within: Tag, codes: SheetCodes) -> None:
    """The main code at the top left, the others at the three other corners."""
    figure = within.add("Figure")
    figure.alt = codes.words
    side = MAIN_SIDE * MM
    left, top = MAIN_AT[0] * MM, MAIN_AT[1] * MM
    figure.box = (left, page.height - top - side, left + side, page.height - top)
    page.beyond.append(Mark(figure, squares_code(page, codes.main, (left, top, side))))
    for rows, at in zip(
        codes.corners, corner_places(page.width / MM, page.height / MM), strict=True
    ):
        spot = (at[0] * MM, at[1] * MM, CORNER_SIDE * MM)
        page.beyond.append(Mark(DECORATION, squares_code(page, rows, spot)))


def corner_places(width: float, height: float) -> Sequence[tuple[float, float]]:
    """Left and top in millimetres of the codes at top right, bottom left and bottom right."""
    right = width - CORNER_MARGIN - CORNER_SIDE
    low = height - CORNER_MARGIN - CORNER_SIDE
    return ((right, CORNER_MARGIN), (CORNER_MARGIN, low), (right, low))

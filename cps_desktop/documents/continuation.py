"""Further pages for what a planner's boxes cannot hold: A3, or A4 where the wall is on two A4."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cps_desktop.documents.cards import GAP, Piece, Region, columns_for, fill, split_long
from cps_desktop.documents.furniture import EDGE, FOOT_HEIGHT
from cps_desktop.documents.ink import FOOT_STRONG, HEADING, LINE, MM, PRIMARY, SMALL, SUBHEADING
from cps_desktop.documents.paper import DECORATION, Page, Paper
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Line, Style
from cps_desktop.documents.words import counted

A3 = (420 * MM, 297 * MM)
_A4 = (210 * MM, 297 * MM)

Words = tuple[Tag, list[Line], Style]
"""Lines that found no room, the tag they belong to and how they are set."""

_POINTER = replace(FOOT_STRONG, size=10, colour=PRIMARY)
_TOP = 15 * MM
_BOTTOM = A3[1] - FOOT_HEIGHT - 3 * MM
_FOOTLINE = 15.0
_ABOVE = 4 * SUBHEADING.leading + _FOOTLINE
"""Points of a page that its heading and its last line may take."""


@dataclass(slots=True)
class Rest:
    """What of a box is still to be drawn on a further page."""

    title: str
    page: Page
    """The page the box stands on."""
    pointer: tuple[float, float, float]
    """Left, top and width of the place on it that says where the box goes on."""
    words: list[Words]
    cards: list[Piece]
    align: str
    heading: Tag | None = None
    """The tag of its heading where it stands nowhere else: it begins here, it does not go on."""
    columns: int = 0
    """How many cards stand side by side; 0 for as many as the page takes."""


class Continuation:
    """Fills pages with what is left of one box after another.

    ``width`` is theirs in points between the margins, ``columns`` how many cards it takes.
    """

    def __init__(self, paper: Paper, title: str, *, halved: bool = False) -> None:
        self._paper = paper
        self._title = title
        self._size = _A4 if halved else A3
        self.width = self._size[0] - 2 * EDGE
        self.columns = columns_for(self.width)
        self._page: Page | None = None
        self._top = _TOP

    def draw(self, rests: Sequence[Rest]) -> None:
        """Draw all that is left, and write at its old place where it is now."""
        for rest in rests:
            room = _BOTTOM - self._top
            # A note longer than what is left of the page would be split across its pieces' rows.
            tallest = max((card.height for card in rest.cards), default=0.0)
            if self._page is None or room < 60 * MM or tallest > room - _ABOVE:
                self._new_page()
            self._section(rest)
            self._top += 7 * MM

    def _current(self) -> Page:
        if self._page is None:
            raise RuntimeError("no page was begun")
        return self._page

    def _new_page(self) -> None:
        self._page = self._paper.new_page(*self._size, self._title)
        self._top = _TOP

    def _section(self, rest: Rest) -> None:
        self._point(rest, self._current().number)
        if rest.heading is not None:
            self._own_heading(rest.title, rest.heading)
        else:
            self._heading(rest.title, rest.page.number)
        for tag, lines, style in rest.words:
            self._words(rest.title, tag, lines, style)
        cards = split_long(rest.cards, _BOTTOM - _TOP - _ABOVE)
        while cards:
            page = self._current()
            region = Region(
                page, EDGE, self._top, self.width, _BOTTOM, rest.columns or self.columns
            )
            cards = fill(self._paper, region, cards, reserve=_FOOTLINE)
            self._top = region.top - GAP
            if cards:
                self._go_on(rest.title)

    def _words(self, title: str, tag: Tag, lines: Sequence[Line], style: Style) -> None:
        at = 0
        while at < len(lines):
            fitting = int((_BOTTOM - _FOOTLINE - self._top) // style.leading)
            if fitting < 1:
                self._go_on(title)
                continue
            some = lines[at : at + fitting]
            spot = (EDGE, self._top)
            page = self._current()
            self._top += self._paper.lines(page, tag, some, spot, style, width=self.width)
            at += len(some)
        self._top += 6

    def _go_on(self, title: str) -> None:
        """Say that the box goes on on the next page, and begin that."""
        page = self._current()
        lines = self._paper.setter.lines(
            f"continues on page {page.number + 1} →", _POINTER, self.width
        )
        spot = (EDGE, _BOTTOM - _FOOTLINE + 3)
        self._paper.lines(page, DECORATION, lines, spot, _POINTER, width=self.width, align="right")
        self._new_page()
        self._heading(title, page.number)

    def _heading(self, title: str, from_page: int) -> None:
        """The box's name once more; decoration, its real heading has been read."""
        paper, page = self._paper, self._current()
        words = f"continued from page {from_page}"
        side = paper.setter.width(words, SMALL) + 12
        lines = paper.setter.lines(title, SUBHEADING, self.width - side)
        if len(lines) > 2:
            lines = lines[:2]
        small = paper.setter.lines(words, SMALL, self.width)
        base = self._top + SUBHEADING.leading - SMALL.leading
        paper.lines(page, DECORATION, small, (EDGE, base), SMALL, width=self.width, align="right")
        self._top += paper.lines(page, DECORATION, lines, (EDGE, self._top), SUBHEADING)
        self._rule()

    def _own_heading(self, title: str, tag: Tag) -> None:
        """The heading of what begins here."""
        page = self._current()
        self._paper.bookmark(2, title, page, self._top)
        lines = self._paper.setter.lines(title, HEADING, self.width)
        self._top += self._paper.lines(page, tag, lines, (EDGE, self._top), HEADING)
        self._rule()

    def _rule(self) -> None:
        self._top += 3
        ends = (EDGE, self._top), (EDGE + self.width, self._top)
        self._paper.rule(self._current(), *ends, LINE, 1)
        self._top += 7

    def _point(self, rest: Rest, number: int) -> None:
        left, top, width = rest.pointer
        whole = len({id(card.tag) for card in rest.cards})
        if rest.heading is not None:
            said = f"{rest.title}: {counted(whole, 'note')} on page {number} →"
        elif whole and not any(card.continued for card in rest.cards):
            more = counted(whole, "more note" if rest.columns != 1 else "more line")
            verb = "continues" if whole == 1 else "continue"
            said = f"{more} {verb} on page {number} →"
        else:
            said = f"continues on page {number} →"
        lines = self._paper.setter.lines(said, _POINTER, 10_000)
        self._paper.lines(
            rest.page, DECORATION, lines, (left, top), _POINTER, width=width, align=rest.align
        )

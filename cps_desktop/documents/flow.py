"""Text that runs from page to page: headings, paragraphs and pictures one under the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cps_desktop.documents.furniture import EDGE, FOOT_HEIGHT
from cps_desktop.documents.ink import BODY, HEADING, MM, PRIMARY, SUBHEADING, TITLE
from cps_desktop.documents.paper import Page, Paper
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Line, Style

A4 = (210 * MM, 297 * MM)
A4_LANDSCAPE = (297 * MM, 210 * MM)

_TOP = 16 * MM
_HEADINGS = {1: TITLE, 2: HEADING, 3: SUBHEADING}


class Flow:
    """A place on a page that moves down, and on to a new page when there is no room left."""

    def __init__(
        self,
        paper: Paper,
        size: tuple[float, float],
        title: str,
        within: Tag,
        *,
        scale: float = 1.0,
        foot: float = 0.0,
    ) -> None:
        """``scale`` enlarges the headings, for large print; ``foot`` is the margins' type size."""
        self.paper = paper
        self._scale = scale
        self.size = size
        self.title = title
        self.tag = within
        self.left = EDGE
        self.width = size[0] - 2 * EDGE
        self._foot = foot
        self.bottom = size[1] - max(FOOT_HEIGHT, 2.9 * foot) - 4 * MM
        self.page: Page = self._begun()
        self.top = _TOP

    @property
    def room(self) -> float:
        """Points left on this page."""
        return self.bottom - self.top

    @property
    def fresh(self) -> bool:
        """True when nothing has been put on this page."""
        return self.top == _TOP

    @property
    def full_height(self) -> float:
        """Points an empty page offers."""
        return self.bottom - _TOP

    def new_page(self) -> None:
        """Go on at the top of a new page."""
        self.page = self._begun()
        self.top = _TOP

    def _begun(self) -> Page:
        page = self.paper.new_page(*self.size, self.title)
        if self._foot:
            page.foot_size = self._foot
        return page

    def need(self, height: float) -> None:
        """Go on to a new page unless ``height`` points are left here (or never would be)."""
        if self.room < height and not self.fresh:
            self.new_page()

    def space(self, height: float) -> None:
        """Leave room, except at the top of a page."""
        if not self.fresh:
            self.top += height

    def heading(
        self,
        level: int,
        text: str,
        *,
        keep: float = 60.0,
        bookmark: bool = True,
        drawing: tuple[str, str, float] | None = None,
    ) -> None:
        """A heading that stays with at least ``keep`` points of what follows it.

        ``drawing`` stands at its left: its SVG, what it shows, and its side in points.
        """
        plain = _HEADINGS[level]
        style = replace(plain, size=plain.size * self._scale)
        svg, shows, side = drawing or ("", "", 0.0)
        indent = side + 3 * MM if side else 0.0
        lines = self.paper.setter.lines(text, style, self.width - indent)
        high = min(len(lines), 6) * style.leading
        self.need(max(high, side) + keep)
        if bookmark:
            self.paper.bookmark(level, text, self.page, self.top)
        page, top = self.page, self.top
        # Short words stand in the middle of the drawing's height.
        self.top += max(0.0, (side - high) / 2)
        self.put(self.tag.add(f"H{level}"), lines, style, indent)
        if side:
            figure = self.tag.add("Figure")
            figure.alt = shows
            self.paper.drawing(page, figure, svg, (self.left, top, side))
            if self.page is page:
                self.top = max(self.top, top + side)
        self.top += 4

    def rule(self, colour: str = PRIMARY, line: float = 2.0, after: float = 8.0) -> None:
        """A line across the page."""
        right = self.left + self.width
        self.paper.rule(self.page, (self.left, self.top), (right, self.top), colour, line)
        self.top += after

    def paragraph(
        self,
        text: str,
        style: Style = BODY,
        *,
        after: float = 6.0,
        tag: str = "P",
        language: str = "",
    ) -> None:
        """A paragraph; a long one goes on on the next page."""
        if text.strip():
            within = self.tag.add(tag)
            within.language = language
            self.put(within, self.paper.setter.lines(text, style, self.width), style)
            self.space(after)

    def put(self, tag: Tag, lines: Sequence[Line], style: Style, indent: float = 0.0) -> None:
        """Lines of one tag, on as many pages as they need."""
        at = 0
        while at < len(lines):
            fitting = int((self.room + 0.01) // style.leading)
            if fitting < 1 and not self.fresh:
                self.new_page()
                continue
            some = lines[at : at + max(1, fitting)]
            self.top += self.paper.lines(
                self.page,
                tag,
                some,
                (self.left + indent, self.top),
                style,
                width=self.width - indent,
            )
            at += len(some)

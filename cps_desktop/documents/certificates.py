"""Certificates of attendance, one a page on A4 landscape: a paper somebody is glad to be given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cps_desktop.documents.flow import A4_LANDSCAPE
from cps_desktop.documents.ink import EDGE, MM, PRIMARY, QUIET, TEXT
from cps_desktop.documents.paper import DECORATION, Page, Paper
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Line, Style
from cps_desktop.documents.words import joined
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.training_sheets import CertificateSheet

_BORDER, _INNER = 9 * MM, 11.5 * MM
_SIDE = 34 * MM
_TOP, _SIGNED_FROM = 25 * MM, 160 * MM
_SMALLEST = 0.5
_MOST_LINES = 4
_MOST_SIGNING = 3
_LONGEST = 400
"""Letters; nobody's name is longer, and no certificate is the place for what is."""

_AGENCY = Style(13, "regular", QUIET, 1.3)
_TITLE = Style(34, "bold", PRIMARY, 1.2)
_LINK = Style(13, "regular", TEXT, 1.4)
_NAME = Style(32, "bold", TEXT, 1.2)
_WHAT = Style(22, "bold", TEXT, 1.2)
_FACTS = Style(14, "regular", TEXT, 1.4)
_SIGNED = Style(12, "bold", TEXT, 1.35)
_QUIET = Style(10.5, "regular", QUIET, 1.35)

_Piece = tuple[str, Style, float, str]
"""Words, their style, the space beneath, and their tag."""


def draw_certificates(paper: Paper, sheets: Sequence[CertificateSheet]) -> None:
    """Draw each on a page of its own; nothing stands in its margins."""
    for sheet in sheets:
        _Certificate(paper, sheet).draw()


class _Certificate:
    """One page. What is too long for it is set smaller; what is longer than any name ends in …"""

    def __init__(self, paper: Paper, sheet: CertificateSheet) -> None:
        self._paper = paper
        self._sheet = sheet
        self._width = A4_LANDSCAPE[0] - 2 * _SIDE
        title = joined(("Certificate of attendance", sheet.name))
        self._page: Page = paper.new_page(*A4_LANDSCAPE, title)
        self._page.bare = True
        self._tag: Tag = paper.root.add("Sect")
        paper.bookmark(1, title, self._page, _BORDER)

    def draw(self) -> None:
        self._frame()
        scale = 1.0
        while scale > _SMALLEST and self._height(scale) > _SIGNED_FROM - _TOP:
            scale -= 0.1
        top = _TOP + max(0.0, (_SIGNED_FROM - _TOP - self._height(scale)) / 2)
        for words, style, after, tag in self._pieces(scale):
            top = self._put(words, style, top, tag) + after
            if words == "" and tag == "P":
                self._line_to_write_on(top)
        self._signatures()

    def _frame(self) -> None:
        wide, high = A4_LANDSCAPE
        for edge, colour, line in ((_BORDER, PRIMARY, 2.2), (_INNER, EDGE, 0.6)):
            at = (edge, edge, wide - 2 * edge, high - 2 * edge)
            self._paper.box(self._page, at, edge=colour, line=line, corner=6)

    def _pieces(self, scale: float) -> list[_Piece]:
        sheet = self._sheet
        name = (sheet.name, _NAME, 8.0, "P") if sheet.name else ("", _NAME, 30.0, "P")
        some = [
            (sheet.agency, _AGENCY, 10.0, "P"),
            ("Certificate of attendance", _TITLE, 16.0, "H1"),
            ("This is to say that", _LINK, 6.0, "P"),
            name,
            ("took part in", _LINK, 6.0, "P"),
            (sheet.title, _WHAT, 4.0, "P"),
            (sheet.kind, _LINK, 10.0, "P"),
            (joined((sheet.days, sheet.hours)), _FACTS, 12.0, "P"),
            ("Thank you for coming, and for everything you brought to it.", _LINK, 0.0, "P"),
        ]
        return [
            (words, replace(style, size=style.size * scale), after * scale, tag)
            for words, style, after, tag in some
            if words or style is _NAME
        ]

    def _lines(self, words: str, style: Style, width: float = 0.0) -> Sequence[Line]:
        room = width or self._width
        if len(words) > _LONGEST:
            words = f"{words[:_LONGEST].rstrip()}…"
        lines = self._paper.setter.lines(words, style, room) if words else []
        while len(lines) > _MOST_LINES:
            words = words[: len(words) * _MOST_LINES // len(lines)].rstrip("… \n") + "…"
            shorter = self._paper.setter.lines(words, style, room)
            # Words that do not break into lines where they are cut are cut a little more.
            words = words if len(shorter) < len(lines) else words[:-2]
            lines = shorter
        return lines

    def _height(self, scale: float) -> float:
        return sum(
            len(self._lines(words, style)) * style.leading + after
            for words, style, after, _ in self._pieces(scale)
        )

    def _put(self, words: str, style: Style, top: float, tag: str) -> float:
        lines = self._lines(words, style)
        if not lines:
            return top
        owner = self._tag.add(tag)
        return top + self._paper.lines(
            self._page, owner, lines, (_SIDE, top), style, width=self._width, align="centre"
        )

    def _line_to_write_on(self, top: float) -> None:
        left, right = A4_LANDSCAPE[0] / 2 - 70 * MM, A4_LANDSCAPE[0] / 2 + 70 * MM
        self._paper.rule(self._page, (left, top - 6), (right, top - 6), EDGE, 0.8)

    def _signatures(self) -> None:
        """Room for those who led it to sign; at the left when it was given."""
        sheet = self._sheet
        names = [" ".join(one.split()) for one in sheet.facilitators]
        columns: list[tuple[str, str]] = [("", f"Given on {say_date(sheet.given)}")]
        if len(names) <= _MOST_SIGNING:
            columns += [(one, "Facilitator") for one in names] or [("", "Facilitator")]
        else:
            columns.append(("", f"Facilitators: {', '.join(names)}"))
        gap = 10 * MM
        each = (self._width - gap * (len(columns) - 1)) / len(columns)
        left = _SIDE
        for place, (name, words) in enumerate(columns):
            if len(names) > _MOST_SIGNING:
                each = self._width / 4 if not place else self._width * 3 / 4 - gap
            if place:
                self._paper.rule(
                    self._page, (left, _SIGNED_FROM + 34), (left + each, _SIGNED_FROM + 34), EDGE
                )
            top = _SIGNED_FROM + 38.0
            for text, style in ((name, _SIGNED), (words, _QUIET)):
                if text:
                    lines = self._lines(text, style, each)
                    owner = self._tag.add("P")
                    top += self._paper.lines(self._page, owner, lines, (left, top), style)
            left += each + gap
        if sheet.remark:
            lines = self._lines(sheet.remark, _QUIET)
            top = A4_LANDSCAPE[1] - _INNER - 6 * MM
            self._paper.lines(
                self._page,
                DECORATION,
                lines,
                (_SIDE, top),
                _QUIET,
                width=self._width,
                align="centre",
            )

"""A sheet to sign in on: large rows, room for who walks in, and codes by which it is known again.

Names only: everybody in the queue reads it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.ink import BODY, CELL, CELL_STRONG, FOOT, MM, SMALL, SUBHEADING
from cps_desktop.documents.paper import PAGE_HEAD, Page, Paper
from cps_desktop.documents.placing import draw_codes
from cps_desktop.documents.tables import Cell, Column, Table, cell
from cps_desktop.documents.words import joined
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.door_sheets import SignInSheet
from cps_desktop.domain.sheets import SheetCodes

CodesOf = Callable[[int], SheetCodes]
"""The codes of a page, counted from 1."""

_TOP, _BOTTOM = 35 * MM, 273 * MM
"""The rows stand between the codes."""
_BESIDE_LEFT, _BESIDE_RIGHT = 29 * MM, 23 * MM
_ROW = 12 * MM
_NAME = replace(CELL_STRONG, size=13)
_NUMBER = replace(CELL, colour=SMALL.colour)


def draw_sign_in(paper: Paper, sheet: SignInSheet, codes: CodesOf) -> None:
    """Draw the pages, each with codes of its own."""
    flow = _Sheets(paper, sheet, codes)
    columns = (
        Column("", 10, "right"),
        Column("Name", 64),
        Column("Please sign here", 68),
        Column("Arrived", 22),
        Column("Left", 22),
    )
    table = Table(flow, columns, min_row=_ROW, grid=True)
    number = 0
    for number, name in enumerate(sheet.names, 1):
        named = Cell(((name or "(no name)", _NAME),), header=True)
        table.row([cell(str(number), _NUMBER), named, *_blank(3)])
    least = number + sheet.blank_rows
    # Who walks in needs a line, and an empty foot of a page is as good as one.
    while number < least or flow.room >= _ROW:
        number += 1
        table.row([cell(str(number), _NUMBER), *_blank(4)])


def _blank(count: int) -> list[Cell]:
    return [cell("") for _ in range(count)]


class _Sheets(Flow):
    """Pages with a code in each corner, whose rows stand between them."""

    def __init__(self, paper: Paper, sheet: SignInSheet, codes: CodesOf) -> None:
        self._sheet, self._codes_of = sheet, codes
        title = joined(("Sign-in sheet", sheet.session.title))
        super().__init__(paper, A4, title, paper.root.add("Sect"))
        self.top, self.bottom = _TOP, _BOTTOM

    @property
    def fresh(self) -> bool:
        return self.top == _TOP

    @property
    def full_height(self) -> float:
        return self.bottom - _TOP

    def new_page(self) -> None:
        super().new_page()
        self.top = _TOP

    def _begun(self) -> Page:
        page = super()._begun()
        page.bare = True
        draw_codes(self.paper, page, self.tag, self._codes_of(page.number))
        self._above(page)
        self._below(page)
        return page

    def _above(self, page: Page) -> None:
        paper, sheet = self.paper, self._sheet
        first = page.number == 1
        width = page.width - _BESIDE_LEFT - _BESIDE_RIGHT
        top = 5.5 * MM
        if first:
            paper.bookmark(1, self.title, page, top)
        day = say_date(sheet.day) if sheet.day else "No date yet"
        said = "Please sign beside your name. Not on the list? Write your name on a free line."
        for kind, text, style, most in (
            ("H1", self.title, SUBHEADING, 2),
            ("P", joined((day, sheet.session.venue)), BODY, 1),
            ("P", said, SMALL, 2),
        ):
            owner = self.tag.add(kind) if first else PAGE_HEAD
            lines = paper.setter.lines(text, style, width)[:most]
            top += paper.lines(page, owner, lines, (_BESIDE_LEFT, top), style)

    def _below(self, page: Page) -> None:
        paper, imprint = self.paper, self._sheet.imprint
        width = page.width - 2 * _BESIDE_RIGHT
        words = joined((f"Page {page.number}", imprint.classification, imprint.program))
        lines = paper.setter.lines(words, FOOT, width)[:2]
        owner = self.tag.add("P") if page.number == 1 else PAGE_HEAD
        at = (_BESIDE_RIGHT, page.height - 13 * MM)
        paper.lines(page, owner, lines, at, FOOT, width=width, align="centre")

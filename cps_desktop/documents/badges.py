"""Badges of 90 × 55 mm, ten to an A4 sheet, with marks to cut along: names to be read across a
table.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from cps_desktop.documents.flow import A4
from cps_desktop.documents.ink import FOOT, MM, QUIET, TEXT
from cps_desktop.documents.paper import Page, Paper
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Line, Style, says_something
from cps_desktop.documents.words import joined
from cps_desktop.domain.door_sheets import BadgeOnSheet, BadgeSheet

WIDTH: Final = 90 * MM
HEIGHT: Final = 55 * MM
ACROSS: Final = 2
DOWN: Final = 5
_LEFT = (A4[0] - ACROSS * WIDTH) / 2
_TOP = (A4[1] - DOWN * HEIGHT) / 2
_INSIDE = 5 * MM
_GAP = 1.5 * MM
_MARK = 4.5 * MM
_CROSS = 1.5 * MM
_SIZES = (36.0, 32.0, 28.0, 25.0, 22.0, 19.0, 16.0, 14.0, 12.0, 10.0, 8.0)
_SAID = Style(15, "regular", TEXT, 1.25)
_ROLE = Style(14, "bold", QUIET, 1.25)


def draw_badges(paper: Paper, sheet: BadgeSheet) -> None:
    """Draw all badges, in order, across and then down."""
    each = ACROSS * DOWN
    title = joined(("Badges", sheet.session.title))
    for first in range(0, len(sheet.badges), each):
        page = paper.new_page(*A4, title)
        page.bare = True
        _marks(paper, page)
        for place, badge in enumerate(sheet.badges[first : first + each]):
            down, across = divmod(place, ACROSS)
            at = (_LEFT + across * WIDTH, _TOP + down * HEIGHT)
            _badge(paper, page, paper.root.add("Sect"), badge, sheet.session.title, at)


def _badge(
    paper: Paper,
    page: Page,
    tag: Tag,
    badge: BadgeOnSheet,
    session: str,
    at: tuple[float, float],
) -> None:
    left, top = at[0] + _INSIDE, at[1] + _INSIDE
    width, height = WIDTH - 2 * _INSIDE, HEIGHT - 2 * _INSIDE
    foot = top + height - FOOT.leading
    if says_something(session):
        height -= FOOT.leading + 1.5 * MM
    below = [
        _fitted(paper, text, style, width, 2 * style.leading)
        for text, style in ((badge.said, _SAID), (badge.role, _ROLE))
        if says_something(text)
    ]
    taken = sum(len(lines) * style.leading + _GAP for lines, style in below)
    name = _fitted(paper, badge.name, Style(_SIZES[0], "bold", TEXT, 1.12), width, height - taken)
    parts = [name, *below]
    spot = top + (height - len(name[0]) * name[1].leading - taken) / 2
    for lines, style in parts:
        owner = tag.add("P")
        spot += paper.lines(page, owner, lines, (left, spot), style, width=width, align="centre")
        spot += _GAP
    if says_something(session):
        lines = paper.setter.lines(session, FOOT, width)[:1]
        paper.lines(page, tag.add("P"), lines, (left, foot), FOOT, width=width, align="centre")


def _fitted(
    paper: Paper, text: str, style: Style, width: float, room: float
) -> tuple[list[Line], Style]:
    """The text as large as it fits, no word of it broken where that can be had."""
    whole: tuple[list[Line], Style] | None = None
    for size in (style.size, *(one for one in _SIZES if one < style.size)):
        tried = replace(style, size=size)
        lines = paper.setter.lines(text, tried, width)
        whole = lines, tried
        words = all(paper.setter.width(word, tried) <= width for word in text.split())
        if words and len(lines) * tried.leading <= room:
            return whole
    assert whole is not None
    lines, tried = whole
    return lines[: max(1, int(room // tried.leading))], tried


def _marks(paper: Paper, page: Page) -> None:
    """Lines in the margin where to cut, and a small cross wherever four badges meet."""
    right, bottom = _LEFT + ACROSS * WIDTH, _TOP + DOWN * HEIGHT
    across = [_LEFT + one * WIDTH for one in range(ACROSS + 1)]
    down = [_TOP + one * HEIGHT for one in range(DOWN + 1)]
    lines = [
        *(((x, _TOP - _MARK), (x, _TOP - 1)) for x in across),
        *(((x, bottom + 1), (x, bottom + _MARK)) for x in across),
        *(((_LEFT - _MARK, y), (_LEFT - 1, y)) for y in down),
        *(((right + 1, y), (right + _MARK, y)) for y in down),
    ]
    for x in across:
        for y in down:
            lines += [((x - _CROSS, y), (x + _CROSS, y)), ((x, y - _CROSS), (x, y + _CROSS))]
    for start, end in lines:
        paper.rule(page, start, end, QUIET, 0.5)

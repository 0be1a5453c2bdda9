"""What stands in the margins of every page: header, footer, and DRAFT until signed off.

All of it is marked as decoration, so that a screen reader does not read it on every page; the
first page says the same once in its text.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from cps_desktop.documents.ink import FOOT, FOOT_STRONG, LINE, MM, WATERMARK
from cps_desktop.documents.paper import (
    BEHIND,
    PAGE_FOOT,
    PAGE_HEAD,
    Mark,
    Page,
    Paper,
    missing_words,
)
from cps_desktop.documents.text import Style, Typesetter
from cps_desktop.documents.words import joined
from cps_desktop.domain.dates import say_date

if TYPE_CHECKING:
    from cps_desktop.domain.sheets import Imprint

EDGE = 12 * MM
"""Width of the page's margin at the left and right."""
HEAD_TOP = 7 * MM
MOST_NAMED = 8
"""How many characters that could not be drawn are named at the foot of a page."""
FOOT_HEIGHT = 12 * MM
"""Room at the foot of the page that belongs to the footer, as in the planner templates."""


def furnish(paper: Paper) -> None:
    """Draw header, footer and watermark on all pages, now that their number is known."""
    for page in paper.pages:
        if page.bare:
            continue
        _header(paper, page)
        _footer(paper, page)
        if paper.imprint.draft:
            page.behind.append(Mark(BEHIND, _watermark(paper, page)))


def status_words(imprint: Imprint) -> str:
    """The margins' words as one line of text for the first page."""
    draft = "Draft, not yet signed off" if imprint.draft else ""
    printed = f"Printed {say_date(imprint.printed_on)}"
    return joined((draft, imprint.classification, printed))


def shortened(paper: Paper, text: str, style: Style, width: float) -> str:
    """The text on one line, with … where it had to be cut; for margins only."""
    return _shortened(paper.setter, " ".join(text.split())[:400], style, width)


@lru_cache(maxsize=64)
def _shortened(setter: Typesetter, text: str, style: Style, width: float) -> str:
    if setter.width(text, style) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if setter.width(text[:middle].rstrip() + "…", style) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def _header(paper: Paper, page: Page) -> None:
    inner = page.width - 2 * EDGE
    imprint = paper.imprint
    foot, strong = _styles(page)
    right = joined(("DRAFT" if imprint.draft else "", imprint.classification))
    top = HEAD_TOP - (foot.leading - FOOT.leading) / 2
    taken = 0.0
    if right:
        right = shortened(paper, right, strong, inner / 2)
        lines = paper.setter.lines(right, strong, inner)
        taken = lines[0].width + 12
        paper.lines(page, PAGE_HEAD, lines, (EDGE, top), strong, width=inner, align="right")
    left = shortened(paper, page.title, foot, inner - taken)
    if left:
        lines = paper.setter.lines(left, foot, inner)
        paper.lines(page, PAGE_HEAD, lines, (EDGE, top), foot)


def _footer(paper: Paper, page: Page) -> None:
    inner = page.width - 2 * EDGE
    imprint = paper.imprint
    foot, strong = _styles(page)
    top = page.height - 10.6 * MM - 2 * (foot.leading - FOOT.leading)
    missing = missing_words(sorted(page.missing), MOST_NAMED)
    if missing:
        text = shortened(paper, missing, foot, inner)
        lines = paper.setter.lines(text, foot, inner)
        paper.lines(page, PAGE_FOOT, lines, (EDGE, top + foot.leading), foot)
    page.marks.append(Mark(PAGE_FOOT, _hairline(page, top - 1.5)))
    place = f"Page {page.number} of {len(paper.pages)}"
    lines = paper.setter.lines(place, strong, inner)
    room = inner - lines[0].width - 12
    paper.lines(page, PAGE_FOOT, lines, (EDGE, top), strong, width=inner, align="right")
    left = joined((f"Printed {say_date(imprint.printed_on)}", imprint.program))
    lines = paper.setter.lines(shortened(paper, left, foot, room), foot, inner)
    paper.lines(page, PAGE_FOOT, lines, (EDGE, top), foot)


def _styles(page: Page) -> tuple[Style, Style]:
    if page.foot_size == FOOT.size:
        return FOOT, FOOT_STRONG
    return replace(FOOT, size=page.foot_size), replace(FOOT_STRONG, size=page.foot_size)


def _hairline(page: Page, top: float) -> str:
    red, green, blue = (int(LINE[at : at + 2], 16) / 255 for at in (0, 2, 4))
    y = page.height - top
    return (
        f"q {red:.3f} {green:.3f} {blue:.3f} RG 0.5 w {EDGE:.2f} {y:.2f} m "
        f"{page.width - EDGE:.2f} {y:.2f} l S Q"
    )


def _watermark(paper: Paper, page: Page) -> str:
    style = Style(min(page.width, page.height) * 0.28, "bold", WATERMARK)
    lines = paper.setter.lines("DRAFT", style, page.width * 2)
    code = paper.line_code(
        page, lines, (-lines[0].width / 2, page.height - style.leading / 2), style
    )
    slant = "0.8910 0.4540 -0.4540 0.8910"
    return f"q {slant} {page.width / 2:.2f} {page.height / 2:.2f} cm\n{code}\nQ"

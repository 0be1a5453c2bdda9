"""A recovery sheet, or a join file on paper: a QR code, and the same to be typed in."""

from __future__ import annotations

from dataclasses import replace

from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.furniture import status_words
from cps_desktop.documents.ink import BODY, CELL, MM, QUIET, SMALL, SUBHEADING, TEXT
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Style
from cps_desktop.domain.sheets import CodeSheet

_LEAST_SIDE, _MOST_SIDE = 45 * MM, 105 * MM
_SQUARE = 1.05 * MM
"""A square of a QR code that an old phone still sees from arm's length."""

_QUIET_ZONE = 4
"""Light squares around a QR code (ISO/IEC 18004 §5.3.8)."""

_TYPED = Style(13, "regular", TEXT, 1.5)
_NUMBER = Style(10, "regular", QUIET, 1.95)
_NUMBER_WIDTH = 8.5 * MM


def draw_code(paper: Paper, sheet: CodeSheet) -> None:
    """Draw the sheet: what it is, the code, what to type, what else to know."""
    flow = Flow(paper, A4, sheet.title, paper.root.add("Sect"))
    flow.heading(1, sheet.title)
    flow.paragraph(status_words(sheet.imprint), SMALL, after=6)
    flow.rule()
    for text in sheet.opening:
        flow.paragraph(text, BODY, after=4)
    _code(flow, sheet)
    flow.heading(2, sheet.heading, keep=120)
    flow.paragraph(sheet.how, CELL, after=4)
    _rows(flow, sheet)
    for heading, text in sheet.closing:
        flow.space(6)
        flow.paragraph(heading, replace(SUBHEADING, size=12), after=1, tag="H3")
        flow.paragraph(text, CELL, after=0)


def _code(flow: Flow, sheet: CodeSheet) -> None:
    count = len(sheet.code)
    side = min(_MOST_SIDE, max(_LEAST_SIDE, count * _SQUARE))
    margin = side / count * _QUIET_ZONE
    flow.need(side + 2 * margin)
    figure = flow.tag.add("Figure")
    figure.alt = sheet.code_words
    left = flow.left + (flow.width - side) / 2
    flow.paper.squares(flow.page, figure, sheet.code, (left, flow.top + margin, side))
    flow.top += side + 2 * margin


def _rows(flow: Flow, sheet: CodeSheet) -> None:
    """Numbered, down the columns, so that each is found again by its number."""
    columns = max(1, sheet.columns)
    width = flow.width / columns
    listed = flow.tag.add("L")
    listed.numbering = "Decimal"
    items: list[tuple[Tag, Tag]] = []
    for _ in sheet.rows:
        item = listed.add("LI")
        items.append((item.add("Lbl"), item.add("LBody")))
    deep = -(-len(sheet.rows) // columns)
    done = 0
    while done < deep:
        fitting = int((flow.room + 0.01) // _TYPED.leading)
        if fitting < min(deep - done, 4) and not flow.fresh:
            flow.new_page()
            continue
        some = range(done, min(deep, done + max(1, fitting)))
        for place in some:
            for column in range(columns):
                number = column * deep + place
                if number < len(sheet.rows):
                    left = flow.left + column * width
                    _row(flow, items[number], number, sheet.rows[number], left, width)
            flow.top += _TYPED.leading
        done = some.stop


def _row(
    flow: Flow, tags: tuple[Tag, Tag], number: int, text: str, left: float, width: float
) -> None:
    paper, setter = flow.paper, flow.paper.setter
    label = setter.lines(f"{number + 1}.", _NUMBER, _NUMBER_WIDTH)
    room = _NUMBER_WIDTH - 2 * MM
    paper.lines(flow.page, tags[0], label, (left, flow.top), _NUMBER, width=room, align="right")
    words = setter.lines(text, _TYPED, width - _NUMBER_WIDTH)
    paper.lines(flow.page, tags[1], words[:1], (left + _NUMBER_WIDTH, flow.top), _TYPED)

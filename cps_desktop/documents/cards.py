"""Notes as small coloured cards, laid in rows inside a box or across a page.

The colour is also named in words on every card, so that nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cps_desktop.documents.ink import MM, NOTE_EDGE, NOTE_FILL, TEXT
from cps_desktop.documents.paper import DECORATION, Page, Paper
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Line, Style
from cps_desktop.documents.words import counted, joined
from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.sheets import NoteOnSheet

GAP = 2.2 * MM
SIZES = (12.0, 11.0, 10.0)
"""Type sizes in points a box may be set in, so that more of it stays on the wall."""
_NARROWEST = 3.8 * MM
"""Least width of a card for each point of its type size."""
_PAD = 5.5
_MEANT = Style(9, "regular", "3a4a55", 1.3)
_MOST_SMALL = 5
_GOES_ON = "… goes on in the next card"
_CONTINUED = "… from the card before"


@dataclass(slots=True)
class Card:
    """A note, or a piece of a long one, broken into lines for one width."""

    tag: Tag
    colour: NoteColour
    width: float
    lines: list[Line]
    style: Style
    meant: list[Line]
    """Who said it, its colour in words, its dots."""
    goes_on: bool = False
    """A piece that is not the last: it says so in place of ``meant``."""
    continued: bool = False
    """A piece that is not the first."""

    @property
    def height(self) -> float:
        """Height in points, edges included."""
        small = (1 if self.goes_on else len(self.meant)) + (1 if self.continued else 0)
        return 2 * _PAD + len(self.lines) * self.style.leading + small * _MEANT.leading


@dataclass(slots=True)
class Region:
    """A part of a page to put cards in."""

    page: Page
    left: float
    top: float
    width: float
    bottom: float
    columns: int

    @property
    def room(self) -> float:
        """Height that is left, in points."""
        return self.bottom - self.top


def columns_for(width: float, size: float = SIZES[0], most: int = 6) -> int:
    """How many cards of type ``size`` stand side by side in ``width`` points."""
    return max(1, min(most, int((width + GAP) // (_NARROWEST * size + GAP))))


def card_width(width: float, columns: int) -> float:
    """The width of each of ``columns`` cards."""
    return (width - GAP * (columns - 1)) / columns


def card_of(
    paper: Paper, tag: Tag, note: NoteOnSheet, width: float, size: float = SIZES[0]
) -> Card:
    """The card of a note; ``tag`` is the list item's body its words belong to."""
    style = Style(size, "regular", TEXT, 1.28)
    inner = width - 2 * _PAD
    setter = paper.setter
    dots = ""
    if note.dots > 0:
        shown = note.dots if note.dots <= 5 else 1
        dots = "●" * shown + " " + counted(note.dots, "dot")
    meant = joined((note.author, note.colour.value, dots, note.link))
    lines = setter.lines(note.text, style, inner)
    small = setter.lines(meant, _MEANT, inner)
    if len(small) > _MOST_SMALL:  # only the text of a card can be split: it joins that
        lines, small = [*lines, *setter.lines(meant, style, inner)], []
    return Card(tag, note.colour, width, lines, style, small)


def fill(paper: Paper, region: Region, cards: Sequence[Card], *, reserve: float) -> list[Card]:
    """Draw as many cards as fit, in rows; the cards, or pieces of them, that are left over.

    ``reserve`` points stay free at the bottom when something is left over. A card taller than the
    whole region is split at its lines, so that every region takes at least a part.
    """
    rows = _rows(cards, region.columns)
    bottom = region.bottom
    if not fits(region, cards):
        bottom -= reserve
    start = region.top
    for number, row in enumerate(rows):
        height = _height(row)
        if region.top + height <= bottom + 0.01:
            _draw_row(paper, region, row, height)
            continue
        rest = [card for later in rows[number + 1 :] for card in later]
        if region.top > start:
            return [*row, *rest]
        return [*_split_row(paper, region, row, bottom), *rest]
    return []


def fits(region: Region, cards: Sequence[Card]) -> bool:
    """True if all cards have room in the region."""
    rows = _rows(cards, region.columns)
    return sum(_height(row) + GAP for row in rows) - GAP <= region.room + 0.01


def _rows(cards: Sequence[Card], columns: int) -> list[list[Card]]:
    return [list(cards[at : at + columns]) for at in range(0, len(cards), columns)]


def _height(row: Sequence[Card]) -> float:
    return max(card.height for card in row)


def _split_row(paper: Paper, region: Region, row: list[Card], bottom: float) -> list[Card]:
    """Draw the first part of each card of a row that is too tall; what is left of them."""
    room = bottom - region.top
    first: list[Card] = []
    rest: list[Card] = []
    for card in row:
        head, tail = _split(card, room)
        if head is not None:
            first.append(head)
        if tail is not None:
            rest.append(tail)
    if first:
        _draw_row(paper, region, first, _height(first))
    return rest


def _split(card: Card, room: float) -> tuple[Card | None, Card | None]:
    if card.height <= room:
        return card, None
    small = (2 if card.continued else 1) * _MEANT.leading
    count = int((room - 2 * _PAD - small) // card.style.leading)
    if count < 1:
        return None, card
    # The last line goes with the small print, so that a piece is never only small print.
    count = min(count, max(1, len(card.lines) - 1))
    head = replace(card, lines=card.lines[:count], goes_on=True)
    return head, replace(card, lines=card.lines[count:], continued=True)


def split_long(cards: Sequence[Card], most: float) -> list[Card]:
    """The cards with those taller than ``most`` points cut into pieces that stand side by side."""
    out: list[Card] = []
    for card in cards:
        rest: Card | None = card
        while rest is not None:
            head, rest = _split(rest, most)
            if head is None:
                raise ValueError("a card needs room for at least one line")
            out.append(head)
    return out


def _draw_row(paper: Paper, region: Region, row: Sequence[Card], height: float) -> None:
    left = region.left
    for card in row:
        _draw(paper, region.page, card, (left, region.top), height)
        left += card.width + GAP
    region.top += height + GAP


def _draw(paper: Paper, page: Page, card: Card, at: tuple[float, float], height: float) -> None:
    left, top = at
    edge = NOTE_EDGE[card.colour]
    paper.box(
        page,
        (left, top, card.width, height),
        fill=NOTE_FILL[card.colour],
        edge=edge,
        line=0.6,
        corner=2,
    )
    inner = card.width - 2 * _PAD
    spot = top + _PAD
    setter = paper.setter
    if card.continued:
        small = setter.lines(_CONTINUED, _MEANT, inner)[:1]
        spot += paper.lines(page, DECORATION, small, (left + _PAD, spot), _MEANT)
    at_text = (left + _PAD, spot)
    spot += paper.lines(page, card.tag, card.lines, at_text, card.style, width=inner)
    if card.goes_on:
        small = setter.lines(_GOES_ON, _MEANT, inner)[:1]
        paper.lines(page, DECORATION, small, (left + _PAD, spot), _MEANT)
    else:
        paper.lines(page, card.tag, card.meant, (left + _PAD, spot), _MEANT, width=inner)

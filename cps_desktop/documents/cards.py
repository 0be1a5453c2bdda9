"""Notes as small coloured cards, laid in rows inside a box or across a page.

The colour is also named in words on every card, so that nothing is said by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, Self

from cps_desktop.documents.box_entries import Entry
from cps_desktop.documents.ink import CARD, LINE, MM, NOTE_EDGE, NOTE_FILL, TEXT
from cps_desktop.documents.paper import DECORATION, Page, Paper
from cps_desktop.documents.pictures import Photo, photo_of
from cps_desktop.documents.tags import Tag
from cps_desktop.documents.text import Line, Style
from cps_desktop.domain.kinds import NoteColour

GAP = 2.2 * MM
SIZES = (12.0, 11.0, 10.0)
"""Type sizes in points a box may be set in, so that more of it stays on the wall."""
_NARROWEST = 3.8 * MM
"""Least width of a card for each point of its type size."""
_PAD = 5.5
MEANT = Style(9, "regular", "3a4a55", 1.3)
_MOST_SMALL = 5
_GOES_ON = "… goes on in the next card"
_CONTINUED = "… from the card before"
_NO_PICTURE = "[Its picture is damaged and cannot be shown]"
_HIGHEST_PICTURES = {SIZES[0]: 55 * MM, SIZES[1]: 40 * MM}
_LOWEST_PICTURE = 28 * MM
"""Points, by the size of the type: a drawing is to be seen, but the words around it too."""


class Piece(Protocol):
    """What can be laid in rows and, where it is too tall, be split: a card, or a table's row."""

    @property
    def tag(self) -> Tag: ...
    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float:
        """Height in points, edges included."""

    continued: bool
    """A piece that is not the first."""

    def split(self, room: float) -> tuple[Self | None, Self | None]:
        """What stands in ``room`` points, and what is left."""

    def draw(self, paper: Paper, page: Page, at: tuple[float, float], height: float) -> None:
        """Draw it at (left, top), as high as its row."""


@dataclass(slots=True)
class Card:
    """A note, or a piece of a long one, broken into lines for one width."""

    tag: Tag
    colour: NoteColour | None
    """None for what is not a note: it stands on white."""
    width: float
    lines: list[Line]
    style: Style
    meant: list[Line]
    """Who said it, its colour in words, its dots."""
    goes_on: bool = False
    """A piece that is not the last: it says so in place of ``meant``."""
    continued: bool = False
    photo: Photo | None = None
    figure: Tag = field(default_factory=lambda: Tag("Figure"))

    @property
    def height(self) -> float:
        """Height in points, edges included."""
        small = (1 if self.goes_on else len(self.meant)) + (1 if self.continued else 0)
        picture = self.photo.height + _PAD if self.photo is not None else 0.0
        return 2 * _PAD + picture + len(self.lines) * self.style.leading + small * MEANT.leading

    def split(self, room: float) -> tuple[Card | None, Card | None]:
        """What stands in ``room`` points, and what is left; a picture is never cut."""
        if self.height <= room:
            return self, None
        small = (2 if self.continued else 1) * MEANT.leading
        picture = self.photo.height + _PAD if self.photo is not None else 0.0
        count = int((room - 2 * _PAD - small - picture) // self.style.leading)
        if count < 1:
            return None, self
        # The last line goes with the small print, so that a piece is never only small print.
        count = min(count, max(1, len(self.lines) - 1))
        head = replace(self, lines=self.lines[:count], goes_on=True)
        return head, replace(self, lines=self.lines[count:], continued=True, photo=None)

    def draw(self, paper: Paper, page: Page, at: tuple[float, float], height: float) -> None:
        """Draw it at (left, top), as high as its row."""
        left, top = at
        fill = NOTE_FILL[self.colour] if self.colour is not None else CARD
        edge = NOTE_EDGE[self.colour] if self.colour is not None else LINE
        paper.box(page, (left, top, self.width, height), fill=fill, edge=edge, line=0.6, corner=2)
        inner = self.width - 2 * _PAD
        spot = top + _PAD
        setter = paper.setter
        if self.continued:
            small = setter.lines(_CONTINUED, MEANT, inner)[:1]
            spot += paper.lines(page, DECORATION, small, (left + _PAD, spot), MEANT)
        if self.photo is not None:
            place = (left + _PAD, spot, self.photo.width, self.photo.height)
            paper.picture(page, self.figure, self.photo.jpeg, place)
            spot += self.photo.height + _PAD
        at_text = (left + _PAD, spot)
        spot += paper.lines(page, self.tag, self.lines, at_text, self.style, width=inner)
        if self.goes_on:
            small = setter.lines(_GOES_ON, MEANT, inner)[:1]
            paper.lines(page, DECORATION, small, (left + _PAD, spot), MEANT)
        else:
            paper.lines(page, self.tag, self.meant, (left + _PAD, spot), MEANT, width=inner)


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


def card_of(paper: Paper, tag: Tag, entry: Entry, width: float, size: float = SIZES[0]) -> Card:
    """The card of an entry; ``tag`` is the list item's body its words belong to."""
    style = Style(size, "regular", TEXT, 1.28)
    inner = width - 2 * _PAD
    setter = paper.setter
    lines = setter.lines(entry.text, style, inner) if entry.text or not entry.picture else []
    small = setter.lines(entry.small, MEANT, inner) if entry.small else []
    if len(small) > _MOST_SMALL:  # only the text of a card can be split: it joins that
        lines, small = [*lines, *setter.lines(entry.small, style, inner)], []
    card = Card(tag, entry.colour, width, lines, style, small)
    if entry.picture:
        card.photo = photo_of(entry.picture, inner, _HIGHEST_PICTURES.get(size, _LOWEST_PICTURE))
        if card.photo is None:
            card.lines = [*lines, *setter.lines(_NO_PICTURE, style, inner)]
        else:
            card.figure = _figure(tag, entry)
    return card


def _figure(tag: Tag, entry: Entry) -> Tag:
    """The figure in the item of a card; one only, however often the card is laid out anew."""
    known = next((kid for kid in tag.kids if isinstance(kid, Tag) and kid.kind == "Figure"), None)
    figure = known if known is not None else tag.add("Figure")
    figure.alt = entry.alt
    return figure


def fill(paper: Paper, region: Region, cards: Sequence[Piece], *, reserve: float) -> list[Piece]:
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


def fits(region: Region, cards: Sequence[Piece]) -> bool:
    """True if all cards have room in the region."""
    rows = _rows(cards, region.columns)
    return sum(_height(row) + GAP for row in rows) - GAP <= region.room + 0.01


def _rows(cards: Sequence[Piece], columns: int) -> list[list[Piece]]:
    return [list(cards[at : at + columns]) for at in range(0, len(cards), columns)]


def _height(row: Sequence[Piece]) -> float:
    return max(card.height for card in row)


def _split_row(paper: Paper, region: Region, row: list[Piece], bottom: float) -> list[Piece]:
    """Draw the first part of each card of a row that is too tall; what is left of them."""
    room = bottom - region.top
    first: list[Piece] = []
    rest: list[Piece] = []
    for card in row:
        head, tail = card.split(room)
        if head is not None:
            first.append(head)
        if tail is not None:
            rest.append(tail)
    if first:
        _draw_row(paper, region, first, _height(first))
    return rest


def split_long(cards: Sequence[Piece], most: float) -> list[Piece]:
    """The cards with those taller than ``most`` points cut into pieces that stand side by side."""
    out: list[Piece] = []
    for card in cards:
        rest: Piece | None = card
        while rest is not None:
            head, rest = rest.split(most)
            if head is None:
                raise ValueError("a card needs room for at least one line")
            out.append(head)
    return out


def _draw_row(paper: Paper, region: Region, row: Sequence[Piece], height: float) -> None:
    left = region.left
    for card in row:
        card.draw(paper, region.page, (left, region.top), height)
        left += card.width + GAP
    region.top += height + GAP

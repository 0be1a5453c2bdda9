"""The largest type in which the cards of a box have room."""

from __future__ import annotations

from collections.abc import Sequence

from cps_desktop.documents.box_entries import Entry
from cps_desktop.documents.cards import (
    GAP,
    SIZES,
    Piece,
    Region,
    card_width,
    columns_for,
    fits,
)
from cps_desktop.documents.paper import Paper
from cps_desktop.documents.table_cards import piece_of
from cps_desktop.documents.tags import Tag


def pieces(
    paper: Paper,
    tags: Sequence[Tag],
    entries: Sequence[Entry],
    width: float,
    size: float = SIZES[0],
) -> list[Piece]:
    """The cards or rows of entries, ``width`` points wide."""
    pairs = zip(tags, entries, strict=True)
    return [piece_of(paper, tag, entry, width, size) for tag, entry in pairs]


def largest(
    paper: Paper, region: Region, tags: Sequence[Tag], entries: Sequence[Entry], *, alone: bool
) -> list[Piece]:
    """The cards in the largest type in which all have room, or in the smallest we use.

    Where not all have room: those that have, and the first row that has not. The region has the
    columns for them from then on; ``alone`` is never more than one.
    """
    cards: list[Piece] = []
    tries = [(size, 1 if alone else columns_for(region.width, size)) for size in SIZES]
    # A low box may hold a few notes across its whole width that it cannot hold side by side.
    wide = [(size, min(most, max(1, len(entries)))) for size, most in tries]
    pairs = [each for pair in zip(tries, wide, strict=True) for each in pair]
    for size, columns in dict.fromkeys(pairs):
        region.columns = columns
        cards = _until_full(paper, region, tags, entries, size)
        if len(cards) == len(entries) and fits(region, cards):
            break
    return cards


def _until_full(
    paper: Paper, region: Region, tags: Sequence[Tag], entries: Sequence[Entry], size: float
) -> list[Piece]:
    """The cards that have room, and the first row that has not: breaking lines takes its time."""
    width = card_width(region.width, region.columns)
    cards: list[Piece] = []
    room = region.room + 0.01
    for at in range(0, len(entries), region.columns):
        end = at + region.columns
        row = pieces(paper, tags[at:end], entries[at:end], width, size)
        cards += row
        room -= max(card.height for card in row)
        if room < 0:
            break
        room -= GAP
    return cards

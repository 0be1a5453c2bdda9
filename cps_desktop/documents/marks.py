"""Accents and vowel points that are characters of their own, set over the middle of their letter.

The fonts' own rules for this are not used on paper. In the order of drawing, a mark stands after a
letter read from the left, and before one read from the right.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cps_desktop.documents.embedding import EmbeddedFont


def needs_placing(text: str) -> bool:
    """True if there is a mark in the text."""
    return not text.isascii() and any(map(unicodedata.combining, text))


def marked_pieces(font: EmbeddedFont, text: str) -> Iterator[tuple[float, str]]:
    """The text in pieces, each with how far to the right it is set, in thousandths of the size.

    After a piece that is shifted, drawing goes on where it was before.
    """
    plain: list[str] = []
    letter = ""
    for at, char in enumerate(text):
        if not unicodedata.combining(char) or font.widths[char] > 1:
            plain.append(char)
            letter = char
            continue
        if plain:
            yield 0.0, "".join(plain)
            plain = []
        following = _next_letter(text, at)
        if unicodedata.bidirectional(following or "a") in ("R", "AL"):
            shift = font.widths[following] / 2 - font.middle(char)
        elif letter:
            shift = -font.widths[letter] / 2 - font.middle(char)
        else:
            shift = 0.0
        yield round(shift), char
    if plain:
        yield 0.0, "".join(plain)


def _next_letter(text: str, at: int) -> str:
    return next((char for char in text[at + 1 :] if not unicodedata.combining(char)), "")

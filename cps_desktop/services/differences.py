"""Where versions of a text differ, word by word, so that nobody has to compare them letter by
letter."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Final

MOST_WORDS: Final = 1500
"""Longer texts are not compared word by word: it would take longer than a person waits."""

_PART = re.compile(r"\s+|\w+|[^\w\s]")


@dataclasses.dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``only_here`` where not every other version has it too."""

    text: str
    only_here: bool = False


def marked(texts: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    """Each text in pieces: what another of them says otherwise, or not at all, is marked.

    The pieces of a text, one after the other, are the text. Equal texts, and very long ones, come
    back as one piece.
    """
    parts = [_PART.findall(text) for text in texts]
    if len(texts) < 2 or any(len(some) > MOST_WORDS for some in parts):
        return tuple((Piece(text),) if text else () for text in texts)
    flags = [[False] * len(some) for some in parts]
    for one in range(len(parts)):
        for other in range(one + 1, len(parts)):
            _mark(parts[one], parts[other], flags[one], flags[other])
    return tuple(
        _pieces(some, these, whole=not _shared(some, these))
        for some, these in zip(parts, flags, strict=True)
    )


def only_here(pieces: Sequence[Piece]) -> str:
    """What is only in this version, in words; "" where nothing is, or all of it."""
    some = [" ".join(one.text.split()) for one in pieces if one.only_here and one.text.strip()]
    if not some or not any(one.text.strip() for one in pieces if not one.only_here):
        return ""
    return ", ".join(f"“{one}”" for one in some)


def _mark(one: list[str], other: list[str], here: list[bool], there: list[bool]) -> None:
    from difflib import SequenceMatcher

    for word, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if word != "equal":
            here[a:b] = [True] * (b - a)
            there[c:d] = [True] * (d - c)


def _shared(parts: list[str], flags: list[bool]) -> bool:
    """Whether anything but spaces is in common."""
    return any(
        part.strip() and not only and part[0].isalnum()
        for part, only in zip(parts, flags, strict=True)
    )


def _pieces(parts: list[str], flags: list[bool], *, whole: bool) -> tuple[Piece, ...]:
    """Runs of parts alike; a space between two marked words is marked with them.

    Where nothing is shared (``whole``) all of it would be marked, which says nothing: none is.
    """
    pieces: list[Piece] = []
    for place, part in enumerate(parts):
        only = flags[place] and not whole
        if not whole and part.isspace() and 0 < place < len(parts) - 1:
            only = flags[place - 1] and flags[place + 1]
        if pieces and pieces[-1].only_here == only:
            pieces[-1] = Piece(pieces[-1].text + part, only)
        else:
            pieces.append(Piece(part, only))
    return tuple(pieces)

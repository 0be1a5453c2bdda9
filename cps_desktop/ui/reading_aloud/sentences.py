"""Text in pieces that can be said: one sentence after another, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…:;]+[\"'”’)\]]*(?=\s)|\n+")
LONGEST = 400
"""Characters said in one breath; a voice that is given a page cannot stop soon."""


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Every sentence with the place it begins at; nothing that has no letter or digit in it."""
    start = 0
    for end in [*(found.end() for found in _END.finditer(text)), len(text)]:
        yield from _in_breaths(text, start, end)
        start = end


def _in_breaths(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end:
        stop = end
        if stop - start > LONGEST:
            space = text.rfind(" ", start + 1, start + LONGEST)
            stop = space if space > start else start + LONGEST
        said = text[start:stop].rstrip()
        if any(one.isalnum() for one in said):
            yield start, said
        start = stop
        while start < end and text[start].isspace():
            start += 1

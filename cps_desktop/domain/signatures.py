"""A signature as it was drawn: strokes of whole numbers on a paper 1600 wide and 900 high."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

WIDTH: Final = 1600
HEIGHT: Final = 900
MOST_POINTS: Final = 6_000
_NEAR: Final = 4
"""Points nearer than this to the one before say nothing new."""

Point = tuple[int, int]
Strokes = tuple[tuple[Point, ...], ...]

_TEXT: Final = re.compile(r"[0-9]{1,4},[0-9]{1,4}(?:[ ;][0-9]{1,4},[0-9]{1,4})*")


def write_strokes(strokes: Iterable[Iterable[tuple[float, float]]]) -> str:
    """Strokes as text: "12,40 13,44;80,20 81,25". Points beyond the paper are put at its edge."""
    said: list[str] = []
    left = MOST_POINTS
    for stroke in strokes:
        kept: list[Point] = []
        for x, y in stroke:
            point = (min(WIDTH, max(0, round(x))), min(HEIGHT, max(0, round(y))))
            near = kept and max(abs(point[0] - kept[-1][0]), abs(point[1] - kept[-1][1])) < _NEAR
            if not near and left:
                kept.append(point)
                left -= 1
        if kept:
            said.append(" ".join(f"{x},{y}" for x, y in kept))
    return ";".join(said)


def read_strokes(text: str) -> Strokes:
    """The strokes of such a text; none for anything else."""
    if not _TEXT.fullmatch(text) or text.count(",") > MOST_POINTS:
        return ()
    strokes = []
    for stroke in text.split(";"):
        points = [tuple(int(one) for one in point.split(",")) for point in stroke.split(" ")]
        strokes.append(tuple((min(WIDTH, x), min(HEIGHT, y)) for x, y in points))
    return tuple(strokes)

"""The program's own line drawings on paper: an SVG's few shapes as the lines of a PDF.

Only what the files in ``resources/pictures`` are made of is known: paths of straight lines, curves
and arcs, circles, ellipses and rectangles, in one colour and in its pale tint. The tint is mixed
with the white of the paper, so that an archivable file needs no transparency.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree

from cps_desktop.documents.ink import TEXT

SIDE: Final = 96.0
"""Every drawing is this wide and high, in its own measure."""

_ROUND: Final = 0.5523
"""How long the handles of a curve are that looks like a quarter of a circle of radius 1."""
_TOKEN: Final = re.compile(r"[A-Za-z]|-?(?:\d+\.?\d*|\.\d+)")
_TAKES: Final = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}


@lru_cache(maxsize=64)
def drawing_code(svg: str, colour: str = TEXT) -> str:
    """The drawing code of a drawing, ``SIDE`` points wide and high, its bottom left at 0, 0.

    Raises ValueError for what these drawings are not made of.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own file, never a stranger's
    # An SVG counts downwards, a page upwards.
    out = [f"1 0 0 -1 0 {SIDE:g} cm 1 J 1 j"]
    _within(root, {"fill": "currentColor"}, colour, out)
    return "\n".join(out)


def _within(
    element: ElementTree.Element, above: dict[str, str], colour: str, out: list[str]
) -> None:
    said = {**above, **element.attrib}
    name = element.tag.rpartition("}")[2]
    if name in ("svg", "g"):
        said.pop("fill-opacity", None)
        for one in element:
            _within(one, said, colour, out)
        return
    path = _shape(name, element.attrib)
    fill, edge = said.get("fill", "none") != "none", said.get("stroke", "none") != "none"
    if not fill and not edge:
        return
    code = []
    if fill:
        code.append(f"{_mixed(colour, float(said.get('fill-opacity', '1')))} rg")
    if edge:
        code.append(f"{_mixed(colour, 1.0)} RG {float(said.get('stroke-width', '1')):g} w")
    paint = "B" if fill and edge else "f" if fill else "S"
    out.append(" ".join([*code, path, paint]))


def _shape(name: str, of: dict[str, str]) -> str:
    def number(key: str) -> float:
        return float(of.get(key, "0"))

    if name == "path":
        return " ".join(_path(of["d"]))
    if name == "circle":
        return _ellipse(number("cx"), number("cy"), number("r"), number("r"))
    if name == "ellipse":
        return _ellipse(number("cx"), number("cy"), number("rx"), number("ry"))
    if name == "rect":
        return f"{number('x'):g} {number('y'):g} {number('width'):g} {number('height'):g} re"
    raise ValueError(f"a drawing is not made of this: {name}")


def _ellipse(x: float, y: float, wide: float, high: float) -> str:
    quarters = [_arc_piece((x, y), (wide, high), 0.0, at * math.pi / 2, 1.0) for at in range(4)]
    return f"{x + wide:.2f} {y:.2f} m {' '.join(quarters)} h"


def _path(data: str) -> Iterator[str]:
    """The operators of a path; small letters count from where the last one ended."""
    tokens = _TOKEN.findall(data)
    letter, at, now, start = "", 0, (0.0, 0.0), (0.0, 0.0)
    while at < len(tokens):
        if tokens[at].isalpha():
            letter, at = tokens[at], at + 1
        count = _TAKES.get(letter.upper())
        if count is None:
            raise ValueError(f"a drawing's path is not made of this: {letter}")
        given = [float(one) for one in tokens[at : at + count]]
        at += count
        base = now if letter.islower() else (0.0, 0.0)
        code, now = _step(letter.upper(), given, now, base)
        if letter.upper() == "M":
            start, letter = now, "l" if letter.islower() else "L"
        elif letter.upper() == "Z":
            now = start
        yield code


def _step(
    letter: str, given: Sequence[float], now: tuple[float, float], base: tuple[float, float]
) -> tuple[str, tuple[float, float]]:
    """One operator, and where it ends."""
    if letter == "Z":
        return "h", now
    if letter == "H":
        to = (base[0] + given[0], now[1])
    elif letter == "V":
        to = (now[0], base[1] + given[0])
    else:
        to = (base[0] + given[-2], base[1] + given[-1])
    if letter == "C":
        spots = [base[n % 2] + value for n, value in enumerate(given)]
        return " ".join(f"{one:.2f}" for one in spots) + " c", to
    if letter == "A":
        return _arc(now, to, (given[0], given[1]), given[2], given[3] > 0, given[4] > 0), to
    return f"{to[0]:.2f} {to[1]:.2f} {'m' if letter == 'M' else 'l'}", to


def _arc(
    begin: tuple[float, float],
    end: tuple[float, float],
    radii: tuple[float, float],
    turned: float,
    large: bool,
    onwards: bool,
) -> str:
    """An arc of an ellipse as curves, by the rule of SVG 1.1, appendix F.6."""
    if begin == end or not radii[0] or not radii[1]:
        return f"{end[0]:.2f} {end[1]:.2f} l"
    slant = math.radians(turned)
    cos, sin = math.cos(slant), math.sin(slant)
    half = ((begin[0] - end[0]) / 2, (begin[1] - end[1]) / 2)
    x, y = cos * half[0] + sin * half[1], cos * half[1] - sin * half[0]
    wide, high = abs(radii[0]), abs(radii[1])
    grown = math.sqrt(max(1.0, (x / wide) ** 2 + (y / high) ** 2))
    wide, high = wide * grown, high * grown
    below = (wide * y) ** 2 + (high * x) ** 2
    factor = math.sqrt(max(0.0, ((wide * high) ** 2 - below) / below))
    factor = -factor if large == onwards else factor
    mid = (factor * wide * y / high, -factor * high * x / wide)
    centre = (
        cos * mid[0] - sin * mid[1] + (begin[0] + end[0]) / 2,
        sin * mid[0] + cos * mid[1] + (begin[1] + end[1]) / 2,
    )
    first = math.atan2((y - mid[1]) / high, (x - mid[0]) / wide)
    last = math.atan2((-y - mid[1]) / high, (-x - mid[0]) / wide)
    sweep = last - first
    if onwards and sweep < 0:
        sweep += 2 * math.pi
    elif not onwards and sweep > 0:
        sweep -= 2 * math.pi
    pieces = max(1, math.ceil(abs(sweep) / (math.pi / 2) - 1e-9))
    each = sweep / pieces
    part = each / (math.pi / 2)
    spots = (first + n * each for n in range(pieces))
    return " ".join(_arc_piece(centre, (wide, high), slant, spot, part) for spot in spots)


def _arc_piece(
    centre: tuple[float, float],
    radii: tuple[float, float],
    slant: float,
    begin: float,
    part: float,
) -> str:
    """A curve that follows ``part`` of a quarter of an ellipse from the angle ``begin``."""
    sweep = part * math.pi / 2
    handle = _ROUND if part == 1.0 else 4 / 3 * math.tan(sweep / 4)
    end = begin + sweep
    spots = (
        (math.cos(begin) - handle * math.sin(begin), math.sin(begin) + handle * math.cos(begin)),
        (math.cos(end) + handle * math.sin(end), math.sin(end) - handle * math.cos(end)),
        (math.cos(end), math.sin(end)),
    )
    cos, sin = math.cos(slant), math.sin(slant)
    out = []
    for x, y in spots:
        x, y = x * radii[0], y * radii[1]
        out.append(f"{centre[0] + cos * x - sin * y:.2f} {centre[1] + sin * x + cos * y:.2f}")
    return " ".join(out) + " c"


def _mixed(colour: str, share: float) -> str:
    """A colour mixed with the white of the paper."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return " ".join(f"{1 - share * (1 - one):.3f}" for one in parts)

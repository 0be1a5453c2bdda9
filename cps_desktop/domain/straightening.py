"""From a photo taken at a slant back to the flat sheet: the projective map between the two."""

from __future__ import annotations

from collections.abc import Sequence

Point = tuple[float, float]
Map = tuple[float, float, float, float, float, float, float, float]
"""x' = (ax + by + c) / (gx + hy + 1), y' = (dx + ey + f) / (gx + hy + 1)."""


def map_between(pairs: Sequence[tuple[Point, Point]]) -> Map | None:
    """The map that takes each first point nearest to its second one (least squares).

    Needs four pairs that do not lie on one line; None where there is no such map.
    """
    if len(pairs) < 4:
        return None
    rows: list[list[float]] = []
    for (x, y), (u, v) in pairs:
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    normal = [
        [sum(row[i] * row[j] for row in rows) for j in range(8)]
        + [sum(row[i] * row[8] for row in rows)]
        for i in range(8)
    ]
    found = _solved(normal)
    if found is None:
        return None
    a, b, c, d, e, f, g, h = found
    return (a, b, c, d, e, f, g, h)


def mapped(one: Map, point: Point) -> Point:
    """Where the map takes a point."""
    a, b, c, d, e, f, g, h = one
    x, y = point
    below = g * x + h * y + 1
    return ((a * x + b * y + c) / below, (d * x + e * y + f) / below)


def after(one: Map, scale: float, left: float, top: float) -> Map:
    """The map for points that are first scaled and moved: x → ``scale``·x + ``left``, and so on."""
    a, b, c, d, e, f, g, h = one
    below = g * left + h * top + 1
    return (
        a * scale / below,
        b * scale / below,
        (a * left + b * top + c) / below,
        d * scale / below,
        e * scale / below,
        (d * left + e * top + f) / below,
        g * scale / below,
        h * scale / below,
    )


def _solved(rows: list[list[float]]) -> list[float] | None:
    """Gauss with the largest pivot; None where the equations say too little."""
    count = len(rows)
    scale = max((abs(value) for row in rows for value in row), default=0.0)
    for at in range(count):
        best = max(range(at, count), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        pivot = rows[at][at]
        if abs(pivot) < 1e-14 * scale:
            return None
        for row in range(at + 1, count):
            share = rows[row][at] / pivot
            for column in range(at, count + 1):
                rows[row][column] -= share * rows[at][column]
    found = [0.0] * count
    for at in reversed(range(count)):
        rest = sum(rows[at][column] * found[column] for column in range(at + 1, count))
        found[at] = (rows[at][count] - rest) / rows[at][at]
    return found

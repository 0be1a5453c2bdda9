"""A signature given on screen, as lines on the page; never as a picture."""

from __future__ import annotations

from collections.abc import Sequence

from cps_desktop.documents.paper import Mark, Page
from cps_desktop.documents.tags import Tag

_LARGEST = 0.25
"""Points on the page for a step on the signature's own paper: nobody's is blown up."""


def draw_strokes(
    page: Page,
    figure: Tag,
    strokes: Sequence[Sequence[tuple[int, int]]],
    at: tuple[float, float, float, float],
) -> None:
    """Draw lines as large as (left, top, width, height) lets them be, standing on its foot."""
    left, top, width, height = at
    xs = [x for one in strokes for x, _ in one]
    ys = [y for one in strokes for _, y in one]
    scale = min(width / max(1, max(xs) - min(xs)), height / max(1, max(ys) - min(ys)), _LARGEST)
    foot = page.height - top - height
    figure.box = (left, foot, left + width, foot + height)
    out = ["q 0 0 0 RG 1.2 w 1 J 1 j"]
    for one in strokes:
        # A dot is a line of no length: its round end shows.
        for place, (x, y) in enumerate([*one, one[-1]]):
            across, up = left + (x - min(xs)) * scale, foot + (max(ys) - y) * scale
            out.append(f"{across:.2f} {up:.2f} {'l' if place else 'm'}")
        out.append("S")
    page.marks.append(Mark(figure, " ".join([*out, "Q"]), (left, left + width)))

"""Where things stand on the wall: pure arithmetic in page units (pixels at 100 % zoom).

Boxes keep their column and their order; a box that needs more room pushes down what is beneath it
and nothing else, and the page grows: nothing is ever clipped.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import NamedTuple


class Slot(NamedTuple):
    """A rectangle in page units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


class Item(NamedTuple):
    """A heading or box: where the template puts it, and the height its content needs."""

    key: Hashable
    slot: Slot
    need: float


def push_down(items: Sequence[Item]) -> dict[Hashable, Slot]:
    """Give every item the height it needs and keep the gaps above it to whatever stood above."""
    placed: dict[Hashable, Slot] = {}
    above: list[tuple[Slot, Slot]] = []  # as designed, as placed
    for item in sorted(items, key=lambda one: (one.slot.y, one.slot.x)):
        x, y, width, height = here = item.slot
        right, top = x + width, y
        for designed, now in above:
            left, start, wide, tall = designed
            over = start + tall
            # Not beside it, and above: it is pushed down by what stands over it.
            if left + wide > x and right > left and over <= y + 0.5:
                top = max(top, now.y + now.height + y - over)
        slot = Slot(x, top, width, max(height, item.need))
        placed[item.key] = slot
        above.append((here, slot))
    return placed


def columns_for(width: float, least: float, gap: float) -> tuple[int, float]:
    """How many notes stand side by side in a width, and how wide each is."""
    count = max(1, int((width + gap) // (least + gap)))
    return count, (width - gap * (count - 1)) / count


def flow(
    heights: Sequence[float],
    columns: int,
    width: float,
    gap: float,
    at: tuple[float, float] = (0.0, 0.0),
) -> list[Slot]:
    """Places of notes in rows from the left; a row is as high as its tallest note.

    ``at`` is where the first one stands.
    """
    slots: list[Slot] = []
    lefts = [at[0] + n * (width + gap) for n in range(columns)]
    top = at[1]
    for start in range(0, len(heights), columns):
        row = heights[start : start + columns]
        tall = max(row)
        slots += [Slot(left, top, width, tall) for left, _ in zip(lefts, row, strict=False)]
        top += tall + gap
    return slots


def place_at(slots: Sequence[Slot], x: float, y: float) -> int:
    """Before which note a note dropped at a point goes; ``len(slots)`` is the end."""
    for index, slot in enumerate(slots):
        if y < slot.y:
            return index
        if y <= slot.bottom and x < slot.x + slot.width / 2:
            return index
        last_in_row = index + 1 == len(slots) or slots[index + 1].y > slot.y
        if y <= slot.bottom and last_in_row:
            return index + 1
    return len(slots)

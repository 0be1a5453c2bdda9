"""Which note an arrow key goes to: the nearest one in that direction, as the eye would."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from cps_desktop.ui.wall.flow import Slot

K = TypeVar("K", bound=Hashable)
LEFT, RIGHT, UP, DOWN = (-1, 0), (1, 0), (0, -1), (0, 1)


def nearest(places: Mapping[K, Slot], start: K, direction: tuple[int, int]) -> K | None:
    """The key of the nearest place beyond ``start``; None at the wall's edge.

    Distance off to the side counts double, so an arrow goes on in its row or column first.
    """
    here = places[start]
    best: tuple[float, K] | None = None
    for key, slot in places.items():
        if key == start:
            continue
        along, aside = _way(here, slot, direction)
        if along <= 0:
            continue
        far = along + 2 * aside
        if best is None or far < best[0]:
            best = (far, key)
    return None if best is None else best[1]


def _way(here: Slot, there: Slot, direction: tuple[int, int]) -> tuple[float, float]:
    """How far ahead ``there`` lies, and how far off to the side it misses ``here``."""
    dx = (there.x + there.width / 2) - (here.x + here.width / 2)
    dy = (there.y + there.height / 2) - (here.y + here.height / 2)
    if direction[0]:
        miss = max(0.0, there.y - here.bottom, here.y - there.bottom)
        return dx * direction[0], miss + abs(dy) / 8
    miss = max(0.0, there.x - here.right, here.x - there.right)
    return dy * direction[1], miss + abs(dx) / 8

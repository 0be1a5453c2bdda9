"""Which notes keep their lines and their picture: those laid out or painted last, of every wall.

A note's lines take ten thousand bytes and its picture sixty thousand; of two thousand notes some
fifty are in sight. One that let go of them is laid out and painted again when it is next seen.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import Final, Generic, TypeVar
from weakref import ReferenceType, ref

MOST_LINES: Final = 120
"""Of so many notes; more are not in sight at a size at which they can be read."""
MOST_PIXELS: Final = 12_000_000
"""More than the largest of screens has."""

_T = TypeVar("_T")


class LatelyUsed(Generic[_T]):
    """What was used last, each with its weight, up to ``most`` together. It keeps nobody alive."""

    def __init__(self, most: int, let_go: Callable[[_T], object]) -> None:
        """``let_go`` is called with what was not used for longest, where there is too much."""
        self._most = most
        self._let_go = let_go
        self._known: OrderedDict[ReferenceType[_T], int] = OrderedDict()
        self._sum = 0

    def used(self, what: _T, weight: int = 1) -> None:
        """This one is used just now."""
        one = ref(what)
        self._sum += weight - self._known.pop(one, 0)
        self._known[one] = weight
        while self._sum > self._most and len(self._known) > 1:
            old, light = self._known.popitem(last=False)
            self._sum -= light
            there = old()
            if there is not None:
                self._let_go(there)

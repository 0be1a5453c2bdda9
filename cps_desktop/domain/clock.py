"""The hybrid logical clock: orders what is shown and breaks ties. It never rejects anything.

A reading is one whole number: milliseconds since 1970 (UTC) shifted left 16 bits, plus a counter.
Source: Kulkarni et al., "Logical Physical Clocks" (2014). Ours differs in one rule: a clock that
runs far ahead is accepted with the change that carries it, but not adopted, so that one laptop
with a wrong year does not push everybody's clock there.
"""

from __future__ import annotations

from collections.abc import Callable

WallClock = Callable[[], int]
"""Gives milliseconds since 1970, UTC."""

COUNTER_BITS = 16
FAR_AHEAD_MS = 24 * 60 * 60 * 1000
"""A reading more than this ahead of the wall clock is flagged and not adopted (one day)."""

GREATEST = 2**62
"""A reading at or above this cannot have been made by us and is shown as the greatest."""


def milliseconds(reading: int) -> int:
    """The wall-clock part of a reading, in milliseconds since 1970."""
    return reading >> COUNTER_BITS


def is_far_ahead(reading: int, now_ms: int) -> bool:
    """Whether a reading comes from a clock that runs more than a day ahead of ours."""
    return milliseconds(reading) > now_ms + FAR_AHEAD_MS


def clock_ahead_words(laptop: str) -> str:
    """What to say of a laptop whose changes bear such readings."""
    return (
        f"The clock of {laptop} is a day or more ahead. Nothing is lost, but its changes count as "
        "the later ones. Put that clock right."
    )


class HybridClock:
    """Hands out readings that never repeat and never go back."""

    def __init__(self, wall: WallClock, last: int = 0) -> None:
        self._wall = wall
        self._last = last

    def tick(self) -> int:
        """The next reading for a change made here."""
        self._last = max(max(self._wall(), 0) << COUNTER_BITS, self._last + 1)
        return self._last

    def ticks(self, count: int) -> int:
        """The first of ``count`` readings that follow one another, all of them handed out."""
        first = self.tick()
        self._last = first + max(count, 1) - 1
        return first

    def witness(self, reading: int) -> None:
        """Take note of a reading that came from elsewhere, unless it is far ahead."""
        if not is_far_ahead(reading, self._wall()):
            self._last = max(self._last, reading)

    @property
    def now_ms(self) -> int:
        """The wall clock, in milliseconds since 1970."""
        return self._wall()

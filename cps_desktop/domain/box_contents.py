"""How much a box of a planner holds: what it counts is decided once, for the wall, the lists, the
next gap and what is printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Said(Protocol):
    """A note as it is shown anywhere."""

    @property
    def text(self) -> str: ...
    @property
    def given(self) -> str: ...
    @property
    def done(self) -> bool: ...
    @property
    def pictured(self) -> bool: ...


def how_much(kind: str, notes: Iterable[Said]) -> int:
    """How many notes, answers, rows or ticks a box of this kind holds; none is a gap.

    A checklist is filled by ticks: a remark beside it is none, nor is a photo of it, which is done
    once it is typed up. An empty text is nothing.
    """
    if kind == "checklist":
        return sum(1 for one in notes if one.done and one.given)
    if kind == "text":
        return sum(1 for one in notes if one.text.strip() or one.pictured)
    return sum(1 for _ in notes)

"""Small wordings shared by all documents; dates and money are worded by the domain."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from cps_desktop.domain.dates import say_short_date


def say_day(day: date) -> str:
    """``Thu 18 Mar``, for the narrow day columns of a register whose dates stand above it."""
    return say_short_date(day).rsplit(" ", 1)[0]


def counted(number: int, one: str, many: str = "") -> str:
    """``1 note``, ``2 notes``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def joined(parts: Iterable[str], between: str = " · ") -> str:
    """The parts that say something, one after the other."""
    return between.join(part for part in parts if part.strip())

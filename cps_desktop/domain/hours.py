"""Hours of care: reading what people write ("3.5", "2 h 15", "10:00 to 13:30"), saying it back."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction
from typing import Final

import msgspec

from cps_desktop.domain.dates import parse_time, say_time

DAY_MINUTES: Final = 24 * 60

_NUMBER: Final = r"[0-9]{1,3}(?:\.[0-9]{1,4})?"
_UNITS: Final = re.compile(
    rf"(?:(?P<hours>{_NUMBER}) ?(?:h|hr|hrs|hour|hours))?"
    r"(?: ?(?:and )?(?P<minutes>[0-9]{1,4}) ?(?:m|min|mins|minute|minutes)?)?"
)
_CLOCKED: Final = re.compile(r"(?P<hours>[0-9]{1,2}):(?P<minutes>[0-5][0-9])")
_SPAN: Final = re.compile(r"(?:from )?(?P<first>.+?) ?(?: to | until |[-\u2013]) ?(?P<last>.+)")


class Hours(msgspec.Struct, frozen=True):
    """A length of time in whole minutes; ``starts`` and ``ends`` where it was written so."""

    minutes: int
    starts: dt.time | None = None
    ends: dt.time | None = None


def parse_hours(text: str) -> Hours | None:
    """Read a length of time as people write it; a bare number is hours, and past midnight counts.

    None where it cannot be read as whole minutes: nothing is rounded.
    """
    written = " ".join(text.strip().casefold().split())
    if not written:
        return None
    if found := re.fullmatch(_NUMBER, written):
        return _whole(Fraction(found[0]) * 60)
    if found := _CLOCKED.fullmatch(written):
        return Hours(int(found["hours"]) * 60 + int(found["minutes"]))
    found = _UNITS.fullmatch(written)
    if found is not None and (found["hours"] or found["minutes"]):
        hours = Fraction(found["hours"] or 0) * 60
        return _whole(hours + int(found["minutes"] or 0))
    return _span(written)


def _whole(minutes: Fraction) -> Hours | None:
    return Hours(minutes.numerator) if minutes.denominator == 1 else None


def _span(written: str) -> Hours | None:
    found = _SPAN.fullmatch(written)
    if found is None:
        return None
    starts, ends = parse_time(found["first"].strip()), parse_time(found["last"].strip())
    if starts is None or ends is None or starts == ends:
        return None
    length = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    return Hours(length % DAY_MINUTES, starts, ends)


def say_hours(minutes: int) -> str:
    """``210`` -> ``3 hours 30 minutes``."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours or not rest:
        parts.append(f"{hours:,} hour{'' if hours == 1 else 's'}")
    if rest:
        parts.append(f"{rest} minute{'' if rest == 1 else 's'}")
    return " ".join(parts)


def say_span(starts: dt.time | None, ends: dt.time | None) -> str:
    """``10:00 to 13:30``; "" where it was not written so."""
    return f"{say_time(starts)} to {say_time(ends)}" if starts and ends else ""

"""Reading the figures of a policy as people write them, with a sentence for each odd one."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from cps_desktop.domain.money import parse_money, say_money
from cps_desktop.domain.pricing import say_rate

MOST_PENCE_A_MILE: Final = 1000
_UNLIKELY_RATE: Final = 100
_UNLIKELY_SUM: Final = 100_000
_MOST_SUM: Final = 10_000_000
_SIX_PLACES: Final = 6
_RATE: Final = re.compile(
    r"(?P<sign>[-\u2212])?\s*(?P<pounds>£)?\s*(?P<whole>[0-9]{0,7})(?:\.(?P<rest>[0-9]{1,20}))?"
    r"\s*(?P<unit>p|pence)?(?:\s*(?:a|per|/)\s*mile)?",
    re.IGNORECASE,
)
_EXACTER: Final = re.compile(r"£?\s*[0-9][0-9,]*\.[0-9]{3,}")
_COMMA: Final = re.compile(r"£?\s*[0-9]+,[0-9]{1,2}")


class Figure(NamedTuple):
    """What was read: a value, or a sentence on why there is none; and what to ask about it."""

    value: Fraction | int | None
    problem: str = ""
    question: str = ""
    missing: bool = False
    """Whether nothing is written yet."""


def read_rate(text: str) -> Figure:
    """Pence a mile, exact: "45", "45.5p", "£0.45"."""
    written = text.strip()
    if not written:
        return Figure(None, "Write how many pence a mile, such as 45.", missing=True)
    found = _RATE.fullmatch(written)
    if found is None or not (found["whole"] or found["rest"]):
        return Figure(None, "Write a number of pence a mile, such as 45 or 45.5.")
    if found["sign"]:
        return Figure(None, "A rate cannot be below nothing. Write it without the minus.")
    rate = Fraction(Decimal(f"{found['whole'] or '0'}.{found['rest'] or '0'}"))
    if found["pounds"] and not found["unit"]:
        rate *= 100
    if len((found["rest"] or "").rstrip("0")) > _SIX_PLACES:
        return Figure(None, "A rate has six places after the point at most.")
    if rate > MOST_PENCE_A_MILE:
        return Figure(None, f"{_pounds(rate)} a mile cannot be right. Write pence, such as 45.")
    return Figure(rate, question=_about_rate(rate))


def _about_rate(rate: Fraction) -> str:
    if 0 < rate < 1:
        meant = say_rate(rate * 100)
        less = f"{say_rate(rate)} a mile is less than a penny."
        return f"{less} For {meant} write {meant.removesuffix('p')}."
    if rate > _UNLIKELY_RATE:
        return f"{say_rate(rate)} is more than £1 for every mile. Is that right?"
    if rate == 0:
        return "0p: nothing is paid for these miles. Is that right?"
    return ""


def _pounds(rate: Fraction) -> str:
    return say_money(int(rate)) if rate.denominator == 1 else say_rate(rate)


def read_sum(text: str, example: str, *, nothing: str = "") -> Figure:
    """A sum in whole pence; ``nothing`` is what is asked where it is £0.00, "" for a refusal."""
    written = text.strip()
    if not written:
        return Figure(None, f"Write how much, such as {example}.", missing=True)
    pence = parse_money(written)
    if pence is None:
        return Figure(None, _why_no_sum(written, example))
    if pence < 0:
        return Figure(None, "A sum here cannot be below nothing. Write it without the minus.")
    if pence == 0 and not nothing:
        return Figure(None, f"Write how much, such as {example}.")
    if pence > _MOST_SUM:
        return Figure(None, f"{say_money(pence)} cannot be right. Write a sum such as {example}.")
    if pence > _UNLIKELY_SUM:
        return Figure(pence, question=f"{say_money(pence)} is a great deal. Is that right?")
    return Figure(pence, question=nothing if pence == 0 else "")


def _why_no_sum(written: str, example: str) -> str:
    if _EXACTER.fullmatch(written):
        said = written if written.startswith("£") else f"£{written}"
        exact = Decimal(said.removeprefix("£").strip().replace(",", ""))
        down = int(exact * 100)
        return (
            f"{said} is more exact than a penny. Write {say_money(down)} or {say_money(down + 1)}."
        )
    if written.endswith(("p", "P")) and "." in written:
        return f"Part of a penny cannot be paid. Write pounds, such as {example}, or whole pence."
    if _COMMA.fullmatch(written):
        return f"Put a point before the pence, such as {example}."
    return f"Write a sum of money, such as {example}."


def read_count(text: str, most: int, problem: str) -> Figure:
    """A whole number from 1 to ``most``; thousands may be parted by commas."""
    written = text.strip().casefold().removesuffix("miles").strip().replace(",", "")
    if not written:
        return Figure(None, problem, missing=True)
    if not written.isascii() or not written.isdecimal() or len(written) > 9:
        return Figure(None, problem)
    count = int(written)
    return Figure(count) if 1 <= count <= most else Figure(None, problem)

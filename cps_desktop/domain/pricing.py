"""What a claim line comes to: exact fractions throughout, rounded once a line, half up.

A mileage rate is found by the day of the journey, the vehicle, and the miles already claimed in
the policy's year before this journey; a journey may cross a threshold on the way (DOMAIN §5).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Final

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import LineKind, Vehicle
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import YEAR_WORDS, Band, Edition, MileageRate, Policy

_MILES: Final = re.compile(r"(?P<whole>[0-9]{1,6}|[0-9]{1,3},[0-9]{3})?(?:\.(?P<tenth>[0-9])?)?")


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """Part of a journey at one rate: so many tenths of a mile, times ``count`` (passengers)."""

    tenths: int
    rate: Fraction
    count: int = 1
    beyond_tenths: int = 0
    """The threshold this part lies past, in tenths of a mile; 0 for the first band."""

    @property
    def exact(self) -> Fraction:
        """Pence, not rounded."""
        return Fraction(self.tenths, 10) * self.rate * self.count


@dataclasses.dataclass(frozen=True, slots=True)
class Priced:
    """What a line comes to, and the sentence that says why."""

    pence: int
    rule: str
    policy: str
    edition: str
    parts: tuple[Part, ...] = ()

    @property
    def exact(self) -> Fraction:
        """The sum of the parts before rounding, in pence."""
        return sum((one.exact for one in self.parts), Fraction(0))


@dataclasses.dataclass(frozen=True, slots=True)
class NotPriced:
    """Why there is no amount, in one plain sentence."""

    sentence: str


def half_up(exact: Fraction) -> int:
    """Whole pence, half a penny going up (amounts here are never below nothing)."""
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def price_mileage(
    policy: Policy,
    day: dt.date,
    vehicle: Vehicle,
    *,
    miles_tenths: int,
    passengers: int = 0,
    before_tenths: int = 0,
) -> Priced | NotPriced:
    """Price a journey.

    ``miles_tenths`` counts tenths of a mile for the whole line, ``before_tenths`` those of earlier
    journeys with this vehicle in the policy's year. Raises ValueError for numbers below nothing.
    """
    if min(miles_tenths, passengers, before_tenths) < 0:
        raise ValueError("miles and passengers are never below nothing")
    edition = policy.edition_on(day)
    if edition is None:
        return NotPriced(policy.why_not_on(day))
    rate = edition.rate_for(vehicle)
    if rate is None:
        return NotPriced(f"{policy.name} pays no mileage for a {vehicle.value}.")
    parts = list(_across_bands(rate.bands, before_tenths, miles_tenths))
    words = _band_words(parts, edition)
    if passengers and rate.passenger is not None:
        parts.append(Part(miles_tenths, rate.passenger, passengers))
    words += _passenger_words(rate, passengers)
    exact = sum((one.exact for one in parts), Fraction(0))
    rule = f"{words}: {policy.name}, in force on the day, checked {_month(edition.checked)}"
    return Priced(half_up(exact), rule, policy.id, edition.name, tuple(parts))


def price_sum(policy: Policy | None, day: dt.date | None, kind_of: LineKind, pence: int) -> Priced:
    """A fare, a ticket: the amount is what was paid; the rule is what the policy says about it."""
    edition = policy.edition_on(day) if policy is not None and day is not None else None
    if policy is None or edition is None:
        return Priced(pence, "", "", "")
    category = edition.category(kind_of)
    return Priced(pence, category.words if category else "", policy.id, edition.name)


def price_care(
    policy: Policy | None,
    day: dt.date | None,
    kind_of: LineKind,
    *,
    minutes: int,
    hour_pence: int,
) -> Priced | NotPriced:
    """Price hours of care: the policy's rate an hour, or what was paid where it lays none down.

    ``minutes`` is the whole time, ``hour_pence`` what an hour cost. Raises ValueError for numbers
    below nothing.
    """
    if min(minutes, hour_pence) < 0:
        raise ValueError("hours and their cost are never below nothing")
    edition = policy.edition_on(day) if policy is not None and day is not None else None
    category = edition.category(kind_of) if edition is not None else None
    laid_down = category.hour_pence if category is not None else None
    hour = laid_down if laid_down is not None else hour_pence
    if not hour:
        return NotPriced("Say what an hour cost, and it will be worked out.")
    exact = Fraction(minutes, 60) * hour
    if policy is None or edition is None:
        return Priced(half_up(exact), f"{say_money(hour)} an hour, as paid", "", "")
    if laid_down is None:
        rule = f"{say_money(hour)} an hour, as paid"
        words = category.words if category is not None else ""
        rule = f"{rule}: {words}" if words else rule
    else:
        checked = _month(edition.checked)
        rule = f"{say_money(hour)} an hour: {policy.name}, in force on the day, checked {checked}"
    return Priced(half_up(exact), rule, policy.id, edition.name)


def _across_bands(bands: Iterable[Band], before: int, tenths: int) -> Iterable[Part]:
    """The parts of a journey, band by band; a journey of no miles has one part of no miles."""
    at, left, floor, began = before, tenths, 0, False
    for band in bands:
        room = left if band.up_to_tenths is None else max(0, min(left, band.up_to_tenths - at))
        here = band.up_to_tenths is None or at < band.up_to_tenths
        if here and (room or not began):
            yield Part(room, band.rate, beyond_tenths=floor)
            began = True
        at, left, floor = at + room, left - room, band.up_to_tenths or floor
        if began and not left:
            return


def _band_words(parts: list[Part], edition: Edition) -> str:
    year = YEAR_WORDS[edition.year]
    first = parts[0]
    if len(parts) == 1:
        past = f", past {say_miles(first.beyond_tenths)} in {year}" if first.beyond_tenths else ""
        return f"{say_rate(first.rate)} a mile{past}"
    said = f"{say_rate(first.rate)} a mile for {say_miles(first.tenths)}"
    for part in parts[1:]:
        said += (
            f", then {say_rate(part.rate)} for {say_miles(part.tenths)}"
            f" past {say_miles(part.beyond_tenths)} in {year}"
        )
    return said


def _passenger_words(rate: MileageRate, passengers: int) -> str:
    if not passengers:
        return ""
    if rate.passenger is None:
        return ", nothing for passengers"
    who = "a passenger" if passengers == 1 else f"each of {passengers} passengers"
    return f" and {say_rate(rate.passenger)} for {who}"


def _month(day: dt.date) -> str:
    """``November 2026``."""
    return say_date(day).split(" ", 2)[2]


def say_rate(rate: Fraction) -> str:
    """``Fraction(91, 2)`` -> ``45.5p``: always with its unit, never rounded."""
    whole, rest = divmod(rate.numerator, rate.denominator)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, rate.denominator)
        digits += str(digit)
        if len(digits) > 12:
            raise ValueError("a rate is a decimal number of pence")
    return f"{whole}{'.' + digits if digits else ''}p"


def say_miles(tenths: int) -> str:
    """``90`` -> ``9 miles``, ``95`` -> ``9.5 miles``, ``10`` -> ``1 mile``."""
    whole, rest = divmod(tenths, 10)
    return f"{whole:,}{f'.{rest}' if rest else ''} mile{'' if tenths == 10 else 's'}"


def parse_miles(text: str) -> int | None:
    """Read miles as people write them ("9", "9.5", "1,200", "12 miles") in tenths of a mile.

    None where they cannot be read exactly: more than one decimal is never rounded away.
    """
    written = text.strip().casefold()
    for unit in ("miles", "mile", "mi", "m"):
        if written.endswith(unit):
            written = written.removesuffix(unit).rstrip()
            break
    found = _MILES.fullmatch(written)
    if found is None or not (found["whole"] or found["tenth"]):
        return None
    return int((found["whole"] or "0").replace(",", "")) * 10 + int(found["tenth"] or 0)

"""Worked examples of a policy, a sentence each: what somebody would be paid, and until when."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Final

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import CARE, Vehicle
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import YEAR_WORDS, Edition, Policy
from cps_desktop.domain.pricing import (
    NotPriced,
    Part,
    half_up,
    price_mileage,
    say_miles,
    say_rate,
)

BY_VEHICLE: Final = {
    Vehicle.CAR: "by car",
    Vehicle.MOTORCYCLE: "by motorcycle",
    Vehicle.BICYCLE: "by bicycle",
}


def journey_example(
    policy: Policy,
    day: dt.date,
    vehicle: Vehicle,
    *,
    miles_tenths: int,
    passengers: int = 0,
    before_tenths: int = 0,
) -> str:
    """ "120 miles by car on Monday 3 May 2027: £54.00, at 45p a mile."

    ``before_tenths`` are tenths of a mile claimed before in the policy's year.
    """
    with_whom = "" if not passengers else " with a passenger"
    if passengers > 1:
        with_whom = f" with {passengers} passengers"
    what = f"{say_miles(miles_tenths)} {BY_VEHICLE[vehicle]}{with_whom} on {say_date(day)}"
    found = price_mileage(
        policy,
        day,
        vehicle,
        miles_tenths=miles_tenths,
        passengers=passengers,
        before_tenths=before_tenths,
    )
    if isinstance(found, NotPriced):
        return f"{what}: nothing. {found.sentence}"
    edition = policy.edition_on(day)
    rate = edition.rate_for(vehicle) if edition is not None else None
    year = YEAR_WORDS[edition.year] if edition is not None else ""
    parts = list(found.parts)
    paid_for_others = passengers and rate is not None and rate.passenger is not None
    others = [parts.pop()] if paid_for_others else []
    if len(parts) == 1 and not others:
        past = _past(parts[0], year)
        return f"{what}: {say_money(found.pence)}, at {say_rate(parts[0].rate)} a mile{past}."
    said = [_band(one, year) for one in parts]
    said += [_for_passengers(one) for one in others]
    whole = found.exact.denominator == 1
    rounded = "" if whole else " It is rounded once, to the nearest penny."
    return f"{what}: {say_money(found.pence)}, of which {_listed(said)}.{rounded}"


def _listed(said: list[str]) -> str:
    first = ", ".join(said[:-1])
    return f"{first} and {said[-1]}" if first else said[-1]


def _past(part: Part, year: str) -> str:
    return f" past {say_miles(part.beyond_tenths)} in {year}" if part.beyond_tenths else ""


def _band(part: Part, year: str) -> str:
    miles = f"{say_miles(part.tenths)} at {say_rate(part.rate)}"
    return f"{_exactly(part.exact)} for {miles}{_past(part, year)}"


def _for_passengers(part: Part) -> str:
    who = "the passenger" if part.count == 1 else f"{part.count} passengers"
    return f"{_exactly(part.exact)} for {who} at {say_rate(part.rate)} a mile"


def _exactly(pence: Fraction) -> str:
    """ "£22.50"; a part that is no whole penny is said with all its places: "£22.505"."""
    if pence.denominator == 1:
        return say_money(int(pence))
    whole, point, places = say_rate(pence).removesuffix("p").partition(".")
    return f"{say_money(int(whole))}{places if point else ''}"


def other_examples(policy: Policy, edition: Edition, day: dt.date) -> tuple[str, ...]:
    """What two hours of care come to, and until when money spent on a day can be claimed."""
    said = []
    for category in edition.categories:
        if category.kind_of in CARE and category.hour_pence is not None:
            what = "child care" if category.kind_of.value == "child_care" else "care at home"
            exact = Fraction(150, 60) * category.hour_pence
            each = say_money(category.hour_pence)
            said.append(f"2½ hours of {what}: {say_money(half_up(exact))}, at {each} an hour.")
    if edition.time_limit is not None:
        last = edition.time_limit.last_day(day)
        said.append(f"Money spent on {say_date(day)} can be claimed until {say_date(last)}.")
    else:
        said.append(f"{policy.name or 'This policy'} sets no time to claim within.")
    return tuple(said)

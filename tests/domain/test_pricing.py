"""Money is exact: every published rate as a case, and an independent sum mile by mile."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cps_desktop.domain.kinds import LineKind, Vehicle
from cps_desktop.domain.policies import Band, Edition, MileageRate, Policy
from cps_desktop.domain.policy_reading import read_policy
from cps_desktop.domain.pricing import (
    NotPriced,
    Priced,
    half_up,
    parse_miles,
    price_mileage,
    price_sum,
    say_miles,
    say_rate,
)

FOLDER = Path(__file__).parents[2] / "resources" / "policies"


def shipped(name: str) -> Policy:
    return read_policy((FOLDER / f"{name}.toml").read_bytes(), name)


HMRC = shipped("hmrc")
AFC = shipped("nhs-agenda-for-change")
DAY = dt.date(2027, 3, 18)


def priced(
    policy: Policy,
    day: dt.date,
    vehicle: Vehicle,
    miles: int,
    passengers: int = 0,
    before: int = 0,
) -> Priced:
    found = price_mileage(
        policy,
        day,
        vehicle,
        miles_tenths=miles,
        passengers=passengers,
        before_tenths=before,
    )
    assert isinstance(found, Priced)
    return found


# DOMAIN §5, figure by figure: pence for one mile below and one mile above the threshold.
FIGURES = [
    (HMRC, dt.date(2011, 4, 6), Vehicle.CAR, 100_000, 45, 25),
    (HMRC, dt.date(2026, 4, 5), Vehicle.CAR, 100_000, 45, 25),
    (HMRC, DAY, Vehicle.CAR, 100_000, 45, 25),
    (HMRC, DAY, Vehicle.MOTORCYCLE, 100_000, 24, 24),
    (HMRC, DAY, Vehicle.BICYCLE, 100_000, 20, 20),
    (AFC, dt.date(2013, 7, 1), Vehicle.CAR, 35_000, 67, 24),
    (AFC, dt.date(2014, 6, 30), Vehicle.CAR, 35_000, 67, 24),
    (AFC, dt.date(2014, 6, 30), Vehicle.MOTORCYCLE, 35_000, 33, 33),
    (AFC, dt.date(2014, 7, 1), Vehicle.CAR, 35_000, 56, 20),
    (AFC, dt.date(2025, 12, 31), Vehicle.CAR, 35_000, 56, 20),
    (AFC, dt.date(2025, 12, 31), Vehicle.MOTORCYCLE, 35_000, 28, 28),
    (AFC, dt.date(2026, 1, 1), Vehicle.CAR, 35_000, 56, 21),
    (AFC, dt.date(2026, 1, 1), Vehicle.MOTORCYCLE, 35_000, 28, 28),
]


@pytest.mark.parametrize(("policy", "day", "vehicle", "threshold", "below", "above"), FIGURES)
def test_published_rates(
    policy: Policy, day: dt.date, vehicle: Vehicle, threshold: int, below: int, above: int
) -> None:
    assert priced(policy, day, vehicle, 10).pence == below
    assert priced(policy, day, vehicle, 10, before=threshold - 10).pence == below
    assert priced(policy, day, vehicle, 10, before=threshold).pence == above
    # Half a mile on each side of the threshold.
    crossing = priced(policy, day, vehicle, 10, before=threshold - 5)
    assert crossing.pence == half_up(Fraction(below + above, 2))


@pytest.mark.parametrize(
    ("policy", "day", "vehicle", "passenger"),
    [
        (HMRC, DAY, Vehicle.CAR, 5),
        (HMRC, DAY, Vehicle.BICYCLE, 0),
        (AFC, dt.date(2013, 7, 1), Vehicle.CAR, 5),
        (AFC, dt.date(2014, 7, 1), Vehicle.CAR, 5),
        (AFC, dt.date(2026, 1, 1), Vehicle.CAR, 5),
    ],
)
def test_each_passenger_earns_the_same_on_both_sides_of_the_threshold(
    policy: Policy, day: dt.date, vehicle: Vehicle, passenger: int
) -> None:
    for before in (0, 100_000):
        alone = priced(policy, day, vehicle, 10, before=before).pence
        assert priced(policy, day, vehicle, 10, 3, before).pence == alone + 3 * passenger


def test_the_claim_on_the_paper_form() -> None:
    """Nine miles with a passenger: 9 × 45p and 9 × 5p are £4.50."""
    found = priced(HMRC, DAY, Vehicle.CAR, 90, passengers=1)
    assert found.pence == 450
    assert found.rule == (
        "45p a mile and 5p for a passenger: HMRC approved amounts, in force on the day,"
        " checked November 2026"
    )
    assert (found.policy, found.edition) == ("hmrc", "2011-04-06")


@pytest.mark.parametrize(
    ("vehicle", "miles", "passengers", "before", "pence", "says"),
    [
        (Vehicle.CAR, 90, 0, 0, 405, "45p a mile: "),
        (Vehicle.CAR, 90, 2, 0, 495, "45p a mile and 5p for each of 2 passengers: "),
        (Vehicle.CAR, 90, 0, 100_000, 225, "25p a mile, past 10,000 miles in the tax year: "),
        (
            Vehicle.CAR,
            90,
            1,
            99_940,
            390,
            (
                "45p a mile for 6 miles, then 25p for 3 miles past 10,000 miles in the tax year"
                " and 5p for a passenger: "
            ),
        ),
        (Vehicle.BICYCLE, 15, 1, 0, 30, "20p a mile, nothing for passengers: "),
        (Vehicle.CAR, 0, 0, 0, 0, "45p a mile: "),
        (Vehicle.CAR, 0, 0, 100_000, 0, "25p a mile, past 10,000 miles in the tax year: "),
    ],
)
def test_the_rule_says_what_was_paid(
    vehicle: Vehicle, miles: int, passengers: int, before: int, pence: int, says: str
) -> None:
    found = priced(HMRC, DAY, vehicle, miles, passengers, before)
    assert found.pence == pence
    assert found.rule.startswith(says)


def test_the_last_tenth_below_the_threshold_still_earns_the_first_rate() -> None:
    assert priced(HMRC, DAY, Vehicle.CAR, 1, before=99_999).exact == Fraction(45, 10)
    assert priced(HMRC, DAY, Vehicle.CAR, 1, before=100_000).exact == Fraction(25, 10)
    assert len(priced(HMRC, DAY, Vehicle.CAR, 10, before=99_990).parts) == 1
    assert len(priced(HMRC, DAY, Vehicle.CAR, 11, before=99_990).parts) == 2


def test_no_policy_on_the_day_means_a_sentence_and_no_price() -> None:
    found = price_mileage(HMRC, dt.date(2011, 4, 5), Vehicle.CAR, miles_tenths=90)
    assert found == NotPriced(
        "HMRC approved amounts begins on Wednesday 6 April 2011,"
        " so Tuesday 5 April 2011 has no rate."
    )


def test_a_vehicle_the_policy_does_not_pay_for_has_no_price() -> None:
    edition = Edition(starts=dt.date(2020, 1, 1), ends=None, source="s", checked=DAY)
    policy = Policy("p", "Eden trust", (edition,))
    assert price_mileage(policy, DAY, Vehicle.BICYCLE, miles_tenths=90) == NotPriced(
        "Eden trust pays no mileage for a bicycle."
    )


@pytest.mark.parametrize("bad", [{"miles_tenths": -1}, {"passengers": -1}, {"before_tenths": -1}])
def test_less_than_nothing_is_our_own_mistake(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="below nothing"):
        price_mileage(HMRC, DAY, Vehicle.CAR, **{"miles_tenths": 1, **bad})


rates = st.integers(0, 2_000_000).map(lambda millionths: Fraction(millionths, 10_000))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    ends = sorted(draw(st.sets(st.integers(1, 400), max_size=3)))
    bands = [Band(draw(rates), end) for end in ends] + [Band(draw(rates))]
    passenger = draw(st.none() | rates)
    edition = Edition(
        starts=dt.date(2020, 1, 1),
        ends=None,
        source="s",
        checked=DAY,
        mileage=(MileageRate(Vehicle.CAR, tuple(bands), passenger),),
    )
    return Policy("p", "Eden trust", (edition,))


tenths = st.integers(0, 500)
people = st.integers(0, 6)


def by_tenths_of_a_mile(policy: Policy, miles: int, passengers: int, before: int) -> Decimal:
    """An independent sum: one tenth of a mile after another, in decimals."""
    rate = policy.editions[0].mileage[0]
    total = Decimal(0)
    for tenth in range(before, before + miles):
        band = next(b for b in rate.bands if b.up_to_tenths is None or tenth < b.up_to_tenths)
        pence = band.rate + passengers * (rate.passenger or 0)
        total += Decimal(pence.numerator) / Decimal(pence.denominator) / 10
    return total


@given(policies(), tenths, people, tenths)
def test_price_equals_the_sum_over_every_tenth_of_a_mile(
    policy: Policy, miles: int, passengers: int, before: int
) -> None:
    found = priced(policy, DAY, Vehicle.CAR, miles, passengers, before)
    exact = by_tenths_of_a_mile(policy, miles, passengers, before)
    assert Decimal(found.exact.numerator) / Decimal(found.exact.denominator) == exact
    assert found.pence == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@given(policies(), tenths, tenths, people, tenths)
def test_splitting_a_journey_never_changes_the_sum_before_rounding(
    policy: Policy, first: int, second: int, passengers: int, before: int
) -> None:
    whole = priced(policy, DAY, Vehicle.CAR, first + second, passengers, before)
    one = priced(policy, DAY, Vehicle.CAR, first, passengers, before)
    two = priced(policy, DAY, Vehicle.CAR, second, passengers, before + first)
    assert whole.exact == one.exact + two.exact
    # Rounded once a line: two lines are at most a penny from one.
    assert abs(whole.pence - one.pence - two.pence) <= 1


@given(policies(), tenths, tenths, people, tenths)
def test_further_never_pays_less(
    policy: Policy, miles: int, more: int, passengers: int, before: int
) -> None:
    near = priced(policy, DAY, Vehicle.CAR, miles, passengers, before)
    far = priced(policy, DAY, Vehicle.CAR, miles + more, passengers, before)
    assert far.pence >= near.pence
    fuller = priced(policy, DAY, Vehicle.CAR, miles, passengers + 1, before)
    assert fuller.pence >= near.pence


@given(policies(), tenths, people, tenths)
def test_parts_add_up_to_the_miles_and_to_the_price(
    policy: Policy, miles: int, passengers: int, before: int
) -> None:
    found = priced(policy, DAY, Vehicle.CAR, miles, passengers, before)
    paid = bool(passengers) and policy.editions[0].mileage[0].passenger is not None
    driven = found.parts[:-1] if paid else found.parts
    assert sum(part.tenths for part in driven) == miles
    assert found.pence == half_up(found.exact)


@given(st.fractions(min_value=0, max_value=10**9))
@example(Fraction(1, 2))
@example(Fraction(5, 2))
@example(Fraction(201, 2))
def test_half_a_penny_goes_up(exact: Fraction) -> None:
    pence = half_up(exact)
    assert Fraction(-1, 2) < pence - exact <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("miles", "pence"), [(1, 5), (2, 9), (3, 14), (5, 23), (7, 32), (9, 41), (11, 50)]
)
def test_tenths_of_a_mile_at_45p(miles: int, pence: int) -> None:
    """4.5p, 9p, 13.5p, 22.5p, 31.5p, 40.5p, 49.5p: floats would get some of these wrong."""
    assert priced(HMRC, DAY, Vehicle.CAR, miles).pence == pence


@given(st.dates(dt.date(2012, 1, 1), dt.date(2100, 1, 1)))
def test_the_tax_year_begins_on_6_april(day: dt.date) -> None:
    start = HMRC.editions[0].year_start(day)
    assert (start.month, start.day) == (4, 6)
    assert start <= day < start.replace(year=start.year + 1)


def test_a_sum_that_was_paid_is_never_changed() -> None:
    found = price_sum(HMRC, DAY, LineKind.PARKING, 280)
    assert (found.pence, found.policy, found.edition) == (280, "hmrc", "2011-04-06")
    assert "fines" in found.rule
    assert price_sum(None, DAY, LineKind.PARKING, 280) == Priced(280, "", "", "")
    assert price_sum(HMRC, dt.date(2001, 1, 1), LineKind.FARE, 1).policy == ""
    assert price_sum(HMRC, None, LineKind.FARE, 1).pence == 1


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (Fraction(45), "45p"),
        (Fraction(91, 2), "45.5p"),
        (Fraction(45, 100), "0.45p"),
        (Fraction(1, 1_000_000), "0.000001p"),
        (Fraction(0), "0p"),
    ],
)
def test_rates_are_said_with_their_unit_and_unrounded(rate: Fraction, words: str) -> None:
    assert say_rate(rate) == words


def test_a_third_of_a_penny_cannot_be_said() -> None:
    with pytest.raises(ValueError, match="decimal"):
        say_rate(Fraction(1, 3))


@given(st.integers(0, 9_999_999))
def test_miles_said_can_be_read(tenths_of_a_mile: int) -> None:
    assert parse_miles(say_miles(tenths_of_a_mile)) == tenths_of_a_mile


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("9", 90),
        ("9.5", 95),
        (" 9.5 Miles ", 95),
        (".5", 5),
        ("9.", 90),
        ("1,200", 12_000),
        ("0", 0),
        ("9.25", None),
        ("-9", None),
        ("9,5", None),
        ("", None),
        (".", None),
        ("miles", None),
        ("1e3", None),
        ("nan", None),
        ("٩", None),
        ("9999999", None),
    ],
)
def test_miles_as_people_write_them(text: str, found: int | None) -> None:
    assert parse_miles(text) == found


@pytest.mark.parametrize(
    ("tenths_of_a_mile", "words"),
    [(90, "9 miles"), (95, "9.5 miles"), (10, "1 mile"), (100_000, "10,000 miles"), (0, "0 miles")],
)
def test_miles_in_words(tenths_of_a_mile: int, words: str) -> None:
    assert say_miles(tenths_of_a_mile) == words

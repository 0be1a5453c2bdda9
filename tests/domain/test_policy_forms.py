"""A policy under way: odd figures and days, each a sentence beside its field; worked examples."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cps_desktop.domain.kinds import LineKind, Vehicle
from cps_desktop.domain.policies import Edition
from cps_desktop.domain.policy_examples import journey_example, other_examples
from cps_desktop.domain.policy_figures import read_rate, read_sum
from cps_desktop.domain.policy_form_checks import Checked, check_form, clash_in_time
from cps_desktop.domain.policy_forms import BandForm, CostForm, PolicyForm, VehicleForm, form_of
from cps_desktop.services.policy_differences import differences
from cps_desktop.services.policy_files import read_policy_file

HMRC = read_policy_file(Path(__file__).parents[2] / "resources" / "policies" / "hmrc.toml")
TODAY = dt.date(2027, 3, 18)


def form(**changed: Any) -> PolicyForm:
    """A form that could be kept, with this changed."""
    begun = form_of(HMRC, HMRC.editions[0], "own-eden", "Eden trust")
    usual = {"starts": "1 April 2027", "checked": "18 March 2027"}
    return msgspec.structs.replace(begun, **{**usual, **changed})


def check(one: PolicyForm, others: Sequence[Edition] = ()) -> Checked:
    return check_form(one, others, TODAY)


def said(one: PolicyForm, field: str, others: Sequence[Edition] = ()) -> str:
    """The problems at a field."""
    return " ".join(each.sentence for each in check(one, others).problems if each.field == field)


def car(**changed: Any) -> PolicyForm:
    usual = {"paid": True, "bands": (BandForm("45"),)}
    return form().with_vehicle(VehicleForm("car", **{**usual, **changed}))


def taxi(**changed: Any) -> PolicyForm:
    return form().with_cost(CostForm("taxi", **changed))


def test_a_form_that_is_well_filled_in_is_an_edition() -> None:
    checked = check(form())
    assert (checked.problems, checked.questions) == ((), ())
    assert checked.edition is not None
    assert checked.edition.starts == dt.date(2027, 4, 1)


ODD = [
    (form(name=" "), "name", "Give the policy a name"),
    (form(source=""), "source", "Name the document"),
    (form(starts=""), "starts", "from which day"),
    (form(starts="31/02/2027"), "starts", "“31/02/2027” is no day"),
    (form(starts="1 April 1066"), "starts", "is long ago"),
    (form(starts="31 December 9999"), "starts", "too far ahead"),
    (form(until="1 March 2027"), "until", "before it begins"),
    (form(checked=""), "checked", "looked at the document"),
    (form(checked="19 March 2027"), "checked", "still to come"),
    (form(check_again="1 March 2027"), "check_again", "after it was checked"),
    (form(year="scheme", year_begins="29 February"), "year_begins", "such as 1 July"),
    (form(year="scheme", year_begins="July"), "year_begins", "such as 1 July"),
    (form(within_unit="days", within_count="-3"), "within", "how many days"),
    (form(within_unit="months", within_count="1.5"), "within", "how many months"),
    (form(declaration="x" * 10_001), "declaration", "more than 10,000"),
    (car(bands=(BandForm(""),)), "mileage.car.0.pence", "how many pence a mile"),
    (car(bands=(BandForm("-45"),)), "mileage.car.0.pence", "below nothing"),
    (car(bands=(BandForm("4500"),)), "mileage.car.0.pence", "£45.00 a mile cannot be right"),
    (car(bands=(BandForm("nan"),)), "mileage.car.0.pence", "a number of pence"),
    (car(bands=(BandForm("45", ""), BandForm("25"))), "mileage.car.0.up_to", "whole number"),
    (
        car(bands=(BandForm("45", "100"), BandForm("30", "90"), BandForm("25"))),
        "mileage.car.1.up_to",
        "more than the 100 miles",
    ),
    (car(passenger="five"), "mileage.car.passenger", "a number of pence"),
    (taxi(limit="£1.005"), "pays.taxi.limit", "more exact than a penny. Write £1.00 or £1.01."),
    (taxi(limit="4,50"), "pays.taxi.limit", "Put a point before the pence"),
    (taxi(limit="-5"), "pays.taxi.limit", "below nothing"),
    (taxi(limit="£999,999,999"), "pays.taxi.limit", "cannot be right"),
    (taxi(receipt="over"), "pays.taxi.receipt_over", "such as £5.00"),
    (taxi(agreed="over", agreed_over="0"), "pays.taxi.agreed_over", "such as £20.00"),
]


@pytest.mark.parametrize(("odd", "field", "says"), ODD, ids=[f"{f}-{s[:12]}" for _, f, s in ODD])
def test_what_is_odd_has_a_sentence_at_its_field(odd: PolicyForm, field: str, says: str) -> None:
    assert says in said(odd, field)
    assert check(odd).edition is None


ASKED = [
    (car(bands=(BandForm("0.45p"),)), "mileage.car.0.pence", "For 45p write 45."),
    (car(bands=(BandForm("£4.50"),)), "mileage.car.0.pence", "more than £1 for every mile"),
    (car(bands=(BandForm("25", "9"), BandForm("45"))), "mileage.car.1.pence", "The rate goes up"),
    (car(passenger="50"), "mileage.car.passenger", "more than for the driver"),
    (taxi(limit="0"), "pays.taxi.limit", "Over nothing"),
    (taxi(limit="2000"), "pays.taxi.limit", "a great deal"),
    (form(declaration=""), "declaration", "sign nothing"),
    (form(within_unit="days", within_count="2"), "within", "Less than a week"),
    (form(vehicles=()), "mileage", "No mileage is paid"),
]


@pytest.mark.parametrize(("odd", "field", "says"), ASKED, ids=[f"{f}-{s[:9]}" for _, f, s in ASKED])
def test_what_is_unlikely_is_asked_and_can_be_kept(odd: PolicyForm, field: str, says: str) -> None:
    checked = check(odd)
    assert checked.edition is not None
    assert any(one.field == field and says in one.sentence for one in checked.questions)


def test_figures_are_read_as_people_write_them() -> None:
    for text, rate in (("45", 45), ("45.5p", Fraction(91, 2)), ("£0.45", 45), ("45p a mile", 45)):
        assert read_rate(text).value == rate
    assert read_sum("£12.50", "£1.00").value == 1250
    assert read_sum("80p", "£1.00").value == 80


def edition(starts: str, until: str = "") -> Edition:
    day = dt.date.fromisoformat
    ends = day(until) if until else None
    return dataclasses.replace(HMRC.editions[0], starts=day(starts), ends=ends)


TIMES = [
    ("2027-04-01", "", [], ""),
    ("2027-04-01", "", [edition("2027-04-01")], "begins on Thursday 1 April 2027 already"),
    ("2027-04-01", "", [edition("2026-04-01")], ""),
    ("2027-04-01", "", [edition("2026-04-01", "2027-03-31")], ""),
    (
        *("2027-04-01", "", [edition("2026-04-01", "2027-03-01")]),
        "No edition would hold from Tuesday 2 March 2027 to Wednesday 31 March 2027.",
    ),
    (
        *("2027-04-01", "", [edition("2026-04-01", "2027-04-02")]),
        "hold at once from Thursday 1 April 2027 to Friday 2 April 2027.",
    ),
    (
        *("2026-04-01", "2027-03-30", [edition("2027-04-01")]),
        "No edition would hold on Wednesday 31 March 2027.",
    ),
    (
        *("2026-04-01", "2027-04-01", [edition("2027-04-01")]),
        "hold at once on Thursday 1 April 2027.",
    ),
    ("2026-06-01", "", [edition("2026-04-01", "2027-03-31"), edition("2027-04-01")], ""),
]


@pytest.mark.parametrize(("starts", "until", "others", "says"), TIMES, ids=range(len(TIMES)))
def test_gaps_and_overlaps_are_said_with_their_days(
    starts: str, until: str, others: list[Edition], says: str
) -> None:
    here = edition(starts, until)
    found = clash_in_time(here.starts, here.ends, others)
    assert (says in found) if says else found == ""


def test_the_edition_before_may_end_earlier_where_that_is_said() -> None:
    others = [edition("2026-04-01", "2027-12-31")]
    assert "hold at once" in said(form(), "starts", others)
    assert check(form(earlier_ends=True), others).problems == ()


def test_a_worked_example_says_every_part_of_a_sum() -> None:
    day = dt.date(2027, 5, 3)
    easy = journey_example(HMRC, day, Vehicle.CAR, miles_tenths=1200)
    assert easy == "120 miles by car on Monday 3 May 2027: £54.00, at 45p a mile."
    crossing = journey_example(
        HMRC, day, Vehicle.CAR, miles_tenths=1205, passengers=2, before_tenths=99500
    )
    assert crossing == (
        "120.5 miles by car with 2 passengers on Monday 3 May 2027: £52.18, of which £22.50 for "
        "50 miles at 45p, £17.625 for 70.5 miles at 25p past 10,000 miles in the tax year and "
        "£12.05 for 2 passengers at 5p a mile. It is rounded once, to the nearest penny."
    )
    early = journey_example(HMRC, dt.date(2001, 5, 3), Vehicle.CAR, miles_tenths=10)
    assert "nothing. HMRC approved amounts begins on" in early
    (until,) = other_examples(HMRC, HMRC.editions[0], day)
    assert until.endswith("can be claimed until Monday 31 May 2027.")


def test_what_changes_is_said_in_words() -> None:
    old = HMRC.editions[0]
    new_form = form(within_unit="months", within_count="1", bank_details=True).with_vehicle(
        VehicleForm("car", True, (BandForm("50", "5,000"), BandForm("25")), "")
    )
    new_form = new_form.with_cost(
        CostForm("taxi", receipt="over", receipt_over="£5", limit="£25", limit_span="a day")
    )
    new_form = new_form.with_cost(CostForm("meals", paid=False)).with_vehicle(
        VehicleForm("bicycle")
    )
    new = check(new_form).edition
    assert new is not None
    changes = differences(old, new)
    for sentence in (
        "Car: 45p a mile to 10,000 miles, then 25p becomes 50p a mile to 5,000 miles, then 25p.",
        "Car, for each passenger: 5p a mile becomes nothing.",
        "Bicycle: 20p a mile becomes not paid.",
        "Taxi: a receipt, agreed beforehand becomes a receipt over £5.00, up to £25.00 a day.",
        "Time to claim: 28 days becomes 1 month.",
        "Bank details are asked for with a claim now.",
    ):
        assert sentence in changes
    same = check(form()).edition
    assert same is not None
    assert differences(old, dataclasses.replace(same, source=old.source)) == ()


def test_an_earlier_rule_for_fares_goes_along_unseen() -> None:
    fare = HMRC.editions[0].category(LineKind.FARE)
    made = check(form()).edition
    assert made is not None
    assert made.category(LineKind.FARE) == fare


def test_what_is_not_paid_is_not_paid_by_a_wider_rule() -> None:
    made = check(form().with_cost(CostForm("meals", paid=False))).edition
    assert made is not None
    assert made.category(LineKind.MEALS) is None
    assert made.category(LineKind.OTHER) is not None

"""Hours of care: read exactly, priced exactly, rounded once, by the policy's rate or as paid."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.hours import Hours, parse_hours, say_hours, say_span
from cps_desktop.domain.kinds import LineKind
from cps_desktop.domain.policies import LimitSpan, Policy
from cps_desktop.domain.policy_reading import read_policy
from cps_desktop.domain.pricing import NotPriced, Priced, half_up, price_care

DAY = dt.date(2027, 3, 18)
TOP = """\
format = 2
name = "Eden trust"

[[edition]]
from = 2026-04-06
source = "Travel policy 4"
checked = 2026-11-22
cost_code = "4471"
when_paid = "Within 30 days."
"""
CARE = (
    TOP
    + """
[edition.pays.carer_care]
rate = "£12.55 an hour"
receipt = "never"

[edition.pays.child_care]
limit = "£15.00 an hour"
agreed_beforehand = "over £20.00"
evidence = "A receipt with the hours."
cost_code = "4480"
words = "Child care as paid."
"""
)


def read(text: str) -> Policy:
    return read_policy(text.encode(), "eden-trust")


def cost(policy: Policy | None, kind_of: LineKind, minutes: int, hour_pence: int = 0) -> Priced:
    found = price_care(policy, DAY, kind_of, minutes=minutes, hour_pence=hour_pence)
    assert isinstance(found, Priced)
    return found


def test_the_words_of_format_2_are_what_is_held() -> None:
    edition = read(CARE).editions[0]
    carer, child = edition.category(LineKind.CARER_CARE), edition.category(LineKind.CHILD_CARE)
    assert carer is not None
    assert child is not None
    assert (carer.hour_pence, child.hour_pence) == (1255, None)
    assert (child.limit_pence, child.limit_span) == (1500, LimitSpan.HOUR)
    assert [child.needs_agreement(pence) for pence in (0, 2000, 2001)] == [False, False, True]
    assert not carer.needs_agreement(100_000)
    assert child.evidence_words == "A receipt with the hours."
    assert edition.when_paid == "Within 30 days."
    assert edition.cost_code_of(LineKind.CHILD_CARE) == "4480"
    assert edition.cost_code_of(LineKind.CARER_CARE) == "4471"
    assert edition.cost_code_of(LineKind.BUS) == "4471"


@pytest.mark.parametrize(
    ("new", "old"),
    [
        (LineKind.BUS, "fare"),
        (LineKind.TRAIN, "fare"),
        (LineKind.TAXI, "fare"),
        (LineKind.CARER_CARE, "other"),
        (LineKind.CHILD_CARE, "other"),
        (LineKind.MEALS, "other"),
    ],
)
def test_a_policy_of_format_1_rules_the_newer_kinds_by_the_wider_one(
    new: LineKind, old: str
) -> None:
    text = (
        TOP.replace("format = 2", "format = 1") + f'\n[edition.pays.{old}]\nwords = "The rule."\n'
    )
    category = read(text).editions[0].category(new)
    assert category is not None
    assert category.words == "The rule."
    narrower = text + f'\n[edition.pays.{new.value}]\nwords = "Its own."\n'
    own = read(narrower).editions[0].category(new)
    assert own is not None
    assert own.words == "Its own."


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ("£12.55 an hour", "£12.555 an hour", "“rate” is written like"),
        ("£12.55 an hour", "£12.55", "“rate” is written like"),
        ("£12.55 an hour", "£0.00 an hour", "“rate” is written like"),
        ("over £20.00", "sometimes", "“agreed_beforehand” is"),
        ("over £20.00", "over £20.005", "“agreed_beforehand” is"),
        ("pays.carer_care", "pays.bus", "“rate” goes with care only"),
        ("pays.child_care", "pays.taxi", "an hour goes with care only"),
    ],
)
def test_what_does_not_fit_gets_one_sentence(was: str, is_now: str, says: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read(CARE.replace(was, is_now))
    assert says in str(refused.value)
    assert str(refused.value).endswith(" Nothing was changed.")


def test_the_policys_rate_is_paid_whatever_was_typed() -> None:
    found = cost(read(CARE), LineKind.CARER_CARE, 210, 900)
    assert found.pence == 4393  # 3.5 × £12.55 is £43.925: half a penny goes up
    assert found.rule == ("£12.55 an hour: Eden trust, in force on the day, checked November 2026")
    assert (found.policy, found.edition) == ("eden-trust", "2026-04-06")


def test_where_no_rate_is_laid_down_what_was_paid_is_paid_back() -> None:
    found = cost(read(CARE), LineKind.CHILD_CARE, 90, 1001)
    assert (found.pence, found.rule) == (1502, "£10.01 an hour, as paid: Child care as paid.")
    assert cost(None, LineKind.CHILD_CARE, 60, 1000) == Priced(
        1000, "£10.00 an hour, as paid", "", ""
    )
    unsaid = price_care(read(CARE), DAY, LineKind.CHILD_CARE, minutes=60, hour_pence=0)
    assert unsaid == NotPriced("Say what an hour cost, and it will be worked out.")


@pytest.mark.parametrize("bad", [{"minutes": -1}, {"hour_pence": -1}])
def test_less_than_nothing_is_our_own_mistake(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="below nothing"):
        price_care(None, DAY, LineKind.CHILD_CARE, **{"minutes": 1, "hour_pence": 1, **bad})


@given(st.integers(0, 1440), st.integers(1, 50_000))
def test_the_price_is_the_exact_sum_rounded_once_half_up(minutes: int, hour_pence: int) -> None:
    pence = cost(None, LineKind.CHILD_CARE, minutes, hour_pence).pence
    # Minute by minute in sixtieths of a penny, without a fraction anywhere.
    sixtieths = sum(hour_pence for _ in range(minutes))
    assert -30 < 60 * pence - sixtieths <= 30
    exact = Decimal(minutes) * Decimal(hour_pence) / Decimal(60)
    assert abs(Decimal(pence) - exact) <= Decimal("0.5")
    if sixtieths % 60 == 0:
        assert pence == sixtieths // 60
    assert pence == half_up(Fraction(sixtieths, 60))
    if minutes % 3 == 0:  # then the decimal is exact too
        assert pence == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("3", 180),
        ("3.5", 210),
        ("3.25", 195),
        ("2 h 15", 135),
        ("2h15m", 135),
        ("90 minutes", 90),
        ("3 hours and 30 minutes", 210),
        ("3:30", 210),
        ("10:00 to 13:30", 210),
        ("10–12.30", 150),
        ("9am-1pm", 240),
        ("22:00 to 06:00", 480),
        ("3.33", None),
        ("-3", None),
        ("1e3", None),
        ("three", None),
        ("10:00 to 10:00", None),
        ("10:00 to 25:00", None),
        ("", None),
        ("to", None),
    ],
)
def test_hours_as_people_write_them(text: str, minutes: int | None) -> None:
    found = parse_hours(text)
    assert (found.minutes if found is not None else None) == minutes


def test_from_and_to_are_kept_with_the_hours() -> None:
    found = parse_hours("10:00 to 13:30")
    assert found == Hours(210, dt.time(10), dt.time(13, 30))
    assert say_span(found.starts, found.ends) == "10:00 to 13:30"
    assert say_span(None, found.ends) == ""


@given(st.integers(0, 5000))
def test_hours_said_can_be_read(minutes: int) -> None:
    assert parse_hours(say_hours(minutes).replace(",", "")) == Hours(minutes)

"""A policy written as a file reads the same again, and a form says what its edition says."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import CARE, LineKind, Vehicle
from cps_desktop.domain.policies import (
    Band,
    Category,
    Edition,
    Evidence,
    LimitSpan,
    MileageRate,
    Policy,
    TimeLimit,
    YearKind,
)
from cps_desktop.domain.policy_form_checks import check_form
from cps_desktop.domain.policy_forms import COSTS, form_of, with_days
from cps_desktop.domain.policy_reading import read_policy
from cps_desktop.domain.policy_writing import write_policy
from cps_desktop.services.own_policies import marked
from cps_desktop.services.policy_files import read_policy_file

FOLDER = Path(__file__).parents[2] / "resources" / "policies"
SHIPPED = sorted(FOLDER.glob("*.toml"))
TODAY = dt.date(2027, 3, 18)

WORDS = st.text(max_size=30).map(str.strip)
RATES = st.integers(0, 1_000_000_000).map(lambda one: Fraction(one, 1_000_000))
PENCE = st.integers(1, 100_000)


@st.composite
def mileage(draw: st.DrawFn, vehicle: Vehicle) -> MileageRate:
    ends = sorted(draw(st.sets(st.integers(1, 1_000_000), max_size=2)))
    bands = [Band(draw(RATES), end * 10) for end in ends]
    passenger = draw(st.none() | RATES)
    return MileageRate(vehicle, (*bands, Band(draw(RATES))), passenger)


@st.composite
def category(draw: st.DrawFn, kind_of: LineKind) -> Category:
    evidence = draw(st.sampled_from(Evidence))
    limit = draw(st.none() | PENCE)
    spans = [one for one in LimitSpan if one is not LimitSpan.HOUR or kind_of in CARE]
    agreed = draw(st.booleans())
    return Category(
        kind_of=kind_of,
        evidence=evidence,
        evidence_over_pence=draw(PENCE) if evidence is Evidence.OVER else 0,
        limit_pence=limit,
        limit_span=draw(st.sampled_from(spans)) if limit is not None else LimitSpan.LINE,
        agreed_beforehand=agreed,
        agreed_over_pence=draw(st.none() | PENCE) if agreed else None,
        hour_pence=draw(st.none() | PENCE) if kind_of in CARE else None,
        evidence_words=draw(WORDS),
        cost_code=draw(WORDS),
        words=draw(WORDS),
    )


@st.composite
def editions(draw: st.DrawFn) -> Edition:
    """An edition as the editor makes one: sorted, and with a rule for mileage."""
    year = draw(st.sampled_from(YearKind))
    begins = {YearKind.TAX: (4, 6), YearKind.CALENDAR: (1, 1), YearKind.SCHEME: (7, 1)}[year]
    vehicles = sorted(draw(st.sets(st.sampled_from(Vehicle), min_size=1)))
    kinds = sorted({*draw(st.sets(st.sampled_from(COSTS), max_size=4)), LineKind.MILEAGE})
    starts = draw(st.dates(dt.date(2000, 1, 1), dt.date(2030, 1, 1)))
    limit = draw(st.none() | st.integers(1, 365))
    return Edition(
        starts=starts,
        ends=draw(st.none() | st.dates(starts, dt.date(2040, 1, 1))),
        source=draw(WORDS) or "Travel policy 3",
        checked=draw(st.dates(dt.date(2020, 1, 1), TODAY)),
        year=year,
        year_begins=begins,
        mileage=tuple(draw(mileage(one)) for one in vehicles),
        categories=tuple(draw(category(one)) for one in kinds),
        time_limit=None if limit is None else TimeLimit(days=limit),
        declaration=draw(WORDS),
        cost_code=draw(WORDS),
        when_paid=draw(WORDS),
        bank_details=draw(st.booleans()),
        widens=False,
    )


@settings(max_examples=40)
@given(editions(), WORDS)
def test_what_is_written_reads_the_same_again(edition: Edition, guidance: str) -> None:
    policy = Policy("own-eden", "Eden “trust”", (edition,), guidance)
    data = write_policy(policy)
    assert tomllib.loads(data.decode())["identity"] == "own-eden"
    again = read_policy(data, "another-name")
    assert dataclasses.replace(again, doubts=()) == policy
    assert write_policy(again) == data


@settings(max_examples=40)
@given(editions())
def test_a_form_of_an_edition_comes_to_that_edition(edition: Edition) -> None:
    policy = Policy("own-eden", "Eden trust", (edition,))
    form = with_days(form_of(policy, edition, "own-eden", "Eden trust"), edition)
    checked = check_form(form, (), TODAY)
    assert checked.problems == ()
    assert checked.edition is not None
    found = read_policy(write_policy(dataclasses.replace(policy, editions=(checked.edition,))), "x")
    assert found.editions == (edition,)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_policy_can_be_written_and_is_the_same(path: Path) -> None:
    policy = read_policy_file(path)
    data = write_policy(policy)
    for each in policy.editions:
        for kind_of in LineKind:
            spelt = each.spelt_out().category(kind_of)
            rule = each.category(kind_of)
            assert rule is not None
            assert spelt == dataclasses.replace(rule, kind_of=kind_of)
    again = read_policy(data, policy.id)
    assert again.name == policy.name
    for one, other in zip(policy.editions, again.editions, strict=True):
        assert (one.starts, one.ends, one.time_limit) == (
            other.starts,
            other.ends,
            other.time_limit,
        )
        assert set(one.categories) == set(other.categories)
        assert set(one.mileage) == set(other.mileage)
    assert b"identity" not in data


@pytest.mark.parametrize(
    ("identity", "says"),
    [
        ('identity = "hmrc"', "put in by this program only"),
        ('identity = "own-../x"', "put in by this program only"),
        ("identity = 4", "in quotation marks"),
    ],
)
def test_no_file_says_that_it_is_another_policy(identity: str, says: str) -> None:
    text = (FOLDER / "hmrc.toml").read_text(encoding="utf-8")
    with pytest.raises(InputRefused, match=says):
        read_policy(text.replace("format = 2", f"format = 3\n{identity}").encode(), "eden")
    with pytest.raises(InputRefused, match="“identity” is not a word"):
        read_policy(text.replace("format = 2", f"format = 2\n{identity}").encode(), "eden")


KEPT = """\
format = 3
identity = "own-eden"
name = "Eden \\"trust\\""
guidance = "Ask.\\nOr write."

[[edition]]
from = 2027-04-01
source = "Travel policy 3"
checked = 2027-03-18
year = "scheme"
year_begins = "07-01"
claim_within = "28 days"
declaration = "I spent it."
bank_details = true

[edition.mileage.bicycle]
pence = 20

[edition.mileage.car]
bands = [{ up_to = 5000, pence = 45.5 }, { pence = 25 }]
passenger = 5

[edition.pays.carer_care]
receipt = "over £5.00"
limit = "£100.00 a day"
agreed_beforehand = "over £20.00"
rate = "£12.50 an hour"
cost_code = "4471"
words = "Care."

[edition.pays.mileage]
receipt = "never"
"""


def test_what_was_written_once_is_written_so_for_ever() -> None:
    """Claims remember an edition by what it is written as: another order would lose them it."""
    policy = read_policy(KEPT.encode(), "eden")
    assert write_policy(policy).decode() == KEPT
    assert marked(policy.editions[0]).name == "2027-04-01 766f1ef2"

"""A claim as people read it: words, total, what is missing, and what a colleague would ask."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from cps_desktop.domain.changes import creating, deleting, setting
from cps_desktop.domain.claim_states import Stands
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Claim, ClaimLine, LineKind, Organisation, Vehicle
from cps_desktop.domain.policies import Band, MileageRate, Policies, TimeLimit
from cps_desktop.domain.policy_reading import read_policy
from cps_desktop.services.accruals import running_out
from cps_desktop.services.claim_lines import KIND_WORDS, STATE_WORDS, VEHICLE_WORDS, line_title
from cps_desktop.services.claim_questions import Asks
from cps_desktop.services.claim_view import claim_view, claims_of_session
from cps_desktop.services.claims import (
    add_line,
    attach_receipt,
    change_line,
    lines_of,
    mark_ready,
    start_claim,
)
from tests.services.expenses import FRIDAY, POLICIES, Expenses, picture
from tests.services.laptop import THURSDAY, laptop

STRICT = Policies(
    [
        read_policy(
            b"""
format = 1
name = "Eden trust"
[[edition]]
from = 2026-04-06
source = "Travel policy 3"
checked = 2026-11-22
check_again = 2027-03-18
claim_within = "1 month"
[edition.mileage.car]
pence = 45
[edition.pays.fare]
receipt = "over 5.00"
limit = "10.00 a day"
[edition.pays.parking]
receipt = "never"
limit = "2.50 each"
[edition.pays.additional_needs]
agreed_beforehand = true
""",
            "hmrc",
        )
    ]
)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Expenses]:
    with laptop(tmp_path) as one:
        yield Expenses(one)


def add(at: Expenses, kind_of: LineKind, policies: Policies = POLICIES, **fields: Any) -> str:
    fields.setdefault("day", THURSDAY)
    return add_line(at.door, policies, at.claim, kind_of=kind_of, **fields)


def asked(
    at: Expenses, line: str = "", policies: Policies = POLICIES, today: dt.date = FRIDAY
) -> list[tuple[Asks, str]]:
    view = claim_view(at.records, policies, at.claim, today)
    return [(one.about, one.words) for one in view.questions if one.line == line]


def test_the_claim_on_the_picture(at: Expenses) -> None:
    """The page as it was drawn before the first widget was made."""
    add(
        at,
        LineKind.MILEAGE,
        from_place="Nenthead",
        to_place="Alston Village Hall",
        return_journey=True,
        miles_tenths=90,
        passengers=1,
    )
    parking = add(at, LineKind.PARKING, description="Townfoot", pence=280)
    add(
        at,
        LineKind.ADDITIONAL_NEEDS,
        description="Taxi with wheelchair ramp",
        from_place="Alston",
        to_place="Penrith station",
        pence=3800,
        agreed_by="the facilitator",
    )
    attach_receipt(at.door, at.laptop.workspace, parking, [picture("a")])
    view = at.view()
    assert view.claimant == "R. Hartley (invented)"
    assert view.lead_agency == "North Cumbria (sample)"
    assert view.policy_name == "HMRC approved amounts"
    assert [(one.date, one.title, one.detail, one.amount) for one in view.lines] == [
        (
            "Thursday 18 March 2027",
            "Car, Nenthead to Alston Village Hall and back",
            "9 miles · 1 passenger",
            "£4.50",
        ),
        ("Thursday 18 March 2027", "Parking, Townfoot", "", "£2.80"),
        (
            "Thursday 18 March 2027",
            "Taxi with wheelchair ramp, Alston to Penrith station",
            "Agreed beforehand by the facilitator.",
            "£38.00",
        ),
    ]
    assert [one.receipt_words for one in view.lines] == [
        "",
        "Receipt added",
        "Receipt still to come",
    ]
    assert view.total == "£45.30"
    assert view.missing_words == "One receipt is still to come"
    assert [one.sentence for one in view.missing] == [
        (
            "Taxi with wheelchair ramp, Alston to Penrith station, £38.00. You can sign now and"
            " add it later; the claim waits for it until Thursday 15 April 2027 (28 days)."
        )
    ]
    assert (view.claim_by, view.claim_within) == (dt.date(2027, 4, 15), "28 days")
    assert view.questions == ()
    assert view.declaration.startswith("I spent this money")
    assert view.miles_note == (
        "9 miles by car counted in the tax year from Monday 6 April 2026. Only what was claimed "
        "in this program is counted; miles claimed elsewhere count too."
    )
    assert view.state_words == "○ Draft"
    mark_ready(at.door, at.claim)
    assert at.view().state_words == "✔ Ready to sign"


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"kind_of": LineKind.MILEAGE}, "Car"),
        ({"kind_of": LineKind.MILEAGE, "vehicle": Vehicle.BICYCLE}, "Bicycle"),
        ({"kind_of": LineKind.MILEAGE, "vehicle": "rocket"}, "Journey"),
        ({"kind_of": LineKind.MILEAGE, "to_place": "Alston"}, "Car, to Alston"),
        ({"kind_of": LineKind.MILEAGE, "from_place": "Alston"}, "Car, from Alston"),
        ({"kind_of": LineKind.MILEAGE, "return_journey": True}, "Car, there and back"),
        ({"kind_of": LineKind.MILEAGE, "description": "to fetch J."}, "Car, to fetch J."),
        ({"kind_of": LineKind.FARE}, "Fare"),
        (
            {"kind_of": LineKind.FARE, "description": "Bus", "to_place": "Penrith"},
            "Bus, to Penrith",
        ),
        ({"kind_of": LineKind.PARKING}, "Parking"),
        ({"kind_of": LineKind.ADDITIONAL_NEEDS}, "Transport for additional needs"),
        ({"kind_of": LineKind.OTHER}, "Something else"),
        ({"kind_of": LineKind.OTHER, "description": "Lunch"}, "Lunch"),
        ({"kind_of": "of a newer version"}, "Something else"),
    ],
)
def test_a_line_has_a_title_however_little_was_typed(fields: dict[str, Any], title: str) -> None:
    assert line_title(ClaimLine(id="00" * 16, **fields)) == title


def test_every_choice_has_words() -> None:
    assert list(KIND_WORDS) == list(LineKind)
    assert list(VEHICLE_WORDS) == list(Vehicle)
    assert len(STATE_WORDS) == 2


def test_typed_text_is_given_back_unchanged(at: Expenses) -> None:
    for text in ("<b>&amp;", "مرحبا", "👩‍👩‍👧 x\u0000y", "a" * 10_000):
        line = add(at, LineKind.OTHER, description=text, pence=1, agreed_by=text)
        shown = next(one for one in at.view().lines if one.line.id == line)
        assert shown.title == text
        assert shown.detail == f"Agreed beforehand by {text}."


def test_an_empty_claim_says_nothing_is_missing(at: Expenses) -> None:
    view = at.view()
    assert (view.lines, view.total, view.missing, view.questions) == ((), "£0.00", (), ())
    assert (view.missing_words, view.claim_by, view.miles_note) == ("", None, "")


def test_a_claim_that_never_was_is_refused(at: Expenses) -> None:
    with pytest.raises(InputRefused, match="not here any more"):
        claim_view(at.records, POLICIES, at.door.new_id(), FRIDAY)


# --------------------------------------------------------------------------------------------
# Questions


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (THURSDAY, []),
        (FRIDAY, []),
        (dt.date(2027, 3, 17), []),
        (dt.date(2027, 3, 20), []),
        (dt.date(2027, 3, 16), ["before the session begins"]),
        (dt.date(2027, 3, 21), ["after the session ended"]),
        (dt.date(2026, 3, 18), ["before the session begins", "ran out"]),
        # Before the policy's first day it has no rate either; its latest rules are asked by.
        (dt.date(2010, 3, 18), ["before the session begins", "ran out", "HMRC"]),
    ],
)
def test_a_day_far_from_the_session_is_asked_about(
    at: Expenses, day: dt.date, words: list[str]
) -> None:
    line = add(at, LineKind.MILEAGE, day=day, miles_tenths=90)
    found = [text for _, text in asked(at, line)]
    assert len(found) == len(words)
    assert all(part in text for part, text in zip(words, found, strict=True))
    assert at.line(line).day == day, "asked about, never changed"


def test_a_day_between_two_days_far_apart_is_asked_about(at: Expenses) -> None:
    at.session = at.new_session([THURSDAY, dt.date(2027, 3, 25)])
    at.claim = start_claim(at.door, at.session, at.person, at.agency)
    line = add(at, LineKind.PARKING, day=dt.date(2027, 3, 22), pence=1)
    assert asked(at, line) == [
        (Asks.DAY, "Monday 22 March 2027 is not a day of this session. Is the date right?")
    ]


def test_a_day_to_come_is_asked_about_where_the_session_has_no_days(at: Expenses) -> None:
    at.session = at.new_session([])
    at.claim = start_claim(at.door, at.session, at.person, at.agency)
    line = add(at, LineKind.PARKING, day=dt.date(2027, 3, 22), pence=1)
    assert [about for about, _ in asked(at, line)] == [Asks.DAY]
    assert asked(at, line, today=dt.date(2027, 3, 22)) == []


@pytest.mark.parametrize(
    ("fields", "about"),
    [
        ({"miles_tenths": 3000}, []),
        ({"miles_tenths": 3001}, [Asks.MILES]),
        ({"miles_tenths": 0}, [Asks.MILES]),
        ({"miles_tenths": 90, "passengers": 8}, []),
        ({"miles_tenths": 90, "passengers": 9}, [Asks.PASSENGERS]),
        ({"miles_tenths": 90, "day": None}, [Asks.DAY, Asks.PRICE]),
        ({"miles_tenths": 90, "kind_of": LineKind.FARE, "pence": 0}, [Asks.PRICE]),
        ({"kind_of": LineKind.OTHER, "pence": 5}, [Asks.AGREED]),
    ],
)
def test_unlikely_lines_are_asked_about(
    at: Expenses, fields: dict[str, Any], about: list[Asks]
) -> None:
    line = add(at, fields.pop("kind_of", LineKind.MILEAGE), **fields)
    assert [one for one, _ in asked(at, line)] == about


def test_the_time_limit_is_asked_about_on_the_day_after_it(at: Expenses) -> None:
    line = add(at, LineKind.MILEAGE, miles_tenths=90)
    assert asked(at, line, today=dt.date(2027, 4, 15)) == []
    assert asked(at, line, today=dt.date(2027, 4, 16)) == [
        (
            Asks.TIME,
            (
                "The time to claim this ran out on Thursday 15 April 2027 (28 days). "
                "Has the lead agency agreed to a late claim?"
            ),
        )
    ]


def test_a_price_that_would_now_be_another_is_asked_about(at: Expenses) -> None:
    line = add(at, LineKind.MILEAGE, miles_tenths=90)
    add(at, LineKind.MILEAGE, day=dt.date(2027, 3, 17), miles_tenths=100_000)
    assert asked(at, line) == [
        (
            Asks.PRICE,
            (
                "This was priced at £4.05. By the policy and the miles known now it would be"
                " £2.25. Price it again?"
            ),
        )
    ]


def test_a_price_given_elsewhere_stands_where_the_policy_is_not_known(at: Expenses) -> None:
    line = add(at, LineKind.MILEAGE, miles_tenths=90)
    nothing = Policies([])
    assert asked(at, line, nothing) == []
    assert [about for about, _ in asked(at, "", nothing)] == [Asks.POLICY]
    view = claim_view(at.records, nothing, at.claim, FRIDAY)
    assert view.total_pence == 405
    assert view.lines[0].rule.startswith("45p a mile")


def with_edition_from_thursday(**changed: Any) -> Policies:
    """HMRC's amounts, and an edition of them from the session's first day on."""
    known = POLICIES.get("hmrc")
    assert known is not None
    last = known.editions[-1]
    before = dataclasses.replace(last, ends=THURSDAY - dt.timedelta(days=1))
    newer = dataclasses.replace(last, starts=THURSDAY, **changed)
    editions = (*known.editions[:-1], before, newer)
    return Policies([dataclasses.replace(known, editions=editions)])


def test_a_price_by_an_edition_that_is_still_to_come_is_not_asked_about(at: Expenses) -> None:
    """A newer edition priced it elsewhere; here an older one is all there is for that day."""
    later = with_edition_from_thursday(mileage=(MileageRate(Vehicle.CAR, (Band(Fraction(55)),)),))
    line = add(at, LineKind.MILEAGE, later, miles_tenths=90)
    assert at.line(line).pence == 495
    assert asked(at, line, later) == []
    assert asked(at, line, POLICIES) == [], "an older rate is no reason to price it again"


def test_a_claim_is_in_time_with_the_line_that_runs_out_first(at: Expenses) -> None:
    """Lines of one claim may be priced by two editions, each with its own time."""
    policies = with_edition_from_thursday(time_limit=TimeLimit(days=7))
    for day in (THURSDAY - dt.timedelta(days=1), THURSDAY):
        add(at, LineKind.PARKING, policies, day=day, pence=280)
    view = claim_view(at.records, policies, at.claim, FRIDAY)
    assert (view.claim_by, view.claim_within) == (THURSDAY + dt.timedelta(days=7), "7 days")
    (named,) = running_out(at.records, policies, FRIDAY)
    assert named.last_day == view.claim_by, "the first page and the claim say the same"


def test_a_line_that_can_be_priced_by_now_is_offered(at: Expenses) -> None:
    line = add(at, LineKind.MILEAGE, Policies([]), miles_tenths=90)
    assert at.view().lines[0].amount == "No amount yet"
    assert asked(at, line) == [(Asks.PRICE, "This can be priced now: £4.05. Shall it be?")]


def test_limits_are_asked_about_and_nothing_is_cut(at: Expenses) -> None:
    within = add(at, LineKind.PARKING, STRICT, pence=250)
    over = add(at, LineKind.PARKING, STRICT, pence=251)
    assert asked(at, within, STRICT) == []
    assert asked(at, over, STRICT) == [
        (
            Asks.LIMIT,
            "£2.51 is over the limit of £2.50 for one line in Eden trust. Was more agreed?",
        )
    ]
    assert at.line(over).pence == 251


def test_a_days_limit_is_asked_about_once(at: Expenses) -> None:
    fares = [add(at, LineKind.FARE, STRICT, pence=400) for _ in range(4)]
    add(at, LineKind.FARE, STRICT, day=FRIDAY, pence=1000)
    about = [[one for one, _ in asked(at, line, STRICT) if one is Asks.LIMIT] for line in fares]
    assert about == [[], [], [Asks.LIMIT], []]


def test_what_the_policy_is_silent_about_is_asked(at: Expenses) -> None:
    line = add(at, LineKind.OTHER, STRICT, pence=100)
    assert asked(at, line, STRICT) == [
        (
            Asks.POLICY,
            "Eden trust says nothing about this kind of cost. Has the lead agency agreed?",
        )
    ]


def test_rates_not_looked_at_for_long_are_asked_about(at: Expenses) -> None:
    line = add(at, LineKind.PARKING, STRICT, day=FRIDAY, pence=100)
    assert [about for about, _ in asked(at, line, STRICT)] == [Asks.POLICY]
    change_line(at.door, STRICT, line, day=THURSDAY)
    assert asked(at, line, STRICT) == []


def test_one_picture_for_two_lines_is_asked_about(at: Expenses) -> None:
    first = add(at, LineKind.PARKING, description="Townfoot", pence=280)
    second = add(at, LineKind.FARE, description="Bus", pence=280)
    for line in (first, second):
        attach_receipt(at.door, at.laptop.workspace, line, [picture("a")])
    assert asked(at, first) == []
    assert asked(at, second) == [
        (
            Asks.RECEIPT,
            "The same picture is the receipt for Parking, Townfoot. Does it belong to both?",
        )
    ]


@pytest.mark.parametrize(
    ("kind_of", "pence", "words", "needed"),
    [
        (LineKind.FARE, 500, "No receipt needed up to £5.00", False),
        (LineKind.FARE, 501, "Receipt still to come", True),
        (LineKind.PARKING, 200, "No receipt needed", False),
        (LineKind.OTHER, 200, "Receipt still to come", True),
    ],
)
def test_which_receipts_are_needed_is_the_policys_say(
    at: Expenses, kind_of: LineKind, pence: int, words: str, needed: bool
) -> None:
    add(at, kind_of, STRICT, pence=pence)
    view = claim_view(at.records, STRICT, at.claim, FRIDAY)
    assert view.lines[0].receipt_words == words
    assert bool(view.missing) is needed
    (row,) = claims_of_session(at.records, STRICT, at.session)
    assert row.missing == int(needed)


def test_without_a_time_limit_no_day_is_named(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        at = Expenses(one, policy="nhs-agenda-for-change")
        add(at, LineKind.PARKING, pence=280)
        view = at.view()
        assert view.missing[0].sentence == ("Parking, £2.80. You can sign now and add it later.")
        for stands, words in (
            (Stands.SUBMITTED, "Parking, £2.80. It can still be added."),
            (Stands.APPROVED, "Parking, £2.80. It was not there when the claim was approved."),
        ):
            missing = dataclasses.replace(view.missing[0], stands=stands)
            assert missing.sentence == words
        assert (view.claim_by, view.claim_within) == (None, "")


# --------------------------------------------------------------------------------------------
# The list


def test_the_list_of_a_session(at: Expenses) -> None:
    add(at, LineKind.MILEAGE, miles_tenths=90)
    add(at, LineKind.PARKING, pence=280)
    add(at, LineKind.MILEAGE, day=None, miles_tenths=90)
    early = start_claim(at.door, at.session, at.new_person("A. Bell (invented)"), at.agency)
    rows = claims_of_session(at.records, POLICIES, at.session)
    assert [(one.claimant, one.total, one.lines, one.missing, one.unpriced) for one in rows] == [
        ("A. Bell (invented)", "£0.00", 0, 0, 0),
        ("R. Hartley (invented)", "£6.85", 3, 1, 1),
    ]
    assert rows[0].claim == early
    assert rows[1].state_words == "○ Draft"
    assert claims_of_session(at.records, POLICIES, at.new_session([THURSDAY])) == ()


def test_a_removed_claim_with_somebody_elses_line_stays_in_sight(at: Expenses) -> None:
    """Removed here, a line added there: after merging, the money must not be out of sight."""
    claim = at.records.get(Claim, at.claim)
    assert claim is not None
    at.door.do("As if merged", deleting([claim]))
    line = ClaimLine(
        id=at.door.new_id(),
        root=at.session,
        session=at.session,
        claim=at.claim,
        kind_of=LineKind.FARE,
        pence=210,
        order="A",
    )
    at.door.do("As if merged", creating(line))
    (row,) = claims_of_session(at.records, POLICIES, at.session)
    assert (row.claim, row.total) == (at.claim, "£2.10")
    assert at.view().total == "£2.10"
    change_line(at.door, POLICIES, line.id, pence=220)
    assert at.view().total == "£2.20"


def test_the_rules_that_priced_a_line_hold_for_it_after_the_agency_chose_others(
    at: Expenses,
) -> None:
    add(at, LineKind.PARKING, pence=280)
    agency = at.records.get(Organisation, at.agency)
    assert agency is not None
    at.door.do("Choose a policy", setting(agency, policy="nhs-agenda-for-change"))
    assert at.view().missing[0].by == dt.date(2027, 4, 15)
    assert lines_of(at.records, at.claim)[0].policy == "hmrc"

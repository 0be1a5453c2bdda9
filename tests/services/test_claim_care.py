"""Care, common journeys, and pictures used twice: on a real workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import LineKind
from cps_desktop.domain.policies import Policies
from cps_desktop.domain.policy_reading import read_policy
from cps_desktop.services.claim_questions import Asks
from cps_desktop.services.claim_view import claim_view
from cps_desktop.services.claims import add_line, attach_receipt, change_line, start_claim
from cps_desktop.services.earlier_journeys import earlier_journeys
from tests.services.expenses import FRIDAY, POLICIES, Expenses, picture
from tests.services.laptop import THURSDAY, laptop

STRICT = read_policy(
    b"""format = 2
name = "Eden trust"
[[edition]]
from = 2026-04-06
source = "Travel policy 4"
checked = 2026-11-22
cost_code = "4471"
[edition.pays.child_care]
limit = "\xc2\xa310.00 an hour"
words = "Child care up to ten pounds an hour."
evidence = "A receipt with the hours."
cost_code = "4480"
[edition.pays.taxi]
agreed_beforehand = "over \xc2\xa320.00"
receipt = "never"
[edition.pays.mileage]
receipt = "never"
[edition.mileage.car]
pence = 45
""",
    "hmrc",
)


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Expenses]:
    with laptop(tmp_path) as one:
        yield Expenses(one)


def care(at: Expenses, policies: Policies = POLICIES, minutes: int = 210, hour: int = 1255) -> str:
    return add_line(
        at.door,
        policies,
        at.claim,
        kind_of=LineKind.CHILD_CARE,
        day=THURSDAY,
        minutes=minutes,
        starts=dt.time(10),
        ends=dt.time(13, 30),
        hour_pence=hour,
    )


def test_care_is_worked_out_and_worked_out_again(at: Expenses) -> None:
    line = care(at)
    assert at.line(line).pence == 4393
    change_line(at.door, POLICIES, line, minutes=60)
    assert at.line(line).pence == 1255
    change_line(at.door, POLICIES, line, hour_pence=1000)
    assert at.line(line).pence == 1000
    view = at.view().lines[0]
    assert (view.title, view.amount) == ("Child care", "£10.00")
    assert view.rule == "£10.00 an hour, as paid: Child care as paid, agreed beforehand."
    change_line(at.door, POLICIES, line, kind_of=LineKind.MEALS)
    assert at.line(line).pence == 0, "what hours came to is not what a meal cost"


def test_hours_are_asked_for_and_said(at: Expenses) -> None:
    line = care(at, minutes=0)
    asked = {one.about for one in at.view().questions_on(line)}
    assert Asks.HOURS in asked
    change_line(at.door, POLICIES, line, minutes=210)
    assert at.view().lines[0].detail == "3 hours 30 minutes, 10:00 to 13:30"


@pytest.mark.parametrize("bad", [{"minutes": 1441}, {"minutes": -1}, {"hour_pence": 50_001}])
def test_care_that_cannot_be_is_refused(at: Expenses, bad: dict[str, int]) -> None:
    line = care(at)
    with pytest.raises(InputRefused, match="Nothing was changed"):
        change_line(at.door, POLICIES, line, **bad)
    assert at.line(line).pence == 4393


def test_limits_warn_in_the_rules_words_and_missing_evidence_is_named(at: Expenses) -> None:
    policies = Policies([STRICT])
    line = care(at, policies)
    taxi = add_line(at.door, policies, at.claim, kind_of=LineKind.TAXI, day=THURSDAY, pence=2000)
    view = claim_view(at.records, policies, at.claim, FRIDAY)
    [over] = [one for one in view.questions_on(line) if one.about is Asks.LIMIT]
    assert over.words == (
        "£12.55 an hour is over the limit of £10.00 an hour in Eden trust. "
        "The rule: Child care up to ten pounds an hour. Was more agreed?"
    )
    assert not view.questions_on(taxi)
    assert "A receipt with the hours." in view.missing[0].sentence
    assert view.cost_code == "4480 £43.93, 4471 £20.00"
    change_line(at.door, policies, taxi, pence=2001)
    view = claim_view(at.records, policies, at.claim, FRIDAY)
    [agreed] = view.questions_on(taxi)
    assert agreed.words == "Who agreed to this beforehand? It is over £20.00."


def test_a_persons_own_journeys_are_remembered_the_way_to_this_venue_first(at: Expenses) -> None:
    def drive(claim: str, to_place: str, miles: int, times: int = 1) -> None:
        for _ in range(times):
            add_line(
                at.door, POLICIES, claim, day=THURSDAY, from_place="Nenthead", to_place=to_place,
                return_journey=True, miles_tenths=miles,
            )  # fmt: skip

    drive(at.claim, "Penrith", 400, times=3)
    drive(at.claim, "Alston Village Hall", 90)
    drive(at.claim, "", 50, times=4)
    other = start_claim(at.door, at.session, at.new_person("B. Other (invented)"), at.agency)
    drive(other, "Carlisle", 700, times=5)
    found = earlier_journeys(at.records, at.person, "alston village hall ")
    assert [one.words for one in found] == [
        "Nenthead to Alston Village Hall and back, 9 miles by car",
        "Nenthead to Penrith and back, 40 miles by car",
    ]
    assert earlier_journeys(at.records, at.person, "")[0].to_place == "Penrith"


def test_the_picture_of_another_claim_is_asked_about(at: Expenses) -> None:
    mine = add_line(at.door, POLICIES, at.claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
    attach_receipt(at.door, at.laptop.workspace, mine, [picture("one ticket")])
    assert not [one for one in at.view().questions if one.about is Asks.RECEIPT]
    session = at.new_session([FRIDAY])
    for person, whose in ((at.person, "theirs"), (at.new_person("B. Other"), "somebody else's")):
        claim = start_claim(at.door, session, person, at.agency)
        line = add_line(at.door, POLICIES, claim, kind_of=LineKind.BUS, day=FRIDAY, pence=420)
        attach_receipt(at.door, at.laptop.workspace, line, [picture("one ticket")])
        words = [one.words for one in at.view().questions if one.about is Asks.RECEIPT]
        assert any(f"another claim, {whose}: Bus." in one for one in words), words

"""Claims on a real workspace: priced when written, frozen after, nothing lost, all undone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Attachment,
    Claim,
    ClaimLine,
    ClaimState,
    LineKind,
    Organisation,
    Person,
    Receipt,
    Session,
    Vehicle,
)
from cps_desktop.domain.policies import Policies
from cps_desktop.services.claim_view import claims_of_session
from cps_desktop.services.claims import (
    add_line,
    attach_receipt,
    back_to_draft,
    change_line,
    lines_of,
    mark_ready,
    move_line,
    remove_claim,
    remove_line,
    remove_receipt,
    reprice_line,
    start_claim,
)
from tests.services.expenses import FRIDAY, POLICIES, Expenses, picture
from tests.services.laptop import THURSDAY, laptop


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Expenses]:
    with laptop(tmp_path) as one:
        yield Expenses(one)


def drive(at: Expenses, miles: int, day: dt.date = THURSDAY, **more: Any) -> str:
    return add_line(at.door, POLICIES, at.claim, day=day, miles_tenths=miles, **more)


def pay(at: Expenses, pence: int, kind_of: LineKind = LineKind.PARKING, **more: Any) -> str:
    return add_line(at.door, POLICIES, at.claim, kind_of=kind_of, day=THURSDAY, pence=pence, **more)


# --------------------------------------------------------------------------------------------
# One claim


def test_a_claim_begun_twice_is_one_claim(at: Expenses) -> None:
    changes = len(at.laptop.told)
    assert start_claim(at.door, at.session, at.person, at.agency) == at.claim
    assert len(at.laptop.told) == changes
    assert len(at.records.find(Claim)) == 1


def test_a_claim_begun_on_two_laptops_has_one_identity(at: Expenses, tmp_path: Path) -> None:
    """The same three records on a laptop with other random numbers: the same claim."""
    known = [
        *at.records.find(Organisation),
        *at.records.find(Person),
        *at.records.find(Session),
    ]
    with laptop(tmp_path, seed=2) as other:
        other.door.do("Bring in", [edit for record in known for edit in creating(record)])
        assert start_claim(other.door, at.session, at.person, at.agency) == at.claim
        assert Expenses(other).claim != at.claim, "other people, another claim"


def test_another_lead_agency_is_another_claim(at: Expenses) -> None:
    second = start_claim(at.door, at.session, at.person, at.new_agency("Eden (sample)"))
    assert second != at.claim
    assert len(at.records.find(Claim)) == 2


def test_a_claim_needs_its_three_records(at: Expenses) -> None:
    with pytest.raises(InputRefused, match="which lead agency"):
        start_claim(at.door, at.session, at.person, "")
    nobody = at.door.new_id()
    for session, person, agency in [
        (nobody, at.person, at.agency),
        (at.session, nobody, at.agency),
        (at.session, at.person, nobody),
    ]:
        with pytest.raises(InputRefused, match="not here any more"):
            start_claim(at.door, session, person, agency)


def test_a_claim_that_was_removed_can_be_begun_again(at: Expenses) -> None:
    drive(at, 90)
    remove_claim(at.door, at.claim)
    assert claims_of_session(at.records, POLICIES, at.session) == ()
    assert start_claim(at.door, at.session, at.person, at.agency) == at.claim
    assert lines_of(at.records, at.claim) == ()


def test_removing_a_claim_is_one_step_of_undo(at: Expenses) -> None:
    line = drive(at, 90)
    attach_receipt(at.door, at.laptop.workspace, line, [picture("a")])
    remove_claim(at.door, at.claim)
    assert at.records.find(ClaimLine) == ()
    assert at.records.find(Receipt) == ()
    at.door.undo()
    assert at.view().total_pence == 405
    assert len(at.view().lines[0].receipts) == 1


# --------------------------------------------------------------------------------------------
# Lines and prices


def test_the_paper_form(at: Expenses) -> None:
    drive(at, 90, passengers=1)
    pay(at, 280)
    pay(at, 3800, LineKind.ADDITIONAL_NEEDS)
    first = lines_of(at.records, at.claim)[0]
    assert (first.pence, first.policy, first.policy_edition) == (450, "hmrc", "2011-04-06")
    assert first.rule.startswith("45p a mile and 5p for a passenger: HMRC approved amounts")
    assert at.view().total_pence == 4530
    assert at.view().total == "£45.30"


def test_every_change_to_what_prices_a_line_prices_it_again(at: Expenses) -> None:
    line = drive(at, 90)
    changes: list[tuple[dict[str, Any], int]] = [
        ({"miles_tenths": 100}, 450),
        ({"passengers": 2}, 550),
        ({"vehicle": Vehicle.BICYCLE}, 200),
        ({"day": FRIDAY}, 200),
        ({"day": dt.date(2010, 1, 1)}, 0),
        ({"day": None}, 0),
        ({"day": FRIDAY, "vehicle": Vehicle.CAR, "passengers": 0}, 450),
    ]
    for change, pence in changes:
        change_line(at.door, POLICIES, line, **change)
        assert at.line(line).pence == pence, change
    assert at.line(line).policy == "hmrc"


def test_a_line_without_a_price_says_why(at: Expenses) -> None:
    line = drive(at, 90, day=dt.date(2010, 1, 1))
    assert (at.line(line).pence, at.line(line).policy) == (0, "")
    assert "begins on Wednesday 6 April 2011" in at.line(line).rule
    without_day = add_line(at.door, POLICIES, at.claim, miles_tenths=90)
    assert at.line(without_day).rule == "Say on which day the journey was, and it will be priced."


def test_words_alone_leave_the_price_as_it_was_frozen(at: Expenses) -> None:
    """The rate changed since: a spelling mistake put right must not change the sum."""
    line = drive(at, 90)
    change_line(at.door, _hmrc_at(50), line, from_place="Nenthead", return_journey=True)
    assert at.line(line).pence == 405
    change_line(at.door, _hmrc_at(50), line, miles_tenths=91)
    assert at.line(line).pence == 455


def _hmrc_at(pence: int) -> Policies:
    """The default policy with every rate changed."""
    hmrc = POLICIES.get("")
    assert hmrc is not None
    edition = hmrc.editions[0]
    rates = tuple(
        dataclasses.replace(
            one, bands=tuple(dataclasses.replace(b, rate=b.rate * 0 + pence) for b in one.bands)
        )
        for one in edition.mileage
    )
    return Policies(
        [dataclasses.replace(hmrc, editions=(dataclasses.replace(edition, mileage=rates),))]
    )


def test_pricing_again_is_a_choice_and_one_step(at: Expenses) -> None:
    line = drive(at, 90)
    reprice_line(at.door, _hmrc_at(50), line)
    assert at.line(line).pence == 450
    at.door.undo()
    assert at.line(line).pence == 405


def test_the_policy_is_the_lead_agencys_own(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        at = Expenses(one, policy="nhs-agenda-for-change")
        assert at.line(drive(at, 90)).pence == 9 * 56
        agency = at.records.get(Organisation, at.agency)
        assert agency is not None
        at.door.do("Choose a policy", setting(agency, policy="not-on-this-laptop"))
        unpriced = at.line(drive(at, 90))
        assert unpriced.policy == ""
        assert unpriced.rule == "The lead agency's expense policy is not on this laptop yet."
        fare = at.line(pay(at, 280, LineKind.FARE))
        assert (fare.pence, fare.policy) == (280, "")


def test_a_ticket_made_into_a_journey_forgets_its_price_and_back(at: Expenses) -> None:
    line = pay(at, 280)
    change_line(at.door, POLICIES, line, kind_of=LineKind.MILEAGE, miles_tenths=90)
    assert at.line(line).pence == 405
    change_line(at.door, POLICIES, line, kind_of=LineKind.FARE)
    assert at.line(line).pence == 0
    change_line(at.door, POLICIES, line, pence=210)
    assert at.line(line).pence == 210


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"miles_tenths": -1}, "Miles are between"),
        ({"miles_tenths": 100_001}, "Miles are between"),
        ({"passengers": -1}, "Passengers are between"),
        ({"passengers": 61}, "Passengers are between"),
        ({"pence": -1}, "An amount is between £0.00 and £100,000.00"),
        ({"pence": 10_000_001}, "An amount is between"),
        ({"kind_of": "yacht"}, "not known here"),
        ({"vehicle": "yacht"}, "not known here"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    at: Expenses, fields: dict[str, Any], says: str
) -> None:
    line = drive(at, 90)
    before, told = at.line(line), len(at.laptop.told)
    with pytest.raises(InputRefused, match=says):
        change_line(at.door, POLICIES, line, **fields)
    with pytest.raises(InputRefused, match=says):
        add_line(at.door, POLICIES, at.claim, **fields)
    assert at.line(line) == before
    assert len(at.laptop.told) == told


@pytest.mark.parametrize("name", ["policy", "rule", "order", "claim", "nonsense"])
def test_what_is_worked_out_is_never_typed(at: Expenses, name: str) -> None:
    line = drive(at, 90)
    with pytest.raises(KeyError, match=name):
        change_line(at.door, POLICIES, line, **{name: "x"})


def test_keystrokes_are_one_step_of_undo(at: Expenses) -> None:
    line = pay(at, 280)
    for end in range(1, 9):
        change_line(at.door, POLICIES, line, description="Townfoot"[:end])
    assert at.line(line).description == "Townfoot"
    at.door.undo()
    assert at.line(line).description == ""
    assert at.door.can_undo == "Add a line"


def test_a_step_has_words_and_comes_back_to_who_asked(at: Expenses) -> None:
    line = drive(at, 90)
    me = object()
    summary = change_line(at.door, POLICIES, line, miles_tenths=95, initiator=me)
    assert summary.initiator is me
    assert summary.concerns("claim_line")
    assert summary.concerns_root(at.session)
    assert at.laptop.told[-1] == summary


# --------------------------------------------------------------------------------------------
# Miles over the year


def test_a_journey_over_the_threshold_counts_what_came_before_in_the_tax_year(
    at: Expenses,
) -> None:
    earlier = at.new_session([dt.date(2026, 4, 6)])
    other = start_claim(at.door, earlier, at.person, at.agency)
    for day in (dt.date(2026, 4, 5), dt.date(2026, 4, 6)):
        add_line(at.door, POLICIES, other, day=day, miles_tenths=99_940)
    crossing = at.line(drive(at, 90))
    assert crossing.pence == 6 * 45 + 3 * 25
    assert "45p a mile for 6 miles, then 25p for 3 miles past 10,000 miles" in crossing.rule
    assert at.line(drive(at, 10)).pence == 25
    assert at.line(drive(at, 10, vehicle=Vehicle.MOTORCYCLE)).pence == 24
    assert at.line(drive(at, 10, day=dt.date(2027, 4, 6))).pence == 45


def test_another_persons_miles_do_not_count(at: Expenses) -> None:
    other = start_claim(at.door, at.session, at.new_person("J. Bell (invented)"), at.agency)
    add_line(at.door, POLICIES, other, day=THURSDAY, miles_tenths=100_000)
    assert at.line(drive(at, 10)).pence == 45


def test_miles_by_bicycle_do_not_count_towards_the_cars_threshold(at: Expenses) -> None:
    drive(at, 100_000, vehicle=Vehicle.BICYCLE)
    assert at.line(drive(at, 10)).pence == 45


def test_a_removed_journey_no_longer_counts(at: Expenses) -> None:
    first = drive(at, 100_000)
    remove_line(at.door, first)
    assert at.line(drive(at, 10)).pence == 45


# --------------------------------------------------------------------------------------------
# Removing, moving, signing


def test_a_removed_line_comes_back_with_its_receipts(at: Expenses) -> None:
    line = pay(at, 280)
    attach_receipt(at.door, at.laptop.workspace, line, [picture("a"), picture("b")])
    remove_line(at.door, line)
    assert at.records.find(ClaimLine) == ()
    assert at.records.find(Receipt) == ()
    at.door.undo()
    assert len(at.view().lines[0].receipts) == 2
    at.door.redo()
    assert at.view().lines == ()


def test_lines_are_moved_without_losing_any(at: Expenses) -> None:
    a, b, c = (pay(at, pence) for pence in (1, 2, 3))
    for line, index, expected in [
        (c, 0, [c, a, b]),
        (c, 99, [a, b, c]),
        (a, 1, [b, a, c]),
        (a, 1, [b, a, c]),
        (b, -5, [b, a, c]),
    ]:
        move_line(at.door, line, index)
        assert [one.id for one in lines_of(at.records, at.claim)] == expected


def test_lines_with_the_same_place_from_two_laptops_can_be_parted(at: Expenses) -> None:
    a, b, c = (pay(at, pence) for pence in (1, 2, 3))
    same = at.line(a).order
    at.door.do("As if merged", setting(at.line(b), order=same) + setting(at.line(c), order=same))
    move_line(at.door, c, 1)
    assert [one.id for one in lines_of(at.records, at.claim)] == [a, c, b]
    assert len({one.order for one in lines_of(at.records, at.claim)}) == 3


def test_ready_to_sign_and_back(at: Expenses) -> None:
    with pytest.raises(InputRefused, match="nothing on this claim"):
        mark_ready(at.door, at.claim)
    line = pay(at, 280)
    mark_ready(at.door, at.claim)
    assert at.view().ready
    # A receipt may come later without what was signed being any different.
    attach_receipt(at.door, at.laptop.workspace, line, [picture("a")])
    assert at.view().ready
    back_to_draft(at.door, at.claim)
    assert not at.view().ready


def test_a_claim_with_a_line_without_amount_cannot_be_signed(at: Expenses) -> None:
    drive(at, 90, day=dt.date(2010, 1, 1))
    with pytest.raises(InputRefused, match="One line has no amount yet"):
        mark_ready(at.door, at.claim)
    drive(at, 0)
    with pytest.raises(InputRefused, match="2 lines have no amount yet"):
        mark_ready(at.door, at.claim)


@pytest.mark.parametrize("what", ["add", "change", "remove", "reprice"])
def test_a_change_to_a_signed_claim_makes_it_a_draft_in_the_same_step(
    at: Expenses, what: str
) -> None:
    line = drive(at, 90)
    mark_ready(at.door, at.claim)
    if what == "add":
        pay(at, 280)
    elif what == "change":
        change_line(at.door, POLICIES, line, miles_tenths=95)
    elif what == "remove":
        remove_line(at.door, line)
    else:
        reprice_line(at.door, _hmrc_at(50), line)
    claim = at.records.get(Claim, at.claim)
    assert claim is not None
    assert claim.state == ClaimState.DRAFT
    at.door.undo()
    assert at.view().ready
    assert at.view().total_pence == 405


def test_a_change_that_changes_nothing_leaves_a_claim_signed(at: Expenses) -> None:
    line = drive(at, 90)
    mark_ready(at.door, at.claim)
    change_line(at.door, POLICIES, line, miles_tenths=90)
    reprice_line(at.door, POLICIES, line)
    assert at.view().ready


# --------------------------------------------------------------------------------------------
# Receipts


def test_a_receipt_is_kept_with_its_content(at: Expenses) -> None:
    line = pay(at, 280)
    shot = picture("a", "IMG 1.jpg")
    (receipt,) = attach_receipt(at.door, at.laptop.workspace, line, [shot])
    view = at.view().lines[0].receipts[0]
    assert (view.receipt, view.digest, view.name) == (receipt, shot.sha256, "IMG 1.jpg")
    assert at.laptop.workspace.attachment(view.digest) == shot.jpeg
    assert at.records.find(Attachment)[0].size == len(shot.jpeg)
    remove_receipt(at.door, receipt)
    assert at.view().lines[0].receipts == ()
    at.door.undo()
    assert len(at.view().lines[0].receipts) == 1


def test_the_same_picture_twice_on_a_line_is_one_receipt(at: Expenses) -> None:
    line = pay(at, 280)
    attach_receipt(at.door, at.laptop.workspace, line, [picture("a"), picture("a")])
    (receipt,) = attach_receipt(at.door, at.laptop.workspace, line, [picture("a")])
    assert len(at.records.find(Receipt)) == 1
    remove_receipt(at.door, receipt)
    attach_receipt(at.door, at.laptop.workspace, line, [picture("a")])
    assert len(at.records.find(Receipt)) == 1, "a receipt that was taken off can come again"


def test_a_receipt_for_a_line_that_is_gone_keeps_nothing(at: Expenses) -> None:
    line = pay(at, 280)
    remove_line(at.door, line)
    with pytest.raises(InputRefused, match="not here any more"):
        attach_receipt(at.door, at.laptop.workspace, line, [picture("a")])
    assert at.laptop.workspace.attachment_digests() == set()


# --------------------------------------------------------------------------------------------


STEP = st.tuples(
    st.sampled_from(["drive", "pay", "miles", "pence", "remove", "move", "undo", "redo"]),
    st.integers(0, 5),
    st.integers(0, 5000),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(steps=st.lists(STEP, max_size=14))
def test_the_total_is_the_sum_of_the_lines_whatever_is_done(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    with laptop(tmp_path_factory.mktemp("claims")) as one:
        at = Expenses(one)
        for what, which, number in steps:
            lines = lines_of(at.records, at.claim)
            chosen = lines[which % len(lines)].id if lines else ""
            if what == "drive":
                drive(at, number)
            elif what == "pay":
                pay(at, number)
            elif what == "undo" and at.door.can_undo not in {"Start a claim", "Make a session"}:
                at.door.undo()
            elif what == "redo":
                at.door.redo()
            elif what == "move" and chosen:
                move_line(at.door, chosen, number % 7)
            elif what == "remove" and chosen:
                remove_line(at.door, chosen)
            elif what == "miles" and chosen:
                change_line(at.door, POLICIES, chosen, miles_tenths=number)
            elif what == "pence" and chosen and at.line(chosen).kind_of != LineKind.MILEAGE:
                change_line(at.door, POLICIES, chosen, pence=number)
            now = lines_of(at.records, at.claim)
            expected = sum(
                # 4.5p a tenth of a mile, half a penny up; far from any threshold.
                (line.miles_tenths * 9 + 1) // 2 if line.kind_of == LineKind.MILEAGE else line.pence
                for line in now
            )
            assert at.view().total_pence == expected
            (row,) = claims_of_session(at.records, POLICIES, at.session)
            assert (row.total_pence, row.lines) == (expected, len(now))

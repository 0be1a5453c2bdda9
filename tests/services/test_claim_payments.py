"""A payment that did not happen: struck out with a reason, due again, in one batch again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from cps_desktop.domain.changes import Edit, creating
from cps_desktop.domain.claim_states import Standing, Stands
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Alike, Claim, ClaimStep, LineKind, Session, StepKind
from cps_desktop.domain.records import RecordId
from cps_desktop.services.accruals import accruals
from cps_desktop.services.batch_files import batch_sheet
from cps_desktop.services.claim_copies import copy_sheet
from cps_desktop.services.claim_lines import BY_A_NEWER_VERSION, overpaid_words, step_remark
from cps_desktop.services.claim_payments import record_payment, strike_out
from cps_desktop.services.claim_sheets import claim_sheet
from cps_desktop.services.claim_steps import Who, approve, standing, take_back
from cps_desktop.services.claims import add_line
from cps_desktop.services.conflicts import disagreements, keep
from cps_desktop.services.likeness import likenesses
from cps_desktop.services.merging import make_one
from cps_desktop.services.paying_batches import (
    make_batch,
    pay_batch,
    strike_out_batch,
    take_out,
)
from cps_desktop.services.payment_batches import batch_view, payables
from cps_desktop.services.subject_data import gather
from tests.services.desks import desk_of
from tests.services.expenses import POLICIES, Expenses
from tests.services.laptop import THURSDAY, Laptop, give, laptop
from tests.services.organisation import Organisation
from tests.services.test_payment_batches import again, approved

DODD, PATEL = Who("A. Dodd (invented)"), Who("B. Patel (invented)")
SENT_BACK = "The bank sent it back."


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Expenses]:
    with laptop(tmp_path) as one:
        yield Expenses(one)


def now(of: Expenses | Laptop, claim: RecordId) -> Standing:
    known = of.door.records.get(Claim, claim)
    assert known is not None
    return standing(of.door.records, known)


def paid(at: Expenses, claim: RecordId, reference: str = "BACS 7") -> RecordId:
    record_payment(at.door, claim, PATEL, reference=reference, day=THURSDAY)
    return now(at, claim).payments[-1].id


def batched(at: Expenses, reference: str, *claims: RecordId) -> RecordId:
    batch = make_batch(at.door, at.agency, PATEL, reference, frozenset(claims))
    pay_batch(at.door, POLICIES, batch, PATEL, reference=f"BACS {reference}", day=THURSDAY)
    return batch


def waiting(of: Expenses | Laptop, agency: RecordId) -> dict[RecordId, int]:
    return {one.claim: one.pence for one in payables(of.door.records, agency)}


def test_a_batch_that_was_sent_keeps_its_row_and_the_claim_is_in_one_batch_again(
    at: Expenses,
) -> None:
    claim, other = approved(at, 420, "A. One"), approved(at, 280, "B. Two")
    first = batched(at, "1", claim, other)
    (payment,) = now(at, claim).payments
    with pytest.raises(InputRefused, match="Write what happened"):
        strike_out(at.door, payment.id, DODD, " ")
    strike_out(at.door, payment.id, DODD, SENT_BACK)
    view = batch_view(at.records, POLICIES, first)
    assert (view.words, view.aside) == ("1 claim, £2.80", "Not in the total: £4.20 struck out.")
    (row,) = view.struck
    assert (row.claim, row.paid) == (claim, False)
    assert row.struck == f"{DODD.name} struck this payment out: {SENT_BACK}"
    said = batch_sheet(view).rows
    assert [(line[0], line[-1]) for line in said] == [
        ("1", 280),
        ("Control total", 280),
        ("Struck out: 1", 420),
    ]
    with pytest.raises(InputRefused, match="stays in its batch"):
        take_out(at.door, row.entry)
    with pytest.raises(InputRefused, match="Nothing in this batch is waiting"):
        pay_batch(at.door, POLICIES, first, PATEL, reference="x", day=THURSDAY)
    assert waiting(at, at.agency) == {claim: 420}
    second = batched(at, "2", claim)
    assert (now(at, claim).state, now(at, claim).paid_pence) == (Stands.PAID, 420)
    assert waiting(at, at.agency) == {}
    assert batch_view(at.records, POLICIES, second).control_pence == 420
    assert batch_view(at.records, POLICIES, first).control_pence == 280, "as before"
    assert strike_out_batch(at.door, POLICIES, second, DODD, "The wrong file.") == 1
    assert waiting(at, at.agency) == {claim: 420}
    at.door.undo()
    assert now(at, claim).state is Stands.PAID
    assert waiting(at, at.agency) == {}


def test_what_is_to_be_set_aside_what_is_printed_and_what_is_told_follow(tmp_path: Path) -> None:
    with laptop(tmp_path) as one:
        at = Expenses(one)
        add_line(at.door, POLICIES, at.claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
        again(at, at.claim)
        first = paid(at, at.claim)
        # It is approved anew for more, the difference is paid, and then the first one comes back.
        add_line(at.door, POLICIES, at.claim, kind_of=LineKind.MEALS, day=THURSDAY, pence=500)
        again(at, at.claim)
        paid(at, at.claim, "BACS 8")
        strike_out(at.door, first, DODD, SENT_BACK)

        def sums() -> dict[str, tuple[int, int]]:
            rows = accruals(at.records, POLICIES)
            return {each.category: (each.paid, each.owed) for each in rows}

        assert now(at, at.claim).due_pence == 420
        assert sums() == {"Bus": (0, 420), "Meals and drinks": (500, 0)}
        desk = desk_of(one)
        session = at.records.get(Session, at.session)
        assert session is not None
        history = claim_sheet(desk, session, at.claim).history
        of_first = next(each for each in history if "reference BACS 7." in each)
        assert of_first.endswith("This payment was struck out.")
        assert history[-1].endswith(
            "£4.20 on Thursday 18 March 2027, reference BACS 7 was not paid: The bank sent it back."
        )
        copy = str(copy_sheet(desk, at.claim))
        assert "£4.20 was written down as paid, and was not paid after all." in copy
        assert "£4.20 will be paid." in copy
        told = str(gather(desk, at.person).expenses)
        assert "Payment struck out" in told
        assert SENT_BACK in told
        paid(at, at.claim, "BACS 9")
        assert now(at, at.claim).state is Stands.PAID
        assert sums() == {"Bus": (420, 0), "Meals and drinks": (500, 0)}


def test_who_may_strike_out_and_what_then_can_be_decided(tmp_path: Path) -> None:
    with laptop(tmp_path, seed=1) as office, laptop(tmp_path, seed=2) as field:
        Organisation().found([office], [field])
        at = Expenses(office)
        claim = approved(at, 420, "R. Hartley (invented)")
        payment = paid(at, claim)
        give(office, field, tmp_path)
        with pytest.raises(InputRefused, match="coordinator's laptop"):
            strike_out(field.door, payment, PATEL, SENT_BACK)
        with pytest.raises(InputRefused, match="Somebody else has to strike"):
            strike_out(at.door, payment, Who("Hartley (invented), R."), SENT_BACK)
        strike_out(at.door, payment, PATEL, SENT_BACK)
        with pytest.raises(InputRefused, match="does not count any more"):
            strike_out(at.door, payment, PATEL, SENT_BACK)
        (struck,) = at.records.find(ClaimStep, step=StepKind.STRUCK_OUT)
        with pytest.raises(InputRefused, match="not taken back"):
            take_back(at.door, struck.id, PATEL, "Oh.")
        (approval,) = at.records.find(ClaimStep, step=StepKind.APPROVED)
        take_back(at.door, approval.id, PATEL, "It was the wrong one.")
        assert now(at, claim).state is Stands.SUBMITTED
        approve(at.door, claim, PATEL)
        assert now(at, claim).due_pence == 420


def test_struck_out_by_another_program_where_nobody_may_is_asked_about(tmp_path: Path) -> None:
    with laptop(tmp_path, seed=1) as office, laptop(tmp_path, seed=2) as field:
        Organisation().found([office], [field])
        at = Expenses(office)
        claim = approved(at, 420, "A. One")
        batch = batched(at, "1", claim)
        give(office, field, tmp_path)
        strike_out(at.door, now(at, claim).payments[0].id, PATEL, SENT_BACK)
        (struck,) = at.records.find(ClaimStep, step=StepKind.STRUCK_OUT)
        at.door.undo()
        field.door.do("Forge", creating(msgspec.structs.replace(struck, id=field.door.new_id())))
        give(field, office, tmp_path)
        for each in (office, field):
            assert now(each, claim).state is Stands.CONTESTED
            assert waiting(each, at.agency) == {}
            assert batch_view(each.workspace, POLICIES, batch).control_pence == 420
        strike_out(at.door, now(at, claim).payments[0].id, PATEL, SENT_BACK)
        give(office, field, tmp_path)
        for each in (office, field):
            assert now(each, claim).state is Stands.APPROVED
            assert waiting(each, at.agency) == {claim: 420}


@pytest.mark.parametrize("first_to_give", [0, 1])
def test_two_laptops_that_strike_out_and_batch_again_are_one_and_in_one_total(
    tmp_path: Path, first_to_give: int
) -> None:
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as two:
        at = Expenses(one)
        claim = approved(at, 420, "A. One")
        batched(at, "1", claim)
        give(one, two, tmp_path)
        made = []
        for each, who in ((one, DODD), (two, PATEL)):
            strike_out(each.door, now(each, claim).payments[0].id, who, SENT_BACK)
            chosen = frozenset({claim})
            made.append(make_batch(each.door, at.agency, who, f"again {who.name}", chosen))
        there = (one, two) if first_to_give == 0 else (two, one)
        give(there[0], there[1], tmp_path)
        give(there[1], there[0], tmp_path)
        for each in (one, two):
            views = [batch_view(each.workspace, POLICIES, batch) for batch in made]
            assert [view.control_pence for view in views] == [0, 0], "asked about, in neither"
            assert sum(len(view.undecided) for view in views) == 1
            assert waiting(each, at.agency) == {}
            assert now(each, claim).due_pence == 420


def test_paid_on_two_laptops_and_struck_out_on_one_stays_paid_until_somebody_knows_of_both(
    tmp_path: Path,
) -> None:
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as two:
        at = Expenses(one)
        claim = approved(at, 420, "A. One")
        give(one, two, tmp_path)
        strike_out(at.door, paid(at, claim, "here"), DODD, SENT_BACK)
        batch = make_batch(at.door, at.agency, DODD, "again", frozenset({claim}))
        two.clock.later(60)
        record_payment(two.door, claim, PATEL, reference="there", day=THURSDAY)
        give(one, two, tmp_path)
        give(two, one, tmp_path)
        for each in (one, two):
            found = now(each, claim)
            assert (found.state, found.struck, len(found.passed)) == (Stands.PAID, (), 1)
            assert waiting(each, at.agency) == {}
            (row,) = batch_view(each.workspace, POLICIES, batch).undecided
            assert row.doubt == "Which of its payments happened was decided anew since."
        strike_out(two.door, now(two, claim).payments[0].id, PATEL, SENT_BACK)
        give(two, one, tmp_path)
        for each in (one, two):
            assert now(each, claim).state is Stands.APPROVED
            assert batch_view(each.workspace, POLICIES, batch).control_pence == 420


def test_paid_again_here_and_paid_there_is_said_to_be_too_much(tmp_path: Path) -> None:
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as two:
        at = Expenses(one)
        claim = approved(at, 420, "A. One")
        give(one, two, tmp_path)
        strike_out(at.door, paid(at, claim, "here"), DODD, SENT_BACK)
        batch = batched(at, "again", claim)
        assert batch_view(at.records, POLICIES, batch).rows[0].doubt == ""
        two.clock.later(60)
        record_payment(two.door, claim, PATEL, reference="there", day=THURSDAY)
        give(two, one, tmp_path)
        found = now(at, claim)
        assert (found.state, found.paid_pence) == (Stands.PAID, 840)
        assert overpaid_words(found).startswith("£4.20 more is written down as paid")
        (row,) = batch_view(at.records, POLICIES, batch).rows
        assert (row.paid, row.doubt) == (True, overpaid_words(found))
        strike_out(at.door, found.payments[0].id, PATEL, SENT_BACK)
        assert overpaid_words(now(at, claim)) == ""
        assert waiting(at, at.agency) == {}


@pytest.mark.parametrize("chosen_first", [False, True])
def test_who_chooses_between_two_writings_down_strikes_neither_of_them_out(
    tmp_path: Path, *, chosen_first: bool
) -> None:
    """What the one says that was struck out is chosen: the other was paid all the same."""
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as two:
        at = Expenses(one)
        claim = approved(at, 420, "A. One")
        give(one, two, tmp_path)
        two.clock.later(60)
        record_payment(two.door, claim, PATEL, reference="there", day=THURSDAY)
        payment = paid(at, claim, "here")
        if not chosen_first:
            strike_out(at.door, payment, DODD, SENT_BACK)
        give(one, two, tmp_path)
        for asked in disagreements(desk_of(two)):
            keep(desk_of(two), asked, min(asked.sides, key=lambda side: side.time))
        if chosen_first:
            strike_out(at.door, payment, DODD, SENT_BACK)
            give(one, two, tmp_path)
        give(two, one, tmp_path)
        for each in (one, two):
            found = now(each, claim)
            assert (found.payments[0].words, found.payments[0].contested) == ("here", ())
            assert (found.state, found.struck, len(found.passed)) == (Stands.PAID, (), 1)
            assert waiting(each, at.agency) == {}
        strike_out(two.door, payment, PATEL, SENT_BACK)
        give(two, one, tmp_path)
        for each in (one, two):
            assert now(each, claim).state is Stands.APPROVED
            assert waiting(each, at.agency) == {claim: 420}


def test_a_struck_out_payment_stays_so_where_its_claimant_is_merged(at: Expenses) -> None:
    claim = approved(at, 420, "Same")
    first = batched(at, "1", claim)
    strike_out(at.door, now(at, claim).payments[0].id, DODD, SENT_BACK)
    second = make_batch(at.door, at.agency, PATEL, "2", frozenset({claim}))
    known = at.records.get(Claim, claim)
    assert known is not None
    make_one(at.door, Alike.PERSON, at.person, known.person, {"name": "R. Hartley (invented)"})
    views = [batch_view(at.records, POLICIES, each) for each in (first, second)]
    assert [(one.control_pence, len(one.struck)) for one in views] == [(0, 1), (420, 0)]
    assert waiting(at, at.agency) == {}


def test_a_step_of_a_newer_version_is_kept_and_counts_for_nothing(at: Expenses) -> None:
    claim = approved(at, 420, "A. One")
    payment = paid(at, claim)
    strike_out(at.door, payment, DODD, SENT_BACK)
    (struck,) = at.records.find(ClaimStep, step=StepKind.STRUCK_OUT)
    root = struck.root
    later = Edit(ClaimStep.KIND, struck.id, root, "step", "paid_by_pigeon")
    at.door.do("A newer version", [later])
    known = at.records.get(ClaimStep, struck.id)
    assert known is not None
    assert known.newer
    found = now(at, claim)
    assert (found.state, found.struck) == (Stands.PAID, ())
    assert step_remark(known, found) == BY_A_NEWER_VERSION


def test_paid_where_nobody_had_heard_that_the_claimant_was_merged_is_asked_about_and_taken_along(
    tmp_path: Path,
) -> None:
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as two:
        at = Expenses(one)
        claim = approved(at, 420, "Same")
        give(one, two, tmp_path)
        known = at.records.get(Claim, claim)
        assert known is not None
        both = at.person, known.person
        stays = make_one(at.door, Alike.PERSON, *both, {"name": "R. Hartley (invented)"})
        assert likenesses(one.workspace) == ()
        record_payment(two.door, claim, PATEL, reference="there", day=THURSDAY)
        give(two, one, tmp_path)
        (asked,) = likenesses(one.workspace)
        assert (asked.reason, {asked.first, asked.second}) == (
            "Somebody said that they are one",
            set(both),
        )
        # Until somebody has said so again, it is not paid here a second time.
        (here,) = at.records.find(Claim, person=stays)
        with pytest.raises(InputRefused, match="Another laptop paid"):
            record_payment(at.door, here.id, PATEL, reference="again", day=THURSDAY)
        with pytest.raises(InputRefused, match="Perhaps the same"):
            make_batch(at.door, at.agency, PATEL, "Again", frozenset({here.id}))
        make_one(at.door, Alike.PERSON, *both)
        give(one, two, tmp_path)
        for each in (one, two):
            (here,) = each.workspace.find(Claim, person=stays)
            assert (now(each, here.id).state, now(each, here.id).paid_pence) == (Stands.PAID, 420)
            assert waiting(each, at.agency) == {}
            assert likenesses(each.workspace) == ()

"""Batches: every approved claim in exactly one, control totals that add up, laptops that did not
know of one another, and files that say the same."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from python_calamine import CalamineWorkbook

from cps_desktop.documents.list_files import csv_bytes, xlsx_bytes
from cps_desktop.domain.changes import creating
from cps_desktop.domain.claim_states import Stands
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Alike,
    BatchEntry,
    Claim,
    ClaimStep,
    LineKind,
    Signing,
    StepKind,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services import claim_steps
from cps_desktop.services.accruals import accruals
from cps_desktop.services.batch_files import batch_sheet
from cps_desktop.services.claim_payments import payment_id, record_payment
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.claims import add_line, change_line, lines_of, start_claim
from cps_desktop.services.erasing_foreseen import foresee_person
from cps_desktop.services.merging import make_one
from cps_desktop.services.paying_batches import (
    make_batch,
    pay_batch,
    take_out,
)
from cps_desktop.services.payment_batches import (
    batch_view,
    batches,
    payables,
)
from tests.services.expenses import FRIDAY, POLICIES, Expenses
from tests.services.laptop import THURSDAY, Laptop, give, laptop
from tests.services.organisation import Organisation

DODD, PATEL = Who("A. Dodd (invented)"), Who("B. Patel (invented)")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Expenses]:
    with laptop(tmp_path) as one:
        yield Expenses(one)


def approved(at: Expenses, pence: int, name: str = "", claim: RecordId = "") -> RecordId:
    if not claim:
        claim = start_claim(at.door, at.session, at.new_person(name), at.agency)
    add_line(at.door, POLICIES, claim, kind_of=LineKind.BUS, day=THURSDAY, pence=pence)
    again(at, claim)
    return claim


def again(at: Expenses, claim: RecordId) -> None:
    claim_steps.declare(at.door, claim, Who("Signer"), signing=Signing.PAPER)
    claim_steps.confirm_attendance(at.door, claim, DODD, "Seen.")
    claim_steps.submit(at.door, claim, DODD)
    claim_steps.approve(at.door, claim, PATEL)


def everything(at: Expenses) -> frozenset[RecordId]:
    return frozenset(one.claim for one in payables(at.records, at.agency))


def test_every_approved_claim_is_in_exactly_one_batch(at: Expenses) -> None:
    first, second = approved(at, 420, "A. One"), approved(at, 280, "B. Two")
    batch = make_batch(at.door, at.agency, PATEL, "2027-03", frozenset({first}))
    assert everything(at) == {second}
    with pytest.raises(InputRefused, match="in a batch already"):
        make_batch(at.door, at.agency, PATEL, "2027-04", frozenset({first, second}))
    with pytest.raises(InputRefused, match="2027-03"):
        make_batch(at.door, at.agency, PATEL, " 2027-03 ", frozenset({second}))
    other = make_batch(at.door, at.agency, PATEL, "2027-04", frozenset({second}))
    views = [batch_view(at.records, POLICIES, one) for one in (batch, other)]
    assert [(one.words, one.control_pence) for one in views] == [
        ("1 claim, £4.20", 420),
        ("1 claim, £2.80", 280),
    ]
    assert {one.id for one in batches(at.records, at.agency)} == {batch, other}
    at.door.undo()
    assert everything(at) == {second}, "a batch that is undone holds nothing"


def test_a_paid_batch_pays_each_claim_once(at: Expenses) -> None:
    claims = {approved(at, 420, "A. One"), approved(at, 280, "B. Two")}
    batch = make_batch(at.door, at.agency, PATEL, "2027-03", frozenset(claims))
    with pytest.raises(InputRefused, match="still to come"):
        pay_batch(at.door, POLICIES, batch, PATEL, reference="BACS", day=FRIDAY)
    assert pay_batch(at.door, POLICIES, batch, PATEL, reference="BACS", day=THURSDAY) == 2
    for claim in claims:
        known = at.records.get(Claim, claim)
        assert known is not None
        assert claim_steps.standing(at.records, known).state is Stands.PAID
    with pytest.raises(InputRefused, match="Nothing in this batch"):
        pay_batch(at.door, POLICIES, batch, PATEL, reference="BACS", day=THURSDAY)
    row = batch_view(at.records, POLICIES, batch).rows[0]
    with pytest.raises(InputRefused, match="stays in its batch"):
        take_out(at.door, row.entry)


def test_what_was_changed_since_is_doubted_and_not_paid(at: Expenses) -> None:
    claim, other = approved(at, 420, "A. One"), approved(at, 280, "B. Two")
    batch = make_batch(at.door, at.agency, PATEL, "2027-03", frozenset({claim, other}))
    line = lines_of(at.records, claim)[0].id
    change_line(at.door, POLICIES, line, pence=9900)
    view = batch_view(at.records, POLICIES, batch)
    assert view.control_pence == 280, "what is in doubt is in no total until it is decided"
    assert [one.doubt for one in view.undecided] == ["It was changed since it was approved."]
    assert [row[3] for row in batch_sheet(view).rows[:-1]] == [other[-8:].upper()]
    assert pay_batch(at.door, POLICIES, batch, PATEL, reference="BACS", day=THURSDAY) == 1
    again(at, claim)
    view = batch_view(at.records, POLICIES, batch)
    (row,) = view.undecided
    assert row.doubt == "It was approved anew, and no longer for this."
    assert everything(at) == frozenset(), "one claim is in no two control totals"
    take_out(at.door, row.entry)
    assert everything(at) == {claim}
    later = make_batch(at.door, at.agency, PATEL, "2027-04", frozenset({claim}))
    assert batch_view(at.records, POLICIES, later).control_pence == 9900


def test_what_is_written_down_as_paid_where_nobody_may_is_in_no_total(tmp_path: Path) -> None:
    with laptop(tmp_path, seed=1) as office, laptop(tmp_path, seed=2) as field:
        Organisation().found([office], [field])
        at = Expenses(office)
        claim = approved(at, 420, "A. One")
        batch = make_batch(at.door, at.agency, PATEL, "1", frozenset({claim}))
        give(office, field, tmp_path)
        (approval,) = field.workspace.find(ClaimStep, step=StepKind.APPROVED)
        forged = msgspec.structs.replace(
            approval,
            id=payment_id(claim, approval.seen),
            step=StepKind.PAID,
            follows=tuple(one.id for one in field.workspace.find(ClaimStep)),
        )
        field.door.do("Forge", creating(forged))
        give(field, office, tmp_path)
        for each in (office, field):
            view = batch_view(each.workspace, POLICIES, batch)
            (row,) = view.undecided
            assert (view.control_pence, row.paid) == (0, False)
            assert "no coordinator's" in row.doubt
            (sums,) = accruals(each.workspace, POLICIES)
            assert (sums.paid, sums.owed) == (0, 420), "it is still to be set aside"
        claim_steps.approve(at.door, claim, PATEL)  # who looks at it finds that it was paid
        view = batch_view(at.records, POLICIES, batch)
        assert (view.control_pence, [one.paid for one in view.rows]) == (420, [True])
        assert [(one.paid, one.owed) for one in accruals(at.records, POLICIES)] == [(420, 0)]


def test_what_is_approved_anew_after_payment_is_paid_by_the_difference(at: Expenses) -> None:
    claim = approved(at, 420, "A. One")
    batch = make_batch(at.door, at.agency, PATEL, "1", frozenset({claim}))
    pay_batch(at.door, POLICIES, batch, PATEL, reference="BACS", day=THURSDAY)
    approved(at, 280, claim=claim)
    (one,) = payables(at.records, at.agency)
    assert one.pence == 280
    second = make_batch(at.door, at.agency, PATEL, "2", frozenset({claim}))
    pay_batch(at.door, POLICIES, second, PATEL, reference="BACS", day=THURSDAY)
    known = at.records.get(Claim, claim)
    assert known is not None
    now = claim_steps.standing(at.records, known)
    assert (now.state, now.paid_pence) == (Stands.PAID, 700)
    assert batch_view(at.records, POLICIES, batch).control_pence == 420


def test_in_its_batch_a_claim_stays_where_its_claimant_is_merged(at: Expenses) -> None:
    for after_payment in (False, True):
        claim = approved(at, 420, f"Same {after_payment}")
        batch = make_batch(at.door, at.agency, PATEL, str(after_payment), frozenset({claim}))
        if after_payment:
            pay_batch(at.door, POLICIES, batch, PATEL, reference="BACS", day=THURSDAY)
        known = at.records.get(Claim, claim)
        assert known is not None
        make_one(at.door, Alike.PERSON, at.person, known.person, {"name": "R. Hartley (invented)"})
        (row,) = batch_view(at.records, POLICIES, batch).rows
        assert (row.claim, row.paid, row.doubt) == (at.claim, after_payment, "")
        assert everything(at) == frozenset()
        at.door.undo()


def test_two_batches_on_two_laptops_are_a_question_and_the_money_is_in_neither(
    tmp_path: Path,
) -> None:
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as two:
        here = Expenses(one)
        claim, other = approved(here, 420, "A. One"), approved(here, 280, "B. Two")
        give(one, two, tmp_path)
        first = make_batch(one.door, here.agency, PATEL, "here", frozenset({claim, other}))
        second = make_batch(two.door, here.agency, DODD, "there", frozenset({claim}))
        give(one, two, tmp_path)
        give(two, one, tmp_path)

        def totals(of: Laptop) -> tuple[int, int]:
            views = [batch_view(of.workspace, POLICIES, each) for each in (first, second)]
            return views[0].control_pence, views[1].control_pence

        assert totals(one) == totals(two) == (280, 0)
        views = [batch_view(one.workspace, POLICIES, each) for each in (first, second)]
        assert sum(len(each.undecided) for each in views) == 1
        with pytest.raises(InputRefused, match="waiting to be paid"):
            pay_batch(one.door, POLICIES, second, PATEL, reference="1", day=THURSDAY)
        (entry,) = [each for each in one.workspace.find(BatchEntry) if each.claim == claim]
        assert "batch" in entry.contested


def test_what_two_coordinators_approved_alike_is_paid_once(tmp_path: Path) -> None:
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as two:
        here = Expenses(one)
        claim = approved(here, 420, "A. One")
        here.door.undo()  # the approval
        give(one, two, tmp_path)
        claim_steps.approve(one.door, claim, PATEL)
        claim_steps.approve(two.door, claim, DODD)
        first = make_batch(one.door, here.agency, PATEL, "same", frozenset({claim}))
        pay_batch(one.door, POLICIES, first, PATEL, reference="1", day=THURSDAY)
        record_payment(two.door, claim, DODD, reference="1", day=THURSDAY)
        give(one, two, tmp_path)
        give(two, one, tmp_path)
        for each in (one, two):
            known = each.workspace.get(Claim, claim)
            assert known is not None
            now = claim_steps.standing(each.workspace, known)
            assert (now.state, now.paid_pence) == (Stands.PAID, 420)
            assert len(each.workspace.find(ClaimStep, step="paid")) == 1


def test_both_files_hold_the_same_and_the_control_total_and_no_formula(at: Expenses) -> None:
    claims = {approved(at, 420, "=1+1 (invented)"), approved(at, 123_456, "Łucja Nowak")}
    batch = make_batch(at.door, at.agency, PATEL, "2027-03", frozenset(claims))
    sheet = batch_sheet(batch_view(at.records, POLICIES, batch))
    book = CalamineWorkbook.from_filelike(io.BytesIO(xlsx_bytes(sheet)))
    from_excel = book.get_sheet_by_index(0).to_python()
    from_csv = list(csv.reader(io.StringIO(csv_bytes(sheet).decode("utf-8-sig"))))
    assert [str(row[4]) for row in from_excel[1:3]] == ["=1+1 (invented)", "Łucja Nowak"]
    assert [row[4] for row in from_csv[1:3]] == ["'=1+1 (invented)", "Łucja Nowak"]
    for rows in (from_excel, from_csv):
        pence = [int(float(str(row[-1]))) for row in rows[1:]]
        assert sum(pence[:-1]) == pence[-1] == 123_876
        assert (rows[-1][0], rows[-1][3], rows[-1][8]) == (
            "Control total",
            "2 claims",
            "£1,238.76",
        )


def test_with_a_person_go_the_steps_of_their_claims_and_their_place_in_a_batch(
    at: Expenses,
) -> None:
    claim = approved(at, 420, claim=at.claim)
    make_batch(at.door, at.agency, PATEL, "2027-03", frozenset({claim}))
    foreseen = foresee_person(at.laptop.workspace, at.person)
    taken = {key.kind for group in foreseen.groups for key in group.records}
    assert {"claim", "claim_line", "claim_step", "batch_entry"} <= taken
    assert "payment_batch" not in taken

"""The way of a claim on a real workspace: who may do what when, and two laptops that did not know
of one another."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.claim_states import Standing, Stands
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Alike,
    Claim,
    ClaimStep,
    LineKind,
    Person,
    Session,
    Signing,
    StepKind,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services import claim_payments, claim_steps
from cps_desktop.services.attendance import add_to_list, tick_in
from cps_desktop.services.claim_lines import NOT_COUNTED
from cps_desktop.services.claim_sheets import claim_sheet
from cps_desktop.services.claim_steps import Who
from cps_desktop.services.claims import (
    add_line,
    attach_receipt,
    change_line,
    remove_claim,
    remove_line,
)
from cps_desktop.services.claims_at_once import ClaimsAtOnce
from cps_desktop.services.coordination import (
    accept_joining,
    become_coordinator,
    read_joining,
    save_join_file,
)
from cps_desktop.services.door import Door
from cps_desktop.services.merging import make_one
from cps_desktop.services.paying_batches import make_batch
from cps_desktop.services.payment_batches import payables
from cps_desktop.services.sessions import days_of
from tests.services.desks import desk_of
from tests.services.expenses import FRIDAY, POLICIES, Expenses, picture
from tests.services.laptop import THURSDAY, Laptop, give, laptop
from tests.services.organisation import Organisation

HARTLEY = Who("R. Hartley (invented)")
DODD = Who("A. Dodd (invented)")
PATEL = Who("B. Patel (invented)")


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Expenses]:
    with laptop(tmp_path) as one:
        made = Expenses(one)
        add_line(made.door, POLICIES, made.claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
        yield made


def listed(at: Expenses) -> None:
    entry = add_to_list(at.door, at.session, person=at.person)
    tick_in(at.door, entry, days_of(at.records, at.session)[0].id)


def stands(at: Expenses) -> Stands:
    claim = at.records.get(Claim, at.claim)
    assert claim is not None
    return claim_steps.standing(at.records, claim).state


def to_submitted(at: Expenses) -> None:
    claim_steps.declare(at.door, at.claim, HARTLEY, signing=Signing.PAPER)
    claim_steps.confirm_attendance(at.door, at.claim, DODD, "I saw them.")
    claim_steps.submit(at.door, at.claim, DODD)


def test_from_signing_to_the_money_every_step_says_who_and_when(at: Expenses) -> None:
    listed(at)
    door, claim = at.door, at.claim
    claim_steps.declare(door, claim, HARTLEY, signing=Signing.SCREEN, strokes="1,1 90,40")
    assert at.view().state_words == "◔ Signed"
    claim_steps.confirm_attendance(door, claim, DODD)
    claim_steps.submit(door, claim, DODD)
    claim_steps.query(door, claim, PATEL, "Which bus was it?")
    assert at.view().state_words == "◆ Asked about"
    claim_steps.submit(door, claim, DODD, "The 680.")
    claim_steps.approve(door, claim, PATEL)
    claim_payments.record_payment(door, claim, PATEL, reference="BACS 7", day=THURSDAY)
    view = at.view()
    assert view.standing.state is Stands.PAID
    assert [(one.step, one.by) for one in view.steps] == [
        (StepKind.DECLARED, HARTLEY.name),
        (StepKind.ATTENDANCE, DODD.name),
        (StepKind.SUBMITTED, DODD.name),
        (StepKind.QUERIED, PATEL.name),
        (StepKind.SUBMITTED, DODD.name),
        (StepKind.APPROVED, PATEL.name),
        (StepKind.PAID, PATEL.name),
    ]
    moments = [one.when_done or 0 for one in view.steps]
    assert moments == sorted(set(moments))
    assert all(moments)
    assert view.steps[1].words == (
        "The register has R. Hartley (invented) here on Thursday 18 March 2027."
    )
    assert (view.steps[-1].pence, view.steps[-1].words) == (420, "BACS 7")


def test_the_register_bears_a_claim_out_or_the_mismatch_is_said(at: Expenses) -> None:
    claim = at.records.get(Claim, at.claim)
    assert claim is not None
    assert "not on the list" in claim_steps.register_says(at.records, claim).mismatch
    entry = add_to_list(at.door, at.session, person=at.person)
    assert "no tick" in claim_steps.register_says(at.records, claim).mismatch
    tick_in(at.door, entry, days_of(at.records, at.session)[0].id)
    assert not claim_steps.register_says(at.records, claim).mismatch
    add_line(at.door, POLICIES, at.claim, kind_of=LineKind.BUS, day=FRIDAY, pence=420)
    says = claim_steps.register_says(at.records, claim)
    assert says.mismatch == (
        "It is claimed for Friday 19 March 2027 too, and the register has no tick then."
    )
    claim_steps.declare(at.door, at.claim, HARTLEY, signing=Signing.PAPER)
    with pytest.raises(InputRefused, match="how you know"):
        claim_steps.confirm_attendance(at.door, at.claim, DODD)
    claim_steps.confirm_attendance(at.door, at.claim, DODD, "Came late on Friday.")
    assert at.view().steps[-1].words.endswith("no tick then. Came late on Friday.")


REFUSED: list[tuple[str, Callable[[Expenses], object]]] = [
    ("once the claim is signed", lambda at: claim_steps.confirm_attendance(
        at.door, at.claim, DODD, "Seen.")),
    ("once it is signed as it is now", lambda at: claim_steps.submit(at.door, at.claim, DODD)),
    ("not handed in as it is now", lambda at: claim_steps.approve(at.door, at.claim, DODD)),
    ("once it is handed in", lambda at: claim_steps.query(at.door, at.claim, DODD, "Why?")),
    ("once it is handed in", lambda at: claim_steps.refuse(at.door, at.claim, DODD, "No.")),
    ("once it is approved", lambda at: claim_payments.record_payment(
        at.door, at.claim, DODD, reference="1", day=THURSDAY)),
    ("Nothing is written in the box", lambda at: claim_steps.declare(
        at.door, at.claim, HARTLEY, signing=Signing.SCREEN)),
    ("Write who", lambda at: claim_steps.declare(
        at.door, at.claim, Who(" "), signing=Signing.PAPER)),
]  # fmt: skip


@pytest.mark.parametrize(("says", "tried"), REFUSED)
def test_no_step_is_taken_before_its_time(
    at: Expenses, says: str, tried: Callable[[Expenses], object]
) -> None:
    with pytest.raises(InputRefused, match=says) as refused:
        tried(at)
    assert str(refused.value).endswith("Nothing was changed.")
    assert not at.records.find(ClaimStep)


def test_nobody_approves_their_own_claim_or_confirms_their_own_attendance(at: Expenses) -> None:
    claim_steps.declare(at.door, at.claim, HARTLEY, signing=Signing.PAPER)
    other = at.new_person("Rosie Hartley (invented)")
    make_one(at.door, Alike.PERSON, at.person, other, {"name": "R. Hartley (invented)"})
    spelt = [Who(one) for one in ("r. hartley  (INVENTED)", "Hartley, R (invented)")]
    merged = [Who("Rosie Hartley (invented)"), Who("Somebody", other)]
    for own in (*spelt, *merged, Who("Somebody", at.person)):
        with pytest.raises(InputRefused, match="Somebody else has to confirm"):
            claim_steps.confirm_attendance(at.door, at.claim, own, "I was there.")
    claim_steps.confirm_attendance(at.door, at.claim, DODD, "Seen.")
    claim_steps.submit(at.door, at.claim, HARTLEY)
    with pytest.raises(InputRefused, match="Somebody else has to approve"):
        claim_steps.approve(at.door, at.claim, HARTLEY)
    assert stands(at) is Stands.SUBMITTED


def test_an_approval_of_ones_own_is_printed_as_what_it_is(at: Expenses) -> None:
    to_submitted(at)
    claim_steps.approve(at.door, at.claim, PATEL)
    person = at.records.get(Person, at.person)
    session = at.records.get(Session, at.session)
    assert person is not None
    assert session is not None
    at.door.do("Known as", setting(person, known_as=PATEL.name))
    assert stands(at) is Stands.SUBMITTED
    said = claim_sheet(desk_of(at.laptop), session, at.claim).history
    assert [one.endswith(NOT_COUNTED) for one in said] == [False, False, False, True]


def test_a_claim_that_is_handed_in_is_not_removed_before_that_is_taken_back(at: Expenses) -> None:
    to_submitted(at)
    with pytest.raises(InputRefused, match="is handed in, so it stays"):
        remove_claim(at.door, at.claim)
    claim_steps.take_back(at.door, at.view().steps[-1].id, DODD, "The wrong session.")
    remove_claim(at.door, at.claim)
    assert not at.records.find(Claim)


def test_decisions_and_payments_are_a_coordinators_wherever_they_are_asked_for(
    tmp_path: Path,
) -> None:
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as office:
        here = Expenses(one)
        add_line(here.door, POLICIES, here.claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
        to_submitted(here)
        become_coordinator(office.workspace, "Fellside (sample)", PATEL.name)
        paper = tmp_path / "fellside.cpsjoin"
        save_join_file(office.workspace, paper)
        accept_joining(one.workspace, read_joining(one.workspace, paper))
        door, claim = here.door, here.claim
        give(one, office, tmp_path)
        claim_steps.approve(office.door, claim, PATEL)
        give(office, one, tmp_path)
        approval = here.view().standing.deciding[0]
        assert approval.step == StepKind.APPROVED
        tried: list[Callable[[], object]] = [
            lambda: claim_steps.approve(door, claim, DODD),
            lambda: claim_steps.refuse(door, claim, DODD, "No."),
            lambda: claim_steps.query(door, claim, DODD, "Why?"),
            lambda: claim_steps.take_back(door, approval.id, DODD, "No."),
            lambda: claim_payments.record_payment(door, claim, DODD, reference="1", day=THURSDAY),
            lambda: make_batch(door, here.agency, DODD, "2027-03", frozenset({claim})),
        ]
        for one_more in tried:
            with pytest.raises(InputRefused, match="on a coordinator's laptop"):
                one_more()
        claim_payments.record_payment(office.door, claim, PATEL, reference="1", day=THURSDAY)


def test_approved_is_frozen_and_an_edit_opens_a_query_and_undo_closes_it(at: Expenses) -> None:
    to_submitted(at)
    claim_steps.approve(at.door, at.claim, PATEL)
    line = at.view().lines[0].line.id
    changes: list[Callable[[], object]] = [
        lambda: change_line(at.door, POLICIES, line, pence=9900),
        lambda: change_line(at.door, POLICIES, line, agreed_by="Nobody"),
        lambda: remove_line(at.door, line),
        lambda: attach_receipt(at.door, at.laptop.workspace, line, [picture("late")]),
        lambda: add_line(at.door, POLICIES, at.claim, kind_of=LineKind.BUS, pence=1),
    ]
    for change in changes:
        change()
        now = at.view().standing
        assert (now.state, now.changed, now.approved_pence) == (Stands.QUERIED, True, 420)
        assert at.view().state_words == "◆ Changed since it was approved"
        at.door.undo()
        assert stands(at) is Stands.APPROVED
    with pytest.raises(InputRefused, match="it stays"):
        remove_claim(at.door, at.claim)


def test_undo_takes_ones_own_step_back_and_later_a_reason_does(at: Expenses) -> None:
    to_submitted(at)
    claim_steps.approve(at.door, at.claim, PATEL)
    at.door.undo()
    assert stands(at) is Stands.SUBMITTED
    at.door.redo()
    assert stands(at) is Stands.APPROVED
    approval = at.view().steps[-1].id
    with pytest.raises(InputRefused, match="Write why"):
        claim_steps.take_back(at.door, approval, PATEL, "")
    claim_steps.take_back(at.door, approval, PATEL, "The wrong claim.")
    assert stands(at) is Stands.SUBMITTED
    assert at.view().steps[-1].words == "The wrong claim."
    claim_steps.approve(at.door, at.claim, PATEL)
    claim_payments.record_payment(at.door, at.claim, PATEL, reference="BACS 8", day=THURSDAY)
    for step in at.view().steps:
        with pytest.raises(InputRefused):
            claim_steps.take_back(at.door, step.id, PATEL, "Too late.")


def test_what_was_handed_over_is_not_undone_beneath_an_approval_given_elsewhere(
    tmp_path: Path,
) -> None:
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as two:
        here = Expenses(one)
        add_line(here.door, POLICIES, here.claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
        to_submitted(here)
        give(one, two, tmp_path)
        claim_steps.query(here.door, here.claim, PATEL, "Which bus?")
        here.door.undo()
        assert stands(here) is Stands.SUBMITTED, "nobody was given the question"
        with pytest.raises(InputRefused, match="“Hand the claim in” was handed over"):
            here.door.undo()
        assert stands(here) is Stands.SUBMITTED
        assert here.door.can_undo == "Confirm attendance", "it is passed over"
        claim_steps.approve(two.door, here.claim, PATEL)
        give(two, one, tmp_path)
        assert stands(here) is Stands.APPROVED


def test_a_day_to_come_is_no_day_of_a_payment(at: Expenses) -> None:
    to_submitted(at)
    claim_steps.approve(at.door, at.claim, PATEL)
    with pytest.raises(InputRefused, match="still to come"):
        claim_payments.record_payment(at.door, at.claim, PATEL, reference="1", day=FRIDAY)


def test_two_laptops_that_did_not_know_of_one_another(tmp_path: Path) -> None:
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as two:
        here = Expenses(one)
        add_line(here.door, POLICIES, here.claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
        to_submitted(here)
        give(one, two, tmp_path)
        claim_steps.approve(here.door, here.claim, PATEL)
        claim_steps.refuse(two.door, here.claim, DODD, "No ticket.")
        give(one, two, tmp_path)
        give(two, one, tmp_path)
        for laptop_ in (one, two):
            claim = laptop_.workspace.get(Claim, here.claim)
            assert claim is not None
            now = claim_steps.standing(laptop_.workspace, claim)
            assert now.state is Stands.CONTESTED
            assert {each.by for each in now.deciding} == {PATEL.name, DODD.name}
        claim_steps.approve(two.door, here.claim, PATEL)
        give(two, one, tmp_path)
        assert stands(here) is Stands.APPROVED
        # An edit elsewhere, made without knowing of the approval, opens a query everywhere.
        line = here.view().lines[0].line.id
        change_line(two.door, POLICIES, line, pence=9900)
        give(two, one, tmp_path)
        assert here.view().standing.changed
        assert here.view().standing.approved_pence == 420


def test_whatever_two_laptops_do_in_whatever_order_nothing_is_skipped(tmp_path: Path) -> None:
    chance = random.Random("claims")
    with laptop(tmp_path, seed=1) as one, laptop(tmp_path, seed=2) as two:
        here = Expenses(one)
        line = add_line(
            here.door, POLICIES, here.claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420
        )
        give(one, two, tmp_path)
        claim = here.claim

        def last_paid(door: Door) -> RecordId:
            paid = door.records.find(ClaimStep, step=StepKind.PAID)
            return max((one.id for one in paid), default="")

        doings: list[Callable[[Door], object]] = [
            lambda door: claim_steps.declare(door, claim, HARTLEY, signing=Signing.PAPER),
            lambda door: claim_steps.confirm_attendance(door, claim, DODD, "Seen."),
            lambda door: claim_steps.submit(door, claim, DODD),
            lambda door: claim_steps.approve(door, claim, PATEL),
            lambda door: claim_steps.refuse(door, claim, PATEL, "No."),
            lambda door: claim_steps.query(door, claim, PATEL, "Why?"),
            lambda door: claim_payments.record_payment(
                door, claim, PATEL, reference="1", day=THURSDAY
            ),
            lambda door: change_line(door, POLICIES, line, pence=chance.choice([420, 500])),
            lambda door: claim_payments.strike_out(door, last_paid(door), DODD, "Sent back."),
        ]
        done = 0
        for _ in range(70):
            try:
                chance.choice(doings[:4] + doings)(chance.choice([one, two]).door)
                done += 1
            except InputRefused:
                continue
            if chance.random() < 0.2:
                give(*chance.choice([(one, two), (two, one)]), tmp_path)
        give(one, two, tmp_path)
        give(two, one, tmp_path)
        assert done > 15
        stood = []
        for each in (one, two):
            known = each.workspace.get(Claim, claim)
            assert known is not None
            now = claim_steps.standing(each.workspace, known)
            stood.append((now.state, now.approved_pence, now.paid_pence, now.changed, now.after))
            if now.approval is not None:
                follows = {
                    step.step
                    for step in each.workspace.find(ClaimStep)
                    if step.id in now.approval.follows
                }
                assert {StepKind.DECLARED, StepKind.ATTENDANCE, StepKind.SUBMITTED} <= follows
        assert stood[0] == stood[1]


def test_what_was_decided_where_nobody_may_is_asked_about_on_every_laptop(tmp_path: Path) -> None:
    with laptop(tmp_path, seed=1) as office, laptop(tmp_path, seed=2) as field:
        here = Expenses(field)
        add_line(here.door, POLICIES, here.claim, kind_of=LineKind.BUS, day=THURSDAY, pence=420)
        Organisation().found([office], [field])
        claim_steps.declare(field.door, here.claim, HARTLEY, signing=Signing.PAPER)
        claim_steps.confirm_attendance(field.door, here.claim, DODD, "Seen.")
        claim_steps.submit(field.door, here.claim, DODD)
        with pytest.raises(InputRefused, match="coordinator's laptop"):
            claim_steps.approve(field.door, here.claim, PATEL)
        # Another program, or a changed copy of this one, writes it down all the same.
        (submitted,) = field.workspace.find(ClaimStep, step=StepKind.SUBMITTED)
        forged = msgspec.structs.replace(
            submitted,
            id=field.door.new_id(),
            step=StepKind.APPROVED,
            follows=tuple(one.id for one in field.workspace.find(ClaimStep)),
        )
        field.door.do("Forge", creating(forged))
        give(field, office, tmp_path)

        def now(at: Laptop) -> Standing:
            known = at.workspace.get(Claim, here.claim)
            assert known is not None
            found = claim_steps.standing(at.workspace, known)
            assert ClaimsAtOnce(at.workspace).standing(known) == found
            return found

        for each in (office, field):
            assert (now(each).state, now(each).approval) == (Stands.CONTESTED, None)
            assert [one.id for one in now(each).doubted] == [forged.id]
        assert payables(office.workspace, here.agency) == ()
        claim_steps.approve(office.door, here.claim, PATEL)
        give(office, field, tmp_path)
        assert now(office).state is now(field).state is Stands.APPROVED
        # What a coordinator approved is altered elsewhere, or who it is for is merged.
        assert now(field).approval is not None
        approval = field.workspace.get(ClaimStep, now(field).approval.id)  # type: ignore[union-attr]
        assert approval is not None
        field.door.do("Rename", setting(approval, by="B. Patel-Dodd (invented)"))
        assert now(field).state is Stands.APPROVED, "the name alone decides nothing"
        field.door.do("Alter", setting(approval, step=StepKind.REFUSED))
        give(field, office, tmp_path)
        assert now(office).state is Stands.CONTESTED

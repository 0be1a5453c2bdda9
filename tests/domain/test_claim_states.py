"""A claim's state follows from its steps: in any order, skipping none, approved once and frozen."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import random
from collections.abc import Collection

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop.domain.claim_content import (
    content_of,
    payment_mark,
    pence_of,
    read_content,
    same_money,
)
from cps_desktop.domain.claim_states import Claimant, Standing, Stands, fold_name, standing_of
from cps_desktop.domain.kinds import Claim, ClaimLine, ClaimState, ClaimStep, LineKind, StepKind

HARTLEY, DODD = "a" * 32, "b" * 32
CLAIM = Claim(id="c" * 32, person=HARTLEY)
WHO = Claimant(HARTLEY, frozenset({fold_name("R. Hartley")}))


def line(place: int, pence: int, **more: object) -> ClaimLine:
    values = {"kind_of": LineKind.BUS, "pence": pence, **more}
    return ClaimLine(id=f"{place:032x}", **values)  # type: ignore[arg-type]


ONE = content_of([line(1, 420)], {})
ONE_WITH_RECEIPT = content_of([line(1, 420)], {line(1, 420).id: ["shot"]})
OTHER = content_of([line(1, 420), line(2, 280)], {})
CONTENTS = (ONE, ONE_WITH_RECEIPT, OTHER)


class Way:
    """Steps made one after another; each knows those before it unless told otherwise."""

    def __init__(self) -> None:
        self.steps: list[ClaimStep] = []

    def add(
        self,
        kind: StepKind,
        seen: str = ONE,
        by: str = "A. Dodd",
        knowing: list[ClaimStep] | None = None,
        **more: object,
    ) -> ClaimStep:
        known = self.steps if knowing is None else knowing
        step = ClaimStep(
            id=f"{0xD00 + len(self.steps):032x}",
            claim=CLAIM.id,
            step=kind,
            by=by,
            seen=seen,
            follows=tuple(one.id for one in known),
            when_done=len(self.steps),
            **more,  # type: ignore[arg-type]
        )
        self.steps.append(step)
        return step

    def to_submitted(self, seen: str = ONE) -> Way:
        self.add(StepKind.DECLARED, seen, "R. Hartley")
        self.add(StepKind.ATTENDANCE, seen)
        self.add(StepKind.SUBMITTED, seen)
        return self

    def stands(
        self, now: str = ONE, claim: Claim = CLAIM, doubted: Collection[str] = ()
    ) -> Standing:
        return standing_of(claim, self.steps, now, WHO, doubted)


def test_step_by_step_to_the_money() -> None:
    way = Way()
    seen = [way.stands().state]
    for kind in (
        StepKind.DECLARED,
        StepKind.ATTENDANCE,
        StepKind.SUBMITTED,
        StepKind.APPROVED,
    ):
        way.add(kind)
        seen.append(way.stands().state)
    way.add(StepKind.PAID, pence=420)
    seen.append(way.stands().state)
    assert seen == [
        Stands.DRAFT,
        Stands.DECLARED,
        Stands.ATTENDED,
        Stands.SUBMITTED,
        Stands.APPROVED,
        Stands.PAID,
    ]
    assert (way.stands().approved_pence, way.stands().due_pence) == (420, 0)


def test_what_the_first_release_wrote_means_what_it_meant() -> None:
    ready = dataclasses.replace(CLAIM, state=ClaimState.READY)
    assert Way().stands().state is Stands.DRAFT
    assert Way().stands(claim=ready).state is Stands.READY
    assert Way().to_submitted().stands(claim=ready).state is Stands.SUBMITTED


def test_a_line_changed_after_signing_is_signed_again() -> None:
    way = Way().to_submitted()
    assert way.stands(OTHER).state is Stands.DRAFT
    assert way.stands(ONE_WITH_RECEIPT).state is Stands.SUBMITTED, "receipts may come later"


def test_what_was_approved_is_frozen_and_any_change_opens_a_query() -> None:
    way = Way().to_submitted()
    way.add(StepKind.APPROVED)
    for now in (OTHER, ONE_WITH_RECEIPT, content_of([line(1, 421)], {}), ""):
        found = way.stands(now)
        assert (found.state, found.changed) == (Stands.QUERIED, True)
        assert found.approved_pence == 420, "the approval stays as it was given"
    assert way.stands().state is Stands.APPROVED, "put back as it was, it is approved as it was"


def test_a_change_after_payment_is_approved_anew_and_only_the_rest_is_due() -> None:
    way = Way().to_submitted()
    way.add(StepKind.APPROVED)
    way.add(StepKind.PAID, pence=420)
    assert way.stands(OTHER).changed
    way.to_submitted(OTHER)
    assert way.stands(OTHER).state is Stands.SUBMITTED
    way.add(StepKind.APPROVED, OTHER)
    found = way.stands(OTHER)
    assert (found.state, found.paid_pence, found.due_pence) == (Stands.APPROVED, 420, 280)


@pytest.mark.parametrize("kind", [StepKind.APPROVED, StepKind.ATTENDANCE])
@pytest.mark.parametrize("by", ["  r.  HARTLEY ", "Hartley, R", "known by their record"])
def test_nobody_approves_their_own_claim_or_confirms_their_own_attendance(
    kind: StepKind, by: str
) -> None:
    way = Way()
    for each in (StepKind.DECLARED, StepKind.ATTENDANCE, StepKind.SUBMITTED, StepKind.APPROVED):
        own = each is kind
        person = HARTLEY if own and by.startswith("known") else ""
        way.add(each, by=by if own else "A. Dodd", by_person=person)
    found = way.stands()
    assert found.state is (Stands.SUBMITTED if kind is StepKind.APPROVED else Stands.DECLARED)
    assert [one.step for one in found.void] == [kind]


def test_a_namesake_with_a_record_of_their_own_may_approve() -> None:
    way = Way().to_submitted()
    way.add(StepKind.APPROVED, by="R. Hartley", by_person=DODD)
    assert way.stands().state is Stands.APPROVED


def test_approved_here_and_refused_there_is_a_question_until_somebody_decides() -> None:
    way = Way().to_submitted()
    before = list(way.steps)
    way.add(StepKind.APPROVED, knowing=before)
    way.add(StepKind.REFUSED, knowing=before)
    found = way.stands()
    assert (found.state, found.approval, len(found.deciding)) == (Stands.CONTESTED, None, 2)
    way.add(StepKind.REFUSED)
    assert way.stands().state is Stands.REFUSED


def test_approved_here_and_there_for_the_same_is_approved() -> None:
    way = Way().to_submitted()
    before = list(way.steps)
    way.add(StepKind.APPROVED, knowing=before)
    way.add(StepKind.APPROVED, knowing=before)
    assert way.stands().state is Stands.APPROVED
    way.add(StepKind.APPROVED, ONE_WITH_RECEIPT, knowing=before)
    assert way.stands().state is Stands.CONTESTED


def test_a_submission_that_did_not_know_of_the_approval_does_not_go_beyond_it() -> None:
    way = Way().to_submitted()
    before = list(way.steps)
    way.add(StepKind.APPROVED)
    elsewhere = Way()
    elsewhere.steps = before.copy()
    for kind in (StepKind.DECLARED, StepKind.ATTENDANCE, StepKind.SUBMITTED):
        step = elsewhere.add(kind, OTHER)
        step = dataclasses.replace(step, id=step.id.replace("d", "e"))
        elsewhere.steps[-1] = step
    way.steps += elsewhere.steps[len(before) :]
    found = way.stands(OTHER)
    assert (found.state, found.changed, found.approved_pence) == (Stands.QUERIED, True, 420)


def test_a_query_is_answered_by_submitting_again() -> None:
    way = Way().to_submitted()
    way.add(StepKind.QUERIED, words="Which bus?")
    assert way.stands().state is Stands.QUERIED
    way.add(StepKind.SUBMITTED, words="The 680.")
    assert way.stands().state is Stands.SUBMITTED


def test_what_is_taken_back_counts_no_more_but_a_payment_elsewhere_is_a_fact() -> None:
    way = Way().to_submitted()
    approved = way.add(StepKind.APPROVED)
    before = list(way.steps)
    way.add(StepKind.TAKEN_BACK, takes_back=approved.id)
    assert way.stands().state is Stands.SUBMITTED
    way.add(StepKind.PAID, knowing=before, pence=420)
    assert way.stands().state is Stands.PAID


# -- where claims are decided on -------------------------------------------------------------------


@pytest.mark.parametrize("kind", [StepKind.APPROVED, StepKind.REFUSED, StepKind.QUERIED])
def test_a_decision_made_where_nobody_may_decide_is_a_question_until_it_is_answered(
    kind: StepKind,
) -> None:
    way = Way().to_submitted()
    made = way.add(kind)
    found = way.stands(doubted={made.id})
    assert (found.state, found.approval, found.doubted) == (Stands.CONTESTED, None, (made,))
    assert (found.due_pence, found.approved_pence) == (0, 0)
    way.add(StepKind.APPROVED)
    assert way.stands(doubted={made.id}).state is Stands.APPROVED


def test_a_refusal_from_elsewhere_hides_no_approval_and_taking_it_back_there_does_nothing() -> None:
    way = Way().to_submitted()
    approved = way.add(StepKind.APPROVED)
    back = way.add(StepKind.TAKEN_BACK, takes_back=approved.id)
    assert way.stands(doubted={back.id}).state is Stands.APPROVED
    refused = way.add(StepKind.REFUSED)
    assert way.stands(doubted={back.id, refused.id}).state is Stands.CONTESTED


def test_a_payment_written_down_elsewhere_is_asked_about_and_never_paid_twice() -> None:
    way = Way().to_submitted()
    way.add(StepKind.APPROVED)
    paid = way.add(StepKind.PAID, pence=420)
    found = way.stands(doubted={paid.id})
    assert (found.state, found.doubted, found.due_pence) == (Stands.CONTESTED, (paid,), 0)
    way.add(StepKind.APPROVED)
    found = way.stands(doubted={paid.id})
    assert (found.state, found.doubted, found.paid_pence) == (Stands.PAID, (), 420)


# -- payments that did not happen ------------------------------------------------------------------


def paid_and_struck(by: str = "A. Dodd") -> tuple[Way, ClaimStep, ClaimStep]:
    way = Way().to_submitted()
    way.add(StepKind.APPROVED)
    paid = way.add(StepKind.PAID, pence=420)
    struck = way.add(StepKind.STRUCK_OUT, payment_mark(paid), by, takes_back=paid.id)
    return way, paid, struck


def test_a_payment_that_did_not_happen_is_due_again_by_the_same_approval_and_paid_once() -> None:
    way, paid, _ = paid_and_struck()
    found = way.stands()
    assert (found.state, found.due_pence, found.payments) == (Stands.APPROVED, 420, ())
    assert (found.struck, found.after) == ((paid,), (paid.id,))
    way.add(StepKind.PAID, pence=420, after=found.after)
    found = way.stands()
    assert (found.state, found.paid_pence, found.due_pence) == (Stands.PAID, 420, 0)


def test_after_a_payment_was_struck_out_the_approval_is_taken_back_like_any_other() -> None:
    way, _, _ = paid_and_struck()
    approved = next(one for one in way.steps if one.step == StepKind.APPROVED)
    way.add(StepKind.TAKEN_BACK, takes_back=approved.id)
    assert way.stands().state is Stands.SUBMITTED


def test_nobody_strikes_their_own_payment_out() -> None:
    way, paid, struck = paid_and_struck(by="Hartley, R.")
    found = way.stands()
    assert (found.state, found.payments, found.void) == (Stands.PAID, (paid,), (struck,))


def test_a_payment_written_down_elsewhere_without_knowing_of_it_stays_a_fact() -> None:
    way, paid, struck = paid_and_struck()
    place = way.steps.index(paid)
    harms: tuple[dict[str, object], ...] = (
        {"when_done": 99},
        {"day": dt.date(2027, 3, 18)},
        {"contested": ("day",)},
    )
    for harm in harms:
        way.steps[place] = msgspec.structs.replace(paid, **harm)
        found = way.stands()
        assert (found.state, found.struck, found.passed) == (Stands.PAID, (), (struck,))
    # Whoever knows of both strikes it out all the same.
    way.steps[place] = again = msgspec.structs.replace(paid, when_done=99)
    way.add(StepKind.STRUCK_OUT, payment_mark(again), takes_back=paid.id)
    assert (way.stands().state, way.stands().passed) == (Stands.APPROVED, ())


def test_struck_out_where_nobody_may_is_a_question_and_the_payment_stays() -> None:
    way, paid, struck = paid_and_struck()
    found = way.stands(doubted={struck.id})
    assert (found.state, found.payments, found.doubted) == (Stands.CONTESTED, (paid,), (struck,))
    assert found.due_pence == 0
    before = list(way.steps)
    way.add(StepKind.APPROVED)
    assert way.stands(doubted={struck.id}).state is Stands.PAID, "it was paid, a coordinator says"
    way.steps = before
    way.add(StepKind.STRUCK_OUT, payment_mark(paid), takes_back=paid.id)
    assert way.stands(doubted={struck.id}).state is Stands.APPROVED


def test_a_payment_is_not_taken_back_by_a_step_of_another_kind() -> None:
    way = Way().to_submitted()
    way.add(StepKind.APPROVED)
    paid = way.add(StepKind.PAID, pence=420)
    way.add(StepKind.TAKEN_BACK, takes_back=paid.id)
    assert way.stands().state is Stands.PAID


# -- whatever comes, in whatever order -------------------------------------------------------------


WAY = (
    StepKind.DECLARED,
    StepKind.ATTENDANCE,
    StepKind.SUBMITTED,
    StepKind.APPROVED,
    StepKind.PAID,
)


@st.composite
def any_steps(draw: st.DrawFn) -> tuple[list[ClaimStep], str]:
    """The way to the money as far as it may have come, then steps of any kind about any content,
    each knowing of any of those before it; then one of them may be gone or be another."""
    way = Way()
    usual: str = draw(st.sampled_from(CONTENTS))
    for kind in WAY[: draw(st.sampled_from(range(6)))]:
        way.add(kind, usual, pence=draw(st.sampled_from((420, 700))))
    for _ in range(draw(st.sampled_from(range(5)))):
        known: list[ClaimStep] = way.steps
        if draw(st.booleans()):
            known = [one for one in known if draw(st.booleans())]
        by: str = draw(st.sampled_from(("A. Dodd", "A. Dodd", "R. Hartley")))
        takes: str = draw(st.sampled_from([one.id for one in known] or [""]))
        kind = draw(st.sampled_from(tuple(StepKind)))
        seen: str = draw(st.sampled_from((usual, *CONTENTS)))
        payments = [one for one in known if one.step == StepKind.PAID]
        if kind is StepKind.STRUCK_OUT and payments:
            payment: ClaimStep = draw(st.sampled_from(payments))
            takes, seen = payment.id, payment_mark(payment)
        way.add(kind, seen, by, list(known), takes_back=takes)
    if way.steps:
        place = draw(st.sampled_from(range(len(way.steps))))
        harm: dict[str, object] = draw(
            st.sampled_from(({}, {}, {"deleted": True}, {"seen": OTHER}, {"by": "R. Hartley"}))
        )
        way.steps[place] = msgspec.structs.replace(way.steps[place], **harm)
    now: str = draw(st.sampled_from((usual, *CONTENTS)))
    return way.steps, now


def skips_nothing(steps: list[ClaimStep], approval: ClaimStep) -> bool:
    """Looked for by trying every four steps: signed, confirmed, submitted, this approval."""
    living = [one for one in steps if not one.deleted]
    for signed, confirmed, submitted in itertools.permutations(living, 3):
        kinds = (signed.step, confirmed.step, submitted.step)
        if kinds != (StepKind.DECLARED, StepKind.ATTENDANCE, StepKind.SUBMITTED):
            continue
        chain = (signed, confirmed, submitted, approval)
        amounts = {pence_of(one.seen) for one in chain}
        own = {fold_name(confirmed.by), fold_name(approval.by)} & WHO.names
        known = all(one.id in after.follows for one, after in itertools.pairwise(chain))
        if known and len(amounts) == 1 and not own:
            return True
    return False


@settings(max_examples=200)
@given(any_steps(), st.randoms(use_true_random=False))
def test_the_order_in_which_steps_come_never_matters(
    made: tuple[list[ClaimStep], str], chance: random.Random
) -> None:
    steps, now = made
    doubted = {one.id for one in steps if chance.random() < 0.2}
    first = standing_of(CLAIM, steps, now, WHO, doubted)
    shuffled = [*steps, *steps]
    chance.shuffle(shuffled)
    assert standing_of(CLAIM, shuffled, now, WHO, doubted) == first


@settings(max_examples=100)
@given(any_steps(), st.randoms(use_true_random=False))
def test_whoever_may_not_decide_brings_no_claim_to_the_money(
    made: tuple[list[ClaimStep], str], chance: random.Random
) -> None:
    steps, now = made
    doubted = {one.id for one in steps if chance.random() < 0.4}
    found = standing_of(CLAIM, steps, now, WHO, doubted)
    if found.state in {Stands.APPROVED, Stands.PAID}:
        assert any(
            one.step == StepKind.APPROVED and not one.deleted and one.id not in doubted
            for one in steps
        ), "somebody entitled approved it"


@settings(max_examples=200)
@given(any_steps())
def test_no_path_skips_a_step_and_approved_means_what_is_there_now(
    made: tuple[list[ClaimStep], str],
) -> None:
    steps, now = made
    found = standing_of(CLAIM, steps, now, WHO)
    if found.approval is not None:
        assert skips_nothing(steps, found.approval)
        assert not found.approval.deleted
    if found.state in {Stands.APPROVED, Stands.PAID}:
        assert found.approval is not None
        assert found.approval.seen == now, "frozen"
    if found.state is Stands.PAID:
        assert found.paid_pence >= found.approved_pence
        assert all(one.step == StepKind.PAID and not one.deleted for one in found.payments)
    assert not {one.id for one in found.payments} & set(found.after), "paid, or struck out"
    for one in found.struck:
        assert any(
            each.step == StepKind.STRUCK_OUT
            and one.id in each.follows
            and one.id == each.takes_back
            for each in steps
        ), "somebody said so who knew of it"
    if found.state is Stands.CONTESTED:
        assert len({(one.step, one.seen) for one in found.deciding}) > 1
    for one in found.deciding:
        assert not any(one.id in each.follows for each in found.deciding), "nobody went beyond it"


# -- the canonical form ----------------------------------------------------------------------------


lines = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 10**7)), unique_by=lambda one: one[0])


@given(lines, st.randoms(use_true_random=False))
def test_the_form_is_the_same_in_any_order_and_adds_up(
    made: list[tuple[int, int]], chance: random.Random
) -> None:
    some = [line(*one) for one in made]
    form = content_of(some, {})
    chance.shuffle(some)
    assert content_of(some, {}) == form
    assert pence_of(form) == sum(pence for _, pence in made)
    read = read_content(form)
    assert read is not None
    assert len(read) == len(some)


@pytest.mark.parametrize(
    "change",
    [
        {"pence": 421},
        {"description": "Bus"},
        {"agreed_by": "A. Dodd"},
        {"kind_of": LineKind.TRAIN},
        {"rule": "another"},
        {"minutes": 1},
    ],
)
def test_every_change_to_a_line_shows(change: dict[str, object]) -> None:
    before = line(1, 420)
    after = msgspec.structs.replace(before, **change)
    assert not same_money(content_of([before], {}), content_of([after], {}))


def test_a_receipt_shows_and_leaves_the_money_as_it_is() -> None:
    assert ONE != ONE_WITH_RECEIPT
    assert same_money(ONE, ONE_WITH_RECEIPT)
    assert "Bus" not in content_of([line(1, 420, description="Bus")], {}), "no words"


@pytest.mark.parametrize("text", ["x", "0 1 2", ONE + "\n" + ONE, ONE + "\n", " ", "\n"])
def test_what_is_no_form_is_worth_nothing(text: str) -> None:
    assert read_content(text) is None
    assert pence_of(text) == 0
    assert not same_money(text, text)

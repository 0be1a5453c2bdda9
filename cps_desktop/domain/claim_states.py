"""Where a claim stands: worked out from its steps and from what it holds now, never written down.

draft → declared (the claimant signs) → attendance confirmed → submitted → queried, approved or
refused → paid. The answer depends on the set of steps alone, not on the order in which they came
or on anybody's clock: every step says which steps were known when it was made. So

* nothing is skipped: a submission counts only after a signature and a confirmed attendance for the
  same lines and amounts, an approval only after such a submission, a payment only after such an
  approval;
* what was approved is frozen: when the claim holds something else now, however that came about, it
  is queried, and the approval stays as it was given;
* nobody approves their own claim, confirms their own attendance, or strikes their own payment out;
* a payment is a fact until a step says that it did not happen: then it is due again, by the same
  approval. A payment that was written down elsewhere too, without knowing of that, stays a fact;
* decisions that did not know of one another and differ are a question, and no clock answers it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import Final

import msgspec

from cps_desktop.domain.claim_content import (
    knew_payment,
    payment_mark,
    pence_of,
    same_money,
)
from cps_desktop.domain.guest_lists import plainly
from cps_desktop.domain.kinds import Claim, ClaimState, ClaimStep, StepKind
from cps_desktop.domain.records import RecordId

DECISIONS: Final = frozenset({StepKind.QUERIED, StepKind.APPROVED, StepKind.REFUSED})
_BY_OTHERS: Final = frozenset({StepKind.APPROVED, StepKind.ATTENDANCE, StepKind.STRUCK_OUT})
_WHICH_PAYMENT: Final = frozenset({"when_done", "day", "pence"})
"""What the mark of a payment is made from."""


class Stands(StrEnum):
    """Where a claim stands."""

    DRAFT = "draft"
    READY = "ready"
    DECLARED = "declared"
    ATTENDED = "attended"
    SUBMITTED = "submitted"
    QUERIED = "queried"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"
    CONTESTED = "contested"


class Claimant(msgspec.Struct, frozen=True):
    """Whose claim it is: their record and the names they go by, folded."""

    person: RecordId
    names: frozenset[str] = frozenset()

    def did(self, step: ClaimStep) -> bool:
        """Whether the claimant did a step themself."""
        if step.by_person:
            return step.by_person == self.person
        return fold_name(step.by) in self.names


class Standing(msgspec.Struct, frozen=True):
    """Where a claim stands, and by which steps.

    ``deciding`` are the decisions nobody has gone beyond (several where they differ); ``approval``
    is the one that counts; ``changed``: the claim is another now than was approved. ``void`` are
    steps that count for nothing because the claimant did what others have to do. ``doubted`` are
    decisions and payments that somebody entitled has to look at: they were made where nobody is.
    ``payments`` are those that count, ``struck`` those that did not happen after all; ``passed``
    are steps that say so of a payment that was written down elsewhere too, and change nothing.
    """

    state: Stands
    declared: ClaimStep | None = None
    attended: ClaimStep | None = None
    submitted: ClaimStep | None = None
    deciding: tuple[ClaimStep, ...] = ()
    approval: ClaimStep | None = None
    payments: tuple[ClaimStep, ...] = ()
    changed: bool = False
    void: tuple[ClaimStep, ...] = ()
    doubted: tuple[ClaimStep, ...] = ()
    struck: tuple[ClaimStep, ...] = ()
    passed: tuple[ClaimStep, ...] = ()

    @property
    def after(self) -> tuple[RecordId, ...]:
        """The payments that were struck out, for what is paid after that."""
        return tuple(one.id for one in self.struck)

    @property
    def approved_pence(self) -> int:
        """What was approved, as it was seen then; 0 where nothing is."""
        return pence_of(self.approval.seen) if self.approval is not None else 0

    @property
    def paid_pence(self) -> int:
        """What was paid so far, by every approval there was."""
        return sum(one.pence for one in self.payments)

    @property
    def due_pence(self) -> int:
        """What is still to be paid by the approval that counts."""
        return self.approved_pence - self.paid_pence if self.approval is not None else 0


def fold_name(name: str) -> str:
    """A name as names are compared: "Hartley, R." is "R Hartley"."""
    return " ".join(sorted(plainly(name).split()))


def standing_of(
    claim: Claim,
    steps: Iterable[ClaimStep],
    content: str,
    claimant: Claimant,
    doubted: Collection[RecordId] = (),
    marks: Mapping[RecordId, str] | None = None,
) -> Standing:
    """Where a claim stands. ``content`` is what it holds now (``claim_content.content_of``).

    ``doubted`` are steps that were made where claims are not decided on. What they decide is a
    question until a decision that knew of them answers it. ``marks`` are those of payments
    (``claim_content.payment_mark``) with every moment at which each was written down.
    """
    way = _Way(steps, claimant, doubted, marks or {})
    deciding = way.deciding()
    declared = _latest(one for one in way.of(StepKind.DECLARED) if same_money(one.seen, content))
    attended = _latest(one for one in way.attended() if same_money(one.seen, content))
    submitted = _latest(one for one in way.submitted() if same_money(one.seen, content))
    approvals = [one for one in deciding if one.step == StepKind.APPROVED]
    approval = _latest(approvals) if len(approvals) == len(deciding) else None
    payments = way.payments()
    state, changed = _by_steps(deciding, content, submitted, attended, declared)
    if state is Stands.APPROVED and approval is not None and payments:
        paid = sum(one.pence for one in payments)
        state = Stands.PAID if paid >= pence_of(approval.seen) else state
    if state is Stands.DRAFT and claim.state == ClaimState.READY:
        state = Stands.READY
    questions = way.questions(deciding, payments)
    if questions:
        state, changed = Stands.CONTESTED, False
    return Standing(
        state,
        declared,
        attended,
        submitted,
        deciding,
        None if state is Stands.CONTESTED else approval,
        payments,
        changed,
        way.void,
        questions,
        way.struck,
        way.passed,
    )


def _by_steps(
    deciding: Collection[ClaimStep],
    content: str,
    submitted: ClaimStep | None,
    attended: ClaimStep | None,
    declared: ClaimStep | None,
) -> tuple[Stands, bool]:
    """The state the steps come to, and whether the claim is another than was approved."""
    if deciding:
        kinds = {one.step for one in deciding}
        approved = {one.seen for one in deciding if one.step == StepKind.APPROVED}
        if len(kinds) > 1 or len(approved) > 1:
            return Stands.CONTESTED, False
        if approved and approved != {content}:
            return Stands.QUERIED, True
        return Stands(kinds.pop()), False
    if submitted is not None:
        return Stands.SUBMITTED, False
    if attended is not None:
        return Stands.ATTENDED, False
    return (Stands.DECLARED if declared is not None else Stands.DRAFT), False


class _Way:
    """The steps of one claim that count, each by what it may rest on."""

    def __init__(
        self,
        steps: Iterable[ClaimStep],
        claimant: Claimant,
        doubted: Collection[RecordId],
        marks: Mapping[RecordId, str],
    ) -> None:
        self._doubted = frozenset(doubted)
        self._marks = marks
        known = {one.id: one for one in steps if not one.deleted and not one.newer}
        self.void = tuple(
            one
            for name, one in sorted(known.items())
            if one.step in _BY_OTHERS and claimant.did(one)
        )
        self._strike_out(known)
        out = {one.id for one in self.struck}
        payments = [
            one for one in known.values() if one.step == StepKind.PAID and one.id not in out
        ]
        taken = {
            one.takes_back
            for one in known.values()
            # A payment made without knowing of it is a fact: what it rests on stays.
            if one.step == StepKind.TAKEN_BACK
            and self._has_a_say(one, known)
            and not any(
                one.takes_back in each.follows and one.id not in each.follows for each in payments
            )
        }
        gone = taken | out | {one.id for one in self.void}
        self.void = tuple(one for one in self.void if one.id not in taken)
        self._steps = {name: one for name, one in sorted(known.items()) if name not in gone}
        self._submitted = self._find_submitted()
        self._decisions = self._find_decisions()

    def _strike_out(self, known: Mapping[RecordId, ClaimStep]) -> None:
        """Which payments did not happen, by which steps; and which steps speak of a payment that
        is another than they saw, because it was written down elsewhere as well."""
        own = {one.id for one in self.void}
        says, passed, struck = [], [], {}
        for name, one in sorted(known.items()):
            payment = known.get(one.takes_back)
            if one.step != StepKind.STRUCK_OUT or name in own or payment is None:
                continue
            if payment.step != StepKind.PAID or payment.id not in one.follows:
                continue
            if name in self._doubted:
                continue
            mark = self._marks.get(payment.id) or payment_mark(payment)
            if _WHICH_PAYMENT & set(payment.contested) or not knew_payment(one.seen, mark):
                passed.append(one)
            else:
                says.append(one)
                struck[payment.id] = payment
        self._striking = tuple(says)
        self.passed = tuple(one for one in passed if one.takes_back not in struck)
        self.struck = tuple(one for _, one in sorted(struck.items()))

    def _has_a_say(self, one: ClaimStep, known: Mapping[RecordId, ClaimStep]) -> bool:
        """Whether a step is taken back by this one: no payment is, nor what strikes one out, and no
        decision where claims are not decided on."""
        taken = known.get(one.takes_back)
        if taken is None or taken.step in {StepKind.PAID, StepKind.STRUCK_OUT}:
            return False
        return one.id not in self._doubted or taken.step not in DECISIONS

    def questions(
        self, deciding: Iterable[ClaimStep], payments: Iterable[ClaimStep]
    ) -> tuple[ClaimStep, ...]:
        """Decisions and payments that are doubted, and nobody entitled decided knowing of them; of
        the steps that strike a payment out, those that speak of one that counts."""
        answers = [one for one in self._decisions if one.id not in self._doubted]
        answers += self._striking
        paid = {one.id for one in payments}
        striking = [one for one in self.of(StepKind.STRUCK_OUT) if one.takes_back in paid]
        return tuple(
            one
            for one in (*deciding, *payments, *striking)
            if one.id in self._doubted and not any(one.id in each.follows for each in answers)
        )

    def of(self, kind: StepKind) -> list[ClaimStep]:
        """The steps of a kind, in order of identity."""
        return [one for one in self._steps.values() if one.step == kind]

    def attended(self) -> list[ClaimStep]:
        """Attendances confirmed after a signature for the same lines."""
        signed = self.of(StepKind.DECLARED)
        return [one for one in self.of(StepKind.ATTENDANCE) if _rests_on(one, signed)]

    def submitted(self) -> list[ClaimStep]:
        """Submissions after a confirmed attendance and a signature for the same lines."""
        return self._submitted

    def _find_submitted(self) -> list[ClaimStep]:
        attended, signed = self.attended(), self.of(StepKind.DECLARED)
        return [
            one
            for one in self.of(StepKind.SUBMITTED)
            if _rests_on(one, attended) and _rests_on(one, signed)
        ]

    def _find_decisions(self) -> list[ClaimStep]:
        approved = self.of(StepKind.APPROVED)
        asked = [*self.of(StepKind.QUERIED), *self.of(StepKind.REFUSED)]
        found = [one for one in approved if _rests_on(one, self._submitted)]
        found += [one for one in asked if _after(one, self._submitted)]
        return sorted(found, key=lambda one: one.id)

    def deciding(self) -> tuple[ClaimStep, ...]:
        """Decisions beyond which nobody has gone by deciding anew or submitting anew."""
        beyond = [*self._decisions, *self._submitted]
        return tuple(
            one for one in self._decisions if not any(one.id in each.follows for each in beyond)
        )

    def payments(self) -> tuple[ClaimStep, ...]:
        """Payments made by an approval that counted."""
        approved = [one for one in self._decisions if one.step == StepKind.APPROVED]
        return tuple(one for one in self.of(StepKind.PAID) if _after(one, approved))


def _after(step: ClaimStep, earlier: Iterable[ClaimStep]) -> bool:
    return any(one.id in step.follows for one in earlier)


def _rests_on(step: ClaimStep, earlier: Iterable[ClaimStep]) -> bool:
    """Whether a step came after one of these, for the same lines and amounts."""
    return any(one.id in step.follows and same_money(one.seen, step.seen) for one in earlier)


def _latest(steps: Iterable[ClaimStep]) -> ClaimStep | None:
    """One of several that say the same: the latest as its own laptop told the time, for show."""
    return max(steps, key=lambda one: (one.when_done or 0, one.id), default=None)

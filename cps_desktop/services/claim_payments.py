"""Paying a claim, and striking out a payment that did not happen.

A payment is a step of the claim like any other, its identity derived from what was approved. One
that was written down by mistake is struck out by a further step, with a reason: the claim is due
again by the same approval, and is paid in one batch again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from cps_desktop.domain.changes import ChangeSummary, Edit, creating, setting
from cps_desktop.domain.claim_states import Stands
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Claim, ClaimStep, StepKind
from cps_desktop.domain.records import DELETED, RecordId
from cps_desktop.services.claim_deciders import mark_of
from cps_desktop.services.claim_steps import (
    Who,
    keep_step,
    needs,
    new_step,
    not_the_claimant,
    only_where_it_is_decided,
    standing,
)
from cps_desktop.services.door import Door
from cps_desktop.services.late_payments import nothing_was_paid_late


def record_payment(
    door: Door, claim: RecordId, who: Who, *, reference: str, day: dt.date
) -> ChangeSummary:
    """Write down that an approved claim was paid: what is due, by reference and date.

    The id is derived from the claim and what was approved, so that a payment written down on two
    laptops is one.
    """
    only_where_it_is_decided(door)
    known = door.must_exist(Claim, claim)
    now = standing(door.records, known)
    if now.state is not Stands.APPROVED:
        raise InputRefused("A claim is paid once it is approved. Nothing was changed.")
    needs(reference, "Write the payment's reference")
    if day > door.today():
        raise InputRefused(f"{say_date(day)} is still to come. Nothing was changed.")
    nothing_was_paid_late(door.records, (claim,))
    assert now.approval is not None
    step = new_step(door, known, StepKind.PAID, who, reference)
    paid = msgspec.structs.replace(
        step,
        id=payment_id(claim, now.approval.seen, now.after),
        day=day,
        pence=max(0, now.due_pence),
        after=now.after,
    )
    return keep_step(door, "Write the payment down", paid)


def payment_id(claim: RecordId, approved: str, after: Iterable[RecordId] = ()) -> RecordId:
    """The identity of the one payment there is for what was approved (a step's ``seen``), ``after``
    these payments were struck out.

    What two coordinators approved alike, without knowing of one another, is paid once.
    """
    return derived_id("claim paid", claim, approved, *sorted(after))


def strike_out(door: Door, payment: RecordId, who: Who, words: str) -> ChangeSummary:
    """Write down that a payment did not happen, or was written down by mistake, and why. It stays
    readable; the claim is approved again, and nothing that was erased meanwhile comes back."""
    return door.do("Strike a payment out", striking_out(door, (payment,), who, words))


def striking_out(door: Door, payments: Iterable[RecordId], who: Who, words: str) -> list[Edit]:
    """The edits that strike these payments out. Raises InputRefused with a sentence: without a
    reason, on a laptop that is no coordinator's, for one's own claim, or for what is not paid."""
    only_where_it_is_decided(door)
    edits: list[Edit] = []
    for payment in payments:
        known = door.must_exist(ClaimStep, payment)
        claim = door.must_exist(Claim, known.claim)
        now = standing(door.records, claim)
        if payment not in {one.id for one in (*now.payments, *now.doubted)}:
            raise InputRefused("This payment does not count any more. Nothing was changed.")
        not_the_claimant(door, claim, who, "Somebody else has to strike this payment out")
        needs(words, "Write what happened, such as: the bank sent it back")
        step = new_step(door, claim, StepKind.STRUCK_OUT, who, words)
        edits += creating(
            msgspec.structs.replace(
                step,
                takes_back=payment,
                seen=mark_of(door.records, known),
                day=known.day,
                pence=known.pence,
            )
        )
        # Where it was written down twice, the one that is seen here is meant.
        twice = set(known.contested) - {DELETED}
        edits += setting(known, **{name: getattr(known, name) for name in twice})
    return edits

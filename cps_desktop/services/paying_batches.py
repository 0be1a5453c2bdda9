"""Making a payment batch, writing it down as paid, and striking out what was not paid after all."""

from __future__ import annotations

import datetime as dt

from cps_desktop.domain.changes import (
    ChangeSummary,
    Edit,
    bringing_back,
    creating,
    deleting,
    setting,
)
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    BatchEntry,
    ClaimStep,
    Organisation,
    PaymentBatch,
    StepKind,
)
from cps_desktop.domain.policies import Policies
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_payments import payment_id, striking_out
from cps_desktop.services.claim_steps import (
    PAID_AGAIN,
    Who,
    only_where_it_is_decided,
    steps_of,
)
from cps_desktop.services.door import Door, Records
from cps_desktop.services.late_payments import nothing_was_paid_late
from cps_desktop.services.payment_batches import (
    Books,
    Payable,
    batch_view,
    entry_id,
    payables,
)


def make_batch(
    door: Door, lead_agency: RecordId, who: Who, reference: str, claims: frozenset[RecordId]
) -> RecordId:
    """Put these approved claims into a new batch, as one step. Raises InputRefused for a claim that
    is not approved as it is now, or is in a batch already."""
    only_where_it_is_decided(door)
    door.must_exist(Organisation, lead_agency)
    if not who.name.strip():
        raise InputRefused("Write who makes the batch. Nothing was changed.")
    if not reference.strip():
        raise InputRefused("Give the batch a reference. Nothing was changed.")
    known = door.records.find(PaymentBatch, lead_agency=lead_agency, reference=reference.strip())
    if known:
        raise InputRefused(f"There is a batch “{reference.strip()}” already. Nothing was changed.")
    chosen = [one for one in payables(door.records, lead_agency) if one.claim in claims]
    if not chosen:
        raise InputRefused("No approved claim is waiting for a batch. Nothing was changed.")
    if len(chosen) < len(claims):
        raise InputRefused(
            "One of these claims is not approved any more, or is in a batch already. "
            "Nothing was changed; look at the list again."
        )
    nothing_was_paid_late(door.records, (one.claim for one in chosen))
    batch = PaymentBatch(
        id=door.new_id(),
        lead_agency=lead_agency,
        reference=reference.strip(),
        day=door.today(),
        made_by=who.name.strip(),
    )
    edits: list[Edit] = [*creating(batch)]
    for one in chosen:
        edits += _placing(door.records, one, batch.id)
    door.do("Make a payment batch", edits)
    return batch.id


def _placing(records: Records, one: Payable, batch: RecordId) -> list[Edit]:
    entry = BatchEntry(
        id=entry_id(one.claim, one.seen, one.after),
        root=one.session,
        session=one.session,
        claim=one.claim,
        approval=one.approval,
        batch=batch,
        pence=one.pence,
        after=one.after,
    )
    known = records.get(BatchEntry, entry.id)
    if known is None:
        return creating(entry)
    return [*bringing_back([known]), *setting(known, batch=batch, pence=one.pence)]


def take_out(door: Door, entry: RecordId) -> ChangeSummary:
    """Take a claim out of its batch, as long as it is not paid."""
    only_where_it_is_decided(door)
    known = door.must_exist(BatchEntry, entry)
    if Books(door.records, (known,)).payment(known) is not None:
        raise InputRefused("This claim is paid, so it stays in its batch. Nothing was changed.")
    return door.do("Take a claim out of a batch", deleting([known]))


def pay_batch(
    door: Door, policies: Policies, batch: RecordId, who: Who, *, reference: str, day: dt.date
) -> int:
    """Write down that a batch was paid, claim by claim, as one step; how many claims it was.

    What was changed since, or is in two batches, is left out and stays unpaid.
    """
    only_where_it_is_decided(door)
    if not who.name.strip() or not reference.strip():
        raise InputRefused("Write who does this, and the payment's reference. Nothing was changed.")
    if day > door.today():
        raise InputRefused(f"{say_date(day)} is still to come. Nothing was changed.")
    view = batch_view(door.records, policies, batch)
    entries = [door.must_exist(BatchEntry, row.entry) for row in view.unpaid]
    nothing_was_paid_late(door.records, (one.claim for one in entries))
    edits: list[Edit] = []
    for entry in entries:
        steps = steps_of(door.records, entry.claim)
        approval = door.must_exist(ClaimStep, entry.approval)
        step = ClaimStep(
            id=payment_id(entry.claim, approval.seen, entry.after),
            root=entry.session,
            session=entry.session,
            claim=entry.claim,
            step=StepKind.PAID,
            by=who.name.strip(),
            by_person=who.person,
            when_done=door.now_ms(),
            seen=approval.seen,
            follows=tuple(sorted(one.id for one in steps)),
            words=reference.strip(),
            day=day,
            pence=entry.pence,
            after=entry.after,
        )
        known = door.records.get(ClaimStep, step.id)
        if known is None:
            edits += creating(step)
        else:
            edits += bringing_back([known])
            edits += setting(known, **{name: getattr(step, name) for name in PAID_AGAIN})
    if not edits:
        raise InputRefused("Nothing in this batch is waiting to be paid. Nothing was changed.")
    door.do("Write a batch down as paid", edits)
    return len(view.unpaid)


def strike_out_batch(door: Door, policies: Policies, batch: RecordId, who: Who, words: str) -> int:
    """Write down that the payments of a batch did not happen, as one step; how many claims it was.

    What was changed since, and is in doubt, is left as it is.
    """
    view = batch_view(door.records, policies, batch)
    paid = [one.payment for one in view.rows if one.paid]
    if not paid:
        raise InputRefused("Nothing in this batch is paid. Nothing was changed.")
    door.do("Strike the payments of a batch out", striking_out(door, paid, who, words))
    return len(paid)

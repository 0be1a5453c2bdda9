"""Payment batches: approved claims handed to those who pay, each in exactly one, with a control
total.

What is in doubt (changed since, not approved any more, in two batches) is in no total until that is
decided. That a claim is in a batch is a record whose id is derived from the claim and its approval.
Two laptops that put one claim into two batches have written one record with two values; until
somebody decides which, the claim is in neither control total.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import msgspec

from cps_desktop.domain.changes import (
    ChangeSummary,
    Edit,
    bringing_back,
    creating,
    deleting,
    setting,
)
from cps_desktop.domain.claim_states import Standing, Stands
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import (
    BatchEntry,
    Claim,
    ClaimStep,
    Organisation,
    PaymentBatch,
    StepKind,
)
from cps_desktop.domain.list_sheets import ListSheet
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import Policies
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_pricing import cost_code_of, followed_by, latest_of
from cps_desktop.services.claim_steps import (
    PAID_AGAIN,
    Who,
    only_where_it_is_decided,
    payment_id,
    steps_of,
)
from cps_desktop.services.claims_at_once import ClaimsAtOnce
from cps_desktop.services.door import Door, Records
from cps_desktop.services.handing_over import safe_name
from cps_desktop.services.list_kinds import ListKind, ListMade
from cps_desktop.services.people import organisation_name, shown_name

_TO_LOOK_AT: Final = (
    "It was decided, or written down as paid, on a laptop that is no coordinator's. Look at the "
    "claim first."
)


class Payable(msgspec.Struct, frozen=True):
    """An approved claim with what is due by its approval."""

    claim: RecordId
    approval: RecordId
    session: RecordId
    claimant: str
    session_title: str
    pence: int
    seen: str
    """What was approved, in canonical form."""


class BatchRow(msgspec.Struct, frozen=True):
    """A claim in a batch. ``doubt`` says why it is not paid as it stands; "" where it is.
    ``twice``: it is in two batches, and which one is decided where two versions are."""

    entry: RecordId
    claim: RecordId
    claimant: str
    session_title: str
    approved_by: str
    cost_code: str
    pence: int
    paid: bool
    doubt: str = ""
    twice: bool = False


class BatchView(msgspec.Struct, frozen=True):
    """A batch as it stands: ``rows`` make up the control total, ``undecided`` are in none."""

    batch: RecordId
    lead_agency: str
    reference: str
    day: dt.date | None
    made_by: str
    rows: tuple[BatchRow, ...]
    undecided: tuple[BatchRow, ...]

    @property
    def control_pence(self) -> int:
        """The control total."""
        return sum(one.pence for one in self.rows)

    @property
    def words(self) -> str:
        """ "3 claims, £45.30"; what is undecided is not in it."""
        count = len(self.rows)
        return f"{count} claim{'' if count == 1 else 's'}, {say_money(self.control_pence)}"

    @property
    def unpaid(self) -> tuple[BatchRow, ...]:
        """What can be written down as paid."""
        return tuple(one for one in self.rows if not one.paid and not one.doubt)


def entry_id(claim: RecordId, approved: str) -> RecordId:
    """The identity of the one place in a batch there is for what was approved (``seen``)."""
    return derived_id("batch entry", claim, approved)


def payables(records: Records, lead_agency: RecordId) -> tuple[Payable, ...]:
    """Approved claims to a lead agency that are in no batch yet and not paid, by name."""
    found = []
    known, books = ClaimsAtOnce(records), _Books(records, records.find(BatchEntry))
    approved: dict[RecordId, set[str]] = {}
    for one in records.find(ClaimStep, step=StepKind.APPROVED):
        approved.setdefault(one.claim, set()).add(one.seen)
    for claim in records.find(Claim, lead_agency=lead_agency):
        # Never approved, or in a batch whichever approval counts: most of them, in time.
        if all(books.holds(claim, seen) for seen in approved.get(claim.id, ())):
            continue
        now = known.standing(claim)
        if now.state is not Stands.APPROVED or now.approval is None or now.due_pence <= 0:
            continue
        # What was put into a batch by an earlier approval is taken out of it first.
        if books.holds(claim, now.approval.seen) or books.waits(claim):
            continue
        found.append(
            Payable(
                claim.id,
                now.approval.id,
                claim.session,
                shown_name(known.person(claim)),
                known.title(claim.session),
                now.due_pence,
                now.approval.seen,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.claimant.casefold(), one.claim)))


class _Books:
    """What entries of batches were approved for, and which of them are paid."""

    def __init__(self, records: Records, entries: Sequence[BatchEntry]) -> None:
        self._entries: dict[RecordId, BatchEntry] = {one.id: one for one in entries}
        self._approvals = records.several(ClaimStep, {one.approval for one in entries})
        paid = records.find(ClaimStep, step=StepKind.PAID)
        self._paid = {(one.root, one.claim, one.seen) for one in paid}
        # Filed elsewhere than its claim, it only says that it is the claim's.
        self._unpaid = {(one.root, one.claim) for one in entries if not self.is_paid(one)}

    def approval(self, entry: BatchEntry) -> ClaimStep | None:
        """By which approval a claim is in its batch; also one that was undone."""
        return self._approvals.get(entry.approval)

    def is_paid(self, entry: BatchEntry) -> bool:
        """Whether an entry was written down as paid, be it before its claimant was merged."""
        approval = self.approval(entry)
        seen = approval.seen if approval is not None else ""
        return bool(seen) and (entry.root, entry.claim, seen) in self._paid

    def holds(self, claim: Claim, approved: str) -> bool:
        """Whether a claim is in a batch for what was approved."""
        return entry_id(claim.id, approved) in self._entries

    def waits(self, claim: Claim) -> bool:
        """Whether a claim is in a batch and not paid."""
        return (claim.root, claim.id) in self._unpaid


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
        id=entry_id(one.claim, one.seen),
        root=one.session,
        session=one.session,
        claim=one.claim,
        approval=one.approval,
        batch=batch,
        pence=one.pence,
    )
    known = records.get(BatchEntry, entry.id)
    if known is None:
        return creating(entry)
    return [*bringing_back([known]), *setting(known, batch=batch, pence=one.pence)]


def batches(records: Records, lead_agency: RecordId) -> tuple[PaymentBatch, ...]:
    """The batches of a lead agency, latest first."""
    found = records.find(PaymentBatch, lead_agency=lead_agency)
    return tuple(sorted(found, key=lambda one: (one.day or dt.date.min, one.id), reverse=True))


def batch_view(records: Records, policies: Policies, batch: RecordId) -> BatchView:
    """A batch as it stands. Raises InputRefused where there is none."""
    known = records.get(PaymentBatch, batch)
    if known is None or known.deleted:
        raise InputRefused("This payment batch is not here any more. Nothing was changed.")
    entries = records.find(BatchEntry, batch=batch)
    claims = records.several(Claim, {one.claim for one in entries})
    at_once, books = ClaimsAtOnce(records), _Books(records, entries)
    rows: list[BatchRow] = []
    undecided: list[BatchRow] = []
    for entry in entries:
        row = _row(at_once, books, policies, claims.get(entry.claim), entry)
        open_question = bool(row.doubt) and not row.paid
        (undecided if row.twice or open_question else rows).append(row)
    return BatchView(
        batch,
        organisation_name(records, known.lead_agency),
        known.reference,
        known.day,
        known.made_by,
        tuple(sorted(rows, key=_by_name)),
        tuple(sorted(undecided, key=_by_name)),
    )


def _by_name(row: BatchRow) -> tuple[str, RecordId]:
    return row.claimant.casefold(), row.claim


def _row(
    known: ClaimsAtOnce, books: _Books, policies: Policies, claim: Claim | None, entry: BatchEntry
) -> BatchRow:
    approval = books.approval(entry)
    doubt, code, who = "The claim is not here any more.", "", ""
    paid = books.is_paid(entry)
    if claim is not None and not claim.deleted:
        now = known.standing(claim)
        seen = approval.seen if approval is not None else ""
        paid = paid and not any(
            one.step == StepKind.PAID and one.seen == seen for one in now.doubted
        )
        doubt = "" if paid else _doubt(now, books, entry)
        latest = latest_of(followed_by(policies, known.agency(claim)))
        codes = {cost_code_of(policies, latest, one) for one in known.lines(claim)}
        code, who = ", ".join(sorted(codes - {""})), shown_name(known.person(claim))
    if entry.contested:
        doubt = "It is in two batches. Decide which; until then it is in neither total."
    return BatchRow(
        entry.id,
        entry.claim,
        who,
        known.title(entry.session),
        approval.by if approval is not None else "",
        code,
        entry.pence,
        paid,
        doubt,
        bool(entry.contested),
    )


def _doubt(now: Standing, books: _Books, entry: BatchEntry) -> str:
    if now.doubted:
        return _TO_LOOK_AT
    if now.changed:
        return "It was changed since it was approved."
    if now.approval is None:
        return "It is not approved any more."
    approval = books.approval(entry)
    same = approval is not None and approval.seen == now.approval.seen
    return "" if same else "It was approved anew, and no longer for this."


def take_out(door: Door, entry: RecordId) -> ChangeSummary:
    """Take a claim out of its batch, as long as it is not paid."""
    only_where_it_is_decided(door)
    known = door.must_exist(BatchEntry, entry)
    if _Books(door.records, (known,)).is_paid(known):
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
    edits: list[Edit] = []
    for row in view.unpaid:
        entry = door.must_exist(BatchEntry, row.entry)
        steps = steps_of(door.records, entry.claim)
        approval = door.must_exist(ClaimStep, entry.approval)
        step = ClaimStep(
            id=payment_id(entry.claim, approval.seen),
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


def batch_sheet(view: BatchView) -> ListSheet:
    """A batch as a table, its last row the control total. Sums are whole pence and, beside them,
    pounds as text: no cell is a formula."""
    day = say_date(view.day) if view.day is not None else ""
    headings = (
        "Batch", "Date", "Lead agency", "Claim", "Claimant", "Session", "Cost code",
        "Approved by", "Amount", "Amount in pence",
    )  # fmt: skip
    rows: list[tuple[str | int, ...]] = [
        (
            view.reference,
            day,
            view.lead_agency,
            one.claim[-8:].upper(),
            one.claimant,
            one.session_title,
            one.cost_code,
            one.approved_by,
            say_money(one.pence),
            one.pence,
        )
        for one in view.rows
    ]
    count = f"{len(view.rows)} claim{'' if len(view.rows) == 1 else 's'}"
    total = say_money(view.control_pence)
    rows.append(("Control total", "", "", count, "", "", "", "", total, view.control_pence))
    return ListSheet(f"Payment batch {view.reference}", headings, tuple(rows))


def agencies_that_pay(records: Records) -> tuple[Organisation, ...]:
    """Lead agencies with claims or batches, by name."""
    ids = {one.lead_agency for one in records.find(Claim)}
    ids |= {one.lead_agency for one in records.find(PaymentBatch)}
    found = (records.get(Organisation, one) for one in ids)
    known = [one for one in found if one is not None and not one.deleted]
    return tuple(sorted(known, key=lambda one: (one.name.casefold(), one.id)))


def batch_file(view: BatchView, kind: ListKind) -> ListMade:
    """A batch as a file: ``ListKind.XLSX`` or ``ListKind.CSV``."""
    return table_file(batch_sheet(view), kind, view.words)


def table_file(sheet: ListSheet, kind: ListKind, words: str) -> ListMade:
    """A table as a file; ``words`` say what is in it."""
    from cps_desktop.documents.list_files import csv_bytes, xlsx_bytes

    data = csv_bytes(sheet) if kind is ListKind.CSV else xlsx_bytes(sheet)
    return ListMade(data, f"{safe_name(sheet.title)}.{kind.value}", words)


def save_file(made: ListMade, path: Path) -> Path:
    """Write a file whole or not at all. Raises StorageFull or InputRefused with a sentence."""
    from cps_desktop.documents import save_pdf

    save_pdf(made.data, path)
    return path

"""Payment batches: approved claims handed to those who pay, each in exactly one, with a control
total.

What is in doubt (changed since, not approved any more, in two batches) is in no total until that is
decided. That a claim is in a batch is a record whose id is derived from the claim and its approval.
Two laptops that put one claim into two batches have written one record with two values; until
somebody decides which, the claim is in neither control total. A claim whose payment was struck out
keeps its row, in no total any more, and is in one batch again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from cps_desktop.domain.claim_states import Standing, Stands
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
from cps_desktop.domain.money import say_money
from cps_desktop.domain.policies import Policies
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claim_lines import overpaid_words
from cps_desktop.services.claim_pricing import cost_code_of, followed_by, latest_of
from cps_desktop.services.claims_at_once import ClaimsAtOnce
from cps_desktop.services.door import Records
from cps_desktop.services.people import organisation_name, shown_name

_TO_LOOK_AT: Final = (
    "It was decided, written down as paid, or struck out, on a laptop that is no coordinator's. "
    "Look at the claim first."
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
    after: tuple[RecordId, ...] = ()
    """The payments of it that were struck out."""


class BatchRow(msgspec.Struct, frozen=True):
    """A claim in a batch. ``doubt`` says why it is not paid as it stands, or that too much was;
    "" for neither. ``twice``: it is in two batches, and which one is decided where two versions
    are. ``payment`` is the step that paid it, "" where none did; ``struck`` says who struck that
    out, and why."""

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
    payment: RecordId = ""
    struck: str = ""


class BatchView(msgspec.Struct, frozen=True):
    """A batch as it stands: ``rows`` make up the control total; ``undecided`` are in none, nor are
    those whose payment was ``struck`` out."""

    batch: RecordId
    lead_agency: str
    reference: str
    day: dt.date | None
    made_by: str
    rows: tuple[BatchRow, ...]
    undecided: tuple[BatchRow, ...]
    struck: tuple[BatchRow, ...] = ()

    @property
    def control_pence(self) -> int:
        """The control total."""
        return sum(one.pence for one in self.rows)

    @property
    def words(self) -> str:
        """ "3 claims, £45.30"; what is undecided is not in it, nor what was struck out."""
        count = len(self.rows)
        return f"{count} claim{'' if count == 1 else 's'}, {say_money(self.control_pence)}"

    @property
    def aside(self) -> str:
        """What stands in the batch and not in its total, in a sentence; "" for nothing."""
        said = [
            f"{say_money(sum(one.pence for one in some))} {why}"
            for some, why in ((self.undecided, "in doubt"), (self.struck, "struck out"))
            if some
        ]
        return f"Not in the total: {' and '.join(said)}." if said else ""

    @property
    def unpaid(self) -> tuple[BatchRow, ...]:
        """What can be written down as paid."""
        return tuple(one for one in self.rows if not one.paid and not one.doubt)


def entry_id(claim: RecordId, approved: str, after: Iterable[RecordId] = ()) -> RecordId:
    """The identity of the one place in a batch there is for what was approved (``seen``), ``after``
    these payments were struck out."""
    return derived_id("batch entry", claim, approved, *sorted(after))


def payables(records: Records, lead_agency: RecordId) -> tuple[Payable, ...]:
    """Approved claims to a lead agency that are in no batch yet and not paid, by name."""
    found = []
    known, books = ClaimsAtOnce(records), Books(records, records.find(BatchEntry))
    approved: dict[RecordId, set[str]] = {}
    for one in records.find(ClaimStep, step=StepKind.APPROVED):
        approved.setdefault(one.claim, set()).add(one.seen)
    again = {one.claim for one in records.find(ClaimStep, step=StepKind.STRUCK_OUT)}
    for claim in records.find(Claim, lead_agency=lead_agency):
        # Never approved, or in a batch whichever approval counts: most of them, in time.
        held = all(books.holds(claim, seen) for seen in approved.get(claim.id, ()))
        if held and claim.id not in again:
            continue
        now = known.standing(claim)
        if now.state is not Stands.APPROVED or now.approval is None or now.due_pence <= 0:
            continue
        # What was put into a batch by an earlier approval is taken out of it first.
        if books.holds(claim, now.approval.seen, now.after) or books.waits(claim):
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
                now.after,
            )
        )
    return tuple(sorted(found, key=lambda one: (one.claimant.casefold(), one.claim)))


class Books:
    """What entries of batches were approved for, and which of them are paid."""

    def __init__(self, records: Records, entries: Sequence[BatchEntry]) -> None:
        self._entries: dict[RecordId, BatchEntry] = {one.id: one for one in entries}
        self._approvals = records.several(ClaimStep, {one.approval for one in entries})
        paid = records.find(ClaimStep, step=StepKind.PAID)
        self._paid = {(one.root, one.claim, one.seen, one.after): one for one in paid}
        # Filed elsewhere than its claim, it only says that it is the claim's.
        self._unpaid = {(one.root, one.claim) for one in entries if self.payment(one) is None}

    def approval(self, entry: BatchEntry) -> ClaimStep | None:
        """By which approval a claim is in its batch; also one that was undone."""
        return self._approvals.get(entry.approval)

    def payment(self, entry: BatchEntry) -> ClaimStep | None:
        """By which step an entry was paid, be it before its claimant was merged; also by one that
        was struck out since. None where it waits to be paid."""
        approval = self.approval(entry)
        seen = approval.seen if approval is not None else ""
        return self._paid.get((entry.root, entry.claim, seen, entry.after)) if seen else None

    def holds(self, claim: Claim, approved: str, after: Iterable[RecordId] = ()) -> bool:
        """Whether a claim is in a batch for what was approved."""
        return entry_id(claim.id, approved, after) in self._entries

    def waits(self, claim: Claim) -> bool:
        """Whether a claim is in a batch and not paid."""
        return (claim.root, claim.id) in self._unpaid


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
    at_once, books = ClaimsAtOnce(records), Books(records, entries)
    rows: list[BatchRow] = []
    undecided: list[BatchRow] = []
    struck: list[BatchRow] = []
    for entry in entries:
        row = _row(at_once, books, policies, claims.get(entry.claim), entry)
        open_question = bool(row.doubt) and not row.paid
        place = undecided if row.twice or open_question else rows
        (struck if row.struck and not row.twice else place).append(row)
    return BatchView(
        batch,
        organisation_name(records, known.lead_agency),
        known.reference,
        known.day,
        known.made_by,
        tuple(sorted(rows, key=_by_name)),
        tuple(sorted(undecided, key=_by_name)),
        tuple(sorted(struck, key=_by_name)),
    )


def _by_name(row: BatchRow) -> tuple[str, RecordId]:
    return row.claimant.casefold(), row.claim


def _row(
    known: ClaimsAtOnce, books: Books, policies: Policies, claim: Claim | None, entry: BatchEntry
) -> BatchRow:
    approval, payment = books.approval(entry), books.payment(entry)
    doubt, code, who, struck = "The claim is not here any more.", "", "", ""
    paid = payment is not None
    if claim is not None and not claim.deleted:
        now = known.standing(claim)
        if payment is not None:
            struck = _struck(known.steps(claim), now, payment)
            paid = not struck and payment.id not in {one.id for one in now.doubted}
        doubt = "" if struck else overpaid_words(now) if paid else _doubt(now, books, entry)
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
        payment.id if payment is not None else "",
        struck,
    )


def _struck(steps: Iterable[ClaimStep], now: Standing, payment: ClaimStep) -> str:
    """Who said that a payment did not happen, and why; "" where it counts."""
    if payment.id not in now.after:
        return ""
    idle = {one.id for one in (*now.void, *now.doubted)}
    said = [
        f"{one.by} struck this payment out: {one.words}"
        for one in sorted(steps, key=lambda one: (one.when_done or 0, one.id))
        if one.step == StepKind.STRUCK_OUT and one.takes_back == payment.id and one.id not in idle
    ]
    return said[-1]


def _doubt(now: Standing, books: Books, entry: BatchEntry) -> str:
    if now.doubted:
        return _TO_LOOK_AT
    if now.changed:
        return "It was changed since it was approved."
    if now.approval is None:
        return "It is not approved any more."
    approval = books.approval(entry)
    if approval is None or approval.seen != now.approval.seen:
        return "It was approved anew, and no longer for this."
    same = entry.after == now.after
    return "" if same else "Which of its payments happened was decided anew since."


def agencies_that_pay(records: Records) -> tuple[Organisation, ...]:
    """Lead agencies with claims or batches, by name."""
    ids = {one.lead_agency for one in records.find(Claim)}
    ids |= {one.lead_agency for one in records.find(PaymentBatch)}
    found = (records.get(Organisation, one) for one in ids)
    known = [one for one in found if one is not None and not one.deleted]
    return tuple(sorted(known, key=lambda one: (one.name.casefold(), one.id)))

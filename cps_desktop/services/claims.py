"""Expense claims: one per person, session and lead agency, each line priced when it is written.

What priced a line (amount, policy, edition, rule) is frozen on it. It is priced anew only when
what it depends on is changed, or when somebody asks for it with :func:`reprice_line`; a rate that
changes later alters nothing. What makes something returns its id; every other change returns the
summary of ``Door.do``. How a claim is shown: :mod:`cps_desktop.services.claim_view`.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any, Final

from cps_desktop.domain.changes import (
    ChangeSummary,
    Edit,
    bringing_back,
    creating,
    deleting,
    setting,
)
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import (
    Attachment,
    Claim,
    ClaimLine,
    ClaimState,
    ClaimStep,
    LineKind,
    Organisation,
    Person,
    Receipt,
    Session,
    StepKind,
    Vehicle,
)
from cps_desktop.domain.ordering import key_between
from cps_desktop.domain.policies import Policies
from cps_desktop.domain.records import Record, RecordId, Value
from cps_desktop.services.attachments import Attachments
from cps_desktop.services.claim_pricing import frozen, price_now
from cps_desktop.services.door import Door, Records
from cps_desktop.services.pictures import PreparedPicture

MOST_MILES_TENTHS: Final = 100_000
MOST_PASSENGERS: Final = 60
MOST_PENCE: Final = 10_000_000
MOST_MINUTES: Final = 24 * 60
MOST_HOUR_PENCE: Final = 50_000
_TYPED: Final = frozenset(
    {
        "kind_of",
        "day",
        "description",
        "from_place",
        "to_place",
        "return_journey",
        "vehicle",
        "miles_tenths",
        "passengers",
        "minutes",
        "starts",
        "ends",
        "hour_pence",
        "pence",
        "agreed_by",
    }
)
_PRICED_BY: Final = frozenset(
    {
        "kind_of",
        "day",
        "vehicle",
        "miles_tenths",
        "passengers",
        "minutes",
        "hour_pence",
        "pence",
    }
)
"""The fields a price depends on; there and back is already in the miles."""


# --------------------------------------------------------------------------------------------
# Claims


def start_claim(door: Door, session: RecordId, person: RecordId, lead_agency: RecordId) -> RecordId:
    """Begin a person's claim to a lead agency, or find the one there is.

    The id is derived from the three, so that two laptops that begin the same claim make one.
    Raises InputRefused where the person, session or lead agency is not here.
    """
    door.must_exist(Session, session)
    door.must_exist(Person, person)
    if not lead_agency:
        raise InputRefused("Say first which lead agency pays. Nothing was changed.")
    door.must_exist(Organisation, lead_agency)
    claim = Claim(
        id=claim_id(door.records, session, person, lead_agency),
        root=session,
        session=session,
        person=person,
        lead_agency=lead_agency,
    )
    door.do("Start a claim", _there(door.records, claim))
    return claim.id


def claim_id(
    records: Records, session: RecordId, person: RecordId, lead_agency: RecordId
) -> RecordId:
    """The identity of a person's claim, the same on every laptop; where it was erased when its time
    was over, and is begun again, the next one."""
    return _living(records, Claim, session, "claim", session, person, lead_agency)


def attachment_id(records: Records, session: RecordId, digest: str) -> RecordId:
    """The identity of a picture in a session; of one that was erased and comes again, the next."""
    return _living(records, Attachment, session, "attachment", session, digest)


def _living(records: Records, cls: type[Record], root: RecordId, *parts: str) -> RecordId:
    tried = (derived_id(*parts, *([str(again)] if again else [])) for again in itertools.count())
    return next(one for one in tried if not records.is_erased(cls, one, root))


def remove_claim(door: Door, claim: RecordId) -> ChangeSummary:
    """Remove a claim with its lines and receipts, as one step. Raises InputRefused for one that was
    approved or paid, and for one that is handed in: somebody elsewhere may be approving it."""
    known = door.must_exist(Claim, claim)
    steps = door.records.find(ClaimStep, claim=claim)
    if any(one.step in {StepKind.APPROVED, StepKind.PAID} for one in steps):
        raise InputRefused("This claim was approved, so it stays. Nothing was changed.")
    taken = {one.takes_back for one in steps}
    if any(one.step == StepKind.SUBMITTED and one.id not in taken for one in steps):
        raise InputRefused("This claim is handed in, so it stays. Take that back first.")
    gone: list[Record] = [known, *steps]
    for line in lines_of(door.records, claim):
        gone += [line, *_receipts(door.records, line.id)]
    return door.do("Remove the claim", deleting(gone))


def mark_ready(door: Door, claim: RecordId) -> ChangeSummary:
    """Say that a claim is ready to sign. Raises InputRefused while a line has no amount.

    Receipts may still be missing: they can be added later, and the claim says so.
    """
    known = door.must_exist(Claim, claim)
    lines = lines_of(door.records, claim)
    if not lines:
        raise InputRefused("There is nothing on this claim yet. Add a line first.")
    open_lines = sum(1 for one in lines if not has_amount(one))
    if open_lines:
        count = "One line has" if open_lines == 1 else f"{open_lines} lines have"
        raise InputRefused(
            f"{count} no amount yet. Nothing was changed; put in what is missing, then sign."
        )
    return door.do("Ready to sign", setting(known, state=ClaimState.READY))


def back_to_draft(door: Door, claim: RecordId) -> ChangeSummary:
    """Take a claim back to be worked on."""
    known = door.must_exist(Claim, claim)
    return door.do("Back to draft", setting(known, state=ClaimState.DRAFT))


# --------------------------------------------------------------------------------------------
# Lines


def lines_of(records: Records, claim: RecordId) -> tuple[ClaimLine, ...]:
    """The lines of a claim in order; equal places from two laptops go by id, alike everywhere."""
    found = records.find(ClaimLine, claim=claim)
    return tuple(sorted(found, key=lambda one: (one.order, one.id)))


def has_amount(line: ClaimLine) -> bool:
    """Whether a line has been priced, or its amount typed in."""
    if line.kind_of == LineKind.MILEAGE:
        return bool(line.policy) and line.miles_tenths > 0
    return line.pence > 0


def add_line(
    door: Door,
    policies: Policies,
    claim: RecordId,
    *,
    kind_of: str = LineKind.MILEAGE,
    day: dt.date | None = None,
    description: str = "",
    from_place: str = "",
    to_place: str = "",
    return_journey: bool = False,
    vehicle: str = Vehicle.CAR,
    miles_tenths: int = 0,
    passengers: int = 0,
    minutes: int = 0,
    starts: dt.time | None = None,
    ends: dt.time | None = None,
    hour_pence: int = 0,
    pence: int = 0,
    agreed_by: str = "",
    initiator: object | None = None,
) -> RecordId:
    """Add a line at the end of a claim, priced by the policy in force on its day.

    ``miles_tenths`` counts tenths of a mile for the whole line, there and back together. For
    mileage, and for care (``minutes`` at ``hour_pence`` an hour), ``pence`` is worked out; for
    everything else it is what was paid.
    """
    known = door.must_exist(Claim, claim)
    others = lines_of(door.records, claim)
    line = ClaimLine(
        id=door.new_id(),
        root=known.session,
        session=known.session,
        claim=claim,
        kind_of=kind_of,
        day=day,
        description=description.strip(),
        from_place=from_place.strip(),
        to_place=to_place.strip(),
        return_journey=return_journey,
        vehicle=vehicle,
        miles_tenths=miles_tenths,
        passengers=passengers,
        minutes=minutes,
        starts=starts,
        ends=ends,
        hour_pence=hour_pence,
        pence=pence,
        agreed_by=agreed_by.strip(),
    )
    _check(line)
    order, edits = _place(others, len(others))
    priced = dataclasses.replace(
        line, order=order, **frozen(price_now(door.records, policies, line))
    )
    edits += [*creating(priced), *_reopening(door.records, claim)]
    door.do("Add a line", edits, initiator=initiator)
    return line.id


def change_line(
    door: Door,
    policies: Policies,
    line: RecordId,
    *,
    initiator: object | None = None,
    **fields: Any,
) -> ChangeSummary:
    """Change what was typed into a line; it is priced anew where the price depends on it.

    A claim that was ready to sign becomes a draft again in the same step. Keystrokes in one field
    are one step of undo. Raises KeyError for a field that is not typed by people.
    """
    known = door.must_exist(ClaimLine, line)
    unknown = set(fields) - _TYPED
    if unknown:
        raise KeyError(f"not typed into a claim line: {', '.join(sorted(unknown))}")
    after = dataclasses.replace(known, **fields)
    if after.kind_of != known.kind_of and "pence" not in fields:
        # What was worked out for a journey is not what a ticket cost.
        after = dataclasses.replace(after, pence=0)
    _check(after)
    values: dict[str, Value] = dict(fields)
    if any(getattr(known, name) != getattr(after, name) for name in _PRICED_BY):
        values |= frozen(price_now(door.records, policies, after))
    edits = setting(known, **values)
    if edits:
        edits += _reopening(door.records, known.claim)
    amend = ("claim line", line, *sorted(fields))
    return door.do("Change a line", edits, initiator=initiator, amend=amend)


def reprice_line(door: Door, policies: Policies, line: RecordId) -> ChangeSummary:
    """Price a line by what is in force now, because somebody asked for it."""
    known = door.must_exist(ClaimLine, line)
    edits = setting(known, **frozen(price_now(door.records, policies, known)))
    if edits:
        edits += _reopening(door.records, known.claim)
    return door.do("Price a line again", edits)


def remove_line(door: Door, line: RecordId) -> ChangeSummary:
    """Remove a line with its receipts, as one step; undo brings all of it back."""
    known = door.must_exist(ClaimLine, line)
    edits = deleting([known, *_receipts(door.records, line)])
    return door.do("Remove a line", edits + _reopening(door.records, known.claim))


def move_line(door: Door, line: RecordId, index: int) -> ChangeSummary:
    """Put a line at another place in its claim; ``index`` counts the other lines before it."""
    known = door.must_exist(ClaimLine, line)
    others = [one for one in lines_of(door.records, known.claim) if one.id != line]
    order, edits = _place(others, index)
    return door.do("Move a line", [*edits, *setting(known, order=order)])


# --------------------------------------------------------------------------------------------
# Receipts


def attach_receipt(
    door: Door, attachments: Attachments, line: RecordId, pictures: Sequence[PreparedPicture]
) -> tuple[RecordId, ...]:
    """Put pictures on a line as its receipt, as one step; gives the receipts' ids.

    ``pictures`` come from :func:`cps_desktop.services.pictures.prepare_receipt`. Content is kept
    before the records that speak of it, so that nothing ever points at a picture that is not
    there. The same picture twice on one line is one receipt.
    """
    known = door.must_exist(ClaimLine, line)
    made: list[RecordId] = []
    edits: list[Edit] = []
    for picture in pictures:
        digest = attachments.put_attachment(picture.jpeg)
        attachment = Attachment(
            id=attachment_id(door.records, known.session, digest),
            root=known.session,
            session=known.session,
            digest=digest,
            size=len(picture.jpeg),
            name=picture.name,
        )
        receipt = Receipt(
            id=derived_id("receipt", line, attachment.id),
            root=known.session,
            session=known.session,
            line=line,
            attachment=attachment.id,
        )
        if receipt.id not in made:
            made.append(receipt.id)
            edits += _there(door.records, attachment) + _there(door.records, receipt)
    door.do("Add a receipt", edits)
    return tuple(made)


def remove_receipt(door: Door, receipt: RecordId) -> ChangeSummary:
    """Take a receipt off its line; undo brings it back."""
    return door.do("Remove a receipt", deleting([door.must_exist(Receipt, receipt)]))


def _receipts(records: Records, line: RecordId) -> tuple[Receipt, ...]:
    return records.find(Receipt, line=line)


# --------------------------------------------------------------------------------------------


def _check(line: ClaimLine) -> None:
    """Refuse what cannot be true. Raises InputRefused with one sentence."""
    if line.kind_of not in set(LineKind) or line.vehicle not in set(Vehicle):
        raise InputRefused("This kind of line is not known here. Nothing was changed.")
    if not 0 <= line.miles_tenths <= MOST_MILES_TENTHS:
        raise InputRefused(
            f"Miles are between 0 and {MOST_MILES_TENTHS // 10:,} a line. Nothing was changed."
        )
    if not 0 <= line.passengers <= MOST_PASSENGERS:
        raise InputRefused(f"Passengers are between 0 and {MOST_PASSENGERS}. Nothing was changed.")
    if not 0 <= line.minutes <= MOST_MINUTES:
        raise InputRefused(
            "A line of care is for one day, so for up to 24 hours. Nothing was changed; write "
            "each day on a line of its own."
        )
    if not 0 <= line.hour_pence <= MOST_HOUR_PENCE:
        raise InputRefused(
            f"An hour of care costs between £0.00 and £{MOST_HOUR_PENCE // 100:,}.00. "
            "Nothing was changed."
        )
    if not 0 <= line.pence <= MOST_PENCE:
        raise InputRefused(
            f"An amount is between £0.00 and £{MOST_PENCE // 100:,}.00. Nothing was changed."
        )


def _reopening(records: Records, claim: RecordId) -> list[Edit]:
    """What was ready to sign is not what was signed once a line changes."""
    known = records.get(Claim, claim)
    return setting(known, state=ClaimState.DRAFT) if known is not None else []


def _there(records: Records, record: Record) -> list[Edit]:
    """The edits after which a record whose id is derived is there; none where it is already."""
    known = records.get(type(record), record.id)
    if known is None:
        return creating(record)
    return bringing_back([known]) if known.deleted else []


def _place(others: Sequence[ClaimLine], index: int) -> tuple[str, list[Edit]]:
    """The key of a place among others, and edits that make room where there is none.

    There is none where two laptops gave neighbours the same key; a claim has few lines, so then
    all of them are given keys anew.
    """
    index = max(0, min(index, len(others)))
    low = others[index - 1].order if index else ""
    high = others[index].order if index < len(others) else ""
    try:
        return key_between(low, high), []
    except ValueError:
        pass
    keys: list[str] = []
    for _ in range(len(others) + 1):
        keys.append(key_between(keys[-1] if keys else ""))
    edits: list[Edit] = []
    for one, key in zip(others, [*keys[:index], *keys[index + 1 :]], strict=True):
        edits += setting(one, order=key)
    return keys[index], edits

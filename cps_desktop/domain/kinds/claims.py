"""Claims for out-of-pocket expenses, and the pictures behind them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from cps_desktop.domain.records import Record, RecordId, Sensitivity, Settling, Shape, field, kind

_PERSONAL = Sensitivity.PERSONAL


class ClaimState(StrEnum):
    """How far a claim has come."""

    DRAFT = "draft"
    READY = "ready"


class LineKind(StrEnum):
    """What a claim line pays back.

    ``fare`` is what the first release called a bus, train or taxi fare: lines and policies that
    say so are read as ever.
    """

    MILEAGE = "mileage"
    BUS = "bus"
    TRAIN = "train"
    TAXI = "taxi"
    FARE = "fare"
    PARKING = "parking"
    ADDITIONAL_NEEDS = "additional_needs"
    CARER_CARE = "carer_care"
    CHILD_CARE = "child_care"
    MEALS = "meals"
    OTHER = "other"


CARE: Final = frozenset({LineKind.CARER_CARE, LineKind.CHILD_CARE})
"""Care that somebody had to pay for so as to come: hours, times so much an hour."""


class Vehicle(StrEnum):
    """What was driven or ridden."""

    CAR = "car"
    MOTORCYCLE = "motorcycle"
    BICYCLE = "bicycle"


class StepKind(StrEnum):
    """What was done with a claim, once and for all (a step is never written over)."""

    DECLARED = "declared"
    ATTENDANCE = "attendance"
    SUBMITTED = "submitted"
    QUERIED = "queried"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"
    TAKEN_BACK = "taken_back"
    STRUCK_OUT = "struck_out"


class Signing(StrEnum):
    """How a claimant signed."""

    SCREEN = "screen"
    PAPER = "paper"


@kind("claim")
class Claim(Record):
    """One person's out-of-pocket expenses for one session, to one lead agency."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    person: RecordId = field(Shape.REFERENCE, "Claimant", refers_to="person", sensitivity=_PERSONAL)
    lead_agency: RecordId = field(Shape.REFERENCE, "Lead agency", refers_to="organisation")
    state: str = field(Shape.CHOICE, "State", ClaimState.DRAFT, choices=ClaimState)


@kind("claim_line")
class ClaimLine(Record):
    """One line of a claim. What priced it is frozen on the line, so a later rate changes nothing.

    ``miles_tenths`` counts tenths of a mile for the whole line (return already doubled).
    ``rule`` is the sentence that priced it, as shown and printed; a mileage line without a
    ``policy`` has no price, and its rule says why. Care is ``minutes`` at ``hour_pence`` an hour;
    ``starts`` and ``ends`` are kept where the hours were written so.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    claim: RecordId = field(Shape.REFERENCE, "Claim", refers_to="claim")
    kind_of: str = field(Shape.CHOICE, "What for", LineKind.MILEAGE, choices=LineKind)
    day: dt.date | None = field(Shape.DAY, "Date", None)
    description: str = field(
        Shape.TEXT, "What for", sensitivity=_PERSONAL, help="Such as: bus, Penrith to Alston."
    )
    from_place: str = field(Shape.TEXT, "From", sensitivity=_PERSONAL)
    to_place: str = field(Shape.TEXT, "To", sensitivity=_PERSONAL)
    return_journey: bool = field(Shape.FLAG, "There and back", False)
    vehicle: str = field(Shape.CHOICE, "Vehicle", Vehicle.CAR, choices=Vehicle)
    miles_tenths: int = field(Shape.INTEGER, "Miles", 0)
    passengers: int = field(Shape.INTEGER, "Passengers", 0)
    minutes: int = field(Shape.INTEGER, "Hours of care, in minutes", 0)
    starts: dt.time | None = field(Shape.CLOCK, "Starts", None)
    ends: dt.time | None = field(Shape.CLOCK, "Ends", None)
    hour_pence: int = field(Shape.PENCE, "Cost of an hour", 0, sensitivity=_PERSONAL)
    pence: int = field(Shape.PENCE, "Amount", 0, sensitivity=_PERSONAL)
    agreed_by: str = field(
        Shape.TEXT,
        "Agreed beforehand by",
        sensitivity=_PERSONAL,
        help="Who said yes before the money was spent; some policies ask for it.",
    )
    policy: str = field(Shape.TEXT, "Policy")
    policy_edition: str = field(Shape.TEXT, "Edition")
    rule: str = field(Shape.TEXT, "Rule")
    order: str = field(Shape.ORDER, "Order", settles=Settling.LATEST)


@kind("claim_step", stays_once_given=True)
class ClaimStep(Record):
    """One step of a claim's way: who, when, and a fingerprint of what was seen then.

    What state a claim is in follows from its steps (:mod:`cps_desktop.domain.claim_states`).
    ``seen`` is the claim's content in canonical form (:mod:`cps_desktop.domain.claim_content`);
    ``follows`` are all steps of the claim that were known when this one was made, so that what
    came after what is never a question of clocks. ``words`` is a reason, an answer or a payment's
    reference; ``day`` and ``pence`` belong to a payment; ``strokes`` are a signature on screen.
    ``struck_out`` says that the payment it ``takes_back`` did not happen, and is ``seen`` as its
    mark; ``after`` are the payments that were struck out before this one was made.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    claim: RecordId = field(Shape.REFERENCE, "Claim", refers_to="claim")
    step: str = field(Shape.CHOICE, "Step", choices=StepKind)
    by: str = field(Shape.TEXT, "By", sensitivity=_PERSONAL)
    by_person: RecordId = field(
        Shape.REFERENCE, "Who they are", refers_to="person", sensitivity=_PERSONAL
    )
    when_done: int | None = field(Shape.MOMENT, "When", None)
    seen: str = field(Shape.TEXT, "What was seen", sensitivity=_PERSONAL)
    follows: tuple[str, ...] = field(
        Shape.REFERENCES, "Steps known then", (), refers_to="claim_step"
    )
    takes_back: RecordId = field(Shape.REFERENCE, "Takes back", refers_to="claim_step")
    after: tuple[str, ...] = field(
        Shape.REFERENCES, "Payments struck out before", (), refers_to="claim_step"
    )
    words: str = field(Shape.LONG_TEXT, "Words", sensitivity=_PERSONAL)
    day: dt.date | None = field(Shape.DAY, "Date", None)
    pence: int = field(Shape.PENCE, "Amount", 0, sensitivity=_PERSONAL)
    signing: str = field(Shape.CHOICE, "Signed", choices=Signing)
    strokes: str = field(Shape.TEXT, "Signature", sensitivity=_PERSONAL)


@kind("payment_batch", root=True)
class PaymentBatch(Record):
    """Claims handed to the people who pay, together, out of however many sessions."""

    lead_agency: RecordId = field(Shape.REFERENCE, "Lead agency", refers_to="organisation")
    reference: str = field(Shape.TEXT, "Reference")
    day: dt.date | None = field(Shape.DAY, "Date", None)
    made_by: str = field(Shape.TEXT, "Made by", sensitivity=_PERSONAL)


@kind("batch_entry")
class BatchEntry(Record):
    """That an approved claim is in a batch; the id is derived from claim and approval, and from the
    payments that were struck out before.

    Two laptops that put one claim into two batches write one record twice: that is asked about,
    and the money is in neither batch until it is decided.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    claim: RecordId = field(Shape.REFERENCE, "Claim", refers_to="claim")
    approval: RecordId = field(Shape.REFERENCE, "Approval", refers_to="claim_step")
    batch: RecordId = field(Shape.REFERENCE, "Batch", refers_to="payment_batch")
    pence: int = field(Shape.PENCE, "Amount", 0, sensitivity=_PERSONAL)
    after: tuple[str, ...] = field(
        Shape.REFERENCES, "Payments struck out before", (), refers_to="claim_step"
    )


@kind("payment_for_time")
class PaymentForTime(Record):
    """A payment for somebody's time. No expense: benefits rules differ, and no total holds both."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    person: RecordId = field(Shape.REFERENCE, "Paid to", refers_to="person", sensitivity=_PERSONAL)
    lead_agency: RecordId = field(Shape.REFERENCE, "Lead agency", refers_to="organisation")
    day: dt.date | None = field(Shape.DAY, "Date", None)
    description: str = field(
        Shape.TEXT, "What for", sensitivity=_PERSONAL, help="Such as: half a day on the panel."
    )
    pence: int = field(Shape.PENCE, "Amount", 0, sensitivity=_PERSONAL)


@kind("expense_policy", root=True, stays_once_given=True)
class OwnPolicy(Record):
    """One edition of an expense policy of the workspace's own, as a policy file of one edition.

    The id is derived from all it says (:mod:`cps_desktop.services.own_policies`), so an edition
    never changes. ``replaces`` are editions that hold no more because of this one; ``knew`` are all
    that held where it was made, so that two made without knowing of one another are found. Nothing
    ``written`` takes back what it replaces.
    """

    policy: str = field(Shape.TEXT, "Policy")
    written: str = field(Shape.TEXT, "Policy file", settles=Settling.LATEST)
    replaces: tuple[str, ...] = field(
        Shape.REFERENCES, "In the place of", (), refers_to="expense_policy"
    )
    knew: tuple[str, ...] = field(
        Shape.REFERENCES, "Editions known then", (), refers_to="expense_policy"
    )


@kind("receipt")
class Receipt(Record):
    """A receipt's picture on a claim line; the picture itself is kept by its digest."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    line: RecordId = field(Shape.REFERENCE, "Claim line", refers_to="claim_line")
    attachment: RecordId = field(Shape.REFERENCE, "Picture", refers_to="attachment")


@kind("attachment")
class Attachment(Record):
    """A picture that came in, shrunk and stripped; its content is found by SHA-256."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    digest: str = field(Shape.DIGEST, "Digest")
    media_type: str = field(Shape.TEXT, "Type", "image/jpeg")
    size: int = field(Shape.INTEGER, "Size in bytes", 0)
    name: str = field(Shape.TEXT, "File name", sensitivity=_PERSONAL)

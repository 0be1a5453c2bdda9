"""Claims for out-of-pocket expenses, and the pictures behind them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from cps_desktop.domain.records import Record, RecordId, Sensitivity, Settling, Shape, field, kind

_PERSONAL = Sensitivity.PERSONAL


class ClaimState(StrEnum):
    """How far a claim has come."""

    DRAFT = "draft"
    READY = "ready"


class LineKind(StrEnum):
    """What a claim line pays back."""

    MILEAGE = "mileage"
    FARE = "fare"
    PARKING = "parking"
    ADDITIONAL_NEEDS = "additional_needs"
    OTHER = "other"


class Vehicle(StrEnum):
    """What was driven or ridden."""

    CAR = "car"
    MOTORCYCLE = "motorcycle"
    BICYCLE = "bicycle"


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
    ``policy`` has no price, and its rule says why.
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

"""The record kinds of a session: what facilitators capture and coordinators receive.

Terms and fields follow the forms people use in the room (seeds 001, 003; DOMAIN §2–§5).
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from cps_desktop.domain.records import Record, RecordId, Sensitivity, Settling, Shape, field, kind

_PERSONAL = Sensitivity.PERSONAL
_SPECIAL = Sensitivity.SPECIAL


class SessionKind(StrEnum):
    """What sort of session it is."""

    RPIW = "rpiw"
    COPRODUCTION = "coproduction"
    TRAINING = "training"
    CONVERSATION = "conversation"
    OTHER = "other"


class Role(StrEnum):
    """In what role a person comes (DOMAIN §4)."""

    PATIENT = "patient"
    CARER = "carer"
    PUBLIC = "public"
    STAFF = "staff"
    THIRD_SECTOR = "third_sector"
    FACILITATOR = "facilitator"
    SPONSOR = "sponsor"
    OBSERVER = "observer"


class Coming(StrEnum):
    """How a person came to be on a session's list."""

    EXPECTED = "expected"
    WALK_IN = "walk_in"
    APOLOGIES = "apologies"


class Presence(StrEnum):
    """What is known of a person on one day."""

    NOT_SEEN = ""
    HERE = "here"
    APOLOGIES = "apologies"


class NoteColour(StrEnum):
    """The six note colours; their meaning stands in the planner's legend."""

    YELLOW = "yellow"
    BLUE = "blue"
    GREEN = "green"
    PINK = "pink"
    LILAC = "lilac"
    ORANGE = "orange"


class NamedAs(StrEnum):
    """How the author of a note wishes to be shown."""

    NAME = "name"
    INITIALS = "initials"
    NOBODY = "nobody"


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


@kind("organisation", root=True)
class Organisation(Record):
    """An organisation; they merge and are renamed, so former names stay findable (seed 002)."""

    name: str = field(Shape.TEXT, "Name", searched=True)
    former_names: str = field(Shape.TEXT, "Former names", searched=True)
    lead_agency: bool = field(
        Shape.FLAG, "Pays expenses", False, help="Can be chosen as lead agency of a session."
    )
    policy: str = field(Shape.TEXT, "Expense policy", help="Which expense policy it follows.")


@kind("person", root=True)
class Person(Record):
    """Somebody who takes part. Only what is needed is asked."""

    name: str = field(Shape.TEXT, "Name", sensitivity=_PERSONAL, searched=True)
    known_as: str = field(Shape.TEXT, "Known as", sensitivity=_PERSONAL, searched=True)
    role: str = field(Shape.CHOICE, "Usual role", sensitivity=_PERSONAL, choices=Role)
    organisation: RecordId = field(
        Shape.REFERENCE, "Organisation", sensitivity=_PERSONAL, refers_to="organisation"
    )
    contact: str = field(
        Shape.TEXT,
        "Phone or e-mail",
        sensitivity=_PERSONAL,
        help="Only if they wish to be contacted.",
    )
    needs: str = field(
        Shape.LONG_TEXT,
        "Access and dietary needs",
        sensitivity=_SPECIAL,
        help="Asked so that the room, the food and the papers suit them.",
    )


@kind("session", root=True)
class Session(Record):
    """One workshop, meeting or event, over any number of days."""

    kind_of: str = field(Shape.CHOICE, "Kind", SessionKind.COPRODUCTION, choices=SessionKind)
    title: str = field(Shape.TEXT, "Title", participant=True, searched=True)
    purpose: str = field(Shape.LONG_TEXT, "Purpose", participant=True, searched=True)
    venue: str = field(Shape.TEXT, "Venue", participant=True, searched=True)
    lead_agency: RecordId = field(
        Shape.REFERENCE,
        "Lead agency",
        refers_to="organisation",
        help="Pays people's expenses under its own policy.",
    )
    organisations: tuple[str, ...] = field(
        Shape.REFERENCES, "Organisations taking part", (), refers_to="organisation"
    )
    community: str = field(Shape.TEXT, "Integrated Care Community", searched=True)
    facilitators: tuple[str, ...] = field(
        Shape.REFERENCES, "Facilitators", (), refers_to="person", sensitivity=_PERSONAL
    )
    finished: bool = field(Shape.FLAG, "Finished", False)


@kind("session_day")
class SessionDay(Record):
    """One day of a session, with start and end."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    day: dt.date | None = field(Shape.DAY, "Day", None)
    starts: dt.time | None = field(Shape.CLOCK, "Starts", None)
    ends: dt.time | None = field(Shape.CLOCK, "Ends", None)


@kind("attendance")
class Attendance(Record):
    """A person on a session's list; the id is derived from both: no list holds anyone twice."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    person: RecordId = field(Shape.REFERENCE, "Person", refers_to="person", sensitivity=_PERSONAL)
    role: str = field(Shape.CHOICE, "Role", choices=Role, sensitivity=_PERSONAL)
    coming: str = field(Shape.CHOICE, "Coming", Coming.EXPECTED, choices=Coming)


@kind("presence")
class DayPresence(Record):
    """A person on one day; the id is derived from attendance and day: many doors, one record."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    attendance: RecordId = field(
        Shape.REFERENCE, "Attendance", refers_to="attendance", sensitivity=_PERSONAL
    )
    session_day: RecordId = field(Shape.REFERENCE, "Day", refers_to="session_day")
    state: str = field(Shape.CHOICE, "Here", Presence.NOT_SEEN, choices=Presence)
    arrived: dt.time | None = field(Shape.CLOCK, "Arrived", None, settles=Settling.LEAST)
    left: dt.time | None = field(Shape.CLOCK, "Left", None, settles=Settling.GREATEST)


@kind("planner")
class Planner(Record):
    """An A3 planner of a session: a template in the edition it began with."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    template: str = field(Shape.TEXT, "Template")
    edition: int = field(Shape.INTEGER, "Edition", 1)
    title: str = field(Shape.TEXT, "Title", participant=True, searched=True)
    order: str = field(Shape.ORDER, "Order", settles=Settling.LATEST)


@kind("note")
class Note(Record):
    """One note in one box of a planner."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    planner: RecordId = field(Shape.REFERENCE, "Planner", refers_to="planner")
    box: str = field(Shape.TEXT, "Box", help="The box's key in the planner's template.")
    order: str = field(Shape.ORDER, "Order", settles=Settling.LATEST)
    text: str = field(Shape.LONG_TEXT, "Note", participant=True, searched=True)
    colour: str = field(Shape.CHOICE, "Colour", NoteColour.YELLOW, choices=NoteColour)
    author: str = field(Shape.TEXT, "Who said it", sensitivity=_PERSONAL)
    named_as: str = field(Shape.CHOICE, "Shown as", NamedAs.NOBODY, choices=NamedAs)


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


class RequestState(StrEnum):
    """What became of a request to erase a person."""

    ASKED = "asked"
    DONE = "done"
    REFUSED = "refused"


@kind("paper", root=True)
class JoinPaper(Record):
    """A join file as it was signed, so that it reaches every laptop with the next bundle.

    The id is derived from its root key, sequence number and text: one file is one record. What
    it says holds because of the signature in it, whoever brought it.
    """

    # Not called `text`: a note's text is asked about, and a name settles alike in every kind.
    written: str = field(Shape.TEXT, "Join file", settles=Settling.LATEST)


@kind("ruling", root=True)
class Ruling(Record):
    """What a coordinator decided for everybody: an erasure, a revocation (see ``rulings``).

    Every change of ``written`` is judged by itself, by who made it: nobody can take another's
    ruling back by writing over it.
    """

    written: str = field(Shape.TEXT, "Ruling", settles=Settling.LATEST)


@kind("erasure_request", root=True)
class ErasureRequest(Record):
    """Somebody asks that a person be erased; a coordinator with that role decides."""

    person: RecordId = field(Shape.REFERENCE, "Person", refers_to="person", sensitivity=_PERSONAL)
    why: str = field(Shape.LONG_TEXT, "Why", sensitivity=_PERSONAL)
    state: str = field(Shape.CHOICE, "State", RequestState.ASKED, choices=RequestState)


class Alike(StrEnum):
    """What may be entered twice."""

    PERSON = "person"
    ORGANISATION = "organisation"
    LINE = "claim_line"


@kind("sameness")
class Sameness(Record):
    """Somebody said that two records are one. Filed with the one that stays.

    The one that stays comes first in its list, the other second. ``undoing`` says which fields of
    which records the merge set, so that it can be taken apart again on any laptop
    (docs/decisions/merging-people.md); it holds no value of them.
    """

    what: str = field(Shape.CHOICE, "What is one", Alike.PERSON, choices=Alike)
    people: tuple[str, ...] = field(
        Shape.REFERENCES, "People", (), refers_to="person", sensitivity=_PERSONAL
    )
    organisations: tuple[str, ...] = field(
        Shape.REFERENCES, "Organisations", (), refers_to="organisation"
    )
    lines: tuple[str, ...] = field(Shape.REFERENCES, "Claim lines", (), refers_to="claim_line")
    undoing: str = field(Shape.LONG_TEXT, "What the merge changed", sensitivity=_SPECIAL)


@kind("difference")
class Difference(Record):
    """Somebody said that two records that look alike are two; the id is derived from both."""

    what: str = field(Shape.CHOICE, "What are two", Alike.PERSON, choices=Alike)
    people: tuple[str, ...] = field(
        Shape.REFERENCES, "People", (), refers_to="person", sensitivity=_PERSONAL
    )
    organisations: tuple[str, ...] = field(
        Shape.REFERENCES, "Organisations", (), refers_to="organisation"
    )
    lines: tuple[str, ...] = field(Shape.REFERENCES, "Claim lines", (), refers_to="claim_line")

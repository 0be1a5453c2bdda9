"""Organisations and people."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from cps_desktop.domain.records import Record, RecordId, Sensitivity, Shape, field, kind

_PERSONAL = Sensitivity.PERSONAL
_SPECIAL = Sensitivity.SPECIAL


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


@kind("organisation", root=True)
class Organisation(Record):
    """An organisation; they merge and are renamed, so former names stay findable (seed 002)."""

    name: str = field(Shape.TEXT, "Name", searched=True)
    former_names: str = field(Shape.TEXT, "Former names", searched=True)
    lead_agency: bool = field(
        Shape.FLAG, "Pays expenses", False, help="Can be chosen as lead agency of a session."
    )
    policy: str = field(Shape.TEXT, "Expense policy", help="Which expense policy it follows.")
    merged_into: RecordId = field(
        Shape.REFERENCE,
        "Became part of",
        refers_to="organisation",
        help="Who writes the old name means this one from then on.",
    )
    merged_on: dt.date | None = field(Shape.DAY, "Since", None)


@kind("person", root=True)
class Person(Record):
    """Somebody who takes part. Only what is needed is asked.

    ``contact`` is what earlier versions asked for in one field; ``email`` and ``phone`` came later
    (:mod:`cps_desktop.services.reaching` reads all three). ``other_roles`` are keys of ``Role``,
    one a line. What is needed is a ``need`` record each; ``needs`` are words beside them.
    """

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
    email: str = field(
        Shape.TEXT,
        "E-mail",
        sensitivity=_PERSONAL,
        help="Only if they wish to be written to.",
    )
    phone: str = field(
        Shape.TEXT,
        "Phone",
        sensitivity=_PERSONAL,
        help="Only if they wish to be rung.",
    )
    community: str = field(
        Shape.TEXT,
        "Integrated Care Community",
        sensitivity=_PERSONAL,
        help="Asked so that we can see which places were heard, and which were not.",
    )
    other_roles: str = field(
        Shape.TEXT,
        "Other roles",
        sensitivity=_PERSONAL,
        help="Many people are more than one thing, such as a carer who works for the NHS.",
    )
    needs: str = field(
        Shape.LONG_TEXT,
        "Access and dietary needs",
        sensitivity=_SPECIAL,
        help="Asked so that the room, the food and the papers suit them.",
    )
    emergency_contact: str = field(
        Shape.TEXT,
        "In an emergency, ring",
        sensitivity=_PERSONAL,
        help="Asked so that we know whom to ring if they are taken ill. Leave it out if you like.",
    )
    under_18: bool = field(
        Shape.FLAG,
        "Under 18",
        False,
        sensitivity=_PERSONAL,
        help="Asked because an adult has to be responsible for them while they are with us.",
    )
    responsible_adult: str = field(
        Shape.TEXT,
        "Responsible adult",
        sensitivity=_PERSONAL,
        help="Who looks after them on the day, and how to reach that person.",
    )


@kind("need")
class Need(Record):
    """One thing a person needs, chosen from ``resources/needs``; filed with the person.

    The id is derived from person and need, so two laptops that both note it mean one. ``need`` is
    a key; one that a laptop does not know is shown by its ``detail``.
    """

    person: RecordId = field(Shape.REFERENCE, "Person", refers_to="person", sensitivity=_SPECIAL)
    need: str = field(Shape.TEXT, "Need", sensitivity=_SPECIAL)
    detail: str = field(
        Shape.TEXT, "Which", sensitivity=_SPECIAL, help="Such as the language, or the allergy."
    )


class ConsentWay(StrEnum):
    """How somebody said yes or no."""

    SCREEN = "screen"
    PAPER = "paper"
    SPOKEN = "spoken"


@kind("consent")
class Consent(Record):
    """Somebody said yes or no to one thing, after reading ``wording``; filed with the person.

    Never changed: who changes their mind makes another one. ``after`` names those that its author
    had before them; what holds is worked out from all (:mod:`cps_desktop.domain.consents`).
    """

    person: RecordId = field(Shape.REFERENCE, "Person", refers_to="person", sensitivity=_PERSONAL)
    purpose: str = field(Shape.TEXT, "To what", sensitivity=_PERSONAL)
    given: bool = field(Shape.FLAG, "Said yes", False, sensitivity=_PERSONAL)
    day: dt.date | None = field(Shape.DAY, "On", None, sensitivity=_PERSONAL)
    wording: str = field(Shape.LONG_TEXT, "The words that were shown", sensitivity=_PERSONAL)
    edition: str = field(Shape.TEXT, "Edition of the words", sensitivity=_PERSONAL)
    way: str = field(
        Shape.CHOICE, "How", ConsentWay.SPOKEN, choices=ConsentWay, sensitivity=_PERSONAL
    )
    after: tuple[str, ...] = field(
        Shape.REFERENCES, "Said after", (), refers_to="consent", sensitivity=_PERSONAL
    )

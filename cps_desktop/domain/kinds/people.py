"""Organisations and people."""

from __future__ import annotations

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

"""What may have been entered twice: said to be one, or said to be two."""

from __future__ import annotations

from enum import StrEnum

from cps_desktop.domain.records import Record, Sensitivity, Shape, field, kind

_PERSONAL = Sensitivity.PERSONAL
_SPECIAL = Sensitivity.SPECIAL


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

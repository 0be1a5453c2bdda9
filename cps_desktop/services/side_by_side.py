"""Two that may be one, side by side, in words: what a person looks at before they decide."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Final

from cps_desktop.domain.kinds import (
    Alike,
    Attendance,
    Claim,
    ClaimLine,
    Organisation,
    Person,
    Receipt,
    Session,
)
from cps_desktop.domain.records import Record, RecordId, Value, meanings
from cps_desktop.services.claim_lines import line_title
from cps_desktop.services.desk import Desk
from cps_desktop.services.handing_over import counted, say_moment
from cps_desktop.services.likeness import Likeness
from cps_desktop.services.merge_edits import KIND_OF
from cps_desktop.services.merging import Merging, differing
from cps_desktop.services.people import shown_name
from cps_desktop.services.version_words import NOTHING, record_words, shortened, value_words

_FIELDS: Final[dict[Alike, tuple[str, ...]]] = {
    Alike.PERSON: (
        "name",
        "known_as",
        "role",
        "organisation",
        "contact",
        "email",
        "phone",
        "community",
        "needs",
        "emergency_contact",
        "responsible_adult",
    ),
    Alike.ORGANISATION: ("name", "former_names", "policy"),
    Alike.LINE: ("day", "description", "from_place", "to_place", "miles_tenths", "pence"),
}
_SAID: Final = 300
_NAMED: Final = 3

WHAT_WORDS: Final[dict[Alike, str]] = {
    Alike.PERSON: "People",
    Alike.ORGANISATION: "Organisations",
    Alike.LINE: "Expenses",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Row:
    """What both say of one thing; ``differs`` where both say something, and not the same."""

    label: str
    left: str
    right: str
    differs: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Open:
    """A field of which one value is to be chosen: (value, its words) of both."""

    field: str
    label: str
    left: tuple[Value, str]
    right: tuple[Value, str]


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """Two that may be one; the left one is the one that would stay. Empty where one is gone."""

    names: tuple[str, str]
    rows: tuple[Row, ...]
    open: tuple[Open, ...]


def compared(desk: Desk, likeness: Likeness) -> Pair | None:
    """The two side by side; None where one of them is not here any more."""
    cls = KIND_OF[likeness.what]
    first = desk.workspace.get(cls, likeness.first)
    second = desk.workspace.get(cls, likeness.second)
    if first is None or second is None or first.deleted:
        return None
    known = meanings(cls)
    rows = [
        _row(known[name].label, _said(desk, first, name), _said(desk, second, name))
        for name in _FIELDS[likeness.what]
    ]
    rows += [_row(*one) for one in _around(desk, first, second)]
    open_ones = [
        Open(name, known[name].label, _value(desk, first, name), _value(desk, second, name))
        for name in differing(first, second)
    ]
    return Pair(
        (record_words(desk, first), record_words(desk, second)),
        tuple(row for row in rows if row.left or row.right),
        () if second.deleted else tuple(open_ones),
    )


def _row(label: str, left: str, right: str) -> Row:
    return Row(label, left, right, bool(left and right and left != right))


def _value(desk: Desk, record: Record, name: str) -> tuple[Value, str]:
    value: Value = getattr(record, name)
    return value, shortened(value_words(desk, record, name, value), _SAID)


def _said(desk: Desk, record: Record, name: str) -> str:
    value: Value = getattr(record, name)
    if value in ("", None, 0, ()):
        return ""
    words = value_words(desk, record, name, value)
    return "" if words in (NOTHING, "None") else shortened(words, _SAID)


def _around(desk: Desk, first: Record, second: Record) -> Iterable[tuple[str, str, str]]:
    """What stands around the two: where they are listed, what they claimed, when it was entered."""
    if isinstance(first, Person) and isinstance(second, Person):
        yield "Sessions", _sessions(desk, first.id), _sessions(desk, second.id)
        yield "Expenses", _claims(desk, first.id), _claims(desk, second.id)
    elif isinstance(first, Organisation) and isinstance(second, Organisation):
        yield "People", _people(desk, first.id), _people(desk, second.id)
    elif isinstance(first, ClaimLine) and isinstance(second, ClaimLine):
        yield "What", line_title(first), line_title(second)
        yield "Claimed by", _claimant(desk, first), _claimant(desk, second)
        yield "Session", _session(desk, first.session), _session(desk, second.session)
        yield "Receipts", _receipts(desk, first.id), _receipts(desk, second.id)
    yield "Entered", say_moment(first.made), say_moment(second.made)


def _sessions(desk: Desk, person: RecordId) -> str:
    titles = [_session(desk, one.session) for one in desk.workspace.find(Attendance, person=person)]
    more = len(titles) - _NAMED
    return ", ".join(titles[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _session(desk: Desk, session: RecordId) -> str:
    found = desk.workspace.get(Session, session)
    return shortened(found.title) or "A session without a title" if found else "Another session"


def _claims(desk: Desk, person: RecordId) -> str:
    count = len(desk.workspace.find(Claim, person=person))
    return counted(count, "claim") if count else ""


def _people(desk: Desk, organisation: RecordId) -> str:
    some = [shown_name(one) for one in desk.workspace.find(Person, organisation=organisation)]
    more = len(some) - _NAMED
    return ", ".join(some[:_NAMED]) + (f" and {more} more" if more > 0 else "")


def _claimant(desk: Desk, line: ClaimLine) -> str:
    claim = desk.workspace.get(Claim, line.claim)
    return shown_name(desk.workspace.get(Person, claim.person)) if claim else ""


def _receipts(desk: Desk, line: RecordId) -> str:
    count = len(desk.workspace.find(Receipt, line=line))
    return counted(count, "receipt") if count else ""


def merged_words(desk: Desk, merging: Merging) -> str:
    """Who was made one with whom, and when."""
    cls = KIND_OF[merging.what]
    names = []
    for one in merging.pair:
        found = desk.workspace.get(cls, one)
        names.append(record_words(desk, found) if found is not None else "somebody")
    return f"{shortened(names[0])} and {shortened(names[1])}, since {say_moment(merging.made)}"

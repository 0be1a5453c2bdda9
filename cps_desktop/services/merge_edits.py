"""The edits that let one record take the place of another wherever that is spoken of."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any, Final, cast

from cps_desktop.domain.changes import Edit, bringing_back, creating, deleting, setting
from cps_desktop.domain.half_days import said_of_all
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import (
    Alike,
    Attachment,
    Attendance,
    AttendanceSignature,
    BatchEntry,
    Claim,
    ClaimLine,
    ClaimState,
    ClaimStep,
    Coming,
    Consent,
    DayPresence,
    Difference,
    Need,
    Organisation,
    Person,
    Presence,
    Receipt,
    Sameness,
)
from cps_desktop.domain.records import (
    KINDS,
    Record,
    RecordId,
    Shape,
    Value,
    defaults,
    meanings,
)
from cps_desktop.services.claims import attachment_id, claim_id
from cps_desktop.services.door import Records
from cps_desktop.services.person_needs import need_id

KIND_OF: Final[dict[Alike, type[Record]]] = {
    Alike.PERSON: Person,
    Alike.ORGANISATION: Organisation,
    Alike.LINE: ClaimLine,
}
FIELD_OF: Final[dict[Alike, str]] = {
    Alike.PERSON: "people",
    Alike.ORGANISATION: "organisations",
    Alike.LINE: "lines",
}
"""Where a sameness or a difference names what it speaks of."""

_JOINED: Final = ("needs", "former_names", "other_roles")
"""Texts of which neither is dropped: one beneath the other."""

_BADGE: Final = ("badge", "badge_name", "badge_said", "badge_role")

_TAKEN: Final[dict[Alike, tuple[str, ...]]] = {
    Alike.PERSON: (
        "name",
        "known_as",
        "role",
        "other_roles",
        "organisation",
        "contact",
        "email",
        "phone",
        "community",
        "needs",
        "emergency_contact",
        "under_18",
        "responsible_adult",
    ),
    Alike.ORGANISATION: ("name", "former_names", "lead_agency", "policy"),
    Alike.LINE: ("description", "from_place", "to_place", "agreed_by"),
}


def merge_edits(
    records: Records, what: Alike, stays: Record, gone: Record, values: Mapping[str, Value]
) -> list[Edit]:
    """Everything that spoke of ``gone`` speaks of ``stays``; what ``stays`` lacks it takes over."""
    # Merged before: only what came in since is to follow, not what was decided then.
    edits = [] if gone.deleted else setting(stays, **_taken(what, stays, gone, values))
    if what is Alike.LINE:
        return edits + _line_edits(records, cast(ClaimLine, stays), cast(ClaimLine, gone))
    if what is Alike.PERSON:
        for listed in records.find(Attendance, person=gone.id):
            edits += _attendance_edits(records, listed, stays.id)
        for claim in records.find(Claim, person=gone.id):
            edits += _claim_edits(records, claim, dataclasses.replace(claim, person=stays.id))
        for there, one in late_on_claims(records, stays.id, gone.id):
            edits += setting(one, claim=there)
        edits += _need_edits(records, stays.id, gone.id)
        edits += _consent_edits(records, stays.id, gone.id)
    else:
        for claim in records.find(Claim, lead_agency=gone.id):
            edits += _claim_edits(records, claim, dataclasses.replace(claim, lead_agency=stays.id))
    return edits + _pointing_edits(records, KIND_OF[what].KIND, stays.id, gone.id)


def _taken(
    what: Alike, stays: Record, gone: Record, values: Mapping[str, Value]
) -> dict[str, Value]:
    usual = defaults(type(stays))
    taken: dict[str, Value] = {}
    for name in _TAKEN[what]:
        own, theirs = cast(Value, getattr(stays, name)), cast(Value, getattr(gone, name))
        if name in _JOINED:
            taken[name] = _joined(str(own or ""), str(theirs or ""))
        elif name in values:
            taken[name] = values[name]
        elif own == usual[name]:
            taken[name] = theirs
    if what is Alike.ORGANISATION:
        # Whoever writes the name that was given up means the one that stays.
        name = str(taken.get("name", getattr(stays, "name", "")))
        former = str(taken["former_names"])
        for one in (getattr(stays, "name", ""), getattr(gone, "name", "")):
            if one != name:
                former = _joined(former, str(one))
        taken["former_names"] = former
    return {name: value for name, value in taken.items() if getattr(stays, name) != value}


def _joined(own: str, theirs: str) -> str:
    """Both texts, line by line; what both say stands once."""
    lines = [line for line in own.splitlines() if line.strip()]
    folded = {line.strip().casefold() for line in lines}
    more = [
        line
        for line in theirs.splitlines()
        if line.strip() and line.strip().casefold() not in folded
    ]
    return "\n".join([*lines, *more]) if more else own


# -- attendance --------------------------------------------------------------------------------


def _attendance_edits(records: Records, listed: Attendance, stays: RecordId) -> list[Edit]:
    identity = derived_id(listed.session, stays)
    entry = Attendance(
        id=identity,
        root=listed.root,
        session=listed.session,
        person=stays,
        role=listed.role,
        coming=listed.coming,
        badge=listed.badge,
        badge_name=listed.badge_name,
        badge_said=listed.badge_said,
        badge_role=listed.badge_role,
    )
    known = records.get(Attendance, identity)
    edits = deleting([listed])
    if known is None:
        edits += creating(entry)
    elif known.deleted:
        back = setting(known, role=entry.role, coming=entry.coming, **_badge(listed))
        edits += [*bringing_back([known]), *back]
    else:
        came = known.coming == Coming.APOLOGIES and listed.coming != Coming.APOLOGIES
        edits += setting(
            known,
            role=known.role or listed.role,
            coming=listed.coming if came else known.coming,
            **({} if known.badge else _badge(listed)),
        )
    for day in records.find(DayPresence, attendance=listed.id):
        edits += [*deleting([day]), *_day_edits(records, day, identity)]
    for one in records.find(AttendanceSignature, attendance=listed.id):
        edits += setting(one, attendance=identity)
    return edits


def _badge(listed: Attendance) -> dict[str, Value]:
    """Whether a badge is wanted, and what it says: one thing, taken over whole."""
    return {name: getattr(listed, name) for name in _BADGE} if listed.badge else {}


def _day_edits(records: Records, day: DayPresence, attendance: RecordId) -> list[Edit]:
    """What was ticked on a day for one who is gone, for the one who stays: here goes first."""
    identity = derived_id(attendance, day.session_day)
    known = records.get(DayPresence, identity)
    values: dict[str, Value] = {
        "state": day.state,
        "arrived": day.arrived,
        "left": day.left,
        "part": day.part,
    }
    if known is None:
        return creating(
            DayPresence(
                id=identity,
                root=day.root,
                session=day.session,
                attendance=attendance,
                session_day=day.session_day,
                state=day.state,
                arrived=day.arrived,
                left=day.left,
                part=day.part,
            )
        )
    if known.deleted:
        return [*bringing_back([known]), *setting(known, **values)]
    if known.state == Presence.NOT_SEEN or (
        day.state == Presence.HERE and known.state != Presence.HERE
    ):
        return setting(known, **values)
    if day.state == known.state == Presence.HERE:
        came = [one for one in (known.arrived, day.arrived) if one is not None]
        went = [one for one in (known.left, day.left) if one is not None]
        both = {"arrived": min(came, default=None), "left": max(went, default=None)}
        return setting(known, **both, part=said_of_all((known.part, day.part)))
    return []


# -- what they need and agreed to ----------------------------------------------------------------


def _need_edits(records: Records, stays: RecordId, gone: RecordId) -> list[Edit]:
    """What either needs, the one who stays needs; filed with that one, to go where they go."""
    edits: list[Edit] = []
    for one in records.find(Need, person=gone):
        identity = need_id(records, stays, one.need)
        known = records.get(Need, identity)
        edits += deleting([one])
        if known is None:
            wanted = Need(id=identity, root=stays, person=stays, need=one.need, detail=one.detail)
            edits += creating(wanted)
        elif known.deleted:
            edits += [*bringing_back([known]), *setting(known, detail=one.detail)]
        elif one.detail and one.detail != known.detail:
            both = f"{known.detail}, {one.detail}" if known.detail else one.detail
            edits += setting(known, detail=both)
    return edits


def _consent_edits(records: Records, stays: RecordId, gone: RecordId) -> list[Edit]:
    """What the one who is gone agreed to or not, word for word; a no of either stays a no."""
    said = records.find(Consent, person=gone)
    ids = {one.id: derived_id("consent", stays, one.id) for one in said}
    edits = deleting(said)
    for one in said:
        wanted = dataclasses.replace(
            one,
            id=ids[one.id],
            root=stays,
            person=stays,
            after=tuple(ids.get(each, each) for each in one.after),
            made=0,
            touched=0,
            contested=(),
        )
        edits += _there(records, wanted)
    return edits


# -- claims ------------------------------------------------------------------------------------


def _claim_edits(records: Records, claim: Claim, wanted: Claim) -> list[Edit]:
    """A claim's number comes from who claims what from whom: its lines go over to that one."""
    identity = claim_id(records, wanted.session, wanted.person, wanted.lead_agency)
    if identity == claim.id:
        return setting(claim, person=wanted.person, lead_agency=wanted.lead_agency)
    target = Claim(
        id=identity,
        root=claim.root,
        session=claim.session,
        person=wanted.person,
        lead_agency=wanted.lead_agency,
        state=claim.state,
    )
    known = records.get(Claim, identity)
    edits = deleting([claim])
    if known is None:
        edits += creating(target)
    elif known.deleted:
        edits += [*bringing_back([known]), *setting(known, state=claim.state)]
    else:
        edits += setting(known, state=ClaimState.DRAFT)  # nobody signed both together
    for one in hanging_on(records, claim):
        edits += setting(one, claim=identity)
    return edits


def hanging_on(records: Records, claim: Claim) -> list[ClaimLine | ClaimStep | BatchEntry]:
    """The lines of a claim, what was done with it, and its places in batches."""
    return [
        *records.find(ClaimLine, claim=claim.id),
        *records.find(ClaimStep, claim=claim.id),
        *records.find(BatchEntry, claim=claim.id),
    ]


def late_on_claims(
    records: Records, stays: RecordId, gone: RecordId
) -> list[tuple[RecordId, ClaimLine | ClaimStep | BatchEntry]]:
    """What came in since for claims that went over to the one who stays, from a laptop that had not
    heard of it (a payment, say), each with the claim it belongs to now."""
    late = []
    for claim in records.find(Claim, person=gone, deleted=True):
        identity = claim_id(records, claim.session, stays, claim.lead_agency)
        target = records.get(Claim, identity)
        if identity != claim.id and target is not None and not target.deleted:
            late += [(identity, one) for one in hanging_on(records, claim)]
    return late


def _line_edits(records: Records, stays: ClaimLine, gone: ClaimLine) -> list[Edit]:
    """One line less; its receipts go over, and what was signed is to be signed again."""
    edits: list[Edit] = []
    for receipt in records.find(Receipt, line=gone.id):
        edits += deleting([receipt])
        picture = records.get(Attachment, receipt.attachment)
        if picture is not None:
            edits += _receipt_edits(records, stays, picture)
    for claim in {stays.claim, gone.claim}:
        known = records.get(Claim, claim)
        if known is not None:
            edits += setting(known, state=ClaimState.DRAFT)
    return edits


def _receipt_edits(records: Records, line: ClaimLine, picture: Attachment) -> list[Edit]:
    edits: list[Edit] = []
    here = picture
    if picture.session != line.session:
        here = dataclasses.replace(
            picture,
            id=attachment_id(records, line.session, picture.digest),
            root=line.root,
            session=line.session,
            made=0,
            touched=0,
            deleted=False,
            contested=(),
        )
        edits += _there(records, here)
    receipt = Receipt(
        id=derived_id("receipt", line.id, here.id),
        root=line.root,
        session=line.session,
        line=line.id,
        attachment=here.id,
    )
    return edits + _there(records, receipt)


def _there(records: Records, record: Record) -> list[Edit]:
    known = records.get(type(record), record.id)
    if known is None:
        return creating(record)
    return bringing_back([known]) if known.deleted else []


# -- everything else ---------------------------------------------------------------------------


_BY_HAND: Final[frozenset[tuple[str, str]]] = frozenset(
    {
        (Attendance.KIND, "person"),
        (Claim.KIND, "person"),
        (Claim.KIND, "lead_agency"),
        (Need.KIND, "person"),
        (Consent.KIND, "person"),
        (Sameness.KIND, "people"),
        (Sameness.KIND, "organisations"),
        (Difference.KIND, "people"),
        (Difference.KIND, "organisations"),
    }
)
"""References above, and those that say who is one and who is two: these stay as they were said."""


def _pointing_edits(records: Records, kind: str, stays: RecordId, gone: RecordId) -> list[Edit]:
    edits: list[Edit] = []
    for cls, field, shape in pointing_at(kind):
        if (cls.KIND, field) in _BY_HAND:
            continue
        if shape is Shape.REFERENCE:
            for record in naming(records, cls, field, gone):
                edits += setting(record, **{field: stays})
        else:
            for record in records.find(cls):
                named = cast(tuple[str, ...], getattr(record, field))
                if gone in named:
                    renamed = tuple(dict.fromkeys(stays if one == gone else one for one in named))
                    edits += setting(record, **{field: renamed})
    return edits


def pointing_at(kind: str) -> list[tuple[type[Record], str, Shape]]:
    """Every field of every kind that refers to records of this kind."""
    return [
        (cls, name, meaning.shape)
        for cls in KINDS.values()
        for name, meaning in meanings(cls).items()
        if meaning.refers_to == kind
    ]


def naming(records: Records, cls: type[Record], field: str, record: RecordId) -> tuple[Record, ...]:
    """The living records of a kind whose reference is this record."""
    wanted: dict[str, Any] = {field: record}
    return records.find(cls, **wanted)


def speaking_of(records: Records, kind: str, record: RecordId) -> list[Record]:
    """Every living record that refers to this one, but for what says who is one and who is two."""
    found: dict[RecordId, Record] = {}
    for cls, field, shape in pointing_at(kind):
        if cls in (Sameness, Difference):
            continue
        if shape is Shape.REFERENCE:
            hits = naming(records, cls, field, record)
        else:
            hits = tuple(one for one in records.find(cls) if record in getattr(one, field))
        found.update((one.id, one) for one in hits)
    return list(found.values())

"""Beginning a session from all that was typed about it: one step, with the people and
organisations that are new."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from cps_desktop.domain.changes import Edit, creating
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import Organisation, Role, Session, SessionDay, SessionKind
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door
from cps_desktop.services.people import folded, needed_name, organisation_edits, person_edits


@dataclasses.dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something chosen or typed: the record, or "" and the name of a new one."""

    name: str
    record: RecordId = ""


@dataclasses.dataclass(frozen=True, slots=True)
class SessionDraft:
    """All that was said of a session before it is begun."""

    title: str
    kind_of: str = SessionKind.COPRODUCTION
    purpose: str = ""
    days: tuple[DayTimes, ...] = ()
    venue: str = ""
    lead_agency: str = ""
    organisations: tuple[str, ...] = ()
    community: str = ""
    facilitators: tuple[Named, ...] = ()


def begin_session(door: Door, draft: SessionDraft) -> RecordId:
    """Make a session with its days and everybody new in it, as one step.

    Raises InputRefused where it has no title.
    """
    title = needed_name(draft.title, "A session")
    edits: list[Edit] = []
    agency = _organisations(door, (draft.lead_agency,), edits)
    if agency and not _pays(door, agency[0]):
        edits.append(Edit(Organisation.KIND, agency[0], agency[0], "lead_agency", value=True))
    session = Session(
        id=door.new_id(),
        kind_of=draft.kind_of,
        title=title,
        purpose=draft.purpose,
        venue=draft.venue.strip(),
        lead_agency=agency[0] if agency else "",
        organisations=_organisations(door, draft.organisations, edits),
        community=draft.community.strip(),
        facilitators=people_named(door, draft.facilitators, edits),
    )
    edits += creating(session)
    for one in draft.days:
        edits += creating(
            SessionDay(
                id=door.new_id(),
                root=session.id,
                session=session.id,
                day=one.day,
                starts=one.start,
                ends=one.end,
            )
        )
    door.do("Begin a session", edits)
    return session.id


def people_named(door: Door, named: Sequence[Named], edits: list[Edit]) -> tuple[RecordId, ...]:
    """The people chosen or typed, each once; the edits that make new ones are added."""
    found: dict[RecordId, None] = {}
    new: dict[str, RecordId] = {}
    for one in named:
        if one.record:
            found[one.record] = None
        elif folded(one.name) not in new and one.name.strip():
            person, making = person_edits(door, name=one.name, role=Role.FACILITATOR)
            new[folded(one.name)] = person
            edits += making
            found[person] = None
    return tuple(found)


def _organisations(door: Door, names: Sequence[str], edits: list[Edit]) -> tuple[RecordId, ...]:
    found: dict[RecordId, None] = {}
    for name in names:
        identity, making = organisation_edits(door.records, name, door.today())
        if not identity:
            continue
        # The same new name twice, as lead agency and as one taking part, is made once.
        edits += [one for one in making if one not in edits]
        found[identity] = None
    return tuple(found)


def _pays(door: Door, organisation: RecordId) -> bool:
    known = door.records.get(Organisation, organisation)
    return known is not None and known.lead_agency

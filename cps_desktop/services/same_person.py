"""Two entries, one person: what was asked while adding a name, answered with yes.

Adding never waits for the answer. Whoever was added under a name that is known already is a new
person until somebody says that they are the one who was known.
"""

from __future__ import annotations

import dataclasses

from cps_desktop.domain.changes import Edit, bringing_back, creating, deleting, setting
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Attendance, Claim, DayPresence, Person, Presence
from cps_desktop.domain.records import Record, RecordId
from cps_desktop.services.door import Door, Records


def they_are_one(door: Door, attendance: RecordId, person: RecordId) -> RecordId:
    """Let a known ``person`` take the place of a newcomer on a session's list, as one step.

    Days the newcomer was ticked in go over where the known person has none of their own. The
    newcomer is forgotten where nothing else speaks of them. Gives the entry that stays; raises
    InputRefused where either is not here any more.
    """
    listed = door.must_exist(Attendance, attendance)
    known = door.must_exist(Person, person)
    if listed.person == person:
        return attendance
    records = door.records
    stays = derived_id(listed.session, person)
    days = records.find(DayPresence, attendance=attendance)
    gone: list[Record] = [listed, *days]
    newcomer = records.get(Person, listed.person)
    if newcomer is not None and _nothing_else(records, newcomer.id):
        gone.append(newcomer)
    entry = dataclasses.replace(
        _blank(listed), id=stays, person=person, role=known.role or listed.role
    )
    edits = deleting(gone) + _there(records, entry)
    for day in days:
        edits += _carried(records, day, stays)
    door.do("The same person", edits)
    return stays


def _nothing_else(records: Records, person: RecordId) -> bool:
    lists = records.find(Attendance, person=person)
    return len(lists) <= 1 and not records.find(Claim, person=person)


def _blank(listed: Attendance) -> Attendance:
    """The entry without what was derived from its journal."""
    return dataclasses.replace(listed, made=0, touched=0, deleted=False, contested=())


def _there(records: Records, entry: Attendance) -> list[Edit]:
    known = records.get(Attendance, entry.id)
    if known is None:
        return creating(entry)
    if known.deleted:
        return [*bringing_back([known]), *setting(known, role=entry.role, coming=entry.coming)]
    return []


def _carried(records: Records, day: DayPresence, attendance: RecordId) -> list[Edit]:
    """What was ticked for the newcomer, for the one who stays."""
    identity = derived_id(attendance, day.session_day)
    known = records.get(DayPresence, identity)
    values = {"state": day.state, "arrived": day.arrived, "left": day.left}
    if known is None:
        return creating(
            DayPresence(
                id=identity,
                root=day.root,
                session=day.session,
                attendance=attendance,
                session_day=day.session_day,
                **values,  # type: ignore[arg-type]
            )
        )
    back = bringing_back([known]) if known.deleted else []
    if known.deleted or known.state == Presence.NOT_SEEN:
        return [*back, *setting(known, **values)]
    return []

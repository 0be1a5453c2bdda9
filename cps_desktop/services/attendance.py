"""Who is on a session's list and who is here on which day; ``register`` shows both."""

from __future__ import annotations

import datetime as dt
from typing import Final

from cps_desktop.domain.changes import (
    ChangeSummary,
    Edit,
    bringing_back,
    creating,
    deleting,
    setting,
)
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import (
    Alike,
    Attendance,
    AttendanceSignature,
    Coming,
    DayPart,
    DayPresence,
    Person,
    Presence,
    Session,
    SessionDay,
)
from cps_desktop.domain.records import Record, RecordId, Value, defaults
from cps_desktop.services.door import Door, Records
from cps_desktop.services.merging import who_stays
from cps_desktop.services.people import organisation_edits, person_edits
from cps_desktop.services.who_stands import as_one_presence, entries_of_one

_NOTHING: Final[dict[str, Value]] = {
    name: defaults(DayPresence)[name] for name in ("state", "arrived", "left", "part")
}
"""What is known of somebody of whom nothing is."""

# --------------------------------------------------------------------------------------------
# The list


def add_to_list(
    door: Door,
    session: RecordId,
    *,
    name: str = "",
    person: RecordId = "",
    role: str = "",
    organisation: str = "",
    coming: str = Coming.EXPECTED,
    here_on: RecordId = "",
) -> RecordId:
    """Put somebody on a session's list as one step, and say which entry it became.

    ``person`` is somebody already known; without it a new person called ``name`` is added, with
    the ``organisation`` named. ``here_on`` ticks them in on that day in the same step, as for a
    walk-in. Somebody who is on the list already stays there once.
    """
    door.must_exist(Session, session)
    edits: list[Edit] = []
    if person:
        role = role or door.must_exist(Person, person).role
    else:
        person, edits = person_edits(door, name=name, role=role, organisation=organisation)
    attendance = derived_id(session, person)
    known = door.records.get(Attendance, attendance)
    edits += listing_edits(known, session, person, attendance, role, coming)
    if here_on:
        edits += presence_edits(
            door.records,
            session,
            attendance,
            here_on,
            state=Presence.HERE,
            arrived=_arrival(door, door.must_exist(SessionDay, here_on)),
        )
    door.do("Add to the list", edits)
    return attendance


def listing_edits(
    known: Attendance | None,
    session: RecordId,
    person: RecordId,
    attendance: RecordId,
    role: str,
    coming: str,
) -> list[Edit]:
    """The edits that put somebody on a list; ``known`` is the entry of this id, if there is one.
    None where they stand on it already."""
    if known is None:
        return creating(
            Attendance(
                id=attendance,
                root=session,
                session=session,
                person=person,
                role=role,
                coming=coming,
            )
        )
    if known.deleted:
        return [*bringing_back([known]), *setting(known, role=role, coming=coming)]
    return []


def change_attendance(
    door: Door, attendance: RecordId, *, role: str | None = None, coming: str | None = None
) -> ChangeSummary:
    """Change in what role somebody comes, or how they came to be on the list."""
    entries = entries_of_one(door.records, door.must_exist(Attendance, attendance))
    wanted: dict[str, Value] = {}
    if role is not None:
        wanted["role"] = role
    if coming is not None:
        wanted["coming"] = coming
    return door.do("Change the list", [edit for one in entries for edit in setting(one, **wanted)])


def set_organisation(door: Door, attendance: RecordId, organisation: str) -> ChangeSummary:
    """Say which organisation somebody on the list comes from, adding it where it is new."""
    known = door.must_exist(Attendance, attendance)
    person = door.must_exist(Person, who_stays(door.records, Alike.PERSON, known.person))
    works_for, edits = organisation_edits(door.records, organisation, door.today())
    edits += setting(person, organisation=works_for)
    return door.do("Change an organisation", edits)


def remove_from_list(door: Door, attendance: RecordId) -> ChangeSummary:
    """Take somebody off the list; the person stays known, and undo brings the days back too."""
    gone: list[Record] = []
    for one in entries_of_one(door.records, door.must_exist(Attendance, attendance)):
        gone += [one, *door.records.find(DayPresence, attendance=one.id)]
        gone += door.records.find(AttendanceSignature, attendance=one.id)
    return door.do("Take off the list", deleting(gone))


# --------------------------------------------------------------------------------------------
# The days


def time_now(door: Door) -> dt.time:
    """The time of day on this laptop, to the minute."""
    moment = dt.datetime.fromtimestamp(door.now_ms() / 1000, dt.UTC).astimezone()
    return moment.time().replace(second=0, microsecond=0)


def _arrival(door: Door, day: SessionDay) -> dt.time | None:
    """When somebody came who is ticked in just now: nothing where the day is not today."""
    return time_now(door) if day.day is None or day.day == door.today() else None


def tick_in(
    door: Door,
    attendance: RecordId,
    day: RecordId,
    *,
    arrived: dt.time | None = None,
    initiator: object | None = None,
) -> ChangeSummary:
    """Somebody is here on a day, from now or from ``arrived``; ticked twice, the first stands.

    Ticked on another day than today, the time of their coming is not known and none is kept.
    """
    # A queue waits for this: each record is looked for once.
    kept = _kept(door.records, door.must_exist(Attendance, attendance), day)
    noted = _as_one(kept)
    if noted is not None and noted.state == Presence.HERE:
        return ChangeSummary("Tick in", initiator=initiator)
    came = arrived or _arrival(door, door.must_exist(SessionDay, day))
    edits = _saying(kept, day, state=Presence.HERE, arrived=came, left=None)
    return door.do("Tick in", edits, initiator=initiator)


def untick(
    door: Door, attendance: RecordId, day: RecordId, *, initiator: object | None = None
) -> ChangeSummary:
    """Nobody has seen them on this day after all."""
    return _set_presence(
        door,
        "Take the tick away",
        attendance,
        day,
        initiator=initiator,
        state=Presence.NOT_SEEN,
        arrived=None,
        left=None,
        part=DayPart.BY_THE_TIMES,
    )


def set_times(
    door: Door,
    attendance: RecordId,
    day: RecordId,
    *,
    arrived: dt.time | None,
    left: dt.time | None,
) -> ChangeSummary:
    """Say when somebody arrived and left; None where it is not known. Who has a time was here."""
    was_here = arrived is not None or left is not None
    known = noted_of(door.records, attendance, day)
    state = Presence.HERE if was_here else (known.state if known else Presence.NOT_SEEN)
    return _set_presence(
        door, "Change the times", attendance, day, state=state, arrived=arrived, left=left
    )


def mark_left(
    door: Door,
    attendance: RecordId,
    day: RecordId,
    *,
    left: dt.time | None = None,
    initiator: object | None = None,
) -> ChangeSummary:
    """Somebody leaves, now or at ``left``; of two doors that say so, the later time counts.

    Raises InputRefused where nobody saw them come, and where "now" is another day.
    """
    known = noted_of(door.records, attendance, day)
    if known is None or known.state != Presence.HERE:
        raise InputRefused("They are not ticked in on this day. Nothing was changed.")
    now = left or _arrival(door, door.must_exist(SessionDay, day))
    if now is None:
        raise InputRefused(
            "This day is not today, so nobody leaves now. Nothing was changed. Type the time in "
            "their details."
        )
    return _set_presence(door, "Note that somebody left", attendance, day, initiator, left=now)


def not_left(
    door: Door, attendance: RecordId, day: RecordId, *, initiator: object | None = None
) -> ChangeSummary:
    """Somebody is here still, or came back: nobody saw them leave for good."""
    return _set_presence(door, "Note that somebody is back", attendance, day, initiator, left=None)


def set_part(door: Door, attendance: RecordId, day: RecordId, part: DayPart) -> ChangeSummary:
    """Say for which part of a day somebody came; ``BY_THE_TIMES`` leaves it to the times.

    Who came for a part was here. Of somebody of whom nothing is noted on that day nothing is left
    to any times: that changes nothing.
    """
    state = {"state": Presence.HERE} if part is not DayPart.BY_THE_TIMES else {}
    return _set_presence(door, "Change the part of the day", attendance, day, part=part, **state)


def apologies(door: Door, attendance: RecordId, day: RecordId = "") -> ChangeSummary:
    """Somebody sent apologies: for one day, or for the whole session where no day is named."""
    if day:
        return _set_presence(
            door,
            "Note apologies",
            attendance,
            day,
            state=Presence.APOLOGIES,
            arrived=None,
            left=None,
            part=DayPart.BY_THE_TIMES,
        )
    entries = entries_of_one(door.records, door.must_exist(Attendance, attendance))
    sorry = [edit for one in entries for edit in setting(one, coming=Coming.APOLOGIES)]
    return door.do("Note apologies", sorry)


def presence_of(records: Records, attendance: RecordId, day: RecordId) -> DayPresence | None:
    """What is kept of somebody on one day; the identity is the same on every laptop."""
    return records.get(DayPresence, derived_id(attendance, day))


def _set_presence(
    door: Door,
    what: str,
    attendance: RecordId,
    day: RecordId,
    initiator: object | None = None,
    **fields: Value,
) -> ChangeSummary:
    listed = door.must_exist(Attendance, attendance)
    door.must_exist(SessionDay, day)
    edits = _saying(_kept(door.records, listed, day), day, **fields)
    return door.do(what, edits, initiator=initiator)


_Kept = list[tuple[Attendance, DayPresence | None]]
"""What is kept of somebody on a day, by each of their entries; there is mostly one."""


def noted_of(records: Records, attendance: RecordId, day: RecordId) -> DayPresence | None:
    """What is noted of somebody on one day, under whichever entries of the list they have by now
    (``services.who_stands``); None where nothing is."""
    listed = records.get(Attendance, attendance)
    return _as_one(_kept(records, listed, day)) if listed is not None else None


def _kept(records: Records, listed: Attendance, day: RecordId) -> _Kept:
    entries = entries_of_one(records, listed)
    return [(one, presence_of(records, one.id, day)) for one in entries]


def _as_one(kept: _Kept) -> DayPresence | None:
    there = [one for _, one in kept if one is not None and not one.deleted]
    return as_one_presence(there) if there else None


def _saying(kept: _Kept, day: RecordId, **fields: Value) -> list[Edit]:
    """The edits after which this is so of somebody on a day. Who has several entries has it said
    in each that says anything of that day, so that they agree, whatever becomes of them."""
    noted = _as_one(kept)
    if noted is None and all(value == _NOTHING[name] for name, value in fields.items()):
        # Nothing was known of them, and nothing is said.
        return []
    if len(kept) > 1 and noted is not None:
        fields = {name: getattr(noted, name) for name in _NOTHING} | fields
    (listed, known), *others = kept
    edits = _edits(known, listed.session, listed.id, day, **fields)
    for _, other in others:
        if other is not None and not other.deleted:
            edits += setting(other, **fields)
    return edits


def presence_edits(
    records: Records, session: RecordId, attendance: RecordId, day: RecordId, **fields: Value
) -> list[Edit]:
    """The edits that write down what is known of somebody on a day."""
    known = presence_of(records, attendance, day)
    return _edits(known, session, attendance, day, **fields)


def _edits(
    known: DayPresence | None,
    session: RecordId,
    attendance: RecordId,
    day: RecordId,
    **fields: Value,
) -> list[Edit]:
    if known is None:
        made = DayPresence(
            id=derived_id(attendance, day),
            root=session,
            session=session,
            attendance=attendance,
            session_day=day,
            **fields,  # type: ignore[arg-type]
        )
        return creating(made)
    back = bringing_back([known]) if known.deleted else []
    return [*back, *setting(known, **fields)]

"""Who stands for whom: somebody who was made one with another may come in again under the entry
that is gone. They are one person all the same, on one row, with what was noted of either.

See docs/decisions/merging-people.md.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from cps_desktop.domain.half_days import said_of_all
from cps_desktop.domain.kinds import (
    Alike,
    Attendance,
    Coming,
    DayPresence,
    Organisation,
    Person,
    Presence,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records
from cps_desktop.services.merging import mergings

_ORDER = (Presence.HERE, Presence.APOLOGIES, Presence.NOT_SEEN)


def standing_for(records: Records, what: Alike) -> dict[RecordId, RecordId]:
    """Every entry that was made one with another and is gone, with the one that stands for it."""
    cls: type[Person] | type[Organisation] = Person if what is Alike.PERSON else Organisation
    said = [one for one in mergings(records) if one.what is what]
    if not said:
        return {}
    known = records.several(cls, {one.gone for one in said})
    into = {
        one.gone: one.stays
        for one in reversed(said)
        if one.gone not in known or known[one.gone].deleted
    }
    return {gone: end_of(into, gone) for gone in into}


def end_of(into: Mapping[RecordId, RecordId], record: RecordId) -> RecordId:
    """Where a chain ends; of a ring, the first of it by id."""
    passed: list[RecordId] = []
    while record in into:
        if record in passed:
            return min(passed[passed.index(record) :])
        passed.append(record)
        record = into[record]
    return record


# -- on a session's list -----------------------------------------------------------------------


def one_each(
    listed: Iterable[Attendance], stands: Mapping[RecordId, RecordId]
) -> dict[RecordId, list[Attendance]]:
    """The entries of each person, by who they are now: their own first, then as they were made."""
    found: dict[RecordId, list[Attendance]] = {}
    for one in listed:
        found.setdefault(stands.get(one.person, one.person), []).append(one)
    for who, some in found.items():
        if len(some) > 1:
            some.sort(key=lambda one: (one.person != who, one.made, one.id))
    return found


def entries_of_one(records: Records, listed: Attendance) -> tuple[Attendance, ...]:
    """All entries of the same list that are of the same person by now, this one first; mostly it
    is alone."""
    return listed, *(
        entry
        for person in sorted(_same_as(records, listed.person) - {listed.person})
        for entry in records.find(Attendance, session=listed.session, person=person)
        if entry.id != listed.id
    )


def entries_of(records: Records, session: RecordId, person: RecordId) -> tuple[Attendance, ...]:
    """The entries of a session's list that are of this person by now; mostly there is one."""
    return tuple(
        entry
        for one in sorted(_same_as(records, person))
        for entry in records.find(Attendance, session=session, person=one)
    )


def _same_as(records: Records, person: RecordId) -> set[RecordId]:
    """Who somebody is now, and all whom that one stands for."""
    stands = standing_for(records, Alike.PERSON)
    who = stands.get(person, person)
    return {who, *(gone for gone, stays in stands.items() if stays == who)}


def entries_each(records: Records, session: RecordId) -> dict[RecordId, list[Attendance]]:
    """The entries of a session's list, by who each person on it is now (:func:`one_each`)."""
    stands = standing_for(records, Alike.PERSON)
    return one_each(records.find(Attendance, session=session), stands)


def as_one_entry(some: Sequence[Attendance], who: RecordId) -> Attendance:
    """What a list says of one person who has several entries: the first goes before the others."""
    first = some[0]
    if len(some) == 1 and first.person == who:
        return first
    came = [one.coming for one in some if one.coming != Coming.APOLOGIES]
    return dataclasses.replace(
        first,
        person=who,
        role=next((one.role for one in some if one.role), ""),
        coming=first.coming if first.coming in came or not came else came[0],
        contested=tuple(dict.fromkeys(name for one in some for name in one.contested)),
    )


def as_one_presence(some: Sequence[DayPresence]) -> DayPresence:
    """One person on one day, of whom several laptops noted something: here goes before apologies,
    the earlier arrival and the later departure count, as in a merge."""
    if len(some) == 1:
        return some[0]
    state = next((one for one in _ORDER if any(each.state == one for each in some)), some[0].state)
    same = [one for one in some if one.state == state]
    return dataclasses.replace(
        same[0],
        arrived=min(_known(one.arrived for one in same), default=None),
        left=max(_known(one.left for one in same), default=None),
        part=said_of_all(one.part for one in same),
        contested=tuple(dict.fromkeys(name for one in some for name in one.contested)),
    )


def _known(times: Iterable[dt.time | None]) -> list[dt.time]:
    return [one for one in times if one is not None]

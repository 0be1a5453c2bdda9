"""Two entries, one person: what was asked while adding a name, answered with yes.

Adding never waits for the answer. Whoever was added under a name that is known already is a new
person until somebody says that they are the one who was known. What that changes, and how it is
taken apart again: :mod:`cps_desktop.services.merging`.
"""

from __future__ import annotations

from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Alike, Attendance, Person
from cps_desktop.domain.records import RecordId, Value, meanings
from cps_desktop.services.door import Door
from cps_desktop.services.merging import make_one


def they_are_one(door: Door, attendance: RecordId, person: RecordId) -> RecordId:
    """The newcomer of an entry on a session's list is the known ``person``: one step.

    What is known of the person goes before what was just typed. Gives the entry that stays;
    raises InputRefused where either is not here any more.
    """
    listed = door.must_exist(Attendance, attendance)
    if listed.person == person:
        return attendance
    known = door.must_exist(Person, person)
    first: dict[str, Value] = {
        name: getattr(known, name) for name in meanings(Person) if getattr(known, name)
    }
    # Needs are never dropped in silence: both are kept, one beneath the other.
    first.pop("needs", None)
    stays = make_one(door, Alike.PERSON, listed.person, person, first)
    return derived_id(listed.session, stays)

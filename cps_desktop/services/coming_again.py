"""Who came for the first time, who has become a member, and from where people came.

A member has been to more than one meeting (terms of reference, seed 003). What counts is that they
were ticked in, not that they were listed. Needs one look at every list there is: for paper, not
for a page that is drawn at every tick.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final

import msgspec

from cps_desktop.domain.kinds import (
    Attendance,
    DayPresence,
    Organisation,
    Person,
    Presence,
    Session,
    SessionDay,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records

NOT_SAID: Final = "not said"
_MOST_NAMED: Final = 8


class ComingAgain(msgspec.Struct, frozen=True):
    """People who came to one session: who for the first time, who counts as a member by its end.

    ``organisations`` and ``communities`` are names with how many came from each, most first.
    """

    came: frozenset[RecordId]
    first: frozenset[RecordId]
    members: frozenset[RecordId]
    organisations: tuple[tuple[str, int], ...] = ()
    communities: tuple[tuple[str, int], ...] = ()

    @property
    def sentences(self) -> tuple[str, ...]:
        """All of it in words; nothing where nobody came."""
        if not self.came:
            return ()
        first, members = _people(len(self.first)), _people(len(self.members))
        have = "has" if len(self.members) < 2 else "have"
        said = [
            f"{first} came for the first time.",
            f"{members} {have} been to more than one meeting by now, which makes a member.",
        ]
        for what, some in (
            ("organisation", self.organisations),
            ("Integrated Care Community", self.communities),
        ):
            # Where nobody was asked there is nothing to tell.
            if any(name != NOT_SAID for name, _ in some):
                said.append(f"By {what}: {_listed(some)}.")
        return tuple(said)


def _people(number: int) -> str:
    if number == 0:
        return "Nobody"
    return "1 person" if number == 1 else f"{number} people"


def _listed(some: tuple[tuple[str, int], ...]) -> str:
    said = ", ".join(f"{name} {count}" for name, count in some[:_MOST_NAMED])
    left = sum(count for _, count in some[_MOST_NAMED:])
    return f"{said}, others {left}" if left else said


def attended(records: Records) -> dict[RecordId, frozenset[RecordId]]:
    """The sessions each person was ticked in at, on any of their days."""
    sessions = {one.id for one in records.find(Session)}
    listed = {one.id: one for one in records.find(Attendance)}
    found: defaultdict[RecordId, set[RecordId]] = defaultdict(set)
    for seen in records.find(DayPresence):
        entry = listed.get(seen.attendance)
        if seen.state == Presence.HERE and entry is not None and entry.session in sessions:
            found[entry.person].add(entry.session)
    return {person: frozenset(some) for person, some in found.items()}


def coming_again(records: Records, session: RecordId) -> ComingAgain:
    """Who came to a session, and what is known of them by its last day.

    A session without a date counts as later than every other.
    """
    begins: dict[RecordId, dt.date] = {}
    for one in records.find(SessionDay):
        if one.day is not None:
            begins[one.session] = min(one.day, begins.get(one.session, dt.date.max))
    own = begins.get(session, dt.date.max)
    by_person = attended(records)
    came = frozenset(who for who, some in by_person.items() if session in some)
    earlier = {
        who: [one for one in by_person[who] - {session} if begins.get(one, dt.date.max) <= own]
        for who in came
    }
    people = records.several(Person, list(came))
    names = {one.id: one.name for one in records.find(Organisation)}
    return ComingAgain(
        came,
        frozenset(who for who in came if not earlier[who]),
        frozenset(who for who in came if earlier[who]),
        _counted(names.get(people[who].organisation, "") if who in people else "" for who in came),
        _counted(people[who].community if who in people else "" for who in came),
    )


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """How often each occurs, most first; what was not said comes last."""
    counts = Counter(" ".join(name.split()) or NOT_SAID for name in names)
    order = sorted(counts.items(), key=lambda one: (one[0] == NOT_SAID, -one[1], one[0]))
    return tuple(order)

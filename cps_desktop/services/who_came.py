"""Who came, from everything this laptop holds: each person once, each organisation once.

Entries of a person or an organisation that were said to be one count as one, also what came in
since under the one that is gone. An organisation that became part of another counts as that one;
so does one whose name another had before. It needs a look at every list there is: for a page that
is asked for it, and for paper, not for one that is drawn at every tick.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import msgspec

from cps_desktop.domain.kinds import (
    Alike,
    Attendance,
    DayPresence,
    Difference,
    Organisation,
    Person,
    Presence,
    Session,
    SessionDay,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.who_came import Figures, History, Visit, figures, histories
from cps_desktop.services.door import Records
from cps_desktop.services.merging import pair_of
from cps_desktop.services.people import folded
from cps_desktop.services.register import group_of
from cps_desktop.services.who_stands import end_of, standing_for

Step = Callable[[], object]
"""Called between parts of the work; may raise to stop it."""


class Everyone(msgspec.Struct, frozen=True):
    """All visits there are, and everybody's history from them."""

    visits: tuple[Visit, ...]
    known: Mapping[RecordId, History]

    def of_session(self, session: RecordId) -> Figures:
        """Figures of a whole session."""
        return self.chosen(lambda one: one.session == session)

    def of_day(self, day: RecordId) -> Figures:
        """Figures of one day of a session."""
        return self.chosen(lambda one: one.day == day)

    def of_period(self, first: dt.date, last: dt.date) -> Figures:
        """Figures of all days from one date to another, both among them."""
        return self.chosen(lambda one: one.date is not None and first <= one.date <= last)

    def chosen(self, wanted: Callable[[Visit], bool]) -> Figures:
        """Figures of the visits that are wanted."""
        return figures((one for one in self.visits if wanted(one)), self.known)


def everyone(records: Records, step: Step = lambda: None) -> Everyone:
    """Read who came to anything, as things stand now; deleted sessions do not count."""
    visits = _visits(records, step)
    step()
    return Everyone(visits, histories(visits))


def _visits(records: Records, step: Step) -> tuple[Visit, ...]:
    sessions = {one.id for one in records.find(Session)}
    days = {one.id: one for one in records.find(SessionDay)}
    listed = {one.id: one for one in records.find(Attendance) if one.session in sessions}
    step()
    who = standing_for(records, Alike.PERSON)
    named = organisation_names(records)
    people = {one.id: one for one in records.find(Person)}
    step()
    found: dict[tuple[RecordId, RecordId], Visit] = {}
    for seen in records.find(DayPresence):
        entry, day = listed.get(seen.attendance), days.get(seen.session_day)
        if seen.state != Presence.HERE or entry is None or day is None:
            continue
        person = who.get(entry.person, entry.person)
        known = people.get(person)
        role = entry.role or (known.role if known is not None else "")
        found[person, day.id] = Visit(
            person,
            entry.session,
            day.id,
            day.day,
            day.starts,
            group_of(role),
            role,
            named.get(known.organisation, "") if known is not None else "",
            known.community if known is not None else "",
        )
    return tuple(found.values())


def organisation_names(records: Records) -> dict[RecordId, str]:
    """Under which name each organisation counts; entries that are one have one name."""
    known = records.find(Organisation)
    names = {one.id: one.name for one in known}
    into = _formerly(records, known)
    into |= {one.id: one.merged_into for one in known if one.merged_into in names}
    into |= standing_for(records, Alike.ORGANISATION)
    return {one: names.get(end_of(into, one), "") for one in {*names, *into}}


def _formerly(records: Records, known: tuple[Organisation, ...]) -> dict[RecordId, RecordId]:
    """Organisations whose name is a former one of exactly one other, with that other.

    Not where somebody said that they are two, and not where each once had the other's name.
    """
    had: dict[str, set[RecordId]] = {}
    for one in known:
        for line in one.former_names.splitlines():
            if folded(line):
                had.setdefault(folded(line), set()).add(one.id)
    two = {
        frozenset(pair)
        for one in records.find(Difference)
        if one.what == Alike.ORGANISATION and (pair := pair_of(one)) is not None
    }
    found: dict[RecordId, RecordId] = {}
    for one in known:
        others = had.get(folded(one.name), set()) - {one.id}
        if len(others) == 1:
            (other,) = others
            if frozenset((one.id, other)) not in two:
                found[one.id] = other
    return {one: other for one, other in found.items() if found.get(other) != one}

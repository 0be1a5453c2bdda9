"""Bringing a list of people in: looked at first, then kept as one step that can be undone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from typing import Any, Final

from cps_desktop.domain.changes import Edit, bringing_back, creating, setting
from cps_desktop.domain.guest_lists import Guest, Guests, Layout, Means, guests_of, recognise
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Attendance, Coming, Person
from cps_desktop.domain.records import RecordId, Value
from cps_desktop.services.attendance import listing_edits
from cps_desktop.services.door import Records
from cps_desktop.services.guest_matching import Fate, Match, match_guests, reach_of_guest
from cps_desktop.services.handing_over import counted
from cps_desktop.services.list_reading import ListRead
from cps_desktop.services.people import OrganisationNames, folded, needed_name

BRING_IN: Final = "Bring in a list"
_FEW: Final = 3


@dataclasses.dataclass(frozen=True, slots=True)
class GuestList:
    """A list as it was read, with what its columns are taken to mean."""

    read: ListRead
    layout: Layout
    guests: Guests

    def meaning(self, columns: tuple[Means, ...]) -> GuestList:
        """The same with other meanings of its columns."""
        layout = dataclasses.replace(self.layout, columns=columns)
        return GuestList(self.read, layout, guests_of(self.read.table, layout))

    @property
    def remarks(self) -> tuple[str, ...]:
        """What there is to say of how it was read, a sentence each."""
        said = list(self.read.remarks)
        lines = self.guests.nameless
        if lines:
            some = ", ".join(str(one) for one in lines[:_FEW])
            more = f" and {len(lines) - _FEW} more" if len(lines) > _FEW else ""
            where = "line" if len(lines) == 1 else "lines"
            said.append(f"No name stands in {where} {some}{more}: left out.")
        roles = self.guests.strange_roles
        if roles:
            some = ", ".join(f"“{one}”" for one in roles[:_FEW])
            said.append(f"Roles that are not known here are left open: {some}.")
        return tuple(said)


def look_at(read: ListRead) -> GuestList:
    """A list with its columns recognised, to be confirmed."""
    layout = recognise(read.table)
    return GuestList(read, layout, guests_of(read.table, layout))


def foresee(records: Records, session: RecordId, some: GuestList) -> tuple[Match, ...]:
    """What would become of everybody in it; nothing is changed."""
    return match_guests(records, session, some.guests.people)


def bring_in_edits(
    records: Records,
    session: RecordId,
    matches: Collection[Match],
    *,
    left_out: Collection[int] = (),
    same: Collection[int] = (),
    today: dt.date | None = None,
) -> list[Edit]:
    """The edits of one step: new people, what known ones lacked, and everybody's place on the list.

    ``left_out`` and ``same`` name lines of the list: those that are not wanted, and those who are
    the person they look like. What is known of somebody is never written over. An organisation
    that becomes part of another only after ``today`` is itself until then.
    """
    edits: list[Edit] = []
    organisations = _Organisations(records, today)
    on_list: set[RecordId] = set()
    wanted = [
        (one, one.like if one.guest.line in same and one.like else one.person)
        for one in matches
        if one.guest.line not in left_out and one.fate is not Fate.TWICE
    ]
    people = records.several(Person, [person for _, person in wanted])
    places = {person: derived_id(session, person) for _, person in wanted}
    entries = records.several(Attendance, list(places.values()))
    for one, person in wanted:
        known = people.get(person)
        works_for, more = organisations.of(one.guest.organisation)
        edits += more
        edits += _person_edits(known, person, one.guest, works_for)
        if person not in on_list:
            on_list.add(person)
            entry = places[person]
            role = one.guest.role or (known.role if known is not None else "")
            listed = entries.get(entry)
            edits += listing_edits(listed, session, person, entry, role, Coming.EXPECTED)
    return edits


class _Organisations:
    """The organisations named in a list: all are read once, and one that stands in it often is
    looked for once."""

    def __init__(self, records: Records, today: dt.date | None) -> None:
        self._names = OrganisationNames(records, today)
        self._known: dict[str, RecordId] = {}

    def of(self, name: str) -> tuple[RecordId, list[Edit]]:
        """The one called so, and what makes it where no line before did."""
        written = folded(name)
        if written in self._known:
            return self._known[written], []
        self._known[written], edits = self._names.edits(name)
        return self._known[written], edits


def _person_edits(
    known: Person | None, person: RecordId, guest: Guest, works_for: RecordId
) -> list[Edit]:
    reach = reach_of_guest(guest)
    said: dict[str, Any] = {
        "known_as": guest.known_as,
        "role": guest.role,
        "organisation": works_for,
        "email": reach.email,
        "phone": reach.phone,
        "contact": reach.other,
        "community": guest.community,
        "needs": guest.needs,
    }
    if known is None:
        name = needed_name(guest.name, "A person")
        return creating(Person(id=person, name=name, **said))
    if known.newer:
        return []
    if known.deleted:  # it was brought in before, and that was undone
        return [*bringing_back([known]), *setting(known, name=guest.name, **said)]
    lacking: dict[str, Value] = {
        name: value for name, value in said.items() if value and not getattr(known, name)
    }
    if known.contact:
        # The one field of before may hold the address or the number already.
        for name, value in (("email", reach.email), ("phone", reach.phone)):
            if value and value in known.contact:
                lacking.pop(name, None)
    return setting(known, **lacking)


def words_of(matches: Collection[Match], left_out: Collection[int] = ()) -> str:
    """What would happen, in a sentence."""
    coming = [one for one in matches if one.usually and one.guest.line not in left_out]
    here = sum(one.fate is Fate.LISTED for one in matches)
    twice = sum(one.fate is Fate.TWICE for one in matches)
    people = "1 person" if len(coming) == 1 else f"{len(coming):,} people"
    said = [f"{people} would come onto the list"]
    new = sum(one.fate is not Fate.KNOWN for one in coming)
    if coming:
        said[0] += f", {new} of them new"
    perhaps = sum(one.fate is Fate.PERHAPS for one in coming)
    if perhaps:
        are = "is" if perhaps == 1 else "are"
        said.append(f"{perhaps} {are} perhaps known already: please look")
    if here:
        said.append(f"{here} {'is' if here == 1 else 'are'} on it already")
    if twice:
        said.append(f"{counted(twice, 'line')} stood in it twice")
    return f"{'; '.join(said)}."

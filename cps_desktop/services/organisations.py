"""Organisations as they are looked after: renamed, merged on a date, or the same entered twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter

import msgspec

from cps_desktop.domain.changes import ChangeSummary, setting
from cps_desktop.domain.dates import say_short_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Alike, Organisation, Person, Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records
from cps_desktop.services.likeness import Likeness
from cps_desktop.services.people import (
    became_by,
    folded,
    last_of,
    merge_organisation,
    needed_name,
    organisation_edits,
    successor,
)


class OrganisationRow(msgspec.Struct, frozen=True):
    """One organisation. ``became`` is the name of what it became part of, "" for none; ``by_now``
    that of what this has become part of since, "" where it has not."""

    organisation: RecordId
    name: str
    formerly: tuple[str, ...]
    people: int
    sessions: int
    pays: bool
    became: str = ""
    since: dt.date | None = None
    to_come: bool = False
    """It becomes part of another on a day that is still to come."""
    by_now: str = ""

    @property
    def state_words(self) -> str:
        """For example "Part of Eden Trust", "Part of Hub, by way of Eden Trust" where that became
        part of another in turn; "Its own" for one that is there today."""
        if not self.became:
            return "Its own"
        if self.to_come:
            return f"Becomes part of {self.became}"
        if self.by_now:
            return f"Part of {self.by_now}, by way of {self.became}"
        return f"Part of {self.became}"

    @property
    def since_words(self) -> str:
        """The day of the merger in short; "" where there was none, or nobody knows it."""
        return say_short_date(self.since) if self.became and self.since else ""


def organisation_rows(records: Records, today: dt.date) -> tuple[OrganisationRow, ...]:
    """Every organisation, by name, with how many people and sessions are of it."""
    known = records.find(Organisation)
    names = {one.id: one.name for one in known}
    people = Counter(one.organisation for one in records.find(Person))
    sessions = Counter(
        of
        for one in records.find(Session)
        for of in {one.lead_agency, *one.organisations}
        if of in names
    )
    into = became_by(known, today)
    rows = [
        OrganisationRow(
            one.id,
            one.name or "(no name)",
            tuple(line for line in one.former_names.splitlines() if line.strip()),
            people[one.id],
            sessions[one.id],
            one.lead_agency,
            names.get(one.merged_into, "") if one.merged_into != one.id else "",
            one.merged_on,
            one.merged_on is not None and one.merged_on > today,
            _by_now(one, into, names),
        )
        for one in known
    ]
    return tuple(sorted(rows, key=lambda row: (folded(row.name), row.organisation)))


def _by_now(one: Organisation, into: dict[RecordId, RecordId], names: dict[RecordId, str]) -> str:
    """What the one that this became part of has become part of itself, by name."""
    last = last_of(into, one.id)
    return names.get(last, "") if last not in (one.id, one.merged_into) else ""


def became_part_of(
    door: Door, organisation: RecordId, name: str, *, since: dt.date | None = None
) -> ChangeSummary:
    """An organisation became part of the one called ``name``, which is added where it is new.

    One step. Raises InputRefused where it would become part of itself, also by way of others.
    """
    known = door.must_exist(Organisation, organisation)
    needed_name(name, "The organisation it became part of")
    into, edits = organisation_edits(door.records, name, door.today())
    # What it became part of until now is given up with this, and may be in the way of nothing.
    here = [
        one if one.id != organisation else dataclasses.replace(one, merged_into="")
        for one in door.records.find(Organisation)
    ]
    if organisation in (into, successor(here, into)):
        raise InputRefused(
            f"{known.name or 'An organisation'} cannot become part of itself. "
            "Nothing was changed; choose the organisation that is there today."
        )
    edits += setting(known, merged_into=into, merged_on=since)
    return door.do("Say what became of an organisation", edits)


def its_own_again(door: Door, organisation: RecordId) -> ChangeSummary:
    """It did not become part of another after all."""
    return merge_organisation(door, organisation, "")


def said_to_be_one(records: Records, organisation: RecordId, name: str) -> Likeness:
    """An organisation and the one of this name, to be looked at side by side before anything is
    done. Raises InputRefused where there is no other of that name."""
    wanted = folded(name)
    others = [
        one
        for one in records.find(Organisation)
        if one.id != organisation
        and wanted
        and wanted in (folded(one.name), *(folded(line) for line in one.former_names.splitlines()))
    ]
    # Whoever is called so today goes before whoever was once.
    others.sort(key=lambda one: (folded(one.name) != wanted, one.id))
    if not others:
        raise InputRefused(
            "There is no other organisation of that name. Choose one of those that are offered "
            "while you type. Nothing was changed."
        )
    first, second = sorted((organisation, others[0].id))
    return Likeness(Alike.ORGANISATION, first, second, 100, "You chose the two")

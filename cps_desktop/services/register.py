"""The register: everybody on a session's list, day by day, with the figures that reports need."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.half_days import part_of
from cps_desktop.domain.kinds import (
    Alike,
    Attendance,
    AttendanceSignature,
    Coming,
    DayPart,
    DayPresence,
    Need,
    Organisation,
    Person,
    Presence,
    Role,
    Sameness,
    SessionDay,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records
from cps_desktop.services.people import ROLE_WORDS, folded, shown_name
from cps_desktop.services.sessions import day_title, days_of
from cps_desktop.services.who_stands import (
    as_one_entry,
    as_one_presence,
    one_each,
    standing_for,
)

Group = Literal["lay", "staff", ""]

LAY_ROLES: Final = frozenset({Role.PATIENT, Role.CARER, Role.PUBLIC, Role.THIRD_SECTOR})
STAFF_ROLES: Final = frozenset({Role.STAFF, Role.FACILITATOR, Role.SPONSOR})


_MOST_SINGLY: Final = 100
_ANYBODY: Final = frozenset(
    {Person.KIND, Organisation.KIND, SessionDay.KIND, Need.KIND, Sameness.KIND}
)
"""Kinds of which a change may make any row look different."""


def group_of(role: str) -> Group:
    """Lay people or staff, for the mix that reports need; an observer is neither."""
    if role in LAY_ROLES:
        return "lay"
    return "staff" if role in STAFF_ROLES else ""


@dataclasses.dataclass(frozen=True, slots=True)
class DayOfPerson:
    """One person on one day."""

    day: RecordId
    state: str
    arrived: dt.time | None
    left: dt.time | None
    contested: bool = False
    part: str = ""
    """"whole", "morning" or "afternoon" of who was here (``domain.half_days``); "" of others."""
    part_said: str = DayPart.BY_THE_TIMES
    """What a person said of that; ``part`` then follows it and not the times."""
    signed: str = ""
    """"screen" or "paper" where they signed that they came; "" where they did not."""

    @property
    def here(self) -> bool:
        """Whether they were ticked in, also where they have left since."""
        return self.state == Presence.HERE

    @property
    def gone(self) -> bool:
        """Whether they were here and have left."""
        return self.here and self.left is not None


@dataclasses.dataclass(frozen=True, slots=True)
class RegisterRow:
    """One person on a session's list, with one mark for each day in order."""

    attendance: RecordId
    person: RecordId
    name: str
    known_as: str
    role: str
    role_words: str
    organisation: str
    group: Group
    coming: str
    days: tuple[DayOfPerson, ...]
    needs: bool
    """Whether access or dietary needs are kept; which ones is on the person's own page."""
    contested: bool = False
    sought: str = ""
    """The names as they are sorted and sought by, folded."""
    name_sought: str = ""
    """The name alone, folded."""
    came: bool = False
    """Whether they were ticked in on any day."""
    also: tuple[RecordId, ...] = ()
    """Other entries of this list that are theirs: they were made one with somebody who came in
    again."""

    def on(self, day: RecordId) -> DayOfPerson | None:
        """Their mark of one day, where the session has it."""
        return next((one for one in self.days if one.day == day), None)


@dataclasses.dataclass(frozen=True, slots=True)
class DayCount:
    """One day of the register in numbers."""

    day: RecordId
    title: str
    date: dt.date | None
    here: int
    apologies: int
    listed: int
    gone: int = 0
    """How many of those who were here have left."""
    signed: int = 0

    @property
    def words(self) -> str:
        """For example "18 of 21 people are here", "18 of 21 people came, 3 have left"."""
        people = "1 person" if self.listed == 1 else f"{self.listed} people"
        if self.gone:
            return f"{self.here} of {people} came, {have_left(self.gone)}"
        return f"{self.here} of {people} {'is' if self.listed == 1 else 'are'} here"


def have_left(count: int) -> str:
    """ "1 has left", "3 have left"."""
    return f"{count} {'has' if count == 1 else 'have'} left"


@dataclasses.dataclass(frozen=True, slots=True)
class Mix:
    """People who came on at least one day, by group."""

    lay: int
    staff: int
    others: int

    @property
    def words(self) -> str:
        """For example "11 lay people and 7 staff came"."""
        lay = "1 lay person" if self.lay == 1 else f"{self.lay} lay people"
        said = f"{lay} and {self.staff} staff came"
        others = "1 other" if self.others == 1 else f"{self.others} others"
        return said if not self.others else f"{said}, and {others}"


@dataclasses.dataclass(frozen=True, slots=True)
class RegisterView:
    """A session's list and days as they stand now; rows by name, days by date."""

    session: RecordId
    days: tuple[DayCount, ...]
    rows: tuple[RegisterRow, ...]
    mix: Mix

    def day_on(self, today: dt.date) -> DayCount | None:
        """The day of the register that is today, if there is one."""
        return next((one for one in self.days if one.date == today), None)


def register_view(records: Records, session: RecordId) -> RegisterView:
    """Everybody on a session's list with what is known of each day."""
    return Register(records, session).view


class Register:
    """A session's register that follows what changes: after a tick, one row is read and no more.

    ``view`` is how it stands; :meth:`follow` brings it up to date.
    """

    def __init__(self, records: Records, session: RecordId) -> None:
        self._records = records
        self._session = session
        self._read()

    @property
    def view(self) -> RegisterView:
        """The list and days as they stand now."""
        return self._view

    def follow(self, summary: ChangeSummary | None) -> RegisterView:
        """Read again what a change may have made different; all of it for None."""
        entries = self._concerned(summary)
        if entries is None:
            self._read()
        elif entries:
            names = [self._sought(entry) for entry in entries]
            for entry in entries:
                self._read_row(entry)
            if names != [self._sought(entry) for entry in entries]:
                self._sort()
            self._show()
        return self._view

    def _concerned(self, summary: ChangeSummary | None) -> set[RecordId] | None:
        """The entries of the list that a change is about; None where it may be any of them."""
        if summary is None or summary.everything:
            return None
        entries: set[RecordId] = set()
        for one in summary.touched:
            if one.kind == Attendance.KIND and one.root == self._session:
                if self._stands and (one.record not in self._rows or one.record in self._in_row):
                    return None
                entries.add(one.record)
            elif one.kind == DayPresence.KIND and one.root == self._session:
                seen = self._records.get(DayPresence, one.record)
                if seen is None:
                    return None
                entries.add(self._in_row.get(seen.attendance, seen.attendance))
            elif one.kind == AttendanceSignature.KIND and one.root == self._session:
                given = self._records.get(AttendanceSignature, one.record)
                if given is None:
                    return None
                entries.add(self._in_row.get(given.attendance, given.attendance))
            elif one.kind in _ANYBODY:
                return None
        # Of very many, each read for itself would take far longer than all at once.
        return entries if len(entries) <= _MOST_SINGLY else None

    def _sought(self, entry: RecordId) -> str | None:
        return self._rows[entry].sought if entry in self._rows else None

    def _read(self) -> None:
        records, session = self._records, self._session
        self._days = days_of(records, session)
        self._names = {one.id: one.name for one in records.find(Organisation)}
        self._needing = {one.person for one in records.find(Need)}
        self._stands = standing_for(records, Alike.PERSON)
        each = one_each(records.find(Attendance, session=session), self._stands)
        self._in_row = {
            one.id: some[0].id for some in each.values() if len(some) > 1 for one in some
        }
        """Entries of people who have several, with the one their row goes by."""
        seen: dict[RecordId, list[DayPresence]] = {}
        for one in records.find(DayPresence, session=session):
            seen.setdefault(self._in_row.get(one.attendance, one.attendance), []).append(one)
        signed = self._signed_on(records.find(AttendanceSignature, session=session))
        people = records.several(Person, list(each))
        self._rows = {
            some[0].id: self._row(who, some, people.get(who), seen.get(some[0].id, ()), signed)
            for who, some in each.items()
        }
        self._sort()
        self._show()

    def _sort(self) -> None:
        by_name = sorted(self._rows.values(), key=lambda row: (row.sought, row.attendance))
        self._order = [row.attendance for row in by_name]

    def _read_row(self, entry: RecordId) -> None:
        records = self._records
        several = [one for one, first in self._in_row.items() if first == entry]
        found = [records.get(Attendance, one) for one in several or [entry]]
        some = [
            one
            for one in found
            if one is not None and not one.deleted and one.session == self._session
        ]
        if not some:
            self._rows.pop(entry, None)
            return
        seen: list[DayPresence] = []
        given: list[AttendanceSignature] = []
        for one in some:
            seen += records.find(DayPresence, attendance=one.id)
            given += records.find(AttendanceSignature, attendance=one.id)
        who = self._stands.get(some[0].person, some[0].person)
        self._rows[entry] = self._row(
            who, some, records.get(Person, who), seen, self._signed_on(given)
        )

    def _row(
        self,
        who: RecordId,
        some: Sequence[Attendance],
        person: Person | None,
        seen: Sequence[DayPresence],
        signed: Mapping[tuple[RecordId, RecordId], str],
    ) -> RegisterRow:
        listed = as_one_entry(some, who)
        by_day: dict[RecordId, list[DayPresence]] = {}
        for one in seen:
            by_day.setdefault(one.session_day, []).append(one)
        known = {day: as_one_presence(noted) for day, noted in by_day.items()}
        marks = tuple(
            _mark(listed, day, known.get(day.id), signed.get((listed.id, day.id), ""))
            for day in self._days
        )
        row = _register_row(listed, person, self._names, marks, self._needing)
        if len(some) == 1:
            return row
        return dataclasses.replace(row, also=tuple(one.id for one in some[1:]))

    def _signed_on(
        self, signatures: Iterable[AttendanceSignature]
    ) -> dict[tuple[RecordId, RecordId], str]:
        """How somebody signed, by the entry of their row, and day; on screen goes first."""
        found: dict[tuple[RecordId, RecordId], str] = {}
        for one in signatures:
            key = self._in_row.get(one.attendance, one.attendance), one.session_day
            found[key] = max(found.get(key, ""), one.signing)
        return found

    def _show(self) -> None:
        rows = [self._rows[entry] for entry in self._order]
        self._view = RegisterView(
            self._session,
            tuple(_day_count(one, place, rows) for place, one in enumerate(self._days)),
            tuple(rows),
            _mix(rows),
        )


def _mark(
    listed: Attendance, day: SessionDay, known: DayPresence | None, signed: str
) -> DayOfPerson:
    state = known.state if known else Presence.NOT_SEEN
    if state == Presence.NOT_SEEN and listed.coming == Coming.APOLOGIES:
        state = Presence.APOLOGIES
    if known is None:
        return DayOfPerson(day.id, state, None, None, signed=signed)
    times = known.arrived, known.left
    here = state == Presence.HERE
    return DayOfPerson(
        day.id,
        state,
        *times,
        bool(known.contested),
        part_of(known.part, *times, starts=day.starts, ends=day.ends) if here else "",
        known.part,
        signed,
    )


def _register_row(
    listed: Attendance,
    person: Person | None,
    organisations: dict[RecordId, str],
    marks: tuple[DayOfPerson, ...],
    needing: set[RecordId],
) -> RegisterRow:
    role = listed.role or (person.role if person else "")
    return RegisterRow(
        attendance=listed.id,
        person=listed.person,
        name=shown_name(person),
        known_as=person.known_as if person else "",
        role=role,
        role_words=ROLE_WORDS.get(role, ""),
        organisation=organisations.get(person.organisation, "") if person else "",
        group=group_of(role),
        coming=listed.coming,
        days=marks,
        needs=bool(person and (person.needs or person.id in needing)),
        contested=bool(listed.contested) or any(one.contested for one in marks),
        came=any(one.here for one in marks),
        name_sought=folded(shown_name(person)),
        sought=folded(f"{shown_name(person)} {person.known_as if person else ''}"),
    )


def _day_count(day: SessionDay, place: int, rows: list[RegisterRow]) -> DayCount:
    marks = [row.days[place] for row in rows]
    states = [mark.state for mark in marks]
    return DayCount(
        day.id,
        day_title(day),
        day.day,
        here=states.count(Presence.HERE),
        apologies=states.count(Presence.APOLOGIES),
        listed=len(rows),
        gone=len([1 for one in marks if one.left is not None and one.state == Presence.HERE]),
        signed=len([1 for one in marks if one.signed]),
    )


def _mix(rows: list[RegisterRow]) -> Mix:
    came = [row.group for row in rows if row.came]
    return Mix(came.count("lay"), came.count("staff"), came.count(""))

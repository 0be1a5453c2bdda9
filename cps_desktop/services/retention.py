"""What is kept about people longer than it is needed: found, shown, and erased on a yes.

The rules are data (``resources/retention/``); an organisation can choose other months. Nothing goes
by itself: what is due becomes an erasure like any other (:mod:`cps_desktop.services.erasing`), by a
coordinator who may, one by one or many at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Final

import msgspec

from cps_desktop.domain.changes import ChangeSummary, creating, setting
from cps_desktop.domain.claim_states import Stands
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import (
    Attendance,
    Claim,
    ClaimLine,
    KeepingTime,
    Person,
    Sameness,
    Session,
    SessionDay,
)
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import KINDS, Record, RecordId
from cps_desktop.domain.retention import (
    LONGEST_FILE,
    After,
    KeepingRule,
    KeepingTimes,
    Takes,
    check_months,
    due_on,
    read_keeping_times,
)
from cps_desktop.services.bundle_opening import silent
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door, Records
from cps_desktop.services.erasing_foreseen import (
    foresee_claims,
    foresee_field,
    foresee_person,
    foresee_records,
)
from cps_desktop.services.erasing_groups import Foreseen, Group
from cps_desktop.services.people import shown_name
from cps_desktop.services.progress import Progress
from cps_desktop.storage.workspace import Workspace

MOST_AT_ONCE: Final = 25
"""People looked at in one go; every text there is is read for the name of each who goes."""
_FILE: Final = "usual-times.toml"
_HANDED_IN: Final = frozenset({Stands.SUBMITTED, Stands.QUERIED, Stands.APPROVED, Stands.CONTESTED})


class Due(msgspec.Struct, frozen=True):
    """Something of one person that is kept longer than its rule says.

    ``last`` is the day it was last needed, ``due`` the day from which it may go. ``fields``,
    ``claims`` and ``records`` say what would go; a rule that takes people altogether names none.
    ``unsettled`` claims would go that were handed in and are neither paid nor refused.
    """

    rule: KeepingRule
    person: RecordId
    name: str
    last: dt.date
    due: dt.date
    fields: tuple[str, ...] = ()
    claims: tuple[RecordId, ...] = ()
    records: tuple[Record, ...] = ()
    unsettled: int = 0

    @property
    def what(self) -> str:
        """What would go, in words."""
        if self.rule.takes is Takes.FIELDS:
            return self.rule.what
        said = "1 claim" if len(self.claims) == 1 else f"{len(self.claims)} claims"
        if self.rule.takes is Takes.PERSON:
            said = "Everything about them"
        if self.unsettled:
            claims = "1 claim" if self.unsettled == 1 else f"{self.unsettled} claims"
            said += f", with {claims} neither paid nor refused"
        return said


# -- the rules ----------------------------------------------------------------------------------


def keeping_times(desk: Desk) -> KeepingTimes:
    """The rules as they are kept to here: those shipped, with the months that were chosen.

    Raises InputRefused where the file that came with the program cannot be read.
    """
    try:
        data = (desk.resources / "retention" / _FILE).read_bytes()[: LONGEST_FILE + 1]
    except OSError as error:
        raise InputRefused(
            "The file of keeping times cannot be read. Nothing was changed. Install the program "
            "again."
        ) from error
    return read_keeping_times(data, _FILE).with_months(_chosen(desk.workspace))


def choose_months(door: Door, rule: KeepingRule, months: int) -> ChangeSummary:
    """Keep what a rule is about for so many months, on every laptop. Raises InputRefused."""
    check_months(months)
    record = derived_id("keeping time", rule.key)
    here = door.records.get(KeepingTime, record)
    edits = (
        setting(here, months=months)
        if here is not None and not here.deleted
        else creating(KeepingTime(id=record, rule=rule.key, months=months))
    )
    return door.do("Change how long it is kept", edits)


def _chosen(records: Records) -> dict[str, int]:
    return {one.rule: one.months for one in records.find(KeepingTime) if one.months > 0}


# -- what is due --------------------------------------------------------------------------------


def due_now(desk: Desk) -> tuple[Due, ...]:
    """What may go today, the longest due first. For a worker's thread where there are many."""
    today = desk.door.today()
    needed = _LastNeeded(desk.workspace)
    times = keeping_times(desk)
    months = {one.takes: one.months for one in times.rules}
    about = _about_people(desk.workspace, times)
    paid = partial(_all_paid, desk.workspace, today)
    due: list[Due] = []
    for person in desk.workspace.find(Person):
        last = needed.person(person)
        claims = needed.claims.get(person.id, {})
        gone_on = due_on(last, months[Takes.PERSON])
        for when in claims.values():
            gone_on = max(gone_on, due_on(when, months[Takes.CLAIMS]))
        for rule in times.rules:
            records = about.get((rule.key, person.id), ())
            one = _due(rule, person, last, claims, gone_on, records, paid)
            if one is not None and one.due <= today:
                going = claims if rule.takes is Takes.PERSON else one.claims
                unsettled = _unsettled(desk.workspace, going)
                due.append(msgspec.structs.replace(one, unsettled=unsettled))
    whole = {one.person for one in due if one.rule.takes is Takes.PERSON}
    left = [one for one in due if one.rule.takes is Takes.PERSON or one.person not in whole]
    return tuple(sorted(left, key=lambda one: (one.due, one.name, one.rule.key)))


def _due(
    rule: KeepingRule,
    person: Person,
    last: dt.date,
    claims: Mapping[RecordId, dt.date],
    gone_on: dt.date,
    records: tuple[Record, ...],
    paid: Callable[[Iterable[RecordId]], dt.date | None],
) -> Due | None:
    name = shown_name(person)
    if rule.takes is Takes.PERSON:
        return Due(rule, person.id, name, last, gone_on)
    if rule.takes is Takes.FIELDS:
        filled = tuple(one for one in rule.fields if getattr(person, one))
        when = due_on(last, rule.months)
        if rule.after is After.PAID and records:
            when = min(when, paid(claims) or when)
        if filled or records:
            return Due(rule, person.id, name, last, when, fields=filled, records=records)
        return None
    if rule.takes is Takes.CLAIMS and claims:
        # The oldest of them says when; those that are due with it go together.
        first = min(claims.values())
        when = due_on(first, rule.months)
        old = tuple(sorted(claim for claim, day in claims.items() if day == first))
        return Due(rule, person.id, name, first, when, claims=old)
    return None


def _all_paid(workspace: Workspace, today: dt.date, claims: Iterable[RecordId]) -> dt.date | None:
    """Today where there are claims and nothing of them is left to be paid; None otherwise."""
    from cps_desktop.services.claim_steps import standing

    here = [one for each in claims if (one := workspace.get(Claim, each)) is not None]
    settled = {Stands.PAID, Stands.REFUSED}
    done = bool(here) and all(standing(workspace, one).state in settled for one in here)
    return today if done else None


def _unsettled(workspace: Workspace, claims: Iterable[RecordId]) -> int:
    """How many of these somebody handed in and nobody has paid or refused."""
    from cps_desktop.services.claim_steps import standing

    here = [one for each in claims if (one := workspace.get(Claim, each)) is not None]
    return sum(standing(workspace, one).state in _HANDED_IN for one in here)


def _about_people(
    workspace: Workspace, times: KeepingTimes
) -> dict[tuple[str, RecordId], tuple[Record, ...]]:
    """The records of their own that rules for fields take as well, by rule and person."""
    found: dict[tuple[str, RecordId], tuple[Record, ...]] = {}
    for rule in times.rules:
        for kind in rule.covers if rule.takes is Takes.FIELDS else ():
            for one in workspace.find(KINDS[kind]):
                key = rule.key, str(getattr(one, Person.KIND))
                found[key] = (*found.get(key, ()), one)
    return found


class _LastNeeded:
    """When each person, and each claim, was last needed: one look at each kind."""

    def __init__(self, workspace: Workspace) -> None:
        self._stays = _who_stays(workspace)
        self._sessions: dict[RecordId, dt.date] = {}
        for day in workspace.find(SessionDay):
            if day.day is not None:
                _later(self._sessions, day.session, day.day)
        self._people: dict[RecordId, dt.date] = {}
        # A session without a day is still to come: it counts from when it was last worked on.
        self._undated = {
            one.id: one.touched for one in workspace.find(Session) if one.id not in self._sessions
        }
        for listed in workspace.find(Attendance):
            self._came(listed.person, listed.session, listed.touched)
        for session in workspace.find(Session):
            for person in session.facilitators:
                self._came(person, session.id)
        self.claims: dict[RecordId, dict[RecordId, dt.date]] = {}
        self._read_claims(workspace)

    def person(self, person: Person) -> dt.date:
        """The last day they were on a list for; where there is none, when their entry changed."""
        return self._people.get(person.id) or _day_of(person.touched)

    def _came(self, person: RecordId, session: RecordId, listed: int = 0) -> None:
        if session in self._sessions:
            _later(self._people, self._one(person), self._sessions[session])
        elif session in self._undated:
            last = max(listed, self._undated[session])
            _later(self._people, self._one(person), _day_of(last))

    def _read_claims(self, workspace: Workspace) -> None:
        journeys: dict[RecordId, dt.date] = {}
        for line in workspace.find(ClaimLine):
            if line.day is not None:
                _later(journeys, line.claim, line.day)
        for claim in workspace.find(Claim):
            days = (journeys.get(claim.id), self._sessions.get(claim.session))
            known = [one for one in days if one is not None]
            when = max(known) if known else _day_of(claim.touched)
            self.claims.setdefault(self._one(claim.person), {})[claim.id] = when

    def _one(self, person: RecordId) -> RecordId:
        return self._stays.get(person, person)


def _who_stays(workspace: Workspace) -> dict[RecordId, RecordId]:
    """Of people who were made one: who stays, by each who went into them, along chains."""
    into = {one.people[1]: one.people[0] for one in workspace.find(Sameness) if len(one.people) > 1}
    stays = {}
    for person in into:
        at, seen = person, {person}
        while at in into and into[at] not in seen:
            at = into[at]
            seen.add(at)
        stays[person] = at
    return stays


def _later(days: dict[RecordId, dt.date], of: RecordId, day: dt.date) -> None:
    if of not in days or days[of] < day:
        days[of] = day


def _day_of(milliseconds: int) -> dt.date:
    return dt.datetime.fromtimestamp(milliseconds / 1000).astimezone().date()


# -- letting it go ------------------------------------------------------------------------------


def foresee_due(
    workspace: Workspace, some: Sequence[Due], progress: Progress | None = None
) -> Foreseen:
    """What erasing these would take, a group for each person and rule. Reads every text there is
    for who goes altogether: not for the window's own thread, and MOST_AT_ONCE at a time."""
    tell = progress or silent
    going: list[Foreseen] = []
    groups: list[Group] = []
    for number, one in enumerate(some[:MOST_AT_ONCE]):
        tell("Looking through everything held", number, min(len(some), MOST_AT_ONCE))
        for found in _foresee(workspace, one):
            if found.going:
                groups.append(_as_group(one, found))
                going.append(found)
    together = _gathered(groups)
    seen: dict[bytes, RangeSet] = {}
    for found in going:
        for site, spans in found.seen.items():
            seen[site] = seen.get(site, RangeSet()) | spans
    return Foreseen(
        "what is needed no longer",
        together,
        frozenset(one.key for one in together if one.ticked),
        sessions=tuple({session: None for found in going for session in found.sessions}),
        people=frozenset(person for found in going for person in found.people),
        seen=seen,
    )


def _foresee(workspace: Workspace, one: Due) -> Iterable[Foreseen]:
    if workspace.get(Person, one.person) is None:
        return
    if one.rule.takes is Takes.PERSON:
        yield foresee_person(workspace, one.person)
    elif one.claims:
        yield foresee_claims(workspace, one.claims, one.name)
    if one.records:
        yield foresee_records(workspace, one.records, one.name)
    for field in one.fields:
        yield foresee_field(workspace, Person.KIND, one.person, field)


def _as_group(one: Due, found: Foreseen) -> Group:
    named = [each for group in found.groups for each in group.found if each.now]
    note = ""
    if one.rule.takes is Takes.PERSON and named:
        note = (
            f"The name also stands in {len(named)} texts of others, which stay as they are. See "
            "“A person's data” to decide about each."
        )
    return Group(
        f"{one.rule.key} {one.person}",
        f"{one.name}: {one.what[:1].lower()}{one.what[1:]} (last needed {say_date(one.last)})",
        1,
        # Whoever waits for their money goes only where somebody ticks it.
        ticked=not one.unsettled,
        note=note,
        records=found.records,
        changes=found.changes,
        digests=found.digests,
    )


def _gathered(groups: Iterable[Group]) -> tuple[Group, ...]:
    """One group for one line of the list: several fields of a person go together."""
    by_key: dict[str, Group] = {}
    for one in groups:
        first = by_key.get(one.key)
        if first is None:
            by_key[one.key] = one
            continue
        changes = dict(first.changes)
        for site, spans in one.changes.items():
            changes[site] = changes.get(site, RangeSet()) | spans
        by_key[one.key] = msgspec.structs.replace(
            first,
            records=first.records | one.records,
            changes=changes,
            digests=first.digests | one.digests,
        )
    return tuple(by_key.values())


def reason_for(some: Sequence[Due]) -> str:
    """What is said for it; it travels with the ruling and names nobody."""
    rules = {one.rule.key: one.rule for one in some}
    said = "; ".join(f"{one.what}: {say_months(one.months)}" for one in rules.values())
    return f"Kept as long as it was needed ({said})."


def say_months(months: int) -> str:
    """As in "7 years", "18 months", "1 month"."""
    if months % 12 == 0:
        years = months // 12
        return "1 year" if years == 1 else f"{years} years"
    return "1 month" if months == 1 else f"{months} months"

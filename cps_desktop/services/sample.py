"""Makes the sample workspace: invented sessions, made through the very services people use.

Nothing in it is private, so it opens without a question. The file is marked as a sample, and the
window says so wherever it is shown.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Note, Presence, Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services import (
    attendance,
    claims,
    exchange,
    people,
    planners,
    sessions,
)
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.sample_content import (
    ClaimSample,
    ListedSample,
    PersonSample,
    PlannerSample,
    SampleContent,
    SessionSample,
)
from cps_desktop.services.sample_money import Money
from cps_desktop.services.sample_walls import Walls
from cps_desktop.storage.workspace import Workspace, system_clock

Progress = Callable[[str, int, int], None]
"""Told what is being made, how much of it is made, and of how much."""

WAITING_BUNDLE: Final = "From the Penrith laptop.cpsb"
"""A bundle beside the sample, still to be brought in."""


@dataclasses.dataclass(frozen=True, slots=True)
class SampleMade:
    """What was made: ids by the keys of the data, and the bundle that waits to be brought in."""

    banner: str
    people: dict[str, RecordId]
    sessions: dict[str, RecordId]
    planners: dict[str, RecordId]
    waiting: Path

    @property
    def today(self) -> RecordId:
        """The session of today."""
        return self.sessions["session-today"]


def make_sample(
    desk: Desk, *, today: dt.date | None = None, progress: Progress | None = None
) -> SampleMade:
    """Fill an empty workspace with the sample, with two things left to decide.

    ``today`` is the day to which all its days are relative; the laptop's own by default. Raises
    InputRefused where the workspace holds sessions already, and StorageFull.
    """
    if desk.workspace.find(Session) or desk.workspace.find(Session, deleted=True):
        raise InputRefused(
            "This workspace holds sessions already, so the sample was not put into it. "
            "Nothing was changed. Choose an empty folder for the sample."
        )
    content = SampleContent(desk.resources / "sample")
    maker = _Maker(desk, content, today or desk.door.today(), progress or _silent)
    with desk.workspace.one_transaction():
        desk.workspace.set_note("sample", content.sample.banner)
        exchange.name_this_device(desk.workspace, content.sample.laptop)
        maker.make_people()
        for name in content.sample.sessions:
            maker.make_session(name)
    waiting = plant_conflict(desk, content, maker)
    with desk.workspace.one_transaction():
        for name in content.sample.sessions:
            if name == content.sample.other_laptop.session:
                maker.make_claims(name)
        maker.make_batches()
    # What made the sample is nobody's step to undo.
    desk.door.came_in(ChangeSummary("Made the sample", everything=True))
    return SampleMade(content.sample.banner, maker.people, maker.sessions, maker.planners, waiting)


def _silent(what: str, done: int, of: int) -> None:
    del what, done, of


class _Maker:
    """Makes the sample's records through the services, and remembers their ids."""

    def __init__(self, desk: Desk, content: SampleContent, today: dt.date, tell: Progress) -> None:
        self.desk = desk
        self.door = desk.door
        self.content = content
        self.today = today
        self.tell = tell
        self.people: dict[str, RecordId] = {}
        self.sessions: dict[str, RecordId] = {}
        self.planners: dict[str, RecordId] = {}
        self.walls = Walls(desk, today)
        self._organisations: dict[str, RecordId] = {}
        self._names = {one.key: one.name for one in content.organisations}
        self._money = Money(desk, today, self.people, Money.names_of(content.people))

    def make_people(self) -> None:
        """Every organisation with its former names, and every person."""
        for one in self.content.organisations:
            names = [*one.former, one.name]
            made = people.ensure_organisation(self.door, names[0], lead_agency=one.lead_agency)
            for name in names[1:]:
                people.rename_organisation(self.door, made, name)
            policy = self._own_policy(one.own_policy) if one.own_policy else one.policy
            if policy:
                people.change_organisation(self.door, made, policy=policy)
            self._organisations[one.key] = made
        for person in self.content.people:
            self.people[person.key] = self._make_person(person)

    def _own_policy(self, file: str) -> str:
        """A policy of the workspace's own, in use as soon as a claim is priced by it."""
        from cps_desktop.services.policy_files import read_policy_file
        from cps_desktop.services.policy_keeping import bring_in_policy

        path = self.desk.resources / "sample" / f"{file}.toml"
        return bring_in_policy(self.door, read_policy_file(path))[0]

    def _make_person(self, one: PersonSample) -> RecordId:
        return people.add_person(
            self.door,
            name=one.name,
            known_as=one.known_as,
            role=one.role,
            organisation=self._names.get(one.organisation, ""),
            contact=one.contact,
            needs=one.needs,
        )

    def make_session(self, name: str) -> None:
        """One session with its days, people and planners; past ones with their claims too."""
        one = self.content.sessions[name]
        done = len(self.sessions)
        self.tell("Making the sample", done, len(self.content.sessions))
        made = sessions.create_session(
            self.door,
            kind_of=one.kind_of,
            title=one.title,
            purpose=one.purpose,
            days=[
                DayTimes(
                    day.date(self.today),
                    dt.time.fromisoformat(day.start),
                    dt.time.fromisoformat(day.end),
                )
                for day in one.days
            ],
            venue=one.venue,
            lead_agency=self._organisations[one.lead_agency],
            organisations=tuple(self._organisations[key] for key in one.organisations),
            community=one.community,
            facilitators=tuple(self.people[key] for key in one.facilitators),
        )
        self.sessions[name] = made
        days = [day.id for day in sessions.days_of(self.desk.workspace, made)]
        for listed in one.people:
            self._make_listed(made, listed, days)
        for planner in one.planners:
            self._make_planner(made, planner)
        for action in one.actions:
            self.walls.will_do(made, action)
        if name != self.content.sample.other_laptop.session:
            self.make_claims(name)
        if one.finished:
            sessions.finish_session(self.door, made)

    def _make_listed(self, session: RecordId, one: ListedSample, days: Sequence[str]) -> None:
        entry = attendance.add_to_list(
            self.door,
            session,
            person=self.people[one.person],
            role=one.role,
            coming=one.coming,
        )
        for day, known in zip(days, one.days, strict=False):
            if known.state == Presence.HERE:
                attendance.set_times(
                    self.door, entry, day, arrived=_clock(known.arrived), left=_clock(known.left)
                )
                if not known.arrived:
                    attendance.tick_in(self.door, entry, day)
            elif known.state == Presence.APOLOGIES:
                attendance.apologies(self.door, entry, day)

    def _make_planner(self, session: RecordId, one: PlannerSample) -> None:
        template = self.desk.planners.get(one.template)
        if template is None:
            raise LookupError(f"the sample names the template {one.template}, which is not there")
        made = self.walls.begin(session, one, template)
        if one.key:
            self.planners[one.key] = made
        for box, notes in one.notes.items():
            for note in notes:
                self.walls.say(made, template, box, note)

    def make_claims(self, name: str) -> None:
        """The claims of a session."""
        one = self.content.sessions[name]
        for claim in one.claims:
            self._make_claim(self.sessions[name], one, claim)
        for paid in one.time_payments:
            day = one.days[paid.day].date(self.today)
            self._money.pay_for_time(self.sessions[name], paid, day)

    def make_batches(self) -> None:
        """What was put together for those who pay."""
        for one in self.content.sample.batches:
            sessions = {self.sessions[name] for name in one.sessions}
            self._money.put_together(one, self._organisations[one.agency], sessions)

    def _make_claim(self, session: RecordId, one: SessionSample, claim: ClaimSample) -> None:
        from cps_desktop.services.sample_receipts import draw_receipt

        made = claims.start_claim(
            self.door,
            session,
            self.people[claim.person],
            self._organisations[one.lead_agency],
        )
        for line in claim.lines:
            day = one.days[line.day].date(self.today)
            added = claims.add_line(
                self.door,
                self.desk.policies,
                made,
                kind_of=line.kind_of,
                day=day,
                description=line.description,
                from_place=line.from_place,
                to_place=line.to_place,
                return_journey=line.return_journey,
                vehicle=line.vehicle,
                miles_tenths=line.miles_tenths,
                passengers=line.passengers,
                minutes=line.minutes,
                hour_pence=line.hour_pence,
                pence=line.pence,
                agreed_by=line.agreed_by,
            )
            if line.receipt is not None:
                picture = draw_receipt(line.receipt, day, line.pence)
                claims.attach_receipt(self.door, self.desk.workspace, added, [picture])
        if claim.ready:
            claims.mark_ready(self.door, made)
        self._money.follow(made, claim.way)


def _clock(text: str) -> dt.time | None:
    return dt.time.fromisoformat(text) if text else None


# --------------------------------------------------------------------------------------------
# Two people changed this


def plant_conflict(desk: Desk, content: SampleContent, maker: _Maker) -> Path:
    """Exchange the sample with a second laptop while both change the same note and the venue.

    A real second workspace, real bundles: what waits to be decided is what it would be in life.
    The second laptop then adds a few notes more; that bundle is left beside the sample, for the
    inbox, and its path is returned.
    """
    other = content.sample.other_laptop
    session, planner = maker.sessions[other.session], maker.planners[other.planner]
    note = next(
        one.id
        for one in desk.workspace.find(Note, planner=planner)
        if one.text.startswith(other.note.begins)
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with Workspace.create(place / "other laptop", way="open") as there:
            door = Door(there, system_clock, os.urandom)
            exchange.name_this_device(there, other.name)
            _send(desk.door, desk.workspace, there, place / "there.cpsb")
            planners.edit_note(door, note, other.note.there)
            sessions.change_session(door, session, venue=other.venue.there)
            planners.edit_note(desk.door, note, other.note.here)
            sessions.change_session(desk.door, session, venue=other.venue.here)
            _send(door, there, desk.workspace, place / "here.cpsb")
            for later in other.later_notes:
                planners.add_note(door, planner, later.box, later.text, colour=later.colour)
            waiting = desk.folder / WAITING_BUNDLE
            _write(door, there, desk.workspace, waiting)
    return waiting


def _send(door: Door, giver: Workspace, receiver: Workspace, path: Path) -> None:
    _write(door, giver, receiver, path)
    identity = exchange.own_age_keys(receiver).identity
    exchange.bring_in(receiver, exchange.open_bundle(path, [identity]))


def _write(door: Door, giver: Workspace, receiver: Workspace, path: Path) -> None:
    keys = exchange.own_age_keys(receiver)
    to = exchange.Receiver(
        exchange.device_name(receiver), keys.recipient, device=receiver.device_key
    )
    exchange.hand_over(door, giver, exchange.plan_handing_over(giver, to), to, path)

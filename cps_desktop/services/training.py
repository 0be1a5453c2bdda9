"""What a person went to, on which days and for how long: on screen, as a record, as a certificate.

Only days on which they were ticked in count. What was written down under an entry that was made
one with theirs is theirs too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from cps_desktop import __version__
from cps_desktop.domain.dates import say_days
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.hours import say_hours
from cps_desktop.domain.kinds import (
    Alike,
    Attendance,
    DayPresence,
    Person,
    Presence,
    Role,
    Session,
    SessionDay,
    SessionKind,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import Imprint
from cps_desktop.domain.training import minutes_there
from cps_desktop.domain.training_sheets import CertificateSheet, TrainedOnSheet, TrainingSheet
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Records
from cps_desktop.services.merging import merged_into, who_stays
from cps_desktop.services.people import folded, organisation_name, shown_name
from cps_desktop.services.sessions import KIND_WORDS, days_of
from cps_desktop.services.sheet_heads import PERSONAL
from cps_desktop.services.who_stands import as_one_presence, standing_for

TRAINING: Final = "Training"
WORKSHOPS: Final = "Improvement workshops, in which the tools are learnt"
_PARTS: Final = ((SessionKind.TRAINING, TRAINING), (SessionKind.RPIW, WORKSHOPS))
_SAMPLE: Final = "Sample: every name is invented"


class Attended(msgspec.Struct, frozen=True):
    """One session a person was at. ``days`` are its dates they were ticked in on, in order.

    ``minutes`` is None where nobody noted when one of those days begins or ends. ``undated``
    counts days without a date.
    """

    session: Session
    days: tuple[dt.date, ...]
    minutes: int | None
    undated: int = 0

    @property
    def days_words(self) -> str:
        """For example "Thursday 18 and Friday 19 March 2027"."""
        if self.days:
            return say_days(self.days)
        return "1 day" if self.undated == 1 else f"{self.undated} days"

    @property
    def hours_words(self) -> str:
        """For example "10 hours 30 minutes"; "" where it is not known."""
        return say_hours(self.minutes) if self.minutes else ""


def attended(records: Records, person: RecordId) -> tuple[Attended, ...]:
    """Every session a person was at, the latest first; deleted ones do not count."""
    seen: dict[RecordId, list[DayPresence]] = {}
    for who in (person, *merged_into(records, Alike.PERSON, person)):
        for listed in records.find(Attendance, person=who):
            here = records.find(DayPresence, attendance=listed.id)
            seen.setdefault(listed.session, []).extend(here)
    found = [
        one
        for session, marks in seen.items()
        if (one := _attended(records, session, marks)) is not None
    ]
    found.sort(key=lambda one: (one.days[-1:] or (dt.date.max,), one.session.id), reverse=True)
    return tuple(found)


def _attended(records: Records, session: RecordId, marks: Iterable[DayPresence]) -> Attended | None:
    known = records.get(Session, session)
    if known is None or known.deleted:
        return None
    here: dict[RecordId, list[DayPresence]] = {}
    for one in marks:
        if one.state == Presence.HERE:
            here.setdefault(one.session_day, []).append(one)
    days = [one for one in days_of(records, session) if one.id in here]
    if not days:
        return None
    minutes = [_minutes(one, as_one_presence(here[one.id])) for one in days]
    whole = [one for one in minutes if one is not None]
    return Attended(
        known,
        tuple(one.day for one in days if one.day is not None),
        sum(whole) if len(whole) == len(minutes) else None,
        sum(one.day is None for one in days),
    )


def _minutes(day: SessionDay, seen: DayPresence) -> int | None:
    return minutes_there(day.starts, day.ends, seen.arrived, seen.left, seen.part)


# -- the record --------------------------------------------------------------------------------


class TrainingRecord(msgspec.Struct, frozen=True):
    """What counts as training, in parts with a title each, the latest first."""

    parts: tuple[tuple[str, tuple[Attended, ...]], ...]

    @property
    def sessions(self) -> tuple[Attended, ...]:
        """All of it."""
        return tuple(one for _, some in self.parts for one in some)

    @property
    def words(self) -> str:
        """All of it in one sentence."""
        some = self.sessions
        if not some:
            return "No training is noted."
        days = sum(len(one.days) + one.undated for one in some)
        said = f"{_counted(len(some), 'session')} on {_counted(days, 'day')}"
        minutes = [one.minutes for one in some if one.minutes is not None]
        if len(minutes) == len(some):
            return f"{said}, {say_hours(sum(minutes))}."
        if minutes:
            return f"{said}. {say_hours(sum(minutes))} are noted; not every day has its times."
        return f"{said}."


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def training_record(records: Records, person: RecordId) -> TrainingRecord:
    """The training somebody has had: sessions of that kind, and workshops that teach the tools."""
    some = attended(records, person)
    parts = ((name, tuple(a for a in some if a.session.kind_of == kind)) for kind, name in _PARTS)
    return TrainingRecord(tuple((name, of) for name, of in parts if of))


def training_sheet(desk: Desk, person: RecordId) -> TrainingSheet:
    """The record as it is printed, of who somebody is now: who was made one with another is them.

    Raises InputRefused where the person is not here any more.
    """
    person = who_stays(desk.workspace, Alike.PERSON, person)
    known = desk.workspace.get(Person, person)
    if known is None or known.deleted:
        raise InputRefused("This person is not in this workspace. Nothing was printed.")
    record = training_record(desk.workspace, person)
    words = [PERSONAL, *([_SAMPLE] if desk.is_sample else [])]
    return TrainingSheet(
        shown_name(known),
        Imprint(desk.door.today(), f"CPS Desktop {__version__}", " · ".join(words)),
        (record.words,),
        tuple(
            (
                name,
                tuple(
                    TrainedOnSheet(
                        one.session.title or "A session without a title",
                        one.days_words,
                        one.hours_words,
                        one.session.venue,
                    )
                    for one in some
                ),
            )
            for name, some in record.parts
        ),
    )


# -- certificates ------------------------------------------------------------------------------


class Certified(msgspec.Struct, frozen=True):
    """Somebody who may have a certificate for a session: they were there."""

    person: RecordId
    name: str
    leads: bool
    """They led it, and sign the others' instead of being given one with them."""


def who_may_have_one(records: Records, session: RecordId) -> tuple[Certified, ...]:
    """Everybody who was there on at least one day, by name; each once, whatever was merged."""
    known = records.get(Session, session)
    if known is None:
        return ()
    stands = standing_for(records, Alike.PERSON)
    days = {one.id for one in days_of(records, session)}
    here = {
        one.attendance
        for one in records.find(DayPresence, session=session)
        if one.state == Presence.HERE and one.session_day in days
    }
    listed = [one for one in records.find(Attendance, session=session) if one.id in here]
    roles = {stands.get(one.person, one.person): one.role for one in listed}
    people = records.several(Person, list(roles))
    led = {stands.get(one, one) for one in known.facilitators}
    found = [
        Certified(
            one,
            shown_name(people[one]),
            one in led or (roles[one] or people[one].role) == Role.FACILITATOR,
        )
        for one in roles
        if one in people and not people[one].deleted
    ]
    return tuple(sorted(found, key=lambda one: (folded(one.name), one.person)))


def certificate_sheets(
    desk: Desk, session: Session, person: RecordId = ""
) -> tuple[CertificateSheet, ...]:
    """One person's certificate, or those of everybody who came but who led it. Who was made one
    with another has that one's.

    Raises InputRefused for somebody who was not there, and where nobody was.
    """
    person = who_stays(desk.workspace, Alike.PERSON, person) if person else ""
    may = who_may_have_one(desk.workspace, session.id)
    chosen = [one for one in may if one.person == person or (not person and not one.leads)]
    if not chosen:
        raise InputRefused(
            "A certificate is for who was there. They are not ticked in on any day of this "
            "session. Nothing was printed."
            if person
            else "Nobody who came is ticked in yet, so there is no certificate to print."
        )
    return tuple(_certificate(desk, session, one) for one in chosen)


def _certificate(desk: Desk, session: Session, who: Certified) -> CertificateSheet:
    records = desk.workspace
    (was,) = [one for one in attended(records, who.person) if one.session.id == session.id]
    known = records.get(Person, who.person)
    return CertificateSheet(
        name=known.name or known.known_as if known is not None else "",
        title=session.title or "A session without a title",
        kind=_kind_words(session),
        days=was.days_words,
        hours=was.hours_words,
        facilitators=_names(records, session.facilitators),
        agency=organisation_name(records, session.lead_agency),
        given=desk.door.today(),
        remark=_SAMPLE if desk.is_sample else "",
    )


def _kind_words(session: Session) -> str:
    words = KIND_WORDS.get(session.kind_of, "")
    return "" if session.kind_of == SessionKind.OTHER else words


def _names(records: Records, people: Sequence[RecordId]) -> tuple[str, ...]:
    found = records.several(Person, list(people))
    names = (shown_name(found[one]) for one in people if one in found and not found[one].deleted)
    return tuple(names)

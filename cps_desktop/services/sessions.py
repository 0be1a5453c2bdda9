"""Sessions and their days: make, change, delete, bring back, and say how far each one has come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import msgspec

from cps_desktop.domain.changes import (
    ChangeSummary,
    Edit,
    bringing_back,
    creating,
    deleting,
    setting,
)
from cps_desktop.domain.dates import DayTimes, questions_about, say_date, say_days
from cps_desktop.domain.kinds import Organisation, Person, Session, SessionDay, SessionKind
from cps_desktop.domain.records import RecordId, Value
from cps_desktop.services.door import Door, Records
from cps_desktop.services.people import needed_name, organisation_name, shown_name

if TYPE_CHECKING:
    from cps_desktop.storage.reading import SessionCounts

KIND_WORDS: Final[dict[str, str]] = {
    SessionKind.RPIW: "RPIW",
    SessionKind.COPRODUCTION: "Co-production",
    SessionKind.TRAINING: "Training",
    SessionKind.CONVERSATION: "Conversation event",
    SessionKind.OTHER: "Other",
}
"""Each kind of session as people say it, in the order it is offered."""


class SessionState(StrEnum):
    """How far a session has come."""

    PLANNED = "planned"
    UNDER_WAY = "under way"
    FINISHED = "finished"
    HANDED_OVER = "handed over"


STATE_WORDS: Final[dict[SessionState, str]] = {
    SessionState.PLANNED: "◇ Planned",
    SessionState.UNDER_WAY: "● Under way",
    SessionState.FINISHED: "■ Finished",
    SessionState.HANDED_OVER: "✔ Handed over",
}
"""State as shape and words; colour comes on top, never instead."""


# --------------------------------------------------------------------------------------------
# Changing


def create_session(
    door: Door,
    *,
    title: str,
    kind_of: str = SessionKind.COPRODUCTION,
    purpose: str = "",
    days: Sequence[DayTimes] = (),
    venue: str = "",
    lead_agency: RecordId = "",
    organisations: tuple[RecordId, ...] = (),
    community: str = "",
    facilitators: tuple[RecordId, ...] = (),
) -> RecordId:
    """Make a session with its days, as one step. Raises InputRefused where it has no title."""
    session = Session(
        id=door.new_id(),
        kind_of=kind_of,
        title=needed_name(title, "A session"),
        purpose=purpose,
        venue=venue.strip(),
        lead_agency=lead_agency,
        organisations=organisations,
        community=community.strip(),
        facilitators=facilitators,
    )
    edits = creating(session)
    for one in days:
        edits += _new_day(door, session.id, one)[1]
    door.do("Make a session", edits)
    return session.id


def change_session(
    door: Door, session: RecordId, *, initiator: object | None = None, **fields: Value
) -> ChangeSummary:
    """Change fields of a session; keystrokes in one field are one step of undo."""
    known = door.must_exist(Session, session)
    return door.do(
        "Change the session",
        setting(known, **fields),
        initiator=initiator,
        amend=("session", session, *sorted(fields)),
    )


def finish_session(door: Door, session: RecordId, *, finished: bool = True) -> ChangeSummary:
    """Say that a session is finished, or that it goes on."""
    known = door.must_exist(Session, session)
    what = "Finish the session" if finished else "Carry on with the session"
    return door.do(what, setting(known, finished=finished))


def delete_session(door: Door, session: RecordId) -> ChangeSummary:
    """Delete a session. What hangs on it stays with it and comes back with it."""
    return door.do("Delete a session", deleting([door.must_exist(Session, session)]))


def bring_back_session(door: Door, session: RecordId) -> ChangeSummary:
    """Bring a deleted session back, with all it held."""
    known = door.records.get(Session, session)
    if known is None or not known.deleted:
        return ChangeSummary("Bring a session back")
    return door.do("Bring a session back", bringing_back([known]))


def deleted_sessions(records: Records) -> tuple[Session, ...]:
    """The sessions that can be brought back, the latest first."""
    gone = [one for one in records.find(Session, deleted=True) if one.deleted]
    return tuple(sorted(gone, key=lambda one: -one.touched))


# --------------------------------------------------------------------------------------------
# Days


def days_of(records: Records, session: RecordId) -> tuple[SessionDay, ...]:
    """The days of a session, the earliest first; a day without a date comes last."""
    return tuple(sorted(records.find(SessionDay, session=session), key=_day_order))


def _day_order(one: SessionDay) -> tuple[dt.date, dt.time, int, RecordId]:
    return (one.day or dt.date.max, one.starts or dt.time.min, one.made, one.id)


def _new_day(door: Door, session: RecordId, times: DayTimes) -> tuple[RecordId, list[Edit]]:
    day = SessionDay(
        id=door.new_id(),
        root=session,
        session=session,
        day=times.day,
        starts=times.start,
        ends=times.end,
    )
    return day.id, creating(day)


def add_day(door: Door, session: RecordId, times: DayTimes) -> RecordId:
    """Add a day to a session."""
    door.must_exist(Session, session)
    day, edits = _new_day(door, session, times)
    door.do("Add a day", edits)
    return day


def change_day(door: Door, day: RecordId, /, **fields: Value) -> ChangeSummary:
    """Change a day's date (``day``), start (``starts``) or end (``ends``)."""
    known = door.must_exist(SessionDay, day)
    return door.do("Change a day", setting(known, **fields), amend=("day", day, *sorted(fields)))


def remove_day(door: Door, day: RecordId) -> ChangeSummary:
    """Take a day out of a session; who came on it is kept and comes back with undo."""
    return door.do("Remove a day", deleting([door.must_exist(SessionDay, day)]))


def day_questions(records: Records, session: RecordId, today: dt.date) -> list[str]:
    """What a careful colleague would ask about a session's days; nothing is changed."""
    known = [one for one in records.find(SessionDay, session=session) if one.day is not None]
    times = [DayTimes(one.day, one.starts, one.ends) for one in known if one.day is not None]
    return questions_about(times, today)


# --------------------------------------------------------------------------------------------
# Showing


def session_state(
    today: dt.date,
    days: Iterable[dt.date | None],
    *,
    finished: bool = False,
    handed_over: bool = False,
) -> SessionState:
    """How far a session has come; one whose last day is over counts as finished."""
    known = [one for one in days if one is not None]
    over = finished or (bool(known) and max(known) < today)
    if over:
        return SessionState.HANDED_OVER if handed_over else SessionState.FINISHED
    if known and min(known) <= today:
        return SessionState.UNDER_WAY
    return SessionState.PLANNED


def day_words(today: dt.date, days: Sequence[dt.date]) -> str:
    """ "Day 1 of 2" on a day of the session; "" on any other."""
    ordered = sorted(set(days))
    if today not in ordered:
        return ""
    return f"Day {ordered.index(today) + 1} of {len(ordered)}"


class SessionRow(msgspec.Struct, frozen=True):
    """A session as lists and the home page show it; ``last_worked`` is milliseconds, UTC."""

    session: RecordId
    title: str
    kind_of: str
    kind_words: str
    days: tuple[dt.date, ...]
    dates: str
    venue: str
    community: str
    people: int
    notes: int
    claims: int
    state: SessionState
    state_words: str
    day_words: str
    last_worked: int
    contested: bool = False

    @property
    def is_today(self) -> bool:
        """Whether one of its days is today."""
        return bool(self.day_words)

    @property
    def kind_and_length(self) -> str:
        """For example "RPIW, 5 days"."""
        if len(self.days) < 2:
            return self.kind_words
        return f"{self.kind_words}, {len(self.days)} days"


def session_rows(
    records: Records,
    today: dt.date,
    counts: Mapping[RecordId, SessionCounts] | None = None,
    *,
    handed_over: Iterable[RecordId] = (),
) -> tuple[SessionRow, ...]:
    """Every session as a row: today's first, then those to come, then the past, latest first.

    ``counts`` come from storage in one query (``Workspace.session_counts``); ``handed_over`` names
    the sessions of which nothing is left to hand over.
    """
    days: dict[RecordId, list[dt.date]] = {}
    for one in records.find(SessionDay):
        if one.day is not None:
            days.setdefault(one.session, []).append(one.day)
    given = frozenset(handed_over)
    rows = [
        _row(
            one,
            today,
            tuple(sorted(set(days.get(one.id, ())))),
            (counts or {}).get(one.id),
            handed_over=one.id in given,
        )
        for one in records.find(Session)
    ]
    return tuple(sorted(rows, key=lambda row: _row_order(row, today)))


def _row(
    one: Session,
    today: dt.date,
    days: tuple[dt.date, ...],
    counted: SessionCounts | None,
    *,
    handed_over: bool,
) -> SessionRow:
    state = session_state(today, days, finished=one.finished, handed_over=handed_over)
    return SessionRow(
        session=one.id,
        title=one.title or "A session without a title",
        kind_of=one.kind_of,
        kind_words=KIND_WORDS.get(one.kind_of, "Other"),
        days=days,
        dates=say_days(days) or "No day chosen yet",
        venue=one.venue,
        community=one.community,
        people=counted.people if counted else 0,
        notes=counted.notes if counted else 0,
        claims=counted.claims if counted else 0,
        state=state,
        state_words=STATE_WORDS[state],
        day_words=day_words(today, days),
        last_worked=max(one.touched, counted.touched if counted else 0),
        contested=bool(one.contested),
    )


def _row_order(row: SessionRow, today: dt.date) -> tuple[int, int, int, RecordId]:
    if row.is_today:
        return (0, -row.last_worked, 0, row.session)
    if not row.days or row.days[-1] > today:
        first = next((day for day in row.days if day > today), dt.date.max)
        return (1, first.toordinal(), 0, row.session)
    return (2, -row.days[-1].toordinal(), -row.last_worked, row.session)


def todays_session(rows: Iterable[SessionRow]) -> SessionRow | None:
    """The session of today that was worked on last, if there is one."""
    todays = [row for row in rows if row.is_today and row.state is SessionState.UNDER_WAY]
    return max(todays, key=lambda row: (row.last_worked, row.session), default=None)


class SessionHeading(msgspec.Struct, frozen=True):
    """What every page of a session says of it."""

    session: RecordId
    title: str
    kind_words: str
    dates: str
    day_words: str
    venue: str
    lead_agency: str
    organisations: tuple[str, ...]
    community: str
    facilitators: tuple[str, ...]

    @property
    def line(self) -> str:
        """For example "Co-production · Day 1 of 2 · Alston Village Hall"."""
        parts = (self.kind_words, self.day_words or self.dates, self.venue)
        return " · ".join(part for part in parts if part)


def session_heading(records: Records, session: Session, today: dt.date) -> SessionHeading:
    """What a session's pages and papers say of it, in words."""
    days = [one.day for one in days_of(records, session.id) if one.day is not None]
    names = {one.id: one.name for one in records.find(Organisation)}
    return SessionHeading(
        session=session.id,
        title=session.title or "A session without a title",
        kind_words=KIND_WORDS.get(session.kind_of, "Other"),
        dates=say_days(days),
        day_words=day_words(today, days),
        venue=session.venue,
        lead_agency=organisation_name(records, session.lead_agency),
        organisations=tuple(names[one] for one in session.organisations if one in names),
        community=session.community,
        facilitators=tuple(shown_name(records.get(Person, one)) for one in session.facilitators),
    )


def day_title(one: SessionDay) -> str:
    """A day in words: "Thursday 18 March 2027"; "No date yet" where there is none."""
    return say_date(one.day) if one.day is not None else "No date yet"

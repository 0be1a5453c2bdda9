"""Sessions, their days, and who came to them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from cps_desktop.domain.kinds.people import Role
from cps_desktop.domain.records import Record, RecordId, Sensitivity, Settling, Shape, field, kind

_PERSONAL = Sensitivity.PERSONAL


class SessionKind(StrEnum):
    """What sort of session it is."""

    RPIW = "rpiw"
    COPRODUCTION = "coproduction"
    TRAINING = "training"
    CONVERSATION = "conversation"
    OTHER = "other"


class Coming(StrEnum):
    """How a person came to be on a session's list."""

    EXPECTED = "expected"
    WALK_IN = "walk_in"
    APOLOGIES = "apologies"


class Presence(StrEnum):
    """What is known of a person on one day."""

    NOT_SEEN = ""
    HERE = "here"
    APOLOGIES = "apologies"


@kind("session", root=True)
class Session(Record):
    """One workshop, meeting or event, over any number of days."""

    kind_of: str = field(Shape.CHOICE, "Kind", SessionKind.COPRODUCTION, choices=SessionKind)
    title: str = field(Shape.TEXT, "Title", participant=True, searched=True)
    purpose: str = field(Shape.LONG_TEXT, "Purpose", participant=True, searched=True)
    venue: str = field(Shape.TEXT, "Venue", participant=True, searched=True)
    lead_agency: RecordId = field(
        Shape.REFERENCE,
        "Lead agency",
        refers_to="organisation",
        help="Pays people's expenses under its own policy.",
    )
    organisations: tuple[str, ...] = field(
        Shape.REFERENCES, "Organisations taking part", (), refers_to="organisation"
    )
    community: str = field(Shape.TEXT, "Integrated Care Community", searched=True)
    facilitators: tuple[str, ...] = field(
        Shape.REFERENCES, "Facilitators", (), refers_to="person", sensitivity=_PERSONAL
    )
    finished: bool = field(Shape.FLAG, "Finished", False)


@kind("session_day")
class SessionDay(Record):
    """One day of a session, with start and end."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    day: dt.date | None = field(Shape.DAY, "Day", None)
    starts: dt.time | None = field(Shape.CLOCK, "Starts", None)
    ends: dt.time | None = field(Shape.CLOCK, "Ends", None)


@kind("attendance")
class Attendance(Record):
    """A person on a session's list; the id is derived from both: no list holds anyone twice."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    person: RecordId = field(Shape.REFERENCE, "Person", refers_to="person", sensitivity=_PERSONAL)
    role: str = field(Shape.CHOICE, "Role", choices=Role, sensitivity=_PERSONAL)
    coming: str = field(Shape.CHOICE, "Coming", Coming.EXPECTED, choices=Coming)


@kind("presence")
class DayPresence(Record):
    """A person on one day; the id is derived from attendance and day: many doors, one record."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    attendance: RecordId = field(
        Shape.REFERENCE, "Attendance", refers_to="attendance", sensitivity=_PERSONAL
    )
    session_day: RecordId = field(Shape.REFERENCE, "Day", refers_to="session_day")
    state: str = field(Shape.CHOICE, "Here", Presence.NOT_SEEN, choices=Presence)
    arrived: dt.time | None = field(Shape.CLOCK, "Arrived", None, settles=Settling.LEAST)
    left: dt.time | None = field(Shape.CLOCK, "Left", None, settles=Settling.GREATEST)


@kind("preparation")
class Preparation(Record):
    """Something a session needs has been got ready; the id is derived from session and thing, so
    that who needs it is said in one place only, and two laptops that tick it mean one."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    ready: bool = field(Shape.FLAG, "Got ready", False)

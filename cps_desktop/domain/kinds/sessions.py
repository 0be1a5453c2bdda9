"""Sessions, their days, and who came to them."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from cps_desktop.domain.kinds.claims import Signing
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


class DayPart(StrEnum):
    """How much of a day somebody came for, where a person said so; "" leaves it to the times."""

    BY_THE_TIMES = ""
    WHOLE = "whole"
    MORNING = "morning"
    AFTERNOON = "afternoon"


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
    """A person on a session's list; the id is derived from both: no list holds anyone twice.

    A badge is made only for whoever wants one, and says what they want it to say.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    person: RecordId = field(Shape.REFERENCE, "Person", refers_to="person", sensitivity=_PERSONAL)
    role: str = field(Shape.CHOICE, "Role", choices=Role, sensitivity=_PERSONAL)
    coming: str = field(Shape.CHOICE, "Coming", Coming.EXPECTED, choices=Coming)
    badge: bool = field(Shape.FLAG, "Wants a badge", False)
    badge_name: str = field(
        Shape.TEXT,
        "Name on the badge",
        sensitivity=_PERSONAL,
        help="As they want to be called; without it, what they are known as.",
    )
    badge_said: str = field(
        Shape.TEXT,
        "How the name is said",
        sensitivity=_PERSONAL,
        help="Only if they want it on the badge, such as: Siân, said SHARN.",
    )
    badge_role: bool = field(
        Shape.FLAG, "Role on the badge", False, help="Only if they want others to see it."
    )


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
    part: str = field(Shape.CHOICE, "Part of the day", DayPart.BY_THE_TIMES, choices=DayPart)


@kind("attendance_signature")
class AttendanceSignature(Record):
    """Somebody signed that they came on a day, on screen (``strokes``) or on a sheet of paper.

    A signature given on screen is a record of its own: two doors may each take one, and neither is
    asked about. That a sheet was signed is one record on all laptops, whoever noted it.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    attendance: RecordId = field(
        Shape.REFERENCE, "Attendance", refers_to="attendance", sensitivity=_PERSONAL
    )
    session_day: RecordId = field(Shape.REFERENCE, "Day", refers_to="session_day")
    signing: str = field(Shape.CHOICE, "Signed", choices=Signing)
    strokes: str = field(Shape.TEXT, "Signature", sensitivity=_PERSONAL)


@kind("sign_in_page")
class SignInPage(Record):
    """The picture of a sign-in sheet that was signed: evidence for its day, for facilitators only.

    The id is derived from the day and the file it came in, so that the same photo adds nothing.
    ``page`` counts from 1; 0 where nobody knows which it is.
    """

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    session_day: RecordId = field(Shape.REFERENCE, "Day", refers_to="session_day")
    attachment: RecordId = field(
        Shape.REFERENCE, "Picture", refers_to="attachment", sensitivity=_PERSONAL
    )
    page: int = field(Shape.INTEGER, "Page of the sheet", 0)


@kind("preparation")
class Preparation(Record):
    """Something a session needs has been got ready; the id is derived from session and thing, so
    that who needs it is said in one place only, and two laptops that tick it mean one."""

    session: RecordId = field(Shape.REFERENCE, "Session", refers_to="session")
    ready: bool = field(Shape.FLAG, "Got ready", False)

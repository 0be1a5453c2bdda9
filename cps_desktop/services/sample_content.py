"""What the sample workspace is made from: data in ``resources/sample``, read into typed shapes.

Everything in it is invented, and every name says so. Days are relative to today, so that there is
always a session today.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the sample; a slip in the data is refused when it is read."""


class OrganisationSample(Shape, frozen=True):
    """An organisation; former names from the oldest to the latest. ``own_policy`` is a file beside
    this one, which is kept as a policy of the workspace's own."""

    key: str
    name: str
    former: list[str] = []
    lead_agency: bool = False
    policy: str = ""
    own_policy: str = ""


class PersonSample(Shape, frozen=True):
    """A person; ``organisation`` is the key of one."""

    key: str
    name: str
    role: str
    known_as: str = ""
    organisation: str = ""
    contact: str = ""
    needs: str = ""


class DaySample(Shape, frozen=True):
    """A day: so many days from today, or a weekday (0 = Monday) so many weeks from this one."""

    start: str
    end: str
    from_today: int | None = None
    week: int = 0
    weekday: int = 0

    def date(self, today: dt.date) -> dt.date:
        """The date, when today is ``today``."""
        if self.from_today is not None:
            return today + dt.timedelta(days=self.from_today)
        monday = today - dt.timedelta(days=today.weekday())
        return monday + dt.timedelta(weeks=self.week, days=self.weekday)


class PresenceSample(Shape, frozen=True):
    """What is known of a person on one day; times as "09:05"."""

    state: str
    arrived: str = ""
    left: str = ""


class ListedSample(Shape, frozen=True):
    """A person on a session's list, with the first days of it."""

    person: str
    role: str = ""
    coming: str = "expected"
    days: list[PresenceSample] = []


class ActionSample(Shape, frozen=True):
    """What somebody will do, so many days from today; made of a note it has its words."""

    what: str = ""
    who: str = ""
    due_in: int | None = None
    done: bool = False


class NoteSample(Shape, frozen=True):
    """A note. ``linked`` are the keys of notes before it, ``drawn`` the words on a drawing."""

    text: str
    author: str = ""
    named_as: str = "nobody"
    colour: str = "yellow"
    given: str = ""
    done: bool = False
    key: str = ""
    theme: str = ""
    dots: int = 0
    linked: list[str] = []
    drawn: list[str] = []
    action: ActionSample | None = None


class PlannerSample(Shape, frozen=True):
    """A planner: notes by the key of their box. It may have grown from a note before it."""

    template: str
    title: str
    key: str = ""
    grown_from: str = ""
    notes: dict[str, list[NoteSample]] = {}


class ReceiptSample(Shape, frozen=True):
    """What stands on a receipt besides its date and amount; its picture is drawn."""

    shop: str
    what: str


class LineSample(Shape, frozen=True):
    """A claim line; ``day`` counts the session's days from 0."""

    kind_of: str
    day: int
    description: str = ""
    from_place: str = ""
    to_place: str = ""
    return_journey: bool = False
    vehicle: str = "car"
    miles_tenths: int = 0
    passengers: int = 0
    minutes: int = 0
    hour_pence: int = 0
    pence: int = 0
    agreed_by: str = ""
    receipt: ReceiptSample | None = None


class StepSample(Shape, frozen=True):
    """A step of a claim's way; ``by`` is the key of a person, ``on`` how they signed."""

    step: str
    by: str
    words: str = ""
    on: str = ""


class ClaimSample(Shape, frozen=True):
    """A person's claim to the session's lead agency, and how far it has come."""

    person: str
    lines: list[LineSample]
    ready: bool = False
    way: list[StepSample] = []


class TimePaidSample(Shape, frozen=True):
    """A payment for somebody's time: no expense."""

    person: str
    description: str
    pence: int
    day: int = 0


class BatchSample(Shape, frozen=True):
    """Approved claims of these sessions to one lead agency; ``paid`` is the payment's reference."""

    agency: str
    reference: str
    by: str
    sessions: list[str]
    paid: str = ""
    paid_days_ago: int = 0


class SessionSample(Shape, frozen=True):
    """A session with all that hangs on it."""

    kind_of: str
    title: str
    purpose: str
    venue: str
    lead_agency: str
    organisations: list[str]
    community: str
    facilitators: list[str]
    days: list[DaySample]
    people: list[ListedSample]
    planners: list[PlannerSample] = []
    actions: list[ActionSample] = []
    claims: list[ClaimSample] = []
    time_payments: list[TimePaidSample] = []
    finished: bool = False


class TwoWays(Shape, frozen=True):
    """One thing as this laptop changed it, and as the other one did."""

    here: str
    there: str
    begins: str = ""


class LaterNote(Shape, frozen=True):
    """A note that the other laptop adds, still to be brought in."""

    box: str
    text: str
    colour: str = "yellow"


class OtherLaptop(Shape, frozen=True):
    """The other laptop: it changes a note and the venue while this one does too."""

    name: str
    session: str
    planner: str
    note: TwoWays
    venue: TwoWays
    later_notes: list[LaterNote]


class Sample(Shape, frozen=True):
    """The whole sample, in the order it is made."""

    banner: str
    laptop: str
    sessions: list[str]
    other_laptop: OtherLaptop
    batches: list[BatchSample] = []


class SampleContent:
    """Everything the sample is made from."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.sample = self._read("sample", Sample)
        self.organisations = self._read("organisations", list[OrganisationSample])
        self.people = self._read("people", list[PersonSample])
        self.sessions = {name: self._read(name, SessionSample) for name in self.sample.sessions}

    def _read(self, name: str, shape: type[T]) -> T:
        return msgspec.json.decode((self._folder / f"{name}.json").read_bytes(), type=shape)

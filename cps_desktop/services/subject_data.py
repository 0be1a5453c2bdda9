"""Everything held about one person, gathered from the records: what they can ask to be given.

Whatever says something of somebody else is left out, or marked: the words in ``LEFT_OUT`` stand in
its place. What is gathered is the same for the document and the file; its form in JSON is
described in docs/formats/subject-access.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Alike,
    Attachment,
    Attendance,
    AttendanceSignature,
    Claim,
    ClaimLine,
    ClaimStep,
    DayPresence,
    ErasureRequest,
    PaymentForTime,
    Person,
    Receipt,
    Session,
    SessionDay,
    SignInPage,
)
from cps_desktop.domain.money import say_money
from cps_desktop.domain.records import RecordId, Value, meanings
from cps_desktop.services.bank_details import given
from cps_desktop.services.claim_lines import STEP_WORDS, line_title, step_remark
from cps_desktop.services.claim_steps import claimant_of, standing, steps_of
from cps_desktop.services.claim_view import stands_words
from cps_desktop.services.claims import has_amount, lines_of
from cps_desktop.services.consents import consents_of, said_so_far
from cps_desktop.services.desk import Desk
from cps_desktop.services.erasing_foreseen import foresee_person
from cps_desktop.services.erasing_groups import TEXTS
from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.merging import merged_into
from cps_desktop.services.people import organisation_name, shown_name
from cps_desktop.services.person_needs import needs_of, needs_words
from cps_desktop.services.receivers import ANYONE, Receiver, laptops_met
from cps_desktop.services.sessions import days_of
from cps_desktop.services.subject_said import (
    Doing,
    Picture,
    Said,
    actions_said,
    mentioned_in,
    mentions_said,
    names_of,
    notes_said,
    own_actions,
    own_notes,
)
from cps_desktop.services.version_words import NOTHING, session_of, value_words

LEFT_OUT: Final = "(somebody else's name is left out)"
Step = Callable[[], object]


class Fact(msgspec.Struct, frozen=True):
    """One field: what it is called, what it says, and where and when it was written."""

    field: str
    label: str
    says: str
    written_on: str = ""
    written_at: str = ""


class Entry(msgspec.Struct, frozen=True):
    """An entry of the person; ``merged`` for one that was said to be the same as another."""

    id: str
    merged: bool
    facts: tuple[Fact, ...]


class Day(msgspec.Struct, frozen=True):
    """One day on a list: here, apologies or not seen; times as they were noted."""

    day: dt.date | None
    state: str
    arrived: dt.time | None
    left: dt.time | None
    part: str = ""
    """The part of the day they came for, where somebody said so."""
    signed: tuple[str, ...] = ()
    """How they signed for it, a sentence each."""
    sheets: int = 0
    """Pictures of signed sheets held of that day. They show others, so they are not given out."""


class Listed(msgspec.Struct, frozen=True):
    """A session on whose list the person is."""

    session: str
    title: str
    venue: str
    role: str
    coming: str
    days: tuple[Day, ...]
    facilitated: bool = False


class Line(msgspec.Struct, frozen=True):
    """One line of a claim; ``pence`` is None while it has no amount."""

    day: dt.date | None
    title: str
    pence: int | None
    rule: str
    agreed_by: str
    receipts: tuple[Picture, ...]


class Claimed(msgspec.Struct, frozen=True):
    """A claim with its lines."""

    session: str
    lead_agency: str
    state: str
    pence: int
    lines: tuple[Line, ...]
    steps: tuple[str, ...] = ()
    """What was done with it and when; who did, where it was not they themselves, is left out."""


class Asked(msgspec.Struct, frozen=True):
    """A request to erase what is held about them."""

    why: str
    state: str
    asked_at: str


class Handed(msgspec.Struct, frozen=True):
    """A laptop this person's entry came from, or was given to in a bundle."""

    laptop: str
    how: str


class SubjectData(msgspec.Struct, frozen=True):
    """Everything held here about one person. ``mentions`` are None where they were not asked for;
    ``mentions_found`` says how many there are all the same."""

    person: str
    name: str
    entries: tuple[Entry, ...]
    sessions: tuple[Listed, ...]
    expenses: tuple[Claimed, ...]
    for_time: tuple[str, ...]
    """What they were paid for their time, one sentence each."""
    notes: tuple[Said, ...]
    actions: tuple[Doing, ...]
    mentions: tuple[Said, ...] | None
    mentions_found: int
    consents: tuple[str, ...]
    requests: tuple[Asked, ...]
    handed: tuple[Handed, ...]
    to_decide: int


def gather(
    desk: Desk, person: RecordId, *, with_mentions: bool = False, step: Step = lambda: None
) -> SubjectData:
    """All of it. Reads every text there is: not for the window's own thread.

    ``step`` is called between parts and may raise, to stop. Raises InputRefused where the person
    is not known here.
    """
    known = desk.workspace.get(Person, person)
    if known is None:
        raise InputRefused("This person is not in this workspace. Nothing was written.")
    people = [known]
    for one in merged_into(desk.workspace, Alike.PERSON, person):
        merged = desk.workspace.get(Person, one)
        if merged is not None:
            people.append(merged)
    ids = {one.id for one in people}
    step()
    foreseen = foresee_person(desk.workspace, person)
    texts = [one for group in foreseen.groups if group.key == TEXTS for one in group.found]
    step()
    names = names_of(people)
    notes, actions = own_notes(desk, names), own_actions(desk, names)
    records = mentioned_in(texts, [*notes, *actions])
    requests = [one for who in ids for one in desk.workspace.find(ErasureRequest, person=who)]
    return SubjectData(
        person=person,
        name=shown_name(known),
        entries=tuple(_entry(desk, one, merged=one.id != person) for one in people),
        sessions=tuple(_sessions(desk, ids)),
        expenses=tuple(_claims(desk, ids, step)),
        for_time=tuple(_for_time(desk, ids)),
        notes=tuple(notes_said(desk, notes)),
        actions=tuple(actions_said(desk, actions)),
        mentions=tuple(mentions_said(desk, records)) if with_mentions else None,
        mentions_found=len(records),
        consents=tuple(_consents(desk, ids)),
        requests=tuple(Asked(one.why, one.state, say_moment(one.made)) for one in requests),
        handed=tuple(_handed(desk, ids)),
        to_decide=sum(len(one.contested) for one in people),
    )


def _entry(desk: Desk, person: Person, *, merged: bool) -> Entry:
    facts = []
    for name, meaning in meanings(Person).items():
        value: Value = getattr(person, name)
        words = value_words(desk, person, name, value) if value not in ("", None) else ""
        versions = desk.workspace.versions(person, name)
        shown = versions[0] if versions else None
        facts.append(
            Fact(
                name,
                meaning.label,
                "" if words == NOTHING else words,
                ("This laptop" if shown.own else shown.device) if shown else "",
                say_moment(shown.time) if shown else "",
            )
        )
        # Somebody wrote something else meanwhile: both are held, so both are told.
        facts += [
            Fact(name, f"{meaning.label} (another version)", _words(desk, person, name, one.value))
            for one in versions[1:]
            if one.readable and one.value != value
        ]
    facts += [
        Fact("need", "Needs", words)
        for words in needs_words(desk.needs.needs, needs_of(desk.workspace, person.id))
    ]
    if (held := given(desk.workspace, person.id)) is not None:
        facts.append(Fact("bank_details", "Bank details", held.words))
    return Entry(person.id, merged, tuple(facts))


def _consents(desk: Desk, people: set[RecordId]) -> Iterator[str]:
    """Every yes and no they said, with the very words they were shown."""
    names = {one.key: one.name for one in desk.purposes}
    for who in sorted(people):
        for purpose in sorted(consents_of(desk.workspace, who)):
            for one in said_so_far(desk.workspace, who, purpose):
                answer = "Yes" if one.given else "No"
                day = f" on {say_date(one.day)}" if one.day else ""
                called = names.get(purpose, purpose.replace("-", " ").capitalize())
                yield f"{called}: {answer}{day}, to the words “{one.wording}”"


def _words(desk: Desk, person: Person, field: str, value: Value) -> str:
    return value_words(desk, person, field, value)


def _sessions(desk: Desk, people: set[RecordId]) -> Iterator[Listed]:
    workspace = desk.workspace
    listed = [one for who in sorted(people) for one in workspace.find(Attendance, person=who)]
    led = {one.id for one in workspace.find(Session) if people & set(one.facilitators)}
    for one in listed:
        session = workspace.get(Session, one.session)
        led.discard(one.session)
        days = {day.id: day for day in days_of(workspace, one.session)}
        yield Listed(
            one.session,
            session.title if session else "",
            session.venue if session else "",
            value_words(desk, one, "role", one.role) if one.role else "",
            value_words(desk, one, "coming", one.coming),
            tuple(
                _day(desk, presence, days.get(presence.session_day))
                for presence in workspace.find(DayPresence, attendance=one.id)
            ),
            session is not None and bool(people & set(session.facilitators)),
        )
    for identity in sorted(led):
        session = workspace.get(Session, identity)
        if session is not None and not session.deleted:
            yield Listed(identity, session.title, session.venue, "Facilitator", "", (), True)


def _day(desk: Desk, presence: DayPresence, day: SessionDay | None) -> Day:
    return Day(
        day.day if day else None,
        value_words(desk, presence, "state", presence.state),
        presence.arrived,
        presence.left,
        value_words(desk, presence, "part", presence.part) if presence.part else "",
        _signed(desk, presence),
        len(desk.workspace.find(SignInPage, session_day=presence.session_day)),
    )


def _signed(desk: Desk, presence: DayPresence) -> tuple[str, ...]:
    entry, day = presence.attendance, presence.session_day
    return tuple(
        "signed on screen (held as lines)" if one.strokes else "signed on paper"
        for one in desk.workspace.find(AttendanceSignature, attendance=entry, session_day=day)
    )


def _claims(desk: Desk, people: set[RecordId], step: Step) -> Iterator[Claimed]:
    workspace = desk.workspace
    for claim in (one for who in sorted(people) for one in workspace.find(Claim, person=who)):
        step()
        lines = lines_of(workspace, claim.id)
        session = session_of(desk, claim)
        yield Claimed(
            session.title if session else "",
            organisation_name(workspace, claim.lead_agency),
            stands_words(standing(workspace, claim)).lstrip("○✔◔◑◕◆■ "),
            sum(one.pence for one in lines),
            tuple(_line(desk, one) for one in lines),
            tuple(_steps_said(desk, claim)),
        )


def _steps_said(desk: Desk, claim: Claim) -> Iterator[str]:
    now = standing(desk.workspace, claim)
    for one in steps_of(desk.workspace, claim.id):
        remark = step_remark(one, now)
        yield f"{_step_said(desk, claim, one)}{f'. {remark}' if remark else ''}"


def _step_said(desk: Desk, claim: Claim, one: ClaimStep) -> str:
    own = claimant_of(desk.workspace, claim).did(one)
    when = say_moment(one.when_done) if one.when_done else "no moment known"
    who = f"(by {one.by})" if own else LEFT_OUT
    drawn = ". The signature is held as lines" if one.strokes else ""
    words = f": {one.words}" if one.words else ""
    return f"{STEP_WORDS.get(one.step, 'A step')}, {when} {who}{drawn}{words}"


def _for_time(desk: Desk, people: set[RecordId]) -> Iterator[str]:
    for who in sorted(people):
        for one in desk.workspace.find(PaymentForTime, person=who):
            day = f"{say_date(one.day)}: " if one.day else ""
            yield f"{day}{one.description}, {say_money(one.pence)}"


def _line(desk: Desk, line: ClaimLine) -> Line:
    pictures = []
    for receipt in desk.workspace.find(Receipt, line=line.id):
        picture = desk.workspace.get(Attachment, receipt.attachment)
        if picture is not None and not picture.deleted:
            pictures.append(Picture(picture.digest, picture.name))
    return Line(
        line.day,
        line_title(line),
        line.pence if has_amount(line) else None,
        line.rule,
        LEFT_OUT if line.agreed_by else "",
        tuple(pictures),
    )


def _handed(desk: Desk, people: set[RecordId]) -> Iterator[Handed]:
    """Which laptops wrote on the person's entries, and to whom they went, as far as is known."""
    workspace = desk.workspace
    places = workspace.segments.places(people)
    names = workspace.segments.names_of({one.site for one in places})
    own = workspace.device_key
    devices = {device: name for device, (name, _) in workspace.devices().items() if device != own}
    for name in sorted({names[one.site] for one in places if one.site in names} - {""}):
        if name in devices.values():
            yield Handed(name, "It was written on, or came from, this laptop")
    receivers = [*laptops_met(workspace), Receiver("Whoever has the five words of a bundle")]
    for receiver in receivers:
        key = receiver.key or ANYONE
        for state, how in (
            ("acknowledged", "It has this entry, by its own word"),
            ("given", "A bundle with this entry was made for it"),
        ):
            ranges = workspace.segments.given.handed(key, state)
            if any(one.site in ranges and len(ranges[one.site] & one.seqs) for one in places):
                yield Handed(receiver.name, how)
                break


def total_words(claim: Claimed) -> str:
    """The sum of a claim, as it is said."""
    return say_money(claim.pence)


def pictures_of(data: SubjectData) -> dict[str, Picture]:
    """Every picture once, by its digest: those of receipts, then those on their notes."""
    receipts = {
        picture.sha256: picture
        for claim in data.expenses
        for line in claim.lines
        for picture in line.receipts
    }
    on_notes = {one.picture.sha256: one.picture for one in data.notes if one.picture is not None}
    return {**receipts, **{sha: one for sha, one in on_notes.items() if sha not in receipts}}


def with_files(data: SubjectData, files: dict[str, str]) -> SubjectData:
    """The same with the names of the files that hold the pictures, by digest."""

    def filed(one: Picture) -> Picture:
        return msgspec.structs.replace(one, file=files.get(one.sha256, ""))

    expenses = tuple(
        msgspec.structs.replace(
            claim,
            lines=tuple(
                msgspec.structs.replace(line, receipts=tuple(map(filed, line.receipts)))
                for line in claim.lines
            ),
        )
        for claim in data.expenses
    )
    notes = tuple(
        one if one.picture is None else msgspec.structs.replace(one, picture=filed(one.picture))
        for one in data.notes
    )
    return msgspec.structs.replace(data, expenses=expenses, notes=notes)

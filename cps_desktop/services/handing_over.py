"""Before and after a bundle is written: what it would hold in words, and who was given what."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, TypeVar

from cps_desktop.domain.dates import say_date, say_time
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Action,
    Attachment,
    Attendance,
    BankDetails,
    Claim,
    Consent,
    ErasureRequest,
    Need,
    Note,
    PaymentForTime,
    Person,
    Receipt,
)
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import Record, RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.exchange import (
    ANYONE,
    HandedOver,
    Plan,
    Progress,
    Receiver,
    device_name,
    hand_over,
    laptops_met,
    plan_handing_over,
)
from cps_desktop.services.not_yet import had_by
from cps_desktop.services.papers import coordinators
from cps_desktop.services.receivers import acknowledged_by
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.storage.own_changes import own_changes_beyond
from cps_desktop.storage.workspace import Workspace

R = TypeVar("R", bound=Record)

SUFFIX: Final = ".cpsb"
_FOLDER = "hand over folder"
_LAST = "last handed over"
_BYTES_A_CHANGE = 12
_BYTES_AT_LEAST = 1500
NOTHING_BUT_AN_ANSWER: Final = (
    "Nothing new to give. This only says what this laptop has, so that others know what it lacks."
)
_ABOUT_PEOPLE: Final[Mapping[type[Record], str]] = {
    Consent: "what people agreed to",
    Attendance: "who came and when",
}
_MONEY: Final[Mapping[type[Record], str]] = {
    Claim: "expenses",
    PaymentForTime: "what people are paid for their time",
    BankDetails: "bank details, sealed to the coordinators alone",
}
_ASKED: Final[Mapping[type[Record], str]] = {ErasureRequest: "who asked to be erased"}


class Scope(StrEnum):
    """How much a bundle holds."""

    NEW = "new"
    SESSION = "session"
    ALL = "all"


@dataclasses.dataclass(frozen=True, slots=True)
class Foreseen:
    """What a bundle would hold, in numbers and words; nothing was written to find out.

    ``never`` counts this laptop's changes that nobody was given yet; ``size`` is about how many
    bytes the file will have. ``answer``: there is nothing to give, but what this laptop has can be
    said to somebody who waits to hear of it.
    """

    changes: int = 0
    sessions: int = 0
    pictures: int = 0
    size: int = 0
    never: int = 0
    personal: tuple[str, ...] = ()
    answer: bool = False

    @property
    def nothing(self) -> bool:
        """Whether there is nothing to hand over, not even an answer."""
        return not (self.changes or self.pictures or self.answer)

    @property
    def words(self) -> str:
        """ "37 changes in 2 sessions, 3 pictures, about 120 KB"."""
        if self.nothing:
            return "Nothing: everything here has arrived there already."
        if self.answer:
            return NOTHING_BUT_AN_ANSWER
        parts = [f"{counted(self.changes, 'change')} in {counted(self.sessions, 'session')}"]
        if not self.changes:
            parts = ["No new changes"]
        elif not self.sessions:
            parts = [f"{counted(self.changes, 'change')} about people and organisations"]
        if self.pictures:
            parts.append(counted(self.pictures, "picture"))
        return f"{', '.join(parts)}, about {say_size(self.size)}."


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What a receiver was given, how much of it has arrived as far as is known here, and when.

    ``answers`` is False for whoever has five words: nobody can tell that it arrived. ``left``
    counts this laptop's own changes that a coordinator was not given yet (0 for others).
    """

    name: str
    given: int
    arrived: int
    when: int
    answers: bool = True
    left: int = 0

    @property
    def words(self) -> str:
        """One sentence or two for the list beneath the steps."""
        said = self._given_words()
        if not self.left:
            return said
        are = "is" if self.left == 1 else "are"
        return f"{said} {counted(self.left, 'change')} {are} still to be given."

    def _given_words(self) -> str:
        if not self.given:
            return "Nothing given yet."
        said = f"{counted(self.given, 'change')} given"
        if self.when:
            said += f", last on {say_moment(self.when)}"
        if not self.answers:
            return f"{said}. Whether it arrived cannot be known here."
        if self.arrived >= self.given:
            return f"{said}. All of it has arrived."
        if not self.arrived:
            return f"{said}. No answer has come back yet; until then it is given again each time."
        left = self.given - self.arrived
        return f"{said}. {self.arrived:,} have arrived; the other {left:,} are given again."


def counted(number: int, word: str) -> str:
    """ "1 change", "3,012 changes"."""
    return f"1 {word}" if number == 1 else f"{number:,} {word}s"


def say_size(size: int) -> str:
    """Bytes as people say them: "900 bytes", "23 KB", "1.4 MB"."""
    if size < 1_000:
        return counted(size, "byte")
    if size < 1_000_000:
        return f"{max(1, round(size / 1_000))} KB"
    unit, name = (1_000_000, "MB") if size < 1_000_000_000 else (1_000_000_000, "GB")
    amount = size / unit
    return f"{amount:.1f} {name}" if amount < 10 else f"{amount:,.0f} {name}"


def say_moment(milliseconds: int) -> str:
    """ "Thursday 18 March 2027, 14:02" on this laptop's clock; "" for what is no moment."""
    try:
        moment = dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).astimezone()
    except (OverflowError, ValueError, OSError):
        return "a day this laptop cannot tell"
    return f"{say_date(moment.date())}, {say_time(moment.time())}"


def foresee(workspace: Workspace, receiver: Receiver, scope: Scope, session: RecordId) -> Foreseen:
    """What a bundle for this receiver would hold. Only read: nobody's edit waits for it."""
    found = Foreseen(never=own_changes_beyond(workspace, had_by(workspace, receiver.key)))
    try:
        plan = _plan(workspace, receiver, scope, session, sealing=False)
    except InputRefused:
        return found
    return dataclasses.replace(
        found,
        changes=plan.changes,
        sessions=len(plan.sessions),
        pictures=len(plan.attachments),
        size=_about_size(plan),
        personal=_personal(workspace, {one.root.hex() for one in plan.segments}),
        answer=plan.only_answers,
    )


def _plan(
    workspace: Workspace, receiver: Receiver, scope: Scope, session: RecordId, *, sealing: bool
) -> Plan:
    return plan_handing_over(
        workspace,
        receiver,
        sessions=[session] if scope is Scope.SESSION else (),
        everything=scope is Scope.ALL,
        sealing=sealing,
    )


def _about_size(plan: Plan) -> int:
    pictures = sum(size for _, size in plan.attachments)
    return _BYTES_AT_LEAST + pictures + _BYTES_A_CHANGE * plan.changes


def _personal(workspace: Workspace, roots: set[RecordId]) -> tuple[str, ...]:
    """Which kinds of personal information are filed with these sessions and people."""
    people = [one for one in _with_deleted(workspace, Person) if one.id in roots]
    some = []
    if people:
        whom = "1 person" if len(people) == 1 else f"{len(people)} people"
        some.append(f"names and roles of {whom}")
    if any(one.contact or one.email or one.phone for one in people):
        some.append("telephone numbers or e-mail addresses")
    if any(one.emergency_contact or one.responsible_adult for one in people):
        some.append("whom to ring in an emergency")
    needing = _with_deleted(workspace, Need)
    if any(one.needs for one in people) or any(one.root in roots for one in needing):
        some.append("access and dietary needs, which are specially protected")
    some += _said_of(workspace, roots, _ABOUT_PEOPLE)
    every_note = _with_deleted(workspace, Note)
    notes = [one for one in every_note if one.root in roots]
    if any(one.author for one in notes):
        some.append("who said what")
    if any(one.who and one.root in roots for one in _with_deleted(workspace, Action)):
        some.append("who will do what")
    some += _said_of(workspace, roots, _MONEY)
    some += _pictures(workspace, roots, {one.picture for one in notes})
    some += _said_of(workspace, roots, _ASKED)
    return tuple(some)


def _with_deleted(workspace: Workspace, cls: type[R]) -> list[R]:
    """Every record of a kind: what was deleted goes along in the history."""
    return [*workspace.find(cls), *workspace.find(cls, deleted=True)]


def _said_of(
    workspace: Workspace, roots: set[RecordId], words: Mapping[type[Record], str]
) -> list[str]:
    """The words of those kinds of which anything is filed with these roots."""
    return [
        said
        for cls, said in words.items()
        if any(one.root in roots for one in _with_deleted(workspace, cls))
    ]


def _pictures(workspace: Workspace, roots: set[RecordId], on_notes: set[RecordId]) -> list[str]:
    """What the pictures show: a photo on a note may show people."""
    going = {one.id for one in workspace.find(Attachment) if one.root in roots}
    receipts = {one.attachment for one in workspace.find(Receipt)}
    # What nothing speaks of any more goes along all the same; most likely it was a receipt.
    some = ["pictures of receipts"] if going - (on_notes - receipts) else []
    return [*some, *(["photos and drawings on notes"] if going & on_notes else [])]


def give(
    desk: Desk,
    receiver: Receiver,
    scope: Scope,
    session: RecordId,
    target: Path,
    progress: Progress | None = None,
) -> HandedOver:
    """Write a bundle from a worker thread, and remember when and where.

    Never writes over a file. Raises what :func:`hand_over` raises; nothing is left behind then.
    """
    if target.exists():
        raise InputRefused(
            f"There is a file {target.name} there already. Nothing was written. "
            "Choose another name for this one."
        )
    with desk_beside(desk) as beside:
        workspace = beside.workspace
        plan = _plan(workspace, receiver, scope, session, sealing=True)
        done = hand_over(beside.door, workspace, plan, receiver, target, progress)
        kept = workspace.note(_LAST)
        last = {**(kept if isinstance(kept, dict) else {}), receiver.key.hex(): desk.door.now_ms()}
        workspace.set_note(_LAST, last)
        workspace.set_note(_FOLDER, str(target.parent))
    return done


def last_folder(workspace: Workspace) -> Path | None:
    """Where the last bundle was written, while that folder is there."""
    kept = workspace.note(_FOLDER)
    if not isinstance(kept, str) or not kept:
        return None
    folder = Path(kept)
    try:
        return folder if folder.is_dir() else None
    except OSError:
        return None


def standings(workspace: Workspace) -> tuple[Standing, ...]:
    """Everyone a bundle can be for, with what they were given and what has arrived."""
    kept = workspace.note(_LAST)
    last = kept if isinstance(kept, dict) else {}
    some = []
    known: set[bytes] = set()
    first = coordinators(workspace)
    for one in (*first, *laptops_met(workspace)):
        if one.key in known:
            continue
        known.add(one.key)
        given, arrived = _given_and_arrived(workspace, one)
        left = own_changes_beyond(workspace, had_by(workspace, one.key)) if one in first else 0
        when = int(last.get(one.key.hex(), 0))
        some.append(Standing(one.name, given, arrived, when, left=left))
    given, _ = _given_and_arrived(workspace, Receiver(""))
    if given:
        when = int(last.get(ANYONE.hex(), 0))
        some.append(Standing("Whoever has the five words", given, 0, when, answers=False))
    return tuple(some)


def _given_and_arrived(workspace: Workspace, receiver: Receiver) -> tuple[int, int]:
    given = workspace.segments.given.handed(receiver.key, "given")
    there = acknowledged_by(workspace, receiver.key)
    return (
        sum(len(some) for some in given.values()),
        sum(len(some & there.get(site, RangeSet())) for site, some in given.items()),
    )


def suggested_name(workspace: Workspace, today: dt.date) -> str:
    """A file name that says which laptop and which day, and nothing about anybody."""
    laptop = safe_name(device_name(workspace)) or "Laptop"
    return f"{laptop} {today.day} {today:%B %Y}{SUFFIX}"


def safe_name(text: str) -> str:
    """Words that every system takes as a part of a file name."""
    plain = unicodedata.normalize("NFC", text)
    plain = "".join(one if one.isprintable() else " " for one in plain)
    plain = re.sub(r'[<>:"/\\|?*]+', " ", plain)
    plain = " ".join(plain.split()).strip(". ")
    return plain[:90].strip(". ")


def file_name(text: str) -> str:
    """A bundle's file name as written, made fit for every system; "" if nothing is left of it."""
    plain = text.strip()
    if plain.casefold().endswith(SUFFIX):
        plain = plain[: -len(SUFFIX)]
    plain = safe_name(plain)
    return f"{plain}{SUFFIX}" if plain else ""


def free_name(folder: Path, name: str) -> str:
    """This name, or the next one ("… 2.cpsb") that no file there has."""
    stem = name.removesuffix(SUFFIX)
    candidate, number = name, 1
    while (folder / candidate).exists():
        number += 1
        candidate = f"{stem} {number}{SUFFIX}"
    return candidate

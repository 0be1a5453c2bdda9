"""What came in after an erasure, as it is said and shown before it goes: in groups and words."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Sequence
from typing import Final

from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import (
    Attachment,
    Attendance,
    AttendanceSignature,
    Claim,
    ClaimLine,
    DayPresence,
    ErasureRequest,
    PaymentForTime,
    Receipt,
    RequestState,
    Session,
)
from cps_desktop.domain.records import KINDS, RecordId
from cps_desktop.domain.rulings import Erasure
from cps_desktop.services.after_erasure_found import Case
from cps_desktop.services.erasing_foreseen import MOST_SEEN, pictures_of
from cps_desktop.services.erasing_groups import (
    CLAIMS,
    ENTRY,
    FIELD,
    LISTS,
    NAMED,
    Foreseen,
    Found,
    Group,
    changes_of,
    counted,
    filed_words,
    keys_of,
    kinds_of,
)
from cps_desktop.storage.after_erasure import Written, seen_of

LONGEST_EXCERPT: Final = 60


@dataclasses.dataclass(frozen=True, slots=True)
class CameAfter:
    """What came in after one erasure, and what erasing that too would take.

    ``about`` says in words what was erased; ``reason`` and ``at`` (milliseconds since 1970) are the
    first ruling's. ``laptops`` and ``sessions`` say by name whose work it is and where it stands.
    ``asked`` is what was said by those who asked for it to be erased too. ``entries`` are people
    of whom another laptop said that they are one with the erased one: (id, name).
    """

    about: str
    reason: str
    at: int
    person: RecordId
    laptops: tuple[str, ...]
    sessions: tuple[str, ...]
    asked: tuple[str, ...]
    requests: tuple[RecordId, ...]
    entries: tuple[tuple[RecordId, str], ...]
    foreseen: Foreseen

    @property
    def records(self) -> frozenset[tuple[str, RecordId]]:
        """The records it stands in, by kind and id; also those in which it only may be theirs."""
        return frozenset(
            (kind, record)
            for group in self.foreseen.groups
            for kind, record in (
                *((one.kind, one.id.hex()) for one in group.records),
                *((one.kind, one.record) for one in group.found),
            )
        ) | frozenset((Session.KIND, one) for one in self.foreseen.sessions)


def told(case: Case) -> CameAfter | None:
    """What came in after it, in groups and words; None where nothing did."""
    names, anew = case.names(), case.written_anew()
    groups = [
        one
        for one in (
            _list_group(case),
            _claim_group(case),
            _entry_group(case),
            _name_group(case, names),
            _field_group(case, anew),
        )
        if one is not None
    ]
    if not groups:
        return None
    return _in_words(case, groups, case.whose | {one.device for one in (*names, *anew)})


def _list_group(case: Case) -> Group | None:
    lists, days = case.referring[Attendance.KIND], case.referring[DayPresence.KIND]
    signed = case.referring[AttendanceSignature.KIND]
    if not (lists or days or signed):
        return None
    words = [counted(len(lists), "list") + " they are on"] if lists else []
    words += [counted(len(days), "day") + " they were ticked in"] if days else []
    words += [counted(len(signed), "signature") + " at the door"] if signed else []
    records = frozenset((*lists, *days, *signed))
    return Group(LISTS, ", ".join(words), len(records), records=records)


def _claim_group(case: Case) -> Group | None:
    claims, lines = case.referring[Claim.KIND], case.referring[ClaimLine.KIND]
    receipts: list[Receipt] = case.records(Receipt)
    pictures: list[Attachment] = pictures_of(case.workspace, receipts)
    money = {key for one in kinds_of(CLAIMS) for key in case.referring[one.cls.KIND]}
    payments = case.referring[PaymentForTime.KIND]
    steps = money - {*claims, *lines, *payments, *case.referring[Receipt.KIND]}
    records = money | keys_of(pictures)
    if not records:
        return None
    words = [counted(len(claims), "claim")] if claims else []
    words += [counted(len(lines), "claim line")] if lines else []
    words += [counted(len(steps), "step") + " on a claim's way"] if steps else []
    words += [counted(len(pictures), "picture") + " of receipts"] if pictures else []
    words += [counted(len(payments), "payment") + " for their time"] if payments else []
    return Group(
        CLAIMS,
        ", ".join(words) or counted(len(receipts), "receipt"),
        len(records),
        note="A finance office may have to keep what was paid for some years.",
        records=frozenset(records),
        digests=frozenset(one.digest for one in pictures if len(one.digest) == 64),
    )


def _entry_group(case: Case) -> Group | None:
    sessions = case.sessions
    theirs = [key for one in kinds_of(ENTRY) for key in case.referring[one.cls.KIND]]
    about = keys_of(case.said)
    words = [f"Their place among the facilitators of {counted(len(sessions), 'session')}"]
    words = words if sessions else []
    words += filed_words(theirs)
    words += [counted(len(about), "remark") + " on who is one with them"] if about else []
    if not words:
        return None
    return Group(
        ENTRY,
        ", ".join(words),
        len(sessions) + len(theirs) + len(about),
        records=frozenset((*theirs, *about)),
    )


def _name_group(case: Case, names: Sequence[Written]) -> Group | None:
    if not names:
        return None
    return Group(
        NAMED,
        "Names that nobody here goes by, in sessions they were in",
        len(names),
        ticked=False,
        note="The erased name is gone, so nobody can tell whether one of these is it. Tick "
        "what you know to be theirs.",
        changes=changes_of(names),
        found=tuple(_found(case, one) for one in names),
    )


def _field_group(case: Case, anew: Sequence[Written]) -> Group | None:
    if not anew:
        return None
    sure = all(map(case.surely_unaware, anew))
    return Group(
        FIELD,
        "What was written anew where it had been erased",
        len(anew),
        ticked=sure,
        note=""
        if sure
        else "Somebody who knew of the erasure may have written this on purpose. Look at each.",
        changes=changes_of(anew),
        found=tuple(_found(case, one) for one in anew),
    )


def _found(case: Case, one: Written) -> Found:
    cls, record = KINDS[one.record.kind], one.record.id.hex()
    now = case.workspace.get(cls, record)
    beside = [
        _excerpt(str(said))
        for name in ("text", "what", "description")
        if name != one.field and (said := getattr(now, name, ""))
    ]
    return Found(
        one.record.kind,
        record,
        one.field,
        ", beside ".join([_excerpt(str(one.value)), *(f"“{words}”" for words in beside)]),
        getattr(now, one.field, None) == one.value,
        one.site,
        one.seq,
    )


def _in_words(case: Case, groups: Sequence[Group], whose: Collection[bytes]) -> CameAfter:
    workspace = case.workspace
    names = {key: name for key, (name, _) in workspace.devices().items()}
    roots = {key.root for group in groups for key in group.records}
    roots |= {bytes.fromhex(one) for one in case.sessions}
    titles = (workspace.get(Session, one.hex()) for one in sorted(roots))
    asked = [
        one
        for one in case.records(ErasureRequest)
        if one.state == RequestState.ASKED and not one.deleted
    ]
    whom = "Somebody who was erased" if case.people else "Something that was erased"
    return CameAfter(
        about=f"{whom} on {_day(case.first.at)}",
        reason=case.first.reason,
        at=case.first.at,
        person=min(case.ids, default=""),
        laptops=tuple(sorted({names.get(one, "") for one in whose} - {""})),
        sessions=tuple(
            dict.fromkeys(one.title or "A session without a title" for one in titles if one)
        ),
        asked=tuple(one.why for one in asked),
        requests=tuple(one.id for one in asked),
        entries=case.entries(),
        foreseen=_foreseen(case, groups, roots),
    )


def _foreseen(case: Case, groups: Sequence[Group], roots: set[bytes]) -> Foreseen:
    roots = roots | case.roots | {key.root for key, _ in case.emptied}
    if case.people:
        earlier = Erasure(frozenset(case.people))
    else:
        some = frozenset(sorted(case.erased.records)[:1])
        earlier = Erasure(some, case.erased.changes)
    return Foreseen(
        "What came in after the erasure",
        tuple(groups),
        frozenset(one.key for one in groups if one.ticked),
        min(case.ids, default=""),
        case.sessions,
        case.ids,
        seen_of(case.workspace, roots, MOST_SEEN),
        earlier,
    )


def _excerpt(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST_EXCERPT else words[: LONGEST_EXCERPT - 1] + "…"


def _day(milliseconds: int) -> str:
    try:
        return say_date(dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).astimezone().date())
    except (OverflowError, ValueError, OSError):
        return "a day this laptop cannot tell"

"""What came in after an erasure: written by laptops that had not heard of it.

A ruling names records and changes. What another laptop, unaware, makes new about the same person is
not among them. It is found here by what it refers to, and by what the ruling's author had seen; the
erased name is kept nowhere, so that a name in a text is only ever offered, never told
(docs/decisions/erasure.md). All of it follows from the changes that are here, in whatever order
they came.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from typing import Final, TypeVar

from cps_desktop.domain.changes import Touched
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import (
    Attachment,
    Attendance,
    Claim,
    ClaimLine,
    DayPresence,
    Difference,
    ErasureRequest,
    Person,
    Receipt,
    RequestState,
    Ruling,
    Sameness,
    Session,
)
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import KINDS, Record, RecordId
from cps_desktop.domain.rulings import Erased, Erasure, RecordKey, RulingChange
from cps_desktop.services.erasing_foreseen import (
    MOST_SEEN,
    NAME_FIELDS,
    every,
    facilitated_by,
    pictures_of,
)
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
    keys_of,
)
from cps_desktop.services.people import folded, shown_name
from cps_desktop.services.rulings import law_of
from cps_desktop.storage.after_erasure import (
    Written,
    emptied_by,
    referring,
    seen_of,
    written_beside,
    written_into,
)
from cps_desktop.storage.erasing import rulings_in_effect
from cps_desktop.storage.workspace import Workspace

R = TypeVar("R", bound=Record)

LONGEST_EXCERPT: Final = 60

_BELONGS: Final = (
    (Attendance.KIND, "person", Person.KIND),
    (DayPresence.KIND, "attendance", Attendance.KIND),
    (Claim.KIND, "person", Person.KIND),
    (ClaimLine.KIND, "claim", Claim.KIND),
    (Receipt.KIND, "line", ClaimLine.KIND),
    (ErasureRequest.KIND, "person", Person.KIND),
)
"""What belongs to a person, what hangs on that, and so on: kind, its field, what that refers to."""


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


def anything_erased(workspace: Workspace) -> bool:
    """Whether any erasure holds here; known at once."""
    return bool(rulings_in_effect(workspace).erased)


def came_after(workspace: Workspace) -> tuple[CameAfter, ...]:
    """What came in after each erasure that holds here, the earliest erasure first.

    Signatures are verified and the journal is read: not for the window's own thread.
    """
    if not rulings_in_effect(workspace).erased:
        return ()
    names: dict[bytes, tuple[Written, ...]] = {}
    found = (_Case(workspace, some, names).told() for some in _cases(workspace))
    return tuple(sorted((one for one in found if one is not None), key=lambda one: one.at))


def brought_after(workspace: Workspace, touched: Iterable[Touched]) -> int:
    """How many of the records that a bundle wrote into speak, or may speak, of what is erased.

    Costs next to nothing where the bundle has nothing to do with anything erased.
    """
    erased = rulings_in_effect(workspace).erased
    if not erased:
        return 0
    records = {(one.kind, one.record) for one in touched}
    kinds = {kind for kind, _ in records}
    close = (
        not kinds.isdisjoint({Ruling.KIND, Sameness.KIND, Difference.KIND})
        or any(bytes.fromhex(one.root) in erased.roots for one in touched)
        or bool(erased.changes and Person.KIND in kinds)
        or any(
            (key.kind, key.id.hex()) in records
            for kind, field, parent in _BELONGS
            if kind in kinds
            for key in referring(
                workspace, kind, field, [one for one in erased.records if one.kind == parent]
            )
        )
        or any(
            (Session.KIND, session) in records
            for session in facilitated_by(workspace, _people_in(erased))
        )
    )
    if not close:
        return 0
    return len(records & {record for one in came_after(workspace) for record in one.records})


def _people_in(erased: Erased) -> frozenset[RecordId]:
    return frozenset(one.id.hex() for one in erased.records if one.kind == Person.KIND)


def after_words(number: int) -> str:
    """What a report of what came in says of it, as two sentences."""
    some = "1 entry speaks" if number == 1 else f"{number:,} entries speak"
    them = "it" if number == 1 else "them"
    return (
        f"{some}, or may speak, of somebody who was erased: the laptop that wrote {them} had not "
        "heard of the erasure. See “Came in after the erasure” under “A person's data”."
    )


def _cases(workspace: Workspace) -> list[list[RulingChange]]:
    """The erasures that hold, those about the same together."""
    groups: list[tuple[set[RecordKey], list[RulingChange]]] = []
    for one in law_of(workspace).erasures:
        about, rulings = _about(workspace, one), [one]
        apart = []
        for keys, some in groups:
            if keys.isdisjoint(about):
                apart.append((keys, some))
            else:
                about |= keys
                rulings = [*some, *rulings]
        groups = [*apart, (about, rulings)]
    return [some for about, some in groups if about]


def _about(workspace: Workspace, ruling: RulingChange) -> set[RecordKey]:
    """Whom a ruling is about; where it is about nobody, the records it takes from."""
    decides = _erasure(ruling)
    people = {one for one in decides.records if one.kind == Person.KIND}
    if people:
        return people
    return set(decides.records) | {key for key, _ in emptied_by(workspace, decides.changes)}


def _erasure(ruling: RulingChange) -> Erasure:
    decides = ruling.text.decides
    assert isinstance(decides, Erasure)
    return decides


class _Case:
    """Everything erased about one person (or of one record), and what came in after it."""

    def __init__(
        self,
        workspace: Workspace,
        rulings: list[RulingChange],
        names: dict[bytes, tuple[Written, ...]],
    ) -> None:
        self._workspace = workspace
        self._named = names
        """What stands in fields for names, by root: read once for all cases."""
        self._rulings = sorted(rulings, key=lambda one: (one.text.at, one.record, one.site))
        self._erased = Erased(map(_erasure, rulings))
        self._all_erased = rulings_in_effect(workspace).erased
        self._people = {one for one in self._erased.records if one.kind == Person.KIND}
        self._ids = frozenset(one.id.hex() for one in self._people)
        self._first = next(
            (one.text for one in self._rulings if self._people & _erasure(one).records),
            self._rulings[0].text,
        )
        self._emptied = [
            (key, field)
            for key, field in sorted(emptied_by(workspace, self._erased.changes))
            if key not in self._all_erased.records
        ]
        seen: dict[bytes, RangeSet] = {}
        for one in rulings:
            for site, some in _erasure(one).seen.items():
                seen[site] = seen.get(site, RangeSet()) | some
        self._seen = seen
        # An earlier version did not say what it had seen: what is dated before it counts as seen,
        # but for what refers to the person, which is shown once to be decided.
        self._seen_before = max(
            (one.text.at for one in rulings if not _erasure(one).seen), default=0
        )
        self._unaware: dict[bytes, int] = {}
        """Until when (milliseconds since 1970, its own clock) a laptop surely had not heard."""
        self._launches: set[bytes] = set()
        """Launches of the program in which it had not heard, at least at first."""
        self._whose: set[bytes] = set()
        self._roots = {one.root for one in self._erased.records}

    # -- who knew what ----------------------------------------------------------------------------

    def _is_seen(self, change: Written, *, dated: bool = True) -> bool:
        if change.seq in self._seen.get(change.site, RangeSet()):
            return True
        return dated and change.at < self._seen_before

    def _unseen(self, key: RecordKey, field: str) -> bool:
        """Whether somebody said this of a field whom the ruling's author had not seen to."""
        new = [
            one
            for one in written_into(self._workspace, key, field)
            if one.value is not None and not self._is_seen(one, dated=False)
        ]
        self._learn_from(new)
        return bool(new)

    def _learn_from(self, changes: Iterable[Written]) -> None:
        """Whoever writes about what is erased had not heard of it, then or before."""
        for one in changes:
            self._whose.add(one.device)
            self._launches.add(one.site)
            self._unaware[one.device] = max(self._unaware.get(one.device, 0), one.at)

    def _surely_unaware(self, change: Written) -> bool:
        return change.at < self._first.at or bool(
            change.device and change.at <= self._unaware.get(change.device, -1)
        )

    # -- what refers to what was erased -----------------------------------------------------------

    @cached_property
    def _referring(self) -> dict[str, list[RecordKey]]:
        """New records that belong to what was erased, and what hangs on those, by kind."""
        found: dict[str, list[RecordKey]] = {}
        for kind, field, parent in _BELONGS:
            gone = [one for one in self._erased.records if one.kind == parent]
            found[kind] = [
                key
                for key in referring(self._workspace, kind, field, (*gone, *found.get(parent, ())))
                if key not in self._all_erased.records and self._unseen(key, field)
            ]
        return found

    @cached_property
    def _said(self) -> list[Sameness | Difference]:
        """What was newly said about whether they are one with somebody."""
        lines = {
            one.id.hex()
            for one in (*self._erased.records, *self._referring[ClaimLine.KIND])
            if one.kind == ClaimLine.KIND
        }
        about: list[Sameness | Difference] = [*every(self._workspace, Sameness)]
        about += every(self._workspace, Difference)
        return [
            one
            for one in about
            if (self._ids & set(one.people) or lines & set(one.lines))
            and self._unseen(
                next(iter(keys_of([one]))), "people" if self._ids & set(one.people) else "lines"
            )
        ]

    def _entries(self) -> tuple[tuple[RecordId, str], ...]:
        others = {
            person
            for one in self._said
            if isinstance(one, Sameness) and not one.deleted
            for person in one.people
        } - self._ids
        known = ((one, self._workspace.get(Person, one)) for one in sorted(others))
        return tuple((one, shown_name(person)) for one, person in known if person is not None)

    def _records(self, cls: type[R]) -> list[R]:
        found = (self._workspace.get(cls, one.id.hex()) for one in self._referring[cls.KIND])
        return [one for one in found if one is not None]

    # -- what may be theirs -----------------------------------------------------------------------

    def _written_anew(self) -> list[Written]:
        """Values in fields that were emptied: each by a laptop that had not heard, or in somebody's
        own entry by one of which that cannot be told."""
        rulers = {one.device: one.text.at for one in reversed(self._rulings)}
        found = []
        for key, field in self._emptied:
            for one in written_into(self._workspace, key, field):
                if one.value in (None, "") or self._is_seen(one):
                    continue
                knew = one.device in rulers and one.at >= rulers[one.device]
                if self._surely_unaware(one) or (key.kind == Person.KIND and not knew):
                    found.append(one)
        return found

    def _names(self) -> list[Written]:
        """Names that nobody here goes by, in the erased one's sessions, of laptops that had not
        heard then, or not at first: whose they are nobody can tell any more."""
        if not self._people:
            return []
        beside = [
            one
            for root in sorted(self._roots - {key.root for key in self._people})
            for one in self._names_in(root)
        ]
        new = [
            one
            for one in beside
            if not self._is_seen(one)
            and one.record not in self._all_erased.records
            and (one.site in self._launches or self._surely_unaware(one))
        ]
        if not new:
            return []
        # Who stands beside notes that were seen then was left there.
        known = {folded(str(one.value)) for one in beside if self._is_seen(one)}
        for person in self._workspace.find(Person):
            known |= {folded(person.name), folded(person.known_as)}
        return [one for one in new if folded(str(one.value)) not in known]

    def _names_in(self, root: bytes) -> tuple[Written, ...]:
        if root not in self._named:
            self._named[root] = tuple(
                one
                for one in written_beside(self._workspace, root, NAME_FIELDS)
                if isinstance(one.value, str) and one.value.strip()
            )
        return self._named[root]

    # -- all of it --------------------------------------------------------------------------------

    def told(self) -> CameAfter | None:
        """What came in after it; None where nothing did."""
        self._learn_from(
            one
            for key in sorted(self._erased.records)
            for one in written_into(self._workspace, key)
            if not self._is_seen(one)
        )
        self._whose.clear()
        belongs = self._referring
        sessions = tuple(
            one
            for one in facilitated_by(self._workspace, self._ids)
            if self._unseen(
                RecordKey(bytes.fromhex(one), bytes.fromhex(one), Session.KIND), "facilitators"
            )
        )
        self._roots |= {one.root for some in belongs.values() for one in some}
        groups = [
            one
            for one in (
                self._list_group(),
                self._claim_group(),
                self._entry_group(sessions),
                self._name_group(),
                self._field_group(),
            )
            if one is not None
        ]
        if not groups:
            return None
        return self._in_words(groups, sessions)

    def _list_group(self) -> Group | None:
        lists, days = self._referring[Attendance.KIND], self._referring[DayPresence.KIND]
        if not lists and not days:
            return None
        words = [counted(len(lists), "list") + " they are on"] if lists else []
        words += [counted(len(days), "day") + " they were ticked in"] if days else []
        return Group(
            LISTS, ", ".join(words), len(lists) + len(days), records=frozenset((*lists, *days))
        )

    def _claim_group(self) -> Group | None:
        claims, lines = self._referring[Claim.KIND], self._referring[ClaimLine.KIND]
        receipts: list[Receipt] = self._records(Receipt)
        pictures: list[Attachment] = pictures_of(self._workspace, receipts)
        records = {*claims, *lines, *self._referring[Receipt.KIND], *keys_of(pictures)}
        if not records:
            return None
        words = [counted(len(claims), "claim")] if claims else []
        words += [counted(len(lines), "claim line")] if lines else []
        words += [counted(len(pictures), "picture") + " of receipts"] if pictures else []
        return Group(
            CLAIMS,
            ", ".join(words) or counted(len(receipts), "receipt"),
            len(records),
            note="A finance office may have to keep what was paid for some years.",
            records=frozenset(records),
            digests=frozenset(one.digest for one in pictures if len(one.digest) == 64),
        )

    def _entry_group(self, sessions: tuple[RecordId, ...]) -> Group | None:
        asked = self._referring[ErasureRequest.KIND]
        about = keys_of(self._said)
        words = [f"Their place among the facilitators of {counted(len(sessions), 'session')}"]
        words = words if sessions else []
        words += [counted(len(asked), "request") + " to erase them"] if asked else []
        words += [counted(len(about), "remark") + " on who is one with them"] if about else []
        if not words:
            return None
        return Group(
            ENTRY,
            ", ".join(words),
            len(sessions) + len(asked) + len(about),
            records=frozenset((*asked, *about)),
        )

    def _name_group(self) -> Group | None:
        names = self._names()
        if not names:
            return None
        self._whose |= {one.device for one in names}
        return Group(
            NAMED,
            "Names that nobody here goes by, in sessions they were in",
            len(names),
            ticked=False,
            note="The erased name is gone, so nobody can tell whether one of these is it. Tick "
            "what you know to be theirs.",
            changes=changes_of(names),
            found=tuple(self._found(one) for one in names),
        )

    def _field_group(self) -> Group | None:
        anew = self._written_anew()
        if not anew:
            return None
        self._whose |= {one.device for one in anew}
        sure = all(map(self._surely_unaware, anew))
        return Group(
            FIELD,
            "What was written anew where it had been erased",
            len(anew),
            ticked=sure,
            note=""
            if sure
            else "Somebody who knew of the erasure may have written this on purpose. Look at each.",
            changes=changes_of(anew),
            found=tuple(self._found(one) for one in anew),
        )

    def _found(self, one: Written) -> Found:
        cls, record = KINDS[one.record.kind], one.record.id.hex()
        now = self._workspace.get(cls, record)
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

    def _in_words(self, groups: list[Group], sessions: tuple[RecordId, ...]) -> CameAfter:
        workspace = self._workspace
        names = {key: name for key, (name, _) in workspace.devices().items()}
        roots = {key.root for group in groups for key in group.records}
        roots |= {bytes.fromhex(one) for one in sessions}
        titles = (workspace.get(Session, one.hex()) for one in sorted(roots))
        asked = [
            one
            for one in self._records(ErasureRequest)
            if one.state == RequestState.ASKED and not one.deleted
        ]
        whom = "Somebody who was erased" if self._people else "Something that was erased"
        return CameAfter(
            about=f"{whom} on {_day(self._first.at)}",
            reason=self._first.reason,
            at=self._first.at,
            person=min(self._ids, default=""),
            laptops=tuple(sorted({names.get(one, "") for one in self._whose} - {""})),
            sessions=tuple(
                dict.fromkeys(one.title or "A session without a title" for one in titles if one)
            ),
            asked=tuple(one.why for one in asked),
            requests=tuple(one.id for one in asked),
            entries=self._entries(),
            foreseen=self._foreseen(groups, sessions, roots),
        )

    def _foreseen(
        self, groups: list[Group], sessions: tuple[RecordId, ...], roots: set[bytes]
    ) -> Foreseen:
        roots = roots | self._roots | {key.root for key, _ in self._emptied}
        if self._people:
            earlier = Erasure(frozenset(self._people))
        else:
            some = frozenset(sorted(self._erased.records)[:1])
            earlier = Erasure(some, self._erased.changes)
        return Foreseen(
            "What came in after the erasure",
            tuple(groups),
            frozenset(one.key for one in groups if one.ticked),
            min(self._ids, default=""),
            sessions,
            self._ids,
            seen_of(self._workspace, roots, MOST_SEEN),
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

"""What came in after an erasure: what refers to what was erased, and what may be theirs.

All of it follows from the changes that are here, in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import TypeVar

from cps_desktop.domain.belonging import belongings
from cps_desktop.domain.kinds import ClaimLine, Difference, Person, Sameness, Session
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import Record, RecordId
from cps_desktop.domain.rulings import Erased, Erasure, RecordKey, RulingChange
from cps_desktop.services.erasing_foreseen import NAME_FIELDS, every, facilitated_by
from cps_desktop.services.erasing_groups import keys_of
from cps_desktop.services.people import folded, shown_name
from cps_desktop.storage.after_erasure import (
    Written,
    emptied_by,
    referring,
    written_beside,
    written_into,
)
from cps_desktop.storage.erasing import rulings_in_effect
from cps_desktop.storage.workspace import Workspace

R = TypeVar("R", bound=Record)


def erasure_of(ruling: RulingChange) -> Erasure:
    """What a ruling on an erasure decides."""
    decides = ruling.text.decides
    assert isinstance(decides, Erasure)
    return decides


def belonging(
    workspace: Workspace,
    erased: Collection[RecordKey],
    counts: Callable[[RecordKey, str], bool] = lambda _key, _field: True,
) -> dict[str, list[RecordKey]]:
    """What refers to what was erased, and what hangs on that in turn, by kind: as far as it counts,
    asked of a record and its field that refers."""
    found: dict[str, list[RecordKey]] = {}
    for cls, field, parent, _ in belongings():
        gone = [one for one in erased if one.kind == parent]
        found[cls.KIND] = [
            key
            for key in referring(workspace, cls.KIND, field, (*gone, *found.get(parent, ())))
            if counts(key, field)
        ]
    return found


class Case:
    """Everything erased about one person (or of one record), and what came in after it."""

    def __init__(
        self,
        workspace: Workspace,
        rulings: list[RulingChange],
        names: dict[bytes, tuple[Written, ...]],
    ) -> None:
        self.workspace = workspace
        self._named = names
        """What stands in fields for names, by root: read once for all cases."""
        self._rulings = sorted(rulings, key=lambda one: (one.text.at, one.record, one.site))
        self.erased = Erased(map(erasure_of, rulings))
        self._all_erased = rulings_in_effect(workspace).erased
        self.people = {one for one in self.erased.records if one.kind == Person.KIND}
        self.ids = frozenset(one.id.hex() for one in self.people)
        self.first = next(
            (one.text for one in self._rulings if self.people & erasure_of(one).records),
            self._rulings[0].text,
        )
        self.emptied = [
            (key, field)
            for key, field in sorted(emptied_by(workspace, self.erased.changes))
            if key not in self._all_erased.records
        ]
        seen: dict[bytes, RangeSet] = {}
        for one in rulings:
            for site, some in erasure_of(one).seen.items():
                seen[site] = seen.get(site, RangeSet()) | some
        self._seen = seen
        # An earlier version did not say what it had seen: what is dated before it counts as seen,
        # but for what refers to the person, which is shown once to be decided.
        self._seen_before = max(
            (one.text.at for one in rulings if not erasure_of(one).seen), default=0
        )
        self._unaware: dict[bytes, int] = {}
        """Until when (milliseconds since 1970, its own clock) a laptop surely had not heard."""
        self._launches: set[bytes] = set()
        """Launches of the program in which it had not heard, at least at first."""
        self.whose: set[bytes] = set()
        """Who wrote what refers to what was erased."""
        self._learn_from(
            one
            for key in sorted(self.erased.records)
            for one in written_into(workspace, key)
            if not self._is_seen(one)
        )
        # What went into erased records was taken out on the way: nothing of it is shown.
        self.whose.clear()
        # Looked for at once: what only may be theirs is judged by who turns out not to have heard.
        self.referring = self._referring()
        """New records that belong to what was erased, and what hangs on those, by kind."""
        self.said = self._said()
        """What was newly said about whether they are one with somebody."""
        self.sessions = self._sessions()
        """Those in which somebody newly named them among the facilitators."""
        self.roots = {one.root for one in self.erased.records}
        self.roots |= {one.root for some in self.referring.values() for one in some}

    # -- who knew what ----------------------------------------------------------------------------

    def _is_seen(self, change: Written, *, dated: bool = True) -> bool:
        if change.seq in self._seen.get(change.site, RangeSet()):
            return True
        return dated and change.at < self._seen_before

    def _unseen(self, key: RecordKey, field: str) -> bool:
        """Whether somebody said this of a field whom the ruling's author had not seen to."""
        new = [
            one
            for one in written_into(self.workspace, key, field)
            if one.value is not None and not self._is_seen(one, dated=False)
        ]
        self._learn_from(new)
        return bool(new)

    def _learn_from(self, changes: Iterable[Written]) -> None:
        """Whoever writes about what is erased had not heard of it, then or before."""
        for one in changes:
            self.whose.add(one.device)
            self._launches.add(one.site)
            self._unaware[one.device] = max(self._unaware.get(one.device, 0), one.at)

    def surely_unaware(self, change: Written) -> bool:
        """Whether whoever wrote this had surely not heard of the erasure then."""
        return change.at < self.first.at or bool(
            change.device and change.at <= self._unaware.get(change.device, -1)
        )

    # -- what refers to what was erased -----------------------------------------------------------

    def _referring(self) -> dict[str, list[RecordKey]]:
        return belonging(
            self.workspace,
            self.erased.records,
            lambda key, field: key not in self._all_erased.records and self._unseen(key, field),
        )

    def _said(self) -> list[Sameness | Difference]:
        lines = {
            one.id.hex()
            for one in (*self.erased.records, *self.referring[ClaimLine.KIND])
            if one.kind == ClaimLine.KIND
        }
        about: list[Sameness | Difference] = [*every(self.workspace, Sameness)]
        about += every(self.workspace, Difference)
        return [
            one
            for one in about
            if (self.ids & set(one.people) or lines & set(one.lines))
            and self._unseen(
                next(iter(keys_of([one]))), "people" if self.ids & set(one.people) else "lines"
            )
        ]

    def _sessions(self) -> tuple[RecordId, ...]:
        return tuple(
            one
            for one in facilitated_by(self.workspace, self.ids)
            if self._unseen(
                RecordKey(bytes.fromhex(one), bytes.fromhex(one), Session.KIND), "facilitators"
            )
        )

    def entries(self) -> tuple[tuple[RecordId, str], ...]:
        """People of whom was newly said that they are one with the erased one: (id, name)."""
        others = {
            person
            for one in self.said
            if isinstance(one, Sameness) and not one.deleted
            for person in one.people
        } - self.ids
        known = ((one, self.workspace.get(Person, one)) for one in sorted(others))
        return tuple((one, shown_name(person)) for one, person in known if person is not None)

    def records(self, cls: type[R]) -> list[R]:
        """The new records of a kind that belong to what was erased."""
        found = (self.workspace.get(cls, one.id.hex()) for one in self.referring[cls.KIND])
        return [one for one in found if one is not None]

    # -- what may be theirs -----------------------------------------------------------------------

    def written_anew(self) -> list[Written]:
        """Values in fields that were emptied: each by a laptop that had not heard, or in somebody's
        own entry by one of which that cannot be told."""
        rulers = {one.device: one.text.at for one in reversed(self._rulings)}
        found = []
        for key, field in self.emptied:
            for one in written_into(self.workspace, key, field):
                if one.value in (None, "") or self._is_seen(one):
                    continue
                knew = one.device in rulers and one.at >= rulers[one.device]
                if self.surely_unaware(one) or (key.kind == Person.KIND and not knew):
                    found.append(one)
        return found

    def names(self) -> list[Written]:
        """Names that nobody here goes by, in the erased one's sessions, of laptops that had not
        heard then, or not at first: whose they are nobody can tell any more."""
        if not self.people:
            return []
        beside = [
            one
            for root in sorted(self.roots - {key.root for key in self.people})
            for one in self._names_in(root)
        ]
        new = [
            one
            for one in beside
            if not self._is_seen(one)
            and one.record not in self._all_erased.records
            and (one.site in self._launches or self.surely_unaware(one))
        ]
        if not new:
            return []
        # Who stands beside notes that were seen then was left there.
        known = {folded(str(one.value)) for one in beside if self._is_seen(one)}
        for person in self.workspace.find(Person):
            known |= {folded(person.name), folded(person.known_as)}
        return [one for one in new if folded(str(one.value)) not in known]

    def _names_in(self, root: bytes) -> tuple[Written, ...]:
        if root not in self._named:
            self._named[root] = tuple(
                one
                for one in written_beside(self.workspace, root, NAME_FIELDS)
                if isinstance(one.value, str) and one.value.strip()
            )
        return self._named[root]

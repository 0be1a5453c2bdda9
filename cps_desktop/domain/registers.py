"""Multi-value registers: which of a field's changes count, and which one is shown.

A field's *heads* are the changes nobody has replaced. One head is the value; several heads with
different values are a conflict, kept until someone decides. What an editor had seen always wins
over a clock: the clock only chooses which of several heads is shown first.

The result depends on the set of changes alone, never on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from cps_desktop.domain.identity import ChangeId
from cps_desktop.domain.records import Settling
from cps_desktop.domain.values import NOTHING


class FieldChange(NamedTuple):
    """One change of one field: its identity, reading of the clock, value, and what it replaces."""

    site: bytes
    seq: int
    time: int
    value: bytes
    sees: tuple[ChangeId, ...] = ()

    @property
    def id(self) -> ChangeId:
        """Which change this is."""
        return ChangeId(self.site, self.seq)


class Register(NamedTuple):
    """What a field's changes come to.

    ``heads`` holds the change that is shown first, then the others, latest first. ``waiting`` are
    changes that replace something which has not arrived yet; they do not count until it has.
    ``discounted`` are those of a revoked laptop, which do not count at all.
    """

    heads: tuple[FieldChange, ...]
    waiting: tuple[FieldChange, ...] = ()
    discounted: tuple[FieldChange, ...] = ()

    @property
    def contested(self) -> bool:
        """Whether people said different things without knowing of one another."""
        return is_contested(self.heads)


def is_contested(heads: Iterable[FieldChange]) -> bool:
    """Whether heads hold different values."""
    return len({head.value for head in heads}) > 1


def latest(change: FieldChange) -> tuple[int, bytes, int]:
    """How heads are ranked: the latest by the clock, the site breaking ties."""
    return change.time, change.site, change.seq


def resolve(
    changes: Sequence[FieldChange], not_counting: Collection[ChangeId] = frozenset()
) -> Register:
    """Find the heads of one field from all its changes that are here.

    ``not_counting`` are changes of laptops that were revoked: they replace nothing and are never
    a head, but whoever saw one need not wait for it.
    """
    if not_counting:
        return _resolve_without(changes, not_counting)
    if len(changes) == 1 and not changes[0].sees:
        return Register((changes[0],))
    effective = _effective(changes)
    replaced: set[ChangeId] = set()
    for change in effective:
        replaced.update(change.sees)
    heads = [change for change in effective if change.id not in replaced]
    heads.sort(key=latest, reverse=True)
    if len(effective) == len(changes):
        return Register(tuple(heads))
    counted = {change.id for change in effective}
    return Register(tuple(heads), tuple(one for one in changes if one.id not in counted))


def _resolve_without(
    changes: Sequence[FieldChange], not_counting: Collection[ChangeId]
) -> Register:
    """As if the others had never seen what does not count."""
    discounted = tuple(one for one in changes if one.id in not_counting)
    gone = {one.id for one in discounted}
    counting = [one for one in changes if one.id not in gone]
    blind = [one._replace(sees=tuple(i for i in one.sees if i not in gone)) for one in counting]
    found = resolve(blind)
    whole = {one.id: one for one in counting}
    return Register(
        tuple(whole[one.id] for one in found.heads),
        tuple(whole[one.id] for one in found.waiting),
        discounted,
    )


def ranked(heads: Iterable[FieldChange], settles: Settling = Settling.ASKED) -> list[FieldChange]:
    """Heads with the one that is shown first.

    The latest, unless the field settles by its value; a value that says nothing then comes last.
    Values are compared as their canonical bytes, which for times of day is their order.
    """
    by_time = sorted(heads, key=latest, reverse=True)
    if settles not in (Settling.LEAST, Settling.GREATEST) or len(by_time) < 2:
        return by_time
    said = [head for head in by_time if head.value != NOTHING]
    said.sort(key=lambda head: head.value, reverse=settles is Settling.GREATEST)
    return said + [head for head in by_time if head.value == NOTHING]


def _effective(changes: Iterable[FieldChange]) -> list[FieldChange]:
    """The changes whose whole past is here. A change that claims to see itself never counts."""
    here: dict[ChangeId, FieldChange] = {change.id: change for change in changes}
    waiting_for: dict[ChangeId, int] = {}
    followers: dict[ChangeId, list[ChangeId]] = {}
    ready: list[ChangeId] = []
    for identity, change in here.items():
        needed = set(change.sees)
        waiting_for[identity] = len(needed)
        for one in needed:
            followers.setdefault(one, []).append(identity)
        if not needed:
            ready.append(identity)
    counted: list[FieldChange] = []
    while ready:
        identity = ready.pop()
        counted.append(here[identity])
        for follower in followers.get(identity, ()):
            waiting_for[follower] -= 1
            if not waiting_for[follower]:
                ready.append(follower)
    return counted

"""Figures of who came: counted from visits alone, each person once, whatever they were called.

A visit is somebody ticked in on one day of a session. Figures are of any choice of visits: a day,
a session, all sessions of a period. What is first and what makes a member is read from a person's
whole history. Rules: docs/decisions/figures.md.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec

from cps_desktop.domain.records import RecordId

Group = Literal["lay", "staff", ""]

LEAST: Final = 5
"""A smaller figure may say who it was; it is not shown on what leaves the laptop."""

NOT_SAID: Final = "not said"
GROUPS: Final[tuple[Group, ...]] = ("lay", "staff", "")


class Visit(msgspec.Struct, frozen=True):
    """One person here on one day. ``organisation`` and ``community`` are names, "" for not said.

    ``date`` is None for a day that has none yet: it counts as later than all others.
    """

    person: RecordId
    session: RecordId
    day: RecordId
    date: dt.date | None = None
    starts: dt.time | None = None
    group: Group = ""
    role: str = ""
    organisation: str = ""
    community: str = ""

    @property
    def order(self) -> tuple[dt.date, dt.time, RecordId, RecordId]:
        """When it was; of two at the same time the same one is first on every laptop."""
        return (
            self.date or dt.date.max,
            self.starts or dt.time.max,
            self.session,
            self.day,
        )


class Tally(msgspec.Struct, frozen=True):
    """How many people there are of something; None where that is not shown."""

    name: str
    count: int | None


class Figures(msgspec.Struct, frozen=True):
    """People of a choice of visits; ``visits`` counts somebody once a day, all else counts once.

    ``groups`` has every group, in order; ``roles`` those that occur, by group. ``became`` are
    those for whom it was the second session of their life, which makes a member; ``members`` all
    who had been to more than one by then.
    """

    people: frozenset[RecordId] = frozenset()
    visits: int = 0
    sessions: int = 0
    groups: tuple[Tally, ...] = ()
    roles: Mapping[Group, tuple[Tally, ...]] = {}
    first: frozenset[RecordId] = frozenset()
    became: frozenset[RecordId] = frozenset()
    members: frozenset[RecordId] = frozenset()
    organisations: tuple[Tally, ...] = ()
    communities: tuple[Tally, ...] = ()

    @property
    def count(self) -> int:
        """How many people came."""
        return len(self.people)

    def of_group(self, group: Group) -> int:
        """How many people of a group came."""
        return next((one.count or 0 for one in self.groups if one.name == group), 0)


class History(msgspec.Struct, frozen=True):
    """A person's sessions in the order in which they first came to each: their first visits."""

    firsts: tuple[Visit, ...]

    def sessions_by(self, visit: Visit) -> int:
        """To how many sessions they had been by the end of this visit."""
        return sum(one.order <= visit.order for one in self.firsts)


def histories(visits: Iterable[Visit]) -> dict[RecordId, History]:
    """Everybody's history, from all visits there are."""
    firsts: dict[RecordId, dict[RecordId, Visit]] = {}
    for one in visits:
        mine = firsts.setdefault(one.person, {})
        known = mine.get(one.session)
        if known is None or one.order < known.order:
            mine[one.session] = one
    return {
        person: History(tuple(sorted(some.values(), key=lambda one: one.order)))
        for person, some in firsts.items()
    }


def figures(chosen: Iterable[Visit], known: Mapping[RecordId, History]) -> Figures:
    """Figures of some visits. ``known`` are the histories of all visits, not of these alone.

    Whoever came in two roles, or changed their organisation meanwhile, counts as what they were
    the last time.
    """
    last: dict[RecordId, Visit] = {}
    days: set[tuple[RecordId, RecordId]] = set()
    sessions: set[RecordId] = set()
    for one in chosen:
        days.add((one.person, one.day))
        sessions.add(one.session)
        before = last.get(one.person)
        if before is None or before.order <= one.order:
            last[one.person] = one
    return Figures(
        people=frozenset(last),
        visits=len(days),
        sessions=len(sessions),
        groups=_groups(last.values()),
        roles={one: _roles(last.values(), one) for one in GROUPS},
        first=frozenset(who for who in last if _is_here(known, who, 0, days)),
        became=frozenset(who for who in last if _is_here(known, who, 1, days)),
        members=frozenset(who for who, one in last.items() if known[who].sessions_by(one) > 1),
        organisations=tallied(one.organisation for one in last.values()),
        communities=tallied(one.community for one in last.values()),
    )


def _is_here(
    known: Mapping[RecordId, History],
    person: RecordId,
    number: int,
    days: Collection[tuple[RecordId, RecordId]],
) -> bool:
    """Whether a person came to their session of this number (from 0) with one of these visits."""
    firsts = known[person].firsts
    return len(firsts) > number and (person, firsts[number].day) in days


def _groups(some: Iterable[Visit]) -> tuple[Tally, ...]:
    counts = Counter(one.group for one in some)
    return tuple(Tally(one, counts[one]) for one in GROUPS)


def _roles(some: Iterable[Visit], group: Group) -> tuple[Tally, ...]:
    counts = Counter(one.role for one in some if one.group == group)
    return tuple(Tally(name, count) for name, count in sorted(counts.items(), key=_by_count))


def tallied(names: Iterable[str]) -> tuple[Tally, ...]:
    """How often each name occurs, most first; what was not said comes last.

    Names that differ in nothing but capitals and spaces are one, written as it is most often.
    """
    spellings: dict[str, Counter[str]] = {}
    for name in names:
        bare = " ".join(name.split())
        spellings.setdefault(bare.casefold(), Counter())[bare or NOT_SAID] += 1
    rows = [(key == "", _spelling(some), some.total()) for key, some in spellings.items()]
    rows.sort(key=lambda row: (row[0], -row[2], row[1]))
    return tuple(Tally(name, count) for _, name, count in rows)


def _spelling(some: Counter[str]) -> str:
    return min(some, key=lambda name: (-some[name], name))


def _by_count(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


# -- what leaves the laptop ------------------------------------------------------------------------


def without_small(
    counts: Sequence[int], least: int = LEAST, *, also: Collection[int] = ()
) -> tuple[int | None, ...]:
    """Parts of a whole that is shown, with None for what would say, or let work out, too much.

    A part of fewer than ``least`` is left out, and those in the places ``also``; so is the next
    greater one until what is left out comes to ``least`` and is of at least two parts. Nothing (0)
    says nothing of anybody.
    """
    gone = {place for place, count in enumerate(counts) if 0 < count < least} | set(also)
    rest = sorted(
        (place for place, count in enumerate(counts) if count >= least and place not in gone),
        key=lambda place: (counts[place], place),
    )
    while gone and rest and (len(gone) < 2 or sum(counts[one] for one in gone) < least):
        gone.add(rest.pop(0))
    return tuple(None if place in gone else count for place, count in enumerate(counts))


def hidden(tallies: Sequence[Tally], least: int = LEAST) -> tuple[Tally, ...]:
    """The same of tallies that make up a whole."""
    shown = without_small([one.count or 0 for one in tallies], least)
    return tuple(Tally(one.name, count) for one, count in zip(tallies, shown, strict=True))


OTHERS: Final = "others together"


def together(tallies: Sequence[Tally], least: int = LEAST) -> tuple[Tally, ...]:
    """The same of names that say where people come from: small ones stand together, unnamed."""
    shown = hidden(tallies, least)
    left = sum(
        before.count or 0
        for before, after in zip(tallies, shown, strict=True)
        if after.count is None
    )
    kept = tuple(one for one in shown if one.count is not None)
    if not left:
        return kept
    others = Tally(OTHERS, left if left >= least else None)
    said = tuple(one for one in kept if one.name != NOT_SAID)
    return (*said, others, *kept[len(said) :])

"""What has to be got ready for a session, and for whom: needs are met, not only kept.

Who sent apologies for all days needs nothing here. What participants can reach shows none of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from cps_desktop.domain.changes import ChangeSummary, bringing_back, creating, setting
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Coming, Need, Person, Preparation, Session
from cps_desktop.domain.needs import NeedList
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Door, Records
from cps_desktop.services.people import folded, shown_name
from cps_desktop.services.person_needs import needs_of, needs_of_all
from cps_desktop.services.who_stands import as_one_entry, entries_each

OTHER = "Other needs"
_FEW = 40
"""So many on a list are looked up one by one; more are found in one look at everybody's needs."""


@dataclasses.dataclass(frozen=True, slots=True)
class ReadyItem:
    """One thing to be got ready. ``count`` is how many of it, 1 where one serves the room."""

    id: RecordId
    words: str
    count: int
    who: tuple[str, ...]
    ready: bool
    for_the_room: bool

    @property
    def title(self) -> str:
        """For example "Interpreter: Polish × 2"."""
        return self.words if self.count == 1 else f"{self.words} × {self.count}"


@dataclasses.dataclass(frozen=True, slots=True)
class InWords:
    """What somebody said in their own words."""

    name: str
    lines: tuple[str, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class YoungPerson:
    """Somebody under 18; ``adult`` is "" where nobody is named as responsible."""

    name: str
    adult: str


@dataclasses.dataclass(frozen=True, slots=True)
class PreparationList:
    """Everything to be got ready for those who are expected."""

    expected: int
    groups: tuple[tuple[str, tuple[ReadyItem, ...]], ...]
    in_words: tuple[InWords, ...]
    young: tuple[YoungPerson, ...]

    @property
    def items(self) -> tuple[ReadyItem, ...]:
        """All of them, in the order of the groups."""
        return tuple(one for _title, some in self.groups for one in some)

    @property
    def words(self) -> str:
        """For example "3 of 5 things are ready for 21 people"."""
        people = "1 person" if self.expected == 1 else f"{self.expected} people"
        if not self.items:
            return f"{people} on the list"
        done = sum(one.ready for one in self.items)
        things = "thing is" if len(self.items) == 1 else "things are"
        return f"{done} of {len(self.items)} {things} ready for {people}"

    @property
    def nothing(self) -> bool:
        """Whether nobody said that they need anything."""
        return not (self.items or self.in_words or self.young)


def expected_people(records: Records, session: RecordId) -> tuple[Person, ...]:
    """Everybody on the list but those who sent apologies for all days, by name."""
    coming = _coming(records, session)
    people = records.several(Person, coming)
    found = [people[one] for one in coming if one in people and not people[one].deleted]
    return tuple(sorted(found, key=lambda one: (folded(shown_name(one)), one.id)))


def _coming(records: Records, session: RecordId) -> list[RecordId]:
    """Who is expected, as who they are now: what they need is kept there."""
    return [
        who
        for who, some in entries_each(records, session).items()
        if as_one_entry(some, who).coming != Coming.APOLOGIES
    ]


def preparation_list(records: Records, offered: NeedList, session: RecordId) -> PreparationList:
    """What has to be got ready for a session, as things stand now."""
    people = expected_people(records, session)
    needs = _needs_of(records, people)
    wanted: dict[tuple[str, str], list[Person]] = {}
    details: dict[tuple[str, str], str] = {}
    for person in people:
        for key, detail in needs.get(person.id, {}).items():
            thing = (key, folded(detail))
            wanted.setdefault(thing, []).append(person)
            # Written in several ways, the one with capitals is shown on every laptop.
            details[thing] = min(" ".join(detail.split()), details.get(thing, "\U0010ffff"))
    ready = {one.id for one in records.find(Preparation, session=session) if one.ready}
    items = {
        thing: _item(offered, session, thing, details[thing], who, ready)
        for thing, who in wanted.items()
    }
    return PreparationList(
        len(people),
        _grouped(offered, items),
        tuple(
            InWords(shown_name(one), lines)
            for one in people
            if (lines := tuple(line.strip() for line in one.needs.splitlines() if line.strip()))
        ),
        tuple(
            YoungPerson(shown_name(one), one.responsible_adult.strip())
            for one in people
            if one.under_18
        ),
    )


def _needs_of(records: Records, people: tuple[Person, ...]) -> Mapping[RecordId, dict[str, str]]:
    if len(people) > _FEW:
        return needs_of_all(records)
    return {one.id: needs_of(records, one.id) for one in people}


def thing_id(session: RecordId, key: str, detail: str) -> RecordId:
    """By what a thing to be got ready is known on every laptop; another language is another."""
    return derived_id("preparation", session, key, folded(detail))


def _item(
    offered: NeedList,
    session: RecordId,
    thing: tuple[str, str],
    detail: str,
    who: list[Person],
    ready: set[RecordId],
) -> ReadyItem:
    key = thing[0]
    known = offered.get(key)
    room = known is not None and known.counts == "room"
    identity = thing_id(session, key, detail)
    return ReadyItem(
        identity,
        offered.ready_words(key, detail),
        1 if room else len(who),
        tuple(shown_name(one) for one in who),
        identity in ready,
        room,
    )


def _grouped(
    offered: NeedList, items: Mapping[tuple[str, str], ReadyItem]
) -> tuple[tuple[str, tuple[ReadyItem, ...]], ...]:
    left = dict(sorted(items.items(), key=lambda one: (offered.place(one[0][0]), one[0])))
    groups = []
    for group in offered.groups:
        keys = {one.key for one in group.needs}
        some = tuple(one for thing, one in left.items() if thing[0] in keys)
        if some:
            groups.append((group.title, some))
    other = tuple(one for thing, one in left.items() if offered.get(thing[0]) is None)
    return (*groups, (OTHER, other)) if other else tuple(groups)


def set_ready(
    door: Door, session: RecordId, thing: RecordId, *, ready: bool, initiator: object | None = None
) -> ChangeSummary:
    """A thing has been got ready, or has not after all."""
    door.must_exist(Session, session)
    known = door.records.get(Preparation, thing)
    if known is None:
        edits = creating(Preparation(id=thing, root=session, session=session, ready=ready))
    else:
        back = bringing_back([known]) if known.deleted else []
        edits = [*back, *setting(known, ready=ready)]
    return door.do("Tick what is ready" if ready else "Take the tick away", edits,
                   initiator=initiator)  # fmt: skip


def papers_wanted(records: Records, offered: NeedList, session: RecordId) -> frozenset[str]:
    """How papers are wanted by anybody expected: "large print", "easy words". Nobody is named, so
    that what begins so in a participant's view says nothing of anybody."""
    kinds = [one for group in offered.groups for one in group.needs if one.papers]
    needs = [(one.papers, need) for one in kinds for need in records.find(Need, need=one.key)]
    coming = set(_coming(records, session)) if needs else set()
    people = records.several(Person, {need.person for _, need in needs} & coming)
    return frozenset(
        papers
        for papers, need in needs
        if need.person in people and not people[need.person].deleted
    )

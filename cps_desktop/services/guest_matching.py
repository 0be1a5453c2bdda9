"""Who stands in a list that is to be brought in: known, new, twice, or perhaps somebody known.

Nothing is decided for anybody: who only looks like somebody known is asked about, and is new
until somebody says otherwise.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from cps_desktop.domain.guest_lists import Guest
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Alike, Attendance, Organisation, Person
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records
from cps_desktop.services.likeness import one_slip
from cps_desktop.services.merging import who_stays
from cps_desktop.services.people import ROLE_WORDS, folded, shown_name
from cps_desktop.services.reaching import Reach, digits, reach_of, read_reach
from cps_desktop.services.who_stands import entries_each

_SHORTEST: Final = 7
"""Letters of a name in which one letter more or less may be a slip."""


class Fate(StrEnum):
    """What becomes of a line of the list."""

    NEW = "new"
    KNOWN = "known"
    LISTED = "listed"
    PERHAPS = "perhaps"
    TWICE = "twice"
    TAKEN_OFF = "taken_off"


FATE_WORDS: Final[dict[str, str]] = {
    Fate.NEW: "New",
    Fate.KNOWN: "Known already",
    Fate.LISTED: "On the list already",
    Fate.PERHAPS: "Perhaps somebody known",
    Fate.TWICE: "Stands in it twice",
    Fate.TAKEN_OFF: "Was taken off the list",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Match:
    """One line of the list. ``person`` is who would be put on the list: somebody known, or the
    identity a new person would have. ``like`` is somebody known whom they may be, ``why`` says so.
    """

    guest: Guest
    fate: Fate
    person: RecordId
    like: RecordId = ""
    why: str = ""

    @property
    def usually(self) -> bool:
        """Whether it is brought in where nobody says otherwise."""
        return self.fate in (Fate.NEW, Fate.KNOWN, Fate.PERHAPS)


class _Known:
    """Everybody known, found by name and by a slip of a letter in it."""

    def __init__(self, records: Records) -> None:
        self.by_name: defaultdict[str, list[Person]] = defaultdict(list)
        self.by_less: defaultdict[str, set[str]] = defaultdict(set)
        self.organisations = {one.id: one.name for one in records.find(Organisation)}
        for one in records.find(Person):
            for name in {folded(one.name), folded(one.known_as)} - {""}:
                self.by_name[name].append(one)
        for name in self.by_name:
            for less in _a_letter_less(name):
                self.by_less[less].add(name)

    def nearly(self, name: str) -> list[Person]:
        """People whose name differs in one letter."""
        if not self.by_less:
            return []
        near = {one for less in _a_letter_less(name) for one in self.by_less.get(less, ())}
        return [p for one in sorted(near) if one_slip(one, name) for p in self.by_name[one]]


def _a_letter_less(name: str) -> set[str]:
    bare = name.replace(" ", "")
    if not _SHORTEST <= len(bare) <= 80:
        return set()
    return {bare, *(bare[:at] + bare[at + 1 :] for at in range(len(bare)))}


def match_guests(records: Records, session: RecordId, guests: Iterable[Guest]) -> tuple[Match, ...]:
    """What would become of each line of a list, in its order."""
    known = _Known(records)
    listed = set(entries_each(records, session))
    gone = {one.person for one in records.find(Attendance, session=session, deleted=True)}
    every = tuple(guests)
    keys = [(folded(guest.name), _reached(guest)) for guest in every]
    erased = records.erased_roots(Person)
    own = {key: _own_id(erased, session, key) for key in keys}
    before = records.several(Person, list(own.values()))
    seen: set[tuple[str, str]] = set()
    found = []
    for guest, key in zip(every, keys, strict=True):
        if key in seen:
            found.append(Match(guest, Fate.TWICE, ""))
            continue
        seen.add(key)
        again = _again(records, guest, before.get(own[key]), listed, gone)
        match = again or _one(known, listed, gone, guest, key[0], own[key])
        if match.fate is Fate.NEW and own[key] != _first_id(session, key):
            # Who was erased does not come back because an old list lay about.
            match = dataclasses.replace(match, fate=Fate.TAKEN_OFF)
        found.append(match)
    return tuple(found)


def _first_id(session: RecordId, key: tuple[str, str]) -> RecordId:
    return derived_id("guest", session, *key)


def _own_id(erased: Collection[RecordId], session: RecordId, key: tuple[str, str]) -> RecordId:
    """Who a new person of this line would be, the same on every laptop; where they were erased
    since, somebody else."""
    identity, again = _first_id(session, key), 0
    while identity in erased:
        again += 1
        identity = derived_id("guest", session, *key, str(again))
    return identity


def _again(
    records: Records,
    guest: Guest,
    before: Person | None,
    listed: set[RecordId],
    gone: set[RecordId],
) -> Match | None:
    """A line that was brought in before. The same line of the same list is the same person on
    every laptop, whatever they are called by now: so a list that comes again adds nobody."""
    if before is None:
        return None
    stays = who_stays(records, Alike.PERSON, before.id)
    if stays in listed:
        return Match(guest, Fate.LISTED, stays)
    living = records.get(Person, stays) if before.deleted else before
    if living is None or living.deleted:
        return None
    return Match(guest, Fate.TAKEN_OFF if stays in gone else Fate.KNOWN, stays)


def _one(
    known: _Known,
    listed: set[RecordId],
    gone: set[RecordId],
    guest: Guest,
    name: str,
    own: RecordId,
) -> Match:
    """What becomes of a line that did not come in before; ``name`` as names are compared."""
    same = [one for one in known.by_name.get(name, ()) if _agree(known, guest, one)]
    if len(same) == 1:
        person = same[0].id
        if person in listed:
            return Match(guest, Fate.LISTED, person)
        return Match(guest, Fate.TAKEN_OFF if person in gone else Fate.KNOWN, person)
    likely = same or known.by_name.get(name, []) or known.nearly(name)
    if likely:
        # Somebody who is on this list already is the likeliest slip.
        like = max(likely, key=lambda one: (one.id in listed, one.id))
        return Match(guest, Fate.PERHAPS, own, like.id, _who(known, like, like.id in listed))
    return Match(guest, Fate.NEW, own)


def reach_of_guest(guest: Guest) -> Reach:
    """How somebody in a list can be reached, whichever column said so."""
    read = read_reach(guest.contact)
    return Reach(guest.email or read.email, guest.phone or read.phone, read.other)


def _reached(guest: Guest) -> str:
    reach = reach_of_guest(guest)
    return reach.email.casefold() or digits(reach.phone)


def _agree(known: _Known, guest: Guest, person: Person) -> bool:
    """Whether nothing that both say speaks against their being one."""
    reach, theirs = reach_of_guest(guest), reach_of(person)
    if reach.email and theirs.email and reach.email.casefold() == theirs.email.casefold():
        return True
    if reach.phone and theirs.phone and digits(reach.phone) == digits(theirs.phone):
        return True
    if (reach.email and theirs.email) or (reach.phone and theirs.phone):
        return False
    place = folded(known.organisations.get(person.organisation, ""))
    return not (place and guest.organisation) or place == folded(guest.organisation)


def _who(known: _Known, person: Person, listed: bool) -> str:
    """Somebody known in a few words, so that a facilitator can tell."""
    parts = [
        ROLE_WORDS.get(person.role, ""),
        known.organisations.get(person.organisation, ""),
        "on this list" if listed else "",
    ]
    told = ", ".join(part for part in parts if part)
    return f"{shown_name(person)} ({told})" if told else shown_name(person)

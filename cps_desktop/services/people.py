"""People and organisations: found by any part of a name, added once, renamed without being lost."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable
from typing import Final

import msgspec

from cps_desktop.domain.changes import ChangeSummary, Edit, bringing_back, creating, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Organisation, Person, Role
from cps_desktop.domain.records import RecordId, Value
from cps_desktop.services.door import Door, Records

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN: Final = str.maketrans("łøđħı", "lodhi")

ROLE_WORDS: Final[dict[str, str]] = {
    Role.PATIENT: "Patient or service user",
    Role.CARER: "Carer",
    Role.PUBLIC: "Member of the public",
    Role.STAFF: "Staff",
    Role.THIRD_SECTOR: "Charity or community group",
    Role.FACILITATOR: "Facilitator",
    Role.SPONSOR: "Sponsor",
    Role.OBSERVER: "Observer",
}
"""Each role as people say it, in the order it is offered."""


def other_roles_words(keys: str) -> str:
    """The other roles somebody has, as people say them."""
    return ", ".join(ROLE_WORDS.get(one, one) for one in keys.split())


def folded(text: str) -> str:
    """Text as it is compared: small letters without accents, one space between words."""
    bare = text.casefold()
    if not bare.isascii():
        apart = unicodedata.normalize("NFKD", bare)
        bare = "".join(one for one in apart if not unicodedata.combining(one))
    return " ".join(bare.translate(_PLAIN).split())


def needed_name(name: str, whose: str) -> str:
    """A name without spaces around it. Raises InputRefused where nothing is left."""
    trimmed = name.strip()
    if not trimmed:
        raise InputRefused(f"{whose} needs a name. Nothing was changed.")
    return trimmed


# --------------------------------------------------------------------------------------------
# Organisations


def organisation_edits(
    records: Records, name: str, today: dt.date | None = None
) -> tuple[RecordId, list[Edit]]:
    """The organisation called so, now or formerly, and the edits that make it if need be.

    The identity is derived from the name, so two laptops that both write "Healthwatch" mean one
    organisation. An empty name means none. What becomes part of another only after ``today`` is
    itself until then.
    """
    return OrganisationNames(records, today).edits(name) if folded(name) else ("", [])


class OrganisationNames:
    """Every organisation, read once and found by its names: for a list that names many."""

    def __init__(self, records: Records, today: dt.date | None = None) -> None:
        self._records = records
        known = records.find(Organisation)
        self._into = became_by(known, today)
        self._now: dict[str, RecordId] = {}
        self._formerly: dict[str, RecordId] = {}
        for one in known:
            self._now.setdefault(folded(one.name), one.id)
            for line in one.former_names.splitlines():
                self._formerly.setdefault(folded(line), one.id)

    def edits(self, name: str) -> tuple[RecordId, list[Edit]]:
        """As :func:`organisation_edits`, as things stood when they were read."""
        wanted = folded(name)
        if not wanted:
            return "", []
        found = self._now.get(wanted) or self._formerly.get(wanted)
        if found:
            return last_of(self._into, found), []
        records = self._records
        identity = derived_id("organisation", wanted)
        known = records.get(Organisation, identity)
        if known is None:
            return identity, creating(Organisation(id=identity, name=name.strip()))
        if known.deleted:
            return identity, [*bringing_back([known]), *setting(known, name=name.strip())]
        # Renamed so long ago that even the former name was cleared: this is another one.
        again = derived_id("organisation", wanted, "again")
        if records.get(Organisation, again) is not None:
            return again, []
        return again, creating(Organisation(id=again, name=name.strip()))


def successor(
    known: Iterable[Organisation], organisation: RecordId, on: dt.date | None = None
) -> RecordId:
    """What an organisation has become: itself, or what it was merged into, and that in turn.

    ``on`` leaves out what only happens after that day. Where two say that they became part of one
    another, the first of them is meant.
    """
    return last_of(became_by(known, on), organisation)


def became_by(known: Iterable[Organisation], on: dt.date | None) -> dict[RecordId, RecordId]:
    """What each became part of by a day, "" for those that did not; by any day for None."""
    return {
        one.id: one.merged_into
        for one in known
        if on is None or one.merged_on is None or one.merged_on <= on
    }


def last_of(into: dict[RecordId, RecordId], organisation: RecordId) -> RecordId:
    """Where the chain of an organisation ends (:func:`became_by`); of a ring, its first by id."""
    seen: list[RecordId] = []
    while into.get(organisation) in into:
        if organisation in seen:
            return min(seen[seen.index(organisation) :])
        seen.append(organisation)
        organisation = into[organisation]
    return organisation


def merge_organisation(
    door: Door, organisation: RecordId, into: RecordId, *, since: dt.date | None = None
) -> ChangeSummary:
    """An organisation became part of another: who writes its name from now on means that one.

    What was written down before stays with the old one. ``into`` "" takes it back. Raises
    InputRefused where it would become part of itself.
    """
    known = door.must_exist(Organisation, organisation)
    if into:
        door.must_exist(Organisation, into)
        if successor(door.records.find(Organisation), into) == organisation or into == organisation:
            raise InputRefused(
                f"{known.name or 'An organisation'} cannot become part of itself. "
                "Nothing was changed; choose the organisation that is there today."
            )
    edits = setting(known, merged_into=into, merged_on=since if into else None)
    return door.do("Say what became of an organisation", edits)


def ensure_organisation(door: Door, name: str, *, lead_agency: bool = False) -> RecordId:
    """The organisation called so, added if there is none yet; former names find it too."""
    needed_name(name, "An organisation")
    identity, edits = organisation_edits(door.records, name, door.today())
    if lead_agency:
        known = door.records.get(Organisation, identity)
        if known is None or not known.lead_agency:
            edits.append(Edit(Organisation.KIND, identity, identity, "lead_agency", value=True))
    door.do("Add an organisation", edits)
    return identity


def rename_organisation(door: Door, organisation: RecordId, name: str) -> ChangeSummary:
    """Give an organisation a new name; the former one still finds it."""
    known = door.must_exist(Organisation, organisation)
    new = needed_name(name, "An organisation")
    if new == known.name:
        return ChangeSummary("Rename an organisation")
    former = [line for line in known.former_names.splitlines() if line and line != new]
    if known.name and known.name not in former:
        former.append(known.name)
    edits = setting(known, name=new, former_names="\n".join(former))
    return door.do("Rename an organisation", edits)


def change_organisation(door: Door, organisation: RecordId, **fields: Value) -> ChangeSummary:
    """Change what is known of an organisation, other than its name."""
    if "name" in fields:
        raise ValueError("an organisation is renamed with rename_organisation")
    known = door.must_exist(Organisation, organisation)
    return door.do("Change an organisation", setting(known, **fields))


def organisations(records: Records) -> tuple[Organisation, ...]:
    """Every organisation, by name."""
    return tuple(sorted(records.find(Organisation), key=lambda one: folded(one.name)))


def organisation_name(records: Records, organisation: RecordId) -> str:
    """The name of an organisation; "" where there is none."""
    known = records.get(Organisation, organisation) if organisation else None
    return known.name if known is not None else ""


# --------------------------------------------------------------------------------------------
# People


def person_edits(
    door: Door,
    *,
    name: str,
    known_as: str = "",
    role: str = "",
    organisation: str = "",
    contact: str = "",
    needs: str = "",
) -> tuple[RecordId, list[Edit]]:
    """A new person's identity and the edits that make them; ``organisation`` is a name."""
    works_for, edits = organisation_edits(door.records, organisation, door.today())
    person = Person(
        id=door.new_id(),
        name=needed_name(name, "A person"),
        known_as=known_as.strip(),
        role=role,
        organisation=works_for,
        contact=contact.strip(),
        needs=needs,
    )
    return person.id, [*edits, *creating(person)]


def add_person(
    door: Door,
    *,
    name: str,
    known_as: str = "",
    role: str = "",
    organisation: str = "",
    contact: str = "",
    needs: str = "",
) -> RecordId:
    """Add a person; ``organisation`` is a name and is added too when it is new."""
    person, edits = person_edits(
        door,
        name=name,
        known_as=known_as,
        role=role,
        organisation=organisation,
        contact=contact,
        needs=needs,
    )
    door.do("Add a person", edits)
    return person


def change_person(
    door: Door, person: RecordId, *, amend: bool = True, **fields: Value
) -> ChangeSummary:
    """Change what is known of a person; keystrokes in one field are one step."""
    known = door.must_exist(Person, person)
    step = ("person", person, *sorted(fields)) if amend else None
    return door.do("Change a person", setting(known, **fields), amend=step)


def shown_name(person: Person | None) -> str:
    """How a person is called on screen and paper."""
    if person is None:
        return "Somebody"
    return person.name or person.known_as or "Somebody"


class PersonFound(msgspec.Struct, frozen=True):
    """A person who may be meant."""

    person: RecordId
    name: str
    known_as: str
    role: str
    organisation: RecordId
    organisation_name: str

    @property
    def detail(self) -> str:
        """What tells two people of one name apart."""
        parts = (ROLE_WORDS.get(self.role, ""), self.organisation_name)
        return " · ".join(part for part in parts if part)


class PeopleFinder:
    """Finds people by any part of a name, without reading them all again at every key.

    ``refresh`` it when people or organisations changed.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._known: list[tuple[str, PersonFound]] = []
        self.refresh()

    def refresh(self) -> None:
        """Read everyone again."""
        names = {one.id: one.name for one in self._records.find(Organisation)}
        self._known = [
            (
                folded(f"{one.name} {one.known_as}"),
                PersonFound(
                    one.id,
                    one.name,
                    one.known_as,
                    one.role,
                    one.organisation,
                    names.get(one.organisation, ""),
                ),
            )
            for one in self._records.find(Person)
        ]
        self._known.sort(key=lambda known: (known[0], known[1].person))

    def find(
        self, text: str, *, limit: int = 8, without: Iterable[RecordId] = ()
    ) -> tuple[PersonFound, ...]:
        """Who may be meant by these letters, the likeliest first; every part has to be there.

        A name that begins so comes before one with a word that begins so, and that before one
        that merely contains it. ``without`` leaves people out, such as those already on the list.
        """
        parts = folded(text).split()
        if not parts:
            return ()
        left_out = frozenset(without)
        ranked: list[tuple[int, int, PersonFound]] = []
        for place, (name, found) in enumerate(self._known):
            if found.person not in left_out and all(part in name for part in parts):
                ranked.append((_rank(name, parts), place, found))
        ranked.sort(key=lambda one: one[:2])
        return tuple(found for _, _, found in ranked[:limit])

    def same_name(self, name: str) -> tuple[PersonFound, ...]:
        """People who are called exactly this, whatever the accents: perhaps the same person."""
        wanted = folded(name)
        return tuple(found for _, found in self._known if wanted and folded(found.name) == wanted)


def _rank(name: str, parts: list[str]) -> int:
    if name.startswith(" ".join(parts)):
        return 0
    padded = f" {name}"
    return 1 if all(f" {part}" in padded for part in parts) else 2

"""Who and what may be entered twice: suggested with a reason, never merged by itself.

People, organisations and claim lines are put into groups by what they share (a name, a name with
a letter less, a telephone number, a day and a sum, a receipt); only those of one group are
compared. So the work grows with their number, and not with its square.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import combinations
from typing import Final

from cps_desktop.domain.kinds import (
    Alike,
    Attachment,
    Attendance,
    Claim,
    ClaimLine,
    Difference,
    LineKind,
    Organisation,
    Person,
    Receipt,
    Session,
)
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records
from cps_desktop.services.merge_edits import KIND_OF, late_on_claims
from cps_desktop.services.merging import mergings, pair_of, who_stays
from cps_desktop.services.people import folded

Step = Callable[[], object]
"""Called between parts of the work; may raise to stop it."""

_LARGEST_GROUP: Final = 60
"""More that share one thing (a switchboard's number) say nothing by sharing it."""

_LEAST: Final = 50
"""Below this score two are not suggested."""

_SHORTEST: Final = 7
"""Letters of a name in which one letter more or less may be a slip."""

_LONGEST: Final = 80
"""Longer ones are no names."""


@dataclasses.dataclass(frozen=True, slots=True)
class Likeness:
    """Two that may be one. ``first`` is the one that would stay. ``score`` is out of 100."""

    what: Alike
    first: RecordId
    second: RecordId
    score: int
    reason: str

    @property
    def key(self) -> tuple[Alike, RecordId, RecordId]:
        """What tells one from another."""
        return self.what, self.first, self.second


def likenesses(records: Records, step: Step = lambda: None) -> tuple[Likeness, ...]:
    """Everything that may be entered twice and that nobody decided on yet, the likeliest first."""
    people = records.find(Person)
    step()
    decided = {
        (one.what, *sorted(pair))
        for one in records.find(Difference)
        if (pair := pair_of(one)) is not None
    }
    found: dict[tuple[Alike, RecordId, RecordId], Likeness] = {}
    for some in (
        _said_and_not_done(records),
        _of_people(people, step),
        _of_organisations(records.find(Organisation), step),
        _of_lines(records, step),
    ):
        for one in some:
            best = found.get(one.key)
            if one.score >= _LEAST and (best is None or one.score > best.score):
                found[one.key] = one
        step()
    left = [one for key, one in found.items() if key not in decided]
    return tuple(sorted(left, key=lambda one: (-one.score, one.what, one.first, one.second)))


def _said_and_not_done(records: Records) -> Iterator[Likeness]:
    """Somebody said that they are one, and yet something speaks of both: it came in since."""
    speaks = {one.person for one in records.find(Attendance)}
    speaks |= {whom for one in records.find(Claim) for whom in (one.person, one.lead_agency)}
    speaks |= {one.organisation for one in records.find(Person)}
    for one in mergings(records):
        gone = records.get(KIND_OF[one.what], one.gone)
        stays = who_stays(records, one.what, one.stays)
        if gone is None or stays == one.gone:
            continue
        late = one.what is Alike.PERSON and late_on_claims(records, stays, one.gone)
        if not gone.deleted or one.gone in speaks or late:
            pair = sorted((stays, one.gone))
            yield Likeness(one.what, pair[0], pair[1], 100, "Somebody said that they are one")


# -- people ----------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_MAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")
_NUMBER = re.compile(r"\+?[\d(][\d\s()./-]{4,}\d")
_TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "dame", "rev"})


class _Known:
    """A person as they are compared."""

    def __init__(self, person: Person) -> None:
        self.id = person.id
        self.organisation = person.organisation
        self.words = _words(person.name or person.known_as)
        self.called = _words(person.known_as)
        reached = f"{person.contact} ; {person.email} ; {person.phone}"
        self.mails = frozenset(_MAIL.findall(reached.casefold()))
        self.numbers = frozenset(
            number for one in _NUMBER.findall(reached) if (number := _digits(one))
        )

    @cached_property
    def name(self) -> str:
        """All words of the name, in the order of the alphabet: "Bell, Ann" is "Ann Bell"."""
        return " ".join(sorted(self.words))

    @cached_property
    def names(self) -> frozenset[str]:
        """The name, and what they are known as with the surname."""
        names = {self.name}
        if self.called and len(self.words) > 1:
            if len(self.called) == 1:
                names.add(" ".join(sorted((*self.called, self.words[-1]))))
            else:
                names.add(" ".join(sorted(self.called)))
        return frozenset(names)


def _words(name: str) -> tuple[str, ...]:
    return tuple(one for one in _WORD.findall(folded(name)) if one not in _TITLES)


def _digits(number: str) -> str:
    """A telephone number without spaces; +44 and 0044 are 0."""
    digits = "".join(one for one in number if one.isdecimal())
    if number.startswith("+44") or digits.startswith("0044"):
        digits = "0" + digits[4 if digits.startswith("0044") else 2 :].lstrip("0")
    return digits if len(digits) >= 6 else ""


def _of_people(people: Iterable[Person], step: Step) -> Iterator[Likeness]:
    known = [_Known(one) for one in people if not one.newer]
    step()
    groups: defaultdict[str, list[_Known]] = defaultdict(list)
    for one in known:
        for name in one.names:
            if name:
                groups[f"n {name}"].append(one)
        for mail in one.mails:
            groups[f"m {mail}"].append(one)
        for number in one.numbers:
            groups[f"t {number}"].append(one)
        if len(one.words) > 1 and one.organisation:
            groups[f"i {one.words[0][0]} {one.words[-1]} {one.organisation}"].append(one)
        if len(one.words) > 1:
            for less in _a_letter_less(one.name):
                groups[f"l {less}"].append(one)
    step()
    for first, second in _pairs(groups.values()):
        likeness = _two_people(first, second)
        if likeness is not None:
            yield likeness


def _pairs(groups: Iterable[list[_Known]]) -> Iterator[tuple[_Known, _Known]]:
    seen: set[tuple[RecordId, RecordId]] = set()
    for some in groups:
        if not 1 < len(some) <= _LARGEST_GROUP:
            continue
        for one, other in combinations(some, 2):
            first, second = (one, other) if one.id < other.id else (other, one)
            if first is not second and (first.id, second.id) not in seen:
                seen.add((first.id, second.id))
                yield first, second


def _two_people(one: _Known, other: _Known) -> Likeness | None:
    name, name_words = _alike_names(one, other)
    if not name:
        return None  # a shared telephone is a household, a shared surname is nothing
    shared = []
    if one.numbers & other.numbers:
        shared.append("telephone number")
    if one.mails & other.mails:
        shared.append("e-mail address")
    reached = bool(one.numbers | one.mails) and bool(other.numbers | other.mails)
    same_place = bool(one.organisation) and one.organisation == other.organisation
    other_place = bool(one.organisation and other.organisation) and not same_place
    score = name
    if shared:
        score += 28
    elif reached:
        score -= 15
    if same_place:
        score += 12
        shared.append("organisation")
    elif other_place:
        score -= 10
    reason = name_words
    if shared:
        same = "" if name_words.startswith("Same name") and "," not in name_words else "same "
        reason = f"{name_words} and {same}{' and '.join(shared)}"
    elif reached and name >= _SAME_NAME:
        reason = f"{name_words}, but another way to reach them"
    return Likeness(Alike.PERSON, one.id, other.id, min(score, 99), reason)


_SAME_NAME: Final = 70


def _alike_names(one: _Known, other: _Known) -> tuple[int, str]:
    """How alike two names are, and in what; 0 where they are not."""
    if not one.words or not other.words:
        return 0, ""
    if one.name == other.name:
        if len(one.words) == 1:
            return 45, "Same first name"
        if one.words == other.words:
            return _SAME_NAME, "Same name"
        return _SAME_NAME, "Same name, the other way round"
    if one.names & other.names:
        return 66, "One is known by the name of the other"
    if len(one.words) > 1 and len(other.words) > 1 and one.words[-1] == other.words[-1]:
        shorter, longer = sorted((one.words[0], other.words[0]), key=len)
        if len(shorter) == 1 and longer[0] == shorter:
            return 48, "Same surname and initial"
    if min(len(one.name), len(other.name)) >= _SHORTEST and one_slip(one.name, other.name):
        return 52, "Names that differ in one letter"
    return 0, ""


def _a_letter_less(name: str) -> set[str]:
    """The name, and the name without each of its letters: two that share one differ in a slip."""
    bare = name.replace(" ", "")
    if not _SHORTEST <= len(bare) <= _LONGEST:
        return set()
    return {bare, *(bare[:at] + bare[at + 1 :] for at in range(len(bare)))}


def one_slip(one: str, other: str) -> bool:
    """Whether one letter more, less or other, or two letters changed round, is all between them."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = 0
    while at < min(len(one), len(other)) and one[at] == other[at]:
        at += 1
    rest, others = one[at:], other[at:]
    return (
        rest[1:] == others[1:]
        or rest[1:] == others
        or rest == others[1:]
        or (rest[:2] == others[:2][::-1] and rest[2:] == others[2:])
    )


# -- organisations ---------------------------------------------------------------------------------

_COMMON: Final = frozenset(
    {"the", "and", "of", "for", "nhs", "trust", "ltd", "limited", "cic", "foundation", "group"}
)


def _of_organisations(some: Iterable[Organisation], step: Step) -> Iterator[Likeness]:
    groups: defaultdict[str, list[tuple[Organisation, str]]] = defaultdict(list)
    for one in some:
        if not one.newer:
            for key, why in _keys_of(one):
                groups[key].append((one, why))
    step()
    for key, members in groups.items():
        if not 1 < len(members) <= _LARGEST_GROUP:
            continue
        for (one, why), (other, also) in combinations(members, 2):
            if one.id != other.id:
                yield from _two_organisations(key[0], one, other, min(why, also, key=len))


def _keys_of(one: Organisation) -> Iterator[tuple[str, str]]:
    """What others of the same organisation would share with it, and how that is said."""
    for number, name in enumerate((one.name, *one.former_names.splitlines())):
        words = tuple(_WORD.findall(folded(name.replace("&", " and "))))
        telling = [word for word in words if word not in _COMMON] or words
        bare = " ".join(sorted(telling))
        if not bare:
            continue
        yield f"n {bare}", "Same name but for small words" if number == 0 else "Formerly so called"
        letters = "".join(word[0] for word in words if word not in ("the", "and", "of", "for"))
        for initials in {letters, words[0] if len(words) == 1 else ""}:
            if len(initials) > 2:
                yield f"a {initials}", "One is the initials of the other"
        for less in _a_letter_less("".join(telling)):
            yield f"l {less}", "Names that differ in one letter"


def _two_organisations(
    shared: str, one: Organisation, other: Organisation, why: str
) -> Iterator[Likeness]:
    first, second = sorted((one, other), key=lambda each: each.id)
    if shared == "a":
        single = [each for each in (one, other) if len(_WORD.findall(folded(each.name))) == 1]
        if len(single) != 1:
            return
    if shared == "l":
        bare, others = (folded(each.name).replace(" ", "") for each in (one, other))
        if not one_slip(bare, others):
            return
    score = {"n": 85, "a": 60, "l": 65}[shared]
    yield Likeness(Alike.ORGANISATION, first.id, second.id, score, why)


# -- claim lines -----------------------------------------------------------------------------------


def _of_lines(records: Records, step: Step) -> Iterator[Likeness]:
    sessions = {one.id for one in records.find(Session)}
    claims = {one.id: one for one in records.find(Claim) if one.session in sessions}
    lines = {
        one.id: one for one in records.find(ClaimLine) if one.claim in claims and not one.newer
    }
    step()
    names = {one.id: folded(one.name) for one in records.find(Person)}
    pictures = {one.id: one.digest for one in records.find(Attachment)}
    groups: defaultdict[tuple[str, ...], list[ClaimLine]] = defaultdict(list)
    for line in lines.values():
        whose = claims[line.claim].person
        sum_of = line.miles_tenths if line.kind_of == LineKind.MILEAGE else line.pence
        if line.day is not None and sum_of > 0:
            who = names.get(whose) or whose
            groups["day", who, line.day.isoformat(), line.kind_of, str(sum_of)].append(line)
    for receipt in records.find(Receipt):
        digest = pictures.get(receipt.attachment, "")
        if digest and receipt.line in lines:
            groups["receipt", digest].append(lines[receipt.line])
    step()
    for key, some in groups.items():
        if 1 < len(some) <= _LARGEST_GROUP:
            for one, other in combinations(sorted(some, key=lambda each: each.id), 2):
                if one.id != other.id:
                    yield from _two_lines(key[0], one, other)


def _two_lines(shared: str, one: ClaimLine, other: ClaimLine) -> Iterator[Likeness]:
    if shared == "receipt":
        same_sum = one.pence == other.pence
        yield Likeness(
            Alike.LINE, one.id, other.id, 90 if same_sum else 60,
            "Same receipt and same amount" if same_sum else "Same receipt",
        )  # fmt: skip
        return
    places = [(folded(each.from_place), folded(each.to_place)) for each in (one, other)]
    if all(any(place) for place in places) and places[0] != places[1]:
        return  # there, and back again: two journeys
    words = "Same person, same day and same amount"
    if one.kind_of == LineKind.MILEAGE:
        words = "Same person, same day and same miles"
    same = places[0] == places[1] and folded(one.description) == folded(other.description)
    yield Likeness(Alike.LINE, one.id, other.id, 75 if same else 55, words)

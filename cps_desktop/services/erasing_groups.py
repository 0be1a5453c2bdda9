"""What would be erased, in groups that go together or stay together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

import msgspec

from cps_desktop.domain.belonging import Belonging, belongings
from cps_desktop.domain.kinds import (
    Attendance,
    BankDetails,
    Claim,
    Consent,
    ErasureRequest,
    Need,
    PaymentForTime,
)
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import Record, RecordId
from cps_desktop.domain.rulings import Erasure, RecordKey
from cps_desktop.storage.after_erasure import Written
from cps_desktop.storage.erasing import Said

ENTRY: Final = "entry"
LISTS: Final = "lists"
CLAIMS: Final = "claims"
NAMED: Final = "named"
PICTURES: Final = "pictures"
SHEETS: Final = "sheets"
TEXTS: Final = "texts"
FIELD: Final = "field"
"""The groups of what goes, by key."""

_APART: Final = {Attendance.KIND: LISTS, Claim.KIND: CLAIMS, PaymentForTime.KIND: CLAIMS}


def kinds_of(group: str) -> tuple[Belonging, ...]:
    """The kinds of which a person's records go with a group: what somebody may want to keep has
    one of its own, with all that hangs on it; all else goes with the entry."""
    return tuple(one for one in belongings() if _APART.get(one.branch, ENTRY) == group)


class Found(msgspec.Struct, frozen=True):
    """A text of somebody else's record in which the person is named: where, and some words of it.

    ``now`` is false for an earlier wording that is shown no more.
    """

    kind: str
    record: RecordId
    field: str
    words: str
    now: bool
    site: bytes
    seq: int


class Group(msgspec.Struct, frozen=True):
    """Things that go together or stay together. ``note`` is what to think of before choosing."""

    key: str
    words: str
    count: int
    ticked: bool = True
    note: str = ""
    records: frozenset[RecordKey] = frozenset()
    changes: Mapping[bytes, RangeSet] = {}
    digests: frozenset[str] = frozenset()
    found: tuple[Found, ...] = ()


class Foreseen(msgspec.Struct, frozen=True):
    """What would be erased. ``about`` is the name of the person or field in words; ``chosen`` the
    keys of the groups that would go."""

    about: str
    groups: tuple[Group, ...]
    chosen: frozenset[str]
    person: RecordId = ""
    sessions: tuple[RecordId, ...] = ()
    """The sessions in whose list of facilitators the person stands."""
    people: frozenset[RecordId] = frozenset()
    """All the entries that are one and the same person."""
    seen: Mapping[bytes, RangeSet] = {}
    """What was here when this was foreseen, of the laptops that wrote where it is: by site."""
    earlier: Erasure = Erasure()
    """What was erased before to which this belongs; a ruling says it again."""

    def choosing(self, keys: Collection[str]) -> Foreseen:
        """The same with exactly these groups chosen."""
        known = {one.key for one in self.groups}
        return msgspec.structs.replace(self, chosen=frozenset(keys) & known)

    def narrowed(self, key: str, records: Collection[RecordId]) -> Foreseen:
        """The same with only what was found in these records left in a group of texts."""
        groups = tuple(
            _narrowed(one, [each for each in one.found if each.record in records])
            if one.key == key and one.found
            else one
            for one in self.groups
        )
        return msgspec.structs.replace(self, groups=groups)

    @property
    def going(self) -> tuple[Group, ...]:
        """The groups that are chosen."""
        return tuple(one for one in self.groups if one.key in self.chosen)

    @property
    def records(self) -> frozenset[RecordKey]:
        """The records that would go as a whole."""
        return frozenset(key for one in self.going for key in one.records)

    @property
    def leaving(self) -> frozenset[RecordId]:
        """The people who would be in no list of facilitators any more: those whose entry goes, here
        or by what was erased before."""
        if ENTRY in self.chosen:
            return self.people
        going = {one.id for one in self.records}
        return frozenset(one for one in self.people if bytes.fromhex(one) in going)

    @property
    def changes(self) -> dict[bytes, RangeSet]:
        """The single changes that would go, by site."""
        together: dict[bytes, RangeSet] = {}
        for one in self.going:
            for site, some in one.changes.items():
                together[site] = together.get(site, RangeSet()) | some
        return together

    @property
    def digests(self) -> frozenset[str]:
        """The pictures that would go, by SHA-256."""
        return frozenset(digest for one in self.going for digest in one.digests)

    @property
    def erasure(self) -> Erasure:
        """All of it, as a ruling says it."""
        return Erasure(self.records, self.changes, self.digests, self.seen)


def of_texts(key: str, texts: Sequence[Found], ticked: bool) -> Group:
    """Texts of other people, each of which can be left as it is."""
    records = len({one.record for one in texts})
    return Group(
        key,
        f"{counted(records, 'text')} of other people in which the name occurs",
        len(texts),
        ticked=ticked,
        note="Each would be left empty. Where only the name is to go, write the text without it "
        "first: then only the earlier wording goes.",
        changes=changes_of(texts),
        found=tuple(texts),
    )


def _narrowed(group: Group, texts: Sequence[Found]) -> Group:
    if group.key == TEXTS:
        return of_texts(group.key, texts, group.ticked)
    return msgspec.structs.replace(
        group, count=len(texts), changes=changes_of(texts), found=tuple(texts)
    )


def keys_of(records: Iterable[Record]) -> frozenset[RecordKey]:
    """By what these records are known on every laptop."""
    return frozenset(
        RecordKey(
            bytes.fromhex(one.id if type(one).IS_ROOT else one.root),
            bytes.fromhex(one.id),
            one.KIND,
        )
        for one in records
    )


def changes_of(some: Iterable[Said | Found | Written]) -> dict[bytes, RangeSet]:
    """These single changes, by site."""
    seqs: dict[bytes, list[int]] = {}
    for one in some:
        seqs.setdefault(one.site, []).append(one.seq)
    return {site: RangeSet.of(numbers) for site, numbers in seqs.items()}


def filed_words(records: Iterable[RecordKey]) -> list[str]:
    """What is filed with a person, besides lists and claims, in words."""
    filed = {one.cls.KIND for one in kinds_of(ENTRY)}
    many = Counter(one.kind for one in records if one.kind in filed)
    said = {
        ErasureRequest.KIND: counted(many[ErasureRequest.KIND], "request") + " to erase them",
        Need.KIND: counted(many[Need.KIND], "thing") + " they need",
        Consent.KIND: counted(many[Consent.KIND], "consent"),
        BankDetails.KIND: "their bank details",
    }
    more = sum(number for kind, number in many.items() if kind not in said)
    words = [words for kind, words in said.items() if many[kind]]
    return [*words, counted(more, "other entry", "other entries")] if more else words


def counted(number: int, one: str, many: str = "") -> str:
    """As in "2 lists"."""
    return f"{number:,} {one if number == 1 else (many or one + 's')}"

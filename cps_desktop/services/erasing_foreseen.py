"""What erasing a person or a field would take: found and shown before anything goes.

What belongs to the person goes as whole records, so that what other laptops add unaware goes too.
Their name in other people's records goes as single values. A note in which somebody happens to be
named is somebody else's work: it is offered, and taken only when chosen.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar, cast

import msgspec

from cps_desktop.domain.changes import Edit, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Attachment,
    Attendance,
    Claim,
    ClaimLine,
    DayPresence,
    Difference,
    ErasureRequest,
    JoinPaper,
    Note,
    Organisation,
    Person,
    Receipt,
    Ruling,
    Sameness,
    Session,
)
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import KINDS, Record, RecordId, Shape, meanings
from cps_desktop.domain.rulings import Erasure, RecordKey
from cps_desktop.services.erasing_merged import left_by_merges
from cps_desktop.services.people import folded, shown_name
from cps_desktop.storage.erasing import Said, said_of, texts_holding
from cps_desktop.storage.workspace import Workspace

R = TypeVar("R", bound=Record)

ENTRY: Final = "entry"
LISTS: Final = "lists"
CLAIMS: Final = "claims"
NAMED: Final = "named"
TEXTS: Final = "texts"
FIELD: Final = "field"
"""The groups of what goes, by key."""

_NAME_FIELDS: Final = frozenset({(Note.KIND, "author"), (ClaimLine.KIND, "agreed_by")})
"""Fields that hold nothing but somebody's name."""
_NOT_SEARCHED: Final = frozenset(
    {
        (Person.KIND, "name"),
        (Person.KIND, "known_as"),
        (JoinPaper.KIND, "written"),
        (Ruling.KIND, "written"),
        *((Organisation.KIND, one) for one in meanings(Organisation)),
    }
)
"""Names of others, and what no erasure takes."""
_EXCERPT: Final = 30
"""Characters shown before and after a name that is found in a text."""


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

    def choosing(self, keys: Collection[str]) -> Foreseen:
        """The same with exactly these groups chosen."""
        known = {one.key for one in self.groups}
        return msgspec.structs.replace(self, chosen=frozenset(keys) & known)

    def leaving_out(self, *keys: str) -> Foreseen:
        """The same without these groups."""
        return self.choosing(self.chosen - set(keys))

    def narrowed(self, key: str, records: Collection[RecordId]) -> Foreseen:
        """The same with only what was found in these records left in a group of texts."""
        groups = tuple(
            _of_texts(one.key, [each for each in one.found if each.record in records], one.ticked)
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
        return Erasure(self.records, self.changes, self.digests)


def foresee_person(workspace: Workspace, person: RecordId) -> Foreseen:
    """What erasing a person would take, in groups. Reads every text there is: not for the window's
    own thread. Raises InputRefused where there is no such person."""
    somebody = workspace.get(Person, person)
    if somebody is None:
        raise InputRefused("This person is not in this workspace. Nothing was changed.")
    people = _one_and_the_same(workspace, somebody)
    lists = [one for each in people for one in _every(workspace, Attendance, person=each.id)]
    days = [one for each in lists for one in _every(workspace, DayPresence, attendance=each.id)]
    money, digests = _claims_of(workspace, people)
    entry = [*people, *_said_of_them(workspace, people, money)]
    groups = [
        Group(
            ENTRY,
            _counted(len(people), "entry", "entries") + ": name, role, needs and how to reach them",
            len(people),
            records=_keys(entry),
            changes=_changes(left_by_merges(workspace, people)),
        ),
        Group(
            LISTS,
            f"{_counted(len(lists), 'list')} they are on, {_counted(len(days), 'day')} they were "
            "ticked in",
            len(lists),
            records=_keys([*lists, *days]),
        ),
        _money_group(money, digests),
    ]
    names = _names_of(workspace, people)
    gone = frozenset(key for one in groups for key in one.records)
    named, texts = _by_name(workspace, names, gone)
    if named:
        groups.append(_named_group(workspace, named, names, {one.id for one in people}))
    if texts:
        groups.append(_of_texts(TEXTS, texts, ticked=False))
    kept = tuple(one for one in groups if one.count)
    return Foreseen(
        shown_name(somebody),
        kept,
        frozenset(one.key for one in kept if one.ticked),
        person,
        tuple(one.id for one in workspace.find(Session) if person in one.facilitators),
    )


def foresee_field(workspace: Workspace, kind: str, record: RecordId, field: str) -> Foreseen:
    """What erasing one field of one record would take: every value it ever had.

    Raises InputRefused where there is no such record or field.
    """
    cls = KINDS.get(kind)
    here = workspace.get(cls, record) if cls is not None else None
    if cls is None or here is None or field not in meanings(cls):
        raise InputRefused("This is not in this workspace. Nothing was changed.")
    said = [one for one in said_of(workspace, here, field) if one.value is not None]
    label = meanings(cls)[field].label
    group = Group(
        FIELD,
        f"{label}: {_counted(len(said), 'wording')}, also those that were written over",
        len(said),
        changes=_changes(said),
    )
    return Foreseen(label, (group,) if said else (), frozenset({FIELD} if said else ()))


def references_in(workspace: Workspace, foreseen: Foreseen) -> list[Edit]:
    """The edits that take the person out of sessions' lists of facilitators."""
    edits: list[Edit] = []
    for session in foreseen.sessions:
        one = workspace.get(Session, session)
        if one is not None and foreseen.person in one.facilitators and not one.newer:
            left = tuple(each for each in one.facilitators if each != foreseen.person)
            edits += setting(one, facilitators=left)
    return edits


# -- what belongs to the person ----------------------------------------------------------------


def _every(workspace: Workspace, cls: type[R], **equals: RecordId) -> list[R]:
    """Records that are there and such as were deleted: what was deleted is still written down."""
    values = cast(dict[str, Any], equals)
    return [*workspace.find(cls, **values), *workspace.find(cls, deleted=True, **values)]


def _one_and_the_same(workspace: Workspace, person: Person) -> list[Person]:
    """The person and every entry that was merged with theirs."""
    ids = [person.id]
    merges = workspace.find(Sameness)
    for known in ids:
        for one in merges:
            if known in one.people:
                ids += [each for each in one.people if each not in ids]
    found = (workspace.get(Person, one) for one in ids)
    return [one for one in found if one is not None]


def _said_of_them(
    workspace: Workspace, people: Sequence[Person], money: Sequence[Record]
) -> list[Record]:
    """What was written down about whether they are one with somebody, and requests for erasure."""
    ids = {one.id for one in (*people, *money)}
    about: list[Sameness | Difference] = [*_every(workspace, Sameness)]
    about += _every(workspace, Difference)
    said: list[Record] = [one for one in about if ids & {*one.people, *one.lines}]
    for person in people:
        said += _every(workspace, ErasureRequest, person=person.id)
    return said


def _claims_of(
    workspace: Workspace, people: Sequence[Person]
) -> tuple[list[Record], frozenset[str]]:
    """Their claims with lines, receipts and pictures; one that serves others as well stays."""
    claims = [one for each in people for one in _every(workspace, Claim, person=each.id)]
    lines = [one for each in claims for one in _every(workspace, ClaimLine, claim=each.id)]
    receipts = [one for each in lines for one in _every(workspace, Receipt, line=each.id)]
    going = {one.id for one in receipts}
    pictures = []
    for one in {each.attachment for each in receipts if each.attachment}:
        picture = workspace.get(Attachment, one)
        others = {each.id for each in _every(workspace, Receipt, attachment=one)} - going
        if picture is not None and not others:
            pictures.append(picture)
    digests = frozenset(one.digest for one in pictures if len(one.digest) == 64)
    return [*claims, *lines, *receipts, *pictures], digests


def _money_group(money: Sequence[Record], digests: frozenset[str]) -> Group:
    claims = sum(isinstance(one, Claim) for one in money)
    lines = sum(isinstance(one, ClaimLine) for one in money)
    return Group(
        CLAIMS,
        f"{_counted(claims, 'claim')} with {_counted(lines, 'line')} and "
        f"{_counted(len(digests), 'picture')} of receipts",
        claims,
        note="A finance office may have to keep what was paid for some years. What stays here "
        "stays without the name, so print the claim first if it is still needed.",
        records=_keys(money),
        digests=digests,
    )


def _keys(records: Iterable[Record]) -> frozenset[RecordKey]:
    return frozenset(
        RecordKey(
            bytes.fromhex(one.id if type(one).IS_ROOT else one.root),
            bytes.fromhex(one.id),
            one.KIND,
        )
        for one in records
    )


# -- where their name stands -------------------------------------------------------------------


def _names_of(workspace: Workspace, people: Sequence[Person]) -> tuple[str, ...]:
    """Every name they were ever written down under."""
    said = [
        one.value
        for person in people
        for field in ("name", "known_as")
        for one in said_of(workspace, person, field)
    ]
    return tuple(dict.fromkeys(one.strip() for one in said if isinstance(one, str) and one.strip()))


def _by_name(
    workspace: Workspace, names: Sequence[str], gone: frozenset[RecordKey]
) -> tuple[list[Said], list[Found]]:
    """Values that are nothing but one of the names, and other texts in which one occurs."""
    whole = {folded(one) for one in names}
    if not whole:
        return [], []
    within = re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(one) for one in names) + r")(?!\w)", re.IGNORECASE
    )
    named: list[Said] = []
    texts: list[Found] = []
    for one in texts_holding(workspace, _text_fields(), _pieces(names)):
        key = RecordKey(bytes.fromhex(one.root), bytes.fromhex(one.record), one.kind)
        if key in gone or (one.kind, one.field) in _NOT_SEARCHED or not isinstance(one.value, str):
            continue
        if (one.kind, one.field) in _NAME_FIELDS and folded(one.value) in whole:
            named.append(one)
            continue
        match = within.search(one.value)
        if match is not None:
            texts.append(_found(workspace, one, one.value, match))
    return named, texts


def _pieces(names: Sequence[str]) -> list[bytes]:
    """Of each name the longest run of plain letters: what is quickly looked for in every text.
    Empty where a name has none, such as one in another script."""
    runs = [re.findall(r"[a-z0-9]+", one.lower()) for one in names]
    if not all(runs):
        return []
    return sorted({max(some, key=len).encode() for some in runs})


def _text_fields() -> list[str]:
    return sorted(
        {
            name
            for cls in KINDS.values()
            for name, meaning in meanings(cls).items()
            if meaning.shape in (Shape.TEXT, Shape.LONG_TEXT)
        }
    )


def _found(workspace: Workspace, said: Said, text: str, match: re.Match[str]) -> Found:
    start, end = max(0, match.start() - _EXCERPT), min(len(text), match.end() + _EXCERPT)
    words = " ".join(text[start:end].split())
    cls = KINDS.get(said.kind)
    now = workspace.get(cls, said.record) if cls is not None else None
    return Found(
        said.kind,
        said.record,
        said.field,
        ("…" if start else "") + words + ("…" if end < len(text) else ""),
        getattr(now, said.field, None) == text,
        said.site,
        said.seq,
    )


def _named_group(
    workspace: Workspace, named: Sequence[Said], names: Sequence[str], people: set[RecordId]
) -> Group:
    mine = {folded(one) for one in names}
    others = any(
        one.id not in people and mine & {folded(one.name), folded(one.known_as)}
        for one in workspace.find(Person)
    )
    return Group(
        NAMED,
        f"Their name beside {_counted(len({one.record for one in named}), 'note or claim line')}",
        len(named),
        ticked=not others,
        note="Somebody else here goes by the same name: it may be theirs." if others else "",
        changes=_changes(named),
    )


def _of_texts(key: str, texts: Sequence[Found], ticked: bool) -> Group:
    records = len({one.record for one in texts})
    return Group(
        key,
        f"{_counted(records, 'text')} of other people in which the name occurs",
        len(texts),
        ticked=ticked,
        note="Each would be left empty. Where only the name is to go, write the text without it "
        "first: then only the earlier wording goes.",
        changes=_changes(texts),
        found=tuple(texts),
    )


def _changes(some: Iterable[Said | Found]) -> dict[bytes, RangeSet]:
    seqs: dict[bytes, list[int]] = {}
    for one in some:
        seqs.setdefault(one.site, []).append(one.seq)
    return {site: RangeSet.of(numbers) for site, numbers in seqs.items()}


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else (many or one + 's')}"

"""What erasing a person or a field would take: found and shown before anything goes.

What belongs to the person goes as whole records, so that what other laptops add unaware goes too.
Their name in other people's records goes as single values. A note in which somebody happens to be
named is somebody else's work: it is offered, and taken only when chosen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, Final, TypeVar, cast

from cps_desktop.domain.changes import Edit, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Action,
    Attachment,
    Attendance,
    Claim,
    ClaimLine,
    ClaimStep,
    DayPresence,
    Difference,
    JoinPaper,
    Note,
    Organisation,
    PaymentBatch,
    PaymentForTime,
    Person,
    Receipt,
    Ruling,
    Sameness,
    Session,
    SignInPage,
)
from cps_desktop.domain.records import KINDS, Record, RecordId, Shape, meanings
from cps_desktop.domain.rulings import RecordKey
from cps_desktop.services.erasing_groups import (
    CLAIMS,
    ENTRY,
    FIELD,
    LISTS,
    NAMED,
    TEXTS,
    Foreseen,
    Found,
    Group,
    changes_of,
    counted,
    filed_words,
    keys_of,
    kinds_of,
    of_texts,
)
from cps_desktop.services.erasing_merged import left_by_merges
from cps_desktop.services.erasing_pictures import OnNotes, pictures_group, pictures_on, sheets_group
from cps_desktop.services.people import folded, shown_name
from cps_desktop.storage.after_erasure import seen_of
from cps_desktop.storage.erasing import Said, said_of, texts_holding
from cps_desktop.storage.workspace import Workspace

R = TypeVar("R", bound=Record)

NAME_FIELDS: Final = frozenset(
    {
        (Note.KIND, "author"),
        (ClaimLine.KIND, "agreed_by"),
        (ClaimStep.KIND, "by"),
        (PaymentBatch.KIND, "made_by"),
        (Action.KIND, "who"),
    }
)
"""Fields that hold nothing but somebody's name."""
MOST_SEEN: Final = 4_000
"""Stretches of laptops' histories that a ruling says its author had seen."""
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


_ENTRY: Final = "{}: name, role, needs and how to reach them"


def foresee_person(workspace: Workspace, person: RecordId) -> Foreseen:
    """What erasing a person would take, in groups. Reads every text there is: not for the window's
    own thread. Raises InputRefused where there is no such person."""
    somebody = workspace.get(Person, person)
    if somebody is None:
        raise InputRefused("This person is not in this workspace. Nothing was changed.")
    people = _one_and_the_same(workspace, somebody)
    listed = _belonging_to(workspace, LISTS, people)
    lists = sum(isinstance(one, Attendance) for one in listed)
    days = sum(isinstance(one, DayPresence) for one in listed)
    signed = len(listed) - lists - days
    money, digests = _claims_of(workspace, people)
    about = keys_of(_said_of_them(workspace, people, money))
    groups = [
        Group(
            ENTRY,
            "; ".join(
                [_ENTRY.format(counted(len(people), "entry", "entries")), *filed_words(about)]
            ),
            len(people),
            records=keys_of(people) | about,
            changes=changes_of(left_by_merges(workspace, people)),
        ),
        Group(
            LISTS,
            f"{counted(lists, 'list')} they are on, {counted(days, 'day')} they were ticked in"
            + (f", {counted(signed, 'signature')} at the door" if signed else ""),
            lists,
            records=keys_of(listed),
        ),
        money_group(money, digests),
    ]
    names = _names_of(workspace, people)
    gone = frozenset(key for one in groups for key in one.records)
    named, texts = _by_name(workspace, names, gone)
    if named:
        groups.append(_named_group(workspace, named, names, {one.id for one in people}))
    shown = pictures_group(workspace, {one.record for one in named if one.kind == Note.KIND})
    if shown is not None:
        groups.append(shown)
    signed_on = sheets_group(workspace, [one for one in listed if isinstance(one, DayPresence)])
    if signed_on is not None:
        groups.append(signed_on)
    if texts:
        groups.append(of_texts(TEXTS, texts, ticked=False))
    kept = tuple(one for one in groups if one.count)
    ids = frozenset(one.id for one in people)
    sessions = facilitated_by(workspace, ids)
    roots = {one.root for one in gone} | {bytes.fromhex(one) for one in sessions}
    return Foreseen(
        shown_name(somebody),
        kept,
        frozenset(one.key for one in kept if one.ticked),
        person,
        sessions,
        ids,
        seen_of(workspace, roots, MOST_SEEN),
    )


def foresee_field(workspace: Workspace, kind: str, record: RecordId, field: str) -> Foreseen:
    """What erasing one field of one record would take: every value it ever had; of a note's
    picture the pictures too, where nothing else shows them.

    Raises InputRefused where there is no such record or field.
    """
    cls = KINDS.get(kind)
    here = workspace.get(cls, record) if cls is not None else None
    if cls is None or here is None or field not in meanings(cls):
        raise InputRefused("This is not in this workspace. Nothing was changed.")
    said = [one for one in said_of(workspace, here, field) if one.value is not None]
    shows = OnNotes((), ())
    if isinstance(here, Note) and field == "picture":
        shows = pictures_on(workspace, {record})
    label = meanings(cls)[field].label
    root = bytes.fromhex(here.id if cls.IS_ROOT else here.root)
    group = Group(
        FIELD,
        f"{label}: {counted(len(said), 'wording')}, also those that were written over",
        len(said),
        records=shows.records,
        changes=changes_of(said),
        digests=shows.digests,
    )
    return Foreseen(
        label,
        (group,) if said else (),
        frozenset({FIELD} if said else ()),
        seen=seen_of(workspace, [root], MOST_SEEN),
    )


def foresee_claims(workspace: Workspace, claims: Collection[RecordId], about: str) -> Foreseen:
    """What erasing these claims would take, with lines, receipts and pictures only they show."""
    here = [one for each in claims if (one := workspace.get(Claim, each)) is not None]
    money, digests = _money_of(workspace, here)
    groups = (money_group(money, digests),) if money else ()
    roots = {key.root for one in groups for key in one.records}
    chosen = frozenset(one.key for one in groups)
    return Foreseen(about, groups, chosen, seen=seen_of(workspace, roots, MOST_SEEN))


def foresee_records(workspace: Workspace, records: Sequence[Record], about: str) -> Foreseen:
    """What erasing these records as a whole would take."""
    group = Group(FIELD, about, len(records), records=keys_of(records))
    roots = {key.root for key in group.records}
    return Foreseen(about, (group,), frozenset({FIELD}), seen=seen_of(workspace, roots, MOST_SEEN))


def facilitated_by(workspace: Workspace, people: Collection[RecordId]) -> tuple[RecordId, ...]:
    """The sessions in whose list of facilitators one of these people stands."""
    return tuple(
        one.id for one in workspace.find(Session) if not set(people).isdisjoint(one.facilitators)
    )


def references_in(workspace: Workspace, foreseen: Foreseen) -> list[Edit]:
    """The edits that take the person out of sessions' lists of facilitators."""
    edits: list[Edit] = []
    leaving = foreseen.leaving
    for session in foreseen.sessions if leaving else ():
        one = workspace.get(Session, session)
        if one is not None and not one.newer:
            left = tuple(each for each in one.facilitators if each not in leaving)
            edits += setting(one, facilitators=left) if left != one.facilitators else []
    return edits


# -- what belongs to the person ----------------------------------------------------------------


def every(workspace: Workspace, cls: type[R], **equals: RecordId) -> list[R]:
    """Records that are there and such as were deleted: what was deleted is still written down."""
    values = cast(dict[str, Any], equals)
    return [*workspace.find(cls, **values), *workspace.find(cls, deleted=True, **values)]


def _belonging_to(workspace: Workspace, group: str, records: Sequence[Record]) -> list[Record]:
    """What of a group belongs to these people or records, and what hangs on that in turn."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in records:
        found[record.KIND].append(record)
    theirs: list[Record] = []
    for cls, field, parent, _ in kinds_of(group):
        some = [one for each in found[parent] for one in every(workspace, cls, **{field: each.id})]
        found[cls.KIND] += some
        theirs += some
    return theirs


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
    """What was written down about whether they are one with somebody, and what is filed with
    their entry."""
    ids = {one.id for one in (*people, *money)}
    about: list[Sameness | Difference] = [*every(workspace, Sameness)]
    about += every(workspace, Difference)
    said: list[Record] = [one for one in about if ids & {*one.people, *one.lines}]
    return [*said, *_belonging_to(workspace, ENTRY, people)]


def _claims_of(
    workspace: Workspace, people: Sequence[Person]
) -> tuple[list[Record], frozenset[str]]:
    """Their claims with lines, receipts and pictures, and payments for their time; a picture that
    serves others as well stays."""
    return _with_pictures(workspace, _belonging_to(workspace, CLAIMS, people))


def _money_of(workspace: Workspace, claims: Sequence[Claim]) -> tuple[list[Record], frozenset[str]]:
    return _with_pictures(workspace, [*claims, *_belonging_to(workspace, CLAIMS, claims)])


def _with_pictures(
    workspace: Workspace, money: Sequence[Record]
) -> tuple[list[Record], frozenset[str]]:
    pictures = pictures_of(workspace, [one for one in money if isinstance(one, Receipt)])
    digests = frozenset(one.digest for one in pictures if len(one.digest) == 64)
    return [*money, *pictures], digests


def pictures_of(workspace: Workspace, receipts: Sequence[Receipt]) -> list[Attachment]:
    """The pictures of receipts that serve nothing else."""
    going = {one.id for one in receipts}
    pictures = []
    for one in {each.attachment for each in receipts if each.attachment}:
        picture = workspace.get(Attachment, one)
        others = {each.id for each in every(workspace, Receipt, attachment=one)} - going
        others |= {each.id for each in every(workspace, Note, picture=one)}
        others |= {each.id for each in every(workspace, SignInPage, attachment=one)}
        if picture is not None and not others:
            pictures.append(picture)
    return pictures


def money_group(money: Sequence[Record], digests: frozenset[str]) -> Group:
    claims = sum(isinstance(one, Claim) for one in money)
    lines = sum(isinstance(one, ClaimLine) for one in money)
    payments = sum(isinstance(one, PaymentForTime) for one in money)
    return Group(
        CLAIMS,
        f"{counted(claims, 'claim')} with {counted(lines, 'line')} and "
        f"{counted(len(digests), 'picture')} of receipts"
        + (f"; {counted(payments, 'payment')} for their time" if payments else ""),
        claims + payments,
        note="A finance office may have to keep what was paid for some years. What stays here "
        "stays without the name, so print the claim first if it is still needed.",
        records=keys_of(money),
        digests=digests,
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
        if (one.kind, one.field) in NAME_FIELDS and folded(one.value) in whole:
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
        "Their name beside "
        + counted(
            len({one.record for one in named}),
            "note, claim line or action",
            "notes, claim lines or actions",
        ),
        len(named),
        ticked=not others,
        note="Somebody else here goes by the same name: it may be theirs." if others else "",
        changes=changes_of(named),
    )

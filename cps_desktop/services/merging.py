"""Two records are one: merged on somebody's word, and written down so that it can be undone.

Which of the two stays is no choice: it is the one with the lesser id, on every laptop. Two people
who merge the same two in opposite directions therefore do the same, and neither is lost. What is
a choice is which of two values is right. See docs/decisions/merging-people.md.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cps_desktop.domain.changes import Edit, by_record, creating, deleting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Alike, ClaimLine, Difference, Organisation, Person, Sameness
from cps_desktop.domain.records import (
    DELETED,
    KINDS,
    Record,
    RecordId,
    Value,
    defaults,
    meanings,
)
from cps_desktop.services.door import LONGEST_TEXT, Door, Records
from cps_desktop.services.merge_edits import FIELD_OF, KIND_OF, merge_edits

MERGE: Final = "They are one"
TWO: Final = "They are two"
FORMAT: Final = 1
_MOST_WRITTEN: Final = LONGEST_TEXT // 2


def make_one(
    door: Door,
    what: Alike,
    one: RecordId,
    other: RecordId,
    values: Mapping[str, Value] | None = None,
    *,
    initiator: object | None = None,
) -> RecordId:
    """Merge two people, organisations or claim lines as one step; gives the one that stays.

    ``values`` are fields somebody chose between; of the rest the one that stays keeps its own,
    and takes the other's where it has none. Everything that spoke of the other speaks of it from
    now on. Called again for two that were merged before, it takes along what came in since.
    Raises InputRefused where one of them is not known here.
    """
    cls = KIND_OF[what]
    first, gone = sorted((one, other))
    stays = who_stays(door.records, what, first)
    kept, merged = door.records.get(cls, stays), door.records.get(cls, gone)
    if stays == gone or kept is None or merged is None or kept.deleted:
        raise InputRefused("One of the two is not here any more. Nothing was changed.")
    edits = merge_edits(door.records, what, kept, merged, values or {})
    if not merged.deleted:
        edits += deleting([merged])
    if not edits:
        return stays
    parts = _in_parts(written_down(door.records, edits))
    edits += deleting(said_two(door.records, what, stays, gone))
    root = kept.id if cls.IS_ROOT else kept.root
    for part in parts:
        said = Sameness(id=door.new_id(), root=root, what=what, undoing=" ")
        said = dataclasses.replace(said, **_naming(what, stays, gone))
        before = len(edits) + len(creating(said)) - 1
        text = f'{{"format":{FORMAT},"before":{before},"records":[{part}]}}'
        edits += creating(dataclasses.replace(said, undoing=text))
    door.do(MERGE, edits, initiator=initiator)
    return stays


def keep_two(
    door: Door, what: Alike, one: RecordId, other: RecordId, *, initiator: object | None = None
) -> None:
    """Remember that two who look alike are two, here and wherever this goes."""
    door.do(TWO, two_edits(door.records, what, one, other), initiator=initiator)


def two_edits(records: Records, what: Alike, one: RecordId, other: RecordId) -> list[Edit]:
    """The edits after which it is remembered that they are two."""
    cls = KIND_OF[what]
    first, second = sorted((one, other))
    known = records.get(cls, first)
    if known is None or records.get(cls, second) is None:
        raise InputRefused("One of the two is not here any more. Nothing was changed.")
    identity = derived_id("difference", what, first, second)
    root = known.id if cls.IS_ROOT else known.root
    before = records.get(Difference, identity)
    if before is not None:
        return [Edit(Difference.KIND, identity, before.root, DELETED, value=False)]
    said = Difference(id=identity, root=root, what=what)
    return creating(dataclasses.replace(said, **_naming(what, first, second)))


def _naming(what: Alike, one: RecordId, other: RecordId) -> dict[str, Any]:
    return {FIELD_OF[what]: (one, other)}


def said_two(records: Records, what: Alike, one: RecordId, other: RecordId) -> list[Difference]:
    """What says that they are two, if somebody said so."""
    known = records.get(Difference, derived_id("difference", what, *sorted((one, other))))
    return [known] if known is not None and not known.deleted else []


# -- what a merge writes down ----------------------------------------------------------------------


def written_down(records: Records, edits: Sequence[Edit]) -> list[dict[str, Any]]:
    """What these edits change, so that it can be put back where nobody changed it since.

    An entry a record: ``k`` kind, ``i`` id, ``r`` root; ``d`` what became of it (made, gone,
    back); ``f`` the names of its fields that were set. No value is among it: what a field held
    before stands in the journal, in the change that the merge's own change replaced, and goes
    from there when it is erased.
    """
    written = []
    for identity, some in by_record(edits).items():
        cls = KINDS[some[0].kind]
        entry: dict[str, Any] = {"k": cls.KIND, "i": identity, "r": some[0].root}
        fields = [edit.field for edit in some if edit.field != DELETED]
        for edit in some:
            if edit.field == DELETED:
                entry["d"] = "gone" if edit.value else "back"
        if records.get(cls, identity) is None:
            entry["d"] = "made"
        if fields:
            entry["f"] = fields
        written.append(entry)
    return written


def _in_parts(written: Sequence[dict[str, Any]]) -> list[str]:
    """The entries as texts that fit into a field; a merge of very many is several records."""
    parts: list[list[str]] = [[]]
    size = 0
    for entry in written:
        text = json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        if size and size + len(text) > _MOST_WRITTEN:
            parts.append([])
            size = 0
        parts[-1].append(text)
        size += len(text) + 1
    return [",".join(part) for part in parts]


# -- what was merged -------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True, slots=True)
class Merging:
    """Two that somebody said are one. ``made`` is in milliseconds since 1970 (UTC).

    Two laptops may have said so, each with what it changed: then there are several ``records``.
    """

    what: Alike
    stays: RecordId
    gone: RecordId
    made: int
    records: tuple[Sameness, ...]

    @property
    def pair(self) -> tuple[RecordId, RecordId]:
        """Who is one."""
        return self.stays, self.gone


def mergings(records: Records) -> tuple[Merging, ...]:
    """Everything that was said to be one and not taken apart since, the latest first."""
    found: dict[tuple[str, RecordId, RecordId], list[Sameness]] = {}
    for one in records.find(Sameness):
        pair = pair_of(one)
        if pair is not None:
            found.setdefault((one.what, *pair), []).append(one)
    some = [
        Merging(Alike(what), stays, gone, max(one.made for one in said), tuple(said))
        for (what, stays, gone), said in found.items()
    ]
    return tuple(sorted(some, key=lambda one: (one.made, one.gone), reverse=True))


def pair_of(said: Sameness | Difference) -> tuple[RecordId, RecordId] | None:
    """The two that a record speaks of; None where a stranger wrote something else."""
    if said.newer or said.what not in set(Alike):
        return None
    pair = getattr(said, FIELD_OF[Alike(said.what)])
    return (pair[0], pair[1]) if len(pair) == 2 and pair[0] != pair[1] else None


def merged_into(records: Records, what: Alike, record: RecordId) -> tuple[RecordId, ...]:
    """All that were merged into this one, also by way of others: what is known of it is theirs."""
    into: dict[RecordId, set[RecordId]] = {}
    for one in mergings(records):
        if one.what is what:
            into.setdefault(one.stays, set()).add(one.gone)
    reached: list[RecordId] = []
    wanted = [record]
    while wanted:
        for gone in sorted(into.get(wanted.pop(), ())):
            if gone not in reached and gone != record:
                reached.append(gone)
                wanted.append(gone)
    return tuple(reached)


def who_stays(records: Records, what: Alike, record: RecordId) -> RecordId:
    """The one that stands for this record now: itself, or whoever it was merged into."""
    found = records.get(KIND_OF[what], record)
    if found is None or not found.deleted:
        return record
    into = {one.gone: one.stays for one in reversed(mergings(records)) if one.what is what}
    passed = {record}
    while record in into and found is not None and found.deleted:
        record = into[record]
        if record in passed:
            break
        passed.add(record)
        found = records.get(KIND_OF[what], record)
    return record


def differing(one: Record, other: Record) -> tuple[str, ...]:
    """The fields between which somebody has to choose: both say something, and not the same."""
    usual = defaults(type(one))
    return tuple(
        name
        for name in meanings(type(one))
        if name in _CHOSEN[type(one)]
        and getattr(one, name) != usual[name]
        and getattr(other, name) != usual[name]
        and getattr(one, name) != getattr(other, name)
    )


_CHOSEN: Final[dict[type[Record], tuple[str, ...]]] = {
    Person: (
        "name",
        "known_as",
        "role",
        "organisation",
        "contact",
        "email",
        "phone",
        "community",
        "emergency_contact",
        "responsible_adult",
    ),
    Organisation: ("name", "policy"),
    ClaimLine: ("description", "from_place", "to_place", "agreed_by"),
}

"""Two that were said to be one are two after all: what the merge changed is put back.

The merge wrote down which fields of which records it set; what they held before stands in the
journal. Put back is what nobody changed since; whatever somebody did with it afterwards stays, and
is said. It works after a restart and on any laptop.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import msgspec

from cps_desktop.domain.changes import ChangeSummary, Edit, deleting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import ChangeId
from cps_desktop.domain.kinds import Sameness
from cps_desktop.domain.records import DELETED, KINDS, Record, RecordId, Value, meanings
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Records
from cps_desktop.services.merge_edits import KIND_OF, speaking_of
from cps_desktop.services.merging import FORMAT, Merging, mergings, said_two, two_edits
from cps_desktop.services.version_words import field_label, record_words

PART: str = "They are two after all"


class _Entry(msgspec.Struct, forbid_unknown_fields=True):
    k: str
    i: str
    r: str
    d: str = ""
    f: tuple[str, ...] = ()


class _Written(msgspec.Struct):
    format: int
    before: int
    records: list[_Entry]


@dataclasses.dataclass(frozen=True, slots=True)
class Parted:
    """What taking two apart came to. ``stays`` says what could not be put back, in words."""

    summary: ChangeSummary
    stays: tuple[str, ...]


def they_are_two(desk: Desk, merging: Merging, *, initiator: object | None = None) -> Parted:
    """Take a merge apart as one step, and remember that they are two.

    Raises InputRefused where a later merge stands on this one, or where who was merged is not
    here any more.
    """
    records = desk.door.records
    in_the_way = merged_later(records, merging)
    if in_the_way:
        names = " and ".join(_name(desk, in_the_way[0], one) for one in in_the_way[0].pair)
        raise InputRefused(
            f"{names} were made one after this. Take them apart first. Nothing was changed."
        )
    if records.get(KIND_OF[merging.what], merging.gone) is None:
        raise InputRefused(
            "The second of the two is not kept here any more, so they cannot be taken apart. "
            "Nothing was changed."
        )
    back = _PuttingBack(desk)
    for said in sorted(merging.records, key=lambda one: (one.made, one.id), reverse=True):
        written = _read(said)
        here = desk.workspace.versions(said, "undoing")
        if written is not None and here:
            back.take(written, here[0].change)
    back.leave_what_is_stood_on()
    edits = [*back.edits(), *deleting(merging.records)]
    if not said_two(records, merging.what, *merging.pair):
        edits += two_edits(records, merging.what, *merging.pair)
    summary = desk.door.do(PART, edits, initiator=initiator)
    return Parted(summary, tuple(_stays_words(desk, *one) for one in back.stays))


def merged_later(records: Records, merging: Merging) -> list[Merging]:
    """Merges of either of the two that were made after this one, the latest first."""
    mine = set(merging.pair)
    when = (merging.made, merging.gone)
    return [
        one
        for one in mergings(records)
        if one.pair != merging.pair and mine & set(one.pair) and (one.made, one.gone) > when
    ]


def _name(desk: Desk, merging: Merging, record: RecordId) -> str:
    found = desk.door.records.get(KIND_OF[merging.what], record)
    return record_words(desk, found) if found is not None else "somebody"


def _stays_words(desk: Desk, record: Record, field: str) -> str:
    words = record_words(desk, record)
    if field:
        return f"{words}: {field_label(desk, record, field)} was changed since and stays as it is."
    return f"{words}: somebody went on with it, so it stays."


def _read(said: Sameness) -> _Written | None:
    if not said.undoing:
        return None
    try:
        written = msgspec.json.decode(said.undoing, type=_Written)
    except (msgspec.DecodeError, RecursionError):
        written = None
    if written is None or written.format != FORMAT:
        raise InputRefused(
            "What this merge changed was written down by a newer version of CPS Desktop. It can "
            "be taken apart there. Nothing was changed."
        )
    return written


class _PuttingBack:
    """What is to be written so that the entries of a merge are undone, as far as they can be."""

    def __init__(self, desk: Desk) -> None:
        self._reader = desk.workspace.reader
        self._records = desk.door.records
        self._step = (b"", 0, 0)
        self._known: dict[RecordId, Record] = {}
        self._values: dict[RecordId, dict[str, Value]] = {}
        self._deleted: dict[RecordId, bool] = {}
        self._made: list[RecordId] = []
        self.stays: list[tuple[Record, str]] = []

    def take(self, written: _Written, at: ChangeId) -> None:
        """Undo the entries of one record; later merges of the two are to be given first.

        ``at`` is the change that wrote them down: those of the merge stand right before it.
        """
        self._step = (at.site, at.seq - written.before, at.seq - 1)
        for entry in written.records:
            record = self._record(entry)
            if record is None:
                continue  # erased, or it has not come here: there is nothing to put back
            if record.newer:
                self.stays.append((record, ""))
            elif entry.d == "gone":
                if self._is_deleted(record):
                    self._deleted[record.id] = False
            elif entry.d in ("made", "back"):
                self._take_away(record, entry)
            else:
                self._put_fields_back(record, entry)

    def _record(self, entry: _Entry) -> Record | None:
        cls = KINDS.get(entry.k)
        if cls is None:
            return None
        record = self._known.get(entry.i) or self._records.get(cls, entry.i)
        if record is None or (record.id if cls.IS_ROOT else record.root) != entry.r:
            return None
        self._known[entry.i] = record
        return record

    def _is_deleted(self, record: Record) -> bool:
        return self._deleted.get(record.id, record.deleted)

    def _now(self, record: Record, field: str) -> Value:
        kept: Value = getattr(record, field)
        return self._values.get(record.id, {}).get(field, kept)

    def _before(self, record: Record, field: str) -> tuple[Value] | None:
        """What the field held before the merge, where nobody changed it since; None otherwise."""
        made = self._reader.made_of(record, field, *self._step)
        if made is None or field in record.contested or made[1] != self._now(record, field):
            return None
        return (made[0],)

    def _take_away(self, record: Record, entry: _Entry) -> None:
        if self._is_deleted(record):
            return
        same = all(self._before(record, name) is not None for name in entry.f)
        if not same or DELETED in record.contested:
            self.stays.append((record, ""))
            return
        if entry.d == "back":
            self._put_fields_back(record, entry)
        self._deleted[record.id] = True
        self._made.append(record.id)

    def _put_fields_back(self, record: Record, entry: _Entry) -> None:
        for name in entry.f:
            before = self._before(record, name)
            if before is not None:
                self._values.setdefault(record.id, {})[name] = before[0]
            else:
                self.stays.append((record, name))

    def leave_what_is_stood_on(self) -> None:
        """A record that the merge made and that others speak of by now is not taken away."""
        for identity in self._made:
            record = self._known[identity]
            if any(self._still_speaks(one, identity) for one in self._hits(record)):
                self._deleted.pop(identity)
                self._values.pop(identity, None)
                self.stays.append((record, ""))

    def _hits(self, record: Record) -> list[Record]:
        return speaking_of(self._records, type(record).KIND, record.id)

    def _still_speaks(self, one: Record, of: RecordId) -> bool:
        if self._deleted.get(one.id, False):
            return False
        for name, meaning in meanings(type(one)).items():
            if meaning.refers_to:
                value = self._now(one, name)
                if value == of or (isinstance(value, tuple) and of in value):
                    return True
        return False

    def edits(self) -> Iterator[Edit]:
        """Everything to be written."""
        for identity, record in self._known.items():
            cls = type(record)
            root = record.id if cls.IS_ROOT else record.root
            if identity in self._deleted and self._deleted[identity] != record.deleted:
                yield Edit(cls.KIND, identity, root, DELETED, self._deleted[identity])
            for name, value in self._values.get(identity, {}).items():
                if getattr(record, name) != value:
                    yield Edit(cls.KIND, identity, root, name, value)

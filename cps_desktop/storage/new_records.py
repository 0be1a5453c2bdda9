"""Records that one step makes, kept together: a tick at the door is one, a list thousands.

One by one each of their changes asks the journal what it replaces, and each record is read back to
be shown. Of a record that is not here yet both are known: nothing, and what is written. What is
kept and shown is the same either way; :meth:`Projector.row` makes both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Final, NamedTuple

from msgspec.json import encode as json_encode

from cps_desktop.domain.changes import Edit, by_record
from cps_desktop.domain.clock import GREATEST, milliseconds
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.records import DELETED, KINDS, RecordId, Value, meanings
from cps_desktop.domain.rulings import RecordKey
from cps_desktop.domain.values import LONGEST_VALUE, encoder
from cps_desktop.storage.counting import HEAD
from cps_desktop.storage.driver import Connection, insert_rows
from cps_desktop.storage.projections import Filed, Projector, Rows, Shown

TOO_LONG: Final = (
    "This text is too long to keep (the limit is about a million characters). Nothing was changed."
)

Here = Mapping[tuple[str, RecordId, RecordId], Filed]
"""Rows in the journal by kind, identity and root."""

# 0 stands for nothing here, see insert_rows.
_CHANGES = "INSERT INTO journal_change (site, seq, time, record, field, value, sees, state)"
_CHANGE = f"(?, ?, ?, ?, ?, ?, NULL, {HEAD})"
_RECORDS = "INSERT INTO journal_record (n, id, kind, root, made)"
_RECORD = "(?, ?, ?, ?, ?)"
_FILED = (
    "SELECT here.id, here.root, here.kind, here.n, here.made FROM json_each(?) AS asked"
    " CROSS JOIN journal_record AS here ON here.root = unhex(asked.value ->> 0)"
    " AND here.id = unhex(asked.value ->> 1)"
)

_NOTHING: Final[frozenset[int]] = frozenset()


class Numbers(NamedTuple):
    """What a step's changes are numbered by: their site's number here, the sequence number and the
    clock reading of the first."""

    site: int
    seq: int
    time: int


def filed_of(connection: Connection, projector: Projector, edits: Iterable[Edit]) -> Here:
    """The rows in the journal of all records these edits are about, in one look; those that are
    not here yet are not.

    A record is known by all three. Ours never share an identity; a stranger's bundle that gives
    one of ours another kind or root makes a record of its own beside it, the same on every laptop,
    and takes nothing over.
    """
    asked = list(dict.fromkeys((one.root, one.record) for one in edits))
    return {
        (projector.word(kind), identity.hex(), root.hex()): Filed(n, identity, root, made)
        for identity, root, kind, n, made in connection.execute(
            _FILED, [json_encode(asked).decode()]
        )
    }


def made_anew(
    projector: Projector, edits: Sequence[Edit], here: Here
) -> dict[RecordId, list[Edit]]:
    """The records that a step makes anew, with their edits; ``here`` are those that are not new.

    Only plain ones: of a kind known here, not erased before, and with one value a field. All
    others are kept one by one.
    """
    gone = projector.ruled.erased.records
    return {
        record: some
        for record, some in by_record(edits).items()
        if _is_plain(some)
        and (some[0].kind, record, some[0].root) not in here
        and not (gone and _key(some[0]) in gone)
    }


def _is_plain(edits: Sequence[Edit]) -> bool:
    first = edits[0]
    fields = {one.field for one in edits}
    return (
        first.kind in KINDS
        and len(fields) == len(edits)
        and DELETED not in fields
        and len(first.record) == len(first.root) == 32
        and all(
            one.root == first.root
            and one.kind == first.kind
            and one.kept is None
            and not one.beside
            for one in edits
        )
    )


def _key(edit: Edit) -> RecordKey:
    return RecordKey(bytes.fromhex(edit.root), bytes.fromhex(edit.record), edit.kind)


def keep_new(
    connection: Connection,
    projector: Projector,
    new: Mapping[RecordId, Sequence[Edit]],
    numbers: Numbers,
) -> None:
    """Write new records (:func:`made_anew`) into the journal, the tables and search. Call inside
    the step's transaction; their changes are numbered one after another, as they are given.

    Raises InputRefused for a value that is too long, TypeError or ValueError for a wrong shape.
    """
    before = int(connection.execute("SELECT coalesce(max(n), 0) FROM journal_record").fetchone()[0])
    site, seq, time = numbers
    changes: list[tuple[object, ...]] = []
    records: list[tuple[object, ...]] = []
    filed: list[tuple[str, Filed, Shown]] = []
    fields = {one[0].kind: _Fields(projector, one[0].kind) for one in new.values()}
    for n, edits in enumerate(new.values(), before + 1):
        first, count, known = edits[0], len(edits), fields[edits[0].kind]
        values = {known[one.field].number: known[one.field].to_bytes(one.value) for one in edits}
        if max(map(len, values.values())) > LONGEST_VALUE:
            raise InputRefused(TOO_LONG)
        changes += zip(
            repeat(site, count),
            range(seq, seq + count),
            range(time, time + count),
            repeat(n),
            values,
            map(bytearray, values.values()),
            strict=False,
        )
        identity, root = bytes.fromhex(first.record), bytes.fromhex(first.root)
        records.append((n, bytearray(identity), known.kind, bytearray(root), time))
        last = milliseconds(min(time + count - 1, GREATEST))
        one = Filed(n, identity, root, time)
        filed.append((first.kind, one, Shown(values, last, False, _NOTHING)))
        seq += count
        time += count
    insert_rows(connection, _RECORDS, _RECORD, records)
    insert_rows(connection, _CHANGES, _CHANGE, changes)
    _show(projector, filed, before)


def _show(projector: Projector, filed: Sequence[tuple[str, Filed, Shown]], before: int) -> None:
    """Make the rows of new records, and put them into search; ``before`` was the last number."""
    projector.roots.look_again()
    rows: Rows = {}
    for kind, one, shown in filed:
        if projector.shows(kind, one.identity, one.root, one.n):
            rows.setdefault(kind, []).append(projector.row(one, kind, shown))
    projector.write({}, rows)
    projector.search.add_new(before, rows)


class _Field(NamedTuple):
    """A field's number here, and how its values are written."""

    number: int
    to_bytes: Callable[[Value], bytes]


class _Fields(dict[str, _Field]):
    """The fields of a kind that a step writes, as they are met; ``kind`` is its number here."""

    def __init__(self, projector: Projector, kind: str) -> None:
        super().__init__()
        self._projector, self._meanings = projector, meanings(KINDS[kind])
        self.kind = projector.number(kind)

    def __missing__(self, name: str) -> _Field:
        found = _Field(self._projector.number(name), encoder(self._meanings[name]))
        self[name] = found
        return found

"""Taking other laptops' segments into the journal, many at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import cast

import msgspec

from cps_desktop.domain.changes import Touched
from cps_desktop.domain.clock import GREATEST, HybridClock, milliseconds
from cps_desktop.domain.records import DELETED
from cps_desktop.domain.segments import Columns, Segment
from cps_desktop.storage.counting import REPLACED
from cps_desktop.storage.driver import Connection, insert_rows
from cps_desktop.storage.journal import device_number, site_number
from cps_desktop.storage.met_records import (
    Heads,
    Met,
    Run,
    first_times,
    follow,
    plain_heads,
    runs_of,
)
from cps_desktop.storage.projections import Projector, Rows, Shown

_encode = msgspec.msgpack.Encoder().encode

# 0 stands for nothing here, see insert_rows.
INSERT_CHANGE_ONCE = (
    "INSERT OR IGNORE INTO journal_change (site, seq, time, record, field, value, sees, state)"
)
CHANGE = "(?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), ?)"
INSERT_NUMBERED_RECORD = "INSERT INTO journal_record (n, id, kind, root, made)"
RECORD = "(?, ?, ?, ?, ?)"
REPLACE = f"UPDATE journal_change SET state = {REPLACED} WHERE site = ? AND seq = ?"
ROOTS_REMEMBERED = 8

_NOTHING: frozenset[int] = frozenset()

BATCH_CHANGES = 16_384
"""Changes taken in before projections are brought up to them; bounds memory, not the result."""


class Intake:
    """Takes verified segments into the journal and brings the projections up to them, in batches.

    Use inside one transaction. Records whose changes simply follow one another are built in
    memory; all others are settled from the journal. Both end in :meth:`Projector.row`.
    """

    def __init__(
        self, connection: Connection, projector: Projector, clock: HybridClock, standing: str
    ) -> None:
        self._connection = connection
        self._projector = projector
        self._clock = clock
        self._standing = standing
        self._known_sites: dict[bytes, int] = {}
        self._new: list[Met] = []
        self._batch: dict[int, Met] = {}
        self._in_batch = 0
        self._roots: dict[bytes, dict[tuple[bytes, str], Met]] = {}
        self._last_record = int(
            connection.execute("SELECT coalesce(max(n), 0) FROM journal_record").fetchone()[0]
        )
        self._shown = self._searched = self._last_record
        self._again: dict[str, set[int]] = {}
        self._deletion = projector.number(DELETED)
        self.touched: dict[tuple[bytes, str], Touched] = {}
        self.changes = 0

    def take(self, segment: Segment) -> bool:
        """Take one segment in. Its signature and commitments were checked before.

        False where some of its changes were here already: whoever calls must then see to it that
        they are the same (``SegmentStore.rows_agree``), and take everything back where not.
        """
        head, columns = segment.header, segment.columns
        count = len(columns)
        site = self._site(head.site, head.device, head.nonce)
        runs = runs_of(columns.records)
        records = self._records(head.root, columns, runs)
        word = self._projector.number
        names = [word(name) for name in columns.field_table]
        fields = [names[one] for one in columns.fields]
        sites = [site, *(self._referred_site(one) for one in columns.sites[1:])]
        self._leave_to_journal(segment, records, fields)
        states, replaced = follow(columns, runs, records, fields, sites)
        numbers = [one.n for one in records]
        rows = zip(
            repeat(site),
            columns.seqs,
            columns.times,
            [numbers[one] for one in columns.records],
            fields,
            _bindable(columns.values),
            _local_sees(columns.sees, sites),
            states,
            strict=False,
        )
        inserted = insert_rows(self._connection, INSERT_CHANGE_ONCE, CHANGE, list(rows))
        if replaced:
            self._connection.executemany(REPLACE, replaced)
        self._clock.witness(max(columns.times))
        self.changes += count
        self._in_batch += count
        all_new = inserted == count
        if self._in_batch >= BATCH_CHANGES:
            self._settle_batch()
        elif not all_new:
            self._file()
        return all_new

    def _site(self, site: bytes, device: bytes, nonce: bytes) -> int:
        found = self._known_sites.get(site)
        if found is None:
            number = device_number(self._connection, device, self._standing)
            found = site_number(self._connection, site, number, nonce)
            self._connection.execute(
                "UPDATE journal_site SET device = ?, nonce = ? WHERE n = ? AND nonce = x''",
                [number, nonce, found],
            )
            self._known_sites[site] = found
        return found

    def _referred_site(self, site: bytes) -> int:
        """A site that is only referred to: who minted it is learned when its own segments come."""
        found = self._known_sites.get(site)
        if found is not None:
            return found
        return site_number(self._connection, site, 0, b"")

    def _records(self, root: bytes, columns: Columns, runs: Sequence[Run]) -> list[Met]:
        """The records of the segment's table; new ones are given numbers."""
        touched, known, batch = self.touched, self._records_of(root), self._batch
        hexadecimal = root.hex()
        records: list[Met] = []
        for identity, kind, made in zip(
            columns.record_table, columns.kinds, first_times(columns, runs), strict=True
        ):
            key = identity, kind
            record = known.get(key)
            if record is None:
                self._last_record = number = self._last_record + 1
                record = known[key] = batch[number] = Met(number, identity, kind, root, made, {})
                self._new.append(record)
            else:
                if made < record.made:
                    self._make_older(record, made)
                if record.n not in batch:
                    batch[record.n] = record
                    if record.heads is None:
                        record.heads = plain_heads(self._connection, record.n, self._deletion)
            records.append(record)
            if key not in touched:
                touched[key] = Touched(kind, identity.hex(), hexadecimal)
        return records

    def _leave_to_journal(
        self, segment: Segment, records: Sequence[Met], fields: Sequence[int]
    ) -> None:
        """Give up following records that a deletion or an erasure concerns, and all where the
        laptop was revoked: what of it counts is found from the journal."""
        head, columns = segment.header, segment.columns
        if not self._projector.ruled.all_count(head.device, head.site, columns.seqs):
            for record in records:
                record.heads = None
        deletion = self._deletion
        if deletion in fields or not all(columns.values):
            for local, field, value in zip(columns.records, fields, columns.values, strict=True):
                if not value or field == deletion:
                    records[local].heads = None

    def _make_older(self, record: Met, made: int) -> None:
        record.made = made
        self._connection.execute("UPDATE journal_record SET made = ? WHERE n = ?", [made, record.n])

    def _file(self) -> None:
        """Write down the records that have only been given numbers so far."""
        word = self._projector.number
        rows = [
            (one.n, bytearray(one.identity), word(one.kind), bytearray(one.root), one.made)
            for one in self._new
        ]
        insert_rows(self._connection, INSERT_NUMBERED_RECORD, RECORD, rows)
        self._new.clear()

    def _records_of(self, root: bytes) -> dict[tuple[bytes, str], Met]:
        """The records here of one root; those of this batch and the last few are remembered."""
        known = self._roots.pop(root, None)
        if known is None:
            word = self._projector.word
            known = {
                (identity, word(kind)): Met(n, identity, word(kind), root, made, None)
                for n, identity, kind, made in self._connection.execute(
                    "SELECT n, id, kind, made FROM journal_record WHERE root = ?", [bytearray(root)]
                )
            }
        self._roots[root] = known
        return known

    def settle(self) -> None:
        """Bring the projections up to all that was taken in so far."""
        self._settle_batch()
        # Search comes last: words that are taken out of its index again cost more than all others.
        self._projector.search.make_again(
            {kind: [[n] for n in sorted(some)] for kind, some in self._again.items()}
        )
        self._projector.search.add_new(self._searched)
        self._searched = self._last_record
        self._again.clear()
        self._show_again()

    def _show_again(self) -> None:
        """What does not count is shown with its root alone. Whether that counts is known when all
        of it is settled; what made it count may have come in just now."""
        if self._projector.ruled.distrusted:
            roots = {bytes.fromhex(one.root) for one in self.touched.values()}
            self._projector.project(sorted(self._projector.roots.not_counting_of(roots)))

    def _settle_batch(self) -> None:
        projector = self._projector
        self._file()
        projector.roots.look_again()
        fresh: Rows = {}
        again: Rows = {}
        for record in self._batch.values():
            n, kind = record.n, record.kind
            shown = _shown(record.heads) if record.heads else self._settled(n)
            if not projector.shows(kind, record.identity, record.root, n):
                continue
            rows = fresh if n > self._shown else again
            rows.setdefault(kind, []).append(projector.row(record, kind, shown))
            if n <= self._searched:
                self._again.setdefault(kind, set()).add(n)
        projector.write(again, fresh)
        self._shown = self._last_record
        self._batch.clear()
        self._in_batch = 0
        for root in list(self._roots)[:-ROOTS_REMEMBERED]:
            del self._roots[root]

    def _settled(self, record: int) -> Shown:
        self._projector.settle_states(record)
        return self._projector.shown(record)


def _shown(heads: Heads) -> Shown:
    """What a record comes to that has one head a field, and no deletion among them."""
    last = max([head[2] for head in heads.values()])
    values = {field: head[3] for field, head in heads.items()}
    return Shown(values, milliseconds(min(last, GREATEST)), False, _NOTHING)


def _bindable(values: Sequence[bytes | None]) -> Iterable[bytearray | int]:
    if None in values:
        return [0 if one is None else bytearray(one) for one in values]
    return map(bytearray, cast(Sequence[bytes], values))


def _local_sees(
    sees: Sequence[Sequence[int] | None], sites: Sequence[int]
) -> Iterable[bytearray | int]:
    if not any(sees):
        return repeat(0)
    rows: list[bytearray | int] = [0] * len(sees)
    for at, flat in enumerate(sees):
        if flat is None:
            continue
        if len(flat) == 2:
            rows[at] = bytearray(_encode([sites[flat[0]], flat[1]]))
        else:
            local = list(flat)
            local[::2] = [sites[one] for one in flat[::2]]
            rows[at] = bytearray(_encode(local))
    return rows

"""Taking other laptops' segments into the journal, many at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import compress, pairwise, repeat
from operator import ne
from typing import cast

import msgspec

from cps_desktop.domain.changes import Touched
from cps_desktop.domain.clock import GREATEST, HybridClock, milliseconds
from cps_desktop.domain.records import DELETED
from cps_desktop.domain.segments import Columns, Segment
from cps_desktop.storage.driver import Connection, insert_rows
from cps_desktop.storage.journal import device_number, site_number
from cps_desktop.storage.projections import HEAD, REPLACED, Projector, Rows, Shown

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

BATCH_CHANGES = 16_384
"""Changes taken in before projections are brought up to them; bounds memory, not the result."""


_Head = tuple[int, int, int, bytes]
"""The change that counts of a field: its site's number here, seq, time and value. A plain tuple:
there are as many as changes."""
_Heads = dict[int, _Head]


class _Met:
    """A record that the import met. One that came into being in this batch has ``heads`` by field:
    it is built without asking the journal back."""

    __slots__ = ("heads", "identity", "kind", "made", "n", "root")

    def __init__(
        self, n: int, identity: bytes, kind: str, root: bytes, made: int, heads: _Heads | None
    ) -> None:
        self.n = n
        self.identity = identity
        self.kind = kind
        self.root = root
        self.made = made
        self.heads = heads


class Intake:
    """Takes verified segments into the journal and brings the projections up to them, in batches.

    Use inside one transaction. Records that are new in a batch and whose changes simply follow
    one another are built in memory; all others are read back from the journal. Both end in
    :meth:`Projector.row`.
    """

    def __init__(
        self, connection: Connection, projector: Projector, clock: HybridClock, standing: str
    ) -> None:
        self._connection = connection
        self._projector = projector
        self._clock = clock
        self._standing = standing
        self._known_sites: dict[bytes, int] = {}
        self._fresh: list[_Met] = []
        self._filed = 0
        self._slow: set[int] = set()
        self._in_batch = 0
        self._roots: dict[bytes, dict[tuple[bytes, str], _Met]] = {}
        self._last_record = int(
            connection.execute("SELECT coalesce(max(n), 0) FROM journal_record").fetchone()[0]
        )
        self._searched = self._last_record
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
        runs = list(_runs(columns.records))
        records = self._records(head.root, columns, runs)
        word = self._projector.number
        names = [word(name) for name in columns.field_table]
        fields = [names[one] for one in columns.fields]
        sites = [site, *(self._referred_site(one) for one in columns.sites[1:])]
        if not self._projector.ruled.all_count(head.device, head.site, columns.seqs):
            # Of a laptop that was revoked: what of it counts is found from the journal.
            self._slow.update([one.n for one in records])
        states, replaced = self._follow(columns, runs, records, fields, sites)
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

    def _records(self, root: bytes, columns: Columns, runs: Sequence[_Run]) -> list[_Met]:
        """The records of the segment's table; new ones are given numbers."""
        touched, known, slow = self.touched, self._records_of(root), self._slow
        hexadecimal = root.hex()
        records: list[_Met] = []
        for identity, kind, made in zip(
            columns.record_table, columns.kinds, _first_times(columns, runs), strict=True
        ):
            key = identity, kind
            record = known.get(key)
            if record is None:
                self._last_record = number = self._last_record + 1
                record = known[key] = _Met(number, identity, kind, root, made, {})
                self._fresh.append(record)
            else:
                if made < record.made:
                    self._make_older(record, made)
                if record.heads is None:
                    slow.add(record.n)
            records.append(record)
            if key not in touched:
                touched[key] = Touched(kind, identity.hex(), hexadecimal)
        return records

    def _make_older(self, record: _Met, made: int) -> None:
        record.made = made
        self._connection.execute("UPDATE journal_record SET made = ? WHERE n = ?", [made, record.n])

    def _file(self) -> None:
        """Write down the records that have only been given numbers so far."""
        word = self._projector.number
        rows = [
            (one.n, bytearray(one.identity), word(one.kind), bytearray(one.root), one.made)
            for one in self._fresh[self._filed :]
        ]
        insert_rows(self._connection, INSERT_NUMBERED_RECORD, RECORD, rows)
        self._filed = len(self._fresh)

    def _records_of(self, root: bytes) -> dict[tuple[bytes, str], _Met]:
        """The records here of one root; those of this batch and the last few are remembered."""
        known = self._roots.pop(root, None)
        if known is None:
            word = self._projector.word
            known = {
                (identity, word(kind)): _Met(n, identity, word(kind), root, made, None)
                for n, identity, kind, made in self._connection.execute(
                    "SELECT n, id, kind, made FROM journal_record WHERE root = ?", [bytearray(root)]
                )
            }
        self._roots[root] = known
        return known

    def _follow(
        self,
        columns: Columns,
        runs: Sequence[_Run],
        records: Sequence[_Met],
        fields: Sequence[int],
        sites: Sequence[int],
    ) -> tuple[list[int], list[tuple[int, int]]]:
        """Build what fresh records hold, and say the state of each change of the segment.

        Also says which changes of earlier segments are replaced (site number and seq). Whatever is
        not plain sailing (an older record, a change that does not simply follow the one that
        counts, a deletion, an erased value) is settled from the journal afterwards.
        """
        slow, deletion, site = self._slow, self._deletion, sites[0]
        seqs, times, values, sees = columns.seqs, columns.times, columns.values, columns.sees
        states = [HEAD] * len(columns)
        replaced: list[tuple[int, int]] = []
        if None in values or deletion in fields:
            slow.update(
                records[local].n
                for local, field, value in zip(columns.records, fields, values, strict=True)
                if value is None or field == deletion
            )
        for start, end in runs:
            record = records[columns.records[start]]
            heads = record.heads
            if heads is None or record.n in slow:
                continue
            before = len(heads)
            rows = zip(repeat(site), seqs[start:end], times[start:end], values[start:end])
            here = cast(Iterable[_Head], rows)
            if not any(sees[start:end]):
                heads.update(zip(fields[start:end], here, strict=False))
                if len(heads) != before + end - start:
                    slow.add(record.n)
                continue
            for field, seen, row in zip(fields[start:end], sees[start:end], here, strict=False):
                head = heads.get(field)
                if seen is not None and head is not None and len(seen) == 2:
                    if head[0] != sites[seen[0]] or head[1] != seen[1]:
                        break
                    at = bisect_left(seqs, head[1])
                    if head[0] == site and at < len(seqs) and seqs[at] == head[1]:
                        states[at] = REPLACED
                    else:
                        replaced.append(head[:2])
                elif seen is not None or head is not None:
                    break
                heads[field] = row
            else:
                continue
            slow.add(record.n)
        return states, replaced

    def settle(self) -> None:
        """Bring the projections up to all that was taken in so far."""
        self._settle_batch()
        # Search comes last: words that are taken out of its index again cost more than all others.
        self._projector.search_again(
            {kind: [[n] for n in sorted(some)] for kind, some in self._again.items()}
        )
        self._projector.search_new(self._searched)
        self._searched = self._last_record
        self._again.clear()

    def _settle_batch(self) -> None:
        projector, slow, nothing = self._projector, self._slow, frozenset[int]()
        self._file()
        fresh: Rows = {}
        for record in self._fresh:
            heads, kind, record.heads = record.heads, record.kind, None
            if (
                not heads
                or record.n in slow
                or not projector.shows(kind, record.identity, record.root)
            ):
                continue
            last = max([head[2] for head in heads.values()])
            values = {field: head[3] for field, head in heads.items()}
            shown = Shown(values, milliseconds(min(last, GREATEST)), False, nothing)
            fresh.setdefault(kind, []).append(projector.row(record, kind, shown))
        settled = sorted(slow)
        for number in settled:
            projector.settle_states(number)
        found_anew = projector.rows(settled)
        projector.write(found_anew, fresh)
        for kind, some in found_anew.items():
            numbers = [cast(int, row[0]) for row in some]
            known = [n for n in numbers if n <= self._searched]
            self._again.setdefault(kind, set()).update(known)
        self._fresh.clear()
        self._filed = 0
        slow.clear()
        self._in_batch = 0
        for root in list(self._roots)[:-ROOTS_REMEMBERED]:
            del self._roots[root]


_Run = tuple[int, int]
"""From where to where changes of one record follow one another."""


def _runs(records: Sequence[int]) -> Iterable[_Run]:
    size = len(records)
    breaks = compress(range(1, size), map(ne, records, records[1:]))
    return pairwise((0, *breaks, size))


def _first_times(columns: Columns, runs: Iterable[_Run]) -> list[int]:
    """The least clock reading of each record of a segment's table, as it is shown."""
    first = [GREATEST] * len(columns.record_table)
    for start, end in runs:
        local = columns.records[start]
        least = min(columns.times[start:end])
        if least < first[local]:
            first[local] = least
    return first


def _bindable(values: Sequence[bytes | None]) -> Iterable[bytearray | int]:
    if None in values:
        return [0 if one is None else bytearray(one) for one in values]
    return map(bytearray, cast(Sequence[bytes], values))


def _local_sees(
    sees: Sequence[Sequence[int] | None], sites: Sequence[int]
) -> Iterable[bytearray | int]:
    if not any(sees):
        return repeat(0)
    rows: list[bytearray | int] = []
    for flat in sees:
        if flat is None:
            rows.append(0)
        elif len(flat) == 2:
            rows.append(bytearray(_encode([sites[flat[0]], flat[1]])))
        else:
            local = list(flat)
            local[::2] = [sites[one] for one in flat[::2]]
            rows.append(bytearray(_encode(local)))
    return rows

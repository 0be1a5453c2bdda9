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
from cps_desktop.storage.driver import Connection
from cps_desktop.storage.journal import device_number, site_number
from cps_desktop.storage.projections import HEAD, REPLACED, Filed, Projector, Rows, Shown

_encode = msgspec.msgpack.Encoder().encode

# For every None and every bytes the driver looks in vain for a way to adapt it, which takes longer
# than writing the row. A bytearray and a number it takes as they are: 0 stands for nothing here.
INSERT_CHANGE_ONCE = (
    "INSERT OR IGNORE INTO journal_change (site, seq, time, record, field, value, sees, state)"
    " VALUES (?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), ?)"
)
INSERT_NUMBERED_RECORD = (
    "INSERT INTO journal_record (n, id, kind, root, made) VALUES (?, ?, ?, ?, ?)"
)
REPLACE = f"UPDATE journal_change SET state = {REPLACED} WHERE site = ? AND seq = ?"
ROOTS_REMEMBERED = 8

BATCH_CHANGES = 16_384
"""Changes taken in before projections are brought up to them; bounds memory, not the result."""


_Head = tuple[int, int, int, bytes]
"""The change that counts of a field: its site's number here, seq, time and value. A plain tuple:
there are as many as changes."""


class _FreshRecord:
    """A record that came into being in this batch, built without asking the journal back."""

    __slots__ = ("filed", "heads", "kind")

    def __init__(self, filed: Filed, kind: str) -> None:
        self.filed = filed
        self.kind = kind
        self.heads: dict[int, _Head] = {}


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
        self._fresh: dict[int, _FreshRecord] = {}
        self._slow: set[int] = set()
        self._in_batch = 0
        self._roots: dict[bytes, dict[tuple[bytes, str], Filed]] = {}
        self._last_record = int(
            connection.execute("SELECT coalesce(max(n), 0) FROM journal_record").fetchone()[0]
        )
        self._shown_before = self._last_record
        self._deletion = projector.number(DELETED)
        self.touched: dict[tuple[bytes, str], Touched] = {}
        self.changes = 0

    def take(self, segment: Segment) -> bool:
        """Take one segment in. Its signature and commitments were checked before.

        False where some of its changes were here already: whoever calls must then see to it that
        they are the same (``SegmentStore.rows_agree``), and take everything back where not.
        """
        head, columns = segment.header, segment.columns
        site = self._site(head.site, head.device, head.nonce)
        records = self._record_numbers(head.root, columns)
        word = self._projector.number
        names = [word(name) for name in columns.field_table]
        fields = [names[one] for one in columns.fields]
        sites = [site, *(self._referred_site(one) for one in columns.sites[1:])]
        if not self._projector.ruled.all_count(head.device, head.site, columns.seqs):
            # Of a laptop that was revoked: what of it counts is found from the journal.
            self._slow.update(records)
        states, replaced = self._follow(columns, records, fields, sites)
        inserted = self._connection.executemany(
            INSERT_CHANGE_ONCE,
            zip(
                repeat(site),
                columns.seqs,
                columns.times,
                [records[one] for one in columns.records],
                fields,
                _bindable(columns.values),
                _local_sees(columns.sees, sites),
                states,
            ),
        )
        if replaced:
            self._connection.executemany(REPLACE, replaced)
        self._clock.witness(max(columns.times))
        self.changes += len(columns)
        self._in_batch += len(columns)
        if self._in_batch >= BATCH_CHANGES:
            self.settle()
        return bool(inserted.rowcount == len(columns))

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

    def _record_numbers(self, root: bytes, columns: Columns) -> list[int]:
        """The number here of each record of the segment's table; new ones are filed."""
        word, touched, fresh = self._projector.number, self.touched, self._fresh
        known = self._records_of(root)
        hexadecimal, bindable_root = root.hex(), bytearray(root)
        numbers: list[int] = []
        new: list[tuple[int, bytearray, int, bytearray, int]] = []
        for identity, kind, made in zip(
            columns.record_table, columns.kinds, _first_times(columns), strict=True
        ):
            key = identity, kind
            filed = known.get(key)
            if filed is None:
                self._last_record = number = self._last_record + 1
                filed = known[key] = Filed(number, identity, root, made)
                new.append((number, bytearray(identity), word(kind), bindable_root, made))
                fresh[number] = _FreshRecord(filed, kind)
            else:
                known[key] = self._older_record(filed, made)
            numbers.append(filed.n)
            if key not in touched:
                touched[key] = Touched(kind, identity.hex(), hexadecimal)
        self._connection.executemany(INSERT_NUMBERED_RECORD, new)
        return numbers

    def _records_of(self, root: bytes) -> dict[tuple[bytes, str], Filed]:
        """The records here of one root; the last few roots are remembered."""
        known = self._roots.pop(root, None)
        if known is None:
            word = self._projector.word
            known = {
                (identity, word(kind)): Filed(n, identity, root, made)
                for n, identity, kind, made in self._connection.execute(
                    "SELECT n, id, kind, made FROM journal_record WHERE root = ?", [root]
                )
            }
            if len(self._roots) >= ROOTS_REMEMBERED:
                del self._roots[next(iter(self._roots))]
        self._roots[root] = known
        return known

    def _older_record(self, found: Filed, made: int) -> Filed:
        number = found.n
        if made < found.made:
            found = found._replace(made=made)
            self._connection.execute(
                "UPDATE journal_record SET made = ? WHERE n = ?", [made, number]
            )
            if number in self._fresh:
                self._fresh[number].filed = self._fresh[number].filed._replace(made=made)
        if number not in self._fresh:
            self._slow.add(number)
        return found

    def _follow(
        self, columns: Columns, records: list[int], fields: list[int], sites: list[int]
    ) -> tuple[list[int], list[tuple[int, int]]]:
        """Build what fresh records hold, and say the state of each change of the segment.

        Also says which changes of earlier segments are replaced (site number and seq). Whatever is
        not plain sailing (an older record, a change that does not simply follow the one that
        counts, a deletion, an erased value) is settled from the journal afterwards.
        """
        fresh, slow, deletion, site = self._fresh, self._slow, self._deletion, sites[0]
        seqs, times, values, sees = columns.seqs, columns.times, columns.values, columns.sees
        states = [HEAD] * len(columns)
        replaced: list[tuple[int, int]] = []
        if None in values or deletion in fields:
            slow.update(
                records[local]
                for local, field, value in zip(columns.records, fields, values, strict=True)
                if value is None or field == deletion
            )
        for start, end in _runs(columns.records):
            number = records[columns.records[start]]
            if number in slow:
                continue
            heads = fresh[number].heads
            before = len(heads)
            rows = zip(repeat(site), seqs[start:end], times[start:end], values[start:end])
            here = cast(Iterable[_Head], rows)
            if not any(sees[start:end]):
                heads.update(zip(fields[start:end], here, strict=False))
                if len(heads) != before + end - start:
                    slow.add(number)
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
            slow.add(number)
        return states, replaced

    def settle(self) -> None:
        """Bring the projections up to all that was taken in so far."""
        projector, slow, nothing = self._projector, self._slow, frozenset[int]()
        rows: Rows = {}
        for number, built in self._fresh.items():
            filed = built.filed
            if number in slow or not projector.shows(built.kind, filed.identity, filed.root):
                continue
            last = max([head[2] for head in built.heads.values()])
            values = {field: head[3] for field, head in built.heads.items()}
            shown = Shown(values, milliseconds(min(last, GREATEST)), False, nothing)
            rows.setdefault(built.kind, []).append(projector.row(filed, built.kind, shown))
        settled = sorted(slow)
        for number in settled:
            projector.settle_states(number)
        projector.gather(settled, rows)
        projector.write(rows, known=self._shown_before)
        self._shown_before = self._last_record
        self._fresh.clear()
        slow.clear()
        self._in_batch = 0


def _runs(records: Sequence[int]) -> Iterable[tuple[int, int]]:
    """From where to where changes of one record follow one another."""
    size = len(records)
    breaks = compress(range(1, size), map(ne, records, records[1:]))
    return pairwise((0, *breaks, size))


def _first_times(columns: Columns) -> list[int]:
    """The least clock reading of each record of a segment's table, as it is shown."""
    first = [GREATEST] * len(columns.record_table)
    for start, end in _runs(columns.records):
        local = columns.records[start]
        first[local] = min(first[local], *columns.times[start:end])
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

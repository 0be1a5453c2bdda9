"""Taking other laptops' segments into the journal, many at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat

import msgspec

from cps_desktop.domain.changes import Touched
from cps_desktop.domain.clock import GREATEST, HybridClock, milliseconds
from cps_desktop.domain.records import DELETED
from cps_desktop.domain.segments import Columns, Segment
from cps_desktop.storage.driver import Connection
from cps_desktop.storage.journal import INSERT_CHANGE, device_number, site_number
from cps_desktop.storage.projections import HEAD, REPLACED, Column, Filed, Projector, Shown

_encode = msgspec.msgpack.Encoder().encode

INSERT_CHANGE_ONCE = INSERT_CHANGE.replace("INSERT", "INSERT OR IGNORE", 1)
INSERT_NUMBERED_RECORD = (
    "INSERT INTO journal_record (n, id, kind, root, made) VALUES (?, ?, ?, ?, ?)"
)
ROOTS_REMEMBERED = 8

BATCH_CHANGES = 16_384
"""Changes taken in before projections are brought up to them; bounds memory, not the result."""


class _FreshRecord:
    """A record that came into being in this batch, built without asking the journal back."""

    __slots__ = ("filed", "kind", "times", "values")

    def __init__(self, filed: Filed, kind: str) -> None:
        self.filed = filed
        self.kind = kind
        self.values: dict[int, bytes] = {}
        self.times: dict[int, int] = {}


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
        fields = [word(name) for name in columns.field_table]
        sites = [site, *(self._referred_site(one) for one in columns.sites[1:])]
        if not self._projector.ruled.all_count(head.device, head.site, columns.seqs):
            # Of a laptop that was revoked: what of it counts is found from the journal.
            self._slow.update(records)
        states = self._follow(columns, records, fields)
        inserted = self._connection.executemany(
            INSERT_CHANGE_ONCE,
            zip(
                repeat(site),
                columns.seqs,
                columns.times,
                [records[one] for one in columns.records],
                [fields[one] for one in columns.fields],
                columns.values,
                _local_sees(columns.sees, sites),
                states,
            ),
        )
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
        word = self._projector.number
        first: dict[int, int] = {}
        for record, time in zip(columns.records, columns.times, strict=True):
            if time < first.get(record, GREATEST):
                first[record] = time
        numbers: list[int] = []
        known = self._records_of(root)
        new: list[tuple[int, bytes, int, bytes, int]] = []
        for at, (identity, kind) in enumerate(
            zip(columns.record_table, columns.kinds, strict=True)
        ):
            made = first.get(at, GREATEST)
            filed = known.get((identity, kind))
            if filed is None:
                self._last_record += 1
                filed = Filed(self._last_record, identity, root, made)
                known[identity, kind] = filed
                new.append((filed.n, identity, word(kind), root, made))
                self._fresh[filed.n] = _FreshRecord(filed, kind)
            else:
                known[identity, kind] = self._older_record(filed, made)
            numbers.append(filed.n)
            if (identity, kind) not in self.touched:
                self.touched[identity, kind] = Touched(kind, identity.hex(), root.hex())
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

    def _follow(self, columns: Columns, records: list[int], fields: list[int]) -> list[int]:
        """Build what fresh records hold, and say the state of each change of the segment.

        Whatever is not plain sailing (an older record, a change that does not simply follow the
        one before, a deletion, an erased value) is settled from the journal afterwards.
        """
        fresh, slow, deletion = self._fresh, self._slow, self._deletion
        states = [HEAD] * len(columns)
        places: dict[tuple[int, int], int] = {}
        for at, (time, local, named, seen, value) in enumerate(
            zip(
                columns.times,
                columns.records,
                columns.fields,
                columns.sees,
                columns.values,
                strict=True,
            )
        ):
            number, field = records[local], fields[named]
            if number in slow:
                continue
            if value is None or field == deletion:
                slow.add(number)
                continue
            record = fresh[number]
            if seen is None:
                if field in record.values:
                    slow.add(number)
                    continue
            else:
                before = places.get((number, field))
                if before is None or list(seen) != [0, columns.seqs[before]]:
                    slow.add(number)
                    continue
                states[before] = REPLACED
            places[number, field] = at
            record.values[field] = value
            record.times[field] = time
        return states

    def settle(self) -> None:
        """Bring the projections up to all that was taken in so far."""
        projector = self._projector
        rows: dict[str, list[list[Column]]] = {}
        for number, built in self._fresh.items():
            filed = built.filed
            if number in self._slow or not projector.shows(built.kind, filed.identity, filed.root):
                continue
            last = milliseconds(min(max(built.times.values()), GREATEST))
            shown = Shown(built.values, last, deleted=False, contested=frozenset())
            rows.setdefault(built.kind, []).append(projector.row(filed, built.kind, shown))
        for kind, some in rows.items():
            projector.write(kind, some, fresh=True)
        for number in sorted(self._slow):
            projector.settle_states(number)
        projector.project(sorted(self._slow))
        self._fresh.clear()
        self._slow.clear()
        self._in_batch = 0


def _local_sees(sees: Sequence[Sequence[int] | None], sites: Sequence[int]) -> list[bytes | None]:
    rows: list[bytes | None] = []
    for flat in sees:
        if flat is None:
            rows.append(None)
        elif len(flat) == 2:
            rows.append(_encode([sites[flat[0]], flat[1]]))
        else:
            local = list(flat)
            local[::2] = [sites[one] for one in flat[::2]]
            rows.append(_encode(local))
    return rows

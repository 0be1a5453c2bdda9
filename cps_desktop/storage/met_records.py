"""Records that an import meets, followed in memory change by change as long as that is plain."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import compress, pairwise, repeat
from operator import ne
from typing import cast

from cps_desktop.domain.clock import GREATEST
from cps_desktop.domain.segments import Columns
from cps_desktop.storage.counting import HEAD, REPLACED
from cps_desktop.storage.driver import Connection

Head = tuple[int, int, int, bytes]
"""The change that counts of a field: its site's number here, seq, time and value. A plain tuple:
there are as many as changes."""

Heads = dict[int, Head]
"""By field: the one change that counts."""

Run = tuple[int, int]
"""From where to where changes of one record follow one another in a segment."""


class Met:
    """A record that the import met: its row in the journal, and its heads by field.

    ``heads`` is None where they are not known, or are not one a field: then what the record comes
    to is found from the journal.
    """

    __slots__ = ("heads", "identity", "kind", "made", "n", "root")

    def __init__(
        self, n: int, identity: bytes, kind: str, root: bytes, made: int, heads: Heads | None
    ) -> None:
        self.n = n
        self.identity = identity
        self.kind = kind
        self.root = root
        self.made = made
        self.heads = heads


def plain_heads(connection: Connection, record: int, deletion: int) -> Heads | None:
    """A record's heads, by the journal: None where its fields have not one each, or where one of
    them is a deletion or was erased, or where something waits or does not count."""
    heads: Heads = {}
    count = 0
    for field, site, seq, time, value, state in connection.execute(
        "SELECT field, site, seq, time, value, state FROM journal_change"
        f" WHERE record = ? AND state <> {REPLACED}",
        [record],
    ):
        if state != HEAD or not value or field == deletion:
            return None
        heads[field] = (site, seq, time, value)
        count += 1
    return heads if len(heads) == count else None


def runs_of(records: Sequence[int]) -> list[Run]:
    """Where changes of one record follow one another."""
    size = len(records)
    breaks = compress(range(1, size), map(ne, records, records[1:]))
    return list(pairwise((0, *breaks, size)))


def first_times(columns: Columns, runs: Iterable[Run]) -> list[int]:
    """The least clock reading of each record of a segment's table, as it is shown."""
    first = [GREATEST] * len(columns.record_table)
    for start, end in runs:
        local = columns.records[start]
        least = min(columns.times[start:end])
        if least < first[local]:
            first[local] = least
    return first


def follow(
    columns: Columns,
    runs: Iterable[Run],
    records: Sequence[Met],
    fields: Sequence[int],
    sites: Sequence[int],
) -> tuple[list[int], list[tuple[int, int]]]:
    """Bring the heads of records up to a segment, and say the state of each of its changes.

    Also says which changes outside the segment are replaced (site number and seq). Where it is not
    plain sailing (a change that does not simply follow the one that counts) the record's heads
    become None, and all of this is to be settled from the journal. ``fields`` are the fields'
    numbers change by change, ``sites`` those of the segment's sites.
    """
    seqs, times, values, sees = columns.seqs, columns.times, columns.values, columns.sees
    site = sites[0]
    states = [HEAD] * len(seqs)
    replaced: list[tuple[int, int]] = []
    for start, end in runs:
        record = records[columns.records[start]]
        heads = record.heads
        if heads is None:
            continue
        before = len(heads)
        here = cast(
            Iterable[Head],
            zip(repeat(site), seqs[start:end], times[start:end], values[start:end], strict=False),
        )
        if not any(sees[start:end]):
            heads.update(zip(fields[start:end], here, strict=False))
            if len(heads) != before + end - start:
                record.heads = None
            continue
        for field, seen, change in zip(fields[start:end], sees[start:end], here, strict=False):
            head = heads.get(field)
            if seen is not None and head is not None and len(seen) == 2:
                if head[0] != sites[seen[0]] or head[1] != seen[1]:
                    record.heads = None
                    break
                at = bisect_left(seqs, head[1])
                if head[0] == site and at < len(seqs) and seqs[at] == head[1]:
                    states[at] = REPLACED
                else:
                    replaced.append(head[:2])
            elif seen is not None or head is not None:
                record.heads = None
                break
            heads[field] = change
    return states, replaced

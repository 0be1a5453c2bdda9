"""What of this workspace anybody was given, and what they say they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.domain.records import RecordId
from cps_desktop.storage.driver import Connection

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode


class GivenSegments:
    """Who has what of one open workspace."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def handed(self, receiver: bytes, state: str) -> dict[bytes, RangeSet]:
        """What a receiver was given (``state`` "given") or says it has ("acknowledged")."""
        return {
            site: RangeSet.from_flat(_decode(ranges))
            for site, ranges in self._connection.execute(
                "SELECT site, ranges FROM journal_handed WHERE receiver = ? AND state = ?",
                [receiver, state],
            )
        }

    def note_handed(self, receiver: bytes, state: str, ranges: dict[bytes, RangeSet]) -> None:
        """Add to what a receiver was given or has."""
        before = self.handed(receiver, state)
        self._connection.executemany(
            "INSERT OR REPLACE INTO journal_handed (receiver, state, site, ranges)"
            " VALUES (?, ?, ?, ?)",
            [
                (receiver, state, site, _encode((before.get(site, RangeSet()) | some).flat()))
                for site, some in ranges.items()
            ],
        )

    def not_handed_over(self) -> int:
        """How many changes made on this laptop nobody was given yet."""
        return sum(len(some) for _, some in self._given_to_nobody())

    def roots_not_handed_over(self) -> set[RecordId]:
        """The sessions, people and organisations of which something was given to nobody yet."""
        roots: set[RecordId] = set()
        for site, some in self._given_to_nobody():
            for span in some.spans:
                roots |= {
                    row[0].hex()
                    for row in self._connection.execute(
                        "SELECT DISTINCT root FROM journal_change"
                        " JOIN journal_record ON journal_record.n = journal_change.record"
                        " WHERE site = ? AND seq BETWEEN ? AND ?",
                        [site, span.first, span.last],
                    )
                }
        return roots

    def was_given(self, records: Iterable[tuple[RecordId, RecordId]]) -> bool:
        """Whether anything about one of these records, each with its root, was given to anybody."""
        given = self._given_to_anybody()
        return any(
            seq in given.get(site, ())
            for record, root in records
            for site, seq in self._connection.execute(
                "SELECT journal_site.id, seq FROM journal_record"
                " JOIN journal_change ON journal_change.record = journal_record.n"
                " JOIN journal_site ON journal_site.n = journal_change.site"
                " WHERE journal_record.root = ? AND journal_record.id = ?",
                [bytes.fromhex(root), bytes.fromhex(record)],
            )
        )

    def _given_to_anybody(self) -> dict[bytes, RangeSet]:
        given: dict[bytes, RangeSet] = {}
        for site, ranges in self._connection.execute("SELECT site, ranges FROM journal_handed"):
            given[site] = given.get(site, RangeSet()) | RangeSet.from_flat(_decode(ranges))
        return given

    def _given_to_nobody(self) -> Iterator[tuple[int, RangeSet]]:
        """This laptop's own sites with what of each nobody was given."""
        given = self._given_to_anybody()
        own = self._connection.execute(
            "SELECT journal_site.n, id, (SELECT coalesce(max(seq), 0) FROM journal_change"
            " WHERE journal_change.site = journal_site.n) FROM journal_site"
            " JOIN journal_device ON journal_device.n = journal_site.device"
            " WHERE standing = 'own'"
        ).fetchall()
        for number, site, last in own:
            if last:
                left = RangeSet([Span(1, last)]) - given.get(site, RangeSet())
                if len(left):
                    yield number, left

"""Changes made on this laptop that no segment holds yet, in the pieces they are to be sealed in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.segments import MOST_CHANGES, SegmentHeader, Unsealed
from cps_desktop.storage.driver import Connection
from cps_desktop.storage.segment_rows import SegmentColumns, SegmentPlace

_decode = msgspec.msgpack.Decoder().decode

SMALL_VALUE, SMALL_SEES = 4096, 256
"""Bytes of a change that need not be counted: 512 of them are far from any limit."""
MOST_VALUES, MOST_SEES = 8 * 1024 * 1024, 256 * 1024
"""Bytes of one segment's values, and of what its changes replace: readers take 32 and 1 MiB."""

FIRST = bytes(32)
"""What the first segment of a site names as the one before."""


class LooseChanges:
    """Of one open workspace."""

    def __init__(self, connection: Connection, columns: SegmentColumns) -> None:
        self._connection = connection
        self._columns = columns

    def unsealed(self) -> Iterator[Unsealed]:
        """This device's changes that no segment holds yet: one piece a root, at most 512 changes.

        Seal and keep each piece before asking for the next: it names the one before.
        """
        for number, site, nonce, device, last, by_root in self._loose():
            for root, seqs in by_root.items():
                for piece in self._pieces(number, seqs):
                    ordinal, previous = self._end_of_chain(number)
                    header = SegmentHeader(site, nonce, device, ordinal, previous, root)
                    yield Unsealed(header, self._columns.of(number, site, piece))
            self._connection.execute(
                "UPDATE journal_site SET sealed = ? WHERE n = ?", [last, number]
            )

    def _pieces(self, site: int, seqs: Sequence[int]) -> Iterator[list[int]]:
        """What goes into one segment each: no more than any reader takes, whatever was written."""
        sizes = self._connection.execute(
            "SELECT seq, length(value), length(sees) FROM journal_change"
            " WHERE site = ? AND seq BETWEEN ? AND ? AND (length(value) > ? OR length(sees) > ?)",
            [site, seqs[0], seqs[-1], SMALL_VALUE, SMALL_SEES],
        )
        large = {seq: (value or 0, sees or 0) for seq, value, sees in sizes}
        piece: list[int] = []
        values = sees = 0
        for seq in seqs:
            its_value, its_sees = large.get(seq, (SMALL_VALUE, SMALL_SEES))
            values, sees = values + its_value, sees + its_sees
            if piece and (len(piece) == MOST_CHANGES or values > MOST_VALUES or sees > MOST_SEES):
                yield piece
                piece, values, sees = [], its_value, its_sees
            piece.append(seq)
        yield piece

    def places_to_be(self, roots: set[RecordId] | None = None) -> list[SegmentPlace]:
        """What :meth:`unsealed` would become, told by reading alone: without number or digest."""
        wanted = None if roots is None else {bytes.fromhex(one) for one in roots}
        return [
            SegmentPlace(0, site, root, RangeSet.of(seqs), b"")
            for _, site, _, _, _, by_root in self._loose()
            for root, seqs in by_root.items()
            if wanted is None or root in wanted
        ]

    def _loose(self) -> Iterator[tuple[int, bytes, bytes, bytes, int, dict[bytes, list[int]]]]:
        """This device's sites with changes no segment holds: (number, site, nonce, device, the
        last change, changes by root)."""
        sites = self._connection.execute(
            "SELECT journal_site.n, id, nonce, key, sealed FROM journal_site"
            " JOIN journal_device ON journal_device.n = journal_site.device"
            " WHERE standing = 'own' ORDER BY journal_site.n"
        ).fetchall()
        for number, site, nonce, device, sealed in sites:
            rows = self._connection.execute(
                "SELECT seq, root FROM journal_change"
                " JOIN journal_record ON journal_record.n = journal_change.record"
                " WHERE site = ? AND seq > ? ORDER BY seq",
                [number, sealed],
            ).fetchall()
            if not rows:
                continue
            done = self._sealed_already(number)
            by_root: dict[bytes, list[int]] = {}
            for seq, root in rows:
                if seq not in done:
                    by_root.setdefault(root, []).append(seq)
            yield number, site, nonce, device, rows[-1][0], by_root

    def _sealed_already(self, site: int) -> RangeSet:
        """What segments hold of a site of ours: after a restore or a copy of the folder, changes
        made here can come back from a bundle, in the segments they were sealed in then."""
        spans: list[Span] = []
        for (seqs,) in self._connection.execute(
            "SELECT seqs FROM journal_segment WHERE site = ?", [site]
        ):
            spans += RangeSet.from_flat(_decode(seqs)).spans
        return RangeSet(spans)

    def _end_of_chain(self, site: int) -> tuple[int, bytes]:
        row = self._connection.execute(
            "SELECT ordinal, digest FROM journal_segment WHERE site = ?"
            " ORDER BY ordinal DESC LIMIT 1",
            [site],
        ).fetchone()
        return (row[0] + 1, row[1]) if row else (0, FIRST)

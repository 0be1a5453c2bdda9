"""Segments in the workspace file: what is still to be sealed, what is sealed, and who has what.

A sealed segment's columns are not stored twice: they are put together again from the journal's
rows, byte for byte, whenever the segment is handed on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.segments import (
    Segment,
    SegmentHeader,
)
from cps_desktop.storage.driver import Connection
from cps_desktop.storage.given_segments import GivenSegments
from cps_desktop.storage.healing import heal, note_if_open
from cps_desktop.storage.loose_changes import LooseChanges
from cps_desktop.storage.open_holes import open_segments
from cps_desktop.storage.projections import Projector
from cps_desktop.storage.segment_rows import SegmentColumns, SegmentPlace

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode

_ASKED_TOGETHER = 500
"""Digests one statement asks for."""


class SegmentStore:
    """Keeps and gives out segments of one open workspace."""

    def __init__(self, connection: Connection, projector: Projector) -> None:
        self._connection = connection
        self._projector = projector
        self._columns = SegmentColumns(connection, projector)
        self.loose = LooseChanges(connection, self._columns)
        """What is not sealed yet."""
        self.given = GivenSegments(connection)
        """Who has what."""

    def keep(self, segment: Segment) -> None:
        """Remember a sealed segment (its changes are already in the journal)."""
        header = segment.header
        note_if_open(self._connection, self._projector, segment)
        self._connection.execute(
            "INSERT OR IGNORE INTO journal_segment (site, ordinal, root, seqs, previous, digest,"
            " commitments, seed, keys, signature)"
            " SELECT n, ?, ?, ?, ?, ?, ?, nullif(?, 0), nullif(?, 0), ? FROM journal_site"
            " WHERE id = ?",
            # A bytearray the driver takes as it is; for bytes and None it looks for adapters.
            [
                header.ordinal,
                bytearray(header.root),
                bytearray(_encode(RangeSet.of(segment.columns.seqs).flat())),
                bytearray(header.previous),
                bytearray(segment.digest),
                bytearray(segment.commitments),
                0 if segment.seed is None else bytearray(segment.seed),
                0 if segment.keys is None else bytearray(_encode(segment.keys)),
                bytearray(segment.signature),
                bytearray(header.site),
            ],
        )

    def devices_of(self, sites: set[bytes]) -> set[bytes]:
        """The keys of the devices that minted these sites."""
        return {
            key
            for site, key in self._connection.execute(
                "SELECT id, key FROM journal_site"
                " JOIN journal_device ON journal_device.n = journal_site.device"
            )
            if site in sites
        }

    def places(self, roots: set[RecordId] | None = None) -> list[SegmentPlace]:
        """Every segment here, or those of some roots, each site's in order."""
        rows = self._connection.execute(
            "SELECT journal_segment.n, journal_site.id, root, seqs, digest, keys IS NOT NULL"
            " FROM journal_segment"
            " JOIN journal_site ON journal_site.n = journal_segment.site"
            " ORDER BY journal_segment.site, ordinal"
        )
        wanted = None if roots is None else {bytes.fromhex(one) for one in roots}
        return [
            SegmentPlace(n, site, root, RangeSet.from_flat(_decode(seqs)), digest, bool(holes))
            for n, site, root, seqs, digest, holes in rows
            if wanted is None or root in wanted
        ]

    def seqs_of(self, site: bytes) -> RangeSet:
        """Which of a site's changes are here, sealed or not."""
        rows = self._connection.execute(
            "SELECT seq FROM journal_change"
            " JOIN journal_site ON journal_site.n = journal_change.site WHERE id = ?",
            [site],
        )
        return RangeSet.of(row[0] for row in rows)

    def links(self, places: Sequence[SegmentPlace]) -> list[tuple[int, bytes, bytes]]:
        """(ordinal, digest of the one before, digest) of segments."""
        return [
            self._connection.execute(
                "SELECT ordinal, previous, digest FROM journal_segment WHERE n = ?", [place.n]
            ).fetchone()
            for place in places
        ]

    def names_of(self, sites: set[bytes]) -> dict[bytes, str]:
        """What the laptops that minted these sites call themselves; "" where it is not known."""
        return {
            site: name
            for site, name in self._connection.execute(
                "SELECT id, name FROM journal_site"
                " JOIN journal_device ON journal_device.n = journal_site.device"
            )
            if site in sites
        }

    def digests(self) -> set[bytes]:
        """The digests of every segment here, but of those in which something is missing that
        should be there."""
        here = {row[0] for row in self._connection.execute("SELECT digest FROM journal_segment")}
        return here - open_segments(self._connection)

    def here_of(self, digests: Collection[bytes]) -> set[bytes]:
        """Which of these :meth:`digests` names, without reading them all."""
        asked, here = [bytearray(one) for one in digests], set()
        for start in range(0, len(asked), _ASKED_TOGETHER):
            some = asked[start : start + _ASKED_TOGETHER]
            here |= {
                row[0]
                for row in self._connection.execute(
                    "SELECT digest FROM journal_segment"
                    f" WHERE digest IN ({', '.join('?' * len(some))})",
                    some,
                )
            }
        return here - open_segments(self._connection)

    def heal(self, segment: Segment) -> None:
        """Fill what is missing here and should be there from a verified segment."""
        heal(self._connection, self._projector, segment)

    def load(self, place: SegmentPlace) -> Segment:
        """A segment as it was sealed."""
        row = self._connection.execute(
            "SELECT journal_segment.site, nonce, key, ordinal, previous, commitments, seed, keys,"
            " signature FROM journal_segment"
            " JOIN journal_site ON journal_site.n = journal_segment.site"
            " JOIN journal_device ON journal_device.n = journal_site.device"
            " WHERE journal_segment.n = ?",
            [place.n],
        ).fetchone()
        number, nonce, device, ordinal, previous, commitments, seed, keys, signature = row
        columns = self._columns.of(number, place.site, list(place.seqs))
        kept = None if keys is None else _decode(keys)
        if kept is not None:
            # A value may be here again under another seal; under this one it is gone.
            columns.values = [
                None if key is None else value
                for key, value in zip(kept, columns.values, strict=True)
            ]
        return Segment(
            SegmentHeader(place.site, nonce, device, ordinal, previous, place.root),
            columns,
            commitments,
            seed,
            kept,
            signature,
            place.digest,
        )

    def rows_agree(self, segment: Segment) -> bool:
        """Whether changes that are here already are the very ones of this segment.

        Two copies of one workspace may have sealed the same changes differently; what must never
        differ is the changes themselves.
        """
        row = self._connection.execute(
            "SELECT n FROM journal_site WHERE id = ?", [segment.header.site]
        ).fetchone()
        if row is None:
            return True
        columns = segment.columns
        here = {
            one[0]: one[1:]
            for span in RangeSet.of(columns.seqs).spans
            for one in self._connection.execute(
                "SELECT seq, time, value, sees, word, journal_record.id, kind, root"
                " FROM journal_change"
                " JOIN journal_record ON journal_record.n = journal_change.record"
                " JOIN journal_word ON journal_word.n = journal_change.field"
                " WHERE site = ? AND seq BETWEEN ? AND ?",
                [row[0], span.first, span.last],
            )
        }
        if not here:
            return True
        for at, seq in enumerate(columns.seqs):
            if seq not in here:
                continue
            time, value, sees, field, record, kind, root = here[seq]
            local = columns.records[at]
            said = columns.sees[at]
            seen = (
                None
                if said is None
                else [
                    (columns.sites[site], number)
                    for site, number in zip(said[::2], said[1::2], strict=True)
                ]
            )
            ours = None if sees is None else [tuple(one) for one in self._projector.seen(sees)]
            theirs = columns.values[at]
            if value is not None and theirs is not None and value != theirs:
                return False
            # Where either was erased nothing can be compared, nor is it taken in.
            if (time, ours, field, record, self._projector.word(kind), root) != (
                columns.times[at],
                seen,
                columns.field_table[columns.fields[at]],
                columns.record_table[local],
                columns.kinds[local],
                segment.header.root,
            ):
                return False
        return True

    def have(self) -> dict[bytes, RangeSet]:
        """What is here of every site's history, sealed or imported."""
        having: dict[bytes, list[Span]] = {}
        missing = open_segments(self._connection)
        for place in self.places():
            if place.digest in missing:
                continue
            having.setdefault(place.site, []).extend(place.seqs.spans)
        return {site: RangeSet(spans) for site, spans in having.items()}

"""Segments in the workspace file: what is still to be sealed, what is sealed, and who has what.

A sealed segment's columns are not stored twice: they are put together again from the journal's
rows, byte for byte, whenever the segment is handed on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

import msgspec

from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.segments import (
    MOST_CHANGES,
    Columns,
    Segment,
    SegmentHeader,
    Unsealed,
)
from cps_desktop.domain.small import Small
from cps_desktop.storage.driver import Connection
from cps_desktop.storage.healing import heal, note_if_open
from cps_desktop.storage.open_holes import open_segments
from cps_desktop.storage.projections import Projector

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder().decode

SMALL_VALUE, SMALL_SEES = 4096, 256
"""Bytes of a change that need not be counted: 512 of them are far from any limit."""
MOST_VALUES, MOST_SEES = 8 * 1024 * 1024, 256 * 1024
"""Bytes of one segment's values, and of what its changes replace: readers take 32 and 1 MiB."""

FIRST = bytes(32)
"""What the first segment of a site names as the one before."""

_ASKED_TOGETHER = 500
"""Digests one statement asks for."""


class SegmentPlace(Small, frozen=True):
    """A segment's place here: enough to choose by, without its content."""

    n: int
    site: bytes
    root: bytes
    seqs: RangeSet
    digest: bytes
    holes: bool = False
    """Whether values in it were erased."""


class SegmentStore:
    """Seals, keeps and gives out segments of one open workspace."""

    def __init__(self, connection: Connection, projector: Projector) -> None:
        self._connection = connection
        self._projector = projector

    # -- what is not sealed yet ---------------------------------------------------------------

    def unsealed(self) -> Iterator[Unsealed]:
        """This device's changes that no segment holds yet: one piece a root, at most 512 changes.

        Seal and :meth:`keep` each piece before asking for the next: it names the one before.
        """
        for number, site, nonce, device, last, by_root in self._loose():
            for root, seqs in by_root.items():
                for piece in self._pieces(number, seqs):
                    ordinal, previous = self._end_of_chain(number)
                    header = SegmentHeader(site, nonce, device, ordinal, previous, root)
                    yield Unsealed(header, self._columns(number, site, piece))
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

    # -- what is sealed -----------------------------------------------------------------------

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
        columns = self._columns(number, place.site, list(place.seqs))
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

    def _columns(self, number: int, site: bytes, seqs: Sequence[int]) -> Columns:
        """The columns of some of a site's changes; tables in order of first use, so that putting
        a segment together again gives the same bytes."""
        rows = self._rows_of(number, RangeSet.of(seqs))
        records: dict[int, int] = {}
        fields: dict[int, int] = {}
        sites: dict[int, int] = {number: 0}
        for row in rows:
            records.setdefault(row[2], len(records))
            fields.setdefault(row[3], len(fields))
        about = [
            self._connection.execute(
                "SELECT id, kind FROM journal_record WHERE n = ?", [one]
            ).fetchone()
            for one in records
        ]
        sees = [_portable(row[5], sites) for row in rows]
        word = self._projector.word
        return Columns(
            seqs=[row[0] for row in rows],
            times=[row[1] for row in rows],
            records=[records[row[2]] for row in rows],
            fields=[fields[row[3]] for row in rows],
            sees=sees,
            values=[row[4] for row in rows],
            record_table=[one[0] for one in about],
            kinds=[word(one[1]) for one in about],
            field_table=[word(one) for one in fields],
            sites=[site, *(self._projector.site(one) for one in list(sites)[1:])],
        )

    def _rows_of(self, number: int, wanted: RangeSet) -> list[Any]:
        spans = wanted.spans
        whole = Span(spans[0].first, spans[-1].last)
        if len(spans) > 8 and whole.last - whole.first < 64 * len(wanted):
            # Changes of several sessions made in turns: one walk, and the others' left out.
            chosen = set(wanted)
            return [row for row in self._rows(number, whole) if row[0] in chosen]
        return [row for span in spans for row in self._rows(number, span)]

    def _rows(self, number: int, span: Span) -> list[Any]:
        rows: list[Any] = self._connection.execute(
            "SELECT seq, time, record, field, value, sees FROM journal_change"
            " WHERE site = ? AND seq BETWEEN ? AND ? ORDER BY seq",
            [number, span.first, span.last],
        ).fetchall()
        return rows

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

    # -- who has what -------------------------------------------------------------------------

    def have(self) -> dict[bytes, RangeSet]:
        """What is here of every site's history, sealed or imported."""
        having: dict[bytes, list[Span]] = {}
        missing = open_segments(self._connection)
        for place in self.places():
            if place.digest in missing:
                continue
            having.setdefault(place.site, []).extend(place.seqs.spans)
        return {site: RangeSet(spans) for site, spans in having.items()}

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


def _portable(sees: bytes | None, sites: dict[int, int]) -> list[int] | None:
    if sees is None:
        return None
    flat: list[int] = _decode(sees)
    return [part if at % 2 else sites.setdefault(part, len(sites)) for at, part in enumerate(flat)]

"""Values that are missing for an erasure which holds no more: known as missing, and filled again.

Somebody steals a laptop that may erase, erases, and is revoked later: what it erased by then is
gone where its rulings came in first, and still there where they did not. A segment with such a hole
does not count as being here: it is not acknowledged, and is verified and taken in again when it
comes.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.rulings import RecordKey, places_of
from cps_desktop.domain.segments import Segment
from cps_desktop.storage.driver import Connection
from cps_desktop.storage.open_holes import open_segments, remember_open
from cps_desktop.storage.projections import Projector

_encode = msgspec.msgpack.Encoder().encode
_keys_of = msgspec.msgpack.Decoder(list[bytes | None]).decode
_ranges_of = msgspec.msgpack.Decoder(list[int]).decode


def note_if_open(connection: Connection, projector: Projector, segment: Segment) -> None:
    """A segment is being kept: remember it where a value is missing that should be there."""
    if segment.keys is None:
        return
    erased, site = projector.ruled.erased, segment.header.site
    columns = segment.columns
    if any(
        value is None and not erased.covers(record, site, seq)
        for record, seq, value in zip(places_of(segment), columns.seqs, columns.values, strict=True)
    ):
        remember_open(connection, open_segments(connection) | {segment.digest})
        projector.forget()


def look_again(connection: Connection, projector: Projector, *, everywhere: bool) -> None:
    """What holds has changed: find out which holes are open now. ``everywhere``: something holds
    no more, so that any hole may be; else only those that were."""
    before = open_segments(connection)
    if not before and not everywhere:
        return
    digests: Iterable[bytes] = before
    if everywhere:
        digests = [
            row[0]
            for row in connection.execute(
                "SELECT digest FROM journal_segment WHERE keys IS NOT NULL"
            )
        ]
    now = {one for one in digests if _is_open(connection, projector, one)}
    if now != before:
        remember_open(connection, now)
        projector.forget()


def _is_open(connection: Connection, projector: Projector, digest: bytes) -> bool:
    number, seqs, keys = connection.execute(
        "SELECT site, seqs, keys FROM journal_segment WHERE digest = ?", [digest]
    ).fetchone()
    if keys is None:
        return False
    erased, site = projector.ruled.erased, projector.site(number)
    inside = RangeSet.from_flat(_ranges_of(seqs))
    for seq, key in zip(inside, _keys_of(keys), strict=True):
        if key is not None:
            continue
        row = connection.execute(
            "SELECT id, kind, root FROM journal_change"
            " JOIN journal_record ON journal_record.n = record WHERE site = ? AND seq = ?",
            [number, seq],
        ).fetchone()
        if row is None:
            return True  # it is still coming in
        identity, kind, root = row
        if not erased.covers(RecordKey(root, identity, projector.word(kind)), site, seq):
            return True
    return False


def heal(connection: Connection, projector: Projector, segment: Segment) -> None:
    """Fill what is missing here from a verified segment. What is to be gone was taken out of it
    before (:func:`.rulings.redacted`), and what is here already stays as it is."""
    missing = open_segments(connection)
    if not missing:
        return
    number = connection.execute(
        "SELECT n FROM journal_site WHERE id = ?", [segment.header.site]
    ).fetchone()[0]
    filled: set[int] = set()
    columns = segment.columns
    for seq, value in zip(columns.seqs, columns.values, strict=True):
        if value is None:
            continue
        row = connection.execute(
            "UPDATE journal_change SET value = ? WHERE site = ? AND seq = ? AND value IS NULL"
            " RETURNING record",
            [value, number, seq],
        ).fetchone()
        if row is not None:
            filled.add(row[0])
    if not filled and segment.digest not in missing:
        return
    _give_keys_back(connection, segment)
    look_again(connection, projector, everywhere=False)
    for record in filled:
        projector.settle_states(record)
    projector.project(sorted(filled))


def _give_keys_back(connection: Connection, segment: Segment) -> None:
    row = connection.execute(
        "SELECT keys FROM journal_segment WHERE digest = ?", [segment.digest]
    ).fetchone()
    if row is None or row[0] is None:
        return
    seed, keys = segment.seed, None
    if segment.keys is not None:
        together = [
            kept if kept is not None else come
            for kept, come in zip(_keys_of(row[0]), segment.keys, strict=True)
        ]
        if None not in together:
            return  # all keys and no seed: no form of a segment is like that
        keys = _encode(together)
    connection.execute(
        "UPDATE journal_segment SET seed = ?, keys = ? WHERE digest = ?",
        [seed, keys, segment.digest],
    )

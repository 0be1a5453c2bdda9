"""Segments: how changes travel. Some of one site's changes about one root, signed for good.

Columns, not rows: a value stands beside its like, which compresses well and is read in bulk. The
signature covers a header that holds a digest over the columns and a commitment to every value, so
a relay can neither alter nor drop anything unseen, and an erasure can later take a value out
without breaking the signature (the commitment stays).
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import msgspec

from cps_desktop.domain.small import Changing, Small

MOST_CHANGES = 512
"""A segment is sealed at the latest with so many changes (4,096 are read: DESIGN §5)."""


COMMITMENT = 16
"""Bytes of a value's commitment, and of the key under which it is made."""


def commitment_keys(seed: bytes, count: int) -> list[bytes]:
    """The keys of a segment's commitments, from its seed: one a change, in their order."""
    stream = hashlib.shake_256(b"cps commitments\x00" + seed).digest(COMMITMENT * count)
    return [stream[at : at + COMMITMENT] for at in range(0, len(stream), COMMITMENT)]


class Columns(Changing, eq=False):
    """The changes of a segment, column by column; every list is as long as ``seqs``.

    ``records`` and ``fields`` index the tables beside them; ``kinds`` gives each record of the
    table its kind. ``sees`` holds None, or ``[site, seq, site, seq, …]`` with sites as indexes
    into ``sites``, whose first entry is the segment's own site.
    """

    seqs: Sequence[int]
    times: Sequence[int]
    records: Sequence[int]
    fields: Sequence[int]
    sees: Sequence[Sequence[int] | None]
    values: Sequence[bytes | None]
    record_table: Sequence[bytes]
    kinds: Sequence[str]
    field_table: Sequence[str]
    sites: Sequence[bytes]

    def __len__(self) -> int:
        return len(self.seqs)


class SegmentHeader(Small, frozen=True):
    """What is signed, besides the digests: who, where in the site's history, and about what.

    ``ordinal`` counts a site's segments from 0; ``previous`` is the digest of the one before
    (32 zero bytes for the first): a truncated or rewritten history shows.
    """

    site: bytes
    nonce: bytes
    device: bytes
    ordinal: int
    previous: bytes
    root: bytes


class Segment(Changing, eq=False):
    """A sealed segment. ``seed`` makes the keys of the commitments; after an erasure it is gone
    and ``keys`` holds what remains (None where the value was erased)."""

    header: SegmentHeader
    columns: Columns
    commitments: bytes
    seed: bytes | None
    keys: Sequence[bytes | None] | None
    signature: bytes
    digest: bytes


def without(segment: Segment, holes: Collection[int]) -> Segment:
    """A sealed segment from which the values at these places are gone for good.

    Its seed, from which every key could be made again, is gone as well.
    """
    keys = segment.keys
    if keys is None:
        if segment.seed is None:
            raise ValueError("a sealed segment has a seed or keys")
        keys = commitment_keys(segment.seed, len(segment.columns))
    values = segment.columns.values
    columns = msgspec.structs.replace(
        segment.columns, values=[None if at in holes else one for at, one in enumerate(values)]
    )
    kept = [None if at in holes else key for at, key in enumerate(keys)]
    return msgspec.structs.replace(segment, columns=columns, seed=None, keys=kept)


class Unsealed(Changing, eq=False):
    """Changes made here that no segment holds yet, ready to be sealed as one segment."""

    header: SegmentHeader
    columns: Columns

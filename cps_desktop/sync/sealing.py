"""Sealing segments and opening them: columns to signed bytes and back.

One segment on the wire is ``[header, signature, columns, values, seed]`` in canonical msgpack:

* header: ``["cps segment", 1, site, nonce, device, ordinal, previous, root, count, digest of the
  columns, commitments]``; the signature (Ed25519, the device's) is over its digest.
* columns: seqs and times as differences, records and fields as indexes into tables, ``sees`` as
  they are. Tables stand in order of first use, so that one segment has one form of bytes.
* values: canonical msgpack each. A value's commitment is keyed BLAKE2b, 16 bytes, under its own
  part of a key stream from the seed, so that after an erasure the commitment gives nothing away.

A segment of which values were erased is ``[header, signature, columns, values, nil, keys]``: nil
stands for what is gone, and in place of the seed are the keys of what is left. Whether a value may
be missing is not for this module to say (:mod:`cps_desktop.services.rulings`).
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Collection, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import msgspec

from cps_desktop.domain.faults import BundleRefused
from cps_desktop.domain.identity import site_id
from cps_desktop.domain.segments import (
    COMMITMENT,
    Columns,
    Segment,
    SegmentHeader,
    Unsealed,
    without,
)
from cps_desktop.domain.values import LONGEST_VALUE
from cps_desktop.sync.bounds import ALTERED, length_of
from cps_desktop.sync.signatures import SignaturesBeside

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MOST_CHANGES_READ = 4096
LONGEST_NAME = 64
"""Characters of a kind's or field's name."""
MOST_SEEN = 4096
"""Changes that one change replaces, and sites that a segment refers to."""
LARGEST_COLUMNS = 1024 * 1024
"""Bytes. 4,096 changes take a fifth of it, unless each replaces many others."""

_COMMITMENT = COMMITMENT
_WITH_HOLES = b"\x96"
"""How a msgpack array of six begins."""
_SIGNED = b"cps segment\x00"

_encode = msgspec.msgpack.Encoder().encode

NEWER = (
    "This bundle was made by a newer version of CPS Desktop. Nothing was changed. "
    "Update the program on this laptop, then bring it in."
)


class _Wire(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    header: bytes
    signature: bytes
    columns: bytes
    values: list[bytes | None]
    seed: bytes


class _HoledWire(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    header: bytes
    signature: bytes
    columns: bytes
    values: list[bytes | None]
    seed: None
    keys: list[bytes | None]


class _RawWire(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    header: bytes
    signature: bytes
    columns: bytes
    values: msgspec.Raw
    seed: bytes


class _RawHoledWire(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    header: bytes
    signature: bytes
    columns: bytes
    values: msgspec.Raw
    seed: None
    keys: msgspec.Raw


class _Header(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    what: str
    format: int
    site: bytes
    nonce: bytes
    device: bytes
    ordinal: int
    previous: bytes
    root: bytes
    count: int
    columns: bytes
    commitments: bytes


class _Columns(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    seqs: list[int]
    times: list[int]
    records: list[int]
    fields: list[int]
    sees: list[list[int] | None]
    record_table: list[bytes]
    kinds: list[int]
    kind_table: list[str]
    field_table: list[str]
    sites: list[bytes]


_read_wire = msgspec.msgpack.Decoder(_RawWire).decode
_read_holed = msgspec.msgpack.Decoder(_RawHoledWire).decode
_read_values = msgspec.msgpack.Decoder(list[bytes | None]).decode
_read_header = msgspec.msgpack.Decoder(_Header).decode
_read_columns = msgspec.msgpack.Decoder(_Columns).decode


def _digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=32, person=b"cps-segment").digest()


def _commitments(values: Sequence[bytes | None], seed: bytes) -> list[bytes]:
    count = len(values)
    stream = hashlib.shake_256(b"cps commitments\x00" + seed).digest(_COMMITMENT * count)
    keys: tuple[bytes, ...] = struct.unpack(f"{_COMMITMENT}s" * count, stream)
    blake2b = hashlib.blake2b
    return [
        blake2b(value or b"", digest_size=_COMMITMENT, key=key).digest()
        for value, key in zip(values, keys, strict=True)
    ]


def _differences(numbers: Sequence[int]) -> list[int]:
    return [numbers[0], *(b - a for a, b in pairwise(numbers))]


def _columns_bytes(columns: Columns) -> bytes:
    kind_table = list(dict.fromkeys(columns.kinds))
    places = {kind: at for at, kind in enumerate(kind_table)}
    return _encode(
        _Columns(
            _differences(columns.seqs),
            _differences(columns.times),
            list(columns.records),
            list(columns.fields),
            [None if one is None else list(one) for one in columns.sees],
            list(columns.record_table),
            [places[kind] for kind in columns.kinds],
            kind_table,
            list(columns.field_table),
            list(columns.sites),
        )
    )


def _header_bytes(header: SegmentHeader, count: int, columns: bytes, commitments: bytes) -> bytes:
    return _encode(
        _Header(
            "cps segment",
            1,
            header.site,
            header.nonce,
            header.device,
            header.ordinal,
            header.previous,
            header.root,
            count,
            _digest(columns),
            commitments,
        )
    )


def seal(unsealed: Unsealed, device_secret: bytes) -> Segment:
    """Sign a run of changes; it never changes again.

    ``device_secret`` is the device's Ed25519 private key (32 bytes). The seed is drawn from it and
    the columns, so two copies of one workspace that seal the same changes make the same segment.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    columns = _columns_bytes(unsealed.columns)
    values = _encode(list(unsealed.columns.values))
    seed = hashlib.blake2b(
        _digest(columns) + _digest(values) + unsealed.header.previous,
        key=device_secret,
        digest_size=32,
        person=b"cps-seed",
    ).digest()
    commitments = b"".join(_commitments(unsealed.columns.values, seed))
    header = _header_bytes(unsealed.header, len(unsealed.columns), columns, commitments)
    digest = _digest(header)
    signature = Ed25519PrivateKey.from_private_bytes(device_secret).sign(_SIGNED + digest)
    made = Segment(unsealed.header, unsealed.columns, commitments, seed, None, signature, digest)
    # A backup may have been written before these were sealed, and obeyed an erasure since.
    gone = {at for at, value in enumerate(unsealed.columns.values) if value is None}
    return without(made, gone) if gone else made


def to_wire(segment: Segment) -> bytes:
    """A sealed segment as the bytes of its frame. Raises ValueError if it was changed since."""
    columns = _columns_bytes(segment.columns)
    header = _header_bytes(segment.header, len(segment.columns), columns, segment.commitments)
    if _digest(header) != segment.digest:
        raise ValueError("a sealed segment came out of the workspace changed")
    values = list(segment.columns.values)
    if segment.keys is not None:
        wired = _HoledWire(header, segment.signature, columns, values, None, list(segment.keys))
        return _encode(wired)
    if segment.seed is None:
        raise ValueError("a sealed segment came out of the workspace without its keys")
    return _encode(_Wire(header, segment.signature, columns, values, segment.seed))


class Opener:
    """Opens segments from the wire and verifies them; remembers device keys between segments.

    With ``beside``, signatures are only known to be right when that is finished.
    """

    def __init__(self, beside: SignaturesBeside | None = None) -> None:
        self._beside = beside
        self._devices: dict[bytes, Ed25519PublicKey] = {}

    def open(
        self, wire: bytes, *, verify: bool = True, known: Collection[bytes] = frozenset()
    ) -> Segment:
        """A segment from the bytes of its frame.

        ``verify=False`` is for reading bytes again that were verified before. A segment whose
        digest is ``known`` was verified when it first came: its columns must be those of then, and
        its values, which nobody will take in, are left out. Raises :class:`BundleRefused` (and
        msgspec's errors, which the bundle reader maps to it).
        """
        raw = _read_holed(wire) if wire[:1] == _WITH_HOLES else _read_wire(wire)
        head = _read_header(raw.header)
        if head.what != "cps segment":
            raise BundleRefused(ALTERED)
        if head.format != 1:
            raise BundleRefused(NEWER)
        wired = _built(raw, head.count)
        keys = wired.keys if isinstance(wired, _HoledWire) else None
        digest = _digest(wired.header)
        met = verify and digest in known
        if met and _digest(wired.columns) != head.columns:
            raise BundleRefused(ALTERED)
        read = _read_columns(wired.columns)
        header = SegmentHeader(
            head.site, head.nonce, head.device, head.ordinal, head.previous, head.root
        )
        if verify and not met:
            _check_shape(head, wired, read)
            # What was read and is written again must be the same bytes: one form, and one only.
            if _encode(read) != wired.columns or _encode(head) != wired.header:
                raise BundleRefused(ALTERED)
        columns = Columns(
            list(accumulate(read.seqs)),
            list(accumulate(read.times)),
            read.records,
            read.fields,
            read.sees,
            () if met else wired.values,
            read.record_table,
            [read.kind_table[one] for one in read.kinds],
            read.field_table,
            read.sites,
        )
        if verify and not met:
            self._verify(head, wired, columns, digest)
        return Segment(header, columns, head.commitments, wired.seed, keys, wired.signature, digest)

    def _verify(
        self, head: _Header, wired: _Wire | _HoledWire, columns: Columns, digest: bytes
    ) -> None:
        if site_id(head.device, head.nonce) != head.site:
            raise BundleRefused(ALTERED)
        self._check_signature(head.device, wired.signature, digest)
        if _digest(wired.columns) != head.columns:
            raise BundleRefused(ALTERED)
        if columns.seqs[-1] >= 2**53 or min(columns.times) < 0 or max(columns.times) >= 2**63:
            raise BundleRefused(ALTERED)
        if isinstance(wired, _HoledWire):
            _check_kept(wired.values, wired.keys, head.commitments)
            return
        if None in wired.values or max(map(len, wired.values)) > LONGEST_VALUE:  # type: ignore[arg-type]
            raise BundleRefused(ALTERED)
        made = b"".join(_commitments(wired.values, wired.seed))
        if not hmac.compare_digest(made, head.commitments):
            raise BundleRefused(ALTERED)

    def _check_signature(self, device: bytes, signature: bytes, digest: bytes) -> None:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        key = self._devices.get(device)
        try:
            if key is None:
                key = self._devices[device] = Ed25519PublicKey.from_public_bytes(device)
            if self._beside and self._beside.takes(key, signature, _SIGNED + digest):
                return
            key.verify(signature, _SIGNED + digest)
        except (InvalidSignature, ValueError) as error:
            raise BundleRefused(ALTERED) from error


def _built(raw: _RawWire | _RawHoledWire, count: int) -> _Wire | _HoledWire:
    """The lists of a segment, once it is known that they are no longer than its header says."""
    lists = (raw.values, raw.keys) if isinstance(raw, _RawHoledWire) else (raw.values,)
    fine = (
        1 <= count <= MOST_CHANGES_READ
        and len(raw.columns) <= LARGEST_COLUMNS
        and all(length_of(one) == count for one in lists)
    )
    if not fine:
        raise BundleRefused(ALTERED)
    values = _read_values(raw.values)
    if isinstance(raw, _RawWire):
        return _Wire(raw.header, raw.signature, raw.columns, values, raw.seed)
    keys = _read_values(raw.keys)
    return _HoledWire(raw.header, raw.signature, raw.columns, values, None, keys)


def _check_kept(values: list[bytes | None], keys: list[bytes | None], commitments: bytes) -> None:
    """What is left of a segment with holes: every value with a key that fits, and neither where
    it was erased. One form: without a hole it would have its seed."""
    if None not in keys or len(keys) != len(values):
        raise BundleRefused(ALTERED)
    for at, (value, key) in enumerate(zip(values, keys, strict=True)):
        if value is None and key is None:
            continue
        if value is None or key is None or len(key) != COMMITMENT or len(value) > LONGEST_VALUE:
            raise BundleRefused(ALTERED)
        made = hashlib.blake2b(value, digest_size=COMMITMENT, key=key).digest()
        if made != commitments[at * COMMITMENT : (at + 1) * COMMITMENT]:
            raise BundleRefused(ALTERED)


def _check_shape(head: _Header, wired: _Wire | _HoledWire, read: _Columns) -> None:
    """Lengths, ranges and order, before anything is built from what a stranger wrote."""
    count = head.count
    lengths: tuple[Sequence[Any], ...] = (
        read.seqs,
        read.times,
        read.records,
        read.fields,
        read.sees,
        wired.values,
    )
    fixed = (
        (head.site, 16),
        (head.nonce, 16),
        (head.device, 32),
        (head.previous, 32),
        (head.root, 16),
        (head.columns, 32),
        (wired.signature, 64),
        (head.commitments, _COMMITMENT * max(count, 0)),
    )
    identities = {*map(len, read.record_table), *map(len, read.sites)}
    names = (*read.kind_table, *read.field_table)
    fine = (
        0 <= head.ordinal < 2**53
        and all(len(one) == count for one in lengths)
        and all(len(data) == length for data, length in fixed)
        and identities <= {16}
        and (wired.seed is None or len(wired.seed) == 32)
        and min(read.seqs) >= 1
        and all(0 < len(name) <= LONGEST_NAME for name in names)
        and len(read.kinds) == len(read.record_table)
        and _first_use(read.records, len(read.record_table))
        and _first_use(read.fields, len(read.field_table))
        and _first_use(read.kinds, len(read.kind_table))
        and len(set(read.record_table)) == len(read.record_table)
        and len(set(read.kind_table)) == len(read.kind_table)
        and len(set(read.field_table)) == len(read.field_table)
        and len(set(read.sites)) == len(read.sites)
        and read.sites[:1] == [head.site]
        and len(read.sites) <= MOST_SEEN
        and _seen_fit(read.sees, len(read.sites))
    )
    if not fine:
        raise BundleRefused(ALTERED)


def _first_use(indexes: list[int], size: int) -> bool:
    """Whether a table's entries are all used, and stand in the order of their first use."""
    return list(dict.fromkeys(indexes)) == list(range(size))


def _seen_fit(sees: list[list[int] | None], sites: int) -> bool:
    used: dict[int, None] = {0: None}
    for flat in [one for one in sees if one is not None]:
        if len(flat) == 2 and 1 <= flat[1] < 2**53:
            used[flat[0]] = None
            continue
        if not flat or len(flat) % 2 or len(flat) > 2 * MOST_SEEN:
            return False
        if min(flat[1::2]) < 1 or max(flat[1::2]) >= 2**53:
            return False
        used.update(dict.fromkeys(flat[::2]))
    return list(used) == list(range(sites))

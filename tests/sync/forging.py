"""Bundles as a stranger with our source code could make them: well signed, and wrong."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import struct
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cps_desktop.domain.identity import site_id
from cps_desktop.domain.segments import Columns, SegmentHeader, Unsealed
from cps_desktop.sync.bundles import (
    ATTACHMENT,
    END,
    FORMAT,
    MAGIC,
    MANIFEST,
    MIN_READER,
    SEGMENT,
    Manifest,
    contents_digest,
)
from cps_desktop.sync.sealing import seal, to_wire

SECRET = bytes(range(32))
DEVICE = Ed25519PrivateKey.from_private_bytes(SECRET).public_key().public_bytes_raw()
NONCE = bytes(16)
SITE = site_id(DEVICE, NONCE)
RECORD = bytes([7]) * 16
encode = msgspec.msgpack.encode


def columns(**others: Any) -> Columns:
    """Two changes of one person: a name and another that replaces it; other columns as told."""
    plain = Columns(
        seqs=[1, 2],
        times=[1 << 40, (1 << 40) + 1],
        records=[0, 0],
        fields=[0, 0],
        sees=[None, [0, 1]],
        values=[encode("Ida"), encode("Ida Invented")],
        record_table=[RECORD],
        kinds=["person"],
        field_table=["name"],
        sites=[SITE],
    )
    return dataclasses.replace(plain, **others)


def header(**others: Any) -> SegmentHeader:
    """The first segment of the stranger's launch, about one person; with other parts as told."""
    return dataclasses.replace(SegmentHeader(SITE, NONCE, DEVICE, 0, bytes(32), RECORD), **others)


def segment(head: SegmentHeader | None = None, some: Columns | None = None) -> tuple[bytes, bytes]:
    """A signed segment as the bytes of its frame, and its digest."""
    made = seal(Unsealed(head or header(), some or columns()), SECRET)
    return to_wire(made), made.digest


def written_otherwise(wire: bytes, what: str) -> bytes:
    """The same segment with its ``"columns"`` or ``"header"`` in another, longer msgpack form, and
    truly signed so."""
    head, _, written, *rest = msgspec.msgpack.decode(wire)
    if what == "columns":
        # The first array of the ten, of which the first number is 1: in two bytes, not in one.
        assert written[2:3] == b"\x01"
        written = written[:2] + b"\xcc" + written[2:]
        parts = msgspec.msgpack.decode(head)
        parts[9] = hashlib.blake2b(written, digest_size=32, person=b"cps-segment").digest()
        head = encode(parts)
    else:
        # An array of eleven says so in three bytes, not in one.
        assert head[:1] == b"\x9b"
        head = b"\xdc\x00\x0b" + head[1:]
    digest = hashlib.blake2b(head, digest_size=32, person=b"cps-segment").digest()
    signature = Ed25519PrivateKey.from_private_bytes(SECRET).sign(b"cps segment\x00" + digest)
    return encode([head, signature, written, *rest])


def digest_of(wire: bytes) -> bytes:
    """The digest of a segment from its frame, whatever else is in it."""
    head = msgspec.msgpack.decode(wire)[0]
    return hashlib.blake2b(head, digest_size=32, person=b"cps-segment").digest()


def manifest(digests: Sequence[bytes] = (), changes: int = 0, **others: Any) -> Manifest:
    """A manifest that fits these segments; with other parts as told."""
    parts: dict[str, Any] = {
        "id": bytes(16),
        "made": 1,
        "program": "0",
        "device": DEVICE,
        "segments": len(digests),
        "changes": changes,
        "contents": contents_digest(digests),
        "life": bytes(16),
        **others,
    }
    return Manifest(**parts)


def signed(said: Manifest | bytes) -> bytes:
    """A manifest frame, signed by the stranger."""
    data = said if isinstance(said, bytes) else encode(said)
    signature = Ed25519PrivateKey.from_private_bytes(SECRET).sign(b"cps manifest\x00" + data)
    return encode([data, signature])


def attachment(content: bytes, *, last: int = 1, name: bytes | None = None) -> bytes:
    """One attachment chunk."""
    return (name or hashlib.sha256(content).digest()) + bytes([last]) + content


def plain(frames: Iterable[tuple[int, bytes]], *, head: bytes | None = None) -> bytes:
    """Frames in a row, with a true digest at the end."""
    data = head or struct.pack(">4sHH", MAGIC, FORMAT, MIN_READER)
    for kind, payload in frames:
        data += struct.pack(">BI", kind, len(payload)) + payload
    return ended(data)


def ended(data: bytes) -> bytes:
    """The end frame that fits what comes before it."""
    digest = hashlib.blake2b(data, digest_size=32, person=b"cps-bundle").digest()
    return data + struct.pack(">BI", END, 32) + digest


def packed(data: bytes) -> bytes:
    """Compressed as a bundle is."""
    sink = io.BytesIO()
    with zstandard.ZstdCompressor(level=1).stream_writer(sink, closefd=False) as stream:
        stream.write(data)
    return sink.getvalue()


def unpacked(data: bytes) -> bytes:
    """What a bundle holds, decompressed."""
    return zstandard.ZstdDecompressor().decompressobj().decompress(data)


def bundle(
    *wires: bytes, changes: int | None = None, more: Sequence[tuple[int, bytes]] = (), **others: Any
) -> bytes:
    """A whole bundle of these segments, not sealed."""
    said = manifest(
        [digest_of(one) for one in wires], 2 * len(wires) if changes is None else changes, **others
    )
    frames = [(MANIFEST, signed(said)), *((SEGMENT, one) for one in wires), *more]
    return packed(plain(frames))


__all__ = ["ATTACHMENT", "MANIFEST", "SEGMENT"]

"""Identities: who made a change, and which record it is about (time and chance passed in)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

from cps_desktop.domain.records import RecordId

Entropy = Callable[[int], bytes]
"""Gives so many random bytes; ``os.urandom`` in the program, seeded in tests."""


class ChangeId(NamedTuple):
    """One change: the site that made it (16 bytes) and its place there, counted from 1."""

    site: bytes
    seq: int


def new_record_id(now_ms: int, entropy: Entropy) -> RecordId:
    """A UUIDv7 (RFC 9562 §5.7) as 32 hexadecimal digits; ``now_ms`` is milliseconds since 1970."""
    random = int.from_bytes(entropy(10), "big")
    value = (now_ms & (2**48 - 1)) << 80
    value |= 0x7 << 76
    value |= ((random >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= random & (2**62 - 1)
    return f"{value:032x}"


def derived_id(*parts: RecordId) -> RecordId:
    """The same identity on every laptop for what is one thing, such as a person on one day.

    Two doors ticking in the same person on the same day then edit one record instead of making
    two. The version and variant bits are those of a UUIDv8 (RFC 9562 §5.8).
    """
    digest = bytearray(hashlib.blake2b("\n".join(parts).encode(), digest_size=16).digest())
    digest[6] = (digest[6] & 0x0F) | 0x80
    digest[8] = (digest[8] & 0x3F) | 0x80
    return digest.hex()


def site_id(device_key: bytes, nonce: bytes) -> bytes:
    """The site of one launch: 16 bytes that prove which device minted it.

    ``device_key`` is the device's Ed25519 public key (32 bytes), ``nonce`` 16 random bytes. Since
    the identity is a digest over both, nobody can claim a site of another device, and a launch
    after a restore or a copy can never meet its earlier self.
    """
    if len(device_key) != 32 or len(nonce) != 16:
        raise ValueError("a device key has 32 bytes and a launch nonce 16")
    return hashlib.blake2b(device_key + nonce, digest_size=16, person=b"cps-site").digest()

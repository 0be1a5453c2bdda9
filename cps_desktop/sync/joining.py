"""Join files: an organisation's coordinators and their keys, signed by its root key.

A facilitator opens one from a stick or a mail and compares four words with the coordinator. A new
join file has a higher sequence number and is signed by the same root; its expiry only warns.
Fields of a newer version are signed with the rest and left alone. Described for strangers in
docs/formats/join-file.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.sync.sealed_age import is_recipient

SUFFIX = ".cpsjoin"
FORMAT = 1
LARGEST = 256 * 1024
MOST_COORDINATORS = 32
MOST_EARLIER = 32
COORDINATOR, CONTROLLER = "coordinator", "controller"
"""What a coordinator may do for everybody: revoke and acknowledge; erase people's data."""

_SIGNED = b"cps join file\x00"
_NEW_ROOT = b"cps new root\x00"
_WORDS = b"cps words to compare"
_SELDOM = ("former_root", "former_signature", "earlier")
"""Fields that are left out where they say nothing, as by versions that do not know them."""
WHAT = "CPS Desktop join file"


class Coordinator(msgspec.Struct, frozen=True, kw_only=True):
    """One coordinator: an age recipient to seal bundles to, and the device that acknowledges."""

    name: str
    recipient: str
    device: str
    roles: tuple[str, ...] = (COORDINATOR,)


class FormerRoot(msgspec.Struct, frozen=True):
    """A root key another took the place of (hexadecimal), and what it signed to say so."""

    root: str
    signature: str


class JoinFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a join file says. ``root`` is the organisation's Ed25519 public key in hexadecimal;
    ``recovery`` the age recipient of its recovery sheet ("" in files of release 0.1); ``expires``
    a date as "2027-03-18" or "". ``former_root`` is the root key whose place this one takes, and
    ``former_signature`` what that key signed to say so (:func:`followed`); both "" mostly.
    ``earlier`` are the keys before that one, the nearest first: who missed several changes of the
    key has none of the papers in between."""

    organisation: str
    sequence: int
    root: str
    coordinators: tuple[Coordinator, ...]
    recovery: str = ""
    expires: str = ""
    former_root: str = ""
    former_signature: str = ""
    earlier: tuple[FormerRoot, ...] = ()
    what: str = WHAT
    format: int = FORMAT


class _Signed(msgspec.Struct, frozen=True):
    join: dict[str, Any]
    signature: str


NOT_ONE = (
    "This is not a join file of a coordinator, or it was damaged. Nothing was changed. "
    "Ask the coordinator for it again."
)
NEWER = (
    "This join file was made by a newer version of CPS Desktop. Nothing was changed. "
    "Update the program on this laptop, then open it."
)


def _canonical(join: dict[str, Any]) -> bytes:
    return json.dumps(join, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def root_of(root_secret: bytes) -> str:
    """The public root key that belongs to a secret one, in hexadecimal."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(root_secret).public_key().public_bytes_raw().hex()


def write_join_file(join: JoinFile, root_secret: bytes) -> bytes:
    """The signed bytes of a join file; ``root_secret`` is the root's Ed25519 private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    content = json.loads(msgspec.json.encode(join))
    for name in _SELDOM:
        if not content[name]:
            del content[name]
    signature = Ed25519PrivateKey.from_private_bytes(root_secret).sign(
        _SIGNED + _canonical(content)
    )
    return as_written(content, signature.hex()).encode()


def released(root_secret: bytes, new_root: str) -> str:
    """What an organisation's root key signs where another takes its place; in hexadecimal."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    signed = _NEW_ROOT + bytes.fromhex(new_root)
    return Ed25519PrivateKey.from_private_bytes(root_secret).sign(signed).hex()


@lru_cache(maxsize=256)
def followed(join: JoinFile) -> tuple[str, ...]:
    """The root keys (hexadecimal) this file's root takes the place of, the nearest first, as far
    as each signed the one after it.

    It says that whoever had the former key made the new one, which may have been a thief.
    """
    found: list[str] = []
    for former in (FormerRoot(join.former_root, join.former_signature), *join.earlier):
        if not _released(former, found[-1] if found else join.root):
            break
        found.append(former.root.lower())
    return tuple(found)


def _released(former: FormerRoot, root: str) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(former.root)).verify(
            bytes.fromhex(former.signature), _NEW_ROOT + bytes.fromhex(root)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def as_written(join: dict[str, Any], signature: str) -> str:
    """The one text of a join file: the same whichever way it travelled (file, QR, typed)."""
    return json.dumps({"join": join, "signature": signature.lower()}, indent=1, sort_keys=True)


def parts_of(data: bytes) -> tuple[dict[str, Any], str]:
    """What a join file says, unknown fields too, and its signature. Raises InputRefused.

    Nothing is verified: see :func:`read_join_file`.
    """
    try:
        signed = msgspec.json.decode(data, type=_Signed)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise InputRefused(NOT_ONE) from error
    return signed.join, signed.signature


def read_join_file(data: bytes) -> JoinFile:
    """A join file whose signature fits. Raises InputRefused."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(data) > LARGEST:
        raise InputRefused(NOT_ONE)
    try:
        said, signature = parts_of(data)
        if said.get("what") != WHAT:
            raise InputRefused(NOT_ONE)
        number = said.get("format")
        if isinstance(number, int) and number > FORMAT:
            raise InputRefused(NEWER)
        join = msgspec.convert(said, type=JoinFile)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(join.root)).verify(
            bytes.fromhex(signature), _SIGNED + _canonical(said)
        )
    except InputRefused:
        raise
    except (msgspec.MsgspecError, InvalidSignature, ValueError, RecursionError) as error:
        raise InputRefused(NOT_ONE) from error
    fine = 1 <= len(join.coordinators) <= MOST_COORDINATORS and all(
        is_recipient(one.recipient) and len(bytes.fromhex(one.device or "00")) in (1, 32)
        for one in join.coordinators
    )
    fine = fine and (not join.recovery or is_recipient(join.recovery)) and join.sequence >= 0
    fine = fine and len(join.earlier) <= MOST_EARLIER
    if not fine:
        raise InputRefused(NOT_ONE)
    return join


@lru_cache(maxsize=256)
def compared_words(data: bytes, words: Sequence[str], count: int = 4) -> str:
    """Words two people can compare over the telephone, drawn from a key or whatever is signed.

    Takes 0.15 s and 32 MB on purpose: whoever looks for a key of their own with the same words
    pays that for each of the 3 x 10^12 they have to try (docs/decisions/threat-model.md).
    """
    hard = hashlib.scrypt(data, salt=_WORDS, n=1 << 15, r=8, p=1, maxmem=64 << 20, dklen=32)
    return passphrase_from(words, hard, count)


def passphrase_from(words: Sequence[str], random: bytes, count: int = 5) -> str:
    """So many words from random bytes (32 are enough for an even choice)."""
    number = int.from_bytes(random)
    chosen = []
    for _ in range(count):
        number, place = divmod(number, len(words))
        chosen.append(words[place])
    return " ".join(chosen)

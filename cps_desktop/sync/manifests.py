"""What a bundle says of itself, signed by the device that made it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec

from cps_desktop.domain.faults import BundleRefused
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.sync.bounds import ALTERED, at_most, length_of

LARGEST_ATTACHMENT = 25 * 1024 * 1024
LARGEST_ATTACHMENTS = 1024 * 1024 * 1024
"""All of a bundle's attachments together; pictures hardly shrink, so a file cannot hold more."""
LONGEST_NAME = 200
"""Characters of what a bundle says of itself."""
MOST_NAMED = 200_000
"""Entries of each of its lists: attachments, laptops, launches."""
MOST_RANGES = 500_000
"""Numbers of all the ranges together that a sender says it has."""
TOO_MUCH = (
    "This bundle holds more than this program takes in at once (512 MB, or 1 GB of pictures). "
    "Nothing was changed. Ask for it in parts, one session at a time."
)
NOBODY = b""
"""The receiver of a bundle that is for whoever has its words."""
_SIGNED = b"cps manifest\x00"
_NO_LIST, _NO_MAP = msgspec.Raw(b"\x90"), msgspec.Raw(b"\x80")


class Manifest(msgspec.Struct, kw_only=True):
    """What a bundle says of itself; signed by the device that made it.

    ``made`` in milliseconds since 1970. ``contents`` is a digest over the digests of the segments
    in order (:func:`contents_digest`): what is signed cannot be put around other segments.
    ``lacks`` names attachments that are still to come to the sender. ``have`` is what the sender
    has of every site's history (``[first, last, …]`` by site), which acknowledges what it was
    given. ``reply_to`` is the age recipient to seal an answer to. ``introduces`` names devices
    whose segments are relayed.
    ``life`` is of which life of the sender's file that is true; ``earlier_lives`` are over.
    ``heard`` are the receiver's lives that the sender heard of. ``receiver`` is the device key of
    the laptop it is meant for, ``NOBODY`` where no laptop is known, None from earlier programs,
    which do not say.
    """

    id: bytes
    made: int
    program: str
    device: bytes
    device_name: str = ""
    scope: str = ""
    segments: int = 0
    changes: int = 0
    contents: bytes = b""
    attachments: list[tuple[str, int]] = []
    lacks: list[str] = []
    have: dict[bytes, list[int]] = {}
    reply_to: str = ""
    introduces: dict[bytes, str] = {}
    life: bytes = b""
    earlier_lives: list[bytes] = []
    heard: list[bytes] = []
    receiver: bytes | None = None

    def having(self) -> dict[bytes, RangeSet]:
        """``have`` as range sets. Raises ValueError where it is none."""
        return {site: RangeSet.from_flat(flat) for site, flat in self.have.items()}


class _RawManifest(msgspec.Struct, kw_only=True):
    """A manifest whose lists are not built yet."""

    id: bytes
    made: int
    program: str
    device: bytes
    device_name: str = ""
    scope: str = ""
    segments: int = 0
    changes: int = 0
    contents: bytes = b""
    attachments: msgspec.Raw = _NO_LIST
    lacks: msgspec.Raw = _NO_LIST
    have: msgspec.Raw = _NO_MAP
    reply_to: str = ""
    introduces: msgspec.Raw = _NO_MAP
    life: bytes = b""
    earlier_lives: msgspec.Raw = _NO_LIST
    heard: msgspec.Raw = _NO_LIST
    receiver: bytes | None = None

    def built(self) -> Manifest:
        """With its lists. Raises BundleRefused where they are too long, and msgspec's errors."""
        have = _read_have(at_most(self.have, MOST_NAMED))
        if sum(map(length_of, have.values())) > MOST_RANGES:
            raise BundleRefused(ALTERED)
        return Manifest(
            id=self.id,
            made=self.made,
            program=self.program,
            device=self.device,
            device_name=self.device_name,
            scope=self.scope,
            segments=self.segments,
            changes=self.changes,
            contents=self.contents,
            attachments=_read_attachments(at_most(self.attachments, MOST_NAMED)),
            lacks=_read_texts(at_most(self.lacks, MOST_NAMED)),
            have={site: _read_numbers(one) for site, one in have.items()},
            reply_to=self.reply_to,
            introduces=_read_names(at_most(self.introduces, MOST_NAMED)),
            life=self.life,
            earlier_lives=_read_lives(at_most(self.earlier_lives, MOST_NAMED)),
            heard=_read_lives(at_most(self.heard, MOST_NAMED)),
            receiver=self.receiver,
        )


class _SignedManifest(msgspec.Struct, array_like=True):
    manifest: bytes
    signature: bytes


_encode = msgspec.msgpack.Encoder().encode
_read_manifest = msgspec.msgpack.Decoder(_RawManifest).decode
_read_attachments = msgspec.msgpack.Decoder(list[tuple[str, int]]).decode
_read_texts = msgspec.msgpack.Decoder(list[str]).decode
_read_have = msgspec.msgpack.Decoder(dict[bytes, msgspec.Raw]).decode
_read_numbers = msgspec.msgpack.Decoder(list[int]).decode
_read_names = msgspec.msgpack.Decoder(dict[bytes, str]).decode
_read_lives = msgspec.msgpack.Decoder(list[bytes]).decode
_read_signed = msgspec.msgpack.Decoder(_SignedManifest).decode


def signed_manifest(manifest: Manifest, secret: bytes) -> bytes:
    """The manifest as the bytes of its frame, signed with the device's Ed25519 key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    written = _encode(manifest)
    signature = Ed25519PrivateKey.from_private_bytes(secret).sign(_SIGNED + written)
    return _encode(_SignedManifest(written, signature))


def read_manifest(frame: bytes, *, verify: bool = True) -> Manifest:
    """A manifest from the bytes of its frame, its bounds checked; with ``verify`` its signature.

    ``verify=False`` is for reading bytes again that were verified before. Raises BundleRefused (and
    msgspec's errors, which the bundle reader maps to it).
    """
    signed = _read_signed(frame)
    raw = _read_manifest(signed.manifest)
    if verify:
        _check_signature(raw.device, signed)
    manifest = raw.built()
    _bound_manifest(manifest)
    return manifest


def _check_signature(device: bytes, signed: _SignedManifest) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        key = Ed25519PublicKey.from_public_bytes(device)
        key.verify(signed.signature, _SIGNED + signed.manifest)
    except (InvalidSignature, ValueError) as error:
        raise BundleRefused(ALTERED) from error


def _bound_manifest(manifest: Manifest) -> None:
    fixed = (
        (manifest.id, 16),
        (manifest.life, 16),
        (manifest.contents, 32),
        *([(manifest.receiver, 32)] if manifest.receiver else []),
        *((site, 16) for site in manifest.have),
        *((device, 32) for device in manifest.introduces),
        *((life, 16) for life in (*manifest.earlier_lives, *manifest.heard)),
        *((digest, 64) for digest, _ in manifest.attachments),
        *((digest, 64) for digest in manifest.lacks),
    )
    names = (manifest.program, manifest.device_name, manifest.scope, manifest.reply_to)
    sizes = [size for _, size in manifest.attachments]
    fine = (
        all(len(data) == length for data, length in fixed)
        and 0 <= manifest.made < 2**63
        and all(len(name) <= LONGEST_NAME for name in (*names, *manifest.introduces.values()))
        and all(0 <= size <= LARGEST_ATTACHMENT for size in sizes)
        and len({digest for digest, _ in manifest.attachments}) == len(sizes)
    )
    if not fine:
        raise BundleRefused(ALTERED)
    if sum(sizes) > LARGEST_ATTACHMENTS:
        raise BundleRefused(TOO_MUCH)
    manifest.having()


def contents_digest(digests: Iterable[bytes]) -> bytes:
    """A digest over the digests of a bundle's segments, in order."""
    whole = hashlib.blake2b(digest_size=32, person=b"cps-contents")
    for digest in digests:
        whole.update(digest)
    return whole.digest()

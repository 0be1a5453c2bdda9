"""A carrier who is no friend: it can open what passes through its hands, and does as it likes.

It has a laptop of its own and our source code. What it carries may be held back, repeated, put in
another order, given out as its own, or altered and signed anew as well as anybody could.
"""

from __future__ import annotations

import dataclasses
import random
import struct
from collections.abc import Callable
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cps_desktop.domain.identity import site_id
from cps_desktop.domain.kinds import JoinPaper, Ruling
from cps_desktop.domain.segments import SegmentHeader, Unsealed, commitment_keys
from cps_desktop.services.exchange import Receiver, open_bundle
from cps_desktop.sync.bundles import (
    MAGIC,
    MANIFEST,
    SEGMENT,
    WITH_HOLES,
    Manifest,
    _Unpacker,
    contents_digest,
)
from cps_desktop.sync.sealed_age import new_age_keys, seal_for
from cps_desktop.sync.sealing import Opener, seal, to_wire
from tests.sync.forging import digest_of, packed, plain

encode, decode = msgspec.msgpack.encode, msgspec.msgpack.decode

HONEST = ("all", "some", "shuffled", "as its own", "under another root")
"""What a laptop may bring in: nothing in it is anybody's but whose signature it bears."""
ALTERING = (
    "twice",
    "other value",
    "value dropped",
    "value dropped with its key",
    "change dropped",
    "another's signature",
    "another time",
    "spliced",
)
"""What a laptop must refuse, whole."""


class Relay:
    """The carrier, with all that ever passed through its hands."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(f"relay {seed}")
        self._secret = self._random.randbytes(32)
        key = Ed25519PrivateKey.from_private_bytes(self._secret).public_key()
        self.device = key.public_bytes_raw()
        self._keys = new_age_keys()
        self._wires: dict[bytes, bytes] = {}
        self._given: set[bytes] = set()
        self._count = 0

    @property
    def receiver(self) -> Receiver:
        """The carrier as somebody to hand over to."""
        return Receiver("carrier", self._keys.recipient, device=self.device)

    @property
    def carries(self) -> bool:
        """Whether anything passed through its hands yet."""
        return bool(self._wires)

    def take(self, path: Path) -> None:
        """Keep every segment of a bundle that was sealed to it."""
        opened = open_bundle(path, [self._keys.identity])
        for kind, payload in _Unpacker(opened.packed).frames():
            if kind == SEGMENT:
                self._wires[digest_of(payload)] = payload

    @property
    def held_back_a_ruling(self) -> bool:
        """Whether the last bundle lacked a ruling, or a paper one rests on, that it carries."""
        held = (wire for digest, wire in self._wires.items() if digest not in self._given)
        lasting = {Ruling.KIND, JoinPaper.KIND}
        return any(not lasting.isdisjoint(Opener().open(wire).columns.kinds) for wire in held)

    def give(self, recipient: str, path: Path, how: str) -> None:
        """Write a bundle for somebody, after having done as it likes with what is inside."""
        if how in ALTERING and how != "twice":
            wires = self._some()
            at = self._random.randrange(len(wires))
            wires[at] = self._altered(wires[at], how)
        else:
            wires = self._handled(how)
        self._write(recipient, path, wires)

    def _handled(self, how: str) -> list[bytes]:
        if how == "all":
            return list(self._wires.values())
        wires = self._some()
        if how == "shuffled":
            self._random.shuffle(wires)
        elif how == "twice":
            wires.insert(0, wires[-1])
        elif how == "as its own":
            whole = [one for one in wires if not _is_holed(one)]
            wires = [self._own(one, lambda head: head) for one in whole[:3]]
        elif how == "under another root":
            other = self._random.randbytes(16)
            wires = [
                self._own(one, lambda head: dataclasses.replace(head, root=other))
                for one in wires[:1]
                if not _is_holed(one)
            ]
        return wires

    def _some(self) -> list[bytes]:
        known = list(self._wires.values())
        chosen = [one for one in known if self._random.random() < 0.6]
        return chosen or [self._random.choice(known)]

    def _own(self, wire: bytes, change: Callable[[SegmentHeader], SegmentHeader]) -> bytes:
        """Somebody's segment, sealed anew as the carrier's own work."""
        segment = Opener().open(wire)
        nonce = self._random.randbytes(16)
        site = site_id(self.device, nonce)
        header = change(
            dataclasses.replace(
                segment.header,
                site=site,
                nonce=nonce,
                device=self.device,
                ordinal=0,
                previous=bytes(32),
            )
        )
        columns = dataclasses.replace(
            segment.columns, sites=[site, *list(segment.columns.sites)[1:]]
        )
        return to_wire(seal(Unsealed(header, columns), self._secret))

    def _altered(self, wire: bytes, how: str) -> bytes:
        header, signature, columns, values, seed, *rest = decode(wire)
        there = [at for at, value in enumerate(values) if value is not None]
        at = self._random.choice(there or [0])
        if not there:
            how = "change dropped"
        if how == "other value":
            values[at] = encode("forged")
        elif how == "value dropped":
            values[at] = None
        elif how == "value dropped with its key":
            keys: list[bytes | None] = list(rest[0] if rest else commitment_keys(seed, len(values)))
            values[at] = keys[at] = None
            return encode([header, signature, columns, values, None, keys])
        elif how == "change dropped":
            values = values[:-1]
        elif how == "another's signature":
            digest = digest_of(wire)
            signature = Ed25519PrivateKey.from_private_bytes(self._secret).sign(
                b"cps segment\x00" + digest
            )
        elif how == "another time":
            read = decode(columns)
            read[1][at] += 1
            columns = encode(read)
        elif how == "spliced":
            # Somebody else's head over this one's content.
            other = decode(self._random.choice(list(self._wires.values())))
            if other[0] == header:
                values = [encode("spliced")] * len(values)
            else:
                header, signature = other[0], other[1]
        return encode([header, signature, columns, values, seed, *rest])

    def _write(self, recipient: str, path: Path, wires: list[bytes]) -> None:
        self._count += 1
        digests = [digest_of(one) for one in wires]
        self._given = set(digests)
        said = Manifest(
            id=self._count.to_bytes(16, "big"),
            made=1,
            program="0",
            device=self.device,
            segments=len(wires),
            changes=sum(len(decode(one)[3]) for one in wires),
            contents=contents_digest(digests),
            life=bytes(16),
        )
        data = encode(said)
        signature = Ed25519PrivateKey.from_private_bytes(self._secret).sign(
            b"cps manifest\x00" + data
        )
        frames = [(MANIFEST, encode([data, signature])), *((SEGMENT, one) for one in wires)]
        head = None
        if any(_is_holed(one) for one in wires):
            head = struct.pack(">4sHH", MAGIC, WITH_HOLES, WITH_HOLES)
        path.write_bytes(seal_for(packed(plain(frames, head=head)), [recipient]))


def _is_holed(wire: bytes) -> bool:
    return decode(wire)[4] is None

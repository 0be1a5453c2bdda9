"""Bundles that were altered on their way: by accident, or by somebody who has our source code.

Three layers. Outside, the sealed file; in the middle, the compressed stream, sealed again; inside,
frames and what is in them, with lengths and digests put right again, so that only what is signed
stands in the way. Whoever alters has a key of his own and signs with it where it helps.
"""

from __future__ import annotations

import dataclasses
import hashlib
import random
import struct
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cps_desktop.domain.identity import site_id
from cps_desktop.services.exchange import Receiver, hand_over, plan_handing_over
from cps_desktop.sync.bundles import ATTACHMENT, END, MANIFEST, SEGMENT, Manifest, contents_digest
from cps_desktop.sync.sealed_age import AgeKeys, seal_for, unseal
from tests.faults.places import add_picture, picture
from tests.sync import forging
from tests.sync.forging import DEVICE, NONCE, SECRET, SITE
from tests.sync.replicas import Replica

Frame = tuple[int, bytes]
Chance = random.Random
encode = msgspec.msgpack.encode
decode = msgspec.msgpack.decode


@dataclasses.dataclass(frozen=True)
class Genuine:
    """A bundle as it was made, layer by layer, with what is needed to seal it again."""

    sealed: bytes
    packed: bytes
    data: bytes
    frames: tuple[Frame, ...]
    keys: AgeKeys

    @classmethod
    def of(cls, sealed: bytes, keys: AgeKeys) -> Genuine:
        """Taken apart."""
        packed = unseal(sealed, [keys.identity], None)
        data = zstandard.ZstdDecompressor().decompressobj().decompress(packed)
        return cls(sealed, packed, data, tuple(frames_of(data)), keys)

    def seal(self, packed: bytes) -> bytes:
        """Sealed for the same receiver."""
        return seal_for(packed, [self.keys.recipient])

    def built(self, frames: Sequence[Frame]) -> bytes:
        """A sealed bundle of these frames, with a true digest at its end."""
        return self.seal(forging.packed(forging.plain(frames, head=self.data[:8])))


def frames_of(data: bytes) -> list[Frame]:
    """The frames of an unpacked bundle, without the end frame."""
    at = 8
    found: list[Frame] = []
    while True:
        kind, length = struct.unpack_from(">BI", data, at)
        if kind == END:
            return found
        found.append((kind, data[at + 5 : at + 5 + length]))
        at += 5 + length


def genuine_bundles(folder: Path, keys: AgeKeys) -> list[Genuine]:
    """Some bundles of two laptops that belong together: one relays what the other made."""
    one, other = Replica(folder / "one", 1), Replica(folder / "other", 2)
    to = Receiver("us", keys.recipient)
    made: list[Genuine] = []

    def hand(laptop: Replica) -> None:
        path = folder / f"{len(made)}.cpsb"
        plan = plan_handing_over(laptop.workspace, to, everything=True)
        hand_over(laptop.door, laptop.workspace, plan, to, path)
        made.append(Genuine.of(path.read_bytes(), keys))

    first = one.new_session("Falls at home")
    planner = one.new_planner(first.id)
    one.new_note(planner, "An idea")
    hand(one)
    for at in range(12):
        one.new_note(planner, f"Idea {at} " * at)
    add_picture(one, first.id, picture(1, 2_000))
    one.new_person()
    hand(one)
    one.give(other, folder / "to other.cpsb")
    second = other.new_session("Clearer letters")
    other.new_note(other.new_planner(second.id), "From the other laptop")
    add_picture(other, second.id, picture(2, 300))
    hand(other)
    one.close()
    other.close()
    return made


# -- outside: the sealed file -----------------------------------------------------------------


def scratched(data: bytes, chance: Chance) -> bytes:
    """Bytes with something done to them that happens to files."""
    at = chance.randrange(len(data))
    length = chance.choice((1, 1, 2, 8, 64, 512, 4096))
    way = chance.randrange(9)
    if way == 0:
        return data[:at]
    if way == 1:
        return data + chance.randbytes(length)
    if way == 2:
        return data[:at] + data[at + length :]
    if way == 3:
        return data[:at] + chance.randbytes(length) + data[at:]
    if way == 4:
        return data[:at] + bytes(min(length, len(data) - at)) + data[at + length :]
    if way == 5:
        other = chance.randrange(len(data))
        return data[:at] + data[other : other + length] + data[at + length :]
    if way == 6:
        return data[:at] + data[at : at + length] * 2 + data[at + length :]
    if way == 7:
        return data[at:] + data[:at]
    return data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :]


def outside(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """The sealed file, scratched."""
    return scratched(chance.choice(all_).sealed, chance)


def header_of_another(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """The head of one sealed file before the body of another, or what follows a line moved."""
    one, other = chance.choice(all_).sealed, chance.choice(all_).sealed
    lines = one.split(b"\n", 4)
    if chance.random() < 0.5:
        end = one.index(b"\n--- ") + 48
        begin = other.index(b"\n--- ") + 48
        return one[:end] + other[begin:]
    chance.shuffle(lines)
    return b"\n".join(lines)


# -- in the middle: the compressed stream -----------------------------------------------------


def middle(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """The compressed stream, scratched and sealed again."""
    one = chance.choice(all_)
    return one.seal(scratched(one.packed, chance))


def packed_otherwise(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """The same, compressed in a way a bundle is not, or with something after it."""
    one = chance.choice(all_)
    way = chance.randrange(4)
    if way == 0:
        half = chance.randrange(len(one.data))
        return one.seal(forging.packed(one.data[:half]) + forging.packed(one.data[half:]))
    if way == 1:
        skippable = b"\x50\x2a\x4d\x18" + struct.pack("<I", 4) + chance.randbytes(4)
        return one.seal(chance.choice((skippable + one.packed, one.packed + skippable)))
    if way == 2:
        level = chance.randrange(-5, 12)
        return one.seal(zstandard.ZstdCompressor(level=level).compress(scratched(one.data, chance)))
    return one.seal(one.packed + chance.choice(all_).packed)


# -- inside: frames ---------------------------------------------------------------------------


def frames_moved(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """Frames dropped, doubled, swapped, or spliced in from another bundle."""
    one, other = chance.choice(all_), chance.choice(all_)
    frames = list(one.frames)
    for _ in range(chance.choice((1, 1, 2))):
        at, to = chance.randrange(len(frames)), chance.randrange(len(frames))
        way = chance.randrange(5)
        if way == 0 and len(frames) > 1:
            del frames[at]
        elif way == 1:
            frames.insert(to, frames[at])
        elif way == 2:
            frames[at], frames[to] = frames[to], frames[at]
        elif way == 3:
            frames.insert(at, chance.choice(other.frames))
        else:
            frames[at] = chance.choice(other.frames)
    return one.built(frames)


def frames_scratched(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """What is in a frame scratched, or its kind changed; lengths and digest are true."""
    one = chance.choice(all_)
    frames = list(one.frames)
    at = chance.randrange(len(frames))
    kind, payload = frames[at]
    if chance.random() < 0.15:
        kind = chance.choice((0, 1, 2, 3, 4, 8, 77, 255))
    else:
        payload = scratched(payload, chance)
    frames[at] = (kind, payload)
    return one.built(frames)


def lengths_that_lie(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """A frame that says it is longer or shorter than it is; the digest is true."""
    one = chance.choice(all_)
    at = 8
    for _ in range(chance.randrange(len(one.frames))):
        at += 5 + struct.unpack_from(">BI", one.data, at)[1]
    true = struct.unpack_from(">BI", one.data, at)[1]
    lie = chance.choice((0, 1, true - 1, true + 1, true + 5, 2 * true, 2**31, 2**32 - 1))
    data = one.data[: at + 1] + struct.pack(">I", max(lie, 0)) + one.data[at + 5 : -37]
    return one.seal(forging.packed(forging.ended(data)))


# -- inside: what the frames hold -------------------------------------------------------------

ODD: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    1,
    -1,
    127,
    2**31,
    2**53,
    2**63 - 1,
    -(2**63),
    2**64 - 1,
    0.5,
    float("nan"),
    "",
    "name",
    "\ud7ff" * 70,
    b"",
    bytes(16),
    bytes(32),
    b"\xc1",
    [],
    [[]],
    [None] * 20,
    {},
    {"a": 1},
    msgspec.msgpack.Ext(1, b"x"),
    msgspec.Raw(b"\xc1"),
    msgspec.Raw(b"\xdd\xff\xff\xff\xff"),
    msgspec.Raw(b"\xc6\xff\xff\xff\xff"),
    msgspec.Raw(b"\x91" * 500 + b"\xc0"),
    msgspec.Raw(b"\xcf" + bytes(7) + b"\x01"),
    msgspec.Raw(b"\xd9\x01a"),
)


def swapped(value: Any, chance: Chance) -> Any:
    """The same structure with one thing in it of another type, out of range, moved or gone."""
    if isinstance(value, list) and value and chance.random() < 0.8:
        made = list(value)
        at, to = chance.randrange(len(made)), chance.randrange(len(made))
        way = chance.randrange(8)
        if way == 0:
            del made[at]
        elif way == 1:
            made.insert(to, made[at])
        elif way == 2:
            made[at], made[to] = made[to], made[at]
        else:
            made[at] = swapped(made[at], chance)
        return made
    if isinstance(value, dict) and value and chance.random() < 0.9:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            return {**value, chance.choice(("later", "id", key)): chance.choice(ODD)}
        return {**value, key: swapped(value[key], chance)}
    if isinstance(value, int) and chance.random() < 0.5:
        return max(-(2**63), min(2**64 - 1, value + chance.choice((-1, 1, 256))))
    if isinstance(value, bytes) and value and chance.random() < 0.5:
        return scratched(value, chance)
    return chance.choice(ODD)


def _sign(message: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(SECRET).sign(message)


def _segment_frames(one: Genuine) -> list[int]:
    return [at for at, (kind, _) in enumerate(one.frames) if kind == SEGMENT]


def types_swapped(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """One thing in a segment or manifest of another type; nothing is signed anew."""
    one = chance.choice(all_)
    frames = list(one.frames)
    at = chance.choice([at for at, (kind, _) in enumerate(frames) if kind != ATTACHMENT])
    kind, payload = frames[at]
    parts = decode(payload)
    # The parts that are bytes hold msgpack in turn: the header and the columns, or what is said.
    which = chance.choice((0, 2) if kind == SEGMENT else (0,))
    if chance.random() < 0.6:
        parts[which] = encode(swapped(decode(parts[which]), chance))
        frames[at] = (kind, encode(parts))
    else:
        frames[at] = (kind, encode(swapped(parts, chance)))
    return one.built(frames)


def holes_made(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """Values taken out, as an erasure would, that no ruling covers."""
    one = chance.choice(all_)
    frames = list(one.frames)
    at = chance.choice(_segment_frames(one))
    header, signature, columns, values, seed = decode(frames[at][1])
    stream = hashlib.shake_256(b"cps commitments\x00" + seed).digest(16 * len(values))
    keys: list[bytes | None] = [stream[16 * n : 16 * n + 16] for n in range(len(values))]
    for gone in chance.sample(range(len(values)), chance.randrange(1, len(values) + 1)):
        values[gone] = None
        if chance.random() < 0.9:
            keys[gone] = None
    with_seed = chance.random() < 0.2
    parts = [header, signature, columns, values, seed if with_seed else None]
    if not with_seed or chance.random() < 0.5:
        parts.append(keys)
    frames[at] = (SEGMENT, encode(parts))
    head = struct.pack(">4sHH", b"CPSB", chance.choice((1, 2)), chance.choice((1, 2, 2, 2, 3)))
    return one.seal(forging.packed(forging.plain(frames, head=head)))


def another_manifest(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """A manifest altered and signed by another key, which may or may not own up to it."""
    one = chance.choice(all_)
    frames = list(one.frames)
    said = decode(decode(frames[0][1])[0])
    if chance.random() < 0.6:
        said["device"] = DEVICE
    if chance.random() < 0.8:
        said = swapped(said, chance)
    data = encode(said)
    frames[0] = (MANIFEST, encode([data, _sign(b"cps manifest\x00" + data)]))
    return one.built(frames)


def resigned(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """A segment altered and signed by another key, in its own name or in the maker's, with a
    manifest that fits it."""
    one = chance.choice(all_)
    frames = list(one.frames)
    at = chance.choice(_segment_frames(one))
    parts = decode(frames[at][1])
    header = decode(parts[0])
    if chance.random() < 0.5:
        # In his own name: device, launch and site are his.
        header[2:5] = [SITE, NONCE, DEVICE]
        columns = decode(parts[2])
        columns[9][0] = SITE
        parts[2] = encode(columns)
        header[9] = _segment_digest(parts[2])
    elif chance.random() < 0.5:
        header[3:5] = [NONCE, DEVICE]
        header[2] = chance.choice((header[2], site_id(DEVICE, NONCE)))
    for _ in range(chance.randrange(3)):
        header = swapped(header, chance)
    parts[0] = encode(header)
    if chance.random() < 0.5:
        parts[3] = swapped(parts[3], chance)
    parts[1] = _sign(b"cps segment\x00" + _segment_digest(parts[0]))
    frames[at] = (SEGMENT, encode(parts))
    return _with_manifest(one, frames)


def _segment_digest(header: bytes) -> bytes:
    return hashlib.blake2b(header, digest_size=32, person=b"cps-segment").digest()


def _with_manifest(one: Genuine, frames: list[Frame]) -> bytes:
    """With a manifest of the stranger's that fits these segments."""
    said = msgspec.msgpack.decode(decode(frames[0][1])[0], type=Manifest)
    digests, changes = [], 0
    for kind, payload in frames:
        if kind == SEGMENT:
            with suppress(msgspec.DecodeError):
                parts = decode(payload)
                digests.append(_segment_digest(parts[0]))
                changes += len(parts[3]) if isinstance(parts[3], list) else 0
    said = msgspec.structs.replace(
        said,
        device=DEVICE,
        segments=len(digests),
        changes=changes,
        contents=contents_digest(digests),
    )
    data = encode(said)
    frames[0] = (MANIFEST, encode([data, _sign(b"cps manifest\x00" + data)]))
    return one.built(frames)


def spliced(all_: Sequence[Genuine], chance: Chance) -> bytes:
    """Halves of two segments put together, with a stranger's manifest around them."""
    one, other = chance.choice(all_), chance.choice(all_)
    frames = list(one.frames)
    at = chance.choice(_segment_frames(one))
    parts, more = (
        decode(frames[at][1]),
        decode(other.frames[chance.choice(_segment_frames(other))][1]),
    )
    for place in range(len(parts)):
        if chance.random() < 0.4:
            parts[place] = more[place]
    frames[at] = (SEGMENT, encode(parts))
    if chance.random() < 0.3:
        frames.insert(at, other.frames[chance.choice(_segment_frames(other))])
    return _with_manifest(one, frames)


WAYS: dict[str, Callable[[Sequence[Genuine], Chance], bytes]] = {
    "outside: scratched": outside,
    "outside: heads and bodies": header_of_another,
    "middle: scratched": middle,
    "middle: packed otherwise": packed_otherwise,
    "inside: frames moved": frames_moved,
    "inside: frames scratched": frames_scratched,
    "inside: lengths that lie": lengths_that_lie,
    "inside: types swapped": types_swapped,
    "inside: holes": holes_made,
    "inside: another manifest": another_manifest,
    "inside: signed by another": resigned,
    "inside: spliced": spliced,
}

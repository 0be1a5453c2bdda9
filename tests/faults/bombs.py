"""Small files that ask for much: memory, time or depth. Each is refused soon and cheaply."""

from __future__ import annotations

import os
import struct
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from cps_desktop.sync.bundles import LARGEST_SEGMENT, LARGEST_UNPACKED
from cps_desktop.sync.sealed_age import AgeKeys, new_age_keys, seal_for
from tests.faults.figures import Figures
from tests.faults.opening import opened_apart
from tests.sync import forging
from tests.sync.forging import ATTACHMENT, MANIFEST, SEGMENT

SECONDS = 2.0
MEMORY = 200_000_000
MB = 1024 * 1024
encode = msgspec.msgpack.encode

Bomb = Callable[[Path, AgeKeys], None]


def _sealed(packed: bytes) -> Bomb:
    return lambda path, keys: _put(path, seal_for(packed, [keys.recipient]))


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _streamed(pieces: Iterable[bytes]) -> bytes:
    """Compressed piece by piece: the whole is never in memory."""
    with tempfile.TemporaryFile() as sink:
        with zstandard.ZstdCompressor(level=1).stream_writer(sink, closefd=False) as stream:
            for piece in pieces:
                stream.write(piece)
        sink.seek(0)
        return sink.read()


def _framed(*frames: tuple[int, Iterable[bytes], int]) -> bytes:
    """A bundle of frames (kind, pieces, length told), whatever they hold."""

    def pieces() -> Iterator[bytes]:
        yield struct.pack(">4sHH", b"CPSB", 1, 1)
        for kind, payload, length in frames:
            yield struct.pack(">BI", kind, length)
            yield from payload

    return _streamed(pieces())


def _signed_manifest(**others: Any) -> tuple[int, Iterable[bytes], int]:
    said = forging.signed(forging.manifest(**others))
    return MANIFEST, [said], len(said)


def _one_segment(columns: bytes, values: bytes = b"\x92\xc0\xc0") -> bytes:
    """A bundle with one segment of these columns and values, its header signed by a stranger."""
    header = msgspec.msgpack.decode(forging.segment()[0])[0]
    wire = b"\x95" + encode(header) + encode(bytes(64)) + encode(columns) + values
    wire += encode(bytes(32))
    digest = forging.digest_of(forging.segment()[0])
    return _framed(_signed_manifest(digests=[digest], changes=2), (SEGMENT, [wire], len(wire)))


def _columns(place: int, content: bytes) -> bytes:
    """Columns with empty lists, and this in place of one of them."""
    return b"\x9a" + b"\x90" * place + content + b"\x90" * (9 - place)


def _array(length: int, of: bytes) -> bytes:
    return b"\xdd" + struct.pack(">I", length) + of * length


def _map(length: int, of: Iterable[bytes]) -> bytes:
    return b"\xdf" + struct.pack(">I", length) + b"".join(of)


def _manifest_with(field: str, content: bytes) -> bytes:
    """A bundle whose manifest holds this, well signed."""
    said = forging.manifest()
    others = {name: getattr(said, name) for name in said.__struct_fields__ if name != field}
    data = b"\xde" + struct.pack(">H", len(others) + 1)
    data += b"".join(encode(name) + encode(value) for name, value in others.items())
    wire = forging.signed(data + encode(field) + content)
    return _framed((MANIFEST, [wire], len(wire)))


def _sees() -> bytes:
    seen = _array(2 * 1900, b"\xcd\x01\x2c")
    site = encode(forging.SITE)
    return (
        b"\x9a"
        + 2 * _array(4096, b"\x01")
        + 2 * _array(4096, b"\x00")
        + _array(2048, seen)
        + b"\x91"
        + encode(forging.RECORD)
        + b"\x91\x00\x91\xa6person\x91\xa4name\x91"
        + site
    )


def _small_pieces(path: Path, keys: AgeKeys) -> None:
    """A picture of 25 MB in pieces of one byte."""
    import hashlib

    size = 25 * MB
    name = hashlib.sha256(bytes(size)).digest()
    frame = struct.pack(">BI", ATTACHMENT, 34) + name + b"\x00\x00"

    def pieces() -> Iterator[bytes]:
        yield struct.pack(">4sHH", b"CPSB", 1, 1)
        kind, (said,), length = _signed_manifest(attachments=[(name.hex(), size)])
        yield struct.pack(">BI", kind, length) + said
        for _ in range(size // 4096):
            yield frame * 4096

    _sealed(_streamed(pieces()))(path, keys)


def _zeros(total: int) -> Iterator[tuple[int, Iterable[bytes], int]]:
    piece = bytes(MB)
    for _ in range(total // LARGEST_SEGMENT):
        yield 77, [piece] * (LARGEST_SEGMENT // MB), LARGEST_SEGMENT


def _nested(path: Path, keys: AgeKeys) -> None:
    data = _streamed(bytes(16 * MB) for _ in range(256))
    _sealed(_streamed([_streamed([data])]))(path, keys)


def _window(exponent: int) -> bytes:
    """A zstd frame that asks for a window of 2^exponent bytes; one byte, many times."""
    block = ((1 << 17) << 3 | 1 << 1 | 1).to_bytes(3, "little") + b"\x00"
    return b"\x28\xb5\x2f\xfd\x00" + bytes([(exponent - 10) << 3]) + block


def _lying_size() -> bytes:
    """A zstd frame that says it holds 2^62 bytes."""
    block = ((1 << 17) << 3 | 1 << 1 | 1).to_bytes(3, "little") + b"\x00"
    return b"\x28\xb5\x2f\xfd\xe0" + struct.pack("<Q", 2**62) + block


def _one_byte_blocks(count: int) -> bytes:
    """A zstd frame of blocks that are one byte, 128 KiB times."""
    size = (128 * 1024) << 3
    block = (size | 1 << 1).to_bytes(3, "little") + b"\x00"
    last = (size | 1 << 1 | 1).to_bytes(3, "little") + b"\x00"
    return b"\x28\xb5\x2f\xfd\x00" + bytes([(17 - 10) << 3]) + block * count + last


def _age(*stanzas: bytes, body: bytes = b"") -> Bomb:
    header = b"age-encryption.org/v1\n" + b"".join(stanzas) + b"--- " + b"A" * 43 + b"\n"
    return lambda path, keys: _put(path, header + body)


def _scrypt(work: bytes) -> bytes:
    return b"-> scrypt " + b"A" * 22 + b" " + work + b"\n" + b"A" * 43 + b"\n"


def _recipient(seed: int) -> bytes:
    return b"-> X25519 " + b"%043d" % seed + b"\n" + b"A" * 43 + b"\n"


def _many_recipients(path: Path, keys: AgeKeys) -> None:
    del keys
    with path.open("wb") as file:
        file.write(b"age-encryption.org/v1\n")
        for start in range(0, 1_000_000, 1000):
            file.write(b"".join(_recipient(at) for at in range(start, start + 1000)))
        file.write(b"--- " + b"A" * 43 + b"\n" + bytes(100))


def _sparse(begin: bytes | None, size: int) -> Bomb:
    def put(path: Path, keys: AgeKeys) -> None:
        first = seal_for(bytes(65536), [keys.recipient])[:-200] if begin is None else begin
        path.write_bytes(first)
        os.truncate(path, size)

    return put


BOMBS: dict[str, Callable[[], Bomb]] = {
    "zstd: noughts beyond the limit": lambda: _sealed(
        _framed(_signed_manifest(), *_zeros(LARGEST_UNPACKED + 2 * LARGEST_SEGMENT))
    ),
    "zstd in zstd in zstd": lambda: _nested,
    "zstd: a window of 2 GB": lambda: _sealed(_window(31)),
    "zstd: a window of 16 MB": lambda: _sealed(_window(24)),
    "zstd: says it holds 2^62 bytes": lambda: _sealed(_lying_size()),
    "zstd: 10 TB in one-byte blocks": lambda: _sealed(_one_byte_blocks(80_000)),
    "msgpack: 31 million numbers": lambda: _sealed(
        _one_segment(_columns(0, _array(31_000_000, b"\x01")))
    ),
    "msgpack: 31 million values": lambda: _sealed(
        _one_segment(_columns(0, b"\x90"), _array(31_000_000, b"\xc0"))
    ),
    "msgpack: 10 million record ids": lambda: _sealed(
        _one_segment(_columns(5, _array(15_000_000, b"\xc4\x00")))
    ),
    "msgpack: 31 million empty names": lambda: _sealed(
        _one_segment(_columns(7, _array(31_000_000, b"\xa0")))
    ),
    "msgpack: 31 million that see nothing": lambda: _sealed(
        _one_segment(_columns(4, _array(31_000_000, b"\x90")))
    ),
    "msgpack: 8 million that are seen": lambda: _sealed(_one_segment(_sees())),
    "msgpack: 2^32 numbers that are not there": lambda: _sealed(
        _one_segment(_columns(0, b"\xdd\xff\xff\xff\xff"))
    ),
    "msgpack: 32 million deep": lambda: _sealed(
        _framed(_signed_manifest(), (SEGMENT, [b"\x91" * MB] * 32, LARGEST_SEGMENT))
    ),
    "msgpack: columns 31 million deep": lambda: _sealed(
        _one_segment(_columns(4, b"\x91" * 31_000_000))
    ),
    "manifest: 7 million deep": lambda: _sealed(_manifest_with("later", b"\x91" * 7_000_000)),
    "manifest: 8 million lacks": lambda: _sealed(
        _manifest_with("lacks", _array(8_000_000, b"\xa0"))
    ),
    "manifest: 2.6 million pictures": lambda: _sealed(
        _manifest_with("attachments", _array(2_600_000, b"\x92\xa0\x00"))
    ),
    "manifest: 4 million lives": lambda: _sealed(
        _manifest_with("earlier_lives", _array(4_000_000, b"\xc4\x00"))
    ),
    "manifest: 900,000 laptops": lambda: _sealed(
        _manifest_with(
            "introduces",
            _map(900_000, (b"\xc4\x04" + struct.pack(">I", at) + b"\xa0" for at in range(900_000))),
        )
    ),
    "manifest: 900,000 launches": lambda: _sealed(
        _manifest_with(
            "have",
            _map(900_000, (b"\xc4\x04" + struct.pack(">I", at) + b"\x90" for at in range(900_000))),
        )
    ),
    "manifest: 8 million ranges": lambda: _sealed(
        _manifest_with("have", _map(1, [encode(bytes(16)), _array(8_000_000, b"\x01")]))
    ),
    "a frame of 4 GB": lambda: _sealed(
        _framed(_signed_manifest(), (SEGMENT, [bytes(100)], 2**32 - 1))
    ),
    "a million empty frames": lambda: _sealed(
        _streamed([struct.pack(">4sHH", b"CPSB", 1, 1), *([bytes([77]) + bytes(4)] * 1_000_000)])
    ),
    "a picture in pieces of one byte": lambda: _small_pieces,
    "age: scrypt with N = 2^23": lambda: _age(_scrypt(b"23"), body=bytes(1000)),
    "age: scrypt with N = 2^63": lambda: _age(_scrypt(b"63"), body=bytes(1000)),
    "age: scrypt with no number": lambda: _age(_scrypt(b"2e1"), body=bytes(1000)),
    "age: scrypt twice": lambda: _age(_scrypt(b"10"), _scrypt(b"10"), body=bytes(1000)),
    "age: a million recipients": lambda: _many_recipients,
    "age: 65 recipients": lambda: _age(*map(_recipient, range(65)), body=bytes(1000)),
    "700 MB of nothing": lambda: _sparse(b"", 700_000_000),
    "700 MB of nothing behind a true header": lambda: _sparse(None, 700_000_000),
    "700 MB of nothing behind the name": lambda: _sparse(b"age-encryption.org/v1\n", 700_000_000),
    "900 MB": lambda: _sparse(b"age-encryption.org/v1\n", 900_000_000),
}

SOME = (
    "zstd: noughts beyond the limit",
    "zstd: a window of 2 GB",
    "msgpack: 31 million that see nothing",
    "msgpack: 8 million that are seen",
    "manifest: 8 million ranges",
    "a picture in pieces of one byte",
    "age: scrypt with N = 2^23",
    "700 MB of nothing behind a true header",
)
"""Of each sort one, and those that were dear once."""

HARMLESS = {"BundleRefused", "CannotUnlock"}


def run(names: Iterable[str] = BOMBS) -> list[Figures]:
    """Set each off in a process of its own; one row."""
    row = Figures("bombs")
    keys = new_age_keys()
    with tempfile.TemporaryDirectory(prefix="cps bombs ") as folder:
        path = Path(folder) / "bundle.cpsb"
        for name in names:
            path.unlink(missing_ok=True)
            BOMBS[name]()(path, keys)
            came = opened_apart(keys.identity, [path])
            row.tried += 1
            if not came:
                row.wrong.append(f"{name}: the process did not live")
                continue
            one = came[0]
            row.outcomes["refused" if one.fault in HARMLESS else one.fault or "opened"] += 1
            row.slowest = max(row.slowest, one.seconds)
            row.peak = max(row.peak, one.peak)
            told = f"{name}: {one.fault} in {one.seconds:.2f} s, {one.peak / 1e6:.0f} MB"
            if one.fault not in HARMLESS or one.seconds > SECONDS or one.peak > MEMORY:
                row.wrong.append(f"{told} {one.sentence}")
            if os.environ.get("CPS_FAULTS_ALOUD"):
                print(told, path.stat().st_size, flush=True)
    return [row]

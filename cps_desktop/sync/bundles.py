"""Bundles: the file that goes by stick. Frames in a zstd stream, sealed with age.

``magic "CPSB" · format · min_reader`` then frames of ``type · length · payload``: one manifest,
segments, attachment chunks, an end frame with the digest of all before it. There are no paths
inside, so nothing can be written outside its place. Frames of a kind this version does not know
are counted and said, never dropped in silence. See docs/formats/bundle.md.
"""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import io
import struct
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from cps_desktop.domain.faults import BundleRefused, Fault
from cps_desktop.domain.segments import Segment
from cps_desktop.sync.bounds import ALTERED
from cps_desktop.sync.manifests import (
    LARGEST_ATTACHMENT,
    LONGEST_NAME,
    TOO_MUCH,
    Manifest,
    contents_digest,
    read_manifest,
    signed_manifest,
)
from cps_desktop.sync.sealed_age import NOT_A_BUNDLE
from cps_desktop.sync.sealing import NEWER, Opener, to_wire
from cps_desktop.sync.signatures import SignaturesBeside

__all__ = [
    "LARGEST_ATTACHMENT",
    "LONGEST_NAME",
    "Contents",
    "Manifest",
    "contents_digest",
    "pack",
    "refusing",
    "unpack",
]

MAGIC = b"CPSB"
FORMAT = 1
MIN_READER = 1
WITH_HOLES = 2
"""Format and least reader of a bundle in which values are erased; all others are as they were."""
MANIFEST, SEGMENT, ATTACHMENT, END = 1, 2, 3, 9

LARGEST_FILE = 768 * 1024 * 1024
LARGEST_UNPACKED = 512 * 1024 * 1024
LARGEST_SEGMENT = 32 * 1024 * 1024
LARGEST_WINDOW = 8 * 1024 * 1024
LARGEST_MANIFEST = 8 * 1024 * 1024
MOST_UNKNOWN = 10_000
"""Frames of kinds that only a newer version knows."""
LARGEST_UNKNOWN = 64 * 1024 * 1024
"""Bytes of all of those together."""
LEAST_PIECE = 16 * 1024
"""Bytes of an attachment's pieces, but for the last: we write 256 KiB."""
_CHUNK = 256 * 1024
_LEVEL = 6
_REPEATED = 1
"""The kind of zstd block that is one byte, many times."""
_SELDOM_OBJECTS = 200_000
_HEAD = struct.Struct(">4sHH")
_FRAME = struct.Struct(">BI")


@dataclasses.dataclass(slots=True)
class Contents:
    """What was found on reading a bundle through: its manifest and what was verified."""

    manifest: Manifest
    segments: int = 0
    changes: int = 0
    attachments: int = 0
    unknown_frames: int = 0


OnSegment = Callable[[Segment], None]
OnAttachment = Callable[[str, bytes], None]


@contextmanager
def refusing() -> Iterator[None]:
    """Every error of every library that a stranger's bytes can cause becomes one sentence."""
    try:
        yield
    except Fault:
        raise
    except (
        msgspec.MsgspecError,
        UnicodeError,
        TypeError,
        ValueError,
        IndexError,
        KeyError,
        OverflowError,
        RecursionError,
        MemoryError,
        EOFError,
        struct.error,
    ) as error:
        raise BundleRefused(ALTERED) from error
    except Exception as error:
        if type(error).__name__ == "ZstdError":
            raise BundleRefused(NOT_A_BUNDLE) from error
        raise


class _CyclesSoughtSeldom:
    """While this is on, Python looks for cycles of objects seldom.

    Reading makes very many small objects and no cycle among them: looking for some after every
    few hundred takes an eighth of the time of an import. May be on in several threads at once.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._on = 0
        self._before = gc.get_threshold()

    def __enter__(self) -> None:
        with self._lock:
            if not self._on:
                self._before = gc.get_threshold()
                if self._before[0]:
                    gc.set_threshold(max(_SELDOM_OBJECTS, self._before[0]), *self._before[1:])
            self._on += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._on -= 1
            if not self._on:
                gc.set_threshold(*self._before)


_SELDOM = _CyclesSoughtSeldom()


class _Packer:
    """Compresses frames as they come and digests what they hold."""

    def __init__(self, sink: Any) -> None:
        import zstandard

        self._stream: Any = zstandard.ZstdCompressor(level=_LEVEL).stream_writer(
            sink, closefd=False
        )
        self._digest = hashlib.blake2b(digest_size=32, person=b"cps-bundle")

    def raw(self, data: bytes) -> None:
        self._digest.update(data)
        self._stream.write(data)

    def frame(self, kind: int, *parts: bytes) -> None:
        self.raw(_FRAME.pack(kind, sum(map(len, parts))))
        for part in parts:
            self.raw(part)

    def end(self) -> None:
        digest = self._digest.digest()
        self._stream.write(_FRAME.pack(END, len(digest)) + digest)
        self._stream.close()


def pack(
    manifest: Manifest,
    device_secret: bytes,
    segments: Iterable[Segment],
    attachments: Iterable[tuple[str, bytes]],
    progress: Callable[[int], None] | None = None,
    *,
    holes: bool = False,
) -> bytes:
    """The compressed, unsealed bytes of a bundle; ``progress`` is told the changes packed.

    ``holes``: some of the segments have values that were erased, which readers of 0.1 refuse.
    """
    sink = io.BytesIO()
    packer = _Packer(sink)
    versions = (WITH_HOLES, WITH_HOLES) if holes else (FORMAT, MIN_READER)
    packer.raw(_HEAD.pack(MAGIC, *versions))
    packer.frame(MANIFEST, signed_manifest(manifest, device_secret))
    done = 0
    for segment in segments:
        packer.frame(SEGMENT, to_wire(segment))
        done += len(segment.columns)
        if progress is not None:
            progress(done)
    for digest, content in attachments:
        _pack_attachment(packer, digest, content)
    packer.end()
    return sink.getvalue()


def _pack_attachment(packer: _Packer, digest: str, content: bytes) -> None:
    name = bytes.fromhex(digest)
    for start in range(0, max(len(content), 1), _CHUNK):
        piece = content[start : start + _CHUNK]
        last = start + _CHUNK >= len(content)
        packer.frame(ATTACHMENT, name, b"\x01" if last else b"\x00", piece)


def _frame_length(packed: bytes) -> int:
    """How long the first zstd frame is (RFC 8878 §3.1.1), found without unpacking anything.

    What follows it would be read by nobody and covered by no digest. Raises ZstdError or
    ValueError for what is no frame.
    """
    import zstandard

    said = zstandard.get_frame_parameters(packed[:32])
    if said.window_size > LARGEST_WINDOW or said.dict_id:
        raise BundleRefused(NOT_A_BUNDLE)
    at = zstandard.frame_header_size(packed[:32])
    last = False
    while not last:
        block = int.from_bytes(packed[at : at + 3], "little")
        if at + 3 > len(packed):
            raise BundleRefused(NOT_A_BUNDLE)
        last = bool(block & 1)
        kind, size = block >> 1 & 3, block >> 3
        at += 3 + (1 if kind == _REPEATED else size)
    return at + (4 if said.has_checksum else 0)


class _Unpacker:
    """Reads frames from compressed bytes, within bounds."""

    def __init__(self, packed: bytes) -> None:
        import zstandard

        if _frame_length(packed) != len(packed):
            raise BundleRefused(NOT_A_BUNDLE)
        self._stream = zstandard.ZstdDecompressor(max_window_size=LARGEST_WINDOW).stream_reader(
            packed, read_across_frames=False
        )
        self._digest = hashlib.blake2b(digest_size=32, person=b"cps-bundle")
        self._unpacked = 0
        self._unknown = 0
        self.min_reader = 0

    def take(self, length: int, *, digested: bool = True) -> bytes:
        pieces = []
        left = length
        while left:
            piece = self._stream.read(min(left, 1 << 20))
            if not piece:
                raise BundleRefused(NOT_A_BUNDLE)
            pieces.append(piece)
            left -= len(piece)
        data = pieces[0] if len(pieces) == 1 else b"".join(pieces)
        if digested:
            self._digest.update(data)
        return data

    def frames(self) -> Iterator[tuple[int, bytes]]:
        magic, format_, min_reader = _HEAD.unpack(self.take(_HEAD.size))
        if magic != MAGIC:
            raise BundleRefused(NOT_A_BUNDLE)
        if min_reader > WITH_HOLES:
            raise BundleRefused(NEWER)
        del format_
        self.min_reader = min_reader
        while True:
            head = self.take(_FRAME.size, digested=False)
            kind, length = _FRAME.unpack(head)
            if kind == END:
                if self.take(length, digested=False) != self._digest.digest():
                    raise BundleRefused(ALTERED)
                if self._stream.read(1):
                    raise BundleRefused(ALTERED)
                return
            self._digest.update(head)
            self._bound(kind, length)
            yield kind, self.take(length)

    def _bound(self, kind: int, length: int) -> None:
        limits = {
            MANIFEST: LARGEST_MANIFEST,
            SEGMENT: LARGEST_SEGMENT,
            ATTACHMENT: _CHUNK + 33,
        }
        if kind not in limits:
            self._unknown += length
        if length > limits.get(kind, LARGEST_SEGMENT) or self._unknown > LARGEST_UNKNOWN:
            raise BundleRefused(ALTERED)
        if kind != ATTACHMENT:
            self._unpacked += length
            if self._unpacked > LARGEST_UNPACKED:
                raise BundleRefused(TOO_MUCH)


class _Attachments:
    """Puts attachments together from their chunks and checks each against its digest."""

    def __init__(self, promised: Mapping[str, int], on_attachment: OnAttachment | None) -> None:
        self._promised = promised
        self._on_attachment = on_attachment
        self._name = b""
        self._pieces: list[bytes] = []
        self._size = 0
        self._complete: set[bytes] = set()

    @property
    def done(self) -> int:
        """How many attachments were whole."""
        return len(self._complete)

    def take(self, payload: bytes) -> None:
        if len(payload) < 33 or payload[32] > 1:
            raise BundleRefused(ALTERED)
        name, last, piece = payload[:32], payload[32], payload[33:]
        if (self._pieces and name != self._name) or name in self._complete:
            raise BundleRefused(ALTERED)
        if not last and len(piece) < LEAST_PIECE:
            raise BundleRefused(ALTERED)
        self._name = name
        self._pieces.append(piece)
        self._size += len(piece)
        if self._size > self._promised.get(name.hex(), -1):
            raise BundleRefused(ALTERED)
        if last:
            content = b"".join(self._pieces)
            self._pieces, self._size = [], 0
            if len(content) != self._promised[name.hex()]:
                raise BundleRefused(ALTERED)
            if hashlib.sha256(content).digest() != name:
                raise BundleRefused(ALTERED)
            self._complete.add(name)
            if self._on_attachment is not None:
                self._on_attachment(name.hex(), content)

    def finish(self) -> None:
        if self._pieces or self.done != len(self._promised):
            raise BundleRefused(ALTERED)


class _Reading:
    """One reading of a bundle, frame by frame."""

    def __init__(
        self,
        signatures: SignaturesBeside,
        *,
        verify: bool,
        known: Collection[bytes],
        on_manifest: Callable[[Manifest], None] | None,
        on_segment: OnSegment | None,
        on_attachment: OnAttachment | None,
    ) -> None:
        self._verify = verify
        self._known = known
        self._on_manifest = on_manifest
        self._on_segment = on_segment
        self._on_attachment = on_attachment
        self._signatures = signatures
        self._opener = Opener(signatures)
        self.min_reader = 0
        self._attachments = _Attachments({}, None)
        self._digests: dict[bytes, None] = {}
        self.contents: Contents | None = None

    def take(self, kind: int, payload: bytes) -> None:
        """Take one frame in."""
        if kind == MANIFEST:
            self._take_manifest(payload)
            return
        contents = self.contents
        if contents is None:
            raise BundleRefused(ALTERED)
        if kind == SEGMENT:
            self._take_segment(contents, payload)
        elif kind == ATTACHMENT:
            self._attachments.take(payload)
        else:
            contents.unknown_frames += 1
        if contents.segments > contents.manifest.segments or contents.unknown_frames > MOST_UNKNOWN:
            raise BundleRefused(ALTERED)

    def _take_manifest(self, payload: bytes) -> None:
        if self.contents is not None:
            raise BundleRefused(ALTERED)
        manifest = read_manifest(payload, verify=self._verify)
        self.contents = Contents(manifest)
        self._attachments = _Attachments(dict(manifest.attachments), self._on_attachment)
        if self._on_manifest is not None:
            self._on_manifest(manifest)

    def _take_segment(self, contents: Contents, payload: bytes) -> None:
        if not self._verify and self._on_segment is None:
            return
        segment = self._opener.open(payload, verify=self._verify, known=self._known)
        if segment.keys is not None and self.min_reader < WITH_HOLES:
            raise BundleRefused(ALTERED)
        if segment.digest in self._digests:
            raise BundleRefused(ALTERED)
        self._digests[segment.digest] = None
        contents.segments += 1
        contents.changes += len(segment.columns)
        if self._on_segment is not None:
            self._on_segment(segment)

    def finish(self) -> Contents:
        """What was found, once everything the manifest promised is there."""
        contents = self.contents
        if contents is None:
            raise BundleRefused(NOT_A_BUNDLE)
        self._signatures.finish()
        self._attachments.finish()
        contents.attachments = self._attachments.done
        if self._verify:
            said = contents.manifest
            if (said.segments, said.changes) != (contents.segments, contents.changes):
                raise BundleRefused(ALTERED)
            if said.contents != contents_digest(self._digests):
                raise BundleRefused(ALTERED)
        return contents


def unpack(
    packed: bytes,
    *,
    verify: bool = True,
    known: Collection[bytes] = frozenset(),
    on_manifest: Callable[[Manifest], None] | None = None,
    on_segment: OnSegment | None = None,
    on_attachment: OnAttachment | None = None,
) -> Contents:
    """Read a bundle through; with ``verify`` everything is checked before this returns.

    What the callbacks are given is only to be believed once this has returned. ``verify=False`` is
    for a second reading of bytes that a first one verified. Segments whose digest is ``known`` were
    verified when they first came: they are not verified again, and their values are left out.
    Raises :class:`BundleRefused` alone.
    """
    with refusing(), _SELDOM, SignaturesBeside() as signatures:
        reading = _Reading(
            signatures,
            verify=verify,
            known=known,
            on_manifest=on_manifest,
            on_segment=on_segment,
            on_attachment=on_attachment,
        )
        unpacker = _Unpacker(packed)
        for kind, payload in unpacker.frames():
            reading.min_reader = unpacker.min_reader
            reading.take(kind, payload)
        return reading.finish()

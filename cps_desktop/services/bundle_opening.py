"""Opening a bundle: read, unsealed and verified whole, and what it is about. Brings nothing in."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Final

from cps_desktop.domain.kinds import Attachment, Session
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.records import KINDS, RecordId, defaults, meanings
from cps_desktop.domain.segments import Columns, Segment
from cps_desktop.domain.values import decode_value
from cps_desktop.services.progress import Progress
from cps_desktop.sync.bundle_files import read_whole
from cps_desktop.sync.bundles import Contents, Manifest, OnSegment, unpack
from cps_desktop.sync.sealed_age import check_beginning, unseal

READ_ONCE: Final = 16 * 1024
"""Bytes of an unsealed bundle whose segments are kept as they were read and verified, until it is
brought in or let go of. A larger one is read again: that takes less than its room in memory."""


@dataclasses.dataclass(frozen=True, slots=True)
class Inspection:
    """What a bundle holds, found without bringing anything in. ``made`` in ms since 1970.

    ``sessions`` are (id, title as the bundle last says, or ""). ``devices`` names every device
    whose changes are inside. ``digests`` are those of its segments.
    """

    sender: str
    sender_key: bytes
    made: int
    program: str
    scope: str
    changes: int
    segments: int
    attachments: int
    attachment_bytes: int
    sessions: tuple[tuple[RecordId, str], ...]
    devices: tuple[tuple[bytes, str], ...]
    unknown_frames: int

    @property
    def only_answers(self) -> bool:
        """Whether it holds no work, and only says what its sender has and lacks."""
        return not self.segments and not self.attachments


class OpenedBundle:
    """A bundle file that was read, unsealed and verified whole; nothing is brought in yet."""

    def __init__(self, path: Path, packed: bytes, contents: Contents, about: _About) -> None:
        self.path = path
        self._small = about.read if about.small else None
        self.met = about.met
        """Digests of segments that were not verified again: they were here when it was opened."""
        self.packed = packed
        self.contents = contents
        self.ranges = about.ranges
        self.makers = about.makers
        """Which device minted each site whose changes are inside."""
        self.headers = about.headers
        self.latest = about.latest
        """The greatest clock reading of each device's changes, of those not verified before."""
        self.attachment_digests = frozenset(name for name, _ in contents.manifest.attachments)
        self.named_attachments = about.named_attachments
        manifest = contents.manifest
        names = {manifest.device: manifest.device_name, **manifest.introduces}
        self.inspection = Inspection(
            sender=manifest.device_name,
            sender_key=manifest.device,
            made=manifest.made,
            program=manifest.program,
            scope=manifest.scope,
            changes=contents.changes,
            segments=contents.segments,
            attachments=contents.attachments,
            attachment_bytes=sum(size for _, size in manifest.attachments),
            sessions=tuple((one, about.titles.get(one, "")) for one in about.sessions),
            devices=tuple((key, names.get(key, "")) for key in about.devices),
            unknown_frames=contents.unknown_frames,
        )

    def each_segment(self, take: OnSegment) -> None:
        """Give every segment once more, as it was verified."""
        if self._small is None:
            unpack(self.packed, verify=False, on_segment=take)
        else:
            for segment in self._small:
                take(segment)


class _About:
    """Gathers what a bundle is about while it is read through."""

    def __init__(self, known: Collection[bytes], *, small: bool) -> None:
        self._known = known
        self.small = small
        self.read: list[Segment] = []
        self.met: set[bytes] = set()
        self.sessions: dict[RecordId, None] = {}
        self.titles: dict[RecordId, str] = {}
        self.devices: dict[bytes, None] = {}
        self.makers: dict[bytes, bytes] = {}
        self.ranges: dict[bytes, list[RangeSet]] = {}
        self.headers: dict[bytes, tuple[bytes, int]] = {}
        self.latest: dict[bytes, int] = {}
        self.changes = 0
        self.named_attachments: set[str] = set()

    def segment(self, segment: Segment) -> None:
        """Note a segment's device, sessions and place in its site's history."""
        columns = segment.columns
        if self.small:
            self.read.append(segment)
        self.changes += len(columns)
        self.devices[segment.header.device] = None
        self.makers[segment.header.site] = segment.header.device
        self.ranges.setdefault(segment.header.site, []).append(RangeSet.of(columns.seqs))
        self.headers[segment.digest] = (segment.header.site, len(columns))
        # Only a session has records of other kinds filed with it.
        if any(not (KINDS[kind].IS_ROOT if kind in KINDS else False) for kind in columns.kinds):
            self.sessions[segment.header.root.hex()] = None
        if segment.digest in self._known:
            self.met.add(segment.digest)
            for identity, kind in zip(columns.record_table, columns.kinds, strict=True):
                if kind == Session.KIND:
                    self.sessions[identity.hex()] = None
            return
        device, latest = segment.header.device, max(columns.times)
        self.latest[device] = max(self.latest.get(device, 0), latest)
        if Session.KIND in columns.kinds:
            for record, title in _said(columns, Session.KIND, "title"):
                self.sessions[record] = None
                if title:
                    self.titles[record] = title
        if Attachment.KIND in columns.kinds:
            for _, digest in _said(columns, Attachment.KIND, "digest"):
                if digest:
                    self.named_attachments.add(digest)


def _said(columns: Columns, kind: str, field: str) -> Iterator[tuple[RecordId, str]]:
    """What a segment says of a text field: (record, value), with "" for every other field."""
    cls = KINDS[kind]
    meaning, usual = meanings(cls)[field], defaults(cls)[field]
    for record, named, value in zip(columns.records, columns.fields, columns.values, strict=True):
        if columns.kinds[record] != kind:
            continue
        text: object = ""
        if columns.field_table[named] == field and value is not None:
            # Another version may have put there what is no text here: it is kept, not shown.
            text = decode_value(meaning, usual, value)
        yield columns.record_table[record].hex(), text if isinstance(text, str) else ""


def open_bundle(
    path: Path,
    identities: Sequence[str] = (),
    passphrase: str | None = None,
    progress: Progress | None = None,
    known: Collection[bytes] = frozenset(),
) -> OpenedBundle:
    """Read, unseal and verify a bundle, whole. Raises CannotUnlock, BundleRefused, InputRefused.

    ``known`` are the digests of segments already in the workspace it is opened for: those were
    verified when they came, and are not verified again.
    """
    tell = progress or silent
    sealed = read_whole(path, lambda beginning: check_beginning(beginning, identities))
    tell("Opening it", 0, 1)
    packed = unseal(sealed, identities, passphrase)
    return opened(path, packed, tell, known)


def opened(
    path: Path,
    packed: bytes,
    progress: Progress | None = None,
    known: Collection[bytes] = frozenset(),
) -> OpenedBundle:
    """Verify an unsealed bundle, whole. Raises BundleRefused."""
    tell = progress or silent
    about = _About(known, small=len(packed) <= READ_ONCE)
    promised = [0]

    def on_manifest(manifest: Manifest) -> None:
        promised[0] = max(manifest.changes, 1)

    def on_segment(segment: Segment) -> None:
        about.segment(segment)
        tell("Checking it", about.changes, promised[0])

    contents = unpack(packed, known=known, on_manifest=on_manifest, on_segment=on_segment)
    return OpenedBundle(path, packed, contents, about)


def silent(what: str, done: int, of: int) -> None:
    del what, done, of

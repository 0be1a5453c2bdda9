"""Makes many changes as three laptops would have made them, sealed and signed, without waiting
for a person: sessions with people, attendance, planners, notes that were typed and typed again,
and some that another laptop edited."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from cps_desktop.domain.identity import derived_id, new_record_id, site_id
from cps_desktop.domain.kinds import (
    Attendance,
    DayPresence,
    Note,
    NoteColour,
    Person,
    Planner,
    Presence,
    Role,
    Session,
    SessionDay,
)
from cps_desktop.domain.ordering import key_between
from cps_desktop.domain.records import KINDS, Record, meanings, said
from cps_desktop.domain.segments import MOST_CHANGES, Columns, Segment, SegmentHeader, Unsealed
from cps_desktop.domain.values import encode_value
from cps_desktop.sync.bundles import Manifest, contents_digest, pack
from cps_desktop.sync.sealed_age import seal_for
from cps_desktop.sync.sealing import seal

_START_MS = 1_800_000_000_000
_TEXT = """
letter ring phone ward clinic bus hall people wait day home name nobody asked told form
print plain words carer help next week before after visit town farm road
"""
_WORDS = _TEXT.split()


@dataclasses.dataclass(slots=True)
class _Change:
    seq: int
    time: int
    record: bytes
    kind: str
    field: str
    value: bytes
    sees: list[tuple[bytes, int]] | None


class _Laptop:
    """One laptop in one launch: hands out sequence numbers and remembers its changes by root."""

    def __init__(self, random_: random.Random) -> None:
        self.random = random_
        self.secret = random_.randbytes(32)
        key = Ed25519PrivateKey.from_private_bytes(self.secret).public_key()
        self.key = key.public_bytes_raw()
        self.nonce = random_.randbytes(16)
        self.site = site_id(self.key, self.nonce)
        self.seq = 0
        self.ms = _START_MS
        self.by_root: dict[bytes, list[_Change]] = {}

    def new_id(self) -> str:
        return new_record_id(self.ms, self.random.randbytes)

    def change(
        self,
        record: Record,
        field: str,
        value: object,
        sees: list[tuple[bytes, int]] | None = None,
    ) -> tuple[bytes, int]:
        cls = type(record)
        self.seq += 1
        self.ms += self.random.randrange(5, 900)
        root = bytes.fromhex(record.id if cls.IS_ROOT else record.root)
        data = encode_value(meanings(cls)[field], value)  # type: ignore[arg-type]
        identity = bytes.fromhex(record.id)
        change = _Change(self.seq, self.ms << 16, identity, cls.KIND, field, data, sees)
        self.by_root.setdefault(root, []).append(change)
        return self.site, self.seq

    def create(self, record: Record) -> dict[str, tuple[bytes, int]]:
        return {name: self.change(record, name, value) for name, value in said(record)}

    def segments(self) -> Iterator[Segment]:
        previous, ordinal = bytes(32), 0
        for root, changes in self.by_root.items():
            for start in range(0, len(changes), MOST_CHANGES):
                piece = changes[start : start + MOST_CHANGES]
                header = SegmentHeader(self.site, self.nonce, self.key, ordinal, previous, root)
                segment = seal(Unsealed(header, _columns(self.site, piece)), self.secret)
                previous, ordinal = segment.digest, ordinal + 1
                yield segment


def _columns(site: bytes, changes: list[_Change]) -> Columns:
    records: dict[bytes, int] = {}
    kinds: list[str] = []
    fields: dict[str, int] = {}
    sites: dict[bytes, int] = {site: 0}
    for one in changes:
        if one.record not in records:
            records[one.record] = len(records)
            kinds.append(one.kind)
        fields.setdefault(one.field, len(fields))
    sees = [
        None
        if one.sees is None
        else [part for seen, seq in one.sees for part in (sites.setdefault(seen, len(sites)), seq)]
        for one in changes
    ]
    return Columns(
        [one.seq for one in changes],
        [one.time for one in changes],
        [records[one.record] for one in changes],
        [fields[one.field] for one in changes],
        sees,
        [one.value for one in changes],
        list(records),
        kinds,
        list(fields),
        list(sites),
    )


def some_text(random_: random.Random, words: int) -> str:
    """A sentence of so many invented words."""
    return " ".join(random_.choice(_WORDS) for _ in range(words)).capitalize()


def _make_session(laptop: _Laptop, other: _Laptop, notes: int) -> None:
    random_ = laptop.random
    session = Session(
        id=laptop.new_id(),
        kind_of="rpiw",
        title=some_text(random_, 4),
        purpose=some_text(random_, 15),
        venue=some_text(random_, 2),
    )
    laptop.create(session)
    days = [SessionDay(id=laptop.new_id(), root=session.id, session=session.id) for _ in range(3)]
    for day in days:
        laptop.create(day)
    for _ in range(12):
        _make_person(laptop, session, days[0])
    planner = Planner(
        id=laptop.new_id(), root=session.id, session=session.id, template="think-plan-reflect"
    )
    laptop.create(planner)
    order = ""
    for _ in range(notes):
        order = key_between(order)
        _make_note(laptop, other, session, planner, order)


def _make_person(laptop: _Laptop, session: Session, day: SessionDay) -> None:
    random_ = laptop.random
    person = Person(id=laptop.new_id(), name=some_text(random_, 2), role=random_.choice(list(Role)))
    laptop.create(person)
    attendance = Attendance(
        id=derived_id(session.id, person.id),
        root=session.id,
        session=session.id,
        person=person.id,
        role=person.role,
    )
    laptop.create(attendance)
    laptop.create(
        DayPresence(
            id=derived_id(attendance.id, day.id),
            root=session.id,
            session=session.id,
            attendance=attendance.id,
            session_day=day.id,
            state=Presence.HERE,
        )
    )


def _make_note(
    laptop: _Laptop, other: _Laptop, session: Session, planner: Planner, order: str
) -> None:
    random_ = laptop.random
    note = Note(
        id=laptop.new_id(),
        root=session.id,
        session=session.id,
        planner=planner.id,
        box=f"box-{random_.randrange(9)}",
        order=order,
        text=some_text(random_, random_.randrange(3, 20)),
        colour=random_.choice(list(NoteColour)),
        author=some_text(random_, 2),
    )
    made = laptop.create(note)
    head = made["text"]
    for _ in range(random_.choice((0, 0, 1, 2))):
        longer = some_text(random_, random_.randrange(3, 20))
        head = laptop.change(note, "text", longer, sees=[head])
    if random_.random() < 0.02:
        other.ms = max(other.ms, laptop.ms)
        other.change(note, "text", some_text(random_, 9), sees=[head])


def make_bundle(
    path: Path, changes: int, recipient: str, seed: int = 1, session_changes: int = 2_000
) -> int:
    """Write a bundle with about so many changes, sealed to a recipient; returns how many it holds.

    A session holds about ``session_changes``; 2,000 are five days of work.
    """
    random_ = random.Random(seed)
    laptops = [_Laptop(random_) for _ in range(3)]
    turn = 0
    while sum(one.seq for one in laptops) < changes:
        left = changes - sum(one.seq for one in laptops)
        laptop = laptops[turn % 3]
        _make_session(
            laptop, laptops[(turn + 1) % 3], notes=max(1, min(session_changes // 9, left // 9))
        )
        turn += 1
    segments = [segment for laptop in laptops for segment in laptop.segments()]
    total = sum(len(one.columns) for one in segments)
    manifest = Manifest(
        id=random_.randbytes(16),
        made=_START_MS,
        program="bench",
        device=laptops[0].key,
        device_name="Bench laptop",
        segments=len(segments),
        changes=total,
        contents=contents_digest(one.digest for one in segments),
        life=random_.randbytes(16),
    )
    path.write_bytes(seal_for(pack(manifest, laptops[0].secret, segments, []), [recipient]))
    assert set(KINDS) >= {"session", "note"}
    return total

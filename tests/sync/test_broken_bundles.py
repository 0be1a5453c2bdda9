"""Every bundle we are handed may be broken, foreign or hostile: one sentence, no change."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop.domain.faults import BundleRefused, CannotUnlock, Fault, InputRefused
from cps_desktop.domain.kinds import Person
from cps_desktop.domain.segments import Columns
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import (
    Receiver,
    bring_in,
    hand_over,
    open_bundle,
    opened,
    own_age_keys,
    plan_handing_over,
    preview,
)
from cps_desktop.sync.sealed_age import new_age_keys, seal_for, unseal
from tests.examples import few_or_many
from tests.sync import forging
from tests.sync.forging import ATTACHMENT, MANIFEST, SEGMENT, columns, encode, header, segment
from tests.sync.replicas import Replica, told

MUTATIONS = 150
KEYS = new_age_keys()
ANY = Path("bundle.cpsb")


@pytest.fixture
def ours(tmp_path: Path) -> Iterator[Replica]:
    laptop = Replica(tmp_path / "ours", 1)
    session = laptop.new_session("Kept")
    laptop.new_note(laptop.new_planner(session.id), "Kept as well")
    yield laptop
    laptop.close()


@pytest.fixture(scope="module")
def sealed_and_packed(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    folder = tmp_path_factory.mktemp("giver")
    giver = Replica(folder / "giver", 2)
    session = giver.new_session("From elsewhere")
    planner = giver.new_planner(session.id)
    for at in range(40):
        giver.new_note(planner, f"Idea {at} " * (at % 5))
    path = folder / "bundle.cpsb"
    to = Receiver("us", KEYS.recipient)
    hand_over(giver.door, giver.workspace, plan_handing_over(giver.workspace, to), to, path)
    giver.close()
    sealed = path.read_bytes()
    return sealed, unseal(sealed, [KEYS.identity], None)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with something done to it that happens to files, or that somebody would try."""
    way = chance.randrange(7)
    at = chance.randrange(len(data))
    if way == 0:
        return data[:at]
    if way == 1:
        return data + chance.randbytes(chance.randrange(1, 40))
    if way == 2:
        return data[:at] + data[at + chance.randrange(1, 30) :]
    if way == 3:
        return data[:at] + chance.randbytes(chance.randrange(1, 9)) + data[at:]
    if way == 4:
        end = min(len(data), at + 64)
        return data[:at] + bytes(end - at) + data[end:]
    if way == 5:
        other = chance.randrange(len(data))
        return data[:at] + data[other : other + 16] + data[at + 16 :]
    return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]


def refused(packed: bytes) -> str:
    """The sentence with which an unsealed bundle is refused."""
    with pytest.raises(Fault) as fault:
        opened(ANY, packed)
    assert str(fault.value).endswith(".")
    return str(fault.value)


def test_a_sealed_bundle_that_was_altered_anywhere_is_refused(
    sealed_and_packed: tuple[bytes, bytes], tmp_path: Path
) -> None:
    sealed, packed = sealed_and_packed
    chance = random.Random(1)
    path = tmp_path / "bundle.cpsb"
    for _ in range(MUTATIONS):
        path.write_bytes(mutated(sealed, chance))
        if path.read_bytes() == sealed:
            continue
        with pytest.raises((BundleRefused, CannotUnlock)) as fault:
            open_bundle(path, [KEYS.identity])
        assert "Nothing was changed." in str(fault.value)
    path.write_bytes(sealed)
    assert open_bundle(path, [KEYS.identity]).packed == packed


def test_an_unsealed_bundle_that_was_altered_says_the_same_or_is_refused(
    sealed_and_packed: tuple[bytes, bytes],
) -> None:
    packed = sealed_and_packed[1]
    right = opened(ANY, packed).inspection
    chance = random.Random(2)
    for _ in range(MUTATIONS):
        try:
            found = opened(ANY, mutated(packed, chance)).inspection
        except Fault:
            continue
        assert found == right


def test_frames_that_were_altered_under_a_true_digest_are_refused(
    sealed_and_packed: tuple[bytes, bytes],
) -> None:
    """Whoever can open a bundle can write its end frame anew; the signatures are what holds."""
    data = zstandard.ZstdDecompressor().decompressobj().decompress(sealed_and_packed[1])
    body = data[:-37]
    assert opened(ANY, forging.packed(forging.ended(body))).inspection.changes
    chance = random.Random(3)
    accepted = 0
    for _ in range(MUTATIONS):
        changed = mutated(body, chance)
        if changed == body:
            continue
        try:
            opened(ANY, forging.packed(forging.ended(changed)))
        except Fault:
            continue
        accepted += 1
    assert accepted == 0


def test_dropping_doubling_or_swapping_whole_segments_is_refused() -> None:
    first, one = segment()
    second, two = segment(
        header(ordinal=1, previous=one), columns(seqs=[3, 4], sees=[[0, 2], [0, 3]])
    )
    assert opened(ANY, forging.bundle(first, second)).inspection.changes == 4
    said = forging.signed(forging.manifest([one, two], 4))
    for wires in ([first], [first, first], [second, first], [first, second, second], []):
        frames = [(MANIFEST, said), *((SEGMENT, wire) for wire in wires)]
        refused(forging.packed(forging.plain(frames)))


def test_a_segment_or_manifest_that_its_device_did_not_sign_is_refused() -> None:
    header_bytes, signature, *rest = msgspec.msgpack.decode(segment()[0])
    for other in (bytes(64), signature[:63] + bytes([signature[63] ^ 1]), b"", signature + b"x"):
        refused(forging.bundle(encode([header_bytes, other, *rest])))
    wire, digest = segment()
    said = msgspec.msgpack.decode(forging.signed(forging.manifest([digest], 2)))
    frames = [(MANIFEST, encode([said[0], bytes(64)])), (SEGMENT, wire)]
    refused(forging.packed(forging.plain(frames)))


def test_a_missing_value_that_is_not_written_as_an_erased_one_is_refused() -> None:
    header_bytes, signature, some, values, seed = msgspec.msgpack.decode(segment()[0])
    for holes in (
        [header_bytes, signature, some, [None, values[1]], seed],
        [header_bytes, signature, some, values, None],
    ):
        assert "altered" in refused(forging.bundle(encode(holes)))


HOSTILE_COLUMNS = {
    "none at all": columns(
        seqs=[],
        times=[],
        records=[],
        fields=[],
        sees=[],
        values=[],
        record_table=[],
        kinds=[],
        field_table=[],
    ),
    "a number twice": columns(seqs=[1, 1]),
    "numbers that go back": columns(seqs=[2, 1]),
    "number nought": columns(seqs=[0, 1]),
    "a number too great": columns(seqs=[1, 2**53]),
    "a time before time": columns(times=[-1, 5]),
    "a time too great": columns(times=[1, 2**63]),
    "a record that is not in the table": columns(records=[0, 1]),
    "a record counted from the end": columns(records=[0, -1]),
    "a record in the table nobody uses": columns(
        record_table=[forging.RECORD, bytes(16)], kinds=["person", "person"]
    ),
    "a record in the table twice": columns(
        records=[0, 1], record_table=[forging.RECORD] * 2, kinds=["person", "person"]
    ),
    "a record id too short": columns(record_table=[b"short"]),
    "a field that is not in the table": columns(fields=[0, 5]),
    "a field without a name": columns(field_table=[""]),
    "a field with a long name": columns(field_table=["x" * 65]),
    "a kind with a long name": columns(kinds=["x" * 65]),
    "what is seen without a number": columns(sees=[None, [0]]),
    "what is seen is nothing": columns(sees=[None, []]),
    "what is seen has number nought": columns(sees=[None, [0, 0]]),
    "what is seen has a number too great": columns(sees=[None, [0, 2**60]]),
    "what is seen has another site": columns(sees=[None, [1, 1]]),
    "what is seen has a site from the end": columns(sees=[None, [-1, 1]]),
    "more is seen than anybody can": columns(sees=[None, [0, 1] * 4097]),
    "sites nobody refers to": columns(sites=[forging.SITE, bytes(16)]),
    "another site first": columns(sites=[bytes(16)]),
    "a value of more than a megabyte": columns(values=[b"\xc0", bytes(1024 * 1024 + 1)]),
    "an erased value without an erasure": columns(values=[None, b"\xc0"]),
    "more changes than a segment holds": columns(
        seqs=list(range(1, 4098)),
        times=[1] * 4097,
        records=[0] * 4097,
        fields=[0] * 4097,
        sees=[None] * 4097,
        values=[b"\xc0"] * 4097,
    ),
    "columns of different lengths": columns(values=[b"\xc0"] * 3),
}


@pytest.mark.parametrize("what", ["columns", "header"])
def test_a_segment_has_one_form_and_another_truly_signed_is_refused(what: str) -> None:
    wire, _ = segment()
    opened(ANY, forging.bundle(wire))
    with pytest.raises(BundleRefused):
        opened(ANY, forging.bundle(forging.written_otherwise(wire, what)))


@pytest.mark.parametrize("name", HOSTILE_COLUMNS)
def test_a_signed_segment_of_nonsense_is_refused(name: str) -> None:
    some = HOSTILE_COLUMNS[name]
    try:
        wire, _ = segment(None, some)
    except (IndexError, ValueError):
        # Our own sealing cannot even write it down; write what it would have been.
        pytest.skip("cannot be written")
    assert "Nothing was changed." in refused(forging.bundle(wire, changes=len(some.seqs)))


HOSTILE_HEADERS = {
    "a site of another device": header(site=bytes(16)),
    "a site too short": header(site=b"x"),
    "another launch": header(nonce=bytes([1]) * 16),
    "another device's key": header(device=bytes(32)),
    "a device key that is no point": header(device=b"\xff" * 32),
    "a place before the first": header(ordinal=-1),
    "a place too great": header(ordinal=2**60),
    "a digest too short": header(previous=b""),
    "a root too long": header(root=bytes(17)),
}


@pytest.mark.parametrize("name", HOSTILE_HEADERS)
def test_a_signed_segment_with_a_lying_header_is_refused(name: str) -> None:
    wire, _ = segment(HOSTILE_HEADERS[name], columns(sites=[HOSTILE_HEADERS[name].site]))
    assert "Nothing was changed." in refused(forging.bundle(wire))


HOSTILE_MANIFESTS: dict[str, dict[str, Any]] = {
    "an id too short": {"id": b""},
    "a time before time": {"made": -1},
    "a time too great": {"made": 2**63},
    "more segments than there are": {"segments": 9},
    "more changes than there are": {"changes": 99},
    "what it has is no range": {"have": {bytes(16): [5, 1]}},
    "what it has is odd": {"have": {bytes(16): [5]}},
    "what it has is of no site": {"have": {b"x": [1, 2]}},
    "an endless name": {"device_name": "x" * 201},
    "an introduction of nobody": {"introduces": {b"x": "Nobody"}},
    "a life too short": {"life": b""},
    "earlier lives too long": {"earlier_lives": [bytes(17)]},
    "an attachment of no size": {"attachments": [("0" * 64, -1)]},
    "an attachment too large": {"attachments": [("0" * 64, 2**40)]},
    "an attachment that does not come": {"attachments": [("0" * 64, 1)]},
    "an attachment twice": {"attachments": [("0" * 64, 1)] * 2},
    "attachments without end": {"attachments": [(f"{at:064x}", 25 << 20) for at in range(99)]},
    "other segments than these": {"contents": bytes(32)},
    "the key of somebody else": {"device": bytes(32)},
}


@pytest.mark.parametrize("name", HOSTILE_MANIFESTS)
def test_a_signed_manifest_that_lies_is_refused(name: str) -> None:
    wire, digest = segment()
    parts: dict[str, Any] = {"digests": [digest], "changes": 2, **HOSTILE_MANIFESTS[name]}
    said = forging.manifest(parts.pop("digests"), parts.pop("changes"), **parts)
    frames = [(MANIFEST, forging.signed(said)), (SEGMENT, wire)]
    assert "Nothing was changed." in refused(forging.packed(forging.plain(frames)))


PICTURE = b"picture"
PROMISED: dict[str, Any] = {"attachments": [(forging.attachment(PICTURE)[:32].hex(), len(PICTURE))]}
HOSTILE_ATTACHMENTS = {
    "twice": [forging.attachment(PICTURE)] * 2,
    "other content": [forging.attachment(b"another", name=forging.attachment(PICTURE)[:32])],
    "more content": [forging.attachment(b"picture!", name=forging.attachment(PICTURE)[:32])],
    "never ended": [forging.attachment(PICTURE, last=0)],
    "not promised": [forging.attachment(PICTURE), forging.attachment(b"x")],
    "mixed": [
        forging.attachment(b"pic", last=0, name=forging.attachment(PICTURE)[:32]),
        forging.attachment(b"ture", name=bytes(32)),
    ],
    "empty pieces": [forging.attachment(b"", last=0, name=forging.attachment(PICTURE)[:32])],
    "too short": [b"x"],
    "a strange mark": [forging.attachment(PICTURE, last=2)],
}


@pytest.mark.parametrize("name", HOSTILE_ATTACHMENTS)
def test_attachments_that_are_not_as_promised_are_refused(name: str) -> None:
    wire, _ = segment()
    more = [(ATTACHMENT, one) for one in HOSTILE_ATTACHMENTS[name]]
    refused(forging.bundle(wire, more=more, **PROMISED))
    whole = [(ATTACHMENT, forging.attachment(PICTURE))]
    assert opened(ANY, forging.bundle(wire, more=whole, **PROMISED)).inspection.attachments == 1


def test_frames_out_of_place_or_with_lying_lengths_are_refused() -> None:
    wire, digest = segment()
    said = forging.signed(forging.manifest([digest], 2))
    whole = [(MANIFEST, said), (SEGMENT, wire)]
    for frames in ([], [(SEGMENT, wire)], [(SEGMENT, wire), (MANIFEST, said)], [*whole, whole[0]]):
        refused(forging.packed(forging.plain(frames)))
    data = forging.plain(whole)
    for length in (0, 1, len(said) - 1, len(said) + 1, 2**31, 2**32 - 1):
        lying = data[:9] + struct.pack(">I", length) + data[13:]
        refused(forging.packed(forging.ended(lying[:-37])))
    refused(forging.packed(data + b"more"))
    refused(forging.packed(data) + b"more")
    refused(forging.packed(data) + forging.packed(data))
    refused(forging.packed(data[:-1]))
    newer = forging.plain(whole, head=struct.pack(">4sHH", b"CPSB", 9, 9))
    assert "newer version" in refused(forging.packed(newer))


def test_frames_of_a_kind_that_a_newer_version_added_are_counted_and_left() -> None:
    wire, _ = segment()
    about = opened(ANY, forging.bundle(wire, more=[(77, b"what will be")])).inspection
    assert about.unknown_frames == 1


FOREIGN = {
    "empty": b"",
    "text": b"Dear coordinator,\n" * 100,
    "an age file of something else": b"",
    "age without a body": b"age-encryption.org/v1\n",
    "age with a cut header": b"age-encryption.org/v1\n-> X25519 abc\n",
    "age in letters": b"-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n",  # noqa: E501
    "only noughts": bytes(4096),
    "noise": random.Random(5).randbytes(4096),
}


def _zip() -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as file:
        file.writestr("../../evil.txt", "no")
    return sink.getvalue()


@pytest.mark.parametrize("name", [*FOREIGN, "zip"])
def test_a_file_of_another_kind_is_refused(name: str, tmp_path: Path) -> None:
    data = _zip() if name == "zip" else FOREIGN[name]
    if name == "an age file of something else":
        data = seal_for(b"not ours", [KEYS.recipient])
    path = tmp_path / "bundle.cpsb"
    path.write_bytes(data)
    with pytest.raises(BundleRefused, match="not a CPS Desktop bundle"):
        open_bundle(path, [KEYS.identity], "some words")


def test_what_is_no_file_at_all_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing.cpsb", Path("/dev/zero")):
        with pytest.raises(InputRefused):
            open_bundle(path, [KEYS.identity])


def test_a_bundle_for_somebody_else_says_so(
    sealed_and_packed: tuple[bytes, bytes], tmp_path: Path
) -> None:
    path = tmp_path / "bundle.cpsb"
    path.write_bytes(sealed_and_packed[0])
    with pytest.raises(CannotUnlock, match="sealed for somebody else"):
        open_bundle(path, [new_age_keys().identity])
    with pytest.raises(CannotUnlock, match="sealed for somebody else"):
        open_bundle(path, [])


def test_what_a_refused_bundle_leaves_is_nothing(ours: Replica, tmp_path: Path) -> None:
    before = told(ours.workspace)
    for at, packed in enumerate(
        [
            forging.bundle(segment(None, columns(values=[None, b"\xc0"]))[0]),
            forging.bundle(segment()[0], changes=99),
            b"",
        ]
    ):
        path = tmp_path / f"{at}.cpsb"
        path.write_bytes(seal_for(packed, [own_age_keys(ours.workspace).recipient]))
        with pytest.raises(Fault):
            ours.take(path)
    assert told(ours.workspace) == before


# -- what is well formed is taken in, whoever wrote it, and does no harm ------------------------------  # noqa: E501

RECORDS = st.sampled_from([forging.RECORD, bytes([8]) * 16])
NAMES = st.sampled_from(["name", "text", "deleted", "mood", "day", "finished", "facilitators"])
KINDS = st.sampled_from(["person", "note", "session", "map"])
ODD_VALUES = st.one_of(
    st.sampled_from(
        [
            encode("Ida"),
            encode([]),
            encode([b"x", 1]),
            encode([forging.SITE, 1]),
            encode(1.5),
            encode({"a": 1}),
            encode(2**64 - 1),
            encode(True),
            b"",
            b"\xc1",
            b"\xd9",
            b"\x81" * 5000,
            b"\xa2\xff\xfe",
            encode("2027-02-30"),
            encode("\x00"),
            b"\xc7\x0c\xff" + bytes(12),
        ]
    ),
    st.binary(max_size=20),
)


SegmentLike = tuple[int, bytes]


@st.composite
def strange_segments(draw: st.DrawFn) -> list[tuple[SegmentLike, Columns]]:
    """Segments of one launch, well formed, that say strange things about records of any kind."""
    made: list[tuple[SegmentLike, Columns]] = []
    seq = 1
    for ordinal in range(draw(st.integers(1, 4))):
        count = draw(st.integers(1, 5))
        told = [(draw(RECORDS), draw(KINDS), draw(NAMES), draw(ODD_VALUES)) for _ in range(count)]
        kinds: dict[bytes, str] = {}
        names: dict[str, int] = {}
        records: dict[bytes, int] = {}
        for record, kind, name, _ in told:
            kinds.setdefault(record, kind)
            records.setdefault(record, len(records))
            names.setdefault(name, len(names))
        sees = [
            draw(st.none() | st.integers(1, 12).map(lambda one: [0, one])) for _ in range(count)
        ]
        made.append(
            (
                (ordinal, draw(RECORDS)),
                columns(
                    seqs=list(range(seq, seq + count)),
                    times=[draw(st.sampled_from([0, 5, 1 << 57, 2**62, 2**63 - 1])) for _ in told],
                    records=[records[one[0]] for one in told],
                    fields=[names[one[2]] for one in told],
                    sees=sees,
                    values=[one[3] for one in told],
                    record_table=list(records),
                    kinds=[kinds[one] for one in records],
                    field_table=list(names),
                ),
            )
        )
        seq += count
    return made


@settings(max_examples=few_or_many(16))
@given(strange_segments(), st.randoms(use_true_random=False))
def test_strange_but_well_formed_changes_are_kept_handed_on_and_shown_alike(
    tmp_path_factory: pytest.TempPathFactory,
    some: list[tuple[SegmentLike, Columns]],
    chance: random.Random,
) -> None:
    folder = tmp_path_factory.mktemp("strange")
    wires = []
    previous = bytes(32)
    for (ordinal, root), one in some:
        wire, previous = segment(header(ordinal=ordinal, previous=previous, root=root), one)
        wires.append((wire, len(one.seqs)))
    here, there = Replica(folder / "here", 1), Replica(folder / "there", 2)
    try:
        for laptop in (here, there):
            for wire, count in wires:
                bundle = opened(ANY, forging.bundle(wire, changes=count))
                preview(laptop.workspace, bundle)
                bring_in(laptop.workspace, bundle)
            chance.shuffle(wires)
            assert check_workspace(laptop.workspace).problems == []
            for person in laptop.workspace.find(Person):
                laptop.workspace.versions(person, "name")
        assert told(here.workspace) == told(there.workspace)
        third = Replica(folder / "third", 3)
        assert here.give(third, folder / "bundle.cpsb") == sum(count for _, count in wires)
        assert told(third.workspace) == told(here.workspace)
        third.close()
    finally:
        here.close()
        there.close()


def test_one_number_used_for_two_things_is_refused_and_nothing_is_changed(ours: Replica) -> None:
    bring_in(ours.workspace, opened(ANY, forging.bundle(segment()[0])))
    before = told(ours.workspace)
    for other in (
        columns(values=[encode("Eve"), encode("Eve")]),
        columns(field_table=["known_as"]),
        columns(times=[5, 6]),
        columns(sees=[None, None]),
        columns(record_table=[bytes(16)]),
        columns(kinds=["organisation"]),
    ):
        with pytest.raises(BundleRefused, match="under the same numbers"):
            bring_in(ours.workspace, opened(ANY, forging.bundle(segment(None, other)[0])))
        assert told(ours.workspace) == before


BOMBS = r"""
import io, resource, struct, sys, time
from pathlib import Path
from typing import Any
from cps_desktop.domain.faults import Fault
from cps_desktop.services.exchange import open_bundle, opened
from tests.sync import forging
import zstandard

def giant_window():
    p = zstandard.ZstdCompressionParameters.from_level(1, window_log=27, enable_ldm=True)
    sink = io.BytesIO()
    with zstandard.ZstdCompressor(compression_params=p).stream_writer(sink, closefd=False) as s:
        s.write(bytes(1 << 20))
    return sink.getvalue()

def zeros(head, length):
    sink = io.BytesIO()
    with zstandard.ZstdCompressor(level=1).stream_writer(sink, closefd=False) as s:
        s.write(head)
        piece = bytes(1 << 20)
        for _ in range(length >> 20):
            s.write(piece)
    return sink.getvalue()

start = struct.pack(">4sHH", b"CPSB", 1, 1)
deep = b"\x91" * 2_000_000 + b"\xc0"
nested = forging.packed(zeros(start, 64 << 20))
for _ in range(3):
    nested = forging.packed(nested)
said = forging.signed(forging.manifest([], 0))
first = struct.pack(">BI", 1, len(said)) + said
def frames(kind, count, size):
    sink = io.BytesIO()
    with zstandard.ZstdCompressor(level=1).stream_writer(sink, closefd=False) as s:
        s.write(start + first)
        for _ in range(count):
            s.write(struct.pack(">BI", kind, size) + bytes(size))
    return sink.getvalue()
age = b"age-encryption.org/v1\n"
packed = {
    "window": giant_window(),
    "zeros": zeros(start, 1 << 28),
    "a frame of 4 GB": forging.packed(start + first + struct.pack(">BI", 2, 2**32 - 1)),
    "frames without end": frames(77, 20, 32 << 20),
    "empty frames without end": frames(77, 200_000, 0),
    "attachments without end": frames(3, 4000, 1 << 18),
    "deep manifest": forging.packed(forging.plain([(1, deep)])),
    "deep segment": forging.packed(forging.plain([(1, said), (2, deep)])),
    "nested": nested,
    "a list of 4e9": forging.packed(forging.plain([(1, said), (2, b"\xdd\xff\xff\xff\xff")])),
}
sealed = {
    "scrypt 23": age + b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 23\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
    "scrypt 99": age + b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 99\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
    "scrypt twice": age + b"-> scrypt AAAAAAAAAAAAAAAAAAAAAA 10\n" * 2 + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
    "many recipients": age + (b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n") * 100_000 + b"--- " + b"A" * 43 + b"\n",
    "65 recipients": age + (b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n") * 65 + b"--- " + b"A" * 43 + b"\n",
    "no end of header": age + b"-> X25519 " + b"A" * 50_000_000,
}
opened(Path("x"), forging.bundle(forging.segment()[0]))
from cps_desktop.sync.sealed_age import new_age_keys, unseal, seal_for
keys = new_age_keys()
unseal(seal_for(b"x", [keys.recipient]), [keys.identity], None)
place = Path(sys.argv[1])
for name, data in {**packed, **sealed}.items():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    try:
        if name in packed:
            opened(Path("x"), data)
        else:
            place.write_bytes(data)
            open_bundle(place, [keys.identity], "words")
        print(f"ACCEPTED {name}")
    except Fault as fault:
        if not str(fault).strip().endswith("."):
            print("NO SENTENCE", name)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{name}: {grown // 1024} MB more, {time.process_time() - began:.2f} s")
    if grown > 200 * 1024:
        print(f"TOO MUCH {name}")
"""  # noqa: E501


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with POSIX's rusage")
def test_bombs_are_refused_within_bounds(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", BOMBS, str(tmp_path / "bomb.cpsb")],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        cwd=Path(__file__).resolve().parents[2],
    )
    assert done.returncode == 0, done.stderr
    bad = ("ACCEPTED", "NO SENTENCE", "TOO MUCH")
    assert not [line for line in done.stdout.splitlines() if line.startswith(bad)], done.stdout
    assert len(done.stdout.splitlines()) == 16, done.stdout


def test_msgspec_never_lets_a_stranger_choose_a_type() -> None:
    """A manifest with other types in it than ours is refused, whatever msgpack can say."""
    for odd in (None, 1.5, "x", [1], {"a": 1}):
        data = msgspec.msgpack.encode({"id": odd, "made": 1, "program": "0", "device": bytes(32)})
        refused(forging.packed(forging.plain([(MANIFEST, forging.signed(data))])))

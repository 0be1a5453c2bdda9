"""Segments of which values were erased: one form, every kept value verified, all else refused."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.faults import BundleRefused, Fault
from cps_desktop.domain.segments import Columns, Segment, Unsealed, commitment_keys, without
from cps_desktop.services.exchange import opened
from cps_desktop.sync.bundles import SEGMENT, WITH_HOLES, pack, unpack
from cps_desktop.sync.sealing import Opener, seal, to_wire
from tests.sync import forging
from tests.sync.forging import MANIFEST, encode

ANY = Path("bundle.cpsb")
COUNT = 5


def made(count: int = COUNT) -> Segment:
    """A sealed segment of so many changes of one person's name."""
    some = Columns(
        seqs=list(range(1, count + 1)),
        times=[1 << 40] * count,
        records=[0] * count,
        fields=[0] * count,
        sees=[None, *([0, at] for at in range(1, count))],
        values=[encode(f"name {at}") for at in range(count)],
        record_table=[forging.RECORD],
        kinds=["person"],
        field_table=["name"],
        sites=[forging.SITE],
    )
    return seal(Unsealed(forging.header(), some), forging.SECRET)


def bundle(wire: bytes, changes: int = COUNT, version: int = WITH_HOLES) -> bytes:
    """A bundle of one segment that says which readers it is for."""
    said = forging.signed(forging.manifest([forging.digest_of(wire)], changes))
    head = struct.pack(">4sHH", b"CPSB", version, version)
    return forging.packed(forging.plain([(MANIFEST, said), (SEGMENT, wire)], head=head))


@given(st.sets(st.integers(0, COUNT - 1), min_size=1))
def test_what_is_left_verifies_and_comes_out_in_the_one_form(holes: set[int]) -> None:
    whole = made()
    holed = without(whole, holes)
    wire = to_wire(holed)
    assert all(encode(f"name {at}") not in wire for at in holes)
    assert whole.seed is not None
    assert whole.seed not in wire
    assert all(commitment_keys(whole.seed, COUNT)[at] not in wire for at in holes)
    found = Opener().open(wire)
    assert found.digest == whole.digest
    assert [value is None for value in found.columns.values] == [at in holes for at in range(COUNT)]
    assert to_wire(found) == wire
    assert opened(ANY, bundle(wire)).inspection.changes == COUNT


def test_more_can_be_erased_of_what_has_holes_already() -> None:
    twice = without(without(made(), {1}), {3})
    assert to_wire(twice) == to_wire(without(made(), {1, 3}))


def test_a_bundle_with_holes_says_that_readers_of_release_0_1_cannot_read_it() -> None:
    whole, holed = made(), without(made(), {2})
    said = forging.manifest([whole.digest], COUNT)
    heads = []
    for one, holes in ((whole, False), (holed, True)):
        packed = pack(said, forging.SECRET, [one], [], holes=holes)
        heads.append(forging.unpacked(packed)[:8])
        assert unpack(packed).changes == COUNT
    assert heads == [b"CPSB\0\1\0\1", b"CPSB\0\2\0\2"]
    with pytest.raises(BundleRefused, match="altered"):
        opened(ANY, bundle(to_wire(holed), version=1))
    with pytest.raises(BundleRefused, match="newer"):
        opened(ANY, bundle(to_wire(holed), version=3))


def _wrong() -> dict[str, list[Any]]:
    parts = msgspec.msgpack.decode(to_wire(without(made(), {1})))
    head, signature, columns, values, _, keys = parts
    other = [keys[0], None, keys[3], keys[2], keys[4]]
    dropped = [*values[:2], None, *values[3:]]
    plain = msgspec.msgpack.decode(to_wire(made()))
    return {
        "a value dropped with its key left": [head, signature, columns, dropped, None, keys],
        "a key dropped with its value left": [
            *(head, signature, columns, values, None),
            [None, *keys[1:]],
        ],
        "a wrong key": [head, signature, columns, values, None, other],
        "a key too short": [head, signature, columns, values, None, [b"k" * 15, *keys[1:]]],
        "a key of no bytes": [head, signature, columns, values, None, [b"", *keys[1:]]],
        "a key too many": [head, signature, columns, values, None, [*keys, bytes(16)]],
        "a value of another": [
            *(head, signature, columns),
            [values[4], *values[1:]],
            *(None, keys),
        ],
        "a value put where one was erased": [
            *(head, signature, columns),
            [values[0], encode("Eve"), *values[2:]],
            *(None, [keys[0], bytes(16), *keys[2:]]),
        ],
        "keys and the seed as well": [head, signature, columns, values, plain[4], keys],
        "keys without a hole": [
            *plain[:4],
            None,
            commitment_keys(plain[4], COUNT),
        ],
        "no keys at all": [head, signature, columns, values, None, None],
        "something after the keys": [*parts, None],
    }


@pytest.mark.parametrize("name", _wrong())
def test_anything_else_that_is_missing_or_put_in_its_place_is_refused(name: str) -> None:
    with pytest.raises(Fault) as fault:
        opened(ANY, bundle(encode(_wrong()[name])))
    assert "altered" in str(fault.value)

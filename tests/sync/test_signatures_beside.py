"""Signatures that are checked in a thread beside the reading count as much as all others."""

from __future__ import annotations

import functools
import threading

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from cps_desktop.domain.faults import BundleRefused
from cps_desktop.sync import signatures
from cps_desktop.sync.bundles import unpack
from cps_desktop.sync.sealing import Opener
from tests.sync.forging import bundle, columns, header, segment

MANY = signatures.BESIDE_AFTER + 40


@functools.cache
def _segments() -> tuple[bytes, ...]:
    """Segments of one launch, two changes each."""
    return tuple(
        segment(header(ordinal=at), columns(seqs=[2 * at + 1, 2 * at + 2], sees=[None, None]))[0]
        for at in range(MANY)
    )


def _unsigned(wire: bytes) -> bytes:
    head, signature, *rest = msgspec.msgpack.decode(wire)
    return msgspec.msgpack.encode([head, bytes([signature[0] ^ 1]) + signature[1:], *rest])


def test_many_good_ones_are_taken_and_no_thread_is_left() -> None:
    before = threading.active_count()
    assert unpack(bundle(*_segments())).segments == MANY
    assert threading.active_count() == before


@pytest.mark.parametrize(
    "place", [0, signatures.BESIDE_AFTER - 1, signatures.BESIDE_AFTER, MANY - 20, MANY - 1]
)
@pytest.mark.parametrize("most_waiting", [0, 1, 512])
def test_one_bad_one_is_refused_wherever_it_stands(
    monkeypatch: pytest.MonkeyPatch, place: int, most_waiting: int
) -> None:
    monkeypatch.setattr(signatures, "MOST_WAITING", most_waiting)
    before = threading.active_count()
    wires = list(_segments())
    wires[place] = _unsigned(wires[place])
    with pytest.raises(BundleRefused):
        unpack(bundle(*wires))
    assert threading.active_count() == before


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_ends_early_has_found_nothing_right() -> None:
    class Wrong:
        def verify(self, signature: bytes, message: bytes) -> None:
            raise SystemExit

    key = ed25519.Ed25519PrivateKey.generate()
    beside = signatures.SignaturesBeside()
    for _ in range(signatures.BESIDE_AFTER):
        assert not beside.takes(key.public_key(), b"", b"")
    assert beside.takes(Wrong(), b"", b"")  # type: ignore[arg-type]
    with pytest.raises(BundleRefused):
        beside.finish()


def test_a_single_segment_is_checked_at_once() -> None:
    wire, _ = segment()
    assert len(Opener().open(wire).columns) == 2
    with pytest.raises(BundleRefused):
        Opener().open(_unsigned(wire))

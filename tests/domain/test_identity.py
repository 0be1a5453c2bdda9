"""Identities: in the order of time, one where a thing is one; a site proves its device."""

from __future__ import annotations

import random
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.identity import derived_id, new_record_id, site_id

TIMES = st.integers(0, 2**48 - 1)


@given(TIMES, TIMES, st.integers(0, 2**32))
def test_record_ids_are_uuids_of_version_7_in_the_order_of_time(a: int, b: int, seed: int) -> None:
    entropy = random.Random(seed).randbytes
    one, two = new_record_id(a, entropy), new_record_id(b, entropy)
    assert uuid.UUID(one).version == 7
    assert uuid.UUID(one).variant == uuid.RFC_4122
    assert uuid.UUID(one).hex == one
    assert int(one[:12], 16) == a
    assert one != two
    if a != b:
        assert (one < two) == (a < b)


@given(st.lists(st.text("0123456789abcdef", min_size=32, max_size=32), min_size=1, max_size=3))
def test_derived_ids_are_the_same_everywhere_and_tell_their_parts_apart(parts: list[str]) -> None:
    one = derived_id(*parts)
    assert one == derived_id(*parts)
    assert uuid.UUID(one).version == 8
    assert one != derived_id(*parts, parts[0])
    if parts != parts[::-1]:
        assert one != derived_id(*parts[::-1])


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=16, max_size=16))
def test_a_site_belongs_to_one_device_and_one_launch(key: bytes, nonce: bytes) -> None:
    site = site_id(key, nonce)
    assert len(site) == 16
    assert site == site_id(key, nonce)
    assert site != site_id(bytes(one ^ 1 for one in key), nonce)
    assert site != site_id(key, bytes(one ^ 1 for one in nonce))


@pytest.mark.parametrize(("key", "nonce"), [(31, 16), (32, 15), (33, 16), (32, 17)])
def test_a_site_is_made_of_nothing_shorter_or_longer(key: int, nonce: int) -> None:
    with pytest.raises(ValueError, match="device key"):
        site_id(bytes(key), bytes(nonce))

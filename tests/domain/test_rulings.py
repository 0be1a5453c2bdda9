"""Rulings: what holds is the same in whatever order papers and rulings became known."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.ranges import RangeSet, Span
from cps_desktop.domain.rulings import (
    CONTROLLER,
    COORDINATOR,
    Erased,
    Erasure,
    Law,
    NotARuling,
    Paper,
    RecordKey,
    Reinstatement,
    Revocation,
    RulingChange,
    RulingText,
    read_ruling,
    write_ruling,
)

ROOT, OTHER_ROOT = b"r" * 32, b"o" * 32
ANN, BEN, CLEO, EVE = (name * 32 for name in (b"a", b"b", b"c", b"e"))
BOTH = frozenset({COORDINATOR, CONTROLLER})
SOMEBODY = RecordKey(b"p" * 16, b"p" * 16, "person")


def site_of(device: bytes) -> bytes:
    """The one site of a device in these tests."""
    return device[:16]


def paper(sequence: int, *named: bytes, root: bytes = ROOT, roles: frozenset[str] = BOTH) -> Paper:
    """A join file with this number that names these devices."""
    digest = hashlib.sha256(repr((sequence, named, root, sorted(roles))).encode()).digest()
    return Paper(root, sequence, digest, dict.fromkeys(named, roles))


def said(
    by: bytes,
    decides: Erasure | Revocation | Reinstatement,
    warrant: Paper | None,
    *,
    seq: int = 1,
    record: str = "",
) -> RulingChange:
    """A ruling by a device."""
    text = RulingText(decides, seq, "asked to", "…")
    return RulingChange(site_of(by), seq, by, record or f"{seq:032x}", text, warrant)


ERASE = Erasure(records=frozenset({SOMEBODY}))


def test_a_ruling_reads_back_as_it_was_written() -> None:
    decisions = (
        Erasure(frozenset({SOMEBODY}), {b"s" * 16: RangeSet([Span(2, 5)])}, frozenset({"ab" * 32})),
        Erasure(frozenset({SOMEBODY}), seen={b"s" * 16: RangeSet([Span(1, 3), Span(5, 9)])}),
        Revocation(EVE, {b"s" * 16: RangeSet([Span(1, 9)])}),
        Reinstatement("0f" * 16),
    )
    for decides in decisions:
        ruling = RulingText(decides, 5, "asked “why”", "join")
        assert read_ruling(write_ruling(ruling)) == ruling
        assert json.loads(write_ruling(ruling))["format"] == 1


@pytest.mark.parametrize("seen", ["all", [["aa", [1, 2]]], [["aa" * 16, [3]]], {"aa" * 16: [1, 2]}])
def test_what_was_seen_never_decides_whether_it_is_a_ruling(seen: object) -> None:
    """Versions that know nothing of it obey the same rulings as those that do."""
    right = json.loads(write_ruling(RulingText(ERASE, 1, "", "")))
    ruling = read_ruling(json.dumps({**right, "seen": seen}))
    assert ruling.decides == ERASE
    whole = Erasure(ERASE.records, seen={b"s" * 16: RangeSet([Span(1, 3)])})
    ours = paper(1, ANN)
    laws = [Law(ROOT, [ours], [said(ANN, one, ours)]) for one in (ERASE, whole)]
    assert laws[0].in_effect == laws[1].in_effect


@pytest.mark.parametrize(
    "change",
    [
        {"what": "pardon"},
        {"format": 2},
        {"device": "ee"},
        {"device": "zz" * 32},
        {"trusted": {"aa" * 16: [3]}},
        {"trusted": {"aa" * 16: [0, 3]}},
        {"trusted": {"aa" * 16: [1, 2**53]}},
        {"trusted": {"aa" * 16: [1, 2**70]}},
        {"what": "erase", "changes": [("aa" * 16, [2**63, 2**63])]},
        {"at": "then"},
        {"at": -1},
        {"at": 10**15},
    ],
)
def test_what_is_no_ruling_is_told_from_one(change: dict[str, object]) -> None:
    right = json.loads(write_ruling(RulingText(Revocation(EVE), 1, "", "")))
    read_ruling(json.dumps(right))
    with pytest.raises(NotARuling):
        read_ruling(json.dumps({**right, **change}))


def test_only_a_controller_named_in_its_own_warrant_erases() -> None:
    ours = paper(1, ANN)
    assert Law(ROOT, [ours], [said(ANN, ERASE, ours)]).in_effect.erased.records == {SOMEBODY}
    for wrong in (
        said(EVE, ERASE, ours),
        said(ANN, ERASE, None),
        said(ANN, ERASE, paper(1, ANN, roles=frozenset({COORDINATOR}))),
    ):
        law = Law(ROOT, [ours], [wrong])
        assert not law.in_effect.erased
        assert not law.justified


def test_a_stranger_organisation_is_known_but_not_obeyed() -> None:
    theirs = paper(1, EVE, root=OTHER_ROOT)
    law = Law(ROOT, [paper(1, ANN), theirs], [said(EVE, ERASE, theirs)])
    assert not law.in_effect.erased
    assert not law.justified
    assert law.strangers.records == {SOMEBODY}
    assert not Law(None, [theirs], [said(EVE, ERASE, theirs)]).in_effect.erased


def test_no_erasure_covers_papers_or_rulings() -> None:
    ruling = RecordKey(b"q" * 16, b"q" * 16, "ruling")
    site = b"s" * 16
    erased = Erased([Erasure(frozenset({ruling}), {site: RangeSet([Span(1, 9)])})])
    assert not erased.covers(ruling, site, 3)
    assert erased.covers(SOMEBODY, site, 3)
    assert not erased.covers(SOMEBODY, site, 10)


def test_whoever_is_named_now_cannot_be_revoked() -> None:
    ours = paper(1, ANN, BEN)
    law = Law(ROOT, [ours], [said(BEN, Revocation(ANN), ours), said(ANN, Revocation(EVE), ours)])
    assert set(law.in_effect.distrusted) == {EVE}
    newer = paper(2, BEN)
    law = Law(ROOT, [ours, newer], [said(BEN, Revocation(ANN), ours)])
    assert set(law.in_effect.distrusted) == {ANN}


def test_a_former_coordinator_counts_but_for_what_is_distrusted() -> None:
    before, now = paper(1, ANN, EVE), paper(2, ANN)
    early, late = said(EVE, ERASE, before, seq=2), said(EVE, Revocation(CLEO), before, seq=7)
    law = Law(ROOT, [before, now], [early, late])
    assert law.in_effect.erased
    assert set(law.in_effect.distrusted) == {CLEO}
    revoke = said(ANN, Revocation(EVE, {site_of(EVE): RangeSet([Span(1, 4)])}), now)
    law = Law(ROOT, [before, now], [early, late, revoke])
    assert law.in_effect.erased
    assert set(law.in_effect.distrusted) == {EVE}
    law = Law(ROOT, [before, now], [said(EVE, ERASE, before, seq=5), revoke])
    assert not law.in_effect.erased
    assert law.justified.records == {SOMEBODY}


def test_a_former_coordinator_does_not_reinstate_what_one_of_now_revoked() -> None:
    before, now = paper(1, ANN, EVE), paper(2, ANN)
    revoke = said(ANN, Revocation(CLEO), now, record="0c" * 16)
    back = said(EVE, Reinstatement("0c" * 16), before)
    assert Law(ROOT, [before, now], [revoke, back]).revoked
    assert not Law(ROOT, [before, now], [revoke, said(ANN, Reinstatement("0c" * 16), now)]).revoked
    revoke = said(ANN, Revocation(CLEO), before, record="0c" * 16)
    assert Law(ROOT, [before, now], [revoke, back]).revoked
    assert not Law(ROOT, [before], [revoke, back]).revoked


def test_two_revocations_trust_what_both_trust() -> None:
    ours, site = paper(1, ANN), b"s" * 16
    law = Law(
        ROOT,
        [ours],
        [
            said(ANN, Revocation(EVE, {site: RangeSet([Span(1, 9)]), ANN[:16]: RangeSet()}), ours),
            said(ANN, Revocation(EVE, {site: RangeSet([Span(5, 12)])}), ours, seq=2),
        ],
    )
    effect = law.in_effect
    assert [seq for seq in range(1, 14) if effect.counts(EVE, site, seq)] == [5, 6, 7, 8, 9]
    assert not effect.counts(EVE, b"t" * 16, 1)
    assert effect.counts(ANN, site, 99)
    assert effect.all_count(EVE, site, [5, 9])
    assert not effect.all_count(EVE, site, [5, 10])


# -- in any order ----------------------------------------------------------------------------------

DEVICES = st.sampled_from([ANN, BEN, CLEO, EVE])
RANGES = st.lists(st.integers(1, 12), max_size=5).map(RangeSet.of)
PAPERS = st.lists(
    st.builds(
        lambda number, named, root, roles: paper(number, *named, root=root, roles=roles),
        st.integers(1, 3),
        st.lists(DEVICES, max_size=3, unique=True),
        st.sampled_from([ROOT, ROOT, ROOT, OTHER_ROOT]),
        st.sampled_from([BOTH, BOTH, frozenset({COORDINATOR})]),
    ),
    min_size=1,
    max_size=4,
)
DECISIONS: st.SearchStrategy[Erasure | Revocation | Reinstatement] = st.one_of(
    st.builds(
        lambda which: Erasure(frozenset({RecordKey(bytes([which]) * 16, b"x" * 16, "note")})),
        st.integers(0, 3),
    ),
    st.builds(lambda device, some: Revocation(device, {site_of(device): some}), DEVICES, RANGES),
    st.integers(1, 12).map(lambda seq: Reinstatement(f"{seq:032x}")),
)


@st.composite
def worlds(draw: st.DrawFn) -> tuple[list[Paper], list[RulingChange]]:
    """Papers and rulings of some organisations, with their authors' warrants right or wrong."""
    papers = draw(PAPERS)
    rulings = [
        said(
            draw(DEVICES),
            draw(DECISIONS),
            draw(st.sampled_from([*papers, None])),
            seq=seq,
        )
        for seq in range(1, draw(st.integers(0, 8)) + 1)
    ]
    return papers, rulings


def told(law: Law) -> tuple[object, ...]:
    """Everything that a law says."""
    return (
        law.newest,
        law.named_now,
        law.in_effect,
        law.justified,
        law.strangers,
        sorted(dataclasses.astuple(one)[:4] for one in law.revoked),
    )


@given(worlds(), st.randoms(use_true_random=False))
def test_in_whatever_order_the_law_is_the_same(
    world: tuple[list[Paper], list[RulingChange]], chance: random.Random
) -> None:
    papers, rulings = world
    first = told(Law(ROOT, papers, rulings))
    for _ in range(3):
        chance.shuffle(papers)
        chance.shuffle(rulings)
        assert told(Law(ROOT, papers + papers[:1], rulings + rulings[:1])) == first


@given(worlds())
def test_nobody_named_now_is_revoked_and_what_is_obeyed_was_warranted(
    world: tuple[list[Paper], list[RulingChange]],
) -> None:
    law = Law(ROOT, *world)
    assert not law.named_now & set(law.in_effect.distrusted)
    assert law.in_effect.erased.records <= law.justified.records
    named = {
        device
        for one in (*world[0], *(one.warrant for one in world[1]))
        if one is not None and one.root == ROOT
        for device in one.roles
    }
    assert {one.by for one in law.revoked} <= named

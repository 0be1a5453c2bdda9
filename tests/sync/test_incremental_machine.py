"""Laptops that only ever hand over what was not acknowledged: nobody may wait for ever.

A bundle with everything would make good what an earlier one wrongly left out, and so would a
second way to the same laptop. So here is neither: in the end all goes round in a ring, or over one
laptop in the middle, or along a row and back.
"""

from __future__ import annotations

import itertools
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from tests.sync.replicas import Laptop, Replica
from tests.sync.test_exchange_machine import Laptops, same, tried


class IncrementalLaptops(Laptops):
    """No bundle holds more than what its receiver has not said to have; many are lost."""

    ways = ("new",)
    strangers = False

    def __init__(self) -> None:
        super().__init__()
        self.roads = "ring"

    @initialize(roads=st.sampled_from(["ring", "middle", "row"]))
    def lie(self, roads: str) -> None:
        self.roads = roads

    def pairs(self) -> list[tuple[Laptop, Laptop]]:
        """Who hands over to whom in the end."""
        there = list(self.everybody)
        if self.roads == "ring":
            around = list(zip(there, there[1:] + there[:1], strict=True))
            # Of a copied folder, or one put back, only who heard of it knows what it lacks
            # (docs/decisions/lives.md): each has to write once.
            return around if self._one_life_each() else around + [(b, a) for a, b in around]
        if self.roads == "middle":
            hub, *others = there
            return [(one, hub) for one in others] + [(hub, one) for one in others]
        along = list(itertools.pairwise(there))
        return along + [(two, one) for one, two in reversed(along)]

    def _one_life_each(self) -> bool:
        here = [laptop.workspace for laptop in self.laptops]
        copied = len({one.device_key for one in here}) < len(here)
        return not copied and not any(one.earlier_lives for one in here)

    def _finish(self) -> None:
        union = self._all_there_is()
        self._exchange_until_nothing_is_new()
        self._nothing_is_lost(union)
        first = self.laptops[0].told()
        assert first["shown"]["waiting"] == []
        for laptop in self.laptops:
            # What two copies sealed twice need not come twice.
            same(laptop.told(), first, but=("segments",))
            assert laptop.problems() == []
        # And what is said after that comes as well.
        session = self.laptops[-1].new_session("said after all the rest")
        self._exchange_until_nothing_is_new()
        assert all(session.id in laptop.sessions() for laptop in self.everybody)


def test_with_bundles_of_what_is_new_alone_everything_arrives_and_nobody_waits() -> None:
    tried(IncrementalLaptops, steps=40, few=6)


def test_whoever_was_copied_before_it_ever_wrote_gets_all_once_it_has_written(
    tmp_path: Path,
) -> None:
    """Until then the one in the middle knows of the copy alone, and what that has counts as there
    (docs/decisions/lives.md)."""
    hub, first = Replica(tmp_path / "hub", 0), Replica(tmp_path / "first", 1)
    bundles = (tmp_path / f"{number}.cpsb" for number in itertools.count())
    hub.new_session()
    hub.give(first, next(bundles))
    copied = first.copy(tmp_path / "copy", 2)

    def around() -> None:
        for giver, taker in ((first, hub), (copied, hub), (hub, first), (hub, copied)):
            giver.give(taker, next(bundles))

    session = copied.new_session("Of the copy")
    around()
    first.new_person("Of the first")
    around()
    assert session.id in first.sessions()
    later = copied.new_session("After that")
    around()
    assert later.id in first.sessions()
    for laptop in (hub, first, copied):
        laptop.close()

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

from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import Receiver, hand_over, plan_handing_over
from tests.sync.replicas import Laptop, Replica, changes
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


def test_who_was_copied_and_has_nothing_to_say_is_sent_what_only_its_copy_has(
    tmp_path: Path,
) -> None:
    """The one in the middle has heard of the copy alone. Until the first one says what it has,
    what the copy has counts as there on both (docs/decisions/lives.md)."""
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
    assert session.id in first.sessions()
    later = copied.new_session("After that")
    around()
    assert later.id in first.sessions()
    assert first.workspace.segments.given.not_handed_over() == 0
    for laptop in (hub, first, copied):
        laptop.close()


def test_an_answer_is_given_once_and_not_answered(tmp_path: Path) -> None:
    field, office = Replica(tmp_path / "field", 1), Replica(tmp_path / "office", 2)
    bundles = (tmp_path / f"{number}.cpsb" for number in itertools.count())
    field.new_session()
    assert field.give(office, next(bundles)) > 0
    answer = next(bundles)
    assert office.give(field, answer) == 0, "it says what arrived, and holds nothing"
    assert not field.bundle(office, next(bundles)), "an answer is not answered"
    field.take(answer)
    assert not field.bundle(office, next(bundles))
    field.new_person()
    lost = next(bundles)
    assert field.bundle(office, lost)
    assert field.give(office, next(bundles)) > 0
    assert office.give(field, next(bundles)) == 0
    assert not office.bundle(field, next(bundles)), "nothing has come since"
    # The answer may have been lost on the way: then the same comes once more, and is answered.
    assert office.take(lost) == 0
    assert office.give(field, next(bundles)) == 0
    assert not office.bundle(field, next(bundles))
    for laptop in (field, office):
        laptop.close()


def test_what_is_meant_for_another_laptop_says_nothing_of_this_one(tmp_path: Path) -> None:
    three = [Replica(tmp_path / str(at), at) for at in range(3)]
    field, office, other = three
    bundles = (tmp_path / f"{number}.cpsb" for number in itertools.count())
    for _ in range(2):
        field.new_session()
        field.give(office, next(bundles))
        office.give(field, next(bundles))
    assert not office.bundle(field, next(bundles)), "each knows that the other heard of it"
    # It can be opened here, as what is sealed to the recovery sheet as well.
    astray = next(bundles)
    path = Receiver("", office.receiver.recipient, device=other.receiver.device)
    plan = plan_handing_over(field.workspace, path)
    hand_over(field.door, field.workspace, plan, path, astray)
    office.take(astray)
    assert not office.bundle(field, next(bundles))
    for laptop in three:
        laptop.close()


def test_what_two_copies_sealed_each_in_their_way_is_no_rewritten_history(tmp_path: Path) -> None:
    hub, first = Replica(tmp_path / "hub", 0), Replica(tmp_path / "first", 1)
    bundles = (tmp_path / f"{number}.cpsb" for number in itertools.count())
    ida = first.new_person("Ida")
    first.new_person("Bea")
    copied = first.copy(tmp_path / "copy", 2)
    first.delete(ida)
    first.new_person("Cleo")
    for giver, taker in ((copied, hub), (first, hub), (hub, copied)):
        assert giver.give(taker, next(bundles)) > 0
    # Of the first one's chain the copy has not the link in the middle: it has all it holds.
    found = check_workspace(copied.workspace)
    assert found.problems == []
    assert "under two seals. Nothing is lost." in found.notes[0]
    assert changes(copied.workspace) == changes(first.workspace)
    for laptop in (hub, first, copied):
        laptop.close()

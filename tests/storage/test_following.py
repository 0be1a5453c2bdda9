"""What an import follows in memory is what the journal says, however the changes are cut up."""

from __future__ import annotations

import dataclasses
import random
from pathlib import Path

import pytest

from cps_desktop.domain.kinds import Note
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import (
    Plan,
    bring_in,
    hand_over,
    open_for,
    plan_handing_over,
    seal_everything,
)
from cps_desktop.storage import intake
from tests.sync.replicas import Replica


def _everything(giver: Replica, taker: Replica) -> Plan:
    return plan_handing_over(giver.workspace, taker.receiver, everything=True)


def _bring(giver: Replica, taker: Replica, plan: Plan, path: Path) -> None:
    hand_over(giver.door, giver.workspace, plan, taker.receiver, path)
    bring_in(taker.workspace, open_for(taker.workspace, path))


def _work(one: Replica, two: Replica, chance: random.Random, folder: Path) -> None:
    """Two laptops write into the same notes, exchange now and then, and seal all the time."""
    planner = one.new_planner(one.new_session().id)
    notes = [one.new_note(planner, "first") for _ in range(2)]
    _bring(one, two, _everything(one, two), folder / "begin.cpsb")
    for step in range(18):
        laptop, other = chance.sample((one, two), 2)
        laptop.now += chance.randrange(1, 5_000)
        note = chance.choice(notes)
        action = chance.choice(("write", "write", "write", "write", "exchange", "delete"))
        if action == "write":
            laptop.write(note.id, f"{step}")
        elif action == "exchange":
            _bring(laptop, other, _everything(laptop, other), folder / f"{step}.cpsb")
        elif step % 3 == 0:
            laptop.delete(note)
        seal_everything(laptop.workspace)
    _bring(two, one, _everything(two, one), folder / "together.cpsb")


@pytest.mark.parametrize("seed", range(12))
def test_pieces_in_any_order_come_to_what_a_rebuild_makes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(intake, "BATCH_CHANGES", chance.choice((1, 2, 7, 16_384)))
    one, two, end = (Replica(tmp_path / f"{seed}-{n}", n) for n in range(3))
    _work(one, two, chance, tmp_path)
    plan = _everything(one, end)
    left = list(plan.segments)
    chance.shuffle(left)
    while left:
        some = tuple(left.pop() for _ in range(min(len(left), chance.randrange(1, 3))))
        part = dataclasses.replace(plan, segments=some, changes=sum(len(one.seqs) for one in some))
        _bring(one, end, part, tmp_path / f"part {len(left)}.cpsb")
        assert check_workspace(end.workspace).problems == []
    for deleted in (False, True):
        found = end.workspace.find(Note, deleted=deleted)
        assert found == one.workspace.find(Note, deleted=deleted)
    assert not end.workspace.reader.waiting()
    for laptop in (one, two, end):
        laptop.close()

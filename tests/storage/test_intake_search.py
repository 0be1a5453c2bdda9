"""What an import puts into search, words odd or edited or deleted later: as a rebuild would."""

from __future__ import annotations

from pathlib import Path

import pytest

from cps_desktop.domain.kinds import Note, Session
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import Receiver, bring_in, hand_over, open_for, plan_handing_over
from cps_desktop.storage import intake, projections
from tests.sync.replicas import Replica


def _give(giver: Replica, taker: Replica, path: Path) -> None:
    everyone: Receiver = taker.receiver
    hand_over(
        giver.door,
        giver.workspace,
        plan_handing_over(giver.workspace, everyone, everything=True),
        everyone,
        path,
    )
    bring_in(taker.workspace, open_for(taker.workspace, path))


@pytest.mark.parametrize("batch", [1, 3, 16_384])
def test_search_holds_what_came_in_and_came_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, batch: int
) -> None:
    monkeypatch.setattr(intake, "BATCH_CHANGES", batch)
    monkeypatch.setattr(projections, "_PIECE", 2)
    one, two = Replica(tmp_path / "one", 1), Replica(tmp_path / "two", 2)
    session = one.new_session("Falls\0at home")
    planner = one.new_planner(session.id)
    notes = [one.new_note(planner, f"word{n} badger") for n in range(5)]
    one.delete(notes[4])
    _give(one, two, tmp_path / "first.cpsb")
    found = {one.record for one in two.workspace.search("badger")}
    assert found == {note.id for note in notes[:4]}
    assert [one.record for one in two.workspace.search("home")] == [session.id]

    one.write(notes[0].id, "otter")
    one.write(notes[1].id, "heron badger")
    one.delete(notes[2])
    later = one.new_note(planner, "badger again")
    _give(one, two, tmp_path / "second.cpsb")
    found = {one.record for one in two.workspace.search("badger")}
    assert found == {notes[1].id, notes[3].id, later.id}
    assert [one.record for one in two.workspace.search("otter")] == [notes[0].id]
    assert check_workspace(two.workspace).problems == []
    before = two.workspace.connection.execute("SELECT rowid, * FROM search").fetchall()
    two.workspace.rebuild()
    assert two.workspace.connection.execute("SELECT rowid, * FROM search").fetchall() == before
    kept = two.workspace.get(Session, session.id)
    assert kept is not None
    assert kept.title == "Falls\0at home"
    assert two.workspace.find(Note)
    one.close()
    two.close()

"""A step of very many edits is undone and done again beside the window, which goes on meanwhile."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.kinds import ClaimStep, Person
from cps_desktop.services import exchange
from cps_desktop.services.sessions import create_session
from cps_desktop.ui.steps import LARGE_STEP
from cps_desktop.ui.window import Window
from tests.ui.window_on import window_on


def names(window: Window) -> set[str]:
    return {one.name for one in window.desk.workspace.find(Person)}


def busy(window: Window) -> bool:
    return window.worker.busy


def test_very_many_edits_are_undone_and_redone_as_one_step(qtbot: QtBot, tmp_path: Path) -> None:
    with window_on(tmp_path / "w") as window:
        door = window.desk.door
        count = LARGE_STEP + 10
        people = [Person(id=door.new_id(), name="Before (invented)") for _ in range(count)]
        door.do("Add people", [edit for one in people for edit in creating(one)])
        made = window.desk.workspace.find(Person)
        door.do("Rename", [edit for one in made for edit in setting(one, name="After (invented)")])
        window.undo()
        assert busy(window), "in a thread"
        window.undo()
        qtbot.waitUntil(lambda: not busy(window))
        assert names(window) == {"Before (invented)"}
        assert (door.can_undo, door.can_redo) == ("Add people", "Rename")
        window.redo()
        qtbot.waitUntil(lambda: not busy(window))
        assert names(window) == {"After (invented)"}
        assert door.can_undo == "Rename"
        door.do("One more", creating(Person(id=door.new_id(), name="Last (invented)")))
        window.undo()
        assert not busy(window), "a small step at once"
        assert names(window) == {"After (invented)"}


def test_very_many_steps_of_claims_stay_once_they_were_handed_over(
    qtbot: QtBot, tmp_path: Path
) -> None:
    with window_on(tmp_path / "w") as window:
        door, workspace = window.desk.door, window.desk.workspace
        session = create_session(door, title="Discharge")
        before, count = door.can_undo, LARGE_STEP + 10
        steps = [ClaimStep(id=door.new_id(), root=session, session=session) for _ in range(count)]
        door.do("Pay them all", [edit for one in steps for edit in creating(one)])
        to = exchange.Receiver("other", exchange.own_age_keys(workspace).recipient)
        plan = exchange.plan_handing_over(workspace, to)
        exchange.hand_over(door, workspace, plan, to, tmp_path / "given.cpsb")
        window.undo()
        assert not busy(window)
        assert len(workspace.find(ClaimStep)) == count
        assert door.can_undo == before, "it is passed over"
        assert window.top.undo.accessibleName() == f"Undo: {before}"
        assert "“Pay them all” was handed over" in window.notices.sentence
        assert window.notices.put_away()

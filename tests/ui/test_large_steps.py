"""A step of very many edits is undone and done again beside the window, which goes on meanwhile."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.kinds import Person
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

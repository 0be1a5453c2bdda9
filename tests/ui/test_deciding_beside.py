"""What is decided about the organisation runs beside the window, which rests meanwhile."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from cps_desktop.domain.changes import ChangeSummary, creating
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Person
from cps_desktop.services.desk import Desk
from cps_desktop.services.erasing import erase, foresee_person
from cps_desktop.ui.deciding_beside import decide_beside
from tests.services.organisation import Organisation
from tests.ui.window_on import window_on


def test_the_window_lives_rests_and_is_not_closed_meanwhile(qtbot: QtBot, tmp_path: Path) -> None:
    seen: list[object] = []
    go_on = threading.Event()
    with window_on(tmp_path / "w") as window:

        def look() -> None:
            seen.extend((window.isEnabled(), window.close(), window.isVisible()))
            go_on.set()

        def job(desk: Desk) -> str:
            seen.append(threading.current_thread() is threading.main_thread())
            assert desk.workspace is not window.desk.workspace
            assert go_on.wait(60)
            return "done"

        QTimer.singleShot(0, look)
        assert decide_beside(window.desk, window, "Joining", job) == "done"
        assert sorted(map(str, seen)) == ["False", "False", "False", "True"]
        assert window.isEnabled()


def test_what_it_raises_comes_back_and_the_window_is_in_use_again(
    qtbot: QtBot, tmp_path: Path
) -> None:
    def refuse(_desk: Desk) -> None:
        raise InputRefused("No. Nothing was changed.")

    with window_on(tmp_path / "w") as window:
        with pytest.raises(InputRefused, match="Nothing was changed"):
            decide_beside(window.desk, window, "Joining", refuse)
        assert window.isEnabled()


def test_pages_read_anew_only_where_something_holds_that_did_not(
    qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[ChangeSummary] = []
    with window_on(tmp_path / "w") as window:
        desk = window.desk
        Organisation().found([desk], [])
        person = Person(id=desk.door.new_id(), name="Ann Bell (invented)")
        desk.door.do("Add a person", creating(person))
        desk.door.listen(told.append)
        decide_beside(desk, window, "Looking", lambda beside: beside.workspace.changes())
        assert told == []

        def gone(beside: Desk) -> None:
            erase(beside, foresee_person(beside.workspace, person.id), "asked for it")

        decide_beside(desk, window, "Erasing", gone)
        assert [one.everything for one in told] == [True]
        assert desk.workspace.get(Person, person.id) is None

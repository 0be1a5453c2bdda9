"""The program is killed while participants have it, or a queue: they have it again, and only they
do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from cps_desktop import paths
from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.dates import DayTimes
from cps_desktop.services import planners, sessions
from cps_desktop.services.participant_view import ParticipantView, begin_view
from cps_desktop.services.standing_door import StandingDoor, put_door_up
from cps_desktop.ui.laptop_settings import load_settings, note_sample_lent
from tests.services.laptop import THURSDAY
from tests.ui.participant.run_people import TYPED

TOP = Path(__file__).resolve().parents[3]


def windows_of(folder: Path) -> list[str]:
    """Start the program on a folder, hear which windows are there, and kill it with SIGKILL."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.ui.participant.run_people", str(folder)],
        cwd=TOP,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1"},
    ) as program:
        assert program.stdout is not None
        said = program.stdout.readline()
        program.kill()
    seen: list[str] = json.loads(said)
    return seen


def test_killed_and_started_again_it_is_still_the_participants(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    desk = new_desk(folder, way="open")
    session = sessions.create_session(
        desk.door, title="Letters", venue="Hall", days=[DayTimes(THURSDAY)]
    )
    planner = planners.add_planner(desk.door, session, desk.planners.choices()[0])
    begin_view(desk.workspace, ParticipantView(planner))
    desk.close()
    assert windows_of(folder) == ["ParticipantWindow"]
    assert windows_of(folder) == ["ParticipantWindow"]
    again = open_desk(folder)
    # What was typed was kept as it was typed, by each of the two.
    first = again.planners.choices()[0].boxes[0].key
    assert [one.text for one in planners.notes_in(again.door.records, planner, first)] == [
        TYPED
    ] * 2
    again.close()


def test_killed_and_started_again_it_is_still_the_door(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    desk = new_desk(folder, way="open")
    session = sessions.create_session(desk.door, title="Letters", days=[DayTimes(THURSDAY)])
    put_door_up(desk.workspace, StandingDoor(session))
    desk.close()
    assert windows_of(folder) == ["DoorWindow"]
    assert windows_of(folder) == ["DoorWindow"]


def test_that_the_sample_was_lent_is_remembered_for_this_laptop() -> None:
    path = paths.settings_file()
    assert not load_settings(path).sample_lent
    note_sample_lent(path, lent=True)
    assert load_settings(path).sample_lent
    note_sample_lent(path, lent=False)
    assert not load_settings(path).sample_lent

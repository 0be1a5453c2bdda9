"""The program is killed at any moment: what was acknowledged is there, and everything is whole."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import settings

from cps_desktop.domain.kinds import Note, Person
from cps_desktop.services.backups import list_backups, restore_backup
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import open_bundle, own_age_keys
from cps_desktop.storage.workspace import Workspace
from tests.sync.replicas import Replica

ROOT = Path(__file__).resolve().parents[2]
POINTS = 4 if settings._current_profile != "full" else 100


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A laptop's folder, and bundles that wait for it."""
    place = tmp_path_factory.mktemp("killed")
    laptop, giver = Replica(place / "laptop", 1), Replica(place / "giver", 2)
    (place / "bundles").mkdir()
    (place / "out").mkdir()
    for at in range(4):
        for one in range(60):
            giver.new_person(f"Person {at} {one}")
        giver.bundle(laptop, place / "bundles" / f"{at}.cpsb", everything=True)
    laptop.close()
    giver.close()
    return place


@pytest.mark.parametrize("point", range(POINTS))
def test_killed_at_any_moment_everything_is_as_before_or_after(
    made: Path, tmp_path: Path, point: int
) -> None:
    place = tmp_path / "place"
    shutil.copytree(made, place)
    chance = random.Random(point)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.storage.working", place / "laptop", place / "bundles"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    said: list[str] = []
    wanted = 1 + chance.randrange(30)
    for line in child.stdout:
        said.append(line.strip())
        if len(said) > wanted:
            break
    time.sleep(chance.random() * 0.03)
    child.kill()
    said += [line.strip() for line in child.stdout if line.endswith("\n")]
    child.stdout.close()
    child.wait()
    _whole(place, said)


def _whole(place: Path, said: list[str]) -> None:
    done = {
        what: [one.split(" ", 1)[1] for one in said if one.startswith(what + " ")]
        for what in ("note", "bundle", "out", "backup")
    }
    with Workspace.open(place / "laptop") as workspace:
        notes = {one.text for one in workspace.find(Note)}
        finished = {f"note {at}" for at in done["note"]}
        assert finished <= notes
        assert len(notes) <= len(finished) + 1
        people = len(workspace.find(Person))
        assert people in (60 * len(done["bundle"]), 60 * (len(done["bundle"]) + 1))
        assert check_workspace(workspace).problems == []
    with Workspace.open(place / "friend of it") as friend:
        identity = own_age_keys(friend).identity
    for path in (place / "out").iterdir():
        if path.suffix == ".cpsb":
            assert open_bundle(path, [identity]).contents.changes
        else:
            assert path.name.endswith(".part")
    assert {f"{one}" for one in done["out"]} <= {one.name for one in (place / "out").iterdir()}
    there = [one.path for one in list_backups(place / "laptop")]
    assert set(done["backup"][-5:]) <= {one.name for one in there}
    if there:
        restore_backup(place / "laptop", there[0])
        with Workspace.open(place / "laptop") as workspace:
            assert check_workspace(workspace).problems == []

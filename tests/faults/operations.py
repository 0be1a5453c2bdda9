"""One operation on a laid-out laptop: its course when nothing happens, and how to look at what
is left when something did."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cps_desktop.bootstrap import open_desk
from cps_desktop.domain.kinds import Person
from cps_desktop.services.backups import backup_if_due
from tests.faults.places import (
    ERASED,
    LAPTOP,
    ROOT,
    STICK,
    Examiner,
    friend_of,
    state_of,
)
from tests.faults.tracing import around, calls_of
from tests.storage.plain_pages import holds

MODULE = "tests.faults.one_operation"


def run_apart(place: Path, name: str) -> tuple[list[str], str]:
    """Do it in a process of its own. What it printed, and an error that nobody expected."""
    run = subprocess.run(
        [sys.executable, "-m", MODULE, place, name],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=around(),
        timeout=120,
    )
    return run.stdout.split("\n"), run.stderr if run.returncode else ""


def faults_in(said: Sequence[str]) -> list[str]:
    """The sentences that were said."""
    return [one.removeprefix("fault ") for one in said if one.startswith("fault ")]


def _states(said: Sequence[str]) -> list[str]:
    return [one.removeprefix("state ") for one in said if one.startswith("state ")]


class Operation:
    """One operation. ``traced``: also find ``points``, the system calls it makes."""

    def __init__(self, laid_out: Path, name: str, folder: Path, *, traced: bool = True) -> None:
        self.name = name
        self._laid_out = laid_out
        self._folder = folder
        self._examiner = Examiner()
        self.workspace = LAPTOP if name != "create" else "new"
        self.points: list[str] = []
        states = [] if name == "create" else [self.state(self.fresh())]
        place = self.fresh()
        if traced:
            said, self.points = calls_of(MODULE, [str(place), name], folder / "log")
        else:
            said, _ = run_apart(place, name)
        states += _states(said)
        states.append(self.state(place))
        self._expected = list(dict.fromkeys(states))
        _, problems = self.look(place, said)
        if problems:
            raise AssertionError(f"{name}, with nothing done to it: {problems}")

    def fresh(self) -> Path:
        """The place as it was laid out."""
        place = self._folder / "place"
        shutil.rmtree(place, ignore_errors=True)
        self.lay_out(place)
        return place

    def lay_out(self, place: Path) -> None:
        """Lay it out in a folder that may be there, and may have disks in it."""
        shutil.copytree(self._laid_out, place, dirs_exist_ok=True)

    def state(self, place: Path) -> str:
        """The state of the laptop there."""
        desk = open_desk(place / self.workspace)
        try:
            return state_of(desk.workspace)
        finally:
            desk.close()

    def look(self, place: Path, said: Sequence[str]) -> tuple[str, list[str]]:
        """Open it again: what it came to ("before", "between", "after"), and what is wrong.

        Raises the fault with which it does not open.
        """
        wrong = []
        desk = open_desk(place / self.workspace)
        try:
            if self.workspace == LAPTOP:
                wrong += self._examiner.problems(place, desk.workspace)
            state = state_of(desk.workspace)
            if self.name == "erase" and not desk.workspace.find(Person, name=ERASED):
                # As the window does soon after its start: what is left to be done is done.
                backup_if_due(desk.workspace)
                held = holds(place / LAPTOP, desk.workspace.key, ERASED)
                wrong += [f"{one} holds what was erased" for one in held]
            given = desk.workspace.segments.given.handed(friend_of(place).key, "given")
        finally:
            desk.close()
        visible = {one.name for one in (place / STICK).iterdir()}
        if (given or "out" in said) and self.name == "export" and "out.cpsb" not in visible:
            wrong.append("what was said to be handed over is not there")
        if "out" in said and self.name == "backup-to-stick" and "later.cpsbackup" not in visible:
            wrong.append("the backup that was said to be made is not there")
        if state not in self._expected:
            return "neither", [*wrong, "neither as before nor as after"]
        at = self._expected.index(state)
        reached = [self._expected.index(one) for one in _states(said)]
        if reached and at not in (reached[-1], reached[-1] + 1):
            wrong.append(f"step {reached[-1]} was done, and step {at} is there")
        last = len(self._expected) - 1
        return ("before" if at == 0 and last else "after" if at == last else "between"), wrong

"""Killed at every system call of one operation: everything is as before or after, and whole."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from cps_desktop.bootstrap import open_desk
from cps_desktop.domain.faults import Fault
from cps_desktop.storage.workspace import is_workspace
from tests.faults.figures import Figures
from tests.faults.one_operation import NAMES
from tests.faults.places import LAPTOP, STICK, Examiner, friend_of, lay_out, quick_folder, state_of
from tests.faults.tracing import calls_of, ended_at, why_not

MODULE = "tests.faults.one_operation"


class Killing:
    """One operation: its course when nothing happens to it, and its end at any point."""

    def __init__(self, laid_out: Path, name: str, folder: Path) -> None:
        self.name = name
        self._laid_out = laid_out
        self._folder = folder
        self._examiner = Examiner()
        self._now = LAPTOP if name != "create" else "new"
        place = self._fresh()
        states = [] if name == "create" else [self._state(self._fresh())]
        said, self.points = calls_of(MODULE, [str(place), name], folder / "log")
        states += self._states(said)
        states.append(self._state(place))
        self._expected = list(dict.fromkeys(states))
        problems = self._problems(place)
        if problems:
            raise AssertionError(f"{name}, with nothing done to it: {problems}")

    @staticmethod
    def _states(said: Sequence[str]) -> list[str]:
        return [one.removeprefix("state ") for one in said if one.startswith("state ")]

    def _fresh(self) -> Path:
        place = self._folder / "place"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._laid_out, place)
        return place

    def _state(self, place: Path) -> str:
        desk = open_desk(place / self._now)
        try:
            return state_of(desk.workspace)
        finally:
            desk.close()

    def _problems(self, place: Path) -> list[str]:
        desk = open_desk(place / self._now)
        try:
            if self._now != LAPTOP:
                return []
            return self._examiner.problems(place, desk.workspace)
        finally:
            desk.close()

    def at(self, point: str) -> tuple[str, list[str]]:
        """End it there and look: what it came to ("before", "between", "after"), what is wrong."""
        place = self._fresh()
        said, killed = ended_at(MODULE, [str(place), self.name], point)
        try:
            if self.name == "create" and not is_workspace(place / "new"):
                # Made again as if nothing had been.
                _, again = ended_at(MODULE, [str(place), self.name], "rmdir:9999")
                outcome, wrong = "before", [] if not again else ["was not made again"]
                self._state(place)
            else:
                outcome, wrong = self._look(place, said)
        except Fault as fault:
            return "does not open", [f"{self.name} at {point}: {fault!r}"]
        if not killed:
            outcome = "not reached"
        return outcome, [f"{self.name} at {point}: {one}" for one in wrong]

    def _look(self, place: Path, said: Sequence[str]) -> tuple[str, list[str]]:
        wrong = []
        desk = open_desk(place / self._now)
        try:
            if self._now == LAPTOP:
                wrong += self._examiner.problems(place, desk.workspace)
            state = state_of(desk.workspace)
            given = desk.workspace.segments.handed(friend_of(place).key, "given")
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
        reached = [self._expected.index(one) for one in self._states(said)]
        if reached and at not in (reached[-1], reached[-1] + 1):
            wrong.append(f"step {reached[-1]} was done, and step {at} is there")
        last = len(self._expected) - 1
        return ("before" if at == 0 and last else "after" if at == last else "between"), wrong


def evenly(points: Sequence[str], most: int) -> list[str]:
    """At most so many of them, spread evenly, the last among them."""
    if len(points) <= most:
        return list(points)
    return [points[(at + 1) * len(points) // most - 1] for at in range(most)]


def run(most: int, names: Sequence[str] = NAMES) -> list[Figures]:
    """Kill every operation at ``most`` of its points at the most; a row each."""
    if why_not():
        return [Figures("killed", skipped=why_not())]
    rows = []
    with quick_folder() as folder:
        lay_out(folder / "laid out")
        for name in names:
            row = Figures(f"killed in {name}")
            one = Killing(folder / "laid out", name, folder)
            for point in evenly(one.points, most):
                with row.timed():
                    outcome, wrong = one.at(point)
                row.outcomes[outcome] += 1
                row.wrong += wrong
            rows.append(row)
    return rows

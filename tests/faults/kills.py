"""Killed at every system call of one operation: everything is as before or after, and whole."""

from __future__ import annotations

from collections.abc import Sequence

from cps_desktop.domain.faults import Fault
from cps_desktop.storage.workspace import is_workspace
from tests.faults.figures import Figures
from tests.faults.one_operation import NAMES
from tests.faults.operations import MODULE, Operation, faults_in
from tests.faults.places import lay_out, quick_folder
from tests.faults.tracing import ended_at, failed_at, why_not


class Killing(Operation):
    """One operation, and its end or a failing call at any point."""

    def failing(self, point: str, error: str) -> tuple[str, list[str]]:
        """Let one call fail there: what it came to, and what is wrong."""
        place = self.fresh()
        said, unexpected = failed_at(MODULE, [str(place), self.name], point, error)
        where = f"{self.name}, {error} at {point}"
        if unexpected:
            return "no sentence", [f"{where}: {unexpected.strip().splitlines()[-1]}"]
        told = faults_in(said)
        if self.name == "create" and not is_workspace(place / "new"):
            return "a sentence", [] if told else [f"{where}: nothing was said"]
        try:
            outcome, wrong = self.look(place, said)
        except Fault as fault:
            return "does not open", [f"{where}: {fault!r}"]
        if told and not told[0].endswith("."):
            wrong.append(f"this is no sentence: {told[0]}")
        outcome = "a sentence" if told else "went on"
        return outcome, [f"{where}: {one}" for one in wrong]

    def at(self, point: str) -> tuple[str, list[str]]:
        """End it there and look: what it came to ("before", "between", "after"), what is wrong."""
        place = self.fresh()
        said, killed = ended_at(MODULE, [str(place), self.name], point)
        try:
            if self.name == "create" and not is_workspace(place / "new"):
                # Made again as if nothing had been.
                _, again = ended_at(MODULE, [str(place), self.name], "rmdir:9999")
                outcome, wrong = "before", [] if not again else ["was not made again"]
                self.state(place)
            else:
                outcome, wrong = self.look(place, said)
        except Fault as fault:
            return "does not open", [f"{self.name} at {point}: {fault!r}"]
        if not killed:
            outcome = "not reached"
        return outcome, [f"{self.name} at {point}: {one}" for one in wrong]


def evenly(points: Sequence[str], most: int) -> list[str]:
    """At most so many of them, spread evenly, the last among them."""
    if len(points) <= most:
        return list(points)
    return [points[(at + 1) * len(points) // most - 1] for at in range(most)]


ERRORS = ("ENOSPC", "EIO", "EROFS")
"""A full disk, a stick that was pulled out, write protection."""


def run_errors(most: int, names: Sequence[str] = NAMES) -> list[Figures]:
    """Let calls of every operation fail, at ``most`` points at the most; a row each."""
    if why_not():
        return [Figures("a call fails", skipped=why_not())]
    with quick_folder() as folder:
        lay_out(folder / "laid out")
        return [failed(Killing(folder / "laid out", name, folder), most) for name in names]


def killed(one: Killing, most: int) -> Figures:
    """Kill an operation at ``most`` of its points at the most."""
    row = Figures(f"killed in {one.name}")
    for point in evenly(one.points, most):
        with row.timed():
            outcome, wrong = one.at(point)
        row.outcomes[outcome] += 1
        row.wrong += wrong
    return row


def failed(one: Killing, most: int) -> Figures:
    """Let a call of an operation fail, at ``most`` of its points at the most."""
    row = Figures(f"a call fails in {one.name}")
    for number, point in enumerate(evenly(one.points, most)):
        with row.timed():
            outcome, wrong = one.failing(point, ERRORS[number % len(ERRORS)])
        row.outcomes[outcome] += 1
        row.wrong += wrong
    return row


def run(most: int, names: Sequence[str] = NAMES) -> list[Figures]:
    """Kill every operation at ``most`` of its points at the most; a row each."""
    if why_not():
        return [Figures("killed", skipped=why_not())]
    with quick_folder() as folder:
        lay_out(folder / "laid out")
        return [killed(Killing(folder / "laid out", name, folder), most) for name in names]

"""What a measure comes to, and how it is taken."""

from __future__ import annotations

import dataclasses
import statistics
from collections.abc import Callable, Sequence
from time import perf_counter, thread_time
from typing import NamedTuple


@dataclasses.dataclass(frozen=True, slots=True)
class Result:
    """One figure held against its goal. ``ours`` and ``floor`` are in ``unit``.

    Without a floor, ``ours`` itself is held against the goal.
    """

    name: str
    ours: float
    goal: float
    floor: float | None = None
    unit: str = "s"
    note: str = ""

    @property
    def figure(self) -> float:
        """What is held against the goal: the ratio to the floor, or the figure itself."""
        return self.ours if self.floor is None else self.ours / self.floor

    @property
    def reached(self) -> bool:
        """Whether the goal was reached in this run."""
        return self.figure <= self.goal

    def line(self) -> str:
        """For people."""
        said = "reached" if self.reached else "missed"
        against = "" if self.floor is None else f" / {self.floor:.4g} {self.unit} ="
        ratio = "" if self.floor is None else f" {self.figure:.2f}×"
        note = f"  ({self.note})" if self.note else ""
        figure = f"{self.ours:.4g} {self.unit}{against}{ratio}"
        return f"{self.name}: {figure}, goal ≤ {self.goal:g}: {said}{note}"

    def as_json(self) -> dict[str, object]:
        """For the file."""
        return {
            **dataclasses.asdict(self),
            "figure": round(self.figure, 4),
            "reached": self.reached,
        }


def seconds(action: Callable[[], object]) -> float:
    """How long an action takes."""
    start = perf_counter()
    action()
    return perf_counter() - start


class Taken(NamedTuple):
    """Milliseconds something took: by the clock, and of the window's own processor time."""

    clock: float
    own: float


def taken(act: Callable[[], object]) -> Taken:
    """How long an act takes."""
    start, own = perf_counter(), thread_time()
    act()
    return Taken((perf_counter() - start) * 1000, (thread_time() - own) * 1000)


def on_screen(name: str, times: Sequence[Taken], share: float, goal: float, note: str) -> Result:
    """The clock is held against the goal; on a busy machine the window's own time tells more."""
    own = percentile([one.own for one in times], share)
    clock = percentile([one.clock for one in times], share)
    said = f"{note}; by the clock, {own:.3g} ms of processor time"
    return Result(name, clock, goal, unit="ms", note=said)


def in_turn(
    ours: Callable[[], float], floor: Callable[[], float], runs: int
) -> tuple[float, float]:
    """The medians of two measures taken in turn, so that a drifting machine touches both alike."""
    pairs = [(ours(), floor()) for _ in range(runs)]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]

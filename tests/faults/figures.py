"""What came of trying something many times: counted, with the slowest and the largest."""

from __future__ import annotations

import dataclasses
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@dataclasses.dataclass
class Figures:
    """One row of the table. ``slowest`` in seconds, ``peak`` in bytes of memory (0: not measured).

    ``wrong`` says, in words, every time something was not as it has to be: it must stay empty.
    ``skipped`` says why nothing was tried, ``stopped`` that somebody ended it before its end.
    """

    name: str
    tried: int = 0
    outcomes: Counter[str] = dataclasses.field(default_factory=Counter)
    slowest: float = 0.0
    peak: int = 0
    wrong: list[str] = dataclasses.field(default_factory=list)
    skipped: str = ""
    stopped: bool = False

    @contextmanager
    def timed(self) -> Iterator[None]:
        """One try, whose time counts."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self.tried += 1
            self.slowest = max(self.slowest, time.perf_counter() - start)

    def line(self) -> str:
        """This row, to be read."""
        if self.skipped:
            return f"{self.name:<34} not tried: {self.skipped}"
        came = ", ".join(f"{count:,} {what}" for what, count in self.outcomes.most_common())
        memory = f"{self.peak / 1e6:7.0f} MB" if self.peak else f"{'':>10}"
        mark = f"  WRONG: {len(self.wrong)}" if self.wrong else ""
        mark += "; stopped there" if self.stopped else ""
        return f"{self.name:<34} {self.tried:>7,} {self.slowest:8.3f} s {memory}  {came}{mark}"

    def as_json(self) -> dict[str, Any]:
        """This row, to be kept."""
        return dataclasses.asdict(self) | {"outcomes": dict(self.outcomes)}


HEADING = f"{'':<34} {'tried':>7} {'slowest':>10} {'memory':>10}  what came of it"

"""Laptops that work apart and exchange bundles in every way, in stories made by chance.

The machines are those of tests/sync (``test_*_machine.py``), which are tried a little with every
change; here is a number of stories that are counted.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.figures import Figures
from tests.sync.other_program import OtherProgram
from tests.sync.test_exchange_machine import Laptops
from tests.sync.test_incremental_machine import IncrementalLaptops
from tests.sync.test_rulings_machine import RuledLaptops
from tests.sync.test_two_programs_machine import (
    FirstReleaseBeside,
    TomorrowsBeside,
    TwoPrograms,
    first_release_in,
)

STOP = threading.Event()
"""Set to end after the story that is being told: hours of them may be enough."""


def _told(machine: type[Laptops], name: str, stories: int, steps: int = 40) -> Figures:
    """Try so many stories; each ends with everything everywhere, compared."""
    row = Figures(f"stories: {name}")

    class Counted(machine):  # type: ignore[misc, valid-type]
        def __init__(self) -> None:
            if STOP.is_set():
                raise KeyboardInterrupt
            self._began = time.perf_counter()
            super().__init__()

        def teardown(self) -> None:
            super().teardown()
            row.tried += 1
            row.slowest = max(row.slowest, time.perf_counter() - self._began)
            row.outcomes["the same everywhere"] += 1

    chosen = settings(
        max_examples=stories,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=False,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )
    try:
        run_state_machine_as_test(Counted, settings=chosen)
    except KeyboardInterrupt:
        row.stopped = True
    except Exception as error:  # noqa: BLE001 - whatever came of it is told
        row.wrong.append("".join(traceback.format_exception(error)))
    return row


def exchange(stories: int) -> list[Figures]:
    """Whole and partial bundles, copies, restores, carriers who alter what they carry."""
    return [_told(Laptops, "every way, false carriers", stories)]


def increments(stories: int) -> list[Figures]:
    """Bundles of what was not acknowledged alone."""
    return [_told(IncrementalLaptops, "what is new alone", stories)]


def rulings(stories: int) -> list[Figures]:
    """With a coordinator who erases, revokes and takes back."""
    return [_told(RuledLaptops, "erasures and revocations", stories, steps=30)]


def versions(stories: int) -> list[Figures]:
    """Today's program beside tomorrow's, and that of release 0.1 beside today's."""

    def beside(program: OtherProgram, machine: type[TwoPrograms], name: str) -> Figures:
        with program as machine.program:
            return _told(machine, name, stories)

    rows = [beside(OtherProgram(tomorrow=True), TomorrowsBeside, "beside tomorrow's program")]
    with first_release_in() as tree:
        if tree is None:
            rows.append(Figures("stories: beside release 0.1", skipped="the history is too short"))
        else:
            rows.append(beside(OtherProgram(tree), FirstReleaseBeside, "beside release 0.1"))
    return rows


STORIES: dict[str, Callable[[int], list[Figures]]] = {
    "exchange": exchange,
    "increments": increments,
    "rulings": rulings,
    "versions": versions,
}
"""By the name of the part of ``dev.py faults``."""

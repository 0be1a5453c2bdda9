"""A system on which no process can be begun just now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker, spawn
from pathlib import Path


@contextmanager
def nothing_starts(folder: Path) -> Iterator[None]:
    """What would be started is not there: as on a stick that was pulled out, or an update that took
    the program away beneath its window."""
    resource_tracker.ensure_running()
    before = spawn.get_executable()
    spawn.set_executable(str(folder / "no such program"))
    try:
        yield
    finally:
        spawn.set_executable(before)

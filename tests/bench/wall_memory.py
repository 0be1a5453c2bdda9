"""What 500 notes on the wall add to the memory in use, in MB.

``python -m tests.bench.wall_memory full`` says what is in use with the full planner on the wall,
``empty`` with the empty one of the same workspace. The measure is the difference of two processes
that do the same, so that modules and fonts read on the way are in both.
"""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import Result

_NOTES = 500
_RUNS = 3
_REST_MS = 1_500
_STATM = Path("/proc/self/statm")


def measure() -> list[Result]:
    """Nothing where the system does not say what memory a process has in use."""
    if not _STATM.exists():
        return []
    added = statistics.median(_told("full") - _told("empty") for _ in range(_RUNS))
    note = f"resident memory, less that with an empty one; median of {_RUNS}"
    return [Result(f"{_NOTES} notes on the wall add", added, 10, unit="MB", note=note)]


def _told(which: str) -> float:
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.wall_memory", which],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    return float(told.stdout.split()[-1])


def in_use(which: str) -> float:
    """Megabytes in use with the ``full`` planner on the wall, each note its widget, or without."""
    from tests.bench import planner_page

    with (
        tempfile.TemporaryDirectory(prefix="cps-bench-") as folder,
        planner_page.full_page(Path(folder), _NOTES) as page,
    ):
        planner_page.open_empty(page)
        if which == "full":
            planner_page.open_full(page)
        _let_it_rest()
        return _resident()


def _let_it_rest() -> None:
    """What the window does a moment later is done: it reads its other pages to count in them."""
    from PySide6.QtTest import QTest

    QTest.qWait(_REST_MS)


def _resident() -> float:
    gc.collect()
    pages = int(_STATM.read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{in_use(sys.argv[1]):.2f}")

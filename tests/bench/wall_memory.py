"""What 500 notes on the wall add to the memory in use: ``python -m tests.bench.wall_memory`` (MB).

In a process of its own, which has shown an empty planner of the same kind before.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench.measuring import Result

_NOTES = 500
_STATM = Path("/proc/self/statm")


def measure() -> list[Result]:
    """Nothing where the system does not say what memory a process has in use."""
    if not _STATM.exists():
        return []
    told = subprocess.run(
        [sys.executable, "-m", "tests.bench.wall_memory"],
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    added = float(told.stdout.split()[-1])
    note = "resident memory after, less that before"
    return [Result(f"{_NOTES} notes on the wall add", added, 10, unit="MB", note=note)]


def added() -> float:
    """Megabytes that a planner with its notes adds to one without."""
    from tests.bench import planner_page

    with (
        tempfile.TemporaryDirectory(prefix="cps-bench-") as folder,
        planner_page.full_page(Path(folder), _NOTES) as page,
    ):
        planner_page.open_empty(page)
        before = _resident()
        planner_page.open_full(page)
        return _resident() - before


def _resident() -> float:
    gc.collect()
    pages = int(_STATM.read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    print(f"{added():.2f}")

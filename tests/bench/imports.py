"""Importing: a large bundle against raw ``executemany`` of the same rows, and growth."""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, cast

from cps_desktop.services.exchange import bring_in, open_for, own_age_keys
from cps_desktop.storage.driver import atomic
from cps_desktop.storage.workspace import Workspace
from tests.bench.made_changes import make_bundle
from tests.bench.measuring import Result, seconds

CHANGES = 400_000
GROWTH = (10_000, 100_000, 1_000_000)


def measure() -> list[Result]:
    """400,000 changes: import, peak memory, re-import."""
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        place = Path(folder)
        told = _in_own_process(place, CHANGES)
        floor = _floor(place / "workspace", place / "floor")
    said = f"{told['changes']:,} changes, bundle {told['bytes'] / 1e6:.1f} MB"
    return [
        Result("import, all verified, encrypted", told["import"], 1.5, floor, note=said),
        Result("import, peak memory", told["peak"], 130, unit="MB"),
        Result("re-import against import", told["again"], 0.15, told["import"]),
    ]


def measure_growth() -> list[Result]:
    """How import time grows from 10,000 to 1,000,000 changes: the exponent of the power law."""
    times: list[tuple[float, float]] = []
    for changes in GROWTH:
        with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
            told = _in_own_process(Path(folder), changes)
        times.append((told["changes"], told["import"]))
    exponent = math.log(times[-1][1] / times[0][1]) / math.log(times[-1][0] / times[0][0])
    note = ", ".join(f"{int(count):,}: {time:.2f} s" for count, time in times)
    return [Result("growth exponent of import", exponent, 1.05, unit="", note=note)]


def _in_own_process(place: Path, changes: int) -> dict[str, float]:
    """Import in a process of its own, so that its peak memory is that of the import alone."""
    with Workspace.create(place / "workspace", way="open") as workspace:
        recipient = own_age_keys(workspace).recipient
    _run(place, "make", str(changes), recipient)
    return cast(dict[str, float], json.loads(_run(place, "import")))


def _run(place: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.imports", str(place), *words],
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def _floor(made: Path, folder: Path) -> float:
    """Put the same rows into the same encrypted schema with nothing but ``executemany``."""
    with Workspace.open(made) as workspace:
        connection = workspace.connection
        tables = [
            row[0]
            for row in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
                " AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_%'"
                " ESCAPE '\\'"
            )
        ]
        rows: dict[str, list[Any]] = {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables
        }
        search = connection.execute(
            "SELECT rowid, words, kind, record, root FROM search"
        ).fetchall()
    with Workspace.create(folder, way="open") as empty:
        connection = empty.connection

        def write() -> None:
            with atomic(connection):
                for name, some in rows.items():
                    if some:
                        marks = ", ".join("?" * len(some[0]))
                        connection.executemany(
                            f'INSERT OR REPLACE INTO "{name}" VALUES ({marks})', some
                        )
                connection.executemany(
                    "INSERT INTO search (rowid, words, kind, record, root) VALUES (?, ?, ?, ?, ?)",
                    search,
                )

        return seconds(write)


def _make(place: Path, changes: int, recipient: str) -> None:
    make_bundle(place / "large.cpsb", changes, recipient)


def _import(place: Path) -> None:
    path = place / "large.cpsb"
    with Workspace.open(place / "workspace") as workspace:
        counted = [0]

        def once() -> None:
            opened = open_for(workspace, path)
            counted[0] = opened.inspection.changes
            bring_in(workspace, opened)

        first = seconds(once)
        peak = _peak_mb()
        again = seconds(once)
    told = {
        "import": first,
        "again": again,
        "peak": peak,
        "changes": counted[0],
        "bytes": path.stat().st_size,
    }
    print(json.dumps(told))


def _peak_mb() -> float:
    if sys.platform == "win32":
        return math.nan
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 / (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    if sys.argv[2] == "make":
        _make(Path(sys.argv[1]), int(sys.argv[3]), sys.argv[4])
    else:
        _import(Path(sys.argv[1]))

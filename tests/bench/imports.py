"""Importing: a large bundle against raw ``executemany`` of the same rows, and growth.

The floor is what any program would pay that merely wrote the rows: every row that the import
leaves behind, one ``executemany`` of a plain INSERT a table, from lists that are ready in memory
and in the tables' own order, into an empty workspace: same driver and encryption, same schema with
all its indexes and the index of words, same settings and cache, one transaction committed to disk.
It opens no bundle, checks nothing, and works nothing out.
"""

from __future__ import annotations

import json
import math
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, cast

from cps_desktop.services.exchange import bring_in, open_for, own_age_keys
from cps_desktop.storage.workspace import Workspace
from tests.bench.made_changes import make_bundle
from tests.bench.measuring import Result, in_turn

CHANGES = 400_000
GROWTH = {10_000: 5, 100_000: 3, 1_000_000: 1}
"""Changes, and how often they are imported: the median counts."""
_RUNS = 3

Told = dict[str, float]


def measure() -> list[Result]:
    """400,000 changes: import, peak memory, re-import. Import and floor in turn, medians."""
    imports: list[Told] = []
    floors: list[Told] = []
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        place = Path(folder)
        _make_ready(place, CHANGES)

        def ours() -> float:
            imports.append(_run(place, "import"))
            return imports[-1]["import"]

        def floor() -> float:
            floors.append(_run(place, "floor"))
            return floors[-1]["floor"]

        taken, least = in_turn(ours, floor, _RUNS)
    processor = statistics.median(one["processor"] for one in imports)
    processor /= statistics.median(one["processor"] for one in floors)
    told = imports[0]
    said = (
        f"{told['changes']:,} changes, bundle {told['bytes'] / 1e6:.1f} MB; medians of {_RUNS}; "
        f"processor time alone {processor:.2f}×"
    )
    again = statistics.median(one["again"] for one in imports)
    return [
        Result("import, all verified, encrypted", taken, 1.5, least, note=said),
        Result("import, peak memory", max(one["peak"] for one in imports), 130, unit="MB"),
        Result("re-import against import", again, 0.15, taken),
    ]


def measure_growth() -> list[Result]:
    """How import time grows from 10,000 to 1,000,000 changes: the exponent of the power law."""
    times: list[tuple[float, float]] = []
    for changes, runs in GROWTH.items():
        with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
            _make_ready(Path(folder), changes)
            told = [_run(Path(folder), "import") for _ in range(runs)]
        taken = statistics.median(one["import"] for one in told)
        times.append((told[0]["changes"], taken))
    exponent = math.log(times[-1][1] / times[0][1]) / math.log(times[-1][0] / times[0][0])
    note = ", ".join(f"{int(count):,}: {time:.2f} s" for count, time in times)
    return [Result("growth exponent of import", exponent, 1.05, unit="", note=note)]


def _make_ready(place: Path, changes: int) -> None:
    """An empty workspace, and a bundle sealed to it."""
    with Workspace.create(place / "workspace", way="open") as workspace:
        recipient = own_age_keys(workspace).recipient
    _run(place, "make", str(changes), recipient)


def _run(place: Path, *words: str) -> Told:
    """Do something in a process of its own, so that its time and memory are its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.imports", str(place), *words],
        check=True,
        capture_output=True,
        text=True,
    )
    return cast(Told, json.loads(done.stdout))


def _timed(action: Callable[[], object]) -> tuple[float, float]:
    """How long an action takes, and how much of it on the processor."""
    start, processor = perf_counter(), process_time()
    action()
    return perf_counter() - start, process_time() - processor


def _make(place: Path, changes: int, recipient: str) -> Told:
    return {"changes": make_bundle(place / "large.cpsb", changes, recipient)}


def _import(place: Path) -> Told:
    path, folder = place / "large.cpsb", place / "imported"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(place / "workspace", folder)
    with Workspace.open(folder) as workspace:
        counted = [0]

        def once() -> None:
            opened = open_for(workspace, path)
            counted[0] = opened.inspection.changes
            bring_in(workspace, opened)

        first, processor = _timed(once)
        peak = _peak_mb()
        again, _ = _timed(once)
    return {
        "import": first,
        "processor": processor,
        "again": again,
        "peak": peak,
        "changes": counted[0],
        "bytes": path.stat().st_size,
    }


_SEARCH = "INSERT INTO search (rowid, words, kind, record, root) VALUES (?, ?, ?, ?, ?)"


def raw_rows(place: Path) -> Told:
    """Put the rows of the last import into an empty workspace with nothing but ``executemany``."""
    with Workspace.open(place / "imported") as workspace:
        rows, search = _rows_of(workspace.connection)
    folder = place / "floor"
    shutil.rmtree(folder, ignore_errors=True)
    with Workspace.create(folder, way="open") as empty:
        connection = empty.connection
        with empty.one_transaction():
            for name in rows:
                connection.execute(f'DELETE FROM "{name}"')

        def write() -> None:
            with empty.one_transaction():
                for name, some in rows.items():
                    marks = ", ".join("?" * len(some[0]))
                    connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', some)
                connection.executemany(_SEARCH, search)

        taken, processor = _timed(write)
    return {"floor": taken, "processor": processor}


def _rows_of(connection: Any) -> tuple[dict[str, list[Any]], list[Any]]:
    """The rows that an import leaves behind, by table, and those of search."""
    tables = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%'"
            " AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_%' ESCAPE '\\'"
            " AND name NOT IN ('this_laptop', 'journal_meta')"
        )
    ]
    rows = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    found = connection.execute("SELECT rowid, words, kind, record, root FROM search").fetchall()
    return {name: some for name, some in rows.items() if some}, found


def _peak_mb() -> float:
    if sys.platform == "win32":
        return math.nan
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 / (1024 if sys.platform == "darwin" else 1)


if __name__ == "__main__":
    folder, what = Path(sys.argv[1]), sys.argv[2]
    if what == "make":
        print(json.dumps(_make(folder, int(sys.argv[3]), sys.argv[4])))
    else:
        print(json.dumps(_import(folder) if what == "import" else raw_rows(folder)))

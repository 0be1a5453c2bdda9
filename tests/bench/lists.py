"""A list of 5,000 guests brought in from an Excel file, against reading it.

The floor is reading alone: a process of its own, bounded as ours is, in which python-calamine opens
the workbook and makes its cells into Python's, and hands them back; it recognises nobody and keeps
nothing. Ours is all of it, from the file to people who are found, matched, and durable: reading,
recognising columns, looking who is known, and one step through the door with its search index and
its undo. Also said: the same against python-calamine in a process that runs already, unbounded, and
what is kept against raw ``executemany`` of the same rows, as ``import`` measures it.
"""

from __future__ import annotations

import gc
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import cast

from tests.bench.measuring import Result

GUESTS = 5_000
_RUNS = 5
_HEADINGS = ("First name", "Surname", "E-mail", "Telephone", "Organisation", "Role", "Needs")
_FIRST = ("Ann", "Bea", "Cai", "Dee", "Eve", "Fay", "Gus", "Hal", "Ivy", "Jo", "Kit", "Łucja")
_LAST = ("Bell", "Carr", "Dodd", "Fell", "Gill", "Hill", "Kerr", "Lamb", "Moss", "Ó Néill")
_ROLES = ("Carer", "NHS staff", "Service user", "Member of the public", "VCSE")

_RUN = "from tests.bench.lists import run; run()"

Told = dict[str, float]


def measure() -> list[Result]:
    """The list brought in and the floor in turn, each in a process of its own; medians."""
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        place = Path(folder)
        _run(place, "make")
        told: list[Told] = []
        floors: list[Told] = []
        raw: list[Told] = []
        for _ in range(_RUNS):
            told.append(_run(place, "import"))
            floors.append(_run(place, "floor"))
            raw.append(_run(place, "raw"))

    def median(some: list[Told], name: str) -> float:
        return statistics.median(one[name] for one in some)

    processor = median(told, "processor") / median(floors, "processor")
    alone = median(told, "all") / median(floors, "alone")
    changes = int(told[0]["changes"])
    parts = ", ".join(f"{name} {median(told, name):.2f}" for name in ("read", "look", "keep"))
    return [
        Result(
            f"a list of {GUESTS:,} people brought in from Excel",
            median(told, "all"),
            2.0,
            median(floors, "process"),
            note=f"{changes:,} changes; {parts} s; processor time alone {processor:.2f}×; "
            f"against python-calamine in a process that runs already {alone:.1f}×",
        ),
        Result(
            "of it, keeping",
            median(told, "keep"),
            1.5,
            median(raw, "raw"),
            note="floor: the same rows by raw executemany, encrypted, one commit",
        ),
    ]


def _run(place: Path, what: str) -> Told:
    done = subprocess.run(
        # Not a module that runs: each process begun by this one would read it again.
        [sys.executable, "-c", _RUN, str(place), what],
        check=True,
        capture_output=True,
        text=True,
    )
    return cast(Told, json.loads(done.stdout))


def _taken(action: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of processor time, that of ended processes of ours with it."""
    before, start = os.times(), perf_counter()
    action()
    taken, after = perf_counter() - start, os.times()
    return taken, sum(after[:4]) - sum(before[:4])


def _make(place: Path) -> Told:
    """The workbook, and a workspace with a session."""
    import xlsxwriter

    from cps_desktop.services.door import Door
    from cps_desktop.services.sessions import create_session
    from cps_desktop.storage.workspace import Workspace, system_clock

    rng = random.Random(5)
    with xlsxwriter.Workbook(str(place / "guests.xlsx")) as book:
        page = book.add_worksheet("Invited")
        page.write_row(0, 0, _HEADINGS)
        for line in range(1, GUESTS + 1):
            letters = "".join(chr(97 + line // 26**power % 26) for power in range(3))
            row = [
                rng.choice(_FIRST),
                f"{rng.choice(_LAST)}{letters}",
                f"guest{line}@example.invalid" if rng.random() < 0.7 else "",
                f"01632 {960_000 + line}" if rng.random() < 0.5 else "",
                f"Organisation {rng.randrange(40)} (sample)" if rng.random() < 0.6 else "",
                rng.choice(_ROLES),
                "Large print" if rng.random() < 0.08 else "",
            ]
            page.write_row(line, 0, row)
    with Workspace.create(place / "workspace", way="open") as workspace:
        create_session(Door(workspace, system_clock, os.urandom), title="A large day")
    return {}


def _import(place: Path) -> Told:
    import cps_desktop.services.list_child  # noqa: F401 - read before, as the floor's is
    from cps_desktop.domain.kinds import Attendance, Session
    from cps_desktop.services.bringing_in_guests import BRING_IN, bring_in_edits, foresee, look_at
    from cps_desktop.services.door import Door
    from cps_desktop.services.list_reading import read_list_file
    from cps_desktop.storage.workspace import Workspace, system_clock

    folder = place / "imported"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(place / "workspace", folder)
    with Workspace.open(folder) as workspace:
        door = Door(workspace, system_clock, os.urandom)
        (session,) = workspace.find(Session)
        times = [0.0]

        def bring_in() -> None:
            start = perf_counter()
            read = read_list_file(place / "guests.xlsx")
            times.append(perf_counter() - start)
            matches = foresee(workspace, session.id, look_at(read))
            edits = bring_in_edits(workspace, session.id, matches)
            times.append(perf_counter() - start)
            door.do(BRING_IN, edits)
            times.append(perf_counter() - start)

        before = workspace.changes()
        _, processor = _taken(bring_in)
        if len(workspace.find(Attendance)) != GUESTS:
            raise RuntimeError("the list did not come in whole")
        changes = workspace.changes() - before
    return {
        "all": times[3],
        "read": times[1],
        "look": times[2] - times[1],
        "keep": times[3] - times[2],
        "processor": processor,
        "changes": changes,
    }


def _floor(place: Path) -> Told:
    import io

    import msgspec
    from python_calamine import CalamineWorkbook

    from cps_desktop.own_process import ask
    from cps_desktop.services.list_child import CPU_SECONDS, MEMORY
    from tests.bench.bare_reading import work

    path = place / "guests.xlsx"

    def in_a_process() -> None:
        answer = ask(work, (MEMORY, CPU_SECONDS), [path.read_bytes()], most=2**28, seconds=90.0)
        if answer.data is None or len(msgspec.msgpack.decode(answer.data)) != GUESTS + 1:
            raise RuntimeError("the floor read something else")

    taken, processor = _taken(in_a_process)
    alone, _ = _taken(
        lambda: (
            CalamineWorkbook.from_object(io.BytesIO(path.read_bytes()))
            .get_sheet_by_index(0)
            .to_python()
        )
    )
    return {"process": taken, "processor": processor, "alone": alone}


def _raw(place: Path) -> Told:
    from tests.bench.imports import raw_rows

    return {"raw": raw_rows(place)["floor"]}


def run() -> None:
    """One of the processes; says what it measured."""
    # As in the window, which tidies between two events (ui/tidying.py); the floors likewise.
    gc.disable()
    what = {"make": _make, "import": _import, "floor": _floor, "raw": _raw}[sys.argv[2]]
    print(json.dumps(what(Path(sys.argv[1]))))

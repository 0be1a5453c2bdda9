"""Measures speed and memory as ratios against a floor taken in the same run.

    python3 dev.py bench                 everything (some minutes)
    python3 dev.py bench import edit     only these

Each line says what was measured, the floor it is held against, the ratio, and the goal; the whole
is also written as JSON (``--to FILE``, by default ``.cache/bench.json``). A goal that is missed is
said, and is no failure: this is a measuring rod, not a test.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from pathlib import Path

from tests.bench import (
    claims,
    edits,
    erasures,
    imports,
    lists,
    planner_page,
    prints,
    registers,
    rooms,
    sessions,
    starts,
    wall_memory,
    walls,
)
from tests.bench.measuring import Result

ROOT = Path(__file__).resolve().parents[2]

MEASURES: dict[str, Callable[[], list[Result]]] = {
    "start": starts.measure,
    "edit": edits.measure,
    "import": imports.measure,
    "erase": erasures.measure,
    "print": prints.measure,
    "photo": claims.measure_photos,
    "claims": claims.measure_packs,
    "session": sessions.measure,
    "planner": walls.measure,
    "room": rooms.measure,
    "wall": planner_page.measure,
    "memory": wall_memory.measure,
    "register": registers.measure,
    "lists": lists.measure,
    "many": sessions.measure_many,
    "growth": imports.measure_growth,
}


def main() -> int:
    """Run the measures that were asked for and say what came out."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(MEASURES))
    parser.add_argument("--to", type=Path, default=ROOT / ".cache" / "bench.json")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in MEASURES]
    if unknown:
        parser.error(f"there is no measure {unknown[0]}; there are {', '.join(MEASURES)}")
    results: list[Result] = []
    for name in options.names or MEASURES:
        for one in MEASURES[name]():
            results.append(one)
            print(one.line(), flush=True)
    options.to.parent.mkdir(parents=True, exist_ok=True)
    machine = {
        "system": platform.platform(),
        "python": sys.version.split()[0],
        "processors": os.cpu_count(),
    }
    written = {"machine": machine, "results": [one.as_json() for one in results]}
    options.to.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    print(f"Written to {options.to}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Everything the program must survive, tried over and over; what came of it, as a table.

    python3 dev.py faults               a sample of everything, in a few minutes
    python3 dev.py faults --full        all of it, in some hours
    python3 dev.py faults --full kill   only this: kill, fail, power, mutate, bombs, disk, and of
                                        laptops' stories: exchange, increments, rulings, versions

Written to .cache/faults.json as well (``--to FILE``). 1 if anything was not as it has to be.
Ctrl+C ends laptops' stories after the one being told, and says how many there were.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

from tests.faults import bad_places, bombs, kills, mutating, power
from tests.faults.figures import HEADING, Figures
from tests.faults.places import ROOT
from tests.faults.stories import STOP, STORIES

Run = Callable[[], list[Figures]]

ALL = 10**9
PARTS: dict[str, tuple[Run, Run]] = {
    "kill": (lambda: kills.run(3), lambda: kills.run(400)),
    "fail": (lambda: kills.run_errors(3), lambda: kills.run_errors(60)),
    "power": (lambda: power.run(100), lambda: power.run(3_200)),
    "mutate": (lambda: mutating.run(600), lambda: mutating.run(100_000)),
    "bombs": (lambda: bombs.run(bombs.SOME), bombs.run),
    "disk": (lambda: bad_places.run(2, ("edit", "export")), lambda: bad_places.run(ALL)),
    **{name: (partial(tell, 10), partial(tell, 1_500)) for name, tell in STORIES.items()},
}
"""What is tried: some of it, and all of it."""


def _stop(number: int, frame: FrameType | None) -> None:
    """The first time after the story that is being told, the second time at once."""
    signal.signal(number, signal.default_int_handler)
    STOP.set()
    del frame


def main() -> int:
    """Try what was asked for and say what came of it."""
    parser = argparse.ArgumentParser(prog="dev.py faults", description=__doc__.split("\n\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(PARTS))
    parser.add_argument("--full", action="store_true", help="all of it, not a sample")
    parser.add_argument("--to", type=Path, default=ROOT / ".cache" / "faults.json")
    options = parser.parse_args()
    unknown = [name for name in options.names if name not in PARTS]
    if unknown:
        parser.error(f"there is no part {unknown[0]}; there are {', '.join(PARTS)}")
    print(HEADING, flush=True)
    rows: list[Figures] = []
    seconds: dict[str, float] = {}
    for name in options.names or PARTS:
        # Set anew, so that it is heeded as well where the shell had it ignored, as behind "&".
        signal.signal(signal.SIGINT, _stop if name in STORIES else signal.default_int_handler)
        start = time.monotonic()
        for row in PARTS[name][options.full]():
            rows.append(row)
            print(row.line(), flush=True)
        seconds[name] = round(time.monotonic() - start, 1)
        if STOP.is_set():
            break
    wrong = [f"{row.name}: {one}" for row in rows for one in row.wrong]
    for one in wrong[:40]:
        print(f"  {one}")
    told = ", ".join(f"{name} {value:.0f} s" for name, value in seconds.items())
    print(f"{sum(row.tried for row in rows):,} tried, {len(wrong)} wrong ({told})")
    options.to.parent.mkdir(parents=True, exist_ok=True)
    machine = {
        "system": platform.platform(),
        "python": sys.version.split()[0],
        "processors": os.cpu_count(),
        "load": os.getloadavg() if hasattr(os, "getloadavg") else (),
    }
    kept = {"machine": machine, "seconds": seconds, "rows": [row.as_json() for row in rows]}
    options.to.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(f"Written to {options.to}")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())

"""Bugs planted on purpose, one at a time: a test that stays green over one of them is no test.

    python -m tests.faults.planted              a table: which bug, which tests, caught or not
    python -m tests.faults.planted NAME …       only these

The bugs stand in ``bugs_of_merging.py`` and ``bugs_of_handing.py``. A module is compiled with its
bug in the tests' process (``-p tests.faults.planting``); no file is touched.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from functools import cache

# Nothing of the program may be imported here: the bug would come too late.
from tests.faults.bug import ROOT, Planted
from tests.faults.bugs_of_handing import HANDING
from tests.faults.bugs_of_merging import MERGING

PLANTED: dict[str, Planted] = {**MERGING, **HANDING}


def caught(name: str) -> tuple[str, str]:
    """Run the tests over a bug: "caught", "NOT CAUGHT", "does not fit" any more, or "red anyway"
    (then nothing can be told); and the first test that saw it."""
    bug = PLANTED[name]
    if not bug.fits:
        return "does not fit", ""
    if any(_tested((one,))[0] != 0 for one in bug.tests):
        return "red anyway", ""
    # 1: tests failed. Anything else (nothing found, wrong usage) is no catch.
    code, first = _tested(bug.tests, name)
    return ("caught", first) if code == 1 else ("NOT CAUGHT", "")


@cache
def _tested(tests: tuple[str, ...], name: str = "") -> tuple[int, str]:
    """pytest's exit code, with a bug planted or without; and the first test that failed."""
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    command += ["-p", "tests.faults.planting", *tests]
    around = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    if name:
        around["CPS_PLANTED"] = name
    run = subprocess.run(command, cwd=ROOT, env=around, capture_output=True, text=True, check=False)
    failed = re.search(r"^FAILED (\S+)", run.stdout, re.MULTILINE)
    return run.returncode, failed[1] if failed else ""


def main(names: list[str]) -> int:
    """The table; 1 if any bug was not caught."""
    begun = time.monotonic()
    missed = 0
    for name in names or list(PLANTED):
        start = time.monotonic()
        outcome, first = caught(name)
        missed += outcome != "caught"
        seconds = time.monotonic() - start
        print(f"{PLANTED[name].part:<8} {name:<24} {outcome:<12} {seconds:6.1f} s  {first}")
        sys.stdout.flush()
    tried = len(names or PLANTED)
    print(f"{tried - missed} of {tried} caught ({time.monotonic() - begun:.0f} s)")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

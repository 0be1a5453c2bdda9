"""Plant each mistake of ``bugs.py`` in a copy of the program and see which test catches it.

``python -m tests.planted [words of a mistake…]`` prints a table; the end is 1 if one got through.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.planted.bugs import BUGS, Planted

HERE = Path(__file__).parents[2]
TESTS = (
    "tests/domain",
    "tests/sync",
    "tests/services/test_exchange.py",
    "tests/services/test_takeover.py",
    "tests/services/test_two_laptops.py",
    "tests/services/test_handing_over.py",
    "tests/services/test_backups.py",
    "tests/services/test_erasing.py",
)
"""Directed tests first, the machine of laptops last: what fails first names the mistake."""
LAST = "tests/sync/test_exchange_machine.py"
LONGEST_S = 1200


def plant(bug: Planted, package: Path) -> None:
    """Change the program. Raises ValueError where it does not stand there once."""
    path = package / bug.file
    text = path.read_text(encoding="utf-8")
    if text.count(bug.right) != 1:
        raise ValueError(f"{bug.file} holds this {text.count(bug.right)} times: {bug.right}")
    path.write_text(text.replace(bug.right, bug.wrong), encoding="utf-8")


def caught_by(bug: Planted | None) -> str:
    """The first test that fails with this mistake (or none) in the program; "" if none does."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place)
        for name in ("cps_desktop", "tests", "resources"):
            shutil.copytree(HERE / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(HERE / "pyproject.toml", copy)
        if bug is not None:
            plant(bug, copy / "cps_desktop")
        for some in ([*TESTS, f"--ignore={LAST}"], [LAST]):
            done = subprocess.run(
                [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *some],
                cwd=copy,
                env={**os.environ, "PYTHONPATH": str(copy), "QT_QPA_PLATFORM": "offscreen"},
                capture_output=True,
                text=True,
                timeout=LONGEST_S,
                check=False,
            )
            if done.returncode == 1:
                found = re.search(r"^(?:FAILED|ERROR) (\S+)", done.stdout, re.MULTILINE)
                return found.group(1) if found else "a test that does not say its name"
            if done.returncode:
                raise SystemExit(f"The tests do not run:\n{done.stdout[-2000:]}\n{done.stderr}")
    return ""


def main(words: list[str]) -> int:
    """Try every mistake, or those whose words hold one of ``words``."""
    through = 0
    if found := caught_by(None):
        print(f"Without any mistake planted, this fails: {found}")
        return 1
    chosen = [one for one in BUGS if not words or any(word in one.what for word in words)]
    for bug in chosen:
        began = time.monotonic()
        by = caught_by(bug)
        through += not by
        seconds = time.monotonic() - began
        print(f"{bug.area:7} {bug.what:75} {by or 'GOT THROUGH':90} {seconds:4.0f} s", flush=True)
    print(f"{len(chosen) - through} of {len(chosen)} caught.")
    return 1 if through else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

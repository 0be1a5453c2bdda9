"""A process that opens one bundle after another and says what it came to: time, memory, words.

python -m tests.faults.opening IDENTITY FILE…
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.places import ROOT


@dataclasses.dataclass(frozen=True, slots=True)
class Came:
    """What opening a file came to. ``fault`` is the class of what was raised ("" if it opened),
    ``sentence`` its text, ``seconds`` the time, ``peak`` the most memory of the process in bytes
    (0 where the system does not say)."""

    fault: str
    sentence: str
    seconds: float
    peak: int


def memory_peak() -> int:
    """The most memory this program ever held, in bytes; what its parent held is not counted."""
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def opened_apart(identity: str, paths: Sequence[Path]) -> list[Came]:
    """Open files in a process of their own. Fewer come back where the process did not live."""
    run = subprocess.run(
        [sys.executable, "-m", "tests.faults.opening", identity, *paths],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=600,
    )
    return [Came(**json.loads(line)) for line in run.stdout.splitlines()]


def main(identity: str, paths: Sequence[str]) -> None:
    """Open them one by one."""
    from cps_desktop.services.exchange import open_bundle

    for path in paths:
        fault, sentence = "", ""
        start = time.perf_counter()
        try:
            open_bundle(Path(path), [identity])
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is to be said
            fault, sentence = type(error).__name__, str(error)
        seconds = time.perf_counter() - start
        came = Came(fault, sentence, seconds, memory_peak())
        print(json.dumps(dataclasses.asdict(came)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])

"""Starts the round inside an X server and a session bus of its own, where those can be had.

``python -m tests.access.bus FILE`` writes the record anew, as for docs/accessibility-run.md.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from cps_desktop.bootstrap import new_desk
from cps_desktop.services.planners import add_planner
from tests.ui.window_on import begin

TOP: Final = Path(__file__).resolve().parents[2]
SYSTEM_PYTHON: Final = "/usr/bin/python3"
_LOOK: Final = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
LONGEST_S: Final = 900
"""After this long something hangs, however busy the machine."""


def lack() -> str:
    """What is not here that the round needs; "" where all is."""
    if sys.platform != "linux":
        return "The accessibility bus is Linux's own."
    for program in ("Xvfb", "dbus-run-session"):
        if shutil.which(program) is None:
            return f"{program} is not here."
    if not Path("/usr/share/dbus-1/services/org.a11y.Bus.service").exists():
        return "at-spi2-core is not here."
    if not Path(SYSTEM_PYTHON).exists():
        return "The system has no Python of its own."
    found = subprocess.run([SYSTEM_PYTHON, "-c", _LOOK], capture_output=True, check=False)
    return "" if found.returncode == 0 else "gir1.2-atspi-2.0 and python3-gi are not here."


def make_planner(folder: Path) -> str:
    """A workspace with today's session and an empty planner; the planner's id."""
    desk = new_desk(folder, way="open")
    try:
        session = begin(desk, "Clearer letters", desk.door.today())
        template = desk.planners.get("think-plan-reflect")
        assert template is not None
        return add_planner(desk.door, session, template)
    finally:
        desk.close()


def go_round(folder: Path, record: Path) -> subprocess.CompletedProcess[str]:
    """Work through the program in ``folder``; the record is written in any case."""
    with _screen() as display, tempfile.TemporaryDirectory(prefix="cps-bus-") as runtime:
        # Sockets of the bus lie there: their paths must be short.
        around = {
            **os.environ,
            "DISPLAY": display,
            "XDG_RUNTIME_DIR": runtime,
            "PYTHONPATH": str(TOP),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        for name in ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS"):
            around.pop(name, None)
        return subprocess.run(
            [
                *("dbus-run-session", "--", SYSTEM_PYTHON, "-m", "tests.access.round"),
                *(sys.executable, str(folder), str(record)),
            ],
            cwd=TOP,
            env=around,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=LONGEST_S,
            check=False,
        )


@contextmanager
def _screen() -> Iterator[str]:
    """An X server nobody looks at; which number it took it says itself."""
    read, write = os.pipe()
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-noreset"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    ) as server:
        os.close(write)
        try:
            with os.fdopen(read) as told:
                yield f":{told.readline().strip()}"
        finally:
            server.kill()


def main() -> int:
    """Write the record to the file that is named."""
    with tempfile.TemporaryDirectory(prefix="cps-round-") as home:
        os.environ["HOME"] = home
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ[name] = f"{home}/{name}"
        make_planner(Path(home) / "workspace")
        done = go_round(Path(home) / "workspace", Path(sys.argv[1]))
    print(done.stdout)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())

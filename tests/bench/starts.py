"""Start to the first painted window, on a workspace of 200 sessions, against an empty window.

Both are processes of their own, timed from outside: from the moment they are started until the
line they write when their window was painted for the first time.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from cps_desktop.services.exchange import bring_in, open_bundle, own_age_keys
from cps_desktop.storage.workspace import Workspace
from tests.bench.made_changes import make_bundle
from tests.bench.measuring import Result, in_turn

_SESSIONS = 200
_CHANGES_A_SESSION = 500
_RUNS = 9

_EMPTY = """
import os, sys
from PySide6.QtWidgets import QApplication, QWidget
class Empty(QWidget):
    def paintEvent(self, event):
        print("painted", flush=True)
        os._exit(0)
app = QApplication(sys.argv)
window = Empty()
window.resize(1366, 768)
window.show()
app.exec()
"""

_OURS = """
import os, sys
from pathlib import Path
from cps_desktop.ui.app import run_window
from cps_desktop.bootstrap import new_desk, open_desk
def painted(window):
    print("painted", flush=True)
    os._exit(0)
run_window(Path(sys.argv[1]), open_desk=open_desk, new_desk=new_desk, when_painted=painted)
"""


def measure() -> list[Result]:
    """The median of several starts, warm, taken in turn."""
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        place = Path(folder)
        _fill(place)
        ours, floor = in_turn(
            lambda: _until_painted(_OURS, str(place / "workspace")),
            lambda: _until_painted(_EMPTY),
            _RUNS,
        )
    return [
        Result(
            "start to first painted window, 200 sessions",
            ours,
            1.5,
            floor,
            note=f"medians of {_RUNS}, against an empty PySide6 window",
        )
    ]


def _fill(place: Path) -> None:
    with Workspace.create(place / "workspace", way="open") as workspace:
        keys = own_age_keys(workspace)
        make_bundle(
            place / "many.cpsb",
            _SESSIONS * _CHANGES_A_SESSION,
            keys.recipient,
            session_changes=_CHANGES_A_SESSION,
        )
        bring_in(workspace, open_bundle(place / "many.cpsb", [keys.identity]))


def _until_painted(program: str, *words: str) -> float:
    # Without a screen both draw offscreen; on one, both draw there.
    screen = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    shown = screen or sys.platform in {"win32", "darwin"}
    around = dict(os.environ) if shown else {"QT_QPA_PLATFORM": "offscreen", **os.environ}
    # An installed program has its byte code; a machine set to write none would measure compiling.
    around.pop("PYTHONDONTWRITEBYTECODE", None)
    start = perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", program, *words], stdout=subprocess.PIPE, text=True, env=around
    ) as child:
        assert child.stdout is not None
        line = child.stdout.readline()
        taken = perf_counter() - start
        child.wait(timeout=60)
    if line.strip() != "painted":
        raise RuntimeError("the window was not painted")
    return taken

"""Takes a picture of every page with the sample workspace, to be opened and looked at.

python3 dev.py screenshots                  every page: light, dark, high contrast, cream, 200 %
python3 dev.py screenshots --to DIR         somewhere else than .cache/screenshots
python3 dev.py screenshots --docs           also the pictures of the README, in docs/pictures
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk
from cps_desktop.services.sample import make_sample
from cps_desktop.services.sessions import session_rows, todays_session
from cps_desktop.ui import pages
from cps_desktop.ui.app import make_application
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window

ROOT = Path(__file__).resolve().parents[2]
LOOKS = (("light", 100), ("dark", 100), ("contrast", 100), ("cream", 100), ("light", 200))
SIZE = (1366, 768)
_IN_README = {"home": "home.png", "planner": "planner.png", "expenses": "expenses.png"}
_SETTLE_MS = 350
_WORK_MS = 20_000


def main() -> int:
    """Take the pictures and say where they lie."""
    parser = argparse.ArgumentParser(prog="dev.py screenshots")
    parser.add_argument("--to", type=Path, default=ROOT / ".cache" / "screenshots")
    parser.add_argument("--docs", action="store_true")
    options = parser.parse_args()
    options.to.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="cps-screens-") as folder:
        # What this laptop remembers of a person's own looks must not show, nor be changed.
        for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA"):
            os.environ[name] = folder
        app = make_application()
        count = _take_all(app, Path(folder), options.to, docs=options.docs)
    print(f"{count} pictures in {options.to}")
    return 0


def _take_all(app: QApplication, folder: Path, to: Path, *, docs: bool) -> int:
    desk = new_desk(folder / "sample", way="open")
    make_sample(desk)
    rows = session_rows(desk.workspace, desk.door.today(), desk.workspace.session_counts())
    today = todays_session(rows)
    assert today is not None
    window = Window(desk)
    window.show()
    count = 0
    for name, scale in LOOKS:
        theme().set_theme(name)
        theme().set_scale(scale)
        window.resize(*SIZE)
        for key, entry in pages.offered().items():
            if entry.in_session:
                window.open_session(today.session, key)
            elif key == pages.HOME:
                window.open_home()
            else:
                window.open_page(key)
            _settle(app, window)
            picture = window.grab()
            picture.save(str(to / f"{key}-{name}-{scale}.png"))
            count += 1
            if docs and (name, scale) == LOOKS[0] and key in _IN_README:
                place = ROOT / "docs" / "pictures"
                place.mkdir(exist_ok=True)
                picture.save(str(place / _IN_README[key]))
    window.close()
    desk.close()
    return count


def _settle(app: QApplication, window: Window) -> None:
    """Let the page draw itself, and finish work it does in the background."""
    timer = QElapsedTimer()
    timer.start()
    while timer.elapsed() < _SETTLE_MS or (window.worker.busy and timer.elapsed() < _WORK_MS):
        app.processEvents()


if __name__ == "__main__":
    sys.exit(main())

"""Opens a window and shows the planner to the room; says where both are whenever that changes."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from cps_desktop.bootstrap import new_desk
from cps_desktop.ui.app import make_application
from cps_desktop.ui.window import Window


def screen_under(window: QWidget) -> str:
    """The name of the screen that a window really lies on."""
    middle = window.geometry().center()
    app = make_application()
    names = [
        one.name()
        for one in app.screens()
        if one.geometry().contains(middle) and one.geometry().width() <= 1366
    ]
    return names[0] if names else "nothing"


def main(folder: Path) -> int:
    """Say one line at each change, until somebody ends it."""
    app = make_application()
    window = Window(new_desk(folder, way="open"))
    window.resize(900, 600)
    window.show()
    projecting = window.room.projecting()
    projecting.open()
    last = ""

    def say() -> None:
        nonlocal last
        room = projecting.window
        how = "full" if room.isFullScreen() else "window"
        seen = room.isVisible() and window.isVisible()
        line = f"room: {how} on {screen_under(room)}, main on {screen_under(window)}"
        if seen and line != last:
            last = line
            print(line, flush=True)

    look = QTimer(app)
    look.timeout.connect(say)
    look.start(20)
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))

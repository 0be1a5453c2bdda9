"""A program of its own: opens a folder as a person would, and tells which windows are in sight.

``python -m tests.ui.participant.run_people FOLDER`` types a few letters where the keyboard is,
prints the windows as JSON, and stays until it is killed.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.ui import opening_wait
from cps_desktop.ui.app import make_application, run_window
from cps_desktop.ui.participant.window import ParticipantWindow

TYPED = "Half a sen"


def main() -> int:
    app = make_application()
    watch = QTimer(app)

    def look() -> None:
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        # On a slow laptop it says first that it is opening.
        seen = [one for one in shown if not isinstance(one, opening_wait._Waiting)]
        if not seen:
            return
        watch.stop()
        for one in seen:
            if isinstance(one, ParticipantWindow):
                one.pages.question(0)
                QTest.keyClicks(one.focusWidget(), TYPED)
        QTimer.singleShot(
            1000, lambda: print(json.dumps([type(one).__name__ for one in seen]), flush=True)
        )

    watch.timeout.connect(look)
    watch.start(20)
    return run_window(Path(sys.argv[1]), open_desk=open_desk, new_desk=new_desk)


if __name__ == "__main__":
    sys.exit(main())

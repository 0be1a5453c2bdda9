"""A program of its own for tests: opens the window on a folder and tells on stdout what it sees.

``python -m tests.ui.run_a_window FOLDER WHAT``: ``modules`` prints the modules loaded when the
window was first painted and ends; ``type`` types into the session details and then stays until it
is killed; ``place`` prints where the window opened and what stands in the fields, and ends;
``restore`` goes back to a copy and prints what is there then, and ends; ``asked`` prints the name
of the question that is open before there is a window, and stays.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.kinds import Session
from cps_desktop.ui.app import make_application, run_window
from cps_desktop.ui.window import Window

TITLE = "Typed just before the battery went"
LONG_ENOUGH_MS = 1000
SIZE = [777, 666]  # smaller than the screen there is without one


def tell(said: object) -> None:
    print(json.dumps(said), flush=True)


def modules(window: Window, loaded: list[str]) -> None:
    tell(loaded)
    window.close()


def typing(window: Window) -> None:
    from cps_desktop.ui.session_form import DetailsPage

    (session,) = window.desk.door.records.find(Session)
    window.resize(*SIZE)
    window.open_session(session.id, "details")
    page = window.stack.page
    assert isinstance(page, DetailsPage)
    page.fields.title.setFocus()
    page.fields.title.selectAll()
    QTest.keyClicks(page.fields.title, TITLE)
    page.fields.agency.line.setFocus()
    QTest.keyClicks(page.fields.agency.line, "North Cumb")
    page.fields.purpose.setFocus()
    QTest.keyClicks(page.fields.purpose, "So that it is not lost")
    QTimer.singleShot(LONG_ENOUGH_MS, lambda: tell("typed"))


def place(window: Window) -> None:
    from cps_desktop.ui.session_form import DetailsPage

    page = window.stack.page
    seen = {"page": window.stack.key, "size": [window.width(), window.height()]}
    if isinstance(page, DetailsPage):
        seen |= {
            "title": page.fields.title.text(),
            "purpose": page.fields.purpose.text(),
            "agency": page.fields.agency.text(),
        }
    tell(seen)
    window.close()


def restore(window: Window) -> None:
    """Copy, change, go back to the copy: the window is another one afterwards."""
    from cps_desktop.services.backups import list_backups, make_backup
    from cps_desktop.services.sessions import change_session

    desk = window.desk
    (session,) = desk.door.records.find(Session)
    copy = make_backup(desk.workspace)
    change_session(desk.door, session.id, title="Changed after the copy")
    assert window.to_backup is not None
    window.to_backup(copy)
    (again,) = (
        one
        for one in QApplication.topLevelWidgets()
        if isinstance(one, Window) and one is not window and one.isVisible()
    )
    (back,) = again.desk.door.records.find(Session)
    copies = [one.why for one in list_backups(again.desk.folder)]
    tell({"title": back.title, "copies": sorted(copies), "trouble": again.notices.sentence})
    again.close()


def tell_what_is_asked(app: QApplication, watch: QTimer) -> None:
    question = QApplication.activeModalWidget()
    if question is not None:
        watch.stop()
        tell(question.accessibleName())
        # Nothing of Python's wakes the program by itself any more.
        for timer in app.findChildren(QTimer):
            timer.stop()


def main() -> int:
    folder, what = Path(sys.argv[1]), sys.argv[2]
    if what == "asked":
        app = make_application()
        watch = QTimer(app)
        watch.timeout.connect(lambda: tell_what_is_asked(app, watch))
        watch.start(10)

    def painted(window: Window) -> None:
        # Looked at now: what comes after the paint may come at once.
        loaded = sorted(sys.modules)
        do: dict[str, Callable[[Window], None]] = {
            "modules": lambda one: modules(one, loaded),
            "type": typing,
            "place": place,
            "restore": restore,
            "asked": lambda _window: tell("a window"),
        }
        QTimer.singleShot(0, lambda: do[what](window))

    return run_window(folder, open_desk=open_desk, new_desk=new_desk, when_painted=painted)


if __name__ == "__main__":
    sys.exit(main())

"""Windows on real workspaces, for tests: opened, shown, and closed again whatever happens."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.records import RecordId
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.desk import Desk
from cps_desktop.services.session_making import Named, SessionDraft, begin_session
from cps_desktop.ui.window import Window


@contextmanager
def window_on(folder: Path) -> Iterator[Window]:
    """A shown window on the workspace of a folder, which is made where there is none."""
    there = (folder / "workspace.cps").exists()
    desk = open_desk(folder) if there else new_desk(folder, way="open")
    window = Window(desk)
    window.show()
    QApplication.processEvents()
    try:
        yield window
        assert window.notices.sentence == ""
    finally:
        window.close()
        window.close_desk()
        window.deleteLater()
        QApplication.processEvents()


def begin(desk: Desk, title: str, *days: dt.date, venue: str = "") -> RecordId:
    """A session with these days, from half past nine to four."""
    times = tuple(DayTimes(one, dt.time(9, 30), dt.time(16)) for one in days)
    facilitators = (Named("Fay Cilitator (invented)"),)
    return begin_session(
        desk.door, SessionDraft(title, days=times, venue=venue, facilitators=facilitators)
    )


def put_on_list(desk: Desk, session: RecordId, *names: str) -> None:
    """People on a session's list."""
    for name in names:
        add_to_list(desk.door, session, name=name)

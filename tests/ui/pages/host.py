"""A small window around one page: what the shell does for it, and a real workspace beneath."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget
from shiboken6 import delete

from cps_desktop import paths
from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.exchange import Progress
from cps_desktop.services.people import ensure_organisation
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.policy_files import load_policies
from cps_desktop.services.sessions import create_session
from cps_desktop.storage.workspace import Workspace
from cps_desktop.ui.kit import Toast, Words
from cps_desktop.ui.session_page import SessionPage
from tests.services.laptop import Clock

T = TypeVar("T")
THURSDAY = dt.date(2027, 3, 18)


class Host(QWidget):
    """The shell's part for one page. Long jobs run at once, so that a test need not wait."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setProperty("ground", "page")
        self.desk = desk
        self.page: SessionPage | None = None
        self.said: list[str] = []
        self.faults: list[str] = []
        self.opened: list[tuple[str, RecordId]] = []
        self.jobs: list[str] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._toast = Toast(self)
        self._toast.undo_asked.connect(desk.door.undo)
        desk.door.listen(self._changed)

    def show_page(self, page: SessionPage) -> None:
        page.refresh(None)
        self.page = page
        self._row.addWidget(page)
        page.show()
        if self.isVisible():
            # A new smallest size makes the invisible screen let go of the keyboard.
            QTest.qWait(20)
            self.activateWindow()
            QTest.qWaitForWindowActive(self)

    def _changed(self, summary: ChangeSummary) -> None:
        if self.page is not None:
            self.page.refresh(summary)

    def say(self, sentence: str, *, undo: bool = False) -> None:
        self.said.append(sentence)
        self._toast.say(sentence, undo=undo)

    def report(self, fault: Fault) -> None:
        self.faults.append(str(fault))

    def attempt(self, action: Callable[[], T]) -> T | None:
        try:
            return action()
        except Fault as fault:
            self.report(fault)
            return None

    def open_home(self) -> None:
        self.opened.append(("home", ""))

    def open_session(self, session: RecordId, page: str = "", record: RecordId = "") -> None:
        self.opened.append((f"{session}/{page}", record))

    def open_page(self, page: str, record: RecordId = "") -> None:
        self.opened.append((page, record))

    def run(
        self,
        doing: str,
        job: Callable[[Progress], T],
        done: Callable[[T], None],
        refused: Callable[[Fault], None] | None = None,
    ) -> None:
        self.jobs.append(doing)
        try:
            result = job(lambda _doing, _done, _total: None)
        except Fault as fault:
            (refused or self.report)(fault)
        else:
            done(result)


def type_into(widget: QWidget, text: str) -> None:
    """Type letter by letter, as QTest does, but in every script."""
    for letter in text:
        if letter == "\n":
            QTest.keyClick(widget, Qt.Key.Key_Return)
            continue
        if letter.isascii():
            QTest.keyClicks(widget, letter)
            continue
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
            QApplication.sendEvent(widget, event)


def cut_off(ground: QWidget) -> list[str]:
    """Words with less room than they need, or reaching over the edge of what they stand in."""
    found = []
    for words in ground.findChildren(Words):
        if not words.isVisible() or not words.text():
            continue
        needed = words.heightForWidth(words.width()) if words.wordWrap() else words.height()
        here, part = words.parentWidget(), words.rect()
        part.moveTopLeft(words.pos())
        fits = words.height() >= needed
        while here is not None and here is not ground:
            fits = fits and here.rect().contains(part)
            part.moveTopLeft(part.topLeft() + here.pos())
            here = here.parentWidget()
        if not fits:
            found.append(words.text())
    return found


def make_desk(folder: Path, *, hour: int = 9) -> tuple[Desk, Clock]:
    """A desk on a new workspace, at 2 minutes past this hour on Thursday 18 March 2027."""
    clock = Clock(dt.datetime(2027, 3, 18, hour, 2).astimezone())
    entropy = random.Random("pages").randbytes
    workspace = Workspace.create(folder / "w", way="open", wall=clock, entropy=entropy)
    resources = paths.resources()
    desk = Desk(
        workspace=workspace,
        door=Door(workspace, clock, os.urandom),
        planners=PlannerCatalogue.shipped(),
        policies=load_policies([resources / "policies"]),
        resources=resources,
    )
    return desk, clock


@contextmanager
def host_on(folder: Path, *, hour: int = 9) -> Iterator[tuple[Host, Clock]]:
    """A host window on a new workspace; both are closed afterwards."""
    desk, clock = make_desk(folder, hour=hour)
    host = Host(desk)
    host.resize(1366 - 212, 768 - 92)
    try:
        yield host, clock
    finally:
        host.close()
        # As in the program: the pages go first, with whatever they were still waiting for.
        delete(host)
        desk.close()


def session_in_alston(desk: Desk, *, days: int = 2) -> RecordId:
    """An invented session that begins on Thursday 18 March 2027."""
    agency = ensure_organisation(desk.door, "North Cumbria (sample)", lead_agency=True)
    return create_session(
        desk.door,
        title="Making discharge letters clearer",
        purpose="Letters that people can read the first time.",
        days=[
            DayTimes(THURSDAY + dt.timedelta(days=n), dt.time(9, 30), dt.time(16, 0))
            for n in range(days)
        ],
        venue="Alston Village Hall",
        lead_agency=agency,
    )

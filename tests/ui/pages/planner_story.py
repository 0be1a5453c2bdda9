"""A planner page in an active window on a real workspace, and a hand to work it with."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop import paths
from cps_desktop.domain.kinds import Note
from cps_desktop.domain.records import RecordId
from cps_desktop.services import planners, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.policy_files import load_policies
from cps_desktop.storage.workspace import Workspace, system_clock
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.wall import PlannerWall
from cps_desktop.ui.wall.editing import NoteEditor
from tests.services.laptop import Laptop
from tests.ui.pages.host import Host

Key = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
SHIPPED = PlannerCatalogue.shipped()


def desk_of(workspace: Workspace, door: Door, catalogue: PlannerCatalogue = SHIPPED) -> Desk:
    """A desk on an open workspace."""
    resources = paths.resources()
    policies = load_policies([resources / "policies"])
    return Desk(workspace, door, catalogue, policies, resources=resources)


class PlannerStory:
    """The page of one session; what is kept is read from the workspace, never from the screen."""

    def __init__(self, bot: QtBot, desk: Desk, session: RecordId) -> None:
        self.bot = bot
        self.desk = desk
        self.session = session
        self.host = Host(desk)
        self.host.resize(1366 - 212, 768 - 92)
        self.page = PlannerPage(self.host, session)
        self.host.show_page(self.page)
        with bot.waitActive(self.host):
            self.host.show()
            self.host.activateWindow()

    @property
    def wall(self) -> PlannerWall:
        return self.page.wall

    @property
    def editor(self) -> NoteEditor:
        fields = [one for one in self.wall.findChildren(NoteEditor) if one.isVisible()]
        assert len(fields) == 1
        return fields[0]

    def holder(self) -> QWidget:
        """What has the keyboard: never nothing."""
        holder = self.host.window().focusWidget()
        assert holder is not None
        assert holder.isVisible()
        return holder

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """One key, wherever the keyboard is."""
        QTest.keyClick(self.holder(), key, modifier or Qt.KeyboardModifier.NoModifier)

    def type(self, words: str) -> None:
        QTest.keyClicks(self.editor, words)

    def kept(self, box: str) -> list[str]:
        """The words kept in a box, in order."""
        notes = planners.notes_in(self.desk.workspace, self.page.planner, box)
        return [one.text for one in notes]

    def shown(self, box: str) -> list[str]:
        """The words on screen in a box, in order."""
        return [one.text for one in self.wall.desk.notes_in(box)]

    def note(self, text: str) -> Note:
        """The kept note with these words."""
        found = [
            one
            for one in self.desk.workspace.find(Note, planner=self.page.planner)
            if one.text == text
        ]
        assert len(found) == 1, text
        return found[0]

    def focus(self, text: str) -> RecordId:
        """Put the keyboard on the note with these words."""
        note = self.note(text).id
        assert self.wall.go_to_note(note)
        return note

    def add(self, box: str, *words: str) -> None:
        """Write notes into a box, one after the other with Enter."""
        self.wall.go_to_box(box)
        self.press(Key.Key_N)
        for one in words:
            self.type(one)
            self.press(Key.Key_Return)
        self.press(Key.Key_Escape)

    def choose(self, words: str) -> None:
        """Choose a line of the menu that is open."""
        menus = [one for one in self.page.findChildren(QMenu) if one.isVisible()]
        assert len(menus) == 1
        action = next(one for one in menus[0].actions() if words in one.text())
        menus[0].setActiveAction(action)
        QTest.keyClick(menus[0], Key.Key_Return)
        QApplication.processEvents()

    def drag(self, note: RecordId, to: QPoint) -> None:
        """Drag a note to a point of the sheet and let go."""
        widget = self.wall.sheet.notes[note]
        start = widget.rect().center()
        QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
        aim = widget.mapFrom(self.wall.sheet, to)
        for step in range(1, 6):
            pos = start + (aim - start) * step / 5
            move = QMouseEvent(
                QMouseEvent.Type.MouseMove,
                QPointF(pos),
                QPointF(widget.mapToGlobal(pos)),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QApplication.sendEvent(widget, move)
        QTest.mouseRelease(widget, Qt.MouseButton.LeftButton)

    def close(self) -> None:
        self.page.leave()
        self.host.page = None
        self.host.close()
        self.host.deleteLater()


def session_with(door: Door, template: str = "think-plan-reflect") -> tuple[RecordId, RecordId]:
    """A session with one planner: both ids."""
    session = sessions.create_session(door, title="Letters")
    chosen = SHIPPED.get(template)
    assert chosen is not None
    return session, planners.add_planner(door, session, chosen)


@contextmanager
def page_on(
    bot: QtBot, one: Laptop, session: RecordId, catalogue: PlannerCatalogue = SHIPPED
) -> Iterator[PlannerStory]:
    """The planner page of a session on a laptop."""
    story = PlannerStory(bot, desk_of(one.workspace, one.door, catalogue), session)
    try:
        yield story
    finally:
        story.close()


@contextmanager
def reopened(folder: Path) -> Iterator[Desk]:
    """A workspace opened again, as after a restart."""
    with Workspace.open(folder) as workspace:
        yield desk_of(workspace, Door(workspace, system_clock, os.urandom))

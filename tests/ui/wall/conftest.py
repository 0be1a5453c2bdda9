"""A wall in an active window, and what it told."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.ui.wall import PlannerSnapshot, PlannerWall
from cps_desktop.ui.wall.sheet import A3Sheet
from tests.ui.wall.sample import planner

Told = list[tuple[Any, ...]]


class Story:
    """A wall on screen; ``told`` lists every signal as (name, arguments …)."""

    def __init__(self, qtbot: QtBot, shown: PlannerSnapshot) -> None:
        numbers = count()
        self.bot = qtbot
        self.wall = PlannerWall(lambda: f"new-{next(numbers)}")
        self.told: Told = []
        qtbot.addWidget(self.wall)
        self.wall.resize(1100, 640)
        self.wall.show_planner(shown)
        with qtbot.waitActive(self.wall):
            self.wall.show()
            self.wall.activateWindow()
        desk = self.wall.desk
        desk.note_added.connect(lambda n, after: self.told.append(("added", n, after)))
        desk.note_edited.connect(lambda *a: self.told.append(("edited", *a)))
        desk.note_moved.connect(lambda *a: self.told.append(("moved", *a)))
        desk.note_coloured.connect(lambda *a: self.told.append(("coloured", *a)))
        desk.note_author_changed.connect(lambda *a: self.told.append(("author", *a)))
        desk.note_deleted.connect(lambda *a: self.told.append(("deleted", *a)))

    @property
    def sheet(self) -> A3Sheet:
        return self.wall.sheet

    def focus(self, note: str) -> QWidget:
        """Put the keyboard on a note."""
        widget: QWidget = self.wall.sheet.notes[note]
        widget.setFocus()
        return widget

    def holder(self) -> QWidget:
        """What has the keyboard: never nothing."""
        holder: QWidget | None = self.wall.window().focusWidget()
        assert holder is not None
        return holder

    def order(self, box: str) -> list[str]:
        return [note.id for note in self.wall.desk.notes_in(box)]


@pytest.fixture
def story(qtbot: QtBot) -> Story:
    """The sample planner on the wall."""
    return Story(qtbot, planner())


@pytest.fixture
def tell(qtbot: QtBot) -> Callable[[PlannerSnapshot], Story]:
    """Make a wall showing a given planner."""
    return lambda shown: Story(qtbot, shown)

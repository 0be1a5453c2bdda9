"""A room's window on a planner, with a timer whose clock a test turns."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.ui.projection.look import RoomLook
from cps_desktop.ui.projection.window import RoomWindow
from cps_desktop.ui.round_timer import RoundTimer
from cps_desktop.ui.wall.note_pictures import NO_PICTURES


class TurnedClock:
    """A clock that goes when it is told to. Milliseconds."""

    def __init__(self) -> None:
        self.now = 1_000_000

    def __call__(self) -> int:
        return self.now

    def go(self, seconds: float) -> None:
        """Let time pass."""
        self.now += round(seconds * 1000)


@pytest.fixture
def clock() -> TurnedClock:
    """The clock on the wall."""
    return TurnedClock()


@pytest.fixture
def steady() -> TurnedClock:
    """The clock that stands still while a laptop sleeps, and is never set."""
    return TurnedClock()


@pytest.fixture
def timer(qapp: QApplication, clock: TurnedClock, steady: TurnedClock) -> RoundTimer:
    """A timer on both clocks."""
    return RoundTimer((clock, steady))


@pytest.fixture
def room(qtbot: QtBot, timer: RoundTimer) -> Iterator[RoomWindow]:
    """A room's window as large as the smallest projector's picture."""
    window = RoomWindow(RoomLook(), timer, NO_PICTURES)
    window.resize(1366, 768)
    window.show()
    yield window
    window.hide()
    window.deleteLater()

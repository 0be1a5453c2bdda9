"""Projectors come and go, and no window is ever lost: with the signals of Qt, and with monitors."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from ctypes.util import find_library
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.ui.projection.screens import HERE, RoomScreens, ScreenFacts, screen_for_room
from cps_desktop.ui.window_place import KeptInSight
from tests.ui.projection.monitors import Monitors

LAPTOP = ScreenFacts("eDP-1", (0, 0, 1366, 768))
PROJECTOR = ScreenFacts("HDMI-1", (1366, 0, 1920, 1080))
WALL = ScreenFacts("DP-2", (-1920, 0, 1920, 1080))
MIRROR = ScreenFacts("HDMI-1", (0, 0, 1366, 768))
ACTING = "tests.ui.projection.plugged"


@pytest.mark.parametrize(
    ("screens", "wished", "chosen"),
    [
        ([LAPTOP], "", None),
        ([LAPTOP, PROJECTOR], "", PROJECTOR),
        ([PROJECTOR, LAPTOP], "", PROJECTOR),
        ([LAPTOP, MIRROR], "", None),
        ([LAPTOP, MIRROR], "HDMI-1", None),
        ([LAPTOP, PROJECTOR, WALL], "DP-2", WALL),
        ([LAPTOP, PROJECTOR], "DP-2", PROJECTOR),
    ],
)
def test_the_rooms_screen_is_one_the_facilitator_is_not_on(
    screens: list[ScreenFacts], wished: str, chosen: ScreenFacts | None
) -> None:
    assert screen_for_room(screens, LAPTOP, wished) == chosen


@pytest.fixture
def windows(qtbot: QtBot) -> Iterator[tuple[QWidget, QWidget]]:
    """The facilitator's window and the room's."""
    main, room = QWidget(), QWidget()
    main.resize(600, 400)
    main.show()
    yield main, room
    for one in (main, room):
        one.hide()
        one.deleteLater()


def test_on_the_only_screen_it_is_a_window_in_the_corner(
    windows: tuple[QWidget, QWidget], qtbot: QtBot
) -> None:
    main, room = windows
    screens = RoomScreens(room, main)
    screens.place()
    assert room.isVisible()
    assert not room.isFullScreen()
    assert main.screen().availableGeometry().contains(room.geometry())
    assert screens.where == HERE
    room.move(20, 20)
    screens.place()
    assert room.pos() == QPoint(20, 20), "who moved it wants it there"
    screens.put_away()
    assert not room.isVisible()


def test_a_window_left_on_no_screen_comes_back(
    windows: tuple[QWidget, QWidget], qtbot: QtBot
) -> None:
    main, room = windows
    screens = RoomScreens(room, main)
    screens.place()
    KeptInSight(main)
    room.move(9000, 100)
    main.move(9000, 100)
    app = QGuiApplication.instance()
    assert isinstance(app, QApplication)
    app.screenRemoved.emit(app.primaryScreen())
    seen = main.screen().availableGeometry()
    qtbot.waitUntil(lambda: seen.contains(room.geometry()))
    qtbot.waitUntil(lambda: seen.contains(main.geometry()))
    room.move(9000, 100)
    app.primaryScreen().geometryChanged.emit(seen)
    qtbot.waitUntil(lambda: seen.contains(room.geometry()))


@pytest.mark.skipif(
    sys.platform != "linux" or not shutil.which("Xvfb") or not find_library("Xrandr"),
    reason="monitors that come and go need an X server without a screen",
)
def test_a_projector_is_plugged_in_and_out(tmp_path: Path) -> None:
    with Monitors(2732, 768) as monitors:
        monitors.add("LAPTOP", 0, 0, 1366, 768, whole=True)
        program = monitors.start([sys.executable, "-m", ACTING, str(tmp_path / "w")])
        try:
            out = program.stdout
            assert out is not None
            lines = iter(out.readline, "")

            def told(state: str) -> None:
                """Read on until this is so."""
                assert any(line.strip() == state for line in lines), state

            told("room: window on LAPTOP, main on LAPTOP")
            monitors.add("PROJECTOR", 1366, 0, 1366, 768)
            told("room: full on PROJECTOR, main on LAPTOP")
            monitors.remove("PROJECTOR")
            told("room: window on LAPTOP, main on LAPTOP")
            monitors.add("PROJECTOR", 1366, 0, 1366, 768)
            told("room: full on PROJECTOR, main on LAPTOP")
        finally:
            program.kill()
            program.communicate()

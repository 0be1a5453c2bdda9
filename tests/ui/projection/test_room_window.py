"""The room's window: out of reach, calm about what is new, in its own colours, read aloud alike."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.ui.projection.pieces import JUST_ADDED
from cps_desktop.ui.projection.showing import Showing
from cps_desktop.ui.projection.window import RoomWindow
from cps_desktop.ui.round_timer import RoundTimer
from cps_desktop.ui.theme import THEMES
from cps_desktop.ui.theme_state import theme
from tests.ui.accessibility import unnamed_controls
from tests.ui.projection.conftest import TurnedClock
from tests.ui.wall.sample import planner

SHOWN = planner()
BOX = Showing(SHOWN.id, box="try", at_box="try")


def looks(window: RoomWindow) -> QImage:
    return window.grab().toImage()


def test_everything_on_it_is_said_in_the_order_one_reads(room: RoomWindow) -> None:
    room.show_planner(SHOWN, Showing(SHOWN.id, stage="think"))
    said = room.paper.said()
    assert said[0] == "Think"
    words = [
        "What is it like now?",
        "The letter came after my follow-up visit",
        "Nobody said who to ring",
        "What can change here, and what cannot?",
        "Wording and layout: yes",
    ]
    places = [said.index(one) for one in words]
    assert places == sorted(places)
    assert unnamed_controls(room) == []
    assert room.heading.accessibleName().startswith(SHOWN.title)
    children = [one for one in room.paper.children() if isinstance(one, QWidget)]
    assert [one.accessibleName() for one in children if not one.isHidden()] == said


def test_it_takes_neither_keyboard_nor_mouse(room: RoomWindow, qtbot: QtBot) -> None:
    room.show_planner(SHOWN, BOX)
    every = [room, *room.findChildren(QWidget)]
    assert {one.focusPolicy() for one in every} == {Qt.FocusPolicy.NoFocus}
    before = looks(room)
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_N, Qt.Key.Key_F5):
        qtbot.keyClick(room, key)
    qtbot.keyClick(room, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    for note in room.paper.notes.values():
        qtbot.mouseClick(room, Qt.MouseButton.LeftButton, pos=note.geometry().center())
        qtbot.mouseDClick(room, Qt.MouseButton.LeftButton, pos=note.geometry().center())
        qtbot.mouseClick(room, Qt.MouseButton.RightButton, pos=note.geometry().center())
    assert looks(room) == before
    assert room.focusWidget() is None


def test_esc_and_closing_put_it_away(room: RoomWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(room.put_away):
        qtbot.keyClick(room, Qt.Key.Key_Escape)
    with qtbot.waitSignal(room.put_away):
        room.close()


def test_a_new_note_is_told_apart_for_a_while(room: RoomWindow, qtbot: QtBot) -> None:
    room.show_planner(SHOWN, BOX)
    plain = looks(room)
    room.mark_new({"note-12"})
    room.show_planner(SHOWN, BOX)
    note = room.paper.notes["note-12"]
    assert note.is_new
    assert note.accessibleDescription() == JUST_ADDED
    edged = looks(room)
    assert edged != plain
    theme().set_less_movement(True)
    assert looks(room) not in (plain, edged)
    theme().set_less_movement(False)
    room._settled.start(1)
    qtbot.waitUntil(lambda: not note.is_new)
    assert note.accessibleDescription() == ""
    assert looks(room) == plain


def test_what_is_new_on_another_page_is_said(room: RoomWindow) -> None:
    room.show_planner(SHOWN, BOX)
    room.mark_new({"note-0"})
    room.show_planner(SHOWN, BOX)
    assert "1 new note elsewhere" in room.heading.accessibleName()
    room.show_planner(SHOWN, replace(BOX, box="now", at_box="now"))
    assert "elsewhere" not in room.heading.accessibleName()


def test_the_box_under_discussion_is_lifted(room: RoomWindow) -> None:
    room.show_planner(SHOWN, Showing(SHOWN.id, stage="think", at_box="scope"))
    assert [key for key, one in room.paper.boxes.items() if one.is_lifted] == ["scope"]


def test_it_follows_the_colours_here_or_has_its_own(room: RoomWindow) -> None:
    room.show_planner(SHOWN, BOX)
    pictures = []
    for name in THEMES:
        theme().set_theme(name)
        assert room.look.name == name
        pictures.append(looks(room))
    assert all(one != other for one, other in pairwise(pictures))
    room.look.choose("cream")
    theme().set_theme("dark")
    assert room.look.name == "cream"
    assert looks(room) == pictures[list(THEMES).index("cream")]
    room.look.choose("no such theme")
    assert room.look.name == "cream"
    room.look.choose("")
    assert room.look.name == "dark"


def test_the_facilitators_text_size_is_not_the_rooms(room: RoomWindow) -> None:
    room.show_planner(SHOWN, BOX)
    before = looks(room)
    theme().set_scale(200)
    room.show_planner(SHOWN, BOX)
    assert looks(room) == before


@pytest.mark.parametrize("size", [(1366, 768), (1920, 1080), (800, 600), (400, 240)])
def test_it_fits_every_window(room: RoomWindow, size: tuple[int, int]) -> None:
    room.resize(*size)
    room.show_planner(SHOWN, Showing(SHOWN.id))
    for part in (room.heading, room.paper):
        assert room.rect().contains(part.geometry())
    for piece in (*room.paper.boxes.values(), *room.paper.notes.values()):
        inner = room.paper.rect().adjusted(0, 0, 1, 1)
        assert inner.left() <= piece.geometry().left()
        assert piece.geometry().right() <= inner.right()


def test_a_blank_page_has_the_sessions_title_and_nothing_else(room: RoomWindow) -> None:
    room.show_planner(SHOWN, BOX)
    room.set_blank(True, "Making letters clearer")
    seen = [one for one in room.findChildren(QWidget) if one.isVisible()]
    assert [one.accessibleName() for one in seen] == ["Making letters clearer"]
    room.set_blank(False, "Making letters clearer")
    assert room.paper.isVisible()
    assert not room.blank.isVisible()


def test_the_time_is_large_also_on_a_blank_page(
    room: RoomWindow, timer: RoundTimer, clock: TurnedClock
) -> None:
    room.show_planner(SHOWN, BOX)
    assert not room.timer.isVisible()
    timer.begin(5)
    assert room.timer.isVisible()
    assert room.timer.shown == "5:00"
    assert room.timer.accessibleName() == "Timer: 5 minutes left"
    assert not room.timer.geometry().intersects(room.heading.geometry())
    room.set_blank(True, "Letters")
    assert room.timer.isVisible()
    clock.go(300)
    timer.look()
    assert room.timer.shown == "Time is up"
    assert room.rect().contains(room.timer.geometry())
    timer.stop()
    assert not room.timer.isVisible()

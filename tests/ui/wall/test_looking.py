"""Zooming and panning keep what one looks at in sight, and never leave the picture behind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cps_desktop.ui.theme import ZOOM_LEAST, ZOOM_MOST
from tests.ui.wall.conftest import Story

Ctrl = Qt.KeyboardModifier.ControlModifier


def wheel(story: Story, at: QPointF, clicks: int) -> None:
    view = story.wall.area.viewport()
    event = QWheelEvent(
        at,
        QPointF(view.mapToGlobal(at)),
        QPoint(),
        QPoint(0, 120 * clicks),
        Qt.MouseButton.NoButton,
        Ctrl,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def unit_at(story: Story, at: QPointF) -> QPointF:
    return (at - QPointF(story.sheet.pos())) / story.sheet.zoom


def test_the_wheel_zooms_about_the_pointer(story: Story) -> None:
    area = story.wall.area
    area.zoom_to(1.5)
    at = QPointF(300, 200)
    before = unit_at(story, at)
    for _ in range(4):
        wheel(story, at, 1)
    assert area.zoom() == pytest.approx(1.5 * 1.15**4)
    assert story.sheet.zoom == 1.5  # a picture is scaled; the wall itself waits
    area.settle()
    assert story.sheet.zoom == pytest.approx(1.5 * 1.15**4)
    after = unit_at(story, at)
    assert (after - before).manhattanLength() < 3
    assert not area._veil.isVisible()


def test_a_gesture_ends_by_itself(story: Story) -> None:
    wheel(story, QPointF(200, 200), 2)
    story.bot.waitUntil(lambda: story.sheet.zoom == pytest.approx(story.wall.area.zoom()))
    story.bot.waitUntil(lambda: not story.wall.area._veil.isVisible())


def test_zoom_stays_between_a_quarter_and_four_times(story: Story) -> None:
    story.wall.area.zoom_to(100)
    assert story.sheet.zoom == ZOOM_MOST == 4.0
    story.wall.area.zoom_to(0.001)
    assert story.sheet.zoom == ZOOM_LEAST == 0.25


def test_keys_zoom_and_go_back(story: Story) -> None:
    story.focus("note-0")
    story.wall.area.zoom_to(1.0)
    QTest.keyClick(story.holder(), Qt.Key.Key_Plus, Ctrl)
    assert story.sheet.zoom == pytest.approx(1.15)
    QTest.keyClick(story.holder(), Qt.Key.Key_Minus, Ctrl)
    QTest.keyClick(story.holder(), Qt.Key.Key_Minus, Ctrl)
    assert story.sheet.zoom < 1
    QTest.keyClick(story.holder(), Qt.Key.Key_0, Ctrl)
    assert story.sheet.zoom == 1


def test_fit_shows_the_whole_page_then_its_width(story: Story) -> None:
    area = story.wall.area
    area.fit_page()
    assert story.sheet.height() <= area.viewport().height() + 1
    assert story.sheet.width() <= area.viewport().width() + 1
    area.fit_page()
    assert abs(story.sheet.width() - area.viewport().width()) <= 2


def test_lines_break_alike_at_every_zoom(story: Story) -> None:
    story.wall.area.zoom_to(1.0)
    note = story.sheet.notes["note-0"]
    lines = note.look(note.width()).words.lineCount()
    units = note.geometry()
    for zoom in (0.25, 0.8, 1.7, 4.0):
        story.wall.area.zoom_to(zoom)
        assert note.look(note.face.width).words.lineCount() == lines
        assert abs(note.width() - units.width() * zoom) <= zoom + 1


@pytest.mark.parametrize("button", [Qt.MouseButton.MiddleButton, Qt.MouseButton.LeftButton])
def test_the_wall_is_moved_by_its_ground(story: Story, button: Qt.MouseButton) -> None:
    area = story.wall.area
    area.zoom_to(3.0)
    area.horizontalScrollBar().setValue(300)
    area.verticalScrollBar().setValue(300)
    box = story.sheet.boxes["achieved"]
    spot = QPoint(box.width() - 8, box.height() - 8)
    start = QPointF(box.mapToGlobal(spot))
    before = area.horizontalScrollBar().value(), area.verticalScrollBar().value()
    kinds = (QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.MouseMove)
    for kind, way in zip(kinds, (0, 20, 45), strict=True):
        held = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else button
        at = start - QPointF(way, way / 5)
        local = QPointF(box.mapFromGlobal(at))
        event = QMouseEvent(kind, local, at, held, button, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(box, event)
    assert area.horizontalScrollBar().value() == before[0] + 45
    assert area.verticalScrollBar().value() == before[1] + 9


def test_arrows_move_the_wall_when_the_page_itself_has_the_keyboard(story: Story) -> None:
    story.wall.area.zoom_to(3.0)
    story.sheet.setFocus()
    before = story.wall.area.verticalScrollBar().value()
    QTest.keyClick(story.sheet, Qt.Key.Key_Down)
    assert story.wall.area.verticalScrollBar().value() > before

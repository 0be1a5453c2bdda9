"""What notes let go of to save room, or have put together, looks as it did; one can be pressed."""

from __future__ import annotations

from dataclasses import replace
from math import ceil

import pytest
from PySide6.QtCore import QSize, QSizeF, Qt
from PySide6.QtGui import QAccessible, QImage, QPainter
from PySide6.QtTest import QTest

from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall import NoteSnapshot
from cps_desktop.ui.wall.note_face import NoteFace
from cps_desktop.ui.wall.note_keeping import LatelyUsed
from cps_desktop.ui.wall.note_paper import paint_paper_of_note
from cps_desktop.ui.wall.note_pictures import NO_PICTURES
from tests.ui.wall.conftest import Story

DOTTED = NoteSnapshot(
    "n", "b", "What gyms and pubs say", author="Ada Jones", named_as="name", dots=3
)


class Thing:
    """Something with a weight that can be let go of."""


def test_those_used_longest_ago_let_go_first() -> None:
    gone: list[Thing] = []
    lately = LatelyUsed[Thing](10, gone.append)
    one, two, three = Thing(), Thing(), Thing()
    lately.used(one, 4)
    lately.used(two, 4)
    lately.used(one, 5)
    assert gone == []
    lately.used(three, 3)
    assert gone == [two]
    # One that is heavier than all may stay, for it is in use.
    lately.used(two, 50)
    assert gone == [two, one, three]


def test_nobody_is_kept_alive_and_the_dead_are_not_asked() -> None:
    gone: list[Thing] = []
    lately = LatelyUsed[Thing](2, gone.append)
    for _ in range(5):
        lately.used(Thing())
    last = Thing()
    lately.used(last)
    lately.used(Thing())
    assert gone == []


def test_a_note_that_let_go_looks_and_measures_as_before(story: Story) -> None:
    note = story.sheet.notes["note-0"]
    before, tall = note.grab().toImage(), note.face.height_for(note.face.width)
    words = note.words_rect()
    note.face.let_go_picture()
    note.face.let_go_lines()
    assert note.words_rect() == words
    assert note.face.height_for(note.face.width) == tall
    assert note.grab().toImage() == before


def test_a_screen_readers_press_writes_on_the_note(story: Story) -> None:
    pressed = QAccessible.queryAccessibleInterface(story.sheet.notes["note-0"]).actionInterface()
    pressed.doAction("Press")
    story.bot.waitUntil(lambda: story.wall.edited_note == "note-0")
    assert story.wall.writing.editor is not None
    QTest.keyClicks(story.wall.writing.editor, "!")
    story.wall.flush()
    assert story.told[-1][:2] == ("edited", "note-0")


def painted(zoom: float, *, put_together: bool, plain: bool) -> QImage:
    """A sheet of paper of 203 by 158 pixels."""
    image = QImage(203, 158, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(zoom, zoom)
    size = QSizeF(203 / zoom, 158 / zoom)
    paint_paper_of_note(painter, "yellow", size, plain=plain, zoom=zoom if put_together else 0)
    painter.end()
    return image


@pytest.mark.parametrize("name", ["light", "dark", "contrast", "cream"])
def test_paper_put_together_is_the_same_to_the_last_pixel(qapp: object, name: str) -> None:
    theme().set_theme(name)
    for zoom in (0.25, 0.73, 1.0, 1.31, 4.0):
        for plain in (False, True):
            put_together = painted(zoom, put_together=True, plain=plain)
            assert put_together == painted(zoom, put_together=False, plain=plain), (zoom, plain)
            assert put_together.pixelColor(100, 80).alpha() == 255


def shown(face: NoteFace, tall: int) -> QImage:
    """What a note of 180 pixels across looks like."""
    image = QImage(180, tall, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    face.paint(painter, QSize(180, tall), 1.0)
    painter.end()
    return image


@pytest.mark.parametrize("name", ["light", "contrast"])
@pytest.mark.parametrize("columns", [0, 1])
def test_a_note_in_a_row_that_grows_is_the_same_on_a_taller_paper(
    qapp: object, name: str, columns: int
) -> None:
    theme().set_theme(name)
    note = NoteSnapshot("n", "b", "What gyms and pubs say", author="Ada Jones", named_as="name")
    for zoom in (0.6, 1.0, 1.7):
        grows = NoteFace(replace(note, dots=3), NO_PICTURES, columns)
        grows.set_zoom(zoom)
        least = ceil(grows.height_for(180 / zoom) * zoom)
        for tall in (least, least + 1, least + 9, least + 60, least + 30):
            fresh = NoteFace(replace(note, dots=3), NO_PICTURES, columns)
            fresh.set_zoom(zoom)
            fresh.look(180 / zoom)
            assert shown(grows, tall) == shown(fresh, tall), (zoom, tall - least)


def test_the_tick_of_a_chosen_note_is_not_stretched_where_it_grows(qapp: object) -> None:
    grows, fresh = (NoteFace(DOTTED, NO_PICTURES, 0) for _ in range(2))
    for face in (grows, fresh):
        face.mark(found=False, chosen=True)
        face.look(180.0)
    tall = ceil(grows.height_for(180.0))
    shown(grows, tall)
    assert shown(grows, tall + 40) == shown(fresh, tall + 40)


@pytest.mark.parametrize("zoom", [0.2, 0.3, 0.45])
def test_a_small_note_is_not_stretched_where_words_are(qapp: object, zoom: float) -> None:
    """There the plain paper beneath the words is thinner than the edge at the foot."""
    grows, fresh = (NoteFace(DOTTED, NO_PICTURES, 0) for _ in range(2))
    for face in (grows, fresh):
        face.set_zoom(zoom)
        face.look(180 / zoom)
    tall = ceil(grows.height_for(180 / zoom) * zoom) - 4
    shown(grows, tall)
    assert shown(grows, tall + 20) == shown(fresh, tall + 20)

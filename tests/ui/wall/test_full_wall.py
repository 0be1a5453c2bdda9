"""A planner with very many notes: what is out of sight at first is made bit by bit, or if asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cps_desktop.ui.wall import NoteSnapshot, PlannerSnapshot
from cps_desktop.ui.wall.later_notes import AT_ONCE
from tests.ui.wall.conftest import Story
from tests.ui.wall.sample import many, planner

FULL = 10 * AT_ONCE
Tell = Callable[[PlannerSnapshot], Story]


@pytest.fixture
def full(tell: Tell) -> Story:
    """A wall that has just been opened, so that most of its notes are still to come."""
    story = tell(planner())
    story.wall.show_planner(replace(planner(notes=many(FULL)), id="full"))
    assert story.sheet.filling
    assert len(story.sheet.notes) <= AT_ONCE
    return story


def filled(story: Story) -> None:
    """Wait until the last note has its widget."""
    story.bot.waitUntil(lambda: not story.sheet.filling)


def rows(story: Story) -> dict[str, list[str]]:
    """The notes of each box in the order of their widgets."""
    return {key: [one.note.id for one in box.notes] for key, box in story.sheet.boxes.items()}


def test_all_notes_come_in_their_order_and_place(full: Story, tell: Tell) -> None:
    filled(full)
    whole = tell(planner(notes=many(AT_ONCE)))
    assert not whole.sheet.filling
    wanted = {box.key: full.order(box.key) for box in full.wall.desk.planner.boxes}
    assert rows(full) == wanted
    assert all(one.isVisible() for one in full.sheet.notes.values())
    boxes = full.sheet.boxes.values()
    assert all(box.rect().contains(one.geometry()) for box in boxes for one in box.notes)
    for box in boxes:
        places = [(one.y(), one.x()) for one in box.notes]
        assert places == sorted(places)
    stops = full.sheet.tab_stops()
    assert [one for one in stops if one in full.sheet.notes.values()] == [
        one for box in boxes for one in box.notes
    ]


def test_what_is_beneath_hardly_moves_when_the_rest_comes(full: Story) -> None:
    last = max(full.sheet.boxes.values(), key=lambda box: box.y())
    before = last.y()
    filled(full)
    assert last.y() == pytest.approx(before, rel=0.25)


def test_a_note_that_is_still_to_come_is_there_when_it_is_asked_for(full: Story) -> None:
    wanted = full.order(full.wall.desk.planner.boxes[0].key)[-1]
    assert wanted not in full.sheet.notes
    assert full.wall.go_to_note(wanted)
    assert full.holder() is full.sheet.notes[wanted]
    full.wall.edit_note(wanted)
    assert full.wall.edited_note == wanted
    full.wall.writing.finish()
    filled(full)
    assert full.wall.current_note == wanted


def test_changes_meanwhile_are_seen(full: Story) -> None:
    shown = full.wall.desk.planner
    box = shown.boxes[0].key
    gone = full.order(box)[-1]
    new = NoteSnapshot("brand-new", box, "Just now")
    full.wall.show_planner(
        replace(shown, notes=(*(one for one in shown.notes if one.id != gone), new))
    )
    assert full.sheet.notes["brand-new"].isVisible()
    added = full.wall.desk.begin_note(box)
    assert full.sheet.notes[added].isVisible()
    filled(full)
    assert gone not in full.sheet.notes
    assert rows(full)[box] == full.order(box)


def test_what_is_sought_is_marked_on_notes_that_come_later(full: Story) -> None:
    full.wall.finding.field.set_text("e")
    full.wall.finding.look_again()
    found = full.wall.finding.count.text()
    filled(full)
    assert full.wall.finding.count.text() == found
    marked = sum(one.is_found for one in full.sheet.notes.values())
    assert marked == int(found.split()[0])


def test_another_planner_ends_it(full: Story) -> None:
    full.wall.show_planner(planner())
    assert not full.sheet.filling
    QApplication.processEvents()
    assert len(full.sheet.notes) == len(planner().notes)


def astray(story: Story) -> list[str]:
    """Notes that do not stand where they should."""
    zoom = story.sheet.zoom
    return [
        note.note.id
        for box in story.sheet.boxes.values()
        for note, slot in zip(box.notes, box.inside.slots, strict=True)
        if abs(note.y() - slot.y * zoom) > 1 or abs(note.height() - slot.height * zoom) > 2
    ]


def test_notes_out_of_sight_make_room_a_moment_after_the_letter(full: Story) -> None:
    filled(full)
    box = full.wall.desk.planner.boxes[0].key
    full.wall.edit_note(full.order(box)[0])
    editor = full.wall.writing.editor
    assert editor is not None
    for words in ("people tell us ", "what it is like for them, ", "and nobody hears it " * 3):
        QTest.keyClicks(editor, words)
    seen = full.sheet.visibleRegion().boundingRect()
    in_sight = {
        note.note.id
        for note in full.sheet.notes.values()
        if seen.intersects(QRect(note.mapTo(full.sheet, QPoint(0, 0)), note.size()))
    }
    assert in_sight
    assert not in_sight & set(astray(full))
    full.bot.waitUntil(lambda: not astray(full))
    full.wall.writing.finish()
    full.bot.waitUntil(lambda: not astray(full))
    bottoms = [note.geometry().bottom() for note in full.sheet.boxes[box].notes]
    assert max(bottoms) <= full.sheet.boxes[box].height()


def test_a_wall_that_grew_line_by_line_looks_as_if_painted_afresh(tell: Tell) -> None:
    story = tell(planner(notes=many(24)))
    box = story.wall.desk.planner.boxes[0].key
    first, *_, last = story.order(box)
    for note, lines in ((last, 12), (first, 3)):
        story.wall.edit_note(note)
        editor = story.wall.writing.editor
        assert editor is not None
        QApplication.processEvents()
        tall = story.sheet.boxes[box].height()
        for _ in range(lines):
            QTest.keyClicks(editor, "more ")
            QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
            QApplication.processEvents()
        assert story.sheet.boxes[box].height() > tall
        seen = story.wall.backingStore().paintDevice()
        assert isinstance(seen, QImage)
        afresh = story.wall.grab().toImage().convertToFormat(seen.format())
        as_seen = seen.copy()
        for one in (as_seen, afresh):
            # Not the caret, which comes and goes.
            where = QRect(editor.mapTo(story.wall, QPoint()), editor.size())
            QPainter(one).fillRect(where, Qt.GlobalColor.black)
        assert as_seen == afresh


def test_a_note_that_grew_stands_as_if_all_were_laid_out_anew(full: Story) -> None:
    filled(full)
    key = full.wall.desk.planner.boxes[0].key
    box, order = full.sheet.boxes[key], full.order(key)
    begun = list(box.inside.slots)
    for note in (order[0], order[4], order[0]):
        full.wall.edit_note(note)
        assert full.wall.writing.editor is not None
        QTest.keyClicks(full.wall.writing.editor, "more words than there were before " * 3)
        full.wall.flush()
    quick = list(box.inside.slots)
    assert [one.height for one in quick] != [one.height for one in begun]
    page = full.sheet.size_units()
    box.inside.spoil()
    full.sheet.lay_out()
    assert page == pytest.approx(full.sheet.size_units())
    assert [tuple(one) for one in quick] == [pytest.approx(tuple(one)) for one in box.inside.slots]
    assert not astray(full)

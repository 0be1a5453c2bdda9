"""Working on the wall: by mouse, by single clicks, by keys alone; nothing typed is lost."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from cps_desktop.ui.focus_ring import FocusRing
from cps_desktop.ui.theme import TARGET, THEMES
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall import NoteSnapshot
from cps_desktop.ui.wall.box import BoxGroup
from cps_desktop.ui.wall.editing import NoteEditor
from cps_desktop.ui.wall.snapshot import BY_INITIALS
from tests.ui.accessibility import read_out, small_targets, unnamed_controls
from tests.ui.wall.conftest import Story
from tests.ui.wall.sample import planner

Key = Qt.Key


def editor_of(story: Story) -> NoteEditor:
    editor = story.wall.writing.editor
    assert editor is not None
    return editor


def menu_of(story: Story) -> QMenu:
    menus = [m for m in story.wall.findChildren(QMenu) if m.isVisible()]
    assert len(menus) == 1
    return menus[0]


def choose(story: Story, words: str) -> None:
    menu = menu_of(story)
    action = next(a for a in menu.actions() if words in a.text())
    menu.setActiveAction(action)
    QTest.keyClick(menu, Key.Key_Return)


def test_typing_a_new_note_tells_it_and_enter_begins_the_next(story: Story) -> None:
    story.focus("note-3")
    QTest.keyClick(story.holder(), Key.Key_N)
    QTest.keyClicks(editor_of(story), "Ring me")
    QTest.keyClick(editor_of(story), Key.Key_Return)
    new = NoteSnapshot("new-0", "now", "Ring me", "pink")
    assert story.told == [("added", new, "note-3")]
    QTest.keyClicks(editor_of(story), "Or write")
    QTest.keyClick(editor_of(story), Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(editor_of(story), "twice")
    QTest.keyClick(editor_of(story), Key.Key_Escape)
    assert story.told[1][1].text == "Or write\ntwice"
    assert story.order("now")[-2:] == ["new-0", "new-1"]
    assert story.holder() is story.sheet.notes["new-1"]
    # An empty one that was begun and left is not told and not kept.
    QTest.keyClick(story.holder(), Key.Key_N)
    QTest.keyClick(editor_of(story), Key.Key_Escape)
    assert len(story.told) == 2
    assert story.order("now")[-1] == "new-1"


def test_words_are_told_while_typing_not_only_at_the_end(story: Story) -> None:
    story.wall.edit_note("note-0")
    QTest.keyClicks(editor_of(story), "!")
    story.bot.waitUntil(lambda: bool(story.told))
    assert story.told == [("edited", "note-0", "The letter came after my follow-up visit!")]
    QTest.keyClicks(editor_of(story), "!")
    story.wall.flush()
    assert story.told[-1][2].endswith("!!")
    QTest.keyClicks(editor_of(story), "?")
    story.wall.hide()
    assert story.told[-1][2].endswith("!!?")


def test_a_snapshot_while_typing_disturbs_nothing(story: Story) -> None:
    story.wall.edit_note("note-1")
    editor = editor_of(story)
    QTest.keyClicks(editor, " now")
    widget = story.sheet.notes["note-1"]
    scroll, caret = story.wall.area.verticalScrollBar().value(), editor.textCursor().position()
    shown = planner()
    others = (replace(shown.notes[0], text="Changed elsewhere"), *shown.notes[1:])
    story.wall.show_planner(replace(shown, notes=(*others, NoteSnapshot("x", "now", "From afar"))))
    assert story.sheet.notes["note-1"] is widget
    assert story.wall.writing.editor is editor
    assert editor.hasFocus()
    assert editor.textCursor().position() == caret
    assert editor.text().endswith(" now")
    assert story.wall.area.verticalScrollBar().value() == scroll
    assert story.sheet.notes["note-0"].accessibleName() == "Changed elsewhere"
    QTest.keyClick(editor, Key.Key_Escape)
    assert story.told[-1] == ("edited", "note-1", "Too many short forms I cannot read now")


def test_a_new_note_outlives_a_snapshot_that_does_not_know_it_yet(story: Story) -> None:
    story.wall.add_note(box="feel")
    QTest.keyClicks(editor_of(story), "Glad")
    story.wall.show_planner(planner())
    assert editor_of(story).hasFocus()
    story.wall.flush()
    story.wall.show_planner(planner())
    assert story.order("feel") == ["new-0"]
    # Once a snapshot had it, a later one without it means it was undone.
    shown = planner()
    story.wall.show_planner(
        replace(shown, notes=(*shown.notes, NoteSnapshot("new-0", "feel", "Glad")))
    )
    story.wall.show_planner(shown)
    assert story.order("feel") == []
    assert story.wall.writing.editor is None


def test_the_note_grows_with_the_words_and_so_does_the_page(story: Story) -> None:
    story.wall.edit_note("note-2")
    before = story.sheet.notes["note-2"].height(), story.sheet.height()
    QTest.keyClicks(editor_of(story), " and nobody tells anyone about it " * 12)
    assert story.sheet.notes["note-2"].height() > 2 * before[0]
    assert story.sheet.height() > before[1]
    editor = editor_of(story)
    assert editor.height() >= editor.words_height() - 1
    assert story.sheet.notes["note-2"].rect().contains(editor.geometry())


def test_every_note_and_box_lies_inside_what_holds_it(story: Story) -> None:
    for scale in (100, 200, 300):
        theme().set_scale(scale)
        for group in story.sheet.boxes.values():
            assert story.sheet.rect().contains(group.geometry())
            for note in group.notes:
                assert group.rect().contains(note.geometry())
        groups = list(story.sheet.boxes.values())
        for one in groups:
            for other in groups:
                assert one is other or not one.geometry().intersects(other.geometry())


def test_alt_and_arrows_put_a_note_earlier_or_later(story: Story) -> None:
    story.focus("note-1")
    QTest.keyClick(story.holder(), Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert story.told == [("moved", "note-1", "now", 0)]
    assert story.order("now") == ["note-1", "note-0", "note-2", "note-3"]
    assert story.holder() is story.sheet.notes["note-1"]
    QTest.keyClick(story.holder(), Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert len(story.told) == 1


def test_move_to_works_by_single_clicks_and_by_keys(story: Story) -> None:
    story.focus("note-3")
    move = next(b for b in story.wall.findChildren(QWidget) if b.accessibleName() == "Move to…")
    QTest.mouseClick(move, Qt.MouseButton.LeftButton)
    choose(story, "Plan: ")
    assert story.told[0][:2] == ("moved", "note-3")
    assert story.told[0][2] == "goal"
    assert story.holder() is story.sheet.notes["note-3"]
    assert story.wall.toast.isVisible()
    with story.bot.waitSignal(story.wall.undo_requested):
        story.wall.toast.undo_asked.emit()
    QTest.keyClick(story.holder(), Key.Key_M)
    choose(story, "First in this box")
    assert story.told[-1] == ("moved", "note-3", "goal", 0)


def drag(story: Story, note: str, to: QPoint) -> None:
    """Drag a note to a point of the sheet, as a hand does."""
    widget = story.sheet.notes[note]
    start = widget.rect().center()
    QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=start)
    aim = widget.mapFrom(story.sheet, to)
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


def test_a_note_is_dragged_into_another_box_and_within_one(story: Story) -> None:
    target = story.sheet.boxes["achieved"].geometry().center()
    drag(story, "note-0", target)
    assert story.wall.dragging.active
    QTest.mouseRelease(story.sheet.notes["note-0"], Qt.MouseButton.LeftButton)
    assert story.told == [("moved", "note-0", "achieved", 0)]
    assert story.sheet.notes["note-0"].parentWidget() is story.sheet.boxes["achieved"]
    assert story.holder() is story.sheet.notes["note-0"]
    first = story.sheet.notes["note-1"]
    edge = first.mapTo(story.sheet, QPoint(5, first.height() // 2))
    drag(story, "note-3", edge)
    QTest.mouseRelease(story.sheet.notes["note-3"], Qt.MouseButton.LeftButton)
    assert story.told[-1] == ("moved", "note-3", "now", 0)


def test_a_drag_is_called_off_by_escape_or_by_dropping_nowhere(story: Story) -> None:
    drag(story, "note-0", story.sheet.boxes["achieved"].geometry().center())
    QTest.keyClick(story.sheet.notes["note-0"], Key.Key_Escape)
    QTest.mouseRelease(story.sheet.notes["note-0"], Qt.MouseButton.LeftButton)
    drag(story, "note-0", QPoint(2, 2))
    QTest.mouseRelease(story.sheet.notes["note-0"], Qt.MouseButton.LeftButton)
    assert story.told == []
    assert not story.wall.dragging.active


def test_deleting_keeps_the_keyboard_near_and_offers_undo(story: Story) -> None:
    story.focus("note-2")
    for gone, next_one in (("note-2", "note-3"), ("note-3", "note-1"), ("note-1", "note-0")):
        QTest.keyClick(story.holder(), Key.Key_Delete)
        assert story.told[-1] == ("deleted", gone)
        assert story.holder() is story.sheet.notes[next_one]
    QTest.keyClick(story.holder(), Key.Key_Delete)
    holder = story.holder()
    assert isinstance(holder, BoxGroup)
    assert holder.box.key == "now"
    assert story.wall.toast.isVisible()
    QTest.keyClick(holder, Key.Key_Return)
    assert editor_of(story).hasFocus()


@pytest.mark.parametrize(("gone", "near"), [("note-1", "note-2"), ("note-3", "note-2")])
def test_a_note_deleted_elsewhere_leaves_the_keyboard_near(
    story: Story, gone: str, near: str
) -> None:
    story.focus(gone)
    shown = planner()
    story.wall.show_planner(replace(shown, notes=tuple(n for n in shown.notes if n.id != gone)))
    assert story.holder() is story.sheet.notes[near]


def test_colours_are_chosen_by_name_and_meaning(story: Story) -> None:
    story.focus("note-0")
    QTest.keyClick(story.holder(), Key.Key_C)
    words = [a.text() for a in menu_of(story).actions()]
    assert words[0].startswith("✓ Yellow: ")
    choose(story, "Blue: ")
    assert story.told == [("coloured", "note-0", "blue")]
    assert "Blue note: A fact we can check" in story.sheet.notes["note-0"].accessibleDescription()


def test_who_said_it_is_shown_as_they_wish(story: Story) -> None:
    story.focus("note-3")
    story.wall.desk.set_author("note-3", "Rowan Anne Example-Hill", BY_INITIALS)
    assert story.told == [("author", "note-3", "Rowan Anne Example-Hill", BY_INITIALS)]
    assert story.sheet.notes["note-3"].accessibleDescription().startswith("R. A. E.")
    # The next note starts with the same author.
    story.wall.add_note(box="feel")
    QTest.keyClicks(editor_of(story), "Calm")
    story.wall.flush()
    assert story.told[-1][1].author == "Rowan Anne Example-Hill"


def test_arrows_go_to_the_nearest_note_and_tab_reads_in_order(story: Story) -> None:
    story.focus("note-0")
    for key, there in (
        (Key.Key_Right, "note-1"),
        (Key.Key_Down, "note-3"),
        (Key.Key_Left, "note-2"),
    ):
        QTest.keyClick(story.holder(), key)
        assert story.holder() is story.sheet.notes[there]
    order = story.sheet.reading_order()
    story.sheet.boxes["now"].setFocus()
    for widget in order[1:8]:
        QTest.keyClick(story.holder(), Key.Key_Tab)
        assert story.holder() is widget


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("name", THEMES)
def test_a_screen_reader_is_told_everything_in_reading_order(
    story: Story, name: str, listed: bool
) -> None:
    theme().set_theme(name)
    story.wall.show_list(listed)
    QApplication.processEvents()
    assert unnamed_controls(story.wall) == []
    assert small_targets(story.wall, TARGET) == []
    if listed:
        return
    said = [words for _, words in read_out(story.wall)]
    wanted = ["Think: 9 notes", "What is it like now?", *(n.text for n in planner().notes[:4])]
    places = [said.index(words) for words in wanted]
    assert places == sorted(places)
    story.wall.desk.move("note-3", "now", 0)
    said = [words for _, words in read_out(story.wall)]
    assert said.index("Nobody said who to ring") < said.index(planner().notes[0].text)


def test_the_list_has_the_same_commands(story: Story) -> None:
    story.focus("note-0")
    story.wall.show_list(True)
    outline = story.wall.outline
    outline.setFocus()
    assert outline.current_note() == "note-0"
    QTest.keyClick(outline, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert story.told == [("moved", "note-0", "now", 1)]
    assert outline.current_note() == "note-0"
    QTest.keyClick(outline, Key.Key_Delete)
    assert story.told[1:] == [("deleted", "note-0")]
    assert outline.current_note() == "note-2"
    QTest.keyClick(outline, Key.Key_Return)
    field = outline.findChild(NoteEditor)
    assert isinstance(field, NoteEditor)
    QTest.keyClicks(field, "!")
    QTest.keyClick(field, Key.Key_Escape)
    assert story.told[2:] == [
        ("edited", "note-2", "GP gets a different letter from the one I get!")
    ]
    QTest.keyClick(outline, Key.Key_N)
    for words in ("First", "Second"):
        field = next(f for f in outline.findChildren(NoteEditor) if f.isVisible())
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Key.Key_Return)
        QApplication.processEvents()
    added = [t for t in story.told if t[0] == "added"]
    assert [(t[1].text, t[2]) for t in added] == [("First", "note-2"), ("Second", "new-0")]
    field = next(f for f in outline.findChildren(NoteEditor) if f.isVisible())
    QTest.keyClick(field, Key.Key_Escape)
    story.wall.show_list(False)
    assert story.order("now") == ["note-1", "note-2", "new-0", "new-1", "note-3"]


@pytest.mark.parametrize(
    "text", ["a\x00b\r\nc\u2029d", "שלום 👩‍👩‍👧 ŵ", "x" * 10_000, "<b>&amp;</b>", "word " * 2_000]
)
def test_any_words_hang_on_the_wall_and_come_back_unchanged(story: Story, text: str) -> None:
    shown = planner()
    story.wall.show_planner(
        replace(shown, notes=(replace(shown.notes[0], text=text), *shown.notes[1:]))
    )
    assert not story.wall.grab().isNull()
    story.wall.edit_note("note-0")
    assert editor_of(story).text() == text
    QTest.keyClicks(editor_of(story), "!")
    QTest.keyClick(editor_of(story), Key.Key_Escape)
    assert story.told == [("edited", "note-0", text + "!")]


def test_the_editor_hides_no_letter_and_the_ring_is_around_the_note(story: Story) -> None:
    for zoom in (0.5, 1.0, 1.37, 3.0):
        story.wall.area.zoom_to(zoom)
        story.wall.edit_note("note-2")
        editor = editor_of(story)
        QTest.keyClicks(editor, " or two of them")
        QApplication.processEvents()
        assert editor.horizontalScrollBar().value() == 0
        assert editor.verticalScrollBar().value() == 0
        ring = next(r for r in story.wall.window().findChildren(FocusRing) if r.isVisible())
        note = story.sheet.notes["note-2"]
        visible = note.visibleRegion().boundingRect()
        visible.moveTopLeft(note.mapTo(story.wall.window(), visible.topLeft()))
        assert ring.geometry().contains(visible.intersected(story.wall.window().rect()))
        QTest.keyClick(editor, Key.Key_Escape)

"""Working on a planner's notes: what a person does is kept, and undone, step by step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.changes import setting
from cps_desktop.domain.faults import StorageFull
from cps_desktop.domain.kinds import NamedAs, Note
from cps_desktop.services import planners
from cps_desktop.ui.kit import SearchField
from cps_desktop.ui.wall.box import BoxGroup
from cps_desktop.ui.wall.commands import AuthorDialog
from cps_desktop.ui.wall.heading import GapLink
from tests.services.laptop import Laptop, laptop
from tests.ui.accessibility import read_out, unnamed_controls
from tests.ui.kit.test_text_fields import NAUGHTY
from tests.ui.pages.planner_story import (
    ALT,
    CONTROL,
    Key,
    PlannerStory,
    page_on,
    reopened,
    session_with,
)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


@pytest.fixture
def story(one: Laptop, qtbot: QtBot) -> Iterator[PlannerStory]:
    """An empty Think – Plan – Reflect."""
    session, _ = session_with(one.door)
    with page_on(qtbot, one, session) as shown:
        yield shown


def test_notes_are_written_one_after_the_other_and_undone_all_the_way(
    story: PlannerStory, one: Laptop
) -> None:
    door = story.desk.door
    story.add("now", "The letter came late", "Too many short forms")
    assert story.kept("now") == ["The letter came late", "Too many short forms"]
    assert story.page.count(story.desk, story.session) == "2"
    # One run of typing is one step, however often it was kept on the way.
    one.clock.later(60)
    story.focus("Too many short forms")
    story.press(Key.Key_Return)
    for words in (" to", " read"):
        story.type(words)
        story.wall.flush()
    story.press(Key.Key_Escape)
    assert story.kept("now")[1] == "Too many short forms to read"
    seen = [tuple(story.kept("now"))]
    while story.kept("now"):
        door.undo()
        assert story.shown("now") == story.kept("now")
        seen.append(tuple(story.kept("now")))
    assert seen[0] == ("The letter came late", "Too many short forms to read")
    assert seen[1:] == [
        ("The letter came late", "Too many short forms"),
        ("The letter came late",),
        (),
    ]
    while door.can_redo:
        door.redo()
    assert story.shown("now") == story.kept("now") == list(seen[0])


def test_words_are_kept_while_one_types(story: PlannerStory) -> None:
    story.wall.go_to_box("now")
    story.press(Key.Key_N)
    story.type("Ring me")
    story.bot.waitUntil(lambda: story.kept("now") == ["Ring me"])
    assert story.editor.hasFocus()
    # Leaving the page keeps what has not yet been.
    story.type(" before ten")
    story.page.leave()
    assert story.kept("now") == ["Ring me before ten"]
    # So does the keyboard going elsewhere.
    story.type(" or write")
    story.page.wall.finding.field.setFocus()
    assert story.kept("now") == ["Ring me before ten or write"]


def test_moving_by_keys_by_words_and_by_hand(story: PlannerStory) -> None:
    story.add("now", "One", "Two", "Three")
    note = story.focus("Three")
    story.press(Key.Key_Left, ALT)
    assert story.kept("now") == ["One", "Three", "Two"]
    assert story.holder() is story.wall.sheet.notes[note]
    story.press(Key.Key_M)
    story.choose("Plan: What we will try")
    assert story.kept("now") == ["One", "Two"]
    assert story.kept("try") == ["Three"]
    assert story.holder() is story.wall.sheet.notes[note]
    story.drag(note, story.wall.sheet.boxes["achieved"].geometry().center())
    assert story.kept("achieved") == ["Three"]
    assert story.host.said[-1].startswith("Moved to")
    for kept in (["Three"], [], []):
        assert story.kept("achieved") == kept
        story.desk.door.undo()
    assert story.kept("now") == story.shown("now") == ["One", "Two", "Three"]
    assert story.holder() is story.wall.sheet.notes[note]
    for _ in range(3):
        story.desk.door.redo()
    assert story.kept("achieved") == story.shown("achieved") == ["Three"]


def test_colour_and_author(story: PlannerStory) -> None:
    story.add("now", "Nobody said who to ring")
    note = story.focus("Nobody said who to ring")
    story.press(Key.Key_C)
    story.choose("Pink: ")
    assert story.note("Nobody said who to ring").colour == "pink"

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, AuthorDialog)
        dialog.name.set_text("Rowan Example")
        dialog.named_as.set_key("initials")
        dialog.buttons["keep"].click()

    QTimer.singleShot(0, answer)
    story.press(Key.Key_W)
    kept = story.note("Nobody said who to ring")
    assert (kept.author, kept.named_as) == ("Rowan Example", NamedAs.INITIALS)
    assert "R. E." in story.wall.sheet.notes[note].accessibleDescription()
    story.desk.door.undo()
    story.desk.door.undo()
    kept = story.note("Nobody said who to ring")
    assert (kept.colour, kept.author) == ("yellow", "")
    shown = story.wall.desk.note(note)
    assert shown is not None
    assert (shown.colour, shown.author, shown.named_as) == ("yellow", "", "nobody")


def test_the_keyboard_is_never_lost_on_delete_and_undo(story: PlannerStory) -> None:
    story.add("now", "One", "Two", "Three")
    note = story.focus("Two")
    for left in (["One", "Three"], ["One"], []):
        story.press(Key.Key_Delete)
        assert story.kept("now") == left
        assert story.page.isAncestorOf(story.holder())
    assert isinstance(story.holder(), BoxGroup)
    assert story.host.said[-1] == "Note deleted."
    for _ in range(3):
        story.desk.door.undo()
    assert story.kept("now") == story.shown("now") == ["One", "Two", "Three"]
    assert story.holder() is story.wall.sheet.notes[note]


@pytest.mark.parametrize("listed", [False, True])
def test_any_words_come_back_unchanged_on_screen_and_after_a_restart(
    tmp_path: Path, qtbot: QtBot, listed: bool
) -> None:
    texts = [*(text for text in NAUGHTY if text), "x" * 10_000, "wörd " * 2_000]
    wanted: list[str] = []
    with laptop(tmp_path) as one:
        session, _ = session_with(one.door)
        with page_on(qtbot, one, session) as story:
            story.wall.show_list(listed)
            for text in texts:
                story.wall.go_to_box("now")
                story.wall.add_note()
                data = QMimeData()
                data.setText(text)
                # A clipboard itself drops a first byte order mark.
                wanted.append(data.text())
                story.editor.insertFromMimeData(data)
                QTest.keyClick(story.editor, Key.Key_Escape)
                assert story.shown("now")[-1] == wanted[-1]
                assert story.kept("now")[-1] == wanted[-1]
    with reopened(tmp_path / "laptop 1") as desk:
        again = PlannerStory(qtbot, desk, session)
        assert again.shown("now") == wanted
        again.wall.show_list(listed)
        again.wall.edit_note(again.wall.desk.notes_in("now")[-2].id)
        assert again.editor.text() == "x" * 10_000
        again.close()


def test_the_list_does_what_the_wall_does(story: PlannerStory) -> None:
    story.wall.show_list(True)
    outline = story.wall.outline
    outline.setFocus()
    outline.go_to_box("now")
    story.press(Key.Key_N)
    for words in ("One", "Two"):
        QTest.keyClicks(story.editor, words)
        QTest.keyClick(story.editor, Key.Key_Return)
        QApplication.processEvents()
    QTest.keyClick(story.editor, Key.Key_Escape)
    assert story.kept("now") == ["One", "Two"]
    outline.go_to_note(story.note("Two").id)
    QTest.keyClick(outline, Key.Key_Up, ALT)
    assert story.kept("now") == ["Two", "One"]
    QTest.keyClick(outline, Key.Key_M)
    story.choose("Plan: What we will try")
    assert story.kept("try") == ["Two"]
    assert outline.current_note() == story.note("Two").id
    QTest.keyClick(outline, Key.Key_Delete)
    assert story.kept("try") == []
    story.desk.door.undo()
    assert story.kept("try") == ["Two"]
    assert outline.current_note() == story.note("Two").id
    # What is being typed in the list is kept when the page is left.
    QTest.keyClick(outline, Key.Key_Return)
    QTest.keyClicks(story.editor, " more")
    story.page.leave()
    assert story.kept("try") == ["Two more"]


def test_a_note_changed_elsewhere_while_written_on_keeps_both(story: PlannerStory) -> None:
    story.add("now", "The letter came late")
    note = story.focus("The letter came late")
    story.press(Key.Key_Return)
    known = story.desk.workspace.get(Note, note)
    assert known is not None
    # Nothing typed yet: the newer words are shown, and writing goes on.
    story.desk.door.do("Elsewhere", setting(known, text="The letter came on Monday"))
    assert story.editor.text() == "The letter came on Monday"
    story.type(" at")
    story.wall.flush()
    # Typed and not yet kept: both stay.
    story.type(" noon")
    newer = story.desk.workspace.get(Note, note)
    assert newer is not None
    story.desk.door.do("Elsewhere", setting(newer, text="The letter was lost"))
    assert story.kept("now") == ["The letter was lost", "The letter came on Monday at noon"]
    assert "Both are kept" in story.host.said[-1]
    assert story.page.isAncestorOf(story.holder())


@pytest.mark.parametrize("listed", [False, True])
def test_a_note_deleted_elsewhere_while_written_on_keeps_the_words(
    story: PlannerStory, listed: bool
) -> None:
    story.add("now", "First", "Second")
    note = story.focus("Second")
    story.wall.show_list(listed)
    story.wall.edit_note(note)
    story.type(" thought")
    planners.delete_notes(story.desk.door, [note])
    assert story.kept("now") == ["First", "Second thought"]
    assert story.shown("now") == ["First", "Second thought"]
    assert story.page.isAncestorOf(story.holder())


def test_a_snapshot_of_something_else_disturbs_no_writing(story: PlannerStory) -> None:
    story.add("now", "First")
    story.focus("First")
    story.press(Key.Key_Return)
    story.type(" draft")
    editor, caret = story.editor, story.editor.textCursor().position()
    planners.add_note(story.desk.door, story.page.planner, "feel", "From the other laptop")
    assert story.editor is editor
    assert editor.textCursor().position() == caret
    assert story.shown("feel") == ["From the other laptop"]
    story.press(Key.Key_Escape)
    assert story.kept("now") == ["First draft"]


def test_a_full_disk_loses_no_word(
    story: PlannerStory, one: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.add("now", "First")

    def full(*_args: object, **_named: object) -> None:
        raise StorageFull("This disk is full. Nothing was lost.")

    story.focus("First")
    story.press(Key.Key_Return)
    story.type(" draft")
    with monkeypatch.context() as patched:
        patched.setattr(type(one.workspace), "append", full)
        story.press(Key.Key_Return)
        assert story.host.faults
        story.wall.go_to_box("feel")
        story.press(Key.Key_N)
        story.type("Glad")
        story.press(Key.Key_Escape)
        (new,) = story.wall.desk.notes_in("feel")
        story.wall.desk.recolour(new.id, "pink")
        story.wall.desk.set_author(new.id, "Rowan Example", "initials")
        story.page.refresh(None)
        assert story.shown("now") == ["First draft"]
        assert story.shown("feel") == ["Glad"]
    assert story.kept("now") == ["First"]
    story.page.leave()
    assert story.kept("now") == ["First draft"]
    assert story.kept("feel") == ["Glad"]
    glad = story.note("Glad")
    assert (glad.colour, glad.author, glad.named_as) == ("pink", "Rowan Example", "initials")


def test_finding_a_note(story: PlannerStory) -> None:
    story.add("now", "The letter came late", "Nobody rang")
    story.add("try", "Read the letter aloud")
    story.press(Key.Key_F, CONTROL)
    field = story.holder()
    assert isinstance(field, SearchField)
    QTest.keyClicks(field, "LETTER")
    assert story.wall.finding.count.text() == "2 notes"
    for words in ("The letter came late", "Read the letter aloud", "The letter came late"):
        story.press(Key.Key_F3)
        assert story.wall.current_note == story.note(words).id
    assert story.holder() is story.wall.sheet.notes[story.note("The letter came late").id]
    # In the list only those are left.
    story.wall.show_list(True)
    outline = story.wall.outline
    assert outline.seek("letter") == 2
    assert outline.seek("nobody") == 1
    assert outline.seek("") == 3


def test_the_next_gap_is_a_link(story: PlannerStory) -> None:
    story.add("now", "One")
    link = next(one for one in story.wall.findChildren(GapLink) if one.isVisible())
    assert link.accessibleName() == "Next gap: What can change"
    link.setFocus()
    story.press(Key.Key_Return)
    holder = story.holder()
    assert isinstance(holder, BoxGroup)
    assert holder.box.key == "scope"
    story.press(Key.Key_G)
    holder = story.holder()
    assert isinstance(holder, BoxGroup)
    assert holder.box.key == "people"


def test_everything_is_named_and_there_is_one_primary_button(story: PlannerStory) -> None:
    story.add("now", "One")
    for listed in (False, True):
        story.wall.show_list(listed)
        QApplication.processEvents()
        assert unnamed_controls(story.page) == []
    said = [words for _, words in read_out(story.page)]
    assert "Add a note" in said
    primary = [
        one
        for one in story.page.findChildren(type(story.page._add_note))
        if one.isVisible() and one.primary
    ]
    assert primary == [story.page._add_note]

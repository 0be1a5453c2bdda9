"""Making notes into others on the planner page: kept as one step, said, undone; nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.domain.faults import StorageFull
from cps_desktop.domain.kinds import Attachment, Note
from cps_desktop.domain.records import RecordId
from cps_desktop.services import actions, child_planners, dots, note_links, planners, themes
from cps_desktop.ui.kit import Button, QuestionDialog
from cps_desktop.ui.kit.dialogs import STAYS_HERE
from cps_desktop.ui.pages_of_session.planner_child import ChildDialog
from cps_desktop.ui.pages_of_session.planner_list import RenameDialog
from cps_desktop.ui.wall.acts import NO_BOX
from cps_desktop.ui.wall.arranging import AS_PLACED, BY_DOTS, BY_THEME, NO_THEME, Only
from cps_desktop.ui.wall.box_inside import NO_THEME_WORDS
from cps_desktop.ui.wall.commands import AuthorDialog
from cps_desktop.ui.wall.shaping import ActionDialog, SplitDialog, ThemeDialog
from cps_desktop.ui.wall.sketching import SketchDialog
from cps_desktop.ui.wall.snapshot import ACTION, LINKED
from cps_desktop.ui.wall.taking import Taken
from cps_desktop.ui.wall.words_on_sheet import WordsOnSheet
from tests.services.laptop import Laptop, laptop
from tests.ui.accessibility import unnamed_controls
from tests.ui.pages.planner_story import (
    CONTROL,
    SHIFT,
    Key,
    PlannerStory,
    page_on,
    session_with,
)

D = TypeVar("D", bound=QWidget)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


@pytest.fixture
def story(one: Laptop, qtbot: QtBot) -> Iterator[PlannerStory]:
    """Think – Plan – Reflect with three notes in its first box and one in "What we will try"."""
    session, planner = session_with(one.door)
    for text in ("One", "Two", "Three"):
        planners.add_note(one.door, planner, "now", text)
    planners.add_note(one.door, planner, "try", "Ring", author="Ann Example", named_as="name")
    with page_on(qtbot, one, session) as shown:
        yield shown


def answered(kind: type[D], answer: Callable[[D], object]) -> None:
    """Answer the dialog that opens next."""

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        assert unnamed_controls(dialog) == []
        answer(dialog)

    QTimer.singleShot(0, now)


def choose(story: PlannerStory, *texts: str) -> tuple[RecordId, ...]:
    """Choose notes with the keyboard, one after the other."""
    notes = []
    for text in texts:
        notes.append(story.focus(text))
        story.press(Key.Key_Space, CONTROL)
    assert set(story.wall.desk.chosen.ids()) == set(notes)
    return tuple(notes)


def back_and_again(story: PlannerStory, then: Callable[[], object]) -> None:
    """One undo takes it back, one redo does it again."""
    door = story.desk.door
    after = then()
    door.undo()
    before = then()
    assert before != after
    door.redo()
    assert then() == after
    door.undo()
    assert then() == before
    door.redo()


def details_button(story: PlannerStory, name: str) -> Button:
    """A button of the note's details, once it is there."""
    QApplication.processEvents()
    found = [
        one
        for one in story.wall.aside.details.findChildren(Button)
        if one.isVisible() and one.accessibleName() == name
    ]
    assert len(found) == 1, name
    return found[0]


def in_the_page(story: PlannerStory) -> bool:
    return story.page.isAncestorOf(story.holder())


def test_merging_keeps_every_word_and_the_keyboard(story: PlannerStory) -> None:
    first, *_ = choose(story, "One", "Three")
    assert story.wall.strip.chosen.words.text() == "2 notes chosen"
    story.press(Key.Key_J)
    assert story.kept("now") == story.shown("now") == ["One\nThree", "Two"]
    assert story.host.said[-1] == "2 notes are one now."
    assert story.holder() is story.wall.sheet.notes[first]
    assert not story.wall.desk.chosen
    back_and_again(story, lambda: story.shown("now"))
    assert in_the_page(story)


def test_splitting_shows_what_it_becomes_first(story: PlannerStory) -> None:
    story.add("feel", "Glad. Tired; hungry")
    story.focus("Glad. Tired; hungry")

    def answer(dialog: SplitDialog) -> None:
        assert dialog.texts() == ("Glad.", "Tired;", "hungry")
        assert dialog.said.text() == "This makes 3 notes:"
        dialog.field.set_text("Glad, tired and hungry")
        dialog.field.textChanged.emit()
        assert not dialog.buttons["split"].isEnabled()
        dialog.field.set_text("Glad\n\n tired \nhungry")
        dialog.buttons["split"].click()

    answered(SplitDialog, answer)
    story.press(Key.Key_S)
    assert story.kept("feel") == story.shown("feel") == ["Glad", "tired", "hungry"]
    assert story.holder() is story.wall.sheet.notes[story.note("tired").id]
    back_and_again(story, lambda: story.shown("feel"))


def test_a_note_is_split_where_the_caret_stands_in_the_list_too(story: PlannerStory) -> None:
    story.wall.show_list(True)
    note = story.note("Three").id
    story.wall.go_to_note(note)
    story.wall.edit_note(note)
    story.type(" now")
    for _ in range(4):
        QTest.keyClick(story.editor, Key.Key_Left)
    QTest.keyClick(story.editor, Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert story.kept("now") == ["One", "Two", "Three", "now"]
    assert story.wall.outline.current_note() == story.note("now").id
    # At an end there is nothing to split off.
    story.wall.edit_note(note)
    QTest.keyClick(story.editor, Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    assert story.kept("now") == ["One", "Two", "Three", "now"]
    assert in_the_page(story)


def test_several_are_moved_coloured_named_and_deleted_as_one_step(story: PlannerStory) -> None:
    choose(story, "One", "Three")
    story.press(Key.Key_M)
    story.choose("What we will try")
    assert story.kept("try") == ["Ring", "One", "Three"]
    back_and_again(story, lambda: story.shown("try"))
    story.press(Key.Key_Escape)
    choose(story, "Ring", "One")
    story.press(Key.Key_C)
    story.choose("Blue")
    assert [one.colour for one in story.wall.desk.notes_in("try")] == ["blue", "blue", "yellow"]
    back_and_again(story, lambda: [one.colour for one in story.wall.desk.notes_in("try")])

    def answer(dialog: AuthorDialog) -> None:
        dialog.name.set_text("Rowan Example")
        dialog.named_as.set_key("initials")
        dialog.buttons["keep"].click()

    answered(AuthorDialog, answer)
    story.press(Key.Key_W)
    back_and_again(story, lambda: [one.shown_author for one in story.wall.desk.notes_in("try")])
    story.press(Key.Key_Delete)
    assert story.kept("try") == ["Three"]
    assert story.host.said[-1] == "2 notes deleted."
    assert in_the_page(story)
    back_and_again(story, lambda: story.shown("try"))


def test_clicks_with_ctrl_and_shift_choose_and_escape_lets_go(story: PlannerStory) -> None:
    left = Qt.MouseButton.LeftButton
    notes = story.wall.sheet.notes
    QTest.mouseClick(notes[story.note("One").id], left, CONTROL)
    QTest.mouseClick(notes[story.note("Three").id], left, SHIFT)
    assert len(story.wall.desk.chosen) == 3
    assert notes[story.note("Two").id].accessibleDescription().startswith("Chosen. ")
    story.press(Key.Key_Escape)
    assert not story.wall.desk.chosen
    assert story.wall.strip.chosen.isHidden()
    # The list has them too.
    choose(story, "One", "Two")
    story.wall.show_list(True)
    assert len(story.wall.outline.selectionModel().selectedRows()) == 2
    story.wall.outline.selectAll()
    assert len(story.wall.desk.chosen) == 4


@pytest.mark.parametrize("listed", [False, True])
def test_themes_group_the_notes_of_a_box(story: PlannerStory, listed: bool) -> None:
    story.wall.show_list(listed)
    door = story.desk.door
    themes.set_theme(door, [story.note("One").id, story.note("Three").id], "Letters")
    groups = [
        (one.theme, [note.text for note in one.notes])
        for one in story.wall.desk.shown.groups("now")
    ]
    assert groups == [("", ["Two"]), ("Letters", ["One", "Three"])]
    if listed:
        row = story.wall.outline._model.item("box now")
        assert row is not None
        assert [row.child(n).text() for n in range(2)] == [NO_THEME_WORDS, "Letters"]
        return
    box = story.wall.sheet.boxes["now"]
    said = [one.text() for one in box.findChildren(WordsOnSheet) if one.isVisible()]
    assert said == [NO_THEME_WORDS, "Letters"]
    names = {one.text(): one.y() for one in box.findChildren(WordsOnSheet) if one.isVisible()}
    notes = {one.note.text: one.y() for one in box.notes}
    assert names[NO_THEME_WORDS] < notes["Two"] < names["Letters"] < notes["One"]
    assert notes["One"] == notes["Three"]
    # Dropped among the notes of a theme, a note is under it: one step.
    target = story.wall.sheet.notes[story.note("Three").id]
    story.drag(story.note("Ring").id, target.mapTo(story.wall.sheet, QPoint(5, 20)))
    assert story.note("Ring").theme == "Letters"
    assert story.note("Ring").box == "now"
    back_and_again(story, lambda: (story.note("Ring").theme, story.note("Ring").box))
    # Earlier and later stay within the theme.
    story.focus("One")
    story.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert story.wall.desk.shown.notes("now")[1].text == "One"


def test_a_theme_has_another_name_on_all_its_notes_in_one_step(story: PlannerStory) -> None:
    door = story.desk.door
    themes.set_theme(door, [story.note("One").id, story.note("Three").id], "Leters")
    themes.set_theme(door, [story.note("Ring").id], "Calls")
    asked: list[tuple[str, ...]] = []

    def rename(dialog: ThemeDialog) -> None:
        asked.append(tuple(dialog.buttons))
        dialog.name.set_text("  ")
        dialog.buttons["rename"].click()
        # Without a name nothing is renamed, and the question stays.
        assert dialog.isVisible()
        assert "needs a name" in dialog.unkept.text()
        dialog.name.set_text("Letters")
        dialog.buttons["rename"].click()

    answered(ThemeDialog, rename)
    story.focus("One")
    story.press(Key.Key_T)
    kept = {one: story.note(one).theme for one in ("One", "Two", "Three", "Ring")}
    assert kept == {"One": "Letters", "Two": "", "Three": "Letters", "Ring": "Calls"}
    assert "is called “Letters” now" in story.host.said[-1]
    back_and_again(story, lambda: story.note("Three").theme)

    # Whoever asks about the only note of a theme, or about all, has nothing else to rename.
    def leave(dialog: ThemeDialog) -> None:
        asked.append(tuple(dialog.buttons))
        dialog.buttons["leave"].click()

    answered(ThemeDialog, leave)
    story.focus("Ring")
    story.press(Key.Key_T)
    assert asked == [("keep", "rename", "leave"), ("keep", "leave")]


def test_dots_are_given_taken_counted_said_and_put_in_order(story: PlannerStory) -> None:
    note = story.focus("Three")
    for key in (Key.Key_Period, Key.Key_Period, Key.Key_Comma, Key.Key_Period):
        story.press(key)
    assert dots.dots_of(story.desk.workspace, story.page.planner) == {note: 2}
    assert "2 dots" in story.wall.sheet.notes[note].accessibleDescription()
    assert story.holder() is story.wall.sheet.notes[note]
    back_and_again(story, lambda: story.wall.desk.note(note))
    story.wall.desk.shown.set_order(BY_DOTS)
    assert [one.text for one in story.wall.desk.shown.notes("now")] == ["Three", "One", "Two"]
    assert story.wall.strip.order.words.text() == "Most dots first"
    # Nothing was moved, and nothing is moved by mistake.
    assert story.kept("now") == ["One", "Two", "Three"]
    story.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert "own order first" in story.host.said[-1]
    said = len(story.host.said)
    first = story.wall.sheet.notes[note]
    story.drag(story.note("Two").id, first.mapTo(story.wall.sheet, QPoint(2, 20)))
    assert "own order first" in story.host.said[said]
    assert story.kept("now") == ["One", "Two", "Three"]
    # What comes from elsewhere is the last in the box, wherever among the dots it was let go.
    ring = story.note("Ring").id
    story.drag(ring, first.mapTo(story.wall.sheet, QPoint(2, 20)))
    assert story.kept("now") == ["One", "Two", "Three", "Ring"]
    # Several that are there already are not put in another order that nobody sees.
    story.wall.desk.chosen.choose([story.note("One").id, ring])
    said = len(story.host.said)
    story.wall.commands.move_to(ring, "now")
    assert "own order first" in story.host.said[said]
    assert story.kept("now") == ["One", "Two", "Three", "Ring"]
    story.wall.desk.chosen.clear()
    story.wall.strip.own_order.click()
    assert story.wall.desk.shown.order == BY_THEME
    dots.clear_dots(story.desk.door, story.page.planner)
    assert "dot" not in story.wall.sheet.notes[note].accessibleDescription()


def test_linked_notes_lead_to_one_another(story: PlannerStory) -> None:
    one, ring = story.note("One").id, story.note("Ring").id
    note_links.link_notes(story.desk.door, one, ring)
    shown = story.wall.desk.note(one)
    assert shown is not None
    assert shown.leads == ((LINKED, "Linked with 1 note"),)
    assert "Linked with 1 note" in story.wall.sheet.notes[ring].accessibleDescription()
    # A click on the line goes there; O comes back.
    button = story.wall.sheet.notes[one]
    top = button.face.known_measures(button.width()).leads_top() * button.face.zoom
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(20, round(top) + 4))
    assert story.wall.current_note == ring
    story.press(Key.Key_O)
    assert story.wall.current_note == one
    # In the details it is named, gone to and taken away.
    story.press(Key.Key_I)
    details_button(story, "Go to the linked note: Ring").click()
    assert story.wall.current_note == ring
    story.wall.go_to_note(one)
    planners.edit_note(story.desk.door, ring, "Ring first")
    details_button(story, "Go to the linked note: Ring first")
    details_button(story, "Unlink: Ring first").click()
    assert note_links.linked_with(story.desk.workspace, one) == ()
    assert in_the_page(story)
    assert unnamed_controls(story.page) == []


def test_a_note_becomes_an_action_and_both_lead_to_the_other(story: PlannerStory) -> None:
    note = story.focus("Ring")

    def answer(dialog: ActionDialog) -> None:
        dialog.what.set_text("Ring before ten")
        dialog.who.set_text("Rowan")
        dialog.due.set_value(dt.date(2027, 6, 17))
        dialog.buttons["keep"].click()

    answered(ActionDialog, answer)
    story.press(Key.Key_A)
    (made,) = actions.actions_of(story.desk.workspace, story.session)
    assert (made.what, made.who, made.due) == ("Ring before ten", "Rowan", dt.date(2027, 6, 17))
    shown = story.wall.desk.note(note)
    assert shown is not None
    assert shown.leads == ((ACTION, "→ Action: Rowan, by Thu 17 Jun 2027"),)
    assert story.kept("try") == ["Ring"]
    story.press(Key.Key_O)
    assert story.host.opened[-1] == ("actions", made.id)
    back_and_again(story, lambda: story.wall.desk.note(note))


def test_drawing_on_a_note_asks_for_no_words_for_it_has_its_own(story: PlannerStory) -> None:
    asked: list[bool] = []

    def draw(dialog: SketchDialog) -> None:
        asked.append(dialog.words.isVisible())
        dialog.pad.paper.begin_stroke(QPointF(20, 20))
        dialog.pad.paper.go_on(QPointF(60, 50))
        dialog.pad.paper.end_stroke()
        dialog.buttons["keep"].click()

    answered(SketchDialog, draw)
    story.wall.acts.sketch("try", story.note("Ring").id)
    assert asked == [False]
    assert story.note("Ring").picture


def test_what_a_dialogue_was_given_stays_while_the_disk_is_full(
    story: PlannerStory, one: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    why = "This disk is full. Nothing was lost."

    def full(*_args: object, **_named: object) -> None:
        raise StorageFull(why)

    def twice(dialog: QuestionDialog, key: str) -> None:
        """Once in vain; Esc and the cross leave it where it is; then there is room."""
        with monkeypatch.context() as patched:
            patched.setattr(type(one.workspace), "append", full)
            dialog.buttons[key].click()
            dialog.reject()
        assert dialog.isVisible()
        assert dialog.unkept.text() == f"{why} {STAYS_HERE}"
        assert dialog.unkept.isVisible()
        dialog.buttons[key].click()
        assert not dialog.isVisible()

    def split(dialog: SplitDialog) -> None:
        dialog.field.set_text("Ring\nWrite")
        twice(dialog, "split")

    def action(dialog: ActionDialog) -> None:
        dialog.who.set_text("Rowan")
        twice(dialog, "keep")

    def draw(dialog: SketchDialog) -> None:
        paper = dialog.pad.paper
        paper.begin_stroke(QPointF(20, 20))
        paper.go_on(QPointF(60, 50))
        paper.end_stroke()
        dialog.words.set_text("The way in")
        twice(dialog, "keep")

    story.focus("Ring")
    answered(SplitDialog, split)
    story.press(Key.Key_S)
    assert story.kept("try") == ["Ring", "Write"]
    answered(ActionDialog, action)
    story.press(Key.Key_A)
    assert [one.who for one in actions.actions_of(story.desk.workspace, story.session)] == ["Rowan"]
    answered(SketchDialog, draw)
    story.wall.acts.sketch("feel")
    assert story.kept("feel") == ["The way in"]

    def name(dialog: AuthorDialog) -> None:
        dialog.name.set_text("Rowan Example")
        twice(dialog, "keep")

    def child(dialog: ChildDialog) -> None:
        dialog.name.set_text("Ringing people")
        twice(dialog, "begin")

    story.focus("Ring")
    answered(AuthorDialog, name)
    story.press(Key.Key_W)
    assert story.note("Ring").author == "Rowan Example"
    answered(ChildDialog, child)
    story.press(Key.Key_3)
    (made,) = child_planners.children_of(story.desk.workspace, story.page.planner)
    assert made.title == "Ringing people"

    def rename(dialog: RenameDialog) -> None:
        dialog.name.set_text("Ringing round")
        twice(dialog, "keep")

    answered(RenameDialog, rename)
    story.page.steps.rename(made.id)
    (made,) = child_planners.children_of(story.desk.workspace, story.page.planner)
    assert made.title == "Ringing round"
    assert len(story.host.faults) == 6

    def leave(dialog: ActionDialog) -> None:
        with monkeypatch.context() as patched:
            patched.setattr(type(one.workspace), "append", full)
            dialog.buttons["keep"].click()
        dialog.buttons["leave"].click()
        assert not dialog.isVisible(), "left on purpose"

    story.focus("Ring")
    answered(ActionDialog, leave)
    story.press(Key.Key_A)
    assert len(actions.actions_of(story.desk.workspace, story.session)) == 1


def test_a_child_a3_says_what_it_grew_from_and_leads_back(story: PlannerStory) -> None:
    note, parent = story.note("Ring").id, story.page.planner
    template = story.desk.planners.get("cps-a3")
    assert template is not None
    child = child_planners.child_from_note(story.desk.door, note, template, title="Ringing")
    story.focus("Ring")
    story.press(Key.Key_O)
    assert story.page.planner == child
    (line,) = story.page.notices.lines
    assert line.sentence == "This A3 grew from the note “Ring” on “Think – Plan – Reflect”."
    assert line.button is not None
    line.button.click()
    assert (story.page.planner, story.wall.current_note) == (parent, note)


def test_what_is_not_shown_is_said_and_comes_back(story: PlannerStory) -> None:
    themes.set_theme(story.desk.door, [story.note("Two").id], "Letters")
    shown = story.wall.desk.shown
    cases: tuple[tuple[Only, set[str], str], ...] = (
        (Only(theme="Letters"), {"Two"}, "1 of 4 notes are shown: Letters"),
        (Only(theme=NO_THEME), {"One", "Three", "Ring"}, "3 of 4 notes are shown: no theme"),
        (Only(author="Ann Example"), {"Ring"}, "1 of 4 notes are shown: Ann Example"),
        (Only(stage="think"), {"One", "Two", "Three"}, "3 of 4 notes are shown: Think"),
        (Only(stage="plan", theme="Letters"), set(), "0 of 4 notes are shown: Plan · Letters"),
    )
    zoom = story.wall.area.zoom()
    for only, wanted, said in cases:
        shown.show_only(only)
        assert story.wall.area.zoom() == pytest.approx(zoom, rel=0.02)
        assert {one.note.text for one in story.wall.sheet.notes.values()} == wanted
        assert story.wall.strip.only.words.text() == said
        assert story.wall.strip.only.isVisible()
    shown.show_only(Only(theme="Letters"))
    left_out = [
        one.text()
        for one in story.wall.sheet.boxes["now"].findChildren(WordsOnSheet)
        if one.isVisible()
    ]
    assert "2 notes are not shown" in left_out
    # A note just written is shown, whatever was asked for; so is one that somebody goes to.
    story.add("now", "Four")
    assert story.note("Four").id in story.wall.sheet.notes
    assert story.wall.go_to_note(story.note("Ring").id)
    assert story.holder() is story.wall.sheet.notes[story.note("Ring").id]
    # Moving while some are left out changes the places of none but the one.
    shown.set_order(AS_PLACED)
    story.focus("Four")
    story.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert story.kept("now") == ["One", "Four", "Two", "Three"]
    story.wall.strip.show_all.click()
    assert story.wall.strip.only.isHidden()
    assert len(story.wall.sheet.notes) == 5
    assert in_the_page(story)


def test_the_next_gap_is_found_behind_a_filter(story: PlannerStory) -> None:
    story.wall.desk.shown.show_only(Only(stage="reflect"))
    story.wall.go_to_box("scope")
    assert not story.wall.desk.shown.only
    assert story.holder() is story.wall.sheet.boxes["scope"]


def test_pictures_by_drop_and_on_a_note_and_off_again(story: PlannerStory, tmp_path: Path) -> None:
    photo = tmp_path / "ward door.png"
    picture = QImage(60, 40, QImage.Format.Format_RGB32)
    picture.fill(0x884422)
    assert picture.save(str(photo))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(photo))])
    box = story.wall.sheet.boxes["scope"]
    at = QPointF(box.mapTo(story.wall, box.rect().center()))
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(at, copy, mime, button, Qt.KeyboardModifier.NoModifier)
    story.wall.dropEvent(event)
    (added,) = story.wall.desk.notes_in("scope")
    assert added.pictured
    assert added.picture
    assert story.host.jobs == ["Adding the picture"]
    assert story.host.said[-1] == "Picture added."
    button_of = story.wall.sheet.notes[added.id]
    assert button_of.accessibleName() == "Picture"
    assert story.wall.sheet._pictures.of(added.picture, button_of.size()) is not None
    back_and_again(story, lambda: story.shown("scope"))
    # What has not come yet is said, not an error.
    known = story.desk.workspace.get(Note, added.id)
    assert known is not None
    attachment = story.desk.workspace.get(Attachment, known.picture)
    assert attachment is not None
    assert story.wall.sheet._pictures.of("0" * 64, button_of.size()) is None
    # Drawn for a note that went in the meantime, it becomes one of its own.
    planners.delete_notes(story.desk.door, [added.id])
    assert story.wall.desk.notes_in("scope") == ()
    story.wall.acts.take(Taken((photo,)), "scope", added.id)
    (another,) = story.wall.desk.notes_in("scope")
    assert another.picture == added.picture


def test_nobody_is_asked_for_a_drawing_that_could_not_be_kept(story: PlannerStory) -> None:
    asked = []

    def put_away() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, SketchDialog):
            asked.append(dialog)
            dialog.reject()

    QTimer.singleShot(0, put_away)
    story.wall.acts.sketch("a box of another planner")
    QApplication.processEvents()
    assert asked == []
    assert story.host.said[-1] == NO_BOX


def test_a_stranger_s_file_adds_nothing_and_says_why(story: PlannerStory, tmp_path: Path) -> None:
    text = tmp_path / "shopping.txt"
    text.write_text("eggs", encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(text))])
    at = QPointF(story.wall.rect().center())
    copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(at, copy, mime, button, Qt.KeyboardModifier.NoModifier)
    story.wall.dropEvent(event)
    assert "not a picture" in story.host.faults[-1]
    assert len(story.desk.workspace.find(Note, planner=story.page.planner)) == 4

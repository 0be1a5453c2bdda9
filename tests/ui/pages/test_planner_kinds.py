"""Boxes that ask for more than notes: on the wall and in the list, by keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.domain.kinds import Note
from cps_desktop.domain.planner_templates import Area, Box, Part, PlannerTemplate, Scale, Stage
from cps_desktop.services import answers, planners, sessions
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.ui.wall.box_parts import parts_of
from cps_desktop.ui.wall.part import PartButton
from cps_desktop.ui.wall.shaping import RemarkDialog, RowDialog
from tests.services.laptop import Laptop, laptop
from tests.ui.accessibility import nodes, unnamed_controls
from tests.ui.pages.planner_story import Key, PlannerStory, page_on


def box(key: str, stage: str, y: float, kind: str, **parts: object) -> Box:
    area = Area(12.0 if stage == "one" else 220.0, y, 180, 60)
    return Box(key, stage, area, key.title(), f"{key.title()}?", key, kind=kind, **parts)  # type: ignore[arg-type]


TEMPLATE = PlannerTemplate(
    "kinds",
    1,
    "en-GB",
    "Every kind",
    "To try",
    (Stage("one", "One"), Stage("two", "Two")),
    (
        box("text", "one", 52, "text"),
        box("table", "one", 118, "table", columns=(Part("who", "Who"), Part("what", "What"))),
        box("choice", "one", 184, "choice", options=(Part("yes", "Yes"), Part("no", "No"))),
        box("scale", "two", 52, "scale", scale=Scale(1, 5, "not at all", "very")),
        box("check", "two", 118, "checklist", items=(Part("a", "Said"), Part("b", "Done"))),
        box("sketch", "two", 184, "sketch"),
    ),
    (),
)
CATALOGUE = PlannerCatalogue([TEMPLATE])


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


@pytest.fixture
def story(one: Laptop, qtbot: QtBot) -> Iterator[PlannerStory]:
    session = sessions.create_session(one.door, title="Letters")
    planners.add_planner(one.door, session, TEMPLATE)
    with page_on(qtbot, one, session, CATALOGUE) as shown:
        yield shown


def go_to_part(story: PlannerStory, key: str, number: int = 0) -> None:
    """Put the keyboard on something to press, as the arrows or Tab would."""
    if not story.wall.shows_list:
        parts = story.wall.sheet.boxes[key].parts
        parts[number].setFocus()
        return
    story.wall.outline.setFocus()
    story.wall.outline.go_to_parts(key)
    for _ in range(number):
        story.press(Key.Key_Down)


def answer_rows(story: PlannerStory, *rows: tuple[str, tuple[str, ...]]) -> None:
    """Fill the dialogs of a table, one after the other."""
    waiting = list(rows)

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RowDialog)
        assert unnamed_controls(dialog) == []
        how, cells = waiting.pop(0)
        for field, words in zip(dialog.fields, cells, strict=True):
            field.set_text(words)
        if waiting:
            QTimer.singleShot(0, now)
        dialog.buttons[how].click()

    QTimer.singleShot(0, now)


def remark_next(words: str) -> None:
    """Write this into the dialog that opens next."""

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RemarkDialog)
        assert unnamed_controls(dialog) == []
        dialog.words.set_text(words)
        dialog.buttons["keep"].click()

    QTimer.singleShot(0, now)


@pytest.mark.parametrize("listed", [False, True])
def test_every_kind_by_keyboard_alone(story: PlannerStory, listed: bool) -> None:
    wall, records, door = story.wall, story.desk.workspace, story.desk.door
    wall.show_list(listed)
    planner = story.page.planner
    # A text is one note, whoever writes.
    go_to_part(story, "text")
    story.press(Key.Key_Return)
    story.type("We want one letter.")
    QTest.keyClick(story.editor, Key.Key_Escape)
    (text,) = records.find(Note, planner=planner, box="text")
    assert text.id == answers.text_note_id(planner, "text")
    wall.go_to_note(text.id)
    story.press(Key.Key_Return)
    story.type(" Today.")
    # Enter ends it; no second note begins.
    QTest.keyClick(story.editor, Key.Key_Return)
    assert story.kept("text") == ["We want one letter. Today."]
    # Rows of a table.
    go_to_part(story, "table")
    answer_rows(story, ("another", ("Ann", "Rings")), ("keep", ("Rowan", "Prints\tit")))
    story.press(Key.Key_Return)
    notes = planners.notes_in(records, planner, "table")
    rows = [answers.row_cells(n, ("Who", "What")) for n in notes]
    assert rows == [("Ann", "Rings"), ("Rowan", "Prints it")]
    wall.go_to_note(notes[0].id)
    answer_rows(story, ("keep", ("Ann", "Writes")))
    story.press(Key.Key_Return)
    assert story.kept("table")[0] == "Ann\tWrites"
    door.undo()
    assert story.shown("table")[0] == "Ann\tRings"
    # A choice and a scale are counted.
    for key, number, times in (("choice", 1, 2), ("scale", 3, 1)):
        go_to_part(story, key, number)
        for _ in range(times):
            story.press(Key.Key_Return)
    assert [one.given for one in records.find(Note, planner=planner, box="choice")] == ["no", "no"]
    assert [one.given for one in records.find(Note, planner=planner, box="scale")] == ["4"]
    go_to_part(story, "choice", 1)
    story.press(Key.Key_Delete)
    assert len(records.find(Note, planner=planner, box="choice")) == 1
    # Ticks go on and off.
    go_to_part(story, "check", 1)
    story.press(Key.Key_Space)
    assert [one.done for one in records.find(Note, planner=planner, box="check")] == [True]
    story.press(Key.Key_Space)
    assert [one.done for one in records.find(Note, planner=planner, box="check")] == [False]
    # Words beside a tick: none are no note, and what stands there can be changed.
    for said in ("", "By Rowan", "By Rowan, in June"):
        go_to_part(story, "check", 0)
        remark_next(said)
        story.press(Key.Key_N)
    (item,) = [one for one in records.find(Note, planner=planner, box="check") if one.given == "a"]
    assert (item.text, item.done) == ("By Rowan, in June", False)
    shown = parts_of(wall.desk.planner.boxes_of("two")[1], wall.desk.notes_in("check"))
    assert shown[0].words == "Said – By Rowan, in June"
    assert story.page.isAncestorOf(story.holder())
    assert unnamed_controls(story.page) == []


def test_a_screen_reader_is_told_what_each_part_is(story: PlannerStory) -> None:
    answers.answer_choice(story.desk.door, story.page.planner, "choice", "yes")
    answers.tick_item(story.desk.door, story.page.planner, "check", "a", True)
    known = {
        node.text(QAccessible.Text.Name): node
        for node in nodes(story.wall)
        if isinstance(node.object(), PartButton)
    }
    assert "Yes: 1 answer" in known
    assert "No: 0 answers" in known
    assert "1, not at all: 0 answers" in known
    assert "Write here: Text" in known
    assert known["Said"].role() == QAccessible.Role.CheckBox
    assert known["Said"].state().checked
    assert not known["Done"].state().checked
    for part in story.wall.findChildren(PartButton):
        assert min(part.width(), part.height()) >= 24, part.part.said


def test_gaps_know_what_filled_means(story: PlannerStory) -> None:
    planner, door = story.page.planner, story.desk.door
    story.wall.go_to_box("scale")
    story.wall.go_to_gap()
    assert story.wall.place.box == "check"
    answers.tick_item(door, planner, "check", "a", True)
    story.wall.go_to_box("scale")
    story.wall.go_to_gap()
    assert story.wall.place.box == "sketch"
    # A tick that was taken away is nothing again.
    answers.tick_item(door, planner, "check", "a", False)
    story.wall.go_to_box("scale")
    story.wall.go_to_gap()
    assert story.wall.place.box == "check"
    heading = story.wall.sheet.headings["two"]
    assert heading.accessibleDescription().startswith("0 of 3 boxes are filled.")


def test_an_answer_with_words_hangs_as_a_note_and_a_bare_one_is_counted(
    story: PlannerStory,
) -> None:
    planner, door = story.page.planner, story.desk.door
    bare = answers.answer_choice(door, planner, "choice", "yes")
    said = answers.answer_choice(door, planner, "choice", "no", "Only by post")
    odd = answers.answer_choice(door, planner, "choice", "perhaps")
    notes = story.wall.sheet.notes
    assert bare not in notes
    assert {said, odd} <= set(notes)
    assert "Answer: No" in notes[said].accessibleDescription()
    story.wall.go_to_note(said)
    QTest.keyClick(story.holder(), Qt.Key.Key_Right)
    assert story.holder().isVisible()

"""Every key that the help of the planner page names does what the help says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cps_desktop.services import actions, child_planners, note_links, planners
from cps_desktop.ui.kit import SearchField
from cps_desktop.ui.pages_of_session.planner_child import ChildDialog
from cps_desktop.ui.wall.box import BoxGroup
from cps_desktop.ui.wall.picking import PickNote
from cps_desktop.ui.wall.shaping import ActionDialog, SplitDialog, ThemeDialog
from cps_desktop.ui.wall.show_only import ShowOnlyDialog
from cps_desktop.ui.wall.sketching import SketchDialog
from tests.services.laptop import laptop
from tests.ui.pages.planner_story import (
    ALT,
    CONTROL,
    SHIFT,
    SHIPPED,
    Key,
    PlannerStory,
    page_on,
    session_with,
)

HELP = Path(__file__).parents[3] / "resources" / "help" / "planner.md"
OF_THE_WINDOW = {"Ctrl+Z and Ctrl+Y", "F5", "F6", "Shift+F6", "Ctrl+F6"}
"""These keys are no keys of this page, and tried where they belong."""
D = TypeVar("D", bound=QWidget)
TRIED: dict[str, Callable[[PlannerStory], bool]] = {}


@pytest.fixture
def story(tmp_path: Path, qtbot: QtBot) -> Iterator[PlannerStory]:
    """A planner with two notes in its first box, the keyboard on the second; and a planner more."""
    with laptop(tmp_path) as one:
        session, _ = session_with(one.door)
        chosen = SHIPPED.get("cps-a3")
        assert chosen is not None
        planners.add_planner(one.door, session, chosen, title="Another")
        with page_on(qtbot, one, session) as shown:
            shown.add("now", "One", "Two")
            shown.focus("Two")
            yield shown


def answered(kind: type[D], answer: Callable[[D], object]) -> None:
    """Answer the dialog that opens next."""

    def now() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, kind)
        answer(dialog)

    QTimer.singleShot(0, now)


def key(name: str) -> Callable[[Callable[[PlannerStory], bool]], Callable[[PlannerStory], bool]]:
    """What tries a key of the help's table."""

    def keep(tried: Callable[[PlannerStory], bool]) -> Callable[[PlannerStory], bool]:
        TRIED[name] = tried
        return tried

    return keep


@key("Enter")
def enter(story: PlannerStory) -> bool:
    story.press(Key.Key_Return)
    return story.editor.text() == "Two"


@key("Shift+Enter")
def shift_enter(story: PlannerStory) -> bool:
    story.press(Key.Key_Return)
    story.press(Key.Key_Return, SHIFT)
    story.type("more")
    return story.editor.text() == "Two\nmore"


@key("Esc")
def escape(story: PlannerStory) -> bool:
    story.press(Key.Key_Return)
    story.type("!")
    story.press(Key.Key_Escape)
    return story.kept("now") == ["One", "Two!"]


@key("N")
def new(story: PlannerStory) -> bool:
    story.press(Key.Key_N)
    story.type("Three")
    story.press(Key.Key_Escape)
    return story.kept("now") == ["One", "Two", "Three"]


@key("Arrow keys")
def arrow(story: PlannerStory) -> bool:
    story.press(Key.Key_Left)
    return story.wall.current_note == story.note("One").id


@key("Alt+Arrow keys")
def alt_arrow(story: PlannerStory) -> bool:
    story.press(Key.Key_Left, ALT)
    return story.kept("now") == ["Two", "One"]


@key("Ctrl+Space")
def choose_as_well(story: PlannerStory) -> bool:
    story.press(Key.Key_Space, CONTROL)
    chosen = story.wall.desk.chosen.ids() == (story.note("Two").id,)
    story.press(Key.Key_Space, CONTROL)
    return chosen and not story.wall.desk.chosen


@key("Shift+Arrow keys")
def shift_arrow(story: PlannerStory) -> bool:
    story.press(Key.Key_Left, SHIFT)
    return len(story.wall.desk.chosen) == 2


@key("Ctrl+A")
def whole_box(story: PlannerStory) -> bool:
    story.wall.go_to_box("feel")
    story.add("feel", "Glad")
    story.focus("Two")
    story.press(Key.Key_A, CONTROL)
    box = len(story.wall.desk.chosen)
    story.press(Key.Key_A, CONTROL)
    return (box, len(story.wall.desk.chosen)) == (2, 3)


@key("M")
def move(story: PlannerStory) -> bool:
    story.press(Key.Key_M)
    story.choose("Plan: What we will try")
    return story.kept("try") == ["Two"]


@key("C")
def colour(story: PlannerStory) -> bool:
    story.press(Key.Key_C)
    story.choose("Blue")
    return story.note("Two").colour == "blue"


@key("W")
def who(story: PlannerStory) -> bool:
    asked: list[str] = []

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        asked.append(dialog.windowTitle())
        dialog.close()

    QTimer.singleShot(0, answer)
    story.press(Key.Key_W)
    return asked == ["Who said it?"]


@key("J")
def join(story: PlannerStory) -> bool:
    story.press(Key.Key_A, CONTROL)
    story.press(Key.Key_J)
    return story.kept("now") == ["One\nTwo"]


@key("S")
def split(story: PlannerStory) -> bool:
    def answer(dialog: SplitDialog) -> None:
        dialog.field.set_text("Two\nThree")
        dialog.buttons["split"].click()

    answered(SplitDialog, answer)
    story.press(Key.Key_S)
    return story.kept("now") == ["One", "Two", "Three"]


@key("Alt+Enter")
def split_here(story: PlannerStory) -> bool:
    story.press(Key.Key_Return)
    story.press(Key.Key_Left)
    story.press(Key.Key_Return, ALT)
    return story.kept("now") == ["One", "Tw", "o"]


@key("T")
def under_theme(story: PlannerStory) -> bool:
    def answer(dialog: ThemeDialog) -> None:
        dialog.name.set_text("Letters")
        dialog.buttons["keep"].click()

    answered(ThemeDialog, answer)
    story.press(Key.Key_T)
    return story.note("Two").theme == "Letters"


@key("Full stop and comma")
def dots(story: PlannerStory) -> bool:
    note = story.note("Two").id
    seen = []
    for press in (Key.Key_Period, Key.Key_Period, Key.Key_Comma):
        story.press(press)
        shown = story.wall.desk.note(note)
        seen.append(shown.dots if shown is not None else -1)
    return seen == [1, 2, 1]


@key("L")
def link(story: PlannerStory) -> bool:
    answered(PickNote, lambda dialog: dialog.buttons["take"].click())
    story.press(Key.Key_L)
    return note_links.linked_with(story.desk.workspace, story.note("Two").id) == (
        story.note("One").id,
    )


@key("O")
def follow(story: PlannerStory) -> bool:
    note_links.link_notes(story.desk.door, story.note("One").id, story.note("Two").id)
    story.press(Key.Key_O)
    return story.wall.current_note == story.note("One").id


@key("A")
def make_action(story: PlannerStory) -> bool:
    answered(ActionDialog, lambda dialog: dialog.buttons["keep"].click())
    story.press(Key.Key_A)
    (made,) = actions.actions_of(story.desk.workspace, story.session)
    story.press(Key.Key_A)
    return made.what == "Two" and story.host.opened[-1] == ("actions", made.id)


@key("3")
def make_child(story: PlannerStory) -> bool:
    note, parent = story.note("Two").id, story.page.planner
    answered(ChildDialog, lambda dialog: dialog.buttons["begin"].click())
    story.press(Key.Key_3)
    story.press(Key.Key_3)
    found = child_planners.parent_of(story.desk.workspace, story.page.planner)
    return found == (parent, note)


@key("P")
def draw(story: PlannerStory) -> bool:
    def answer(dialog: SketchDialog) -> None:
        paper = dialog.pad.paper
        paper.begin_stroke(QPointF(20, 20))
        paper.go_on(QPointF(60, 50))
        paper.end_stroke()
        dialog.words.set_text("A line")
        dialog.buttons["keep"].click()

    answered(SketchDialog, answer)
    story.press(Key.Key_P)
    return bool(story.note("A line").picture)


@key("Ctrl+V")
def paste(story: PlannerStory) -> bool:
    copied = QImage(40, 30, QImage.Format.Format_RGB32)
    copied.fill(0x336699)
    QApplication.clipboard().setImage(copied)
    story.press(Key.Key_V, CONTROL)
    pictured = [one for one in story.wall.desk.notes_in("now") if one.pictured]
    return len(pictured) == 1


@key("I")
def details(story: PlannerStory) -> bool:
    story.press(Key.Key_I)
    return story.wall.aside.isVisible() and story.wall.aside.details.words.text() == "Two"


@key("F")
def show_only(story: PlannerStory) -> bool:
    def answer(dialog: ShowOnlyDialog) -> None:
        dialog.stage.set_key("plan")
        dialog.buttons["show"].click()

    answered(ShowOnlyDialog, answer)
    story.press(Key.Key_F)
    return story.wall.strip.only.words.text().startswith("0 of 2 notes are shown")


@key("Delete")
def delete(story: PlannerStory) -> bool:
    story.press(Key.Key_Delete)
    return story.kept("now") == ["One"]


@key("G")
def gap(story: PlannerStory) -> bool:
    story.press(Key.Key_G)
    holder = story.holder()
    return isinstance(holder, BoxGroup) and holder.box.key == "scope"


@key("Ctrl+F")
def find(story: PlannerStory) -> bool:
    story.press(Key.Key_F, CONTROL)
    return isinstance(story.holder(), SearchField)


@key("F3")
def find_on(story: PlannerStory) -> bool:
    story.press(Key.Key_F, CONTROL)
    QTest.keyClicks(story.holder(), "o")
    seen = []
    for _ in range(2):
        story.press(Key.Key_F3)
        seen.append(story.wall.current_note)
    return seen == [story.note("One").id, story.note("Two").id]


@key("Ctrl++ and Ctrl+-")
def larger(story: PlannerStory) -> bool:
    area = story.wall.area
    before = area.zoom()
    story.press(Key.Key_Plus, CONTROL)
    grown = area.zoom() > before
    story.press(Key.Key_Minus, CONTROL)
    return grown and abs(area.zoom() - before) < 0.01


@key("Ctrl+0")
def full_size(story: PlannerStory) -> bool:
    story.wall.area.zoom_to(1.5)
    story.press(Key.Key_0, CONTROL)
    return story.wall.area.zoom() == 1.0


@key("Ctrl+PgUp and Ctrl+PgDn")
def step(story: PlannerStory) -> bool:
    first = story.page.title.text()
    story.press(Key.Key_PageDown, CONTROL)
    there = story.page.title.text()
    story.press(Key.Key_PageUp, CONTROL)
    return (there, story.page.title.text()) == ("Another", first)


def documented() -> list[str]:
    """The first column of the table of keys in the help."""
    table = HELP.read_text(encoding="utf-8").partition("## Keys")[2]
    rows = [line.split("|")[1].strip() for line in table.splitlines() if line.startswith("|")]
    return rows[2:]


def test_the_help_names_the_keys_there_are() -> None:
    assert [one for one in documented() if one not in OF_THE_WINDOW] == list(TRIED)


@pytest.mark.parametrize("name", TRIED)
def test_a_key_in_the_help_does_what_it_says(story: PlannerStory, name: str) -> None:
    assert TRIED[name](story)

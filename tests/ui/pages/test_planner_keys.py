"""Every key that the help of the planner page names does what the help says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cps_desktop.services import planners
from cps_desktop.ui.kit import SearchField
from cps_desktop.ui.wall.box import BoxGroup
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
    # Undo belongs to the window, not to this page.
    assert [one for one in documented() if one != "Ctrl+Z and Ctrl+Y"] == list(TRIED)


@pytest.mark.parametrize("name", TRIED)
def test_a_key_in_the_help_does_what_it_says(story: PlannerStory, name: str) -> None:
    assert TRIED[name](story)

"""The help and the handbook name only buttons and keys that there are, in the words they have."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication

from tests.story.person import Person
from tests.story.program import spend_day

TOP = Path(__file__).parents[2]
UI = TOP / "cps_desktop" / "ui"
HELP = sorted((TOP / "resources" / "help").glob("*.md"))
GUIDE = TOP / "docs" / "user-guide.md"
BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
KEY_ROW = re.compile(r"^\| ([^|]+?) \|", re.MULTILINE)

# Keys that Qt's own parts answer to, whatever the page: going from field to field, and in lists.
EVERYWHERE = {"Tab", "Ctrl+A", "Enter", "Space", "Up", "Down", "Left", "Right", "Home", "End"}
# Said of a drawing or a place, not written on a button.
SAID_OTHERWISE = {"walk-in"}


@cache
def words_of_the_window() -> frozenset[str]:
    """Every text in the source of the window, as a person reads it."""
    found: set[str] = set()
    for path in (*UI.rglob("*.py"), *(TOP / "cps_desktop" / "services").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(as_read(node.value))
    # What participants read is content, in a file for each language.
    spoken = json.loads((TOP / "resources" / "words" / "participant.en.json").read_bytes())
    found |= {as_read(one) for one in spoken.values()}
    return frozenset(found)


def as_read(text: str) -> str:
    """Without the signs around the words: an ellipsis, arrows, the colon before a name."""
    return " ".join(text.partition("\t")[0].split()).strip("…:‹› ")


@cache
def keys_in_the_source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in UI.rglob("*.py"))


def answers_to(key: str) -> bool:
    """Whether the source of the window has this key somewhere."""
    if key in EVERYWHERE:
        return True
    source = keys_in_the_source()
    if f'"{key}"' in source:
        return True
    last = key.removeprefix("Ctrl+").removeprefix("Alt+").removeprefix("Shift+")
    combination = QKeySequence(key)
    for standard in ("Print", "Save", "Open", "Paste", "Undo", "Redo"):
        bound = QKeySequence.keyBindings(getattr(QKeySequence.StandardKey, standard))
        if combination in bound and f"StandardKey.{standard}" in source:
            return True
    if last == "Arrow keys":
        return "_ARROWS" in source
    named = {"Esc": "Escape", "PgUp": "PageUp", "PgDn": "PageDown", "+": "Plus", "−": "Minus"}
    named |= {"Page Up": "PageUp", "Page Down": "PageDown", "-": "Minus", "Enter": "Return"}
    named |= {"Full stop": "Period", "comma": "Comma"}
    # A whole name: Key_P is not answered to by a part that asks for Key_PageUp.
    return re.search(rf"Key_{re.escape(named.get(last, last))}\b", source) is not None


@pytest.mark.parametrize("path", [*HELP, GUIDE], ids=lambda path: path.stem)
def test_every_word_in_bold_is_on_the_screen(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = {as_read(one) for one in BOLD.findall(text)} - SAID_OTHERWISE
    missing = sorted(one for one in named if one not in words_of_the_window())
    assert not missing, f"{path.name} names what is not on any button or page: {missing}"


@pytest.mark.parametrize("path", HELP, ids=lambda path: path.stem)
def test_every_key_is_answered(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    rows = [row for row in KEY_ROW.findall(text) if row not in {"Key", "---"}]
    keys = [key for row in rows for key in re.split(r" and ", row)]
    assert keys, f"{path.name} names no key"
    dead = [key for key in keys if not answers_to(key)]
    assert not dead, f"{path.name} names keys that do nothing: {dead}"


def test_a_button_that_is_not_there_is_found_out() -> None:
    assert "Frobnicate" not in words_of_the_window()
    assert not answers_to("Ctrl+Q")


def test_every_page_has_its_help(qapp: QApplication, tmp_path: Path) -> None:
    def use(person: Person) -> None:
        person.waits_for("There is no session here yet.")
        says_help(person, "All sessions")
        person.key("Ctrl+N")
        says_help(person, "New session")
        person.types("Clearer letters")
        person.key("Ctrl+Return")
        for page in ("Today", "Planner", "Attendance", "Expenses", "Print", "Hand over"):
            person.turns_to(page)
            says_help(person, page)
        for page in ("Session details", "Bring in", "Two people", "Deleted", "Settings"):
            person.key("Ctrl+K")
            person.types(page)
            person.key("Enter")
            says_help(person, page)

    spend_day(tmp_path / "work", use, ("Welcome", lambda person: person.press("Begin")))


def says_help(person: Person, page: str) -> None:
    person.key("F1")
    assert person.sees("Good to know"), page
    assert not person.sees("There is no help for this page yet."), page
    person.key("F1")
    assert not person.sees("Good to know"), page

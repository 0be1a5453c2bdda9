"""The round of a participant, and what a facilitator does on the wall, without screen and mouse.

``python3 -m tests.access.round PYTHON FOLDER RECORD``, by the system's own Python inside a session
bus and an X server: starts the program with ``PYTHON`` on the workspace in ``FOLDER``, works
through it by the accessibility bus and keys alone, and writes down what was done and heard. Says
on stdout what could not be done, and exits with 1 then.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.access.reader import NotThere, Reader
from tests.access.said import ADDED, ANSWERS, CODE

BUTTON = "push button"

_HEAD = """# The program, used without a screen and without a mouse

Written by a program that knows nothing but the accessibility bus (AT-SPI) and the keyboard, as a
screen reader does: `python3 dev.py test tests/access` does it anew each time and looks into the
workspace afterwards. "Pressed" is the control's own action; "Heard" is what the program announced;
in brackets are the states that a screen reader tells. How it is judged:
[accessibility.md](accessibility.md).
"""


def main(python: str, folder: str, record: str) -> int:
    """Do all of it; 1 where something was not there."""
    around = {
        **os.environ,
        "QT_QPA_PLATFORM": "xcb",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "QT_LOGGING_RULES": "qt.accessibility.atspi=false",
    }
    with subprocess.Popen(
        [python, "-m", "cps_desktop", "--workspace", folder], env=around
    ) as program:
        reader = Reader("CPS Desktop")
        try:
            _hand_over(reader)
            _answer(reader)
            _take_back(reader)
            _on_the_wall(reader)
        except NotThere as lack:
            print(lack, *reader.record, sep="\n")
            return 1
        finally:
            program.kill()
            text = "\n".join([_HEAD.rstrip(), *reader.record, ""])
            Path(record).write_text(text, encoding="utf-8")
    return 0


def _hand_over(reader: Reader) -> None:
    reader.title("The facilitator gives the keyboard over")
    reader.press(BUTTON, "Carry on")
    reader.find("filler", "Today")
    reader.key("Alt+2")
    reader.find(BUTTON, "Add a note here")
    reader.key("F5")
    for field in ("Code", "The same code again"):
        reader.focus("password text", field)
        reader.type(CODE)
    reader.press(BUTTON, "Use this code")
    reader.press(BUTTON, "I have written them down")
    reader.press(BUTTON, "Give them the keyboard")


def _answer(reader: Reader) -> None:
    reader.title("A person answers")
    reader.press("radio button", "No name")
    reader.press(BUTTON, "Start ›")
    reader.find("label", "Question 1 of 12")
    reader.focus("text", "Your answer")
    reader.type(ANSWERS[0])
    reader.press(BUTTON, "Add another")
    reader.hear("Added")
    reader.focused("text", "Your answer")
    reader.type(ANSWERS[1])
    reader.press(BUTTON, "Next ›")
    reader.find("label", "Question 2 of 12")
    reader.press(BUTTON, "Skip")
    reader.find("label", "Question 3 of 12")
    reader.press(BUTTON, "‹ Back")
    reader.find("label", "Question 2 of 12")
    reader.press(BUTTON, "Skip")
    reader.find("label", "Question 3 of 12")
    reader.focused("text", "Your answer")
    reader.type(ANSWERS[2])
    reader.press(BUTTON, "I'm done – next person")
    reader.hear("Is it the next person's turn now?")
    reader.press(BUTTON, "Yes, next person")
    reader.hear("Thank you")
    reader.press(BUTTON, "Ready for the next person")
    reader.hear("Welcome")


def _take_back(reader: Reader) -> None:
    reader.title("The facilitator takes the keyboard back")
    reader.press(BUTTON, "For the facilitator")
    reader.find(BUTTON, "Leave")
    for digit in CODE:
        reader.press(BUTTON, digit)
    reader.press(BUTTON, "Leave")
    reader.find("panel", "What is it like now?")


def _on_the_wall(reader: Reader) -> None:
    reader.title("The facilitator adds a note")
    reader.focus("panel", "What will we try?")
    reader.key("N")
    reader.focused("text", "Words on the note")
    reader.type(ADDED)
    reader.key("Escape")
    reader.hear("Note added.")
    reader.focused(BUTTON, ADDED)
    reader.title("… moves it by “Move to…”, without dragging")
    reader.key("M")
    reader.down_to("menu item", "Think: How it is now")
    reader.key("Return")
    reader.hear("Moved to How it is now.")
    reader.focused(BUTTON, ADDED)
    reader.title("… merges two notes, and takes that back")
    reader.focus(BUTTON, ANSWERS[0])
    reader.key("J")
    reader.focused("text", "Find a note")
    reader.type("Nobody")
    reader.press(BUTTON, "Merge them")
    reader.hear("2 notes are one now.")
    reader.press(BUTTON, "Undo: Merge two notes")
    reader.find(BUTTON, ANSWERS[1])
    reader.hear("Undone: Merge two notes")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""A person in a process of their own, typing until the power goes.

``python -m tests.story.typist FOLDER WHERE TEXT`` opens the program on a workspace, goes to a
place, types, lets a second go by, says on its standard output that it did, and does nothing more.
The second is the program's own: where the machine is busy with others, whoever counted it from
outside would pull the plug before the program had come to write at all.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.ui.app import run_window
from tests.story.person import Person

KEY_EVERY_MS = 15
A_SECOND_MS = 1_000


def a_new_note(person: Person) -> None:
    person.turns_to("Planner")
    person.press("A note that was there")
    person.key("N")


def a_note_that_was_there(person: Person) -> None:
    person.turns_to("Planner")
    person.press("A note that was there")
    person.key("Enter", "End")


def a_field_of_the_session(person: Person) -> None:
    person.key("Ctrl+K")
    person.types("session details")
    person.key("Enter")
    person.writes("Venue", "")


def an_amount(person: Person) -> None:
    person.turns_to("Expenses")
    person.opens_row("Claims", "Ann Example")
    person.press("Add a line")
    person.chooses("What for", "Parking")
    person.goes_to("Amount")


def the_title_of_a_new_session(person: Person) -> None:
    person.key("Ctrl+N")


def somebodys_needs(person: Person) -> None:
    person.turns_to("Attendance")
    person.opens_row("People on the list", "Ann Example")
    person.press("What they need")
    person.goes_to("Access and dietary needs in words")


PLACES: dict[str, Callable[[Person], None]] = {
    one.__name__: one
    for one in (
        a_new_note,
        a_note_that_was_there,
        a_field_of_the_session,
        an_amount,
        the_title_of_a_new_session,
        somebodys_needs,
    )
}


def main(folder: Path, place: str, text: str) -> int:
    """Type until killed; a program that ends by itself ends with 1."""

    def sit_down() -> None:
        person = Person()
        try:
            PLACES[place](person)
            for letter in text:
                person.types(letter)
                QTest.qWait(KEY_EVERY_MS)
        except BaseException:  # noqa: BLE001 - said, and the end: the parent waits for a word
            traceback.print_exc()
            os._exit(2)
        QTest.qWait(A_SECOND_MS)
        # What fell due at the very end of it.
        for _ in range(10):
            QApplication.processEvents()
        print("typed", flush=True)

    run_window(
        folder,
        open_desk=open_desk,
        new_desk=new_desk,
        when_painted=lambda _window: QTimer.singleShot(0, sit_down),
    )
    return 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))

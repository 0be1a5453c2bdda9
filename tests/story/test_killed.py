"""The battery falls out: whatever was typed more than a second ago is there, and where it was."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.dates import DayTimes
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.claims import start_claim
from cps_desktop.services.people import ensure_organisation
from cps_desktop.services.planners import add_note, add_planner
from cps_desktop.services.register import register_view
from cps_desktop.services.session_making import SessionDraft, begin_session
from tests.story.person import Person
from tests.story.program import spend_day

TOP = Path(__file__).parents[2]
WORDS = "one two three, Zoë"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A workspace with a session of today, a planner with a note, and a claim."""
    desk = new_desk(tmp_path / "work", way="open")
    door = desk.door
    day = DayTimes(door.today(), dt.time(9, 30), dt.time(16))
    session = begin_session(door, SessionDraft("Clearer letters", days=(day,), venue="Hall"))
    template = next(one for one in desk.planners.choices() if one.id == "think-plan-reflect")
    add_note(door, add_planner(door, session, template), "now", "A note that was there")
    add_to_list(door, session, name="Ann Example")
    ann = register_view(door.records, session).rows[0].person
    start_claim(door, session, ann, ensure_organisation(door, "Eden", lead_agency=True))
    desk.close()
    return tmp_path / "work"


def typed_and_killed(folder: Path, place: str, text: str) -> None:
    """Have a person type in a process of their own; kill it a second of its own after the last
    key."""
    command = [sys.executable, "-m", "tests.story.typist", str(folder), place, text]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, cwd=TOP, env=os.environ | {"PYTHONPATH": str(TOP)}
    ) as typist:
        assert typist.stdout is not None
        # A typist that cannot go on says so and ends, and the line is empty.
        said = typist.stdout.readline()
        typist.send_signal(signal.SIGKILL)
    assert said == b"typed\n"
    assert typist.returncode == -signal.SIGKILL


def a_new_note(person: Person) -> None:
    assert person.can_press(WORDS)
    assert person.can_press("A note that was there")


def a_note_that_was_there(person: Person) -> None:
    assert person.on() == f"A note that was there{WORDS}"


def a_field_of_the_session(person: Person) -> None:
    assert person.reads_field("Venue") == WORDS


def an_amount(person: Person) -> None:
    assert person.sees("Claim for Ann Example")
    assert person.sees("Total")
    assert person.sees("£12.34")


def the_title_of_a_new_session(person: Person) -> None:
    assert person.reads_field("Title") == WORDS


def somebodys_needs(person: Person) -> None:
    person.opens_row("People on the list", "Ann Example")
    assert person.reads_field("Access and dietary needs in words") == WORDS


LOOKS: dict[str, tuple[str, Callable[[Person], None]]] = {
    "a_new_note": (WORDS, a_new_note),
    "a_note_that_was_there": (WORDS, a_note_that_was_there),
    "a_field_of_the_session": (WORDS, a_field_of_the_session),
    "an_amount": ("12.34", an_amount),
    "the_title_of_a_new_session": (WORDS, the_title_of_a_new_session),
    "somebodys_needs": (WORDS, somebodys_needs),
}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="No such end on this system")
@pytest.mark.parametrize("place", LOOKS)
def test_killed_while_typing(qapp: QApplication, folder: Path, place: str) -> None:
    text, look = LOOKS[place]
    # The program opens where it was: in the session.
    spend_day(folder, lambda person: person.press("Carry on"))
    typed_and_killed(folder, place, text)
    spend_day(folder, look)

"""What has to be got ready: counted over who is expected, ticked once on any laptop, on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from cps_desktop import paths
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Coming, Preparation
from cps_desktop.services import attendance, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.needs_files import load_needs
from cps_desktop.services.people import change_person
from cps_desktop.services.person_needs import set_need
from cps_desktop.services.preparation import (
    OTHER,
    PreparationList,
    papers_wanted,
    preparation_list,
    set_ready,
)
from cps_desktop.services.preparation_paper import make_preparation
from cps_desktop.services.register import register_view
from tests.services.laptop import THURSDAY, Laptop, give, laptop

OFFERED = load_needs([paths.resources() / "needs"]).needs


class Day:
    """A session with a list."""

    def __init__(self, one: Laptop) -> None:
        self.laptop = one
        self.door = one.door
        self.session = sessions.create_session(
            one.door, title="Hall", days=[DayTimes(THURSDAY), DayTimes(THURSDAY + dt.timedelta(1))]
        )

    def add(self, name: str, **needs: str) -> tuple[str, str]:
        """A person on the list with needs (``large_print=""``): their entry, and who they are."""
        entry = attendance.add_to_list(self.door, self.session, name=name)
        rows = register_view(self.laptop.workspace, self.session).rows
        person = next(one.person for one in rows if one.attendance == entry)
        for key, detail in needs.items():
            set_need(self.door, person, key.replace("_", "-"), detail=detail)
        return entry, person

    def view(self) -> PreparationList:
        return preparation_list(self.laptop.workspace, OFFERED, self.session)


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Day]:
    with laptop(tmp_path) as one:
        yield Day(one)


def test_needs_are_counted_by_what_they_are_and_one_loop_serves_the_room(day: Day) -> None:
    day.add("Zed", interpreter="Polish", hearing_loop="")
    day.add("Ann", interpreter=" polish", hearing_loop="", vegan="")
    mo, _person = day.add("Mo", interpreter="Ukrainian", large_print="", no_such_need="A boat")
    away, _person = day.add("Bob", braille="", large_print="")
    attendance.change_attendance(day.door, away, coming=Coming.APOLOGIES)
    view = day.view()
    assert [(title, [one.title for one in some]) for title, some in view.groups] == [
        (
            "Hearing and talking",
            [
                "Interpreter: Polish × 2",
                "Interpreter: Ukrainian",
                "Hearing loop, switched on and tried",
            ],
        ),
        ("Reading and seeing", ["Papers in large print"]),
        ("Food and drink", ["Vegan meal"]),
        (OTHER, ["No such need: A boat"]),
    ]
    assert view.items[0].who == ("Ann", "Zed")
    assert view.items[2].who == ("Ann", "Zed")
    assert view.words == "0 of 6 things are ready for 3 people"
    assert papers_wanted(day.laptop.workspace, OFFERED, day.session) == {"large print"}
    attendance.change_attendance(day.door, away, coming=Coming.EXPECTED)
    assert day.view().items[3].title == "Papers in large print × 2"
    for entry in (mo, away):
        attendance.change_attendance(day.door, entry, coming=Coming.APOLOGIES)
    assert papers_wanted(day.laptop.workspace, OFFERED, day.session) == frozenset()


def test_more_people_than_are_looked_up_one_by_one_are_counted_alike(day: Day) -> None:
    people = [day.add(f"Person {number}", vegan="")[1] for number in range(42)]
    set_need(day.door, people[0], "braille")
    assert [one.title for one in day.view().items] == ["Papers in Braille", "Vegan meal × 42"]


def test_what_is_ready_is_ticked_once_for_everybody_and_another_language_is_another_thing(
    day: Day, tmp_path: Path
) -> None:
    _entry, ann = day.add("Ann", interpreter="Polish")
    thing = day.view().items[0]
    with laptop(tmp_path, seed=2) as other:
        give(day.laptop, other, tmp_path)
        set_ready(other.door, day.session, thing.id, ready=True)
        set_ready(day.door, day.session, thing.id, ready=True)
        give(other, day.laptop, tmp_path)
    assert len(day.laptop.workspace.find(Preparation)) == 1
    assert day.view().items[0].ready
    day.add("Zed", interpreter="Polish")
    assert day.view().items[0].ready, "who else needs it is another matter"
    set_need(day.door, ann, "interpreter", detail="Ukrainian")
    assert [(one.title, one.ready) for one in day.view().items] == [
        ("Interpreter: Polish", True),
        ("Interpreter: Ukrainian", False),
    ]
    set_ready(day.door, day.session, thing.id, ready=False)
    assert not day.view().items[0].ready
    day.door.undo()
    assert day.view().items[0].ready
    with pytest.raises(InputRefused):
        set_ready(day.door, "0" * 32, thing.id, ready=True)


def test_the_paper_says_all_of_it_and_that_it_is_specially_protected(day: Day, fonts: Path) -> None:
    _entry, ann = day.add("Ann <b>Bell</b>", interpreter="Polish", step_free="")
    change_person(day.door, ann, needs="A chair by the door", under_18=True)
    set_ready(day.door, day.session, day.view().items[0].id, ready=True)
    desk = Desk(day.laptop.workspace, day.door, resources=paths.resources())
    made = make_preparation(desk, day.session, font_cache=fonts)
    pdf = pypdfium2.PdfDocument(made.pdf)
    text = " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
    for said in (
        "Ann <b>Bell</b>",
        "Interpreter: Polish",
        "✓ Ready",
        "☐",
        "A chair by the door",
        "Nobody is named as responsible for them yet.",
        "Contains specially protected information",
        "1 of 2 things are ready for 1 person.",
    ):
        assert said in text
    pdf.close()
    empty = sessions.create_session(day.door, title="Nobody yet")
    assert preparation_list(day.laptop.workspace, OFFERED, empty).nothing
    assert make_preparation(desk, empty, font_cache=fonts).pages == 1

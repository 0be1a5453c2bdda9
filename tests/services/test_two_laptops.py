"""Two laptops at one session: what people do on each comes together on both."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.kinds import DayPresence, Organisation, Role
from cps_desktop.services import attendance, people, planners, sessions
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.planner_view import planner_view
from cps_desktop.services.register import register_view
from tests.services.laptop import THURSDAY, Laptop, give, laptop

SHIPPED = PlannerCatalogue.shipped()


class Room:
    """Two laptops that both have one session with a planner, a day and a person on its list."""

    def __init__(self, left: Laptop, right: Laptop, folder: Path) -> None:
        self.left, self.right, self.folder = left, right, folder
        self.session = sessions.create_session(left.door, title="S", days=[DayTimes(THURSDAY)])
        (day,) = sessions.days_of(left.workspace, self.session)
        self.day = day.id
        self.planner = planners.add_planner(left.door, self.session, SHIPPED.choices()[0])
        self.first = planners.add_note(left.door, self.planner, "now", "first")
        self.last = planners.add_note(left.door, self.planner, "now", "last")
        self.person = people.add_person(left.door, name="Ann", role=Role.CARER)
        self.entry = attendance.add_to_list(left.door, self.session, person=self.person)
        give(left, right, folder)

    def exchange(self) -> None:
        give(self.left, self.right, self.folder)
        give(self.right, self.left, self.folder)

    def texts(self, one: Laptop) -> list[str]:
        return [note.text for note in planners.notes_in(one.workspace, self.planner, "now")]


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with laptop(tmp_path, seed=1) as left, laptop(tmp_path, seed=2) as right:
        yield Room(left, right, tmp_path)


def test_notes_put_into_the_same_gap_stand_alike_and_more_fit_between(room: Room) -> None:
    for one, text in ((room.left, "left"), (room.right, "right")):
        planners.add_note(one.door, room.planner, "now", text, after=room.first)
    room.exchange()
    assert room.texts(room.left) == room.texts(room.right)
    assert set(room.texts(room.left)[1:3]) == {"left", "right"}
    planners.add_note(room.left.door, room.planner, "now", "between", index=2)
    assert room.texts(room.left)[2] == "between"
    give(room.left, room.right, room.folder)
    assert room.texts(room.right) == room.texts(room.left)
    assert room.left.workspace.contested() == ()


def test_two_doors_tick_in_one_person_once(room: Room) -> None:
    for one in (room.left, room.right):
        attendance.tick_in(one.door, room.entry, room.day)
    room.exchange()
    for one in (room.left, room.right):
        register = register_view(one.workspace, room.session)
        assert register.days[0].words == "1 of 1 person is here"
        assert len(one.workspace.find(DayPresence)) == 1


def test_two_doors_that_tick_at_different_minutes_mean_the_earlier_one(room: Room) -> None:
    minutes = {room.left: dt.time(9, 12), room.right: dt.time(9, 3)}
    for one, arrived in minutes.items():
        attendance.tick_in(one.door, room.entry, room.day, arrived=arrived)
        attendance.set_times(
            one.door, room.entry, room.day, arrived=arrived, left=dt.time(15, arrived.minute)
        )
    room.exchange()
    for one in (room.left, room.right):
        (mark,) = one.workspace.find(DayPresence)
        assert (mark.arrived, mark.left) == (dt.time(9, 3), dt.time(15, 12))
        assert one.workspace.contested() == ()
        one.workspace.rebuild()
        assert one.workspace.find(DayPresence) == (mark,)


def test_a_note_moved_on_both_laptops_lies_somewhere_and_nobody_is_asked(room: Room) -> None:
    planners.move_note(room.left.door, room.last, "now", 0)
    planners.move_note(room.right.door, room.last, "now", 0)
    room.exchange()
    assert room.texts(room.left) == room.texts(room.right)
    assert room.left.workspace.contested() == ()


def test_two_doors_put_one_person_on_the_list_once(room: Room) -> None:
    other = people.add_person(room.left.door, name="Bob")
    give(room.left, room.right, room.folder)
    for one in (room.left, room.right):
        attendance.add_to_list(one.door, room.session, person=other, role=Role.PUBLIC)
    room.exchange()
    for one in (room.left, room.right):
        assert len(register_view(one.workspace, room.session).rows) == 2
        assert one.workspace.contested() == ()


def test_one_organisation_written_on_two_laptops_is_one(room: Room) -> None:
    for one, name in ((room.left, "Healthy Voices"), (room.right, "healthy voices")):
        people.ensure_organisation(one.door, name)
    room.exchange()
    for one in (room.left, room.right):
        assert len(one.workspace.find(Organisation)) == 1


def test_a_note_added_elsewhere_to_a_planner_removed_here_stays_in_sight(room: Room) -> None:
    planners.remove_planner(room.left.door, room.planner)
    planners.add_note(room.right.door, room.planner, "now", "late")
    room.exchange()
    known = planners.planners_of(room.left.workspace, room.session)
    assert [one.id for one in known] == [room.planner]
    view = planner_view(room.left.workspace, SHIPPED, room.planner)
    assert view is not None
    assert "late" in [note.text for note in view.notes()]


def test_two_people_who_edit_one_note_are_both_kept(room: Room) -> None:
    planners.edit_note(room.left.door, room.first, "by the left")
    planners.edit_note(room.right.door, room.first, "by the right")
    room.exchange()
    for one in (room.left, room.right):
        view = planner_view(one.workspace, SHIPPED, room.planner)
        assert view is not None
        assert [note.contested for note in view.notes()] == [True, False]
        (record,) = one.workspace.contested()
        values = {version.value for version in one.workspace.versions(record, "text")}
        assert values == {"by the left", "by the right"}

"""The list, the days and the register, on a real workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Attendance, Coming, DayPresence, Organisation, Person, Role
from cps_desktop.services import attendance, people, sessions
from cps_desktop.services.register import RegisterView, register_view
from tests.services.laptop import THURSDAY, Laptop, laptop


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


class Hall:
    """A session of two days on one laptop."""

    def __init__(self, one: Laptop) -> None:
        self.door = one.door
        self.workspace = one.workspace
        self.session = sessions.create_session(
            one.door,
            title="Hall",
            days=[DayTimes(THURSDAY), DayTimes(THURSDAY + dt.timedelta(days=1))],
        )
        self.first, self.second = (day.id for day in sessions.days_of(one.workspace, self.session))

    def add(self, name: str, role: str = Role.CARER, **more: str) -> str:
        return attendance.add_to_list(self.door, self.session, name=name, role=role, **more)

    @property
    def register(self) -> RegisterView:
        return register_view(self.workspace, self.session)

    def states(self, row: int = 0) -> list[str]:
        return [mark.state for mark in self.register.rows[row].days]


@pytest.fixture
def hall(one: Laptop) -> Hall:
    return Hall(one)


def test_a_new_person_and_their_place_on_the_list_are_one_step(one: Laptop, hall: Hall) -> None:
    one.told.clear()
    hall.add("Ewa Wiśniewska (invented)", organisation="Carers' Circle (sample)")
    assert [told.what for told in one.told] == ["Add to the list"]
    (row,) = hall.register.rows
    assert (row.name, row.role_words, row.organisation, row.group) == (
        "Ewa Wiśniewska (invented)",
        "Carer",
        "Carers' Circle (sample)",
        "lay",
    )
    hall.door.undo()
    assert not hall.register.rows
    assert one.workspace.find(Person) == ()
    assert one.workspace.find(Organisation) == ()


def test_somebody_known_is_on_a_list_once(one: Laptop, hall: Hall) -> None:
    person = people.add_person(one.door, name="Ann", role=Role.STAFF)
    entry = attendance.add_to_list(hall.door, hall.session, person=person)
    again = attendance.add_to_list(hall.door, hall.session, person=person, role=Role.CARER)
    assert entry == again
    (row,) = hall.register.rows
    assert row.role == Role.STAFF
    attendance.remove_from_list(hall.door, entry)
    assert not hall.register.rows
    back = attendance.add_to_list(hall.door, hall.session, person=person, role=Role.SPONSOR)
    assert back == entry
    assert hall.register.rows[0].role == Role.SPONSOR


def test_a_tick_takes_the_time_of_the_laptop_and_a_second_tick_changes_nothing(
    one: Laptop, hall: Hall
) -> None:
    entry = hall.add("Bob")
    attendance.tick_in(hall.door, entry, hall.first)
    one.clock.later(1800)
    assert attendance.tick_in(hall.door, entry, hall.first).touched == ()
    mark = hall.register.rows[0].days[0]
    assert (mark.here, mark.arrived, mark.left) == (True, dt.time(9, 2), None)
    assert hall.states() == ["here", ""]
    assert len(one.workspace.find(DayPresence)) == 1


def test_a_tick_is_taken_away_and_given_again(hall: Hall) -> None:
    entry = hall.add("Bob")
    attendance.tick_in(hall.door, entry, hall.first, arrived=dt.time(8, 55))
    attendance.untick(hall.door, entry, hall.first)
    mark = hall.register.rows[0].days[0]
    assert (mark.here, mark.arrived) == (False, None)
    attendance.tick_in(hall.door, entry, hall.first, arrived=dt.time(10, 5))
    assert hall.register.rows[0].days[0].arrived == dt.time(10, 5)
    hall.door.undo()
    assert not hall.register.rows[0].days[0].here


def test_a_tick_undone_and_given_again_counts_once(hall: Hall) -> None:
    entry = hall.add("Bob")
    attendance.tick_in(hall.door, entry, hall.first)
    hall.door.undo()
    assert hall.states() == ["", ""]
    attendance.tick_in(hall.door, entry, hall.first)
    assert hall.states() == ["here", ""]
    assert hall.register.days[0].here == 1


def test_who_has_a_time_was_here(hall: Hall) -> None:
    entry = hall.add("Bob")
    attendance.set_times(hall.door, entry, hall.second, arrived=dt.time(13), left=dt.time(15, 30))
    mark = hall.register.rows[0].days[1]
    assert (mark.here, mark.arrived, mark.left) == (True, dt.time(13), dt.time(15, 30))
    attendance.set_times(hall.door, entry, hall.second, arrived=None, left=None)
    assert hall.register.rows[0].days[1].here


def test_apologies_for_a_day_and_for_all_days(hall: Hall) -> None:
    entry = hall.add("Bob")
    attendance.apologies(hall.door, entry, hall.second)
    assert hall.states() == ["", "apologies"]
    attendance.apologies(hall.door, entry)
    assert hall.states() == ["apologies", "apologies"]
    attendance.tick_in(hall.door, entry, hall.first)
    assert hall.states() == ["here", "apologies"]
    attendance.change_attendance(hall.door, entry, coming=Coming.EXPECTED)
    attendance.untick(hall.door, entry, hall.first)
    assert hall.states() == ["", "apologies"]


def test_a_walk_in_is_on_the_list_and_here_in_one_step(one: Laptop, hall: Hall) -> None:
    one.told.clear()
    hall.add("New face", coming=Coming.WALK_IN, here_on=hall.first)
    assert len(one.told) == 1
    (row,) = hall.register.rows
    assert (row.coming, row.days[0].here) == (Coming.WALK_IN, True)


def test_the_register_counts_everybody_listed_and_the_mix_of_who_came(hall: Hall) -> None:
    roles = [Role.PATIENT, Role.STAFF, Role.STAFF, Role.OBSERVER, Role.CARER, ""]
    entries = [hall.add(f"Person {place}", role) for place, role in enumerate(roles)]
    for entry in entries[:4]:
        attendance.tick_in(hall.door, entry, hall.first)
    attendance.apologies(hall.door, entries[4])
    first, second = hall.register.days
    assert (first.here, first.apologies, first.listed) == (4, 1, 6)
    assert first.words == "4 of 6 people are here"
    assert (second.here, second.apologies) == (0, 1)
    assert hall.register.mix.words == "1 lay person and 2 staff came, and 1 other"
    today = hall.register.day_on(THURSDAY)
    assert today is not None
    assert today.title == "Thursday 18 March 2027"
    assert hall.register.day_on(THURSDAY - dt.timedelta(days=1)) is None


def test_rows_go_by_name_whatever_the_accents(hall: Hall) -> None:
    for name in ("Zed", "Łucja", "amy", "Ŵyn", "Mo"):
        hall.add(name)
    assert [row.name for row in hall.register.rows] == ["amy", "Łucja", "Mo", "Ŵyn", "Zed"]


def test_taking_somebody_off_takes_their_days_and_undo_brings_both_back(
    one: Laptop, hall: Hall
) -> None:
    entry = hall.add("Bob")
    attendance.tick_in(hall.door, entry, hall.first)
    attendance.remove_from_list(hall.door, entry)
    assert one.workspace.find(DayPresence) == ()
    hall.door.undo()
    assert hall.states() == ["here", ""]


def test_a_removed_day_leaves_the_register_and_comes_back_with_who_came(hall: Hall) -> None:
    entry = hall.add("Bob")
    attendance.tick_in(hall.door, entry, hall.first)
    sessions.remove_day(hall.door, hall.first)
    assert hall.states() == [""]
    hall.door.undo()
    assert hall.states() == ["here", ""]


def test_nobody_is_ticked_in_who_is_not_on_the_list(hall: Hall) -> None:
    entry = hall.add("Bob")
    attendance.remove_from_list(hall.door, entry)
    with pytest.raises(InputRefused, match="not here any more"):
        attendance.tick_in(hall.door, entry, hall.first)
    with pytest.raises(InputRefused, match="A person needs a name"):
        hall.add(" ")


def test_an_organisation_is_set_from_the_list(one: Laptop, hall: Hall) -> None:
    entry = hall.add("Bob")
    attendance.set_organisation(hall.door, entry, "Hub (sample)")
    assert hall.register.rows[0].organisation == "Hub (sample)"
    attendance.set_organisation(hall.door, entry, "")
    assert hall.register.rows[0].organisation == ""
    known = one.workspace.get(Attendance, entry)
    assert known is not None

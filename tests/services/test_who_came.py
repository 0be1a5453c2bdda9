"""Who came, from a real workspace: one person once, one organisation once, whatever was merged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Alike, Coming, Organisation, Role
from cps_desktop.domain.who_came import NOT_SAID
from cps_desktop.services import attendance, erasing, people, sessions
from cps_desktop.services.figures import FigureScope, who_came
from cps_desktop.services.merging import keep_two, make_one
from cps_desktop.services.who_came import everyone, organisation_names
from tests.services.erased_person import World
from tests.services.laptop import THURSDAY, Laptop, laptop


@pytest.mark.parametrize("lists", [True, False])
def test_who_was_erased_counts_only_where_their_ticks_were_left(
    tmp_path: Path, lists: bool
) -> None:
    with laptop(tmp_path, seed=1) as left, laptop(tmp_path, seed=2, hour=10) as right:
        world = World(left, right, tmp_path)
        (day,) = sessions.days_of(left.door.records, world.session)
        for entry in (world.entry, world.other):
            attendance.tick_in(left.door, entry, day.id)
        found = world.foresee()
        keys = [one.key for one in found.groups if lists or one.key != erasing.LISTS]
        erasing.erase(world.here, found.choosing(keys), "asked for it")
        shown = who_came(left.workspace, FigureScope(world.session))
        assert shown.figures.count == (1 if lists else 2)
        organisations = [(one.name, one.count) for one in shown.figures.organisations]
        assert organisations == [(NOT_SAID, 1 if lists else 2)], "nothing of theirs is in it"


class Hall:
    """Sessions of one or two days, and people who come to them."""

    def __init__(self, one: Laptop) -> None:
        self.door = one.door

    def person(self, name: str, role: str = "", organisation: str = "") -> str:
        return people.add_person(self.door, name=name, role=role, organisation=organisation)

    def session(self, weeks: int, *days: tuple[str, ...]) -> str:
        """A session with who came on each of its days."""
        first = THURSDAY + dt.timedelta(weeks=weeks)
        dated = [DayTimes(first + dt.timedelta(days=at)) for at in range(len(days))]
        made = sessions.create_session(self.door, title=f"Week {weeks}", days=dated)
        for day, came in zip(sessions.days_of(self.door.records, made), days, strict=True):
            for person in came:
                entry = attendance.add_to_list(self.door, made, person=person)
                attendance.tick_in(self.door, entry, day.id)
        return made


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with laptop(tmp_path) as one:
        yield Hall(one)


def by_organisation(hall: Hall, session: str) -> dict[str, int | None]:
    found = everyone(hall.door.records).of_session(session)
    return {one.name: one.count for one in found.organisations}


def test_days_sessions_and_periods(hall: Hall) -> None:
    ann, bob = hall.person("Ann", Role.CARER), hall.person("Bob", Role.STAFF)
    cy = hall.person("Cy", Role.OBSERVER)
    first = hall.session(-60, (ann,), (ann, bob))
    later = hall.session(0, (ann, cy))
    records = hall.door.records
    found = everyone(records)
    whole = found.of_session(first)
    assert (whole.count, whole.visits) == (2, 3)
    assert whole.first == {ann, bob}
    one, two = sessions.days_of(records, first)
    assert found.of_day(one.id).first == {ann}
    assert found.of_day(two.id).first == {bob}, "Ann was new the day before"
    here = found.of_session(later)
    assert [here.of_group(group) for group in ("lay", "staff", "")] == [1, 0, 1]
    assert here.first == {cy}
    assert here.became == here.members == {ann}
    this_year = found.of_period(dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert this_year.people == {ann, cy}
    assert this_year.first == {cy}, "Ann was new in another year"
    both = found.of_period(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    assert (both.count, both.visits, both.sessions) == (3, 5, 2)
    assert found.of_period(dt.date(2020, 1, 1), dt.date(2020, 12, 31)).count == 0


def test_who_was_entered_twice_is_one_also_for_what_came_in_since(hall: Hall) -> None:
    ann, twice = hall.person("Ann Bell", Role.CARER), hall.person("A. Bell", Role.CARER)
    session = hall.session(0, (ann, twice), (twice,))
    assert everyone(hall.door.records).of_session(session).count == 2
    stays = make_one(hall.door, Alike.PERSON, ann, twice)
    gone = twice if stays == ann else ann
    found = everyone(hall.door.records).of_session(session)
    assert found.people == {stays}
    assert found.visits == 2
    # A laptop that knew nothing of it ticked in the other entry, at another session.
    later = hall.session(1, ())
    (day,) = sessions.days_of(hall.door.records, later)
    entry = derived_id(later, gone)
    listed = attendance.listing_edits(None, later, gone, entry, Role.CARER, Coming.EXPECTED)
    hall.door.do("As it came in", listed)
    attendance.tick_in(hall.door, entry, day.id)
    late = everyone(hall.door.records).of_session(later)
    assert late.people == late.became == {stays}
    attendance.tick_in(hall.door, attendance.add_to_list(hall.door, later, person=stays), day.id)
    both = everyone(hall.door.records).of_session(later)
    assert both.people == {stays}
    assert both.visits == 1, "ticked in under both entries: here once"


def test_organisations_count_as_what_they_became(hall: Hall) -> None:
    east, west = (
        hall.person("A", organisation="East Trust"),
        hall.person("B", organisation="West Trust"),
    )
    third = hall.person("C", organisation="Riverside")
    session = hall.session(0, (east, west, third))
    ids = {one.name: one.id for one in hall.door.records.find(Organisation)}
    people.merge_organisation(
        hall.door, ids["East Trust"], ids["West Trust"], since=dt.date(2027, 4, 1)
    )
    people.merge_organisation(hall.door, ids["West Trust"], ids["Riverside"])
    assert by_organisation(hall, session) == {"Riverside": 3}
    people.merge_organisation(hall.door, ids["East Trust"], "")
    assert by_organisation(hall, session) == {"Riverside": 2, "East Trust": 1}
    people.rename_organisation(hall.door, ids["Riverside"], "Riverside and West")
    assert by_organisation(hall, session) == {"Riverside and West": 2, "East Trust": 1}


def test_two_that_each_became_part_of_the_other_are_one(hall: Hall) -> None:
    one, two = hall.person("A", organisation="Hub"), hall.person("B", organisation="Centre")
    session = hall.session(0, (one, two))
    ids = {each.name: each.id for each in hall.door.records.find(Organisation)}
    people.merge_organisation(hall.door, ids["Hub"], ids["Centre"])
    # Said on two laptops that knew nothing of one another, so neither was refused.
    people.change_organisation(hall.door, ids["Centre"], merged_into=ids["Hub"])
    assert list(by_organisation(hall, session).values()) == [2]


def test_a_former_name_is_understood_unless_somebody_said_that_they_are_two(hall: Hall) -> None:
    one, two = (
        hall.person("A", organisation="New Trust"),
        hall.person("B", organisation="Old Trust"),
    )
    session = hall.session(0, (one, two))
    ids = {each.name: each.id for each in hall.door.records.find(Organisation)}
    assert by_organisation(hall, session) == {"New Trust": 1, "Old Trust": 1}
    people.change_organisation(hall.door, ids["New Trust"], former_names="Old  trust\nOlder")
    assert by_organisation(hall, session) == {"New Trust": 2}
    people.change_organisation(hall.door, ids["Old Trust"], former_names="New Trust")
    assert by_organisation(hall, session) == {"New Trust": 1, "Old Trust": 1}, "each the other's"
    people.change_organisation(hall.door, ids["Old Trust"], former_names="")
    keep_two(hall.door, Alike.ORGANISATION, ids["New Trust"], ids["Old Trust"])
    assert by_organisation(hall, session) == {"New Trust": 1, "Old Trust": 1}
    stays = make_one(hall.door, Alike.ORGANISATION, ids["New Trust"], ids["Old Trust"])
    name = organisation_names(hall.door.records)[stays]
    assert by_organisation(hall, session) == {name: 2}
    (gone,) = {ids["New Trust"], ids["Old Trust"]} - {stays}
    people.change_person(hall.door, two, organisation=gone)
    assert by_organisation(hall, session) == {name: 2}, "written down where nobody knew of it"

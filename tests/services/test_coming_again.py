"""Who came for the first time, who is a member by now, and from where: from ticks alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.dates import DayTimes
from cps_desktop.services import attendance, sessions
from cps_desktop.services.coming_again import coming_again
from cps_desktop.services.people import add_person, change_person
from tests.services.laptop import THURSDAY, Laptop, laptop


class Group:
    """People who meet again and again."""

    def __init__(self, one: Laptop) -> None:
        self.laptop, self.door = one, one.door

    def person(self, name: str, organisation: str = "", community: str = "") -> str:
        who = add_person(self.door, name=name, organisation=organisation)
        change_person(self.door, who, community=community)
        return who

    def meeting(self, weeks: int, *came: str, listed: tuple[str, ...] = ()) -> str:
        """A meeting so many weeks after the first, with those who came, and others listed."""
        day = THURSDAY + dt.timedelta(weeks=weeks)
        made = sessions.create_session(self.door, title=f"Week {weeks}", days=[DayTimes(day)])
        (first,) = sessions.days_of(self.door.records, made)
        for person in (*came, *listed):
            entry = attendance.add_to_list(self.door, made, person=person)
            if person in came:
                attendance.tick_in(self.door, entry, first.id)
        return made


@pytest.fixture
def group(tmp_path: Path) -> Iterator[Group]:
    with laptop(tmp_path) as one:
        yield Group(one)


def test_a_member_has_been_ticked_in_at_more_than_one_meeting_by_then(group: Group) -> None:
    ann, bob = group.person("Ann", "Hub (sample)", "Eden"), group.person("Bob", "", " Eden ")
    cy, di = group.person("Cy", "Hub (sample)"), group.person("Di")
    later = group.meeting(2, ann, cy, listed=(di,))
    first = group.meeting(0, ann, bob, listed=(cy,))
    empty = group.meeting(1, listed=(ann,))
    records = group.door.records
    at_first = coming_again(records, first)
    assert at_first.came == at_first.first == {ann, bob}
    assert at_first.members == frozenset(), "what comes later makes nobody a member before"
    at_last = coming_again(records, later)
    assert at_last.first == {cy}
    assert at_last.members == {ann}
    assert at_last.sentences == (
        "1 person came for the first time.",
        "1 person has been to more than one meeting by now, which makes a member.",
        "By organisation: Hub (sample) 2.",
        "By Integrated Care Community: Eden 1, not said 1.",
    )
    assert at_first.communities == (("Eden", 2),)
    alone = coming_again(records, group.meeting(9, di))
    assert alone.sentences == (
        "1 person came for the first time.",
        "Nobody has been to more than one meeting by now, which makes a member.",
    )
    assert coming_again(records, empty).sentences == ()
    (day,) = sessions.days_of(records, first)
    entry = attendance.add_to_list(group.door, first, person=ann)
    attendance.untick(group.door, entry, day.id)
    assert coming_again(records, later).members == frozenset()
    sessions.delete_session(group.door, later)
    assert coming_again(records, first).first == {bob}

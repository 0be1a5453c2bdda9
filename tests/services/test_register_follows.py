"""The register that follows single changes is the one that is read anew."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Alike, Attendance, Coming, Person
from cps_desktop.services import attendance, people, sessions
from cps_desktop.services.merging import make_one
from cps_desktop.services.register import Register, register_view
from tests.services.laptop import THURSDAY, Laptop, laptop

_NAMES = ("Ann Bell", "ann bell", "Zoë Žák", "Bea", "أمينة", "Tom")


class Room:
    """A session of two days, another one, and the register that follows."""

    def __init__(self, one: Laptop) -> None:
        self.door, self.workspace = one.door, one.workspace
        days = [DayTimes(THURSDAY), DayTimes(THURSDAY + dt.timedelta(days=1))]
        self.session = sessions.create_session(self.door, title="Letters", days=days)
        self.other = sessions.create_session(self.door, title="Other", days=days[:1])
        self.days = [one.id for one in sessions.days_of(self.door.records, self.session)]
        self.register = Register(self.door.records, self.session)
        self.door.listen(self._changed)

    def _changed(self, summary: ChangeSummary) -> None:
        self.register.follow(summary)

    def do(self, what: int, which: int) -> None:
        door = self.door
        listed = self.workspace.find(Attendance, session=self.session)
        entry = listed[which % len(listed)].id if listed else ""
        day = self.days[which % 2]
        name = _NAMES[which % len(_NAMES)]
        if what == 0 or not entry:
            attendance.add_to_list(door, self.session, name=name, organisation="Trust")
        elif what == 1:
            attendance.tick_in(door, entry, day)
        elif what == 2:
            attendance.untick(door, entry, day)
        elif what == 3:
            attendance.apologies(door, entry)
        elif what == 4:
            attendance.remove_from_list(door, entry)
        elif what == 5:
            person = listed[which % len(listed)].person
            people.change_person(door, person, name=name)
        elif what == 6 and door.can_undo:
            door.undo()
        elif what == 7 and door.can_redo:
            door.redo()
        elif what == 8:
            known = self.workspace.find(Person)[0].id
            attendance.add_to_list(door, self.other, person=known)
        elif what == 9 and len(listed) > 1:
            self.make_one_and_list_again(listed[0].person, listed[-1].person, day)

    def make_one_and_list_again(self, one: str, other: str, day: str) -> None:
        """They are one; another laptop, unaware, has the one who is gone on its list and ticks."""
        living = {each.id for each in self.workspace.find(Person)}
        if one == other or not {one, other} <= living:
            return
        make_one(self.door, Alike.PERSON, one, other)
        lost = max(one, other)
        gone = derived_id(self.session, lost)
        known = self.workspace.get(Attendance, gone)
        self.door.do(
            "As it came in",
            attendance.listing_edits(
                known, self.session, max(one, other), gone, "", Coming.EXPECTED
            ),
        )
        attendance.tick_in(self.door, gone, day)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), max_size=14))
def test_following_comes_to_what_reading_anew_does(steps: list[tuple[int, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder, laptop(Path(folder)) as one:
        room = Room(one)
        for what, which in steps:
            room.do(what, which)
            assert room.register.view == register_view(room.door.records, room.session)


def test_a_tick_reads_one_row_and_no_more() -> None:
    with tempfile.TemporaryDirectory() as folder, laptop(Path(folder)) as one:
        room = Room(one)
        for _ in range(5):
            room.do(0, 0)
        before = room.register.view.rows
        room.do(1, 3)
        after = room.register.view.rows
        assert sum(mine is not theirs for mine, theirs in zip(before, after, strict=True)) == 1

"""Coming and leaving, half days and signatures: at one door, and at two that merge by bundles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.changes import ChangeSummary, setting
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.guest_lists import Guest
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import (
    Alike,
    Attendance,
    AttendanceSignature,
    Claim,
    Coming,
    DayPart,
    DayPresence,
    Person,
    Role,
    Session,
)
from cps_desktop.domain.signatures import read_strokes
from cps_desktop.services import (
    attendance,
    attendance_signing,
    badges,
    claim_steps,
    claims,
    merging,
    people,
    preparation,
    sessions,
)
from cps_desktop.services.guest_matching import Fate, match_guests
from cps_desktop.services.needs_files import load_needs
from cps_desktop.services.person_needs import set_need
from cps_desktop.services.preparation import preparation_list
from cps_desktop.services.register import DayOfPerson, Register, RegisterView, register_view
from tests.services.desks import Pair, desk_of, pair
from tests.services.laptop import THURSDAY, Laptop, laptop

LINE, OTHER_LINE = "10,10 90,40;120,80 160,90", "30,10 60,70"


class Hall:
    """A day of nine to four at one door, and another day after it."""

    def __init__(self, one: Laptop, session: str = "") -> None:
        self.one, self.door = one, one.door
        times = DayTimes(THURSDAY, dt.time(9), dt.time(16))
        later = DayTimes(THURSDAY + dt.timedelta(days=1))
        days = [times, later]
        self.session = session or sessions.create_session(one.door, title="Hall", days=days)
        self.day, self.later = (day.id for day in sessions.days_of(one.workspace, self.session))

    def add(self, name: str) -> str:
        return attendance.add_to_list(self.door, self.session, name=name, role=Role.CARER)

    @property
    def register(self) -> RegisterView:
        return register_view(self.one.workspace, self.session)

    def mark(self, entry: str) -> DayOfPerson:
        return next(row for row in self.register.rows if row.attendance == entry).days[0]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[Hall]:
    with laptop(tmp_path) as opened:
        yield Hall(opened)


def test_leaving_is_a_time_that_coming_back_and_undo_take_away(hall: Hall) -> None:
    ann, bob = hall.add("Ann"), hall.add("Bob")
    for entry in (ann, bob):
        attendance.tick_in(hall.door, entry, hall.day)
    hall.one.clock.later(3 * 3600)
    attendance.mark_left(hall.door, ann, hall.day)
    assert (hall.mark(ann).left, hall.mark(ann).gone, hall.mark(ann).part) == (
        dt.time(12, 2), True, DayPart.MORNING,
    )  # fmt: skip
    assert hall.register.days[0].words == "2 of 2 people came, 1 has left"
    attendance.not_left(hall.door, ann, hall.day)
    assert (hall.mark(ann).gone, hall.mark(ann).part) == (False, DayPart.WHOLE)
    assert hall.register.days[0].words == "2 of 2 people are here"
    hall.door.undo()
    assert hall.mark(ann).gone
    hall.door.undo()
    assert hall.mark(ann).arrived == dt.time(9, 2)
    assert not hall.mark(ann).gone


def test_nobody_leaves_who_did_not_come_or_on_another_day(hall: Hall) -> None:
    ann = hall.add("Ann")
    with pytest.raises(InputRefused, match="not ticked in"):
        attendance.mark_left(hall.door, ann, hall.day)
    attendance.tick_in(hall.door, ann, hall.later)
    with pytest.raises(InputRefused, match="not today"):
        attendance.mark_left(hall.door, ann, hall.later)
    attendance.mark_left(hall.door, ann, hall.later, left=dt.time(15))
    assert hall.register.rows[0].days[1].gone


def test_a_part_of_the_day_is_said_where_no_time_is_known(hall: Hall) -> None:
    ann = hall.add("Ann")
    attendance.set_part(hall.door, ann, hall.day, DayPart.AFTERNOON)
    mark = hall.mark(ann)
    assert (mark.here, mark.arrived, mark.part) == (True, None, DayPart.AFTERNOON)
    attendance.set_part(hall.door, ann, hall.day, DayPart.BY_THE_TIMES)
    assert hall.mark(ann).part == DayPart.WHOLE
    attendance.set_part(hall.door, ann, hall.day, DayPart.MORNING)
    attendance.untick(hall.door, ann, hall.day)
    assert (hall.mark(ann).part, hall.mark(ann).part_said) == ("", "")


def test_a_signature_is_kept_as_it_was_drawn_and_ticks_in(hall: Hall) -> None:
    ann = hall.add("Ann")
    with pytest.raises(InputRefused, match="Nothing is written"):
        attendance_signing.sign_on_screen(hall.door, ann, hall.day, "no strokes")
    attendance_signing.sign_on_screen(hall.door, ann, hall.day, LINE)
    assert (hall.mark(ann).here, hall.mark(ann).arrived, hall.mark(ann).signed) == (
        True, None, "screen",
    )  # fmt: skip
    drawn = attendance_signing.strokes_by_entry(hall.one.workspace, hall.session, hall.day)
    assert drawn == {ann: read_strokes(LINE)}
    assert hall.register.days[0].signed == 1
    attendance_signing.take_signatures_away(hall.door, ann, hall.day)
    assert hall.mark(ann).signed == ""
    assert hall.mark(ann).here, "the signature goes, not the person"
    hall.door.undo()
    assert hall.mark(ann).signed == "screen"


def test_who_signed_the_sheet_is_noted_for_many_in_one_step(hall: Hall) -> None:
    ann, bob = hall.add("Ann"), hall.add("Bob")
    attendance.tick_in(hall.door, bob, hall.day)
    attendance_signing.sign_on_paper(hall.door, hall.session, hall.day, [ann, bob])
    assert [hall.mark(one).signed for one in (ann, bob)] == ["paper", "paper"]
    assert [hall.mark(one).arrived for one in (ann, bob)] == [None, dt.time(9, 2)]
    attendance_signing.sign_on_paper(hall.door, hall.session, hall.day, [ann, bob])
    assert len(hall.one.workspace.find(AttendanceSignature)) == 2
    attendance.remove_from_list(hall.door, ann)
    assert hall.register.days[0].signed == 1
    hall.door.undo()
    assert hall.mark(ann).signed == "paper"


def test_two_entries_made_one_keep_their_signatures_and_the_part(hall: Hall) -> None:
    ann, annie = hall.add("Ann Bell"), hall.add("Annie Bell")
    attendance_signing.sign_on_screen(hall.door, annie, hall.day, LINE)
    attendance.set_part(hall.door, annie, hall.day, DayPart.MORNING)
    attendance.tick_in(hall.door, ann, hall.day)
    stays, gone = (
        next(row.person for row in hall.register.rows if row.attendance == one)
        for one in (ann, annie)
    )
    merging.make_one(hall.door, Alike.PERSON, stays, gone)
    (row,) = hall.register.rows
    assert (row.person, row.days[0].signed, row.days[0].part) == (stays, "screen", "morning")


# -- two doors ------------------------------------------------------------------------------------


class Doors:
    """One list at two doors of one hall."""

    def __init__(self, two: Pair, names: int) -> None:
        self.two = two
        left = Hall(two.left)
        self.entries = [left.add(f"Person {number:02}") for number in range(names)]
        two.send()
        self.halls = left, Hall(two.right, left.session)

    def registers(self) -> list[RegisterView]:
        return [one.register for one in self.halls]


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as found:
        yield found


def test_two_doors_tick_a_queue_of_fifty_and_nobody_counts_twice(two: Pair) -> None:
    doors = Doors(two, 50)
    left, right = doors.halls
    # Twenty at each door alone, ten at both: who went in at one and was found again at the other.
    for hall, some in ((left, doors.entries[:30]), (right, doors.entries[20:])):
        for minute, entry in enumerate(some):
            attendance.tick_in(hall.door, entry, hall.day, arrived=dt.time(9, minute))
    walked = attendance.add_to_list(
        left.door, left.session, name="Walked In", coming=Coming.WALK_IN, here_on=left.day
    )
    shared = doors.entries[25]
    for hall, strokes, minute in ((left, LINE, 10), (right, OTHER_LINE, 40)):
        attendance_signing.sign_on_screen(hall.door, shared, hall.day, strokes)
        attendance_signing.sign_on_paper(hall.door, hall.session, hall.day, [doors.entries[22]])
        attendance.mark_left(hall.door, shared, hall.day, left=dt.time(15, minute))
        attendance.mark_left(hall.door, doors.entries[21], hall.day, left=dt.time(15, minute))
    # One door takes back what it said; the other never heard of it.
    attendance.not_left(right.door, doors.entries[21], right.day)
    attendance.mark_left(right.door, doors.entries[49], right.day, left=dt.time(12))
    two.exchange()
    first, second = doors.registers()
    assert first == second
    (day, _later) = first.days
    assert (day.listed, day.here, day.gone, day.signed) == (51, 51, 3, 2)
    assert day.words == "51 of 51 people came, 3 have left"
    marks = {row.attendance: row.days[0] for row in first.rows}
    assert marks[doors.entries[20]].arrived == dt.time(9, 0), "the earlier of two ticks"
    assert marks[shared].left == dt.time(15, 40), "the later of two leavings"
    assert marks[doors.entries[21]].left == dt.time(15, 10)
    assert marks[doors.entries[49]].part == DayPart.MORNING
    assert marks[walked].here
    for one in (two.left, two.right):
        assert one.workspace.contested() == ()
        assert len(one.workspace.find(DayPresence)) == 51
        assert len(one.workspace.find(AttendanceSignature, signing="paper")) == 1
        assert len(one.workspace.find(AttendanceSignature, signing="screen")) == 2
    # Coming back after both were heard of is coming back.
    attendance.not_left(left.door, shared, left.day)
    two.exchange()
    assert [one.days[0].gone for one in doors.registers()] == [2, 2]


def test_the_part_of_a_day_said_otherwise_at_two_doors_is_asked_about(two: Pair) -> None:
    doors = Doors(two, 1)
    (entry,) = doors.entries
    for hall, part in zip(doors.halls, (DayPart.MORNING, DayPart.AFTERNOON), strict=True):
        attendance.set_part(hall.door, entry, hall.day, part)
    two.exchange()
    assert all(one.rows[0].contested for one in doors.registers())


def test_one_walk_in_written_at_both_doors_is_made_one_with_one_signature_shown(two: Pair) -> None:
    doors = Doors(two, 0)
    for hall in doors.halls:
        entry = attendance.add_to_list(
            hall.door, hall.session, name="Olu Adeyemi", coming=Coming.WALK_IN, here_on=hall.day
        )
        attendance_signing.sign_on_screen(hall.door, entry, hall.day, LINE)
    two.exchange()
    left = doors.halls[0]
    stays, gone = sorted(one.id for one in two.left.workspace.find(Person))
    merging.make_one(left.door, Alike.PERSON, stays, gone)
    two.exchange()
    for register in doors.registers():
        assert (register.days[0].listed, register.days[0].here, register.days[0].signed) == (
            1, 1, 1,
        )  # fmt: skip
    assert people.shown_name(two.right.workspace.get(Person, stays)) == "Olu Adeyemi"


def _in_again(hall: Hall) -> tuple[str, str]:
    """Ann, and the entry that another laptop, unaware, made for whom she was made one with."""
    ann, twice = hall.add("Ann"), people.add_person(hall.door, name="Anne")
    person = hall.door.must_exist(Attendance, ann).person
    merging.make_one(hall.door, Alike.PERSON, person, twice)
    gone = max(person, twice)
    entry = derived_id(hall.session, gone)
    (row,) = hall.register.rows
    known = hall.one.workspace.get(Attendance, entry)
    listed = attendance.listing_edits(known, hall.session, gone, entry, "", Coming.EXPECTED)
    hall.door.do("As it came in", listed)
    return row.attendance, entry


def _noted(hall: Hall) -> dict[str, DayPresence]:
    """What is kept of the first day, by entry."""
    found = hall.one.workspace.find(DayPresence, session_day=hall.day)
    return {one.attendance: one for one in found}


def test_who_was_made_one_and_came_in_again_is_one_row_with_the_earlier_time(hall: Hall) -> None:
    own, again = _in_again(hall)
    follows = Register(hall.door.records, hall.session)

    def follow(summary: ChangeSummary) -> None:
        follows.follow(summary)

    hall.door.listen(follow)
    ten, nine, five = dt.time(10), dt.time(9), dt.time(17)
    attendance.tick_in(hall.door, own, hall.day, arrived=ten)
    said = attendance.presence_edits(
        hall.door.records, hall.session, again, hall.day, state="here", arrived=nine, left=five
    )
    hall.door.do("As it came in", said)
    (row,) = hall.register.rows
    assert (row.attendance, row.also) == (own, (again,))
    assert (row.days[0].arrived, row.days[0].left) == (nine, five)
    (day, _later) = hall.register.days
    assert (day.listed, day.here, day.gone) == (1, 1, 1)
    # What one said of the day and the other did not is not lost by the next thing said.
    hall.door.do("As it came in", setting(_noted(hall)[again], part=DayPart.MORNING))
    assert hall.mark(own).part_said == DayPart.MORNING
    # Whatever is said of her from now on is so, under both entries.
    attendance.not_left(hall.door, own, hall.day)
    assert (hall.mark(own).arrived, hall.mark(own).left) == (nine, None)
    assert {one.part for one in _noted(hall).values()} == {DayPart.MORNING}
    attendance.set_times(hall.door, own, hall.day, arrived=ten, left=None)
    assert hall.mark(own).arrived == ten
    assert {one.arrived for one in hall.one.workspace.find(DayPresence)} == {ten}
    attendance.untick(hall.door, own, hall.day)
    assert not hall.mark(own).here
    attendance.tick_in(hall.door, again, hall.day)
    assert hall.mark(own).here
    attendance.mark_left(hall.door, own, hall.day)
    assert hall.mark(own).gone
    attendance.apologies(hall.door, own)
    assert hall.register.rows[0].coming == Coming.APOLOGIES
    assert follows.view == hall.register, "the page that follows shows the same"
    attendance.set_organisation(hall.door, again, "Hub (sample)")
    assert hall.register.rows[0].organisation == "Hub (sample)"
    attendance.remove_from_list(hall.door, own)
    assert hall.register.rows == follows.view.rows == ()
    hall.door.undo()
    assert follows.view == hall.register
    assert len(follows.view.rows) == 1


def test_a_signature_of_who_came_in_again_is_hers(hall: Hall) -> None:
    own, again = _in_again(hall)
    attendance_signing.sign_on_screen(hall.door, again, hall.day, LINE)
    assert hall.mark(own).signed == "screen"
    assert hall.mark(own).here
    attendance_signing.take_signatures_away(hall.door, own, hall.day)
    assert hall.mark(own).signed == ""


def test_who_is_on_a_list_only_by_the_entry_that_is_gone_is_looked_after_all_the_same(
    hall: Hall,
) -> None:
    _own, again = _in_again(hall)
    records, door = hall.one.workspace, hall.door
    desk = desk_of(hall.one)
    gone = door.must_exist(Attendance, again).person
    stays = merging.who_stays(records, Alike.PERSON, gone)
    set_need(door, stays, "large-print")
    other = sessions.create_session(door, title="Elsewhere", days=[DayTimes(THURSDAY)])
    (day,) = sessions.days_of(records, other)
    entry = derived_id(other, gone)
    listed = attendance.listing_edits(None, other, gone, entry, "", Coming.EXPECTED)
    door.do("As it came in", listed)
    offered = load_needs([desk.resources / "needs"]).needs
    name = people.shown_name(records.get(Person, stays))
    (again_listed,) = match_guests(records, other, [Guest(1, name)])
    assert (again_listed.fate, again_listed.person) == (Fate.LISTED, stays), "nor is added again"
    (print_,) = preparation_list(records, offered, other).items
    assert print_.who == (name,)
    attendance.tick_in(door, entry, day.id)
    agency = people.ensure_organisation(door, "Hall Trust", lead_agency=True)
    claim = records.get(Claim, claims.start_claim(door, other, stays, agency))
    assert claim is not None
    assert claim_steps.register_says(records, claim).mismatch == ""
    badges.change_badge(door, entry, wanted=True)
    own = attendance.add_to_list(door, other, person=stays)
    badges.change_badge(door, own, wanted=True)
    session = door.must_exist(Session, other)
    assert len(badges.badge_sheet(desk, session).badges) == 1
    assert [one.name for one in preparation.expected_people(records, other)] == [*print_.who]


def test_nothing_is_kept_of_whom_nothing_is_said(hall: Hall) -> None:
    ann = hall.add("Ann")
    before = hall.one.workspace.changes()
    attendance.set_part(hall.door, ann, hall.day, DayPart.BY_THE_TIMES)
    attendance.untick(hall.door, ann, hall.day)
    attendance.not_left(hall.door, ann, hall.day)
    attendance.set_times(hall.door, ann, hall.day, arrived=None, left=None)
    assert hall.one.workspace.find(DayPresence, deleted=True) == ()
    assert hall.one.workspace.changes() == before
    assert hall.door.can_undo == "Add to the list"

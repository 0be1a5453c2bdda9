"""Two who are one: what a merge takes along, and how it is taken apart again anywhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import (
    Alike,
    Attendance,
    Claim,
    ClaimLine,
    ClaimState,
    DayPresence,
    Difference,
    LineKind,
    Organisation,
    Person,
    Presence,
    Receipt,
    Role,
    Sameness,
    Session,
)
from cps_desktop.domain.records import KINDS
from cps_desktop.services import attendance, claims, people, sessions
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.desk import Desk
from cps_desktop.services.erasing import erase, foresee_person
from cps_desktop.services.merging import (
    keep_two,
    make_one,
    merged_into,
    mergings,
    said_two,
)
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.same_person import they_are_one
from cps_desktop.services.unmerging import they_are_two
from tests.services.desks import Pair, pair
from tests.services.laptop import THURSDAY
from tests.services.organisation import Organisation as Coordinated
from tests.storage.plain_pages import holds


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as found:
        yield found


class Twice:
    """One woman, entered twice: on the list of one session each, with a claim each."""

    def __init__(self, two: Pair) -> None:
        door, desk = two.left.door, two.here
        self.agency = people.ensure_organisation(door, "Trust", lead_agency=True)
        self.first = people.add_person(door, name="Ann Bell", role=Role.CARER, contact="01768 1")
        self.second = people.add_person(
            door, name="Anne Bell", known_as="Annie", role=Role.CARER, needs="Ramp"
        )
        self.day = sessions.days_of(desk.workspace, two.session)[0].id
        self.entry = attendance.add_to_list(door, two.session, person=self.second)
        attendance.tick_in(door, self.entry, self.day, arrived=dt.time(9, 20))
        sessions.change_session(door, two.session, facilitators=(self.second,))
        self.claim = claims.start_claim(door, two.session, self.second, self.agency)
        self.line = claims.add_line(
            door, desk.policies, self.claim, kind_of=LineKind.PARKING, day=THURSDAY, pence=310
        )
        assert self.first < self.second


def everything(desk: Desk, *, without: tuple[str, ...] = ()) -> dict[str, list[Any]]:
    """Every record as it is shown, but for when it was touched."""
    return {
        kind: [
            (one.id, one.deleted, one.contested, *(getattr(one, name) for name in names))
            for deleted in (False, True)
            for one in sorted(desk.workspace.find(cls, deleted=deleted), key=lambda one: one.id)
        ]
        for kind, cls in KINDS.items()
        if kind not in without
        for names in [[f for f in cls.__dataclass_fields__ if f not in ("made", "touched")]]
    }


def living(shown: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {kind: [row for row in rows if not row[1]] for kind, rows in shown.items()}


def test_everything_that_spoke_of_the_one_speaks_of_the_other(two: Pair) -> None:
    she = Twice(two)
    stays = make_one(two.left.door, Alike.PERSON, she.second, she.first, {"name": "Anne Bell"})
    assert stays == she.first
    get = two.here.workspace.get
    person = get(Person, she.first)
    assert person is not None
    assert (person.name, person.known_as) == ("Anne Bell", "Annie")
    assert (person.contact, person.needs) == ("01768 1", "Ramp")
    (listed,) = two.here.workspace.find(Attendance)
    assert (listed.person, listed.id) == (she.first, derived_id(two.session, she.first))
    (day,) = two.here.workspace.find(DayPresence)
    assert (day.state, day.arrived, day.attendance) == (Presence.HERE, dt.time(9, 20), listed.id)
    session = get(Session, two.session)
    assert session is not None
    assert session.facilitators == (she.first,)
    (claim,) = two.here.workspace.find(Claim)
    assert (claim.person, claim.id) == (
        she.first,
        claims.start_claim(two.left.door, two.session, she.first, she.agency),
    )
    (line,) = two.here.workspace.find(ClaimLine)
    assert (line.id, line.claim, line.pence) == (she.line, claim.id, 310)
    gone = get(Person, she.second)
    assert gone is not None
    assert gone.deleted
    assert merged_into(two.here.workspace, Alike.PERSON, she.first) == (she.second,)


@pytest.mark.parametrize("travels", [False, True])
def test_a_merge_is_taken_apart_to_what_was_before_also_on_another_laptop(
    two: Pair, travels: bool
) -> None:
    she = Twice(two)
    ignored = ("sameness", "difference")
    before = living(everything(two.here, without=ignored))
    make_one(two.left.door, Alike.PERSON, she.first, she.second, {"name": "Somebody else"})
    desk = two.here
    if travels:
        two.send()
        desk = two.there
    (merging,) = mergings(desk.workspace)
    parted = they_are_two(desk, merging)
    assert parted.stays == ()
    assert living(everything(desk, without=ignored)) == before
    assert mergings(desk.workspace) == ()
    assert said_two(desk.workspace, Alike.PERSON, she.second, she.first)
    if travels:
        two.answer()
        assert everything(two.here) == everything(two.there)
    desk.door.undo()
    assert len(mergings(desk.workspace)) == 1
    assert living(everything(desk, without=ignored)) != before


def test_a_merge_that_was_undone_and_done_again_comes_apart_all_the_same(two: Pair) -> None:
    she = Twice(two)
    ignored = ("sameness", "difference")
    before = living(everything(two.here, without=ignored))
    make_one(two.left.door, Alike.PERSON, she.first, she.second, {"name": "Somebody else"})
    merged = living(everything(two.here, without=ignored))
    two.left.door.undo()
    assert mergings(two.here.workspace) == ()
    two.left.door.redo()
    assert living(everything(two.here, without=ignored)) == merged
    (merging,) = mergings(two.here.workspace)
    assert they_are_two(two.here, merging).stays == ()
    assert living(everything(two.here, without=ignored)) == before


def test_what_a_merge_writes_down_holds_nothing_of_the_person(two: Pair) -> None:
    she = Twice(two)
    make_one(two.left.door, Alike.PERSON, she.first, she.second, {"name": "Somebody else"})
    (said,) = two.here.workspace.find(Sameness)
    for word in ("Ann", "Bell", "01768", "Ramp", "carer", "Somebody"):
        assert word not in said.undoing


@pytest.mark.parametrize("undone", [False, True])
def test_nothing_of_who_was_merged_by_mistake_outlives_their_erasure(
    two: Pair, undone: bool
) -> None:
    she = Twice(two)
    door, workspace = two.left.door, two.left.workspace
    mine = door.must_exist(Person, she.first)
    door.do("Needs", setting(mine, needs="Large print"))
    Coordinated().found([two.left], [two.right])
    make_one(door, Alike.PERSON, she.first, she.second)
    assert holds(workspace.folder, workspace.key, "Annie")
    if undone:
        door.undo()
    else:
        (merging,) = mergings(workspace)
        they_are_two(two.here, merging)
    found = foresee_person(workspace, she.second)
    erase(two.here, found.choosing([one.key for one in found.groups]), "asked to")
    for word in ("Annie", "Ramp"):
        assert holds(workspace.folder, workspace.key, word) == []
    left = workspace.get(Person, she.first)
    assert left is not None
    assert (left.name, left.contact, left.needs) == ("Ann Bell", "01768 1", "Large print")
    assert check_workspace(workspace).problems == []


def test_one_undo_takes_a_merge_back_and_leaves_nothing_of_it(two: Pair) -> None:
    she = Twice(two)
    before = living(everything(two.here))
    make_one(two.left.door, Alike.PERSON, she.first, she.second)
    assert two.left.door.can_undo == "They are one"
    two.left.door.undo()
    assert living(everything(two.here)) == before


def test_what_somebody_went_on_with_since_stays_and_is_said(two: Pair) -> None:
    she = Twice(two)
    make_one(two.left.door, Alike.PERSON, she.first, she.second)
    entry = derived_id(two.session, she.first)
    attendance.set_times(two.left.door, entry, she.day, arrived=dt.time(9), left=dt.time(15))
    people.change_person(two.left.door, she.first, known_as="Nan")
    (merging,) = mergings(two.here.workspace)
    parted = they_are_two(two.here, merging)
    assert set(parted.stays) == {
        "Ann Bell on Thursday 18 March 2027: somebody went on with it, so it stays.",
        "Ann Bell: Known as was changed since and stays as it is.",
        "Ann Bell: somebody went on with it, so it stays.",
    }
    listed = two.here.workspace.find(Attendance)
    assert sorted(one.person for one in listed) == [she.first, she.second]
    times = {one.attendance: one.arrived for one in two.here.workspace.find(DayPresence)}
    assert times == {entry: dt.time(9), she.entry: dt.time(9, 20)}
    person = two.here.workspace.get(Person, she.first)
    assert person is not None
    assert (person.known_as, person.needs) == ("Nan", "")


def test_both_were_listed_and_both_claimed(two: Pair) -> None:
    she = Twice(two)
    door = two.left.door
    own = attendance.add_to_list(door, two.session, person=she.first)
    attendance.apologies(door, own, she.day)
    claim = claims.start_claim(door, two.session, she.first, she.agency)
    claims.add_line(door, two.here.policies, claim, kind_of=LineKind.FARE, day=THURSDAY, pence=420)
    claims.mark_ready(door, claim)
    make_one(door, Alike.PERSON, she.first, she.second)
    (listed,) = two.here.workspace.find(Attendance)
    (day,) = two.here.workspace.find(DayPresence)
    assert (listed.id, day.state) == (own, Presence.HERE)
    (left,) = two.here.workspace.find(Claim)
    assert (left.id, left.state) == (claim, ClaimState.DRAFT)
    assert sorted(one.pence for one in claims.lines_of(door.records, claim)) == [310, 420]
    (merging,) = mergings(two.here.workspace)
    they_are_two(two.here, merging)
    again = two.here.workspace.get(Claim, claim)
    assert again is not None
    assert again.state == ClaimState.READY
    assert [one.pence for one in claims.lines_of(door.records, she.claim)] == [310]


def test_merging_on_two_laptops_at_once_in_opposite_directions_is_one_merge(two: Pair) -> None:
    she = Twice(two)
    two.send()
    make_one(two.left.door, Alike.PERSON, she.first, she.second, {"name": "Ann Bell"})
    make_one(two.right.door, Alike.PERSON, she.second, she.first, {"name": "Anne Bell"})
    two.exchange()
    assert everything(two.here) == everything(two.there)
    (person,) = two.here.workspace.find(Person)
    assert person.id == she.first
    assert person.contested == ()
    assert [one.person for one in two.here.workspace.find(Attendance)] == [she.first]
    (merging,) = mergings(two.here.workspace)
    assert len(merging.records) == 2
    they_are_two(two.there, merging)
    two.answer()
    for desk in (two.here, two.there):
        found = {one.id: one.name for one in desk.workspace.find(Person)}
        assert found == {she.first: "Ann Bell", she.second: "Anne Bell"}
        assert [one.person for one in desk.workspace.find(Attendance)] == [she.second]
    assert everything(two.here) == everything(two.there)


def test_what_another_laptop_added_meanwhile_is_taken_along_when_asked(two: Pair) -> None:
    she = Twice(two)
    two.send()
    make_one(two.left.door, Alike.PERSON, she.first, she.second)
    other = sessions.create_session(two.right.door, title="Another")
    attendance.add_to_list(two.right.door, other, person=she.second)
    two.exchange()
    assert {one.person for one in two.here.workspace.find(Attendance)} == {she.first, she.second}
    make_one(two.left.door, Alike.PERSON, she.first, she.second)
    assert {one.person for one in two.here.workspace.find(Attendance)} == {she.first}
    (merging,) = mergings(two.here.workspace)
    steps = two.left.door.can_undo
    make_one(two.left.door, Alike.PERSON, she.first, she.second)
    assert len(mergings(two.here.workspace)[0].records) == len(merging.records)
    assert two.left.door.can_undo == steps
    they_are_two(two.here, merging)
    assert {one.person for one in two.here.workspace.find(Attendance)} == {she.second}


def test_a_later_merge_is_taken_apart_first(two: Pair) -> None:
    she = Twice(two)
    third = people.add_person(two.left.door, name="A. Bell")
    make_one(two.left.door, Alike.PERSON, she.first, she.second)
    make_one(two.left.door, Alike.PERSON, third, she.first)
    assert merged_into(two.here.workspace, Alike.PERSON, she.first) == tuple(
        sorted((she.second, third))
    )
    later, earlier = mergings(two.here.workspace)
    assert (later.gone, earlier.gone) == (third, she.second)
    with pytest.raises(InputRefused, match="Take them apart first"):
        they_are_two(two.here, earlier)
    they_are_two(two.here, later)
    they_are_two(two.here, earlier)
    assert len(two.here.workspace.find(Person)) == 3


def test_two_are_remembered_as_two_and_may_be_one_after_all(two: Pair) -> None:
    she = Twice(two)
    keep_two(two.left.door, Alike.PERSON, she.second, she.first)
    two.send()
    assert said_two(two.there.workspace, Alike.PERSON, she.first, she.second)
    assert len(two.there.workspace.find(Person)) == 2
    make_one(two.right.door, Alike.PERSON, she.first, she.second)
    assert said_two(two.there.workspace, Alike.PERSON, she.first, she.second) == []
    keep_two(two.right.door, Alike.PERSON, she.first, she.second)
    assert len(two.there.workspace.find(Difference)) == 1


def test_organisations_become_one_and_both_names_find_it(two: Pair) -> None:
    door = two.left.door
    one = people.ensure_organisation(door, "North Cumbria NHS Trust", lead_agency=True)
    other = people.ensure_organisation(door, "N. Cumbria Trust")
    person = people.add_person(door, name="Ann Bell", organisation="N. Cumbria Trust")
    sessions.change_session(door, two.session, lead_agency=other, organisations=(one, other))
    claim = claims.start_claim(door, two.session, person, other)
    claims.add_line(
        door, two.here.policies, claim, kind_of=LineKind.PARKING, day=THURSDAY, pence=100
    )
    before = living(everything(two.here, without=("sameness", "difference")))
    stays = make_one(door, Alike.ORGANISATION, one, other, {"name": "North Cumbria NHS Trust"})
    (left,) = two.here.workspace.find(Organisation)
    assert (left.id, left.name, left.lead_agency) == (stays, "North Cumbria NHS Trust", True)
    assert left.former_names == "N. Cumbria Trust"
    assert people.ensure_organisation(door, "N. Cumbria Trust") == stays
    session = two.here.workspace.get(Session, two.session)
    assert session is not None
    assert (session.lead_agency, session.organisations) == (stays, (stays,))
    (paid,) = two.here.workspace.find(Claim)
    assert (paid.lead_agency, paid.person) == (stays, person)
    assert len(claims.lines_of(door.records, paid.id)) == 1
    (merging,) = mergings(two.here.workspace)
    they_are_two(two.here, merging)
    assert living(everything(two.here, without=("sameness", "difference"))) == before


def test_the_same_line_twice_becomes_one_with_both_receipts(two: Pair) -> None:
    she = Twice(two)
    door = two.left.door
    again = claims.add_line(
        door, two.here.policies, she.claim, kind_of=LineKind.PARKING, day=THURSDAY, pence=310,
        description="Car park",
    )  # fmt: skip
    for line, letter in ((she.line, b"one"), (again, b"two")):
        picture = PreparedPicture(letter, 1, 1, letter.hex(), "r.jpg")
        claims.attach_receipt(door, two.here.workspace, line, [picture])
    claims.mark_ready(door, she.claim)
    before = living(everything(two.here, without=("sameness", "difference")))
    stays = make_one(door, Alike.LINE, again, she.line)
    (left,) = claims.lines_of(door.records, she.claim)
    assert (left.id, left.description, left.pence) == (stays, "Car park", 310)
    assert len(two.here.workspace.find(Receipt, line=stays)) == 2
    claim = two.here.workspace.get(Claim, she.claim)
    assert claim is not None
    assert claim.state == ClaimState.DRAFT
    (merging,) = mergings(two.here.workspace)
    they_are_two(two.here, merging)
    assert living(everything(two.here, without=("sameness", "difference"))) == before


def test_yes_the_same_person_is_a_merge_that_prefers_what_was_known(two: Pair) -> None:
    door = two.left.door
    known = people.add_person(door, name="Aled Hughes", role=Role.CARER, needs="Quiet room")
    entry = attendance.add_to_list(door, two.session, name="aled hughes", role=Role.STAFF)
    stays = they_are_one(door, entry, known)
    assert stays == derived_id(two.session, known)
    (person,) = two.here.workspace.find(Person)
    assert (person.id, person.name, person.needs) == (known, "Aled Hughes", "Quiet room")
    assert len(mergings(two.here.workspace)) == 1
    assert they_are_one(door, stays, known) == stays


def test_a_merge_of_very_much_is_several_records_and_comes_apart_whole(two: Pair) -> None:
    door = two.left.door
    first = people.add_person(door, name="Ann Bell")
    second = people.add_person(door, name="Ann Bell", needs="x" * 60_000)
    edits = []
    for _ in range(300):
        made = Session(id=door.new_id(), title="Made")
        entry = derived_id(made.id, second)
        listed = Attendance(id=entry, root=made.id, session=made.id, person=second)
        edits += [*creating(made), *creating(listed)]
    door.do("Many sessions", edits)
    people.change_person(door, first, needs="y" * 30_000)
    before = living(everything(two.here, without=("sameness", "difference")))
    make_one(door, Alike.PERSON, first, second)
    (merging,) = mergings(two.here.workspace)
    assert len(merging.records) == 2
    assert all(len(one.undoing) <= 100_000 for one in two.here.workspace.find(Sameness))
    they_are_two(two.here, merging)
    assert living(everything(two.here, without=("sameness", "difference"))) == before


def test_whoever_is_not_here_is_not_merged(two: Pair) -> None:
    she = Twice(two)
    for one, other in ((she.first, "0" * 32), ("0" * 32, she.first), (she.first, she.first)):
        with pytest.raises(InputRefused):
            make_one(two.left.door, Alike.PERSON, one, other)
    with pytest.raises(InputRefused):
        keep_two(two.left.door, Alike.PERSON, she.first, "0" * 32)
    assert two.here.workspace.find(Sameness) == ()


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"format":9,"before":1,"records":[]}', '{"format":1}', "nil"]
)
def test_what_cannot_be_read_is_said_and_changes_nothing(two: Pair, text: str) -> None:
    she = Twice(two)
    make_one(two.left.door, Alike.PERSON, she.first, she.second)
    (said,) = two.here.workspace.find(Sameness)
    two.left.door.do("Odd", setting(said, undoing=text))
    (merging,) = mergings(two.here.workspace)
    with pytest.raises(InputRefused, match="newer version"):
        they_are_two(two.here, merging)
    assert len(two.here.workspace.find(Person)) == 1

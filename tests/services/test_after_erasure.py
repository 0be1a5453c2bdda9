"""What laptops that had not heard of an erasure wrote about whoever was erased."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Alike,
    Attendance,
    BankDetails,
    Claim,
    ClaimStep,
    DayPresence,
    LineKind,
    NamedAs,
    Note,
    PaymentForTime,
    Person,
    Receipt,
    Ruling,
    Session,
    SessionDay,
)
from cps_desktop.services import (
    attendance,
    claims,
    erasing,
    exchange,
    merging,
    people,
    planners,
    sessions,
)
from cps_desktop.services.after_erasure import CameAfter, came_after
from cps_desktop.services.erasing_groups import CLAIMS, ENTRY, FIELD, LISTS, NAMED
from cps_desktop.storage.workspace import Workspace
from tests.services.desks import SHIPPED, desk_of
from tests.services.erased_person import NAME, SURNAME, World, is_gone, is_whole
from tests.services.expenses import picture
from tests.services.laptop import THURSDAY, Laptop, give, laptop
from tests.services.organisation import join

LATE = "late@example.invalid"
BUS = "bus from Quillton"
TICKET = "crumpled train ticket"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with laptop(tmp_path, seed=1) as left, laptop(tmp_path, seed=2, hour=10) as right:
        yield World(left, right, tmp_path)


def write_unaware(world: World, one: Laptop) -> str:
    """All that somebody who has not heard may write about the person; gives the new session."""
    door = one.door
    session = sessions.create_session(door, title="Another day", days=[DayTimes(THURSDAY)])
    entry = attendance.add_to_list(door, session, person=world.person)
    day = one.workspace.find(SessionDay, session=session)[0]
    attendance.tick_in(door, entry, day.id)
    made = door.must_exist(Session, session)
    door.do("Facilitate", setting(made, facilitators=(world.person,)))
    policies = desk_of(one).policies
    agency = people.ensure_organisation(door, "Hall Trust", lead_agency=True)
    claim = claims.start_claim(door, session, world.person, agency)
    old = one.workspace.find(Claim, person=world.person, session=world.session)[0]
    for each in (claim, old.id):
        claims.add_line(
            door,
            policies,
            each,
            kind_of=LineKind.OTHER,
            day=THURSDAY,
            description=BUS,
            pence=420,
        )
    line = claims.lines_of(one.workspace, claim)[0]
    claims.attach_receipt(door, one.workspace, line.id, [picture(TICKET)])
    planner = planners.add_planner(door, session, SHIPPED.choices()[0])
    note_by(one, planner, "more words", NAME)
    note_by(one, planner, "hers", "Ann Other")
    return session


def note_by(one: Laptop, planner: str, text: str, author: str) -> None:
    """A note with somebody's name beside it."""
    planners.add_note(one.door, planner, "now", text, author=author, named_as=NamedAs.NAME)


def only(workspace: Workspace) -> CameAfter:
    """The one thing that came in after an erasure."""
    (came,) = came_after(workspace)
    return came


def counts(came: CameAfter) -> dict[str, tuple[int, bool]]:
    """Of each group, how much it is and whether it would go unless said otherwise."""
    return {one.key: (one.count, one.ticked) for one in came.foreseen.groups}


def erase_too(world: World) -> erasing.Erased:
    """Erase all that came in, also what only may be theirs."""
    came = only(world.left.workspace)
    chosen = came.foreseen.choosing([one.key for one in came.foreseen.groups])
    return erasing.erase(world.here, chosen, came.reason)


def test_before_and_after_an_erasure_there_is_nothing_more_to_erase(world: World) -> None:
    assert came_after(world.left.workspace) == ()
    world.erase()
    world.exchange()
    assert came_after(world.left.workspace) == came_after(world.right.workspace) == ()


def test_what_another_laptop_wrote_unaware_is_found_and_erased(world: World) -> None:
    session = write_unaware(world, world.right)
    world.erase()
    before = world.left.workspace.changes()
    world.answer()
    assert world.left.workspace.changes() > before
    came = only(world.left.workspace)
    assert counts(came) == {
        LISTS: (2, True),
        CLAIMS: (5, True),
        ENTRY: (1, True),
        NAMED: (1, False),
    }
    assert came.person == world.person
    assert came.reason == "asked for it"
    assert came.about == "Somebody who was erased on Thursday 18 March 2027"
    assert came.laptops == ("Penrith laptop",)
    assert came.sessions == ("Letters", "Another day")
    (name,) = came.foreseen.groups[-1].found
    assert name.words == f"{NAME}, beside “more words”"
    done = erase_too(world)
    assert done.pictures == 1
    assert came_after(world.left.workspace) == ()
    world.send()
    for one in (world.left.workspace, world.right.workspace):
        assert came_after(one) == ()
        is_gone(one, (SURNAME, BUS, TICKET))
        is_whole(one)
        assert one.find(Attendance, session=session) == ()
        assert one.find(DayPresence) == ()
        assert one.find(Receipt) == ()
        kept = one.get(Session, session)
        assert kept is not None
        assert kept.facilitators == ()
        assert {note.author for note in one.find(Note) if note.text in ("hers", "more words")} == {
            "",
            "Ann Other",
        }


def test_payments_bank_details_and_what_was_done_with_a_claim_are_found_as_well(
    world: World,
) -> None:
    door, person = world.right.door, world.person
    old = world.right.workspace.find(Claim, person=person)[0]
    session, agency = old.session, old.lead_agency
    step = ClaimStep(id=door.new_id(), root=session, session=session, claim=old.id, words=BUS)
    time = PaymentForTime(
        id=door.new_id(),
        root=session,
        session=session,
        person=person,
        lead_agency=agency,
        description=TICKET,
        pence=1200,
    )
    bank = BankDetails(id=door.new_id(), root=person, person=person, sealed=LATE)
    door.do("Write unaware", [*creating(step), *creating(time), *creating(bank)])
    here = erasing.foresee_person(world.right.workspace, person)
    assert here.groups[0].words.endswith("reach them; their bank details")
    (money,) = [one for one in here.groups if one.key == CLAIMS]
    assert money.words.endswith("; 1 payment for their time")
    assert "finance office" in money.note, "a payment may have to be kept as a claim may"
    world.erase()
    world.answer()
    came = only(world.left.workspace)
    assert counts(came) == {CLAIMS: (2, True), ENTRY: (1, True)}
    assert [one.words for one in came.foreseen.groups] == [
        "1 step on a claim's way, 1 payment for their time",
        "their bank details",
    ]
    erase_too(world)
    world.send()
    for one in (world.left.workspace, world.right.workspace):
        assert came_after(one) == ()
        is_gone(one, (SURNAME, BUS, TICKET, LATE))


def test_the_reason_and_the_person_link_the_further_ruling_to_the_first(world: World) -> None:
    write_unaware(world, world.right)
    world.erase()
    world.answer()
    erase_too(world)
    said = [json.loads(one.written) for one in world.left.workspace.find(Ruling)]
    assert {one["reason"] for one in said} == {"asked for it"}
    assert all([world.person, world.person, "person"] in one["records"] for one in said)
    assert all(one["seen"] for one in said)


def test_it_says_the_same_in_whatever_order_all_of_it_came(world: World, tmp_path: Path) -> None:
    session = write_unaware(world, world.right)
    world.erase()
    with laptop(tmp_path, seed=3) as third, laptop(tmp_path, seed=4) as fourth:
        for one in (third, fourth):
            join(one, world.organisation.paper([world.left]))
        give(world.right, third, tmp_path)
        give(world.left, third, tmp_path)
        give(world.left, fourth, tmp_path)
        give(world.right, fourth, tmp_path)
        world.exchange()
        told = [
            (one.records, counts(one), one.foreseen.seen, one.foreseen.earlier)
            for one in (only(each.workspace) for each in (third, fourth, world.left, world.right))
        ]
        assert all(one[:2] == told[0][:2] for one in told)
        assert told[0][3] == told[1][3] == told[2][3]
        assert third.workspace.get(Session, session) is not None


def test_bringing_it_in_again_changes_nothing(world: World) -> None:
    write_unaware(world, world.right)
    world.erase()
    keys = exchange.own_age_keys(world.left.workspace)
    to = exchange.Receiver("other", keys.recipient, device=world.left.workspace.device_key)
    path = world.folder / "again.cpsb"
    right = world.right
    plan = exchange.plan_handing_over(right.workspace, to, everything=True)
    exchange.hand_over(right.door, right.workspace, plan, to, path)

    def bring_in() -> exchange.BroughtIn:
        bundle = exchange.open_bundle(path, [keys.identity])
        return exchange.bring_in(world.left.workspace, bundle)

    first = bring_in()
    came = only(world.left.workspace)
    assert first.after_erasure == len(came.records) == 9
    again = bring_in()
    assert (again.new_changes, again.after_erasure) == (0, 0)
    assert only(world.left.workspace) == came
    erase_too(world)
    assert bring_in().new_changes == 0
    assert came_after(world.left.workspace) == ()
    is_gone(world.left.workspace, (SURNAME, BUS, TICKET))


def test_what_is_added_later_to_what_came_after_is_told_of_as_well(world: World) -> None:
    left, right = world.left, world.right
    session = write_unaware(world, right)
    world.erase()
    keys = exchange.own_age_keys(left.workspace)
    to = exchange.Receiver("other", keys.recipient, device=left.workspace.device_key)

    def came(name: str) -> int:
        path = world.folder / name
        plan = exchange.plan_handing_over(right.workspace, to)
        exchange.hand_over(right.door, right.workspace, plan, to, path)
        bundle = exchange.open_bundle(path, [keys.identity])
        return exchange.bring_in(left.workspace, bundle).after_erasure

    assert came("first.cpsb") == 9
    claim = right.workspace.find(Claim, person=world.person, session=session)[0].id
    policies = desk_of(right).policies
    taxi = LineKind.OTHER
    claims.add_line(right.door, policies, claim, kind_of=taxi, day=THURSDAY, description="taxi")
    assert came("second.cpsb") == 1


def test_what_was_left_on_purpose_is_not_told_of(world: World) -> None:
    found = erasing.foresee_person(world.left.workspace, world.person)
    chosen = found.choosing(found.chosen - {CLAIMS, NAMED})
    erasing.erase(world.here, chosen, "asked for it")
    assert world.left.workspace.find(Claim, person=world.person)
    world.exchange()
    assert came_after(world.left.workspace) == came_after(world.right.workspace) == ()


def test_what_came_in_between_looking_and_erasing_is_told_of(world: World) -> None:
    found = world.foresee()
    write_unaware(world, world.right)
    world.answer()
    erasing.erase(world.here, found, "asked for it")
    assert counts(only(world.left.workspace))[LISTS] == (2, True)


def test_leaving_it_as_it_is_settles_it_for_everybody(world: World) -> None:
    write_unaware(world, world.right)
    world.erase()
    world.answer()
    came = only(world.left.workspace)
    with pytest.raises(InputRefused, match="may erase"):
        erasing.leave_as_it_is(world.there, came)
    erasing.leave_as_it_is(world.here, came)
    world.send()
    for one in (world.left.workspace, world.right.workspace):
        assert came_after(one) == ()
        assert one.find(Attendance, person=world.person)
        is_whole(one)


def test_part_of_it_may_stay(world: World) -> None:
    write_unaware(world, world.right)
    world.erase()
    world.answer()
    came = only(world.left.workspace)
    erasing.erase(world.here, came.foreseen.choosing(came.foreseen.chosen - {CLAIMS}), came.reason)
    assert came_after(world.left.workspace) == ()
    assert len(world.left.workspace.find(Claim, person=world.person)) == 1
    with pytest.raises(InputRefused, match="nothing chosen"):
        erasing.erase(world.here, came.foreseen.choosing([]), came.reason)


def test_whoever_may_not_erase_asks_for_it(world: World) -> None:
    write_unaware(world, world.right)
    world.erase()
    world.exchange()
    there = only(world.right.workspace)
    erasing.ask_to_erase_too(world.right.door, there, "they asked us again")
    world.answer()
    workspace = world.left.workspace
    assert erasing.requests(workspace) == (), "nobody is left to be looked at"
    came = only(workspace)
    assert came.asked == ("they asked us again",)
    erase_too(world)
    assert came_after(workspace) == ()
    is_gone(workspace, ("they asked us again",))
    world.send()
    assert came_after(world.right.workspace) == ()


def test_a_field_that_was_written_anew_is_told_of(world: World) -> None:
    found = erasing.foresee_field(world.left.workspace, "person", world.person, "contact")
    there = world.right.door.must_exist(Person, world.person)
    world.right.door.do("Correct", setting(there, contact=LATE))
    erasing.erase(world.here, found, "not theirs")
    world.answer()
    came = only(world.left.workspace)
    # Their clock is an hour ahead of the ruling: somebody who knew might have written it.
    assert counts(came) == {FIELD: (1, False)}
    assert came.foreseen.groups[0].found[0].words == LATE
    assert came.person == ""
    with pytest.raises(InputRefused, match="about a person"):
        erasing.ask_to_erase_too(world.right.door, came, "please")
    erase_too(world)
    assert came_after(world.left.workspace) == ()
    is_gone(world.left.workspace, (LATE,))
    person = world.left.door.must_exist(Person, world.person)
    assert (person.name, person.contact) == (NAME, "")
    is_whole(world.left.workspace)


def test_what_whoever_erased_it_writes_there_afterwards_is_not(world: World) -> None:
    found = erasing.foresee_field(world.left.workspace, "person", world.person, "contact")
    erasing.erase(world.here, found, "not theirs")
    there = world.left.door.must_exist(Person, world.person)
    world.left.door.do("Correct", setting(there, contact=LATE))
    world.exchange()
    assert came_after(world.left.workspace) == came_after(world.right.workspace) == ()


def test_by_its_clock_a_laptop_had_surely_not_heard(world: World, tmp_path: Path) -> None:
    """Neither a reference nor anything in what was erased: only a name, dated before."""
    with laptop(tmp_path, seed=3, hour=8) as third:
        join(third, world.organisation.paper([world.left]))
        give(world.left, third, tmp_path)
        third.clock.ms = world.left.clock.ms - 60_000
        note_by(third, world.planner, "late words", NAME)
        world.left.clock.later(3600)
        world.erase()
        give(third, world.left, tmp_path)
        came = only(world.left.workspace)
        assert counts(came) == {NAMED: (1, False)}
        assert erase_too(world).values == 1
        note = next(one for one in world.left.workspace.find(Note) if one.text == "late words")
        assert note.author == ""
        is_gone(world.left.workspace, (SURNAME,))


def test_a_name_of_somebody_new_from_whoever_had_heard_is_not_offered(world: World) -> None:
    world.erase()
    world.send()
    note_by(world.right, world.planner, "words", "Vera Newcome")
    world.answer()
    assert came_after(world.left.workspace) == ()


def test_names_of_people_who_are_here_are_not_offered(world: World) -> None:
    world.erase()
    planner = world.planner
    attendance.add_to_list(world.right.door, world.session, person=world.person)
    people.add_person(world.right.door, name="Vera Newcome")
    # "Ann" stood beside a note when it was erased, and was left there.
    for author in ("Vera Newcome", "Ann", "Ann Other"):
        note_by(world.right, planner, "w", author)
    write_unaware(world, world.right)
    world.answer()
    found = [one for group in only(world.left.workspace).foreseen.groups for one in group.found]
    assert [one.words for one in found] == [f"{NAME}, beside “more words”"]


def test_who_was_said_to_be_one_with_them_is_pointed_at(world: World) -> None:
    again = people.add_person(world.right.door, name=NAME)
    merging.make_one(world.right.door, Alike.PERSON, world.person, again)
    world.erase()
    world.answer()
    came = only(world.left.workspace)
    assert [one for one, _ in came.entries] == [again]
    assert came.entries[0][1] == NAME
    erase_too(world)
    assert came_after(world.left.workspace) == ()


def test_of_a_ruling_that_does_not_say_what_was_seen_every_reference_is_told(
    world: World,
) -> None:
    """Such as rulings of the first release: what was left then is shown once, to be decided."""
    found = erasing.foresee_person(world.left.workspace, world.person)
    found = found.choosing(found.chosen - {CLAIMS})
    erasing.erase(world.here, msgspec.structs.replace(found, seen={}), "asked for it")
    came = only(world.left.workspace)
    assert counts(came) == {CLAIMS: (4, True)}
    erasing.leave_as_it_is(world.here, came)
    assert came_after(world.left.workspace) == ()

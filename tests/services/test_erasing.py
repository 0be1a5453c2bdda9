"""Erasing a person: gone from everything here, and with the next bundle everywhere."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import (
    Attachment,
    Attendance,
    Note,
    Person,
    Session,
)
from cps_desktop.domain.ranges import RangeSet
from cps_desktop.domain.rulings import Erased, Erasure, InEffect
from cps_desktop.domain.segments import commitment_keys
from cps_desktop.services import attendance, erasing, exchange, planners
from cps_desktop.services.backups import backup_if_due, list_backups, make_backup, restore_backup
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.claim_view import claims_of_session
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.printing import Paper, make_pdf
from cps_desktop.services.progress import Stopped
from cps_desktop.services.register import register_view
from cps_desktop.storage.backups import new_place, write_backup
from cps_desktop.storage.erasing import obey, rulings_in_effect, said_of
from cps_desktop.storage.workspace import Workspace
from tests.services.erased_person import (
    NAME,
    NEEDS,
    PLACE,
    SURNAME,
    World,
    is_gone,
    is_whole,
)
from tests.services.laptop import laptop
from tests.storage.plain_pages import holds


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with laptop(tmp_path, seed=1) as left, laptop(tmp_path, seed=2, hour=10) as right:
        yield World(left, right, tmp_path)


def test_what_is_foreseen_is_all_there_is_of_them(world: World) -> None:
    found = erasing.foresee_person(world.left.workspace, world.person)
    counts = {one.key: (one.count, one.ticked) for one in found.groups}
    assert counts == {
        erasing.ENTRY: (1, True),
        erasing.LISTS: (1, True),
        erasing.CLAIMS: (1, True),
        erasing.NAMED: (1, True),
        erasing.TEXTS: (1, False),
    }
    assert found.about == NAME
    assert len(found.digests) == 1
    assert {one.kind for one in found.records} == {
        "person",
        "attendance",
        "claim",
        "claim_line",
        "receipt",
        "attachment",
    }
    (text,) = found.groups[-1].found
    assert (text.record, text.words, text.now) == (world.mention, f"ask {NAME} about the bus", True)
    assert not found.choosing(found.chosen - {erasing.CLAIMS}).digests
    assert not found.narrowed(erasing.TEXTS, []).choosing([erasing.TEXTS]).changes


def test_nothing_of_them_is_left_on_this_laptop(world: World) -> None:
    workspace = world.left.workspace
    before = [text for text in world.texts if holds(workspace.folder, workspace.key, text)]
    assert before == list(world.texts), "this test does not see what is there"
    done = world.erase()
    assert (done.records, done.pictures, done.backups_left) == (6, 1, ())
    assert done.values > 15
    is_gone(workspace, world.texts)
    is_whole(workspace)
    assert workspace.get(Person, world.person) is None
    assert workspace.get(Attendance, world.entry) is None
    assert workspace.get(Attendance, world.other) is not None
    session = workspace.get(Session, world.session)
    assert session is not None
    assert session.facilitators == ()
    note = workspace.get(Note, world.written)
    assert note is not None
    assert (note.text, note.author, note.contested) == ("plain words", "", ())
    assert world.left.door.can_undo == ""
    assert world.left.told[-1].everything
    assert any("cannot be called back" in one for one in done.cannot_recall)


def test_the_keys_of_what_is_gone_are_gone_too(world: World) -> None:
    """With its key, whoever guesses a value could see from the commitment that it is right."""
    workspace = world.left.workspace
    exchange.seal_everything(workspace)
    seeds = "SELECT digest, seed FROM journal_segment WHERE seed IS NOT NULL"
    before = dict(workspace.connection.execute(seeds))
    world.erase()
    left = dict(workspace.connection.execute(seeds))
    gone = {digest: seed for digest, seed in before.items() if digest not in left}
    assert len(gone) == 2
    holed = 0
    for place in workspace.segments.places():
        segment = workspace.segments.load(place)
        if segment.keys is None:
            continue
        assert segment.seed is None
        first = commitment_keys(gone[segment.digest], len(segment.columns))
        for kept, key, value in zip(segment.keys, first, segment.columns.values, strict=True):
            assert kept == (None if value is None else key)
            if value is None:
                holed += 1
                assert holds(workspace.folder, workspace.key, key) == []
    assert holed > 15
    for seed in gone.values():
        assert holds(workspace.folder, workspace.key, seed) == []


def test_groups_that_are_left_out_stay(world: World) -> None:
    found = erasing.foresee_person(world.left.workspace, world.person)
    erasing.erase(world.here, found.choosing(found.chosen - {erasing.CLAIMS}), "asked for it")
    workspace = world.left.workspace
    assert len(workspace.find(Attachment)) == 1
    assert len(workspace.attachment_digests()) == 1
    assert holds(world.folder / "laptop 1", workspace.key, PLACE)
    assert [one.text for one in workspace.find(Note) if NAME in one.text]
    is_whole(workspace)


def test_it_goes_with_the_next_bundle_and_old_bundles_bring_nothing_back(world: World) -> None:
    old = world.folder / "old.cpsb"
    keys = exchange.own_age_keys(world.right.workspace)
    to = exchange.Receiver("other", keys.recipient, device=world.right.workspace.device_key)
    left = world.left
    plan = exchange.plan_handing_over(left.workspace, to, everything=True)
    exchange.hand_over(left.door, left.workspace, plan, to, old)
    world.erase()
    world.send()
    right = world.right.workspace
    is_gone(right, world.texts)
    is_whole(right)
    bundle = exchange.open_bundle(old, [keys.identity])
    assert exchange.bring_in(right, bundle).new_changes == 0
    is_gone(right, world.texts)
    with Workspace.create(world.folder / "third") as third:
        whole = exchange.open_bundle(old, [keys.identity])
        assert exchange.bring_in(third, whole).new_changes > 0
        assert third.get(Person, world.person) is not None


def test_what_comes_from_a_laptop_that_did_not_know_is_erased_as_it_comes(world: World) -> None:
    there = world.right.door.must_exist(Person, world.person)
    world.right.door.do("Correct", setting(there, contact="quill@example.invalid"))
    note = attendance.add_to_list(world.right.door, world.session, person=world.person)
    assert note == world.entry
    world.erase()
    world.answer()
    workspace = world.left.workspace
    assert workspace.get(Person, world.person) is None
    is_gone(workspace, (*world.texts, "quill@example.invalid"))
    is_whole(workspace)
    world.send()
    is_gone(world.right.workspace, (*world.texts, "quill@example.invalid"))
    is_whole(world.right.workspace)
    assert exchange.still_to_come(workspace) == exchange.still_to_come(world.right.workspace) == 0


def test_nothing_can_be_written_into_what_was_erased(world: World) -> None:
    there = world.left.door.must_exist(Person, world.person)
    world.erase()
    with pytest.raises(InputRefused, match="erased for good"):
        world.left.door.do("Correct", setting(there, name="Again"))
    # Nor in the midst of a long list, which is kept together.
    others = [Person(id=world.left.door.new_id(), name=f"Ann {n}") for n in range(300)]
    edits = [edit for one in (*others, there) for edit in creating(one)]
    with pytest.raises(InputRefused, match="erased for good"):
        world.left.door.do("Bring in a list", edits)
    assert world.left.workspace.several(Person, [world.person, others[0].id]) == {}


def test_only_whoever_may_can_erase(world: World) -> None:
    found = erasing.foresee_person(world.right.workspace, world.person)
    assert not erasing.may_erase(world.right.workspace)
    with pytest.raises(InputRefused, match="may erase"):
        erasing.erase(world.there, found, "asked for it")
    with pytest.raises(InputRefused, match="nothing chosen"):
        erasing.erase(world.here, found.choosing([]), "asked for it")
    with pytest.raises(InputRefused, match="Say why"):
        erasing.erase(world.here, found, "  ")
    assert world.left.workspace.get(Person, world.person) is not None


def test_backups_obey_and_give_nothing_back(world: World) -> None:
    made = make_backup(world.left.workspace)
    assert holds(made.parent, world.left.workspace.key, SURNAME) == [made.name]
    done = world.erase()
    assert (done.backups_cleaned, done.backups_left) == (1, ())
    is_gone(world.left.workspace, world.texts)
    folder = world.left.workspace.folder
    world.left.workspace.close()
    restore_backup(folder, made)
    with Workspace.open(folder) as again:
        assert again.get(Person, world.person) is None
        assert again.find(Note)
        is_gone(again, world.texts)
        is_whole(again)
        assert len(list_backups(folder)) == 2


def test_a_backup_with_unsealed_work_that_obeyed_can_hand_it_over_when_restored(
    world: World,
) -> None:
    # Somebody goes on writing while a backup begins: what it holds of that is not sealed yet.
    left, right = world.left, world.right
    there = left.door.must_exist(Person, world.person)
    left.door.do("Correct", setting(there, needs=f"{NEEDS}, said late"))
    kept = planners.add_note(left.door, world.planner, "now", "stays")
    made = write_backup(left.workspace, new_place(left.workspace.folder, left.clock()))
    assert world.erase().backups_cleaned == 1
    folder = left.workspace.folder
    left.workspace.close()
    restore_backup(folder, made)
    with Workspace.open(folder) as again:
        keys = exchange.own_age_keys(right.workspace)
        to = exchange.Receiver("other", keys.recipient, device=right.workspace.device_key)
        plan = exchange.plan_handing_over(again, to)
        bundle = world.folder / "restored.cpsb"
        door = Door(again, left.clock, random.Random(3).randbytes)
        exchange.hand_over(door, again, plan, to, bundle)
        is_gone(again, world.texts)
        is_whole(again)
    exchange.bring_in(right.workspace, exchange.open_for(right.workspace, bundle))
    assert right.workspace.get(Note, kept) is not None
    is_gone(right.workspace, world.texts)


def test_a_session_that_is_only_begun_forgets_who_was_erased(world: World) -> None:
    workspace = world.left.workspace
    # As the page of a new session keeps what is typed so far.
    kept = {"title": "Next", "facilitators": [[NAME, world.person], ["Ann Other", "ab" * 16]]}
    workspace.set_note("new session", kept)
    unsettled = {world.session: {"facilitator": "An"}}
    workspace.set_note("unsettled", unsettled)
    made = make_backup(workspace)
    world.erase()
    assert workspace.note("new session") == {
        "title": "Next",
        "facilitators": [["Ann Other", "ab" * 16]],
    }
    assert workspace.note("unsettled") == unsettled
    is_gone(workspace, world.texts)
    assert holds(made.parent, workspace.key, SURNAME) == []


def test_a_backup_that_does_not_open_is_named(world: World) -> None:
    made = make_backup(world.left.workspace)
    made.write_bytes(made.read_bytes()[:4096] + bytes(4096))
    done = world.erase()
    assert done.backups_left == (made.name,)
    assert any(made.name in one for one in done.cannot_recall)


def test_one_field_can_go_alone(world: World) -> None:
    workspace = world.left.workspace
    found = erasing.foresee_field(workspace, "person", world.person, "needs")
    assert found.groups[0].count == 2
    erasing.erase(world.here, found, "put down by mistake")
    person = workspace.get(Person, world.person)
    assert person is not None
    assert (person.name, person.needs, person.contested) == (NAME, "", ())
    is_gone(workspace, (NEEDS, "something else"))
    world.left.door.do("Write", setting(person, needs="a lift"))
    world.exchange()
    for one in (workspace, world.right.workspace):
        there = one.get(Person, world.person)
        assert there is not None
        assert (there.needs, there.contested) == ("a lift", ())
        is_gone(one, (NEEDS, "something else"))
        is_whole(one)


def test_a_facilitator_asks_and_the_coordinator_sees_it(world: World) -> None:
    erasing.ask_for_erasure(world.right.door, world.person, "told us so")
    world.answer()
    (asked,) = erasing.requests(world.left.workspace)
    assert (asked.name, asked.why) == (NAME, "told us so")
    erasing.refuse_request(world.left.door, asked.id)
    assert erasing.requests(world.left.workspace) == ()
    erasing.ask_for_erasure(world.right.door, world.person, "really")
    world.answer()
    world.erase()
    assert erasing.requests(world.left.workspace) == ()
    is_gone(world.left.workspace, ("told us so", "really", SURNAME))


def test_a_note_whose_name_was_written_out_keeps_its_words(world: World) -> None:
    note = world.left.door.must_exist(Note, world.mention)
    world.left.door.do("Write", setting(note, text="ask somebody about the bus"))
    found = erasing.foresee_person(world.left.workspace, world.person)
    (text,) = found.groups[-1].found
    assert not text.now
    erasing.erase(world.here, found.choosing([one.key for one in found.groups]), "asked for it")
    note = world.left.door.must_exist(Note, world.mention)
    assert note.text == "ask somebody about the bus"
    is_gone(world.left.workspace, (SURNAME,))


def test_a_backup_kept_elsewhere_gives_nothing_back_when_it_is_restored(world: World) -> None:
    elsewhere = make_backup(world.left.workspace, world.folder / "on a stick.cpsbackup")
    world.erase()
    folder = world.left.workspace.folder
    world.left.workspace.close()
    restore_backup(folder, elsewhere)
    with Workspace.open(folder) as again:
        assert again.get(Person, world.person) is None
        assert again.get(Note, world.written) is not None
        is_gone(again, world.texts)
        is_whole(again)


def test_a_backup_that_could_not_be_cleaned_is_cleaned_another_day(world: World) -> None:
    made = make_backup(world.left.workspace)
    whole = made.read_bytes()
    made.write_bytes(whole[:4096] + bytes(4096))
    assert world.erase().backups_left == (made.name,)
    made.write_bytes(whole)
    backup_if_due(world.left.workspace)
    is_gone(world.left.workspace, world.texts)


def test_the_check_finds_what_should_be_gone_and_is_there(world: World) -> None:
    workspace = world.left.workspace
    connection = workspace.connection
    row = connection.execute(
        "SELECT site, seq, value FROM journal_change JOIN journal_record"
        " ON journal_record.n = record WHERE id = ? AND value IS NOT NULL",
        [bytes.fromhex(world.person)],
    ).fetchone()
    world.erase()
    connection.execute(
        "UPDATE journal_change SET value = ? WHERE site = ? AND seq = ?", [row[2], *row[:2]]
    )
    assert any("should be erased" in one for one in check_workspace(workspace).problems)
    assert check_workspace(workspace, rebuild=True).problems == []
    is_gone(workspace, world.texts)


def test_the_check_finds_what_is_missing_for_no_ruling(world: World) -> None:
    workspace = world.left.workspace
    world.erase()
    note = workspace.find(Note)[0]
    (said,) = said_of(workspace, note, "text")
    law = rulings_in_effect(workspace)
    more = Erased([Erasure(changes={said.site: RangeSet.of([said.seq])})])
    with workspace.one_transaction():
        obey(workspace, InEffect(more))
    assert len(check_workspace(workspace).problems) == 2
    with workspace.one_transaction():
        obey(workspace, law)
    (problem,) = check_workspace(workspace).problems
    assert "nobody who may erase has erased them" in problem


def test_what_is_erased_beside_the_window_cannot_be_written_into_either(world: World) -> None:
    there = world.left.door.must_exist(Person, world.person)
    with world.left.workspace.beside() as own:
        door = Door(own, world.left.clock, random.Random(9).randbytes)
        desk = Desk(own, door, resources=world.here.resources)
        erasing.erase(desk, erasing.foresee_person(own, world.person), "asked for it")
    with pytest.raises(InputRefused, match="erased for good"):
        world.left.door.do("Correct", setting(there, contact="again"))
    assert world.left.workspace.get(Person, world.person) is None
    assert check_workspace(world.left.workspace).problems == []


def test_cleaning_up_can_be_stopped_and_is_gone_on_with(world: World) -> None:
    make_backup(world.left.workspace)

    def stop(what: str, done: int, of: int) -> None:
        raise Stopped(f"{what} {done} {of}")

    done = erasing.erase(world.here, world.foresee(), "asked for it", stop)
    assert any("was stopped" in one for one in done.cannot_recall)
    workspace = world.left.workspace
    assert workspace.get(Person, world.person) is None
    assert holds(workspace.folder, workspace.key, SURNAME)
    backup_if_due(workspace)
    is_gone(workspace, world.texts)


def test_while_somebody_reads_the_log_waits(world: World) -> None:
    workspace = world.left.workspace
    with workspace.beside() as reader:
        reader.connection.execute("BEGIN")
        reader.connection.execute("SELECT count(*) FROM person").fetchone()
        done = world.erase()
        assert any("is closed" in one for one in done.cannot_recall)
        reader.connection.execute("ROLLBACK")
    backup_if_due(workspace)
    is_gone(workspace, world.texts)


def test_what_was_left_in_of_a_person_is_shown_and_printed_without_them(
    world: World, fonts: Path
) -> None:
    found = erasing.foresee_person(world.left.workspace, world.person)
    erasing.erase(world.here, found.choosing([erasing.ENTRY, erasing.NAMED]), "asked for it")
    workspace = world.left.workspace
    (row,) = claims_of_session(workspace, world.here.policies, world.session)
    assert SURNAME not in row.claimant
    assert row.total_pence == 310
    rows = register_view(workspace, world.session).rows
    (listed,) = [one for one in rows if one.attendance == world.entry]
    assert SURNAME not in repr(listed)
    pdf = make_pdf(world.here, world.session, Paper.PACK, font_cache=fonts)
    assert pdf.startswith(b"%PDF")

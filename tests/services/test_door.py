"""The one door: one notification a change, and undo that puts back exactly what was there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop.domain.changes import ChangeSummary, Touched, creating, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Note, NoteColour, Person, Planner
from cps_desktop.services.door import AMEND_WITHIN_MS, LONGEST_STACK
from cps_desktop.services.progress import Stopped
from tests.sync.replicas import Replica


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Replica]:
    one = Replica(tmp_path / "laptop", 1)
    yield one
    one.close()


def notes(laptop: Replica) -> list[tuple[str, str, str, str]]:
    return sorted((one.id, one.text, one.box, one.colour) for one in laptop.workspace.find(Note))


STEPS = st.lists(
    st.tuples(st.sampled_from(["add", "write", "move", "delete"]), st.integers(0, 9)),
    min_size=1,
    max_size=12,
)


def work(laptop: Replica, planner: Planner, what: str, number: int) -> bool:
    some = laptop.workspace.find(Note)
    laptop.now += 1000
    if what == "add" or not some:
        laptop.new_note(planner, f"note {number}")
        return True
    note = some[number % len(some)]
    if what == "write":
        edits = setting(note, text=f"text {number}", colour=NoteColour.PINK)
        laptop.door.do("Write", edits)
        return bool(edits)
    if what == "move":
        edits = setting(note, box=f"box {number}")
        laptop.door.do("Move", edits)
        return bool(edits)
    laptop.delete(note)
    return True


@settings(max_examples=25)
@given(STEPS)
def test_undo_goes_back_step_by_step_and_redo_comes_forward_again(
    steps: list[tuple[str, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laptop = Replica(Path(folder) / "laptop", 1)
        planner = laptop.new_planner(laptop.new_session().id)
        past = [notes(laptop)]
        for what, number in steps:
            if work(laptop, planner, what, number):
                past.append(notes(laptop))
        for _ in range(2):
            for before in reversed(past[:-1]):
                assert laptop.door.undo() is not None
                assert notes(laptop) == before
                assert laptop.workspace.contested() == ()
            for after in past[1:]:
                assert laptop.door.redo() is not None
                assert notes(laptop) == after
                assert laptop.workspace.contested() == ()
        assert laptop.door.redo() is None
        assert laptop.door.can_redo == ""
        laptop.close()


def test_everyone_is_told_once_and_who_asked_is_said(laptop: Replica) -> None:
    told: list[ChangeSummary] = []
    stop = laptop.door.listen(told.append)
    me = object()
    planner = laptop.new_planner(laptop.new_session().id)
    note = Note(id=laptop.door.new_id(), root=planner.root, session=planner.session, text="x")
    laptop.door.do("Add a note", creating(note), initiator=me)
    assert [one.what for one in told] == ["Add a session", "Add a planner", "Add a note"]
    assert told[-1].initiator is me
    assert [one.record for one in told[-1].touched] == [note.id]
    assert told[-1].concerns("note")
    assert not told[-1].concerns("person")
    assert told[-1].concerns_root(planner.session)
    laptop.door.undo(me)
    assert told[-1].what == "Undo: Add a note"
    assert laptop.door.do("Nothing", []).changes == 0
    assert len(told) == 4
    stop()
    stop()
    laptop.door.redo()
    assert len(told) == 4


def test_keystrokes_in_one_field_are_one_step_and_a_pause_begins_another(laptop: Replica) -> None:
    planner = laptop.new_planner(laptop.new_session().id)
    note = laptop.new_note(planner, "")

    def type_in(text: str) -> None:
        found = laptop.workspace.get(Note, note.id)
        assert found is not None
        laptop.door.do("Write", setting(found, text=text), amend=("note text", note.id))

    def text() -> str:
        found = laptop.workspace.get(Note, note.id)
        assert found is not None
        return found.text

    for typed in ("h", "he", "hel"):
        laptop.now += 100
        type_in(typed)
    laptop.now += AMEND_WITHIN_MS + 1
    type_in("hello")
    laptop.door.undo()
    assert text() == "hel"
    laptop.door.undo()
    assert text() == ""
    laptop.door.redo()
    assert text() == "hel"
    # What is typed after going back is a step of its own.
    laptop.now += 100
    type_in("help")
    laptop.door.undo()
    assert text() == "hel"


def test_what_fails_is_no_step_and_nobody_is_told(laptop: Replica) -> None:
    planner = laptop.new_planner(laptop.new_session().id)
    note = laptop.new_note(planner, "short")
    told: list[ChangeSummary] = []
    laptop.door.listen(told.append)
    before = laptop.door.can_undo
    with pytest.raises(InputRefused):
        laptop.write(note.id, "x" * 1_100_000)
    assert laptop.door.can_undo == before
    assert told == []


def test_work_that_came_in_clears_what_could_be_undone(laptop: Replica) -> None:
    laptop.new_session()
    laptop.door.came_in(ChangeSummary("Brought in", everything=True))
    assert laptop.door.can_undo == ""
    assert laptop.door.undo() is None


def test_a_bundle_with_nothing_new_leaves_what_could_be_undone(laptop: Replica) -> None:
    session = laptop.new_session()
    before = laptop.door.can_undo
    laptop.door.came_in(ChangeSummary("Brought in"))
    assert laptop.door.can_undo == before != ""
    laptop.door.came_in(ChangeSummary("Brought in", (Touched("session", session.id, session.id),)))
    assert laptop.door.can_undo == ""


def test_only_so_many_steps_are_remembered(laptop: Replica) -> None:
    planner = laptop.new_planner(laptop.new_session().id)
    note = laptop.new_note(planner, "0")
    for at in range(1, LONGEST_STACK + 3):
        laptop.write(note.id, str(at))
    steps = 0
    while laptop.door.undo():
        steps += 1
    assert steps == LONGEST_STACK


def test_what_is_gone_is_said(laptop: Replica) -> None:
    planner = laptop.new_planner(laptop.new_session().id)
    note = laptop.new_note(planner, "x")
    assert laptop.door.must_exist(Note, note.id).text == "x"
    laptop.delete(note)
    with pytest.raises(InputRefused, match="note is not here any more"):
        laptop.door.must_exist(Note, note.id)


def test_a_large_step_that_is_stopped_half_way_is_still_to_be_undone(laptop: Replica) -> None:
    people = [Person(id=laptop.door.new_id(), name="Ann (invented)") for _ in range(20)]
    laptop.door.do("Add people", [edit for each in people for edit in creating(each)])
    told: list[tuple[int, int]] = []

    def half_way(done: int, of: int) -> None:
        told.append((done, of))
        if done == 10:
            raise Stopped("Stopped. Nothing was changed.")

    before = laptop.workspace.changes()
    with laptop.workspace.beside() as beside, pytest.raises(Stopped):
        laptop.door.step_beside(beside, told=half_way)
    assert told[-1] == (10, 40)
    assert laptop.workspace.changes() == before
    assert len(laptop.workspace.find(Person)) == 20
    assert laptop.door.can_undo == "Add people"
    laptop.door.undo()
    assert laptop.workspace.find(Person) == ()


def test_what_is_done_while_a_large_step_is_put_back_is_not_taken_for_it(laptop: Replica) -> None:
    door, kept = laptop.door, laptop.workspace

    def names() -> set[str]:
        return {one.name for one in kept.find(Person)}

    for name in ("Ann (invented)", "Bea (invented)"):
        door.do(f"Add {name[:3]}", creating(Person(id=door.new_id(), name=name)))
    with kept.beside() as beside:
        summary = door.step_beside(beside)
    door.do("Add Cai", creating(Person(id=door.new_id(), name="Cai (invented)")))
    door.stepped(summary)
    assert names() == {"Ann (invented)", "Cai (invented)"}
    assert (door.can_undo, door.can_redo) == ("Add Cai", "Add Bea")
    door.redo()
    assert len(names()) == 3
    with kept.beside() as beside:
        summary = door.step_beside(beside)
    # A bundle came in: nothing before it is to be undone any more.
    door.came_in(ChangeSummary("Bring in", everything=True))
    door.stepped(summary)
    assert (door.can_undo, door.can_redo) == ("", "")
    assert names() == {"Ann (invented)", "Cai (invented)"}

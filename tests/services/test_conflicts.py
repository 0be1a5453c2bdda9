"""Two people changed this: what is shown, and what choosing does here and on the other laptop."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.changes import setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Claim, ClaimLine, LineKind, Note, Person, Role, Session
from cps_desktop.services import claims, conflicts, people, planners, sessions
from cps_desktop.services.conflicts import Disagreement, Side, disagreements
from cps_desktop.services.desk import Desk
from cps_desktop.services.differences import only_here
from cps_desktop.services.version_words import content_words, value_words
from tests.services.desks import Pair, pair
from tests.services.laptop import THURSDAY, give, laptop
from tests.services.organisation import Organisation


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Pair]:
    with pair(tmp_path) as found:
        yield found


def texts(desk: Desk, planner: str) -> list[str]:
    return [one.text for one in planners.notes_in(desk.workspace, planner, "now")]


def change_both(two: Pair) -> Disagreement:
    planners.edit_note(two.left.door, two.note, "left words")
    planners.edit_note(two.right.door, two.note, "right words")
    two.exchange()
    (one,) = disagreements(two.here)
    return one


def as_told(desk: Desk) -> list[tuple[str, list[str], list[str], list[str]]]:
    """What waits to be decided, as people read it."""
    return [
        (
            one.about,
            [side.words for side in one.sides],
            [side.whose for side in one.sides],
            [side.when for side in one.sides],
        )
        for one in disagreements(desk)
    ]


def side_with(one: Disagreement, words: str) -> Side:
    return next(side for side in one.sides if side.words == words)


def test_both_versions_are_shown_with_whose_they_are_and_when(two: Pair) -> None:
    one = change_both(two)
    assert one.about.startswith("Note in “")
    assert (one.label, one.session_title) == ("Note", "Letters")
    assert [side.words for side in one.sides] == ["right words", "left words"]
    assert [side.whose for side in one.sides] == ["Penrith laptop", "This laptop"]
    assert one.sides[0].when.startswith("Thursday 18 March 2027, 10:")
    assert [side.shown for side in one.sides] == [True, False]
    assert one.latest is one.sides[0]
    assert one.own is one.sides[1]


def test_whoever_the_join_file_names_stands_beside_the_laptop(two: Pair) -> None:
    Organisation().found([two.right], [two.left])
    one = change_both(two)
    assert [side.whose for side in one.sides] == ["Penrith laptop (Coordinator 0)", "This laptop"]


@pytest.mark.parametrize("words", ["left words", "right words"])
def test_keeping_one_settles_it_on_both_laptops(two: Pair, words: str) -> None:
    one = change_both(two)
    conflicts.keep(two.here, one, side_with(one, words))
    assert disagreements(two.here) == ()
    two.send()
    assert disagreements(two.there) == ()
    for desk in (two.here, two.there):
        assert texts(desk, two.planner) == [words, "second"]


def test_keeping_both_makes_a_note_of_the_other_with_the_same_author(two: Pair) -> None:
    one = change_both(two)
    conflicts.keep_both(two.here, [one])
    two.send()
    for desk in (two.here, two.there):
        assert disagreements(desk) == ()
        assert sorted(texts(desk, two.planner)) == ["left words", "right words", "second"]
    made = [n for n in two.here.workspace.find(Note) if n.text == "left words"]
    assert [note.author for note in made] == ["Ann"]


def test_writing_it_together_begins_with_both_texts(two: Pair) -> None:
    one = change_both(two)
    assert one.written_together == "right words\nleft words"
    conflicts.write_together(two.here, one, "right and left")
    assert texts(two.here, two.planner) == ["right and left", "second"]
    assert disagreements(two.here) == ()


def test_deciding_many_is_one_step_that_one_undo_takes_back(two: Pair) -> None:
    planners.edit_note(two.left.door, two.other, "left second")
    planners.edit_note(two.right.door, two.other, "right second")
    change = sessions.change_session
    change(two.left.door, two.session, venue="Left hall")
    change(two.right.door, two.session, venue="Right hall")
    two.exchange()
    waiting = disagreements(two.here)
    assert {(one.label, one.about) for one in waiting} >= {("Venue", "Letters")}
    chosen = [(one, one.own) for one in waiting if one.own is not None]
    assert len(chosen) == 2
    told_before = as_told(two.here)
    conflicts.keep_all(two.here, chosen)
    assert texts(two.here, two.planner)[1] == "left second"
    assert disagreements(two.here) == ()
    two.left.door.undo()
    assert texts(two.here, two.planner)[1] == "right second"
    found = two.here.workspace.get(Session, two.session)
    assert found is not None
    assert found.venue == "Right hall"
    assert as_told(two.here) == told_before, "all that was decided waits again"
    two.left.door.redo()
    assert disagreements(two.here) == ()
    two.left.door.undo()
    assert as_told(two.here) == told_before
    two.send()
    there = {"Penrith laptop": "This laptop", "This laptop": "Alston laptop"}
    assert as_told(two.there) == [
        (about, words, [there[one] for one in whose], when)
        for about, words, whose, when in told_before
    ]


@pytest.mark.parametrize("words", ["left words", "right words", "both together"])
def test_a_decision_undone_after_it_was_handed_over_reopens_it_there_too(
    two: Pair, words: str
) -> None:
    one = change_both(two)
    if words == "both together":
        conflicts.write_together(two.here, one, words)
    else:
        conflicts.keep(two.here, one, side_with(one, words))
    two.send()
    assert disagreements(two.there) == ()
    two.left.door.undo()
    two.send()
    for desk in (two.here, two.there):
        (again,) = disagreements(desk)
        assert [side.words for side in again.sides] == ["right words", "left words"]
        assert [side.when for side in again.sides] == [side.when for side in one.sides]
    (there,) = disagreements(two.there)
    assert [side.whose for side in there.sides] == ["This laptop", "Alston laptop"]
    conflicts.keep(two.there, there, side_with(there, "left words"))
    two.answer()
    assert disagreements(two.here) == ()
    assert texts(two.here, two.planner)[0] == "left words"


@pytest.mark.parametrize("which", [0, 1])
def test_undoing_what_was_decided_of_a_deletion_reopens_it(two: Pair, which: int) -> None:
    planners.delete_notes(two.left.door, [two.note])
    planners.edit_note(two.right.door, two.note, "still needed")
    two.exchange()
    before = as_told(two.here)
    (one,) = disagreements(two.here)
    conflicts.keep(two.here, one, one.sides[which])
    assert disagreements(two.here) == ()
    two.left.door.undo()
    assert as_told(two.here) == before
    assert "still needed" in texts(two.here, two.planner)
    two.send()
    (there,) = disagreements(two.there)
    assert [side.whose for side in there.sides] == ["This laptop", "Alston laptop"]


def test_deleted_here_and_edited_there_is_kept_or_deleted(two: Pair) -> None:
    planners.delete_notes(two.left.door, [two.note])
    planners.edit_note(two.right.door, two.note, "still needed")
    two.exchange()
    (one,) = disagreements(two.here)
    keep, delete = one.sides
    assert one.is_deletion
    assert not one.is_text
    assert (keep.words, keep.whose) == ("still needed", "Penrith laptop")
    assert (delete.words, delete.whose, delete.deletes) == ("Deleted", "This laptop", True)
    assert "still needed" in texts(two.here, two.planner)
    conflicts.keep(two.here, one, delete)
    two.send()
    for desk in (two.here, two.there):
        assert disagreements(desk) == ()
        assert texts(desk, two.planner) == ["second"]
    two.left.door.undo()
    assert "still needed" in texts(two.here, two.planner)


def test_keeping_what_was_deleted_elsewhere_settles_it(two: Pair) -> None:
    planners.delete_notes(two.left.door, [two.note])
    planners.edit_note(two.right.door, two.note, "still needed")
    two.exchange()
    (one,) = disagreements(two.there)
    conflicts.keep(two.there, one, one.sides[0])
    two.answer()
    for desk in (two.here, two.there):
        assert disagreements(desk) == ()
        assert texts(desk, two.planner) == ["still needed", "second"]


def test_a_note_moved_on_both_laptops_is_one_decision(two: Pair) -> None:
    planners.move_note(two.left.door, two.note, "try", 0)
    planners.move_note(two.right.door, two.note, "who", 0)
    two.exchange()
    waiting = disagreements(two.here)
    assert [one.field for one in waiting] == ["box"]
    (one,) = waiting
    assert not one.is_text
    template = two.here.planners.choices()[0]
    names = {box.name for box in template.boxes}
    assert {side.words for side in one.sides} <= names | {"who"}
    own = one.own
    assert own is not None
    conflicts.keep(two.here, one, own)
    moved = two.here.workspace.get(Note, two.note)
    assert moved is not None
    assert (moved.box, moved.contested) == ("try", ())


def test_ids_choices_and_dates_are_said_in_words(two: Pair) -> None:
    for side, agency, kind in ((two.left, "Trust", "rpiw"), (two.right, "Council", "training")):
        made = people.ensure_organisation(side.door, agency, lead_agency=True)
        sessions.change_session(side.door, two.session, lead_agency=made, kind_of=kind)
    (day,) = sessions.days_of(two.here.workspace, two.session)
    sessions.change_day(two.left.door, day.id, starts=dt.time(9, 30))
    sessions.change_day(two.right.door, day.id, starts=dt.time(10))
    two.exchange()
    said = {one.label: {each.words for each in one.sides} for one in disagreements(two.here)}
    assert said["Lead agency"] == {"Trust", "Council"}
    assert said["Kind"] == {"RPIW", "Training"}
    assert said["Starts"] == {"09:30", "10:00"}
    assert value_words(two.here, day, "day", THURSDAY) == "Thursday 18 March 2027"
    for one in disagreements(two.here):
        assert not one.is_text
        with pytest.raises(InputRefused):
            conflicts.write_together(two.here, one, "both")
        with pytest.raises(InputRefused):
            conflicts.keep_both(two.here, [one])


def test_a_line_priced_twice_is_one_decision_and_its_price_goes_along(two: Pair) -> None:
    agency = people.ensure_organisation(two.left.door, "Trust", lead_agency=True)
    person = people.add_person(two.left.door, name="Ann Bell", role=Role.CARER)
    claim = claims.start_claim(two.left.door, two.session, person, agency)
    line = claims.add_line(
        two.left.door, two.here.policies, claim, kind_of=LineKind.MILEAGE, day=THURSDAY,
        miles_tenths=100,
    )  # fmt: skip
    two.send()
    claims.change_line(two.left.door, two.here.policies, line, miles_tenths=200)
    claims.change_line(two.right.door, two.there.policies, line, miles_tenths=300)
    mine = two.here.workspace.get(ClaimLine, line)
    assert mine is not None
    two.exchange()
    waiting = disagreements(two.here)
    assert [one.field for one in waiting] == ["miles_tenths"]
    (one,) = waiting
    assert one.about.endswith("(Claim of Ann Bell)")
    assert {side.words for side in one.sides} == {"20 miles", "30 miles"}
    own = one.own
    assert own is not None
    conflicts.keep(two.here, one, own)
    kept = two.here.workspace.get(ClaimLine, line)
    assert kept is not None
    assert (kept.miles_tenths, kept.pence, kept.rule) == (200, mine.pence, mine.rule)
    assert kept.contested == ()


def test_a_session_sees_only_its_own_decisions(two: Pair) -> None:
    change_both(two)
    other = sessions.create_session(two.left.door, title="Another")
    assert disagreements(two.here, other) == ()
    assert len(disagreements(two.here, two.session)) == 1


def test_what_a_newer_version_wrote_is_shown_and_cannot_be_kept(two: Pair) -> None:
    one = change_both(two)
    dark = dataclasses.replace(one.sides[1], readable=False)
    with pytest.raises(InputRefused, match="newer version"):
        conflicts.keep(two.here, one, dark)
    assert len(disagreements(two.here)) == 1


def test_empty_values_and_contents_are_said(two: Pair) -> None:
    found = two.here.workspace.get(Session, two.session)
    assert found is not None
    assert value_words(two.here, found, "venue", "") == "Nothing is written here."
    assert value_words(two.here, found, "finished", True) == "Yes"
    person = people.add_person(two.left.door, name="Ann Bell", role=Role.CARER, needs="Ramp")
    known = two.here.workspace.get(Person, person)
    assert known is not None
    said = content_words(two.here, known)
    assert "Name: Ann Bell" in said
    assert "Usual role: Carer" in said
    edits = setting(known, needs="")
    two.left.door.do("Change", edits)
    again = two.here.workspace.get(Person, person)
    assert again is not None
    assert "Ramp" not in content_words(two.here, again)
    assert two.here.workspace.find(Claim) == ()


def test_three_laptops_wrote_three_versions_and_all_of_them_are_shown(
    two: Pair, tmp_path: Path
) -> None:
    with laptop(tmp_path, seed=3, hour=11) as third:
        give(two.left, third, tmp_path)
        for side, words in ((two.left, "left"), (two.right, "right"), (third, "third")):
            planners.edit_note(side.door, two.note, f"{words} words")
        give(third, two.left, tmp_path)
        two.exchange()
    (one,) = disagreements(two.here)
    assert [side.words for side in one.sides] == ["third words", "right words", "left words"]
    assert one.laptops == ("A laptop without a name", "Penrith laptop", "This laptop")
    assert [only_here(said) for said in one.pieces] == ["“third”", "“right”", "“left”"]
    assert one.of_laptop("Penrith laptop") is one.sides[1]
    conflicts.keep_both(two.here, [one])
    assert sorted(texts(two.here, two.planner)) == [
        "left words", "right words", "second", "third words",
    ]  # fmt: skip
    two.left.door.undo()
    (again,) = disagreements(two.here)
    assert [side.words for side in again.sides] == [side.words for side in one.sides]

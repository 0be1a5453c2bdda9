"""Two notes become one, one becomes two: nothing that was said or hung on them is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cps_desktop.domain.changes import setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import NamedAs, Note, NoteColour, NoteLink
from cps_desktop.services import (
    actions,
    answers,
    child_planners,
    dots,
    note_links,
    note_shaping,
    planners,
    themes,
)
from tests.services.laptop import Laptop, laptop
from tests.services.walls import SHIPPED, Wall


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


@pytest.fixture
def wall(one: Laptop) -> Wall:
    return Wall(one)


def told(wall: Wall) -> list[object]:
    """Everything a planner shows, but for when it was last touched."""
    return [
        (one.note, one.text, one.author, one.theme, one.dots, one.linked, one.action, one.child)
        for one in wall.view().notes()
    ]


def test_the_first_named_stays_and_the_others_stand_beneath(wall: Wall) -> None:
    late, early = wall.add("Letters come late"), wall.add("Too late to plan")
    third = wall.add("In the post", "try")
    planners.set_colour(wall.door, [early], NoteColour.PINK)
    themes.set_theme(wall.door, [third], "Post")
    note_shaping.merge_notes(wall.door, [early, third, late])
    (left,) = wall.view().notes()
    assert (left.note, left.box) == (early, "now")
    assert left.text == "Too late to plan\nIn the post\nLetters come late"
    assert (left.colour, left.theme) == ("pink", "Post")


@pytest.mark.parametrize(
    ("others", "kept"),
    [
        (("Ann", NamedAs.NAME), ("Ann", NamedAs.NAME)),
        (("Bob", NamedAs.NAME), ("", NamedAs.NOBODY)),
        (("Ann", NamedAs.INITIALS), ("", NamedAs.NOBODY)),
        (("", NamedAs.NOBODY), ("", NamedAs.NOBODY)),
    ],
)
def test_nobody_is_named_for_what_two_said(
    wall: Wall, others: tuple[str, str], kept: tuple[str, str]
) -> None:
    said = [
        planners.add_note(wall.door, wall.planner, "now", "x", author=author, named_as=named)
        for author, named in (("Ann", NamedAs.NAME), others)
    ]
    note_shaping.merge_notes(wall.door, said)
    (left,) = wall.view().notes()
    assert (left.author_kept, left.named_as) == kept


def test_what_hung_on_the_others_hangs_on_the_one_and_comes_back_with_undo(wall: Wall) -> None:
    stays, gone, friend = wall.add("stays"), wall.add("gone"), wall.add("friend")
    for note in (stays, gone, gone):
        dots.give_dot(wall.door, note)
    note_links.link_notes(wall.door, gone, friend)
    note_links.link_notes(wall.door, gone, stays)
    action = actions.action_from_note(wall.door, gone)
    template = SHIPPED.get("lean-a3")
    assert template is not None
    child = child_planners.child_from_note(wall.door, gone, template)
    before = told(wall)
    note_shaping.merge_notes(wall.door, [stays, gone])
    shown = wall.seen(stays)
    assert (shown.dots, shown.linked) == (3, (friend,))
    assert (shown.action, shown.child) == (action, child)
    assert wall.seen(friend).linked == (stays,)
    assert child_planners.parent_of(wall.workspace, child) == (wall.planner, stays)
    assert wall.door.can_undo == "Merge two notes"
    after = told(wall)
    wall.door.undo()
    assert told(wall) == before
    wall.door.redo()
    assert told(wall) == after
    wall.door.undo()
    # And once more from the beginning: what has a derived id comes back as it was.
    note_shaping.merge_notes(wall.door, [stays, gone])
    assert told(wall) == after


def test_rows_of_a_table_are_merged_cell_by_cell(wall: Wall) -> None:
    rows = [
        answers.add_row(wall.door, wall.planner, "now", cells)
        for cells in (["Bus", "late"], ["", "dear", "ask"])
    ]
    note_shaping.merge_notes(wall.door, rows)
    (left,) = wall.view().notes()
    assert answers.row_cells(left, "abc") == ("Bus", "late\ndear", "ask")


def test_what_cannot_be_one_stays_as_it_is(one: Laptop, wall: Wall) -> None:
    note = wall.add("a")
    other = Wall(one).add("elsewhere")
    answer = answers.answer_choice(wall.door, wall.planner, "now", "yes")
    pictured = [wall.add("p"), wall.add("q")]
    for number, each in enumerate(pictured):
        known = one.workspace.get(Note, each)
        assert known is not None
        one.door.do("Picture", setting(known, picture=f"{number:032x}"))
    one.told.clear()
    for some, why in (
        ([note], "two notes or more"),
        ([note, note], "two notes or more"),
        ([note, other], "different planners"),
        ([note, answer], "stands for itself"),
        (pictured, "pictures"),
        ([note, "0" * 32], "not here any more"),
    ):
        with pytest.raises(InputRefused, match=why):
            note_shaping.merge_notes(wall.door, some)
    assert one.told == []


def link(gone: str, into: str) -> NoteLink:
    return note_links.merge_record(Note(id=gone), Note(id=into))


def test_notes_that_went_into_one_another_are_followed_to_the_one_that_stands() -> None:
    chain = [
        link("a", "b"),
        link("b", "c"),
        link("x", "gone"),
        note_links.link_record("", "d", "c"),
    ]
    assert note_links.went_into(chain, {"c", "d"}) == {"a": "c", "b": "c"}
    assert note_links.went_into(chain, {"b", "c"}) == {"a": "b"}
    # Two laptops let one go into two: one and the same of them everywhere, the nearest.
    two = [link("a", "n"), link("a", "m"), link("n", "l")]
    assert note_links.went_into(two, {"l", "m"}) == {"a": "m", "n": "l"}
    assert note_links.went_into(two, {"l", "m", "n"}) == {"a": "m"}
    # And each into the other: nobody goes round for ever.
    assert note_links.went_into([link("a", "b"), link("b", "a")], set()) == {}
    assert note_links.went_into([link("a", "b"), link("b", "a")], {"b"}) == {"a": "b"}


def test_a_note_is_split_where_it_stands_and_put_together_by_undo(wall: Wall) -> None:
    wall.add("before")
    note = planners.add_note(
        wall.door,
        wall.planner,
        "now",
        "Bus and shop",
        author="Ann",
        named_as=NamedAs.NAME,
        colour=NoteColour.BLUE,
        theme="Getting there",
    )
    wall.add("after")
    dots.give_dot(wall.door, note)
    made = note_shaping.split_note(wall.door, note, [" Bus ", "", "Shop", "Both"])
    assert made[0] == note
    assert wall.texts() == ["before", "Bus", "Shop", "Both", "after"]
    parts = [wall.seen(each) for each in made]
    assert {(one.author, one.colour, one.theme) for one in parts} == {
        ("Ann", "blue", "Getting there")
    }
    assert [one.dots for one in parts] == [1, 0, 0]
    wall.door.undo()
    assert wall.texts() == ["before", "Bus and shop", "after"]
    wall.door.redo()
    assert wall.texts() == ["before", "Bus", "Shop", "Both", "after"]


def test_splitting_alike_again_makes_new_notes(wall: Wall) -> None:
    note = wall.add("ab")
    first = note_shaping.split_note(wall.door, note, ["a", "b"])
    planners.edit_note(wall.door, note, "ab")
    second = note_shaping.split_note(wall.door, note, ["a", "b"])
    assert wall.texts() == ["a", "b", "b"]
    assert len({*first, *second}) == 3


@pytest.mark.parametrize("texts", [[], ["one"], ["one", "  "], ["", "\n"]])
def test_a_split_into_fewer_than_two_is_refused(wall: Wall, texts: list[str]) -> None:
    note = wall.add("one two")
    with pytest.raises(InputRefused, match="two parts"):
        note_shaping.split_note(wall.door, note, texts)
    answer = answers.answer_choice(wall.door, wall.planner, "now", "yes", "a b")
    with pytest.raises(InputRefused, match="answer"):
        note_shaping.split_note(wall.door, answer, ["a", "b"])
    assert wall.texts() == ["one two", "a b"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(data=st.data())
def test_any_shaping_is_undone_step_by_step_and_done_again(
    one: Laptop, data: st.DataObject
) -> None:
    wall = Wall(one)
    for text in ("bus", "bus fare", "post"):
        wall.add(text)
    states = [told(wall)]
    before = len(one.told)
    for _ in range(data.draw(st.integers(1, 6))):
        notes = [each.note for each in wall.view().notes()]
        which = data.draw(st.permutations(notes))[: data.draw(st.integers(1, 3))]
        step = data.draw(st.sampled_from(["merge", "split", "dot", "link", "action", "theme"]))
        if step == "merge" and len(which) > 1:
            note_shaping.merge_notes(wall.door, which)
        elif step == "split":
            note_shaping.split_note(wall.door, which[0], ["bus", data.draw(st.sampled_from("xy"))])
        elif step == "dot":
            dots.give_dot(wall.door, which[0])
        elif step == "link" and len(which) > 1:
            note_links.link_notes(wall.door, which[0], which[1])
        elif step == "action":
            actions.action_from_note(wall.door, which[0])
        elif step == "theme":
            themes.set_theme(wall.door, which, data.draw(st.sampled_from(["Post", "post ", ""])))
        if len(one.told) > before:
            before = len(one.told)
            states.append(told(wall))
    for state in reversed(states[:-1]):
        wall.door.undo()
        assert told(wall) == state
    for state in states[1:]:
        wall.door.redo()
        assert told(wall) == state

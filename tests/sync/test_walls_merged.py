"""Two laptops vote, theme, merge, split and tick apart: together they show one wall, all of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Dot, Note
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
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.planner_view import NoteView, planner_view
from tests.sync.replicas import NOON, Replica, shown

SHIPPED = PlannerCatalogue.shipped()
WORDS = ("bus", "post", "cost", "time")


class Walls:
    """Two laptops with one planner that has four notes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.left = Replica(folder / "left", 1, NOON)
        self.right = Replica(folder / "right", 2, NOON + 3_600_000)
        self.bundles = 0
        self.session = self.left.new_session().id
        self.planner = self.left.new_planner(self.session).id
        self.notes = [
            planners.add_note(self.left.door, self.planner, "think", word) for word in WORDS
        ]
        self.meet()

    def send(self, giver: Replica, taker: Replica) -> None:
        self.bundles += 1
        giver.give(taker, self.folder / f"{self.bundles}.cpsb")

    def meet(self) -> None:
        """Both ways, until both have all."""
        for _ in range(2):
            self.send(self.left, self.right)
            self.send(self.right, self.left)

    @staticmethod
    def wall(one: Replica, planner: str) -> tuple[NoteView, ...]:
        view = planner_view(one.workspace, SHIPPED, planner)
        return view.notes() if view is not None else ()

    def both(self) -> tuple[NoteView, ...]:
        """The wall that both laptops show, after a look that they show the same."""
        self.meet()
        left, right = (shown(one.workspace) for one in (self.left, self.right))
        assert left == right
        walls = [self.wall(one, self.planner) for one in (self.left, self.right)]
        assert walls[0] == walls[1]
        return walls[0]

    def asked(self) -> int:
        """How many records wait for somebody to decide."""
        return len(self.left.workspace.contested())


@contextmanager
def two_walls() -> Iterator[Walls]:
    with tempfile.TemporaryDirectory() as folder:
        walls = Walls(Path(folder))
        try:
            yield walls
        finally:
            walls.left.close()
            walls.right.close()


@pytest.fixture
def walls() -> Iterator[Walls]:
    with two_walls() as made:
        yield made


def test_dots_from_two_laptops_add_up_also_on_a_note_that_was_merged_meanwhile(
    walls: Walls,
) -> None:
    first, second = walls.notes[:2]
    turn = walls.right.door.new_id()
    dots.give_dot(walls.left.door, first)
    note_shaping.merge_notes(walls.left.door, [second, first])
    for note in (first, first, second):
        dots.give_dot(walls.right.door, note, turn=turn)
    action = actions.action_from_note(walls.right.door, first)
    template = SHIPPED.get("lean-a3")
    assert template is not None
    child = child_planners.child_from_note(walls.right.door, first, template)
    found = {one.note: one for one in walls.both()}
    assert set(found) == set(walls.notes[1:])
    assert (found[second].dots, found[second].linked) == (4, ())
    assert (found[second].action, found[second].child) == (action, child)
    assert walls.asked() == 0
    for one in (walls.left, walls.right):
        records = one.workspace
        assert dots.dots_of(records, walls.planner) == {second: 4}
        assert dots.dots_left(records, walls.planner, turn) == 0
        kept = actions.action_of_note(records, second)
        assert kept is not None
        assert kept.id == action
        assert [each.id for each in child_planners.children_of(records, walls.planner)] == [child]
        assert child_planners.parent_of(records, child) == (walls.planner, second)
    dots.take_dot_back(walls.left.door, second, turn=turn)
    assert {one.note: one.dots for one in walls.both()}[second] == 3


def test_what_both_do_alike_is_one_thing(walls: Walls) -> None:
    first, second, third, fourth = walls.notes
    template = SHIPPED.get("lean-a3")
    assert template is not None
    for one in (walls.left, walls.right):
        door = one.door
        note_shaping.merge_notes(door, [first, second])
        note_shaping.split_note(door, third, ["when", "how long"])
        answers.tick_item(door, walls.planner, "think", "coffee", done=True)
        answers.write_text(door, walls.planner, "plan", "All of it")
        note_links.link_notes(door, *(first, third) if one is walls.left else (third, first))
        themes.set_theme(door, [first], "Getting there")
        actions.action_from_note(door, fourth)
        child_planners.child_from_note(door, fourth, template)
    wall = walls.both()
    assert walls.asked() == 0
    assert sorted(one.text for one in wall) == [
        "",
        "All of it",
        "bus\npost",
        "how long",
        "time",
        "when",
    ]
    assert [one.given for one in wall if one.done] == ["coffee"]
    assert sum(len(one.linked) for one in wall) == 2
    assert len(actions.actions_of(walls.left.workspace, walls.session)) == 1
    assert len(child_planners.children_of(walls.left.workspace, walls.planner)) == 1


def test_one_theme_written_in_two_ways_is_one_theme(walls: Walls) -> None:
    themes.set_theme(walls.left.door, walls.notes[:1], "Getting there")
    themes.set_theme(walls.right.door, walls.notes[1:3], "getting  there")
    assert {one.theme for one in walls.both()} == {"Getting there", ""}
    for one in (walls.left, walls.right):
        assert themes.themes_of(one.workspace, walls.planner) == ("Getting there",)


def test_each_merged_into_the_other_loses_nothing(walls: Walls) -> None:
    first, second = walls.notes[:2]
    dots.give_dot(walls.left.door, first)
    dots.give_dot(walls.right.door, second)
    walls.meet()
    note_shaping.merge_notes(walls.left.door, [first, second])
    note_shaping.merge_notes(walls.right.door, [second, first])
    wall = walls.both()
    assert sum(one.dots for one in wall) == 2
    assert {"bus", "post"} <= set(" ".join(one.text for one in wall).split())


def test_what_a_newer_version_hung_on_a_note_hinders_nobody_and_is_not_lost(walls: Walls) -> None:
    first, second, third = walls.notes[:3]
    left = walls.left
    dot = dots.give_dot(left.door, first)
    note_links.link_notes(left.door, first, third)
    link = note_links.link_record("", first, third).id
    rich = msgspec.msgpack.encode({"rich": 1})
    left.say_newer("dot", dot, walls.session, "turn", rich)
    left.say_newer("note_link", link, walls.session, "weight", msgspec.msgpack.encode(3))
    left.say_newer("note_link", link, walls.session, "one", rich)
    known = left.workspace.get(Dot, dot)
    assert known is not None
    assert known.newer
    note_shaping.merge_notes(left.door, [second, first])
    assert {one.note: one.dots for one in walls.both()}[second] == 1
    with pytest.raises(InputRefused, match="no dot"):
        dots.take_dot_back(left.door, second)
    dots.clear_dots(left.door, walls.planner)
    planners.remove_planner(left.door, walls.planner)
    assert walls.both() == ()
    left.door.undo()
    assert {one.note: one.dots for one in walls.both()}[second] == 1


EXAMPLES = settings.get_profile(settings._current_profile or "ci").max_examples
FEW = settings(
    max_examples=max(7, EXAMPLES // 10), deadline=None, suppress_health_check=list(HealthCheck)
)
"""Two real workspaces each: few every day, many with the profile "full"."""

STEPS = st.tuples(
    st.sampled_from(["merge", "split", "dot", "back", "link", "theme", "tick", "write", "delete"]),
    st.integers(0, 50),
    st.integers(1, 50),
    st.sampled_from(WORDS),
)


def does(one: Replica, walls: Walls, step: tuple[str, int, int, str]) -> None:
    """One step of a person at one laptop."""
    what, which, other, word = step
    door, planner = one.door, walls.planner
    notes = sorted(each.note for each in walls.wall(one, planner))
    if what == "write":
        answers.write_text(door, planner, "plan", word)
    elif what == "tick":
        answers.tick_item(door, planner, "plan", word, done=which % 3 > 0)
    elif notes:
        note, beside = notes[which % len(notes)], notes[(which + other) % len(notes)]
        on_one_note: dict[str, Callable[[], object]] = {
            "split": lambda: note_shaping.split_note(door, note, [word, "the rest"]),
            "dot": lambda: dots.give_dot(door, note),
            "back": lambda: dots.take_dot_back(door, note),
            "theme": lambda: themes.set_theme(door, [note], word),
            "delete": lambda: planners.delete_notes(door, [note]),
            "merge": lambda: note_shaping.merge_notes(door, [note, beside]),
            "link": lambda: note_links.link_notes(door, note, beside),
        }
        try:
            on_one_note[what]()
        except InputRefused as error:
            # A note and itself, an item that is no note, no dot to take back: told, not done.
            assert "Nothing was changed" in str(error) or "Choose" in str(error)  # noqa: PT017


@FEW
@given(
    lefts=st.lists(STEPS, max_size=6),
    rights=st.lists(STEPS, max_size=6),
    between=st.sampled_from(["nothing", "left gives", "right gives"]),
    more=st.lists(STEPS, max_size=4),
    undone=st.integers(0, 3),
)
def test_any_work_on_two_laptops_comes_to_one_wall(
    lefts: list[tuple[str, int, int, str]],
    rights: list[tuple[str, int, int, str]],
    between: str,
    more: list[tuple[str, int, int, str]],
    undone: int,
) -> None:
    with two_walls() as walls:
        for step in lefts:
            does(walls.left, walls, step)
        for step in rights:
            does(walls.right, walls, step)
        for _ in range(undone):
            walls.right.door.undo()
        if between == "left gives":
            walls.send(walls.left, walls.right)
        elif between == "right gives":
            walls.send(walls.right, walls.left)
        for number, step in enumerate(more):
            does((walls.left, walls.right)[number % 2], walls, step)
        wall = walls.both()
        for one in (walls.left, walls.right):
            one.workspace.rebuild()
            assert walls.wall(one, walls.planner) == wall
        records = walls.left.workspace
        there = {each.note for each in wall}
        assert there == {each.id for each in records.find(Note, planner=walls.planner)}
        assert all(set(each.linked) <= there - {each.note} for each in wall)
        assert sum(each.dots for each in wall) <= len(records.find(Dot, planner=walls.planner))
        assert dots.dots_of(records, walls.planner) == {
            each.note: each.dots for each in wall if each.dots
        }


@FEW
@given(
    lefts=st.lists(st.permutations(range(4)).map(lambda some: some[:2]), max_size=3),
    rights=st.lists(st.permutations(range(4)).map(lambda some: some[:2]), max_size=3),
)
def test_whatever_is_merged_on_two_laptops_every_word_and_dot_is_still_there(
    lefts: list[list[int]], rights: list[list[int]]
) -> None:
    with two_walls() as walls:
        for one, merges in ((walls.left, lefts), (walls.right, rights)):
            for stays, gone in merges:
                there = {each.note for each in walls.wall(one, walls.planner)}
                pair = [walls.notes[stays], walls.notes[gone]]
                if set(pair) <= there:
                    dots.give_dot(one.door, pair[1])
                    note_shaping.merge_notes(one.door, pair)
        wall = walls.both()
        records = walls.left.workspace
        said = {
            str(version.value)
            for note in records.find(Note, planner=walls.planner)
            for version in records.versions(note, "text")
        }
        assert set(WORDS) <= set(" ".join(said).split())
        assert sum(each.dots for each in wall) == len(records.find(Dot, planner=walls.planner))

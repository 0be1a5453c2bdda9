"""Dots, themes, links, actions, child A3s, answers and pictures, on one real workspace."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.changes import deleting, setting
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Action, ActionState, NamedAs, Note, Planner
from cps_desktop.domain.planner_files import read_template
from cps_desktop.services import (
    actions,
    answers,
    child_planners,
    dots,
    note_links,
    note_pictures,
    planners,
    themes,
)
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.planner_view import BoxView, answered, planner_view
from cps_desktop.services.search import search
from tests.services.desks import desk_of
from tests.services.expenses import picture
from tests.services.laptop import Laptop, laptop
from tests.services.walls import SHIPPED, Wall

FRIDAY = dt.date(2027, 3, 26)


@pytest.fixture
def one(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as opened:
        yield opened


@pytest.fixture
def wall(one: Laptop) -> Wall:
    return Wall(one)


def questions() -> PlannerCatalogue:
    """A planner with a box of every kind."""
    kinds: list[dict[str, object]] = [
        {"key": "words", "kind": "text"},
        {"key": "rows", "kind": "table", "columns": parts("what", "cost")},
        {"key": "pick", "kind": "choice", "options": parts("yes", "no")},
        {
            "key": "sure",
            "kind": "scale",
            "scale": {"lowest": 1, "highest": 5, "lowest_words": "Not", "highest_words": "Very"},
        },
        {"key": "ready", "kind": "checklist", "items": parts("room", "coffee", "chairs")},
        {"key": "draw", "kind": "sketch"},
    ]
    boxes = [
        {
            **one,
            "stage": "all",
            "x": 12 + 60 * place,
            "y": 52,
            "width": 58,
            "height": 200,
            "prompt": f"What about {one['key']}?",
            "plain": f"What about {one['key']}?",
        }
        for place, one in enumerate(kinds)
    ]
    written = {
        "planner_format": 2,
        "id": "questions",
        "edition": 1,
        "title": "Questions",
        "stages": [{"key": "all", "title": "All"}],
        "boxes": boxes,
    }
    return PlannerCatalogue([read_template(json.dumps(written).encode(), "questions.json")])


def parts(*keys: str) -> list[dict[str, str]]:
    return [{"key": one, "words": f"The {one}"} for one in keys]


def undone_and_done_again(wall: Wall, step: Callable[[], object]) -> None:
    """A step shows something, is gone with one undo, and is as it was with one redo."""

    def shows() -> object:
        known = [one.id for one in planners.planners_of(wall.workspace, wall.session)]
        return (
            [planner_view(wall.workspace, SHIPPED, each) for each in known],
            actions.actions_of(wall.workspace, wall.session),
        )

    def plainly(what: object) -> str:
        # When something was touched is not put back.
        return re.sub(r"(made|touched)=\d+", "", repr(what))

    before = plainly(shows())
    step()
    after = plainly(shows())
    assert after != before
    wall.door.undo()
    assert plainly(shows()) == before
    wall.door.redo()
    assert plainly(shows()) == after


# -- dots ------------------------------------------------------------------------------------------


def test_each_has_as_many_dots_as_the_planner_says(wall: Wall) -> None:
    first, second = wall.add("a"), wall.add("b")
    dots.set_dots_each(wall.door, wall.planner, 2)
    mine, yours = wall.door.new_id(), wall.door.new_id()
    dots.give_dot(wall.door, first, turn=mine)
    dots.give_dot(wall.door, first, turn=mine)
    with pytest.raises(InputRefused, match="All your dots are given"):
        dots.give_dot(wall.door, second, turn=mine)
    dots.give_dot(wall.door, first, turn=yours)
    assert dots.dots_left(wall.workspace, wall.planner, mine) == 0
    assert dots.dots_left(wall.workspace, wall.planner, yours) == 1
    dots.take_dot_back(wall.door, first, turn=mine)
    with pytest.raises(InputRefused, match="no dot of yours"):
        dots.take_dot_back(wall.door, second, turn=mine)
    assert dots.dots_given(wall.workspace, wall.planner, mine) == {first: 1}
    assert (wall.seen(first).dots, wall.seen(second).dots) == (2, 0)
    assert wall.view().dots_each == 2


def test_the_facilitators_hand_gives_without_counting_and_takes_its_own_first(wall: Wall) -> None:
    note = wall.add("a")
    turn = wall.door.new_id()
    for _ in range(5):
        dots.give_dot(wall.door, note)
    dots.give_dot(wall.door, note, turn=turn)
    dots.take_dot_back(wall.door, note)
    assert wall.seen(note).dots == 5
    assert dots.dots_given(wall.workspace, wall.planner, turn) == {note: 1}
    for _ in range(5):
        dots.take_dot_back(wall.door, note)
    with pytest.raises(InputRefused, match="no dot on this note"):
        dots.take_dot_back(wall.door, note)


def test_dots_on_a_deleted_note_are_given_back_and_count_again_with_undo(wall: Wall) -> None:
    note, turn = wall.add("a"), wall.door.new_id()
    for _ in range(3):
        dots.give_dot(wall.door, note, turn=turn)
    planners.delete_notes(wall.door, [note])
    assert dots.dots_left(wall.workspace, wall.planner, turn) == 3
    wall.door.undo()
    assert dots.dots_of(wall.workspace, wall.planner) == {note: 3}


@pytest.mark.parametrize("count", [0, -1, 21, 1_000_000])
def test_a_number_of_dots_that_is_no_choice_is_refused(wall: Wall, count: int) -> None:
    with pytest.raises(InputRefused, match="between 1 and 20"):
        dots.set_dots_each(wall.door, wall.planner, count)


# -- themes ----------------------------------------------------------------------------------------


def test_a_theme_is_one_however_it_is_written_and_renamed_everywhere(wall: Wall) -> None:
    first, second, third = wall.add("a"), wall.add("b"), wall.add("c")
    themes.set_theme(wall.door, [first], "  Getting   there ")
    themes.set_theme(wall.door, [second, third], "getting THERE")
    assert [wall.seen(each).theme for each in (first, second)] == ["Getting there"] * 2
    themes.set_theme(wall.door, [third], "Post")
    assert wall.view().themes == ("Getting there", "Post")
    assert themes.themes_of(wall.workspace, wall.planner) == wall.view().themes
    themes.rename_theme(wall.door, wall.planner, "Getting there", "getting there!")
    assert wall.view().themes == ("getting there!", "Post")
    themes.rename_theme(wall.door, wall.planner, "Getting there!", "post")
    assert wall.view().themes == ("Post",)
    themes.set_theme(wall.door, [first, second, third], "")
    assert wall.view().themes == ()


def test_a_theme_is_a_heading_not_a_text(wall: Wall) -> None:
    note = wall.add("a")
    with pytest.raises(InputRefused, match="80 characters"):
        themes.set_theme(wall.door, [note], "x" * 81)
    with pytest.raises(InputRefused, match="needs a name"):
        themes.rename_theme(wall.door, wall.planner, "a", " \n ")


# -- links -----------------------------------------------------------------------------------------


def test_links_go_both_ways_across_planners_and_never_to_what_is_gone(
    one: Laptop, wall: Wall
) -> None:
    first, second, third = wall.add("a"), wall.add("b"), wall.add("c")
    template = SHIPPED.get("lean-a3")
    assert template is not None
    beside = planners.add_planner(one.door, wall.session, template)
    outside = planners.add_note(one.door, beside, "background", "outside")
    note_links.link_notes(wall.door, second, first)
    note_links.link_notes(wall.door, first, second)
    note_links.link_notes(wall.door, first, third)
    note_links.link_notes(wall.door, first, outside)
    assert wall.seen(first).linked == (second, third, outside)
    assert note_links.linked_with(wall.workspace, first) == (second, third, outside)
    assert note_links.linked_with(wall.workspace, outside) == (first,)
    planners.delete_notes(wall.door, [third])
    planners.delete_notes(wall.door, [outside])
    assert wall.seen(first).linked == (second,)
    assert note_links.linked_with(wall.workspace, first) == (second,)
    note_links.unlink_notes(wall.door, second, first)
    assert wall.seen(first).linked == ()
    note_links.link_notes(wall.door, second, first)
    assert wall.seen(second).linked == (first,)


def test_a_note_is_not_linked_with_itself_nor_across_sessions(one: Laptop, wall: Wall) -> None:
    note, other = wall.add("a"), Wall(one).add("b")
    with pytest.raises(InputRefused, match="not with itself"):
        note_links.link_notes(wall.door, note, note)
    with pytest.raises(InputRefused, match="different sessions"):
        note_links.link_notes(wall.door, note, other)
    before = one.workspace.changes()
    note_links.unlink_notes(wall.door, note, other)
    assert one.workspace.changes() == before


# -- actions ---------------------------------------------------------------------------------------


def test_a_note_becomes_an_action_and_each_knows_the_other(wall: Wall) -> None:
    note = planners.add_note(
        wall.door, wall.planner, "try", "Ask the\nbus firm", author="Ann", named_as=NamedAs.NAME
    )
    action = actions.action_from_note(wall.door, note, due=FRIDAY)
    (known,) = actions.actions_of(wall.workspace, wall.session)
    assert (known.what, known.who, known.due) == ("Ask the bus firm", "", FRIDAY)
    assert wall.seen(note).action == action
    assert actions.action_from_note(wall.door, note) == action
    actions.edit_action(wall.door, action, who=" Bea ")
    actions.finish_action(wall.door, action)
    (known,) = actions.actions_of(wall.workspace, wall.session)
    assert (known.who, known.state) == ("Bea", ActionState.DONE)
    assert actions.action_words(known) == (
        "Ask the bus firm · Bea · by Friday 26 March 2027 · Done"
    )
    planner, from_note = actions.where_from(wall.workspace, known)
    assert planner is not None
    assert from_note is not None
    assert (planner.id, from_note.id) == (wall.planner, note)
    actions.set_state(wall.door, [action], done=False)
    actions.delete_actions(wall.door, [action])
    assert wall.seen(note).action == ""
    # It can become one again: the id is the same for ever, and says what is said now.
    planners.edit_note(wall.door, note, "Ask again")
    assert actions.action_from_note(wall.door, note) == action
    (known,) = actions.actions_of(wall.workspace, wall.session)
    assert (known.what, known.who, known.state) == ("Ask again", "", ActionState.OPEN)


def test_an_action_that_left_its_note_is_not_written_over(wall: Wall) -> None:
    note = wall.add("Ring the ward")
    first = actions.action_from_note(wall.door, note, who="Ann")
    actions.edit_action(wall.door, first, note="", what="Ring the ward on Monday")
    second = actions.action_from_note(wall.door, note)
    assert second != first
    kept = [(one.what, one.who) for one in actions.actions_of(wall.workspace, wall.session)]
    assert kept == [("Ring the ward on Monday", "Ann"), ("Ring the ward", "")]
    assert wall.seen(note).action == second


def test_actions_are_kept_in_order_and_typing_is_one_step(wall: Wall) -> None:
    first = actions.add_action(wall.door, wall.session, "a")
    actions.add_action(wall.door, wall.session, "b")
    typed = wall.door.new_id()
    actions.add_action(wall.door, wall.session, "", action_id=typed)
    for text in ("c", "cc"):
        actions.edit_action(wall.door, typed, what=text)

    def listed() -> list[str]:
        return [each.what for each in actions.actions_of(wall.workspace, wall.session)]

    assert listed() == ["a", "b", "cc"]
    wall.door.undo()
    assert listed() == ["a", "b"]
    with pytest.raises(KeyError, match="state"):
        actions.edit_action(wall.door, first, state="done")


def test_a_removed_planner_takes_its_dots_and_links_and_leaves_the_actions(
    one: Laptop, wall: Wall
) -> None:
    first, second = wall.add("a"), wall.add("b")
    template = SHIPPED.get("lean-a3")
    assert template is not None
    child = child_planners.child_from_note(one.door, first, template)
    outside = planners.add_note(one.door, child, "background", "outside")
    dots.give_dot(wall.door, first)
    note_links.link_notes(wall.door, first, second)
    note_links.link_notes(wall.door, first, outside)
    action = actions.action_from_note(wall.door, first)
    actions.add_action(wall.door, wall.session, "Of the planner", planner=wall.planner)
    full = wall.view()
    planners.remove_planner(one.door, wall.planner)
    kept = actions.actions_of(one.workspace, wall.session)
    assert [(each.what, each.note, each.planner) for each in kept] == [
        ("a", "", ""),
        ("Of the planner", "", ""),
    ]
    assert note_links.linked_with(one.workspace, outside) == ()
    assert child_planners.parent_of(one.workspace, child) is None
    assert child_planners.path_to(one.workspace, child) == (child,)
    beneath = planner_view(one.workspace, SHIPPED, child)
    assert beneath is not None
    assert [note.text for note in beneath.notes()] == ["outside"]
    one.door.undo()
    assert [note.linked for note in wall.view().notes()] == [note.linked for note in full.notes()]
    assert wall.seen(first).dots == 1
    known = one.workspace.get(Action, action)
    assert known is not None
    assert (known.note, known.planner) == (first, wall.planner)
    assert child_planners.parent_of(one.workspace, child) == (wall.planner, first)


# -- child A3s -------------------------------------------------------------------------------------


def test_an_a3_grows_from_a_note_and_both_show_the_way(one: Laptop, wall: Wall) -> None:
    note = wall.add("Letters come " + "very " * 20 + "late")
    template = SHIPPED.get("five-whys")
    assert template is not None
    child = child_planners.child_from_note(one.door, note, template)
    assert child_planners.child_from_note(one.door, note, template) == child
    known = one.workspace.get(Planner, child)
    assert known is not None
    assert len(known.title) <= 60
    assert known.title.startswith("Letters come very")
    assert wall.seen(note).child == child
    below = planners.add_note(one.door, child, template.boxes[0].key, "Why?")
    grandchild = child_planners.child_from_note(one.door, below, template, title="Further down")
    assert child_planners.path_to(one.workspace, grandchild) == (wall.planner, child, grandchild)
    assert [each.id for each in child_planners.children_of(one.workspace, wall.planner)] == [child]
    planners.remove_planner(one.door, child)
    assert wall.seen(note).child == ""
    assert child_planners.children_of(one.workspace, wall.planner) == ()
    assert child_planners.parent_of(one.workspace, grandchild) is None
    # A new one begins empty; what stood on the old one stays removed with it.
    again = child_planners.child_from_note(one.door, note, template)
    assert again != child
    assert planners.notes_in(one.workspace, again, template.boxes[0].key) == ()


def test_planners_hung_on_one_another_are_no_endless_way(one: Laptop, wall: Wall) -> None:
    """As only two laptops at once, or a stranger's bundle, can do."""
    template = SHIPPED.get("five-whys")
    assert template is not None
    child = child_planners.child_from_note(one.door, wall.add("a"), template)
    below = planners.add_note(one.door, child, template.boxes[0].key, "b")
    top = one.workspace.get(Planner, wall.planner)
    assert top is not None
    one.door.do("Elsewhere", setting(top, from_note=below))
    assert child_planners.path_to(one.workspace, child) == (wall.planner, child)
    assert child_planners.path_to(one.workspace, wall.planner) == (child, wall.planner)
    changed = one.workspace.get(Planner, wall.planner)
    assert changed is not None
    one.door.do("Elsewhere", setting(changed, from_note="f" * 32))
    assert child_planners.parent_of(one.workspace, wall.planner) is None
    assert wall.view().from_note == "f" * 32


# -- answers ---------------------------------------------------------------------------------------


@pytest.fixture
def asked(one: Laptop) -> Asked:
    return Asked(one)


class Asked:
    """A planner with a box of every kind."""

    def __init__(self, one: Laptop) -> None:
        self.door, self.workspace = one.door, one.workspace
        self.catalogue = questions()
        template = self.catalogue.get("questions")
        assert template is not None
        self.session = Wall(one).session
        self.planner = planners.add_planner(one.door, self.session, template)

    def box(self, key: str) -> BoxView:
        view = planner_view(self.workspace, self.catalogue, self.planner)
        found = view.box(key) if view is not None else None
        assert found is not None
        return found

    def gap(self) -> str:
        view = planner_view(self.workspace, self.catalogue, self.planner)
        assert view is not None
        gap = view.stages[0].next_gap
        return gap.key if gap is not None else ""


def test_everybody_writes_into_one_text(asked: Asked) -> None:
    first = answers.write_text(asked.door, asked.planner, "words", "W")
    assert answers.write_text(asked.door, asked.planner, "words", "We") == first
    (note,) = asked.box("words").notes
    assert (note.note, note.text) == (answers.text_note_id(asked.planner, "words"), "We")
    assert asked.gap() == "rows"
    asked.door.undo()
    assert asked.box("words").notes == ()
    answers.write_text(asked.door, asked.planner, "words", "Again")
    answers.write_text(asked.door, asked.planner, "words", " ")
    assert not answered(asked.box("words"))
    assert asked.gap() == "words"


def test_a_text_that_was_deleted_begins_anew(asked: Asked) -> None:
    note = answers.write_text(
        asked.door, asked.planner, "words", "Ann's", author="Ann", named_as=NamedAs.NAME
    )
    planners.delete_notes(asked.door, [note])
    answers.write_text(asked.door, asked.planner, "words", "new")
    (known,) = asked.workspace.find(Note, planner=asked.planner)
    assert (known.text, known.author, known.deleted) == ("new", "", False)


def test_choices_and_numbers_are_each_persons_own(asked: Asked) -> None:
    mine = asked.door.new_id()
    answers.answer_choice(asked.door, asked.planner, "pick", "no", note_id=mine)
    answers.answer_choice(asked.door, asked.planner, "pick", "yes", "If warm", note_id=mine)
    for _ in range(2):
        answers.answer_choice(asked.door, asked.planner, "pick", "no")
    assert Counter(one.given for one in asked.box("pick").notes) == {"yes": 1, "no": 2}
    assert asked.box("pick").count == 3
    answers.answer_choice(asked.door, asked.planner, "sure", "4")
    (number,) = asked.box("sure").notes
    assert answers.number_of(number) == 4
    (words,) = [one for one in asked.box("pick").notes if one.text]
    assert answers.number_of(words) is None


def test_a_checklist_counts_its_ticks_and_keeps_the_templates_order(asked: Asked) -> None:
    for item in ("chairs", "room"):
        answers.tick_item(asked.door, asked.planner, "ready", item, done=True)
    answers.remark_on_item(asked.door, asked.planner, "ready", "coffee", "Who brings it?")
    box = asked.box("ready")
    assert [one.given for one in box.notes] == ["room", "coffee", "chairs"]
    assert [one.done for one in box.notes] == [True, False, True]
    assert (box.count, answered(box)) == (2, True)
    for item in ("chairs", "room"):
        answers.tick_item(asked.door, asked.planner, "ready", item, done=False)
    assert not answered(asked.box("ready"))
    assert answers.by_item(asked.box("ready").notes)["coffee"].text == "Who brings it?"
    before = asked.workspace.changes()
    answers.tick_item(asked.door, asked.planner, "ready", "spoons", done=False)
    assert asked.workspace.changes() == before


def test_rows_keep_their_cells(asked: Asked) -> None:
    row = answers.add_row(asked.door, asked.planner, "rows", ["Bus\tticket", "£3"])
    columns = asked.box("rows").box.columns
    (note,) = asked.box("rows").notes
    assert answers.row_cells(note, columns) == ("Bus ticket", "£3")
    answers.edit_row(asked.door, row, ["Bus", "£3", "left over"])
    (note,) = asked.box("rows").notes
    assert answers.row_cells(note, columns) == ("Bus", "£3 left over")


@given(cells=st.lists(st.text(st.characters(exclude_characters="\t")), min_size=1, max_size=6))
def test_any_cells_come_back_as_they_were_written(cells: list[str]) -> None:
    row = Note(id="0" * 32, text=answers.row_text(cells))
    assert answers.row_cells(row, cells) == tuple(cells)
    assert len(answers.row_cells(row, [*cells, "more"])) == len(cells) + 1
    fewer = answers.row_cells(row, cells[:1])
    assert fewer == (" ".join(cells),)


# -- pictures --------------------------------------------------------------------------------------


def test_a_picture_is_a_note_and_stays_when_it_is_taken_off_and_put_back(
    one: Laptop, wall: Wall
) -> None:
    desk = desk_of(one)
    photo = picture("a photo")
    note = note_pictures.add_picture_note(desk, wall.planner, "now", photo, "The bus stop")
    shown = wall.seen(note)
    assert (shown.picture, shown.pictured, shown.text) == (photo.sha256, True, "The bus stop")
    assert note_pictures.picture_of(one.workspace, one.workspace, note) == photo.jpeg
    note_pictures.take_picture(one.door, note)
    assert (wall.seen(note).picture, wall.seen(note).pictured) == ("", False)
    assert note_pictures.picture_of(one.workspace, one.workspace, note) is None
    one.door.undo()
    assert wall.seen(note).picture == photo.sha256
    other = wall.add("words")
    note_pictures.put_picture(desk, other, photo)
    assert wall.seen(other).picture == photo.sha256


def test_a_picture_of_which_nothing_is_known_yet_is_still_to_come(one: Laptop, wall: Wall) -> None:
    note = wall.add("words")
    known = one.workspace.get(Note, note)
    assert known is not None
    one.door.do("Elsewhere", setting(known, picture="e" * 32))
    shown = wall.seen(note)
    assert (shown.picture, shown.pictured) == ("", True)
    assert note_pictures.picture_of(one.workspace, one.workspace, note) is None


# -- all of it -------------------------------------------------------------------------------------


def test_every_step_is_one_of_undo(one: Laptop, wall: Wall) -> None:
    first, second = wall.add("a"), wall.add("b")
    template = SHIPPED.get("five-whys")
    assert template is not None
    desk = desk_of(one)
    action = actions.add_action(wall.door, wall.session, "c")
    for step in (
        lambda: dots.give_dot(wall.door, first),
        lambda: dots.take_dot_back(wall.door, first),
        lambda: dots.give_dot(wall.door, second),
        lambda: dots.clear_dots(wall.door, wall.planner),
        lambda: dots.set_dots_each(wall.door, wall.planner, 5),
        lambda: themes.set_theme(wall.door, [first, second], "Post"),
        lambda: themes.rename_theme(wall.door, wall.planner, "Post", "Letters"),
        lambda: note_links.link_notes(wall.door, first, second),
        lambda: note_links.unlink_notes(wall.door, first, second),
        lambda: actions.action_from_note(wall.door, first),
        lambda: actions.edit_action(wall.door, action, who="Bea"),
        lambda: actions.finish_action(wall.door, action),
        lambda: actions.set_state(wall.door, [action], done=False),
        lambda: actions.delete_actions(wall.door, [action]),
        lambda: child_planners.child_from_note(wall.door, first, template),
        lambda: answers.write_text(wall.door, wall.planner, "plan", "x"),
        lambda: answers.answer_choice(wall.door, wall.planner, "plan", "yes"),
        lambda: answers.tick_item(wall.door, wall.planner, "plan", "room", done=True),
        lambda: answers.tick_item(wall.door, wall.planner, "plan", "room", done=False),
        lambda: answers.remark_on_item(wall.door, wall.planner, "plan", "chairs", "ten"),
        lambda: answers.add_row(wall.door, wall.planner, "plan", ["a", "b"]),
        lambda: note_pictures.add_picture_note(desk, wall.planner, "now", picture("1")),
        lambda: note_pictures.put_picture(desk, first, picture("2")),
        lambda: note_pictures.take_picture(wall.door, first),
        lambda: planners.remove_planner(wall.door, wall.planner),
    ):
        undone_and_done_again(wall, step)


def test_what_points_at_what_never_came_breaks_no_view(one: Laptop, wall: Wall) -> None:
    """Parts of a session may come before others, or never."""
    note, other = wall.add("a"), wall.add("b")
    dots.give_dot(wall.door, note)
    note_links.link_notes(wall.door, note, other)
    action = actions.action_from_note(wall.door, note)
    nowhere = "d" * 32
    (known,) = one.workspace.find(Action)
    one.door.do("Elsewhere", setting(known, note=nowhere, planner=nowhere))
    one.door.do("Elsewhere", deleting(one.workspace.find(Note, text="b")))
    shown = wall.seen(note)
    assert (shown.linked, shown.action, shown.dots) == ((), "", 1)
    known_action = one.workspace.get(Action, action)
    assert known_action is not None
    assert actions.where_from(one.workspace, known_action) == (None, None)
    assert actions.action_of_note(one.workspace, nowhere) is None
    assert note_links.linked_with(one.workspace, nowhere) == ()
    assert child_planners.parent_of(one.workspace, nowhere) is None
    assert child_planners.children_of(one.workspace, nowhere) == ()
    assert dots.dots_left(one.workspace, nowhere, "turn") == 0


def test_actions_and_themes_are_found_by_their_words(one: Laptop, wall: Wall) -> None:
    note = wall.add("The letter came late")
    themes.set_theme(wall.door, [note], "Post office")
    action = actions.add_action(wall.door, wall.session, "Ring the printers", who="Bea", due=FRIDAY)
    (found,) = search(one.workspace, "post off")
    assert (found.group, found.target, found.page) == ("Notes", note, "planner")
    assert "Theme: Post office" in found.detail
    (found,) = search(one.workspace, "printers")
    assert (found.group, found.target, found.page) == ("Actions", action, "actions")
    assert found.detail == "Bea · by Friday 26 March 2027 · To do · Wall"
    assert [each.target for each in search(one.workspace, "bea")] == [action]
    actions.delete_actions(wall.door, [action])
    assert search(one.workspace, "printers") == ()

"""Moving a planner to another edition: what moves where, nothing lost, one step of undo."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Note, Planner
from cps_desktop.domain.planner_templates import Box, Part, PlannerTemplate, Scale
from cps_desktop.services import answers, dots, planners
from cps_desktop.services.editions import (
    EditionMove,
    Fate,
    foresee_move,
    move_to_edition,
    newer_edition,
)
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from tests.services.laptop import Laptop, laptop
from tests.services.walls import SHIPPED, Wall


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Laptop]:
    with laptop(tmp_path) as one:
        yield one


def edition(template: str, number: int) -> PlannerTemplate:
    found = SHIPPED.exactly(template, number)
    assert found is not None
    return found


class Begun(Wall):
    """A planner begun with some edition, and a catalogue that has a next one."""

    def __init__(self, one: Laptop, before: PlannerTemplate, after: PlannerTemplate) -> None:
        super().__init__(one)
        self.planner = planners.add_planner(one.door, self.session, before)
        self.catalogue = PlannerCatalogue([before, after])
        self.after = after

    def foresee(self) -> EditionMove:
        return foresee_move(self.workspace, self.catalogue, self.planner, self.after.edition)

    def move(self, **places: str) -> None:
        into = {key.replace("_", "-"): place for key, place in places.items()}
        move_to_edition(self.door, self.catalogue, self.planner, self.after.edition, into)

    def standing(self) -> dict[str, str]:
        """The box of each note, by what it says."""
        found = self.workspace.find(Note, planner=self.planner)
        return {one.text: one.box for one in found}


def with_boxes(template: PlannerTemplate, **changed: Box | None) -> PlannerTemplate:
    """The next edition, with other boxes under some keys; None takes a box out."""
    boxes = [changed.get(one.key.replace("-", "_"), one) for one in template.boxes]
    kept = tuple(one for one in boxes if one is not None)
    stages = tuple(one for one in template.stages if any(b.stage == one.key for b in kept))
    return dataclasses.replace(
        template, edition=template.edition + 1, boxes=kept, stages=stages, translations={}
    )


def box_of(template: PlannerTemplate, key: str) -> Box:
    found = template.box(key)
    assert found is not None
    return found


def test_the_cps_a3_moves_to_its_second_edition_with_every_note(here: Laptop) -> None:
    begun = Begun(here, edition("cps-a3", 1), edition("cps-a3", 2))
    for key in ("name", "owner", "a-improvement", "b-benefits", "c-approach", "g-actions"):
        begun.add(f"in {key}", key)
    begun.add("a second owner", "owner")
    planner = begun.workspace.get(Planner, begun.planner)
    assert planner is not None
    assert newer_edition(begun.catalogue, planner) == begun.after
    move = begun.foresee()
    fates = {one.key: (one.fate, one.to, one.count) for one in move.boxes}
    assert fates["a-improvement"] == (Fate.STAYS, "a-improvement", 1)
    assert fates["b-benefits"] == (Fate.GOES, "b-quality", 1)
    assert fates["g-actions"] == (Fate.STAYS, "g-actions", 1)
    assert fates["name"] == (Fate.STAYS, "name", 1)
    assert fates["owner"][0] is Fate.NO_PLACE
    assert {one.key for one in move.new} >= {"b-staff", "b-system", "b-finance"}
    begun.move(owner="a-improvement")
    standing = begun.standing()
    assert standing["in b-benefits"] == "b-quality"
    assert standing["in name"] == "name"
    text = begun.workspace.get(Note, answers.text_note_id(begun.planner, "name"))
    assert text is not None
    assert text.text == "in name"
    view = begun.view(begun.catalogue)
    assert view.count == 7
    assert begun.texts("a-improvement") == ["in a-improvement", "in owner", "a second owner"]
    assert view.template == begun.after
    assert here.door.can_undo == "Move to edition 2"
    here.door.undo()
    kept = ("name", "owner", "a-improvement", "b-benefits", "c-approach", "g-actions")
    assert begun.standing() == {**{f"in {key}": key for key in kept}, "a second owner": "owner"}
    assert begun.view(begun.catalogue).template == edition("cps-a3", 1)


def test_notes_without_a_place_go_where_it_was_suggested_in_their_order(here: Laptop) -> None:
    before = edition("ideas-wall", 1)
    begun = Begun(here, before, with_boxes(before, try_first=None))
    begun.add("there", "this-week")
    begun.add("one", "try-first")
    begun.add("two", "try-first")
    (gone,) = begun.foresee().open
    assert (gone.name, gone.count, gone.to) == ("Try it first", 2, "this-week")
    begun.move()
    assert begun.texts("this-week") == ["there", "one", "two"]


def test_other_notes_stay_other_notes_until_a_box_is_theirs(here: Laptop) -> None:
    before = edition("ideas-wall", 1)
    begun = Begun(here, before, with_boxes(before))
    begun.add("nobody's", "box of long ago")
    begun.move()
    assert begun.standing() == {"nobody's": "box of long ago"}
    assert begun.view(begun.catalogue).count == 1


def test_rows_keep_their_cells_under_the_new_columns(here: Laptop) -> None:
    before = edition("cps-a3", 2)
    actions = box_of(before, "g-actions")
    columns = (Part("who", "Who"), Part("action", "Action"))
    begun = Begun(
        here, before, with_boxes(before, g_actions=dataclasses.replace(actions, columns=columns))
    )
    begun.add("Ring Bea\tAnn\tFriday", "g-actions")
    begun.add("Only this", "g-actions")
    begun.move()
    assert begun.texts("g-actions") == ["Ann\tRing Bea · By when: Friday", "\tOnly this"]


def test_a_table_that_becomes_notes_says_its_cells_in_words(here: Laptop) -> None:
    before = edition("cps-a3", 2)
    actions = dataclasses.replace(box_of(before, "g-actions"), kind="notes", columns=())
    begun = Begun(here, before, with_boxes(before, g_actions=actions))
    begun.add("Ring Bea\t\tFriday", "g-actions")
    begun.move()
    assert begun.texts("g-actions") == ["Ring Bea · Friday"]


def test_an_answer_whose_option_is_gone_has_no_place_and_the_others_stay(here: Laptop) -> None:
    before = edition("pdsa", 2)
    decide = box_of(before, "decide")
    fewer = tuple(one for one in decide.options if one.key != "again")
    begun = Begun(
        here, before, with_boxes(before, decide=dataclasses.replace(decide, options=fewer))
    )
    kept = answers.answer_choice(begun.door, begun.planner, "decide", "adopt", "good")
    lost = answers.answer_choice(begun.door, begun.planner, "decide", "again", "not sure")
    stays, gone = (one for one in begun.foresee().boxes if one.key == "decide")
    assert (stays.fate, stays.notes) == (Fate.STAYS, (kept,))
    assert (gone.fate, gone.notes, gone.to) == (Fate.NO_PLACE, (lost,), "next")
    begun.move(decide="next")
    assert begun.texts("next") == ["Try it once more, unchanged: not sure"]
    note = begun.workspace.get(Note, kept)
    assert note is not None
    assert (note.box, note.given) == ("decide", "adopt")


@pytest.mark.parametrize(("number", "fits"), [("3", True), ("9", False), ("?", False)])
def test_a_number_stays_where_the_scale_still_has_it(here: Laptop, number: str, fits: bool) -> None:
    before = edition("after-action-review", 2)
    felt = dataclasses.replace(box_of(before, "felt"), scale=Scale(1, 3))
    begun = Begun(here, before, with_boxes(before, felt=felt))
    answers.answer_choice(begun.door, begun.planner, "felt", number, "tired")
    assert bool(begun.foresee().open) is not fits
    begun.move(felt="well")
    note = next(iter(begun.workspace.find(Note, planner=begun.planner)))
    expected = ("felt", number, "tired") if fits else ("well", "", f"{number}: tired")
    assert (note.box, note.given, note.text) == expected


def test_ticks_that_become_notes_say_what_was_ticked(here: Laptop) -> None:
    before = edition("we-said-we-did", 1)
    told = dataclasses.replace(box_of(before, "told"), kind="notes", items=())
    begun = Begun(here, before, with_boxes(before, told=told))
    answers.tick_item(begun.door, begun.planner, "told", "letter", True)
    answers.tick_item(begun.door, begun.planner, "told", "easy", False)
    answers.remark_on_item(begun.door, begun.planner, "told", "easy", "in May")
    begun.move()
    assert set(begun.texts("told")) == {
        "✔ A letter or message",
        "– An easy-read version: in May",
    }


def test_a_box_that_is_of_another_kind_now_leaves_its_notes_out_in_the_open(here: Laptop) -> None:
    before = edition("ideas-wall", 1)
    this_week = dataclasses.replace(
        box_of(before, "this-week"), kind="choice", options=(Part("a", "A"), Part("b", "B"))
    )
    begun = Begun(here, before, with_boxes(before, this_week=this_week))
    begun.add("said", "this-week")
    begun.move(this_week="")
    view = begun.view(begun.catalogue)
    assert [one.text for one in view.others] == ["said"]
    box = view.box("this-week")
    assert box is not None
    assert box.notes == ()


def test_an_edition_or_a_box_that_is_not_there_changes_nothing(here: Laptop) -> None:
    before = edition("ideas-wall", 1)
    begun = Begun(here, before, with_boxes(before, try_first=None))
    begun.add("one", "try-first")
    with pytest.raises(InputRefused, match="is not on this laptop"):
        foresee_move(begun.workspace, begun.catalogue, begun.planner, 7)
    with pytest.raises(InputRefused, match="no such box"):
        begun.move(try_first="no-such-box")
    assert begun.standing() == {"one": "try-first"}
    planner = begun.workspace.get(Planner, begun.planner)
    assert planner is not None
    assert planner.edition == 1


def test_a_planner_whose_edition_is_not_here_can_be_moved_too(here: Laptop) -> None:
    before = edition("ideas-wall", 1)
    begun = Begun(here, before, with_boxes(before))
    begun.add("one", "try-first")
    begun.add("two", "long ago")
    begun.catalogue = PlannerCatalogue([begun.after])
    move = begun.foresee()
    assert move.before is None
    assert {one.key: one.fate for one in move.boxes} == {
        "try-first": Fate.STAYS,
        "long ago": Fate.STAYS,
    }
    begun.move()
    assert begun.view(begun.catalogue).notice == ""
    assert begun.standing() == {"one": "try-first", "two": "long ago"}


def test_a_note_on_which_something_hangs_is_not_made_a_text(here: Laptop) -> None:
    begun = Begun(here, edition("cps-a3", 1), edition("cps-a3", 2))
    note = begun.add("Letters", "name")
    dots.give_dot(begun.door, note)
    (gone,) = begun.foresee().open
    assert (gone.key, gone.notes) == ("name", (note,))
    begun.move(name="")
    assert [one.note for one in begun.view(begun.catalogue).others] == [note]

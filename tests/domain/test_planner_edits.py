"""Making a planner: every edit gives a new one, keys stay, words take their translations along."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain import planner_edits as edits
from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.planner_checks import problems
from cps_desktop.domain.planner_files import read_draft, read_template, write_template
from cps_desktop.domain.planner_templates import (
    BOX_KINDS,
    DRAWING_AREA,
    SMALLEST_BOX,
    STAGE_HEADING,
    Area,
    Part,
    PlannerTemplate,
)
from cps_desktop.domain.planner_translations import Place, lacking
from cps_desktop.domain.planner_words import missing_words
from cps_desktop.paths import resources


def shipped(name: str) -> PlannerTemplate:
    path = resources() / "planners" / f"{name}.json"
    return read_template(path.read_bytes(), path.name)


def lost(before: PlannerTemplate, after: PlannerTemplate, language: str) -> list[Place]:
    """The places whose words a language has no more."""
    had = {one.place for one in lacking(before, language)}
    return [one.place for one in lacking(after, language) if one.place not in had]


def test_an_empty_planner_lacks_only_its_words() -> None:
    template = edits.empty_planner("own-a")
    assert not list(problems(template))
    assert [one.sentence for one in missing_words(template)] == [
        "the planner has no title yet.",
        "“First question” has no question for the wall yet.",
        "“First question” has no plain question yet.",
    ]
    filled = edits.with_box(template, "box-1", prompt="What?", plain="What?")
    filled = edits.with_words(filled, title="Tea")
    assert not list(missing_words(filled))
    assert read_template(write_template(filled), "x") == filled


def test_boxes_are_added_where_there_is_room_until_the_sheet_is_full() -> None:
    template = edits.empty_planner("own-a")
    for number in range(2, 12):
        template, key = edits.add_box(template, "part-1")
        assert key == f"box-{number}"
        assert not list(problems(template)), number
    assert [one.key for one in template.boxes] == [f"box-{n}" for n in range(1, 12)]
    full = edits.with_box(edits.empty_planner("own-b"), "box-1", area=Area(12, 50, 396, 235))
    crowded, _ = edits.add_box(full, "part-1")
    assert any("overlap" in one.sentence for one in problems(crowded))


def test_a_new_part_comes_with_a_box_and_goes_with_its_boxes() -> None:
    template, key = edits.add_stage(edits.empty_planner("own-a"))
    assert [one.key for one in template.stages] == ["part-1", "part-2"]
    assert [one.key for one in template.boxes_of("part-2")] == [key]
    assert not list(problems(template))
    renamed = edits.with_stage(template, "part-2", title="Then\tlater", prompt="Why?")
    assert renamed.stages[1].title == "Then later"
    back = edits.take_stage(renamed, "part-2")
    assert [one.key for one in back.boxes] == ["box-1"]
    assert [one.key for one in back.stages] == ["part-1"]


def test_words_that_change_take_their_translations_with_them() -> None:
    template = shipped("we-said-we-did")
    changed = edits.with_box(template, "said", plain="What now?")
    assert lost(template, changed, "cy") == [("boxes", "said", "plain")]
    assert lost(template, changed, "pl") == [("boxes", "said", "plain")]
    other = edits.with_box(template, "said", picture="clock", area=Area(12, 52, 100, 90))
    assert lost(template, other, "cy") == []
    titled = edits.with_stage(edits.with_words(template, title="New"), "did", title="Done")
    assert lost(template, titled, "pl") == [("title",), ("stages", "did", "title")]
    gone = edits.take_box(template, "said")
    assert "said" not in gone.translations["cy"]["boxes"]
    assert template.translations == shipped("we-said-we-did").translations


def test_options_keep_their_keys_where_their_words_stay_or_are_only_mended() -> None:
    template = shipped("we-said-we-did")
    words = ["Yes, a lot", "A bit", "It is the same", "Something else", "It is worse"]
    changed = edits.with_box_parts(template, "helped", words)
    box = changed.box("helped")
    assert box is not None
    assert [one.words for one in box.options] == words
    assert [one.key for one in box.options] == ["lot", "little", "same", "something-else", "worse"]
    assert lost(template, changed, "cy") == [
        ("boxes", "helped", "options", "little"),
        ("boxes", "helped", "options", "something-else"),
    ]
    read_template(write_template(changed), "x")


@given(st.lists(st.text(max_size=20), max_size=8), st.lists(st.text(max_size=20), max_size=8))
def test_parts_for_any_words_have_keys_of_their_own(before: list[str], after: list[str]) -> None:
    first = edits.parts_from_words((), before)
    second = edits.parts_from_words(first, after)
    for parts, words in ((first, before), (second, after)):
        assert [one.words for one in parts] == [
            edits.one_line(text, 120) for text in words if text.strip()
        ]
        assert len({one.key for one in parts}) == len(parts)
    same = {one.words: one.key for one in first}
    if len(set(same)) == len(first):
        kept = {one.words: one.key for one in reversed(second)}
        assert all(kept[words] == same[words] for words in kept if words in same)


@pytest.mark.parametrize("kind", BOX_KINDS)
def test_a_box_of_any_kind_can_become_one_of_any_other(kind: str) -> None:
    template = edits.with_words(edits.empty_planner("own-a"), title="T")
    template = edits.with_box(template, "box-1", prompt="P", plain="P")
    for other in (kind, *BOX_KINDS):
        box = template.boxes[0]
        template = edits.with_box(template, "box-1", **edits.of_kind(box, other))
        assert not list(problems(template)), (kind, other)
        assert read_template(write_template(template), "x") == template


def test_words_of_parts_come_along_to_another_kind() -> None:
    box = shipped("we-said-we-did").box("helped")
    assert box is not None
    made = edits.of_kind(box, "checklist")
    assert [one.words for one in made["items"]] == [one.words for one in box.options]
    assert made["options"] == ()


measures = st.floats(min_value=-500, max_value=900, allow_nan=False)


@given(measures, measures, measures, measures)
def test_a_box_that_is_put_anywhere_lies_on_the_page(
    x: float, y: float, width: float, height: float
) -> None:
    area = edits.on_page(edits.on_grid(Area(x, y, width, height)))
    page = DRAWING_AREA
    assert area.width >= SMALLEST_BOX
    assert area.height >= SMALLEST_BOX
    assert page.x <= area.x
    assert area.x + area.width <= page.x + page.width + 1e-9
    assert page.y + STAGE_HEADING <= area.y
    assert area.y + area.height <= page.y + page.height + 1e-9


def test_order_and_colours() -> None:
    template = shipped("ideas-wall")
    keys = [one.key for one in template.boxes]
    later = edits.move_box_in_order(template, keys[0], 1)
    assert [one.key for one in later.boxes][:2] == [keys[1], keys[0]]
    assert edits.move_box_in_order(template, keys[0], -1) == template
    assert edits.move_box_in_order(template, "no such box", 1) == template
    none = edits.with_meaning(template, "pink", "  ")
    assert none.meaning("pink") == ""
    again = edits.with_meaning(none, "pink", "No")
    assert [one.colour for one in again.colours] == list(NoteColour)


def test_what_is_half_made_is_read_again_as_it_was() -> None:
    template, _ = edits.add_box(edits.empty_planner("own-a"), "part-1")
    assert read_draft(write_template(template, close=True)) == template


def test_a_copy_has_a_name_and_an_edition_of_its_own() -> None:
    copy = edits.copied(shipped("pdsa"), "own-a")
    assert (copy.id, copy.edition) == ("own-a", 1)
    assert copy.title.endswith("(our own)")
    assert copy.box("decide") == shipped("pdsa").box("decide")
    assert Part("adopt", "Adopt: keep it as it is") in copy.boxes[9].options

"""Planner format 2: kinds of box, what they are made of, translations; old files as ever."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.planner_checks import problems
from cps_desktop.domain.planner_files import format_of, read_draft, read_template, write_template
from cps_desktop.domain.planner_templates import (
    Part,
    PlannerTemplate,
    Scale,
    runs_right_to_left,
)
from cps_desktop.domain.planner_translations import lacking
from cps_desktop.domain.planner_words import advice
from tests.domain.test_planner_templates import (
    as_file,
    json_values,
    planner,
    read_or_refuse,
    refusal,
)

PARTS = [{"key": "a", "words": "One"}, {"key": "b", "words": "Two"}]
OF_KIND: dict[str, dict[str, Any]] = {
    "notes": {},
    "text": {},
    "sketch": {},
    "table": {"columns": PARTS},
    "choice": {"options": PARTS},
    "checklist": {"items": PARTS},
    "scale": {"scale": {"lowest": 1, "highest": 5, "lowest_words": "Low", "highest_words": "High"}},
}


def of_kind(kind: str, **changed: Any) -> dict[str, Any]:
    fields = planner(planner_format=2)
    fields["boxes"][0].update({"kind": kind, **OF_KIND[kind], **changed})
    return fields


def read(fields: object) -> PlannerTemplate:
    return read_template(as_file(fields), "x.json")


@pytest.mark.parametrize("kind", OF_KIND)
def test_every_kind_of_box_is_read_and_written_again(kind: str) -> None:
    template = read(of_kind(kind, picture="clock", was=["old-one"]))
    box = template.boxes[0]
    assert (box.kind, box.picture, box.was) == (kind, "clock", ("old-one",))
    assert read_template(write_template(template), "x.json") == template
    assert read_template(write_template(template, close=True), "x.json") == template
    assert json.loads(write_template(template))["planner_format"] == (1 if kind == "notes" else 2)
    if kind in {"table", "choice", "checklist"}:
        assert box.parts == (Part("a", "One"), Part("b", "Two"))
        assert (box.part_words("b"), box.part_words("z")) == ("Two", "")
    else:
        assert box.parts == ()
    if kind == "scale":
        assert box.scale == Scale(1, 5, "Low", "High")
        assert list(box.scale.numbers) == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (of_kind("table", columns=None), 'between 2 and 6 "columns"'),
        (of_kind("table", columns=PARTS[:1]), 'between 2 and 6 "columns"'),
        (of_kind("choice", options=PARTS * 10), 'box “a” has more than 12 "options"'),
        (of_kind("choice", options=PARTS * 2), "is there twice in the"),
        (of_kind("choice", options=[1, 2]), "option 1 of box “a” is not written in curly brackets"),
        (of_kind("choice", options=[{"key": "A B", "words": "x"}] * 2), "small letters"),
        (of_kind("choice", options=[{"key": "a"}] * 2), 'needs a text called "words"'),
        (of_kind("checklist", items=[]), 'between 1 and 30 "items"'),
        (of_kind("notes", options=PARTS), 'is of the kind “notes”: no "options"'),
        (of_kind("text", scale=OF_KIND["scale"]["scale"]), 'is of the kind “text”: no "scale"'),
        (of_kind("scale", scale=None), 'needs a "scale"'),
        (of_kind("scale", scale=3), "is not in curly brackets"),
        (of_kind("scale", scale={"lowest": 5, "highest": 1}), "from a smaller number"),
        (of_kind("scale", scale={"lowest": 0, "highest": 20}), "at most 11 steps"),
        (of_kind("scale", scale={"lowest": -1, "highest": 3}), "whole number from 0"),
        (of_kind("scale", scale={"lowest": 1, "highest": True}), "whole number from 0"),
        (of_kind("notes", picture="../../secret"), "small letters, digits and hyphens"),
        (of_kind("notes", was="a"), "a list of boxes"),
        ({**of_kind("table"), "planner_format": 1}, 'for which "planner_format" has to be 2'),
        ({**of_kind("table"), "planner_format": 3}, "newer version"),
        (
            {**of_kind("table"), "translations": {"cy": {"boxes": {"a": {"columns": ["x"]}}}}},
            "translations",
        ),
        (
            {**of_kind("table"), "translations": {"cy": {"boxes": {"a": {"columns": {"a": 1}}}}}},
            "translations",
        ),
    ],
)
def test_what_is_wrong_with_a_kind_is_said_in_one_sentence(fields: object, says: str) -> None:
    sentence = refusal(as_file(fields))
    assert says in sentence
    assert "\n" not in sentence


def test_what_format_1_did_not_know_is_kept_there_as_it_stands() -> None:
    fields = planner(planner_format=1)
    strange = {"options": "any", "scale": 3, "picture": ["x"], "was": 7, "columns": {"a": 1}}
    fields["boxes"][0].update(strange)
    fields["translations"] = {"cy": {"boxes": {"a": {"options": 4}}}}
    template = read(fields)
    assert template.boxes[0].kind == "notes"
    assert template.boxes[0].picture == ""
    written = json.loads(write_template(template))
    assert {name: written["boxes"][0][name] for name in strange} == strange
    assert read_template(write_template(template), "x.json") == template
    # Once the planner needs format 2 they would be misread, and stay behind.
    second = dataclasses.replace(template.boxes[1], kind="text")
    newer = dataclasses.replace(template, boxes=(template.boxes[0], second), translations={})
    again = json.loads(write_template(newer))
    assert again["planner_format"] == 2
    assert "options" not in again["boxes"][0]
    read(again)


def test_a_drawing_alone_needs_no_newer_format() -> None:
    fields = planner(planner_format=1)
    fields["boxes"][0]["picture"] = "clock"
    template = read(fields)
    assert template.boxes[0].picture == "clock"
    assert format_of(template) == 1


@pytest.mark.parametrize("name", ["columns", "options", "items"])
def test_a_translation_gives_parts_other_words_and_keeps_their_keys(name: str) -> None:
    kind = {"columns": "table", "options": "choice", "items": "checklist"}[name]
    said = {"boxes": {"a": {name: {"b": "Dau"}}}}
    welsh = read({**of_kind(kind), "translations": {"cy": said}}).in_language("cy-GB")
    assert welsh.language == "cy"
    assert welsh.boxes[0].parts == (Part("a", "One"), Part("b", "Dau"))


def test_a_translation_gives_the_ends_of_a_scale_other_words() -> None:
    said = {"boxes": {"a": {"scale": {"highest_words": "Da"}}}}
    welsh = read({**of_kind("scale"), "translations": {"cy": said}}).in_language("cy")
    assert welsh.boxes[0].scale == Scale(1, 5, "Low", "Da")


def test_what_a_language_lacks_is_named() -> None:
    template = read({**of_kind("choice"), "translations": {"cy": {"title": "Bach"}}})
    places = {one.place for one in lacking(template, "cy")}
    assert ("title",) not in places
    part = ("boxes", "a", "options", "a")
    assert {("stages", "one", "title"), ("boxes", "a", "plain"), part, ("boxes", "b", "name")} <= (
        places
    )
    assert ("title",) in {one.place for one in lacking(template, "pl")}


def test_long_sentences_are_advice_and_no_reason_to_refuse() -> None:
    fields = of_kind("notes", plain="word " * 16 + "now?", help="Short.")
    template = read(fields)
    said = [one.sentence for one in advice(template)]
    assert any("has 17 words" in one for one in said)
    assert any("no help" in one for one in said)
    assert not list(problems(template))


def test_right_to_left_is_known_by_the_language() -> None:
    assert runs_right_to_left("ar")
    assert runs_right_to_left("ur-PK")
    assert not runs_right_to_left("cy")
    assert not runs_right_to_left("arn")


def test_a_draft_may_lack_words_and_overlap_and_a_planner_may_not() -> None:
    fields = planner()
    fields["title"] = ""
    fields["boxes"][0]["plain"] = ""
    fields["boxes"][1]["x"] = 60
    data = as_file(fields)
    draft = read_draft(data)
    assert draft is not None
    assert draft.boxes[0].plain == ""
    assert any("overlap" in one.sentence for one in problems(draft))
    with pytest.raises(InputRefused):
        read_template(data, "x.json")
    assert read_draft(b"{") is None
    assert read_draft(as_file(planner(boxes=[]))) is not None


@given(st.sampled_from(sorted(OF_KIND)), st.sampled_from(["columns", "scale", "was"]), json_values)
def test_any_value_in_what_a_box_is_made_of_gives_a_planner_or_one_sentence(
    kind: str, name: str, value: object
) -> None:
    found = read_or_refuse(of_kind(kind, **{name: value}))
    if isinstance(found, str):
        assert "\n" not in found
    else:
        assert read_template(write_template(found), "x.json") == found

"""Planner files: read strictly, refused with one sentence, kept whole."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.planner_files import FORMAT, LARGEST_FILE, read_template, write_template
from cps_desktop.domain.planner_templates import (
    DRAWING_AREA,
    STAGE_HEADING,
    Area,
    PlannerTemplate,
)


def planner(**changed: Any) -> dict[str, Any]:
    """A small planner with two stages of one box each."""
    box = {
        "x": 12,
        "y": 52,
        "width": 100,
        "height": 80,
        "prompt": "What now?",
        "plain": "What now?",
    }
    return {
        "planner_format": FORMAT,
        "id": "small",
        "edition": 1,
        "title": "Small",
        "purpose": "For tests.",
        "stages": [{"key": "one", "title": "One"}, {"key": "two", "title": "Two"}],
        "boxes": [
            {**box, "key": "a", "stage": "one"},
            {**box, "key": "b", "stage": "two", "x": 120},
        ],
        **changed,
    }


def as_file(fields: object) -> bytes:
    return json.dumps(fields).encode()


def refusal(data: bytes) -> str:
    with pytest.raises(InputRefused) as caught:
        read_template(data, "my planner.json")
    return str(caught.value)


def with_box(number: int, **changed: Any) -> dict[str, Any]:
    fields = planner()
    fields["boxes"][number].update(changed)
    return fields


def test_a_small_planner_is_read_with_what_it_leaves_out_filled_in() -> None:
    template = read_template(as_file(planner()), "small.json")
    assert [one.key for one in template.boxes] == ["a", "b"]
    assert template.language == "en-GB"
    assert template.boxes[0].name == "What now?"
    assert template.boxes[0].area == Area(12, 52, 100, 80)
    assert template.stage_area("two") == Area(120, 42, 100, 90)
    assert template.meaning("pink") == ""


def test_a_file_from_notepad_with_a_byte_order_mark_is_read() -> None:
    assert read_template(b"\xef\xbb\xbf" + as_file(planner()), "small.json").id == "small"


def test_fields_of_a_later_version_are_kept_and_written_again() -> None:
    fields = with_box(0, picture="envelope")
    fields["licence"] = {"name": "ours"}
    fields["stages"][1]["minutes"] = 20
    fields["colours"] = [{"colour": "pink", "meaning": "No", "shape": "corner"}]
    template = read_template(as_file(fields), "small.json")
    written = json.loads(write_template(template))
    assert written["boxes"][0]["picture"] == "envelope"
    assert written["licence"] == {"name": "ours"}
    assert written["stages"][1]["minutes"] == 20
    assert written["colours"][0]["shape"] == "corner"
    assert read_template(write_template(template), "again.json") == template


def test_a_translation_replaces_the_words_it_has_and_leaves_the_others() -> None:
    words = {"title": "Bach", "boxes": {"a": {"plain": "Beth nawr?"}}}
    template = read_template(as_file(planner(translations={"cy": words})), "small.json")
    welsh = template.in_language("cy")
    assert template.languages == ("en-GB", "cy")
    assert (welsh.title, welsh.boxes[0].plain) == ("Bach", "Beth nawr?")
    assert welsh.boxes[1].plain == "What now?"
    # The wall asks the plain question where its own was not translated.
    assert (welsh.boxes[0].prompt, welsh.boxes[1].prompt) == ("Beth nawr?", "What now?")
    assert template.in_language("pl") is template


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (planner(planner_format=FORMAT + 1), "newer version"),
        (planner(planner_format="1"), "planner_format"),
        (planner(planner_format=True), "planner_format"),
        ({"name": "package", "version": "1"}, "some other kind of file"),
        ([1, 2], "some other kind of file"),
        (planner(id="Not A Key"), "small letters"),
        (planner(edition=0), "edition"),
        (planner(title="  "), '"title"'),
        (planner(title="x" * 401), "longer than 400"),
        (planner(title="two\nlines"), "one line"),
        (planner(language="English please"), "language code"),
        (planner(stages=[]), "stages"),
        (planner(boxes={}), "boxes"),
        (planner(boxes=[1]), "curly brackets"),
        (planner(stages=planner()["stages"] * 2), "there twice"),
        (planner(stages=[*planner()["stages"], {"key": "x", "title": "X"}]), "has no box"),
        (planner(colours=[{"colour": "teal", "meaning": "?"}]), "yellow, blue"),
        (planner(translations={"cy": {"boxes": 3}}), "translations"),
        (planner(translations={"cy": {"boxes": {"a": {"plain": 3}}}}), "translations"),
        (with_box(1, key="a"), "there twice"),
        (with_box(1, x=60), "the boxes “a” and “b” overlap"),
        (with_box(1, x=12, y=135), "the stages “one” and “two” overlap"),
        (with_box(0, stage="three"), "“three”, which is not there"),
        (with_box(0, y=49), "does not lie on the page"),
        (with_box(0, x=11.9), "does not lie on the page"),
        (with_box(1, width=289), "does not lie on the page"),
        (with_box(1, height=234), "does not lie on the page"),
        (with_box(0, x=1e308), "does not lie on the page"),
        (with_box(0, width=5), "smaller than 20"),
        (with_box(0, width="wide"), "millimetres"),
        (with_box(0, kind="hologram"), "“hologram”, which this version does not know"),
        (with_box(0, plain=""), '"plain"'),
    ],
)
def test_what_is_not_as_it_should_be_is_refused_by_name(fields: object, says: str) -> None:
    sentence = refusal(as_file(fields))
    assert says in sentence
    assert sentence.startswith("The planner file “my planner.json” cannot be used: ")
    assert sentence.endswith("Nothing was changed.")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (as_file(planner())[:-20], "cut short"),
        (b"\x89PNG\r\n\x1a\n\x00", "cut short or is not a planner"),
        (b'{"planner_format": 1, "title": "\xff"}', "cut short or is not a planner"),
        (b"[" * 100_000, "cut short or is not a planner"),
        (b" " * (LARGEST_FILE + 1), "larger than"),
    ],
)
def test_a_broken_file_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    assert says in refusal(data)


def test_more_boxes_than_a_sheet_can_show_are_refused() -> None:
    assert "more than 40" in refusal(as_file(planner(boxes=[planner()["boxes"][0]] * 41)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)


def read_or_refuse(fields: object) -> PlannerTemplate | str:
    """What comes of a file: a planner, or the sentence that refuses it."""
    try:
        return read_template(as_file(fields), "x.json")
    except InputRefused as refused:
        return str(refused)


@given(st.sampled_from(sorted(planner())), json_values)
def test_any_value_in_any_field_gives_a_planner_or_one_sentence(name: str, value: object) -> None:
    found = read_or_refuse(planner(**{name: value}))
    if isinstance(found, str):
        assert "\n" not in found
    else:
        assert read_template(write_template(found), "x.json") == found


@given(st.sampled_from(sorted(planner()["boxes"][0])), json_values)
def test_any_value_in_a_box_gives_a_planner_on_the_page_or_one_sentence(
    name: str, value: object
) -> None:
    found = read_or_refuse(with_box(0, **{name: value}))
    if isinstance(found, str):
        assert "\n" not in found
    else:
        assert found.boxes[0].area.x >= DRAWING_AREA.x
        assert found.boxes[0].area.y >= DRAWING_AREA.y + STAGE_HEADING


@given(st.integers(min_value=0, max_value=len(as_file(planner())) - 1))
def test_a_planner_cut_short_anywhere_is_refused(length: int) -> None:
    refusal(as_file(planner())[:length])

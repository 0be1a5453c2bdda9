"""The words of a planner in other languages: found, missing, put in and taken away."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cps_desktop.domain.planner_files import read_template, write_template
from cps_desktop.domain.planner_translations import (
    in_other_words,
    lacking,
    to_translate,
    with_translation,
)
from tests.services.all_kinds import ALL_KINDS

PLACES = [one.place for one in to_translate(ALL_KINDS)]


def test_every_text_has_a_place_and_all_of_them_said_lack_nothing() -> None:
    assert ("title",) in PLACES
    assert ("boxes", "said", "columns", "did") in PLACES
    assert ("boxes", "feel", "scale", "highest_words") in PLACES
    assert ("colours", "yellow", "meaning") in PLACES
    assert ("boxes", "now", "help") not in PLACES  # there is none to translate
    assert len(lacking(ALL_KINDS, "cy")) == len(PLACES) - len(ALL_KINDS.boxes)
    welsh = ALL_KINDS
    for place in PLACES:
        welsh = with_translation(welsh, "cy", place, f"cy {'/'.join(place)}")
    assert lacking(welsh, "cy") == ()
    spoken = welsh.in_language("cy")
    shown = {one.words for one in to_translate(spoken)}
    assert all(words.startswith("cy ") for words in shown)
    assert read_template(write_template(welsh), "welsh.json") == welsh


def test_the_question_on_the_wall_may_be_left_out() -> None:
    template = with_translation(ALL_KINDS, "pl", ("boxes", "now", "plain"), "Jak jest?")
    box = template.in_language("pl").box("now")
    assert box is not None
    assert box.prompt == box.plain == "Jak jest?"
    assert ("boxes", "now", "prompt") not in {one.place for one in lacking(template, "pl")}


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(["", "  ", "a", "b" * 500]))))
def test_what_was_said_last_at_a_place_stands_there_and_the_file_is_good(
    steps: list[tuple[tuple[str, ...], str]],
) -> None:
    template, last = ALL_KINDS, dict.fromkeys(PLACES, "")
    for place, words in steps:
        template = with_translation(template, "cy", place, words)
        last[place] = words.strip()
    for place, words in last.items():
        said = in_other_words(template, "cy", place)
        assert (said == words) if len(words) < 5 else words.startswith(said) and len(said) > 20
    assert bool(template.translations) == any(last.values())
    assert dataclasses.replace(template, translations={}) == ALL_KINDS
    assert read_template(write_template(template), "made.json") == template


@pytest.mark.parametrize("odd", [{}, {"boxes": []}, {"boxes": {"now": "word"}}, {"title": 3}])
def test_words_of_a_strange_shape_count_as_missing(odd: dict[str, object]) -> None:
    template = dataclasses.replace(ALL_KINDS, translations={"cy": odd})
    assert in_other_words(template, "cy", ("boxes", "now", "plain")) == ""
    said = with_translation(template, "cy", ("boxes", "now", "plain"), "Sut?")
    assert in_other_words(said, "cy", ("boxes", "now", "plain")) == "Sut?"

"""What ships as data: every planner and help page is there, reads well, and is in plain words."""

from __future__ import annotations

import hashlib
import json
import re
import string
from pathlib import Path

import pytest
import textstat

from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.planner_files import read_template, write_template
from cps_desktop.domain.planner_templates import BOX_KINDS, PlannerTemplate
from cps_desktop.domain.planner_translations import Place, lacking
from cps_desktop.domain.planner_words import count_words, sentences
from cps_desktop.paths import resources
from cps_desktop.services.drawings import drawing_names, drawing_words
from cps_desktop.services.participant_words import (
    ParticipantWords,
    participant_languages,
    participant_words,
)
from tests.pseudo_languages import WAYS, also_in

PLANNERS = sorted((resources() / "planners").glob("*.json"))
EARLIER = [path for path in PLANNERS if ".edition-" in path.name]
NEWEST = [path for path in PLANNERS if path not in EARLIER]
FIRST_EDITIONS = {
    "after-action-review.edition-1.json": "f157fc07d0766cac",
    "cps-a3.edition-1.json": "74b00a56950c20bc",
    "five-whys.edition-1.json": "3effacb7486fdba6",
    "ideas-wall.edition-1.json": "fb6eb9ecce73cc7b",
    "lean-a3.edition-1.json": "91300f6c2decdca3",
    "pdsa.edition-1.json": "3689fc966d2f0a5d",
    "think-plan-reflect.edition-1.json": "b6c36cd9222ae90b",
}
HELP_PAGES = (
    "home",
    "new-session",
    "today",
    "planner",
    "attendance",
    "expenses",
    "print",
    "hand-over",
    "inbox",
    "search",
    "first-run",
    "settings",
    "coordinators",
    "conflicts",
    "alike",
    "person-data",
    "question",
    "planner-templates",
    "expense-policies",
)
NEEDED = {
    "think-plan-reflect",
    "ideas-wall",
    "cps-a3",
    "lean-a3",
    "pdsa",
    "five-whys",
    "after-action-review",
    "stakeholder-map",
    "customer-journey",
    "we-said-we-did",
}


def shipped(stem: str) -> PlannerTemplate:
    path = resources() / "planners" / f"{stem}.json"
    return read_template(path.read_bytes(), path.name)


def words_of(template: PlannerTemplate) -> list[str]:
    """What a participant reads in English, question by question."""
    return [text for box in template.boxes for text in (box.plain, box.help, box.example)]


def as_prose(texts: list[str]) -> str:
    return " ".join(one if one[-1] in ".?!…" else f"{one}." for one in texts if one)


def reading_age(text: str) -> float:
    """Years: the Automated Readability Index says the school grade; grade 0 is five years old.

    Of the formulas it is the one that counts letters and words alone: those that count syllables
    have to guess them, or download a dictionary of sounds in the middle of a test.
    """
    return float(textstat.automated_readability_index(text)) + 5


def test_the_planners_people_are_promised_are_there() -> None:
    assert {path.stem for path in NEWEST} == NEEDED


@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.stem)
def test_a_shipped_planner_is_whole_and_in_plain_words(path: Path) -> None:
    template = shipped(path.stem)
    assert template.id == path.stem
    assert template.purpose
    assert {one.colour for one in template.colours} == set(NoteColour)
    assert not template.unknown
    for box in template.boxes:
        assert box.help, box.key
        assert box.example, box.key
        assert not box.unknown
        for language in ("en-GB", "cy", "pl"):
            said = template.in_language(language).box(box.key)
            assert said is not None
            assert len(said.name) <= 30, said.name
            for text in (said.plain, said.help, said.example):
                for sentence in sentences(text):
                    assert count_words(sentence) <= 15, (language, box.key, sentence)


@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.stem)
def test_a_nine_year_old_can_read_what_a_planner_asks(path: Path) -> None:
    assert reading_age(as_prose(words_of(shipped(path.stem)))) <= 9


def test_reading_age_tells_hard_words_from_easy_ones() -> None:
    hard = (
        "Stakeholders are requested to operationalise appropriate countermeasures, "
        "demonstrating sustainability across organisational boundaries."
    )
    assert reading_age(hard) > 16
    assert reading_age("What is it like now? Tell us one thing that works.") < 9


def is_shown(place: Place) -> bool:
    """Whether participants read what stands there: only facilitators read the rest."""
    return place[0] not in ("purpose", "colours") and (place[0], place[-1]) != ("stages", "prompt")


@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.stem)
def test_everything_a_participant_sees_is_there_in_welsh_and_polish(path: Path) -> None:
    template = shipped(path.stem)
    assert template.languages == ("en-GB", "cy", "pl")
    for language in ("cy", "pl"):
        assert not [one for one in lacking(template, language) if is_shown(one.place)]
        other = template.in_language(language)
        for one, said in zip(template.boxes, other.boxes, strict=True):
            assert one.plain != said.plain
            assert one.help != said.help
        ours = {text for box in template.boxes for text in (box.plain, box.help)}
        theirs = {text for box in other.boxes for text in (box.plain, box.help)}
        assert not ours & theirs


@pytest.mark.parametrize("path", NEWEST, ids=lambda path: path.stem)
def test_every_question_has_a_drawing_that_says_what_it_shows(path: Path) -> None:
    for box in shipped(path.stem).boxes:
        assert box.picture in drawing_names(), (box.key, box.picture)
        for language in ("en-GB", "cy", "pl"):
            assert drawing_words(box.picture, language)


@pytest.mark.parametrize("path", PLANNERS, ids=lambda path: path.stem)
def test_a_shipped_planner_reads_back_from_what_is_written(path: Path) -> None:
    template = read_template(path.read_bytes(), path.name)
    assert read_template(write_template(template), path.name) == template
    for language in WAYS:
        other = also_in(template, language).in_language(language)
        assert lacking(also_in(template, language), language) == ()
        assert [one.key for one in other.boxes] == [one.key for one in template.boxes]


def test_an_edition_that_people_began_with_stays_as_it_was() -> None:
    """What these files say is in people's workspaces: a change is a new edition, never this one."""
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in EARLIER}
    assert kept == FIRST_EDITIONS


def test_every_kind_of_box_is_used_where_people_gain() -> None:
    used = {box.kind for path in NEWEST for box in shipped(path.stem).boxes}
    assert used == set(BOX_KINDS)
    assert all(one.kind == "notes" for path in EARLIER for one in shipped(path.stem).boxes)


def test_the_participant_view_has_its_words_in_every_language() -> None:
    english = participant_words("en")
    assert participant_languages() == ("en", "cy", "pl")
    for language in ("cy", "pl"):
        path = resources() / "words" / f"participant.{language}.json"
        said = json.loads(path.read_text(encoding="utf-8"))
        assert set(said) == english.keys
        for key, text in said.items():
            assert text.strip()
            blanks = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            assert blanks == blanks_of(english, key), key
    for key in english.keys:
        for language in participant_languages():
            text = participant_words(language)(key, **dict.fromkeys(blanks_of(english, key), "9"))
            assert all(count_words(one) <= 15 for one in sentences(text)), text
    assert participant_words("pl-PL")("next") == "Dalej"
    assert participant_words("de")("next") == "Next"
    with pytest.raises(KeyError):
        english("no such key")


def blanks_of(words: ParticipantWords, key: str) -> set[str]:
    """The blanks of a text, found by filling them one at a time."""
    found: set[str] = set()
    while True:
        try:
            words(key, **dict.fromkeys(found, ""))
        except KeyError as missing:
            found.add(missing.args[0])
        else:
            return found


def test_no_words_wait_for_a_place_where_they_are_said() -> None:
    shown = Path(__file__).parents[1] / "cps_desktop" / "ui" / "participant"
    code = "".join(path.read_text(encoding="utf-8") for path in shown.glob("*.py"))
    unsaid = participant_words("en").keys - set(re.findall(r"(?<=['\"])\w+(?=['\"])", code))
    # Said by its kind of key: `forgotten_{way}`.
    assert {one for one in unsaid if not one.startswith("forgotten_")} == set()


def test_a_participant_of_nine_can_read_the_buttons() -> None:
    words = participant_words("en")
    said = [words(key, **dict.fromkeys(blanks_of(words, key), "9")) for key in sorted(words.keys)]
    assert reading_age(as_prose(said)) <= 9


def test_think_plan_reflect_asks_what_co_production_needs() -> None:
    template = shipped("think-plan-reflect")
    assert [one.title for one in template.stages] == ["Think", "Plan", "Reflect"]
    said = " ".join(f"{one.prompt} {one.help}" for one in template.boxes)
    for material in ("has been achieved", "will feel", "3, 6 and 12 months", "We said", "cannot"):
        assert material in said


def test_the_cps_a3_has_its_boxes_and_its_four_windows() -> None:
    template = shipped("cps-a3")
    assert [one.key[0] for one in template.boxes[2:]] == list("abbbbcdefg")
    meanings = {one.meaning for one in template.colours}
    lenses = {"Staff", "System working", "Service quality", "Sustainable finance"}
    assert meanings >= lenses
    assert {one.name.removeprefix("B  ") for one in template.boxes if one.key[0] == "b"} == lenses
    actions = template.box("g-actions")
    assert actions is not None
    assert [one.words for one in actions.columns] == ["Action", "Who", "By when"]


def test_the_lean_a3_has_its_seven_boxes() -> None:
    assert len(shipped("lean-a3").boxes) == 7


def test_a_pdsa_counts_its_tries_and_ends_in_a_choice() -> None:
    template = shipped("pdsa")
    decide, cycle = template.box("decide"), template.box("cycle")
    assert decide is not None
    assert [one.key for one in decide.options] == ["adopt", "adapt", "again", "abandon"]
    assert cycle is not None
    assert cycle.kind == "text"


@pytest.mark.parametrize("page", HELP_PAGES)
def test_every_page_has_help_in_short_plain_words(page: str) -> None:
    text = (resources() / "help" / f"{page}.md").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert "## What to do" in text
    assert "## Keys" in text
    for forbidden in ("invalid", "failed", "abort", "sync"):
        assert not re.search(rf"\b{forbidden}", text, re.IGNORECASE), forbidden
    for line in text.splitlines():
        if not line.startswith(("|", "#")):
            for sentence in sentences(line):
                assert count_words(sentence) <= 22, sentence


def test_every_sample_file_reads_and_holds_no_real_phone_number() -> None:
    paths = sorted((resources() / "sample").glob("*.json"))
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        json.loads(text)
        # 01632 960xxx is set aside for drama and stays unconnected.
        for number in re.findall(r"\b0\d[\d ]{8,}\d", text):
            assert number.startswith("01632 960"), number

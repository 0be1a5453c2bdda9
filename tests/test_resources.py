"""What ships as data: every planner and help page is there, reads well, and is in plain words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.planner_files import read_template
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.paths import resources

PLANNERS = sorted((resources() / "planners").glob("*.json"))
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
)
NEEDED = {
    "think-plan-reflect",
    "ideas-wall",
    "cps-a3",
    "lean-a3",
    "pdsa",
    "five-whys",
    "after-action-review",
}


def shipped(stem: str) -> PlannerTemplate:
    path = resources() / "planners" / f"{stem}.json"
    return read_template(path.read_bytes(), path.name)


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.?!…])\s+", text) if one.strip()]


def words(sentence: str) -> int:
    return len(re.findall(r"[\w’'-]+", sentence))


def test_the_planners_people_are_promised_are_there() -> None:
    assert {path.stem for path in PLANNERS} >= NEEDED


@pytest.mark.parametrize("path", PLANNERS, ids=lambda path: path.stem)
def test_a_shipped_planner_is_whole_and_in_plain_words(path: Path) -> None:
    template = shipped(path.stem)
    assert template.id == path.stem
    assert template.purpose
    assert {one.colour for one in template.colours} == set(NoteColour)
    assert not template.unknown
    for box in template.boxes:
        assert box.help, box.key
        assert box.example, box.key
        assert len(box.name) <= 30, box.name
        assert not box.unknown
        for text in (box.plain, box.help, box.example):
            for sentence in sentences(text):
                assert words(sentence) <= 15, (box.key, sentence)


def test_think_plan_reflect_asks_what_co_production_needs() -> None:
    template = shipped("think-plan-reflect")
    assert [one.title for one in template.stages] == ["Think", "Plan", "Reflect"]
    said = " ".join(f"{one.prompt} {one.help}" for one in template.boxes)
    for material in ("has been achieved", "will feel", "3, 6 and 12 months", "We said", "cannot"):
        assert material in said


def test_the_cps_a3_has_its_boxes_and_its_four_windows() -> None:
    template = shipped("cps-a3")
    assert [one.key[0] for one in template.boxes[2:]] == list("abcdefg")
    meanings = {one.meaning for one in template.colours}
    assert meanings >= {"Staff", "System working", "Service quality", "Sustainable finance"}


def test_the_lean_a3_has_its_seven_boxes() -> None:
    assert len(shipped("lean-a3").boxes) == 7


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
                assert words(sentence) <= 22, sentence


def test_every_sample_file_reads_and_holds_no_real_phone_number() -> None:
    paths = sorted((resources() / "sample").glob("*.json"))
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        json.loads(text)
        # 01632 960xxx is set aside for drama and stays unconnected.
        for number in re.findall(r"\b0\d[\d ]{8,}\d", text):
            assert number.startswith("01632 960"), number

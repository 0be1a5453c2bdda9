"""The words of a planner as people read them: what is long, and what another language lacks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cps_desktop.domain.planner_checks import Problem
from cps_desktop.domain.planner_templates import (
    PARTS_OF_KIND,
    SCALE_WORDS,
    Box,
    PlannerTemplate,
    Unknown,
)

LONGEST_SENTENCE: Final = 15
"""Words of a sentence that a participant reads (the Easy Read rule of thumb)."""

LONGEST_NAME: Final = 30
"""Characters of a box's short name: what fits a menu."""

PLAIN_WORDS: Final = ("plain", "help", "example")
"""The words of a box that are asked of one person at a time."""


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [one for one in re.split(r"(?<=[.?!…])\s+", text) if one.strip()]


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(re.findall(r"[\w’'-]+", text))


def advice(template: PlannerTemplate) -> Iterator[Problem]:
    """What would make the words easier; a planner can be used all the same."""
    for box in template.boxes:
        here = (box.key,)
        for name in PLAIN_WORDS:
            for sentence in sentences(getattr(box, name)):
                if (count := count_words(sentence)) > LONGEST_SENTENCE:
                    yield Problem(
                        f"a sentence of “{box.name[:LONGEST_NAME]}” has {count} words; "
                        f"{LONGEST_SENTENCE} are easier to read.",
                        here,
                    )
        if not box.help:
            yield Problem(f"“{box.name[:LONGEST_NAME]}” has no help on how to answer.", here)
        if len(box.name) > LONGEST_NAME:
            yield Problem(f"the short name “{box.name[:LONGEST_NAME]}…” is long for a menu.", here)


def missing_words(template: PlannerTemplate) -> Iterator[Problem]:
    """Words a planner cannot do without."""
    if not template.title.strip():
        yield Problem("the planner has no title yet.")
    for number, stage in enumerate(template.stages, start=1):
        if not stage.title.strip():
            yield Problem(f"part {number} has no title yet.")
    for box in template.boxes:
        for name, words in (("prompt", "question for the wall"), ("plain", "plain question")):
            if not getattr(box, name).strip():
                yield Problem(f"“{box.name[:LONGEST_NAME]}” has no {words} yet.", (box.key,))


def untranslated(template: PlannerTemplate, language: str) -> tuple[str, ...]:
    """The places of words a participant sees that this language lacks; () where it has all."""
    words = template.translations.get(language, {})
    lacking = [] if words.get("title") else ["title"]
    stages = words.get("stages", {})
    lacking += [
        f"stage {one.key}" for one in template.stages if not stages.get(one.key, {}).get("title")
    ]
    for box in template.boxes:
        said = words.get("boxes", {}).get(box.key, {})
        lacking += [f"box {box.key}: {place}" for place in _lacking_in(box, said)]
    return tuple(lacking)


def _lacking_in(box: Box, said: Unknown) -> Iterator[str]:
    for name in ("name", *PLAIN_WORDS):
        if getattr(box, name) and not said.get(name):
            yield name
    if parts := PARTS_OF_KIND.get(box.kind):
        for part in box.parts:
            if not said.get(parts, {}).get(part.key):
                yield f"{parts} {part.key}"
    if box.scale is not None:
        for end in SCALE_WORDS:
            if getattr(box.scale, end) and not said.get("scale", {}).get(end):
                yield f"scale {end}"

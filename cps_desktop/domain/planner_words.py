"""The words of a planner as people read them: what is long, and what it cannot do without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cps_desktop.domain.planner_checks import Problem
from cps_desktop.domain.planner_templates import PlannerTemplate

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

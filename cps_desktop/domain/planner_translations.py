"""The words of a planner in other languages: which there are to translate, and which are missing.

A place is the way to a text as a template's file has it: ("boxes", "like", "plain").
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, Final

from cps_desktop.domain.planner_checks import LONGEST_PART
from cps_desktop.domain.planner_edits import one_line
from cps_desktop.domain.planner_parts import LONGEST_TEXT
from cps_desktop.domain.planner_templates import (
    PARTS_OF_KIND,
    SCALE_WORDS,
    WORDS_OF,
    Box,
    PlannerTemplate,
)

Place = tuple[str, ...]

_WHOLE: Final = ("title", "purpose")


@dataclasses.dataclass(frozen=True, slots=True)
class OwnWords:
    """One text of a planner in its own language, and its place."""

    place: Place
    words: str

    @property
    def box(self) -> str:
        """The key of the box it belongs to; "" for none."""
        return self.place[1] if self.place[0] == "boxes" else ""


def to_translate(template: PlannerTemplate) -> tuple[OwnWords, ...]:
    """Every text of a planner that another language can have, those left empty not among them."""
    return tuple(one for one in _every(template) if one.words.strip())


def in_other_words(template: PlannerTemplate, language: str, place: Place) -> str:
    """What a language says at a place; "" where it says nothing there."""
    found: Any = template.translations.get(language, {})
    for step in place:
        found = found.get(step, "") if isinstance(found, dict) else ""
    return found if isinstance(found, str) else ""


def lacking(template: PlannerTemplate, language: str) -> tuple[OwnWords, ...]:
    """What a language lacks, in reading order.

    The question on the wall is not among it: where it is left out, the plain one stands there.
    """
    return tuple(
        one
        for one in to_translate(template)
        if not in_other_words(template, language, one.place).strip()
        and not (one.box and one.place[-1] == "prompt")
    )


def with_translation(
    template: PlannerTemplate, language: str, place: Place, words: str
) -> PlannerTemplate:
    """The planner with other words at a place in another language; "" takes them away."""
    part = place[0] == "boxes" and len(place) == 4 and place[2] != "scale"
    text = one_line(words, LONGEST_PART if part else LONGEST_TEXT)
    told = dict(template.translations)
    changed = _put(told.get(language, {}), place, text)
    if changed:
        told[language] = changed
    else:
        told.pop(language, None)
    return dataclasses.replace(template, translations=told)


def _put(words: Any, place: Place, text: str) -> dict[str, Any]:
    made = dict(words) if isinstance(words, dict) else {}
    inner: Any = text if text.strip() else ""
    if len(place) > 1:
        inner = _put(made.get(place[0], {}), place[1:], text)
    if inner:
        made[place[0]] = inner
    else:
        made.pop(place[0], None)
    return made


def _every(template: PlannerTemplate) -> Iterator[OwnWords]:
    for name in _WHOLE:
        yield OwnWords((name,), getattr(template, name))
    for stage in template.stages:
        for name in WORDS_OF["stages"]:
            yield OwnWords(("stages", stage.key, name), getattr(stage, name))
        for box in template.boxes_of(stage.key):
            yield from _of_box(box)
    for one in template.colours:
        yield OwnWords(("colours", one.colour.value, "meaning"), one.meaning)


def _of_box(box: Box) -> Iterator[OwnWords]:
    for name in WORDS_OF["boxes"]:
        yield OwnWords(("boxes", box.key, name), getattr(box, name))
    if parts := PARTS_OF_KIND.get(box.kind):
        for part in box.parts:
            yield OwnWords(("boxes", box.key, parts, part.key), part.words)
    if box.scale is not None:
        for end in SCALE_WORDS:
            yield OwnWords(("boxes", box.key, "scale", end), getattr(box.scale, end))

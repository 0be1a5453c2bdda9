"""Changing a planner template: each function gives a new one and leaves the old one alone.

Words that change take their translations with them: what another language says is a translation
of the old words. Keys never change, for notes are kept under them.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from cps_desktop.domain.kinds import NoteColour
from cps_desktop.domain.planner_checks import LONGEST_PART, MOST_PARTS, problems
from cps_desktop.domain.planner_parts import LONGEST_TEXT
from cps_desktop.domain.planner_templates import (
    DRAWING_AREA,
    OWN_LANGUAGE,
    PARTS_OF_KIND,
    SMALLEST_BOX,
    STAGE_HEADING,
    WORDS_OF,
    Area,
    Box,
    ColourMeaning,
    Part,
    PlannerTemplate,
    Scale,
    Stage,
    with_parts,
)

GRID: Final = 2.0
"""Millimetres between the lines that boxes stand on when they are moved by hand."""

TOP: Final = DRAWING_AREA.y + STAGE_HEADING + GRID
"""Where the first boxes begin, in millimetres from the top of the sheet."""

_SIZES: Final = ((128.0, 80.0), (92.0, 60.0), (60.0, 40.0), (40.0, 30.0), (20.0, 20.0))
_FIRST_PARTS: Final = {
    "columns": ("What", "Who", "By when"),
    "options": ("Yes", "No"),
    "items": ("First thing",),
}


def one_line(text: str, longest: int = LONGEST_TEXT) -> str:
    """A text as a planner can hold it: on one line, and no longer than it may be."""
    return "".join(one if one.isprintable() else " " for one in text)[:longest]


def empty_planner(identity: str, title: str = "") -> PlannerTemplate:
    """A planner with one part and one large box, to begin with."""
    stage = Stage("part-1", "First part")
    area = Area(DRAWING_AREA.x, TOP, 196, 110)
    box = Box("box-1", stage.key, area, "First question", "", "")
    colours = (ColourMeaning(NoteColour.YELLOW, "What people said"),)
    return PlannerTemplate(identity, 1, OWN_LANGUAGE, title, "", (stage,), (box,), colours)


def copied(template: PlannerTemplate, identity: str) -> PlannerTemplate:
    """A planner of one's own that begins as another one is."""
    return dataclasses.replace(
        template, id=identity, edition=1, title=one_line(f"{template.title} (our own)")
    )


def with_words(template: PlannerTemplate, **words: str) -> PlannerTemplate:
    """The planner with another title, purpose or language."""
    changed = {name: one_line(text) for name, text in words.items()}
    template = _forget(template, (), tuple(changed))
    return dataclasses.replace(template, **changed)  # type: ignore[arg-type]


def with_box(template: PlannerTemplate, key: str, **changed: Any) -> PlannerTemplate:
    """The planner with one box changed."""
    old = template.box(key)
    if old is None:
        return template
    for name in WORDS_OF["boxes"]:
        if name in changed:
            changed[name] = one_line(changed[name])
    new = dataclasses.replace(old, **changed)
    words = [name for name in WORDS_OF["boxes"] if getattr(old, name) != getattr(new, name)]
    template = _forget(template, ("boxes", key), words)
    if part := PARTS_OF_KIND.get(old.kind):
        now = {(one.key, one.words) for one in new.parts}
        gone = [one.key for one in old.parts if (one.key, one.words) not in now]
        template = _forget(template, ("boxes", key, part), gone)
    if old.scale is not None and old.scale != new.scale:
        template = _forget(template, ("boxes", key), ["scale"])
    boxes = tuple(new if one.key == key else one for one in template.boxes)
    return dataclasses.replace(template, boxes=boxes)


def of_kind(box: Box, kind: str) -> dict[str, Any]:
    """What changes when a box becomes one of another kind: it is made of something else then."""
    made: dict[str, Any] = {"kind": kind, "options": (), "columns": (), "items": (), "scale": None}
    if name := PARTS_OF_KIND.get(kind):
        words = [one.words for one in box.parts] or _FIRST_PARTS[name]
        made[name] = parts_from_words((), words)[: MOST_PARTS[name]]
    if kind == "scale":
        made["scale"] = Scale(1, 5)
    return made


def parts_from_words(before: Sequence[Part], words: Iterable[str]) -> tuple[Part, ...]:
    """Options, columns or items for these words; those that were there keep their keys."""
    known = {one.words: one for one in before}
    wanted = [one_line(text, LONGEST_PART) for text in words if text.strip()]
    taken: set[str] = {known[text].key for text in wanted if text in known}
    parts: list[Part] = []
    for place, text in enumerate(wanted):
        there = known.pop(text, None)
        if there is None and place < len(before) and before[place].words not in wanted:
            # The same line with other words: the same part.
            there = dataclasses.replace(before[place], words=text)
        if there is None or any(there.key == one.key for one in parts):
            there = Part(_free_key(_slug(text), taken | {one.key for one in before}), text)
        taken.add(there.key)
        parts.append(there)
    return tuple(parts)


def with_box_parts(template: PlannerTemplate, key: str, words: Iterable[str]) -> PlannerTemplate:
    """The planner with other options, columns or items in one box."""
    box = template.box(key)
    if box is None or box.kind not in PARTS_OF_KIND:
        return template
    changed = with_parts(box, parts_from_words(box.parts, words))
    name = PARTS_OF_KIND[box.kind]
    return with_box(template, key, **{name: getattr(changed, name)})


def add_box(template: PlannerTemplate, stage: str) -> tuple[PlannerTemplate, str]:
    """The planner with one box more, where there is room for it; and the box's key."""
    key = _free_key("box", {one.key for one in template.boxes}, always=True)
    name = f"Question {len(template.boxes) + 1}"
    boxes = list(template.boxes)
    last = max((n for n, one in enumerate(boxes) if one.stage == stage), default=len(boxes) - 1)
    for area in _free_places(template):
        boxes_then = [*boxes[: last + 1], Box(key, stage, area, name, "", ""), *boxes[last + 1 :]]
        made = dataclasses.replace(template, boxes=tuple(boxes_then))
        if not any("overlap" in one.sentence for one in problems(made)):
            return made, key
    area = Area(DRAWING_AREA.x, TOP, *_SIZES[2])
    made = dataclasses.replace(template, boxes=(*boxes, Box(key, stage, area, name, "", "")))
    return made, key


def take_box(template: PlannerTemplate, key: str) -> PlannerTemplate:
    """The planner without a box."""
    template = _forget(template, ("boxes",), [key])
    kept = tuple(one for one in template.boxes if one.key != key)
    return dataclasses.replace(template, boxes=kept)


def move_box_in_order(template: PlannerTemplate, key: str, by: int) -> PlannerTemplate:
    """The planner with a box asked earlier or later."""
    boxes = _moved([*template.boxes], key, by)
    return dataclasses.replace(template, boxes=tuple(boxes))


def on_page(area: Area) -> Area:
    """The nearest area that lies on the page."""
    page = DRAWING_AREA
    top, bottom = page.y + STAGE_HEADING, page.y + page.height
    width = min(max(area.width, SMALLEST_BOX), page.width)
    height = min(max(area.height, SMALLEST_BOX), bottom - top)
    x = min(max(area.x, page.x), page.x + page.width - width)
    y = min(max(area.y, top), bottom - height)
    return Area(x, y, width, height)


def on_grid(area: Area) -> Area:
    """The nearest area whose edges stand on the grid."""
    left, top = _on_line(area.x), _on_line(area.y)
    right, bottom = _on_line(area.x + area.width), _on_line(area.y + area.height)
    return Area(left, top, right - left, bottom - top)


def add_stage(template: PlannerTemplate) -> tuple[PlannerTemplate, str]:
    """The planner with one part more, with a box of its own; and the box's key."""
    key = _free_key("part", {one.key for one in template.stages}, always=True)
    stage = Stage(key, f"Part {len(template.stages) + 1}")
    return add_box(dataclasses.replace(template, stages=(*template.stages, stage)), key)


def with_stage(template: PlannerTemplate, key: str, **words: str) -> PlannerTemplate:
    """The planner with other words for a part."""
    words = {name: one_line(text) for name, text in words.items()}
    template = _forget(template, ("stages", key), tuple(words))
    stages = tuple(
        dataclasses.replace(one, **words) if one.key == key else one  # type: ignore[arg-type]
        for one in template.stages
    )
    return dataclasses.replace(template, stages=stages)


def take_stage(template: PlannerTemplate, key: str) -> PlannerTemplate:
    """The planner without a part and the boxes in it."""
    for box in template.boxes_of(key):
        template = take_box(template, box.key)
    template = _forget(template, ("stages",), [key])
    kept = tuple(one for one in template.stages if one.key != key)
    return dataclasses.replace(template, stages=kept)


def with_meaning(template: PlannerTemplate, colour: str, meaning: str) -> PlannerTemplate:
    """The planner with another meaning of a note colour; "" takes the colour out."""
    known = {one.colour: one for one in template.colours}
    known.pop(NoteColour(colour), None)
    if meaning.strip():
        known[NoteColour(colour)] = ColourMeaning(NoteColour(colour), one_line(meaning))
    template = _forget(template, ("colours",), [colour])
    inorder = tuple(known[one] for one in NoteColour if one in known)
    return dataclasses.replace(template, colours=inorder)


def _moved(boxes: list[Box], key: str, by: int) -> list[Box]:
    place = next((n for n, one in enumerate(boxes) if one.key == key), -1)
    if place >= 0:
        boxes.insert(max(0, min(len(boxes) - 1, place + by)), boxes.pop(place))
    return boxes


def _on_line(millimetres: float) -> float:
    return round(millimetres / GRID) * GRID


def _free_places(template: PlannerTemplate) -> Iterable[Area]:
    """Places where a new box would lie over no other, the largest first."""
    page = DRAWING_AREA
    for width, height in _SIZES:
        y = TOP
        while y + height <= page.y + page.height:
            x = page.x
            while x + width <= page.x + page.width:
                area = Area(x, y, width, height)
                with_heading = Area(x, y - STAGE_HEADING, width, height + STAGE_HEADING)
                if not any(with_heading.overlaps(one.area) for one in template.boxes):
                    yield area
                    break  # the next one to its right is no better
                x += 4 * GRID
            y += 4 * GRID


def _free_key(begins: str, taken: set[str], *, always: bool = False) -> str:
    if begins not in taken and not always:
        return begins
    number = 1 if always else 2
    while f"{begins}-{number}" in taken:
        number += 1
    return f"{begins}-{number}"


def _slug(text: str) -> str:
    """Words as a key: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-") or "part"


def _forget(
    template: PlannerTemplate, path: Sequence[str], names: Iterable[str]
) -> PlannerTemplate:
    """The planner without what other languages say at a place that has other words now."""
    gone = set(names)
    if not gone or not template.translations:
        return template
    told = {
        language: _without(words, path, gone) for language, words in template.translations.items()
    }
    return dataclasses.replace(template, translations=told)


def _without(words: Any, path: Sequence[str], gone: set[str]) -> Any:
    if not isinstance(words, dict):
        return words
    if not path:
        return {name: said for name, said in words.items() if name not in gone}
    return {
        name: _without(said, path[1:], gone) if name == path[0] else said
        for name, said in words.items()
    }

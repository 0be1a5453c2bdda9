"""What may be wrong with a planner template: for reading, where the first counts, and the editor.

Every problem is one sentence that names the place. A planner with a problem is no planner yet.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from cps_desktop.domain.planner_templates import (
    BOX_KINDS,
    DRAWING_AREA,
    PARTS_OF_KIND,
    SLACK,
    SMALLEST_BOX,
    STAGE_HEADING,
    Box,
    PlannerTemplate,
)

MOST_PARTS: Final = {"columns": 6, "options": 12, "items": 30}
FEWEST_PARTS: Final = {"columns": 2, "options": 2, "items": 1}
LONGEST_PART: Final = 120
"""How many columns, options or items a box holds, and characters of one: what fits a screen."""

HIGHEST_NUMBER: Final = 100
MOST_NUMBERS: Final = 11
"""Of a scale: 0 to 10 is the longest that stands in one row."""


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One sentence on what is wrong, beginning in small letters, and the boxes it is about."""

    sentence: str
    boxes: tuple[str, ...] = ()


def problems(template: PlannerTemplate) -> Iterator[Problem]:
    """Everything that keeps a template from being used, in the order a reader meets it."""
    yield from _twice(template)
    stages = {one.key for one in template.stages}
    for box in template.boxes:
        if box.stage not in stages:
            yield Problem(
                f"box “{box.key}” belongs to the stage “{box.stage[:60]}”, which is not there.",
                (box.key,),
            )
    for stage in template.stages:
        if not template.boxes_of(stage.key):
            yield Problem(f"the stage “{stage.key}” has no box.")
    for box in template.boxes:
        yield from _box_problems(box)
    for box in template.boxes:
        yield from _place_problems(box)
    yield from _overlaps(template)


def _twice(template: PlannerTemplate) -> Iterator[Problem]:
    for what, names in (
        ("stage", [one.key for one in template.stages]),
        ("box", [one.key for one in template.boxes]),
        ("colour", [str(one.colour) for one in template.colours]),
    ):
        for name, count in Counter(names).items():
            if count > 1:
                yield Problem(
                    f"the {what} “{name}” is there twice.", (name,) if what == "box" else ()
                )


def _box_problems(box: Box) -> Iterator[Problem]:
    """What is wrong with the kind of a box and what it is made of."""
    here, wanted = (box.key,), PARTS_OF_KIND.get(box.kind, "")
    if box.kind not in BOX_KINDS:
        yield Problem(f"box “{box.key}” is of a kind that this version does not know.", here)
        return
    for name in PARTS_OF_KIND.values():
        parts = getattr(box, name)
        if name != wanted:
            if parts:
                yield Problem(f'box “{box.key}” is of the kind “{box.kind}”: no "{name}".', here)
        elif not FEWEST_PARTS[name] <= len(parts) <= MOST_PARTS[name]:
            yield Problem(
                f"box “{box.key}” needs between {FEWEST_PARTS[name]} and {MOST_PARTS[name]} "
                f'"{name}".',
                here,
            )
        for key, count in Counter(one.key for one in parts).items():
            if count > 1:
                yield Problem(f'“{key}” is there twice in the "{name}" of box “{box.key}”.', here)
    if (box.kind == "scale") != (box.scale is not None):
        says = "needs a" if box.kind == "scale" else f"is of the kind “{box.kind}”: no"
        yield Problem(f'box “{box.key}” {says} "scale".', here)
    elif box.scale is not None and not (
        0 <= box.scale.lowest < box.scale.highest <= HIGHEST_NUMBER
        and len(box.scale.numbers) <= MOST_NUMBERS
    ):
        yield Problem(
            f"the scale of box “{box.key}” has to run from a smaller number to a larger one, with "
            f"at most {MOST_NUMBERS} steps between 0 and {HIGHEST_NUMBER}.",
            here,
        )


def _place_problems(box: Box) -> Iterator[Problem]:
    page, area = DRAWING_AREA, box.area
    if area.width < SMALLEST_BOX or area.height < SMALLEST_BOX:
        yield Problem(
            f"box “{box.key}” is smaller than {SMALLEST_BOX:g} by {SMALLEST_BOX:g} mm.", (box.key,)
        )
    if (
        area.x < page.x - SLACK
        or area.x + area.width > page.x + page.width + SLACK
        or area.y < page.y + STAGE_HEADING - SLACK
        or area.y + area.height > page.y + page.height + SLACK
    ):
        yield Problem(
            f"box “{box.key}” does not lie on the page: boxes stand between {page.x:g} and "
            f"{page.x + page.width:g} mm from the left and between {page.y + STAGE_HEADING:g} "
            f"and {page.y + page.height:g} mm from the top.",
            (box.key,),
        )


def _overlaps(template: PlannerTemplate) -> Iterator[Problem]:
    for one, other in combinations(template.boxes, 2):
        if one.area.overlaps(other.area):
            yield Problem(f"the boxes “{one.key}” and “{other.key}” overlap.", (one.key, other.key))
    filled = [one for one in template.stages if template.boxes_of(one.key)]
    for first, second in combinations(filled, 2):
        if template.stage_area(first.key).overlaps(template.stage_area(second.key)):
            boxes = (*template.boxes_of(first.key), *template.boxes_of(second.key))
            yield Problem(
                f"the stages “{first.key}” and “{second.key}” overlap; each needs "
                f"{STAGE_HEADING:g} mm above its boxes for its heading.",
                tuple(one.key for one in boxes),
            )

"""Where stages and boxes stand on the A3, in millimetres, for any template a person may bring.

A template that keeps to the drawing area is taken as it is. One that does not is stretched or
shrunk into it, and a stage without room above its boxes takes that room from them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from cps_desktop.domain.planner_templates import DRAWING_AREA, SMALLEST_BOX, STAGE_HEADING, Area
from cps_desktop.domain.sheets import BoxOnSheet, StageOnSheet

Place = tuple[float, float, float, float]
"""Left, top, width, height in millimetres."""


@dataclass(frozen=True, slots=True)
class Board:
    """One stage: where its heading stands, and its boxes with their places."""

    stage: StageOnSheet
    heading: Place
    boxes: tuple[tuple[BoxOnSheet, Place], ...]


def has_place(stage: StageOnSheet) -> bool:
    """False for a stage none of whose boxes has a size: it stands nowhere on the wall."""
    return any(box.w > 0 or box.h > 0 for box in stage.boxes)


def placed(stages: Sequence[StageOnSheet]) -> list[Board]:
    """All stages with their places; a stage without boxes is left out."""
    shown = [stage for stage in stages if stage.boxes]
    areas = _inside([[_area(box) for box in stage.boxes] for stage in shown])
    boards = []
    for number, stage in enumerate(shown):
        own = areas[number]
        others = [a for at, group in enumerate(areas) if at != number for a in group]
        left = min(a.x for a in own)
        width = max(a.x + a.width for a in own) - left
        top = min(a.y for a in own)
        strip = Area(left, top - STAGE_HEADING, width, STAGE_HEADING)
        if strip.y < DRAWING_AREA.y - 0.01 or any(strip.overlaps(a) for a in others):
            strip = Area(left, top, width, STAGE_HEADING)
            own = [_below(a, top + STAGE_HEADING) for a in own]
        boxes = tuple((box, _place(a)) for box, a in zip(stage.boxes, own, strict=True))
        boards.append(Board(stage, _place(strip), boxes))
    return boards


def _area(box: BoxOnSheet) -> Area:
    values = [v if math.isfinite(v) else 0.0 for v in (box.x, box.y, box.w, box.h)]
    return Area(values[0], values[1], max(values[2], 1.0), max(values[3], 1.0))


def _place(area: Area) -> Place:
    return (area.x, area.y, area.width, area.height)


def _below(area: Area, top: float) -> Area:
    """The part of an area below ``top``, but never lower than a box must be."""
    if area.y >= top:
        return area
    height = max(area.y + area.height - top, SMALLEST_BOX)
    lowest = DRAWING_AREA.y + DRAWING_AREA.height
    return Area(area.x, min(top, lowest - height), area.width, height)


def _inside(groups: list[list[Area]]) -> list[list[Area]]:
    everything = [area for group in groups for area in group]
    if not everything:
        return groups
    goal = DRAWING_AREA
    left = min(a.x for a in everything)
    top = min(a.y for a in everything)
    right = max(a.x + a.width for a in everything)
    bottom = max(a.y + a.height for a in everything)
    if (
        left >= goal.x - 0.01
        and top >= goal.y - 0.01
        and right <= goal.x + goal.width + 0.01
        and bottom <= goal.y + goal.height + 0.01
    ):
        return groups
    across = goal.width / (right - left)
    down = (goal.height - STAGE_HEADING) / (bottom - top)
    return [
        [
            Area(
                goal.x + (a.x - left) * across,
                goal.y + STAGE_HEADING + (a.y - top) * down,
                a.width * across,
                a.height * down,
            )
            for a in group
        ]
        for group in groups
    ]

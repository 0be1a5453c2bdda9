"""A planner as the services know it, turned into what the wall shows."""

from __future__ import annotations

from typing import Final

from cps_desktop.domain.kinds import Attendance, Person
from cps_desktop.domain.planner_templates import Box, PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records
from cps_desktop.services.planner_view import OTHER_NOTES, NoteView, PlannerView
from cps_desktop.ui.wall import BoxSnapshot, NoteSnapshot, PlannerSnapshot, StageSnapshot

OTHERS: Final = " others"
"""The key of the box for notes in no box; the space keeps it apart from any template's key."""

_GAP = 16.0
_HEIGHT = 30.0
_WIDTH = 396.0
_MARGIN = 12.0
"""Millimetres of the sheet: where "Other notes" stand, beneath everything else."""

_OTHERS_PROMPT = "Notes whose box is not on this planner. Move each to a box of its own."
_ALL_OTHERS_PROMPT = "Every note of this planner."


def snapshot_of(view: PlannerView, people: tuple[str, ...] = ()) -> PlannerSnapshot:
    """What the wall shows of a planner. ``people`` are offered for "Who said it"."""
    stages = tuple(StageSnapshot(one.key, one.title, one.prompt) for one in view.stages)
    boxes = tuple(_box(one.box) for stage in view.stages for one in stage.boxes)
    notes = tuple(
        _note(one, one.box) for stage in view.stages for box in stage.boxes for one in box.notes
    )
    if view.others or view.template is None:
        stages += (StageSnapshot(OTHERS, OTHER_NOTES),)
        boxes += (_others(view.template),)
        notes += tuple(_note(one, OTHERS) for one in view.others)
    known = view.template.colours if view.template else ()
    return PlannerSnapshot(
        id=view.planner,
        title=view.title,
        stages=stages,
        boxes=boxes,
        notes=notes,
        meanings={one.colour.value: one.meaning for one in known},
        people=people,
        read_only=view.newer or view.removed,
    )


def _box(box: Box) -> BoxSnapshot:
    area = box.area
    return BoxSnapshot(
        box.key,
        box.stage,
        box.name,
        box.prompt,
        area.x,
        area.y,
        area.width,
        area.height,
        box.help,
    )


def _others(template: PlannerTemplate | None) -> BoxSnapshot:
    ends = [one.area.y + one.area.height for one in template.boxes] if template else []
    top = max(ends, default=0.0) + _GAP
    prompt = _OTHERS_PROMPT if template else _ALL_OTHERS_PROMPT
    return BoxSnapshot(
        OTHERS, OTHERS, OTHER_NOTES, prompt, _MARGIN, top, _WIDTH, _HEIGHT, takes=False
    )


def _note(one: NoteView, box: str) -> NoteSnapshot:
    return NoteSnapshot(
        id=one.note,
        box=box,
        text=one.text,
        colour=one.colour,
        author=one.author_kept,
        named_as=one.named_as,
        contested=one.contested,
        locked=one.newer,
    )


def names_here(records: Records, session: RecordId) -> tuple[str, ...]:
    """The names of those on the session's list, for "Who said it"."""
    wanted = {one.person for one in records.find(Attendance, session=session)}
    people = (records.get(Person, one) for one in wanted)
    names = {one.known_as or one.name for one in people if one is not None and not one.deleted} - {
        ""
    }
    return tuple(sorted(names, key=str.casefold))

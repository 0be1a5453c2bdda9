"""A planner as the services know it, turned into what the wall shows."""

from __future__ import annotations

import datetime as dt
from typing import Final

from cps_desktop.domain.dates import say_short_date
from cps_desktop.domain.kinds import Action, ActionState, Person, Planner
from cps_desktop.domain.planner_templates import Box, Part, PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services.answers import text_note_id
from cps_desktop.services.door import Records
from cps_desktop.services.planner_view import OTHER_NOTES, NoteView, PlannerView
from cps_desktop.services.who_stands import entries_each
from cps_desktop.ui.wall import BoxSnapshot, NoteSnapshot, PlannerSnapshot, StageSnapshot
from cps_desktop.ui.wall.snapshot import PartSnapshot, ScaleSnapshot

OTHERS: Final = " others"
"""The key of the box for notes in no box; the space keeps it apart from any template's key."""

_GAP = 16.0
_HEIGHT = 30.0
_WIDTH = 396.0
_MARGIN = 12.0
"""Millimetres of the sheet: where "Other notes" stand, beneath everything else."""

_OTHERS_PROMPT = "Notes whose box is not on this planner. Move each to a box of its own."
_ALL_OTHERS_PROMPT = "Every note of this planner."


def snapshot_of(
    view: PlannerView,
    people: tuple[str, ...] = (),
    *,
    records: Records | None = None,
    today: dt.date = dt.date.min,
    easy: bool = False,
) -> PlannerSnapshot:
    """What the wall shows of a planner. ``people`` are offered for "Who said it".

    ``records`` say what actions and A3s the notes lead to; ``easy``: questions in plain words.
    """
    stages = tuple(StageSnapshot(one.key, one.title, one.prompt) for one in view.stages)
    boxes = tuple(
        _box(one.box, view.planner, easy=easy) for stage in view.stages for one in stage.boxes
    )
    notes = tuple(
        note_snapshot(one, one.box, records, box.box)
        for stage in view.stages
        for box in stage.boxes
        for one in box.notes
    )
    if view.others or view.template is None:
        stages += (StageSnapshot(OTHERS, OTHER_NOTES),)
        boxes += (_others(view.template),)
        notes += tuple(note_snapshot(one, OTHERS, records, None) for one in view.others)
    known = view.template.colours if view.template else ()
    return PlannerSnapshot(
        id=view.planner,
        title=view.title,
        stages=stages,
        boxes=boxes,
        notes=notes,
        meanings={one.colour.value: one.meaning for one in known},
        people=people,
        read_only=view.newer or view.removed or bool(view.too_many),
        dots_each=view.dots_each,
        today=today,
    )


def _box(box: Box, planner: RecordId, *, easy: bool = False) -> BoxSnapshot:
    area, scale = box.area, box.scale
    return BoxSnapshot(
        box.key,
        box.stage,
        box.name,
        box.plain if easy and box.plain else box.prompt,
        area.x,
        area.y,
        area.width,
        area.height,
        box.help,
        kind=box.kind,
        options=_parts(box.options),
        columns=_parts(box.columns),
        items=_parts(box.items),
        scale=ScaleSnapshot(scale.lowest, scale.highest, scale.lowest_words, scale.highest_words)
        if scale is not None
        else None,
        own_note=text_note_id(planner, box.key) if box.kind == "text" else "",
    )


def _parts(parts: tuple[Part, ...]) -> tuple[PartSnapshot, ...]:
    return tuple(PartSnapshot(one.key, one.words) for one in parts)


def _others(template: PlannerTemplate | None) -> BoxSnapshot:
    ends = [one.area.y + one.area.height for one in template.boxes] if template else []
    top = max(ends, default=0.0) + _GAP
    prompt = _OTHERS_PROMPT if template else _ALL_OTHERS_PROMPT
    return BoxSnapshot(
        OTHERS, OTHERS, OTHER_NOTES, prompt, _MARGIN, top, _WIDTH, _HEIGHT, takes=False
    )


def note_snapshot(
    one: NoteView, box: str, records: Records | None, known: Box | None
) -> NoteSnapshot:
    """One note as the wall shows it, in this box; ``known`` is the template's box, if it has it."""
    action = records.get(Action, one.action) if records is not None and one.action else None
    child = records.get(Planner, one.child) if records is not None and one.child else None
    given = ""
    if one.given and known is not None:
        given = known.part_words(one.given) or (one.given if known.kind == "scale" else "")
    return NoteSnapshot(
        id=one.note,
        box=box,
        text=one.text,
        colour=one.colour,
        author=one.author_kept,
        named_as=one.named_as,
        contested=one.contested,
        locked=one.newer,
        theme=one.theme,
        given=one.given,
        given_words=given,
        done=one.done,
        picture=one.picture,
        pictured=one.pictured,
        dots=one.dots,
        linked=one.linked,
        action=one.action,
        action_words=who_by_when(action) if action is not None else "",
        child=one.child,
        child_words=child.title if child is not None else "",
        made=one.made,
        touched=one.touched,
    )


def who_by_when(action: Action) -> str:
    """An action's keeper and day in few words: "Rowan, by Thu 18 Mar 2027", "done"."""
    parts = [action.who, f"by {say_short_date(action.due)}" if action.due else ""]
    said = ", ".join(one for one in parts if one)
    if action.state == ActionState.DONE:
        return f"{said}, done" if said else "done"
    return said


def names_here(records: Records, session: RecordId) -> tuple[str, ...]:
    """The names of those on the session's list, for "Who said it"."""
    people = (records.get(Person, one) for one in entries_each(records, session))
    names = {one.known_as or one.name for one in people if one is not None and not one.deleted} - {
        ""
    }
    return tuple(sorted(names, key=str.casefold))

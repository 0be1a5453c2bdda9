"""A planner gathered onto a sheet: filled as it stands now, or blank, to be written on."""

from __future__ import annotations

import dataclasses

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Action, Note, NoteColour, Planner, Session
from cps_desktop.domain.planner_templates import Area, Box, PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sheets import (
    BoxOnSheet,
    NoteOnSheet,
    PartOnSheet,
    PlannerPage,
    PlannerSheet,
    ScaleOnSheet,
    StageOnSheet,
)
from cps_desktop.services.actions import action_words
from cps_desktop.services.desk import Desk
from cps_desktop.services.planner_view import (
    NO_NAME,
    OTHER_NOTES,
    BoxView,
    NoteView,
    PlannerView,
    planner_view,
)
from cps_desktop.services.sheet_heads import imprint, session_on_sheet

_SHOWN_OF_A_LINK = 40
"""Characters of a linked note that say which one is meant."""

_NOWHERE = Area(0, 0, 0, 0)
"""No place on the sheet: the document layer continues such a box on a page after the wall."""


def planner_sheet(
    desk: Desk, session: Session, planner: RecordId, page: PlannerPage = "A3"
) -> PlannerSheet:
    """A planner with all its notes; notes in no box of the template stand under "Other notes"."""
    view = planner_view(desk.workspace, desk.planners, planner)
    template = view.template if view else None
    if view is None or template is None:
        raise InputRefused(
            "This planner was begun with a template that is not on this laptop, so it cannot be "
            "printed here. Its notes are safe. Add the template's file, then print again."
        )
    marks = _Marks(desk, view)
    stages = [
        StageOnSheet(stage.title, tuple(_filled(one, marks) for one in stage.boxes), stage.prompt)
        for stage in view.stages
    ]
    if view.others:
        others = BoxView(
            Box("other-notes", "", _NOWHERE, OTHER_NOTES, OTHER_NOTES, ""), view.others
        )
        stages.append(StageOnSheet(OTHER_NOTES, (_filled(others, marks),)))
    title = template.title if view.title in ("", template.title) else view.title
    return PlannerSheet(
        session=session_on_sheet(desk, session),
        imprint=imprint(desk, session, personal=names_somebody(desk, view)),
        template_title=title,
        template_version=f"{template.title}, edition {template.edition}",
        stages=tuple(stages),
        page=page,
        legend=tuple((one.colour, one.meaning) for one in template.colours),
    )


def names_somebody(desk: Desk, view: PlannerView) -> bool:
    """Whether a planner on paper names who wrote a note, or who does what became of it."""
    if any(one.author != NO_NAME for one in view.notes()):
        return True
    actions = (desk.workspace.get(Action, one.action) for one in view.notes() if one.action)
    return any(one is not None and one.who.strip() for one in actions)


def blank_sheet(
    desk: Desk, session: Session, template: PlannerTemplate, page: PlannerPage = "A3"
) -> PlannerSheet:
    """A planner to be written on: nothing in it yet, so neither a draft nor anybody's business."""
    return PlannerSheet(
        session=session_on_sheet(desk, session),
        imprint=dataclasses.replace(imprint(desk, session, personal=False), draft=False),
        template_title=template.title,
        template_version=f"{template.title}, edition {template.edition}",
        stages=tuple(
            StageOnSheet(
                stage.title,
                tuple(box_on_sheet(one) for one in template.boxes_of(stage.key)),
                stage.prompt,
            )
            for stage in template.stages
        ),
        page=page,
        legend=tuple((one.colour, one.meaning) for one in template.colours),
    )


def box_on_sheet(box: Box, notes: tuple[NoteOnSheet, ...] = ()) -> BoxOnSheet:
    """A box of a template as the document layer takes it."""
    scale = box.scale
    return BoxOnSheet(
        box.key,
        box.prompt,
        box.area.x,
        box.area.y,
        box.area.width,
        box.area.height,
        box.help,
        box.kind,
        notes,
        tuple(PartOnSheet(part.key, part.words) for part in box.parts),
        None
        if scale is None
        else ScaleOnSheet(scale.lowest, scale.highest, scale.lowest_words, scale.highest_words),
        box.plain,
    )


def _filled(view: BoxView, marks: _Marks) -> BoxOnSheet:
    return box_on_sheet(view.box, tuple(marks.note(one) for one in view.notes))


class _Marks:
    """What became of the notes of one planner, in words."""

    def __init__(self, desk: Desk, view: PlannerView) -> None:
        self._desk = desk
        self._said = {one.note: one.text for one in view.notes()}

    def note(self, view: NoteView) -> NoteOnSheet:
        """A note as it is printed."""
        known = view.colour in set(NoteColour)
        colour = NoteColour(view.colour) if known else NoteColour.YELLOW
        jpeg = self._desk.workspace.attachment(view.picture) if view.picture else None
        return NoteOnSheet(
            view.text,
            view.author,
            colour,
            view.dots,
            self._became(view),
            view.theme,
            view.given,
            view.done,
            jpeg or b"",
            view.pictured and jpeg is None,
        )

    def _became(self, view: NoteView) -> str:
        parts = []
        action = self._desk.workspace.get(Action, view.action) if view.action else None
        if action is not None:
            parts.append(f"→ action: {action_words(action)}")
        child = self._desk.workspace.get(Planner, view.child) if view.child else None
        if child is not None:
            parts.append(f"→ A3 “{child.title}”")
        parts += [f"linked with “{self._beginning(one)}”" for one in view.linked]
        return " · ".join(parts)

    def _beginning(self, note: RecordId) -> str:
        text = self._said.get(note)
        if text is None:
            found = self._desk.workspace.get(Note, note)
            text = found.text if found is not None else ""
        line = " ".join(text.split())
        return line if len(line) <= _SHOWN_OF_A_LINK else f"{line[:_SHOWN_OF_A_LINK].rstrip()}…"

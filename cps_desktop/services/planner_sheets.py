"""A planner gathered onto a sheet: filled as it stands now, or blank, to be written on."""

from __future__ import annotations

import dataclasses

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Action, Note, NoteColour, Planner, Session
from cps_desktop.domain.paper_words import ENGLISH, PaperWords
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
from cps_desktop.services.drawings import INK, drawing, drawing_words
from cps_desktop.services.paper_words import paper_words, shown_title, stage_prompt
from cps_desktop.services.planner_view import (
    NO_NAME,
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
    desk: Desk,
    session: Session,
    planner: RecordId,
    page: PlannerPage = "A3",
    language: str = "",
) -> PlannerSheet:
    """A planner with all its notes; notes in no box of the template stand under "Other notes".

    ``language`` is that of the planner's own words ("" for the one it was written in): notes stay
    as people said them.
    """
    view = planner_view(desk.workspace, desk.planners, planner, language=language)
    template = view.template if view else None
    if view is None or template is None:
        raise InputRefused(
            "This planner was begun with a template that is not on this laptop, so it cannot be "
            "printed here. Its notes are safe. Add the template's file, then print again."
        )
    if view.too_many:
        raise InputRefused(f"“{view.title}” was not printed. {view.notice}")
    words = paper_words(template.language)
    marks = _Marks(desk, view, words)
    stages = [
        StageOnSheet(
            shown.title,
            tuple(_filled(one, marks) for one in shown.boxes),
            stage_prompt(template, stage),
        )
        for shown, stage in zip(view.stages, template.stages, strict=True)
    ]
    if view.others:
        said = words.other_notes
        others = BoxView(Box("other-notes", "", _NOWHERE, said, said, ""), view.others)
        stages.append(StageOnSheet(said, (_filled(others, marks),)))
    own = desk.planners.get(template.id, template.edition) or template
    title = shown_title(view.title, (own, template))
    personal = names_somebody(desk, view)
    return PlannerSheet(
        session=session_on_sheet(desk, session),
        imprint=imprint(desk, session, personal=personal, language=template.language),
        template_title=title,
        template_version=f"{template.title}, edition {template.edition}",
        stages=tuple(stages),
        page=page,
        legend=tuple((one.colour, one.meaning) for one in template.colours),
        words=words,
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
    """A planner to be written on: nothing in it yet, so neither a draft nor anybody's business.

    It is in the language the template is in.
    """
    stamp = imprint(desk, session, personal=False, language=template.language)
    return PlannerSheet(
        session=session_on_sheet(desk, session),
        imprint=dataclasses.replace(stamp, draft=False),
        template_title=template.title,
        template_version=f"{template.title}, edition {template.edition}",
        stages=tuple(
            StageOnSheet(
                stage.title,
                tuple(
                    box_on_sheet(one, language=template.language)
                    for one in template.boxes_of(stage.key)
                ),
                stage_prompt(template, stage),
            )
            for stage in template.stages
        ),
        page=page,
        legend=tuple((one.colour, one.meaning) for one in template.colours),
        words=paper_words(template.language),
    )


def box_on_sheet(box: Box, notes: tuple[NoteOnSheet, ...] = (), language: str = "en") -> BoxOnSheet:
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
        drawing(box.picture, INK).decode(),
        drawing_words(box.picture, language),
    )


def _filled(view: BoxView, marks: _Marks) -> BoxOnSheet:
    notes = tuple(marks.note(one) for one in view.notes)
    return box_on_sheet(view.box, notes, marks.words.language)


class _Marks:
    """What became of the notes of one planner, in words."""

    def __init__(self, desk: Desk, view: PlannerView, words: PaperWords) -> None:
        self._desk = desk
        self.words = words
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
            "" if self.words is ENGLISH else self.words.colour(colour),
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

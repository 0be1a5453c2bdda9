"""Fills the sample's planners: what is said in each kind of box, and what hangs on the notes."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from collections.abc import Sequence

from cps_desktop.domain.kinds import NamedAs
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.domain.records import RecordId
from cps_desktop.services import (
    actions,
    answers,
    child_planners,
    dots,
    note_links,
    note_pictures,
    planners,
    themes,
)
from cps_desktop.services.desk import Desk
from cps_desktop.services.pictures import PreparedPicture
from cps_desktop.services.sample_content import ActionSample, NoteSample, PlannerSample

_PAPER, _INK, _ACCENT = (252, 252, 248), (40, 44, 52), (0, 94, 184)
_WIDTH, _HEIGHT = 640, 480


class Walls:
    """Makes planners and what stands on them through the services, and remembers notes by key."""

    def __init__(self, desk: Desk, today: dt.date) -> None:
        self._desk = desk
        self._door = desk.door
        self._today = today
        self._notes: dict[str, RecordId] = {}

    def begin(self, session: RecordId, one: PlannerSample, template: PlannerTemplate) -> RecordId:
        """A planner, empty yet; from the note it grew from, if it did."""
        if one.grown_from:
            note = self._notes[one.grown_from]
            return child_planners.child_from_note(self._door, note, template, title=one.title)
        return planners.add_planner(self._door, session, template, title=one.title)

    def say(
        self, planner: RecordId, template: PlannerTemplate, box: str, note: NoteSample
    ) -> RecordId:
        """Put into a box what is said there, as its kind of box keeps it."""
        found = template.box(box)
        if found is None:
            raise LookupError(f"the template {template.id} has no box {box}")
        made = self._said(planner, box, found.kind, note)
        if note.key:
            self._notes[note.key] = made
        if note.theme:
            themes.set_theme(self._door, [made], note.theme)
        for _ in range(note.dots):
            dots.give_dot(self._door, made)
        for other in note.linked:
            note_links.link_notes(self._door, self._notes[other], made)
        if note.drawn:
            note_pictures.put_picture(self._desk, made, drawing(note.drawn))
        if note.action is not None:
            self._made_of(made, note.action)
        return made

    def _said(self, planner: RecordId, box: str, kind: str, note: NoteSample) -> RecordId:
        door, named = self._door, NamedAs(note.named_as)
        if kind == "text":
            return answers.write_text(
                door, planner, box, note.text, author=note.author, named_as=named
            )
        if kind == "checklist":
            answers.tick_item(door, planner, box, note.given, note.done)
            return answers.remark_on_item(door, planner, box, note.given, note.text)
        if kind in {"choice", "scale"}:
            return answers.answer_choice(
                door, planner, box, note.given, note.text, author=note.author, named_as=named
            )
        return planners.add_note(
            door,
            planner,
            box,
            note.text,
            author=note.author,
            named_as=named,
            colour=note.colour,
        )

    def will_do(self, session: RecordId, one: ActionSample) -> None:
        """An action that grew from no note."""
        made = actions.add_action(
            self._door, session, one.what, who=one.who, due=self._due(one.due_in)
        )
        if one.done:
            actions.finish_action(self._door, made)

    def _made_of(self, note: RecordId, one: ActionSample) -> None:
        made = actions.action_from_note(
            self._door, note, what=one.what, who=one.who, due=self._due(one.due_in)
        )
        if one.done:
            actions.finish_action(self._door, made)

    def _due(self, days: int | None) -> dt.date | None:
        return None if days is None else self._today + dt.timedelta(days=days)


def drawing(words: Sequence[str]) -> PreparedPicture:
    """A drawing as somebody makes one at the table: a sheet with a few large words on it."""
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.rounded_rectangle((150, 30, 490, 450), radius=14, outline=_INK, width=6)
    top = 70
    for number, text in enumerate(words):
        size = 40 if number == 0 else 26
        pen.text(
            (184, top),
            text,
            fill=_ACCENT if number == 0 else _INK,
            font=ImageFont.load_default(size),
        )
        top += size + 18
        for length in (270, 236):
            pen.line((184, top, 184 + length, top + 3), fill=_INK, width=4)
            top += 22
        top += 12
    kept = io.BytesIO()
    sheet.save(kept, "JPEG", quality=80)
    jpeg = kept.getvalue()
    digest = hashlib.sha256(jpeg).hexdigest()
    return PreparedPicture(jpeg, _WIDTH, _HEIGHT, digest, "Drawing.jpg")

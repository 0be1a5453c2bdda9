"""The form on A4 for somebody who was not in the room: easy questions, and fields to type into.

The first page says what it is and asks for a name. Boxes begin on the second page, so that where
their fields stand depends on the template alone: a copy whose fields were turned into plain print
is read by those places.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cps_desktop.documents.flow import A4, Flow
from cps_desktop.documents.ink import BODY, CELL_STRONG, EDGE, MM, SMALL, STRONG
from cps_desktop.documents.paper import DECORATION, Page, Paper
from cps_desktop.documents.planner import foreign, session_words, titled
from cps_desktop.documents.words import joined
from cps_desktop.domain.paper_forms import (
    ROWS_ON_A_FORM,
    SHOWN,
    STAMP,
    WHO,
    FormField,
    FormStamp,
    Part,
    fields_of_box,
)
from cps_desktop.domain.sheets import BoxOnSheet, PlannerSheet

Rect = tuple[float, float, float, float]
"""Left, bottom, right, top in points from the bottom left of the page."""

_TICK = 6 * MM
_NAME_TOP = 120 * MM
_NOTE_HIGH = 24 * MM
_TEXT_HIGH = 62 * MM
_SKETCH_HIGH = 40 * MM
_WORDS_HIGH = 16 * MM
_CELL_HIGH = 17 * MM
_FOOT = 10.0


@dataclass(frozen=True, slots=True)
class PlacedField:
    """A field, or one button of it, and where it stands."""

    name: str
    page: int
    """Counted from 0."""
    rect: Rect
    said: str
    """What a listener hears: the question, and which part of the answer this is."""
    button: str = ""
    """What is answered when this button is pressed; "" for a field to type into."""
    alone: bool = False
    """A box to tick; other buttons of one name exclude one another."""
    lines: bool = True
    value: str = ""
    """What stands in it from the beginning; then nobody can change it."""


def draw_form(paper: Paper, sheet: PlannerSheet, stamp: FormStamp) -> list[PlacedField]:
    """Draw the form; its fields are added by ``form_widgets`` when the file is finished."""
    form = _Form(paper, sheet, stamp)
    form.first_page()
    for stage in sheet.stages:
        form.stage(stage.title, stage.prompt, stage.boxes)
    return form.fields


class _Form:
    def __init__(self, paper: Paper, sheet: PlannerSheet, stamp: FormStamp) -> None:
        self._sheet, self._stamp, self._words = sheet, stamp, sheet.words
        title = joined((titled(sheet.template_title, "Planner"), sheet.session.title))
        self._flow = Flow(paper, A4, title, paper.root.add("Sect"), foot=_FOOT)
        self.fields: list[PlacedField] = []

    def first_page(self) -> None:
        """What this is, who fills it in, and the stamp by which it is known again."""
        flow, sheet, words = self._flow, self._sheet, self._words
        flow.heading(1, titled(sheet.template_title, "Planner"))
        flow.paragraph(sheet.session.title, STRONG, after=2)
        english = foreign(sheet)
        flow.paragraph(session_words(sheet.session, words), BODY, after=8, language=english)
        for text in (words.not_there, words.again_later):
            flow.paragraph(text, BODY, after=6)
        flow.top = max(flow.top, _NAME_TOP)
        flow.heading(2, words.about_you, bookmark=False)
        self._label(words.your_name)
        self._text(WHO, words.your_name, 11 * MM, lines=False)
        flow.space(6)
        self._label(words.how_shown)
        ways = (
            ("name", words.with_name),
            ("initials", words.with_initials),
            ("nobody", words.with_nobody),
        )
        self._buttons(SHOWN, words.how_shown, ways)
        flow.space(10)
        small = replace(SMALL, size=9)
        flow.paragraph(words.form_is.format(form=self._stamp.short), small)
        place = (flow.left, flow.top, flow.width, 11 * MM)
        self._place(flow.page, STAMP, place, words.which_form, value=self._stamp.words)
        flow.top += 11 * MM

    def stage(self, title: str, prompt: str, boxes: Sequence[BoxOnSheet]) -> None:
        """One stage, on a new page."""
        flow = self._flow
        flow.new_page()
        flow.heading(2, titled(title, "Stage"))
        flow.rule()
        flow.paragraph(prompt, BODY, after=4)
        for box in boxes:
            self._box(box)

    def _box(self, box: BoxOnSheet) -> None:
        flow = self._flow
        flow.space(6)
        question = titled(box.plain or box.prompt, "Question")
        flow.heading(3, question, keep=30 * MM, bookmark=False)
        flow.paragraph(box.help, BODY, after=3)
        every = fields_of_box(box)
        if box.kind == "table":
            self._table(box, question, every)
        elif box.kind == "checklist":
            words = {part.key: part.words for part in box.parts}
            for one in every:
                self._button(one.name, question, one.item, words[one.item], alone=True)
        elif box.kind in ("choice", "scale"):
            given, more = every
            self._given(box, question, given)
            add = self._words.anything_to_add
            self._label(add)
            self._text(more.name, f"{question} {add}", _WORDS_HIGH)
        else:
            high = {"text": _TEXT_HIGH, "sketch": _SKETCH_HIGH}.get(box.kind, _NOTE_HIGH)
            if box.kind == "sketch":
                self._label(self._words.say_drawing)
            for one in every:
                which = self._words.answer_of.format(number=one.row + 1, total=len(every))
                said = f"{question} {which}" if len(every) > 1 else question
                self._text(one.name, said, high)

    def _given(self, box: BoxOnSheet, question: str, given: FormField) -> None:
        if box.scale is None:
            options = [(part.key, part.words) for part in box.parts]
            self._buttons(given.name, question, options)
            return
        scale = box.scale
        ends = {scale.lowest: scale.lowest_words, scale.highest: scale.highest_words}
        options = [
            (str(number), joined((str(number), ends.get(number, "")), ": "))
            for number in scale.numbers()
        ]
        self._buttons(given.name, question, options)

    def _buttons(self, name: str, said: str, options: Sequence[tuple[str, str]]) -> None:
        for key, words in options:
            self._button(name, said, key, words, alone=False)

    def _button(self, name: str, said: str, key: str, words: str, *, alone: bool) -> None:
        """A square or round to tick, with its words beside it."""
        flow = self._flow
        indent = _TICK + 3 * MM
        lines = flow.paper.setter.lines(words, BODY, flow.width - indent)
        flow.need(max(_TICK + 4, len(lines) * BODY.leading + 2))
        top = flow.top
        place = (flow.left, top, _TICK, _TICK)
        corner = 1.0 if alone else _TICK / 2
        flow.paper.box(flow.page, place, fill="ffffff", edge=EDGE, line=0.9, corner=corner)
        self._place(flow.page, name, place, f"{said} {words}", button=key, alone=alone)
        flow.top += 1
        flow.put(flow.tag.add("P"), lines, BODY, indent=indent)
        flow.top = max(flow.top, top + _TICK) + 4

    def _label(self, words: str) -> None:
        self._flow.need(30 * MM)
        self._flow.paragraph(words, BODY, after=2)

    def _text(self, name: str, said: str, high: float, *, lines: bool = True) -> None:
        flow = self._flow
        flow.need(high + 6)
        place = (flow.left, flow.top, flow.width, high)
        self._frame(flow.page, place)
        self._place(flow.page, name, place, said, lines=lines)
        flow.top += high + 6

    def _frame(self, page: Page, place: tuple[float, float, float, float]) -> None:
        self._flow.paper.box(page, place, fill="ffffff", edge=EDGE, line=0.9, corner=2)

    def _table(self, box: BoxOnSheet, question: str, every: Sequence[FormField]) -> None:
        """Rows of cells under the columns' names, which stand again on a next page."""
        flow = self._flow
        columns = max(1, len(box.parts))
        each = flow.width / columns
        heads = [flow.paper.setter.lines(part.words, CELL_STRONG, each - 6) for part in box.parts]
        high = max((len(lines) for lines in heads), default=0) * CELL_STRONG.leading + 4
        cells = [one for one in every if one.part is Part.CELL]
        for row in range(ROWS_ON_A_FORM):
            if row == 0 or flow.room < _CELL_HIGH + 6:
                flow.need(high + _CELL_HIGH + 6)
                for column, lines in enumerate(heads):
                    owner = flow.tag.add("P") if row == 0 else DECORATION
                    spot = (flow.left + column * each + 3, flow.top)
                    flow.paper.lines(flow.page, owner, lines, spot, CELL_STRONG, width=each - 6)
                flow.top += high
            for column, one in enumerate(cells[row * columns : (row + 1) * columns]):
                place = (flow.left + column * each, flow.top, each, _CELL_HIGH)
                self._frame(flow.page, place)
                named = box.parts[column].words if box.parts else ""
                which = self._words.row_of.format(number=row + 1)
                self._place(flow.page, one.name, place, f"{question} {which} {named}")
            flow.top += _CELL_HIGH
        flow.space(6)

    def _place(
        self,
        page: Page,
        name: str,
        place: tuple[float, float, float, float],
        said: str,
        *,
        button: str = "",
        alone: bool = False,
        lines: bool = True,
        value: str = "",
    ) -> None:
        left, top, width, height = place
        bottom = page.height - top - height
        inset = 1.0 if button else 2.0
        rect = (
            round(left + inset, 2),
            round(bottom + inset, 2),
            round(left + width - inset, 2),
            round(bottom + height - inset, 2),
        )
        self._flow.tag.add("Form")
        self.fields.append(
            PlacedField(name, page.number - 1, rect, said, button, alone, lines, value)
        )

"""What is typed beside a picture of a box: notes, rows of a table, or ticks with their remarks.

Each part is asked for what was typed and keeps it as one step.
"""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Note
from cps_desktop.domain.planner_templates import Box
from cps_desktop.domain.records import RecordId
from cps_desktop.services.answers import by_item, row_text
from cps_desktop.services.desk import Desk
from cps_desktop.services.planners import notes_in
from cps_desktop.services.sheet_keeping import type_up, type_up_ticks
from cps_desktop.ui.kit import Button, Choice, FormRow, LineField, TextField, TickBox, Words
from cps_desktop.ui.theme import SPACE_M

_FIRST = 2
"""How many notes or rows there is room for at first."""


def part_for(desk: Desk, note: Note, box: Box | None) -> NotesPart | RowsPart | TicksPart:
    """The part for the kind of box a picture is in."""
    if box is not None and box.kind == "table" and box.columns:
        return RowsPart(box)
    if box is not None and box.kind == "checklist" and box.items:
        return TicksPart(box, notes_in(desk.workspace, note.planner, box.key))
    return NotesPart(box)


class _Part(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_M)


class NotesPart(_Part):
    """A field for each note; for a choice or scale what was answered, and one for the words."""

    EXPLAINED = "Each field becomes a note beside the picture."

    def __init__(self, box: Box | None) -> None:
        super().__init__()
        self.given: Choice | None = None
        self.fields: list[TextField] = []
        options = _options(box)
        if options:
            self.given = Choice("Answer", [("", "Not said"), *options])
            self.column.addWidget(FormRow("Answer", self.given))
        for _ in range(1 if options else _FIRST):
            self.add_field()
        self.more = Button("Another note", lambda: self.add_field().setFocus())
        self.column.addWidget(self.more)

    def add_field(self) -> TextField:
        """One more field, after the others."""
        number = len(self.fields) + 1
        field = TextField(f"Note {number}")
        before = 1 if self.given is not None else 0
        self.column.insertWidget(len(self.fields) + before, FormRow(f"Note {number}", field))
        self.fields.append(field)
        return field

    def first(self) -> QWidget:
        return self.fields[0]

    def keep(self, desk: Desk, note: RecordId, author: str) -> object:
        given = self.given.key() if self.given is not None else ""
        texts = [one.text() for one in self.fields]
        return type_up(desk, note, texts, author=author, given=given)


class RowsPart(_Part):
    """Rows of a table: a field for each of its columns."""

    EXPLAINED = "Each row becomes a row of the table; the first one keeps the picture."

    def __init__(self, box: Box) -> None:
        super().__init__()
        self._columns = box.columns
        self.rows: list[list[LineField]] = []
        for _ in range(_FIRST):
            self.add_row()
        self.more = Button("Another row", self._another)
        self.column.addWidget(self.more)

    def add_row(self) -> list[LineField]:
        """One more row, after the others."""
        number = len(self.rows) + 1
        place = len(self.rows) * (len(self._columns) + 1)
        self.column.insertWidget(place, Words(f"Row {number}", "strong"))
        row = []
        for at, column in enumerate(self._columns, start=1):
            field = LineField(f"Row {number}, {column.words}")
            self.column.insertWidget(place + at, FormRow(column.words, field))
            row.append(field)
        self.rows.append(row)
        return row

    def _another(self) -> None:
        self.add_row()[0].setFocus()

    def first(self) -> QWidget:
        return self.rows[0][0]

    def keep(self, desk: Desk, note: RecordId, author: str) -> object:
        rows = [row_text([field.text() for field in row]) for row in self.rows]
        return type_up(desk, note, rows, author=author)


class TicksPart(_Part):
    """The items of a checklist as they stand now, each with its remark."""

    EXPLAINED = "The ticks and remarks are the planner's own; the picture stays beneath them."

    def __init__(self, box: Box, notes: tuple[Note, ...]) -> None:
        super().__init__()
        known = by_item(notes)
        self.ticks: dict[str, TickBox] = {}
        self.remarks: dict[str, LineField] = {}
        for item in box.items:
            there = known.get(item.key)
            tick = TickBox(item.words, on=there is not None and there.done)
            remark = LineField(f"Remark on: {item.words}", there.text if there else "")
            self.ticks[item.key], self.remarks[item.key] = tick, remark
            self.column.addWidget(tick)
            self.column.addWidget(FormRow("Remark", remark))
        self._stood = self._given()
        self.more = TextField("What else is written there")
        self.column.addWidget(FormRow("What else is written there", self.more))

    def first(self) -> QWidget:
        return next(iter(self.ticks.values()))

    def keep(self, desk: Desk, note: RecordId, author: str) -> object:
        # Of what nobody touched here, the planner's own stays as it is by now.
        ticks = {item: two for item, two in self._given().items() if two != self._stood[item]}
        return type_up_ticks(desk, note, ticks, self.more.text(), author=author)

    def _given(self) -> dict[str, tuple[bool, str]]:
        return {
            key: (tick.isChecked(), self.remarks[key].text()) for key, tick in self.ticks.items()
        }


def _options(box: Box | None) -> list[tuple[str, str]]:
    if box is None:
        return []
    if box.kind == "scale" and box.scale is not None:
        return [(str(number), str(number)) for number in box.scale.numbers]
    return [(one.key, one.words) for one in box.options] if box.kind == "choice" else []

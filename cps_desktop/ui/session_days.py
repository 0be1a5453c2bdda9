"""The days of a session on screen: any number, each with start and end, with questions beneath."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cps_desktop.domain.dates import DayTimes, questions_about
from cps_desktop.domain.records import RecordId
from cps_desktop.ui.kit import Button, DateField, FormRow, TimeField, Words, announce, buttons_row
from cps_desktop.ui.theme import FORM_WIDTH, SPACE_M
from cps_desktop.ui.theme_state import theme


@dataclass(frozen=True, slots=True)
class DayTyped:
    """One row as it is written: the words, understood or not. ``record`` is "" for a new one."""

    day: str = ""
    starts: str = ""
    ends: str = ""
    record: RecordId = ""


class DayRow(QWidget):
    """One day: date, start, end, and the way out."""

    changed = Signal()
    removed = Signal()

    def __init__(self, number: int, today: dt.date, record: RecordId = "") -> None:
        super().__init__()
        self.record = record
        self.day = DateField(f"Day {number}", today=today)
        self.starts = TimeField(f"Day {number} starts")
        self.ends = TimeField(f"Day {number} ends")
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_M)
        self._labels = [
            FormRow(f"Day {number}", self.day),
            FormRow("Starts", self.starts),
            FormRow("Ends", self.ends),
        ]
        self.remove = Button("Remove", self.removed.emit)
        self.remove.setAccessibleName(f"Remove day {number}")
        self.remove.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._last = FormRow(" ", self.remove)
        self._last.label.setAccessibleName(" ")
        for part, stretch in zip((*self._labels, self._last), (1, 0, 0, 0), strict=True):
            self._row.addWidget(part, stretch)
        for field in (self.day, self.starts, self.ends):
            field.text_edited.connect(lambda _text: self.changed.emit())

    def typed(self) -> DayTyped:
        """The row as it is written."""
        return DayTyped(self.day.text(), self.starts.text(), self.ends.text(), self.record)

    def show_typed(self, typed: DayTyped) -> None:
        """Show words as they were written."""
        for field, words in (
            (self.day, typed.day),
            (self.starts, typed.starts),
            (self.ends, typed.ends),
        ):
            field.line.set_text(words)

    def show_times(self, day: dt.date | None, start: dt.time | None, end: dt.time | None) -> None:
        """Show what is kept, where it is another than what the words already say."""
        if self.day.value() != day and not self.day.line.unsaved:
            self.day.set_value(day)
        for field, value in ((self.starts, start), (self.ends, end)):
            if field.value() != value and not field.line.unsaved:
                field.set_value(value)

    def times(self) -> DayTimes | None:
        """The day as it is understood; None while it is not one."""
        day = self.day.value()
        return None if day is None else DayTimes(day, self.starts.value(), self.ends.value())

    def flush(self) -> None:
        """Tell at once what was typed."""
        for field in (self.day, self.starts, self.ends):
            field.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme().px(FORM_WIDTH) * 4 // 5
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._row.setDirection(down if narrow else across)
        self._last.label.setVisible(not narrow)


class DaysEditor(QWidget):
    """Every day of a session, one beneath the other."""

    changed = Signal(object)
    """A :class:`DayRow` was typed in."""
    added = Signal(object)
    """A new :class:`DayRow` stands at the end."""
    removed = Signal(object)

    def __init__(self, today: dt.date) -> None:
        super().__init__()
        self._today = today
        self.rows: list[DayRow] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(SPACE_M)
        self._questions = Words("", "small_strong", "amber")
        self._questions.hide()
        self.add = Button("Add a day", self.add_day)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_M)
        outer.addLayout(self._column)
        outer.addWidget(self._questions)
        outer.addLayout(buttons_row(self.add))

    def add_day(self) -> None:
        """One more day: the one after the last, at the same times."""
        last = self.rows[-1] if self.rows else None
        row = self.put_row("")
        times = last.times() if last is not None else None
        if times is not None and times.day < dt.date.max:
            row.show_times(times.day + dt.timedelta(days=1), times.start, times.end)
        row.day.setFocus()
        self.ask()
        self.added.emit(row)

    def put_row(self, record: RecordId) -> DayRow:
        """A further row at the end."""
        row = DayRow(len(self.rows) + 1, self._today, record)
        row.changed.connect(lambda: self._typed(row))
        row.removed.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def take_row(self, row: DayRow) -> None:
        """Take a row off the screen."""
        self.rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self.ask()

    def put_in_order(self, records: Sequence[RecordId]) -> None:
        """Put the rows of these records first, in this order; new ones stay at the end."""
        place = {record: number for number, record in enumerate(records)}
        ordered = sorted(self.rows, key=lambda row: place.get(row.record, len(place)))
        if ordered != self.rows:
            self.rows = ordered
            for row in ordered:
                self._column.removeWidget(row)
                self._column.addWidget(row)

    def times(self) -> tuple[DayTimes, ...]:
        """The days as they are understood."""
        return tuple(times for row in self.rows if (times := row.times()) is not None)

    def ask(self) -> None:
        """Ask about unlikely days; nothing is changed or held up."""
        questions = "\n".join(questions_about(self.times(), self._today))
        if questions and questions != self._questions.text():
            announce(self, questions)
        self._questions.setText(questions)
        self._questions.setVisible(bool(questions))

    def questions(self) -> str:
        """What is being asked just now."""
        return self._questions.text()

    def flush(self) -> None:
        for row in self.rows:
            row.flush()

    def _typed(self, row: DayRow) -> None:
        self.ask()
        self.changed.emit(row)

    def _remove(self, row: DayRow) -> None:
        number = self.rows.index(row)
        self.take_row(row)
        if self.rows:
            self.rows[min(number, len(self.rows) - 1)].day.setFocus()
        else:
            self.add.setFocus()
        self.removed.emit(row)

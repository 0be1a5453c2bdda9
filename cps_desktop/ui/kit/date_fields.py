"""Fields for a day, a time of day and a sum: written freely, said back in full, never altered."""

from __future__ import annotations

from datetime import date, time
from typing import ClassVar, Final

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from cps_desktop.domain.dates import (
    parse_date,
    parse_time,
    question_about_text,
    say_date,
    say_time,
)
from cps_desktop.domain.money import parse_money, say_money
from cps_desktop.ui.kit.buttons import Button
from cps_desktop.ui.kit.text_fields import LineField
from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.theme import FIELD_WIDTH, SPACE_S, SPACE_XS
from cps_desktop.ui.theme_state import set_type, theme

_LONGEST_DAY: Final = say_date(date(2026, 9, 30))


class _DayLine(LineField):
    """A line on which a day is read whole: in large letters it needs more room than words do."""

    def sizeHint(self) -> QSize:
        usual = super().sizeHint()
        whole = self.fontMetrics().horizontalAdvance(_LONGEST_DAY) + 4 * SPACE_S
        return QSize(max(usual.width(), whole), usual.height())


class _ReadField(QWidget):
    """A line field with what was understood beneath it. What is written always stays as it is."""

    LINE: ClassVar[type[LineField]] = LineField

    text_edited = Signal(str)
    """The words as written, understood or not."""
    entered = Signal()

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.line = self.LINE(name, hint=hint)
        self.setFocusProxy(self.line)
        self.row = QHBoxLayout()
        self.row.setSpacing(SPACE_S)
        self.row.addWidget(self.line)
        self._said = Words("", "small", "quiet")
        self._said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_XS)
        column.addLayout(self.row)
        column.addWidget(self._said)
        self.line.textChanged.connect(self._show_understanding)
        self.line.edited.connect(self._edited)
        self.line.entered.connect(self.entered)

    def _keep_short(self) -> None:
        """Times and sums are short: the field says so by its width."""
        self.row.addStretch(1)
        theme().changed.connect(self._shorten)
        self._shorten()

    def _shorten(self) -> None:
        self.line.setFixedWidth(theme().px(FIELD_WIDTH // 2))

    def text(self) -> str:
        """What is written, exactly."""
        return self.line.text()

    def flush(self) -> None:
        """Tell at once what was typed."""
        self.line.flush()

    def _edited(self, text: str) -> None:
        self.text_edited.emit(text)

    def _show_understanding(self) -> None:
        said, unclear = self._understanding(self.line.text())
        self._said.setText(said)
        self._said.set_tone("amber" if unclear else "quiet")
        self._said.setVisible(bool(said))
        self.line.setAccessibleDescription(said)

    def _understanding(self, _text: str) -> tuple[str, bool]:
        """What to say beneath, and whether it is a question."""
        return "", False


class DateField(_ReadField):
    """A day: typed ("18 March 2027", "18/3/27", "tomorrow") or chosen in a calendar."""

    LINE = _DayLine
    date_changed = Signal(object)
    """A ``date``, or None while what is written is not one day."""

    def __init__(
        self, name: str, value: date | None = None, *, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, "18 March 2027", parent)
        self._today = today
        self._open = Button("Calendar…", self.open_calendar, tip="Choose the day in a calendar")
        self._open.setAccessibleName(f"Calendar for {name}")
        self.row.addWidget(self._open)
        self.set_value(value)

    def value(self) -> date | None:
        return parse_date(self.text(), self._today)

    def set_value(self, value: date | None) -> None:
        """Show a day in full; nothing is emitted."""
        self.line.set_text("" if value is None else say_date(value))
        self._show_understanding()

    def _edited(self, text: str) -> None:
        super()._edited(text)
        self.date_changed.emit(self.value())

    def _understanding(self, text: str) -> tuple[str, bool]:
        if not text.strip():
            return "", False
        found = parse_date(text, self._today)
        if found is None:
            return "Which day is this? Write it like 18 March 2027.", True
        asked = question_about_text(text, found)
        if asked:
            return asked, True
        return ("" if text == say_date(found) else say_date(found)), False

    def open_calendar(self) -> None:
        """Show a month to choose from; arrows and Enter work, Esc closes it."""
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setProperty("kind", "card")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        popup.setAccessibleName(f"Calendar for {self.accessibleName()}")
        calendar = QCalendarWidget(popup)
        calendar.setAccessibleName(popup.accessibleName())
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        set_type(calendar, "body")
        shown = self.value() or self._today
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))
        box = QVBoxLayout(popup)
        box.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        box.addWidget(calendar)

        def choose(day: QDate) -> None:
            popup.close()
            self.choose(date(day.year(), day.month(), day.day()))

        calendar.activated.connect(choose)
        calendar.clicked.connect(choose)
        popup.adjustSize()
        popup.move(self._open.mapToGlobal(QPoint(0, self._open.height())))
        popup.show()
        calendar.setFocus()

    def choose(self, day: date) -> None:
        """Take a day as the person's own choice: shown, and told at once."""
        self.set_value(day)
        self.text_edited.emit(self.text())
        self.date_changed.emit(day)
        self.line.setFocus()


class TimeField(_ReadField):
    """A time of day: "930", "9.30", "4pm"."""

    time_changed = Signal(object)
    """A ``time``, or None while what is written is not one."""

    def __init__(self, name: str, value: time | None = None, parent: QWidget | None = None) -> None:
        super().__init__(name, "09:30", parent)
        self._keep_short()
        self.set_value(value)

    def value(self) -> time | None:
        return parse_time(self.text())

    def set_value(self, value: time | None) -> None:
        self.line.set_text("" if value is None else say_time(value))
        self._show_understanding()

    def _edited(self, text: str) -> None:
        super()._edited(text)
        self.time_changed.emit(self.value())

    def _understanding(self, text: str) -> tuple[str, bool]:
        found = parse_time(text)
        if not text.strip():
            return "", False
        if found is None:
            return "What time is this? Write it like 9.30 or 16:00.", True
        return ("" if text.strip() == say_time(found) else say_time(found)), False


class MoneyField(_ReadField):
    """A sum of money, kept in whole pence. "4.5" is said back as £4.50."""

    money_changed = Signal(object)
    """Pence, or None while what is written is not an exact sum."""

    def __init__(self, name: str, pence: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(name, "£0.00", parent)
        set_type(self.line, "number")
        self._keep_short()
        self.set_pence(pence)

    def pence(self) -> int | None:
        return parse_money(self.text())

    def set_pence(self, pence: int | None) -> None:
        self.line.set_text("" if pence is None else say_money(pence))
        self._show_understanding()

    def _edited(self, text: str) -> None:
        super()._edited(text)
        self.money_changed.emit(self.pence())

    def _understanding(self, text: str) -> tuple[str, bool]:
        found = parse_money(text)
        if not text.strip():
            return "", False
        if found is None:
            return "How much is this? Write it like 4.50 or 80p.", True
        return ("" if text.strip() == say_money(found) else say_money(found)), False

"""The register as a table: one row a person, one large tick a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from cps_desktop.domain.dates import say_short_date, say_time
from cps_desktop.domain.kinds import Coming, Presence
from cps_desktop.domain.records import RecordId
from cps_desktop.services.register import DayCount, DayOfPerson, RegisterRow
from cps_desktop.ui.kit import Column, EmptyState, RecordTable, State
from cps_desktop.ui.kit.record_model import ROW_ROLE
from cps_desktop.ui.kit.status import paint_shape
from cps_desktop.ui.theme import (
    CORNER_INPUT,
    FOCUS_WIDTH,
    HAIR,
    MARK,
    ROW,
    SPACE_M,
    SPACE_S,
    SPACE_XS,
)
from cps_desktop.ui.theme_state import theme

FIRST_DAY: Final = 3
"""The column of the first day; name, role and organisation stand before it."""
_ROWS_IN_SIGHT: Final = 5

HERE: Final = State("Here", "tick", "done")
APOLOGIES: Final = State("Apologies", "open_diamond", "amber")
NOT_SEEN: Final = State("Not seen", "ring", "quiet")
_STATES: Final = {Presence.HERE: HERE, Presence.APOLOGIES: APOLOGIES}


def state_of(day: DayOfPerson) -> State:
    """A person's day as shape, word and colour."""
    return _STATES.get(Presence(day.state), NOT_SEEN) if day.state in set(Presence) else NOT_SEEN


def times_words(arrived: dt.time | None, left: dt.time | None) -> str:
    """ "09:02", "09:02–15:30", "until 15:30"; "" where nothing is known."""
    if arrived and left:
        return f"{say_time(arrived)}–{say_time(left)}"
    if left:
        return f"until {say_time(left)}"
    return say_time(arrived) if arrived else ""


def day_text(day: DayOfPerson) -> str:
    """What a screen reader says of a cell, and what the filter looks in."""
    times = times_words(day.arrived, day.left) if day.here else ""
    said = f"{state_of(day).word} {times}".strip()
    return f"{said}, two people changed this" if day.contested else said


def name_note(row: RegisterRow) -> str:
    """What stands small behind a name."""
    parts = [f"known as {row.known_as}"] if row.known_as else []
    if row.coming == Coming.WALK_IN:
        parts.append("walk-in")
    if row.contested:
        parts.append("two people changed this")
    return " · ".join(parts)


class _TickPainter(QStyledItemDelegate):
    """A tick box with the times behind it, or the word and shape for apologies."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        state = theme()
        flags: QStyle.StateFlag = option.state
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        rect = option.rect
        row: RegisterRow = index.data(ROW_ROLE)
        day = row.days[index.column() - FIRST_DAY]
        painter.save()
        if chosen:
            painter.fillRect(rect, state.colour("selected"))
        elif flags & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, state.colour("hover"))
        painter.setPen(QPen(state.colour("hairline"), HAIR))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = state.px(MARK + SPACE_XS)
        box = QRectF(rect.left() + SPACE_M, rect.center().y() - side / 2, side, side)
        if flags & QStyle.StateFlag.State_HasFocus:
            ring = box.adjusted(-SPACE_XS, -SPACE_XS, SPACE_XS, SPACE_XS)
            painter.setPen(QPen(state.colour("on_selected" if chosen else "text"), FOCUS_WIDTH))
            painter.drawRoundedRect(ring, CORNER_INPUT, CORNER_INPUT)
        words_tone = "on_selected" if chosen else state_of(day).tone
        if day.state == Presence.APOLOGIES:
            paint_shape(painter, APOLOGIES.shape, box, state.colour(words_tone))
        else:
            _paint_box(painter, box, ticked=day.here)
        text = times_words(day.arrived, day.left) if day.here else ""
        if day.state == Presence.APOLOGIES:
            text = APOLOGIES.word
        room = rect.adjusted(SPACE_M + side + SPACE_S, 0, -SPACE_XS, 0)
        metrics = QFontMetrics(state.font("number"))
        painter.setFont(state.font("number"))
        painter.setPen(state.colour("on_selected" if chosen else words_tone))
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignVCenter,
            metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width()),
        )
        painter.restore()


def _paint_box(painter: QPainter, box: QRectF, *, ticked: bool) -> None:
    state = theme()
    painter.setPen(QPen(state.colour("done" if ticked else "line"), 2 * HAIR))
    painter.setBrush(state.colour("done" if ticked else "card"))
    painter.drawRoundedRect(box, CORNER_INPUT, CORNER_INPUT)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if ticked:
        paint_shape(painter, "tick", box, state.colour("card"))


def _columns(days: Sequence[DayCount]) -> list[Column[RegisterRow]]:
    columns: list[Column[RegisterRow]] = [
        Column("Name", lambda row: row.name, quiet=name_note, strong=True, wide=True),
        Column("Role", lambda row: row.role_words),
        Column("Organisation", lambda row: row.organisation),
    ]
    return columns + [_day_column(place, day) for place, day in enumerate(days)]


def _day_column(place: int, day: DayCount) -> Column[RegisterRow]:
    title = say_short_date(day.date).rsplit(" ", 1)[0] if day.date else "No date yet"
    return Column(
        title,
        lambda row: day_text(row.days[place]),
        sort=lambda row: (
            not row.days[place].here,
            row.days[place].state != Presence.APOLOGIES,
            row.days[place].arrived or dt.time.max,
        ),
        state=lambda row: state_of(row.days[place]),
    )


class AttendanceTable(RecordTable[RegisterRow]):
    """The list with its days. Space ticks the day the keyboard is on, a click the day under it."""

    toggled = Signal(object, str)
    """A row, and the day whose tick was clicked; "" for the day that is chosen above."""

    def __init__(
        self, days: Sequence[DayCount], empty: EmptyState, beside_filter: Sequence[QWidget]
    ) -> None:
        super().__init__(
            "People on the list",
            _columns(days),
            lambda row: row.attendance,
            empty=empty,
            filter_hint="Find in this list",
            beside_filter=beside_filter,
        )
        self.days = tuple(day.day for day in days)
        for place in range(len(days)):
            self.view.setItemDelegateForColumn(FIRST_DAY + place, _TickPainter(self.view))
        # A quick double click on a tick is meant for the tick, not for the person's details.
        self.view.doubleClicked.disconnect()
        self.view.doubleClicked.connect(self._double_clicked)
        self.view.clicked.connect(self._clicked)
        self.view.installEventFilter(self)
        self.setMinimumHeight(theme().px(ROW) * (_ROWS_IN_SIGHT + 3))
        theme().changed.connect(self._keep_rows_in_sight)

    def _keep_rows_in_sight(self) -> None:
        self.setMinimumHeight(theme().px(ROW) * (_ROWS_IN_SIGHT + 3))

    def day_at(self, column: int) -> RecordId:
        """The day of a column; "" for the name, role and organisation."""
        place = column - FIRST_DAY
        return self.days[place] if 0 <= place < len(self.days) else ""

    def _clicked(self, index: QModelIndex) -> None:
        if day := self.day_at(index.column()):
            self.toggled.emit(self.model.row(index.row()), day)

    def _double_clicked(self, index: QModelIndex) -> None:
        if not self.day_at(index.column()):
            self.opened.emit(self.model.row(index.row()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.view
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        ):
            index = self.view.currentIndex()
            if index.isValid():
                self.toggled.emit(self.model.row(index.row()), self.day_at(index.column()))
            return True
        return super().eventFilter(watched, event)

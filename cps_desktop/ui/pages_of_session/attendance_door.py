"""The door: one large search, matches as large rows, Enter ticks in. Nobody else's details."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cps_desktop.domain.kinds import Coming
from cps_desktop.domain.records import RecordId
from cps_desktop.services.attendance import add_to_list, tick_in, untick
from cps_desktop.services.people import folded
from cps_desktop.services.register import DayCount, DayOfPerson, RegisterRow, RegisterView
from cps_desktop.ui.kit import (
    BigButton,
    Button,
    Card,
    Choice,
    FormRow,
    LineField,
    SearchField,
    Words,
    announce,
    buttons_row,
)
from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.kit.status import State, paint_shape
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.attendance_adding import ROLE_OPTIONS
from cps_desktop.ui.pages_of_session.attendance_table import state_of, times_words
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import (
    ACCENT,
    CORNER_CARD,
    HAIR,
    MARK,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    TARGET_LARGE,
)
from cps_desktop.ui.theme_state import set_type, theme

MOST: Final = 5
"""Matches shown at once; a longer list is narrowed by typing on."""


class _LargeSearch(SearchField):
    """A search field that can be read from two steps away; arrows and Enter go to the matches."""

    stepped = Signal(int)

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name, hint)
        set_type(self, "participant_answer")
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)


class DoorRow(QAbstractButton):
    """One match: the name, large, and whether they are in already."""

    def __init__(self) -> None:
        super().__init__()
        tab_stop(self)
        self.row: RegisterRow | None = None
        self._state = State("")
        self._name = self._detail = self._times = ""
        self._chosen = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_type(self, "title")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_row(self, row: RegisterRow, day: DayOfPerson, *, detail: str, chosen: bool) -> None:
        """From now on it is about this person."""
        self.row = row
        self._state = state_of(day)
        self._name = f"{row.name} ({row.known_as})" if row.known_as else row.name
        self._detail = detail
        self._times = times_words(day.arrived, day.left) if day.here else ""
        self._chosen = chosen
        self.setText(row.name)
        word = "already here" if day.here else f"{self._state.word.lower()}, press to tick in"
        self.setAccessibleName(", ".join(part for part in (self._name, detail, word) if part))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(TARGET_LARGE, max(TARGET_LARGE, theme().px(TARGET_LARGE) + SPACE_M))

    def set_chosen(self, *, chosen: bool) -> None:
        self._chosen = chosen
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        state = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QRectF(self.rect()).adjusted(HAIR, HAIR, -HAIR, -HAIR)
        ground = "selected" if self._chosen else "hover" if self.underMouse() else "card"
        painter.setPen(QPen(state.colour("primary" if self._chosen else "line"), HAIR))
        painter.setBrush(state.colour(ground))
        painter.drawRoundedRect(edge, CORNER_CARD, CORNER_CARD)
        if self._chosen:
            bar = QRectF(edge.left(), edge.top(), ACCENT, edge.height())
            painter.fillRect(bar, state.colour("primary"))
        forced = "on_selected" if self._chosen else ""
        right = self._paint_state(painter, forced)
        room = self.rect().adjusted(SPACE_L + ACCENT, 0, -right - SPACE_M, 0)
        painter.setFont(self.font())
        metrics = painter.fontMetrics()
        name = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room.width())
        painter.setPen(state.colour(forced or "text"))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, name)
        if self._detail:
            room.setLeft(room.left() + metrics.horizontalAdvance(name) + SPACE_M)
            painter.setFont(state.font("body"))
            painter.setPen(state.colour(forced or "quiet"))
            small = painter.fontMetrics().elidedText(
                self._detail, Qt.TextElideMode.ElideRight, max(0, room.width())
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, small)

    def _paint_state(self, painter: QPainter, forced: str) -> int:
        """Paint the state at the right; gives the room it took."""
        state = theme()
        painter.setFont(state.font("strong"))
        words = f"{self._state.word} {self._times}".strip()
        width = painter.fontMetrics().horizontalAdvance(words)
        mark = state.px(MARK)
        right = self.rect().right() - SPACE_L
        colour = state.colour(forced or self._state.tone)
        where = QRectF(right - width - SPACE_S - mark, (self.height() - mark) / 2, mark, mark)
        paint_shape(painter, self._state.shape, where, colour)
        painter.setPen(colour)
        room = self.rect().adjusted(0, 0, -SPACE_L, 0)
        both = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(room, both, words)
        return SPACE_L + width + SPACE_S + mark


class SomeoneNew(Card):
    """A walk-in in two fields: a name and a role. Enter ticks them in."""

    entered = Signal(str, str)
    put_away = Signal()

    def __init__(self) -> None:
        super().__init__("accent", name="Someone new")
        self.name = LineField("Name of the new person")
        self.role = Choice("Role of the new person", ROLE_OPTIONS)
        self.add(Words("Someone new", "section"))
        self.add(Across((FormRow("Name", self.name), 2), (FormRow("Role", self.role), 1)))
        self.tick = BigButton("Tick in", self._enter, primary=True)
        self.column.addLayout(buttons_row(self.tick, BigButton("Not now", self.put_away.emit)))
        self.name.entered.connect(self._enter)

    def start(self, name: str) -> None:
        """Begin with what was sought in vain."""
        self.name.set_text(name)
        self.role.setCurrentIndex(0)
        self.name.setFocus()

    def _enter(self) -> None:
        name = self.name.text().strip()
        if name:
            self.entered.emit(name, self.role.key())
        else:
            self.name.setFocus()


class DoorView(QWidget):
    """Ticks people in, one after the other, without showing who else is on the list."""

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__()
        self._shell = shell
        self._session = session
        self._view: RegisterView | None = None
        self._day: RecordId = ""
        self._last: RecordId = ""
        self._chosen = 0
        self.search = _LargeSearch("Find a name", "Type any part of the name")
        self.new_button = BigButton("Someone new", self._someone_new)
        self.count = Words("", "title", wrap=False)
        self.said = Words("", "section", "done")
        self.undo = Button("Take the tick away", self._take_back)
        self._last_card = Card("done", tight=True)
        self._last_card.add(Across((self.said, 1), (self.undo, 0)))
        self._matches = QVBoxLayout()
        self._matches.setSpacing(SPACE_S)
        self._hint = Words("", "body", "quiet")
        self.new = SomeoneNew()
        self._made: list[DoorRow] = []
        self._build()
        self.search.searched.connect(lambda _text: self._seek())
        self.search.stepped.connect(self._step)
        self.search.entered.connect(self._enter)
        self.new.entered.connect(self._walk_in)
        self.new.put_away.connect(self._back_to_search)

    def _build(self) -> None:
        ticking = QWidget()
        column = QVBoxLayout(ticking)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        column.addLayout(self._matches)
        column.addWidget(self._hint)
        column.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(ticking)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.new)
        inside.addStretch(1)
        self._stack.addWidget(holder)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_L)
        outer.addWidget(self.count)
        outer.addWidget(Across((self.search, 1), (self.new_button, 0)))
        outer.addWidget(self._last_card)
        outer.addWidget(self._stack, 1)
        self._last_card.hide()

    def rows(self) -> tuple[DoorRow, ...]:
        """The matches shown."""
        return tuple(one for one in self._made if not one.isHidden())

    def show_view(self, view: RegisterView, day: DayCount | None) -> None:
        """Show the register as it is now, for one day."""
        self._view = view
        if day is None or day.day != self._day:
            self._last_card.hide()
        self._day = day.day if day is not None else ""
        self.count.setText(_count_words(day) if day is not None else "No day to tick people in on")
        for widget in (self.search, self.new_button):
            widget.setEnabled(day is not None)
        self._seek(keep=True)

    def start(self) -> None:
        """Put the keyboard where the next name is typed."""
        self._stack.setCurrentIndex(0)
        self.search.setFocus()

    def backs_out(self) -> bool:
        """Esc: out of "Someone new", back to the search. False where there is nothing to leave."""
        if self._stack.currentIndex() == 0:
            return False
        self._back_to_search()
        return True

    def _seek(self, *, keep: bool = False) -> None:
        text = self.search.text()
        found = self._matching(text)
        shown = found[:MOST]
        self._chosen = min(self._chosen, max(0, len(shown) - 1)) if keep else 0
        while len(self._made) < len(shown):
            self._made.append(self._make_row())
        names = Counter(row.name_sought for row in found)
        for place, row in enumerate(shown):
            # Only where two are called alike: what tells them apart is nobody else's business.
            detail = row.organisation if names[row.name_sought] > 1 else ""
            chosen = place == self._chosen
            self._made[place].show_row(row, self._day_of(row), detail=detail, chosen=chosen)
        for place, one in enumerate(self._made):
            one.setVisible(place < len(shown))
        self._hint.setText(_hint(text, len(found)))

    def _make_row(self) -> DoorRow:
        one = DoorRow()
        one.clicked.connect(lambda _checked=False: self._tick(one.row) if one.row else None)
        self._matches.addWidget(one)
        return one

    def _matching(self, text: str) -> list[RegisterRow]:
        """Rows whose name has every part sought: those that begin so first, who is here last."""
        parts = folded(text).split()
        if not parts or not self._day or self._view is None:
            return []
        first = " ".join(parts)
        found: Sequence[RegisterRow] = self._view.rows
        for part in parts:
            found = [row for row in found if part in row.sought]
        # The rows are in the order of their names already; it is kept within each of these.
        place = next(at for at, day in enumerate(self._view.days) if day.day == self._day)
        ranked: dict[tuple[bool, bool], list[RegisterRow]] = {}
        for row in found:
            rank = not row.sought.startswith(first), row.days[place].here
            ranked.setdefault(rank, []).append(row)
        return [row for rank in sorted(ranked) for row in ranked[rank]]

    def _day_of(self, row: RegisterRow) -> DayOfPerson:
        return next(day for day in row.days if day.day == self._day)

    def _step(self, step: int) -> None:
        rows = self.rows()
        if not rows:
            return
        self._chosen = max(0, min(len(rows) - 1, self._chosen + step))
        for place, row in enumerate(rows):
            row.set_chosen(chosen=place == self._chosen)
        announce(self.search, rows[self._chosen].accessibleName())

    def _enter(self) -> None:
        rows = self.rows()
        row = rows[self._chosen].row if rows else None
        if row is not None:
            self._tick(row)
        elif self.search.text().strip():
            self._someone_new()

    def _tick(self, row: RegisterRow) -> None:
        day = self._day_of(row)
        if day.here:
            since = times_words(day.arrived, day.left)
            self._say(f"{row.name} is here already{f', since {since}' if since else ''}.", "")
        else:
            entry = row.attendance
            door = self._shell.desk.door
            if self._shell.attempt(lambda: tick_in(door, entry, self._day)) is None:
                return
            self._say(f"{row.name} is in.", entry)
        self._back_to_search()

    def _someone_new(self) -> None:
        self._stack.setCurrentIndex(1)
        self.new.start(self.search.text().strip())

    def _walk_in(self, name: str, role: str) -> None:
        entry = self._shell.attempt(
            lambda: add_to_list(
                self._shell.desk.door,
                self._session,
                name=name,
                role=role,
                coming=Coming.WALK_IN,
                here_on=self._day,
            )
        )
        if entry:
            self._say(f"{name} is new on the list, and in.", entry)
            self._back_to_search()

    def _back_to_search(self) -> None:
        self._stack.setCurrentIndex(0)
        self.search.set_text("")
        self.search.setFocus()

    def _say(self, sentence: str, entry: RecordId) -> None:
        self._last = entry
        self.said.setText(sentence)
        self.undo.setVisible(bool(entry))
        self._last_card.show()
        announce(self.search, f"{sentence} {self.count.text()}")

    def _take_back(self) -> None:
        entry = self._last
        self._shell.attempt(lambda: untick(self._shell.desk.door, entry, self._day))
        self._last_card.hide()
        self.search.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()


def _count_words(day: DayCount) -> str:
    return f"{day.here} of {day.listed} are here" if day.listed != 1 else day.words


def _hint(text: str, found: int) -> str:
    if not text.strip():
        return "Enter ticks the first match in. Arrows choose another."
    if not found:
        return "Nobody on the list is called this. Press Enter to add them as someone new."
    if found > MOST:
        return f"{found - MOST} more. Type a little more of the name."
    return ""

"""What the door is made of: a search to be read from two steps away, its rows, and someone new."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from cps_desktop.services.register import DayOfPerson, RegisterRow
from cps_desktop.ui.kit import (
    BigButton,
    Card,
    Choice,
    FormRow,
    LineField,
    SearchField,
    Words,
    buttons_row,
)
from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.kit.status import State, paint_shape
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.attendance_adding import ROLE_OPTIONS
from cps_desktop.ui.pages_of_session.attendance_table import state_of
from cps_desktop.ui.participant.fields import OwnField
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

LEFT: Final = State("Left", "open_diamond", "quiet")
_NOT_IN: Final = State("")


class LargeSearch(SearchField):
    """A search field that can be read from two steps away; arrows and Enter go to the matches.

    ``typed``: somebody typed something; not when it is emptied.
    """

    stepped = Signal(int)
    typed = Signal()

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name, hint)
        set_type(self, "participant_answer")
        self._fit()
        self.textChanged.connect(self._tell)

    def set_text(self, text: str) -> None:
        """Show ``text``, and seek it once: not the letters by which it comes to stand there.
        Nothing of what stood there before is to be had back by undoing in it."""
        self.document().clearUndoRedoStacks()
        if text == self.text():
            return
        self.blockSignals(True)
        super().set_text(text)
        self.blockSignals(False)
        self.searched.emit(text)

    def _tell(self) -> None:
        if self.text():
            self.typed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)


class OwnSearch(OwnField, LargeSearch):
    """The same on a laptop that others have in hand: nothing of anybody else's clipboard."""

    def __init__(self, name: str, hint: str) -> None:
        super().__init__(name, hint)
        self._make_own()


class OwnName(OwnField, LineField):
    """A name, on a laptop that others have in hand."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._make_own()


def row_height() -> int:
    """How tall a match is, in pixels."""
    return max(TARGET_LARGE, theme().px(TARGET_LARGE) + SPACE_M)


class DoorRow(QAbstractButton):
    """One match: the name, large, and whether they are in already. When they came, and whether
    they had sent word, is nobody else's business."""

    def __init__(self) -> None:
        super().__init__()
        tab_stop(self)
        self.row: RegisterRow | None = None
        self._state = State("")
        self._name = self._detail = ""
        self._chosen = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_type(self, "title")
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def show_row(
        self, row: RegisterRow, day: DayOfPerson, *, detail: str, chosen: bool, leaving: bool
    ) -> None:
        """From now on it is about this person, who comes or, with ``leaving``, goes."""
        self.row = row
        self._state = LEFT if day.gone else state_of(day) if day.here else _NOT_IN
        self._name = f"{row.name} ({row.known_as})" if row.known_as else row.name
        self._detail = detail
        self._chosen = chosen
        self.setText(row.name)
        word = _pressing(day, leaving=leaving)
        self.setAccessibleName(", ".join(part for part in (self._name, detail, word) if part))
        self.update()

    def let_go(self) -> None:
        """It is out of sight, and about nobody."""
        self.hide()
        self.row = None
        self._name = self._detail = ""
        self.setText("")
        self.setAccessibleName("")

    def sizeHint(self) -> QSize:
        return QSize(TARGET_LARGE, row_height())

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
        words = self._state.word
        if not words:
            return SPACE_L
        painter.setFont(state.font("strong"))
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


def _pressing(day: DayOfPerson, *, leaving: bool) -> str:
    """What a row says of itself, and what pressing it does."""
    if leaving:
        return "has left" if day.gone else "here, press when they leave"
    if day.gone:
        return "has left, press when they are back"
    return "already here" if day.here else "press to tick in"


class SomeoneNew(Card):
    """A walk-in in two fields: a name and a role. Enter ticks them in. ``lent``: others have the
    laptop in hand."""

    entered = Signal(str, str)
    put_away = Signal()
    touched = Signal()
    """Somebody is typing, or choosing."""

    def __init__(self, *, lent: bool = False) -> None:
        super().__init__("accent", name="Someone new")
        self.name = (OwnName if lent else LineField)("Name of the new person")
        self.role = Choice("Role of the new person", ROLE_OPTIONS)
        self.add(Words("Someone new", "section"))
        self.add(Across((FormRow("Name", self.name), 2), (FormRow("Role", self.role), 1)))
        self.tick = BigButton("Tick in", self._enter, primary=True)
        self.column.addLayout(buttons_row(self.tick, BigButton("Not now", self.put_away.emit)))
        self.name.entered.connect(self._enter)
        self.name.textChanged.connect(self.touched)
        self.role.chosen.connect(lambda _role: self.touched.emit())

    def start(self, name: str) -> None:
        """Begin with what was sought in vain."""
        self.name.set_text(name)
        self.role.setCurrentIndex(0)
        self.name.setFocus()

    def wipe(self) -> None:
        """Nothing is in it any more."""
        self.name.set_text("")
        # What its writer deleted is not to be had back by undoing in it either.
        self.name.document().clearUndoRedoStacks()
        self.role.setCurrentIndex(0)

    def _enter(self) -> None:
        name = self.name.text().strip()
        if name:
            self.entered.emit(name, self.role.key())
        else:
            self.name.setFocus()

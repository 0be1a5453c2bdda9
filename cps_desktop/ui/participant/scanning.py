"""One switch: a frame goes from control to control, and one key (or the mouse) presses.

Where controls stand in rows, the frame goes from row to row first, then within the row that was
chosen; after two rounds without a press it goes back to the rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from cps_desktop.ui.participant.sheet import Sheet, Targets
from cps_desktop.ui.theme import FOCUS_WIDTH, SPACE_XS
from cps_desktop.ui.theme_state import theme

MOUSE: Final = -1
"""Stands for the mouse, or the screen that is touched, in place of a key."""

PACES_MS: Final = (1_000, 1_500, 2_000, 3_000, 4_000, 6_000)
USUAL_PACE: Final = 2
_ROUNDS_IN_ROW: Final = 2
_MEANT_AFTER_MS: Final = 150
"""A press that comes sooner after the frame moved was meant for where it was before."""


def key_words(key: int, mouse: str) -> str:
    """What a key is called; ``mouse`` for the mouse."""
    return (
        mouse
        if key == MOUSE
        else QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    )


class ScanFrame(QWidget):
    """The frame: thick, of two colours, seen in every theme."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def put_around(self, room: QRect) -> None:
        """Show it around this part of the window."""
        grown = SPACE_XS + 2 * FOCUS_WIDTH
        self.setGeometry(room.adjusted(-grown, -grown, grown, grown))
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        for colour, width, inset in (
            ("focus_outer", 2 * FOCUS_WIDTH, FOCUS_WIDTH),
            ("focus_inner", FOCUS_WIDTH, 2 * FOCUS_WIDTH + FOCUS_WIDTH // 2),
        ):
            painter.setPen(QPen(theme().colour(colour), width))
            painter.drawRect(self.rect().adjusted(inset, inset, -inset, -inset))


class Scanner(QObject):
    """Moves the frame over ``sheet()`` of a window and presses for the person."""

    moved = Signal()

    def __init__(self, window: QWidget, sheet: Callable[[], Sheet | None]) -> None:
        super().__init__(window)
        self._window = window
        self._sheet = sheet
        self._frame = ScanFrame(window)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.step)
        self._meant = QTimer(self)
        self._meant.setSingleShot(True)
        self._meant.setInterval(_MEANT_AFTER_MS)
        self.key: int = Qt.Key.Key_Space
        self.pace = USUAL_PACE
        self.on = False
        self._place = -1
        self._row: list[QWidget] = []
        self._in_row = -1
        self._rounds = 0
        self._before: QWidget | None = None

    def begin(self) -> None:
        """Take the chosen key from now on."""
        if not self.on:
            self.on = True
            app = QApplication.instance()
            assert app is not None
            app.installEventFilter(self)
        self.start_anew()

    def end(self) -> None:
        """Leave keys and mouse alone again."""
        app = QApplication.instance()
        if self.on and app is not None:
            app.removeEventFilter(self)
        self.on = False
        self._timer.stop()
        self._frame.hide()

    def start_anew(self) -> None:
        """Another page: from its first control."""
        self._place, self._row, self._before = -1, [], None
        if self.on:
            self._timer.start(PACES_MS[self.pace])
            self.step()

    def set_pace(self, step: int) -> None:
        """Slower (+1) or faster (−1)."""
        self.pace = max(0, min(len(PACES_MS) - 1, self.pace + step))
        if self._timer.isActive():
            self._timer.start(PACES_MS[self.pace])

    @property
    def around(self) -> list[QWidget]:
        """What the frame is around."""
        if self._row:
            return self._row[self._in_row : self._in_row + 1]
        targets = self._targets()
        return targets[self._place] if 0 <= self._place < len(targets) else []

    def step(self) -> None:
        """The frame goes on."""
        if not self.on:
            return
        self._row = [one for one in self._row if isValid(one) and one.isVisible()]
        if self._row:
            self._in_row += 1
            if self._in_row >= len(self._row):
                self._in_row, self._rounds = 0, self._rounds + 1
                if self._rounds >= _ROUNDS_IN_ROW:
                    self._row = []
        if not self._row:
            targets = self._targets()
            self._place = self._after_before(targets)
        self._show()

    def press(self) -> None:
        """The person pressed: choose what the frame is around."""
        sheet, around = self._sheet(), self.around
        if sheet is None or not around:
            return
        if len(around) > 1:
            self._row, self._in_row, self._rounds = around, 0, 0
            self._timer.start()
            self._show()
            return
        self._row = []
        self._timer.start()
        sheet.press(around[0])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self.key == MOUSE:
            if kind is QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
                self._pressed(again=False)
            return isinstance(watched, QWidget) and kind in {
                QEvent.Type.MouseButtonPress,
                QEvent.Type.MouseButtonRelease,
                QEvent.Type.MouseButtonDblClick,
            }
        if kind in {QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride}:
            if not isinstance(event, QKeyEvent) or event.key() != self.key:
                return False
            if not isinstance(watched, QWidget):
                return False
            if kind is QEvent.Type.KeyPress:
                self._pressed(again=event.isAutoRepeat())
            event.accept()
            return True
        return False

    # -- inside ---------------------------------------------------------------------------------

    def _pressed(self, *, again: bool) -> None:
        if not again and not self._meant.isActive():
            self.press()

    def _targets(self) -> Targets:
        sheet = self._sheet()
        if sheet is None or not isValid(sheet):
            return []
        shown = (
            [one for one in row if isValid(one) and one.isVisible() and one.isEnabled()]
            for row in sheet.targets()
        )
        return [row for row in shown if row]

    def _after_before(self, targets: Targets) -> int:
        """The place after the one before, wherever that stands now."""
        if not targets:
            return -1
        heads = [row[0] for row in targets]
        here = heads.index(self._before) if self._before in heads else self._place
        return (here + 1) % len(targets)

    def _show(self) -> None:
        around = self.around
        sheet = self._sheet()
        if not around or sheet is None:
            self._frame.hide()
            return
        if not self._row:
            self._before = around[0]
        sheet.bring_into_view(around[0])
        if len(around) == 1:
            around[0].setFocus(Qt.FocusReason.OtherFocusReason)
        room = QRect()
        for one in around:
            room = room.united(QRect(one.mapTo(self._window, one.rect().topLeft()), one.size()))
        self._frame.put_around(room)
        self._meant.start()
        self.moved.emit()

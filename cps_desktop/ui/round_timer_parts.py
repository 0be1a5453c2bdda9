"""How the round's timer is shown: a button with its menu, a quiet line, a ring that empties."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from cps_desktop.paths import resources, settings_file
from cps_desktop.ui.kit import Button, announce, plain
from cps_desktop.ui.laptop_settings import note_round_sound
from cps_desktop.ui.round_timer import (
    LENGTHS,
    TIME_IS_UP,
    RoundTimer,
    TimerState,
    digits,
    roughly,
    round_timer,
    time_in_words,
)
from cps_desktop.ui.theme import MARK, SPACE_S
from cps_desktop.ui.theme_state import set_type, theme

_SIGNS: Final = {
    TimerState.REST: "◔",
    TimerState.RUNNING: "◔",
    TimerState.PAUSED: "❚❚",
    TimerState.OVER: "■",
}


def shown_time(timer: RoundTimer) -> str:
    """What the timer shows now, in a word or in digits; "" at rest."""
    if timer.state is TimerState.REST:
        return ""
    if timer.state is TimerState.OVER:
        return TIME_IS_UP
    return roughly(timer.left) if theme().less_movement else digits(timer.left)


def said_time(timer: RoundTimer) -> str:
    """The same for a screen reader; "" at rest."""
    if timer.state is TimerState.REST:
        return ""
    if timer.state is TimerState.OVER:
        return TIME_IS_UP
    left = f"{time_in_words(timer.left)} left"
    return f"{left}, paused" if timer.state is TimerState.PAUSED else left


def paint_ring(painter: QPainter, where: QRectF, timer: RoundTimer) -> None:
    """A ring that holds what is left of the round; a full square when the time is up."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side = min(where.width(), where.height())
    thick = max(2.0, side / 8)
    box = QRectF(0, 0, side - thick, side - thick)
    box.moveCenter(where.center())
    if timer.state is TimerState.OVER:
        painter.fillRect(box, theme().colour("primary"))
    else:
        painter.setPen(QPen(theme().colour("hairline"), thick))
        painter.drawEllipse(box)
        pen = QPen(theme().colour("primary"), thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(box, 90 * 16, round(360 * 16 * timer.share))
        if timer.state is TimerState.PAUSED:
            bar = side / 9
            for way in (-1.6, 0.6):
                middle = box.center()
                painter.fillRect(
                    QRectF(middle.x() + way * bar, middle.y() - side / 6, bar, side / 3),
                    theme().colour("text"),
                )
    painter.restore()


def minutes_left(minutes: int) -> str:
    """ "4 minutes left"; 0 is "Time is up"."""
    if not minutes:
        return TIME_IS_UP
    return "1 minute left" if minutes == 1 else f"{minutes} minutes left"


class TimerButton(Button):
    """The facilitator's timer: what is left, and a menu of what can be done with it."""

    def __init__(self, timer: RoundTimer | None = None) -> None:
        super().__init__("Timer", self.open_menu, tip="A timer for a round, seen by the room too")
        self.timer = timer or round_timer()
        self.timer.changed.connect(self._show)
        self.timer.said.connect(self._say)
        self.timer.ended.connect(self._ring)
        theme().changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        shown = shown_time(self.timer)
        words = f"{_SIGNS[self.timer.state]} {shown}" if shown else "Timer"
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(f"Timer: {said_time(self.timer)}" if shown else "Timer")

    def sizeHint(self) -> QSize:
        # Digits that come and go must not push the buttons beside it about.
        hint = super().sizeHint()
        if self.timer.is_shown:
            widest = self.fontMetrics().horizontalAdvance(f"■ {TIME_IS_UP}")
            now = self.fontMetrics().horizontalAdvance(self.text())
            hint.setWidth(hint.width() + max(0, widest - now))
        return hint

    def _say(self, sentence: str) -> None:
        announce(self, sentence)

    def _ring(self) -> None:
        if self.timer.sound:
            from cps_desktop.ui.soft_sound import play

            play(resources() / "sounds")

    def menu_of_now(self) -> QMenu:
        """What can be done with the timer as it is now."""
        menu = QMenu(self)
        menu.setAccessibleName("Timer")
        set_type(menu, "body")
        state, timer = self.timer.state, self.timer
        if state is TimerState.RUNNING:
            menu.addAction("Pause").triggered.connect(timer.pause)
        elif state is TimerState.PAUSED:
            menu.addAction("Go on").triggered.connect(timer.go_on)
        if timer.is_shown:
            menu.addAction("One more minute").triggered.connect(timer.add_minute)
            words = "Put the timer away" if state is TimerState.OVER else "Stop the timer"
            menu.addAction(words).triggered.connect(timer.stop)
            menu.addSeparator()
        for minutes in LENGTHS:
            self._add_length(menu, minutes)
        menu.addAction(plain("Another length…")).triggered.connect(self.ask_length)
        menu.addSeparator()
        sound = menu.addAction("A soft sound at the end")
        sound.setCheckable(True)
        sound.setChecked(timer.sound)
        sound.toggled.connect(self._set_sound)
        return menu

    def _add_length(self, menu: QMenu, minutes: int) -> QAction:
        action = menu.addAction(f"{minutes} minutes")
        action.triggered.connect(lambda: self.timer.begin(minutes))
        return action

    def _set_sound(self, wanted: bool) -> None:
        self.timer.sound = wanted
        note_round_sound(settings_file(), wanted)

    def open_menu(self) -> None:
        """Show the menu beneath the button."""
        menu = self.menu_of_now()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def ask_length(self) -> None:
        """Ask for a length of one's own, and begin."""
        from cps_desktop.ui.round_length import LengthDialog

        dialog = LengthDialog(self.window())
        if dialog.ask() == "begin" and (minutes := dialog.chosen()) is not None:
            self.timer.begin(minutes)
        dialog.deleteLater()


class QuietTimer(QWidget):
    """For people who are thinking: a small ring and a few words, gone while no timer runs."""

    def __init__(
        self,
        timer: RoundTimer | None = None,
        role: str = "body",
        words: Callable[[int], str] | None = None,
    ) -> None:
        """``words`` says so many minutes left in another language; 0 is the end."""
        super().__init__()
        self.timer = timer or round_timer()
        self._in_words = words or minutes_left
        set_type(self, role)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._words = ""
        self.timer.changed.connect(self._show)
        theme().changed.connect(self.updateGeometry)
        self._show()

    def words(self) -> str:
        """What it says: whole minutes, and the last one as such."""
        over = self.timer.state is TimerState.OVER
        return self._in_words(0 if over else max(1, -(-self.timer.left // 60)))

    def _show(self) -> None:
        if not self.timer.is_shown:
            self.hide()
        elif self.parentWidget() is not None:
            # Before it stands anywhere it would be a window of its own.
            self.show()
        if self.timer.is_shown and self.words() != self._words:
            self._words = self.words()
            self.setAccessibleName(self._words)
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        mark = theme().px(MARK)
        width = mark + SPACE_S + metrics.horizontalAdvance(self._words) + 1
        return QSize(width, max(mark, metrics.height()))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(self.font())
        mark = theme().px(MARK)
        paint_ring(painter, QRectF(0, (self.height() - mark) / 2, mark, mark), self.timer)
        painter.setPen(theme().colour("quiet"))
        rest = self.rect().adjusted(mark + SPACE_S, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self._words)

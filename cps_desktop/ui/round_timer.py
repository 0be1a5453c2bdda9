"""A timer for a round: five, ten, fifteen minutes or as many as are typed.

It asks the clock instead of counting ticks, so a laptop that slept, or a window that was busy,
shows the time that is really left. It belongs to the program, not to a page: whoever shows it
listens to ``changed``, and it runs on while pages come and go.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from cps_desktop import paths
from cps_desktop.ui.laptop_settings import load_settings

LENGTHS: Final = (5, 10, 15)
"""Minutes that are offered at once."""
LONGEST: Final = 180
"""Minutes; a longer round is a day's plan."""
LAST_MINUTE: Final = 60
TIME_IS_UP: Final = "Time is up"
_SAID_AT: Final = (300, LAST_MINUTE)
"""Seconds left at which a screen reader is told."""
_PUT_AWAY_AFTER: Final = 600
"""Seconds after its end a timer that nobody put away rests by itself."""


class TimerState(StrEnum):
    """At rest, running, held, or the time is up."""

    REST = "rest"
    RUNNING = "running"
    PAUSED = "paused"
    OVER = "over"


def _clock_ms() -> int:
    return time.time_ns() // 1_000_000


def _steady_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class RoundTimer(QObject):
    """One round. ``clocks`` give milliseconds; of what has passed, the largest counts.

    The clock on the wall knows of time that was slept through; the steady one is never set back.
    """

    changed = Signal()
    """Its state, or the time to be shown."""
    ended = Signal()
    """The time is up, once a round."""
    said = Signal(str)
    """A sentence for a screen reader, at the few moments that matter."""

    def __init__(
        self,
        clocks: tuple[Callable[[], int], ...] = (_clock_ms, _steady_ms),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._clocks = clocks
        self._began: tuple[int, ...] = ()
        self._left_ms = 0
        """What was left when it last began to run."""
        self._total_ms = 0
        self._told = 0
        self._state = TimerState.REST
        self.sound = False
        """Whether its end is to be heard as well; whoever shows it plays it."""
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setTimerType(Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self.look)

    @property
    def state(self) -> TimerState:
        return self._state

    @property
    def is_shown(self) -> bool:
        """Whether there is anything to show."""
        return self._state is not TimerState.REST

    @property
    def left(self) -> int:
        """Whole seconds left, a begun one counted; 0 when the time is up."""
        return -(-max(0, self._left()) // 1000)

    @property
    def share(self) -> float:
        """How much of the round is left, from 1 to 0."""
        return max(0.0, min(1.0, self._left() / self._total_ms)) if self._total_ms else 0.0

    def begin(self, minutes: float) -> None:
        """Start a round; one that runs already is over. At most ``LONGEST`` minutes."""
        self._total_ms = self._left_ms = round(max(1 / 60, min(minutes, LONGEST)) * 60_000)
        self._told = self.left
        self._run()
        self.said.emit(f"The round begins: {time_in_words(self.left)}.")

    def pause(self) -> None:
        """Hold it; :meth:`go_on` runs on from here."""
        if self._state is TimerState.RUNNING:
            self._left_ms = max(0, self._left())
            self._state = TimerState.PAUSED
            self._tick.stop()
            self.changed.emit()
            self.said.emit(f"The timer is paused with {time_in_words(self.left)} left.")

    def go_on(self) -> None:
        """Run on after a pause."""
        if self._state is TimerState.PAUSED:
            self._run()
            self.said.emit(f"The timer runs on: {time_in_words(self.left)} left.")

    def add_minute(self) -> None:
        """One more minute, also when the time is up already."""
        if self._state is TimerState.REST:
            return
        held = self._state is TimerState.PAUSED
        self._left_ms = min(max(0, self._left()) + 60_000, LONGEST * 60_000)
        self._total_ms = max(self._total_ms, self._left_ms)
        self._told = self.left
        if held:
            self.changed.emit()
        else:
            self._run()
        self.said.emit(f"One more minute: {time_in_words(self.left)} left.")

    def stop(self) -> None:
        """End the round early, or put away what it says at its end."""
        if self._state is not TimerState.REST:
            was_over = self._state is TimerState.OVER
            self._state = TimerState.REST
            self._left_ms = 0
            self._tick.stop()
            self.changed.emit()
            self.said.emit("The timer is put away." if was_over else "The timer is stopped.")

    def look(self) -> None:
        """See what the clocks say now. It does so by itself; waking from sleep is no exception."""
        left = self._left()
        if self._state is TimerState.OVER:
            if left <= -_PUT_AWAY_AFTER * 1000:
                self.stop()
            return
        if self._state is not TimerState.RUNNING:
            return
        if left <= 0:
            self._state = TimerState.OVER
            self._tick.start(_PUT_AWAY_AFTER * 1000 + left if left > -_PUT_AWAY_AFTER * 1000 else 0)
            self.changed.emit()
            self.said.emit(f"{TIME_IS_UP}.")
            self.ended.emit()
            return
        self._tell()
        # At the moment the shown second is over.
        self._tick.start(left % 1000 or 1000)
        self.changed.emit()

    def _tell(self) -> None:
        now = self.left
        passed = [one for one in _SAID_AT if now <= one < self._told]
        if passed:
            self.said.emit(f"{time_in_words(now).capitalize()} left.")
        self._told = min(self._told, now)

    def _run(self) -> None:
        self._began = tuple(clock() for clock in self._clocks)
        self._state = TimerState.RUNNING
        self.look()

    def _left(self) -> int:
        """Milliseconds left; less than nothing when the time has been up for so long."""
        if self._state in {TimerState.RUNNING, TimerState.OVER}:
            now = (clock() for clock in self._clocks)
            passed = max(one - begun for one, begun in zip(now, self._began, strict=True))
            return self._left_ms - max(0, passed)
        return self._left_ms


@cache
def round_timer() -> RoundTimer:
    """The program's one timer, made on first use; heard at its end where that was wished for."""
    timer = RoundTimer()
    timer.sound = load_settings(paths.settings_file()).round_sound
    return timer


def digits(seconds: int) -> str:
    """ "4:05", and "1:02:00" from an hour on."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def time_in_words(seconds: int) -> str:
    """ "4 minutes 5 seconds"."""
    minutes, rest = divmod(seconds, 60)
    parts = []
    if minutes or not rest:
        parts.append("1 minute" if minutes == 1 else f"{minutes} minutes")
    if rest:
        parts.append("1 second" if rest == 1 else f"{rest} seconds")
    return " ".join(parts)


def roughly(seconds: int) -> str:
    """For whoever wants less movement: whole minutes, and in the last one steps of ten seconds."""
    if seconds > LAST_MINUTE:
        return f"{-(-seconds // 60)} min"
    return f"{-(-seconds // 10) * 10} s" if seconds < LAST_MINUTE else "1 min"

"""Reads several things one after the other, and marks each word where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from cps_desktop.ui.reading_aloud.voice import Problem, Voice


class Spoken(NamedTuple):
    """One thing to be said. ``mark(start, length)`` shows where the voice is, if it can be shown.

    ``on`` is what it stands on: once that is gone, nothing is marked there any more.
    """

    text: str
    mark: Callable[[int, int], object] | None = None
    on: QObject | None = None


class Reader(QObject):
    """What a "Read it to me" button drives: begin, stop, and whether it is reading."""

    changed = Signal()
    """It began or ended."""

    def __init__(self, voice: Voice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.voice = voice
        self._parts: list[Spoken] = []
        self._now: Spoken | None = None
        self._language = ""
        voice.at.connect(self._at)
        voice.ended.connect(self._next)

    @property
    def reading(self) -> bool:
        """Whether something is being read."""
        return self._now is not None

    def read(self, parts: Sequence[Spoken], language: str = "") -> Problem:
        """Read these; what was being read stops. Says why where it cannot."""
        self.stop()
        wanted = [one for one in parts if one.text.strip()]
        problem = self.voice.problem(language)
        if problem is not Problem.NONE or not wanted:
            return problem
        self._parts, self._language = wanted, language
        self._begin()
        self.changed.emit()
        return Problem.NONE

    def stop(self) -> bool:
        """Be silent now; False where nothing was being read."""
        was = self.reading
        self._parts = []
        self._unmark()
        self._now = None
        self.voice.stop()
        if was:
            self.changed.emit()
        return was

    def _begin(self) -> None:
        self._now = self._parts.pop(0)
        self.voice.say(self._now.text, self._language)

    def _next(self) -> None:
        if self._now is None:
            return
        self._unmark()
        if self._parts:
            self._begin()
        else:
            self._now = None
            self.changed.emit()

    def _at(self, start: int, length: int) -> None:
        self._mark(start, length)

    def _unmark(self) -> None:
        self._mark(0, 0)

    def _mark(self, start: int, length: int) -> None:
        now = self._now
        if now is not None and now.mark is not None and (now.on is None or isValid(now.on)):
            now.mark(start, length)

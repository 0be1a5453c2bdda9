"""A clock that is turned by hand: what waits for a while does so without anybody sleeping."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject


class _Wait:
    def __init__(self, clock: ByHand, over: Callable[[], object]) -> None:
        self._clock, self.over = clock, over
        self.due: int | None = None

    def start(self, ms: int, /) -> None:
        self.due = self._clock.now_ms + ms

    def stop(self) -> None:
        self.due = None


class ByHand:
    """``wait`` makes what waits by this clock; ``go_on`` turns it."""

    def __init__(self) -> None:
        self.now_ms = 0
        self._waits: list[_Wait] = []

    def wait(self, _owner: QObject, over: Callable[[], object]) -> _Wait:
        self._waits.append(_Wait(self, over))
        return self._waits[-1]

    def go_on(self, ms: int) -> None:
        """So long later; what is due by then happens, one after the other."""
        until = self.now_ms + ms
        while due := [one for one in self._waits if one.due is not None and one.due <= until]:
            first = min(due, key=lambda one: one.due or 0)
            self.now_ms, first.due = first.due or 0, None
            first.over()
        self.now_ms = until

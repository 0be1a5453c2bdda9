"""The views of a page: one is in sight; the others are made and caught up when they are wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import QStackedWidget, QWidget


def nothing() -> None:
    """For a view that shows nothing that changes elsewhere."""


class Shown(NamedTuple):
    """A view that was made. ``start`` begins work there, ``refresh`` shows what is so now."""

    widget: QWidget
    start: Callable[[], object]
    refresh: Callable[[], object] = nothing


class Views(QStackedWidget):
    """Views by number, each with what makes it; the first is in sight from the beginning.

    What changed is shown at once where it is seen, and elsewhere when it is next opened: behind
    the door, every tick would sort the whole list and count again what to prepare.
    """

    def __init__(self, *make: Callable[[], Shown]) -> None:
        super().__init__()
        self._make = make
        self._made: dict[int, Shown] = {}
        self._waiting = set(range(len(make)))
        self._now = 0
        self._shown(0)

    def hasHeightForWidth(self) -> bool:
        # Every view scrolls by itself. Qt would take all that is within for what has to be seen
        # at once, and have the page around it scroll as well.
        return False

    def at(self, view: int) -> bool:
        """Whether this view is the one in sight."""
        return view == self._now

    def open(self, view: int) -> None:
        """Bring a view into sight, as things stand now."""
        self._now = view
        self.setCurrentWidget(self._shown(view).widget)
        self._catch_up()

    def start(self) -> None:
        """Put the keyboard where the view in sight begins."""
        self._shown(self._now).start()

    def refresh(self, *views: int) -> None:
        """Something changed that these views show; all of them where none is named."""
        self._waiting.update(views or range(len(self._make)))
        self._catch_up()

    def _catch_up(self) -> None:
        if self._now in self._waiting:
            self._waiting.discard(self._now)
            self._shown(self._now).refresh()

    def _shown(self, view: int) -> Shown:
        if view not in self._made:
            self._made[view] = self._make[view]()
            self.addWidget(self._made[view].widget)
        return self._made[view]

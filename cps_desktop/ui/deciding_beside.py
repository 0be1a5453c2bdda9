"""What is decided about the organisation, done in a thread of its own while the window rests.

A join file is signed, rulings are judged anew, a file on a stick is read or written: none of it is
done on the window's thread, and no file is read while the workspace is being written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.services.desk import Desk
from cps_desktop.services.rulings import what_holds
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.opening_wait import waiting

T = TypeVar("T")


def decide_beside(desk: Desk, over: QWidget, doing: str, job: Callable[[Desk], T]) -> T:
    """The result of ``job``, given a desk of its own; then the window's desk catches up.

    What is under the window's hands rests meanwhile. Raises what ``job`` raises.
    """
    before = what_holds(desk.workspace)

    def work() -> T:
        with desk_beside(desk) as beside:
            return job(beside)

    try:
        with at_rest(over.window()):
            return waiting(doing, lambda _tell: work())
    finally:
        desk.workspace.forget_caches()
        if what_holds(desk.workspace) != before:
            # Something was erased, or counts no more or again: everything is read anew.
            desk.door.came_in(ChangeSummary(doing, everything=True))


@contextmanager
def at_rest(window: QWidget) -> Iterator[None]:
    """A window that takes no keys and clicks, and is not closed, until this ends."""
    focus = QApplication.focusWidget()
    keeper = _Keeper(window)
    window.setEnabled(False)
    try:
        yield
    finally:
        keeper.end()
        if isValid(window):
            window.setEnabled(True)
        if focus is not None and isValid(focus):
            focus.setFocus()


class _Keeper(QObject):
    """Keeps a window open while something is done for it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        window.installEventFilter(self)

    def end(self) -> None:
        """It may be closed again."""
        if isValid(self._window):
            self._window.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            event.ignore()
            return True
        return super().eventFilter(watched, event)

"""Midnight at an open window: a laptop is often shut in the evening and opened in the morning.

Nothing on the disk changes when the day does, so nobody tells the pages; what was "today" would
stand there as yesterday's until something is written down, and people would be ticked in for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

LOOK_EVERY_MS: Final = 2_000
"""So soon after a laptop is opened again, or after midnight, the window knows."""


class NewDay(QObject):
    """Tells when ``today`` has become another day than it was."""

    turned = Signal()

    def __init__(
        self, today: Callable[[], dt.date], may_tell: Callable[[], bool], parent: QObject
    ) -> None:
        """``may_tell``: whether the pages may look into the workspace now; if not, it waits."""
        super().__init__(parent)
        self._today, self._may_tell = today, may_tell
        self._day = today()
        timer = QTimer(self)
        timer.setInterval(LOOK_EVERY_MS)
        timer.timeout.connect(self._look)
        timer.start()

    def _look(self) -> None:
        day = self._today()
        if day != self._day and self._may_tell():
            self._day = day
            self.turned.emit()

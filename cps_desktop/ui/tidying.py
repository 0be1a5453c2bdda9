"""Python's tidying of what nobody holds any more, kept on the window's own thread.

Python tidies in whichever thread happens to ask for memory. Parts of a window that are let go of in
a worker's thread are taken down there, while the window is being drawn: the program would fall
over, rarely and anywhere.
"""

from __future__ import annotations

import gc
from typing import Final

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS: Final = 500


class Tidying(QObject):
    """Turns Python's own tidying off and does the same, as often, between two events."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(tidy)
        self._timer.start()


def tidy() -> None:
    """Tidy as thoroughly as Python would have by now."""
    for generation, (count, most) in reversed(
        list(enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)))
    ):
        if most and count > most:
            gc.collect(generation)
            return

"""Keeping what participants say, at once; what cannot be kept stays on the screen and is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from cps_desktop.domain.faults import Fault
from cps_desktop.ui.kit import TextField
from cps_desktop.ui.unkept import UnkeptWords

T = TypeVar("T")


class Keeping(QObject):
    """Does what is to be kept. ``kept`` after each success, ``not_kept`` where it did not go."""

    kept = Signal()
    not_kept = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.unkept = UnkeptWords(self)

    def do(self, action: Callable[[], T]) -> T | None:
        """Keep something; None where it could not be, and then it is tried again by itself."""
        try:
            done = action()
        except Fault:
            # Why is the facilitator's business: participants are told whom to ask.
            field = TextField.telling()
            if field is not None:
                self.unkept.add(field)
            self.not_kept.emit()
            return None
        self.kept.emit()
        return done

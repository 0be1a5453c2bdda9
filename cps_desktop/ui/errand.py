"""How an errand is done that asks a question or two: its files, its faults, its thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.services.desk import Desk
from cps_desktop.ui.asking_where import ask_where
from cps_desktop.ui.deciding_beside import decide_beside
from cps_desktop.ui.kit import QuestionDialog

T = TypeVar("T")


class Errand(QObject):
    """What every errand over one window or dialog is done with."""

    changed = Signal()
    """Something is different now; ``said`` says what."""

    def __init__(
        self, desk: Desk, over: QWidget, report: Callable[[Fault], object] | None = None
    ) -> None:
        super().__init__(over)
        self._desk = desk
        self._over = over
        self._report = report or self._show_fault
        self.said = ""

    def _show_fault(self, fault: Fault) -> None:
        QuestionDialog(str(fault), "", (("close", "Close"),), parent=self._over).ask()

    def _attempt(self, action: Callable[[], T]) -> T | None:
        try:
            return action()
        except Fault as fault:
            self._report(fault)
            return None

    def _decide(self, doing: str, job: Callable[[Desk], T]) -> T | None:
        """Do in a thread what changes the workspace, or reads or writes a file elsewhere."""
        return self._attempt(lambda: decide_beside(self._desk, self._over, doing, job))

    def _done(self, sentence: str) -> None:
        self.said = sentence
        self.changed.emit()

    def _window(self) -> QWidget:
        return self._over.window()

    def _open_name(self, title: str, files: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self._over, title, "", files)
        return Path(chosen) if chosen else None

    def _save_name(self, title: str, name: str, files: str) -> Path | None:
        return ask_where(self._over, title, name, files)

"""A moment's wait before there is a window to show it in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.services.progress import Progress
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_XL
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.work import SHOW_AFTER_MS, wait_for

T = TypeVar("T")


class _Waiting(QWidget):
    """A small window that says what is being done, when it takes more than a moment."""

    def __init__(self, doing: str) -> None:
        super().__init__()
        from cps_desktop.ui.kit import ProgressPanel

        theme().dress()
        self.setWindowTitle("CPS Desktop")
        self.setProperty("ground", "page")
        self.panel = ProgressPanel(doing)
        self.panel.cancel.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        column.addWidget(self.panel)
        self.setMinimumWidth(theme().px(DIALOG_WIDTH))


def waiting(doing: str, work: Callable[[Progress], T]) -> T:
    """Do something that may take a while, with a small window that says so."""
    window: list[_Waiting] = []

    def show() -> None:
        window.append(_Waiting(doing))
        window[0].show()

    def told(what: str, done: int, of: int) -> None:
        if window:
            window[0].panel.show_progress(done, of, what)

    timer = QTimer()
    timer.setSingleShot(True)
    timer.timeout.connect(show)
    timer.start(SHOW_AFTER_MS)
    try:
        return wait_for(work, told)
    finally:
        timer.stop()
        for one in window:
            one.close()
            one.deleteLater()

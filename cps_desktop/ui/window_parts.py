"""How the window is laid out: bars above and below, the list at the left, the page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


class Ground(QWidget):
    """The whole inside of the window. ``painted`` once, when it is on the screen first."""

    painted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._seen = False

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()


def lay_out(
    ground: QWidget,
    *,
    top: QWidget,
    notices: QWidget,
    pages: QWidget,
    bottom: QWidget,
) -> tuple[QVBoxLayout, QWidget, QHBoxLayout]:
    """Put the parts in their places; returns the column they stand in, the part between the bars
    and its row, whose last is the column with the page."""
    outer = QVBoxLayout(ground)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.setSpacing(0)
    between = QWidget()
    between.setProperty("ground", "page")
    row = QHBoxLayout(between)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    middle = QVBoxLayout()
    middle.setSpacing(0)
    middle.addWidget(notices)
    middle.addWidget(pages, 1)
    row.addLayout(middle, 1)
    outer.addWidget(top)
    outer.addWidget(between, 1)
    outer.addWidget(bottom)
    return outer, between, row

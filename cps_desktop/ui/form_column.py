"""Cards of a form beneath one another, no wider than is easy to read."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.ui.theme import FORM_WIDTH, SPACE_L
from cps_desktop.ui.theme_state import theme


class FormColumn(QWidget):
    """A column whose width follows the text size."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        for part in parts:
            column.addWidget(part)
        theme().changed.connect(self._fit)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        # Qt's own guess supposes that every sentence is broken into the narrowest column: a page
        # would go on for a screen after its last words.
        least, layout = super().minimumSizeHint(), self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return least
        needed = layout.totalHeightForWidth(min(self.width(), self.maximumWidth()))
        return QSize(least.width(), min(least.height(), needed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _fit(self) -> None:
        self.setMaximumWidth(theme().px(FORM_WIDTH))

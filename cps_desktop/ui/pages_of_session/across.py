"""Fields side by side where there is room, one beneath the other where there is not."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QSizePolicy, QWidget

from cps_desktop.ui.theme import SPACE_L
from cps_desktop.ui.theme_state import theme


class Across(QWidget):
    """A row that turns into a column when its parts no longer fit (large text, narrow window)."""

    def __init__(self, *parts: tuple[QWidget, int], spacing: int = SPACE_L) -> None:
        """``parts`` are widgets with their stretch, 0 for one that keeps its own width."""
        super().__init__()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(spacing)
        # The layout must not insist on the width of a row, or it could never become a column.
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._stretch: dict[QWidget, int] = {}
        for widget, stretch in parts:
            self._stretch[widget] = stretch
            self._row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme().changed.connect(self._turn)
        self._turn()

    @property
    def is_column(self) -> bool:
        return self._row.direction() == QBoxLayout.Direction.TopToBottom

    def parts(self) -> tuple[QWidget, ...]:
        return tuple(self._stretch)

    def sizeHint(self) -> QSize:
        return QSize(self._wanted(), self._row.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        shown = [one for one in self._stretch if not one.isHidden()]
        widest = max((one.minimumSizeHint().width() for one in shown), default=0)
        return QSize(widest, self._row.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._turn()

    def _wanted(self) -> int:
        shown = [one for one in self._stretch if not one.isHidden()]
        gaps = self._row.spacing() * max(0, len(shown) - 1)
        return sum(max(_least(one), one.minimumWidth()) for one in shown) + gaps

    def _turn(self) -> None:
        down = self._wanted() > self.width()
        across = QBoxLayout.Direction.LeftToRight
        wanted = QBoxLayout.Direction.TopToBottom if down else across
        if wanted == self._row.direction():
            return
        self._row.setDirection(wanted)
        for widget, stretch in self._stretch.items():
            # In a column a stretch would share out the height.
            self._row.setStretchFactor(widget, 0 if down else stretch)
        self.updateGeometry()


def _least(widget: QWidget) -> int:
    """The width a part is comfortable with."""
    if isinstance(widget, Across):
        return widget.sizeHint().width()
    return max(widget.sizeHint().width(), widget.minimumSizeHint().width())

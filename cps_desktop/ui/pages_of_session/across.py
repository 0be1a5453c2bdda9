"""Fields side by side where there is room, in as many rows as it takes where there is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QVBoxLayout, QWidget

from cps_desktop.ui.theme import FIELD_WIDTH, SPACE_L, SPACE_M
from cps_desktop.ui.theme_state import theme

_COMFORT: Final = FIELD_WIDTH // 2


class Across(QWidget):
    """A row of parts that breaks into evenly filled rows (large text, narrow window)."""

    def __init__(self, *parts: tuple[QWidget, int], spacing: int = SPACE_L) -> None:
        """``parts`` are widgets with their stretch, 0 for one that keeps its own width."""
        super().__init__()
        self._parts = parts
        self._spacing = spacing
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_M)
        # The layout must not insist on the width of one row, or it could never break.
        self._column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._broken: tuple[int, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        theme().changed.connect(self._break)
        for widget, _stretch in parts:
            widget.setParent(self)
        self._break()

    @property
    def rows(self) -> int:
        """How many rows the parts take just now."""
        return len(self._broken)

    def parts(self) -> tuple[QWidget, ...]:
        return tuple(widget for widget, _stretch in self._parts)

    def sizeHint(self) -> QSize:
        return QSize(self._width_of(self._parts), self._column.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        shown = [one for one, _stretch in self._parts if not one.isHidden()]
        widest = max((one.minimumSizeHint().width() for one in shown), default=0)
        return QSize(widest, self._column.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._break()

    def _break(self) -> None:
        """Put the parts into as few rows as hold them, none wider than it needs to be."""
        room = self.width()
        best: tuple[int, ...] = (1,) * len(self._parts)
        for count in range(1, len(self._parts)):
            ways = [(self._widest(way), way) for way in _ways(len(self._parts), count)]
            widest, way = min(ways)
            if widest <= room:
                best = way
                break
        if best == self._broken:
            return
        self._broken = best
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.layout()) is not None:
                while old.takeAt(0) is not None:
                    pass
                old.deleteLater()
        for group in self._groups(best):
            row = QHBoxLayout()
            row.setSpacing(self._spacing)
            for widget, stretch in group:
                row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
            if all(stretch == 0 for _widget, stretch in group):
                row.addStretch(1)
            self._column.addLayout(row)
        self.updateGeometry()

    def _groups(self, way: Sequence[int]) -> Iterator[Sequence[tuple[QWidget, int]]]:
        start = 0
        for size in way:
            yield self._parts[start : start + size]
            start += size

    def _widest(self, way: Sequence[int]) -> int:
        return max(self._width_of(group) for group in self._groups(way))

    def _width_of(self, group: Sequence[tuple[QWidget, int]]) -> int:
        shown = [(one, stretch) for one, stretch in group if not one.isHidden()]
        gaps = self._spacing * max(0, len(shown) - 1)
        return sum(_comfort(one, stretch) for one, stretch in shown) + gaps


def _comfort(widget: QWidget, stretch: int) -> int:
    """The width a part is comfortable with; one that stretches is content with a fair share."""
    least = max(widget.minimumSizeHint().width(), widget.minimumWidth())
    return max(least, theme().px(_COMFORT)) if stretch else max(least, widget.sizeHint().width())


def _ways(parts: int, rows: int) -> Iterator[tuple[int, ...]]:
    """Every way to break so many parts into so many rows, in order."""
    if rows == 1:
        yield (parts,)
        return
    for first in range(1, parts - rows + 2):
        for rest in _ways(parts - first, rows - 1):
            yield (first, *rest)

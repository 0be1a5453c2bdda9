"""Fields side by side where there is room, in as many rows as it takes where there is not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

from cps_desktop.ui.theme import FIELD_WIDTH, SPACE_L, SPACE_M
from cps_desktop.ui.theme_state import theme

_COMFORT: Final = FIELD_WIDTH // 2
_Part = tuple[QLayoutItem, int, int]
"""An item, its stretch, and the width it is comfortable with."""


class _EvenRows(QLayout):
    """Breaks its items into as few rows as hold them, none of them wider than it needs to be."""

    def __init__(self, parent: QWidget, stretches: Sequence[int], spacing: int) -> None:
        super().__init__(parent)
        self.even = False
        self.middle = False
        self._items: list[QLayoutItem] = []
        self._stretches = tuple(stretches)
        self._parts: list[_Part] | None = None
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def invalidate(self) -> None:
        # What the items wish for is asked once until one of them changes: a page asks often.
        self._parts = None
        self._heights.clear()
        super().invalidate()

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    def sizeHint(self) -> QSize:
        parts = self._shown()
        tallest = max((item.sizeHint().height() for item, *_ in parts), default=0)
        return QSize(self._width_of(parts), tallest)

    def minimumSize(self) -> QSize:
        sizes = [item.minimumSize() for item, *_ in self._shown()]
        return QSize(
            max((size.width() for size in sizes), default=0),
            max((size.height() for size in sizes), default=0),
        )

    def rows_in(self, width: int) -> list[Sequence[_Part]]:
        """The parts shown, row by row, in so much room."""
        parts = self._shown()
        for count in range(1, len(parts)):
            ways = [_groups(parts, way) for way in _ways(len(parts), count)]
            best = min(ways, key=lambda rows: max(self._width_of(row) for row in rows))
            if max(self._width_of(row) for row in best) <= width:
                return best
        return [(part,) for part in parts]

    def _shown(self) -> list[_Part]:
        if self._parts is None:
            both = zip(self._items, self._stretches, strict=False)
            self._parts = [
                (item, stretch, _comfort(item, stretch))
                for item, stretch in both
                if not item.isEmpty()
            ]
        return self._parts

    def _width_of(self, row: Sequence[_Part]) -> int:
        return sum(comfort for *_, comfort in row) + self.spacing() * max(0, len(row) - 1)

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        y = rect.y()
        for row in self.rows_in(rect.width()):
            if y > rect.y():
                y += SPACE_M
            widths = self._shares(row, rect.width())
            heights = [_height(part[0], width) for part, width in zip(row, widths, strict=True)]
            tall, x = max(heights), rect.x()
            for (item, *_), width, height in zip(row, widths, heights, strict=True):
                if place:
                    down = (tall - height) // 2 if self.middle else 0
                    item.setGeometry(QRect(x, y + down, width, tall if self.even else height))
                x += width + self.spacing()
            y += tall
        return y - rect.y()

    def _shares(self, row: Sequence[_Part], room: int) -> list[int]:
        """The widths of a row's parts: those that stretch share what is over."""
        widths = [min(room, comfort) for *_, comfort in row]
        over = room - sum(widths) - self.spacing() * (len(row) - 1)
        whole = sum(stretch for _item, stretch, _comfort in row)
        if over <= 0 or not whole:
            return widths
        if self.even and max(widths) <= (over + sum(widths)) // len(row):
            return [(over + sum(widths)) // len(row)] * len(row)
        return [
            width + over * stretch // whole
            for width, (_item, stretch, _comfort) in zip(widths, row, strict=True)
        ]


class Across(QWidget):
    """A row that breaks into evenly filled rows (large text, narrow window)."""

    def __init__(
        self,
        *parts: tuple[QWidget, int],
        spacing: int = SPACE_L,
        even: bool = False,
        middle: bool = False,
    ) -> None:
        """``parts`` are widgets with their stretch, 0 for one that keeps its own width.

        ``even`` makes the parts of a row equally large, as cards beside one another are;
        ``middle`` puts words beside a button at its middle, not at its head.
        """
        super().__init__()
        self._parts = tuple(widget for widget, _stretch in parts)
        self._rows = _EvenRows(self, [stretch for _widget, stretch in parts], spacing)
        self._rows.even, self._rows.middle = even, middle
        for widget in self._parts:
            self._rows.addWidget(widget)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def rows(self) -> int:
        """How many rows the parts take just now."""
        return len(self._rows.rows_in(self.width()))

    def parts(self) -> tuple[QWidget, ...]:
        return self._parts


class Flowing(QWidget):
    """What scrolls up and down: as tall as its words are at the width it has, and no taller."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "page")

    def minimumSizeHint(self) -> QSize:
        # Qt's own guess supposes that every sentence is broken into the narrowest column.
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.hasHeightForWidth():
            # At once, not when the scroll area comes to it: nothing is ever seen squeezed.
            needed = self.heightForWidth(self.width())
            if needed > self.height():
                self.resize(self.width(), needed)
        return done


def _comfort(item: QLayoutItem, stretch: int) -> int:
    """The width a part is comfortable with; one that stretches is content with a fair share."""
    least = item.minimumSize().width()
    return max(least, theme().px(_COMFORT)) if stretch else max(least, item.sizeHint().width())


def _height(item: QLayoutItem, width: int) -> int:
    # Words are never wider than a line may be, and wrap accordingly.
    width = min(width, item.maximumSize().width())
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


def _groups(parts: Sequence[_Part], way: Sequence[int]) -> list[Sequence[_Part]]:
    ends = [sum(way[: place + 1]) for place in range(len(way))]
    return [parts[end - size : end] for end, size in zip(ends, way, strict=True)]


def _ways(parts: int, rows: int) -> Iterator[tuple[int, ...]]:
    """Every way to break so many parts into so many rows, in order."""
    if rows == 1:
        yield (parts,)
        return
    for first in range(1, parts - rows + 2):
        for rest in _ways(parts - first, rows - 1):
            yield (first, *rest)

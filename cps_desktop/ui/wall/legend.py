"""Which colour means what, in words: at the foot of the sheet and beside the planner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from cps_desktop.ui.kit.layouts import empty
from cps_desktop.ui.theme import (
    CORNER_NOTE,
    DRAWER_WIDTH,
    HAIR,
    MARK,
    SPACE_L,
    SPACE_S,
    SPACE_XS,
)
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.note_pattern import paint_pattern
from cps_desktop.ui.wall.snapshot import colour_name


class Legend(QLabel):
    """Which colour means what, in words, at the foot of the sheet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._entries: list[tuple[str, str]] = []
        self._zoom = 1.0
        self._known: tuple[float, QFont, float] | None = None

    def show_meanings(self, colours: Sequence[str], meanings: Mapping[str, str]) -> None:
        """Name these colours and what they mean."""
        self._entries = [
            (key, f"{colour_name(key)}: {meanings.get(key, '')}".removesuffix(": "))
            for key in colours
        ]
        self.setText("Colours. " + ". ".join(words for _, words in self._entries))
        self._known = None
        self.update()

    def set_zoom(self, zoom: float) -> None:
        self._zoom = zoom

    def height_needed(self, width: float) -> float:
        font = theme().font("small")
        if self._known is None or self._known[:2] != (width, font):
            places = self._places(width)
            last = places[-1].y() if places else 0.0
            self._known = (width, font, last + QFontMetricsF(font).height() + SPACE_XS)
        return self._known[2]

    def _places(self, width: float) -> list[QPointF]:
        metrics = QFontMetricsF(theme().font("small"))
        line = max(metrics.height(), float(MARK)) + SPACE_XS
        x = y = 0.0
        places: list[QPointF] = []
        for _, words in self._entries:
            need = MARK + SPACE_S + metrics.horizontalAdvance(words)
            if x and x + need > width:
                x, y = 0.0, y + line
            places.append(QPointF(x, y))
            x += need + SPACE_L
        return places

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self._zoom, self._zoom)
        state = theme()
        font = state.font("small")
        high = max(QFontMetricsF(font).height(), float(MARK))
        painter.setFont(font)
        places = self._places(self.width() / self._zoom)
        for (key, words), place in zip(self._entries, places, strict=True):
            swatch = QRectF(place.x() + 1, place.y() + (high - MARK) / 2 + 1, MARK - 2, MARK - 2)
            painter.setPen(QPen(state.colour("line"), HAIR))
            painter.setBrush(state.colours.note(key))
            painter.drawRoundedRect(swatch, CORNER_NOTE, CORNER_NOTE)
            if state.colours.patterned:
                paint_pattern(painter, key, swatch)
            painter.setPen(state.colour("quiet"))
            room = QRectF(place.x() + MARK + SPACE_S, place.y(), self.width(), high)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


class LegendRows(QWidget):
    """The same beneath one another, for beside the planner."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("What the colours mean")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._shown: dict[str, str] = {}

    def show_meanings(self, meanings: Mapping[str, str]) -> None:
        """Name these colours and what they mean."""
        if dict(meanings) == self._shown:
            return
        self._shown = dict(meanings)
        empty(self._column)
        for key, meaning in meanings.items():
            one = Legend(self)
            one.show_meanings((key,), {key: meaning})
            one.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            one.setMinimumHeight(round(one.height_needed(DRAWER_WIDTH)))
            self._column.addWidget(one)

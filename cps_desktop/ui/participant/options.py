"""Large things to choose from: a card with a ring or a box, as wide as its words need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QRadioButton, QSizePolicy

from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.kit.status import paint_shape
from cps_desktop.ui.kit.words import plain
from cps_desktop.ui.theme import (
    CORNER_INPUT,
    FIELD_WIDTH,
    HAIR,
    MARK,
    SPACE_M,
    SPACE_XS,
    TARGET_LARGE,
)
from cps_desktop.ui.theme_state import set_type, theme

_WRAPPED = Qt.TextFlag.TextWordWrap
_NUMBER = 3
"""Letters of a number on a scale, at the most."""


if TYPE_CHECKING:
    _Base = QAbstractButton
else:
    _Base = object


class _Card(_Base):
    """Painting and measuring, the same for both."""

    _round = True

    def _make(self, words: str, *, compact: bool) -> None:
        self._words = words
        self._compact = compact
        self.setText(plain(words))
        self.setAccessibleName(words)
        tab_stop(self)
        set_type(self, "participant_words")
        across = QSizePolicy.Policy.Fixed if compact else QSizePolicy.Policy.Expanding
        policy = QSizePolicy(across, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(not self._bare)
        self.setSizePolicy(policy)
        self.toggled.connect(lambda _on: self.update())

    def hasHeightForWidth(self) -> bool:
        return not self._bare

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(1, width - self._before() - SPACE_M), 1 << 16)
        metrics = QFontMetrics(self.font())
        tall = metrics.boundingRect(room, _WRAPPED | Qt.AlignmentFlag.AlignLeft, self._words)
        return max(TARGET_LARGE, tall.height() + 2 * SPACE_M)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        wide = metrics.horizontalAdvance(self._words)
        if self._compact:
            side = max(TARGET_LARGE, metrics.height() + 2 * SPACE_M)
            before = SPACE_M if self._bare else self._before()
            # A little more: half a pixel too few would break the line.
            across = max(side, before + wide + SPACE_M + SPACE_XS)
            return QSize(across, side if self._bare else max(side, self.heightForWidth(across)))
        width = min(self._before() + wide + SPACE_M, 2 * FIELD_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        if self._bare:
            return self.sizeHint()
        return QSize(FIELD_WIDTH // 2, TARGET_LARGE)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, on = theme(), self.isChecked()
        edge = QPen(look.colour("primary" if on else "line"), 3 if on else HAIR)
        painter.setPen(edge)
        painter.setBrush(look.colour("selected" if on else "card"))
        frame = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.drawRoundedRect(frame, CORNER_INPUT, CORNER_INPUT)
        ink = look.colour("on_selected" if on else "text" if self.isEnabled() else "quiet")
        painter.setFont(self.font())
        if self._bare:
            painter.setPen(ink)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)
            return
        self._paint_mark(painter, on=on)
        painter.setPen(ink)
        room = self._turned(self.rect().adjusted(self._before(), 0, -SPACE_M, 0))
        side = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.setLayoutDirection(self.layoutDirection())
        painter.drawText(room, _WRAPPED | side, self._words)

    def _paint_mark(self, painter: QPainter, *, on: bool) -> None:
        look, side = theme(), self._mark_side()
        box = QRect(SPACE_M, (self.height() - side) // 2, side, side)
        where = QRectF(self._turned(box))
        strong = "on_selected" if on and look.colours.patterned else "primary" if on else "line"
        painter.setPen(QPen(look.colour(strong), 2))
        painter.setBrush(look.colour("card"))
        if self._round:
            painter.drawEllipse(where)
        else:
            painter.drawRoundedRect(where, CORNER_INPUT, CORNER_INPUT)
        if on:
            paint_shape(painter, "disc" if self._round else "tick", where, look.colour("primary"))

    @property
    def _bare(self) -> bool:
        """A number of a scale: no room for a mark, and its edge says enough."""
        return self._compact and len(self._words) <= _NUMBER

    def _mark_side(self) -> int:
        return round(MARK * 1.3 * min(theme().scale, 200) / 100)

    def _before(self) -> int:
        return 2 * SPACE_M + self._mark_side()

    def _turned(self, room: QRect) -> QRect:
        if self.layoutDirection() == Qt.LayoutDirection.RightToLeft:
            room.moveLeft(self.width() - room.right() - 1)
        return room


class BigOption(_Card, QRadioButton):
    """One of several. ``compact``: no wider than its words; a number of a scale is a square."""

    def __init__(self, words: str, *, compact: bool = False) -> None:
        super().__init__()
        self._make(words, compact=compact)


class BigTick(_Card, QCheckBox):
    """Yes or no."""

    _round = False

    def __init__(self, words: str, *, on: bool = False, compact: bool = False) -> None:
        super().__init__()
        self._make(words, compact=compact)
        self.setChecked(on)

"""Choosing: a drop-down, a group of round buttons, a tick box."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygon, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QRadioButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QVBoxLayout,
    QWidget,
)

from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.kit.status import paint_shape
from cps_desktop.ui.kit.words import plain
from cps_desktop.ui.theme import CORNER_INPUT, FIELD_WIDTH, SPACE_M, SPACE_S, SPACE_XS, TARGET
from cps_desktop.ui.theme_state import set_type, theme

if TYPE_CHECKING:
    _AnyButton = QCheckBox
else:
    _AnyButton = object

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
_ENDLESS = re.compile(r"\S{24}(?=\S)")
_MAY_BREAK = "\u200b"

Option = tuple[str, str]
"""A choice as (key kept, words shown)."""


class Choice(QComboBox):
    """One of a list, dropped down. ``chosen`` carries the key."""

    chosen = Signal(str)

    def __init__(
        self, name: str, options: Sequence[Option], key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        tab_stop(self)
        self.setAccessibleName(name)
        set_type(self, "body")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._fit)
        self._fit()
        self.set_options(options, key)
        self.activated.connect(lambda index: self.chosen.emit(self.itemData(index)))

    def _fit(self) -> None:
        self.setMaximumWidth(theme().px(2 * FIELD_WIDTH))

    def set_options(self, options: Sequence[Option], key: str = "") -> None:
        """Replace the list. A key that is not in it is shown as it stands, never dropped."""
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self.set_key(key or (options[0][0] if options else ""))

    def key(self) -> str:
        return str(self.currentData() or "")

    def set_key(self, key: str) -> None:
        """Choose without emitting."""
        index = self.findData(key)
        if index < 0 and key:
            self.addItem(key, key)
            index = self.count() - 1
        self.setCurrentIndex(index)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Scrolling a page must never change an answer in passing.
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        half = theme().px(SPACE_XS)
        painter.setPen(QPen(theme().colour("text" if self.isEnabled() else "quiet"), 2))
        x, y = self.width() - SPACE_M - half, self.height() // 2
        painter.drawPolyline(
            QPolygon(
                [
                    QPoint(x - half, y - half // 2),
                    QPoint(x, y + half // 2),
                    QPoint(x + half, y - half // 2),
                ]
            )
        )


class _LongWords(_AnyButton):
    """A tick box or round button whose long words go on beneath: Qt would cut them off."""

    _MARK: ClassVar[QStyle.SubElement]
    _MOST_WIDE: ClassVar[int]
    """So wide it asks to be; where there is more room, it takes what it is given."""

    def _say(self, text: str) -> None:
        tab_stop(self)
        self.setAccessibleName(text)
        self.setMinimumHeight(TARGET)
        set_type(self, "body")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        words = self._words_in(QRect(0, 0, width - self._before_words(), 1 << 16))
        return max(TARGET, words.height() + SPACE_S)

    def sizeHint(self) -> QSize:
        one_line = self.fontMetrics().horizontalAdvance(self._plain_words()) + 1
        width = self._before_words() + min(one_line, theme().px(self._MOST_WIDE))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        words = self._plain_words().replace(_MAY_BREAK, " ").split()
        longest = max(words, key=len, default="")
        return QSize(self._before_words() + self.fontMetrics().horizontalAdvance(longest), TARGET)

    def hitButton(self, position: QPoint) -> bool:
        return self.rect().contains(position)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        super().initStyleOption(option)
        option.text = ""

    def _draw_words(self, painter: QPainter) -> None:
        painter.setPen(theme().colour("text" if self.isEnabled() else "quiet"))
        before = self._before_words()
        turned = self.isRightToLeft()
        room = self.rect().adjusted(0 if turned else before, 0, -before if turned else 0, 0)
        painter.setLayoutDirection(self.layoutDirection())
        painter.drawText(room, _WRAPPED | Qt.AlignmentFlag.AlignVCenter, self._plain_words())

    def _mark(self) -> QRectF:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        rect = self.style().subElementRect(self._MARK, option, self)
        return QRectF(rect).adjusted(1, 1, -1, -1)

    def _before_words(self) -> int:
        """How far in from the side where reading begins the words stand, in pixels."""
        mark = self._mark()
        return int(self.width() - mark.left() if self.isRightToLeft() else mark.right()) + SPACE_S

    def _plain_words(self) -> str:
        """What is drawn: a word without end may be broken."""
        return _ENDLESS.sub(lambda some: some[0] + _MAY_BREAK, self.text().replace("&&", "&"))

    def _words_in(self, room: QRect) -> QRect:
        return self.fontMetrics().boundingRect(room, _WRAPPED, self._plain_words())


class TickBox(_LongWords, QCheckBox):
    """Yes or no. ``ticked`` carries the answer when a person gives it."""

    ticked = Signal(bool)
    _MARK = QStyle.SubElement.SE_CheckBoxIndicator
    _MOST_WIDE = 2 * FIELD_WIDTH

    def __init__(self, text: str, *, on: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(plain(text), parent)
        self._say(text)
        self.setChecked(on)
        self.clicked.connect(self.ticked)

    def set_ticked(self, on: bool) -> None:
        """Show an answer without emitting."""
        self.setChecked(on)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        box = self._mark()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        edge = theme().colour("primary" if on else "line")
        painter.setPen(QPen(edge, 1.5))
        painter.setBrush(theme().colour("primary" if on else "card"))
        painter.drawRoundedRect(box, CORNER_INPUT, CORNER_INPUT)
        if on:
            paint_shape(painter, "tick", box, theme().colour("on_primary"))
        self._draw_words(painter)


class _Round(_LongWords, QRadioButton):
    """One of the round buttons."""

    _MARK = QStyle.SubElement.SE_RadioButtonIndicator
    _MOST_WIDE = FIELD_WIDTH

    def __init__(self, text: str) -> None:
        super().__init__(plain(text))
        self._say(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        box = self._mark()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        painter.setPen(QPen(theme().colour("primary" if on else "line"), 2 if on else 1.5))
        painter.setBrush(theme().colour("card"))
        painter.drawEllipse(box)
        if on:
            paint_shape(painter, "disc", box, theme().colour("primary"))
        self._draw_words(painter)


class RadioGroup(QWidget):
    """One of a few, all in sight. ``chosen`` carries the key."""

    chosen = Signal(str)

    def __init__(
        self, name: str, options: Sequence[Option], key: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S // 2)
        self._group = QButtonGroup(self)
        self._keys: list[str] = []
        for value, words in options:
            button = _Round(words)
            button.setAccessibleDescription(name)
            self._group.addButton(button, len(self._keys))
            self._keys.append(value)
            column.addWidget(button)
        self._group.idClicked.connect(lambda number: self.chosen.emit(self._keys[number]))
        first = self._group.button(0)
        if first is not None:
            self.setFocusProxy(first)
        if key:
            self.set_key(key)

    def key(self) -> str:
        """The key chosen; empty when nothing is."""
        number = self._group.checkedId()
        return self._keys[number] if number >= 0 else ""

    def set_key(self, key: str) -> None:
        """Choose without emitting; an unknown key leaves the group as it is."""
        if key in self._keys:
            button = self._group.button(self._keys.index(key))
            button.setChecked(True)
            self.setFocusProxy(button)


__all__ = ["Choice", "Option", "RadioGroup", "TickBox"]

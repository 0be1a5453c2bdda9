"""Names offered under a field while one types. The keyboard never leaves the field."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from cps_desktop.ui.kit import LineField, announce
from cps_desktop.ui.theme import HAIR, ROW, SPACE_M, SPACE_S, SPACE_XS
from cps_desktop.ui.theme_state import set_type, theme

MOST: Final = 6
_DETAIL: Final = Qt.ItemDataRole.UserRole + 1
_KEY: Final = Qt.ItemDataRole.UserRole + 2


@dataclasses.dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be meant: its key, its words, and what tells it from its like."""

    key: str
    words: str
    detail: str = ""


class _Painter(QStyledItemDelegate):
    """Words, and the quiet detail behind them."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, theme().px(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        state = theme()
        flags: QStyle.StateFlag = option.state
        chosen = bool(flags & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, state.colour("selected"))
        elif flags & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, state.colour("hover"))
        room = option.rect.adjusted(SPACE_M, 0, -SPACE_M, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        used = 0
        for role, tone, text in (
            ("strong", "text", str(index.data() or "")),
            ("small", "quiet", str(index.data(_DETAIL) or "")),
        ):
            metrics = QFontMetrics(state.font(role))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width() - used)
            painter.setFont(state.font(role))
            painter.setPen(state.colour("on_selected" if chosen else tone))
            painter.drawText(room.adjusted(used, 0, 0, 0), middle, shown)
            used += metrics.horizontalAdvance(shown) + SPACE_S
        painter.restore()


class Suggestions(QFrame):
    """Offers what ``find`` gives for the words in ``field``: arrows, then Enter; Esc puts it away.

    It lies over the page it belongs to and takes no room, so nothing moves while one types.
    """

    chosen = Signal(str)
    """The key of what was chosen, by Enter or by a click."""

    def __init__(
        self, name: str, field: LineField, find: Callable[[str], Sequence[Suggestion]]
    ) -> None:
        super().__init__()
        self._field = field
        self._find = find
        self._name = name
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        set_type(self.list, "body")
        column = QVBoxLayout(self)
        column.setContentsMargins(HAIR, SPACE_XS, HAIR, SPACE_XS)
        column.addWidget(self.list)
        self.hide()
        self.list.itemClicked.connect(self._take)
        field.textChanged.connect(self._look)
        field.installEventFilter(self)

    def offered(self) -> tuple[str, ...]:
        """The words offered just now; nothing while it is put away."""
        if self.isHidden():
            return ()
        return tuple(self.list.item(row).text() for row in range(self.list.count()))

    def _look(self) -> None:
        text = self._field.text().strip()
        found = self._find(text)[:MOST] if text and self._field.hasFocus() else ()
        self.list.clear()
        for one in found:
            item = QListWidgetItem(one.words)
            item.setData(_DETAIL, one.detail)
            item.setData(_KEY, one.key)
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{one.words}, {one.detail}".rstrip(", ")
            )
            self.list.addItem(item)
        if not found:
            self.hide()
            return
        newly = self.isHidden()
        self._place()
        if newly:
            announce(self._field, f"{self._name}: {len(found)}. Press Down to choose.")

    def _place(self) -> None:
        over = _ground_of(self._field)
        if self.parentWidget() is not over:
            self.setParent(over)
        below = self._field.mapTo(over, QPoint(0, self._field.height() + SPACE_XS))
        wanted = theme().px(ROW) * self.list.count() + 2 * SPACE_XS + 2 * HAIR
        height = min(wanted, max(2 * theme().px(ROW), over.height() - below.y() - SPACE_S))
        self.setGeometry(below.x(), below.y(), self._field.width(), height)
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._field or self.isHidden():
            return False
        if event.type() in {QEvent.Type.FocusOut, QEvent.Type.Hide}:
            self.hide()
            return False
        if not isinstance(event, QKeyEvent):
            return False
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return event.type() == QEvent.Type.KeyPress and self._key_pressed(event)

    def _key_pressed(self, event: QKeyEvent) -> bool:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            row = max(-1, min(self.list.count() - 1, self.list.currentRow() + step))
            self.list.setCurrentRow(row)
            if row >= 0:
                said = self.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole)
                announce(self._field, str(said))
            return True
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.list.currentRow() >= 0:
            self._take(self.list.currentItem())
            return True
        return False

    def _take(self, item: QListWidgetItem) -> None:
        key = str(item.data(_KEY))
        self.hide()
        self.chosen.emit(key)


def _ground_of(field: QWidget) -> QWidget:
    """The page a field stands on: what lies over it may cover, and scrolls away with it."""
    walk: QWidget = field
    while (parent := walk.parentWidget()) is not None and not walk.isWindow():
        walk = parent
        if walk.property("ground") == "page" and walk.layout() is not None:
            return walk
    return walk

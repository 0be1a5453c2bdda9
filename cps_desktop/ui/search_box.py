"""Ctrl+K: find a session, a person, a note, an organisation, or something to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from cps_desktop.services.desk import Desk
from cps_desktop.ui.kit import SearchField, Words, announce
from cps_desktop.ui.result_painter import DETAIL_ROLE, HEADING_ROLE, ResultPainter
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from cps_desktop.ui.theme_state import set_type, theme

if TYPE_CHECKING:
    from cps_desktop.services.search import SearchResult

SEARCH_AFTER_MS = 120
_RESULT = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Doing:
    """Something to do from the search box: its words, other words for it, and the act."""

    words: str
    do: Callable[[], object]
    also: str = ""

    def matches(self, text: str) -> bool:
        """Whether every word sought is in its words, in any order."""
        from cps_desktop.services.people import folded

        said = folded(f"{self.words} {self.also}")
        return all(part in said for part in folded(text).split())


class SearchBox(QFrame):
    """The panel under the search button: one field, results in groups, arrows and Enter."""

    chosen = Signal(object)
    """The :class:`SearchResult` to open."""

    def __init__(self, desk: Desk, doings: Callable[[], Sequence[Doing]], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doings = doings
        self._before: QWidget | None = None
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName("Search or do anything")
        self.field = SearchField("Search or do anything", "A session, a person, a note, or a task")
        self.list = QListWidget()
        self.list.setAccessibleName("What was found")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setItemDelegate(ResultPainter(self.list))
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        set_type(self.list, "body")
        self.nothing = Words("", "body", "quiet")
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_M)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.nothing)
        column.addWidget(
            Words(
                "Arrow keys to choose, Enter to open, Esc to close, F1 for help", "small", "quiet"
            )
        )
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_AFTER_MS)
        self._timer.timeout.connect(self._search)
        self.field.searched.connect(lambda _text: self._timer.start())
        self.field.entered.connect(self._open_current)
        self.list.itemClicked.connect(lambda _item: self._open_current())
        self.field.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def open_box(self) -> None:
        """Show the box with the keyboard in its field."""
        if not self.isVisible():
            self._before = QApplication.focusWidget()
        self.field.set_text("")
        self._place()
        self.show()
        self.raise_()
        self.field.setFocus()
        self._search()

    def close_box(self) -> bool:
        """Put it away and the keyboard back; False when it was not open."""
        if not self.isVisible():
            return False
        self._timer.stop()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_box()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            # Its own Esc would empty it first; the box says that Esc closes it, and so it does.
            leaves = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
            return leaves and event.type() == QEvent.Type.KeyPress and self.close_box()
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        over = self.parentWidget()
        assert over is not None
        width = min(theme().px(DIALOG_WIDTH) + SPACE_XL, over.width() - 2 * SPACE_L)
        height = min(theme().px(DIALOG_WIDTH), over.height() - 2 * SPACE_XL)
        self.setGeometry(over.width() - width - SPACE_XL, SPACE_S, width, height)

    def _search(self) -> None:
        from cps_desktop.services.search import search

        self._timer.stop()
        text = self.field.text()
        self.list.clear()
        group = ""
        for one in search(self._desk.workspace, text):
            if one.group != group:
                group = one.group
                self._add_heading(group)
            self._add(one.title or "Without a title", one.detail, one)
        doings = [one for one in self._doings() if one.matches(text)]
        if doings:
            self._add_heading("Do")
        for doing in doings:
            self._add(doing.words, "", doing)
        self.list.setVisible(self.list.count() > 0)
        self.nothing.setVisible(self.list.count() == 0)
        self.nothing.setText("Nothing here has these words. Try fewer letters.")
        self._step(1, first=True)

    def _add_heading(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(HEADING_ROLE, True)
        self.list.addItem(item)

    def _add(self, title: str, detail: str, what: SearchResult | Doing) -> None:
        shown = " ".join(title.split())
        item = QListWidgetItem(shown)
        item.setData(DETAIL_ROLE, " ".join(detail.split()))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{shown}. {detail}" if detail else shown)
        item.setData(_RESULT, what)
        self.list.addItem(item)

    def _step(self, by: int, *, first: bool = False) -> None:
        """Move to the next thing that can be chosen, leaving headings out."""
        row = -1 if first else self.list.currentRow()
        row += by
        while 0 <= row < self.list.count():
            item = self.list.item(row)
            if item.data(_RESULT) is not None:
                self.list.setCurrentRow(row)
                if not first:
                    announce(self.field, str(item.data(Qt.ItemDataRole.AccessibleTextRole)))
                return
            row += by

    def _open_current(self) -> None:
        if self._timer.isActive():
            self._search()
        if self.list.currentRow() < 0:
            return
        what = self.list.currentItem().data(_RESULT)
        self.close_box()
        if isinstance(what, Doing):
            what.do()
        else:
            self.chosen.emit(what)

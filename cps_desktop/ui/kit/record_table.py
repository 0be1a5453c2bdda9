"""A list of records: rows of words, sorted by a click on a heading, filtered as one types."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QStackedWidget,
    QTableView,
    QWidget,
)

from cps_desktop.ui.kit.page import Card
from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.kit.record_cells import RowPainter, column_width, least_width, row_height
from cps_desktop.ui.kit.record_model import Column, RecordModel
from cps_desktop.ui.kit.text_fields import SearchField
from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.theme import FIELD_WIDTH, HAIR, ROW, SPACE_L, SPACE_M
from cps_desktop.ui.theme_state import set_type, theme

if TYPE_CHECKING:
    from cps_desktop.ui.kit.panels import EmptyState

T = TypeVar("T")
_SAMPLE_ROWS = 60
_LEAST_WIDE = 112
"""So much of a wide column stays where there is too little room: the beginning of its words. Of
one that says which record it is, more."""
_MOST_MEASURED = 300
"""So many rows are each as tall as their words need; in a longer list all have two lines."""
_WRAP_FROM = 150
"""Per cent of text size from which on words go on beneath rather than being cut off."""


class _RowsView(QTableView):
    """The table itself: whole rows, no grid, Enter opens, Del asks to delete."""

    opened = Signal(int)
    delete_asked = Signal(int)
    resized = Signal()

    def __init__(self, name: str, *, many: bool) -> None:
        super().__init__()
        tab_stop(self)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        modes = QAbstractItemView.SelectionMode
        self.setSelectionMode(modes.ExtendedSelection if many else modes.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.cells = RowPainter(self)
        self.setItemDelegate(self.cells)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setSectionsClickable(True)
        head.setHighlightSections(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setMinimumSectionSize(SPACE_M)  # Qt's own grows with the letters
        head.setAccessibleName(f"Headings of {name}")
        set_type(head, "small")
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and row >= 0:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Delete and row >= 0:
            self.delete_asked.emit(row)
        else:
            super().keyPressEvent(event)


class RecordTable(QWidget, Generic[T]):
    """A sortable, filterable list of records of one type.

    ``empty`` is shown while there is no record at all, and made then where it is given as a way to
    make it; a filter that leaves none says so and offers to show all again. Signals carry records.
    """

    opened = Signal(object)
    """Enter or a double click on a record."""
    current_changed = Signal(object)
    """The record the keyboard is on, or None."""
    chosen_changed = Signal()
    """Other records are chosen than before."""
    delete_asked = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        *,
        empty: EmptyState | Callable[[], EmptyState],
        filter_hint: str = "Filter this list",
        beside_filter: Sequence[QWidget] = (),
        many: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """With ``many`` several records can be chosen at once: Shift, Ctrl, Ctrl+A."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.model = RecordModel(columns, key, self)
        self.view = _RowsView(name, many=many)
        self.view.setModel(self.model)
        self.filter = SearchField(filter_hint)
        self.count = Words("", "small", "quiet", wrap=False)
        self._when_empty = empty
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._top = QWidget()
        row = QHBoxLayout(self._top)
        row.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, 0)
        row.setSpacing(SPACE_M)
        row.addWidget(self.filter, 2)
        row.addWidget(self.count, 1)
        for widget in beside_filter:
            row.addWidget(widget)
        card = Card(name=name)
        card.column.setContentsMargins(HAIR, HAIR, HAIR, HAIR)
        card.add(self._top)
        card.column.addWidget(self._stack, 1)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.filter.searched.connect(self._filter)
        self.view.opened.connect(lambda n: self.opened.emit(self.model.row(n)))
        self.view.delete_asked.connect(lambda n: self.delete_asked.emit(self.model.row(n)))
        self.view.selectionModel().currentRowChanged.connect(self._told)
        self.view.selectionModel().selectionChanged.connect(
            lambda _new, _old: self.chosen_changed.emit()
        )
        self.view.horizontalHeader().sectionClicked.connect(self._sort_clicked)
        self._sorted: tuple[int, bool] = (-1, False)
        self._widths = [0] * len(self.model.columns)
        self._least = list(self._widths)
        self._stood_tall = False
        self._fitted = False
        theme().changed.connect(self._fit)
        self.view.resized.connect(self._share)
        if callable(empty):
            self._top.hide()
        else:
            self._show_state()

    @cached_property
    def _empty(self) -> EmptyState:
        """What is shown while there is no record."""
        made = self._when_empty() if callable(self._when_empty) else self._when_empty
        self._stack.addWidget(made)
        return made

    @cached_property
    def _nothing(self) -> EmptyState:
        """What is shown where the filter leaves none."""
        from cps_desktop.ui.kit.panels import EmptyState

        made = EmptyState("Nothing in this list has these words.", ("Show all", self.show_all))
        self._stack.addWidget(made)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._fitted:
            self._fit()

    def set_rows(self, rows: Iterable[T]) -> None:
        """Show these records; the chosen one stays chosen and in sight."""
        self._keeping_place(lambda: self.model.set_rows(rows))

    def sort_by(self, column: int, *, descending: bool = False) -> None:
        """Order by a column, as a click on its heading does."""
        self._sorted = (column, descending)
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self._keeping_place(lambda: self.model.sort(column, order))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.model.columns) - 1)

    def show_all(self) -> None:
        """Empty the filter."""
        self.filter.set_text("")
        self._filter("")
        self.view.setFocus()

    def current(self) -> T | None:
        """The record the keyboard is on."""
        number = self.view.currentIndex().row()
        return self.model.row(number) if number >= 0 else None

    def chosen(self) -> tuple[T, ...]:
        """Every record that is chosen, in order."""
        rows = sorted({one.row() for one in self.view.selectionModel().selectedRows()})
        return tuple(self.model.row(number) for number in rows)

    def choose(self, key: Hashable) -> None:
        """Put the keyboard on a record, when it is shown."""
        number = self.model.number_of(key)
        if number >= 0:
            self._put_on(number)

    def _filter(self, words: str) -> None:
        self._keeping_place(lambda: self.model.set_filter(words))

    def _sort_clicked(self, column: int) -> None:
        was, descending = self._sorted
        self.sort_by(column, descending=was == column and not descending)

    def _keeping_place(self, change: Callable[[], None]) -> None:
        number = self.view.currentIndex().row()
        key = self.model.key_of(number) if number >= 0 else None
        rows = sorted({one.row() for one in self.view.selectionModel().selectedRows()})
        also = [self.model.key_of(one) for one in rows] if len(rows) > 1 else []
        change()
        self._show_state()
        self._fit()
        if key is not None and self.model.rowCount():
            found = self.model.number_of(key)
            stays = found if found >= 0 else min(number, self.model.rowCount() - 1)
            self._put_on(stays)
            self._choose_also(also)

    def _put_on(self, number: int) -> None:
        # Qt's own way would add to what is chosen while Ctrl is still held from a shortcut.
        flags = QItemSelectionModel.SelectionFlag
        self.view.selectionModel().setCurrentIndex(
            self.model.index(number, 0), flags.ClearAndSelect | flags.Rows
        )
        self.view.scrollTo(self.model.index(number, 0))

    def _choose_also(self, keys: Sequence[Hashable]) -> None:
        select = self.view.selectionModel()
        flags = QItemSelectionModel.SelectionFlag
        for key in keys:
            number = self.model.number_of(key)
            if number >= 0:
                select.select(self.model.index(number, 0), flags.Select | flags.Rows)

    def _show_state(self) -> None:
        total, shown = self.model.total(), self.model.rowCount()
        page = self.view if shown else (self._nothing if total else self._empty)
        self._stack.setCurrentWidget(page)
        self._top.setVisible(total > 0)
        self.count.setText(f"{total}" if shown == total else f"{shown} of {total}")

    def _told(self, index: QModelIndex) -> None:
        self.current_changed.emit(self.model.row(index.row()) if index.isValid() else None)

    def _fit(self) -> None:
        """Give each column the room its words need; the wide ones share what is left.

        Only where it is seen: what is on no screen has no width to share, and would be measured
        for nothing at the start, and with every page behind when the letters grow.
        """
        self._fitted = self.isVisible()
        if not self._fitted:
            return
        rows = self.model.rows()[:_SAMPLE_ROWS]
        self._widths = [column_width(column, rows) for column in self.model.columns]
        self._least = [least_width(column, rows) for column in self.model.columns]
        self._share()

    def _share(self) -> None:
        """Only the room is another: what the words need was measured."""
        if not self._fitted:
            return
        columns, widths = self.model.columns, self._widths
        # As wide as the part with the rows, and known without asking Qt what that part is.
        room = self.view.horizontalHeader().width()
        spare = room - sum(widths)
        wide = [n for n, column in enumerate(columns) if column.wide] or [len(columns) - 1]
        # Where there is too little, the wide ones give of theirs: no column is out of sight.
        share = spare // len(wide)
        given = list(widths)
        for number in wide:
            least = theme().px(FIELD_WIDTH if columns[number].strong else _LEAST_WIDE)
            given[number] = max(widths[number] + share, min(widths[number], least))
        self.view.cells.wrapped = sum(given) > room or (spare < 0 and theme().scale >= _WRAP_FROM)
        if self.view.cells.wrapped:
            given = self._narrowed(room)
        for number, width in enumerate(given):
            self.view.setColumnWidth(number, width)
        self._stand_rows(given)

    def _narrowed(self, room: int) -> list[int]:
        """Every column gives of its room, and where that is possible keeps its longest word."""
        over = room - sum(self._least)
        if over < 0:
            return [least * room // max(1, sum(self._least)) for least in self._least]
        wished = [max(0, w - least) for w, least in zip(self._widths, self._least, strict=True)]
        return [
            least + over * more // max(1, sum(wished))
            for least, more in zip(self._least, wished, strict=True)
        ]

    def _stand_rows(self, widths: Sequence[int]) -> None:
        """Rows as tall as their words are."""
        head, wrapped = self.view.verticalHeader(), self.view.cells.wrapped
        lines = 2 if wrapped and self.model.rowCount() > _MOST_MEASURED else 1
        high = lines * theme().px(ROW)
        head.setDefaultSectionSize(high)
        if wrapped and lines == 1:
            known: dict[tuple[str, str, int], float] = {}
            for number, row in enumerate(self.model.rows()):
                head.resizeSection(number, row_height(self.model.columns, row, widths, known))
        elif self._stood_tall:
            for number in range(self.model.rowCount()):
                head.resizeSection(number, high)
        self._stood_tall = wrapped and lines == 1

"""The table model behind every list of records: typed columns, sorted and filtered in one place."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, Final, Generic, TypeVar

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from cps_desktop.ui.kit.status import State

T = TypeVar("T")
AnyIndex = QModelIndex | QPersistentModelIndex
ROW_ROLE: Final = Qt.ItemDataRole.UserRole + 1
QUIET_ROLE: Final = Qt.ItemDataRole.UserRole + 2
STATE_ROLE: Final = Qt.ItemDataRole.UserRole + 3
COLUMN_ROLE: Final = Qt.ItemDataRole.UserRole + 4


def _no_text(_row: Any) -> str:
    return ""


class Column(msgspec.Struct, Generic[T], frozen=True):
    """One column: its title and how to read a record.

    ``text`` is shown and sought; ``sort`` orders (default: the text, without regard to capitals);
    ``quiet`` stands smaller behind the text; ``state`` adds a shape and a colour to the word.
    ``number`` sets right-aligned with figures of equal width; ``wide`` takes what room is left.
    """

    title: str
    text: Callable[[T], str]
    sort: Callable[[T], Any] | None = None
    quiet: Callable[[T], str] = _no_text
    state: Callable[[T], State | None] | None = None
    number: bool = False
    strong: bool = False
    wide: bool = False

    def order(self, row: T) -> Any:
        return self.text(row).casefold() if self.sort is None else self.sort(row)


class RecordModel(QAbstractTableModel, Generic[T]):
    """Records in the order and choice the person asked for. ``key`` tells one from another."""

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._key = key
        self._all: list[T] = []
        self._shown: list[T] = []
        self._words: tuple[str, ...] = ()
        self._sort_column = -1
        self._descending = False

    def set_rows(self, rows: Iterable[T]) -> None:
        """Show these records; the same records in the same order only refresh their words."""
        self._all = list(rows)
        self._refresh()

    def set_filter(self, words: str) -> None:
        """Keep records in which every word sought appears in some column."""
        self._words = tuple(words.casefold().split())
        self._refresh()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column; -1 is the order the records were given in."""
        self._sort_column = column
        self._descending = order == Qt.SortOrder.DescendingOrder
        self._refresh()

    def row(self, number: int) -> T:
        return self._shown[number]

    def rows(self) -> tuple[T, ...]:
        """The records shown, in order."""
        return tuple(self._shown)

    def total(self) -> int:
        """How many records there are, shown or not."""
        return len(self._all)

    def number_of(self, key: Hashable) -> int:
        """The row a record stands in, -1 when it is not shown."""
        for number, row in enumerate(self._shown):
            if self._key(row) == key:
                return number
        return -1

    def key_of(self, number: int) -> Hashable:
        return self._key(self._shown[number])

    def _refresh(self) -> None:
        chosen = [row for row in self._all if self._matches(row)]
        if 0 <= self._sort_column < len(self.columns):
            chosen.sort(key=self.columns[self._sort_column].order, reverse=self._descending)
        same = [self._key(r) for r in chosen] == [self._key(r) for r in self._shown]
        if same:
            self._shown = chosen
            if chosen:
                last = self.index(len(chosen) - 1, len(self.columns) - 1)
                self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._shown = chosen
        self.endResetModel()

    def _matches(self, row: T) -> bool:
        if not self._words:
            return True
        said = " ".join(f"{c.text(row)} {c.quiet(row)}" for c in self.columns).casefold()
        return all(word in said for word in self._words)

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)} {column.quiet(row)}".strip()
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == ROW_ROLE:
            return row
        if role == QUIET_ROLE:
            return column.quiet(row)
        if role == STATE_ROLE:
            return column.state(row) if column.state else None
        return column if role == COLUMN_ROLE else None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            arrow = ""
            if section == self._sort_column:
                arrow = " ▼" if self._descending else " ▲"
            return column.title + arrow
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

"""Several rows of the list at once: chosen with Ctrl or Shift, they are the chosen notes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QItemSelectionModel, QObject
from PySide6.QtWidgets import QTreeView

from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.outline_model import OutlineModel
from cps_desktop.ui.wall.outline_rows import NOTE_ROLE


class RowsChosen(QObject):
    """Keeps the rows that are selected and the notes that are chosen, here and on the wall, one."""

    def __init__(self, view: QTreeView, model: OutlineModel, desk: PlannerDesk) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._desk = desk
        self._resting = False
        view.selectionModel().selectionChanged.connect(self._selected)
        desk.chosen.changed.connect(self.show_chosen)

    @contextmanager
    def resting(self) -> Iterator[None]:
        """Meanwhile what is selected means nothing."""
        self._resting = True
        try:
            yield
        finally:
            self._resting = False

    def _selected(self) -> None:
        if self._resting:
            return
        rows = self._view.selectionModel().selectedRows()
        notes = [str(row.data(NOTE_ROLE)) for row in rows if row.data(NOTE_ROLE)]
        with self.resting():
            self._desk.chosen.choose(notes if len(notes) > 1 else ())

    def show_chosen(self) -> None:
        """Select the rows of the notes that are chosen."""
        if self._resting or not self._view.isVisible():
            return
        with self.resting():
            flags = QItemSelectionModel.SelectionFlag
            model = self._view.selectionModel()
            model.select(self._view.currentIndex(), flags.ClearAndSelect | flags.Rows)
            for note in self._desk.chosen.ids():
                item = self._model.item(note)
                if item is not None:
                    model.select(item.index(), flags.Select | flags.Rows)

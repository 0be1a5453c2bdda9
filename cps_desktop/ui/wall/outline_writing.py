"""Writing on a note in its row of the list: one at a time, kept as it is typed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QTreeView

from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.outline_model import OutlineModel
from cps_desktop.ui.wall.outline_rows import NoteRows


class OutlineWriting(QObject):
    """``note`` is the one being written on, or ""."""

    ended = Signal(str, bool)
    """The note that was written on; whether it is still there and another is wanted after it."""

    def __init__(
        self, view: QTreeView, model: OutlineModel, rows: NoteRows, desk: PlannerDesk
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self._rows = rows
        self._desk = desk
        self.note = ""
        rows.wrote.connect(desk.write)
        rows.ended.connect(self._ended)

    def begin(self, note_id: str, *, adding: bool = False) -> None:
        """Write on a note in its row."""
        item = self._model.item(note_id)
        note = self._desk.note(note_id)
        if item is None or note is None or self.note:
            return
        item.setText(note.text)
        self.note = note_id
        self._view.setCurrentIndex(item.index())
        self._view.edit(item.index())
        if self._rows.editor is not None:
            self._rows.editor.adding = adding
        self._model.rows.itemChanged.emit(item)

    def flush(self) -> None:
        """Hand on at once what was typed last."""
        if self._rows.editor is not None:
            self._rows.editor.flush()

    def catch_up(self) -> None:
        """The note being written on may have changed elsewhere, or be gone."""
        editor = self._rows.editor
        if not self.note or editor is None:
            return
        note_id = self.note
        words = editor.catch_up(self._desk.note(note_id))
        if words is not None:
            self._rows.close_field()
            self._desk.overtaken.emit(note_id, words)

    def _ended(self, note_id: str, another: bool) -> None:
        self.note = ""
        stays = self._desk.finish(note_id)
        self.ended.emit(note_id, stays and another)

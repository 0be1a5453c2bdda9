"""Choosing one note of the planner from a list that is searched as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from cps_desktop.ui.kit.dialogs import QuestionDialog
from cps_desktop.ui.kit.panels import EmptyState
from cps_desktop.ui.kit.record_model import Column
from cps_desktop.ui.kit.record_table import RecordTable
from cps_desktop.ui.theme import DIALOG_WIDTH
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.snapshot import NoteSnapshot


@dataclass(frozen=True, slots=True)
class _Row:
    note: NoteSnapshot
    box: str


class PickNote(QuestionDialog):
    """One note of this planner. Enter in the list takes it."""

    def __init__(
        self,
        title: str,
        explanation: str,
        verb: str,
        desk: PlannerDesk,
        without: Sequence[str],
        parent: QWidget,
    ) -> None:
        super().__init__(
            title, explanation, (("take", verb), ("leave", "Leave it as it was")), parent=parent
        )
        self.table: RecordTable[_Row] = RecordTable(
            "Notes",
            (
                Column("Note", lambda row: row.note.name, strong=True, wide=True),
                Column("Box", lambda row: row.box),
                Column("Who said it", lambda row: row.note.shown_author),
            ),
            key=lambda row: row.note.id,
            empty=EmptyState("There is no other note on this planner yet."),
            filter_hint="Find a note",
        )
        # Room for a few notes in large letters as well, on a small screen too.
        most = self.screen().availableGeometry().height() // 2
        self.table.setMinimumHeight(min(theme().px(DIALOG_WIDTH // 2), most))
        rows = [
            _Row(note, box.title)
            for box in desk.planner.boxes
            for note in desk.notes_in(box.key)
            if note.id not in without
        ]
        self.table.set_rows(rows)
        self.table.opened.connect(self._opened)
        self.body.addWidget(self.table)
        self.table.current_changed.connect(self._enable)
        self._enable(None)
        self.setMinimumWidth(min(theme().px(round(DIALOG_WIDTH * 1.5)), 2 * DIALOG_WIDTH))
        if rows:
            self.table.choose(rows[0].note.id)
            self.table.filter.setFocus()

    def _enable(self, row: object) -> None:
        self.buttons["take"].setEnabled(row is not None)

    def _opened(self, _row: object) -> None:
        self.buttons["take"].click()

    def picked(self) -> str:
        """The note chosen, or ""."""
        row = self.table.current()
        return row.note.id if row is not None else ""

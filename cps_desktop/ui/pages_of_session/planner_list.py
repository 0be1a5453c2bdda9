"""All planners of a session as a list: found by their words, opened, named, put in order."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Note, Planner
from cps_desktop.domain.records import RecordId
from cps_desktop.services.door import Records
from cps_desktop.services.editions import newer_edition
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.planners import planners_of
from cps_desktop.ui.kit import (
    Button,
    Column,
    EmptyState,
    FormRow,
    LineField,
    QuestionDialog,
    RecordTable,
    State,
)
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.theme import SPACE_M, SPACE_S

NOTHING_YET = State("Nothing yet", "ring", "quiet")


@dataclasses.dataclass(frozen=True, slots=True)
class PlannerRow:
    """One planner in numbers. ``place`` counts from 1."""

    planner: RecordId
    place: int
    title: str
    template: str
    notes: int
    filled: int
    boxes: int
    gap: str
    removed: bool = False
    newer: bool = False
    """Its template has a newer edition than the one it began with."""

    @property
    def state(self) -> State:
        """How far it is, in words and with a shape."""
        if self.removed:
            return State("Removed here", "cross", "amber")
        if not self.notes:
            return NOTHING_YET
        if not self.boxes:
            return State("Template not here", "diamond", "amber")
        if self.filled >= self.boxes:
            return State("Every box has a note", "tick", "done")
        return State(f"{self.filled} of {self.boxes} boxes", "half", "primary")


def planner_rows(
    records: Records, catalogue: PlannerCatalogue, session: RecordId
) -> list[PlannerRow]:
    """Every planner of a session in order; its notes are counted, not read."""
    known = planners_of(records, session)
    boxes: dict[RecordId, dict[str, int]] = {one.id: {} for one in known}
    for (planner, box), notes in records.tally(
        Note, ("planner", "box"), "session", [session]
    ).items():
        boxes.setdefault(planner, {})[box] = notes
    return [_row(one, place, boxes[one.id], catalogue) for place, one in enumerate(known, start=1)]


def _row(
    one: Planner, place: int, counts: dict[str, int], catalogue: PlannerCatalogue
) -> PlannerRow:
    template = catalogue.get(one.template, one.edition)
    every = template.boxes if template else ()
    gap = next((box.name for box in every if not counts.get(box.key)), "")
    return PlannerRow(
        planner=one.id,
        place=place,
        title=one.title or (template.title if template else "A planner"),
        template=template.title if template else one.template,
        notes=sum(counts.values()),
        filled=sum(1 for box in every if counts.get(box.key)),
        boxes=len(every),
        gap=gap,
        removed=one.deleted,
        newer=newer_edition(catalogue, one) is not None,
    )


class PlannerList(QWidget):
    """The table of planners with what can be done to one of them."""

    opened = Signal(str)
    rename_asked = Signal(str)
    remove_asked = Signal(str)
    edition_asked = Signal(str)
    move_asked = Signal(str, int)
    """Planner id and how many places: -1 earlier, 1 later."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("All planners of this session")
        self._show = Button("Show this planner", self._open, tip="Enter")
        self._rename = Button("Rename…", self._ask_rename, tip="F2")
        self._earlier = Button("Earlier", self._move_earlier, tip="Alt and the up arrow")
        self._later = Button("Later", self._move_later, tip="Alt and the down arrow")
        self._edition = Button("New edition…", self._ask_edition, tip="Shows what moves where")
        self._remove = Button("Remove", self._ask_remove, tip="Del; undo brings it back")
        self._buttons = (
            *(self._show, self._rename, self._earlier, self._later),
            *(self._edition, self._remove),
        )
        self.table: RecordTable[PlannerRow] = RecordTable(
            "Planners",
            (
                Column("No.", lambda row: str(row.place), sort=lambda row: row.place, number=True),
                Column("Planner", lambda row: row.title, strong=True, wide=True),
                Column("Template", lambda row: row.template),
                Column("Notes", lambda row: str(row.notes), lambda row: row.notes, number=True),
                Column(
                    "How far",
                    lambda row: row.state.word,
                    sort=lambda row: row.filled / row.boxes if row.boxes else 0.0,
                    state=lambda row: row.state,
                ),
                Column("Next gap", lambda row: row.gap),
            ),
            key=lambda row: row.planner,
            empty=EmptyState("This session has no planner yet."),
            filter_hint="Find a planner",
        )
        row = WrappingRow(SPACE_S)
        for button in self._buttons:
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self.table.opened.connect(self._opened)
        self.table.delete_asked.connect(self._delete_asked)
        self.table.current_changed.connect(self._enable)
        self.table.view.installEventFilter(self)
        self._total = 0

    def show_rows(self, rows: Sequence[PlannerRow]) -> None:
        """Show these planners; the chosen one stays chosen."""
        self._total = len(rows)
        self.table.set_rows(rows)
        self._enable(self.table.current())

    def choose(self, planner: RecordId) -> None:
        """Put the keyboard on a planner."""
        self.table.choose(planner)
        self.table.view.setFocus()

    def current(self) -> RecordId:
        """The planner the keyboard is on."""
        row = self.table.current()
        return row.planner if row is not None else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            if alt and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
                self._move(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if event.key() == Qt.Key.Key_F2:
                self._ask_rename()
                return True
        return super().eventFilter(watched, event)

    def _opened(self, row: PlannerRow) -> None:
        self.opened.emit(row.planner)

    def _delete_asked(self, row: PlannerRow) -> None:
        self.remove_asked.emit(row.planner)

    def _enable(self, row: PlannerRow | None) -> None:
        for button in self._buttons:
            button.setEnabled(row is not None)
        if row is not None:
            self._earlier.setEnabled(row.place > 1)
            self._later.setEnabled(row.place < self._total)
            self._remove.setEnabled(not row.removed)
        self._edition.setVisible(row is not None and row.newer and not row.removed)

    def _open(self) -> None:
        if planner := self.current():
            self.opened.emit(planner)

    def _ask_rename(self) -> None:
        if planner := self.current():
            self.rename_asked.emit(planner)

    def _ask_edition(self) -> None:
        if planner := self.current():
            self.edition_asked.emit(planner)

    def _ask_remove(self) -> None:
        if planner := self.current():
            self.remove_asked.emit(planner)

    def _move_earlier(self) -> None:
        self._move(-1)

    def _move_later(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        row = self.table.current()
        if row is not None and 1 <= row.place + by <= self._total:
            self.move_asked.emit(row.planner, by)


class RenameDialog(QuestionDialog):
    """Another title for a planner."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(
            "Rename the planner",
            "",
            (("keep", "Keep this name"), ("leave", "Leave it as it was")),
            parent=parent,
        )
        self.name = LineField("Title", title)
        self.body.addWidget(FormRow("Title", self.name, "What this sheet is about."))
        self.name.entered.connect(self.buttons["keep"].click)
        self.name.selectAll()
        self.name.setFocus()

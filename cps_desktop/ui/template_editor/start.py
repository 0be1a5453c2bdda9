"""Where making a planner begins: from another one or empty, the draft, those kept, and files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.services.own_templates import OwnEdition
from cps_desktop.ui.kit import Button, Card, Words
from cps_desktop.ui.kit.beginning import BeginCard, WaitingDraft
from cps_desktop.ui.kit.panels import page_note
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.theme import SPACE_L, SPACE_S


class Start(QWidget):
    """What there is to begin with."""

    change_asked = Signal(object)
    save_asked = Signal(object)
    offer_asked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Planners of our own")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        self.waiting = WaitingDraft()
        self.new = BeginCard("A new planner", "Make a planner", "Bring in a planner file…")
        column.addWidget(self.waiting)
        column.addWidget(self.new)
        self._kept = Card(name="Planners of this workspace")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_L)
        self._kept.add(Words("Planners of this workspace", "section"))
        self._kept.column.addLayout(self._rows)
        self._kept.add(page_note("They go along when a session that uses them is handed over."))
        self.rows: list[OwnRow] = []
        column.addWidget(self._kept)
        column.addStretch(1)

    def show_start(
        self,
        templates: Sequence[PlannerTemplate],
        kept: Sequence[OwnEdition],
        draft: PlannerTemplate | None,
    ) -> None:
        """Show what can be begun with, what is kept, and the draft that waits."""
        self.new.offer("An empty sheet", [(one.id, one.title) for one in templates])
        said = "" if draft is None else f"You were making “{draft.title or 'a planner'}”."
        self.waiting.show_draft(said)
        for row in self.rows:
            self._rows.removeWidget(row)
            row.deleteLater()
        self.rows = [OwnRow(one, self) for one in kept]
        for row in self.rows:
            self._rows.addWidget(row)
        self._kept.setVisible(bool(self.rows))


class OwnRow(QWidget):
    """One kept edition: what it is called, how often it is used, what can be done with it."""

    def __init__(self, edition: OwnEdition, start: Start) -> None:
        super().__init__()
        self.edition = edition
        template = edition.template
        title = template.title if template is not None else "A planner that cannot be shown"
        number = f", edition {template.edition}" if template is not None else ""
        used = {0: "not used yet", 1: "used by 1 planner"}.get(
            edition.planners, f"used by {edition.planners} planners"
        )
        self.setAccessibleName(f"{title}{number}")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(Words(f"{title}{number}", "strong"))
        offered = "" if edition.offered else " · not offered any more"
        column.addWidget(Words(edition.says or f"{used}{offered}".capitalize(), "body", "quiet"))
        self.buttons: dict[str, Button] = {}
        row = WrappingRow(SPACE_S)
        if template is not None:
            self.buttons["change"] = Button(
                "Change…", partial(start.change_asked.emit, template), tip="As a new edition"
            )
            self.buttons["save"] = Button(
                "Save as a file…", partial(start.save_asked.emit, template)
            )
        self.buttons["offer"] = Button(
            "Offer it no more" if edition.offered else "Offer it again",
            partial(start.offer_asked.emit, edition.record, not edition.offered),
        )
        for button in self.buttons.values():
            button.setAccessibleName(f"{button.text()} {title}{number}")
            row.addWidget(button)
        column.addLayout(row)

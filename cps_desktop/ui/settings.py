"""Settings: who works here, what reads best, how the work is locked, coordinators, and copies."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import RecordId
from cps_desktop.services.exchange import name_this_device
from cps_desktop.services.own_details import (
    keep_own_name,
    keep_own_organisation,
    laptop_name,
    own_name,
    own_organisation,
)
from cps_desktop.ui.first_run import WHERE_NAME_STANDS
from cps_desktop.ui.form_column import FormColumn
from cps_desktop.ui.kit import Card, FormRow, LineField, Words
from cps_desktop.ui.look_choice import LookChoice
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.settings_backups import BackupsCard
from cps_desktop.ui.settings_check import CheckCard
from cps_desktop.ui.settings_code import CodeCard
from cps_desktop.ui.settings_content import ContentCard
from cps_desktop.ui.settings_coordinators import CoordinatorsCard
from cps_desktop.ui.settings_laptops import LaptopsCard
from cps_desktop.ui.settings_lock import LockCard
from cps_desktop.ui.theme import SPACE_L

COORDINATORS = "coordinators"
"""What the page is asked for to begin at the coordinators."""


class SettingsPage(SessionPage):
    """Everything the first questions asked, and what came later. Each change is kept at once."""

    KEY: ClassVar[str] = "settings"
    NAME: ClassVar[str] = "Settings"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(
            shell, session, "Settings", "For this laptop alone. Every change is kept at once."
        )
        workspace = self.desk.workspace
        self.name = LineField("Your name", own_name(workspace))
        self.organisation = LineField("Your organisation", own_organisation(workspace))
        self.laptop = LineField("This laptop's name", laptop_name(workspace))
        for field, keep in (
            (self.name, keep_own_name),
            (self.organisation, keep_own_organisation),
            (self.laptop, name_this_device),
        ):
            field.edited.connect(
                lambda text, keep=keep: shell.attempt(lambda: keep(workspace, text))
            )
        you = Card(name="You").add(
            Words("You", "section"),
            FormRow("Your name", self.name, WHERE_NAME_STANDS),
            FormRow("Your organisation", self.organisation),
            FormRow("This laptop's name", self.laptop, "Others see it when you hand over."),
        )
        self.look = LookChoice()
        reading = Card(name="Easy to read").add(Words("Easy to read", "section"), self.look)
        self.lock = LockCard(shell)
        self.code = CodeCard(shell)
        self.coordinators = CoordinatorsCard(shell)
        self.coordinators.locks_changed.connect(self.lock.show_ways)
        self.laptops = LaptopsCard(shell)
        self.backups = BackupsCard(shell)
        self.whole = CheckCard(shell)
        self.content = ContentCard(shell)
        parts: list[QWidget] = [
            you,
            reading,
            self.lock,
            self.code,
            self.coordinators,
            self.laptops,
            self.backups,
            self.whole,
            self.content,
        ]
        for part in parts:
            if isinstance(part, Card):
                part.column.setSpacing(SPACE_L)
        self.add(FormColumn(*parts))

    def refresh(self, summary: ChangeSummary | None) -> None:
        """Show how the work is locked, and the copies there are."""
        if summary is None or summary.everything:
            self.lock.show_ways()
            self.code.show_code()
            self.coordinators.show_them()
            self.laptops.show_them()
            self.backups.show_them()

    def go_to(self, record: RecordId) -> None:
        """Bring the coordinators into view, where they were asked for (``COORDINATORS``)."""
        if record == COORDINATORS:
            # Only once the page has been laid out is it known where they stand.
            QTimer.singleShot(0, self.coordinators, self.show_coordinators)

    def show_coordinators(self) -> None:
        """Scroll so that their card begins at the top, as far as there is room beneath it."""
        for area in self.findChildren(QScrollArea):
            inside = area.widget()
            if inside is not None and inside.isAncestorOf(self.coordinators):
                top = self.coordinators.mapTo(inside, QPoint(0, 0)).y()
                area.verticalScrollBar().setValue(top - SPACE_L)

    def leave(self) -> None:
        """Keep what was typed."""
        for field in (self.name, self.organisation, self.laptop):
            field.flush()

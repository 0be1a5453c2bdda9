"""Somebody's badge: whether they want one, and what it is to say."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Attendance, Person
from cps_desktop.domain.records import RecordId, meanings
from cps_desktop.services.badges import change_badge, usual_name
from cps_desktop.ui.kit import FormRow, LineField, TickBox
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_S


class BadgeFields(QWidget):
    """One tick, and below it only for whoever wants a badge: the name, how it is said, the role."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._entry: RecordId = ""
        said = meanings(Attendance)
        self.wanted = TickBox(said["badge"].label)
        self.name = LineField(said["badge_name"].label)
        self.said = LineField(said["badge_said"].label)
        self.role = TickBox(said["badge_role"].label)
        self.role.setAccessibleDescription(said["badge_role"].help)
        self._more = QWidget()
        inside = QVBoxLayout(self._more)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_S)
        for field, line in (("badge_name", self.name), ("badge_said", self.said)):
            inside.addWidget(FormRow(said[field].label, line, said[field].help))
        inside.addWidget(self.role)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.wanted)
        column.addWidget(self._more)
        self._more.hide()
        self.wanted.ticked.connect(lambda on: self._keep(wanted=on))
        self.role.ticked.connect(lambda on: self._keep(role=on))
        self.name.edited.connect(lambda text: self._keep(name=text))
        self.said.edited.connect(lambda text: self._keep(said=text))

    def show_entry(self, listed: Attendance, person: Person | None, *, other: bool) -> None:
        """Show what is so now; ``other`` where it is somebody else than before."""
        self._entry = listed.id
        self.wanted.set_ticked(listed.badge)
        self.role.set_ticked(listed.badge_role)
        for line, value in ((self.name, listed.badge_name), (self.said, listed.badge_said)):
            (line.set_text if other else line.update_text)(value)
        self.name.setPlaceholderText(usual_name(person))
        self._more.setVisible(listed.badge)

    def flush(self) -> None:
        """Keep what was typed and is not kept yet."""
        for line in (self.name, self.said):
            line.flush()

    def _keep(
        self,
        *,
        wanted: bool | None = None,
        name: str | None = None,
        said: str | None = None,
        role: bool | None = None,
    ) -> None:
        if self._entry:
            change = partial(change_badge, self._shell.desk.door, self._entry)
            self._shell.attempt(lambda: change(wanted=wanted, name=name, said=said, role=role))

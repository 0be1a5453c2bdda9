"""One person's details beside the list: their days, and what is needed so that the day suits."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from cps_desktop.domain.kinds import Attendance, Coming, Person
from cps_desktop.domain.records import RecordId
from cps_desktop.services.access_log import looked
from cps_desktop.services.attendance import change_attendance, set_organisation
from cps_desktop.services.people import change_person, organisation_name, shown_name
from cps_desktop.services.register import RegisterRow, RegisterView
from cps_desktop.ui.kit import (
    Button,
    Choice,
    Drawer,
    Fold,
    FormRow,
    LineField,
    Option,
    rule,
)
from cps_desktop.ui.pages_of_session.attendance_adding import ROLE_OPTIONS, organisation_finder
from cps_desktop.ui.pages_of_session.attendance_badge import BadgeFields
from cps_desktop.ui.pages_of_session.attendance_day_fields import DayFields
from cps_desktop.ui.pages_of_session.person_more import PersonMore
from cps_desktop.ui.pages_of_session.person_needs_fields import short
from cps_desktop.ui.pages_of_session.suggesting import Suggestions
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_S

_COMING: tuple[Option, ...] = (
    (Coming.EXPECTED, "Expected"),
    (Coming.WALK_IN, "Walked in"),
    (Coming.APOLOGIES, "Sent apologies for all days"),
)
_NEEDS_A_NAME = "A person needs a name; the one before is kept until there is another."


class PersonDetails(Drawer):
    """Everything about one person on the list. Each field keeps itself as it is typed."""

    remove_asked = Signal(object)
    """The row of the person to take off the list."""

    def __init__(self, shell: Shell) -> None:
        super().__init__("Details")
        self._shell = shell
        self._row: RegisterRow | None = None
        self._days: dict[RecordId, DayFields] = {}
        self._organisation_shown = ""
        self.name = LineField("Name")
        self.known_as = LineField("Known as")
        self.role = Choice("Role", ROLE_OPTIONS)
        self.organisation = LineField("Organisation")
        self.coming = Choice("On the list as", _COMING)
        self.more = PersonMore(shell)
        self.badge = BadgeFields(shell)
        self.badge_fold = Fold("Badge", self.badge)
        for choice in (self.role, self.coming):
            short(choice)
        self._name_row = FormRow("Name", self.name)
        self._days_column = QVBoxLayout()
        self._days_column.setSpacing(SPACE_S)
        self.remove = Button("Take off the list", self._remove, kind="danger")
        self.data = Button("Their data…", self._open_data, tip="Give it to them, or have it erased")
        for part in (
            self._name_row,
            FormRow("Known as", self.known_as, "What they like to be called."),
            FormRow("Role", self.role),
            FormRow("Organisation", self.organisation),
            FormRow("On the list as", self.coming),
            rule(),
        ):
            self.column.addWidget(part)
        self.column.addLayout(self._days_column)
        self.column.addWidget(rule())
        self.column.addWidget(self.badge_fold)
        self.column.addWidget(self.more)
        self.column.addWidget(rule())
        self.column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.data, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        self._connect()

    def _connect(self) -> None:
        self.name.edited.connect(self._name_edited)
        self.known_as.edited.connect(partial(self._set_person, "known_as"))
        self.role.chosen.connect(self._role_chosen)
        self.coming.chosen.connect(self._coming_chosen)
        self.organisation.entered.connect(self._keep_organisation)
        self._places = Suggestions(
            "Organisations already known",
            self.organisation,
            organisation_finder(self._shell.desk),
        )
        self._places.chosen.connect(self._organisation_taken)
        # Kept when the field is left, not at every pause: "North Cum" is no organisation.
        self.organisation.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.organisation and event.type() == QEvent.Type.FocusOut:
            self._keep_organisation()
        return super().eventFilter(watched, event)

    @property
    def attendance(self) -> RecordId:
        """Whose details are open; "" when none are."""
        return self._row.attendance if self._row is not None and not self.isHidden() else ""

    def open_for(self, row: RegisterRow, view: RegisterView) -> None:
        """Show a person and move the keyboard in."""
        self.leave()
        self._row = None
        self.show_row(row, view)
        desk = self._shell.desk
        looked(desk.workspace, "details", row.person, desk.door.now_ms())
        self.open_drawer()
        self.name.setFocus()

    def show_row(self, row: RegisterRow, view: RegisterView) -> None:
        """Show what is so now; what is being typed stays as it is."""
        records = self._shell.desk.door.records
        other = self._row is None or self._row.attendance != row.attendance
        self._row = row
        person = records.get(Person, row.person)
        if person is None:
            return
        self.set_title(shown_name(person))
        fields = (
            (self.name, person.name),
            (self.known_as, person.known_as),
        )
        for field, value in fields:
            (field.set_text if other else field.update_text)(value)
        self.more.show_person(person, other=other)
        self._show_badge(row, person, other=other)
        if other or self.organisation.text() == self._organisation_shown:
            # A name half typed is not kept yet, and stays.
            self._organisation_shown = organisation_name(records, person.organisation)
            self.organisation.set_text(self._organisation_shown)
        self.role.set_key(row.role)
        if row.role == "":
            self.role.setCurrentIndex(0)
        self.coming.set_key(row.coming)
        self._show_days(row, view)

    def _show_badge(self, row: RegisterRow, person: Person, *, other: bool) -> None:
        listed = self._shell.desk.door.records.get(Attendance, row.attendance)
        if listed is None:
            return
        self.badge.show_entry(listed, person, other=other)
        self.badge_fold.set_title("Badge (wanted)" if listed.badge else "Badge")
        if other:
            self.badge_fold.set_unfolded(listed.badge)

    def _show_days(self, row: RegisterRow, view: RegisterView) -> None:
        if tuple(self._days) != tuple(day.day for day in view.days):
            for gone in self._days.values():
                gone.hide()
                gone.deleteLater()
            session = view.session
            self._days = {day.day: DayFields(self._shell, session, day) for day in view.days}
            for fields in self._days.values():
                self._days_column.addWidget(fields)
        for day in row.days:
            self._days[day.day].show_day(row.attendance, row.name, day)

    def day_fields(self, day: RecordId) -> DayFields:
        """The fields of one day."""
        return self._days[day]

    def leave(self) -> None:
        """Write down what was typed and not yet kept."""
        if self._row is None:
            return
        for field in (self.name, self.known_as):
            field.flush()
        self.more.flush()
        self.badge.flush()
        self._keep_organisation()
        for day in self._days.values():
            day.flush()

    def close_drawer(self) -> None:
        self.leave()
        super().close_drawer()

    def _set_person(self, field: str, text: str) -> None:
        if self._row is None:
            return
        person = self._row.person
        door = self._shell.desk.door
        fields: dict[str, Any] = {field: text}
        self._shell.attempt(lambda: change_person(door, person, **fields))

    def _name_edited(self, text: str) -> None:
        self._name_row.set_problem("" if text.strip() else _NEEDS_A_NAME)
        if text.strip():
            self._set_person("name", text)

    def _role_chosen(self, role: str) -> None:
        if (row := self._row) is not None:
            door = self._shell.desk.door
            self._shell.attempt(lambda: change_attendance(door, row.attendance, role=role))

    def _coming_chosen(self, coming: str) -> None:
        if (row := self._row) is not None:
            door = self._shell.desk.door
            self._shell.attempt(lambda: change_attendance(door, row.attendance, coming=coming))

    def _organisation_taken(self, name: str) -> None:
        self.organisation.set_text(name)
        self._keep_organisation()

    def _keep_organisation(self) -> None:
        row = self._row
        records = self._shell.desk.door.records
        known = records.get(Attendance, row.attendance) if row is not None else None
        if row is None or known is None or known.deleted:
            return
        person = records.get(Person, row.person)
        text = self.organisation.text()
        if person is None or text.strip() == organisation_name(records, person.organisation):
            return
        door = self._shell.desk.door
        self._organisation_shown = text
        self._shell.attempt(lambda: set_organisation(door, row.attendance, text))

    def _open_data(self) -> None:
        if self._row is not None:
            self._shell.open_page("person_data", self._row.person)

    def _remove(self) -> None:
        if self._row is not None:
            row = self._row
            self.close_drawer()
            self.remove_asked.emit(row)

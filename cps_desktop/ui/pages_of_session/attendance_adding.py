"""Adding people fast: name, role and organisation in one row, Enter for the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Alike, Attendance
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sentences import set_apart
from cps_desktop.services.attendance import add_to_list
from cps_desktop.services.desk import Desk
from cps_desktop.services.merging import keep_two
from cps_desktop.services.people import (
    ROLE_WORDS,
    PeopleFinder,
    PersonFound,
    folded,
    organisations,
)
from cps_desktop.services.register import RegisterRow
from cps_desktop.services.same_person import they_are_one
from cps_desktop.ui.kit import Button, Card, Choice, FormRow, LineField, MessagePanel, Option
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.suggesting import Suggestion, Suggestions
from cps_desktop.ui.session_page import Shell

ROLE_OPTIONS: tuple[Option, ...] = (("", "No role yet"), *ROLE_WORDS.items())


def suggested(found: PersonFound) -> Suggestion:
    """A known person as a suggestion."""
    name = f"{found.name} ({found.known_as})" if found.known_as else found.name
    return Suggestion(found.person, name, found.detail)


def organisation_finder(desk: Desk) -> Callable[[str], list[Suggestion]]:
    """Finds organisations by any part of their name, now or formerly."""

    def find(text: str) -> list[Suggestion]:
        wanted = folded(text)
        known = organisations(desk.door.records)
        if not wanted or any(folded(one.name) == wanted for one in known):
            return []
        hits = [one for one in known if wanted in folded(f"{one.name} {one.former_names}")]
        hits.sort(key=lambda one: not folded(one.name).startswith(wanted))
        return [Suggestion(one.name, one.name) for one in hits]

    return find


class SamePersonQuestion(QWidget):
    """Asked after somebody was added under a known name. It never holds anything up."""

    answered = Signal(str)
    """The entry that stays on the list."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.panel: MessagePanel | None = None
        self.hide()

    def ask(self, attendance: RecordId, known: PersonFound, *, detail: str) -> None:
        """Ask whether whoever was just added is this known person; ``detail`` tells them apart."""
        self.put_away()
        first = known.name.split()[0] if known.name.split() else known.name
        self.panel = MessagePanel(
            "question",
            f"Is this the same {first}?",
            safe=f"{known.name} is known already{detail}. "
            "You can leave this and answer later, or not at all.",
            actions=(
                ("Yes, the same person", lambda: self._same(attendance, known.person)),
                ("No, somebody else", lambda: self._other(attendance, known.person)),
            ),
        )
        self._column.addWidget(self.panel)
        self.show()
        self.panel.speak()

    def put_away(self) -> None:
        if self.panel is not None:
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self.hide()

    def _same(self, attendance: RecordId, person: RecordId) -> None:
        door = self._shell.desk.door
        stays = self._shell.attempt(lambda: they_are_one(door, attendance, person))
        self.put_away()
        if stays:
            self._shell.say("They are one person now.", undo=True)
            self.answered.emit(stays)

    def _other(self, attendance: RecordId, person: RecordId) -> None:
        """They are two: that is remembered, so that nobody is asked again."""
        door = self._shell.desk.door
        listed = door.records.get(Attendance, attendance)
        if listed is not None and listed.person != person:
            newcomer = listed.person
            self._shell.attempt(lambda: keep_two(door, Alike.PERSON, newcomer, person))
        self.put_away()
        self.answered.emit("")


class AddPeople(Card):
    """The row that adds people. Role and organisation stay for the next, who is often alike."""

    added = Signal(str)
    """The entry that was made or found."""

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__(name="Add people", tight=True)
        self._shell = shell
        self._session = session
        self._finder: PeopleFinder | None = None
        self._listed: dict[RecordId, RegisterRow] = {}
        self.name = LineField("Name", hint="Full name")
        self.role = Choice("Role", ROLE_OPTIONS)
        self.organisation = LineField("Organisation", hint="If any")
        self.add_button = Button("Add", self.add_typed, kind="primary")
        self.add_button.setAccessibleName("Add to the list")
        button_row = FormRow(" ", self.add_button)
        button_row.label.setAccessibleName("")
        self.add(
            Across(
                (FormRow("Name", self.name), 3),
                (FormRow("Role", self.role), 0),
                (FormRow("Organisation", self.organisation), 2),
                (button_row, 0),
            )
        )
        self.question = SamePersonQuestion(shell)
        self.question.answered.connect(lambda _entry: self.name.setFocus())
        self.add(self.question)
        self.people = Suggestions("People already known", self.name, self._find_people)
        self.people.chosen.connect(self._add_known)
        self.places = Suggestions(
            "Organisations already known", self.organisation, organisation_finder(shell.desk)
        )
        self.places.chosen.connect(self._take_organisation)
        self.name.entered.connect(self.add_typed)
        self.organisation.entered.connect(self.add_typed)
        self.role.installEventFilter(self)

    def show_list(self, rows: tuple[RegisterRow, ...]) -> None:
        """Know who is on the list, so that nobody is offered twice; read people again at need."""
        self._listed = {row.person: row for row in rows}
        self._finder = None

    @property
    def finder(self) -> PeopleFinder:
        if self._finder is None:
            self._finder = PeopleFinder(self._shell.desk.door.records)
        return self._finder

    def add_typed(self) -> None:
        """Put the name typed on the list. A known name is asked about afterwards."""
        name = self.name.text().strip()
        if not name:
            self.name.setFocus()
            return
        known = self.finder.same_name(name)
        entry = self._shell.attempt(
            lambda: add_to_list(
                self._shell.desk.door,
                self._session,
                name=name,
                role=self.role.key(),
                organisation=self.organisation.text(),
            )
        )
        if not entry:
            return
        self._next(entry, name)
        if known:
            # Somebody who is on this list already is the likeliest slip.
            likeliest = max(known, key=lambda one: one.person in self._listed)
            told = f": {likeliest.detail}" if likeliest.detail else ""
            self.question.ask(entry, likeliest, detail=told)

    def _add_known(self, person: RecordId) -> None:
        found = self.finder.find(self.name.text(), limit=50)
        known = next((one for one in found if one.person == person), None)
        role = known.role if known is not None and known.role else self.role.key()
        entry = self._shell.attempt(
            lambda: add_to_list(self._shell.desk.door, self._session, person=person, role=role)
        )
        if entry:
            self._next(entry, known.name if known is not None else "One more person")

    def _next(self, entry: RecordId, name: str) -> None:
        self.question.put_away()
        self.name.set_text("")
        self.name.setFocus()
        self._shell.say(f"{set_apart(name)} is on the list.", undo=True)
        self.added.emit(entry)

    def _take_organisation(self, name: str) -> None:
        self.organisation.set_text(name)
        self.organisation.setFocus()

    def _find_people(self, text: str) -> list[Suggestion]:
        return [suggested(one) for one in self.finder.find(text, without=self._listed)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.role
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        ):
            self.add_typed()
            return True
        return super().eventFilter(watched, event)

"""A person's data: given to them, erased, or asked to be erased; and what others asked for."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.kinds import Person
from cps_desktop.domain.records import RecordId
from cps_desktop.services.access_log import looked
from cps_desktop.services.erasing import Request, may_erase, refuse_request, requests
from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.people import PeopleFinder, shown_name
from cps_desktop.ui.form_column import FormColumn
from cps_desktop.ui.kit import Button, Card, FormRow, LineField, Words, buttons_row, empty
from cps_desktop.ui.pages_of_session.suggesting import Suggestion, Suggestions
from cps_desktop.ui.person_data_after import AfterCard
from cps_desktop.ui.person_data_erase import AskCard, EraseCard
from cps_desktop.ui.person_data_give import GiveCard
from cps_desktop.ui.session_page import SessionPage, Shell

_TITLE: Final = "A person's data"
_LINE: Final = "People may have what is held about them, and may ask for it to be erased."


class PersonDataPage(SessionPage):
    """Opened from a person's details, or from anywhere; then one looks for the person first."""

    KEY: ClassVar[str] = "person_data"
    NAME: ClassVar[str] = _TITLE

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, _TITLE, _LINE)
        self._person: RecordId = ""
        self._finder: PeopleFinder | None = None
        self._told: tuple[Request, ...] = ()
        self.name = LineField("Name", hint="Any part of a name")
        self.suggestions = Suggestions("People already known", self.name, self._find)
        self.suggestions.chosen.connect(self.show_person)
        self.find_card = Card(name="Who is it about?")
        self.find_card.add(
            Words("Who is it about?", "section"),
            FormRow("Name", self.name, "Choose from the list."),
        )
        self.other = Button("Somebody else", self._somebody_else)
        self.who = Words("", "section")
        self.who_card = Card(name="Who it is about", tight=True)
        self.who_card.add(self.who, self.other)
        self.requests_card = Card(name="Asked to be erased")
        self.buttons: dict[RecordId, tuple[Button, Button]] = {}
        self.give = GiveCard(shell)
        self.erase = EraseCard(shell)
        self.ask = AskCard(shell)
        self.erase.erased.connect(self._erased)
        self.after = AfterCard(shell, self, self.show_person)
        parts: list[QWidget] = [
            self.requests_card,
            self.after,
            self.find_card,
            self.who_card,
            self.give,
            self.erase,
            self.ask,
        ]
        self.add(FormColumn(*parts))
        self._gone = False

    # -- the contract of a page -------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is None or summary.concerns("person", "organisation"):
            self._finder = None
        if summary is None or summary.concerns("erasure_request", "person", "paper", "ruling"):
            self._show_requests()
        self.after.refresh(summary)
        self._show()

    def go_to(self, record: RecordId) -> None:
        self.show_person(record)

    def place(self) -> RecordId:
        return self._person

    # -- who it is about ----------------------------------------------------------------------

    def _find(self, text: str) -> list[Suggestion]:
        if self._finder is None:
            self._finder = PeopleFinder(self.desk.door.records)
        return [Suggestion(one.person, one.name, one.detail) for one in self._finder.find(text)]

    def show_person(self, person: RecordId) -> None:
        """From now on the page is about this person."""
        self._person = person
        self._gone = False
        if person:
            looked(self.desk.workspace, self.KEY, person, self.desk.door.now_ms())
        self.name.set_text("")
        self._show()
        if self._person:
            self.give.give.setFocus()

    def _somebody_else(self) -> None:
        self.show_person("")
        self.name.setFocus()

    def _erased(self) -> None:
        self._gone = True
        self._show()

    def _show(self) -> None:
        known = self.desk.workspace.get(Person, self._person) if self._person else None
        here = known is not None
        self.find_card.setVisible(not here and not self._gone)
        self.who_card.setVisible(here or self._gone)
        self.who.setText(shown_name(known) if here else "Erased")
        allowed = may_erase(self.desk.workspace)
        self.give.setVisible(here)
        self.erase.setVisible((here or self._gone) and allowed)
        self.ask.setVisible(here and not allowed)
        if here:
            for card in (self.give, self.ask):
                card.show_person(self._person)
            if not self._gone:
                self.erase.show_person(self._person)

    # -- what was asked for -------------------------------------------------------------------

    def _show_requests(self) -> None:
        told = requests(self.desk.workspace)
        self.requests_card.setVisible(bool(told))
        if told == self._told and self.buttons:
            return
        self._told = told
        empty(self.requests_card.column)
        self.buttons = {}
        self.requests_card.add(Words("Asked to be erased", "section"))
        allowed = may_erase(self.desk.workspace)
        for one in told:
            self.requests_card.add(self._request(one, allowed=allowed))

    def _request(self, one: Request, *, allowed: bool) -> QWidget:
        holder = Card("accent", name=f"Asked to be erased: {one.name}", tight=True)
        look = Button("Look at it", lambda: self.show_person(one.person))
        look.setAccessibleName(f"Look at it: {one.name}")
        refuse = Button("Do not erase", lambda: self._refuse(one))
        refuse.setAccessibleName(f"Do not erase: {one.name}")
        refuse.setVisible(allowed)
        self.buttons[one.id] = (look, refuse)
        holder.add(
            Words(one.name, "strong"),
            Words(one.why),
            Words(f"Asked on {say_moment(one.asked_at)}", "small", "quiet"),
        )
        holder.column.addLayout(buttons_row(look, refuse) if allowed else buttons_row(look))
        if not allowed:
            refuse.setParent(holder)
        return holder

    def _refuse(self, one: Request) -> None:
        door = self.desk.door
        if self.shell.attempt(lambda: refuse_request(door, one.id)) is not None:
            self.shell.say(f"Nothing of {one.name} is erased on this request.", undo=True)

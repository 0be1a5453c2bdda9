"""A new claim: whose, and to whom."""

from __future__ import annotations

from PySide6.QtCore import Signal

from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Person, Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.claims import start_claim
from cps_desktop.services.people import (
    PeopleFinder,
    add_person,
    ensure_organisation,
    folded,
    organisation_name,
)
from cps_desktop.services.who_stands import entries_each
from cps_desktop.ui.kit import Button, Card, FormRow, LineField, Words, buttons_row
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.attendance_adding import organisation_finder, suggested
from cps_desktop.ui.pages_of_session.suggesting import MOST, Suggestion, Suggestions
from cps_desktop.ui.session_page import Shell

_WHO = "Write whose claim it is. Nothing was changed."
_WHO_PAYS = "Write which organisation pays people's expenses. Nothing was changed."


class NewClaim(Card):
    """Two fields: somebody from the list (or a new name), and the lead agency that pays."""

    begun = Signal(str)
    """The claim that was made, or found where there was one."""
    put_away = Signal()

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__("accent", name="New claim")
        self._shell = shell
        self._session = session
        self._person: RecordId = ""
        self.claimant = LineField("Whose claim is it?", hint="Part of the name")
        self.agency = LineField("Lead agency")
        self._claimant_row = FormRow(
            "Whose claim is it?", self.claimant, "People on this session's list come first."
        )
        self._agency_row = FormRow("Lead agency", self.agency, "It pays, by its own policy.")
        self.begin_button = Button("Begin the claim", self.begin, kind="primary")
        self.add(Words("New claim", "section"))
        self.add(Across((self._claimant_row, 1), (self._agency_row, 1)))
        self.column.addLayout(buttons_row(self.begin_button, Button("Not now", self.put_away.emit)))
        self.people = Suggestions("People who may be meant", self.claimant, self._find)
        self.people.chosen.connect(self._take_person)
        self.places = Suggestions(
            "Organisations already known", self.agency, organisation_finder(shell.desk)
        )
        self.places.chosen.connect(self._take_agency)
        self.claimant.entered.connect(self.begin)
        self.agency.entered.connect(self.begin)

    def start(self) -> None:
        """Empty fields, the session's lead agency, and the keyboard on the name."""
        records = self._shell.desk.door.records
        session = records.get(Session, self._session)
        self._person = ""
        self.claimant.set_text("")
        self.agency.set_text(
            organisation_name(records, session.lead_agency) if session is not None else ""
        )
        for row in (self._claimant_row, self._agency_row):
            row.set_problem("")
        self.claimant.setFocus()

    def _listed(self) -> frozenset[RecordId]:
        return frozenset(entries_each(self._shell.desk.door.records, self._session))

    def _find(self, text: str) -> list[Suggestion]:
        listed = self._listed()
        found = PeopleFinder(self._shell.desk.door.records).find(text, limit=4 * MOST)
        ordered = sorted(found, key=lambda one: one.person not in listed)
        return [suggested(one) for one in ordered]

    def _take_person(self, person: RecordId) -> None:
        known = self._shell.desk.door.records.get(Person, person)
        if known is not None:
            self._person = person
            self.claimant.set_text(known.name)
            self.begin() if self.agency.text().strip() else self.agency.setFocus()

    def _take_agency(self, name: str) -> None:
        self.agency.set_text(name)
        self.begin()

    def begin(self) -> None:
        """Make the claim, or open the one this person has; what is missing is said beside it."""
        name, agency = self.claimant.text().strip(), self.agency.text().strip()
        self._claimant_row.set_problem("" if name else _WHO)
        self._agency_row.set_problem("" if agency else _WHO_PAYS)
        if not name or not agency:
            (self.agency if name else self.claimant).setFocus()
            return
        door = self._shell.desk.door
        try:
            person = self._meant(name) or add_person(door, name=name)
            pays = ensure_organisation(door, agency, lead_agency=True)
            claim = start_claim(door, self._session, person, pays)
        except Fault as fault:
            self._claimant_row.set_problem(str(fault))
            return
        self.begun.emit(claim)

    def _meant(self, name: str) -> RecordId:
        """The person chosen, or the one on the list who is called exactly so; "" for a new one."""
        records = self._shell.desk.door.records
        chosen = records.get(Person, self._person) if self._person else None
        if chosen is not None and folded(chosen.name) == folded(name):
            return chosen.id
        listed = self._listed()
        same = [one for one in PeopleFinder(records).same_name(name) if one.person in listed]
        return same[0].person if len(same) == 1 else ""

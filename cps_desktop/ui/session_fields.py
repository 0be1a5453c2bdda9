"""The fields of a session, in the order people think of them: for a new one and for later."""

from __future__ import annotations

from cps_desktop.services.desk import Desk
from cps_desktop.services.sessions import KIND_WORDS
from cps_desktop.ui.form_column import FormColumn
from cps_desktop.ui.kit import Card, Choice, FormRow, LineField, TextField, Words
from cps_desktop.ui.names import (
    OneName,
    SeveralNames,
    communities_like,
    organisations_like,
    people_like,
)
from cps_desktop.ui.session_days import DaysEditor
from cps_desktop.ui.theme import SPACE_L


class SessionFields(FormColumn):
    """What a session is, when, where, and who. Nothing here keeps anything by itself."""

    def __init__(self, desk: Desk) -> None:
        self.kind_of = Choice("Kind", list(KIND_WORDS.items()))
        self.title = LineField("Title", hint="Such as: Making discharge letters clearer")
        self.purpose = TextField("Purpose")
        self.days = DaysEditor(desk.door.today())
        self.venue = LineField("Venue")
        self.agency = OneName("Lead agency", organisations_like(desk))
        self.organisations = SeveralNames("Organisations taking part", organisations_like(desk))
        self.community = OneName("Integrated Care Community", communities_like(desk))
        self.facilitators = SeveralNames("Facilitators", people_like(desk))
        what = Card(name="What").add(
            Words("What", "section"),
            FormRow("Kind", self.kind_of),
            FormRow("Title", self.title, "A name that people will know it by."),
            FormRow("Purpose", self.purpose, "What should be better afterwards?"),
        )
        when = Card(name="When").add(Words("When", "section"), self.days)
        where = Card(name="Where and who").add(
            Words("Where and who", "section"),
            FormRow("Venue", self.venue),
            FormRow(
                "Lead agency",
                self.agency,
                "Pays people's expenses under its own policy. Choose one, or type a new one.",
            ),
            FormRow("Organisations taking part", self.organisations),
            FormRow("Integrated Care Community", self.community),
            FormRow("Facilitators", self.facilitators, "Choose people, or type a new name."),
        )
        for card in (what, when, where):
            card.column.setSpacing(SPACE_L)
        super().__init__(what, when, where)

    def flush(self) -> None:
        """Tell at once whatever was typed."""
        for field in (self.title, self.purpose, self.venue, self.agency.line, self.community.line):
            field.flush()
        for several in (self.organisations, self.facilitators):
            several.line.flush()
        self.days.flush()

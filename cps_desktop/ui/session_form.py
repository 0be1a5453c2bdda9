"""Session details: the same fields for a session that is there. Every change is kept at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from cps_desktop.domain.changes import ChangeSummary, Edit, setting
from cps_desktop.domain.kinds import Organisation, Person, Session, SessionDay
from cps_desktop.domain.records import RecordId, Value
from cps_desktop.services.people import ensure_organisation, organisation_name, shown_name
from cps_desktop.services.session_making import Named, people_named
from cps_desktop.services.sessions import (
    add_day,
    change_day,
    change_session,
    days_of,
    delete_session,
    finish_session,
    remove_day,
)
from cps_desktop.ui.kit import Button
from cps_desktop.ui.session_days import DayRow
from cps_desktop.ui.session_fields import SessionFields
from cps_desktop.ui.session_page import SessionPage, Shell

UNSETTLED = "unsettled session details"
"""What is typed but not yet a name or a day: kept on this laptop until it is."""


class DetailsPage(SessionPage):
    """Change what is known of a session: its title, its days, who takes part."""

    KEY: ClassVar[str] = "details"
    NAME: ClassVar[str] = "Session details"

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__(shell, session, "Session details", "Every change is kept as you make it.")
        self.fields = SessionFields(self.desk)
        self.finish = Button("Finish the session", self._finish)
        self.delete = Button("Delete the session", self._delete)
        self.set_buttons([self.delete, self.finish])
        self.add(self.fields)
        self._unsettled: dict[str, str] = {}
        self._adding: DayRow | None = None
        self._watch()

    # -- showing --------------------------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        """Show what is kept; what is just being typed stays."""
        if summary is not None and not summary.concerns(
            Session.KIND, SessionDay.KIND, Organisation.KIND, Person.KIND
        ):
            return
        known = self.desk.workspace.get(Session, self.session)
        if known is None:
            return
        fields, records = self.fields, self.desk.workspace
        fields.kind_of.set_key(known.kind_of)
        fields.title.update_text(known.title)
        fields.purpose.update_text(known.purpose)
        fields.venue.update_text(known.venue)
        fields.agency.show_name(organisation_name(records, known.lead_agency))
        fields.community.show_name(known.community)
        fields.organisations.show_names(
            [Named(organisation_name(records, one), one) for one in known.organisations]
        )
        fields.facilitators.show_names(
            [Named(shown_name(records.get(Person, one)), one) for one in known.facilitators]
        )
        self._show_days()
        self.finish.set_words(
            "Carry on with the session" if known.finished else "Finish the session"
        )
        if summary is None:
            self._show_unsettled()

    def _show_days(self) -> None:
        days, editor = days_of(self.desk.workspace, self.session), self.fields.days
        kept = {one.id: one for one in days}
        for row in list(editor.rows):
            if row.record and row.record not in kept:
                editor.take_row(row)
        here = {row.record: row for row in editor.rows}
        for one in days:
            if one.id not in here and self._adding is not None:
                # The row that is just being added is told of its own record.
                self._adding.record, here[one.id] = one.id, self._adding
                self._adding = None
            row = here.get(one.id) or editor.put_row(one.id)
            row.show_times(one.day, one.starts, one.ends)
        editor.put_in_order([one.id for one in days])
        editor.ask()

    # -- keeping --------------------------------------------------------------------------------

    def _watch(self) -> None:
        fields = self.fields
        fields.kind_of.chosen.connect(lambda key: self._set(kind_of=key))
        fields.title.edited.connect(lambda text: self._set(title=text))
        fields.purpose.edited.connect(lambda text: self._set(purpose=text))
        fields.venue.edited.connect(lambda text: self._set(venue=text))
        fields.agency.edited.connect(lambda text: self._typing("agency", text))
        fields.agency.settled.connect(self._set_agency)
        fields.community.edited.connect(lambda text: self._set(community=text))
        fields.organisations.edited.connect(lambda text: self._typing("organisation", text))
        fields.organisations.changed.connect(self._set_organisations)
        fields.facilitators.edited.connect(lambda text: self._typing("facilitator", text))
        fields.facilitators.changed.connect(self._set_facilitators)
        fields.days.changed.connect(self._day_typed)
        fields.days.added.connect(self._day_typed)
        fields.days.removed.connect(self._day_removed)

    def leave(self) -> None:
        """Keep what was typed; names that are typed are taken."""
        self.fields.flush()
        self.fields.agency.settle()
        self.fields.organisations.settle()
        self.fields.facilitators.settle()

    def _set(self, **values: Value) -> None:
        door = self.desk.door
        self.shell.attempt(lambda: change_session(door, self.session, initiator=self, **values))

    def _set_agency(self, name: str) -> None:
        self._typing("agency", "")
        if not name:
            self._set(lead_agency="")
            return
        door = self.desk.door
        agency = self.shell.attempt(lambda: ensure_organisation(door, name, lead_agency=True))
        if agency is not None:
            self._set(lead_agency=agency)

    def _set_organisations(self, names: Sequence[Named]) -> None:
        door = self.desk.door

        def keep() -> None:
            ids = [one.record or ensure_organisation(door, one.name) for one in names]
            change_session(door, self.session, organisations=tuple(dict.fromkeys(ids)))

        self.shell.attempt(keep)

    def _set_facilitators(self, names: Sequence[Named]) -> None:
        door = self.desk.door

        def keep() -> None:
            known = door.must_exist(Session, self.session)
            edits: list[Edit] = []
            people = people_named(door, names, edits)
            door.do("Change the facilitators", [*edits, *setting(known, facilitators=people)])

        self.shell.attempt(keep)

    def _day_typed(self, row: DayRow) -> None:
        times = row.times()
        self._typing(f"day {row.record or 'new'}", "" if times else row.day.text())
        door = self.desk.door
        if row.record:
            if times is None and row.day.text().strip():
                # Not understood yet: the day that is kept stays until it is.
                values: dict[str, Value] = {}
            else:
                values = {"day": times.day if times else None}
            for name, field in (("starts", row.starts), ("ends", row.ends)):
                if field.value() is not None or not field.text().strip():
                    values[name] = field.value()
            self.shell.attempt(lambda: change_day(door, row.record, **values))
        elif times is not None:
            self._adding = row
            self.shell.attempt(lambda: add_day(door, self.session, times))
            self._adding = None

    def _day_removed(self, row: DayRow) -> None:
        if row.record:
            self.shell.attempt(lambda: remove_day(self.desk.door, row.record))
            self.shell.say("The day was removed.", undo=True)

    # -- typed, not yet settled --------------------------------------------------------------------

    def _typing(self, field: str, text: str) -> None:
        if self._unsettled.get(field, "") == text:
            return
        self._unsettled[field] = text
        left = {name: words for name, words in self._unsettled.items() if words}
        kept = self._all_unsettled()
        kept.pop(self.session, None)
        if left:
            kept[self.session] = left
        self.shell.attempt(lambda: self.desk.workspace.set_note(UNSETTLED, kept))

    def _all_unsettled(self) -> dict[str, Any]:
        note = self.desk.workspace.note(UNSETTLED)
        return dict(note) if isinstance(note, dict) else {}

    def _show_unsettled(self) -> None:
        mine = self._all_unsettled().get(self.session)
        self._unsettled = (
            {str(k): str(v) for k, v in mine.items()} if isinstance(mine, dict) else {}
        )
        fields = self.fields
        shows: dict[str, Callable[[str], object]] = {
            "agency": fields.agency.show_typed,
            "organisation": fields.organisations.show_typed,
            "facilitator": fields.facilitators.show_typed,
        }
        for name, text in self._unsettled.items():
            if name in shows and text:
                shows[name](text)
        for row in fields.days.rows:
            if words := self._unsettled.get(f"day {row.record}"):
                row.day.line.set_text(words)
        if words := self._unsettled.get("day new"):
            fields.days.put_row("").day.line.set_text(words)

    # -- the session as a whole ------------------------------------------------------------------

    def _finish(self) -> None:
        known = self.desk.workspace.get(Session, self.session)
        if known is None:
            return
        finished = not known.finished
        if self.shell.attempt(
            lambda: finish_session(self.desk.door, self.session, finished=finished)
        ):
            self.shell.say("The session is finished." if finished else "It goes on.", undo=True)

    def _delete(self) -> None:
        if self.shell.attempt(lambda: delete_session(self.desk.door, self.session)) is not None:
            self.shell.open_home()
            self.shell.say("Deleted. It can be brought back.", undo=True)

"""New session: everything about it on one page, begun in one step.

What is typed is kept as a draft on this laptop all along, so that nothing is lost before it is
begun; the draft goes when the session is there, or when the person clears the page.
"""

from __future__ import annotations

from typing import Any, ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cps_desktop.domain.kinds import SessionKind
from cps_desktop.domain.records import RecordId
from cps_desktop.services.own_details import own_name, own_organisation
from cps_desktop.services.session_making import Named, SessionDraft, begin_session
from cps_desktop.ui.kit import Button
from cps_desktop.ui.session_days import DayTyped
from cps_desktop.ui.session_fields import SessionFields
from cps_desktop.ui.session_page import SessionPage, Shell

DRAFT = "new session"


class NewSessionPage(SessionPage):
    """Prepare a session and begin it."""

    KEY: ClassVar[str] = "new_session"
    NAME: ClassVar[str] = "New session"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(
            shell, session, "New session", "Only the title is needed. The rest can come later."
        )
        self.fields = SessionFields(self.desk)
        self.begin = Button(
            "Begin the session", self._begin, kind="primary", tip="Ctrl+Enter does the same"
        )
        self.clear = Button("Clear this page", self._clear)
        self.set_buttons([self.clear], self.begin)
        self.add(self.fields)
        self._written: dict[str, Any] = {}
        self._load(self.desk.workspace.note(DRAFT))
        self._watch()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._begin)

    def first_part(self) -> QWidget | None:
        """The title: it is all that is needed."""
        return self.fields.title

    def leave(self) -> None:
        """Keep the draft."""
        self.fields.flush()
        self._keep()

    def _watch(self) -> None:
        fields = self.fields
        for field in (fields.title, fields.purpose, fields.venue):
            field.edited.connect(lambda _text: self._keep())
        for name in (fields.agency, fields.community):
            name.edited.connect(lambda _text: self._keep())
        for several in (fields.organisations, fields.facilitators):
            several.edited.connect(lambda _text: self._keep())
            several.changed.connect(lambda _names: self._keep())
        for signal in (fields.days.changed, fields.days.added, fields.days.removed):
            signal.connect(lambda _row: self._keep())
        fields.kind_of.chosen.connect(lambda _key: self._keep())
        fields.title.entered.connect(fields.purpose.setFocus)

    def _now(self) -> dict[str, Any]:
        fields = self.fields
        return {
            "title": fields.title.text(),
            "kind_of": fields.kind_of.key(),
            "purpose": fields.purpose.text(),
            "days": [
                [row.day.text(), row.starts.text(), row.ends.text()] for row in fields.days.rows
            ],
            "venue": fields.venue.text(),
            "agency": fields.agency.text(),
            "organisations": [[one.name, one.record] for one in fields.organisations.names()],
            "organisation": fields.organisations.typed(),
            "community": fields.community.text(),
            "facilitators": [[one.name, one.record] for one in fields.facilitators.names()],
            "facilitator": fields.facilitators.typed(),
        }

    def _keep(self) -> None:
        now = self._now()
        if now == self._written:
            return

        def keep() -> bool:
            self.desk.workspace.set_note(DRAFT, now)
            return True

        if self.shell.attempt(keep):
            self._written = now

    def _load(self, note: object) -> None:
        kept: dict[str, Any] = note if isinstance(note, dict) else self._beginning()
        fields = self.fields
        fields.kind_of.set_key(str(kept.get("kind_of") or SessionKind.COPRODUCTION))
        fields.title.set_text(str(kept.get("title", "")))
        fields.purpose.set_text(str(kept.get("purpose", "")))
        fields.venue.set_text(str(kept.get("venue", "")))
        fields.agency.show_typed(str(kept.get("agency", "")))
        fields.community.show_typed(str(kept.get("community", "")))
        fields.organisations.show_names(_named(kept.get("organisations")))
        fields.organisations.show_typed(str(kept.get("organisation", "")))
        fields.facilitators.show_names(_named(kept.get("facilitators")))
        fields.facilitators.show_typed(str(kept.get("facilitator", "")))
        for row in list(fields.days.rows):
            fields.days.take_row(row)
        for words in kept.get("days") or [["", "", ""]]:
            fields.days.put_row("").show_typed(DayTyped(*(str(one) for one in words[:3])))
        fields.days.ask()
        self._written = self._now()

    def _beginning(self) -> dict[str, Any]:
        """What is likely at the start: whoever works here facilitates, for their organisation."""
        me, mine = own_name(self.desk.workspace), own_organisation(self.desk.workspace)
        return {
            "facilitators": [[me, ""]] if me else [],
            "organisations": [[mine, ""]] if mine else [],
        }

    def _draft(self) -> SessionDraft:
        fields = self.fields
        fields.organisations.settle()
        fields.facilitators.settle()
        return SessionDraft(
            title=fields.title.text(),
            kind_of=fields.kind_of.key(),
            purpose=fields.purpose.text(),
            days=fields.days.times(),
            venue=fields.venue.text(),
            lead_agency=fields.agency.text(),
            organisations=tuple(one.name for one in fields.organisations.names()),
            community=fields.community.text(),
            facilitators=tuple(self._person(one) for one in fields.facilitators.names()),
        )

    def _person(self, named: Named) -> Named:
        """A name that exactly one known person has is that person."""
        if named.record:
            return named
        from cps_desktop.services.people import PeopleFinder

        same = PeopleFinder(self.desk.workspace).same_name(named.name)
        return Named(named.name, same[0].person) if len(same) == 1 else named

    def _begin(self) -> None:
        if not self.fields.title.text().strip():
            self.shell.say("Give the session a title first. Everything else can come later.")
            self.fields.title.setFocus()
            return
        draft = self._draft()
        session = self.shell.attempt(lambda: begin_session(self.desk.door, draft))
        if session is None:
            return
        self._forget()
        self.shell.open_session(session)
        self.shell.say(f"Begun: {' '.join(draft.title.split())}", undo=True)

    def _clear(self) -> None:
        self._forget()
        self.fields.title.setFocus()

    def _forget(self) -> None:
        self.shell.attempt(lambda: self.desk.workspace.set_note(DRAFT, None))
        self._load(None)


def _named(kept: object) -> list[Named]:
    pairs = kept if isinstance(kept, list) else []
    return [
        Named(str(one[0]), str(one[1])) for one in pairs if isinstance(one, list) and len(one) == 2
    ]

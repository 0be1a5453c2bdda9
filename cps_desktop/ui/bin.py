"""Deleted sessions: none is gone, each can be brought back with all it held."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import say_date, say_days
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.sessions import (
    KIND_WORDS,
    bring_back_session,
    days_of,
    deleted_sessions,
)
from cps_desktop.ui.kit import Button, Column, EmptyState, RecordTable
from cps_desktop.ui.session_page import SessionPage, Shell


class BinPage(SessionPage):
    """The deleted sessions of this workspace."""

    KEY: ClassVar[str] = "bin"
    NAME: ClassVar[str] = "Deleted sessions"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(
            shell,
            session,
            "Deleted sessions",
            "Nothing here is gone. Bring a session back with all it held.",
            scrolls=False,
        )
        self.back = Button("Bring back", self._bring_back, kind="primary")
        self.set_buttons((), self.back)
        columns: tuple[Column[Session], ...] = (
            Column("Session", lambda one: one.title or "Without a title", strong=True, wide=True),
            Column("Kind", lambda one: KIND_WORDS.get(one.kind_of, "Other")),
            Column("When it was", self._days),
            Column("Deleted", _deleted, sort=lambda one: one.touched),
        )
        self.table: RecordTable[Session] = RecordTable(
            "Deleted sessions",
            columns,
            lambda one: one.id,
            empty=EmptyState(
                "No session was deleted. When you delete one, it waits here.",
                ("All sessions", shell.open_home),
            ),
            filter_hint="Filter the deleted sessions",
        )
        self.table.opened.connect(lambda _one: self._bring_back())
        self.table.current_changed.connect(lambda one: self.back.setEnabled(one is not None))
        self.set_content(self.table)

    def refresh(self, summary: ChangeSummary | None) -> None:
        """Show what can be brought back."""
        del summary
        rows = deleted_sessions(self.desk.workspace)
        self.table.set_rows(rows)
        self.back.setVisible(bool(rows))
        if rows and self.table.current() is None:
            self.table.choose(rows[0].id)
        self.back.setEnabled(self.table.current() is not None)

    def _days(self, one: Session) -> str:
        days = [day.day for day in days_of(self.desk.workspace, one.id) if day.day is not None]
        return say_days(days)

    def _bring_back(self) -> None:
        one = self.table.current()
        if one is None:
            return
        if self.shell.attempt(lambda: bring_back_session(self.desk.door, one.id)) is not None:
            self.shell.say(f"Brought back: {' '.join(one.title.split())}", undo=True)


def _deleted(one: Session) -> str:
    return say_date(dt.datetime.fromtimestamp(one.touched / 1000, dt.UTC).astimezone().date())

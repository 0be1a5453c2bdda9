"""Actions: who does what by when, from every planner of the session and added by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.kinds import Action as ActionRecord
from cps_desktop.domain.kinds import ActionState
from cps_desktop.domain.records import RecordId
from cps_desktop.services import actions
from cps_desktop.services.desk import Desk
from cps_desktop.ui.attempts import Attempts
from cps_desktop.ui.kit import Button, Choice, Column, EmptyState, RecordTable, announce
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.pages_of_session.actions_rows import (
    DONE,
    OPEN,
    OVERDUE,
    ActionRow,
    action_rows,
)
from cps_desktop.ui.pages_of_session.planner_snapshot import names_here
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import SPACE_S
from cps_desktop.ui.wall.shaping import ActionDialog

_SHOWN = ("action", "note", "planner", "attendance", "person")
_LINE = "Who does what, by when."
_EMPTY = (
    "There is no action yet. Turn a note of the planner into one, or add one here: "
    "who will do what, by when?"
)
_SHOW = (("", "All actions"), (OPEN, "Still to do"), (OVERDUE, "Overdue"), (DONE, "Done"))


def _day(row: ActionRow) -> dt.date:
    return row.due or dt.date.max


def _columns() -> list[Column[ActionRow]]:
    return [
        Column("State", lambda row: row.state.word, state=lambda row: row.state),
        Column("Action", lambda row: row.what, strong=True, wide=True),
        Column("Who", lambda row: row.who),
        Column("By when", lambda row: row.day, sort=_day),
        Column("From", lambda row: row.source),
    ]


class ActionsPage(SessionPage):
    """The list of actions, with what can be done to those that are chosen."""

    KEY: ClassVar[str] = "actions"
    NAME: ClassVar[str] = "Actions"

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__(shell, session, "Actions", _LINE, scrolls=False)
        self.add_button = Button("Add an action", self.add_action, kind="primary", tip="N")
        self.set_buttons((), self.add_button)
        self.which = Choice("Show", _SHOW)
        self.which.chosen.connect(self._show_some)
        self.table = RecordTable[ActionRow](
            "Actions",
            _columns(),
            lambda row: row.action,
            empty=EmptyState(_EMPTY, ("Add an action", self.add_action)),
            filter_hint="Find in these actions",
            beside_filter=(self.which,),
            many=True,
        )
        self.done_button = Button("Done", self.tick, tip="Space: done, or to be done again")
        self.edit_button = Button("Change…", self.edit_action, tip="Enter")
        self.go_button = Button("Go to the note", self.go_to_note, tip="O")
        self.delete_button = Button("Delete", self.delete, tip="Del; undo brings it back")
        self._tools = (self.done_button, self.edit_button, self.go_button, self.delete_button)
        row = WrappingRow(SPACE_S)
        for button in self._tools:
            row.addWidget(button)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)
        self.table.opened.connect(self._opened)
        self.table.delete_asked.connect(self._delete_asked)
        self.table.current_changed.connect(self._enable)
        self.table.chosen_changed.connect(self._enable)
        self.table.view.installEventFilter(self)
        self._rows: tuple[ActionRow, ...] = ()
        self.table.sort_by(3)

    @classmethod
    def count(cls, desk: Desk, session: RecordId) -> str:
        found = desk.door.records.find(ActionRecord, session=session)
        to_do = sum(1 for one in found if one.state == ActionState.OPEN)
        return str(to_do) if to_do else ""

    # -- showing --------------------------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is not None and not (
            summary.concerns(*_SHOWN) and summary.concerns_root(self.session)
        ):
            return
        door = self.desk.door
        self._rows = action_rows(door.records, self.desk.planners, self.session, door.today())
        self._show_some()

    def _show_some(self, _key: str = "") -> None:
        wanted = self.which.key()
        self.table.set_rows([one for one in self._rows if one.fits(wanted)])
        if self.table.current() is None and self.table.model.rowCount():
            self.table.choose(self.table.model.row(0).action)
        self._say_how_many(wanted)
        self._enable()

    def _say_how_many(self, wanted: str) -> None:
        shown = sum(1 for one in self._rows if one.fits(wanted))
        some = f"{shown} of {len(self._rows)} actions are shown. " if wanted else ""
        late = sum(1 for one in self._rows if one.fits(OVERDUE))
        overdue = f"{late} overdue. " if late else ""
        self.set_title("Actions", f"{some}{overdue}{_LINE}")

    def _enable(self, _row: object = None) -> None:
        chosen = self._chosen()
        for button in self._tools:
            button.setEnabled(bool(chosen))
        row = self.table.current()
        again = bool(chosen) and all(one.state_key == DONE for one in chosen)
        self.done_button.set_words("To be done again" if again else "Done")
        self.edit_button.setEnabled(len(chosen) == 1)
        self.go_button.setEnabled(row is not None and bool(row.note) and len(chosen) == 1)

    def _chosen(self) -> tuple[ActionRow, ...]:
        chosen = self.table.chosen()
        row = self.table.current()
        return chosen or ((row,) if row is not None else ())

    # -- doing ----------------------------------------------------------------------------------

    def add_action(self) -> None:
        """Ask for a new action."""
        door, session = self.desk.door, self.session
        made: RecordId | None = None
        attempt = Attempts(self.shell)

        def keep(what: str, who: str, due: dt.date | None) -> str:
            nonlocal made
            if what.strip():
                made = attempt(
                    lambda: actions.add_action(door, session, what.strip(), who=who, due=due)
                )
            return attempt.why

        self._ask("", "", None, keep, title="Add an action", words="Add it")
        if made is not None:
            self.which.set_key("")
            self._show_some()
            self.table.choose(made)
            self.table.view.setFocus()
            self.shell.say("Action added.", undo=True)

    def edit_action(self) -> None:
        """Change the words, the person or the day of the current action."""
        row = self.table.current()
        if row is None:
            return
        door = self.desk.door

        def keep(what: str, who: str, due: dt.date | None) -> str:
            return Attempts(self.shell).why_not(
                lambda: actions.edit_action(door, row.action, what=what, who=who, due=due)
            )

        if self._ask(
            row.what, row.who, row.due, keep, title="Change the action", words="Keep this"
        ):
            announce(self, "Changed.")
        self.table.view.setFocus()

    def _ask(
        self,
        what: str,
        who: str,
        due: dt.date | None,
        keep: Callable[[str, str, dt.date | None], str],
        *,
        title: str,
        words: str,
    ) -> bool:
        """Ask for an action and keep it; what cannot be kept stays in the dialog."""
        dialog = ActionDialog(
            what,
            names_here(self.desk.door.records, self.session),
            self,
            today=self.desk.door.today(),
            who=who,
            due=due,
            title=title,
            keep=words,
        )
        dialog.keeps(lambda: keep(*dialog.chosen()), "keep")
        kept = dialog.ask() == "keep"
        dialog.deleteLater()
        return kept

    def tick(self) -> None:
        """Those chosen are done; where all are, they are to be done again."""
        chosen = self._chosen()
        if not chosen:
            return
        again = all(one.state_key == DONE for one in chosen)
        door = self.desk.door
        ids = [one.action for one in chosen]
        done = self.shell.attempt(lambda: actions.set_state(door, ids, done=not again))
        if done is not None:
            many = "Action" if len(ids) == 1 else f"{len(ids)} actions"
            self.shell.say(f"{many} {'to be done again' if again else 'done'}.", undo=True)
            self.table.view.setFocus()

    def delete(self) -> None:
        """Delete those chosen; the notes they grew from stay."""
        ids = [one.action for one in self._chosen()]
        door = self.desk.door
        if ids and self.shell.attempt(lambda: actions.delete_actions(door, ids)) is not None:
            many = "Action" if len(ids) == 1 else f"{len(ids)} actions"
            self.shell.say(f"{many} deleted.", undo=True)
            (self.table.view if self._rows else self.add_button).setFocus()

    def go_to_note(self) -> None:
        """To the note that the current action grew from."""
        row = self.table.current()
        if row is not None and row.note:
            self.shell.open_page("planner", row.note)

    def _opened(self, _row: object) -> None:
        self.edit_action()

    def _delete_asked(self, _row: object) -> None:
        self.delete()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            keys = {
                Qt.Key.Key_Space: self.tick,
                Qt.Key.Key_N: self.add_action,
                Qt.Key.Key_O: self.go_to_note,
                Qt.Key.Key_F2: self.edit_action,
            }
            do = keys.get(Qt.Key(event.key()))
            if do is not None and not event.modifiers():
                do()
                return True
        return super().eventFilter(watched, event)

    # -- what the window asks -------------------------------------------------------------------

    def go_to(self, record: RecordId) -> None:
        self.which.set_key("")
        self._show_some()
        self.table.choose(record)
        self.table.view.setFocus()

    def place(self) -> RecordId:
        row = self.table.current()
        return row.action if row is not None else ""

"""All sessions: today's in front, what is due beneath, and the rest as a list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.kinds import ErasureRequest, OwnPolicy
from cps_desktop.domain.records import RecordId
from cps_desktop.services.sessions import (
    SessionRow,
    SessionState,
    delete_session,
    session_rows,
    todays_session,
)
from cps_desktop.ui.dropping import dropped_files, may_be_dropped
from cps_desktop.ui.home_cards import DueCards, TodayCard
from cps_desktop.ui.home_table import sessions_table
from cps_desktop.ui.kit import Button, plain
from cps_desktop.ui.kit.words import repolish
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import ROW, SPACE_L
from cps_desktop.ui.theme_state import theme

if TYPE_CHECKING:
    from cps_desktop.services.accruals import RunningOut
    from cps_desktop.services.inbox_places import Found
    from cps_desktop.ui.in_background import Background
    from cps_desktop.ui.kit import EmptyState

DUE_AFTER_MS = 50
"""What is due is looked up after the page is on the screen."""

LEAST_ROWS = 3


class HomePage(SessionPage):
    """Every session of this workspace."""

    KEY: ClassVar[str] = "home"
    NAME: ClassVar[str] = "All sessions"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, "All sessions", scrolls=True)
        self.bring_in = Button("Bring in a bundle", lambda: shell.open_page("inbox"))
        self.more = Button("More…")
        self.more.setMenu(self._more_menu())
        self.new = Button("New session", lambda: shell.open_page("new_session"))
        self.today = TodayCard(self._carry_on)
        self.due = DueCards(shell)
        self.table = sessions_table(self._empty_state)
        self.table.opened.connect(self._open_row)
        self.table.delete_asked.connect(self._delete_row)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        for part in (self.today, self.due):
            column.addWidget(part)
        column.addWidget(self.table, 1)
        self.column.takeAt(self.column.count() - 1)
        self.column.addWidget(inside, 1)
        self.setAcceptDrops(True)
        self._rows: tuple[SessionRow, ...] = ()
        self._seen = False
        self._beside: Background | None = None
        self._after = 0
        """After how many erasures something came in."""
        self._running: tuple[RunningOut, ...] = ()
        """Claims whose time runs out."""
        self._due_timer = QTimer(self)
        self._due_timer.setSingleShot(True)
        self._due_timer.setInterval(DUE_AFTER_MS)
        self._due_timer.timeout.connect(self._look_for_bundles)
        theme().changed.connect(self._fit)
        self._fit()

    def refresh(self, summary: ChangeSummary | None) -> None:
        """Show the sessions as they stand now."""
        del summary
        workspace, today = self.desk.workspace, self.desk.door.today()
        left = workspace.segments.given.roots_not_handed_over()
        counts = workspace.session_counts()
        self._rows = session_rows(
            workspace, today, counts, handed_over=[one for one in counts if one not in left]
        )
        self.set_title("All sessions", say_date(today))
        current = todays_session(self._rows)
        self.today.show_session(workspace, current, today)
        rest = [row for row in self._rows if current is None or row.session != current.session]
        self.table.set_rows(rest)
        # Where only today's session is there, an empty list beneath it would say "no sessions yet".
        self.table.setVisible(bool(rest) or current is None)
        self.setFocusProxy(self.today.button if current is not None else self.table.view)
        self._show_buttons(emphasis=current is None and bool(self._rows))
        if self._seen:
            self._due_timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self._due_timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._seen:
            # What is due is not all told by changes: a sheet was printed, a bundle was put by.
            self._due_timer.start()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if may_be_dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bundles are looked into where they are brought in."""
        event.acceptProposedAction()
        dropped = [str(one) for one in dropped_files(event.mimeData())]
        self.shell.open_page("inbox", "\n".join(dropped))

    def go_to(self, record: RecordId) -> None:
        """Put the keyboard on a session of the list."""
        self.table.choose(record)

    def place(self) -> RecordId:
        """The session the keyboard is on."""
        row = self.table.current()
        return row.session if row is not None else ""

    def _show_buttons(self, *, emphasis: bool) -> None:
        kind = "primary" if emphasis else "secondary"
        if self.new.property("kind") != kind:
            self.new.setProperty("kind", kind)
            repolish(self.new)
        if self._buttons.indexOf(self.new) < 0:
            self.set_buttons([self.more, self.bring_in, self.new])

    def _more_menu(self) -> QMenu:
        menu = QMenu(self.more)
        menu.setAccessibleName("More")
        for key, words in (
            ("who_came", "Who came…"),
            ("organisations", "Organisations…"),
            ("alike", "Perhaps the same…"),
            ("person_data", "A person's data…"),
            ("privacy", "Privacy…"),
            ("bin", "Deleted sessions…"),
            ("settings", "Settings…"),
        ):
            action = menu.addAction(plain(words))
            action.triggered.connect(lambda _on=False, page=key: self.shell.open_page(page))
        return menu

    def _empty_state(self) -> EmptyState:
        from cps_desktop.ui.kit import EmptyState

        look: Callable[[], object] | None = getattr(self.shell, "to_sample", None)
        return EmptyState(
            "There is no session here yet. Begin your first, or look at the sample.",
            ("New session", lambda: self.shell.open_page("new_session")),
            also=[("Look at the sample", look)] if look is not None else (),
            primary=True,
        )

    def _open_row(self, row: SessionRow) -> None:
        self.shell.open_session(row.session)

    def _carry_on(self, session: RecordId) -> None:
        self.shell.open_session(session)

    def _delete_row(self, row: SessionRow) -> None:
        door = self.desk.door
        if self.shell.attempt(lambda: delete_session(door, row.session)) is not None:
            self.shell.say(f"Deleted: {row.title}. It can be brought back.", undo=True)

    def _look_for_bundles(self) -> None:
        """Beside the window: a folder on a network or a stick may not answer for a while."""
        if not self.isVisible():
            return
        from cps_desktop.services.inbox_places import lookout
        from cps_desktop.ui.in_background import Background

        if self._beside is None:
            self._beside = Background(self)
        self._beside.do("bundles", lookout(self.desk.workspace).find, self._show_due)
        self._look_after_erasures(self._beside)
        self._look_at_claims(self._beside)

    def _look_at_claims(self, beside: Background) -> None:
        """Which claims run out of time: every session's claims are read for it."""
        if not any(row.claims for row in self._rows):
            self._runs_out(())
            return
        from cps_desktop.services.accruals import running_out
        from cps_desktop.services.second_desk import desk_beside

        desk, today = self.desk, self.desk.door.today()

        def job() -> tuple[RunningOut, ...]:
            with desk_beside(desk) as other:
                return running_out(other.workspace, other.policies, today)

        beside.do("claims", job, self._runs_out)

    def _runs_out(self, claims: tuple[RunningOut, ...]) -> None:
        if claims != self._running:
            self._running = claims
            self._due_timer.start()

    def _look_after_erasures(self, beside: Background) -> None:
        """Whether something came in after an erasure; for whoever may decide on it."""
        from cps_desktop.services.after_erasure import anything_erased, came_after
        from cps_desktop.services.erasing import may_erase
        from cps_desktop.services.second_desk import desk_beside

        desk = self.desk
        if not anything_erased(desk.workspace):
            return

        def job() -> int:
            with desk_beside(desk) as other:
                return len(came_after(other.workspace)) if may_erase(other.workspace) else 0

        beside.do("after", job, self._came_after)

    def _came_after(self, erasures: int) -> None:
        if erasures != self._after:
            self._after = erasures
            self._due_timer.start()

    def _show_due(self, found: Found) -> None:
        if not self.isVisible():
            return  # the workspace may be closed by now; it is looked for again once it is seen
        from cps_desktop.services.recovery import still_lacking

        waiting = [
            row
            for row in self._rows
            if row.state is SessionState.FINISHED
            and row.days
            and (self.desk.door.today() - row.days[-1]) >= dt.timedelta(days=2)
        ]
        self.due.show_due(
            bundles=[path for path, _ in found.files],
            to_decide=len(self.desk.workspace.contested()),
            waiting=waiting,
            today=self.desk.door.today(),
            organisation=still_lacking(self.desk.workspace),
            asked=self._asked_to_be_erased(),
            after=self._after,
            running=self._running,
            policies=self._policies_to_decide(),
        )

    def _policies_to_decide(self) -> list[str]:
        """Expense policies of which two editions begin on one day."""
        if not self.desk.workspace.find(OwnPolicy):
            return []
        return [one.name for one in self.desk.policies if one.undecided]

    def _asked_to_be_erased(self) -> int:
        """How many requests wait for whoever may decide on them; 0 for everybody else."""
        if not self.desk.workspace.find(ErasureRequest):
            return 0
        from cps_desktop.services.erasing import may_erase, requests

        return len(requests(self.desk.workspace)) if may_erase(self.desk.workspace) else 0

    def _fit(self) -> None:
        self.table.setMinimumHeight(theme().px(ROW) * (LEAST_ROWS + 3))

"""What follows a change, a job that is over, and midnight: the window says what is so now."""

from __future__ import annotations

from collections.abc import Callable

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.kinds import Session
from cps_desktop.services.desk import Desk
from cps_desktop.ui.page_stack import PageStack
from cps_desktop.ui.saved_state import SavedState
from cps_desktop.ui.top_bar import TopBar
from cps_desktop.ui.whereabouts import Whereabouts


class Following:
    """``mistake`` takes what a page of ours could not show; ``open_home`` leaves a session that is
    not here any more."""

    def __init__(
        self,
        desk: Desk,
        stack: PageStack,
        state: SavedState,
        top: TopBar,
        where: Whereabouts,
        *,
        mistake: Callable[[BaseException], object],
        open_home: Callable[[], object],
    ) -> None:
        self._desk = desk
        self._stack = stack
        self._state = state
        self._top = top
        self._where = where
        self._mistake = mistake
        self._open_home = open_home

    def changed(self, summary: ChangeSummary) -> None:
        """Something was written, here or by what came in."""
        self._state.kept(summary)
        door = self._desk.door
        self._top.show_steps(door.can_undo, door.can_redo)
        session = self._stack.session
        if session and summary.concerns(Session.KIND, "session_day"):
            known = self._desk.workspace.get(Session, session)
            if known is None or known.deleted:
                self._open_home()
                return
            self._where.show()
        try:
            self._stack.refresh(summary)
        except Exception as error:  # noqa: BLE001 - the change is kept; only showing it went wrong
            self._mistake(error)
        self._where.count_soon()

    def day_turned(self) -> None:
        """Midnight, or the morning after: what the pages say of today is said of the new day."""
        self._where.show()
        try:
            self._stack.look_again()
        except Exception as error:  # noqa: BLE001 - as after a change
            self._mistake(error)

    def count_now(self) -> None:
        """Whatever is counted anywhere is right at once: nobody waits long enough to doubt it."""
        self._state.count()
        self._where.count_now()

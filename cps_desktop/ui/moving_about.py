"""From page to page, and from session to session: never while a job runs, nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.ui import pages
from cps_desktop.ui.page_stack import PageStack
from cps_desktop.ui.saved_state import SavedState
from cps_desktop.ui.telling import Telling
from cps_desktop.ui.unkept import STAY, words_left

if TYPE_CHECKING:
    from cps_desktop.services.search import SearchResult
    from cps_desktop.ui.notices import Notices


class MovingAbout:
    """``is_busy``: whether a job runs; ``last_page`` says at which page a session was left;
    ``write_down`` keeps whatever is being typed."""

    def __init__(
        self,
        desk: Desk,
        stack: PageStack,
        state: SavedState,
        telling: Telling,
        notices: Notices,
        *,
        is_busy: Callable[[], bool],
        last_page: Callable[[RecordId], str],
        write_down: Callable[[], object],
    ) -> None:
        self._desk = desk
        self._stack = stack
        self._state = state
        self._telling = telling
        self._notices = notices
        self._is_busy = is_busy
        self._last_page = last_page
        self._write_down = write_down

    def open_home(self) -> None:
        """All sessions."""
        self._open(pages.HOME, "")

    def open_session(self, session: RecordId, page: str = "", record: RecordId = "") -> None:
        """A session at a page: the one named, the one it was left at, or its first."""
        known = self._desk.workspace.get(Session, session)
        if known is None or known.deleted:
            self.open_home()
            self._telling.say("That session is not here any more.")
            return
        wanted = page or self._last_page(session)
        entry = pages.offered().get(wanted)
        if entry is None or not entry.in_session:
            wanted = pages.first_page()
        self._open(wanted, session, record)

    def open_page(self, page: str, record: RecordId = "") -> None:
        """Another page of the same session, or a place of its own such as "inbox"."""
        entry = pages.offered().get(page)
        if entry is None or (entry.in_session and not self._stack.session):
            return
        self._open(page, self._stack.session, record)

    def open_numbered(self, number: int) -> None:
        """The page of this session that comes so manieth in the list, from 0."""
        entries = pages.session_pages()
        if self._stack.session and number < len(entries):
            self.open_page(entries[number].key)

    def open_result(self, result: SearchResult) -> None:
        """What was sought and found."""
        if result.session:
            self.open_session(result.session, result.page, result.target)
        else:
            self._telling.say(f"{result.title} is not on any session's list yet.")

    def open_again(self, page: str, session: RecordId, record: RecordId) -> None:
        """Where the window was when it was closed, as far as that is still here; else home."""
        known = self._desk.workspace.get(Session, session) if session else None
        entry = pages.offered().get(page)
        if known is not None and not known.deleted:
            self.open_session(session, page, record)
        elif entry is not None and not entry.in_session:
            self._open(page, "", record)
        if self._stack.page is None:
            self.open_home()

    def step_back(self) -> None:
        """From the details to the session, from there to all sessions."""
        if self._stack.key == "details":
            self.open_page("today" if "today" in pages.offered() else pages.first_page())
        elif self._stack.key != pages.HOME:
            self.open_home()

    def _open(self, page: str, session: RecordId, record: RecordId = "") -> None:
        if self._is_busy():
            return
        try:
            self._state.flush()
            entry = pages.offered()[page]
            if (session if entry.in_session else "") != self._stack.session and words_left(
                self._state.unkept, self._stack, self._write_down
            ):
                self._notices.show_fault(STAY)
                return
            self._stack.open(entry, session, record)
        except Exception as error:  # noqa: BLE001 - a page of ours that breaks must not take the window along
            self._telling.mistake(error)

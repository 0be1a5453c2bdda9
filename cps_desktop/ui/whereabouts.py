"""Where one is: said in the top bar, marked in the lists of pages with their counts, remembered."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QMainWindow

from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.sessions import session_heading
from cps_desktop.ui import pages
from cps_desktop.ui.page_lists import PageLists
from cps_desktop.ui.page_stack import PageStack
from cps_desktop.ui.theme import NARROW
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.top_bar import PROGRAM, TopBar

COUNTS_AFTER_MS = 250
SAMPLE_WORDS = "Sample workspace: every name here is invented"


class Whereabouts(QObject):
    """Follows the pages of a window. ``is_busy``: whether a job runs; nothing is counted then."""

    shown = Signal()
    """It is said where one is now."""

    def __init__(
        self,
        window: QMainWindow,
        desk: Desk,
        stack: PageStack,
        top: TopBar,
        lists: PageLists,
        is_busy: Callable[[], bool],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._stack, self._top, self._lists = stack, top, lists
        self._is_busy = is_busy
        self.last_pages: dict[RecordId, str] = {}
        """By session, the page it was left at; the latest come last."""
        self._counted: RecordId = ""
        self._counts = QTimer(self)
        self._counts.setSingleShot(True)
        self._counts.setInterval(COUNTS_AFTER_MS)
        self._counts.timeout.connect(self._show_counts)
        stack.opened.connect(self.show)
        theme().changed.connect(self.fold)

    def show(self) -> None:
        """Say and mark where one is."""
        key, session = self._stack.key, self._stack.session
        entry = pages.offered()[key]
        sample = self._desk.is_sample
        title, line = "", SAMPLE_WORDS if sample else ""
        known = self._desk.workspace.get(Session, session) if session else None
        if known is not None:
            heading = session_heading(self._desk.workspace, known, self._desk.door.today())
            title, line = heading.title, heading.line
            if session != self._counted:
                # Rather no number for a moment than one of another session, or of before.
                self._say_counts(session, {})
            self.last_pages.pop(session, None)
            self.last_pages[session] = key if entry.listed else pages.first_page()
        elif key != pages.HOME:
            title = entry.name
        self._top.show_place(title, line, at_home=key == pages.HOME, sample=sample)
        self._window.setWindowTitle(f"{title} – {PROGRAM}" if title else PROGRAM)
        self._lists.show_page(key)
        self.shown.emit()
        self.fold()
        self._settle_focus()
        self.count_soon()

    def fold(self) -> None:
        """Show the list of pages, or the drop-down where there is little room."""
        narrow = self._window.width() < theme().px(NARROW)
        self._lists.fold(inside=bool(self._stack.session), narrow=narrow)

    def _settle_focus(self) -> None:
        """The keyboard is on the page or in its list, never on something that is gone."""
        page, focus = self._stack.page, QApplication.focusWidget()
        between = self._stack.parentWidget()
        if page is None or (
            focus is not None
            and focus.isVisible()
            and between is not None
            and between.isAncestorOf(focus)
            and (page.isAncestorOf(focus) or not self._stack.isAncestorOf(focus))
        ):
            return
        if page.focusProxy() is not None:
            page.setFocus()
        elif self._stack.session:
            self._lists.focus_page()

    def count_soon(self) -> None:
        """Something may be another number now: count shortly, when more may have changed."""
        self._counts.start()

    def count_now(self) -> None:
        """What is counted is right at once."""
        if self._stack.session:
            self._show_counts()
        else:
            self._counted = ""

    def _show_counts(self) -> None:
        session = self._stack.session
        if not session or self._is_busy():
            return
        self._say_counts(
            session,
            {one.key: one.page_class().count(self._desk, session) for one in pages.session_pages()},
        )

    def _say_counts(self, session: RecordId, counts: dict[str, str]) -> None:
        self._counted = session
        self._lists.show_counts(counts)

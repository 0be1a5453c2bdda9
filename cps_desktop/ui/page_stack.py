"""The pages that are open: made when first wanted, told of every change, asked to write down."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget
from shiboken6 import delete, isValid

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import RecordId
from cps_desktop.ui.kit import SearchField
from cps_desktop.ui.pages import PageEntry
from cps_desktop.ui.session_page import SessionPage, Shell

_ALL = ChangeSummary("", everything=True)


class PageStack(QStackedWidget):
    """Shows one page; keeps the others of the same session as they were left."""

    opened = Signal()
    """Another page is in front, or the same one at another record."""

    def __init__(self, shell: Shell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shell = shell
        self._pages: dict[str, SessionPage] = {}
        self._stale: set[str] = set()
        self._held: dict[str, QWidget] = {}
        """Where the keyboard was on each page that went."""
        self.session: RecordId = ""
        self.key = ""

    @property
    def page(self) -> SessionPage | None:
        """The page in front."""
        return self._pages.get(self.key)

    def open(self, entry: PageEntry, session: RecordId, record: RecordId = "") -> None:
        """Bring a page to the front; what was typed on the one before is written down first."""
        self.leave()
        session = session if entry.in_session else ""
        if session != self.session:
            self._forget_session()
        page = self._pages.get(entry.key)
        if page is None:
            page = entry.page_class()(self._shell, session)  # type: ignore[call-arg]
            page.refresh(None)
            self._pages[entry.key] = page
            self.addWidget(page)
        elif entry.key in self._stale:
            page.refresh(_ALL)
        self._stale.discard(entry.key)
        self.session, self.key = session, entry.key
        left = self._left_at(entry.key, page)
        self._let_go_of_keyboard()
        self.setCurrentWidget(page)
        if record:
            page.go_to(record)
        elif self.isVisible():
            # Whatever opened it, one can type or press Enter in it at once.
            page.take_keyboard(left)
        self.opened.emit()

    def _let_go_of_keyboard(self) -> None:
        """The page that goes gives the keyboard up first.

        Qt would hand it to whatever comes next as it hides the page, and then to the first part of
        the new one: a screen reader would say both before the part where one begins.
        """
        had: QWidget | None = self.window().focusWidget()
        if had is not None and self.isAncestorOf(had):
            for key, page in self._pages.items():
                if page.isAncestorOf(had):
                    self._held[key] = had
            had.clearFocus()

    def _left_at(self, key: str, page: SessionPage) -> QWidget | None:
        """The part of a page that had the keyboard when it went, if it is there still."""
        now: QWidget | None = page.focusWidget()
        held = self._held.pop(key, None)
        if now is not None or held is None or not isValid(held) or not page.isAncestorOf(held):
            return now
        return held

    def give_keyboard(self) -> None:
        """Where the page was left, the keyboard is again: before it was shown it could not be."""
        page = self.page
        held: QWidget | None = self.window().focusWidget()
        if page is not None and not (held is not None and page.isAncestorOf(held)):
            page.take_keyboard(page.focusWidget())

    def refresh(self, summary: ChangeSummary) -> None:
        """Tell the page in front; the others look again when they are opened."""
        self._stale |= set(self._pages) - {self.key}
        if self.page is not None:
            self.page.refresh(summary)

    def look_again(self) -> None:
        """Nothing was written, and yet every page may have something else to show."""
        self.refresh(_ALL)

    def leave(self) -> None:
        """Have the page in front write down what was typed."""
        if self.page is not None:
            self.page.leave()

    @property
    def unkept(self) -> bool:
        """Whether a page shows words it could not keep."""
        return any(page.unkept for page in self._pages.values())

    def place(self) -> RecordId:
        """Which record is in view."""
        return self.page.place() if self.page is not None else ""

    def find_in_page(self) -> bool:
        """Put the keyboard into the page's own filter; False when it has none."""
        for field in self.page.findChildren(SearchField) if self.page is not None else ():
            if field.isVisible():
                field.setFocus()
                field.selectAll()
                return True
        return False

    def let_go(self) -> None:
        """Let go of every page at once, with whatever it was still waiting for."""
        for page in self._pages.values():
            self.removeWidget(page)
            delete(page)
        self._pages.clear()
        self._held.clear()
        self.session = self.key = ""

    def _forget_session(self) -> None:
        """Let go of the pages of the session that is left; home is kept as it was."""
        for key in [key for key, page in self._pages.items() if key != "home"]:
            page = self._pages.pop(key)
            self._stale.discard(key)
            self._held.pop(key, None)
            self.removeWidget(page)
            page.hide()
            page.deleteLater()

"""What a page of a session is, and what it may ask of the shell around it.

A page is one file with one class, and one line in :mod:`cps_desktop.ui.pages`. The shell makes a
page when it is first opened, tells it of every change, and asks it to write down what was typed
before it is left. A page changes data only through the services, with itself as initiator.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.progress import Progress
from cps_desktop.ui.kit import PageFrame

T = TypeVar("T")


class Shell(Protocol):
    """What pages may ask of the window."""

    desk: Desk

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Say a short sentence at the foot of the page, with an Undo button if asked for."""

    def report(self, fault: Fault) -> None:
        """Show a fault's sentence where it cannot be missed; nothing was changed."""

    def attempt(self, action: Callable[[], T]) -> T | None:
        """Do something; a fault is reported and gives None."""

    def open_home(self) -> None:
        """Back to all sessions."""

    def open_session(self, session: RecordId, page: str = "", record: RecordId = "") -> None:
        """Open a session at a page ("planner", "attendance", …), at a record there if named."""

    def open_page(self, page: str, record: RecordId = "") -> None:
        """Open another page of the same session."""

    def run(
        self,
        doing: str,
        job: Callable[[Progress], T],
        done: Callable[[T], None],
        refused: Callable[[Fault], None] | None = None,
    ) -> None:
        """Do a long job in a worker with a progress panel and a Cancel button.

        ``job`` runs in another thread and must open its own connection
        (``desk.workspace.beside()``); ``done`` and ``refused`` run back on the window's thread.
        """


class SessionPage(PageFrame):
    """A page inside a session. Subclasses set the class values and override the methods below."""

    KEY: ClassVar[str] = ""
    """In links and remembered places, such as "attendance"; also the name of its help page."""

    NAME: ClassVar[str] = ""
    """In the list at the left."""

    def __init__(
        self,
        shell: Shell,
        session: RecordId,
        title: str,
        line: str = "",
        *,
        scrolls: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, line, scrolls=scrolls, parent=parent)
        self.shell = shell
        self.desk = shell.desk
        self.session = session

    @classmethod
    def count(cls, desk: Desk, session: RecordId) -> str:
        """The number that stands beside the page's name, "" for none."""
        del desk, session
        return ""

    def refresh(self, summary: ChangeSummary | None) -> None:
        """Show what is so now. ``summary`` is None the first time; skip your own echo where
        ``summary.initiator is self`` and the screen already shows it."""

    def leave(self) -> None:
        """Write down whatever was typed and not yet kept: the page is left or the window closes."""

    @property
    def unkept(self) -> bool:
        """Whether it shows words it could not keep, beside those of its fields."""
        return False

    def go_to(self, record: RecordId) -> None:
        """Bring a record into view (from search, or from where the window was)."""
        del record

    def place(self) -> RecordId:
        """Which record is in view, so that the window opens there again; "" for none."""
        return ""

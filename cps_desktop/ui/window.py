"""The window: what every page may ask of it, and nothing a page knows better itself."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from cps_desktop import paths
from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import Fault, StorageFull
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.progress import Progress, Stopped
from cps_desktop.services.sessions import session_heading
from cps_desktop.ui import pages
from cps_desktop.ui.bottom_bar import BottomBar
from cps_desktop.ui.notices import Notices
from cps_desktop.ui.page_lists import PageLists
from cps_desktop.ui.page_stack import PageStack
from cps_desktop.ui.saved_state import SavedState
from cps_desktop.ui.shortcuts import install_shortcuts
from cps_desktop.ui.theme import NARROW, WINDOW_HEIGHT, WINDOW_WIDTH
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.top_bar import PROGRAM, TopBar
from cps_desktop.ui.unkept import STAY, may_lose_them, words_left
from cps_desktop.ui.window_parts import Ground, lay_out
from cps_desktop.ui.window_place import (
    MOST_SESSIONS,
    NOTE,
    PlaceKeeper,
    WindowPlace,
    on_a_screen,
    read_place,
)
from cps_desktop.ui.work import Worker

if TYPE_CHECKING:
    from cps_desktop.services.search import SearchResult
    from cps_desktop.ui.kit import HelpPanel, Toast
    from cps_desktop.ui.search_box import SearchBox

T = TypeVar("T")
COUNTS_AFTER_MS = 250
LARGE_STEP = 60
"""Edits of one step; more are undone beside the window."""
SAMPLE_WORDS = "Sample workspace: every name here is invented"


class Window(QMainWindow):
    """One open workspace on the screen. It is the ``Shell`` of every page.

    ``to_sample`` opens the sample workspace instead (None where there is none to open);
    ``to_own`` goes back from the sample to one's own work; ``to_backup`` back to a copy.
    """

    painted = Signal()
    """Once: the window is on the screen."""
    closed = Signal()

    def __init__(
        self,
        desk: Desk,
        *,
        to_sample: Callable[[], object] | None = None,
        to_own: Callable[[], object] | None = None,
        to_backup: Callable[[Path], object] | None = None,
    ) -> None:
        super().__init__()
        self.desk = desk
        self.to_sample = to_sample
        self.to_own = to_own
        self.to_backup = to_backup
        self._last_pages: dict[str, str] = {}
        self._counted: RecordId = ""
        self._closing = self._ended = False
        self._may_ask = True
        self.state = SavedState(desk, self)
        self.stack = PageStack(self)
        self._build()
        self._place = PlaceKeeper(desk, self._where, self)
        self._counts = QTimer(self)
        self._counts.setSingleShot(True)
        self._counts.setInterval(COUNTS_AFTER_MS)
        self._counts.timeout.connect(self._show_counts)
        self._stop_listening = desk.door.listen(self._changed)
        self.worker.started.connect(self._place.pause)
        self.worker.finished.connect(self._job_over)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.commitDataRequest.connect(self.write_down)
        self._go_where_it_was()

    def _build(self) -> None:
        ground = Ground()
        ground.painted.connect(self._first_painted)
        self.top = TopBar(
            back=self.open_home, undo=self.undo, redo=self.redo, search=self.open_search
        )
        self.notices = Notices()
        self.bottom = BottomBar(
            self.state, show_help=self.show_help, settings=lambda: self.open_page("settings")
        )
        above, self._between, beside = lay_out(
            ground,
            top=self.top,
            notices=self.notices,
            pages=self.stack,
            bottom=self.bottom,
        )
        self.lists = PageLists(
            self.open_page,
            beside=beside,
            above=above,
            after=self.top.search,
            sample=self.desk.is_sample,
        )
        self.setCentralWidget(ground)
        self.worker = Worker(self._between, self.mistake)
        self.stack.opened.connect(self._show_where)
        theme().changed.connect(self._fold)
        install_shortcuts(
            self,
            undo=self.undo,
            redo=self.redo,
            search=self.open_search,
            find=self._find,
            show_help=self.show_help,
            new_session=lambda: self.open_page("new_session"),
            page=self._open_numbered,
        )

    # What few people need in the first second is made when it is first wanted.

    @cached_property
    def help(self) -> HelpPanel:
        """The help beside the page."""
        from cps_desktop.ui.kit import HelpPanel

        panel = HelpPanel(self.desk.resources / "help")
        row = self._between.layout()
        assert row is not None
        row.addWidget(panel)
        return panel

    @cached_property
    def search_box(self) -> SearchBox:
        """The panel under the search button."""
        from cps_desktop.ui.doings import doings_of
        from cps_desktop.ui.search_box import SearchBox

        box = SearchBox(self.desk, lambda: doings_of(self), self._between)
        box.chosen.connect(self._open_result)
        return box

    @cached_property
    def toast(self) -> Toast:
        """The line at the foot of the page."""
        from cps_desktop.ui.kit import Toast

        line = Toast(self.stack)
        line.undo_asked.connect(self.undo)
        return line

    def _is_shown(self, part: str) -> bool:
        """Whether such a part was made and is on the screen."""
        widget = self.__dict__.get(part)
        return isinstance(widget, QWidget) and widget.isVisible()

    # -- what pages may ask (Shell) -------------------------------------------------------------

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Say a short sentence at the foot of the page."""
        self.toast.say(sentence, undo=undo)

    def report(self, fault: Fault) -> None:
        """Show a fault's sentence above the page."""
        if isinstance(fault, Stopped):
            self.say(str(fault))
            return
        self.notices.show_fault(str(fault))

    def attempt(self, action: Callable[[], T]) -> T | None:
        """Do something; a fault is reported and gives None."""
        try:
            return action()
        except Fault as fault:
            if isinstance(fault, StorageFull):
                # A stick that is full is reported by its job; this is the workspace itself.
                self.state.not_kept(str(fault))
                if self.state.unkept.trying:
                    return None
            self.report(fault)
            return None

    def mistake(self, error: BaseException) -> None:
        """Something that should not have happened: a fault is reported, our own is written down."""
        if isinstance(error, Fault):
            self.report(error)
            return
        from cps_desktop.ui.mistakes import OwnMistake, write_down

        write_down(error, paths.log_file())
        self.notices.show_fault(str(OwnMistake()))

    def open_home(self) -> None:
        """All sessions."""
        self._open(pages.HOME, "")

    def open_session(self, session: RecordId, page: str = "", record: RecordId = "") -> None:
        """A session at a page: the one named, the one it was left at, or its first."""
        known = self.desk.workspace.get(Session, session)
        if known is None or known.deleted:
            self.open_home()
            self.say("That session is not here any more.")
            return
        wanted = page or self._last_pages.get(session, "")
        entry = pages.offered().get(wanted)
        if entry is None or not entry.in_session:
            wanted = pages.first_page()
        self._open(wanted, session, record)

    def open_page(self, page: str, record: RecordId = "") -> None:
        """Another page of the same session, or a place of its own such as "inbox"."""
        entry = pages.offered().get(page)
        if entry is None or (entry.in_session and not self.stack.session):
            return
        self._open(page, self.stack.session, record)

    def run(
        self,
        doing: str,
        job: Callable[[Progress], T],
        done: Callable[[T], None],
        refused: Callable[[Fault], None] | None = None,
    ) -> None:
        """Do a long job in a thread, with a progress panel over the page."""
        if self.worker.busy:
            self.say("Something else is still being done. Wait for it, or choose Cancel.")
            return
        self.write_down()
        self.worker.run(doing, job, done, refused or self.report)

    # -- moving about ---------------------------------------------------------------------------

    def _open(self, page: str, session: RecordId, record: RecordId = "") -> None:
        if self.worker.busy:
            return
        try:
            self.state.flush()
            entry = pages.offered()[page]
            if (session if entry.in_session else "") != self.stack.session and words_left(
                self.state.unkept, self.stack, self.write_down
            ):
                self.notices.show_fault(STAY)
                return
            self.stack.open(entry, session, record)
        except Exception as error:  # noqa: BLE001 - a page of ours that breaks must not take the window along
            self.mistake(error)

    def _open_result(self, result: SearchResult) -> None:
        if result.session:
            self.open_session(result.session, result.page, result.target)
        else:
            self.say(f"{result.title} is not on any session's list yet.")

    def _open_numbered(self, number: int) -> None:
        entries = pages.session_pages()
        if self.stack.session and number < len(entries):
            self.open_page(entries[number].key)

    def open_search(self) -> None:
        """Ctrl+K."""
        if not self.worker.busy:
            self.state.flush()
            self.search_box.open_box()

    def _find(self) -> None:
        if not self.stack.find_in_page():
            self.open_search()

    def show_help(self) -> None:
        """F1: the help of this page, or put it away again."""
        key = "search" if self._is_shown("search_box") else self._help_key()
        if self._is_shown("help") and self.help.page == key:
            self.help.close_drawer()
        else:
            self.help.show_page(key)

    def _help_key(self) -> str:
        return self.stack.key.replace("_", "-") or "home"

    def back_out(self) -> None:
        """Esc: one step back from wherever one is."""
        if self._is_shown("search_box"):
            self.search_box.close_box()
        elif self.notices.put_away():
            return
        elif self._is_shown("help"):
            self.help.close_drawer()
        elif self.stack.key == "details":
            self.open_page("today" if "today" in pages.offered() else pages.first_page())
        elif self.stack.key != pages.HOME:
            self.open_home()

    # -- undo and redo --------------------------------------------------------------------------

    def undo(self) -> None:
        """Put the last step back, and say which."""
        self._step("Undone", "undo")

    def redo(self) -> None:
        """Do the last undone step again, and say which."""
        self._step("Done again", "redo", again=True)

    def _step(self, said: str, verb: str, *, again: bool = False) -> None:
        if self.worker.busy:
            return
        self.write_down()
        door = self.desk.door
        what = door.can_redo if again else door.can_undo
        if not what:
            self.say(f"There is nothing to {verb}.")
        elif door.step_size(again=again) > LARGE_STEP:
            self._step_beside(said, what, again=again)
        elif self.attempt(door.redo if again else door.undo) is not None:
            self.say(f"{said}: {what}")

    def _step_beside(self, said: str, what: str, *, again: bool) -> None:
        """Many decisions at once, taken back at once: in a thread, so that the window goes on."""
        desk = self.desk

        def job(_progress: Progress) -> ChangeSummary:
            with desk.workspace.beside() as beside:
                return desk.door.step_beside(beside, again=again)

        def done(summary: ChangeSummary) -> None:
            desk.door.stepped(summary, again=again)
            self.say(f"{said}: {what}")

        self.run(f"{said}: {what}", job, done)

    # -- what follows a change ------------------------------------------------------------------

    def _changed(self, summary: ChangeSummary) -> None:
        self.state.kept(summary)
        door = self.desk.door
        self.top.show_steps(door.can_undo, door.can_redo)
        session = self.stack.session
        if session and summary.concerns(Session.KIND, "session_day"):
            known = self.desk.workspace.get(Session, session)
            if known is None or known.deleted:
                self.open_home()
                return
            self._show_where()
        try:
            self.stack.refresh(summary)
        except Exception as error:  # noqa: BLE001 - the change is kept; only showing it went wrong
            self.mistake(error)
        self._counts.start()

    def _show_where(self) -> None:
        key, session = self.stack.key, self.stack.session
        entry = pages.offered()[key]
        title, line = "", SAMPLE_WORDS if self.desk.is_sample else ""
        known = self.desk.workspace.get(Session, session) if session else None
        if known is not None:
            heading = session_heading(self.desk.workspace, known, self.desk.door.today())
            title, line = heading.title, heading.line
            if session != self._counted:
                # Rather no number for a moment than one of another session, or of before.
                self._say_counts(session, {})
            self._last_pages.pop(session, None)
            self._last_pages[session] = key if entry.listed else pages.first_page()
        elif key != pages.HOME:
            title = entry.name
        self.top.show_place(title, line, at_home=key == pages.HOME, sample=self.desk.is_sample)
        self.setWindowTitle(f"{title} – {PROGRAM}" if title else PROGRAM)
        self.lists.show_page(key)
        if self._is_shown("help"):
            self.help.show_page(self._help_key())
        self._fold()
        self._settle_focus()
        self._counts.start()

    def _settle_focus(self) -> None:
        """The keyboard is on the page or in its list, never on something that is gone."""
        page, focus = self.stack.page, QApplication.focusWidget()
        if page is None or (
            focus is not None
            and focus.isVisible()
            and self._between.isAncestorOf(focus)
            and (page.isAncestorOf(focus) or not self.stack.isAncestorOf(focus))
        ):
            return
        if page.focusProxy() is not None:
            page.setFocus()
        elif self.stack.session:
            self.lists.focus_page()

    def _show_counts(self) -> None:
        session = self.stack.session
        if not session or self.worker.busy:
            return
        self._say_counts(
            session,
            {one.key: one.page_class().count(self.desk, session) for one in pages.session_pages()},
        )

    def _say_counts(self, session: RecordId, counts: dict[str, str]) -> None:
        self._counted = session
        self.lists.show_counts(counts)

    def _fold(self) -> None:
        inside = bool(self.stack.session)
        narrow = self.width() < theme().px(NARROW)
        self.lists.fold(inside=inside, narrow=narrow)

    # -- where it was, and the end ----------------------------------------------------------------

    def _where(self) -> WindowPlace:
        box = self.normalGeometry()
        return WindowPlace(
            geometry=(box.x(), box.y(), box.width(), box.height()),
            maximised=self.isMaximized(),
            page=self.stack.key,
            session=self.stack.session,
            record=self.stack.place(),
            saved_ms=self.state.saved_ms,
            pages=dict(list(self._last_pages.items())[-MOST_SESSIONS:]),
        )

    def _go_where_it_was(self) -> None:
        place = read_place(self.desk.workspace.note(NOTE))
        self._last_pages = dict(place.pages)
        self.state.remember(place.saved_ms)
        self.resize(WINDOW_WIDTH, WINDOW_HEIGHT)
        box = on_a_screen(place.geometry) if place.geometry else None
        if box is not None:
            self.setGeometry(box)
        if place.maximised:
            self.setWindowState(Qt.WindowState.WindowMaximized)
        known = self.desk.workspace.get(Session, place.session) if place.session else None
        entry = pages.offered().get(place.page)
        if known is not None and not known.deleted:
            self.open_session(place.session, place.page, place.record)
        elif entry is not None and not entry.in_session:
            self._open(place.page, "", place.record)
        if self.stack.page is None:
            self.open_home()

    def _first_painted(self) -> None:
        QTimer.singleShot(0, self._settle)

    def _settle(self) -> None:
        if self._ended:
            return
        self._give_keyboard_to_page()
        self._place.start()
        self.state.count_soon()
        self.painted.emit()

    def _give_keyboard_to_page(self) -> None:
        """Where the page was left, the keyboard is again: before it was shown it could not be."""
        page = self.stack.page
        held: QWidget | None = self.focusWidget()
        if page is not None and not (held is not None and page.isAncestorOf(held)):
            page.take_keyboard(page.focusWidget())

    def _job_over(self) -> None:
        # The job wrote through a connection of its own.
        self.desk.workspace.forget_caches()
        self._place.start()
        if self._closing:
            QTimer.singleShot(0, self.close)
            return
        # Once whoever asked for the job was told, too: what came in is counted with the rest.
        QTimer.singleShot(0, self, self._count_now)

    def _count_now(self) -> None:
        """Whatever is counted anywhere is right at once: nobody waits long enough to doubt it."""
        if self._ended:
            return
        self.state.count()
        if self.stack.session:
            self._show_counts()
        else:
            self._counted = ""

    def write_down(self) -> None:
        """Keep everything typed so far, now: before a page change, an export, the end."""
        try:
            self.state.flush()
            self.state.unkept.try_again()
            self.stack.leave()
        except Exception as error:  # noqa: BLE001 - shown; the rest is still to be written down
            self.mistake(error)

    def end(self) -> None:
        """Close without asking: the laptop is being turned off."""
        self._may_ask = False
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back_out()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.worker.busy:
            # Never leave a bundle half-written: ask it to stop, and close when it has.
            self._closing = True
            self.worker.stop()
            event.ignore()
            return
        self.write_down()
        if (
            self._may_ask
            and words_left(self.state.unkept, self.stack, self.write_down)
            and not may_lose_them(self)
        ):
            event.ignore()
            return
        self._place.pause()
        self._place.keep()
        self._stop_listening()
        self._ended = True
        event.accept()
        self.closed.emit()

    def close_desk(self) -> None:
        """Close the workspace; nothing of the window may look into it again."""
        for timer in self.findChildren(QTimer):
            timer.stop()
        self.stack.let_go()
        self.desk.close()

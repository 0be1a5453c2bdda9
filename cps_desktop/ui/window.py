"""The window: what every page may ask of it, and nothing a page knows better itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from cps_desktop import paths
from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import Fault, StorageFull
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.progress import Progress, Stopped
from cps_desktop.ui import pages
from cps_desktop.ui.asides import Asides
from cps_desktop.ui.bottom_bar import BottomBar
from cps_desktop.ui.new_day import NewDay
from cps_desktop.ui.notices import Notices
from cps_desktop.ui.page_lists import PageLists
from cps_desktop.ui.page_stack import PageStack
from cps_desktop.ui.participant.door import ParticipantDoor
from cps_desktop.ui.projection.door import RoomDoor
from cps_desktop.ui.reading_aloud.door import ReadDoor
from cps_desktop.ui.saved_state import SavedState
from cps_desktop.ui.shortcuts import install_shortcuts
from cps_desktop.ui.steps import Steps
from cps_desktop.ui.top_bar import TopBar
from cps_desktop.ui.unkept import STAY, may_lose_them, words_left
from cps_desktop.ui.whereabouts import Whereabouts
from cps_desktop.ui.window_parts import Ground, lay_out
from cps_desktop.ui.window_place import (
    MOST_SESSIONS,
    NOTE,
    KeptInSight,
    PlaceKeeper,
    WindowPlace,
    put_where_it_was,
    read_place,
    shape_of,
)
from cps_desktop.ui.work import Worker

if TYPE_CHECKING:
    from cps_desktop.services.search import SearchResult
    from cps_desktop.ui.kit import HelpPanel
    from cps_desktop.ui.search_box import Doing, SearchBox

T = TypeVar("T")


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
        self._closing = self._ended = False
        self._may_ask = True
        self.state = SavedState(desk, self)
        self.room = RoomDoor(self)
        self.people = ParticipantDoor(self)
        self.stack = PageStack(self)
        steps = Steps(self, lambda: self.worker.busy, self.write_down)
        self.undo, self.redo = steps.undo, steps.redo
        self._build()
        self._place = PlaceKeeper(desk, self._where, self)
        KeptInSight(self)
        self._stop_listening = desk.door.listen(self._changed)
        NewDay(desk.door.today, self._at_rest, self).turned.connect(self._day_turned)
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
            self.state,
            show_help=self.show_help,
            settings=lambda: self.open_page("settings"),
            read=lambda: self.reading.toggle(self.stack.page),
        )
        self.reading = ReadDoor(self, self)
        self.reading.changed.connect(self.bottom.show_reading)
        above, between, beside = lay_out(
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
        self.worker = Worker(between, self.mistake)
        self.asides = Asides(
            self.desk,
            self.stack,
            between,
            beside,
            doings=self._doings,
            go_to=self._open_result,
            undo=self.undo,
        )
        self.where = Whereabouts(
            self, self.desk, self.stack, self.top, self.lists, lambda: self.worker.busy
        )
        self.where.shown.connect(self.asides.follow)
        install_shortcuts(
            self,
            undo=self.undo,
            redo=self.redo,
            search=self.open_search,
            find=self._find,
            show_help=self.show_help,
            new_session=lambda: self.open_page("new_session"),
            page=self._open_numbered,
            more={**self.room.keys(), **self.people.keys()},
        )

    @property
    def help(self) -> HelpPanel:
        """The help beside the page."""
        return self.asides.help

    @property
    def search_box(self) -> SearchBox:
        """The panel under the search button."""
        return self.asides.search_box

    # -- what pages may ask (Shell) -------------------------------------------------------------

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Say a short sentence at the foot of the page."""
        self.asides.toast.say(sentence, undo=undo)

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
        wanted = page or self.where.last_pages.get(session, "")
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

    def show_help(self) -> None:
        """F1: the help of this page, or put it away again."""
        self.asides.show_help()

    def _doings(self) -> Sequence[Doing]:
        from cps_desktop.ui.doings import doings_of

        return doings_of(self)

    def open_search(self) -> None:
        """Ctrl+K."""
        if not self.worker.busy:
            self.state.flush()
            self.search_box.open_box()

    def _find(self) -> None:
        if not self.stack.find_in_page():
            self.open_search()

    def back_out(self) -> None:
        """Esc: one step back from wherever one is."""
        if (
            self.reading.stop()
            or self.asides.close_search()
            or self.notices.put_away()
            or self.asides.close_help()
        ):
            return
        if self.stack.key == "details":
            self.open_page("today" if "today" in pages.offered() else pages.first_page())
        elif self.stack.key != pages.HOME:
            self.open_home()

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
            self.where.show()
        try:
            self.stack.refresh(summary)
        except Exception as error:  # noqa: BLE001 - the change is kept; only showing it went wrong
            self.mistake(error)
        self.where.count_soon()

    def _at_rest(self) -> bool:
        return not (self.worker.busy or self._ended)

    def _day_turned(self) -> None:
        """Midnight, or the morning after: what the pages say of today is said of the new day."""
        self.where.show()
        try:
            self.stack.look_again()
        except Exception as error:  # noqa: BLE001 - as after a change
            self.mistake(error)

    # -- where it was, and the end ----------------------------------------------------------------

    def _where(self) -> WindowPlace:
        return WindowPlace(
            *shape_of(self),
            page=self.stack.key,
            session=self.stack.session,
            record=self.stack.place(),
            saved_ms=self.state.saved_ms,
            pages=dict(list(self.where.last_pages.items())[-MOST_SESSIONS:]),
        )

    def _go_where_it_was(self) -> None:
        place = read_place(self.desk.workspace.note(NOTE))
        self.where.last_pages = dict(place.pages)
        self.state.remember(place.saved_ms)
        put_where_it_was(self, place)
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
        self.where.count_now()

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
        self.where.fold()

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
        self.room.let_go()
        self._ended = True
        event.accept()
        self.closed.emit()

    def close_desk(self) -> None:
        """Close the workspace; nothing of the window may look into it again."""
        for timer in self.findChildren(QTimer):
            timer.stop()
        self.stack.let_go()
        self.desk.close()

"""The window: what every page may ask of it, and nothing a page knows better itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QResizeEvent

from cps_desktop.domain.faults import Fault
from cps_desktop.services.desk import Desk
from cps_desktop.services.progress import Progress
from cps_desktop.ui.asides import Asides
from cps_desktop.ui.bottom_bar import BottomBar
from cps_desktop.ui.following import Following
from cps_desktop.ui.moving_about import MovingAbout
from cps_desktop.ui.new_day import NewDay
from cps_desktop.ui.notices import Notices
from cps_desktop.ui.page_lists import PageLists
from cps_desktop.ui.page_stack import PageStack
from cps_desktop.ui.participant.door import ParticipantDoor
from cps_desktop.ui.projection.door import RoomDoor
from cps_desktop.ui.reading_aloud.door import ReadDoor
from cps_desktop.ui.saved_state import SavedState
from cps_desktop.ui.shell_window import ShellWindow
from cps_desktop.ui.shortcuts import install_shortcuts
from cps_desktop.ui.steps import Steps
from cps_desktop.ui.telling import Telling
from cps_desktop.ui.top_bar import TopBar
from cps_desktop.ui.unkept import may_lose_them, words_left
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
    from cps_desktop.ui.kit import HelpPanel
    from cps_desktop.ui.search_box import Doing, SearchBox

T = TypeVar("T")


class Window(ShellWindow):
    """The window as it is made, and its end. It is the ``Shell`` of every page.

    ``to_backup`` goes back to a copy.
    """

    painted = Signal()
    """Once: the window is on the screen."""

    top: TopBar
    reading: ReadDoor
    where: Whereabouts

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
        self.stack = PageStack(self)
        self.notices = Notices()
        self.telling = Telling(self.notices, self.state, lambda: self.asides.toast)
        self.say, self.report = self.telling.say, self.telling.report
        self.attempt = self.telling.attempt
        self.moving = MovingAbout(
            desk,
            self.stack,
            self.state,
            self.telling,
            self.notices,
            is_busy=lambda: self.worker.busy,
            last_page=lambda session: self.where.last_pages.get(session, ""),
            write_down=self.write_down,
        )
        self.open_home, self.open_page = self.moving.open_home, self.moving.open_page
        self.open_session = self.moving.open_session
        self.room = RoomDoor(self, desk, self.stack, self.moving, self.telling)
        self.people = ParticipantDoor(self)
        self.steps = Steps(self, lambda: self.worker.busy, self.write_down)
        self.undo, self.redo = self.steps.undo, self.steps.redo
        self._build()
        self._following = Following(
            desk,
            self.stack,
            self.state,
            self.top,
            self.where,
            mistake=self.telling.mistake,
            open_home=self.open_home,
        )
        self._place = PlaceKeeper(desk, self._where, self)
        KeptInSight(self)
        self._stop_listening = desk.door.listen(self._following.changed)
        at_rest = NewDay(desk.door.today, self._at_rest, self)
        at_rest.turned.connect(self._following.day_turned)
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
        self.worker = Worker(between, self.telling.mistake)
        self.asides = Asides(
            self.desk,
            self.stack,
            between,
            beside,
            doings=self._doings,
            go_to=self.moving.open_result,
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
            page=self.moving.open_numbered,
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

    # -- what pages may ask (Shell), beside what is said and where one goes ----------------------

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

    def show_help(self) -> None:
        """F1: the help of this page, or put it away again."""
        self.asides.show_help()

    def _doings(self) -> Sequence[Doing]:
        from cps_desktop.ui.doings import doings_of

        return doings_of(self, self.people)

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
        self.moving.step_back()

    def _at_rest(self) -> bool:
        return not (self.worker.busy or self._ended)

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
        self.moving.open_again(place.page, place.session, place.record)

    def _first_painted(self) -> None:
        QTimer.singleShot(0, self._settle)

    def _settle(self) -> None:
        if self._ended:
            return
        self.stack.give_keyboard()
        self._place.start()
        self.state.count_soon()
        self.painted.emit()

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
        if not self._ended:
            self._following.count_now()

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

"""The program with a screen: from a folder to its window, and to the end of the day."""

from __future__ import annotations

from cps_desktop.ui.plain_imports import all_read  # first: all imports after it are quicker

# isort: split

import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from cps_desktop import __version__, paths
from cps_desktop.domain.faults import Fault
from cps_desktop.services.desk import Desk
from cps_desktop.services.progress import Progress
from cps_desktop.ui.door_again import door_again
from cps_desktop.ui.dressing import install_theme
from cps_desktop.ui.ending import Ending
from cps_desktop.ui.laptop_settings import apply_settings, keep_settings_up_to_date, load_settings
from cps_desktop.ui.opening import (
    Doors,
    GivenUp,
    NewDesk,
    OpenDesk,
    WantsSample,
    opened_desk,
)
from cps_desktop.ui.opening_wait import waiting
from cps_desktop.ui.theme_state import STYLE, theme
from cps_desktop.ui.tidying import Tidying
from cps_desktop.ui.top_bar import PROGRAM
from cps_desktop.ui.window import Window

COPY_AFTER_MS = 15_000

all_read()


def run_window(
    folder: Path,
    *,
    sample: bool = False,
    open_desk: OpenDesk,
    new_desk: NewDesk,
    prepare_sample: Callable[[Path], object] | None = None,
    when_painted: Callable[[Window], object] | None = None,
) -> int:
    """Open the window on a workspace and stay until it is closed. Returns the exit code.

    ``sample``: the folder holds the sample. ``prepare_sample(folder)`` makes or freshens the
    sample when the person asks to look at it. ``when_painted`` is called once, with the first
    window, when it is on the screen. The code is 0, or that of the fault which kept it shut.
    """
    app = make_application(dressed=False)
    program = Program(app, folder, Doors(open_desk, new_desk, prepare_sample), when_painted)
    return program.run(sample=sample)


def make_application(*, dressed: bool = True) -> QApplication:
    """The one ``QApplication``, dressed as this laptop wishes.

    One that is not yet ``dressed`` has to be before anything is shown (``theme().dress()``).
    """
    known = QApplication.instance()
    if isinstance(known, QApplication):
        app = known
        if app.findChild(Tidying) is None:
            Tidying(app)
    else:
        # The window's own words are English whatever the laptop speaks: a screen reader is told so.
        QLocale.setDefault(QLocale("en_GB"))
        QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
            Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
        )
        # The style is named here: setting it later hands its object to Python, and to know what it
        # is PySide reads a great many classes.
        app = QApplication([PROGRAM, "-style", STYLE])
        Tidying(app)
    app.setApplicationName(PROGRAM)
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("cps-desktop")
    # Dialogs come and go before there is a window; the program ends when it says so.
    app.setQuitOnLastWindowClosed(False)
    apply_settings(load_settings(paths.settings_file()))
    install_theme(app, styled=known is None)
    if dressed:
        theme().dress()
    keep_settings_up_to_date(paths.settings_file())
    return app


class Program:
    """One's own workspace and perhaps the sample beside it, one window at a time."""

    def __init__(
        self,
        app: QApplication,
        folder: Path,
        doors: Doors,
        when_painted: Callable[[Window], object] | None = None,
    ) -> None:
        self._app = app
        self._folder = folder
        self._doors = doors
        self._when_painted = when_painted
        self._own: Window | None = None
        self._sample: Window | None = None
        self._code = 0
        self._ending = False

    def run(self, *, sample: bool = False) -> int:
        """Open the first window and stay until the last is closed."""
        sys.excepthook = self._uncaught
        threading.excepthook = lambda told: self._uncaught(
            told.exc_type, told.exc_value or told.exc_type(), told.exc_traceback
        )
        ending = Ending(self._end, self._app)
        # Inside the event loop, so that closing the very first question ends the program.
        QTimer.singleShot(0, lambda: self._begin(sample=sample))
        self._app.exec()
        ending.let_go()
        for window in (self._own, self._sample):
            if window is not None:
                window.stack.let_go()
                _copy_of_the_day(window.desk)
                with suppress(Fault):
                    # Something beside that does not end keeps the folder until it does.
                    window.close_desk()
        return self._code

    def _begin(self, *, sample: bool) -> None:
        if sample:
            self._open_sample(self._folder)
        elif load_settings(paths.settings_file()).sample_lent:
            # Participants were shown the sample: a restart must not lead from there to one's own.
            self.sample()
        else:
            self.own()

    def own(self) -> None:
        """One's own work: the window that is waiting, or the way to it."""
        if self._own is not None:
            self._swap(self._own, self._sample)
            return
        try:
            desk = opened_desk(
                self._folder, self._doors, offer_sample=self._doors.prepare_sample is not None
            )
        except WantsSample:
            self.sample()
            return
        except GivenUp as given_up:
            self._give_up(given_up)
            self._app.quit()
            return
        if self._ending:
            desk.close()
            return
        to_sample = self.sample if self._doors.prepare_sample is not None else None
        self._own = self._window(desk, to_sample, None, self.to_backup)
        DayCopy(self._own)
        self._folder = desk.folder
        self._swap(self._own, self._sample)

    def to_backup(self, backup: Path) -> None:
        """Put one's own work back to a copy: close it, restore it, open it again."""
        from cps_desktop.ui.restoring import bring_back

        window = self._own
        if window is None:
            return
        workspace = window.desk.workspace
        try:
            waiting("Waiting until all is kept", lambda _tell: workspace.let_others_end())
        except Fault as busy:
            window.report(busy)
            return
        self._own = None
        window.closed.disconnect(self._app.quit)
        window.close()
        window.close_desk()
        window.deleteLater()
        fault = bring_back(self._folder, backup)
        self.own()
        again: Window | None = self._own
        if again is None:
            return
        if fault is not None:
            again.report(fault)
        else:
            again.say("The copy is back. What was here before is kept as a copy too.")

    def sample(self) -> None:
        """The sample workspace, made or freshened first."""
        folder, prepare = paths.sample_workspace(), self._doors.prepare_sample
        if self._sample is None and prepare is not None:
            window = self._own
            try:
                waiting("Making the sample", lambda _tell: prepare(folder))
            except Exception as error:  # noqa: BLE001 - without a sample there is still one's own work
                if window is not None:
                    window.telling.mistake(error)
                    return
                _write_down(error)
                self.own()
                return
        self._open_sample(folder)

    def _open_sample(self, folder: Path) -> None:
        if self._sample is None:
            try:
                desk = opened_desk(folder, self._doors, offer_sample=False)
            except GivenUp as given_up:
                self._give_up(given_up)
                if self._own is None:
                    self._app.quit()
                return
            if self._ending:
                desk.close()
                return
            back = self.own if folder != self._folder else None
            self._sample = self._window(desk, None, back)
        self._swap(self._sample, self._own)

    def _give_up(self, given_up: GivenUp) -> None:
        if given_up.fault is not None and not self._ending:
            self._code = given_up.fault.exit_code

    def _window(
        self,
        desk: Desk,
        to_sample: Callable[[], object] | None,
        to_own: Callable[[], object] | None,
        to_backup: Callable[[Path], object] | None = None,
    ) -> Window:
        window = Window(desk, to_sample=to_sample, to_own=to_own, to_backup=to_backup)
        window.closed.connect(self._app.quit)
        if self._when_painted is not None:
            tell, self._when_painted = self._when_painted, None
            window.painted.connect(lambda: tell(window))
        return window

    def _swap(self, to: Window, other: Window | None) -> None:
        theme().dress()
        # Whoever had the keyboard when the program ended has it again: nothing else is shown.
        if not to.people.resume() and not door_again(to):
            to.show()
            to.activateWindow()
        if other is not None:
            other.write_down()
            other.hide()

    # -- the end, however it comes ----------------------------------------------------------------

    def _end(self) -> None:
        """The laptop is being turned off: end, whatever is asked just now."""
        self._ending = True
        windows = [one for one in (self._own, self._sample) if one is not None]
        for window in windows:
            window.end()
        if not windows:
            # Every question that is open goes away with it, unanswered.
            self._app.quit()

    def _uncaught(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        shown = next(
            (one for one in (self._own, self._sample) if one is not None and one.isVisible()), None
        )
        if shown is not None:
            # Not from inside whatever went wrong: the window may be half-way through it.
            QTimer.singleShot(0, shown, lambda: shown.telling.mistake(error))
        else:
            _write_down(error)


class DayCopy(QObject):
    """Makes the day's copy shortly after the start, beside the window, which stays in use."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(COPY_AFTER_MS)
        self._timer.timeout.connect(self._begin)
        window.painted.connect(self._timer.start)

    def _begin(self) -> None:
        if self._window.worker.busy:
            self._timer.start()
            return
        from cps_desktop.ui.in_background import Background

        workspace = self._window.desk.workspace

        def copy() -> Path | None:
            from cps_desktop.services.backups import backup_if_due
            from cps_desktop.services.taking_up_papers import take_up_papers

            with workspace.beside() as own:
                take_up_papers(own)
                return backup_if_due(own)

        background = Background(self)
        # Once the window is closed its workspace soon is, and nothing may look into it.
        self._window.closed.connect(lambda: background.forget("copy"))
        background.do("copy", copy, lambda _made: workspace.forget_caches(), self._window.report)


def _copy_of_the_day(desk: Desk) -> None:
    """The day's copy at the end, if there is none yet; a full disk must not hold up the end."""
    if desk.is_sample:
        return
    with suppress(Fault):
        waiting("Making the day's copy", lambda tell: _copy_beside(desk, tell))


def _copy_beside(desk: Desk, tell: Progress) -> None:
    """From a thread: the window's own connection stays the window's."""
    from cps_desktop.services.backups import backup_if_due

    with desk.workspace.beside() as own:
        backup_if_due(own, tell)


def _write_down(error: BaseException) -> None:
    """Write one of our own mistakes down where there is no window to say so."""
    from cps_desktop.ui.mistakes import write_down

    write_down(error, paths.log_file())

"""Long jobs: done in a thread of their own, with a progress panel over the page and a way out.

The page beneath is at rest while a job runs, so that nothing the job is reading can change under
it and no half-made state can be acted on. The window itself stays alive.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.services.progress import Progress, Stopped
from cps_desktop.ui.theme import DIALOG_WIDTH, SPACE_XXL
from cps_desktop.ui.theme_state import theme

if TYPE_CHECKING:
    from cps_desktop.ui.kit import ProgressPanel

T = TypeVar("T")
TELL_EVERY_S = 0.05
SHOW_AFTER_MS = 250
"""A job that is done sooner than this never flashes a panel."""


class _Job(QObject):
    """One job in one thread; its signals arrive on the window's thread."""

    progressed = Signal(object)
    ended = Signal(object)

    def __init__(self, work: Callable[[Progress], Any]) -> None:
        super().__init__()
        self._work = work
        self._stop = threading.Event()
        self._told = 0.0
        self.outcome: tuple[Any, BaseException | None] = (None, None)
        # Not a daemon: a bundle being written is finished or taken back before the program ends.
        self._thread = threading.Thread(target=self._run, name="job")

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to stop at its next step."""
        self._stop.set()

    def join(self) -> None:
        self._thread.join()

    def _tell(self, what: str, done: int, of: int) -> None:
        if self._stop.is_set():
            raise Stopped("Stopped. Nothing was changed.")
        now = time.monotonic()
        if done >= of or now - self._told >= TELL_EVERY_S:
            self._told = now
            self.progressed.emit((what, done, of))

    def _run(self) -> None:
        try:
            self.outcome = (self._work(self._tell), None)
        except BaseException as error:  # noqa: BLE001 - carried to the window's thread and shown there
            self.outcome = (None, error)
        self.ended.emit(self.outcome)


class Worker(QFrame):
    """Runs one job at a time over ``over``, which is at rest meanwhile."""

    started = Signal()
    finished = Signal()

    def __init__(self, over: QWidget, mistake: Callable[[BaseException], object]) -> None:
        super().__init__(over.parentWidget())
        self._over = over
        self._mistake = mistake
        self._job: _Job | None = None
        self._panel: ProgressPanel | None = None
        self._outcome: Callable[[object, BaseException | None], None] | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("ground", "page")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_XXL, SPACE_XXL, SPACE_XXL, SPACE_XXL)
        self._column.addStretch(1)
        self._column.addStretch(2)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SHOW_AFTER_MS)
        self._soon.timeout.connect(self._show)
        over.installEventFilter(self)
        self.hide()

    @property
    def busy(self) -> bool:
        """Whether a job is running."""
        return self._job is not None

    def run(
        self,
        doing: str,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        refused: Callable[[Fault], None],
    ) -> None:
        """Begin a job; ``done`` or ``refused`` is called on this thread when it ends."""

        def ended(result: Any, error: BaseException | None) -> None:
            if error is None:
                done(result)
            elif isinstance(error, Fault):
                refused(error)
            else:
                self._mistake(error)

        from cps_desktop.ui.kit import ProgressPanel

        self._outcome = ended
        self._panel = ProgressPanel(doing)
        self._panel.setMaximumWidth(theme().px(DIALOG_WIDTH))
        self._job = job = _Job(work)
        self._panel.cancelled.connect(job.stop)
        self._column.insertWidget(1, self._panel)
        job.progressed.connect(self._progressed)
        job.ended.connect(self._ended)
        self._over.setEnabled(False)
        self.started.emit()
        self._soon.start()
        job.start()

    def stop(self) -> None:
        """Ask the job to stop, as its Cancel button does."""
        if self._job is not None and self._panel is not None:
            self._panel.cancel.click()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._over.geometry())
        return False

    def _show(self) -> None:
        self.setGeometry(self._over.geometry())
        self.show()
        self.raise_()
        if self._panel is not None:
            self._panel.cancel.setFocus()

    def _progressed(self, told: tuple[str, int, int]) -> None:
        if self._panel is not None and self._panel.cancel.isEnabled():
            what, done, of = told
            self._panel.show_progress(done, of, what)

    def _ended(self, outcome: tuple[object, BaseException | None]) -> None:
        job, panel, ended = self._job, self._panel, self._outcome
        self._job = self._panel = self._outcome = None
        self._soon.stop()
        self.hide()
        self._over.setEnabled(True)
        if job is not None:
            job.join()
            job.deleteLater()
        if panel is not None:
            panel.setParent(None)
            panel.deleteLater()
        self.finished.emit()
        if ended is not None:
            ended(*outcome)


def wait_for(work: Callable[[Progress], T], told: Callable[[str, int, int], object]) -> T:
    """Do something in a thread while this thread's events go on; its result, or what it raised.

    For the moments before there is a window: opening, unlocking, making a workspace.
    """
    job = _Job(work)
    loop = QEventLoop()
    job.progressed.connect(lambda one: told(*one))
    job.ended.connect(loop.quit)
    job.start()
    # Ends early where the program is ended: the work is then waited for without its events.
    loop.exec()
    job.join()
    result, error = job.outcome
    if error is not None:
        raise error
    done: T = result
    return done

"""Small jobs beside the window: counting, looking, drawing a page. The page stays in use meanwhile.

What a person asked for and waits for goes through the shell's ``run`` instead.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from cps_desktop.domain.faults import Fault

T = TypeVar("T")


def _nothing(_fault: Fault) -> None:
    return None


class _Asked:
    """One job that was asked for: what to do with its end, and whether it is still wanted."""

    def __init__(
        self,
        by: Background,
        key: str,
        job: Callable[[], Any],
        done: Callable[[Any], object],
        refused: Callable[[Fault], object],
    ) -> None:
        self.by = by
        self.key = key
        self.job = job
        self.done = done
        self.refused = refused
        self.wanted = True
        self.result: Any = None
        self.error: BaseException | None = None


class _Post(QObject):
    """Carries the ends over to the window's thread.

    One for the whole run: a page and all that belongs to it may be taken down in the very moment
    in which a thread tells of its end, and what is telling then must not go with it.
    """

    ended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.ended.connect(self._deliver)

    def _deliver(self, asked: _Asked) -> None:
        if isValid(asked.by):
            asked.by.arrived(asked)


@cache
def _post() -> _Post:
    return _Post()


class Background(QObject):
    """Does small jobs one after the other in a thread of its own; ends arrive on this thread.

    A job asked for again under the same key replaces the one before: only the latest counts.
    Belongs to the page that made it and falls silent with it.
    """

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._latest: dict[str, _Asked] = {}
        self._pool: ThreadPoolExecutor | None = None
        self._post = _post()

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return bool(self._latest)

    def do(
        self,
        key: str,
        job: Callable[[], T],
        done: Callable[[T], object],
        refused: Callable[[Fault], object] = _nothing,
    ) -> None:
        """Do ``job`` in the thread, then ``done`` with its result (or ``refused``) here."""
        if key in self._latest:
            self._latest[key].wanted = False
        was_busy = self.busy
        asked = self._latest[key] = _Asked(self, key, job, done, refused)
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, "beside")
        self._pool.submit(self._work, asked)
        if not was_busy:
            self.busy_changed.emit(True)

    def forget(self, key: str) -> None:
        """The end of this job is no longer of interest."""
        if key in self._latest:
            self._latest.pop(key).wanted = False
            if not self.busy:
                self.busy_changed.emit(False)

    def _is_seen(self) -> bool:
        page = self.parent()
        return not isinstance(page, QWidget) or page.isVisible()

    def _work(self, asked: _Asked) -> None:
        if not asked.wanted or not isValid(asked.by):
            # Nobody is there any more who would hear of it: what is in sight now need not wait.
            return
        try:
            asked.result = asked.job()
        except BaseException as error:  # noqa: BLE001 - carried to the window's thread
            asked.error = error
        self._post.ended.emit(asked)

    def arrived(self, asked: _Asked) -> None:
        """A job has ended: what is to be done then is done here, if it is still wanted."""
        if not asked.wanted or self._latest.get(asked.key) is not asked:
            return
        del self._latest[asked.key]
        try:
            if asked.error is None:
                asked.done(asked.result)
            elif isinstance(asked.error, Fault):
                asked.refused(asked.error)
            elif self._is_seen():
                raise asked.error
            # Otherwise the page, and the workspace with it, was put away meanwhile.
        finally:
            if not self.busy:
                self.busy_changed.emit(False)
                if self._pool is not None:
                    self._pool.shutdown(wait=False)
                    self._pool = None

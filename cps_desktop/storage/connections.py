"""All connections of this program to one open workspace file: counted, and in good manners.

SQLite removes a log by its name when the last connection of a file closes. A connection left over
from before a restore would so remove the log of the file that came; therefore a workspace is not
closed, nor its folder given back, while another connection to it is open.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cps_desktop.domain.faults import WorkspaceInUse
from cps_desktop.storage.driver import Connection

MAKE_WAY_S = 10.0
"""So long an edit waits for a trial to be taken back: it is one statement, far less than this."""


class GaveWay(Exception):
    """A trial was taken back because somebody wanted to keep an edit. Try again later."""


class Connections:
    """Shared by a workspace and all that is opened beside it. Every method may be called from any
    thread."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._beside = 0
        self._ending = False
        self._trial: Connection | None = None
        self._writers = 0

    # -- how many there are -----------------------------------------------------------------------

    def enter(self) -> None:
        """One more beside the first. Raises WorkspaceInUse while the workspace is being closed."""
        with self._changed:
            self._go_on()
            self._beside += 1

    def leave(self) -> None:
        """One of those beside was closed."""
        with self._changed:
            self._beside -= 1
            self._changed.notify_all()

    def go_on(self) -> None:
        """For long reading beside: raises WorkspaceInUse when the workspace is being closed."""
        with self._changed:
            self._go_on()

    def _go_on(self) -> None:
        if self._ending:
            raise WorkspaceInUse(
                "This workspace is being closed. Nothing was changed. Try again when it is open."
            )

    def end(self, patience_s: float) -> None:
        """From now on nothing is opened beside; wait until all that is has been closed.

        Raises WorkspaceInUse when something is still at work then; all is as before.
        """
        with self._changed:
            self._ending = True
            if not self._changed.wait_for(lambda: not self._beside, patience_s):
                self._ending = False
                raise WorkspaceInUse(
                    "Something is still being done with this workspace, such as a copy being "
                    "made. Nothing was changed. Wait a moment, then try again."
                )

    # -- who writes -------------------------------------------------------------------------------

    @contextmanager
    def way(self, connection: Connection) -> Iterator[None]:
        """Around the beginning of a transaction that writes: a trial elsewhere is taken back."""
        with self._changed:
            self._writers += 1
            if self._trial is not connection:
                self._changed.wait_for(lambda: self._trial is None, MAKE_WAY_S)
        try:
            yield
        finally:
            with self._changed:
                self._writers -= 1
                self._changed.notify_all()

    @contextmanager
    def trial(self, connection: Connection) -> Iterator[None]:
        """While something is tried out on this connection: each of its statements first looks
        whether somebody waits to write, and raises :class:`GaveWay` if so."""
        with self._changed:
            self._changed.wait_for(lambda: self._trial is None and not self._writers)
            self._trial = connection
        connection.execute = self._polite(connection.execute)
        connection.executemany = self._polite(connection.executemany)
        try:
            yield
        finally:
            del connection.execute, connection.executemany
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            with self._changed:
                self._trial = None
                self._changed.notify_all()

    @property
    def trying(self) -> bool:
        """Whether something is being tried out now."""
        return self._trial is not None

    def _polite(self, run: Callable[..., Any]) -> Callable[..., Any]:
        def polite(*given: Any) -> Any:
            if self._writers:
                raise GaveWay
            return run(*given)

        return polite

"""The system asks the program to end: at the end of the day, or from a terminal.

Python heeds a signal only between two steps of its own, and a window that waits for a person makes
none. So the signal wakes the window, which then ends as if it had been closed, whatever question
is open in front of it.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier

NAMES: Final = ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK")
"""Those that mean it; a system has some of them (SIGBREAK is Windows' own)."""


class Ending(QObject):
    """Calls ``end`` between two events of the window, for each signal that asks for it."""

    def __init__(self, end: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._end = end
        self._pipe = _SocketPair() if os.name == "nt" else _Pipe()
        self._former_wakeup = signal.set_wakeup_fd(self._pipe.write, warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._pipe.read, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)
        self._former = {
            number: signal.signal(number, _leave_it_to_the_window)
            for number in (getattr(signal, name, None) for name in NAMES)
            if number is not None
        }

    def let_go(self) -> None:
        """Signals are Python's own again."""
        self._notifier.setEnabled(False)
        for number, handler in self._former.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._former_wakeup)
        self._pipe.close()

    def _woken(self) -> None:
        if any(number in self._former for number in self._pipe.told()):
            self._end()


def _leave_it_to_the_window(_number: int, _frame: FrameType | None) -> None:
    """Without a handler of Python's own, the signal would end the program where it stands."""


class _Pipe:
    """Where the numbers of signals come through."""

    def __init__(self) -> None:
        self.read, self.write = os.pipe()
        for end in (self.read, self.write):
            os.set_blocking(end, False)

    def told(self) -> bytes:
        """The numbers that came since the last look."""
        with suppress(BlockingIOError):
            return os.read(self.read, 64)
        return b""

    def close(self) -> None:
        os.close(self.read)
        os.close(self.write)


class _SocketPair(_Pipe):
    """The same on Windows, where only sockets can be waited for."""

    def __init__(self) -> None:
        import socket

        self._ours, self._pythons = socket.socketpair()
        for end in (self._ours, self._pythons):
            end.setblocking(False)
        self.read, self.write = self._ours.fileno(), self._pythons.fileno()

    def told(self) -> bytes:
        with suppress(BlockingIOError):
            return self._ours.recv(64)
        return b""

    def close(self) -> None:
        self._ours.close()
        self._pythons.close()

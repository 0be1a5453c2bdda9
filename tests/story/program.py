"""The real program around a person's day: started on a folder, used, and closed."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog

from cps_desktop import paths
from cps_desktop.bootstrap import new_desk, open_desk
from cps_desktop.ui.app import run_window
from cps_desktop.ui.window import Window
from tests.story.person import Person

_SIGNALS = ("SIGTERM", "SIGINT", "SIGHUP")


class Day:
    """What a person does from the start of the program to its end."""

    def __init__(
        self,
        use: Callable[[Person], object],
        *first: tuple[str, Callable[[Person], object]],
    ) -> None:
        """``first``: the name of each thing that comes before the window, and what is done."""
        self._use = use
        self._first = list(first)
        self.person = Person()
        self.raised: list[BaseException] = []

    def spend(self, folder: Path) -> int:
        """Start the program on a folder, use it, close it. Returns its exit code."""
        hooks = sys.excepthook, threading.excepthook
        handlers = {name: signal.getsignal(getattr(signal, name)) for name in _SIGNALS}
        watch = QTimer()
        watch.setInterval(10)
        watch.timeout.connect(lambda: self._look(watch))
        if self._first:
            watch.start()
        try:
            code = run_window(
                folder, open_desk=open_desk, new_desk=new_desk, when_painted=self._painted
            )
        finally:
            watch.stop()
            sys.excepthook, threading.excepthook = hooks
            for name, handler in handlers.items():
                signal.signal(getattr(signal, name), handler)
            QApplication.processEvents()
        if self.raised:
            raise self.raised[0]
        assert not self._first, f"Never came up: {[name for name, _ in self._first]}"
        log = paths.log_file()
        assert not log.exists(), f"The program wrote down a mistake of its own: {log.read_text()}"
        return code

    def _look(self, watch: QTimer) -> None:
        window = QApplication.activeModalWidget()
        if window is None or not self._first:
            return
        name, do = self._first[0]
        if not (window.accessibleName() or window.windowTitle()).startswith(name):
            return
        self._first.pop(0)
        if not self._first:
            watch.stop()
        try:
            do(self.person)
        except BaseException as error:  # noqa: BLE001 - raised again when the program has ended
            self.raised.append(error)
            if isinstance(window, QDialog):
                QDialog.reject(window)

    def _painted(self, window: Window) -> None:
        # Not from inside the signal, so that the person's keys find the window at rest.
        QTimer.singleShot(0, window, self._at_the_window)

    def _at_the_window(self) -> None:
        try:
            self._use(self.person)
            for window in _windows():
                assert window.notices.sentence == "", window.notices.sentence
        except BaseException as error:  # noqa: BLE001 - raised again when the program has ended
            self.raised.append(error)
        for window in _windows():
            if self.raised:
                window.end()
            else:
                window.close()


def _windows() -> list[Window]:
    """Every window of the program that is open; a copy that was brought back opens another."""
    every = QApplication.topLevelWidgets()
    return [one for one in every if isinstance(one, Window) and one.isVisible()]


def spend_day(
    folder: Path,
    use: Callable[[Person], object],
    *first: tuple[str, Callable[[Person], object]],
) -> int:
    """Start the program on a folder, do what comes first, use it, and close it."""
    return Day(use, *first).spend(folder)

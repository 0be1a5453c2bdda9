"""Every window test stands on the theme, and leaves it as it found it."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot, SignalInstance, _WaitWidgetContextManager
from pytestqt.wait_signal import CheckParamsCb, SignalBlocker

from cps_desktop.ui.dressing import install_theme
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.tidying import tidy

PATIENCE_MS = 240_000
"""How long a window may take: speed is never tested here, and a machine may be busy."""


class PatientBot(QtBot):
    """Gives up after four minutes, where it would after five seconds."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(
        self,
        signal: SignalInstance,
        *,
        timeout: int = PATIENCE_MS,
        raising: bool | None = None,
        check_params_cb: CheckParamsCb | None = None,
    ) -> SignalBlocker:
        return super().waitSignal(
            signal, timeout=timeout, raising=raising, check_params_cb=check_params_cb
        )

    def waitActive(
        self, widget: QWidget, *, timeout: int = PATIENCE_MS
    ) -> _WaitWidgetContextManager:
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(
        self, widget: QWidget, *, timeout: int = PATIENCE_MS
    ) -> _WaitWidgetContextManager:
        return super().waitExposed(widget, timeout=timeout)

    def wait(self, ms: int) -> None:
        """So long, and then whatever one thing brought about after another: where a machine is
        busy, the time may be over before it."""
        super().wait(ms)
        for _ in range(10):
            QApplication.processEvents()


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The bot of these tests, with patience."""
    return PatientBot(request)


class Dressed:
    """The program's look is put on once a process: anew for each test it dresses all the windows
    that others left behind, which took a tenth of each."""

    sheet = ""

    @classmethod
    def dress(cls, app: QApplication) -> None:
        """Put it on, unless it is there."""
        if not cls.sheet or app.styleSheet() != cls.sheet:
            install_theme(app)
            cls.sheet = app.styleSheet()


@pytest.fixture(autouse=True)
def fresh_theme(qapp: QApplication) -> Iterator[None]:
    """The light theme at 100 %, before and after."""
    gc.disable()
    Dressed.dress(qapp)
    yield
    # Windows that a test let go of are taken down before the next one: a look that it puts on
    # would reach pages whose work is closed. Outside of a loop Qt puts that off.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    theme().set_theme("light")
    theme().set_scale(100)
    theme().set_less_movement(False)
    theme().set_easy_words(False)
    theme().set_reads_aloud(False)
    theme().lent = False
    # As the program does: parts of windows are never taken down in a worker's thread.
    tidy()
    gc.enable()

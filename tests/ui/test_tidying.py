"""What nobody holds any more is taken down on the window's own thread."""

from __future__ import annotations

import gc
import threading
from typing import ClassVar

from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from cps_desktop.ui.tidying import Tidying


class Ring:
    """Holds itself, so that only tidying lets go of it; says in which thread that was."""

    gone: ClassVar[list[str]] = []

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        self.gone.append(threading.current_thread().name)


def test_tidying_happens_between_events_and_never_in_a_worker(qtbot: QtBot) -> None:
    before = gc.isenabled()
    Ring.gone.clear()
    tidying = Tidying(QCoreApplication.instance() or QObject())
    try:
        Ring()
        worker = threading.Thread(target=lambda: [[] for _ in range(200_000)], name="worker")
        worker.start()
        worker.join()
        assert Ring.gone == []
        held = [[number] for number in range(5_000)]
        qtbot.waitUntil(lambda: bool(Ring.gone))
        assert set(Ring.gone) == {threading.main_thread().name}
        assert len(held) == 5_000
    finally:
        tidying.deleteLater()
        (gc.enable if before else gc.disable)()

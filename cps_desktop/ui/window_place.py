"""Where the window was: size, page, session, record in view. Kept on this laptop."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.ui.theme import WINDOW_HEIGHT, WINDOW_WIDTH

NOTE = "window"
WRITE_EVERY_MS = 1000
MOST_SESSIONS = 50
SETTLE_MS = 200
"""After a screen went, before a window is looked after."""


class WindowPlace(msgspec.Struct, frozen=True):
    """What is remembered. ``geometry`` is x, y, width, height; ``pages`` the last page by session.

    ``saved_ms`` is when something was last kept, milliseconds since 1970.
    """

    geometry: tuple[int, int, int, int] | None = None
    maximised: bool = False
    page: str = ""
    session: RecordId = ""
    record: RecordId = ""
    saved_ms: int = 0
    pages: dict[str, str] = msgspec.field(default_factory=dict)


def read_place(note: object) -> WindowPlace:
    """The place from its note; what cannot be used (a newer version's) is left out."""
    if not isinstance(note, dict):
        return WindowPlace()

    def words(name: str) -> str:
        value = note.get(name)
        return value if isinstance(value, str) else ""

    geometry = note.get("geometry")
    sound = (
        isinstance(geometry, list)
        and len(geometry) == 4
        and all(isinstance(one, int) and abs(one) < 100_000 for one in geometry)
    )
    saved, pages = note.get("saved_ms"), note.get("pages")
    kept: dict[Any, Any] = pages if isinstance(pages, dict) else {}
    return WindowPlace(
        geometry=tuple(geometry) if sound and geometry else None,
        maximised=note.get("maximised") is True,
        page=words("page"),
        session=words("session"),
        record=words("record"),
        saved_ms=saved if isinstance(saved, int) else 0,
        pages={str(one): str(page) for one, page in kept.items()},
    )


def on_a_screen(geometry: tuple[int, int, int, int]) -> QRect | None:
    """Where to put a window that was there: on a screen there is now, no larger than it."""
    wanted = QRect(*geometry)
    for screen in QGuiApplication.screens():
        room = screen.availableGeometry()
        seen = room.intersected(wanted)
        if seen.width() >= wanted.width() // 3 and seen.height() >= wanted.height() // 3:
            wanted.setSize(wanted.size().boundedTo(room.size()))
            return wanted
    return None


def shape_of(window: QWidget) -> tuple[tuple[int, int, int, int], bool]:
    """Where a window stands when it is not maximised, and whether it is."""
    box = window.normalGeometry()
    return (box.x(), box.y(), box.width(), box.height()), window.isMaximized()


def put_where_it_was(window: QWidget, place: WindowPlace) -> None:
    """Give a window that is not shown yet its place on the screen."""
    window.resize(WINDOW_WIDTH, WINDOW_HEIGHT)
    box = on_a_screen(place.geometry) if place.geometry else None
    if box is not None:
        window.setGeometry(box)
    if place.maximised:
        window.setWindowState(Qt.WindowState.WindowMaximized)


class KeptInSight(QObject):
    """Brings a window back whose screen has gone: a projector was unplugged, or a desk's screen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        # What the system itself does about its windows comes first.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE_MS)
        self._soon.timeout.connect(self.look)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.screenRemoved.connect(self._look_soon)
            app.primaryScreenChanged.connect(self._look_soon)

    def _look_soon(self, _screen: object) -> None:
        self._soon.start()

    def look(self) -> None:
        """Bring the window back if too little of it is on any screen."""
        window = self._window
        box = window.geometry()
        if on_a_screen((box.x(), box.y(), box.width(), box.height())) is not None:
            return
        room = window.screen().availableGeometry()
        state = window.windowState()
        window.setWindowState(Qt.WindowState.WindowNoState)
        box.setSize(box.size().boundedTo(room.size()))
        box.moveCenter(room.center())
        window.setGeometry(box)
        window.setWindowState(state)


class PlaceKeeper(QObject):
    """Writes the place down when it changed, at most once a second."""

    def __init__(
        self, desk: Desk, look: Callable[[], WindowPlace], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._look = look
        self._written: WindowPlace | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(WRITE_EVERY_MS)
        self._timer.timeout.connect(self.keep)

    def start(self) -> None:
        self._timer.start()

    def pause(self) -> None:
        """While a job writes, the window must not wait for its turn at the file."""
        self._timer.stop()

    def keep(self) -> None:
        """Write the place down if it is another one than last time."""
        place = self._look()
        if place == self._written:
            return
        try:
            self._desk.workspace.set_note(NOTE, msgspec.structs.asdict(place))
        except Fault:
            # Where the window was is a comfort; a full disk is told about where work is kept.
            return
        self._written = place

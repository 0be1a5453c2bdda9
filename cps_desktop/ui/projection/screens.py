"""Where the room's window stands: on the second screen when there is one, else a window here.

Screens come and go: a plug is pulled, a projector sleeps, somebody mirrors the picture. Whatever
happens, the room's window is on a screen that is there, and never over the facilitator's work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.theme import ROOM_HEIGHT, ROOM_WIDTH, SPACE_XL

_SETTLE_MS: Final = 50
"""One plug brings several signals; they are answered once."""
HERE: Final = "in a window here"


@dataclass(frozen=True, slots=True)
class ScreenFacts:
    """A screen as far as it counts here. ``box`` is x, y, width, height on the desktop."""

    name: str
    box: tuple[int, int, int, int]

    def apart(self, other: ScreenFacts) -> bool:
        """Whether they show different parts of the desktop: a mirrored screen is the same one."""
        return not QRect(*self.box).intersects(QRect(*other.box))


def screen_for_room(
    screens: Sequence[ScreenFacts], main: ScreenFacts, wished: str = ""
) -> ScreenFacts | None:
    """Which screen is the room's: the one that was ``wished``, else the first that is apart from
    the facilitator's; None where there is no other."""
    free = [one for one in screens if one.apart(main)]
    return next((one for one in free if one.name == wished), free[0] if free else None)


def facts_of(screen: QScreen) -> ScreenFacts:
    """What counts about a screen."""
    box = screen.geometry()
    return ScreenFacts(screen.name(), (box.x(), box.y(), box.width(), box.height()))


class RoomScreens(QObject):
    """Keeps a window on the room's screen. ``place`` shows it."""

    moved = Signal(str)
    """A sentence: it went to another screen by itself."""
    appeared = Signal()
    """A second screen is there now, and the room's window is not shown."""

    def __init__(self, room: QWidget, main: QWidget) -> None:
        super().__init__(room)
        self._room = room
        self._main = main
        self._is_on = False
        self._wished = ""
        self._where = ""
        """The name of the screen it fills, "" for a window."""
        self._known: set[str] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SETTLE_MS)
        self._soon.timeout.connect(self._look)
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.screenAdded.connect(self._added)
        app.screenRemoved.connect(self.look_soon)
        app.primaryScreenChanged.connect(self.look_soon)
        for screen in app.screens():
            self._watch(screen)
        self._known = {one.name for one in self._free()}

    @property
    def where(self) -> str:
        """In words: "on HDMI-1", or "in a window here"."""
        return f"on {self._where}" if self._where else HERE

    @property
    def fills(self) -> bool:
        """Whether it has a screen of its own."""
        return bool(self._where)

    def choices(self) -> list[str]:
        """The names of the screens it could fill."""
        return [one.name for one in self._free()]

    def wish(self, name: str) -> None:
        """Let it fill this screen, whenever it is there."""
        self._wished = name
        if self._is_on:
            self._put()

    def place(self) -> None:
        """Show the window where it belongs; the keyboard stays where it is."""
        self._is_on = True
        self._put()

    def put_away(self) -> None:
        """Hide the window."""
        self._is_on = False
        self._room.hide()

    def look_soon(self, *_what: object) -> None:
        """Screens came, went or changed."""
        self._soon.start()

    def _added(self, screen: QScreen) -> None:
        self._watch(screen)
        self.look_soon()

    def _watch(self, screen: QScreen) -> None:
        screen.geometryChanged.connect(self.look_soon)

    def _free(self) -> list[ScreenFacts]:
        main = facts_of(self._main.screen())
        return [one for one in map(facts_of, QGuiApplication.screens()) if one.apart(main)]

    def _look(self) -> None:
        free = {one.name for one in self._free()}
        new, self._known = free - self._known, free
        if not self._is_on:
            if new:
                self.appeared.emit()
            return
        before = self._where
        self._put()
        if self._where != before:
            self.moved.emit(
                f"What the room sees is now on {self._where}."
                if self._where
                else "The second screen is gone. What the room sees is now a window here."
            )

    def _put(self) -> None:
        facts = [facts_of(one) for one in QGuiApplication.screens()]
        chosen = screen_for_room(facts, facts_of(self._main.screen()), self._wished)
        screen = next((one for one in QGuiApplication.screens() if _is(one, chosen)), None)
        if screen is None:
            self._stand_as_window()
        else:
            self._fill(screen)

    def _fill(self, screen: QScreen) -> None:
        room = self._room
        stands = room.isVisible() and room.isFullScreen() and self._where == screen.name()
        if stands and room.geometry() == screen.geometry():
            return
        self._where = screen.name()
        room.setScreen(screen)
        if room.isFullScreen():
            # From one screen to another a window goes as a window.
            room.showNormal()
        room.setGeometry(screen.geometry())
        room.showFullScreen()
        self._set_flags(alone=True)

    def _stand_as_window(self) -> None:
        room, screen = self._room, self._main.screen()
        was_here = room.isVisible() and not self._where and not room.isFullScreen()
        free = screen.availableGeometry()
        if was_here and free.intersects(room.frameGeometry()):
            return
        self._where = ""
        room.setScreen(screen)
        room.showNormal()
        self._set_flags(alone=False)
        # A corner of the screen: the facilitator's own window stays the main thing on it.
        wide = min(ROOM_WIDTH, free.width() * 2 // 3)
        high = min(wide * ROOM_HEIGHT // ROOM_WIDTH, free.height() - 2 * SPACE_XL)
        corner = free.bottomRight()
        room.setGeometry(corner.x() - wide - SPACE_XL, corner.y() - high - SPACE_XL, wide, high)

    def _set_flags(self, *, alone: bool) -> None:
        """On a screen of its own nothing comes before it, and no click there takes the keyboard."""
        handle = self._room.windowHandle()
        if handle is not None:
            handle.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, alone)
            handle.setFlag(Qt.WindowType.WindowStaysOnTopHint, alone)


def _is(screen: QScreen, chosen: ScreenFacts | None) -> bool:
    return chosen is not None and facts_of(screen) == chosen

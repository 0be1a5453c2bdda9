"""Sees by itself when files come, change or go: in folders, on sticks that come and go."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Final

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.in_background import Background

LOOK_EVERY_MS: Final = 2_000
"""A stick that is put in, or a file still being copied, is seen after this long at most."""

GATHER_AFTER_MS: Final = 500
"""Many files arrive at once: they are looked for once."""


class FolderWatch(QObject):
    """Emits ``changed`` when something in the folders is another than before.

    The system tells of folders that are there. A stick that is out, a folder on a network and a
    file that grows are found by looking, in a thread: ``find`` says what is there now.
    """

    changed = Signal()

    def __init__(self, page: QWidget, find: Callable[[], Callable[[], Hashable]]) -> None:
        """``find`` is called on the window's thread and returns what is done in another."""
        super().__init__(page)
        self._page = page
        self._find = find
        self._seen: Hashable | None = None
        self._beside = Background(self)
        self.soon = QTimer(self)
        self.soon.setSingleShot(True)
        self.soon.setInterval(GATHER_AFTER_MS)
        self.soon.timeout.connect(self._tell)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(lambda _folder: self.soon.start())
        self._every = QTimer(self)
        self._every.setInterval(LOOK_EVERY_MS)
        self._every.timeout.connect(self._look)

    def begin(self) -> None:
        """The page is seen: look around from now on."""
        self.soon.start()
        self._every.start()

    def rest(self) -> None:
        """Nobody sees the page."""
        self._every.stop()

    def watch(self, folders: Iterable[str]) -> None:
        """Have the system tell of these folders; those that are not there are left out."""
        wanted, have = set(folders), set(self._watcher.directories())
        if gone := have - wanted:
            self._watcher.removePaths(sorted(gone))
        if new := wanted - have:
            self._watcher.addPaths(sorted(new))

    def seen(self, found: Hashable) -> None:
        """This is what the page shows now."""
        self._seen = found

    def _tell(self) -> None:
        if self._page.isVisible():
            self.changed.emit()

    def _look(self) -> None:
        if not self._beside.busy:
            self._beside.do("look", self._find(), self._compare)

    def _compare(self, found: Hashable) -> None:
        if self._seen is not None and found != self._seen:
            self._tell()

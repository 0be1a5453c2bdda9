"""Where a bundle goes: sticks by their name, the folder used last, or any place chosen."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from cps_desktop.services.handing_over import file_name, say_size
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Button, Card, FormRow, LineField, RadioGroup, Words
from cps_desktop.ui.theme import SPACE_S

LOOK_EVERY_MS = 2_000
"""A stick that is put in shows after this long at most."""

_NONE = "Put the stick in and it shows here by itself, or choose a folder."
_LINUX = ("/media/", "/run/media/", "/mnt/")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder to write to. ``free`` in bytes, -1 where it is not known."""

    path: Path
    name: str
    free: int = -1
    stick: bool = False
    read_only: bool = False

    @property
    def words(self) -> str:
        """For the list: "STICK32, 28 GB free"."""
        if self.read_only:
            return f"{self.name}, cannot be written to"
        return self.name if self.free < 0 else f"{self.name}, {say_size(self.free)} free"


def is_stick(root: str, device: str, system: str, system_drive: str = "") -> bool:
    """Whether a mounted volume is one that people put in and take out.

    Qt does not say, so it goes by where systems mount them: ``root`` is the mount point, ``device``
    what is mounted, ``system`` as in ``sys.platform``.
    """
    if system == "win32":
        return bool(root) and not root.casefold().startswith((system_drive or "c:").casefold())
    if not device.startswith("/dev/"):
        return False
    if system == "darwin":
        return root.startswith("/Volumes/")
    return f"{root}/".startswith(_LINUX)


def sticks() -> tuple[Place, ...]:
    """The sticks that are in. Asks the system, so it is called from a worker thread."""
    found = []
    for volume in QStorageInfo.mountedVolumes():
        root = volume.rootPath()
        device = bytes(volume.device().data()).decode("utf-8", "replace")
        drive = os.environ.get("SYSTEMDRIVE", "")
        if volume.isValid() and volume.isReady() and is_stick(root, device, sys.platform, drive):
            found.append(
                Place(
                    Path(root),
                    volume.name() or volume.displayName() or root,
                    volume.bytesAvailable(),
                    stick=True,
                    read_only=volume.isReadOnly(),
                )
            )
    return tuple(sorted(found, key=lambda one: one.name.casefold()))


def folder_as_place(path: Path, also: str = "") -> Place:
    """Any folder as a place, with what is free there."""
    volume = QStorageInfo(str(path))
    free = volume.bytesAvailable() if volume.isValid() else -1
    name = path.name or str(path)
    return Place(path, f"{name} ({also})" if also else name, free, read_only=volume.isReadOnly())


class PlaceStep(Card):
    """Step 3: where. Sticks come and go in the list by themselves."""

    changed = Signal()

    def __init__(self, background: Background, last: Path | None) -> None:
        super().__init__(name="Where")
        self._background = background
        self._sticks: tuple[Place, ...] = ()
        self._last = last
        self._chosen: Path | None = None
        self._picked: tuple[Place, ...] = ()
        self.group: RadioGroup | None = None
        self._shown: tuple[Place, ...] = ()
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self.none = Words(_NONE, "body", "quiet")
        self.choose = Button("Choose a place…", self.ask)
        self.name = LineField("Name of the file")
        self.row = FormRow("Name of the file", self.name)
        self.add(Words("3  Where", "section"), self._holder, self.none, self.choose, self.row)
        self.column.addStretch(1)
        self.name.edited.connect(lambda _text: self.changed.emit())
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._offer()

    @property
    def place(self) -> Place | None:
        """The place chosen, if it is still there."""
        return next((one for one in self._places() if one.path == self._chosen), None)

    @property
    def file_name(self) -> str:
        """The file's name, fit for every system; "" where nothing is left of what was written."""
        return file_name(self.name.text())

    def suggest_name(self, name: str) -> None:
        """Put a name in, unless the person is writing one."""
        self.name.update_text(name.removesuffix(".cpsb"))

    def look(self) -> None:
        """See which sticks are in."""
        self._background.do("sticks", sticks, self.show_sticks)

    def show_sticks(self, found: tuple[Place, ...]) -> None:
        """Show these sticks; one that was just put in is chosen where nothing else was."""
        new = {one.path for one in found} - {one.path for one in self._sticks}
        self._sticks = found
        if self.place is None and len(new) == 1:
            self._chosen = new.pop()
        self._offer()

    def ask(self) -> None:
        """Ask for a folder."""
        begin = str(self._chosen or self._last or Path.home())
        chosen = QFileDialog.getExistingDirectory(self, "Choose a place", begin)
        if chosen:
            self.choose_folder(Path(chosen))

    def choose_folder(self, path: Path) -> None:
        """Choose a folder, whether or not it was in the list."""
        if path not in {one.path for one in self._places()}:
            self._picked = (*self._picked, folder_as_place(path))
        self._chosen = path
        self._offer()
        self.changed.emit()

    def _places(self) -> tuple[Place, ...]:
        some = {one.path: one for one in self._sticks}
        if self._last is not None and self._last not in some and self._last.is_dir():
            some[self._last] = folder_as_place(self._last, "used last")
        for one in self._picked:
            some.setdefault(one.path, one)
        return tuple(some.values())

    def _offer(self) -> None:
        places = self._places()
        if self._chosen is None and len(places) == 1:
            self._chosen = places[0].path
        self.none.setVisible(not places)
        if places == self._shown and self.group is not None:
            self.group.set_key(str(self._chosen or ""))
            return
        self._shown = places
        focused = QApplication.focusWidget()
        had_focus = self.group is not None and self.group.isAncestorOf(focused or self)
        if self.group is not None:
            self._column.removeWidget(self.group)
            self.group.hide()
            self.group.deleteLater()
        self.group = RadioGroup(
            "Where", [(str(one.path), one.words) for one in places], str(self._chosen or "")
        )
        self.group.chosen.connect(self._choose)
        self._column.addWidget(self.group)
        if had_focus:
            self.group.setFocus()
        self.changed.emit()

    def _choose(self, key: str) -> None:
        self._chosen = Path(key)
        self.changed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

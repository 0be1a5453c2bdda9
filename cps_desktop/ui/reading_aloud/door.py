"""Reading aloud in the facilitator's window: the page, and the control that has the keyboard.

The voice, and what follows its words, is read when it is first wanted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from cps_desktop.ui.theme_state import theme

if TYPE_CHECKING:
    from cps_desktop.ui.kit import PageFrame
    from cps_desktop.ui.reading_aloud.reader import Reader, Spoken


class ShowsPages(Protocol):
    """A window, as far as reading goes."""

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Say a short sentence at the foot of the page."""


class ReadDoor(QObject):
    """▶ Read: the title of the page, its line, and where the keyboard is. Again: silence."""

    changed = Signal(bool)
    """It began (True) or ended."""

    def __init__(self, window: QWidget, shell: ShowsPages) -> None:
        super().__init__(window)
        self._window = window
        self._shell = shell
        self._reader: Reader | None = None
        self.page: PageFrame | None = None
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    @property
    def reader(self) -> Reader:
        """The voice with what it reads."""
        if self._reader is None:
            from cps_desktop.ui.reading_aloud.reader import Reader
            from cps_desktop.ui.reading_aloud.voice import Voice

            self._reader = Reader(Voice(), self)
            self._reader.changed.connect(self._tell)
        return self._reader

    def use(self, reader: Reader) -> None:
        """Read with another voice."""
        self._reader = reader
        reader.changed.connect(self._tell)

    def toggle(self, page: PageFrame | None) -> None:
        """Read this page, or stop."""
        if self.stop():
            return
        from cps_desktop.ui.reading_aloud.voice import Problem, how_to_get_a_voice

        if self.reader.read(self._spoken(page)) is not Problem.NONE:
            self._shell.say(how_to_get_a_voice())

    def stop(self) -> bool:
        """Be silent now; False where nothing was being read."""
        return self._reader is not None and self._reader.stop()

    def _spoken(self, page: PageFrame | None) -> list[Spoken]:
        from cps_desktop.ui.reading_aloud.controls import spoken_control
        from cps_desktop.ui.reading_aloud.reader import Spoken

        parts: list[Spoken] = []
        if page is not None:
            parts += [Spoken(page.title.text()), Spoken(page.line.text())]
        held: QWidget | None = self._window.focusWidget()
        if held is not None and held.isVisible():
            parts += spoken_control(held)
        return parts

    def _focus_moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        if not theme().reads_aloud or theme().lent or new is None:
            return
        if not self._window.isAncestorOf(new):
            return
        from cps_desktop.ui.reading_aloud.controls import spoken_control

        self.reader.read(spoken_control(new))

    def _tell(self) -> None:
        self.changed.emit(self.reader.reading)

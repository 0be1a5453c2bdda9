"""Asking which notes are shown, and showing all again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cps_desktop.ui.kit.announcing import announce
from cps_desktop.ui.wall.arranging import Only
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.place import PlannerPlace
from cps_desktop.ui.wall.writing import SheetWriting


class WallShowing:
    """Some of the notes, or all of them; the keyboard stays near where it was."""

    def __init__(
        self,
        desk: PlannerDesk,
        place: PlannerPlace,
        writing: SheetWriting,
        over: QWidget,
    ) -> None:
        self._desk = desk
        self._place = place
        self._writing = writing
        self._over = over
        self.said: Callable[[], str] = str
        """The words on the wall that say which are shown; the wall has them later than this."""

    def ask(self) -> None:
        """Ask which notes shall be shown."""
        from cps_desktop.ui.wall.show_only import ShowOnlyDialog

        dialog = ShowOnlyDialog(self._desk, self._over)
        answer = dialog.ask()
        if answer:
            self._writing.finish()
            self._desk.shown.show_only(dialog.only() if answer == "show" else Only())
            announce(self._over, self.said() or "All notes are shown.")
            self._place.stay()
        dialog.deleteLater()

    def show_all(self) -> None:
        """Show every note again."""
        place = self._place
        note, box = place.note, place.box
        self._desk.shown.show_only(Only())
        place.go(note, box or place.first_box())
        announce(self._over, "All notes are shown.")

"""Asking which notes are shown, and showing all again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cps_desktop.ui.kit.announcing import announce
from cps_desktop.ui.wall.arranging import Only

if TYPE_CHECKING:
    from cps_desktop.ui.wall.wall import PlannerWall


class WallShowing:
    """Some of the notes, or all of them; the keyboard stays near where it was."""

    def __init__(self, wall: PlannerWall) -> None:
        self._wall = wall

    def ask(self) -> None:
        """Ask which notes shall be shown."""
        from cps_desktop.ui.wall.show_only import ShowOnlyDialog

        wall = self._wall
        dialog = ShowOnlyDialog(wall.desk, wall)
        answer = dialog.ask()
        if answer:
            wall.writing.finish()
            wall.desk.shown.show_only(dialog.only() if answer == "show" else Only())
            announce(wall, wall.strip.only.words.text() or "All notes are shown.")
            wall.place.stay()
        dialog.deleteLater()

    def show_all(self) -> None:
        """Show every note again."""
        place = self._wall.place
        note, box = place.note, place.box
        self._wall.desk.shown.show_only(Only())
        place.go(note, box or place.first_box())
        announce(self._wall, "All notes are shown.")

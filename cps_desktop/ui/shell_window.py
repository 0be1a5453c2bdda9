"""The window as its own parts know it: more than a page may ask for, and none of how it is made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMainWindow

from cps_desktop.services.desk import Desk
from cps_desktop.ui.asides import Asides
from cps_desktop.ui.moving_about import MovingAbout
from cps_desktop.ui.page_stack import PageStack
from cps_desktop.ui.projection.door import RoomDoor
from cps_desktop.ui.saved_state import SavedState
from cps_desktop.ui.steps import Steps
from cps_desktop.ui.telling import Telling
from cps_desktop.ui.work import Worker


class ShellWindow(QMainWindow):
    """One open workspace on the screen.

    ``to_sample`` opens the sample workspace instead (None where there is none to open); ``to_own``
    goes back from the sample to one's own work.
    """

    closed = Signal()

    desk: Desk
    state: SavedState
    stack: PageStack
    telling: Telling
    moving: MovingAbout
    steps: Steps
    asides: Asides
    worker: Worker
    room: RoomDoor
    to_sample: Callable[[], object] | None
    to_own: Callable[[], object] | None

    def write_down(self) -> None:
        """Keep everything typed so far, now: before a page change, an export, the end."""
        try:
            self.state.flush()
            self.state.unkept.try_again()
            self.stack.leave()
        except Exception as error:  # noqa: BLE001 - shown; the rest is still to be written down
            self.telling.mistake(error)

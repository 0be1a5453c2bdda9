"""The way to the room's window: made with the facilitator's window, opened when first wanted.

Nothing of the room is read before: few sessions begin with the projector.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from cps_desktop.services.desk import Desk

if TYPE_CHECKING:
    from cps_desktop.ui.projection.projecting import Projecting


class RoomDoor(QObject):
    """``made`` carries the :class:`Projecting` once there is one; ``known`` is it, or None."""

    made = Signal(object)
    said = Signal(str, bool)
    """A sentence for the facilitator; True: on whatever page they are."""

    def __init__(self, desk: Desk, main: QWidget) -> None:
        super().__init__(main)
        self._desk = desk
        self._main = main
        self.known: Projecting | None = None

    def projecting(self) -> Projecting:
        """What is done with the room's window, from now on."""
        if self.known is None:
            from cps_desktop.ui.projection.projecting import Projecting

            self.known = Projecting(self._desk, self._main)
            self.known.said.connect(self.said)
            self.made.emit(self.known)
        return self.known

    def keys(self) -> dict[str, Callable[[], object]]:
        """The keys of the facilitator's window that are the room's."""
        return {
            "F6": self.toggle,
            "Shift+F6": self.toggle_frozen,
            "Ctrl+F6": self.toggle_blank,
        }

    def toggle(self) -> None:
        """F6: show the planner to the room, or put that window away."""
        self.projecting().toggle()

    def toggle_frozen(self) -> None:
        """Shift+F6: what the room sees stays, or follows again."""
        if self.known is not None:
            self.known.freeze(not self.known.frozen)

    def toggle_blank(self) -> None:
        """Ctrl+F6: only the session's title, or the planner again."""
        if self.known is not None:
            self.known.set_blank(not self.known.blank)

    def let_go(self) -> None:
        """The workspace is being closed."""
        if self.known is not None:
            self.known.let_go()


@runtime_checkable
class ShowsTheRoom(Protocol):
    """A shell that has a window for the room."""

    room: RoomDoor

"""The way to the room's window: made with the facilitator's window, opened when first wanted.

Nothing of the room is read before: few sessions begin with the projector.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from cps_desktop.services.desk import Desk
    from cps_desktop.ui.moving_about import MovingAbout
    from cps_desktop.ui.page_stack import PageStack
    from cps_desktop.ui.projection.projecting import Projecting
    from cps_desktop.ui.telling import Telling


class RoomDoor(QObject):
    """``made`` carries the :class:`Projecting` once there is one; ``known`` is it, or None."""

    made = Signal(object)

    def __init__(
        self,
        window: QMainWindow,
        desk: Desk,
        stack: PageStack,
        moving: MovingAbout,
        telling: Telling,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._stack = stack
        self._moving = moving
        self._telling = telling
        self.known: Projecting | None = None

    def projecting(self) -> Projecting:
        """What is done with the room's window, from now on."""
        if self.known is None:
            from cps_desktop.ui.projection.projecting import Projecting

            self.known = Projecting(self._desk, self._window)
            self.known.said.connect(self.say)
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
        projecting = self.projecting()
        projecting.toggle()
        if projecting.is_on and not projecting.has_planner:
            self._open_a_planner()

    def _open_a_planner(self) -> None:
        """None was looked at yet."""
        if self._stack.session:
            self._moving.open_page("planner")
        else:
            self.projecting().put_away()
            self._telling.say("Open a session first: the room sees its planner.")

    def say(self, sentence: str, always: bool = False) -> None:
        """Say it at the foot of the page; on the planner page it is seen anyhow, so there only
        what nobody asked for (``always``)."""
        if always or self._stack.key != "planner":
            self._telling.say(sentence)

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

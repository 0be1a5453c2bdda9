"""The room on the planner page: a button, the strip over the planner, and what is followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from cps_desktop.domain.records import RecordId
from cps_desktop.ui.kit import Button
from cps_desktop.ui.projection.door import RoomDoor
from cps_desktop.ui.round_timer import TIME_IS_UP, round_timer
from cps_desktop.ui.wall.wall import PlannerWall

if TYPE_CHECKING:
    from cps_desktop.ui.projection.projecting import Projecting
    from cps_desktop.ui.projection.room_strip import RoomStrip


class RoomOnPage(QObject):
    """Tells the room what the facilitator looks at. Make it once for a page's wall.

    ``button`` goes among the page's buttons; the strip stands first in ``column`` while the room's
    window is open.
    """

    def __init__(
        self, door: RoomDoor, wall: PlannerWall, column: QVBoxLayout, session: RecordId
    ) -> None:
        super().__init__(wall)
        self._wall = wall
        self._column = column
        self._session = session
        self._note = ""
        self._box = ""
        self._projecting: Projecting | None = None
        self._door = door
        self.button = Button("Show to the room", door.toggle, tip="F6")
        self.strip: RoomStrip | None = None
        for view in (wall.sheet, wall.outline):
            view.note_focused.connect(self._on_note)
            view.box_focused.connect(self._on_box)
        wall.desk.changed.connect(self.tell)
        # Where the timer is not seen, on another page, a line says so.
        round_timer().ended.connect(self._time_is_up)
        door.made.connect(self._made)
        if door.known is not None:
            self._made(door.known)

    def _made(self, projecting: Projecting) -> None:
        from cps_desktop.ui.projection.room_strip import RoomStrip

        self._projecting = projecting
        self.strip = RoomStrip(projecting, self._stages)
        self._column.insertWidget(0, self.strip)
        self.strip.show_state()
        projecting.changed.connect(self._show_button)
        self._show_button()
        self.tell()

    def tell(self) -> None:
        """Say again what is looked at: another planner, other notes of it, another place."""
        desk = self._wall.desk
        planner = desk.planner.id
        if not planner or self._projecting is None:
            return
        from cps_desktop.ui.projection.showing import Showing

        place = desk.place_of(self._note)
        if place is not None:
            self._box = place[0]
        shown = desk.shown
        self._projecting.show(
            Showing(
                planner,
                only=shown.only,
                order=shown.order,
                at_box=self._box,
                at_note=self._note if place is not None else "",
            ),
            self._session,
        )

    def _on_note(self, note: RecordId) -> None:
        if note != self._note:
            self._note = note
            self.tell()

    def _on_box(self, box: str) -> None:
        if box != self._box or self._note:
            self._note, self._box = "", box
            self.tell()

    def _stages(self) -> list[tuple[str, str]]:
        return [(one.key, one.title) for one in self._wall.desk.planner.stages]

    def _time_is_up(self) -> None:
        self._door.say(f"{TIME_IS_UP}.")

    def _show_button(self) -> None:
        on = self._projecting is not None and self._projecting.is_on
        words = "Stop showing" if on else "Show to the room"
        if words != self.button.text():
            self.button.set_words(words)

"""What the facilitator does with the room's window: show, freeze, blank, name, choose a part."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from cps_desktop.domain.kinds import Planner, Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.ui.projection.following import FollowedPlanner
from cps_desktop.ui.projection.look import RoomLook
from cps_desktop.ui.projection.screens import RoomScreens
from cps_desktop.ui.projection.showing import Showing
from cps_desktop.ui.projection.window import RoomWindow
from cps_desktop.ui.round_timer import RoundTimer, round_timer
from cps_desktop.ui.theme import ROOM_TURN_MS
from cps_desktop.ui.theme_state import program_theme
from cps_desktop.ui.wall.note_pictures import NotePictures

ALL: Final = ""
MY_BOX: Final = " box"
"""Instead of a stage's key: only the box the facilitator is in. No stage's key has a space."""


class Projecting(QObject):
    """One window's way to the room. ``main`` is the facilitator's window.

    The room's window is made when it is first wanted. Names are hidden whenever it opens.
    """

    changed = Signal()
    """Whatever the facilitator is told about it."""
    said = Signal(str, bool)
    """A sentence for the facilitator; True: on whatever page they are, for nobody asked for it."""

    def __init__(self, desk: Desk, main: QWidget, timer: RoundTimer | None = None) -> None:
        super().__init__(main)
        self._desk = desk
        self._main = main
        self._timer = timer or round_timer()
        self._showing = Showing()
        self._session: RecordId = ""
        self.part = ALL
        """What of the planner is shown: ``ALL``, ``MY_BOX``, or a stage's key."""
        self._made: tuple[RoomWindow, RoomScreens, FollowedPlanner] | None = None
        self.look = RoomLook()
        self.is_on = False
        self.frozen = False
        self.blank = False
        self.named = False
        main.installEventFilter(self)
        self.turning = QTimer(self)
        """Runs while the pages turn one after the other, for a break: only where it was asked."""
        self.turning.setInterval(ROOM_TURN_MS)
        self.turning.timeout.connect(lambda: self.turn(1))

    # -- on and off --------------------------------------------------------------------------------

    @property
    def window(self) -> RoomWindow:
        """The room's window, shown or not."""
        return self._parts()[0]

    @property
    def screens(self) -> RoomScreens:
        """Where it stands."""
        return self._parts()[1]

    def toggle(self) -> None:
        """F6: show it, or put it away."""
        if self.is_on:
            self.put_away()
        else:
            self.open()

    def open(self) -> None:
        """Show the room all that is worked on, without names, neither frozen nor blank."""
        if self.is_on:
            return
        window, screens, followed = self._parts()
        self.is_on, self.frozen, self.blank, self.named = True, False, False, False
        self.part = ALL
        window.set_named(False)
        followed.follow(self._showing.planner)
        self._push()
        screens.place()
        self.said.emit(f"The room sees the planner, {screens.where}. Names are hidden.", False)
        self.changed.emit()

    def put_away(self) -> None:
        """Close the room's window."""
        if not self.is_on or self._made is None:
            return
        self.is_on = False
        self.turning.stop()
        self._made[1].put_away()
        self._made[2].follow("")
        self._main.activateWindow()
        self.said.emit("The room's window is put away.", False)
        self.changed.emit()

    def let_go(self) -> None:
        """The workspace is being closed: nothing of it is looked at any more."""
        self.is_on = False
        self.turning.stop()
        if self._made is not None:
            window, _screens, followed = self._made
            self._made = None
            followed.stop()
            window.hide()
            window.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        hidden = event.type() == QEvent.Type.Hide and not event.spontaneous()
        if hidden and watched is self._main and not program_theme().lent:
            # The facilitator's window gives way to another one, such as the sample's. While
            # participants have the keyboard, the room goes on looking.
            self.put_away()
        return super().eventFilter(watched, event)

    def _parts(self) -> tuple[RoomWindow, RoomScreens, FollowedPlanner]:
        if self._made is None:
            pictures = NotePictures(self._desk.workspace.attachment)
            window = RoomWindow(self.look, self._timer, pictures)
            screens = RoomScreens(window, self._main)
            followed = FollowedPlanner(self._desk, window)
            followed.arrived.connect(self._arrived)
            followed.changed.connect(self._push)
            window.put_away.connect(self.put_away)
            window.turned.connect(self.changed)
            screens.moved.connect(self._moved)
            screens.appeared.connect(
                lambda: self.said.emit("A second screen is here. F6 shows the planner on it.", True)
            )
            self._made = (window, screens, followed)
        return self._made

    # -- what is shown -----------------------------------------------------------------------------

    def show(self, showing: Showing, session: RecordId = "") -> None:
        """The facilitator shows this now, or works elsewhere in it."""
        if showing.planner != self._showing.planner:
            self.part = ALL
        self._showing = showing
        self._session = session or self._session
        if self.is_on:
            self._parts()[2].follow(showing.planner)
            self._push()

    @property
    def has_planner(self) -> bool:
        """Whether the facilitator has looked at a planner yet."""
        return bool(self._showing.planner)

    def show_part(self, part: str) -> None:
        """Show the room only this of the planner."""
        self.part = part
        self._push()
        self.changed.emit()

    def _wanted(self) -> Showing:
        if self.part == MY_BOX:
            return replace(self._showing, box=self._showing.at_box)
        return replace(self._showing, stage=self.part)

    def _push(self) -> None:
        if not self.is_on or self.frozen:
            return
        window, _screens, followed = self._parts()
        if followed.planner_id != self._showing.planner:
            return
        window.show_planner(followed.planner, self._wanted())
        window.set_blank(
            self.blank, session_title(self._desk, self._showing.planner, self._session)
        )

    def _arrived(self, notes: set[RecordId]) -> None:
        if not self.is_on or self.frozen:
            return
        self.window.mark_new(notes)
        if not self._main.isActiveWindow():
            # Somebody else writes, on a screen of their own: the room looks at what they say.
            last = [one for one in self._parts()[2].planner.notes if one.id in notes][-1]
            self._showing = replace(self._showing, at_box=last.box, at_note=last.id)

    # -- what the facilitator chooses -----------------------------------------------------------

    def freeze(self, frozen: bool) -> None:
        """What the room sees stays as it is, or follows again."""
        if self.is_on and frozen != self.frozen:
            self.frozen = frozen
            self._push()
            self.said.emit(
                "The room's picture is frozen." if frozen else "The room follows you again.", False
            )
            self.changed.emit()

    def set_blank(self, blank: bool) -> None:
        """The room sees the session's title and nothing else, or the planner again."""
        if self.is_on and blank != self.blank:
            self.blank = blank
            self.window.set_blank(
                blank, session_title(self._desk, self._showing.planner, self._session)
            )
            self.said.emit(
                "The room sees a blank page." if blank else "The room sees the planner again.",
                False,
            )
            self.changed.emit()

    def set_named(self, named: bool) -> None:
        """Show who said what, as they wished to be shown; or nobody's name."""
        if self.is_on and named != self.named:
            self.named = named
            self.window.set_named(named)
            self.said.emit("The room sees names now." if named else "Names are hidden.", False)
            self.changed.emit()

    def choose_colours(self, name: str) -> None:
        """A theme for the room's window, or "" for the facilitator's own."""
        self.look.choose(name)
        self.changed.emit()

    def turn(self, by: int) -> None:
        """A page on or back, in what the room sees."""
        if self.is_on and not self.blank:
            self.window.turn(by)
            self.changed.emit()

    def turn_by_itself(self, wanted: bool) -> None:
        """Turn the pages one after the other, slowly, or no longer."""
        if wanted and self.is_on:
            self.turning.start()
        else:
            self.turning.stop()
        self.changed.emit()

    def _moved(self, sentence: str) -> None:
        self.said.emit(sentence, True)
        self.changed.emit()


def session_title(desk: Desk, planner: RecordId, session: RecordId = "") -> str:
    """The title of the session a planner belongs to, or of this session; "" where it is gone."""
    known = desk.door.records.get(Planner, planner) if planner else None
    found = desk.door.records.get(Session, known.session if known is not None else session)
    return found.title if found is not None and not found.deleted else ""

"""What the door says of whoever came last: for a short while, or until the next name is typed.

The next person in the queue has no business with it. And where nobody has touched the door for a
while, nothing of what was sought there stays in sight.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from cps_desktop.services.standing_door import SAYS_FOR_S, UNTIL_NEXT
from cps_desktop.ui.kit import Button, Card, Choice, Words
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.attendance_door_doing import Done
from cps_desktop.ui.theme import TARGET_LARGE

IDLE_MS: Final = 20_000
"""Nobody has touched the search for so long: whoever sought there has gone."""
WRITING_IDLE_MS: Final = 60_000
"""The same of somebody who signs, or types a name that is new: hands that are slow have time."""


_STAYS: Final = "After a tick, the name stays in sight"


class Wait(Protocol):
    """Something that is done once, some milliseconds from now, unless it is stopped before."""

    def start(self, ms: int, /) -> object:
        """Wait so long from now, whatever was waited for before."""

    def stop(self) -> object:
        """Wait no longer."""


MakesWait = Callable[[QObject, Callable[[], object]], Wait]
"""Makes a :class:`Wait` that belongs to an object and, at its end, does what it is given."""


def by_the_clock(owner: QObject, over: Callable[[], object]) -> Wait:
    """The real one; tests turn a clock of their own."""
    timer = QTimer(owner)
    timer.setSingleShot(True)
    timer.timeout.connect(over)
    return timer


class DoorSaid(Card):
    """One sentence about whoever came last, and the way to take it back."""

    taken_back = Signal()

    def __init__(self, waits: MakesWait) -> None:
        super().__init__("done", tight=True)
        self.words = Words("", "section", "done")
        self.undo = Button("Take the tick away", self._take_back)
        self.undo.setMinimumHeight(TARGET_LARGE)
        self.add(Across((self.words, 1), (self.undo, 0), middle=True))
        self.for_s = SAYS_FOR_S[0]
        """Seconds it stays; ``UNTIL_NEXT`` for no such end."""
        self._back: Callable[[], object] | None = None
        self._wait = waits(self, self._over)
        self.hide()

    def say(self, done: Done) -> None:
        """Say it from now on, with the button that takes it back where there is one."""
        self._back = done.back
        self.words.setText(done.sentence)
        if done.undo != self.undo.text():
            self.undo.setText(done.undo)
        self.undo.setVisible(done.back is not None)
        self.go_on()

    def go_on(self) -> None:
        """It is in sight from now on, where there is anything to say."""
        said = bool(self.words.text())
        self.setVisible(said)
        if said and self.for_s != UNTIL_NEXT:
            self._wait.start(self.for_s * 1000)

    def hold(self) -> None:
        """Something else has the room; it is said on when that is over."""
        self._wait.stop()
        self.hide()

    def hush(self) -> None:
        """Nothing is said of whoever came last."""
        self._wait.stop()
        self._back = None
        self.words.setText("")
        self.hide()

    def way_back(self) -> Callable[[], object] | None:
        """What takes back what was said, where it can be."""
        return self._back

    def _over(self) -> None:
        if self.undo.hasFocus():
            # Somebody is on the way to press it with the keyboard.
            self._wait.start(self.for_s * 1000)
        else:
            self.hush()

    def _take_back(self) -> None:
        self.taken_back.emit()


class SaysFor(Across):
    """For the facilitator, before the door is given to the queue. ``changed`` carries seconds."""

    changed = Signal(int)

    def __init__(self, seconds: int) -> None:
        options = [(str(one), _words(one)) for one in SAYS_FOR_S]
        self.choice = Choice(_STAYS, options, str(seconds))
        super().__init__(
            (Words(_STAYS, "body", "quiet", wrap=False), 0), (self.choice, 0), middle=True
        )
        self.choice.chosen.connect(lambda key: self.changed.emit(int(key)))


def _words(seconds: int) -> str:
    return "until the next name" if seconds == UNTIL_NEXT else f"for {seconds} seconds"

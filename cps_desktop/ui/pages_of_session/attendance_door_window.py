"""The door on the whole screen: nothing else of the program can be reached from it.

Only the facilitator's code leads back, after a crash or a restart too. (Without one, which is only
where it was never chosen, a button does.)
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

import msgspec
from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget
from shiboken6 import isValid

from cps_desktop import paths
from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import Fault
from cps_desktop.services import facilitator_code
from cps_desktop.services.desk import Desk
from cps_desktop.services.facilitator_code import PASSPHRASE, RECOVERY, RESCUE, Tried
from cps_desktop.services.recovery import key_from
from cps_desktop.services.register import Register
from cps_desktop.services.standing_door import (
    StandingDoor,
    door_title,
    put_door_up,
    take_door_down,
)
from cps_desktop.ui.kit import (
    BigButton,
    Card,
    FormRow,
    Words,
    announce,
    buttons_row,
    scrolling,
)
from cps_desktop.ui.laptop_settings import note_sample_lent
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.attendance_day import day_for
from cps_desktop.ui.pages_of_session.attendance_door import DoorView
from cps_desktop.ui.pages_of_session.attendance_door_said import (
    WRITING_IDLE_MS,
    MakesWait,
    by_the_clock,
)
from cps_desktop.ui.participant.lock import Lock
from cps_desktop.ui.passphrase import SecretField
from cps_desktop.ui.theme import SPACE_L, SPACE_XL, TARGET_LARGE
from cps_desktop.ui.theme_state import theme

T = TypeVar("T")

_STAYS = "The door stays open until “Leave the door” is chosen."
_GONE = "This session is not here any more, so nobody can be ticked in. Nothing else was changed."
_ALSO = {
    PASSPHRASE: "the passphrase of this work",
    RECOVERY: "the words of the recovery sheet",
    RESCUE: "the five words you wrote down",
}


class DoorWindow(QWidget):
    """Full screen. ``left`` when somebody who may came back from it; then it can be let go.

    The door of ``standing``, which ``waits`` by this clock. Of a session that is not here any more
    it is a door that nobody comes in by: it is still the facilitator who takes it down.
    """

    left = Signal()

    def __init__(
        self, desk: Desk, standing: StandingDoor, *, waits: MakesWait = by_the_clock
    ) -> None:
        super().__init__()
        self.desk = desk
        self._standing = standing
        self._today = desk.door.today()
        self._register = Register(desk.door.records, standing.session)
        self._lock: Lock | None = None
        self._may_close = False
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("The door")
        self.problem = Words("", "section", "danger")
        self.problem.hide()
        self.door = DoorView(self, standing.session, alone=True, waits=waits)
        self.door.begin_as(standing)
        self.leave = BigButton("Leave the door", self._leave)
        self.code = _Code(desk, waits)
        self.code.right.connect(self._go)
        self.code.put_away.connect(self._stay)
        self.code.hide()
        title = door_title(desk.workspace, standing.session)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        column.setSpacing(SPACE_L)
        head = Words(title or "The door", "section")
        over = Across((head, 1), (self.leave, 0), middle=True)
        for part in (over, self.code):
            part.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(over)
        column.addWidget(self.problem)
        column.addWidget(self.code)
        self._door_side = scrolling(self.door, "The door")
        column.addWidget(self._door_side, 1000)
        column.addStretch(1)
        self._stop = desk.door.listen(self._changed)
        self.door.turned.connect(self._turned)
        self.door.rested.connect(self.problem.hide)
        self.door.search.typed.connect(self._look_at_the_day)
        self._show()
        if not title:
            self._say(_GONE)

    # -- what the door may ask ------------------------------------------------------------------

    def attempt(self, action: Callable[[], T]) -> T | None:
        """Do something; a fault is shown above the search and gives None."""
        try:
            done = action()
        except Fault as fault:
            self._say(str(fault))
            return None
        self.problem.hide()
        return done

    # -- taking the screen, and giving it back ----------------------------------------------------

    def take_over(self) -> None:
        """Fill the screen and lock everything else."""
        theme().dress()
        self.showFullScreen()
        self._lock = Lock(self, lambda: self._say(_STAYS), popups=True)
        self.activateWindow()
        self.door.start()

    def end(self) -> None:
        """Close without asking: somebody may leave, or the program ends."""
        self._stop()
        self._may_close = True
        if self._lock is not None:
            self._lock.open()
            self._lock = None
        self.close()

    def _leave(self) -> None:
        if not facilitator_code.has_code(self.desk.workspace):
            self._go()
            return
        self._door_side.hide()
        self.leave.hide()
        self.code.start()

    def _stay(self) -> None:
        self.code.hide()
        self._door_side.show()
        self.leave.show()
        self.door.start()

    def _go(self) -> None:
        with suppress(Fault):
            # A disk that takes nothing any more keeps nobody in: the next start asks again.
            take_door_down(self.desk.workspace)
        self.end()
        self.left.emit()

    def _turned(self) -> None:
        """People leave from now on, or sign: after a restart, too."""
        here = msgspec.structs.replace(
            self._standing, asks=self.door.ask_signature.isChecked(), leaving=self.door.leaving
        )
        self._standing = here
        if self._lock is not None:
            self.attempt(lambda: put_door_up(self.desk.workspace, here))

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()
        announce(self, sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Whatever nobody wanted ends here: there is no other window for it to go to.
        if event.key() == Qt.Key.Key_Escape:
            if self.code.isVisible():
                self._stay()
            else:
                self.door.backs_out()
        event.accept()

    def closeEvent(self, event: QCloseEvent) -> None:
        app = QGuiApplication.instance()
        ending = isinstance(app, QGuiApplication) and app.isSavingSession()
        if self._may_close or ending:
            event.accept()
            return
        event.ignore()
        self._say(_STAYS)

    # -- following ------------------------------------------------------------------------------

    def _changed(self, summary: ChangeSummary) -> None:
        self._register.follow(summary)
        self._show()

    def _look_at_the_day(self) -> None:
        """Nobody is ticked in for yesterday because the door stood overnight."""
        if self.desk.door.today() != self._today:
            self._today = self.desk.door.today()
            self._show()

    def _show(self) -> None:
        view, today = self._register.view, self.desk.door.today()
        chosen = self._standing.day if self._standing.on == today.isoformat() else ""
        day = next((one for one in view.days if one.day == chosen), None)
        self.door.show_view(view, day or day_for(view, today))


def open_door_window(
    window: QWidget,
    desk: Desk,
    standing: StandingDoor,
    *,
    after: Callable[[], object] | None = None,
) -> DoorWindow:
    """Put the door in place of a window, which comes back when the door is left; ``after`` that."""
    door = DoorWindow(desk, standing)

    def back() -> None:
        if desk.is_sample:
            note_sample_lent(paths.settings_file(), lent=False)
        if after is not None:
            after()
        window.show()
        window.raise_()
        window.activateWindow()
        door.deleteLater()

    def over() -> None:
        # The program ends beneath it.
        if isValid(door):
            door.end()
            door.deleteLater()

    door.left.connect(back)
    if isinstance(closed := getattr(window, "closed", None), SignalInstance):
        closed.connect(over)
    door.setScreen(window.screen())
    door.move(window.screen().geometry().topLeft())
    window.hide()
    door.take_over()
    return door


def give_to_the_door(window: QWidget, desk: Desk, standing: StandingDoor) -> DoorWindow | None:
    """The facilitator fills the screen; the first time a code is chosen to come back by. None
    where the person thought better of it. Raises Fault where it cannot be remembered."""
    if not facilitator_code.has_code(desk.workspace):
        from cps_desktop.ui.participant.start import GO, CodeDialog

        first = CodeDialog(desk, window)
        taken = first.ask() == GO
        first.deleteLater()
        if not taken:
            return None
    put_door_up(desk.workspace, standing)
    if desk.is_sample:
        note_sample_lent(paths.settings_file(), lent=True)
    return open_door_window(window, desk, standing)


class _Code(Card):
    """The facilitator's code, or what stands for it where it was forgotten."""

    right = Signal()
    put_away = Signal()

    def __init__(self, desk: Desk, waits: MakesWait) -> None:
        super().__init__("accent", name="Leave the door")
        self._workspace = desk.workspace
        self._idle = waits(self, self.put_away.emit)
        self.field = SecretField("The facilitator's code", lent=True)
        self.field.line.setMinimumHeight(TARGET_LARGE)
        self.told = Words("", "strong", "danger")
        self.told.hide()
        ways = facilitator_code.ways_when_forgotten(desk.workspace)
        also = " or ".join(_ALSO[one] for one in ways)
        self.add(Words("Leave the door", "section"))
        self.add(
            FormRow(
                "The facilitator's code",
                self.field,
                f"Forgotten? Type {also} instead." if also else "",
            )
        )
        self.add(self.told)
        go = BigButton("Leave", self._try, primary=True)
        stay = BigButton("Stay at the door", self.put_away.emit)
        self.column.addLayout(buttons_row(go, stay))
        self.field.entered.connect(self._try)
        self.field.typed.connect(lambda: self._idle.start(WRITING_IDLE_MS))

    def start(self) -> None:
        """Ask for it."""
        self.field.clear()
        self.told.hide()
        self.show()
        self.field.setFocus()
        self._idle.start(WRITING_IDLE_MS)

    def hideEvent(self, event: QHideEvent) -> None:
        # Nothing half typed is left for whoever comes to the door next.
        self._idle.stop()
        self.field.clear()
        self.field.hide_letters()
        super().hideEvent(event)

    def _try(self) -> None:
        typed = self.field.text()
        self.field.clear()
        if not typed.strip():
            self.field.setFocus()
            return
        tried = self._tried(typed)
        if tried.right:
            self.hide()
            self.right.emit()
            return
        wait = tried.wait_s or facilitator_code.wait_s(self._workspace)
        again = f" Wait {wait} seconds before you try again." if wait else ""
        self.told.setText(f"That is not it.{again}")
        self.told.show()
        announce(self, self.told.text())
        self.field.setFocus()

    def _tried(self, typed: str) -> Tried:
        """What came of it; whatever cannot be looked at now is not right."""
        workspace = self._workspace
        ways = facilitator_code.ways_when_forgotten(workspace)
        code = typed.strip()
        words = len(code.split())
        try:
            if code.isdigit() and len(code) <= facilitator_code.LONGEST:
                return facilitator_code.try_code(workspace, code)
            if RESCUE in ways and words == facilitator_code.RESCUE_WORDS:
                found = facilitator_code.try_rescue_words(workspace, typed)
                if found.right or PASSPHRASE not in ways:
                    return found
            if RECOVERY in ways and words > facilitator_code.RESCUE_WORDS:
                return facilitator_code.try_recovery_key(workspace, key_from(typed))
            if PASSPHRASE in ways:
                return facilitator_code.try_passphrase(workspace, typed)
            return facilitator_code.try_code(workspace, code)
        except Fault:
            return Tried(right=False)

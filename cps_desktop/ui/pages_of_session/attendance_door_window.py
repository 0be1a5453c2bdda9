"""The door on the whole screen: nothing else of the program can be reached from it.

Where a facilitator's code was chosen, only that leads back; without one, a button does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from shiboken6 import isValid

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.services import facilitator_code
from cps_desktop.services.desk import Desk
from cps_desktop.services.facilitator_code import PASSPHRASE, RECOVERY, RESCUE, Tried
from cps_desktop.services.recovery import key_from
from cps_desktop.services.register import Register
from cps_desktop.ui.kit import BigButton, Card, FormRow, Words, announce, buttons_row
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.attendance_day import day_for
from cps_desktop.ui.pages_of_session.attendance_door import DoorView
from cps_desktop.ui.participant.lock import Lock
from cps_desktop.ui.passphrase import SecretField
from cps_desktop.ui.theme import SPACE_L, SPACE_XL, TARGET_LARGE
from cps_desktop.ui.theme_state import theme

T = TypeVar("T")

_STAYS = "The door stays open until “Leave the door” is chosen."
_ALSO = {
    PASSPHRASE: "the passphrase of this work",
    RECOVERY: "the words of the recovery sheet",
    RESCUE: "the five words you wrote down",
}


class DoorWindow(QWidget):
    """Full screen. ``left`` when somebody who may came back from it; then it can be let go."""

    left = Signal()

    def __init__(self, desk: Desk, session: RecordId, day: RecordId = "") -> None:
        super().__init__()
        self.desk = desk
        self._day = day
        self._register = Register(desk.door.records, session)
        self._lock: Lock | None = None
        self._may_close = False
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        known = desk.door.must_exist(Session, session)
        self.setWindowTitle("The door")
        self.problem = Words("", "section", "danger")
        self.problem.hide()
        self.door = DoorView(self, session, alone=True)
        self.leave = BigButton("Leave the door", self._leave)
        self.code = _Code(desk)
        self.code.right.connect(self._go)
        self.code.put_away.connect(self._stay)
        self.code.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        column.setSpacing(SPACE_L)
        column.addWidget(Across((Words(known.title or "Welcome", "section"), 1), (self.leave, 0)))
        column.addWidget(self.problem)
        column.addWidget(self.code)
        column.addWidget(self.door, 1)
        self._stop = desk.door.listen(self._changed)
        self._show()

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
        self.door.hide()
        self.leave.hide()
        self.code.start()

    def _stay(self) -> None:
        self.code.hide()
        self.door.show()
        self.leave.show()
        self.door.start()

    def _go(self) -> None:
        self.end()
        self.left.emit()

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

    def _show(self) -> None:
        view = self._register.view
        day = next((one for one in view.days if one.day == self._day), None)
        self.door.show_view(view, day or day_for(view, self.desk.door.today()))


def open_door_window(
    window: QWidget, desk: Desk, session: RecordId, day: RecordId = ""
) -> DoorWindow:
    """Put the door in place of a window, which comes back when the door is left."""
    door = DoorWindow(desk, session, day)

    def back() -> None:
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


class _Code(Card):
    """The facilitator's code, or what stands for it where it was forgotten."""

    right = Signal()
    put_away = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__("accent", name="Leave the door")
        self._workspace = desk.workspace
        self.field = SecretField("The facilitator's code")
        self.field.line.setMinimumHeight(TARGET_LARGE)
        self.field.line.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.field.line.setAcceptDrops(False)
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

    def start(self) -> None:
        """Ask for it."""
        self.field.clear()
        self.told.hide()
        self.show()
        self.field.setFocus()

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

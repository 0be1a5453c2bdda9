"""The way out: the facilitator's code, on large keys; and what to do where it was forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.services import facilitator_code
from cps_desktop.services.desk import Desk
from cps_desktop.services.facilitator_code import LONGEST, PASSPHRASE, RECOVERY, RESCUE, Tried
from cps_desktop.services.participant_words import ParticipantWords
from cps_desktop.services.recovery import key_from
from cps_desktop.ui.kit import ParticipantButton, Words
from cps_desktop.ui.participant.sheet import Sheet, Ways
from cps_desktop.ui.passphrase import SecretField
from cps_desktop.ui.theme import FIELD_WIDTH, SPACE_S
from cps_desktop.ui.theme_state import set_type

_DIGITS: Final = "123456789 0"
_LOOK_EVERY_MS: Final = 500


class LeaveSheet(Sheet):
    """Type the code; wrong ones wait. "Stay here" is always the way back."""

    def __init__(
        self,
        words: ParticipantWords,
        ways: Ways,
        desk: Desk,
        *,
        leave: Callable[[], object],
        stay: Callable[[], object],
        forgotten: Callable[[], object],
    ) -> None:
        super().__init__(words, ways, words("code_ask"))
        self._desk, self._leave = desk, leave
        self._code = ""
        self.say(words("code_ask"), "participant_prompt")
        self.shown = Words("", "participant_prompt", "primary")
        self.column.addWidget(self.shown)
        self.digits = {
            one: ParticipantButton(one, lambda one=one: self._add(one))  # type: ignore[misc]
            for one in "0123456789"
        }
        for digit in self.digits.values():
            # A press does not bring the keyboard here: a voice that reads would say the code.
            digit.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.delete = ParticipantButton("⌫", self._delete)
        self.delete.setAccessibleName(words("delete_digit"))
        self.column.addWidget(self._pad())
        self.column.addStretch(1)
        self.add_buttons(
            ParticipantButton(words("stay"), stay), ParticipantButton(words("forgotten"), forgotten)
        )
        self.leave = ParticipantButton(words("leave"), self._try, primary=True)
        self.add_buttons(self.leave)
        self._waiting = QTimer(self)
        self._waiting.setInterval(_LOOK_EVERY_MS)
        self._waiting.timeout.connect(self._wait)
        self._show()
        self._wait()

    def first(self) -> QWidget | None:
        return self.digits["1"]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.text() in self.digits
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            self._add(event.text())
        elif event.key() == Qt.Key.Key_Backspace:
            self._delete()
        else:
            super().keyPressEvent(event)

    def _pad(self) -> QWidget:
        whole = QWidget()
        whole.setMaximumWidth(FIELD_WIDTH + FIELD_WIDTH // 2)
        whole.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(SPACE_S)
        for place, digit in enumerate(_DIGITS):
            if digit != " ":
                grid.addWidget(self.digits[digit], place // 3, place % 3)
        grid.addWidget(self.delete, 3, 2)
        return whole

    def _add(self, digit: str) -> None:
        self._code = (self._code + digit)[:LONGEST]
        self._show()

    def _delete(self) -> None:
        self._code = self._code[:-1]
        self._show()

    def _show(self) -> None:
        self.shown.setText("● " * len(self._code) + "○" * (0 if self._code else 1))
        self.shown.setAccessibleName(self.words("digits_typed", count=len(self._code)))

    def _try(self) -> None:
        if not self._code:
            return
        code, self._code = self._code, ""
        tried = _asked(lambda: facilitator_code.try_code(self._desk.workspace, code))
        self._show()
        if tried.right:
            self._leave()
            return
        self.tell(self.words("code_wrong"), "amber")
        self._wait()

    def _wait(self) -> None:
        left = facilitator_code.wait_s(self._desk.workspace)
        self.leave.setEnabled(not left)
        if left:
            self._say_wait(left)
            self._waiting.start()
        elif self._waiting.isActive():
            self._waiting.stop()
            self.told.hide()

    def _say_wait(self, left: int) -> None:
        # Told once; then it counts down in silence.
        said = self.words("wait_then", seconds=left)
        if self._waiting.isActive():
            self.told.setText(said)
        else:
            self.tell(said, "amber")


class ForgottenSheet(Sheet):
    """The passphrase, the recovery sheet, or the five words: whichever this laptop has."""

    def __init__(
        self,
        words: ParticipantWords,
        ways: Ways,
        desk: Desk,
        *,
        leave: Callable[[], object],
        stay: Callable[[], object],
    ) -> None:
        super().__init__(words, ways, words("forgotten"))
        self._desk, self._leave = desk, leave
        self.say(words("forgotten"), "participant_prompt")
        self.fields: dict[str, SecretField] = {}
        for way in facilitator_code.ways_when_forgotten(desk.workspace):
            said = words(f"forgotten_{way}")
            self.say(said)
            field = SecretField(said, lent=True)
            set_type(field.line, "participant_words")
            field.entered.connect(self._try)
            self.fields[way] = field
            self.column.addWidget(field)
        self.column.addStretch(1)
        self.stay = ParticipantButton(words("stay"), stay)
        self.add_buttons(self.stay)
        self.go = ParticipantButton(words("forgotten_try"), self._try, primary=True)
        self.add_buttons(self.go)

    def first(self) -> QWidget | None:
        return next((one.line for one in self.fields.values()), self.stay)

    def _try(self) -> None:
        typed = next(((way, one.text()) for way, one in self.fields.items() if one.text()), None)
        if typed is None:
            return
        tried = _asked(lambda: self._tried(*typed))
        for field in self.fields.values():
            field.clear()
        if tried.right:
            self._leave()
            return
        said = self.words("forgotten_wrong")
        if tried.wait_s:
            said = f"{said} {self.words('wait_then', seconds=tried.wait_s)}"
        self.tell(said, "amber")

    def _tried(self, way: str, text: str) -> Tried:
        workspace = self._desk.workspace
        if way == PASSPHRASE:
            return facilitator_code.try_passphrase(workspace, text)
        if way == RESCUE:
            return facilitator_code.try_rescue_words(workspace, text)
        assert way == RECOVERY
        return facilitator_code.try_recovery_key(workspace, key_from(text))


def _asked(ask: Callable[[], Tried]) -> Tried:
    """What came of it; whatever cannot be looked at now is not right."""
    try:
        return ask()
    except Fault:
        return Tried(right=False)

"""Choosing one's switch: press it, set the pace, and use it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from cps_desktop.services.participant_words import ParticipantWords
from cps_desktop.ui.kit import ParticipantButton, Words
from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.participant.scanning import MOUSE, PACES_MS, Scanner, key_words
from cps_desktop.ui.participant.sheet import Sheet, Ways, big_row
from cps_desktop.ui.theme import SPACE_XL

_NO_SWITCH = frozenset(
    {
        Qt.Key.Key_Tab,
        Qt.Key.Key_Backtab,
        Qt.Key.Key_Escape,
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Meta,
    }
)


class SwitchSheet(Sheet):
    """Press what you want to use; how fast; go."""

    def __init__(
        self,
        words: ParticipantWords,
        ways: Ways,
        scanner: Scanner,
        *,
        begin: Callable[[], object],
        back: Callable[[], object],
    ) -> None:
        super().__init__(words, ways, words("switch_title"))
        self._scanner = scanner
        self.say(words("switch_title"), "participant_prompt")
        self.say(words("one_switch_help"))
        self.pad = PressPad(words("switch_choose"))
        self.pad.pressed.connect(self._chose)
        self.column.addWidget(self.pad)
        self.key = Words("", "participant_strong")
        self.pace = Words("", "participant_words")
        self.column.addWidget(self.key)
        self.column.addWidget(self.pace)
        self.column.addWidget(
            big_row(
                ParticipantButton(words("slower"), lambda: self._set_pace(1)),
                ParticipantButton(words("faster"), lambda: self._set_pace(-1)),
            )
        )
        self.column.addStretch(1)
        self.add_buttons(ParticipantButton(f"‹ {words('back')}", back))
        self.add_buttons(ParticipantButton(words("switch_begin"), begin, primary=True))
        self._show()

    def first(self) -> QWidget | None:
        return self.pad

    def _chose(self, key: int) -> None:
        self._scanner.key = key
        self._show()

    def _set_pace(self, step: int) -> None:
        self._scanner.set_pace(step)
        self._show()

    def _show(self) -> None:
        key = key_words(self._scanner.key, self.words("switch_mouse"))
        self.key.setText(self.words("switch_is", key=key))
        seconds = PACES_MS[self._scanner.pace] / 1000
        self.pace.setText(self.words("pace_is", seconds=f"{seconds:g}"))


class PressPad(QFrame):
    """A place that takes any key, and any press of the mouse or a finger."""

    pressed = Signal(int)

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setProperty("kind", "accent")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(words)
        tab_stop(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        column.addWidget(Words(words, "participant_strong"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _NO_SWITCH or not event.key():
            super().keyPressEvent(event)
            return
        self.pressed.emit(int(event.key()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pressed.emit(MOUSE)

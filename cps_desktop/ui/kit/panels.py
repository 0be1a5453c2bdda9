"""Panels that say where things stand: nothing here yet, something happened, something runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from cps_desktop.ui.kit.announcing import announce
from cps_desktop.ui.kit.buttons import Button
from cps_desktop.ui.kit.page import Card, buttons_row
from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.theme import SPACE_L, SPACE_S, SPACE_XXL

Action = tuple[str, Callable[[], object]]
"""A button to offer: (words, what it does)."""


class EmptyState(QWidget):
    """Nothing here yet: one sentence that says what belongs here, and the button that begins it."""

    def __init__(
        self,
        sentence: str,
        action: Action | None = None,
        *,
        also: Sequence[Action] = (),
        primary: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(SPACE_XXL, SPACE_XXL, SPACE_XXL, SPACE_XXL)
        column.setSpacing(SPACE_L)
        self.sentence = Words(sentence, "body", "quiet")
        column.addWidget(self.sentence)
        self.buttons: list[Button] = []
        if action is not None:
            kind = "primary" if primary else "secondary"
            self.buttons.append(Button(action[0], action[1], kind=kind))
        self.buttons += [Button(words, do) for words, do in also]
        column.addLayout(buttons_row(*self.buttons))
        column.addStretch(1)


class MessagePanel(Card):
    """What happened, what is safe, what to do. ``kind``: warning, question, done, accent."""

    def __init__(
        self,
        kind: str,
        happened: str,
        *,
        safe: str = "",
        to_do: str = "",
        actions: Sequence[Action] = (),
    ) -> None:
        super().__init__(kind, name=happened, tight=True)
        self.column.setSpacing(SPACE_S // 2)
        self._said = [Words(happened, "strong")]
        self._said += [Words(part) for part in (safe, to_do) if part]
        self.add(*self._said)
        self.buttons = [Button(words, do) for words, do in actions]
        if self.buttons:
            self.column.addSpacing(SPACE_S)
            self.column.addLayout(buttons_row(*self.buttons))

    def speak(self) -> None:
        """Have the panel read out, once it is on screen."""
        said = " ".join(part.text() for part in self._said)
        announce(self, said, urgent=self.property("kind") == "warning")


class ProgressPanel(Card):
    """Something that takes more than a second: what it does, how far it is, and a way out."""

    cancelled = Signal()

    def __init__(self, doing: str, *, cancel: str = "Cancel") -> None:
        super().__init__(name=doing, tight=True)
        self.doing = Words(doing, "strong")
        self.detail = Words("", "body", "quiet")
        self.bar = QProgressBar()
        self.bar.setAccessibleName(doing)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.cancel = Button(cancel, self._cancel)
        self.add(self.doing, self.bar, self.detail)
        self.column.addLayout(buttons_row(self.cancel))

    def show_progress(self, done: int, total: int, detail: str = "") -> None:
        """``done`` of ``total`` steps; a total of 0 says only that it goes on."""
        # Qt counts in 32 bits; bytes of a large bundle do not fit.
        self.bar.setRange(0, 1000 if total > 0 else 0)
        if total > 0:
            self.bar.setValue(min(1000, done * 1000 // total))
        self.detail.setText(detail)

    def finish(self, sentence: str) -> None:
        """Say that it is done; the bar is full and there is nothing left to cancel."""
        self.bar.setRange(0, 1000)
        self.bar.setValue(1000)
        self.detail.setText(sentence)
        self.cancel.hide()
        announce(self, sentence)

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.detail.setText("Stopping… nothing is lost.")
        self.cancelled.emit()


def page_note(text: str) -> Words:
    """A quiet line of explanation at the end of a part."""
    words = Words(text, "small", "quiet")
    words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return words

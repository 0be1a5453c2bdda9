"""Buttons: verbs in words. One primary a page; the rest are secondary, links or folds."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.kit.words import plain
from cps_desktop.ui.theme_state import set_type


class Button(QPushButton):
    """A button that says what it does. ``kind``: secondary, primary, danger, link, bar."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        kind: str = "secondary",
        tip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        # With words at once PySide asks whether they could be an icon, and reads that class.
        super().__init__(parent)
        self.setText(plain(text))
        tab_stop(self)
        self.setProperty("kind", kind)
        self.setAutoDefault(False)
        self.setAccessibleName(text)
        self.setToolTip(tip)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        set_type(self, "body" if kind in {"link", "bar", "fold"} else "button")
        if kind != "secondary":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())

    def set_words(self, text: str) -> None:
        """Change what the button says, on screen and to a screen reader."""
        self.setText(plain(text))
        self.setAccessibleName(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as the space bar does: Qt does so in dialogs only."""
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not held:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)

    @property
    def primary(self) -> bool:
        return str(self.property("kind")).endswith("primary")


class BigButton(Button):
    """A button at 44 px and more, for participants, the door and empty pages."""

    LETTERS: ClassVar[str] = "section"

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        primary: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, on_click, kind="big_primary" if primary else "big", parent=parent)
        set_type(self, self.LETTERS)


class ParticipantButton(BigButton):
    """The same where people answer: its words are as large as what is explained there."""

    LETTERS = "participant_button"


class LinkButton(Button):
    """A quiet button that looks like a link."""

    def __init__(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, on_click, kind="link", parent=parent)


class Switch(QWidget):
    """Two or more views of one thing, of which one is shown: ``Wall | List``."""

    def __init__(
        self, name: str, choices: tuple[str, ...], on_choice: Callable[[int], object]
    ) -> None:
        super().__init__()
        self.setAccessibleName(name)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        for number, words in enumerate(choices):
            button = Button(words, kind="secondary")
            button.setCheckable(True)
            button.setAccessibleName(f"{name}: {words}")
            place = {0: "first", len(choices) - 1: "last"}.get(number, "middle")
            button.setProperty("segment", place)
            self._group.addButton(button, number)
            row.addWidget(button)
        self.choose(0)
        self._group.idClicked.connect(on_choice)

    def choose(self, number: int) -> None:
        """Show which view is on; does not call ``on_choice``."""
        self._group.button(number).setChecked(True)

    def chosen(self) -> int:
        return self._group.checkedId()

"""What cannot be missed: a fault's sentence above the page, until it is put away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cps_desktop.ui.theme import SPACE_L, SPACE_XXL

if TYPE_CHECKING:
    from cps_desktop.ui.kit import MessagePanel


def first_sentence(text: str) -> tuple[str, str]:
    """What happened, and the rest: what is safe and what to do."""
    head, stop, rest = text.partition(". ")
    return (f"{head}.", rest.strip()) if stop else (text, "")


class Notices(QWidget):
    """The place above the page where a fault is shown. The newest takes the place of the last."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "page")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SPACE_XXL, SPACE_L, SPACE_XXL, 0)
        self._panel: MessagePanel | None = None
        self._before: QWidget | None = None
        self.sentence = ""
        self.hide()

    def show_fault(self, sentence: str) -> None:
        """Show a sentence and have it read out; the keyboard stays where it is."""
        from cps_desktop.ui.kit import MessagePanel

        focused = QApplication.focusWidget()
        if focused is not None and not self.isAncestorOf(focused):
            self._before = focused
        self._take_away()
        happened, rest = first_sentence(sentence)
        self.sentence = sentence
        self._panel = MessagePanel(
            "warning", happened, to_do=rest, actions=(("Close this message", self.put_away),)
        )
        self._column.addWidget(self._panel)
        self.show()
        self._panel.speak()

    def put_away(self) -> bool:
        """Take the message away; False when there was none."""
        was_there = self._panel is not None
        self._take_away()
        self.hide()
        if was_there and self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        return was_there

    def _take_away(self) -> None:
        self.sentence = ""
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None

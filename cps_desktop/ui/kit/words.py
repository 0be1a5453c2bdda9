"""Labels: plain words in a type role and a tone, never rich text made of what people wrote."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QWidget

from cps_desktop.ui.theme import HAIR, LINE_LENGTH
from cps_desktop.ui.theme_state import set_type, theme


class Words(QLabel):
    """Words in a type role (see ``theme.TYPE``) and a tone: quiet, done, danger, amber, primary."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "",
        *,
        wrap: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if tone:
            self.setProperty("tone", tone)
        set_type(self, role)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            self._bound()
            theme().changed.connect(self._bound)

    def _bound(self) -> None:
        """No line over 75 characters: longer ones are hard to follow."""
        self.setMaximumWidth(self.fontMetrics().averageCharWidth() * LINE_LENGTH)

    def heightForWidth(self, width: int) -> int:
        # A layout asks for its own width, which may be more than these words will ever have.
        return super().heightForWidth(min(width, self.maximumWidth()))

    def set_tone(self, tone: str) -> None:
        self.setProperty("tone", tone)
        repolish(self)


def repolish(widget: QWidget) -> None:
    """Let the stylesheet look again at a widget whose property changed."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        # It has not looked yet. (Asking for the style reads a large class of Qt.)
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def in_short(text: str, most: int = 200) -> str:
    """What somebody wrote, as a heading or a notice says it: on one line, and no essay.

    Somebody's ten thousand letters in a title must not push the page out of the window.
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def plain(text: str) -> str:
    """Text for a button or menu: an ampersand is a letter, not a shortcut mark."""
    return text.replace("&", "&&")


def rule(*, strong: bool = False) -> QFrame:
    """A thin line between parts."""
    line = QFrame()
    line.setProperty("kind", "strong_rule" if strong else "rule")
    line.setFixedHeight(2 * HAIR if strong else HAIR)
    line.setAccessibleName("")
    return line

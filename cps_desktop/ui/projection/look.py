"""How the room's window looks: its own colours or the facilitator's, and no small words."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont, QGuiApplication

from cps_desktop.ui.fonts import make_font
from cps_desktop.ui.theme import COLOURS, ROOM_TYPE, TYPE
from cps_desktop.ui.theme_state import ThemeState, program_theme

AS_HERE: Final = ""
"""The room's colours are those of the facilitator's window."""


class RoomLook(ThemeState):
    """Colours and letters of the room's window. ``choice`` is a theme's key or ``AS_HERE``.

    The text size a facilitator works with does not count here: how large the letters are follows
    from the size of the room's window. Nothing on it is set smaller than a note's own words.
    """

    def __init__(self) -> None:
        super().__init__()
        self._choice = AS_HERE
        self._room_fonts: dict[str, QFont] = {}
        program_theme().changed.connect(self._follow)
        self._follow()

    @property
    def choice(self) -> str:
        return self._choice

    def choose(self, name: str) -> None:
        """One of the themes, or ``AS_HERE``; an unknown name is left aside."""
        if name == AS_HERE or name in COLOURS:
            self._choice = name
            self._follow()

    def _follow(self) -> None:
        if program_theme().lent:
            # What a participant chooses for themselves is not the room's.
            return
        self.set_less_movement(program_theme().less_movement)
        self.set_theme(self._choice or program_theme().name)

    def apply(self) -> None:
        """Only this window is dressed, not the program."""
        self.changed.emit()

    def font(self, role: str, percent: float | None = None) -> QFont:
        """A role's letters; ``percent`` is not for here, the page's zoom makes them larger."""
        del percent
        if role not in self._room_fonts:
            self._room_fonts[role] = make_font(ROOM_TYPE.get(role) or TYPE[role], 100)
        return QFont(self._room_fonts[role])

    def letter_px(self) -> float:
        """How many pixels high a note's letters are at zoom 1."""
        dots = QGuiApplication.primaryScreen().logicalDotsPerInchY()
        return max(1.0, self.font("note").pointSizeF() * dots / 72)

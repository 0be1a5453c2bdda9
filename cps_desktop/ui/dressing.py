"""How the program looks from its beginning on: style, fonts, palette, the keyboard's ring."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from cps_desktop.ui.focus_ring import follow_keyboard
from cps_desktop.ui.theme_state import STYLE, ThemeState, theme


def install_theme(app: QCoreApplication, *, styled: bool = False) -> ThemeState:
    """Dress the program: Fusion as the ground (the same on every system), fonts, palette, ring.

    ``styled``: the program was begun in ``STYLE`` just now; whoever shows something first then
    has to :meth:`~.ThemeState.dress` it.
    """
    state = theme()
    if isinstance(app, QApplication):
        if not styled:
            app.setStyle(STYLE)
            state.dress()
        state.apply()
        follow_keyboard(app)
    return state

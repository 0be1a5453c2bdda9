"""The window's keys. Esc is not here: it travels up from where the keyboard is, so that every
part may use it first."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.theme_state import theme


def install_shortcuts(
    window: QWidget,
    *,
    undo: Callable[[], object],
    redo: Callable[[], object],
    search: Callable[[], object],
    find: Callable[[], object],
    show_help: Callable[[], object],
    new_session: Callable[[], object],
    page: Callable[[int], object],
    more: Mapping[str, Callable[[], object]],
) -> None:
    """Give the window its keys; ``more`` are those of its parts."""
    keys: dict[str, Callable[[], object]] = {
        "Ctrl+Z": undo,
        "Ctrl+Y": redo,
        "Ctrl+Shift+Z": redo,
        "Ctrl+K": search,
        "Ctrl+F": find,
        "F1": show_help,
        "Ctrl+N": new_session,
        "Ctrl++": partial(theme().step_scale, 1),
        "Ctrl+=": partial(theme().step_scale, 1),
        "Ctrl+-": partial(theme().step_scale, -1),
        "Ctrl+0": partial(theme().set_scale, 100),
    }
    keys |= more
    keys |= {f"Alt+{number}": partial(page, number - 1) for number in range(1, 10)}
    for key, do in keys.items():
        QShortcut(QKeySequence(key), window).activated.connect(do)

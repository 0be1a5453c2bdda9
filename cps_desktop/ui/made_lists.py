"""A table or list that was made: where it shall lie is asked, and it is saved there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cps_desktop.ui.asking_where import ask_where
from cps_desktop.ui.session_page import Shell

if TYPE_CHECKING:
    from cps_desktop.services.list_kinds import ListMade


def save_made_list(shell: Shell, over: QWidget, asking: str, made: ListMade) -> None:
    """Ask where it shall lie, ``asking`` being the dialogue's title, and write it there."""
    from cps_desktop.services.giving_lists import save_list

    path = ask_where(over, asking, made.name)
    if path is None:
        return

    def write() -> bool:
        save_list(made, path)
        return True

    if shell.attempt(write):
        shell.say(f"Saved as {path.name}. {made.words}")

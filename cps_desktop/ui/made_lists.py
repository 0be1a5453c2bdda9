"""A table or list that was made: where it shall lie is asked, and it is saved there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from cps_desktop.ui.session_page import Shell

if TYPE_CHECKING:
    from cps_desktop.services.list_kinds import ListMade


def save_made_list(shell: Shell, over: QWidget, asking: str, made: ListMade) -> None:
    """Ask where it shall lie, ``asking`` being the dialogue's title, and write it there."""
    from cps_desktop.services.giving_lists import save_list

    chosen, _ = QFileDialog.getSaveFileName(over, asking, str(Path.home() / made.name))
    if not chosen:
        return
    path = Path(chosen)
    if not path.suffix:
        path = path.with_suffix(Path(made.name).suffix)

    def write() -> bool:
        save_list(made, path)
        return True

    if shell.attempt(write):
        shell.say(f"Saved as {path.name}. {made.words}")

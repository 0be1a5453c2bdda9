"""Figures for other programs: a button, and as what they are wanted; under five left out or not."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from cps_desktop.services.figures import FigureScope
from cps_desktop.ui.kit import Button
from cps_desktop.ui.made_lists import save_made_list
from cps_desktop.ui.session_page import Shell

if TYPE_CHECKING:
    from cps_desktop.services.list_kinds import ListKind, ListMade
    from cps_desktop.services.progress import Progress

FOR_OTHERS, FOR_OURSELVES = "For others, without figures under 5", "For ourselves, every figure"


class SaveFigures(Button):
    """Opens a menu of tables; the one chosen is made beside the window, then saved.

    ``scope`` says of what, or None where that is not said yet.
    """

    def __init__(self, shell: Shell, scope: Callable[[], FigureScope | None]) -> None:
        super().__init__("Save as a table…", self._offer, tip="For Excel, LibreOffice or a report")
        self._shell = shell
        self._scope = scope

    def _offer(self) -> None:
        from cps_desktop.services.figure_papers import TABLES
        from cps_desktop.services.list_kinds import KIND_WORDS

        menu = QMenu(self)
        for words, small in ((FOR_OTHERS, False), (FOR_OURSELVES, True)):
            part = menu.addMenu(words)
            for kind in TABLES:
                part.addAction(KIND_WORDS[kind], partial(self.make, kind, small=small))
        menu.exec(self.mapToGlobal(self.rect().bottomLeft()))
        menu.deleteLater()

    def make(self, kind: ListKind, *, small: bool) -> None:
        """Make the table, ask where, and save it."""
        desk, scope = self._shell.desk, self._scope()
        if scope is None:
            return

        def job(progress: Progress) -> ListMade:
            from cps_desktop.services.figure_papers import make_figures_table
            from cps_desktop.services.second_desk import desk_beside

            progress("Counting", 0, 1)
            with desk_beside(desk) as beside:
                return make_figures_table(beside, scope, kind, small=small)

        saved = partial(save_made_list, self._shell, self, "Save the table")
        self._shell.run("Making the table", job, saved)

"""Figures that are counted beside the window, and shown when they are."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.services.figures import FigureScope, WhoCame, who_came
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.figures_view import FiguresView
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Words
from cps_desktop.ui.session_page import Shell

BECAME: Final = "Became members: this was their second session"


class CountedFigures:
    """What a page shows of who came: the figures, and words while they are counted.

    ``page`` is whose they are: nothing is said once it is gone or out of sight.
    """

    def __init__(self, shell: Shell, page: QWidget) -> None:
        self._shell = shell
        self._page = page
        self.background = Background(page)
        self.view = FiguresView()
        self.waiting = Words("Counting…", "body", "quiet")

    def look(self, scope: FigureScope) -> None:
        """Count anew; what is shown stays until then."""
        desk = self._shell.desk

        def count() -> WhoCame:
            with desk_beside(desk) as beside:
                return who_came(beside.workspace, scope, beside.workspace.connections.go_on)

        self.waiting.setVisible(self.view.report is None)
        self.background.do("figures", count, self._show, self._not_counted)

    def _show(self, found: WhoCame) -> None:
        self.waiting.hide()
        names = tuple(one.name for one in found.became)
        self.view.show_report(found.report, ((BECAME, names),) if names else ())

    def _not_counted(self, fault: Fault) -> None:
        if self._page.isVisible():
            self._shell.report(fault)

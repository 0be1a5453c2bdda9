"""A session's list for other programs: a button, and as what it is wanted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from cps_desktop.domain.records import RecordId
from cps_desktop.ui.kit import Button
from cps_desktop.ui.made_lists import save_made_list
from cps_desktop.ui.session_page import Shell

if TYPE_CHECKING:
    from cps_desktop.services.list_kinds import ListKind, ListMade
    from cps_desktop.services.progress import Progress


class GiveList(Button):
    """Opens a menu of kinds of file; the one chosen is made beside the window, then saved."""

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__("Save the list…", self._offer, tip="For Excel, LibreOffice or a calendar")
        self._shell = shell
        self._session = session

    def _offer(self) -> None:
        from cps_desktop.services.list_kinds import KIND_WORDS

        menu = QMenu(self)
        for kind, words in KIND_WORDS.items():
            menu.addAction(words, partial(self.make, kind))
        menu.exec(self.mapToGlobal(self.rect().bottomLeft()))
        menu.deleteLater()

    def make(self, kind: ListKind) -> None:
        """Make the file, ask where, and save it."""
        desk, session = self._shell.desk, self._session

        def job(progress: Progress) -> ListMade:
            from cps_desktop.services.giving_lists import make_list
            from cps_desktop.services.second_desk import desk_beside

            progress("Making the list", 0, 1)
            with desk_beside(desk) as beside:
                return make_list(beside, session, kind)

        saved = partial(save_made_list, self._shell, self, "Save the list")
        self._shell.run("Making the list", job, saved)

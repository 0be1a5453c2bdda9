"""The papers of the door: a sheet to sign in on, badges, and signed sheets that come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.records import RecordId
from cps_desktop.services.print_preview import Made
from cps_desktop.ui.kit import Button
from cps_desktop.ui.made_papers import MadePapers
from cps_desktop.ui.session_page import Shell

if TYPE_CHECKING:
    from cps_desktop.services.paper_photos import SheetPhoto

_SHEET = "Making the sign-in sheet"
_BADGES = "Making the badges"
_FILES = "Photos and scans (*.pdf *.jpg *.jpeg *.png *.heic *.heif)"


class DoorPapers(Button):
    """Opens a menu of what can be printed for the door, and of what comes back from it."""

    def __init__(
        self, shell: Shell, session: RecordId, page: QWidget, day: Callable[[], RecordId]
    ) -> None:
        super().__init__("Papers…", self._offer, tip="Sign-in sheets and badges")
        self._shell, self._session, self._page, self._day = shell, session, page, day
        self._papers = MadePapers(shell, page)

    def menu_of(self) -> QMenu:
        """What is offered now."""
        menu = QMenu(self)
        menu.setAccessibleName("Papers")
        save, print_it = self._papers.save, self._papers.print_it
        menu.addAction("Print the sign-in sheet…", partial(print_it, _SHEET, self.made_sheet))
        menu.addAction("Save the sign-in sheet…", partial(save, _SHEET, self.made_sheet))
        menu.addSeparator()
        menu.addAction("Print the badges…", partial(print_it, _BADGES, self.made_badges))
        menu.addAction("Save the badges…", partial(save, _BADGES, self.made_badges))
        menu.addSeparator()
        menu.addAction("Bring in signed sheets…", self._ask_for_files)
        menu.addAction("Look at signed sheets…", self.look)
        return menu

    def _offer(self) -> None:
        menu = self.menu_of()
        menu.exec(self.mapToGlobal(self.rect().bottomLeft()))
        menu.deleteLater()

    def made_sheet(self) -> Made:
        """The sign-in sheet of the day that is chosen. Raises InputRefused where there is none."""
        from cps_desktop.services.sign_in_sheets import make_sign_in

        day = self._day()
        if not day:
            raise InputRefused(
                "This session has no day yet, so it has no sheet to sign in on. Nothing was made. "
                "Put its days in first."
            )
        return make_sign_in(self._shell.desk, self._session, day)

    def made_badges(self) -> Made:
        """The badges of whoever wants one. Raises InputRefused where nobody does."""
        from cps_desktop.services.badges import make_badges

        return make_badges(self._shell.desk, self._session)

    def _ask_for_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self._page, "Bring in signed sheets", "", _FILES)
        if chosen:
            self.take([Path(one) for one in chosen])

    def take(self, files: Sequence[Path]) -> None:
        """Look at photos and scans in a worker, then ask about each; one that nobody knows is
        kept with a day that is chosen by hand."""
        from cps_desktop.ui.paper_back.choosing import take_files

        take_files(self._page, self._shell, self._session, files, self._by_hand)

    def _by_hand(self, photo: SheetPhoto) -> None:
        from cps_desktop.services.sign_in_photos import by_hand
        from cps_desktop.ui.paper_back.sign_in_dialog import SignInDialog

        SignInDialog(self._shell, self._session, by_hand(photo), self._page).ask()

    def look(self) -> None:
        """The signed sheets that are kept."""
        from cps_desktop.ui.paper_back.sign_in_dialog import SignedSheetsDialog

        SignedSheetsDialog(self._shell, self._session, self._page).ask()

"""The claimant's own copy, from the claim: on paper or as a file."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.records import RecordId
from cps_desktop.services.print_preview import Made
from cps_desktop.ui.kit import LinkButton
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.made_papers import MadePapers
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_S

_DOING = "Making the claimant's copy"


class OwnCopy(QWidget):
    """What they claimed, when they are paid and whom to ask."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._claim: RecordId = ""
        self.papers = MadePapers(shell, self)
        self.print = LinkButton("Print a copy for the claimant…", self.print_it)
        self.save = LinkButton("Save a copy for the claimant…", self.save_it)
        row = WrappingRow(SPACE_S)
        for link in (self.print, self.save):
            row.addWidget(link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)

    def show_claim(self, claim: RecordId) -> None:
        """Offer a copy of this claim."""
        self._claim = claim

    def print_it(self) -> None:
        """Ask for a printer, and print it."""
        self.papers.print_it(_DOING, self.made)

    def save_it(self) -> None:
        """Ask where, and save it as a PDF."""
        self.papers.save(_DOING, self.made)

    def made(self) -> Made:
        """The copy, made in a worker."""
        from cps_desktop.services.claim_copies import make_copy

        return make_copy(self._shell.desk, self._claim)

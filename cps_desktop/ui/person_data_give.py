"""The card that gives a person what is held about them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from cps_desktop import paths
from cps_desktop.domain.records import RecordId
from cps_desktop.services.handing_over import counted
from cps_desktop.services.progress import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.subject_access import Given, give_to_person
from cps_desktop.ui.kit import Button, Card, MessagePanel, TickBox, Words
from cps_desktop.ui.session_page import Shell

_LINE = (
    "Everything held about them here: their entry, sessions, expenses with receipts, notes with "
    "their name, and who has it. As a PDF to read and a JSON file to take elsewhere. What says "
    "something of others is left out or marked."
)


class GiveCard(Card):
    """Writes a person's data into a new folder at the place chosen."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Give them their data")
        self._shell = shell
        self._person: RecordId = ""
        self.mentions = TickBox("Also notes of others that name them, without who wrote them")
        self.give = Button("Give them their data…", self._choose)
        self.done: MessagePanel | None = None
        self.add(Words("Give them their data", "section"), Words(_LINE), self.mentions, self.give)

    def show_person(self, person: RecordId) -> None:
        """From now on it is about this person."""
        if person != self._person:
            self._person = person
            self.mentions.set_ticked(False)
            self._put_away()

    def _choose(self) -> None:
        folder = QFileDialog.getExistingDirectory(
            self, "Where should their data be written?", str(Path.home())
        )
        if folder:
            self.give_to(Path(folder))

    def give_to(self, folder: Path) -> None:
        """Write it there, in a thread."""
        desk, person, mentions = self._shell.desk, self._person, self.mentions.isChecked()
        fonts = paths.cache_folder() / "fonts"

        def job(progress: Progress) -> Given:
            with desk_beside(desk) as beside:
                return give_to_person(
                    beside,
                    person,
                    folder,
                    font_cache=fonts,
                    with_mentions=mentions,
                    progress=progress,
                )

        self._put_away()
        self._shell.run("Writing their data", job, self._given)

    def _given(self, given: Given) -> None:
        said = f"In “{given.folder.name}”: data.pdf, data.json"
        if given.pictures:
            said += f" and {counted(given.pictures, 'picture')} of receipts"
        safe = f"{said}. It is not encrypted: give it to them alone."
        to_do = ""
        if given.missing:
            to_do = f"{counted(given.missing, 'picture')} of receipts have not come here yet."
        folder = given.folder
        self.done = MessagePanel(
            "done",
            "Their data is written.",
            safe=safe,
            to_do=to_do,
            actions=(
                (
                    "Open the folder",
                    lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))),
                ),
            ),
        )
        self.add(self.done)
        self.done.speak()

    def _put_away(self) -> None:
        if self.done is not None:
            self.done.hide()
            self.done.deleteLater()
            self.done = None

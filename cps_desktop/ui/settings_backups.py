"""In the settings: the copies of this workspace, one more now, and going back to one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog

from cps_desktop.domain.dates import say_date
from cps_desktop.services.backups import BackupFound, list_backups, make_backup
from cps_desktop.services.exchange import Progress
from cps_desktop.ui.kit import Button, Card, Choice, FormRow, QuestionDialog, Words
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell

EXPLAINED = (
    "A copy is made by itself once a day and checked. A copy is locked in the same way as your "
    "work. Before an older copy is brought back, the present one is kept too."
)
BACKUP_FILES = "Backups (*.cpsbackup);;All files (*)"


def backup_words(one: BackupFound) -> str:
    """A copy as one chooses it."""
    about = f", {one.why}" if one.why else ""
    return f"{say_date(one.made.date())} {one.made:%H:%M}{about}"


class BackupsCard(Card):
    """Copies to keep safe, and the way back to one."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(name="Copies of your work")
        self._shell = shell
        self.now = Words("")
        self.make = Button("Make a copy now", self._make)
        self.elsewhere = Button("Save a copy elsewhere…", self._save)
        self.choice = Choice("Copy to bring back", ())
        self.row = FormRow("Copy to bring back", self.choice)
        self.restore = Button("Bring this copy back…", self._restore)
        self.from_file = Button("Bring back from a file…", self._restore_file)
        self.add(Words("Copies of your work", "section"), self.now)
        self.add(Across((self.make, 0), (self.elsewhere, 0)))
        self.add(self.row)
        self.add(Across((self.restore, 0), (self.from_file, 0)))
        self.add(Words(EXPLAINED, "small", "quiet"))

    def show_them(self) -> None:
        """List the copies there are."""
        copies = list_backups(self._shell.desk.folder)
        count = "1 copy" if len(copies) == 1 else f"{len(copies)} copies"
        latest = f" The latest is of {backup_words(copies[0])}." if copies else ""
        self.now.setText(f"There {'is' if len(copies) == 1 else 'are'} {count}.{latest}")
        self.choice.set_options([(str(one.path), backup_words(one)) for one in copies])
        can = self._way_back() is not None
        self.row.setVisible(can and bool(copies))
        self.restore.setVisible(can and bool(copies))
        self.from_file.setVisible(can)

    def _way_back(self) -> Callable[[Path], object] | None:
        found: Callable[[Path], object] | None = getattr(self._shell, "to_backup", None)
        return found

    def _make(self) -> None:
        self._copy(None)

    def _save(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where should the copy go?")
        if chosen:
            self._copy(Path(chosen))

    def _copy(self, target: Path | None) -> None:
        workspace = self._shell.desk.workspace

        def job(tell: Progress) -> Path:
            with workspace.beside() as own:
                return make_backup(own, target, tell)

        self._shell.run("Making a copy of your work", job, self._made)

    def _made(self, written: Path) -> None:
        self.show_them()
        self._shell.say(f"The copy is made and checked: {written.name}")

    def _restore_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Choose a copy", "", BACKUP_FILES)
        if chosen:
            self._ask(Path(chosen), Path(chosen).name)

    def _restore(self) -> None:
        if self.choice.key():
            self._ask(Path(self.choice.key()), self.choice.currentText())

    def _ask(self, backup: Path, words: str) -> None:
        way = self._way_back()
        question = QuestionDialog(
            "Bring this copy back?",
            f"{words}. Your work is put back to how it was then. What is here now is kept as a "
            "copy first, and what was handed over since comes back with the next bundle.",
            (("back", "Bring it back"), ("leave", "Leave it as it is")),
            parent=self.window(),
        )
        if way is not None and question.ask() == "back":
            way(backup)

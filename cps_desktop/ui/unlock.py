"""The passphrase, asked for when the workspace does not open by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.faults import CannotUnlock
from cps_desktop.ui.kit import FormRow, QuestionDialog
from cps_desktop.ui.passphrase import SecretField

OPEN, FOLDER, CLOSE = "open", "folder", "close"


class UnlockDialog(QuestionDialog):
    """Asks for the passphrase until it opens. ``answer`` is "open", "folder" or ""/"close".

    ``unlock`` opens with a passphrase or raises CannotUnlock; other faults go to the caller.
    """

    def __init__(
        self, unlock: Callable[[str], object], *, recovery: bool, parent: QWidget | None = None
    ) -> None:
        lost = (
            "Lost it? A coordinator of your organisation can open it with the recovery key."
            if recovery
            else "Without it your work cannot be read, by us or by anyone."
        )
        super().__init__(
            "This workspace asks for its passphrase",
            lost,
            ((OPEN, "Open"), (FOLDER, "Choose another folder…"), (CLOSE, "Close")),
            parent=parent,
        )
        self._unlock = unlock
        self.secret = SecretField("Passphrase")
        self.row = FormRow("Passphrase", self.secret)
        self.body.addWidget(self.row)
        self.secret.entered.connect(self._open)
        self.secret.typed.connect(lambda: self.row.set_problem(""))
        self.buttons[OPEN].clicked.disconnect()
        self.buttons[OPEN].clicked.connect(lambda _checked=False: self._open())
        self.secret.setFocus()

    def _open(self) -> None:
        if not self.secret.text():
            self.row.set_problem("Type the passphrase of this workspace.")
            return
        self.setEnabled(False)
        try:
            self._unlock(self.secret.text())
        except CannotUnlock as fault:
            self.setEnabled(True)
            self.row.set_problem(str(fault))
            self.secret.line.selectAll()
            self.secret.setFocus()
            return
        self.answer = OPEN
        self.accept()

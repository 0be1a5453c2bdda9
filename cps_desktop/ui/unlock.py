"""Asked for when the workspace does not open by itself: its passphrase, or a recovery key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.faults import CannotUnlock, Fault
from cps_desktop.ui.kit import FormRow, QuestionDialog
from cps_desktop.ui.notices import first_sentence
from cps_desktop.ui.passphrase import NewPassphrase, SecretField

if TYPE_CHECKING:
    from cps_desktop.services.desk import Desk

OPEN, RECOVER, AGAIN, FOLDER, CLOSE = "open", "recover", "again", "folder", "close"
_LOST = "Without it your work cannot be read, by us or by anyone."
_RECOVERY = "Lost it? A coordinator of your organisation can open it with the recovery sheet."
_KEYRING = (
    "It is kept in this laptop's own key store, which does not have it now. Unlock the key store "
    "and try again, or ask a coordinator of your organisation, who can open it."
)


class UnlockDialog(QuestionDialog):
    """Asks until it opens. ``answer`` is "open", "recover", "again", "folder" or ""/"close".

    ``unlock`` opens with a passphrase and ``recover`` with the typed words of a recovery sheet or
    a file that holds a recovery key (None where no coordinator can open it). Both raise
    CannotUnlock; other faults of ``unlock`` go to the caller. ``passphrase`` is False for a
    workspace that has none.
    """

    def __init__(
        self,
        unlock: Callable[[str], object],
        *,
        recover: Callable[[str | Path], object] | None = None,
        passphrase: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        first = (OPEN, "Open") if passphrase else (AGAIN, "Try again")
        recovery = [(RECOVER, "I have lost my key…")] if recover is not None else []
        title = "This workspace asks for its passphrase"
        words = _RECOVERY if recover is not None else _LOST
        if not passphrase:
            title, words = "The key of this workspace is not here", _KEYRING
        super().__init__(
            title,
            words,
            (first, *recovery, (FOLDER, "Choose another folder…"), (CLOSE, "Close")),
            parent=parent,
        )
        self._unlock = unlock
        self._recover = recover
        self.secret = SecretField("Passphrase")
        self.row = FormRow("Passphrase", self.secret)
        if recover is not None:
            self._on(RECOVER, self._ask_for_key)
        if passphrase:
            self.body.insertWidget(0, self.row)
            self.secret.entered.connect(self._open)
            self.secret.typed.connect(lambda: self.row.set_problem(""))
            self._on(OPEN, self._open)
            self.secret.setFocus()
        else:
            self.row.setParent(self)
            self.row.hide()
            self.buttons[RECOVER if recover is not None else AGAIN].setFocus()

    def _on(self, answer: str, do: Callable[[], object]) -> None:
        """A button that answers only once it has worked."""
        self.buttons[answer].clicked.disconnect()
        self.buttons[answer].clicked.connect(lambda _checked=False: do())

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

    def _ask_for_key(self) -> None:
        """Ask for what a coordinator brings, and close once it has opened the work."""
        from cps_desktop.ui.typed_dialogs import GO, LostKey

        assert self._recover is not None
        if LostKey(self._recover, parent=self).ask() == GO:
            self.answer = RECOVER
            self.accept()


def lock_anew(desk: Desk, *, by_keyring: bool) -> None:
    """After a recovery: a way to open it that works again, the key store or a new passphrase."""
    from cps_desktop.services.own_keys import (
        KeyringMissing,
        keep_in_keyring,
        keep_under_passphrase,
    )
    from cps_desktop.ui.opening_wait import waiting
    from cps_desktop.ui.settings_lock import NOW_ASKED, STILL_THERE

    if by_keyring:
        try:
            keep_in_keyring(desk.workspace)
        except KeyringMissing:
            pass
        else:
            return
    dialog = NewLockDialog()
    words = dialog.passphrase.first.text() if dialog.ask() == KEEP else ""
    dialog.deleteLater()
    if not words:
        return
    try:
        gone = waiting(
            "Locking your work", lambda _tell: keep_under_passphrase(desk.workspace, words)
        )
    except Fault as fault:
        _tell(f"{fault} Choose the passphrase again in the settings.")
        return
    if not gone:
        _tell(f"{NOW_ASKED} {STILL_THERE}")


def _tell(sentences: str) -> None:
    """Say something that has to be known before the work goes on."""
    happened, rest = first_sentence(sentences)
    told = QuestionDialog(happened, rest, (("on", "Go on"),))
    told.ask()
    told.deleteLater()


KEEP, LATER = "keep", "later"


class NewLockDialog(QuestionDialog):
    """Asks for the passphrase that takes the place of the lost one."""

    def __init__(self) -> None:
        super().__init__(
            "Your work is open. Choose a new passphrase",
            "Until you do, only a coordinator can open it. Later you find this in the settings.",
            ((KEEP, "Use this passphrase from now on"), (LATER, "Later")),
        )
        self.passphrase = NewPassphrase()
        self.body.addWidget(self.passphrase)
        self.buttons[KEEP].clicked.disconnect()
        self.buttons[KEEP].clicked.connect(lambda _checked=False: self._keep())
        self.passphrase.entered.connect(self._keep)
        self.passphrase.first.setFocus()

    def _keep(self) -> None:
        if self.passphrase.taken():
            self.answer = KEEP
            self.accept()

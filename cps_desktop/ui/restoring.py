"""Going back to a copy of the work: choosing one, unlocking it, putting it in place."""

from __future__ import annotations

from pathlib import Path

from cps_desktop.domain.faults import CannotUnlock, Fault
from cps_desktop.services.backups import list_backups, restore_backup
from cps_desktop.services.progress import Progress
from cps_desktop.ui.kit import Choice, FormRow, QuestionDialog
from cps_desktop.ui.opening_wait import waiting
from cps_desktop.ui.settings_backups import backup_words
from cps_desktop.ui.unlock import OPEN, RECOVER, UnlockDialog


def choose_backup(folder: Path) -> Path | None:
    """Ask which copy of a folder's workspace to bring back; None when none was chosen."""
    copies = list_backups(folder)
    if not copies:
        return None
    choice = Choice("Copy to bring back", [(str(one.path), backup_words(one)) for one in copies])
    dialog = QuestionDialog(
        "Which copy should come back?",
        "What is in the folder now is kept beside it, as it is.",
        (("back", "Bring it back"), ("leave", "Not now")),
    )
    dialog.body.addWidget(FormRow("Copy", choice))
    answer = dialog.ask()
    chosen = Path(choice.key())
    dialog.deleteLater()
    return chosen if answer == "back" else None


def bring_back(folder: Path, backup: Path) -> Fault | None:
    """Put a closed workspace back to a copy. Returns what stood in the way, if anything did."""
    try:
        _restore(folder, backup, None)
    except CannotUnlock as fault:
        dialog = UnlockDialog(
            lambda words: _restore(folder, backup, words),
            recover=lambda source: _restore(folder, backup, None, source),
        )
        try:
            return None if dialog.ask() in {OPEN, RECOVER} else fault
        except Fault as other:
            return other
        finally:
            dialog.deleteLater()
    except Fault as fault:
        return fault
    return None


def _restore(
    folder: Path, backup: Path, passphrase: str | None, recovery: str | Path | None = None
) -> None:
    """``recovery``: the typed words of a recovery sheet, or a file that holds a recovery key."""

    def work(tell: Progress) -> None:
        from cps_desktop.services.recovery import key_from

        key = key_from(recovery) if recovery is not None else None
        restore_backup(folder, backup, passphrase=passphrase, escrow_identity=key, progress=tell)

    waiting("Bringing the copy back", work)

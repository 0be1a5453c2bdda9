"""From a folder to an open workspace: made, unlocked, or told plainly why not and what to do.

What is only asked in such a case is only then loaded: a workspace that opens by itself is quick.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import msgspec

from cps_desktop.domain.faults import CannotUnlock, Fault, InputRefused
from cps_desktop.services.desk import Desk
from cps_desktop.services.own_keys import something_is_there, ways_of
from cps_desktop.services.progress import Progress
from cps_desktop.ui.notices import first_sentence
from cps_desktop.ui.opening_wait import waiting
from cps_desktop.ui.theme_state import theme

if TYPE_CHECKING:
    from cps_desktop.ui.first_run import Beginning

AGAIN, BACKUP, FOLDER, CLOSE = "again", "backup", "folder", "close"


class OpenDesk(Protocol):
    """Opens the workspace of a folder (``bootstrap.open_desk``)."""

    def __call__(
        self,
        folder: Path,
        *,
        passphrase: str | None = None,
        escrow_identity: str | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> Desk: ...


class NewDesk(Protocol):
    """Makes a workspace in a folder (``bootstrap.new_desk``)."""

    def __call__(self, folder: Path, *, way: str, passphrase: str = "") -> Desk: ...


class GivenUp(Exception):
    """The person closed it; ``fault`` is what stood in the way, if anything did."""

    def __init__(self, fault: Fault | None = None) -> None:
        super().__init__()
        self.fault = fault


class WantsSample(Exception):
    """The person would rather look at the sample."""


class Doors(msgspec.Struct, frozen=True):
    """The ways into a workspace, given by the composition root.

    ``prepare_sample`` sees to it that the sample is in a folder; None where there is none.
    """

    open_desk: OpenDesk
    new_desk: NewDesk
    prepare_sample: Callable[[Path], object] | None = None


def opened_desk(folder: Path, doors: Doors, *, offer_sample: bool) -> Desk:
    """The desk of a folder's workspace. Raises GivenUp, WantsSample.

    The person may name another folder on the way, correct a passphrase, or try again.
    """
    while True:
        if not something_is_there(folder):
            theme().dress()
            return _first_run(folder, doors, offer_sample=offer_sample)
        try:
            return waiting(
                "Opening your work",
                lambda tell, at=folder: _open(doors, at, None, tell),  # type: ignore[misc]
            )
        except CannotUnlock as fault:
            theme().dress()
            found = _unlocked(folder, doors, fault)
        except Fault as fault:
            theme().dress()
            found = _troubled(folder, fault)
        if isinstance(found, Desk):
            return found
        folder = found


def _open(
    doors: Doors,
    folder: Path,
    passphrase: str | None,
    tell: Progress,
    recovery_key: str | None = None,
) -> Desk:
    return doors.open_desk(
        folder,
        passphrase=passphrase,
        escrow_identity=recovery_key,
        progress=lambda done, of: tell("Getting it ready for this version", done, of),
    )


def _first_run(folder: Path, doors: Doors, *, offer_sample: bool) -> Desk:
    from PySide6.QtWidgets import QDialog

    from cps_desktop.ui.first_run import FirstRun

    made: list[Desk] = []

    def begin(given: Beginning) -> None:
        made.append(waiting("Making your workspace", lambda _tell: _make(folder, doors, given)))

    dialog = FirstRun(begin, to_sample=offer_sample)
    accepted = dialog.exec() == QDialog.DialogCode.Accepted
    wants_sample = dialog.wants_sample
    dialog.deleteLater()
    if accepted and made:
        return made[0]
    if wants_sample:
        raise WantsSample
    raise GivenUp


def _make(folder: Path, doors: Doors, given: Beginning) -> Desk:
    from cps_desktop.services.own_details import introduce

    desk = doors.new_desk(folder, way=given.way, passphrase=given.passphrase)
    introduce(desk.workspace, given.name, given.organisation, given.laptop)
    return desk


def _unlocked(folder: Path, doors: Doors, fault: CannotUnlock) -> Desk | Path:
    """The desk, opened with a passphrase or a recovery key, or another folder to try."""
    from cps_desktop.services.recovery import key_from
    from cps_desktop.ui.unlock import RECOVER, UnlockDialog, lock_anew

    found: list[Desk] = []

    def unlock(passphrase: str) -> None:
        found.append(waiting("Opening", lambda tell: _open(doors, folder, passphrase, tell)))

    def recover(source: str | Path) -> None:
        def work(tell: Progress) -> Desk:
            return _open(doors, folder, None, tell, key_from(source))

        found.append(waiting("Opening", work))

    ways = ways_of(folder)
    if not {"passphrase", "escrow"} & set(ways):
        return _troubled(folder, fault)
    dialog = UnlockDialog(
        unlock,
        recover=recover if "escrow" in ways else None,
        passphrase="passphrase" in ways,
    )
    try:
        answer = dialog.ask()
    except Fault as other:
        return _troubled(folder, other)
    finally:
        dialog.deleteLater()
    if answer == RECOVER and found:
        lock_anew(found[0], by_keyring="passphrase" not in ways)
    if found:
        return found[0]
    if answer == AGAIN:
        return folder
    if answer == FOLDER:
        return _another_folder() or folder
    raise GivenUp(fault)


def _troubled(folder: Path, fault: Fault) -> Path:
    """Say what stands in the way and what can be done; the folder to try next."""
    from cps_desktop.services.backups import list_backups
    from cps_desktop.ui.kit import QuestionDialog

    happened, rest = first_sentence(str(fault))
    answers = [(AGAIN, "Try again"), (FOLDER, "Choose another folder…"), (CLOSE, "Close")]
    if isinstance(fault, InputRefused) and list_backups(folder):
        answers.insert(1, (BACKUP, "Bring back a copy…"))
    dialog = QuestionDialog(happened, rest, answers)
    answer = dialog.ask()
    dialog.deleteLater()
    if answer == BACKUP:
        _bring_back(folder)
        return folder
    if answer == AGAIN:
        return folder
    if answer == FOLDER:
        return _another_folder() or folder
    raise GivenUp(fault)


def _bring_back(folder: Path) -> None:
    from cps_desktop.ui.kit import QuestionDialog
    from cps_desktop.ui.restoring import bring_back, choose_backup

    chosen = choose_backup(folder)
    fault = bring_back(folder, chosen) if chosen is not None else None
    if fault is not None:
        happened, rest = first_sentence(str(fault))
        QuestionDialog(happened, rest, ((CLOSE, "Close"),)).ask()


def _another_folder() -> Path | None:
    from PySide6.QtWidgets import QFileDialog

    chosen = QFileDialog.getExistingDirectory(None, "Choose a workspace folder")
    return Path(chosen) if chosen else None

"""Which paper came back, and what it is: a form, a sheet, or neither."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.kinds import Note
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.paper_back import Paper, read_paper
from cps_desktop.services.paper_forms import ReturnedForm, is_form
from cps_desktop.services.paper_photos import SheetPhoto, shows_sheet
from cps_desktop.services.pictures import read_receipt_file
from cps_desktop.services.planners import planners_of
from cps_desktop.services.progress import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.sheet_keeping import to_type_up
from cps_desktop.services.sign_in_photos import SignInPhoto
from cps_desktop.ui.kit import QuestionDialog
from cps_desktop.ui.paper_back.form_dialog import FormDialog
from cps_desktop.ui.paper_back.sheet_dialog import PhotoDialog, SheetDialog
from cps_desktop.ui.paper_back.sign_in_dialog import SignInDialog
from cps_desktop.ui.paper_back.typing_dialog import TypingDialog
from cps_desktop.ui.session_page import Shell

_CHOOSE, _TYPE, _NOT = "choose", "type", "not"
_KINDS = "Forms and photos (*.pdf *.jpg *.jpeg *.png *.heic *.heif)"
_SAID = (
    "Forms that were typed into, and photos or scans of sheets with codes. Nothing is kept before "
    "you have seen what is in them. You can also drop the files on the planner."
)


def choose_paper(parent: QWidget, shell: Shell, session: RecordId) -> None:
    """Ask for files, or go on typing up pictures of sheets that came before."""
    waiting = _waiting(shell.desk, session)
    pictures = "1 picture" if len(waiting) == 1 else f"{len(waiting)} pictures"
    answers = [(_CHOOSE, "Choose the files…")]
    if waiting:
        answers.append((_TYPE, f"Type up {pictures}"))
    dialog = QuestionDialog(
        "Paper that came back", _SAID, (*answers, (_NOT, "Not now")), parent=parent
    )
    answer = dialog.ask()
    if answer == _TYPE:
        type_up_all(parent, shell, [one.id for one in waiting])
    elif answer == _CHOOSE:
        chosen, _ = QFileDialog.getOpenFileNames(parent, "Paper that came back", "", _KINDS)
        if chosen:
            take_files(parent, shell, session, [Path(one) for one in chosen])


def take_files(
    parent: QWidget,
    shell: Shell,
    session: RecordId,
    files: Sequence[Path],
    unknown: Callable[[SheetPhoto], object] | None = None,
) -> None:
    """Look at files in a worker, then show what is in each. A photo on which no sheet is known is
    put into a box by hand, or given to ``unknown``."""
    desk = shell.desk

    def job(progress: Progress) -> list[Paper]:
        found: list[Paper] = []
        with desk_beside(desk) as beside:
            for number, path in enumerate(files):
                progress(f"Looking at {path.name}", number, len(files))
                found += read_paper(beside, session, path)
        return found

    shell.run("Looking at the paper", job, partial(_show, parent, shell, session, unknown))


def is_paper(path: Path) -> bool:
    """Whether a file is a form of ours, or shows a sheet with our codes. Takes a second or two."""
    try:
        data = read_receipt_file(path)
        return is_form(data, path.name) or shows_sheet(data, path.name)
    except InputRefused:
        return False


def type_up_all(parent: QWidget, shell: Shell, notes: Sequence[RecordId]) -> None:
    """One picture after the other, until somebody says that it will do for now."""
    for number, note in enumerate(notes, start=1):
        known = shell.desk.workspace.get(Note, note)
        if known is None or known.deleted:  # somebody took it away meanwhile
            continue
        dialog = TypingDialog(shell, note, f"{number} of {len(notes)}", parent)
        if not dialog.ask():
            return


def _waiting(desk: Desk, session: RecordId) -> list[Note]:
    planners = planners_of(desk.workspace, session)
    return [note for one in planners for note in to_type_up(desk.workspace, one.id)]


def _show(
    parent: QWidget,
    shell: Shell,
    session: RecordId,
    unknown: Callable[[SheetPhoto], object] | None,
    found: Sequence[Paper],
) -> None:
    for one in found:
        if isinstance(one, ReturnedForm):
            FormDialog(shell, one, parent).ask()
        elif isinstance(one, SignInPhoto):
            SignInDialog(shell, session, one, parent).ask()
        elif one.problem and unknown is not None:
            unknown(one)
        elif one.problem:
            PhotoDialog(shell, session, one, parent).ask()
        else:
            dialog = SheetDialog(shell, one, parent)
            dialog.ask()
            if dialog.to_type_up:
                type_up_all(parent, shell, dialog.to_type_up)

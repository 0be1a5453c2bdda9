"""Typing from paper: the rows of a join file, the words of a recovery sheet; or a photo of either.

Both say while one types how far it is, and name what is not as on the paper.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QFileDialog, QWidget

from cps_desktop.domain.faults import CannotUnlock, InputRefused
from cps_desktop.services.desk import Desk
from cps_desktop.services.joining import joining_typed, read_joining, typed_problem, typed_so_far
from cps_desktop.services.papers import Joining
from cps_desktop.services.recovery import typed_words_problem
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.kit import FormRow, QuestionDialog, TextField
from cps_desktop.ui.opening_wait import waiting
from cps_desktop.ui.theme import DIALOG_WIDTH
from cps_desktop.ui.theme_state import theme

GO, PICTURE, LEAVE = "go", "picture", "leave"
PICTURES: Final = "Pictures and PDF (*.jpg *.jpeg *.png *.heic *.heif *.pdf);;All files (*)"
JOIN_FILES: Final = (
    "Join files and pictures (*.cpsjoin *.jpg *.jpeg *.png *.heic *.heif *.pdf);;All files (*)"
)
KEYS: Final = (
    "Pictures, PDF and key files (*.jpg *.jpeg *.png *.heic *.heif *.pdf *.txt);;All files (*)"
)


class TypedDialog(QuestionDialog):
    """A text to be typed, or a file that holds the same; closes only once one was taken.

    ``so_far`` says of a text what is missing or not right ("" for a whole one); ``take_text`` and
    ``take_file`` take it, or raise InputRefused or CannotUnlock with a sentence that is shown.
    """

    HELP = "coordinators"

    def __init__(
        self,
        title: str,
        explanation: str,
        field: str,
        answers: Sequence[tuple[str, str]],
        *,
        so_far: Callable[[str], str],
        take_text: Callable[[str], object],
        take_file: Callable[[Path], object],
        files: str = PICTURES,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, explanation, answers, parent=parent)
        self._so_far = so_far
        self._take_text = take_text
        self._take_file = take_file
        self._files = files
        self.field = TextField(field)
        self.row = FormRow(field, self.field)
        self.row.set_help(so_far(""))
        self.body.addWidget(self.row)
        self.field.edited.connect(self._typed)
        self.field.entered.connect(self.take)
        for key, do in ((GO, self.take), (PICTURE, self._ask_for_file)):
            self.buttons[key].clicked.disconnect()
            self.buttons[key].clicked.connect(lambda _checked=False, do=do: do())
        theme().changed.connect(self._fit)
        self._fit()
        self.field.setFocus()

    def _fit(self) -> None:
        room = self.screen().availableGeometry().height()
        self.field.setFixedHeight(min(theme().px(DIALOG_WIDTH) // 3, room // 4))

    def _typed(self, text: str) -> None:
        self.row.set_problem("")
        self.row.set_help(self._so_far(text) or "All of it is there.")

    def take(self) -> None:
        """Take what was typed."""
        self.field.flush()
        text = self.field.text()
        self._try(lambda: self._take_text(text))

    def _ask_for_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "Choose a photo or file", "", self._files)
        if chosen:
            self.take_file(Path(chosen))

    def take_file(self, path: Path) -> None:
        """Take what a file holds."""
        self._try(lambda: self._take_file(path))

    def _try(self, take: Callable[[], object]) -> None:
        self.setEnabled(False)
        try:
            take()
        except (CannotUnlock, InputRefused) as fault:
            self.setEnabled(True)
            self.row.set_help("")
            self.row.set_problem(str(fault))
            self.field.setFocus()
            return
        self.setEnabled(True)
        self.answer = GO
        self.accept()


class JoinFromPaper(TypedDialog):
    """Reads a join file from its paper; ``joining`` is what is then compared."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        self.joining: Joining | None = None

        def typed(text: str) -> None:
            self.joining = _beside(desk, lambda own: joining_typed(own.workspace, text))

        def photo(path: Path) -> None:
            self.joining = read_beside(desk, path)

        super().__init__(
            "Join from paper",
            "Choose a photo or scan of the sheet, or type its rows of letters, one beneath the "
            "other. Capitals and spaces do not matter.",
            "The rows of the sheet",
            ((GO, "Go on"), (PICTURE, "Choose a photo…"), (LEAVE, "Not now")),
            so_far=lambda text: typed_problem(typed_so_far(text)),
            take_text=typed,
            take_file=photo,
            parent=parent,
        )


def read_beside(desk: Desk, path: Path) -> Joining:
    """A join file or a picture of one, read while the window stays alive. Raises InputRefused."""
    return _beside(desk, lambda own: read_joining(own.workspace, path))


def _beside(desk: Desk, read: Callable[[Desk], Joining]) -> Joining:
    def work() -> Joining:
        with desk_beside(desk) as own:
            return read(own)

    return waiting("Reading the join file", lambda _tell: work())


class LostKey(TypedDialog):
    """Asks for the recovery sheet's words, a photo of it, or a key file, and opens with them.

    ``open_with`` is given what was typed or the file; it raises CannotUnlock or InputRefused.
    """

    def __init__(
        self,
        open_with: Callable[[str | Path], object],
        *,
        title: str = "A coordinator can open it",
        explanation: str = (
            "Ring a coordinator: they come with the recovery sheet, whose words are never said "
            "over the telephone. Type them, or choose a photo of the sheet or a key file."
        ),
        verb: str = "Open",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            title,
            explanation,
            "The words of the recovery sheet",
            ((GO, verb), (PICTURE, "Choose a photo or file…"), (LEAVE, "Not now")),
            so_far=typed_words_problem,
            take_text=open_with,
            take_file=open_with,
            files=KEYS,
            parent=parent,
        )

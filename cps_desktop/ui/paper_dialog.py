"""A sheet to be printed from a dialog: its first page, and on to paper or into a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from cps_desktop.domain.faults import Fault
from cps_desktop.services.print_preview import Made, picture, save
from cps_desktop.ui.asking_where import ask_where
from cps_desktop.ui.kit import Button, QuestionDialog, Words
from cps_desktop.ui.opening_wait import waiting
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.printing_paper import ask_for_printer, draw_on
from cps_desktop.ui.pages_of_session.printing_preview import to_image
from cps_desktop.ui.theme import DIALOG_WIDTH
from cps_desktop.ui.theme_state import theme

DONE, LATER = "done", "later"
_PREVIEW_DPI = 72


class PaperDialog(QuestionDialog):
    """Shows a sheet, and prints or saves it. ``answer`` is "done" or "later"/"".

    ``saved_words`` is said once it lies in a file.
    """

    HELP = "coordinators"

    def __init__(
        self,
        made: Made,
        explanation: str,
        *,
        done: str,
        later: str,
        saved_words: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(made.title, explanation, ((DONE, done), (LATER, later)), parent=parent)
        self.made = made
        self._saved_words = saved_words
        self.page = QLabel()
        self.page.setAccessibleName(f"The first page of {made.pages}: {made.title}")
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.printer = Button("Print it…", self.print_it)
        self.saver = Button("Save the PDF…", self._ask_where)
        self.said = Words("", "strong", "done")
        self.problem = Words("", "strong", "danger")
        for words in (self.said, self.problem):
            words.hide()
        self.body.addWidget(self.page)
        self.body.addWidget(Across((self.printer, 0), (self.saver, 0)))
        self.body.addWidget(self.said)
        self.body.addWidget(self.problem)
        self._show_page()
        self.printer.setFocus()

    def _show_page(self) -> None:
        image = to_image(picture(self.made.pdf, 0, _PREVIEW_DPI))
        room = self.screen().availableGeometry().height() - theme().px(DIALOG_WIDTH)
        # Text large enough to be read is more than a picture of the paper, of which the look of
        # it will do.
        height = max(DIALOG_WIDTH // 2, min(image.height(), room))
        self.page.setPixmap(
            QPixmap.fromImage(image).scaledToHeight(
                height, Qt.TransformationMode.SmoothTransformation
            )
        )

    def print_it(self) -> None:
        """Ask for a printer and draw all pages on it."""

        def work() -> str:
            printer = ask_for_printer(self.made, self)
            if printer is None:
                return ""
            pages = waiting("Printing", lambda tell: draw_on(printer, self.made, tell))
            return f"{pages} {'page was' if pages == 1 else 'pages were'} sent to the printer."

        self._try(work)

    def _ask_where(self) -> None:
        path = ask_where(self, "Save the PDF", self.made.name, "PDF (*.pdf)")
        if path is not None:
            self.save_to(path)

    def save_to(self, path: Path) -> None:
        """Save exactly what is seen."""

        def work() -> str:
            save(self.made.pdf, path)
            return f"Saved as {path.name}. {self._saved_words}"

        self._try(work)

    def _try(self, work: Callable[[], str]) -> None:
        self.problem.hide()
        try:
            sentence = work()
        except Fault as fault:
            self.said.hide()
            self.problem.setText(str(fault))
            self.problem.show()
            return
        if sentence:
            self.said.setText(sentence)
            self.said.show()
            self.buttons[DONE].setFocus()

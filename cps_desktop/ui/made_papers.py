"""A document that is no session's: made beside the window, then saved or printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from cps_desktop.domain.faults import InputRefused
from cps_desktop.services.handing_over import counted
from cps_desktop.services.print_preview import Made, save
from cps_desktop.services.progress import Progress
from cps_desktop.ui.pages_of_session.printing_paper import ask_for_printer, draw_on
from cps_desktop.ui.session_page import Shell


class MadePapers:
    """``over`` is the part of the window over which is asked where, or for a printer."""

    def __init__(self, shell: Shell, over: QWidget) -> None:
        self._shell = shell
        self._over = over

    def save(self, doing: str, make: Callable[[], Made]) -> None:
        """Make it, ask where, and save it as a PDF."""
        self._make(doing, make, self._ask_where)

    def print_it(self, doing: str, make: Callable[[], Made]) -> None:
        """Make it, ask for a printer, and print it."""
        self._make(doing, make, self._print)

    def _make(self, doing: str, make: Callable[[], Made], then: Callable[[Made], None]) -> None:
        def job(progress: Progress) -> Made:
            progress("Drawing the pages", 0, 1)
            return make()

        self._shell.run(doing, job, then)

    def _ask_where(self, made: Made) -> None:
        begin = str(Path.home() / made.name)
        chosen, _ = QFileDialog.getSaveFileName(self._over, "Save the PDF", begin, "PDF (*.pdf)")
        if not chosen:
            return
        path = Path(chosen)
        if not path.suffix:
            path = path.with_suffix(".pdf")

        def write() -> bool:
            save(made.pdf, path)
            return True

        if self._shell.attempt(write):
            place = path.parent.name or path.parent
            self._shell.say(f"Saved as {path.name} in {place}.")

    def _print(self, made: Made) -> None:
        try:
            printer = ask_for_printer(made, self._over)
        except InputRefused as fault:
            self._shell.report(fault)
            return
        if printer is not None:
            self._shell.run(
                "Printing",
                lambda progress: draw_on(printer, made, progress),
                lambda pages: self._shell.say(f"{counted(pages, 'page')} sent to the printer."),
            )

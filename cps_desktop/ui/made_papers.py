"""A document that was made: saved as a PDF or printed, beside the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.faults import Fault, InputRefused
from cps_desktop.services.print_preview import Made, save
from cps_desktop.services.progress import Progress
from cps_desktop.ui.asking_where import ask_where
from cps_desktop.ui.pages_of_session.printing_paper import ask_for_printer, draw_on
from cps_desktop.ui.session_page import Shell


class MadePapers:
    """``over`` is the part of the window over which is asked where, or for a printer."""

    def __init__(self, shell: Shell, over: QWidget) -> None:
        self._shell = shell
        self._over = over

    def save(self, doing: str, make: Callable[[], Made]) -> None:
        """Make it, ask where, and save it as a PDF."""
        self._make(doing, make, self._save)

    def print_it(self, doing: str, make: Callable[[], Made]) -> None:
        """Make it, ask for a printer, and print it."""
        self._make(doing, make, self.print_made)

    def _make(self, doing: str, make: Callable[[], Made], then: Callable[[Made], None]) -> None:
        def job(progress: Progress) -> Made:
            progress("Drawing the pages", 0, 1)
            return make()

        self._shell.run(doing, job, then)

    def _save(self, made: Made) -> None:
        path = self.ask_where(made)
        if path is not None:
            self.save_to(made, path)

    def ask_where(self, made: Made) -> Path | None:
        """Where it shall lie; None where that was put away."""
        return ask_where(self._over, "Save the PDF", made.name, "PDF (*.pdf)")

    def save_to(self, made: Made, path: Path) -> None:
        """Save it there, and say so."""

        def job(progress: Progress) -> None:
            progress("Saving the PDF", 0, 1)
            save(made.pdf, path)

        place = path.parent.name or path.parent
        self._shell.run(
            "Saving the PDF",
            job,
            lambda _none: self._shell.say(f"Saved as {path.name} in {place}."),
        )

    def print_made(self, made: Made, refused: Callable[[Fault], object] | None = None) -> None:
        """Ask for a printer, and draw the pages on it; ``refused`` is told where there is none."""
        try:
            printer = ask_for_printer(made, self._over)
        except InputRefused as fault:
            (refused or self._shell.report)(fault)
            return
        if printer is None:
            return
        self._shell.run(
            "Printing",
            lambda progress: draw_on(printer, made, progress),
            lambda pages: self._shell.say(
                "1 page was sent to the printer."
                if pages == 1
                else f"{pages} pages were sent to the printer."
            ),
        )

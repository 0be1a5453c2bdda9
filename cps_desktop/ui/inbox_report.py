"""What came in: the report above the list, earlier ones to be read again, and both on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.clock import clock_ahead_words
from cps_desktop.domain.records import RecordId
from cps_desktop.services.after_erasure import after_words
from cps_desktop.services.arrivals import KeptReport, make_report, report_paragraphs
from cps_desktop.services.desk import Desk
from cps_desktop.services.handing_over import counted
from cps_desktop.services.inbox import gaps_by_laptop
from cps_desktop.services.known_laptops import NO_NAME
from cps_desktop.services.outcomes import Report, Way
from cps_desktop.services.print_preview import Made
from cps_desktop.ui.kit import (
    Button,
    Card,
    Choice,
    FormRow,
    LinkButton,
    QuestionDialog,
    Words,
    announce,
)
from cps_desktop.ui.kit.page import scrolling
from cps_desktop.ui.made_papers import MadePapers
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import FIELD_WIDTH, SPACE_M

MOST_LINKS: Final = 6
MOST_NAMED: Final = 8
SAVE, PRINT, CLOSE = "save", "print", "close"


class ReportCard(Card):
    """What came in, in plain words, with links to where it is."""

    def __init__(
        self,
        report: Report,
        sessions: tuple[tuple[RecordId, str], ...],
        *,
        open_session: Callable[[RecordId], object],
        decide: Callable[[], object],
        person_data: Callable[[], object],
        close: Callable[[], object],
        papers: ReportPapers,
    ) -> None:
        failed = report.that(Way.FAILED)
        kind = "warning" if failed else "done" if report.came else "accent"
        super().__init__(kind, name="What came in", tight=True)
        self.said = report_sentences(report)
        self.add(Words(self.said[0], "strong"), *(Words(one) for one in self.said[1:]))
        self.links: list[Button] = []
        if report.to_decide:
            self.links.append(Button("Decide…", decide))
        if report.after_erasure:
            self.links.append(Button("A person's data…", person_data))
        if report.new:
            for session, title in sessions[:MOST_LINKS]:
                self.links.append(LinkButton(title, _opening(open_session, session)))
        if report.batch and report.outcomes:
            self.save = Button("Save as PDF…", lambda: papers.save(report.batch))
            self.print = Button("Print…", lambda: papers.print_it(report.batch))
            self.links += [self.save, self.print]
        self.links.append(Button("Close this report", close))
        self.add(Across(*((one, 0) for one in self.links), spacing=SPACE_M))

    def speak(self) -> None:
        """Have it read out."""
        announce(self, " ".join(self.said))


def report_sentences(report: Report) -> list[str]:
    """A report as sentences, the most important first."""
    said = [report.words]
    if report.stopped:
        said.append("You stopped it. Bundles that were in stay; the others are untouched.")
    if report.to_decide:
        things = "1 thing waits" if report.to_decide == 1 else f"{report.to_decide} things wait"
        said.append(f"{things} for you to decide; both versions are kept until then.")
    if report.after_erasure:
        said.append(after_words(report.after_erasure))
    if report.missing:
        are = "is" if report.missing == 1 else "are"
        said.append(f"{counted(report.missing, 'picture')} {are} still to come.")
    accepted = dict.fromkeys(
        one.name or NO_NAME for came in report.outcomes for one in came.accepted
    )
    if accepted:
        said.append(f"Let in for the first time: {_some(list(accepted))}.")
    gaps = dict.fromkeys(
        f"{name}: {spans} missing"
        for one in report.that(Way.IN)
        if one.look.preview is not None
        for name, spans in gaps_by_laptop(one.look.preview)
    )
    if gaps:
        said.append(f"{_some(list(gaps), '; ')}. What is here is sound.")
    said += map(clock_ahead_words, report.clocks_ahead)
    failed = report.that(Way.FAILED)
    said += [f"{one.look.called}: {one.problem}" for one in failed[:MOST_NAMED]]
    if len(failed) > MOST_NAMED:
        said.append(f"{len(failed) - MOST_NAMED} more were not brought in; the report names them.")
    return said


def _some(names: list[str], between: str = ", ") -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return between.join(names[:MOST_NAMED]) + more


def _opening(open_session: Callable[[RecordId], object], session: RecordId) -> Callable[[], object]:
    return lambda: open_session(session)


class ReportPapers:
    """Puts a report on paper: made beside the window, then saved or printed."""

    def __init__(self, shell: Shell, over: QWidget) -> None:
        self._shell = shell
        self._papers = MadePapers(shell, over)

    def save(self, batch: str) -> None:
        """Ask where, and save it as a PDF."""
        self._papers.save("Making the report", self._making(batch))

    def print_it(self, batch: str) -> None:
        """Ask for a printer, and print it."""
        self._papers.print_it("Making the report", self._making(batch))

    def _making(self, batch: str) -> Callable[[], Made]:
        desk = self._shell.desk
        return lambda: make_report(desk, batch)


class ReportsDialog(QuestionDialog):
    """Earlier reports: choose one, read it, save or print it. ``batch`` is the one chosen."""

    def __init__(self, desk: Desk, reports: tuple[KeptReport, ...], parent: QWidget) -> None:
        super().__init__(
            "Reports of what came in",
            "Every time something was brought in, kept or refused, it was written down here.",
            ((SAVE, "Save as PDF…"), (PRINT, "Print…"), (CLOSE, "Close")),
            parent=parent,
        )
        self._desk = desk
        self.choice = Choice(
            "Which report",
            [(one.batch, f"{one.when}: {counted(len(one.rows), 'bundle')}") for one in reports],
        )
        self.choice.chosen.connect(self._show)
        self.words = Words("")
        area = scrolling(self.words, "The report")
        # Large text makes the window around it taller already; the answers must stay in sight.
        area.setMinimumHeight(FIELD_WIDTH)
        self.body.addWidget(FormRow("Which report", self.choice))
        self.body.addWidget(area, 1)
        self._show(self.choice.key())
        self.choice.setFocus()

    @property
    def batch(self) -> str:
        """Which report is chosen."""
        return self.choice.key()

    def _show(self, batch: str) -> None:
        self.words.setText("\n\n".join(report_paragraphs(self._desk, batch)))

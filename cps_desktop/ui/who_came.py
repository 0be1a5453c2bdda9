"""Who came, across sessions: figures of all days from one date to another."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Final

from cps_desktop import paths
from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.records import RecordId
from cps_desktop.services.figure_papers import period_pdf
from cps_desktop.services.figures import FigureScope
from cps_desktop.services.print_preview import Made, as_made
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.counted_figures import CountedFigures
from cps_desktop.ui.kit import Button, Card, DateField, FormRow, TickBox, Words
from cps_desktop.ui.made_papers import MadePapers
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.attendance_who_came import WHO_SEES
from cps_desktop.ui.save_figures import SaveFigures
from cps_desktop.ui.session_page import SessionPage, Shell

_SHOWN: Final = (
    "attendance", "presence", "person", "organisation", "session", "session_day", "sameness",
    "difference",
)  # fmt: skip
_DOING: Final = "Making the figures"
_ORDER: Final = "The last day is before the first. Change one of the two."


class WhoCamePage(SessionPage):
    """It stands outside any session: a report is of many."""

    KEY: ClassVar[str] = "who_came"
    NAME: ClassVar[str] = "Who came"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, "Who came", "All sessions from one day to another.")
        today = self.desk.door.today()
        self.counted = CountedFigures(shell, self)
        self.figures = self.counted.view
        self._papers = MadePapers(shell, self)
        self.first = DateField("From", dt.date(today.year, 1, 1), today=today)
        self.last = DateField("To", today, today=today)
        for field in (self.first, self.last):
            field.date_changed.connect(lambda _day: self._look())
        self.every = TickBox("Figures under 5 too, on paper that stays among ourselves")
        self.order = Words(_ORDER, "small_strong", "amber")
        self.order.hide()
        self.saver = Button("Save as PDF…", self._save, kind="primary")
        self.printer = Button("Print…", self._print)
        self.table = SaveFigures(shell, self.wanted)
        self.set_buttons((self.table, self.printer), self.saver)
        self._asked = (FigureScope(), False)
        which = Card(name="Which days")
        which.add(
            Across((FormRow("From", self.first), 1), (FormRow("To", self.last), 1), even=True),
            self.order,
            self.every,
            Words(WHO_SEES, "small", "quiet"),
        )
        self.add(which, self.counted.waiting, self.figures)

    def wanted(self) -> FigureScope | None:
        """The days that are written above; None while they are not two days in order."""
        first, last = self.first.value(), self.last.value()
        if first is None or last is None or last < first:
            return None
        return FigureScope(first=first, last=last)

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is None or summary.concerns(*_SHOWN):
            self._look()

    def leave(self) -> None:
        for field in (self.first, self.last):
            field.flush()

    # -- counting ---------------------------------------------------------------------------------

    def _look(self) -> None:
        scope = self.wanted()
        first, last = self.first.value(), self.last.value()
        self.order.setVisible(first is not None and last is not None and last < first)
        for button in (self.saver, self.printer, self.table):
            button.setEnabled(scope is not None)
        if scope is None:
            return
        self.counted.look(scope)

    # -- on paper ---------------------------------------------------------------------------------

    def made(self) -> Made:
        """The PDF, from a worker thread."""
        scope, small = self._asked
        first, last = scope.first or dt.date.min, scope.last or dt.date.max
        fonts = paths.cache_folder() / "fonts"

        def draw() -> bytes:
            with desk_beside(self.desk) as beside:
                return period_pdf(beside, first, last, small=small, font_cache=fonts)

        title = f"Who came - {say_date(first)} to {say_date(last)}"
        return as_made(draw, title=title, classification="")

    def _save(self) -> None:
        if self._ask():
            self._papers.save(_DOING, self.made)

    def _print(self) -> None:
        if self._ask():
            self._papers.print_it(_DOING, self.made)

    def _ask(self) -> bool:
        """Note what is wanted before the worker begins: fields belong to the window's thread."""
        scope = self.wanted()
        if scope is not None:
            self._asked = scope, self.every.isChecked()
        return scope is not None

"""Who came: figures of the session or one of its days, and who became a member."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from cps_desktop.domain.kinds import SessionDay
from cps_desktop.domain.records import RecordId
from cps_desktop.services.figures import FigureScope
from cps_desktop.services.sessions import day_title, days_of
from cps_desktop.ui.counted_figures import CountedFigures
from cps_desktop.ui.kit import Button, Choice, FormRow, Words
from cps_desktop.ui.pages_of_session.across import Across, Flowing
from cps_desktop.ui.save_figures import SaveFigures
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_L

WHOLE: Final = "whole"
WHO_SEES: Final = (
    "Every figure is shown here. What you print for others or give away as a table leaves out "
    "figures under 5."
)


class WhoCameView(Flowing):
    """Counted beside the window when it is looked at, never at a tick."""

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__()
        self._shell = shell
        self._session = session
        self.counted = CountedFigures(shell, self)
        self.figures = self.counted.view
        self.scope = Choice("Figures of", ((WHOLE, "The whole session"),))
        self.scope.chosen.connect(lambda _key: self._look())
        self._scope_row = FormRow("Figures of", self.scope)
        self.printer = Button("Print the figures", self._print)
        self.certificates = Button("Certificates", lambda: shell.open_page("print", "certificates"))
        self.across = Button("Across sessions", lambda: shell.open_page("who_came"))
        self.table = SaveFigures(shell, self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        column.addWidget(
            Across(
                (self._scope_row, 1),
                (self.across, 0),
                (self.table, 0),
                (self.certificates, 0),
                (self.printer, 0),
                middle=True,
            )
        )
        column.addWidget(Words(WHO_SEES, "small", "quiet"))
        column.addWidget(self.counted.waiting)
        column.addWidget(self.figures)
        column.addStretch(1)

    def wanted(self) -> FigureScope:
        """Of what figures are shown."""
        key = self.scope.key()
        return FigureScope(self._session, "" if key in ("", WHOLE) else key)

    def refresh(self) -> None:
        """Offer the days there are now, and count again."""
        days = days_of(self._shell.desk.door.records, self._session)
        self._offer(days)
        self._look()

    def start(self) -> None:
        """Put the keyboard where a day is chosen, or on the first button."""
        (self.scope if self._scope_row.isVisible() else self.table).setFocus()

    def _offer(self, days: tuple[SessionDay, ...]) -> None:
        options = [(WHOLE, "The whole session"), *((one.id, day_title(one)) for one in days)]
        before = self.scope.key()
        self.scope.set_options(options, before if before in dict(options) else WHOLE)
        self._scope_row.setVisible(len(days) > 1)

    def _print(self) -> None:
        day = self.wanted().day
        self._shell.open_page("print", f"figures/{day}" if day else "figures")

    def _look(self) -> None:
        self.counted.look(self.wanted())

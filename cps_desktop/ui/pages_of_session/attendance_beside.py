"""The list with one person's details beside it, or in its place where there is little room."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cps_desktop.domain.records import RecordId
from cps_desktop.services.register import RegisterRow, RegisterView
from cps_desktop.ui.kit import scrolling
from cps_desktop.ui.pages_of_session.attendance_details import PersonDetails
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.theme import SPACE_L, SPACE_M


class ListAndDetails(QWidget):
    """``remove_asked`` carries the row of whoever is to be taken off the list; ``closed``: the
    details were put away."""

    remove_asked = Signal(object)
    closed = Signal()

    def __init__(self, shell: Shell, inside: QWidget) -> None:
        super().__init__()
        self._shell = shell
        self._details: PersonDetails | None = None
        self._room = 0
        self._list = scrolling(inside, "The list")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_M)
        self._row.addWidget(self._list, 1)

    @property
    def details(self) -> PersonDetails:
        """The panel with one person's details, made when it is first wanted: the list is quicker
        to open without it."""
        if self._details is None:
            self._details = PersonDetails(self._shell)
            self._details.remove_asked.connect(self.remove_asked)
            self._details.closed.connect(self._closed)
            self._row.addWidget(self._details)
        return self._details

    @property
    def open_entry(self) -> RecordId:
        """Whose details are open; "" when none are."""
        return self._details.attendance if self._details is not None else ""

    def open_for(self, row: RegisterRow, view: RegisterView) -> None:
        """Show one person's details."""
        self.details.open_for(row, view)
        self.share(self._room)

    def share(self, room: int) -> None:
        """Where list and details do not fit beside one another in a page of this width, the
        details have the room."""
        self._room = room
        if self._details is None:
            return
        beside = room >= 2 * self._details.own_width + 2 * SPACE_L
        self._list.setVisible(beside or self._details.isHidden())
        self._details.stand_alone(not beside)

    def _closed(self) -> None:
        self.share(self._room)
        self.closed.emit()

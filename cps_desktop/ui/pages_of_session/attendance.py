"""Attendance: who is on the list, who is here on which day, and the door."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.register import DayCount, Register, RegisterRow
from cps_desktop.services.standing_door import StandingDoor
from cps_desktop.services.who_stands import entries_each
from cps_desktop.ui.kit import Button, Choice, EmptyState, MessagePanel, Switch, Words, scrolling
from cps_desktop.ui.pages_of_session.across import Across, Flowing
from cps_desktop.ui.pages_of_session.attendance_adding import AddPeople
from cps_desktop.ui.pages_of_session.attendance_beside import ListAndDetails
from cps_desktop.ui.pages_of_session.attendance_day import LINES, count_words, day_for
from cps_desktop.ui.pages_of_session.attendance_details import PersonDetails
from cps_desktop.ui.pages_of_session.attendance_door import DoorView
from cps_desktop.ui.pages_of_session.attendance_list_acts import ListActs
from cps_desktop.ui.pages_of_session.attendance_papers import DoorPapers
from cps_desktop.ui.pages_of_session.attendance_table import AttendanceTable
from cps_desktop.ui.pages_of_session.attendance_views import Shown, Views, nothing
from cps_desktop.ui.pages_of_session.list_out import GiveList
from cps_desktop.ui.paper_back.dropping import accept_paper
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import FOCUS_WIDTH, SPACE_L, SPACE_XS

if TYPE_CHECKING:
    from cps_desktop.ui.pages_of_session.attendance_door_window import DoorWindow
    from cps_desktop.ui.pages_of_session.attendance_ready import PreparationView
    from cps_desktop.ui.pages_of_session.attendance_who_came import WhoCameView
    from cps_desktop.ui.pages_of_session.list_in import ListIn

_SHOWN = (
    "attendance", "presence", "person", "organisation", "session_day",
    "need", "consent", "preparation", "attendance_signature",
)  # fmt: skip
_LIST, _DOOR, _READY, _WHO_CAME, _BRING_IN = range(5)
_VIEWS = ("List", "Door", "To prepare", "Who came")
_BY_NAME = {"to prepare": _READY, "who came": _WHO_CAME}
"""Views that other pages lead to."""
_NOBODY = (
    "Nobody is on the list yet. Type a name above and press Enter; "
    "the field is ready for the next one at once."
)
_NO_DAY = "This session has no day yet, so nobody can be ticked in."


class AttendancePage(SessionPage):
    """Views of one register: the list for facilitators, the door for a queue, what to prepare."""

    KEY: ClassVar[str] = "attendance"
    NAME: ClassVar[str] = "Attendance"

    def __init__(self, shell: Shell, session: RecordId) -> None:
        super().__init__(
            shell,
            session,
            "Attendance",
            LINES[_LIST],
            scrolls=False,
        )
        self._register = Register(self.desk.door.records, session)
        self._view = self._register.view
        self._is_read = True
        self._today = self.desk.door.today()
        first = day_for(self._view, self._today)
        self._day: RecordId = first.day if first is not None else ""
        self.switch = Switch("Show attendance as", _VIEWS, self._switched)
        self.set_buttons((self.switch,))
        self.adding = AddPeople(shell, session)
        self.adding.added.connect(self._show_added)
        self.adding.question.answered.connect(self._show_added)
        self.bring_in = Button("Bring in a list…", partial(self._switched, _BRING_IN))
        self.give = GiveList(shell, session)
        self.papers = DoorPapers(shell, session, self, lambda: self._day)
        self.count_words = Words("", "section")
        self.mix_words = Words("", "body", "quiet")
        self.day_choice = Choice("Day", ())
        self.day_choice.chosen.connect(self._day_chosen)
        self.no_day = MessagePanel(
            "question",
            _NO_DAY,
            to_do="Put its days in, and each of them becomes a column to tick.",
            actions=(("Session details", lambda: shell.open_page("details")),),
        )
        self.acts = ListActs(shell, self._current, lambda: self._day, self)
        self._more = Button("Details…", self._open_current, tip="Enter does the same")
        self._gone = Button("Leaves", self.acts.leaves, tip="They leave now, or are here still")
        self._sorry = Button(
            "Apologies", self.acts.apologies, tip="They sent word that they cannot come"
        )
        self.table = self._make_table()
        self._views = Views(
            self._make_list,
            lambda: _shown(self.door_view, "The door", self._show_door),
            lambda: _shown(self.ready_view, "What has to be got ready", self.ready_view.refresh),
            lambda: _shown(self.who_came, "Who came", self.who_came.refresh),
            lambda: _shown(self.list_in, "Bring in a list"),
        )
        self.set_content(self._views)
        accept_paper(self, self.papers.take)

    @classmethod
    def count(cls, desk: Desk, session: RecordId) -> str:
        listed = len(entries_each(desk.door.records, session))
        return str(listed) if listed else ""

    # -- laying out ---------------------------------------------------------------------------

    def _make_list(self) -> Shown:
        inside = Flowing()
        self._column = QVBoxLayout(inside)
        # The ring around a field at the edge must not be cut off.
        self._column.setContentsMargins(FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH)
        self._column.setSpacing(SPACE_L)
        self._column.addWidget(self.adding)
        self._column.addWidget(self.no_day)
        # One beneath the other: beside one another each would be a column of single words.
        came = QWidget()
        words = QVBoxLayout(came)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(SPACE_XS)
        words.addWidget(self.count_words)
        words.addWidget(self.mix_words)
        self._column.addWidget(
            Across(
                (came, 1),
                (self.day_choice, 0),
                (self.bring_in, 0),
                (self.give, 0),
                (self.papers, 0),
                middle=True,
            )
        )
        self._column.addWidget(self.table, 1)
        self._beside = ListAndDetails(self.shell, inside)
        self._beside.remove_asked.connect(self.acts.remove)
        self._beside.closed.connect(self._focus_table)
        return Shown(self._beside, self.focus_name, self._show_list)

    @property
    def details(self) -> PersonDetails:
        """One person's details, beside the list."""
        return self._beside.details

    @cached_property
    def door_view(self) -> DoorView:
        """The door, made when it is first wanted."""
        view = DoorView(self.shell, self.session)
        view.filled.connect(self.fill_screen)
        return view

    def fill_screen(self) -> DoorWindow | None:
        """Give the door the whole screen; this window is away until the facilitator comes back."""
        from cps_desktop.ui.pages_of_session.attendance_door_window import give_to_the_door

        view, desk = self.door_view, self.desk
        standing = StandingDoor(
            self.session,
            self._day,
            desk.door.today().isoformat(),
            asks=view.ask_signature.isChecked(),
            leaving=view.leaving,
        )
        return self.shell.attempt(lambda: give_to_the_door(self.window(), desk, standing))

    @cached_property
    def ready_view(self) -> PreparationView:
        """What has to be got ready, made when it is first wanted."""
        from cps_desktop.ui.pages_of_session.attendance_ready import PreparationView

        return PreparationView(self.shell, self.session)

    @cached_property
    def who_came(self) -> WhoCameView:
        """Figures of who came, made when they are first wanted."""
        from cps_desktop.ui.pages_of_session.attendance_who_came import WhoCameView

        return WhoCameView(self.shell, self.session)

    @cached_property
    def list_in(self) -> ListIn:
        """Where a list is brought in, made when it is first wanted."""
        from cps_desktop.ui.pages_of_session.list_in import ListIn

        bringing = ListIn(self.shell, self.session)
        bringing.ended.connect(partial(self._switched, _LIST))
        return bringing

    def _make_table(self) -> AttendanceTable:
        empty = EmptyState(_NOBODY, ("Add a person", self.focus_name))
        table = AttendanceTable(self._view.days, empty, (self._gone, self._sorry, self._more))
        table.opened.connect(self._open_details)
        table.delete_asked.connect(self.acts.remove)
        table.toggled.connect(self.acts.toggle)
        table.current_changed.connect(self._current_changed)
        return table

    def _renew_table(self) -> None:
        """Other days, other columns."""
        old = self.table
        for button in (self._gone, self._sorry, self._more):
            button.setParent(None)
        self.table = self._make_table()
        self._column.replaceWidget(old, self.table)
        self._column.setStretchFactor(self.table, 1)
        old.hide()
        old.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._beside.share(self.width())

    # -- showing ------------------------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is not None and not summary.concerns(*_SHOWN):
            return
        # What was read while the page was made need not be read again to show it.
        just_read, self._is_read = self._is_read and summary is None, False
        if not just_read:
            self._view = self._register.follow(summary)
        today = self.desk.door.today()
        # Nobody is ticked in for yesterday because the page was open overnight.
        turned, self._today = today != self._today, today
        if turned or self._day not in {one.day for one in self._view.days}:
            first = day_for(self._view, today)
            self._day = first.day if first is not None else ""
        self._show_counts()
        self._views.refresh()
        if self._beside.open_entry:
            row = self._row(self._beside.open_entry)
            if row is None:
                self.details.close_drawer()
            else:
                self.details.show_row(row, self._view)
        self._current_changed(self.table.current())

    def _show_list(self) -> None:
        if self.table.days != tuple(one.day for one in self._view.days):
            self._renew_table()
        self.table.set_rows(self._view.rows)
        self.adding.show_list(self._view.rows)

    def _show_door(self) -> None:
        self.door_view.show_view(self._view, self._chosen_day())

    def _chosen_day(self) -> DayCount | None:
        return next((one for one in self._view.days if one.day == self._day), None)

    def _show_counts(self) -> None:
        day = self._chosen_day()
        self.no_day.setVisible(not self._view.days)
        shown = bool(day and self._view.rows)
        self.count_words.setVisible(shown)
        self.mix_words.setVisible(shown)
        self.day_choice.setVisible(len(self._view.days) > 1 and bool(self._view.rows))
        if day is None:
            return
        self.day_choice.set_options([(one.day, one.title) for one in self._view.days], day.day)
        self.count_words.setText(count_words(day, self.desk.door.today()))
        away = f"{day.apologies} sent apologies. " if day.apologies else ""
        away += f"{day.signed} signed. " if day.signed else ""
        came = any(one.here for row in self._view.rows for one in row.days)
        self.mix_words.setText(away + (f"{self._view.mix.words}." if came else ""))

    def _row(self, attendance: RecordId) -> RegisterRow | None:
        return next((row for row in self._view.rows if row.attendance == attendance), None)

    def _current_changed(self, row: RegisterRow | None) -> None:
        for button in (self._more, self._sorry):
            button.setEnabled(row is not None)
        self._sorry.setEnabled(row is not None and bool(self._day))
        mark = row.on(self._day) if row is not None else None
        self._gone.setEnabled(mark is not None and mark.here)
        self._gone.set_words("Is here still" if mark is not None and mark.gone else "Leaves")

    def _show_added(self, attendance: RecordId) -> None:
        if attendance:
            self.table.choose(attendance)

    def focus_name(self) -> None:
        """Put the keyboard where a name is typed."""
        self.adding.name.setFocus()

    # -- doing --------------------------------------------------------------------------------

    def _switched(self, view: int) -> None:
        self.leave()
        if view == _LIST:
            self.switch.choose(_LIST)
        self._views.open(view)
        self.set_title("Attendance", LINES[view])
        self._views.start()

    def _day_chosen(self, day: RecordId) -> None:
        self._day = day
        self._show_counts()
        self._views.refresh(_DOOR)

    def _current(self) -> RegisterRow | None:
        return self.table.current()

    def _focus_table(self) -> None:
        self.table.view.setFocus()

    def _open_current(self) -> None:
        if (row := self._current()) is not None:
            self._open_details(row)

    def _open_details(self, row: RegisterRow) -> None:
        self._beside.open_for(row, self._view)

    # -- what the window asks -----------------------------------------------------------------

    def leave(self) -> None:
        if self._beside.open_entry:
            self.details.leave()

    def go_to(self, record: RecordId) -> None:
        if record in _BY_NAME:
            self.switch.choose(_BY_NAME[record])
            self._switched(_BY_NAME[record])
            return
        entry = next(
            (one for one in self._view.rows if record in {one.attendance, one.person, *one.also}),
            None,
        )
        if entry is None:
            return
        self.switch.choose(_LIST)
        self._views.open(_LIST)
        self.set_title("Attendance", LINES[_LIST])
        self.table.show_all()
        self.table.choose(entry.attendance)

    def place(self) -> RecordId:
        row = self.table.current()
        return row.attendance if row is not None else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_F:
            (self.door_view.search if self._views.at(_DOOR) else self.table.filter).setFocus()
        elif event.key() == Qt.Key.Key_Escape and self._back_out():
            return
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        # Esc belongs to this page while there is something on it to leave.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and (self._beside.open_entry or not self._views.at(_LIST))
        ):
            event.accept()
            return True
        return super().event(event)

    def _back_out(self) -> bool:
        """One step back: out of the details, out of "Someone new", from the door to the list."""
        if self._beside.open_entry:
            self.details.close_drawer()
            return True
        if self._views.at(_LIST):
            return False
        if self._views.at(_DOOR) and self.door_view.backs_out():
            return True
        self._switched(_LIST)
        return True


def _shown(
    view: DoorView | PreparationView | WhoCameView | ListIn,
    name: str,
    refresh: Callable[[], object] = nothing,
) -> Shown:
    return Shown(scrolling(view, name), view.start, refresh)

"""The door: one large search, matches as large rows, Enter ticks in. Nobody else's details."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from cps_desktop.domain.records import RecordId
from cps_desktop.services.desk import Desk
from cps_desktop.services.register import DayCount, DayOfPerson, RegisterRow, RegisterView
from cps_desktop.services.standing_door import StandingDoor, says_for_s, set_says_for_s
from cps_desktop.ui.kit import (
    BigButton,
    Button,
    Switch,
    TickBox,
    Words,
    announce,
)
from cps_desktop.ui.pages_of_session.across import Across, Flowing
from cps_desktop.ui.pages_of_session.attendance_door_doing import (
    Done,
    come,
    leave,
    sign,
    sign_sheet,
    walk_in,
)
from cps_desktop.ui.pages_of_session.attendance_door_finding import as_many, matching, told_apart
from cps_desktop.ui.pages_of_session.attendance_door_parts import (
    DoorRow,
    LargeSearch,
    OwnSearch,
    SomeoneNew,
    row_height,
)
from cps_desktop.ui.pages_of_session.attendance_door_said import (
    IDLE_MS,
    WRITING_IDLE_MS,
    DoorSaid,
    MakesWait,
    SaysFor,
    by_the_clock,
)
from cps_desktop.ui.pages_of_session.attendance_door_signing import DoorSigning
from cps_desktop.ui.pages_of_session.attendance_door_words import count_words, hint_words
from cps_desktop.ui.participant.fields import OwnClipboard
from cps_desktop.ui.theme import SPACE_L, SPACE_S, TARGET_LARGE

MOST: Final = 5
"""Matches shown at once, where they have room; a longer list is narrowed by typing on."""
_FEWEST: Final = 2
_COMING, _LEAVING = range(2)
_FINDING, _NEW, _SIGNING = range(3)
_SIGN = "Ask for a signature"

T = TypeVar("T")


class DoorShell(Protocol):
    """What the door needs of whatever it stands in."""

    desk: Desk

    def attempt(self, action: Callable[[], T]) -> T | None:
        """Do something; a fault is reported and gives None."""


class DoorView(Flowing):
    """Ticks people in, one after the other, without showing who else is on the list.

    ``filled`` asks for the whole screen; with ``alone`` it has that already. ``rested``: nobody
    has touched it for a while, and all that was sought is gone. ``turned``: what is asked of people
    is another from now on. ``waits`` is the clock.
    """

    filled = Signal()
    rested = Signal()
    turned = Signal()

    def __init__(
        self,
        shell: DoorShell,
        session: RecordId,
        *,
        alone: bool = False,
        waits: MakesWait = by_the_clock,
    ) -> None:
        super().__init__()
        # Its ground is the palette's, which Qt knows to cover what is beneath: of a style's ground
        # it does not, and would paint the whole page anew for each name.
        self.setProperty("ground", None)
        self._shell = shell
        self._session = session
        self._view: RegisterView | None = None
        self._day: RecordId = ""
        self._day_words = ""
        self._chosen = 0
        self._part = _FINDING
        self._signs: RegisterRow | None = None
        searches = OwnSearch if alone else LargeSearch
        self.search = searches("Find a name", "Type any part of the name")
        self.new_button = BigButton("Someone new", self._someone_new)
        self.count = Words("", "title", wrap=False)
        self.way = Switch("At the door people are", ("Coming in", "Leaving"), self._turned)
        self.ask_signature = TickBox(_SIGN)
        self.fill = Button("Fill the screen", self.filled.emit)
        self.fill.setVisible(not alone)
        for part in (*self.way.findChildren(Button), self.fill, self.ask_signature):
            part.setMinimumHeight(TARGET_LARGE)
        self._last = DoorSaid(waits)
        self.said, self.undo = self._last.words, self._last.undo
        self._last.for_s = says_for_s(shell.desk.workspace)
        self.says_for = SaysFor(self._last.for_s)
        # In sight all the time: to come and go with each name would lay the page out anew.
        self.says_for.setVisible(not alone)
        self._idle = waits(self, self._rest)
        self._matches = QVBoxLayout()
        self._matches.setSpacing(SPACE_S)
        self._hint = Words("", "body", "quiet")
        self.new = SomeoneNew(lent=alone)
        self.signing = DoorSigning()
        self._made: list[DoorRow] = []
        self._build()
        self.search.searched.connect(lambda _text: self._seek())
        self.search.typed.connect(self._next_name)
        self.search.stepped.connect(self._step)
        self.search.entered.connect(self._enter)
        self._last.taken_back.connect(self._take_back)
        self.says_for.changed.connect(self._says_for)
        self.ask_signature.clicked.connect(self.turned)
        self.new.entered.connect(self._walk_in)
        self.new.put_away.connect(self._back_to_search)
        self.new.touched.connect(self._touched)
        self.signing.touched.connect(self._touched)
        self.signing.signed.connect(self._signed)
        self.signing.on_paper.connect(self._signed_on_paper)
        self.signing.put_away.connect(self._back_to_search)

    def _build(self) -> None:
        ticking = QWidget()
        column = QVBoxLayout(ticking)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        column.addLayout(self._matches)
        column.addWidget(self._hint)
        column.addStretch(1)
        column.addWidget(self.says_for)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.new)
        inside.addStretch(1)
        self._parts = (ticking, holder, self.signing)
        # One of them is shown; what is not takes no room, so that at rest nothing scrolls.
        self._stack = QWidget()
        parts = QVBoxLayout(self._stack)
        parts.setContentsMargins(0, 0, 0, 0)
        for one in self._parts:
            parts.addWidget(one)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_L)
        self._top = Across(
            (self.count, 1), (self.way, 0), (self.ask_signature, 0), (self.fill, 0), middle=True
        )
        outer.addWidget(self._top)
        self._finding = Across((self.search, 1), (self.new_button, 0), middle=True)
        outer.addWidget(self._finding)
        outer.addWidget(self._last)
        outer.addWidget(self._stack, 1)
        self._show(_FINDING)

    def begin_as(self, standing: StandingDoor) -> None:
        """Ask of people what was asked of them before: of a door on a smaller screen, or before a
        restart."""
        self.ask_signature.setChecked(standing.asks)
        self.way.choose(_LEAVING if standing.leaving else _COMING)
        self.new_button.setVisible(not standing.leaving)

    @property
    def leaving(self) -> bool:
        """Whether people go out."""
        return self.way.chosen() == _LEAVING

    def rows(self) -> tuple[DoorRow, ...]:
        """The matches shown."""
        return tuple(one for one in self._made if not one.isHidden())

    def show_view(self, view: RegisterView, day: DayCount | None) -> None:
        """Show the register as it is now, for one day."""
        self._view = view
        other = day is None or day.day != self._day
        if other:
            self._last.hush()
        self._day = day.day if day is not None else ""
        self._day_words = day.title if day is not None else ""
        self.count.setText(count_words(day) if day is not None else "No day to tick people in on")
        for widget in (self.search, self.new_button, self.way):
            widget.setEnabled(day is not None)
        if other and self._signs is not None:
            # Nobody signs for a day that has turned meanwhile.
            self._back_to_search()
        self._seek(keep=True)

    def start(self) -> None:
        """Put the keyboard where the next name is typed."""
        self._show(_FINDING)
        self.search.setFocus()

    def backs_out(self) -> bool:
        """Esc: out of "Someone new" or a signature, back to the search. False where there is
        nothing to leave."""
        if self._part == _FINDING:
            return False
        self._back_to_search()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if control and event.key() == Qt.Key.Key_L:
            self.way.choose(_COMING if self.leaving else _LEAVING)
            self._turned(self.way.chosen())
        else:
            super().keyPressEvent(event)

    # -- finding ------------------------------------------------------------------------------

    def _turned(self, way: int) -> None:
        self._last.hush()
        self.new_button.setVisible(way == _COMING)
        self._back_to_search()
        announce(self.search, "People are leaving" if self.leaving else "People are coming in")
        self.turned.emit()

    def _seek(self, *, keep: bool = False) -> None:
        text = self.search.text()
        found = matching(self._view, self._day, text, leaving=self.leaving)
        most = as_many(found, self._most())
        shown = found[:most]
        self._chosen = min(self._chosen, max(0, len(shown) - 1)) if keep else 0
        while len(self._made) < len(shown):
            self._made.append(self._make_row())
        apart = told_apart(self._view, shown) if self._view is not None else {}
        for place, row in enumerate(shown):
            self._made[place].show_row(
                row,
                self._day_of(row),
                detail=apart.get(row.attendance, ""),
                chosen=place == self._chosen,
                leaving=self.leaving,
            )
        for place, one in enumerate(self._made):
            if place < len(shown):
                one.show()
            else:
                one.let_go()
        self._hint.setText(hint_words(text, most, len(found), leaving=self.leaving))

    def _around(self) -> QScrollArea | None:
        view = self.parentWidget()
        around = view.parentWidget() if view is not None else None
        return around if isinstance(around, QScrollArea) else None

    def _most(self) -> int:
        """How many matches have room: with large letters, what is cut off is not found."""
        around = self._around()
        if around is None or not self.isVisible():
            return MOST
        room = (
            around.viewport().height() - self._stack.y() - self._hint.sizeHint().height() - SPACE_L
        )
        each = row_height() + SPACE_S
        return max(_FEWEST, min(MOST, room // each))

    def _make_row(self) -> DoorRow:
        one = DoorRow()
        one.clicked.connect(lambda _checked=False: self._choose(one.row) if one.row else None)
        self._matches.addWidget(one)
        return one

    def _day_of(self, row: RegisterRow) -> DayOfPerson:
        return next(day for day in row.days if day.day == self._day)

    def _step(self, step: int) -> None:
        rows = self.rows()
        if not rows:
            return
        self._touched()
        self._chosen = max(0, min(len(rows) - 1, self._chosen + step))
        for place, row in enumerate(rows):
            row.set_chosen(chosen=place == self._chosen)
        if (around := self._around()) is not None:
            around.ensureWidgetVisible(rows[self._chosen], 0, SPACE_S)
        announce(self.search, rows[self._chosen].accessibleName())

    def _enter(self) -> None:
        rows = self.rows()
        row = rows[self._chosen].row if rows else None
        if row is not None:
            self._choose(row)
        elif self.search.text().strip() and not self.leaving:
            self._someone_new()

    # -- coming and leaving -------------------------------------------------------------------

    def _choose(self, row: RegisterRow) -> None:
        (self._leave if self.leaving else self._tick)(row)

    def _tick(self, row: RegisterRow) -> None:
        door, mark = self._shell.desk.door, self._day_of(row)
        if self._did(lambda: come(door, row, mark)):
            self._next(row, signed=bool(mark.signed))

    def _leave(self, row: RegisterRow) -> None:
        door, mark = self._shell.desk.door, self._day_of(row)
        if self._did(lambda: leave(door, row, mark)):
            self._back_to_search()

    def _did(self, doing: Callable[[], Done]) -> bool:
        """Do it and say so; False where it could not be done, which was said already."""
        done = self._shell.attempt(doing)
        if done is not None:
            self._say(done)
        return done is not None

    def _next(self, row: RegisterRow, *, signed: bool) -> None:
        if signed or not self.ask_signature.isChecked():
            self._back_to_search()
            return
        self._signs = row
        self._show(_SIGNING)
        self.signing.start(row.name, self._day_words)

    def _signed(self, strokes: str) -> None:
        row, door, day = self._signs, self._shell.desk.door, self._day
        if row is not None and self._did(lambda: sign(door, row, day, strokes)):
            self._back_to_search()

    def _signed_on_paper(self) -> None:
        row, door, day = self._signs, self._shell.desk.door, self._day
        if row is not None and self._did(lambda: sign_sheet(door, self._session, row, day)):
            self._back_to_search()

    def _someone_new(self) -> None:
        self._show(_NEW)
        self.new.start(self.search.text().strip())

    def _walk_in(self, name: str, role: str) -> None:
        door, day = self._shell.desk.door, self._day
        came = self._shell.attempt(lambda: walk_in(door, self._session, name, role, day))
        if came is None:
            return
        entry, done = came
        self._say(done)
        rows = self._view.rows if self._view is not None else ()
        row = next((one for one in rows if one.attendance == entry), None)
        if row is not None:
            self._next(row, signed=False)
        else:
            self._back_to_search()

    def _show(self, part: int) -> None:
        # While somebody signs, nobody else's name is looked for over their shoulder, and all the
        # room there is belongs to their name and the box; a new name is typed in one place.
        signing = part == _SIGNING
        self._finding.setVisible(part == _FINDING)
        self._top.setVisible(not signing)
        (self._last.hold if signing else self._last.go_on)()
        self._part = part
        for place, one in enumerate(self._parts):
            one.setVisible(place == part)
        self._touched()

    def _back_to_search(self) -> None:
        self._signs = None
        self._let_go()
        if self._part != _FINDING:
            self._show(_FINDING)
        self.search.set_text("")
        self.search.setFocus()

    def _let_go(self) -> None:
        """Nothing of what somebody wrote, typed or copied is left for the next."""
        OwnClipboard.forget()
        self.signing.wipe()
        self.new.wipe()

    def _say(self, done: Done) -> None:
        self._last.say(done)
        if self._part == _SIGNING:
            self._last.hold()
        self._touched()
        announce(self.search, f"{done.sentence} {self.count.text()}")

    def _take_back(self) -> None:
        back = self._last.way_back()
        if back is not None:
            self._shell.attempt(back)
        self._last.hush()
        self._back_to_search()

    def _says_for(self, seconds: int) -> None:
        self._last.for_s = seconds
        self._shell.attempt(lambda: set_says_for_s(self._shell.desk.workspace, seconds))

    # -- nobody is there any more ---------------------------------------------------------------

    def _next_name(self) -> None:
        """Somebody begins to type: what was said of the one before is over."""
        self._last.hush()
        self._touched()

    def _touched(self) -> None:
        finding = self._part == _FINDING
        self._idle.start(IDLE_MS if finding else WRITING_IDLE_MS)

    def _rest(self) -> None:
        """Nobody has touched it for a while: it shows how to begin, and nothing else."""
        held = QApplication.focusWidget()
        here = held is not None and self.isAncestorOf(held)
        self._last.hush()
        self._signs = None
        self._let_go()
        self._show(_FINDING)
        self._idle.stop()
        self.search.set_text("")
        if here:
            self.search.setFocus()
        self.rested.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

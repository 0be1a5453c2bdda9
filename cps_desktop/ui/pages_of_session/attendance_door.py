"""The door: one large search, matches as large rows, Enter ticks in. Nobody else's details."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final, Protocol, TypeVar

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from cps_desktop.domain.kinds import Coming, Presence
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sentences import set_apart
from cps_desktop.services.attendance import (
    add_to_list,
    apologies,
    mark_left,
    not_left,
    presence_of,
    tick_in,
    untick,
)
from cps_desktop.services.attendance_signing import (
    sign_on_paper,
    sign_on_screen,
    take_signatures_away,
)
from cps_desktop.services.desk import Desk
from cps_desktop.services.people import folded
from cps_desktop.services.register import DayCount, DayOfPerson, RegisterRow, RegisterView
from cps_desktop.ui.kit import (
    BigButton,
    Button,
    Card,
    Switch,
    TickBox,
    Words,
    announce,
)
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.pages_of_session.attendance_door_parts import DoorRow, LargeSearch, SomeoneNew
from cps_desktop.ui.pages_of_session.attendance_door_signing import DoorSigning
from cps_desktop.ui.pages_of_session.attendance_door_words import count_words, hint_words, how_far
from cps_desktop.ui.pages_of_session.attendance_table import times_words
from cps_desktop.ui.theme import SPACE_L, SPACE_S, TARGET_LARGE

MOST: Final = 5
"""Matches shown at once; a longer list is narrowed by typing on."""
_COMING, _LEAVING = range(2)
_FINDING, _NEW, _SIGNING = range(3)
_SIGN = "Ask for a signature"

T = TypeVar("T")


class DoorShell(Protocol):
    """What the door needs of whatever it stands in."""

    desk: Desk

    def attempt(self, action: Callable[[], T]) -> T | None:
        """Do something; a fault is reported and gives None."""


class DoorView(QWidget):
    """Ticks people in, one after the other, without showing who else is on the list.

    ``filled`` asks for the whole screen; with ``alone`` it has that already.
    """

    filled = Signal()

    def __init__(self, shell: DoorShell, session: RecordId, *, alone: bool = False) -> None:
        super().__init__()
        self._shell = shell
        self._session = session
        self._view: RegisterView | None = None
        self._day: RecordId = ""
        self._day_words = ""
        self._chosen = 0
        self._signs: RegisterRow | None = None
        self._back: Callable[[], object] | None = None
        self.search = LargeSearch("Find a name", "Type any part of the name")
        self.new_button = BigButton("Someone new", self._someone_new)
        self.count = Words("", "title", wrap=False)
        self.way = Switch("At the door people are", ("Coming in", "Leaving"), self._turned)
        self.ask_signature = TickBox(_SIGN)
        self.fill = Button("Fill the screen", self.filled.emit)
        self.fill.setVisible(not alone)
        for part in (*self.way.findChildren(Button), self.fill, self.ask_signature):
            part.setMinimumHeight(TARGET_LARGE)
        self.said = Words("", "section", "done")
        self.undo = Button("Take the tick away", self._take_back)
        self._last_card = Card("done", tight=True)
        self._last_card.add(Across((self.said, 1), (self.undo, 0)))
        self._matches = QVBoxLayout()
        self._matches.setSpacing(SPACE_S)
        self._hint = Words("", "body", "quiet")
        self.new = SomeoneNew()
        self.signing = DoorSigning()
        self._made: list[DoorRow] = []
        self._build()
        self.search.searched.connect(lambda _text: self._seek())
        self.search.stepped.connect(self._step)
        self.search.entered.connect(self._enter)
        self.new.entered.connect(self._walk_in)
        self.new.put_away.connect(self._back_to_search)
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
        self._stack = QStackedWidget()
        self._stack.addWidget(ticking)
        holder = QWidget()
        inside = QVBoxLayout(holder)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.new)
        inside.addStretch(1)
        self._stack.addWidget(holder)
        self._stack.addWidget(self.signing)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACE_L)
        self._top = Across(
            (self.count, 1), (self.way, 0), (self.ask_signature, 0), (self.fill, 0), middle=True
        )
        outer.addWidget(self._top)
        self._finding = Across((self.search, 1), (self.new_button, 0))
        outer.addWidget(self._finding)
        outer.addWidget(self._last_card)
        outer.addWidget(self._stack, 1)
        self._hush()

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
            self._hush()
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
        if self._stack.currentIndex() == _FINDING:
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
        self._hush()
        self.new_button.setVisible(way == _COMING)
        self._back_to_search()
        announce(self.search, "People are leaving" if self.leaving else "People are coming in")

    def _seek(self, *, keep: bool = False) -> None:
        text = self.search.text()
        found = self._matching(text)
        shown = found[:MOST]
        self._chosen = min(self._chosen, max(0, len(shown) - 1)) if keep else 0
        while len(self._made) < len(shown):
            self._made.append(self._make_row())
        names = Counter(row.name_sought for row in found)
        for place, row in enumerate(shown):
            # Only where two are called alike: what tells them apart is nobody else's business.
            detail = row.organisation if names[row.name_sought] > 1 else ""
            self._made[place].show_row(
                row,
                self._day_of(row),
                detail=detail,
                chosen=place == self._chosen,
                leaving=self.leaving,
            )
        for place, one in enumerate(self._made):
            one.setVisible(place < len(shown))
        self._hint.setText(hint_words(text, MOST, len(found), leaving=self.leaving))

    def _make_row(self) -> DoorRow:
        one = DoorRow()
        one.clicked.connect(lambda _checked=False: self._choose(one.row) if one.row else None)
        self._matches.addWidget(one)
        return one

    def _matching(self, text: str) -> list[RegisterRow]:
        """Rows whose name has every part sought, the nearest first (:func:`how_far`); of those as
        near, who is through the door already comes last."""
        parts = folded(text).split()
        if not parts or not self._day or self._view is None:
            return []
        found: Sequence[RegisterRow] = self._view.rows
        for part in parts:
            found = [row for row in found if part in row.sought]
        # The rows are in the order of their names already; it is kept within each of these.
        place = next(at for at, day in enumerate(self._view.days) if day.day == self._day)
        first, leaving = " ".join(parts), self.leaving
        if leaving:
            found = [row for row in found if row.days[place].here]
        ranked: dict[tuple[int, bool], list[RegisterRow]] = {}
        for row in found:
            day = row.days[place]
            through = (day.left is not None) is leaving and day.state == Presence.HERE
            ranked.setdefault((how_far(parts, first, row.sought), through), []).append(row)
        return [row for rank in sorted(ranked) for row in ranked[rank]]

    def _day_of(self, row: RegisterRow) -> DayOfPerson:
        return next(day for day in row.days if day.day == self._day)

    def _step(self, step: int) -> None:
        rows = self.rows()
        if not rows:
            return
        self._chosen = max(0, min(len(rows) - 1, self._chosen + step))
        for place, row in enumerate(rows):
            row.set_chosen(chosen=place == self._chosen)
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
        day, door, entry = self._day_of(row), self._shell.desk.door, row.attendance
        here = self._day
        if day.gone:
            if self._shell.attempt(lambda: not_left(door, entry, here)) is None:
                return
            left = day.left
            again = partial(mark_left, door, entry, here, left=left)
            self._say(f"{set_apart(row.name)} is back.", "Has left after all", again)
        elif day.here:
            since = times_words(day.arrived, None)
            self._say(
                f"{set_apart(row.name)} is here already{f', since {since}' if since else ''}."
            )
        else:
            known = presence_of(door.records, entry, here)
            if self._shell.attempt(lambda: tick_in(door, entry, here)) is None:
                return
            # Who sent word for this day and came after all: taken back, the word stands again.
            sorry = known is not None and known.state == Presence.APOLOGIES and not known.deleted
            back = partial(apologies if sorry else untick, door, entry, here)
            self._say(f"{set_apart(row.name)} is in.", "Take the tick away", back)
        self._next(row, signed=bool(day.signed))

    def _leave(self, row: RegisterRow) -> None:
        day, door, entry = self._day_of(row), self._shell.desk.door, row.attendance
        here = self._day
        still = partial(not_left, door, entry, here)
        if day.gone:
            at = times_words(day.left, None)
            self._say(f"{set_apart(row.name)} has left already, at {at}.", "Is here still", still)
        else:
            if self._shell.attempt(lambda: mark_left(door, entry, here)) is None:
                return
            self._say(f"{set_apart(row.name)} has left.", "Is here still", still)
        self._back_to_search()

    def _next(self, row: RegisterRow, *, signed: bool) -> None:
        if signed or not self.ask_signature.isChecked():
            self._back_to_search()
            return
        self._signs = row
        self._show(_SIGNING)
        self.signing.start(row.name, self._day_words)

    def _signed(self, strokes: str) -> None:
        row, door, day = self._signs, self._shell.desk.door, self._day
        if row is None:
            return
        entry = row.attendance
        given = self._shell.attempt(lambda: sign_on_screen(door, entry, day, strokes))
        if given is None:
            return
        away = partial(take_signatures_away, door, entry, day, only=given)
        self._say(f"{set_apart(row.name)} is in, and has signed.", "Take the signature away", away)
        self._back_to_search()

    def _signed_on_paper(self) -> None:
        row, door, day = self._signs, self._shell.desk.door, self._day
        if row is None:
            return
        entry = row.attendance
        if self._shell.attempt(lambda: sign_on_paper(door, self._session, day, [entry])) is None:
            return
        away = partial(take_signatures_away, door, entry, day)
        self._say(
            f"{set_apart(row.name)} is in, and signed on paper.", "Take the signature away", away
        )
        self._back_to_search()

    def _someone_new(self) -> None:
        self._show(_NEW)
        self.new.start(self.search.text().strip())

    def _walk_in(self, name: str, role: str) -> None:
        door, day = self._shell.desk.door, self._day
        entry = self._shell.attempt(
            lambda: add_to_list(
                door,
                self._session,
                name=name,
                role=role,
                coming=Coming.WALK_IN,
                here_on=day,
            )
        )
        if not entry:
            return
        self._say(
            f"{set_apart(name)} is new on the list, and in.",
            "Take the tick away",
            partial(untick, door, entry, day),
        )
        rows = self._view.rows if self._view is not None else ()
        row = next((one for one in rows if one.attendance == entry), None)
        if row is not None:
            self._next(row, signed=False)
        else:
            self._back_to_search()

    def _show(self, part: int) -> None:
        # While somebody signs, nobody else's name is looked for over their shoulder, and all the
        # room there is belongs to their name and the box.
        signing = part == _SIGNING
        self._finding.setVisible(not signing)
        self._top.setVisible(not signing)
        self._last_card.setVisible(not signing and bool(self.said.text()))
        self._stack.setCurrentIndex(part)

    def _back_to_search(self) -> None:
        self._signs = None
        if self._stack.currentIndex() != _FINDING:
            self.signing.wipe()
            self._show(_FINDING)
        self.search.set_text("")
        self.search.setFocus()

    def _say(self, sentence: str, undo: str = "", back: Callable[[], object] | None = None) -> None:
        self._back = back
        self.said.setText(sentence)
        if undo != self.undo.text():
            self.undo.setText(undo)
        self.undo.setVisible(back is not None)
        self._last_card.setVisible(self._stack.currentIndex() != _SIGNING)
        announce(self.search, f"{sentence} {self.count.text()}")

    def _hush(self) -> None:
        """Nothing is said of whoever came last."""
        self.said.setText("")
        self._last_card.hide()

    def _take_back(self) -> None:
        if self._back is not None:
            self._shell.attempt(self._back)
        self._hush()
        self._back_to_search()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

"""Two people changed this: every decision that waits, as a card."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import KINDS, RecordId
from cps_desktop.services.conflicts import Disagreement, Side, disagreements, of_record
from cps_desktop.services.desk import Desk
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.conflicts_card import ConflictCard
from cps_desktop.ui.conflicts_column import CARDS_A_TURN, CardColumn
from cps_desktop.ui.conflicts_deciding import A_FEW, Deciding, Key
from cps_desktop.ui.conflicts_many import EVERY, ManyAtOnce
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Button, EmptyState
from cps_desktop.ui.session_page import SessionPage, Shell

AT_ONCE: Final = 20
"""Cards shown at first; the rest come on demand, so that a thousand open as fast as ten."""

_LINE: Final = (
    "Both versions are kept until you choose. Your choice travels, so nobody is asked twice."
)
_EMPTY: Final = (
    "Nothing waits to be decided. When two people change the same thing on two laptops, both "
    "versions are shown here, and you choose."
)


class ConflictsPage(SessionPage):
    """It stands outside any session and shows the decisions of all of them."""

    KEY: ClassVar[str] = "conflicts"
    NAME: ClassVar[str] = "Two versions"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, "Two people changed this", _LINE)
        self._all: tuple[Disagreement, ...] = ()
        self._ticks: set[Key] = set()
        self._shown = AT_ONCE
        self._looking = False
        self._wanted_record: RecordId = ""
        self._first: RecordId = ""
        self.deciding = Deciding(shell)
        self.background = Background(self)
        self._build()
        stop = self.desk.door.listen(self.deciding.heard)
        self.destroyed.connect(stop)

    @classmethod
    def count(cls, desk: Desk, session: RecordId) -> str:
        waiting = len(disagreements(desk, session))
        return str(waiting) if waiting else ""

    @property
    def cards(self) -> list[ConflictCard]:
        """The cards shown."""
        return self.column_of_cards.cards

    def _build(self) -> None:
        self.many = many = ManyAtOnce()
        many.changed.connect(self._filter_changed)
        many.all_ticked.connect(self._tick_all)
        many.later_wanted.connect(lambda: self._keep_ticked(lambda one: one.latest))
        many.own_wanted.connect(lambda: self._keep_ticked(lambda one: one.own))
        many.theirs_wanted.connect(self._keep_theirs)
        many.both_wanted.connect(self._keep_both_ticked)
        self.column_of_cards = cards = CardColumn()
        cards.kept.connect(lambda one, side: self.deciding.keep_many([(one, side)]))
        cards.both_kept.connect(lambda one: self.deciding.keep_both([one]))
        cards.written.connect(self.deciding.write)
        cards.ticked.connect(self._ticks_changed)
        cards.session_asked.connect(self.shell.open_session)
        cards.grown.connect(lambda part: QTimer.singleShot(0, lambda: self._bring_into_view(part)))
        self.more = Button("Show more", self.show_more)
        self.empty = EmptyState(
            _EMPTY, ("Bring in a bundle", lambda: self.shell.open_page("inbox"))
        )
        self.add(many, cards, self.more, self.empty)

    # -- the contract of a page -------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is not None:
            self.deciding.heard(summary)  # this page may be told before its own listener is
        touched = None if summary is None or summary.everything else summary.touched
        if touched is not None and len({one.record for one in touched}) <= A_FEW:
            self._all = self._looked_at_again({one.record: one.kind for one in touched})
        elif self._are_many():
            self._look_beside()
            self._show_all(new=0)
            return
        else:
            self._all = disagreements(self.desk)
        self._show_all()

    def _are_many(self) -> bool:
        return len(self.desk.workspace.contested()) > A_FEW

    def _looked_at_again(self, touched: dict[RecordId, str]) -> tuple[Disagreement, ...]:
        """What waits, with these records looked at again and the others as they were."""
        found: dict[RecordId, list[Disagreement]] = {}
        for record, kind in touched.items():
            known = self.desk.workspace.get(KINDS[kind], record) if kind in KINDS else None
            if known is not None and known.contested:
                found[record] = of_record(self.desk, known)
        some: list[Disagreement] = []
        for one in self._all:
            if one.record.id in found:
                some += found.pop(one.record.id)
            elif one.record.id not in touched:
                some.append(one)
        unseen = {one.key for one in some}
        return (*some, *(new for rest in found.values() for new in rest if new.key not in unseen))

    def _look_beside(self) -> None:
        desk = self.desk
        self._looking = True

        def look() -> tuple[Disagreement, ...]:
            with desk_beside(desk) as beside:
                return disagreements(beside, "", beside.workspace.connections.go_on)

        self.background.do("waiting", look, self._looked, lambda _fault: self._looked(self._all))

    def _looked(self, found: tuple[Disagreement, ...]) -> None:
        self._looking = False
        self._all = found
        self._show_all(new=0)
        if self._wanted_record:
            record, self._wanted_record = self._wanted_record, ""
            self.go_to(record)

    def leave(self) -> None:
        """What is being written together stays in its editor; nothing is decided by leaving."""

    def go_to(self, record: RecordId) -> None:
        """Bring the decisions about a record into view, or those of a session."""
        if self._looking:
            self._wanted_record = record
            return
        if any(one.session == record for one in self._all):
            self.many.session.set_key(record)
            self._filter_changed()
            return
        if not any(one.record.id == record for one in self._all):
            return
        for choice in (self.many.session, self.many.kind, self.many.laptop):
            choice.set_key(EVERY)
        self._first = record
        self._show()
        card = self.column_of_cards.card_of(record)
        if card is None:
            return
        card.first_button().setFocus()
        self._bring_into_view(card)

    def place(self) -> RecordId:
        return "" if self.many.session.key() == EVERY else self.many.session.key()

    def _bring_into_view(self, part: QWidget) -> None:
        if not isValid(part):
            return
        for area in self.findChildren(QScrollArea):
            if area.isAncestorOf(part):
                area.ensureWidgetVisible(part)

    # -- what is shown --------------------------------------------------------------------------

    def _chosen_ones(self) -> list[Disagreement]:
        chosen = self.many.chosen(self.deciding.with_reopened(self._all))
        # What was come for stands first, however far down it would be.
        return sorted(chosen, key=lambda one: one.record.id != self._first)

    def _filter_changed(self) -> None:
        self._first = ""
        self._shown = AT_ONCE
        self._show()

    def show_more(self) -> None:
        """Show the next cards, and go to the first of them."""
        first = len(self.cards)
        self._shown += AT_ONCE
        self._show()
        if first < len(self.cards):
            self.cards[first].first_button().setFocus()

    def _show_all(self, new: int = CARDS_A_TURN) -> None:
        gathered = self.deciding.with_reopened(self._all)
        self._ticks &= {one.key for one in gathered}
        self.many.offer(gathered)
        self._show(new)

    def _show(self, new: int = CARDS_A_TURN) -> None:
        chosen = self._chosen_ones()
        wanted = chosen[: self._shown]
        self.column_of_cards.show_ones(
            wanted, ticks=self._ticks, reopened=self.deciding.reopened, most_new=new
        )
        self.many.setVisible(len(chosen) > 1 or self.many.filtered or self._looking)
        self.empty.setVisible(not chosen and not self._looking)
        left = len(chosen) - len(wanted)
        self.more.setVisible(left > 0)
        self.more.set_words(f"Show {min(left, AT_ONCE)} more of {left}")
        self._say_ticks(len(chosen))

    # -- many at once ---------------------------------------------------------------------------

    def _ticked(self) -> list[Disagreement]:
        return [one for one in self._chosen_ones() if one.key in self._ticks]

    def _tick_all(self, on: bool) -> None:
        """All that are chosen, those whose cards are not shown yet too."""
        keys = {one.key for one in self._chosen_ones()}
        if on:
            self._ticks |= keys
        else:
            self._ticks -= keys
        self.column_of_cards.show_ticks()
        self._say_ticks(len(keys))

    def _ticks_changed(self) -> None:
        for card in self.cards:
            if card.tick.isChecked():
                self._ticks.add(card.one.key)
            else:
                self._ticks.discard(card.one.key)
        self._say_ticks(len(self._chosen_ones()))

    def _say_ticks(self, total: int) -> None:
        self.many.say(total, self._ticked(), looking=self._looking)

    def _keep_ticked(self, which: Callable[[Disagreement], Side | None]) -> None:
        """Keep one side of everything ticked that has it."""
        both = [(one, which(one)) for one in self._ticked()]
        self.deciding.keep_many([(one, side) for one, side in both if side is not None])

    def _keep_theirs(self) -> None:
        """Keep the versions of the laptop chosen above."""
        whose = self.many.laptop.key()
        self._keep_ticked(lambda one: one.of_laptop(whose))

    def _keep_both_ticked(self) -> None:
        """Keep both of every ticked pair of notes."""
        self.deciding.keep_both([one for one in self._ticked() if one.can_keep_both])

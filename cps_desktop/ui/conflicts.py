"""Two people changed this: every decision that waits, as a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from cps_desktop.domain.changes import ChangeSummary, Edit
from cps_desktop.domain.records import KINDS, RecordId
from cps_desktop.services.conflicts import (
    DECIDE,
    KEEP_BOTH,
    Disagreement,
    Side,
    disagreements,
    keeping,
    keeping_both,
    of_record,
    write_together,
)
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Kept, keep_beside
from cps_desktop.services.progress import Progress
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.ui.conflicts_card import ConflictCard
from cps_desktop.ui.conflicts_many import EVERY, ManyAtOnce
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Button, EmptyState
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import SPACE_L

AT_ONCE: Final = 20
"""Cards shown at first; the rest come on demand, so that a thousand open as fast as ten."""

A_FEW: Final = 24
"""So many records are looked into, or decided, while the window waits; more are beside it."""

CARDS_A_TURN: Final = 2
"""Cards made at one go; the next ones when the window has had its turn."""

BETWEEN_TURNS_MS: Final = 10
"""So that keys and the mouse are heard in between."""

_LINE: Final = (
    "Both versions are kept until you choose. Your choice travels, so nobody is asked twice."
)
_EMPTY: Final = (
    "Nothing waits to be decided. When two people change the same thing on two laptops, both "
    "versions are shown here, and you choose."
)
_STEPS: Final = (DECIDE, KEEP_BOTH)
Key = tuple[RecordId, str]


class ConflictsPage(SessionPage):
    """It stands outside any session and shows the decisions of all of them."""

    KEY: ClassVar[str] = "conflicts"
    NAME: ClassVar[str] = "Two versions"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, "Two people changed this", _LINE)
        self.cards: list[ConflictCard] = []
        self._all: tuple[Disagreement, ...] = ()
        self._decided: dict[Key, Disagreement] = {}
        self._reopened: dict[Key, Disagreement] = {}
        self._ticks: set[Key] = set()
        self._shown = AT_ONCE
        self._looking = False
        self._wanted_record: RecordId = ""
        self._first: RecordId = ""
        self.background = Background(self)
        self._build()
        stop = self.desk.door.listen(self._heard)
        self.destroyed.connect(stop)

    @classmethod
    def count(cls, desk: Desk, session: RecordId) -> str:
        waiting = len(disagreements(desk, session))
        return str(waiting) if waiting else ""

    def _build(self) -> None:
        self.many = ManyAtOnce()
        self.many.changed.connect(self._filter_changed)
        self.many.all_ticked.connect(self._tick_all)
        self.many.later_wanted.connect(self.keep_later)
        self.many.own_wanted.connect(self.keep_own)
        self.many.theirs_wanted.connect(self.keep_theirs)
        self.many.both_wanted.connect(self.keep_both_ticked)
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_L)
        self.more = Button("Show more", self.show_more)
        self.empty = EmptyState(
            _EMPTY, ("Bring in a bundle", lambda: self.shell.open_page("inbox"))
        )
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(BETWEEN_TURNS_MS)
        self._soon.timeout.connect(self._show)
        self.add(self.many, self._holder, self.more, self.empty)

    # -- the contract of a page -------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is not None:
            self._heard(summary)  # this page may be told before its own listener is
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
        card = next((card for card in self.cards if card.one.record.id == record), None)
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

    # -- what waits -----------------------------------------------------------------------------

    def _gathered(self) -> tuple[Disagreement, ...]:
        keys = {one.key for one in self._all}
        return (*self._all, *(one for key, one in self._reopened.items() if key not in keys))

    def _heard(self, summary: ChangeSummary) -> None:
        """A choice that was undone is open again, as long as this page is."""
        touched = {one.record for one in summary.touched}
        if summary.what in {f"Undo: {step}" for step in _STEPS}:
            self._reopened.update(
                {key: one for key, one in self._decided.items() if key[0] in touched}
            )
        elif summary.everything or summary.what in {f"Again: {step}" for step in _STEPS}:
            for key in [key for key in self._reopened if summary.everything or key[0] in touched]:
                del self._reopened[key]

    def _chosen_ones(self) -> list[Disagreement]:
        chosen = self.many.chosen(self._gathered())
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

    # -- showing --------------------------------------------------------------------------------

    def _show_all(self, new: int = CARDS_A_TURN) -> None:
        gathered = self._gathered()
        self._ticks &= {one.key for one in gathered}
        self.many.offer(gathered)
        self._show(new)

    def _show(self, most_new: int = CARDS_A_TURN) -> None:
        """Show the cards wanted: those there are, some new ones, and the rest in turns."""
        chosen = self._chosen_ones()
        wanted = chosen[: self._shown]
        before = {card.one.key: card for card in self.cards}
        focused = self._focused_place()
        had_focus = self.cards[focused] if focused >= 0 else None
        cards: list[ConflictCard] = []
        new = 0
        for one in wanted:
            card = before.pop(one.key, None)
            if card is not None and card.one.sides != one.sides and not card.is_editing:
                before[one.key] = card
                card = None
            if card is None:
                if new >= most_new:
                    continue  # in a later turn
                new += 1
                card = self._card(one)
            cards.append(card)
        kept = set(cards)
        for old in self.cards:
            if old not in kept:
                self._column.removeWidget(old)
                old.hide()
                old.deleteLater()
        for place, card in enumerate(cards):
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
            if card.isHidden():
                card.show()
        self.cards = cards
        self._say_how_many(len(chosen), len(wanted))
        if len(cards) < len(wanted):
            self._soon.start()
        if had_focus is not None and had_focus not in kept and cards:
            # Decided: on to the one that took its place.
            cards[min(focused, len(cards) - 1)].first_button().setFocus()

    def _focused_place(self) -> int:
        focused = QApplication.focusWidget()
        for place, card in enumerate(self.cards):
            if focused is not None and card.isAncestorOf(focused):
                return place
        return -1

    def _say_how_many(self, total: int, shown: int) -> None:
        self.many.setVisible(total > 1 or self.many.filtered or self._looking)
        self.empty.setVisible(total == 0 and not self._looking)
        left = total - shown
        self.more.setVisible(left > 0)
        self.more.set_words(f"Show {min(left, AT_ONCE)} more of {left}")
        self._say_ticks(total)

    def _card(self, one: Disagreement) -> ConflictCard:
        card = ConflictCard(one, reopened=one.key in self._reopened)
        card.tick.set_ticked(one.key in self._ticks)
        card.kept.connect(self._keep)
        card.both_kept.connect(lambda chosen: self._keep_both([chosen]))
        card.written.connect(self._write)
        card.ticked.connect(self._ticks_changed)
        card.session_asked.connect(self.shell.open_session)
        card.grown.connect(lambda part: QTimer.singleShot(0, lambda: self._bring_into_view(part)))
        return card

    # -- many at once ---------------------------------------------------------------------------

    def _ticked(self) -> list[Disagreement]:
        return [one for one in self._chosen_ones() if one.key in self._ticks]

    def _tick_all(self, on: bool) -> None:
        """All that are chosen, those whose cards are not shown yet too."""
        keys = {one.key for one in self._chosen_ones()}
        self._ticks = self._ticks | keys if on else self._ticks - keys
        for card in self.cards:
            card.tick.set_ticked(card.one.key in self._ticks)
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

    def keep_later(self) -> None:
        """Keep the later version of everything ticked."""
        self._keep_many([(one, one.latest) for one in self._ticked()])

    def keep_own(self) -> None:
        """Keep this laptop's version of everything ticked that has one."""
        self._keep_many([(one, one.own) for one in self._ticked() if one.own is not None])

    def keep_theirs(self) -> None:
        """Keep the versions of the laptop chosen above, of everything ticked that has one."""
        whose = self.many.laptop.key()
        both = [(one, one.of_laptop(whose)) for one in self._ticked()]
        self._keep_many([(one, side) for one, side in both if side is not None])

    def keep_both_ticked(self) -> None:
        """Keep both of every ticked pair of notes."""
        self._keep_both([one for one in self._ticked() if one.can_keep_both])

    # -- deciding -------------------------------------------------------------------------------

    def _keep(self, one: Disagreement, side: Side) -> None:
        self._keep_many([(one, side)])

    def _keep_many(self, chosen: Sequence[tuple[Disagreement, Side]]) -> None:
        said = "Chosen." if len(chosen) == 1 else f"{len(chosen)} chosen."
        self._decide([one for one, _ in chosen], DECIDE, lambda desk: keeping(desk, chosen), said)

    def _keep_both(self, chosen: Sequence[Disagreement]) -> None:
        said = "Both are notes now." if len(chosen) == 1 else f"Both kept, {len(chosen)} times."
        self._decide(chosen, KEEP_BOTH, lambda desk: keeping_both(desk, chosen), said)

    def _write(self, one: Disagreement, text: str) -> None:
        self._remember([one])
        if self.shell.attempt(lambda: write_together(self.desk, one, text)) is not None:
            self.shell.say("Written together.", undo=True)

    def _remember(self, chosen: Sequence[Disagreement]) -> None:
        """So that what is taken back can be shown as open again."""
        for one in chosen:
            self._decided[one.key] = one
            self._reopened.pop(one.key, None)

    def _decide(
        self,
        chosen: Sequence[Disagreement],
        what: str,
        edits: Callable[[Desk], list[Edit]],
        said: str,
    ) -> None:
        if not chosen:
            return
        before = dict(self._reopened)
        self._remember(chosen)
        desk = self.desk
        if len(chosen) > A_FEW:
            self._decide_beside(what, edits, said)
        elif self.shell.attempt(lambda: desk.door.do(what, edits(desk))) is None:
            self._reopened = before
        else:
            self.shell.say(said, undo=True)

    def _decide_beside(self, what: str, edits: Callable[[Desk], list[Edit]], said: str) -> None:
        desk = self.desk

        def job(_progress: Progress) -> Kept:
            with desk_beside(desk) as beside:
                return keep_beside(beside.workspace, what, edits(beside))

        def done(kept: Kept) -> None:
            desk.workspace.forget_caches()
            desk.door.kept_beside(kept)
            self.shell.say(said, undo=True)

        self.shell.run("Keeping what you chose", job, done)

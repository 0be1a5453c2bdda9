"""Two people changed this: every decision that waits, as a card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.records import RecordId
from cps_desktop.services.conflicts import (
    DECIDE,
    KEEP_BOTH,
    Disagreement,
    Side,
    disagreements,
    keep_all,
    keep_both,
    write_together,
)
from cps_desktop.services.desk import Desk
from cps_desktop.services.handing_over import counted
from cps_desktop.ui.conflicts_card import ConflictCard
from cps_desktop.ui.kit import Button, Card, Choice, EmptyState, FormRow, TickBox, Words
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import SPACE_L

AT_ONCE: Final = 20
"""Cards shown at first; the rest come on demand, so that a thousand open as fast as ten."""

EVERY: Final = "every"
_LINE: Final = (
    "Both versions are kept until you choose. Your choice travels, so nobody is asked twice."
)
_EMPTY: Final = (
    "Nothing waits to be decided. When two people change the same thing on two laptops, both "
    "versions are shown here, and you choose."
)
_STEPS: Final = (DECIDE, KEEP_BOTH)


class ConflictsPage(SessionPage):
    """It stands outside any session and shows the decisions of all of them."""

    KEY: ClassVar[str] = "conflicts"
    NAME: ClassVar[str] = "Two versions"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, "Two people changed this", _LINE)
        self.cards: list[ConflictCard] = []
        self._all: tuple[Disagreement, ...] = ()
        self._decided: dict[tuple[RecordId, str], Disagreement] = {}
        self._reopened: dict[tuple[RecordId, str], Disagreement] = {}
        self._shown = AT_ONCE
        self._wanted = EVERY
        self._build()
        stop = self.desk.door.listen(self._heard)
        self.destroyed.connect(stop)

    @classmethod
    def count(cls, desk: Desk, session: RecordId) -> str:
        waiting = len(disagreements(desk, session))
        return str(waiting) if waiting else ""

    def _build(self) -> None:
        self.session_choice = Choice("Session", ((EVERY, "All sessions"),))
        self.session_choice.chosen.connect(self._session_chosen)
        self._session_row = FormRow("Show the decisions of", self.session_choice)
        self.how_many = Words("", "strong")
        self.tick_all = TickBox("Tick all")
        self.tick_all.ticked.connect(self._tick_all)
        self.later = Button("Keep the later ones", self.keep_later)
        self.own = Button("Keep this laptop's", self.keep_own)
        self.both = Button("Keep both where they are notes", self.keep_both_ticked)
        self.many = Card(name="Decide many at once", tight=True)
        self.many.add(
            self._session_row,
            Across(
                (self.how_many, 0),
                (self.tick_all, 0),
                (self.later, 0),
                (self.own, 0),
                (self.both, 0),
            ),
        )
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_L)
        self.more = Button("Show more", self.show_more)
        self.empty = EmptyState(
            _EMPTY, ("Bring in a bundle", lambda: self.shell.open_page("inbox"))
        )
        self.add(self.many, self._holder, self.more, self.empty)

    # -- the contract of a page -------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is not None:
            self._heard(summary)  # this page may be told before its own listener is
        self._all = self._gathered()
        sessions = {one.session: one.session_title for one in self._all if one.session}
        options = [(EVERY, "All sessions"), *sessions.items()]
        if self._wanted not in dict(options):
            self._wanted = EVERY
        self.session_choice.set_options(options, self._wanted)
        self._session_row.setVisible(len(options) > 2)
        self._show()

    def leave(self) -> None:
        """What is being written together stays in its editor; nothing is decided by leaving."""

    def go_to(self, record: RecordId) -> None:
        """Bring the decisions about a record into view, or those of a session."""
        if any(one.session == record for one in self._all):
            self._session_chosen(record)
            self.session_choice.set_key(record)
            return
        place = next((n for n, one in enumerate(self._all) if one.record.id == record), -1)
        if place < 0:
            return
        self._wanted = EVERY
        self._shown = max(self._shown, place + 1)
        self._show()
        card = next(card for card in self.cards if card.one.record.id == record)
        card.first_button().setFocus()
        self._bring_into_view(card)

    def place(self) -> RecordId:
        return "" if self._wanted == EVERY else self._wanted

    def _bring_into_view(self, part: QWidget) -> None:
        if not isValid(part):
            return
        for area in self.findChildren(QScrollArea):
            if area.isAncestorOf(part):
                area.ensureWidgetVisible(part)

    # -- what waits -----------------------------------------------------------------------------

    def _gathered(self) -> tuple[Disagreement, ...]:
        waiting = disagreements(self.desk)
        keys = {one.key for one in waiting}
        return (*waiting, *(one for key, one in self._reopened.items() if key not in keys))

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
        return [one for one in self._all if self._wanted in (EVERY, one.session)]

    def _session_chosen(self, session: str) -> None:
        self._wanted = session
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

    def _show(self) -> None:
        chosen = self._chosen_ones()
        wanted = chosen[: self._shown]
        before = {card.one.key: card for card in self.cards}
        focused = self._focused_place()
        had_focus = self.cards[focused] if focused >= 0 else None
        cards = []
        for one in wanted:
            card = before.pop(one.key, None)
            if card is not None and card.one.sides != one.sides and not card.is_editing:
                before[one.key] = card
                card = None
            cards.append(card or self._card(one))
        for old in before.values():
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        for place, card in enumerate(cards):
            self._column.insertWidget(place, card)
            card.show()
        self.cards = cards
        self._say_how_many(len(chosen))
        if had_focus is not None and had_focus not in cards and cards:
            # Decided: on to the one that took its place.
            cards[min(focused, len(cards) - 1)].first_button().setFocus()

    def _focused_place(self) -> int:
        focused = QApplication.focusWidget()
        for place, card in enumerate(self.cards):
            if focused is not None and card.isAncestorOf(focused):
                return place
        return -1

    def _say_how_many(self, total: int) -> None:
        self.many.setVisible(total > 1 or self._wanted != EVERY)
        self.empty.setVisible(total == 0)
        left = total - len(self.cards)
        self.more.setVisible(left > 0)
        self.more.set_words(f"Show {min(left, AT_ONCE)} more of {left}")
        self._ticks_changed()

    def _card(self, one: Disagreement) -> ConflictCard:
        card = ConflictCard(one, reopened=one.key in self._reopened)
        card.kept.connect(self._keep)
        card.both_kept.connect(lambda chosen: self._keep_both([chosen]))
        card.written.connect(self._write)
        card.ticked.connect(self._ticks_changed)
        card.session_asked.connect(self.shell.open_session)
        card.grown.connect(lambda part: QTimer.singleShot(0, lambda: self._bring_into_view(part)))
        return card

    # -- many at once ---------------------------------------------------------------------------

    def _ticked(self) -> list[Disagreement]:
        return [card.one for card in self.cards if card.tick.isChecked()]

    def _tick_all(self, on: bool) -> None:
        for card in self.cards:
            card.tick.set_ticked(on)
        self._ticks_changed()

    def _ticks_changed(self) -> None:
        ticked = self._ticked()
        total = len(self._chosen_ones())
        self.how_many.setText(
            f"{len(ticked)} of {total} ticked"
            if ticked
            else f"{counted(total, 'decision')} waiting"
        )
        self.tick_all.set_ticked(bool(self.cards) and len(ticked) == len(self.cards))
        self.later.setEnabled(bool(ticked))
        self.own.setEnabled(any(one.own for one in ticked))
        self.both.setEnabled(any(one.can_keep_both for one in ticked))

    def keep_later(self) -> None:
        """Keep the later version of everything ticked."""
        self._keep_many([(one, one.latest) for one in self._ticked()])

    def keep_own(self) -> None:
        """Keep this laptop's version of everything ticked that has one."""
        self._keep_many([(one, one.own) for one in self._ticked() if one.own is not None])

    def keep_both_ticked(self) -> None:
        """Keep both of every ticked pair of notes."""
        self._keep_both([one for one in self._ticked() if one.can_keep_both])

    # -- deciding -------------------------------------------------------------------------------

    def _keep(self, one: Disagreement, side: Side) -> None:
        self._keep_many([(one, side)])

    def _keep_many(self, chosen: Sequence[tuple[Disagreement, Side]]) -> None:
        self._decide(
            [one for one, _ in chosen],
            lambda: keep_all(self.desk, chosen),
            "Chosen." if len(chosen) == 1 else f"{len(chosen)} chosen.",
        )

    def _keep_both(self, chosen: Sequence[Disagreement]) -> None:
        said = "Both are notes now." if len(chosen) == 1 else f"Both kept, {len(chosen)} times."
        self._decide(chosen, lambda: keep_both(self.desk, chosen), said)

    def _write(self, one: Disagreement, text: str) -> None:
        self._decide([one], lambda: write_together(self.desk, one, text), "Written together.")

    def _decide(
        self, chosen: Sequence[Disagreement], do: Callable[[], ChangeSummary], said: str
    ) -> None:
        if not chosen:
            return
        before = dict(self._reopened)
        for one in chosen:
            self._decided[one.key] = one
            self._reopened.pop(one.key, None)
        if self.shell.attempt(do) is None:
            self._reopened = before
            return
        self.shell.say(said, undo=True)

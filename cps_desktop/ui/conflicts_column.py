"""The column of decisions: a card each, made a few at a time so that the window goes on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from cps_desktop.services.conflicts import Disagreement
from cps_desktop.ui.conflicts_card import ConflictCard
from cps_desktop.ui.conflicts_deciding import Key
from cps_desktop.ui.kit.layouts import put_in_place
from cps_desktop.ui.theme import SPACE_L

CARDS_A_TURN: Final = 2
"""Cards made at once where a page is shown; each further one when the window has had its turn."""

BETWEEN_TURNS_MS: Final = 10
"""So that keys and the mouse are heard in between."""


class CardColumn(QWidget):
    """Shows cards for the decisions given, in their order, and keeps those it has."""

    kept = Signal(object, object)
    both_kept = Signal(object)
    written = Signal(object, str)
    ticked = Signal()
    session_asked = Signal(str)
    grown = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.cards: list[ConflictCard] = []
        self._wanted: Sequence[Disagreement] = ()
        self._ticks: Collection[Key] = ()
        self._reopened: Collection[Key] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_L)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(BETWEEN_TURNS_MS)
        self._soon.timeout.connect(partial(self._show, 1))

    def show_ones(
        self,
        wanted: Sequence[Disagreement],
        *,
        ticks: Collection[Key],
        reopened: Collection[Key],
        most_new: int = CARDS_A_TURN,
    ) -> None:
        """Show these: the cards there are, some new ones now, and the rest in turns."""
        self._wanted, self._ticks, self._reopened = wanted, ticks, reopened
        self._show(most_new)

    def card_of(self, record: str) -> ConflictCard | None:
        """The first card about a record, if there is one yet."""
        return next((card for card in self.cards if card.one.record.id == record), None)

    def show_ticks(self) -> None:
        """Show the ticks again: many were changed at once."""
        for card in self.cards:
            card.tick.set_ticked(card.one.key in self._ticks)

    def _show(self, most_new: int) -> None:
        before = {card.one.key: card for card in self.cards}
        focused = self._focused_place()
        had_focus = self.cards[focused] if focused >= 0 else None
        cards: list[ConflictCard] = []
        new = 0
        for one in self._wanted:
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
        put_in_place(self._column, self.cards, cards)
        self.cards = cards
        if len(cards) < len(self._wanted):
            self._soon.start()
        if had_focus is not None and had_focus not in cards and cards:
            # Decided: on to the one that took its place.
            cards[min(focused, len(cards) - 1)].first_button().setFocus()

    def _focused_place(self) -> int:
        focused = QApplication.focusWidget()
        for place, card in enumerate(self.cards):
            if focused is not None and card.isAncestorOf(focused):
                return place
        return -1

    def _card(self, one: Disagreement) -> ConflictCard:
        card = ConflictCard(one, reopened=one.key in self._reopened)
        card.tick.set_ticked(one.key in self._ticks)
        card.kept.connect(self.kept)
        card.both_kept.connect(self.both_kept)
        card.written.connect(self.written)
        card.ticked.connect(self.ticked)
        card.session_asked.connect(self.session_asked)
        card.grown.connect(self.grown)
        return card

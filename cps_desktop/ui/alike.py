"""Perhaps the same: who and what may be entered twice, and what was made one."""

from __future__ import annotations

from typing import ClassVar, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.faults import Fault
from cps_desktop.domain.kinds import Alike
from cps_desktop.domain.records import RecordId, Value
from cps_desktop.services.handing_over import counted
from cps_desktop.services.likeness import Likeness, likenesses
from cps_desktop.services.merging import Merging, keep_two, make_one, mergings
from cps_desktop.services.second_desk import desk_beside
from cps_desktop.services.side_by_side import WHAT_WORDS, Pair, compared, merged_words
from cps_desktop.ui.alike_card import AlikeCard
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import (
    Button,
    Choice,
    EmptyState,
    FormRow,
    Words,
    put_in_place,
)
from cps_desktop.ui.made_one import MadeOne
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.session_page import SessionPage, Shell
from cps_desktop.ui.theme import SPACE_L

AT_ONCE: Final = 10
MOST_MERGED: Final = 20
EVERY: Final = "every"
LOOK_AFTER_MS: Final = 150
"""Several changes in a row are looked at once."""

_LINE: Final = "Nothing is made one by itself. What you decide travels and can be taken back."
_EMPTY: Final = (
    "Nobody and nothing seems to be entered twice. When the same person was added on two laptops, "
    "both are shown here side by side, and you decide."
)
Found = tuple[tuple[tuple[Likeness, Pair], ...], tuple[tuple[Merging, str], ...]]


class AlikePage(SessionPage):
    """It stands outside any session: people come to many."""

    KEY: ClassVar[str] = "alike"
    NAME: ClassVar[str] = "Perhaps the same"

    def __init__(self, shell: Shell, session: RecordId = "") -> None:
        super().__init__(shell, session, "Perhaps the same", _LINE)
        self.cards: list[AlikeCard] = []
        self._found: tuple[tuple[Likeness, Pair], ...] = ()
        self._shown = AT_ONCE
        self._next_focus = -1
        self.background = Background(self)
        self.background.busy_changed.connect(self._say_how_many)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(LOOK_AFTER_MS)
        self._soon.timeout.connect(self._look)
        self._build()

    def _build(self) -> None:
        self.what = Choice("What", ((EVERY, "Everything"),))
        self.what.chosen.connect(lambda _key: self._show())
        self._what_row = FormRow("What", self.what)
        self.how_many = Words("", "strong")
        self._holder = QWidget()
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_L)
        self.more = Button("Show more", self._show_more)
        self.empty = EmptyState(_EMPTY)
        self.merged = MadeOne(self.shell)
        self.add(
            Across((self.how_many, 1), (self._what_row, 0)),
            self.merged.stays,
            self._holder,
            self.more,
            self.empty,
            self.merged,
        )

    # -- the contract of a page -------------------------------------------------------------

    def refresh(self, summary: ChangeSummary | None) -> None:
        if summary is None:
            self._look()
        else:
            self._soon.start()

    def go_to(self, record: RecordId) -> None:
        """Show what may be the same as this record, first."""
        place = [n for n, (one, _) in enumerate(self._found) if record in (one.first, one.second)]
        if place:
            first = [self._found[n] for n in place]
            rest = [one for n, one in enumerate(self._found) if n not in place]
            self._found = (*first, *rest)
            self._show()

    # -- looking --------------------------------------------------------------------------------

    def _look(self) -> None:
        desk = self.desk

        def look() -> Found:
            with desk_beside(desk) as beside:
                step = beside.workspace.connections.go_on
                some = []
                for one in likenesses(beside.workspace, step):
                    step()
                    pair = compared(beside, one)
                    if pair is not None:
                        some.append((one, pair))
                merged = mergings(beside.workspace)[:MOST_MERGED]
                return tuple(some), tuple((one, merged_words(beside, one)) for one in merged)

        self.background.do("alike", look, self._looked, self._not_looked)

    def _not_looked(self, fault: Fault) -> None:
        if self.isVisible():
            self.shell.report(fault)

    def _looked(self, found: Found) -> None:
        self._found, merged = found
        kinds = {one.what for one, _ in self._found}
        options = [(EVERY, "Everything"), *((k, WHAT_WORDS[k]) for k in Alike if k in kinds)]
        wanted = self.what.key()
        self.what.set_options(options, wanted if wanted in dict(options) else EVERY)
        self._what_row.setVisible(len(options) > 2)
        self._show()
        self.merged.show_merged(merged)

    # -- showing --------------------------------------------------------------------------------

    def _chosen_ones(self) -> list[tuple[Likeness, Pair]]:
        return [one for one in self._found if self.what.key() in (EVERY, one[0].what)]

    def _show_more(self) -> None:
        first = len(self.cards)
        self._shown += AT_ONCE
        self._show()
        if first < len(self.cards):
            self.cards[first].first_button().setFocus()

    def _show(self) -> None:
        chosen = self._chosen_ones()
        before = {card.likeness.key: card for card in self.cards}
        focused = self._focused_place()
        cards = []
        for likeness, pair in chosen[: self._shown]:
            card = before.get(likeness.key)
            if card is None or (card.pair, card.likeness) != (pair, likeness):
                card = self._card(likeness, pair)
            cards.append(card)
        put_in_place(self._column, self.cards, cards)
        self.cards = cards
        if focused >= 0 and cards:
            cards[min(focused, len(cards) - 1)].first_button().setFocus()
        self._next_focus = -1
        left = len(chosen) - len(cards)
        self.more.setVisible(left > 0)
        self.more.set_words(f"Show {min(left, AT_ONCE)} more of {left}")
        self._say_how_many()

    def _focused_place(self) -> int:
        """The card that was just decided, or -1: the keyboard goes to the one in its place."""
        focused = QApplication.focusWidget()
        if self._next_focus >= 0 and (focused is None or not isValid(focused)):
            return self._next_focus
        inside = [card.isAncestorOf(focused) for card in self.cards] if focused else []
        return self._next_focus if self._next_focus >= 0 and not any(inside) else -1

    def _say_how_many(self, _busy: object = None) -> None:
        total = len(self._chosen_ones())
        busy = self.background.busy
        if busy and not self._found:
            self.how_many.setText("Looking through people, organisations and expenses…")
        elif total:
            self.how_many.setText(f"{counted(total, 'pair')} to look at")
        else:
            self.how_many.setText("")
        self.empty.setVisible(total == 0 and not busy)

    def _card(self, likeness: Likeness, pair: Pair) -> AlikeCard:
        card = AlikeCard(likeness, pair)
        card.one.connect(self._make_one)
        card.two.connect(self._keep_two)
        card.grown.connect(lambda part: QTimer.singleShot(0, lambda: self._bring_into_view(part)))
        return card

    def _bring_into_view(self, part: QWidget) -> None:
        if isValid(part):
            for area in self.findChildren(QScrollArea):
                if area.isAncestorOf(part):
                    area.ensureWidgetVisible(part)

    # -- deciding -------------------------------------------------------------------------------

    def _decided(self, likeness: Likeness) -> None:
        """The card goes at once; the rest is looked at again in a moment."""
        self._next_focus = next(
            (n for n, card in enumerate(self.cards) if card.likeness.key == likeness.key), -1
        )
        self._found = tuple(one for one in self._found if one[0].key != likeness.key)
        self.merged.put_stays_away()
        self._show()

    def _make_one(self, likeness: Likeness, values: dict[str, Value]) -> None:
        door = self.desk.door
        both = (likeness.first, likeness.second)
        if self.shell.attempt(lambda: make_one(door, likeness.what, *both, values)) is not None:
            self.shell.say("They are one now.", undo=True)
            self._decided(likeness)

    def _keep_two(self, likeness: Likeness) -> None:
        door = self.desk.door

        def act() -> bool:
            keep_two(door, likeness.what, likeness.first, likeness.second)
            return True

        if self.shell.attempt(act):
            self.shell.say("They stay two. Nobody is asked again.", undo=True)
            self._decided(likeness)

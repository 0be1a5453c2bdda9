"""A turn of dots: what was said, without names, and the dots this person gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from cps_desktop.domain.records import RecordId
from cps_desktop.services.participant_turn import Votes
from cps_desktop.services.participant_words import ParticipantWords
from cps_desktop.ui.kit import Card, ParticipantButton, Words, announce
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.participant.keeping import Keeping
from cps_desktop.ui.participant.sheet import ReadButton, Sheet, Ways
from cps_desktop.ui.theme import SPACE_M


class VoteSheet(Sheet):
    """Every note of the planner as a card; "Give it a dot" and "Take the dot back" on each."""

    def __init__(
        self,
        words: ParticipantWords,
        ways: Ways,
        *,
        votes: Votes,
        keeping: Keeping,
        notes: Sequence[tuple[RecordId, str]],
        read: Callable[[], object],
        done: Callable[[], object],
    ) -> None:
        super().__init__(words, ways, words("vote_title"))
        self._votes, self._keeping = votes, keeping
        self.say(words("vote_title"), "participant_prompt")
        self.say(words("vote_help" if notes else "vote_nothing"))
        self.left = Words("", "participant_strong")
        self.column.addWidget(self.left)
        self.cards = {note: _Card(words, text) for note, text in notes}
        for note, card in self.cards.items():
            self.column.addWidget(card)
            card.give.clicked.connect(partial(self._give, note))
            card.take.clicked.connect(partial(self._take, note))
        self.column.addStretch(1)
        self.add_buttons(ReadButton(words, read))
        self.done = ParticipantButton(words("done_next_person"), done, primary=True)
        self.add_buttons(self.done)
        self._show()

    def first(self) -> QWidget | None:
        return next((one.give for one in self.cards.values()), self.done)

    def _give(self, note: RecordId) -> None:
        if not self._votes.left:
            announce(self, self.words("no_dots_left"))
            return
        self._keeping.do(lambda: self._votes.give(note))
        self._show()
        announce(self, self.left.text())

    def _take(self, note: RecordId) -> None:
        self._keeping.do(lambda: self._votes.take_back(note))
        self._show()
        card = self.cards[note]
        if card.take.isHidden():
            card.give.setFocus()
        announce(self, self.left.text())

    def _show(self) -> None:
        left = self._votes.left
        said = self.words("dots_left", left=left)
        self.left.setText(said if left else f"{said}. {self.words('no_dots_left')}")
        for note, card in self.cards.items():
            card.show_dots(self._votes.on(note))


class _Card(Card):
    """One note, its dots of this turn, and the two buttons."""

    def __init__(self, words: ParticipantWords, text: str) -> None:
        super().__init__(name=text, tight=True)
        self._words = words
        self.dots = Words("", "participant_strong", "primary")
        self.give = ParticipantButton(f"● {words('give_dot')}")
        self.give.setAccessibleName(f"{words('give_dot')}: {text}")
        self.take = ParticipantButton(words("take_dot_back"))
        self.take.setAccessibleName(f"{words('take_dot_back')}: {text}")
        row = QWidget()
        buttons = WrappingRow(SPACE_M, parent=row)
        for button in (self.give, self.take):
            buttons.addWidget(button)
        self.add(Words(text, "participant_words"), self.dots, row)

    def show_dots(self, count: int) -> None:
        """How many of this person's are here."""
        self.dots.setText(f"{'● ' * count} {self._words('your_dots', count=count)}")
        self.dots.setVisible(bool(count))
        self.take.setVisible(bool(count))

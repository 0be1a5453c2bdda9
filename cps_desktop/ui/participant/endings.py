"""The end of a turn: the last question, yes or no, thank you; and what else is only words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cps_desktop.services.participant_words import ParticipantWords
from cps_desktop.ui.kit import Card, ParticipantButton, Words
from cps_desktop.ui.participant.picture import QuestionPicture
from cps_desktop.ui.participant.sheet import Sheet, Ways


class _ShortSheet(Sheet):
    """A picture and a sentence or two, in the upper middle of the page."""

    def show_picture(self, name: str) -> None:
        self.column.addStretch(1)
        picture = QuestionPicture()
        self.column.addWidget(picture)
        picture.show_picture(name, self.words.language)


class LastSheet(_ShortSheet):
    """After the last question: look again, or hand on."""

    def __init__(
        self,
        words: ParticipantWords,
        ways: Ways,
        *,
        again: Callable[[], object],
        done: Callable[[], object],
    ) -> None:
        super().__init__(words, ways, words("last_question"))
        self.show_picture("done")
        self.say(words("last_question"), "participant_prompt")
        self.say(words("thank_you_text"))
        self.column.addStretch(2)
        self.add_buttons(ParticipantButton(f"‹ {words('look_again')}", again))
        self.done = ParticipantButton(words("done_next_person"), done, primary=True)
        self.add_buttons(self.done)

    def first(self) -> ParticipantButton:
        return self.done


class SureSheet(_ShortSheet):
    """Yes or no: is it the next person's turn?"""

    def __init__(
        self,
        words: ParticipantWords,
        ways: Ways,
        *,
        yes: Callable[[], object],
        no: Callable[[], object],
    ) -> None:
        super().__init__(words, ways, words("next_person_sure"))
        self.show_picture("people")
        self.say(words("next_person_sure"), "participant_prompt")
        self.column.addStretch(2)
        self.no = ParticipantButton(words("no_go_on"), no)
        self.add_buttons(self.no)
        self.add_buttons(ParticipantButton(words("yes_next_person"), yes, primary=True))

    def first(self) -> ParticipantButton:
        return self.no


class ThanksSheet(_ShortSheet):
    """Thank you; and the next person may come."""

    def __init__(self, words: ParticipantWords, ways: Ways, ready: Callable[[], object]) -> None:
        super().__init__(words, ways, words("thank_you"))
        self.show_picture("heart")
        self.say(words("thank_you"), "participant_prompt")
        self.say(words("thank_you_text"))
        self.column.addStretch(2)
        self.ready = ParticipantButton(words("next_person_ready"), ready, primary=True)
        self.add_buttons(self.ready)

    def first(self) -> ParticipantButton:
        return self.ready


class NothingSheet(Sheet):
    """The planner is not here any more, or is a newer version's."""

    def __init__(self, words: ParticipantWords, ways: Ways) -> None:
        super().__init__(words, ways, words("not_there"))
        self.say(words("not_there"), "participant_prompt")
        self.column.addStretch(1)


class OthersSheet(Sheet):
    """What others said here, without a word of who."""

    def __init__(
        self,
        words: ParticipantWords,
        ways: Ways,
        question: str,
        said: Sequence[str],
        back: Callable[[], object],
    ) -> None:
        super().__init__(words, ways, words("others_said"))
        self.say(words("others_said"), "participant_strong")
        self.say(question, "participant_prompt")
        for text in said:
            card = Card(name=text, tight=True)
            card.add(Words(text, "participant_words"))
            self.column.addWidget(card)
        if not said:
            self.say(words("others_nobody"))
        self.column.addStretch(1)
        self.back = ParticipantButton(f"‹ {words('back')}", back, primary=True)
        self.add_buttons(self.back)

    def first(self) -> ParticipantButton:
        return self.back

"""Which page comes when: welcome, question after question, the end, thank you, the next person."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from cps_desktop.domain.planner_templates import Box
from cps_desktop.services.participant_turn import said_by_others
from cps_desktop.services.participant_view import VOTE
from cps_desktop.services.planners import notes_in
from cps_desktop.ui.kit import TextField
from cps_desktop.ui.participant.answer import Asking
from cps_desktop.ui.participant.easier import Easier, EasierSheet
from cps_desktop.ui.participant.endings import (
    LastSheet,
    NothingSheet,
    OthersSheet,
    SureSheet,
    ThanksSheet,
)
from cps_desktop.ui.participant.leaving import ForgottenSheet, LeaveSheet
from cps_desktop.ui.participant.letters import LettersSheet
from cps_desktop.ui.participant.question import Course, Place, QuestionSheet, asked
from cps_desktop.ui.participant.sheet import Sheet, Ways
from cps_desktop.ui.participant.switch import SwitchSheet
from cps_desktop.ui.participant.voting import VoteSheet
from cps_desktop.ui.participant.welcome import WelcomeSheet, Wishes

if TYPE_CHECKING:
    from collections.abc import Callable

    from cps_desktop.ui.participant.window import ParticipantWindow


class Pages:
    """The way through, of one window. ``number`` is the question one is at, from 0; −1: welcome."""

    def __init__(self, window: ParticipantWindow) -> None:
        self._window = window
        self.number = -1
        self._letters_on = False
        self._return: Callable[[], object] = self.welcome

    def begin_anew(self) -> None:
        """The next person: nothing of the one before."""
        self.number = -1
        self._letters_on = False
        self._return = self.welcome

    # -- the way through ------------------------------------------------------------------------

    def welcome(self) -> None:
        """Where each person begins."""
        window = self._window
        self._return = self.welcome
        if window.template is None:
            self._show(NothingSheet(window.words, self._ways()))
            return
        title = window.template.title
        total = 0 if window.view.doing == VOTE else len(self._boxes())
        self._show(WelcomeSheet(window.words, self._ways(), self._wishes(), title, total))

    def question(self, number: int) -> None:
        """A question; before the first is the welcome, after the last the end."""
        boxes = self._boxes()
        if number < 0 or not boxes:
            self.welcome()
        elif self._window.view.doing == VOTE:
            self.vote()
        elif number >= len(boxes):
            self.last()
        else:
            self.number = number
            self._return = lambda: self.question(number)
            self._show(self._question(boxes[number], number))

    def vote(self) -> None:
        """The dots."""
        window = self._window
        self.number = 0
        self._return = self.vote
        self._show(
            VoteSheet(
                window.words,
                self._ways(),
                votes=window.turn.votes,
                keeping=window.keeping,
                notes=self._to_vote_on(),
                read=window.read,
                done=self.sure,
            )
        )

    def last(self) -> None:
        """After the last question."""
        self.number = len(self._boxes())
        self._return = self.last
        again, done = (lambda: self.question(0)), self.sure
        self._show(LastSheet(self._window.words, self._ways(), again=again, done=done))

    def sure(self) -> None:
        """Yes or no."""
        window = self._window
        self._show(SureSheet(window.words, self._ways(), yes=window.next_person, no=self._go_back))

    def thanks(self) -> None:
        """Thank you."""
        self._return = self.thanks
        self._show(ThanksSheet(self._window.words, self._ways(), self.welcome))

    # -- beside the way -------------------------------------------------------------------------

    def easier(self) -> None:
        """What makes it easier."""
        window = self._window
        easier = Easier(
            back=self._go_back,
            switch=self._stop_scanning if window.scanner.on else self.switch,
            letters=self._use_letters,
            letters_on=self._letters_on,
            scanning=window.scanner.on,
        )
        self._show(EasierSheet(window.words, self._ways(), easier, self._wishes(self.easier)))

    def switch(self) -> None:
        """Choosing one's switch."""
        window = self._window

        def begin() -> None:
            window.scanner.begin()
            self._go_back()

        self._show(
            SwitchSheet(window.words, self._ways(), window.scanner, begin=begin, back=self.easier)
        )

    def write(self, field: TextField) -> None:
        """Letters on the screen for one of this page's fields; the page waits beneath."""
        window = self._window
        said = partial(_type_into, field)
        sheet = LettersSheet(window.words, self._ways(), field, said=said, back=window.uncover)
        window.show_over(sheet)

    def others(self, box: Box) -> None:
        """What others said, where the facilitator lets it be seen."""
        window = self._window
        said = said_by_others(window.desk, window.view.planner, box.key, window.turn.notes)
        self._show(OthersSheet(window.words, self._ways(), asked(box), said, self._go_back))

    def facilitator(self) -> None:
        """The way out."""
        window = self._window
        self._show(
            LeaveSheet(
                window.words,
                self._ways(),
                window.desk,
                leave=window.give_back,
                stay=self._go_back,
                forgotten=self._forgotten,
            )
        )

    def show_reading(self) -> None:
        """The voice began or ended."""
        if isinstance(self._window.sheet, QuestionSheet):
            self._window.sheet.show_reading(self._window.reader.reading)

    # -- inside ---------------------------------------------------------------------------------

    def _forgotten(self) -> None:
        window = self._window
        self._show(
            ForgottenSheet(
                window.words,
                self._ways(),
                window.desk,
                leave=window.give_back,
                stay=self._go_back,
            )
        )

    def _question(self, box: Box, number: int) -> QuestionSheet:
        window = self._window
        asking = Asking(box, window.turn, window.words, window.keeping)
        course = Course(
            next=lambda: self.question(number + 1),
            back=lambda: self.question(number - 1),
            skip=lambda: self.question(number + 1),
            done=self.sure,
            read=window.read,
            others=(lambda: self.others(box)) if window.view.others else None,
            letters=self._letters_on,
        )
        sheet = QuestionSheet(asking, Place(number, self._answered), course, self._ways())
        if sheet.answer is not None:
            sheet.answer.began.connect(window.reader.stop)
        return sheet

    def _show(self, sheet: Sheet) -> None:
        self._window.show_sheet(sheet)

    def _go_back(self) -> None:
        self._return()

    def _stop_scanning(self) -> None:
        self._window.scanner.end()
        self.easier()

    def _use_letters(self, on: bool) -> None:
        self._letters_on = on

    def _ways(self) -> Ways:
        return Ways(self.easier, self.facilitator, self.write)

    def _wishes(self, again: Callable[[], object] | None = None) -> Wishes:
        window = self._window

        def introduce(name: str, named_as: str) -> None:
            # Notes that were said before are named anew, and that may not be kept.
            window.keeping.do(lambda: window.turn.introduce(name, named_as))

        def start(name: str, named_as: str) -> None:
            introduce(name, named_as)
            self.question(0)

        def speak(language: str) -> None:
            window.speak(language)
            (again or self.welcome)()

        spoken = window.language.split("-", maxsplit=1)[0]
        turn = window.turn
        return Wishes(
            start=start,
            introduce=introduce,
            name=turn.name,
            named_as=turn.named_as,
            read=window.read,
            languages=window.languages(),
            language=spoken,
            speak=speak,
        )

    def _boxes(self) -> tuple[Box, ...]:
        template = self._window.template
        return template.boxes if template is not None else ()

    def _answered(self) -> tuple[bool, ...]:
        turn = self._window.turn
        return tuple(
            bool(turn.notes(one.key) or turn.written(one.key))
            # Only a checklist is searched for ticks: this is asked as somebody types.
            or (one.kind == "checklist" and any(turn.ticks(one.key).values()))
            for one in self._boxes()
        )

    def _to_vote_on(self) -> list[tuple[str, str]]:
        window = self._window
        records = window.desk.door.records
        return [
            (note.id, note.text)
            for box in self._boxes()
            if box.kind == "notes"
            for note in notes_in(records, window.view.planner, box.key)
            if note.text.strip()
        ]


def _type_into(field: TextField, text: str) -> None:
    """As if it had been typed there: kept at once, and to be taken back with Ctrl+Z."""
    if text != field.text():
        field.selectAll()
        field.textCursor().insertText(text)
        field.flush()

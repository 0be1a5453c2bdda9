"""Which page comes when: welcome, question after question, the end, thank you, the next person."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from cps_desktop.domain.planner_templates import Box
from cps_desktop.services.desk import Desk
from cps_desktop.services.participant_turn import Turn, said_by_others
from cps_desktop.services.participant_view import VOTE, ParticipantView
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
from cps_desktop.ui.participant.keeping import Keeping
from cps_desktop.ui.participant.leaving import ForgottenSheet, LeaveSheet
from cps_desktop.ui.participant.letters import LettersSheet
from cps_desktop.ui.participant.question import Course, Place, QuestionSheet, asked
from cps_desktop.ui.participant.scanning import Scanner
from cps_desktop.ui.participant.sheet import Sheet, Ways
from cps_desktop.ui.participant.sheets_shown import SheetsShown
from cps_desktop.ui.participant.spoken import Spoken
from cps_desktop.ui.participant.switch import SwitchSheet
from cps_desktop.ui.participant.voting import VoteSheet
from cps_desktop.ui.participant.welcome import WelcomeSheet, Wishes
from cps_desktop.ui.reading_aloud.reader import Reader


class Pages:
    """The way through, of one window. ``number`` is the question one is at, from 0; −1: welcome.

    ``turn`` gives what the person who is there says; ``read`` begins or ends the voice, ``speak``
    changes the language; ``next_person`` and ``give_back`` are where the way ends.
    """

    def __init__(
        self,
        desk: Desk,
        view: ParticipantView,
        spoken: Spoken,
        sheets: SheetsShown,
        keeping: Keeping,
        reader: Reader,
        scanner: Scanner,
        *,
        turn: Callable[[], Turn],
        read: Callable[[], None],
        speak: Callable[[str], None],
        next_person: Callable[[], None],
        give_back: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._view = view
        self._spoken = spoken
        self._sheets = sheets
        self._keeping = keeping
        self._reader = reader
        self._scanner = scanner
        self._turn = turn
        self._read, self._speak = read, speak
        self._next_person, self._give_back = next_person, give_back
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
        self._return = self.welcome
        if self._spoken.template is None:
            self._show(NothingSheet(self._spoken.words, self._ways()))
            return
        title = self._spoken.template.title
        total = 0 if self._view.doing == VOTE else len(self._boxes())
        self._show(WelcomeSheet(self._spoken.words, self._ways(), self._wishes(), title, total))

    def question(self, number: int) -> None:
        """A question; before the first is the welcome, after the last the end."""
        boxes = self._boxes()
        if number < 0 or not boxes:
            self.welcome()
        elif self._view.doing == VOTE:
            self.vote()
        elif number >= len(boxes):
            self.last()
        else:
            self.number = number
            self._return = lambda: self.question(number)
            self._show(self._question(boxes[number], number))

    def vote(self) -> None:
        """The dots."""
        self.number = 0
        self._return = self.vote
        self._show(
            VoteSheet(
                self._spoken.words,
                self._ways(),
                votes=self._turn().votes,
                keeping=self._keeping,
                notes=self._to_vote_on(),
                read=self._read,
                done=self.sure,
            )
        )

    def last(self) -> None:
        """After the last question."""
        self.number = len(self._boxes())
        self._return = self.last
        again, done = (lambda: self.question(0)), self.sure
        self._show(LastSheet(self._spoken.words, self._ways(), again=again, done=done))

    def sure(self) -> None:
        """Yes or no."""
        self._show(
            SureSheet(self._spoken.words, self._ways(), yes=self._next_person, no=self._go_back)
        )

    def thanks(self) -> None:
        """Thank you."""
        self._return = self.thanks
        self._show(ThanksSheet(self._spoken.words, self._ways(), self.welcome))

    # -- beside the way -------------------------------------------------------------------------

    def easier(self) -> None:
        """What makes it easier."""
        easier = Easier(
            back=self._go_back,
            switch=self._stop_scanning if self._scanner.on else self.switch,
            letters=self._use_letters,
            letters_on=self._letters_on,
            scanning=self._scanner.on,
        )
        self._show(EasierSheet(self._spoken.words, self._ways(), easier, self._wishes(self.easier)))

    def switch(self) -> None:
        """Choosing one's switch."""

        def begin() -> None:
            self._scanner.begin()
            self._go_back()

        self._show(
            SwitchSheet(
                self._spoken.words, self._ways(), self._scanner, begin=begin, back=self.easier
            )
        )

    def write(self, field: TextField) -> None:
        """Letters on the screen for one of this page's fields; the page waits beneath."""
        said = partial(_type_into, field)
        sheet = LettersSheet(
            self._spoken.words, self._ways(), field, said=said, back=self._sheets.uncover
        )
        self._sheets.show_over(sheet)

    def others(self, box: Box) -> None:
        """What others said, where the facilitator lets it be seen."""
        said = said_by_others(self._desk, self._view.planner, box.key, self._turn().notes)
        self._show(OthersSheet(self._spoken.words, self._ways(), asked(box), said, self._go_back))

    def facilitator(self) -> None:
        """The way out."""
        self._show(
            LeaveSheet(
                self._spoken.words,
                self._ways(),
                self._desk,
                leave=self._give_back,
                stay=self._go_back,
                forgotten=self._forgotten,
            )
        )

    def show_reading(self) -> None:
        """The voice began or ended."""
        if self._sheets.front is not None:
            self._sheets.front.show_reading(self._reader.reading)

    # -- inside ---------------------------------------------------------------------------------

    def _forgotten(self) -> None:
        self._show(
            ForgottenSheet(
                self._spoken.words,
                self._ways(),
                self._desk,
                leave=self._give_back,
                stay=self._go_back,
            )
        )

    def _question(self, box: Box, number: int) -> QuestionSheet:
        asking = Asking(box, self._turn(), self._spoken.words, self._keeping)
        course = Course(
            next=lambda: self.question(number + 1),
            back=lambda: self.question(number - 1),
            skip=lambda: self.question(number + 1),
            done=self.sure,
            read=self._read,
            others=(lambda: self.others(box)) if self._view.others else None,
            letters=self._letters_on,
        )
        sheet = QuestionSheet(asking, Place(number, self._answered), course, self._ways())
        if sheet.answer is not None:
            sheet.answer.began.connect(self._reader.stop)
        return sheet

    def _show(self, sheet: Sheet) -> None:
        self._sheets.show(sheet)

    def _go_back(self) -> None:
        self._return()

    def _stop_scanning(self) -> None:
        self._scanner.end()
        self.easier()

    def _use_letters(self, on: bool) -> None:
        self._letters_on = on

    def _ways(self) -> Ways:
        return Ways(self.easier, self.facilitator, self.write)

    def _wishes(self, again: Callable[[], object] | None = None) -> Wishes:

        def introduce(name: str, named_as: str) -> None:
            # Notes that were said before are named anew, and that may not be kept.
            self._keeping.do(lambda: self._turn().introduce(name, named_as))

        def start(name: str, named_as: str) -> None:
            introduce(name, named_as)
            self.question(0)

        def speak(language: str) -> None:
            self._speak(language)
            (again or self.welcome)()

        spoken = self._spoken.language.split("-", maxsplit=1)[0]
        turn = self._turn()
        return Wishes(
            start=start,
            introduce=introduce,
            name=turn.name,
            named_as=turn.named_as,
            read=self._read,
            languages=self._spoken.languages(),
            language=spoken,
            speak=speak,
        )

    def _boxes(self) -> tuple[Box, ...]:
        template = self._spoken.template
        return template.boxes if template is not None else ()

    def _answered(self) -> tuple[bool, ...]:
        turn = self._turn()
        return tuple(
            bool(turn.notes(one.key) or turn.written(one.key))
            # Only a checklist is searched for ticks: this is asked as somebody types.
            or (one.kind == "checklist" and any(turn.ticks(one.key).values()))
            for one in self._boxes()
        )

    def _to_vote_on(self) -> list[tuple[str, str]]:
        records = self._desk.door.records
        return [
            (note.id, note.text)
            for box in self._boxes()
            if box.kind == "notes"
            for note in notes_in(records, self._view.planner, box.key)
            if note.text.strip()
        ]


def _type_into(field: TextField, text: str) -> None:
    """As if it had been typed there: kept at once, and to be taken back with Ctrl+Z."""
    if text != field.text():
        field.selectAll()
        field.textCursor().insertText(text)
        field.flush()

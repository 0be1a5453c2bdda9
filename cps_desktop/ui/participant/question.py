"""One question: how far one is, what is asked, a picture, an answer, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cps_desktop.domain.planner_templates import Box
from cps_desktop.ui.kit import ParticipantButton, Words
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.participant.answer import Answer, Asking
from cps_desktop.ui.participant.answers import answer_to
from cps_desktop.ui.participant.picture import QuestionPicture
from cps_desktop.ui.participant.progress import ProgressDots
from cps_desktop.ui.participant.sheet import BigLink, ReadButton, Sheet, Ways
from cps_desktop.ui.reading_aloud.marking import SpokenWords
from cps_desktop.ui.round_timer_parts import QuietTimer
from cps_desktop.ui.theme import SPACE_L, SPACE_M, SPACE_XL
from cps_desktop.ui.theme_state import theme


class Course(msgspec.Struct, frozen=True):
    """Where one goes from a question."""

    next: Callable[[], object]
    back: Callable[[], object]
    skip: Callable[[], object]
    done: Callable[[], object]
    read: Callable[[], object]
    others: Callable[[], object] | None
    """What others said, where the facilitator lets it be seen."""
    letters: bool = False
    """Whether this person asked for letters on the screen."""


class Place(msgspec.Struct, frozen=True):
    """How far one is. ``answered`` says of every question whether this person answered it."""

    number: int
    answered: Callable[[], tuple[bool, ...]]


class QuestionSheet(Sheet):
    """A question of the planner in plain words, with an answer part of its kind."""

    def __init__(self, asking: Asking, place: Place, course: Course, ways: Ways) -> None:
        words, box = asking.words, asking.box
        self.question = asked(box)
        self._built = False
        super().__init__(words, ways, self.question)
        self._place, self._course = place, course
        self._box = box
        self.dots = ProgressDots()
        self.where = Words("", "section", "quiet", wrap=False)
        self.time = QuietTimer(role="small", words=self._time_words)
        self.kept = Words(f"✔ {words('saved')}", "section", "done", wrap=False)
        self.kept.hide()
        self.column.addWidget(self._beside(self.where, self.kept, self.time, self.dots))
        self._built = True
        self.prompt = self.say(self.question, "participant_prompt")
        self.column.addWidget(self._explained(box, words.language))
        self.answer: Answer | None = answer_to(asking)
        self.read = ReadButton(words, course.read)
        if self.answer is not None:
            self.column.addWidget(self.answer)
            self.answer.changed.connect(self._show_place)
            self.answer.sight_wanted.connect(self.bring_into_view)
        else:
            self.say(words("newer"))
        self.column.addWidget(self._more())
        said = self.answer.own_list() if self.answer is not None else None
        if said is not None:
            self.column.addWidget(said)
        self.column.addStretch(1)
        self.add_buttons(
            ParticipantButton(f"‹ {words('back')}", course.back),
            ParticipantButton(words("skip"), course.skip),
            # In sight however long the answer is: who needs it cannot read where it would be.
            self.read,
        )
        self.next = ParticipantButton(f"{words('next')} ›", course.next, primary=True)
        self.add_buttons(self.next)
        self.add_link(BigLink(words("done_next_person"), course.done))
        self._show_place()

    def first(self) -> QWidget | None:
        return self.answer.first() if self.answer is not None else self.next

    def write_down(self) -> None:
        if self.answer is not None:
            self.answer.write_down()

    @property
    def unkept(self) -> bool:
        return self.answer is not None and self.answer.unkept

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.answer is not None:
            self.answer.fit_to(self.seen_height())

    def _place_footer(self) -> None:
        super()._place_footer()
        # Beside large buttons there is no room to say that it is saved: it is said at the top.
        if self._built:
            self.kept.setVisible(self.is_saved and not self.saved_in_sight())

    def _explained(self, box: Box, language: str) -> QWidget:
        """The picture left of the words."""
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_XL)
        # Paper to draw on needs the room more.
        self.picture = QuestionPicture(small=box.kind == "sketch")
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignVCenter)
        shown = self.picture.show_picture(box.picture, language)
        said = QVBoxLayout()
        said.setSpacing(SPACE_M)
        said.addStretch(1)
        for words, tone in self._help_words(box):
            line = SpokenWords(words, "participant_words", tone)
            self._spoken.append(line)
            said.addWidget(line)
        said.addStretch(1)
        row.addLayout(said, 1)
        if not shown and not self._help_words(box):
            whole.hide()
        return whole

    def _help_words(self, box: Box) -> Sequence[tuple[str, str]]:
        example = self.words("for_example", example=box.example) if box.example else ""
        help_text = "\n".join(in_lines(box.help)) if theme().easy_words else box.help
        return [(one, tone) for one, tone in ((help_text, ""), (example, "quiet")) if one]

    def _more(self) -> QWidget:
        whole = QWidget()
        row = WrappingRow(SPACE_L, parent=whole)
        for button in self.answer.buttons() if self.answer is not None else ():
            row.addWidget(button)
        fields = self.answer.fields() if self.answer is not None and self._course.letters else ()
        for field in fields:
            # One for each field, named as it is: a table has several.
            words = self.words("letters")
            several = len(fields) > 1
            said = f"{words}: {field.accessibleName()}" if several else words
            row.addWidget(ParticipantButton(said, partial(self.ways.write, field)))
        if self._course.others is not None:
            row.addWidget(ParticipantButton(self.words("others_said"), self._course.others))
        if not row.count():
            whole.hide()
        return whole

    def _beside(self, *parts: QWidget) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        for number, part in enumerate(parts):
            if number:
                row.addStretch(1)
            row.addWidget(part)
        return whole

    def _time_words(self, minutes: int) -> str:
        """The round's time; nothing said here hurries anybody."""
        return self.words("time_left", minutes=minutes) if minutes else self.words("time_over")

    def _show_place(self) -> None:
        answered = self._place.answered()
        said = self.words("question_of", number=self._place.number + 1, total=len(answered))
        self.where.setText(said)
        self.dots.show_progress(answered, self._place.number, said)


def asked(box: Box) -> str:
    """The question in easy words, or as it stands on the wall where those are not wished for."""
    return box.plain or box.prompt if theme().easy_words else box.prompt or box.plain


def in_lines(text: str) -> list[str]:
    """Each sentence on a line of its own: easier to keep the place."""
    from cps_desktop.ui.reading_aloud.sentences import sentences

    return [said for _start, said in sentences(text)]

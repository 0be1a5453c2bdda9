"""Where each person begins: who they are if they wish to say, and what helps them to read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from cps_desktop.domain.kinds import NamedAs
from cps_desktop.services.participant_words import ParticipantWords
from cps_desktop.ui.kit import ParticipantButton, Words
from cps_desktop.ui.participant.fields import OneLineAnswer
from cps_desktop.ui.participant.options import BigOption, BigTick
from cps_desktop.ui.participant.sheet import LevelWords, ReadButton, Sheet, Ways, big_row
from cps_desktop.ui.theme import SPACE_L, SPACE_M
from cps_desktop.ui.theme_state import theme


class Wishes(msgspec.Struct, frozen=True):
    """What the welcome page may ask of the window."""

    start: Callable[[str, str], object]
    """With the name and how it shall be shown."""
    introduce: Callable[[str, str], object]
    """The same, before one starts: it stands there when one comes back."""
    name: str
    named_as: str
    read: Callable[[], object]
    languages: Sequence[tuple[str, str]]
    """Each as (code, its own name)."""
    language: str
    speak: Callable[[str], object]
    """Say everything in this language."""


class WelcomeSheet(Sheet):
    """Hello; a name, initials, or nobody; how large, in which language; and off one goes.

    ``total`` is how many questions there are; 0 where dots are given.
    """

    def __init__(
        self, words: ParticipantWords, ways: Ways, wishes: Wishes, title: str, total: int
    ) -> None:
        super().__init__(words, ways, words("welcome"))
        self.column.setSpacing(SPACE_M)
        self._wishes = wishes
        self.say(words("welcome"), "participant_prompt")
        self.say(title, "participant_strong")
        self.say(words("welcome_text", total=total) if total else words("vote_help"))
        if total:
            # Dots name nobody: there is nothing to ask before they are given.
            self.column.addSpacing(SPACE_M)
            self.say(words("who_title"), "participant_strong")
        self.who = {
            NamedAs.NOBODY: BigOption(words("who_nobody"), compact=True),
            NamedAs.INITIALS: BigOption(words("who_initials"), compact=True),
            NamedAs.NAME: BigOption(words("who_name"), compact=True),
        }
        group = QButtonGroup(self)
        for option in self.who.values():
            group.addButton(option)
        self.who[NamedAs(wishes.named_as)].setChecked(True)
        group.buttonClicked.connect(lambda _one: self._chose())
        self.name = OneLineAnswer(words("your_name"))
        self.name.set_text(wishes.name)
        self.name_words = Words(words("your_name"), "participant_words")
        self.name_words.setBuddy(self.name)
        self.name.entered.connect(self._start)
        names = big_row(*self.who.values())
        self.column.addWidget(names)
        names.setHidden(not total)
        self._asks = bool(total)
        self.column.addWidget(self.name_words)
        self.column.addWidget(self.name)
        self.column.addSpacing(SPACE_L)
        self.column.addWidget(TextSize(words))
        self.easy = BigTick(words("easy_words"), on=theme().easy_words, compact=True)
        self.easy.clicked.connect(theme().set_easy_words)
        self.column.addWidget(big_row(self.easy))
        if len(wishes.languages) > 1:
            self.column.addWidget(Languages(words, wishes))
        self.column.addStretch(1)
        self.start = ParticipantButton(f"{words('start')} ›", self._start, primary=True)
        self.add_buttons(ReadButton(words, wishes.read))
        self.add_buttons(self.start)
        self._chose()

    def named_as(self) -> str:
        """How the person wishes to be shown."""
        return next(key for key, one in self.who.items() if one.isChecked())

    def first(self) -> QWidget | None:
        return self.who[NamedAs(self.named_as())] if self._asks else self.start

    def write_down(self) -> None:
        self._wishes.introduce(self.name.text(), self.named_as())

    def _chose(self) -> None:
        named = self.named_as() != NamedAs.NOBODY
        self.name.setVisible(named)
        self.name_words.setVisible(named)
        if named and self.isVisible():
            self.name.setFocus()
            self.bring_into_view(self.name)

    def _start(self) -> None:
        self._wishes.start(self.name.text(), self.named_as())


class TextSize(QWidget):
    """Smaller, how large it is, bigger."""

    def __init__(self, words: ParticipantWords) -> None:
        super().__init__()
        self.setAccessibleName(words("text_size"))
        self.smaller = ParticipantButton(f"− {words('smaller')}", lambda: theme().step_scale(-1))
        self.now = LevelWords("")
        self.bigger = ParticipantButton(f"+ {words('bigger')}", lambda: theme().step_scale(1))
        self._words = words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(big_row(self.smaller, self.bigger, self.now, words=words("text_size")))
        theme().changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.now.setText(f"{theme().scale} %")
        self.now.setAccessibleName(f"{self._words('text_size')} {theme().scale} %")


class Languages(QWidget):
    """The languages the questions can be asked in, each by its own name."""

    def __init__(self, words: ParticipantWords, wishes: Wishes) -> None:
        super().__init__()
        self.setAccessibleName(words("choose_language"))
        self._group = QButtonGroup(self)
        options = []
        for code, name in wishes.languages:
            option = BigOption(name, compact=True)
            option.setChecked(code == wishes.language)
            self._group.addButton(option)
            option.clicked.connect(lambda _on=False, code=code: wishes.speak(code))
            options.append(option)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(big_row(*options, words=words("language")))

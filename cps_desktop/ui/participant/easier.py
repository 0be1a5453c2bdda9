"""What makes it easier: size, colours, movement, easy words, the voice, letters, one switch."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from PySide6.QtWidgets import QButtonGroup, QWidget

from cps_desktop.services.participant_words import ParticipantWords
from cps_desktop.ui.kit import ParticipantButton
from cps_desktop.ui.participant.options import BigOption, BigTick
from cps_desktop.ui.participant.sheet import ReadButton, Sheet, Ways, big_row
from cps_desktop.ui.participant.welcome import Languages, TextSize, Wishes
from cps_desktop.ui.theme import SPACE_M
from cps_desktop.ui.theme_state import theme

_COLOURS = {"light": "light", "dark": "dark", "contrast": "high_contrast", "cream": "cream"}


class Easier(msgspec.Struct, frozen=True):
    """What this page may ask of the window."""

    back: Callable[[], object]
    switch: Callable[[], object]
    letters: Callable[[bool], object]
    letters_on: bool
    scanning: bool


class EasierSheet(Sheet):
    """All of it on one page, with a way back to where one was. It is gone with the person."""

    def __init__(self, words: ParticipantWords, ways: Ways, easier: Easier, wishes: Wishes) -> None:
        super().__init__(words, ways, words("make_easier"))
        self.column.setSpacing(SPACE_M)
        self.say(words("make_easier"), "participant_prompt")
        self.say(words("make_easier_help"))
        self.column.addWidget(TextSize(words))
        self.column.addWidget(self._colours())
        for key, on, do in (
            ("easy_words", theme().easy_words, theme().set_easy_words),
            ("read_each", theme().reads_aloud, theme().set_reads_aloud),
            ("less_movement", theme().less_movement, theme().set_less_movement),
            ("letters", easier.letters_on, easier.letters),
        ):
            tick = BigTick(words(key), on=on)
            tick.clicked.connect(do)
            self.column.addWidget(tick)
        if len(wishes.languages) > 1:
            self.column.addWidget(Languages(words, wishes))
        said = "switch_end" if easier.scanning else "one_switch"
        self.column.addWidget(
            big_row(
                ParticipantButton(words(said), easier.switch),
                ReadButton(words, wishes.read),
            )
        )
        self.column.addStretch(1)
        self.is_the_way_to_ease()
        self.add_buttons(ParticipantButton(words("back_to_questions"), easier.back, primary=True))

    def _colours(self) -> QWidget:
        self._group = QButtonGroup(self)
        options = []
        for key, said in _COLOURS.items():
            option = BigOption(self.words(said), compact=True)
            option.setChecked(key == theme().name)
            option.clicked.connect(lambda _on=False, key=key: theme().set_theme(key))
            self._group.addButton(option)
            options.append(option)
        return big_row(*options, words=self.words("colours"))

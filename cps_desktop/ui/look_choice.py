"""Text size, colours and movement, changed as they are chosen."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.ui.kit import Choice, FormRow, RadioGroup, TickBox
from cps_desktop.ui.theme import SCALES, SPACE_L, THEMES
from cps_desktop.ui.theme_state import theme


class LookChoice(QWidget):
    """How the window looks; every choice is seen at once and remembered on this laptop."""

    def __init__(self) -> None:
        super().__init__()
        self.text_size = Choice("Text size", [(str(one), f"{one} %") for one in SCALES])
        self.colours = RadioGroup("Colours", list(THEMES.items()))
        self.less = TickBox("Less movement")
        self.easy = TickBox("Easy words: questions in their plain wording")
        self.aloud = TickBox("Read aloud as I go")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_L)
        column.addWidget(FormRow("Text size", self.text_size))
        column.addWidget(FormRow("Colours", self.colours))
        for tick in (self.less, self.easy, self.aloud):
            column.addWidget(tick)
        self.text_size.chosen.connect(lambda key: theme().set_scale(int(key)))
        self.colours.chosen.connect(theme().set_theme)
        self.less.ticked.connect(theme().set_less_movement)
        self.easy.ticked.connect(theme().set_easy_words)
        self.aloud.ticked.connect(theme().set_reads_aloud)
        theme().reads_aloud_changed.connect(self.aloud.set_ticked)
        theme().changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        state = theme()
        nearest = min(SCALES, key=lambda one: abs(one - state.scale))
        self.text_size.set_key(str(nearest))
        self.colours.set_key(state.name)
        self.less.set_ticked(state.less_movement)
        self.easy.set_ticked(state.easy_words)
        self.aloud.set_ticked(state.reads_aloud)

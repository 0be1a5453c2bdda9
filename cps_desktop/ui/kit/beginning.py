"""Where something is begun that takes its time: with a copy, a file, or the draft that waits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.ui.kit.buttons import Button
from cps_desktop.ui.kit.choices import Choice, Option
from cps_desktop.ui.kit.form import FormRow
from cps_desktop.ui.kit.layouts import empty
from cps_desktop.ui.kit.page import Card
from cps_desktop.ui.kit.panels import MessagePanel
from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.theme import SPACE_S

EMPTY: Final = "-"
"""What is begun from where nothing is."""


class BeginCard(Card):
    """Begin with a copy of one that is there, with nothing, or with a file."""

    begun = Signal(str)
    """The id of what to begin from, ``EMPTY`` for nothing."""
    brought_in = Signal()

    def __init__(self, title: str, begin: str, bring_in: str) -> None:
        super().__init__(name=title)
        self.origin = Choice("Begin with", ())
        self.begin = Button(begin, self._begin, kind="primary")
        self.bring_in = Button(bring_in, self.brought_in.emit)
        buttons = WrappingRow(SPACE_S)
        buttons.addWidget(self.begin)
        buttons.addWidget(self.bring_in)
        self.add(
            Words(title, "section"),
            FormRow("Begin with", self.origin, "A copy: the one you begin with stays as it is."),
        )
        self.column.addLayout(buttons)

    def offer(self, nothing: str, options: Sequence[Option], usual: str = EMPTY) -> None:
        """What there is to begin with; what was chosen stays chosen, else it is ``usual``."""
        here = self.origin.key()
        every: list[Option] = [(EMPTY, nothing), *options]
        self.origin.set_options(every, here if here in dict(every) else usual)

    def _begin(self) -> None:
        self.begun.emit(self.origin.key())


class WaitingDraft(QWidget):
    """Says that a draft waits, where one does."""

    carried_on = Signal()
    let_go = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.panel: MessagePanel | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_draft(self, sentence: str) -> None:
        """ "You were writing “Eden trust”."; "" where no draft waits."""
        empty(self._column)
        self.panel = None
        if sentence:
            self.panel = MessagePanel(
                "accent",
                sentence,
                safe="It is kept on this laptop.",
                actions=(("Go on with it", self.carried_on.emit), ("Let it go", self.let_go.emit)),
            )
            self._column.addWidget(self.panel)
        self.setVisible(bool(sentence))

"""One line above the planner, only when there is something to know: notes left out or chosen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cps_desktop.ui.kit.buttons import Button
from cps_desktop.ui.kit.page import Card
from cps_desktop.ui.kit.words import Words
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.theme import SPACE_S
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.arranging import BY_DOTS, BY_THEME, NO_THEME
from cps_desktop.ui.wall.desk import PlannerDesk
from cps_desktop.ui.wall.snapshot import counted


class _Line(Card):
    """A sentence with its buttons."""

    def __init__(self, name: str, *buttons: Button) -> None:
        super().__init__("question", name=name, tight=True)
        self.column.setContentsMargins(SPACE_S, SPACE_S, SPACE_S, SPACE_S)
        self.words = Words("", "strong", wrap=False)
        if buttons:
            # Beside its buttons, not above them.
            self.words.setMinimumHeight(buttons[0].sizeHint().height())
            theme().changed.connect(self._fit)
        self._beside = buttons
        row = WrappingRow(SPACE_S)
        row.addWidget(self.words)
        for button in buttons:
            row.addWidget(button)
        self.column.addLayout(row)
        self.hide()

    def _fit(self) -> None:
        self.words.setMinimumHeight(self._beside[0].sizeHint().height())

    def say(self, sentence: str) -> None:
        """Show it with this sentence; "" puts it away."""
        self.words.setText(sentence)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))


class PlannerStrip(QWidget):
    """Says what is not shown, in which order the notes are, and how many are chosen."""

    def __init__(
        self,
        desk: PlannerDesk,
        *,
        show_all: Callable[[], object],
        merge: Callable[[], object],
        name_theme: Callable[[], object],
        link: Callable[[], object],
        none: Callable[[], object],
    ) -> None:
        super().__init__()
        self._desk = desk
        self.show_all = Button("Show all", show_all)
        self.own_order = Button("Show them under their themes", self._own_order)
        self.only = _Line("What is shown", self.show_all)
        self.order = _Line("Order of the notes", self.own_order)
        self.chosen = _Line(
            "Chosen notes",
            Button("Merge them", merge, tip="J"),
            Button("Theme…", name_theme, tip="T"),
            Button("Link them", link, tip="L"),
            Button("Choose none", none, tip="Esc"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        for line in (self.only, self.order, self.chosen):
            column.addWidget(line)
        desk.changed.connect(self.refresh)
        desk.chosen.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say how it is now."""
        shown, chosen = self._desk.shown, len(self._desk.chosen)
        self.only.say(self._only_words() if shown.only else "")
        self.order.say("Most dots first" if shown.order == BY_DOTS else "")
        # For one alone the tools above say all there is to say.
        self.chosen.say(f"{counted(chosen)} chosen" if chosen > 1 else "")
        self.setVisible(bool(shown.only) or shown.order == BY_DOTS or chosen > 1)

    def _only_words(self) -> str:
        some, every = self._desk.shown.count()
        return f"{some} of {counted(every)} are shown: {self.filter_words()}"

    def filter_words(self) -> str:
        """What is shown, in words: "Think · R. E."."""
        only = self._desk.shown.only
        stages = {one.key: one.title for one in self._desk.planner.stages}
        theme = "no theme" if only.theme == NO_THEME else only.theme
        return " · ".join(
            words for words in (stages.get(only.stage, ""), only.author, theme) if words
        )

    def _own_order(self) -> None:
        self._desk.shown.set_order(BY_THEME)

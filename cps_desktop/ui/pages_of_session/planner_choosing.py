"""Choosing a planner: a card for each template, with a picture of its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.ui.kit import Button, Card, MessagePanel, Words
from cps_desktop.ui.pages_of_session.planner_miniature import SheetMiniature
from cps_desktop.ui.theme import FOCUS_WIDTH, MINIATURE_WIDTH, SPACE_L, SPACE_S, SPACE_XL
from cps_desktop.ui.theme_state import theme


class TemplateCard(Card):
    """One template: its sheet, its title, what it is for, and the button that begins it."""

    chosen = Signal(object)

    def __init__(self, template: PlannerTemplate, *, first: bool) -> None:
        super().__init__(name=template.title)
        self.template = template
        self.column.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        self.column.setSpacing(SPACE_S)
        kind = "primary" if first else "secondary"
        self.use = Button("Use this planner", partial(self.chosen.emit, template), kind=kind)
        self.use.setAccessibleName(f"Use this planner: {template.title}")
        self.use.setAccessibleDescription(template.purpose)
        self.picture = SheetMiniature(template)
        self.add(self.picture, Words(template.title, "section"))
        self.column.addWidget(Words(template.purpose, "body", "quiet"))
        self.column.addStretch(1)
        self.column.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)


class TemplateChoice(QWidget):
    """The cards, as many beside one another as there is room for."""

    chosen = Signal(object)
    """The ``PlannerTemplate`` to begin."""
    make_asked = Signal()
    """None of them fits: one of our own is to be made."""

    def __init__(self, templates: Sequence[PlannerTemplate], refused: Sequence[str]) -> None:
        super().__init__()
        self.setAccessibleName("Planners to choose from")
        self.setProperty("ground", "page")
        column = QVBoxLayout(self)
        column.setContentsMargins(FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH)
        column.setSpacing(SPACE_L)
        for sentence in refused:
            column.addWidget(MessagePanel("warning", sentence))
        self._grid = QGridLayout()
        self._grid.setSpacing(SPACE_L)
        column.addLayout(self._grid)
        self.make = Button("Make a planner of our own…", self.make_asked.emit)
        column.addWidget(self.make, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.cards = [TemplateCard(one, first=not n) for n, one in enumerate(templates)]
        for card in self.cards:
            card.chosen.connect(self.chosen)
        self._columns = 0
        self._arrange(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        each = max(MINIATURE_WIDTH, round(theme().px(MINIATURE_WIDTH) * 0.8)) + 2 * SPACE_XL
        self._arrange(max(1, min(3, self.width() // each)))

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for number in range(self._columns):
            self._grid.setColumnStretch(number, 0)
        self._columns = columns
        for place, card in enumerate(self.cards):
            self._grid.addWidget(card, place // columns, place % columns)
        for number in range(columns):
            self._grid.setColumnStretch(number, 1)
        for before, after in zip(self.cards, self.cards[1:], strict=False):
            QWidget.setTabOrder(before.use, after.use)
        if self.cards:
            QWidget.setTabOrder(self.cards[-1].use, self.make)

    def focus_first(self) -> None:
        """Put the keyboard on the first card's button."""
        if self.cards:
            self.cards[0].use.setFocus()

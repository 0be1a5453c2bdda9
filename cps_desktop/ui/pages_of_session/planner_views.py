"""The three views of the planner page, each with its own title and buttons: wall, list, templates.

The wall shows one planner as an A3 or as a list of notes; the list names every planner of the
session; the templates are what a planner is begun from.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from PySide6.QtWidgets import QStackedWidget, QWidget

from cps_desktop.services.planner_view import PlannerView
from cps_desktop.ui.kit import Button, PageFrame, scrolling
from cps_desktop.ui.pages_of_session.planner_choosing import TemplateChoice
from cps_desktop.ui.pages_of_session.planner_list import PlannerList
from cps_desktop.ui.theme import LARGE_TEXT
from cps_desktop.ui.theme_state import theme

WALL, PLANNERS, TEMPLATES = 0, 1, 2
_LINE: Final = "Drag a note, or choose Move to…"
_LINE_READ: Final = "What people said. This planner can be read here, not changed."
_PLANNERS_LINE: Final = "Every sheet of this session. Enter shows one."
_FIRST_LINE: Final = (
    "A planner is a sheet with questions; each answer is a note. Which one fits today?"
)
_ANOTHER_LINE: Final = "A session can have as many planners as it needs."


class ViewButtons(NamedTuple):
    """What can be pressed beside the title: ``wall`` and ``add_note`` over the wall, ``back`` and
    ``add_planner`` over the others."""

    wall: tuple[QWidget, ...]
    add_note: Button
    back: Button
    add_planner: Button


class PlannerViews(QStackedWidget):
    """Shows one of the three. ``make_cards`` makes the templates' cards when they are wanted."""

    def __init__(
        self,
        page: PageFrame,
        wall: QWidget,
        planners: PlannerList,
        buttons: ViewButtons,
        make_cards: Callable[[], TemplateChoice],
    ) -> None:
        super().__init__()
        self._page = page
        self._buttons = buttons
        self._make_cards = make_cards
        self._cards: TemplateChoice | None = None
        self._shown: PlannerView | None = None
        self._way_back = False
        self._buttons_shown: tuple[QWidget | None, ...] = ()
        self.addWidget(wall)
        self.addWidget(planners)
        theme().changed.connect(self._retheme)

    @property
    def front(self) -> int:
        """Which of them is in front."""
        return self.currentIndex()

    @property
    def cards(self) -> TemplateChoice:
        """The cards of the templates, made when first wanted."""
        if self._cards is None:
            self._cards = self._make_cards()
            self.insertWidget(TEMPLATES, scrolling(self._cards, "Planners to choose from"))
        return self._cards

    def offer_anew(self) -> None:
        """Other templates can be chosen now: the cards are made again when they are wanted."""
        if self._cards is not None:
            shown, cards = self.front, self.widget(TEMPLATES)
            self._cards = None
            if cards is not None:
                self.removeWidget(cards)
                cards.deleteLater()
            if shown == TEMPLATES:
                self.turn_to(TEMPLATES, self._shown, way_back=self._way_back)

    def turn_to(self, view: int, shown: PlannerView | None, *, way_back: bool) -> None:
        """Show one of the three. ``shown`` is the planner on the wall, None where there is none;
        ``way_back`` whether one can go back to it."""
        self._shown, self._way_back = shown, way_back
        if view == TEMPLATES:
            self.cards.show()
        self.setCurrentIndex(view)
        back = (self._buttons.back,) if way_back else ()
        if not back:
            self._buttons.back.hide()
        if view == WALL and shown is not None:
            self._name_wall(shown)
            if shown.too_many:
                # What it has cannot be seen: only the way to the others is left.
                self._use_buttons(self._buttons.wall[:1], None)
            else:
                self._use_buttons(self._buttons.wall, self._buttons.add_note)
        elif view == PLANNERS:
            self._page.set_title("Planners", _PLANNERS_LINE)
            self._use_buttons(back, self._buttons.add_planner)
        else:
            line = _ANOTHER_LINE if way_back else _FIRST_LINE
            self._page.set_title("Choose a planner", line)
            self._use_buttons(back, None)

    def _name_wall(self, shown: PlannerView) -> None:
        line = _LINE if theme().scale < LARGE_TEXT else ""
        if shown.too_many:
            line = ""
        elif shown.newer or shown.removed:
            line = _LINE_READ
        self._page.set_title(shown.title, line)

    def _retheme(self) -> None:
        # Only the line beneath the title follows the look: no button is touched, which a page
        # that is being taken down does not hold any more.
        if self.front == WALL and self._shown is not None:
            self._name_wall(self._shown)

    def _use_buttons(self, secondary: tuple[QWidget, ...], primary: Button | None) -> None:
        # Taking a button away and putting it back would take the keyboard from it.
        wanted = (*secondary, primary)
        if wanted != self._buttons_shown:
            self._buttons_shown = wanted
            self._page.set_buttons(secondary, primary)
            for widget in wanted:
                # A page that is being taken down holds none any more: shown so, each would be a
                # window of its own.
                if widget is not None and self._page.isAncestorOf(widget):
                    widget.show()

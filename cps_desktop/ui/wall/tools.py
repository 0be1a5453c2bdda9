"""The row of tools above the planner: five things only, finding, zoom."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QWidget

from cps_desktop.ui.kit.buttons import Button
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.round_timer_parts import TimerButton
from cps_desktop.ui.theme import LARGE_TEXT, SPACE_S, ZOOM_STEP
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.area import WallArea
from cps_desktop.ui.wall.menus import PlannerMenus, pop_up


class WallTools(WrappingRow):
    """``current`` gives the note and the box that are worked on; ``finding`` finds others."""

    def __init__(
        self,
        add: Callable[[], object],
        link: Callable[[str], object],
        current: Callable[[], tuple[str, str]],
        menus: PlannerMenus,
        finding: QWidget,
        area: WallArea,
    ) -> None:
        super().__init__(SPACE_S, last_right=True)
        self._current = current
        self._menus = menus
        self._area = area
        self._link_notes = link
        self._add = Button("Add", add, tip="A new note in this box (N)")
        self._add.setAccessibleName("Add a note here")
        self._move = Button("Move to…", self.open_move, tip="Another box or place (M)")
        self._colour = Button("Colour", self.open_colour, tip="Colour and what it means (C)")
        self._link = Button("Link", self._open_link, tip="Link with another note (L)")
        self._link.setAccessibleName("Link with another note")
        self._more = Button("More", self.open_more, tip="Everything else")
        for button in (self._add, self._move, self._colour, self._link, self._more):
            self.addWidget(button)
        self.addWidget(finding)
        self.timer = TimerButton()
        self._timer_shown: bool | None = None
        self.addWidget(self.timer)
        self.timer.timer.changed.connect(self._show_timer)
        self._show_timer()
        self.zoom = self._make_zoom()
        self.addWidget(self.zoom)
        area.zoomed.connect(self._show_zoom)
        theme().changed.connect(self._make_room)
        self._make_room()

    def _make_zoom(self) -> QWidget:
        zoom = QWidget()
        zoom.setAccessibleName("Zoom")
        row = QHBoxLayout(zoom)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_S)
        smaller = Button("−", partial(self._zoom_by, 1 / ZOOM_STEP), tip="Smaller (Ctrl and −)")
        smaller.setAccessibleName("Zoom out")
        self._zoom_words = Button(
            "100 %", partial(self._area.zoom_to, 1.0), kind="bar", tip="Back to 100 % (Ctrl and 0)"
        )
        larger = Button("+", partial(self._zoom_by, ZOOM_STEP), tip="Larger (Ctrl and +)")
        larger.setAccessibleName("Zoom in")
        fit = Button("Fit", self._area.fit_page, tip="The whole page; again: its full width")
        fit.setAccessibleName("Fit the page")
        for button in (smaller, self._zoom_words, larger, fit):
            row.addWidget(button)
        return zoom

    def _make_room(self) -> None:
        """With large letters the tools stay on one row: the page has "Add a note" as well."""
        self._add.setVisible(theme().scale < LARGE_TEXT)

    def enable(self, *, note: bool, boxes: bool) -> None:
        """What can be done: to a note where one is chosen, in a box where there is any."""
        for button in (self._move, self._link):
            button.setEnabled(note)
        for button in (self._add, self._colour, self._more):
            button.setEnabled(boxes)

    def open_move(self) -> None:
        pop_up(self._menus.move(self._current()[0]), _beneath(self._move))

    def open_colour(self) -> None:
        pop_up(self._menus.colour(self._current()[0]), _beneath(self._colour))

    def _open_link(self) -> None:
        self._link_notes(self._current()[0])

    def _show_timer(self) -> None:
        """While a round runs its time stands among the tools; else it is under More."""
        wanted = self.timer.timer.is_shown
        if not wanted and self.timer.hasFocus():
            self._more.setFocus()
        if wanted != self._timer_shown:
            self._timer_shown = wanted
            self.timer.setVisible(wanted)

    def open_timer(self) -> None:
        """The lengths to choose from, or what can be done with the round that runs."""
        pop_up(self.timer.menu_of_now(), _beneath(self._more))

    def open_more(self) -> None:
        pop_up(self._menus.whole(*self._current()), _beneath(self._more))

    def _show_zoom(self, zoom: float) -> None:
        self._zoom_words.set_words(f"{zoom * 100:.0f} %")

    def _zoom_by(self, factor: float) -> None:
        self._area.zoom_to(self._area.zoom() * factor)


def _beneath(button: QWidget) -> QPoint:
    return button.mapToGlobal(QPoint(0, button.height()))

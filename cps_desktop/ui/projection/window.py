"""The room's window: read only, and out of reach. It shows what it is given and asks nothing."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from cps_desktop.ui.projection.book import RoomBook
from cps_desktop.ui.projection.heading import RoomBlank, RoomHeading, RoomTimer
from cps_desktop.ui.projection.look import RoomLook
from cps_desktop.ui.projection.measuring import Measure
from cps_desktop.ui.projection.pages import Room, unit_of
from cps_desktop.ui.projection.paper import RoomPaper
from cps_desktop.ui.projection.showing import Showing
from cps_desktop.ui.round_timer import RoundTimer
from cps_desktop.ui.shown_beside import BESIDE_PROPERTY
from cps_desktop.ui.theme import (
    ROOM_HEIGHT,
    ROOM_NEW_MS,
    ROOM_TEXT,
    ROOM_WIDTH,
    SPACE_L,
    SPACE_S,
    SPACE_XL,
)
from cps_desktop.ui.wall.note_pictures import NotePictures
from cps_desktop.ui.wall.snapshot import EMPTY_PLANNER, PlannerSnapshot

TITLE = "What the room sees"
SOME = "some of the notes"
_AHEAD = 12
"""Notes measured between two events, in some two thousandths of a second."""


class RoomWindow(QWidget):
    """What is on the projector. Esc puts it away; no other key and no click does anything."""

    put_away = Signal()
    """Somebody closed it, or pressed Esc on it."""
    turned = Signal()
    """Another page is seen, or another part of the planner."""

    def __init__(self, look: RoomLook, timer: RoundTimer, pictures: NotePictures) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setProperty(BESIDE_PROPERTY, True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(ROOM_WIDTH // 4, ROOM_HEIGHT // 4)
        self.look = look
        measure = Measure(look)
        self.book = RoomBook(measure)
        self.heading = RoomHeading(look, self)
        self.paper = RoomPaper(measure, pictures, self)
        self.blank = RoomBlank(look, self)
        self.timer = RoomTimer(timer, look, self)
        self.named = False
        self._planner: PlannerSnapshot = EMPTY_PLANNER
        self._showing = Showing()
        self._is_blank = False
        self._new: set[str] = set()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(ROOM_NEW_MS)
        self._settled.timeout.connect(self._settle)
        self._ahead = QTimer(self)
        self._ahead.setInterval(0)
        self._ahead.timeout.connect(self._look_ahead)
        self.blank.hide()
        look.changed.connect(self._again)
        timer.changed.connect(self._take_time)
        self._take_time()

    # -- what it is given --------------------------------------------------------------------------

    def show_planner(self, planner: PlannerSnapshot, showing: Showing) -> None:
        """Show a planner, or a part of it."""
        if planner.id != self._planner.id:
            self._new.clear()
        self._planner, self._showing = planner, showing
        self._again()

    def mark_new(self, notes: Collection[str]) -> None:
        """These notes came just now; they are told apart for a few seconds."""
        self._new |= set(notes)
        self._settled.start()

    def set_named(self, named: bool) -> None:
        """Show who said what, or do not."""
        if named != self.named:
            self.named = named
            self._again()

    def set_blank(self, blank: bool, title: str) -> None:
        """Show the session's title and nothing else, or the planner again."""
        self.blank.show_title(title)
        if blank != self._is_blank:
            self._is_blank = blank
            self._again()

    def turn(self, by: int) -> None:
        """A page on or back."""
        if self.book.step(by):
            self._show_page()

    @property
    def is_blank(self) -> bool:
        """Whether only the title is seen: so it was wished, or there is nothing to show."""
        return self._is_blank or not self._planner.boxes

    # -- showing it --------------------------------------------------------------------------------

    def _again(self) -> None:
        self._place()
        blank = self.is_blank
        self.blank.setVisible(blank)
        for one in (self.heading, self.paper):
            one.setVisible(not blank)
        if not blank:
            room = self._room()
            self.book.open(self._planner, self._showing, room, named=self.named)
            self._show_page()
            self._ahead.start()
        self.update()
        self.turned.emit()

    def _look_ahead(self) -> None:
        if not self.book.look_ahead(_AHEAD):
            self._ahead.stop()

    def _show_page(self) -> None:
        only = self._showing.only
        some = SOME if only.author or only.theme else ""
        page = self.book.page
        away = len(self._new.difference(page.notes))
        new = "" if not away else "1 new note elsewhere" if away == 1 else f"{away} new elsewhere"
        self.heading.show_words(self._planner.title, self.book.name, some, new)
        self.paper.show_page(page, at_box=self._showing.at_box, new=self._new)
        self.turned.emit()

    def _settle(self) -> None:
        self._new.clear()
        if not self.is_blank:
            self._show_page()

    def _take_time(self) -> None:
        if self.timer.take_time():
            self._place()

    def _unit(self) -> float:
        return unit_of(self.width(), self.height())

    def _room(self) -> Room:
        paper = self.paper.size()
        order = self._showing.order
        return Room(float(paper.width()), float(paper.height()), self._unit(), order)

    def _place(self) -> None:
        unit = self._unit()
        letters = ROOM_TEXT * unit
        side, top = round(SPACE_XL * unit), round(SPACE_S * unit)
        high = round(letters * 2)
        width = self.width() - 2 * side
        time = self.timer.width_needed(letters * 1.7)
        right = self.width() - side - time
        self.timer.setGeometry(right, top, time, high)
        self.heading.set_letters(letters)
        gap = side if time else 0
        self.heading.setGeometry(side, top, max(1, width - time - gap), high)
        paper = top + high + round(SPACE_S * unit)
        bottom = round(SPACE_L * unit)
        self.paper.setGeometry(side, paper, max(1, width), max(1, self.height() - paper - bottom))
        self.blank.set_letters(letters * 2)
        self.blank.setGeometry(2 * side, paper, max(1, width - 2 * side), self.paper.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._again()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(event.rect(), self.look.colour("page"))

    # -- out of reach ------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        if event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_F6}:
            self.put_away.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.put_away.emit()

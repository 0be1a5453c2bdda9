"""Along the top of the room's window: what one is looking at, and how much time is left."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from cps_desktop.ui.projection.look import RoomLook
from cps_desktop.ui.projection.pieces import keep_out_of_reach
from cps_desktop.ui.round_timer import RoundTimer
from cps_desktop.ui.round_timer_parts import paint_ring, said_time, shown_time
from cps_desktop.ui.theme import HAIR, SPACE_M, SPACE_S
from cps_desktop.ui.theme_state import seen_in


def sized(look: RoomLook, role: str, pixels: float) -> QFont:
    """A role's letters, so many pixels high."""
    font = look.font(role)
    font.setPixelSize(max(1, round(pixels)))
    return font


class RoomTimer(QLabel):
    """The round's time, large. Nothing is there while no timer runs."""

    def __init__(self, timer: RoundTimer, look: RoomLook, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        keep_out_of_reach(self)
        self.timer = timer
        self._look = look
        self._letters = 1.0
        self.shown = ""
        look.changed.connect(self.update)
        self.hide()

    def take_time(self) -> bool:
        """Show what the timer says; True where it needs another room than before."""
        with seen_in(self._look):
            shown = shown_time(self.timer)
        other = len(shown) != len(self.shown)
        self.shown = shown
        self.setVisible(bool(shown))
        self.setAccessibleName(f"Timer: {said_time(self.timer)}" if shown else "")
        self.update()
        return other

    def width_needed(self, letters: float) -> int:
        """In pixels, for letters so many pixels high; 0 while there is nothing to show."""
        self._letters = letters
        if not self.shown:
            return 0
        metrics = QFontMetrics(sized(self._look, "timer", letters))
        return round(metrics.horizontalAdvance(self.shown) + letters * 1.4)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = self._letters
        ring = QRectF(0, (self.height() - side) / 2, side, side)
        with seen_in(self._look):
            paint_ring(painter, ring, self.timer)
        painter.setFont(sized(self._look, "timer", self._letters))
        painter.setPen(self._look.colour("text"))
        rest = QRectF(self.rect()).adjusted(self._letters * 1.3, 0, 0, 0)
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, self.shown)


class RoomHeading(QLabel):
    """The planner's title, which part of it is seen, and what is left out."""

    def __init__(self, look: RoomLook, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        keep_out_of_reach(self)
        self._look = look
        self._title = ""
        self._rest = ""
        self._letters = 1.0
        look.changed.connect(self.update)

    def show_words(self, title: str, *rest: str) -> None:
        """The title, and after it what else has to be known; empty words are left out."""
        said = " · ".join(one for one in rest if one)
        if (title, said) != (self._title, self._rest):
            self._title, self._rest = title, said
            self.setAccessibleName(f"{title} · {said}" if said else title)
            self.update()

    def set_letters(self, letters: float) -> None:
        """How high its letters are, in pixels."""
        if letters != self._letters:
            self._letters = letters
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        strong = sized(self._look, "section", self._letters)
        plain = sized(self._look, "note", self._letters)
        middle = Qt.AlignmentFlag.AlignVCenter
        wide = QFontMetrics(plain).horizontalAdvance(self._rest)
        gap = SPACE_M if self._rest else 0
        # Where there is little room, the title gives way: which part it is has to be read.
        room = max(self.width() // 4, self.width() - wide - gap)
        metrics = QFontMetrics(strong)
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.setFont(strong)
        painter.setPen(self._look.colour("text"))
        painter.drawText(QRectF(self.rect()), middle, title)
        left = metrics.horizontalAdvance(title) + gap
        rest = QRectF(self.rect()).adjusted(left, 0, 0, 0)
        words = QFontMetrics(plain).elidedText(
            self._rest, Qt.TextElideMode.ElideRight, round(rest.width())
        )
        painter.setFont(plain)
        painter.setPen(self._look.colour("quiet"))
        painter.drawText(rest, middle, words)


class RoomBlank(QLabel):
    """A calm page: the session's title, and nothing of what was written."""

    def __init__(self, look: RoomLook, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        keep_out_of_reach(self)
        self._look = look
        self._title = ""
        self._letters = 1.0
        look.changed.connect(self.update)

    def show_title(self, title: str) -> None:
        """The title of the session."""
        self._title = title
        self.setAccessibleName(title)
        self.update()

    def set_letters(self, letters: float) -> None:
        """How high its letters are, in pixels."""
        self._letters = letters
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(sized(self._look, "section", self._letters))
        painter.setPen(self._look.colour("text"))
        # A third down the page, where the eye rests, on as many lines as it takes.
        room = QRectF(self.rect()).adjusted(0, self.height() * 0.28, 0, 0)
        words = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
        flags = words | Qt.TextFlag.TextWordWrap
        painter.drawText(room, flags, self._title)
        used = painter.boundingRect(room, flags, self._title)
        painter.setPen(QPen(self._look.colour("primary"), HAIR * 3))
        under = used.bottom() + SPACE_S * 2
        middle = self.width() / 2
        painter.drawLine(
            round(middle - self._letters), round(under), round(middle + self._letters), round(under)
        )

"""All of a page or dialog in one part, which scrolls where large letters leave too little room.

At the usual size a page's own list or sheet scrolls and its heading stands still. At 300 % heading
and buttons fill a small screen alone; then the page is taller than the window, as far as its parts
need it, and all of it scrolls.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QScrollArea, QWidget

from cps_desktop.ui.theme import SPACE_M, SPACE_XS


class WholePage(QScrollArea):
    """Holds ``inside`` as tall as its room, or as ``least`` says that it has to be in a width."""

    laid_out = Signal()
    """What is inside has become taller or lower."""

    def __init__(self, inside: QWidget, least: Callable[[int], int]) -> None:
        super().__init__()
        # A part of our own, as in ``scrolling``.
        self.setViewport(QWidget())
        self.viewport().setBackgroundRole(QPalette.ColorRole.NoRole)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The keyboard is for what is on the page.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = inside
        self._least = least
        self._follows = False
        self.setWidget(inside)

    def fit(self) -> None:
        """Give the page the room it needs now."""
        room = self.maximumViewportSize()
        wide, high = self._needed(room.width())
        scrolls = high > room.height()
        if scrolls:
            bar = self.verticalScrollBar().sizeHint().width() + SPACE_XS
            wide, high = self._needed(room.width() - bar)
        self._inside.resize(wide, max(high, room.height()))
        self._follow(scrolls)

    def lacking(self) -> int:
        """How many pixels more its room would have to have for nothing to scroll."""
        room = self.maximumViewportSize()
        return max(0, self._needed(room.width())[1] - room.height())

    def hasHeightForWidth(self) -> bool:
        return self._inside.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        return self._inside.heightForWidth(width)

    def sizeHint(self) -> QSize:
        return self._inside.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._inside.minimumSizeHint().width(), super().minimumSizeHint().height())

    def _needed(self, width: int) -> tuple[int, int]:
        wide = max(width, self._inside.minimumSizeHint().width())
        return wide, self._least(wide)

    def _follow(self, on: bool) -> None:
        """What has the keyboard is brought into view while there is anything to scroll."""
        app = QApplication.instance()
        if on == self._follows or not isinstance(app, QApplication):
            return
        self._follows = on
        if on:
            app.focusChanged.connect(self._keyboard_went)
            self._keyboard_went(None, self._inside.focusWidget())
        else:
            app.focusChanged.disconnect(self._keyboard_went)

    def _keyboard_went(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is None or not self._inside.isAncestorOf(new):
            return
        seen: QWidget = new
        walk = new.parentWidget()
        while walk is not None and walk is not self._inside:
            # A list that scrolls brings what is in it into its own view.
            if isinstance(walk, QAbstractScrollArea) and walk.verticalScrollBar().maximum() > 0:
                seen = walk
            walk = walk.parentWidget()
        top = seen.mapTo(self._inside, QPoint(0, 0)).y() - SPACE_M
        bottom = top + min(seen.height() + 2 * SPACE_M, self.viewport().height())
        bar = self.verticalScrollBar()
        bar.setValue(min(max(bar.value(), bottom - self.viewport().height()), top))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
            self.laid_out.emit()
        return done

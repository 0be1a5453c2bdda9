"""One ring around whatever has the keyboard: always seen, never covered, the same in every window.

A stylesheet border would move the words and can be hidden by a neighbour, so the ring is a thin
overlay on the window that follows the focused widget wherever it is laid out or scrolled.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QFocusFrame, QMenu, QWidget
from shiboken6 import isValid

from cps_desktop.ui.theme import CORNER_INPUT, FOCUS_WIDTH
from cps_desktop.ui.theme_state import theme

_FOLLOWED = frozenset(
    {
        QEvent.Type.Move,
        QEvent.Type.Resize,
        QEvent.Type.Show,
        QEvent.Type.Hide,
        QEvent.Type.ZOrderChange,
        QEvent.Type.LayoutRequest,
        QEvent.Type.EnabledChange,
    }
)
_INNER = 2
_FOLLOWS_PROPERTY = "follows_keyboard"
OWN_FOCUS_PROPERTY = "paints_own_focus"
"""Set on a widget that shows by itself that it has the keyboard."""
RING_ON_PARENT_PROPERTY = "ring_on_parent"
"""Set on a field that fills its parent: the ring goes around the parent, off the words."""


class FocusRing(QFocusFrame):
    """The painted ring. (Qt leaves a ``QFocusFrame`` out of the accessibility tree, as it must.)"""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    def place(self, around: QRect) -> None:
        """Show the ring around a rectangle of the window, kept inside the window."""
        parent = self.parentWidget()
        assert parent is not None
        grown = around.adjusted(-FOCUS_WIDTH, -FOCUS_WIDTH, FOCUS_WIDTH, FOCUS_WIDTH)
        frame = grown.intersected(parent.rect())
        edge = FOCUS_WIDTH + _INNER
        region = QRegion(QRect(QPoint(0, 0), frame.size()))
        hole = QRect(QPoint(0, 0), frame.size()).adjusted(edge, edge, -edge, -edge)
        if frame != self.geometry() or not self.isVisible():
            self.setGeometry(frame)
            # The hole keeps the widget under the ring from being painted through it.
            self.setMask(region.subtracted(QRegion(hole)) if hole.isValid() else region)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = theme()
        for colour, width, inset in (
            (state.colour("focus_inner"), _INNER, FOCUS_WIDTH),
            (state.colour("focus_outer"), FOCUS_WIDTH, 0),
        ):
            painter.setPen(QPen(colour, width))
            half = inset + width / 2
            corner = CORNER_INPUT + FOCUS_WIDTH - half
            painter.drawRoundedRect(
                self.rect().toRectF().adjusted(half, half, -half, -half), corner, corner
            )


def follow_keyboard(app: QApplication) -> None:
    """Put the ring around whatever has the keyboard, in every window of this program."""
    if not app.property(_FOLLOWS_PROPERTY):
        app.setProperty(_FOLLOWS_PROPERTY, True)
        FocusRings(app)


class FocusRings(QObject):
    """Follows the keyboard through every window of the program."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._rings: dict[QWidget, FocusRing] = {}
        self._followed: list[QWidget] = []
        self._target: QWidget | None = None
        app.focusChanged.connect(self._focus_changed)
        theme().changed.connect(self._place)

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        for widget in self._followed:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._followed = []
        self._rings = {w: ring for w, ring in self._rings.items() if isValid(w) and isValid(ring)}
        for ring in self._rings.values():
            ring.hide()
        self._target = None
        if new is None or isinstance(new, QMenu) or new.isWindow():
            return
        if new.property(OWN_FOCUS_PROPERTY):
            return
        parent = new.parentWidget()
        self._target = parent if parent and new.property(RING_ON_PARENT_PROPERTY) else new
        walk: QWidget | None = new
        while walk is not None:
            walk.installEventFilter(self)
            self._followed.append(walk)
            if walk.isWindow():
                break
            walk = walk.parentWidget()
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _FOLLOWED:
            self._place()
        return False

    def _place(self) -> None:
        target = self._target
        if target is None or not isValid(target):
            return
        window = target.window()
        ring = self._rings.get(window)
        if ring is None:
            ring = self._rings[window] = FocusRing(window)
        visible = _visible_part(target, window)
        if visible.isEmpty() or not target.isVisible():
            ring.hide()
        else:
            ring.place(visible)


def _visible_part(widget: QWidget, window: QWidget) -> QRect:
    """The widget's rectangle in window coordinates, cut to what its ancestors let be seen."""
    rect = QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())
    walk = widget.parentWidget()
    while walk is not None and walk is not window:
        rect = rect.intersected(QRect(walk.mapTo(window, QPoint(0, 0)), walk.size()))
        walk = walk.parentWidget()
    return rect

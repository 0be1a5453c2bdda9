"""Looking at the wall from near and far: zoom, pan, fit.

While the wheel or fingers turn, a scaled picture of the sheet is shown; the real widgets are laid
out once, when the movement ends.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QFocusFrame,
    QFrame,
    QGestureEvent,
    QPinchGesture,
    QScrollArea,
    QWidget,
)

from cps_desktop.ui.theme import FIT_LEAST, ZOOM_LEAST, ZOOM_MOST, ZOOM_SETTLE_MS, ZOOM_STEP
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall.sheet import A3Sheet

_PAN_BUTTONS = Qt.MouseButton.MiddleButton | Qt.MouseButton.LeftButton


ZOOM_KEYS = frozenset({Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus, Qt.Key.Key_0})


class _Veil(QFocusFrame):
    """The scaled picture shown while zooming (left out of the accessibility tree)."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.picture = QPixmap()
        self.where = QRectF()
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme().colour("page"))
        painter.drawPixmap(self.where, self.picture, QRectF(self.picture.rect()))


class WallArea(QScrollArea):
    """The window onto the sheet."""

    zoomed = Signal(float)
    """The zoom now shown (1.0 = 100 %)."""

    def __init__(self, sheet: A3Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = sheet
        self.setWidget(sheet)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName("The A3")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().grabGesture(Qt.GestureType.PinchGesture)
        self._veil = _Veil(self.viewport())
        self._target = 1.0
        self._origin = QPointF()
        self._kept = QRectF()
        self._width_fitted = -1.0
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(ZOOM_SETTLE_MS)
        self._settle.timeout.connect(self.settle)
        self._fits_width = True
        self._panning_from: QPoint | None = None
        self._space_held = False
        sheet.laid_out.connect(self._page_changed)

    def zoom(self) -> float:
        """The zoom shown, or being turned to."""
        return self._target if self._veil.isVisible() else self._sheet.zoom

    def zoom_to(self, zoom: float, anchor: QPointF | None = None) -> None:
        """Zoom at once, keeping the point under ``anchor`` (viewport pixels) where it is."""
        self._fits_width = False
        self._set(zoom, anchor)

    def _set(self, zoom: float, anchor: QPointF | None = None) -> None:
        self._settle.stop()
        self._veil.hide()
        zoom = max(ZOOM_LEAST, min(ZOOM_MOST, zoom))
        at = QPointF(self.viewport().rect().center()) if anchor is None else anchor
        units = (at - QPointF(self._sheet.pos())) / self._sheet.zoom
        self._sheet.set_zoom(zoom)
        self._scroll_to(units * zoom - at)
        self.zoomed.emit(zoom)

    def turn(self, factor: float, anchor: QPointF) -> None:
        """One step of a zoom gesture; only a picture is scaled until it ends."""
        if not self._veil.isVisible():
            self._begin_turn()
        self._fits_width = False
        before = self._target
        self._target = max(ZOOM_LEAST, min(ZOOM_MOST, before * factor))
        self._origin = anchor - (anchor - self._origin) * (self._target / before)
        ratio = self._target / self._sheet.zoom
        kept = self._kept
        self._veil.where = QRectF(self._origin + kept.topLeft() * ratio, kept.size() * ratio)
        self._veil.update()
        self._settle.start()
        self.zoomed.emit(self._target)

    def _begin_turn(self) -> None:
        sheet = self._sheet
        self._target = sheet.zoom
        self._origin = QPointF(sheet.pos())
        # Only what is in sight: painting the rest for the first time would hold the wheel up.
        self._kept = QRectF(sheet.visibleRegion().boundingRect())
        self._veil.picture = sheet.grab(self._kept.toRect())
        self._veil.setGeometry(self.viewport().rect())
        self._veil.show()
        self._veil.raise_()

    def settle(self) -> None:
        """End a zoom gesture: lay the real wall out where the picture stood."""
        if self._veil.isVisible():
            self._settle.stop()
            self._sheet.set_zoom(self._target)
            self._scroll_to(-self._origin)
            self._veil.hide()
            self.zoomed.emit(self._sheet.zoom)

    def _scroll_to(self, corner: QPointF) -> None:
        self.horizontalScrollBar().setValue(round(corner.x()))
        self.verticalScrollBar().setValue(round(corner.y()))

    def fit_width(self) -> None:
        """Make the page as wide as the window, and keep it so until the person zooms."""
        self._fits_width = True
        width = self._sheet.width_to_fit()
        room = self.maximumViewportSize().width()
        units_high = self._sheet.size_units()[1]
        zoom = room / max(1.0, width)
        if units_high * zoom > self.maximumViewportSize().height():
            zoom = (room - self.verticalScrollBar().sizeHint().width()) / max(1.0, width)
        # Who asked for larger letters is not to have them shrunk again by a narrow window.
        least = 1.0 if theme().scale > 100 else FIT_LEAST
        self._set(max(least, min(zoom, ZOOM_MOST)), QPointF())

    def fit_page(self) -> None:
        """The whole page; where that is so already, its full width."""
        width, height = self._sheet.size_units()
        room = self.maximumViewportSize()
        whole = max(ZOOM_LEAST, min(room.width() / width, room.height() / height))
        if abs(whole - self._sheet.zoom) < 0.005:
            self.fit_width()
        else:
            self.zoom_to(whole)

    def _page_changed(self) -> None:
        # A page that grew keeps its zoom; only its first showing and a new width fit it.
        if self._fits_width and self._width_fitted != self._sheet.width_to_fit():
            self._width_fitted = self._sheet.width_to_fit()
            self.fit_width()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._fits_width:
            self.fit_width()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turned = event.angleDelta().y() / 120 or event.pixelDelta().y() / 60
            self.turn(ZOOM_STEP**turned, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                centre = self.viewport().mapFromGlobal(pinch.centerPoint())
                self.turn(pinch.scaleFactor(), centre)
                return True
        if (
            isinstance(event, QNativeGestureEvent)
            and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture
        ):
            self.turn(1 + event.value(), event.position())
            return True
        return super().viewportEvent(event)

    def zoom_key(self, event: QKeyEvent) -> bool:
        """Ctrl with +, - or 0; True when it was one of them."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return False
        if event.key() in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_to(self._sheet.zoom * ZOOM_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom_to(self._sheet.zoom / ZOOM_STEP)
        elif event.key() == Qt.Key.Key_0:
            self.zoom_to(1.0)
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = True
            self.viewport().setCursor(Qt.CursorShape.OpenHandCursor)
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._space_held = False
            self.viewport().unsetCursor()
        super().keyReleaseEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        # Notes take the left button for themselves; on bare ground it moves the wall.
        if event.button() & _PAN_BUTTONS:
            self._panning_from = event.globalPosition().toPoint()
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._panning_from is not None:
            now = event.globalPosition().toPoint()
            way = now - self._panning_from
            self._panning_from = now
            across, down = self.horizontalScrollBar(), self.verticalScrollBar()
            across.setValue(across.value() - way.x())
            down.setValue(down.value() - way.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._panning_from = None
        self.viewport().unsetCursor()

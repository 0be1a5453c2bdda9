"""The document as it will be saved: its pages drawn from the very file, to turn and to enlarge."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QIcon,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cps_desktop.services.print_preview import Made, Picture, picture
from cps_desktop.ui.in_background import Background
from cps_desktop.ui.kit import Button, Switch, Words, announce
from cps_desktop.ui.kit.reading_order import tab_stop
from cps_desktop.ui.pages_of_session.across import Across
from cps_desktop.ui.theme import (
    FIELD_WIDTH,
    HAIR,
    NARROW,
    PAPER,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XL,
    ZOOM_LEAST,
    ZOOM_MOST,
    ZOOM_SETTLE_MS,
    ZOOM_STEP,
)
from cps_desktop.ui.theme_state import set_type, theme

WHOLE, WIDTH = 0, 1
_FREE = 2
_MEASURE_DPI = 24
_SMALL_DPI = 14
_SMALL_SIDE = FIELD_WIDTH // 3
_MOST_SMALL = 80
_MOST_DPI = 400.0


@dataclass(frozen=True, slots=True)
class _Fit:
    """How a page is to fill its room: ``way`` WHOLE or WIDTH, or a free ``zoom`` (1 is 96 dpi)."""

    way: int
    zoom: float
    width: int
    height: int
    ratio: float

    def dpi(self, inches_across: float, inches_down: float) -> float:
        """Dots an inch so that the page fills its room, in pixels of the screen itself."""
        if self.way == _FREE:
            wanted = 96 * self.zoom
        else:
            wanted = self.width / inches_across
            if self.way == WHOLE:
                wanted = min(wanted, self.height / inches_down)
        return max(_MEASURE_DPI / 2, min(_MOST_DPI, wanted * self.ratio))


def _drawn(pdf: bytes, page: int, fit: _Fit) -> tuple[Picture, float]:
    small = picture(pdf, page, _MEASURE_DPI)
    dpi = fit.dpi(small.width / _MEASURE_DPI, small.height / _MEASURE_DPI)
    return picture(pdf, page, dpi), dpi


def to_image(one: Picture) -> QImage:
    """A page's pixels as Qt holds them."""
    image = QImage(one.rgb, one.width, one.height, one.width * 3, QImage.Format.Format_RGB888)
    return image.copy()  # the bytes above go away with this call


class _Sheet(QWidget):
    """Paints one page, white as paper in every theme."""

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_image(self, image: QImage | None) -> None:
        self._image = image
        self.setFixedSize(0, 0)
        if image is not None:
            size = image.deviceIndependentSize().toSize()
            self.setFixedSize(size + QSize(2 * HAIR, 2 * HAIR))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._image is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(PAPER))
        painter.drawImage(HAIR, HAIR, self._image)
        painter.setPen(QPen(theme().colour("line"), HAIR))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))


class _Room(QScrollArea):
    """Where a page is looked at. Page Up and Page Down turn, + and − enlarge, Home and End jump."""

    def __init__(self, on_key: Callable[[int], bool], on_resize: Callable[[], None]) -> None:
        super().__init__()
        self._on_key = on_key
        self._on_resize = on_resize
        self.sheet = _Sheet()
        self.setWidget(self.sheet)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        tab_stop(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Page")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._on_key(event.key()):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._on_resize()


class Preview(QWidget):
    """Pages of one document with the buttons to turn and enlarge them."""

    def __init__(self, background: Background) -> None:
        super().__init__()
        self._background = background
        self._made: Made | None = None
        self._page = 0
        self._way, self._zoom = WHOLE, 1.0
        self._shown_dpi = 0.0
        self.setAccessibleName("Preview")
        self.before = Button("‹ Page before", lambda: self.turn(-1))
        self.after = Button("Next page ›", lambda: self.turn(1))
        self.where = Words("", "strong", wrap=False)
        self.where.setMinimumHeight(self.before.sizeHint().height())
        self.fits = Switch("Show", ("Whole page", "Page width"), self._fit_chosen)
        self.smaller = Button("Smaller", lambda: self.enlarge(-1), tip="−")
        self.larger = Button("Larger", lambda: self.enlarge(1), tip="+")
        self.room = _Room(self._key, self._soon)
        self.small = QListWidget()
        tab_stop(self.small)
        self._small_up()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(ZOOM_SETTLE_MS)
        self._later.timeout.connect(self._draw)
        bar = Across(
            (self.before, 0),
            (self.where, 0),
            (self.after, 0),
            (self.fits, 0),
            (self.smaller, 0),
            (self.larger, 0),
            spacing=SPACE_M,
        )
        both = QHBoxLayout()
        both.setSpacing(SPACE_L)
        both.addWidget(self.small)
        both.addWidget(self.room, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        column.addWidget(bar)
        column.addLayout(both, 1)
        self.bar = bar
        # Both scroll by themselves, so they ask for no more room than there is.
        for part in (self.room, self.small):
            part.setSizePolicy(part.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Ignored)
        theme().changed.connect(self._fit_small)
        self._fit_small()
        self._say_where()

    # -- what is shown --------------------------------------------------------------------------

    @property
    def page(self) -> int:
        """The page in view, counted from 0."""
        return self._page

    def show_document(self, made: Made) -> None:
        """Show a document, at the page that was in view if it still has that many."""
        self._made = made
        self._page = min(self._page, made.pages - 1)
        self.small.clear()
        for number in range(min(made.pages, _MOST_SMALL)):
            item = QListWidgetItem(str(number + 1))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"Page {number + 1}")
            self.small.addItem(item)
        self._fit_small()
        self._say_where()
        self._draw()
        if made.pages > 1:
            pdf, count = made.pdf, min(made.pages, _MOST_SMALL)
            self._background.do(
                "small pages",
                lambda: [picture(pdf, number, _SMALL_DPI) for number in range(count)],
                self._show_small,
            )

    def begin_again(self) -> None:
        """Another document was chosen: nothing of the one before is seen while it is drawn."""
        self._page = 0
        self._made = None
        for key in ("page", "small pages"):
            self._background.forget(key)
        self._later.stop()
        self.small.clear()
        self.room.sheet.show_image(None)
        self._fit_small()
        self._say_where()

    def go_to_page(self, number: int) -> None:
        """Show a page, counted from 0; beyond the ends it stays."""
        if self._made is None or not 0 <= number < self._made.pages or number == self._page:
            return
        self._page = number
        self.room.verticalScrollBar().setValue(0)
        self._say_where()
        announce(self, self.where.text())
        self._draw()

    def turn(self, by: int) -> None:
        self.go_to_page(self._page + by)

    def enlarge(self, steps: int) -> None:
        """A step larger or smaller than what is seen now."""
        if self._way != _FREE and self._shown_dpi:
            self._zoom = self._shown_dpi / 96 / self.devicePixelRatioF()
        self._way = _FREE
        self._zoom = max(ZOOM_LEAST, min(ZOOM_MOST, self._zoom * ZOOM_STEP ** (2 * steps)))
        self._draw()

    def _fit_chosen(self, way: int) -> None:
        self._way = way
        self._draw()

    def _key(self, key: int) -> bool:
        bar = self.room.verticalScrollBar()
        keys = Qt.Key
        if key == keys.Key_PageDown and bar.value() >= bar.maximum():
            self.turn(1)
        elif key == keys.Key_PageUp and bar.value() <= bar.minimum():
            self.turn(-1)
        elif key == keys.Key_Home:
            self.go_to_page(0)
        elif key == keys.Key_End and self._made is not None:
            self.go_to_page(self._made.pages - 1)
        elif key in {keys.Key_Plus, keys.Key_Equal}:
            self.enlarge(1)
        elif key == keys.Key_Minus:
            self.enlarge(-1)
        elif key == keys.Key_0:
            self.fits.choose(WHOLE)
            self._fit_chosen(WHOLE)
        else:
            return False
        return True

    # -- drawing --------------------------------------------------------------------------------

    def _soon(self) -> None:
        if self._made is not None and self._way != _FREE:
            self._later.start()

    def _draw(self) -> None:
        if self._made is None:
            return
        ring = 2 * SPACE_S
        room = self.room.viewport().size() - QSize(ring, ring)
        fit = _Fit(
            self._way,
            self._zoom,
            max(FIELD_WIDTH // 2, room.width()),
            max(FIELD_WIDTH // 2, room.height()),
            self.devicePixelRatioF(),
        )
        pdf, page = self._made.pdf, self._page
        self._background.do("page", lambda: _drawn(pdf, page, fit), self._show_drawn)

    def _show_drawn(self, drawn: tuple[Picture, float]) -> None:
        one, dpi = drawn
        image = to_image(one)
        image.setDevicePixelRatio(self.devicePixelRatioF())
        self._shown_dpi = dpi
        self.room.sheet.show_image(image)

    def _say_where(self) -> None:
        made = self._made
        if made is None:
            self.where.setText("")
        else:
            self.where.setText(f"Page {self._page + 1} of {made.pages}")
            self.room.setAccessibleName(f"Page {self._page + 1} of {made.pages}, {made.title}")
            self.room.setAccessibleDescription(f"{made.classification} {made.state}".strip())
            if self._page < self.small.count():
                self.small.blockSignals(True)
                self.small.setCurrentRow(self._page)
                self.small.blockSignals(False)
        self.before.setEnabled(made is not None and self._page > 0)
        self.after.setEnabled(made is not None and self._page < made.pages - 1)

    # -- the small pages at the left --------------------------------------------------------------

    def _small_up(self) -> None:
        self.small.setAccessibleName("Pages, small")
        self.small.setSpacing(SPACE_S // 2)
        self.small.setUniformItemSizes(False)
        self.small.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.small.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        set_type(self.small, "small")
        self.small.currentRowChanged.connect(self.go_to_page)

    def _show_small(self, pictures: list[Picture]) -> None:
        for one in pictures:
            item = self.small.item(one.number)
            if item is not None:
                pixmap, icon = _framed(to_image(one)), QIcon()
                # The chosen page is marked by its ground; its picture stays as it is.
                for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
                    icon.addPixmap(pixmap, mode)
                item.setIcon(icon)
        self._fit_small()

    def _fit_small(self) -> None:
        many = self._made is not None and self._made.pages > 1
        self.small.setVisible(many and self.width() >= theme().px(NARROW * 3 // 4))
        self.small.setIconSize(QSize(_SMALL_SIDE, _SMALL_SIDE))
        number = self.small.fontMetrics().horizontalAdvance("888")
        self.small.setFixedWidth(_SMALL_SIDE + number + 4 * SPACE_L)
        self.where.setMinimumHeight(self.before.sizeHint().height())
        self.room.setMinimumHeight(theme().px(FIELD_WIDTH - SPACE_XL))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_small()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._draw()


def _framed(image: QImage) -> QPixmap:
    """A small page with an edge, so that white paper is seen on a white card."""
    side = QSize(_SMALL_SIDE, _SMALL_SIDE)
    smooth = Qt.TransformationMode.SmoothTransformation
    pixmap = QPixmap.fromImage(image.scaled(side, Qt.AspectRatioMode.KeepAspectRatio, smooth))
    painter = QPainter(pixmap)
    painter.setPen(QPen(theme().colour("line"), HAIR))
    painter.drawRect(QRect(0, 0, pixmap.width() - 1, pixmap.height() - 1))
    painter.end()
    return pixmap

"""The frame of a page: title, one quiet line, buttons (one of them primary), one main thing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from cps_desktop.ui.kit.buttons import Button
from cps_desktop.ui.kit.reading_order import put_in_order, reading_order
from cps_desktop.ui.kit.whole_page import WholePage
from cps_desktop.ui.kit.words import Words, in_short
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.theme import (
    FIELD_WIDTH,
    NARROW,
    PAGE_LEAST,
    SPACE_L,
    SPACE_M,
    SPACE_S,
    SPACE_XL,
    SPACE_XS,
    SPACE_XXL,
)
from cps_desktop.ui.theme_state import theme


class Card(QFrame):
    """A framed part of a page. ``kind``: card, accent, warning, question, done."""

    def __init__(
        self, kind: str = "card", *, name: str = "", tight: bool = False, across: bool = False
    ) -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setAccessibleName(name)
        side = SPACE_L if tight else SPACE_XL
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self.column = QBoxLayout(direction, self)
        self.column.setContentsMargins(side, SPACE_M if tight else SPACE_L, side, SPACE_L)
        self.column.setSpacing(SPACE_S)

    def add(self, *widgets: QWidget) -> Card:
        """Put widgets in, one beneath the other (or side by side where ``across``)."""
        for widget in widgets:
            if isinstance(widget, Button):
                self.column.addWidget(widget, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self.column.addWidget(widget)
        return self


class _Body(QWidget):
    """What a page is about; says when it has become taller or lower."""

    laid_out = Signal()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.laid_out.emit()
        return done


class PageFrame(QWidget):
    """A page of the program. Put the main thing in with ``set_content`` or ``add``.

    ``secondary`` buttons stand left of the one ``primary``. A page whose content scrolls by itself
    (the wall, a table) passes ``scrolls=False``.
    """

    def __init__(
        self,
        title: str,
        line: str = "",
        *,
        secondary: Sequence[QWidget] = (),
        primary: Button | None = None,
        scrolls: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(title)
        self.title = Words(title, "title")
        self.line = Words(line, "body", "quiet")
        self.line.setVisible(bool(line))
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(SPACE_M)
        # A widget of its own: the bound on line length must not bound the heading's room.
        heading = QWidget()
        # Or the window could never be lower than its words in a column one word wide.
        heading.setMinimumHeight(1)
        names = QVBoxLayout(heading)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(SPACE_XS)
        names.addWidget(self.title)
        names.addWidget(self.line)
        self._head.addWidget(heading, 1)
        self._buttons = WrappingRow(SPACE_M)
        self._head.addLayout(self._buttons)
        self.primary: Button | None = None
        self._stops: list[QWidget] = []
        self.set_buttons(secondary, primary)
        inside = QWidget()
        inside.setProperty("ground", "page")
        outer = self._outer = QVBoxLayout(inside)
        outer.setContentsMargins(SPACE_XXL, SPACE_XL, SPACE_XXL, SPACE_XL)
        outer.setSpacing(SPACE_L)
        outer.addLayout(self._head)
        self._body = _Body()
        self._body.setProperty("ground", "page")
        self.column = QVBoxLayout(self._body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_L)
        if scrolls:
            outer.addWidget(scrolling(self._body, title), 1)
            self.column.addStretch(1)
        else:
            outer.addWidget(self._body, 1)
        self._scrolls = scrolls
        whole = self.whole_page = WholePage(inside, self._least_height)
        if scrolls:
            self._body.laid_out.connect(whole.fit)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(whole)

    def set_buttons(self, secondary: Sequence[QWidget] = (), primary: Button | None = None) -> None:
        """Replace the buttons at the top right; there is never more than one primary."""
        while (item := self._buttons.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
        for button in secondary:
            self._buttons.addWidget(button)
        self.primary = primary
        if primary is not None:
            self._buttons.addWidget(primary)

    def set_title(self, title: str, line: str | None = None) -> None:
        title = in_short(title)
        self.title.setText(title)
        self.setAccessibleName(title)
        if line is not None:
            self.line.setText(in_short(line))
            self.line.setVisible(bool(line))

    def add(self, *widgets: QWidget) -> None:
        """Put widgets on the page, one beneath the other."""
        for widget in widgets:
            place = self.column.count() - (1 if self._scrolls else 0)
            self.column.insertWidget(place, widget)

    def set_content(self, widget: QWidget) -> None:
        """The one main thing, taking all the room there is."""
        self.column.addWidget(widget, 1)

    def first_part(self) -> QWidget | None:
        """Where one begins on this page."""
        return next((one for one in reading_order(self._body) if one.isEnabled()), None)

    def take_keyboard(self, left: QWidget | None) -> None:
        """The page was opened: one goes on where one ``left`` it, or begins at its first part."""
        if left is None or not left.isVisible() or not left.isEnabled():
            left = self.first_part()
        if left is not None:
            left.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        # Rows come and go; before Tab goes anywhere it is put in the order one reads.
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab}
        ):
            stops = reading_order(self)
            if stops != self._stops:
                self._stops = stops
                put_in_order(stops)
        return super().event(event)

    def _least_height(self, width: int) -> int:
        """How tall the page has to be for its heading and some of what it is about."""
        margins = self._outer.contentsMargins()
        room = width - margins.left() - margins.right()
        head = self._head.heightForWidth(room)
        if head < 0:
            head = self._head.sizeHint().height()
        around = margins.top() + head + self._outer.spacing() + margins.bottom()
        least = theme().px(PAGE_LEAST)
        if not self._scrolls:
            needed = self.column.totalMinimumHeightForWidth(room)
            return around + max(needed, self._body.minimumSizeHint().height(), least)
        # Of words that go on beneath one another some may be seen at a time. Where even they have
        # no room all of them stand on the page, which scrolls alone: not a part of it as well.
        if around + least // 2 <= self.whole_page.height():
            return around + least // 2
        return around + max(self._body.heightForWidth(room), self._body.minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The line beneath the title is words to be read, not a column of single ones.
        left = max(
            self.title.sizeHint().width(), theme().px(FIELD_WIDTH) if self.line.text() else 0
        )
        wanted = self._buttons.sizeHint().width() + left
        narrow = self.width() < max(NARROW // 2, wanted + 2 * SPACE_XXL)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(down if narrow else across)
        self.whole_page.fit()


def scrolling(inside: QWidget, name: str) -> QScrollArea:
    """A part that scrolls up and down when it is taller than its room."""
    area = QScrollArea()
    # A part of our own: asked for one that Qt made, PySide first reads every class of widget
    # there is to find out which it might be (a twentieth of the start).
    area.setViewport(QWidget())
    area.viewport().setBackgroundRole(QPalette.ColorRole.NoRole)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    area.setAccessibleName(name)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
    return area


def buttons_row(*buttons: QWidget, right: bool = False) -> QHBoxLayout:
    """Buttons beside one another, at the left or the right."""
    row = QHBoxLayout()
    row.setSpacing(SPACE_M)
    if right:
        row.addStretch(1)
    for button in buttons:
        row.addWidget(button)
    if not right:
        row.addStretch(1)
    return row

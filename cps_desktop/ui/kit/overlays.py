"""What comes over or beside a page on demand: the Undo line, the drawer, a part folded away."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cps_desktop.ui.kit.announcing import announce
from cps_desktop.ui.kit.buttons import Button
from cps_desktop.ui.kit.page import scrolling
from cps_desktop.ui.kit.words import Words, in_short
from cps_desktop.ui.theme import DRAWER_WIDTH, SPACE_L, SPACE_M, SPACE_S, SPACE_XL, TOAST_MS
from cps_desktop.ui.theme_state import set_type, theme

_NO_LIMIT = 16_777_215
"""What Qt takes for no limit of a width."""


class Toast(QFrame):
    """A line at the foot of a page: what was done, and "Undo". It stays long enough to be read.

    While it has the keyboard or the pointer it does not go away at all.
    """

    undo_asked = Signal()

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("kind", "toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_S, SPACE_S)
        row.setSpacing(SPACE_L)
        self._words = Words(wrap=False)
        self._undo = Button("Undo", self._undone, kind="toast")
        self._close = Button("Close", self.hide, kind="toast")
        row.addWidget(self._words, 1)
        row.addWidget(self._undo)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self._time_is_up)
        self._slide = QPropertyAnimation(self, b"pos", self)
        over.installEventFilter(self)
        theme().changed.connect(self._fit)
        self.hide()

    def say(self, sentence: str, *, undo: bool = True) -> None:
        """Show a sentence, with or without "Undo", and have it spoken."""
        sentence = in_short(sentence)
        self._words.setText(sentence)
        self.setAccessibleName(sentence)
        self._undo.setVisible(undo)
        self.show()
        self.raise_()
        self._place(slide=True)
        self._timer.start()
        announce(self, sentence)

    def _undone(self) -> None:
        self.hide()
        self.undo_asked.emit()

    def _time_is_up(self) -> None:
        if self.underMouse() or self._undo.hasFocus() or self._close.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place(slide=False)
        return False

    def _fit(self) -> None:
        """Once every part has its new letters."""
        if self.isVisible():
            QTimer.singleShot(0, self, lambda: self._place(slide=False))

    def _place(self, *, slide: bool) -> None:
        over, row = self.parentWidget(), self.layout()
        assert over is not None
        assert row is not None
        room = over.width() - 2 * SPACE_L
        # On one line while there is room, else on as many as it takes: no word is cut off.
        self._words.setWordWrap(False)
        row.invalidate()
        width = min(row.sizeHint().width(), room)
        self._words.setWordWrap(width == room)
        row.invalidate()
        height = row.totalHeightForWidth(width) if width == room else row.sizeHint().height()
        self.resize(width, height)
        end = over.rect().bottomLeft()
        end.setX((over.width() - width) // 2)
        end.setY(over.height() - self.height() - SPACE_XL)
        self._slide.stop()
        duration = theme().movement_ms
        if not slide or duration == 0:
            self.move(end)
            return
        start = end + over.rect().topLeft()
        start.setY(end.y() + SPACE_M)
        self._slide.setDuration(duration)
        self._slide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._slide.setStartValue(start)
        self._slide.setEndValue(end)
        self._slide.start()


class Drawer(QFrame):
    """A panel at the right edge, opened on demand. Esc or "Close" puts the keyboard back."""

    closed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "drawer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._before: QWidget | None = None
        self._title = Words(title, "section")
        self._inside = QWidget()
        self._inside.setProperty("ground", "card")
        self.column = QVBoxLayout(self._inside)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_M)
        self._close = Button("Close", self.close_drawer)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._close)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(SPACE_L, SPACE_L, SPACE_L, SPACE_L)
        outer.setSpacing(SPACE_L)
        outer.addLayout(head)
        outer.addWidget(scrolling(self._inside, title), 1)
        self.setAccessibleName(title)
        self._alone = False
        theme().changed.connect(self._fit)
        self._fit()
        self.hide()

    @property
    def own_width(self) -> int:
        """How wide it is beside something else, in pixels."""
        return min(theme().px(DRAWER_WIDTH), 2 * DRAWER_WIDTH)

    def stand_alone(self, alone: bool) -> None:
        """Have all the room there is, where nothing stands beside it; else its own width."""
        if alone != self._alone:
            self._alone = alone
            self._fit()

    def set_title(self, title: str) -> None:
        title = in_short(title, 80)
        self._title.setText(title)
        self.setAccessibleName(title)

    def open_drawer(self) -> None:
        """Show it and move the keyboard in."""
        self._before = self.window().focusWidget()
        self.show()
        self._close.setFocus()

    def close_drawer(self) -> None:
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        self.setMinimumWidth(self.own_width)
        self.setMaximumWidth(_NO_LIMIT if self._alone else self.own_width)


class Fold(QWidget):
    """A part that can be folded away under its heading."""

    toggled = Signal(bool)

    def __init__(self, title: str, inside: QWidget, *, unfolded: bool = False) -> None:
        super().__init__()
        self._title = title
        self._inside = inside
        self._head = Button(title, kind="fold")
        self._head.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        set_type(self._head, "strong")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self._head, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(inside)
        self._head.toggled.connect(self._show)
        self._head.setChecked(unfolded)
        self._show(unfolded)

    def set_title(self, title: str) -> None:
        """Another heading, such as one that says how much is inside."""
        if title != self._title:
            self._title = title
            self._say_state(self._head.isChecked())

    @property
    def unfolded(self) -> bool:
        """Whether what is inside is shown."""
        return self._head.isChecked()

    def _show(self, unfolded: bool) -> None:
        self._inside.setVisible(unfolded)
        self._say_state(unfolded)
        self.toggled.emit(unfolded)

    def _say_state(self, unfolded: bool) -> None:
        self._head.setText(f"{'▾' if unfolded else '▸'}  {self._title}")
        state = "shown" if unfolded else "folded away"
        self._head.setAccessibleName(f"{self._title}, {state}")

    def set_unfolded(self, unfolded: bool) -> None:
        self._head.setChecked(unfolded)

"""The top bar: the way back, where one is, undo, redo and search. Its buttons never move."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from cps_desktop.ui.kit import Button, LinkButton
from cps_desktop.ui.one_line import OneLine
from cps_desktop.ui.theme import FIELD_WIDTH, NARROW, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from cps_desktop.ui.theme_state import theme

PROGRAM = "CPS Desktop"


class SearchButton(Button):
    """Looks like the field it opens; says its key at the right."""

    def __init__(self, on_click: Callable[[], object]) -> None:
        super().__init__("", on_click, kind="field")
        self.setAccessibleName("Search or do anything, Ctrl+K")
        self.setToolTip("Search or do anything (Ctrl+K)")
        self._short = False

    def set_short(self, short: bool) -> None:
        """One word where there is little room."""
        if short != self._short:
            self._short = short
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        if self._short:
            width = QFontMetrics(theme().font("body")).horizontalAdvance("Search") + 2 * SPACE_L
        else:
            width = theme().px(FIELD_WIDTH)
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setFont(theme().font("body"))
        painter.setPen(theme().colour("quiet"))
        room = self.rect().adjusted(SPACE_M, 0, -SPACE_M, 0)
        middle = Qt.AlignmentFlag.AlignVCenter
        if self._short:
            painter.drawText(room, middle | Qt.AlignmentFlag.AlignHCenter, "Search")
            return
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignLeft, "Search or do anything")
        painter.drawText(room, middle | Qt.AlignmentFlag.AlignRight, "Ctrl+K")


class TopBar(QFrame):
    """Where one is, and what can be done from everywhere."""

    def __init__(
        self,
        *,
        back: Callable[[], object],
        undo: Callable[[], object],
        redo: Callable[[], object],
        search: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "topbar")
        self.setAccessibleName("Top bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.back = LinkButton("‹ All sessions", back)
        self.title = OneLine(PROGRAM, "strong")
        self.line = OneLine("", "body", "quiet")
        self.undo = Button("Undo", undo, kind="bar")
        self.redo = Button("Redo", redo, kind="bar")
        self.search = SearchButton(search)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_XL, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addWidget(self.back)
        row.addSpacing(SPACE_S)
        row.addWidget(self.title)
        row.addSpacing(SPACE_S)
        row.addWidget(self.line, 1)
        row.addWidget(self.undo)
        row.addWidget(self.redo)
        row.addWidget(self.search)
        self._title, self._sample = PROGRAM, False
        theme().changed.connect(self._fit)
        self.show_steps("", "")

    def show_place(self, title: str, line: str, *, at_home: bool, sample: bool = False) -> None:
        """Say where one is, and that it is the sample even where there is little room."""
        self.back.setVisible(not at_home)
        self._title, self._sample = title or PROGRAM, sample
        self.line.set_words(line)
        self._fit()

    def show_steps(self, undo: str, redo: str) -> None:
        """Say what would be undone and done again; "" where there is nothing."""
        for button, step, verb, key in (
            (self.undo, undo, "Undo", "Ctrl+Z"),
            (self.redo, redo, "Redo", "Ctrl+Y"),
        ):
            button.setEnabled(bool(step))
            button.setToolTip(f"{verb}: {step} ({key})" if step else f"Nothing to {verb.lower()}")
            button.setAccessibleName(f"{verb}: {step}" if step else verb)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < theme().px(NARROW)
        self.search.set_short(narrow)
        self.line.setVisible(not narrow and bool(self.line.text()))
        marked = narrow and self._sample
        self.title.set_words(f"Sample (invented) · {self._title}" if marked else self._title)
        # The title takes what the line leaves free when there is no line.
        self.title.setSizePolicy(
            QSizePolicy.Policy.Expanding if self.line.isHidden() else QSizePolicy.Policy.Preferred,
            QSizePolicy.Policy.Preferred,
        )

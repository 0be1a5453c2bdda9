"""The list at the left: a session's pages with the counts that matter, or a drop-down of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from cps_desktop.ui.kit import Button, Choice, Words, rule, scrolling
from cps_desktop.ui.pages import PageEntry
from cps_desktop.ui.theme import SIDE_WIDTH, SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from cps_desktop.ui.theme_state import set_type, theme


class PageButton(Button):
    """One page of the list: its name at the left, its count at the right."""

    def __init__(self, entry: PageEntry, on_click: Callable[[], object]) -> None:
        super().__init__(entry.name, on_click, kind="nav")
        self._name = entry.name
        self._count = ""
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_type(self, "body")

    def set_count(self, count: str) -> None:
        """Show a number beside the name; "" for none."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self._name}, {count}" if count else self._name)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._count:
            return
        painter = QPainter(self)
        painter.setFont(theme().font("number"))
        painter.setPen(theme().colour("on_selected" if self.isChecked() else "quiet"))
        room = self.rect().adjusted(0, 0, -SPACE_M, 0)
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._count
        )


class SideList(QFrame):
    """The pages of the open session. ``chosen`` carries a page's key."""

    chosen = Signal(str)

    def __init__(self, entries: tuple[PageEntry, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "sidebar")
        self.setAccessibleName("Pages of this session")
        self._buttons: dict[str, PageButton] = {}
        group = QButtonGroup(self)
        inside = QWidget()
        inside.setProperty("ground", "card")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_S, SPACE_M, SPACE_S, SPACE_M)
        column.setSpacing(SPACE_XS)
        for entry in entries:
            if entry.gap:
                column.addSpacing(SPACE_S)
                column.addWidget(rule())
                column.addSpacing(SPACE_S)
            button = PageButton(entry, lambda key=entry.key: self.chosen.emit(key))  # type: ignore[misc]
            group.addButton(button)
            self._buttons[entry.key] = button
            column.addWidget(button)
        column.addStretch(1)
        self.sample = Words("Sample: every name here is invented", "small", "quiet")
        self.sample.setContentsMargins(SPACE_M, 0, SPACE_M, 0)
        column.addWidget(self.sample)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inside, "Pages of this session"))
        self._group = group
        theme().changed.connect(self._fit)
        self._fit()

    def show_page(self, key: str) -> None:
        """Mark the page that is open; a page that is not in the list marks none."""
        button = self._buttons.get(key)
        if button is not None:
            button.setChecked(True)
            return
        self._group.setExclusive(False)
        for other in self._buttons.values():
            other.setChecked(False)
        self._group.setExclusive(True)

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in order."""
        return list(self._buttons.values())

    def focus_page(self, key: str) -> None:
        """Put the keyboard on a page's button."""
        if key in self._buttons:
            self._buttons[key].setFocus()

    def show_counts(self, counts: Mapping[str, str]) -> None:
        """Show each page's count."""
        for key, button in self._buttons.items():
            button.set_count(counts.get(key, ""))

    def _fit(self) -> None:
        self.setFixedWidth(theme().px(SIDE_WIDTH))


class PageMenu(QFrame):
    """The same list as a drop-down, for narrow windows and large text."""

    chosen = Signal(str)

    def __init__(self, entries: tuple[PageEntry, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "topbar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._entries = entries
        self._choice = Choice("Page", [(one.key, one.name) for one in entries])
        self._choice.setPlaceholderText("Choose a page")
        self._choice.chosen.connect(self.chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_L, SPACE_S, SPACE_L, SPACE_S)
        row.setSpacing(SPACE_M)
        row.addWidget(Words("Page", "strong", wrap=False))
        row.addWidget(self._choice)
        row.addStretch(1)

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        return [self._choice]

    def show_page(self, key: str) -> None:
        """Show which page is open."""
        self._choice.setCurrentIndex(self._choice.findData(key))

    def show_counts(self, counts: Mapping[str, str]) -> None:
        """Show each page's count behind its name."""
        for number, entry in enumerate(self._entries):
            count = counts.get(entry.key, "")
            self._choice.setItemText(number, f"{entry.name}  {count}" if count else entry.name)

"""The bottom bar, always there: saved state at the left, what makes reading easier at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QMenu, QSizePolicy, QWidget

from cps_desktop.ui.kit import Button, plain
from cps_desktop.ui.one_line import OneLine
from cps_desktop.ui.saved_state import SavedState
from cps_desktop.ui.theme import SCALES, SPACE_L, SPACE_S, SPACE_XL, SPACE_XS, THEMES
from cps_desktop.ui.theme_state import set_type, theme


class BottomBar(QFrame):
    """Says whether the work is saved, and offers text size, theme and help on every page."""

    def __init__(
        self,
        state: SavedState,
        *,
        show_help: Callable[[], object],
        settings: Callable[[], object],
        read: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bottombar")
        self.setAccessibleName("Bottom bar")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._state = state
        self._short = False
        self.saved = OneLine("", "small_strong", "done")
        self.waiting = OneLine("", "small", "quiet")
        self.text_size = Button("Aa 100 %", kind="bar", tip="Text size (Ctrl++ and Ctrl+-)")
        self.theme = Button("◐ Light", kind="bar", tip="Colours, movement and reading")
        self.read = Button("▶ Read", read, kind="bar", tip="Read this page aloud. Esc: stop")
        self.easy = Button("Easy words", kind="bar", tip="Questions in plain words")
        self.easy.setCheckable(True)
        self.easy.clicked.connect(theme().set_easy_words)
        self.help = Button("F1 Help", show_help, kind="bar", tip="Help for this page")
        self.text_size.setMenu(_size_menu(self.text_size))
        self.theme.setMenu(_theme_menu(self.theme, settings))
        access = (self.text_size, self.theme, self.read, self.easy, self.help)
        for button in access:
            set_type(button, "small")
        self._left, self._right = QWidget(), QWidget()
        left, right = QHBoxLayout(self._left), QHBoxLayout(self._right)
        for row in (left, right):
            row.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(SPACE_XL)
        right.setSpacing(SPACE_S)
        left.addWidget(self.saved)
        left.addWidget(self.waiting, 1)
        right.addStretch(1)
        for button in access:
            right.addWidget(button)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.setContentsMargins(SPACE_XL, SPACE_XS, SPACE_L, SPACE_XS)
        self._rows.setSpacing(SPACE_XS)
        self._rows.addWidget(self._left, 1)
        self._rows.addWidget(self._right)
        state.changed.connect(self._fit)
        theme().changed.connect(self._show_theme)
        self._show_theme()

    def show_reading(self, reading: bool) -> None:
        """The voice began or ended."""
        self.read.set_words("■ Stop reading" if reading else "▶ Read")
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _show_state(self) -> None:
        state = self._state
        if self.saved.property("tone") != state.tone():
            self.saved.set_tone(state.tone())
        self.saved.set_words(state.words(short=self._short))
        self.waiting.set_words(state.waiting_words(short=self._short))
        self.saved.setAccessibleName(state.words())
        self.waiting.setAccessibleName(state.waiting_words())

    def _show_theme(self) -> None:
        shown = theme()
        self.text_size.set_words(f"Aa {shown.scale} %")
        self.text_size.setAccessibleName(f"Text size, {shown.scale} per cent")
        self.theme.set_words(f"◐ {THEMES[shown.name]}")
        self.theme.setAccessibleName(f"Colours, {THEMES[shown.name]}")
        self.easy.setChecked(shown.easy_words)
        self.easy.set_words("✔ Easy words" if shown.easy_words else "Easy words")
        self._fit()

    def _fit(self) -> None:
        room = self.width() - 3 * SPACE_XL
        access = self._right.sizeHint().width()

        def needed(short: bool) -> int:
            words = (self._state.words(short=short), self._state.waiting_words(short=short))
            fonts = (self.saved.fontMetrics(), self.waiting.fontMetrics())
            return 2 * SPACE_XL + sum(
                f.horizontalAdvance(w) for f, w in zip(fonts, words, strict=True)
            )

        short = needed(short=False) + access + SPACE_XL > room
        stacked = short and needed(short=True) + access + SPACE_XL > room
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._rows.setDirection(down if stacked else across)
        if stacked:
            short = needed(short=False) > room
        self._short = short
        self._show_state()


def _size_menu(button: Button) -> QMenu:
    menu = QMenu(button)
    menu.setAccessibleName("Text size")
    group = QActionGroup(menu)
    actions: dict[int, QAction] = {}
    for percent in SCALES:
        action = menu.addAction(f"{percent} %")
        action.setCheckable(True)
        group.addAction(action)
        actions[percent] = action
        action.triggered.connect(lambda _on=False, p=percent: theme().set_scale(p))

    def mark() -> None:
        for percent, action in actions.items():
            action.setChecked(percent == theme().scale)

    menu.aboutToShow.connect(mark)
    return menu


def _theme_menu(button: Button, settings: Callable[[], object]) -> QMenu:
    menu = QMenu(button)
    menu.setAccessibleName("Colours, movement and reading")
    group = QActionGroup(menu)
    actions: dict[str, QAction] = {}
    for key, words in THEMES.items():
        action = menu.addAction(words)
        action.setCheckable(True)
        group.addAction(action)
        actions[key] = action
        action.triggered.connect(lambda _on=False, k=key: theme().set_theme(k))
    menu.addSeparator()
    less = menu.addAction("Less movement")
    less.setCheckable(True)
    less.triggered.connect(theme().set_less_movement)
    aloud = menu.addAction("Read aloud as I go")
    aloud.setCheckable(True)
    aloud.triggered.connect(theme().set_reads_aloud)
    menu.addSeparator()
    menu.addAction(plain("Settings…")).triggered.connect(lambda _on=False: settings())

    def mark() -> None:
        for key, action in actions.items():
            action.setChecked(key == theme().name)
        less.setChecked(theme().less_movement)
        aloud.setChecked(theme().reads_aloud)

    menu.aboutToShow.connect(mark)
    return menu

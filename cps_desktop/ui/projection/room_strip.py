"""What the room sees, for the facilitator: one line of words, and what can be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from cps_desktop.ui.kit import Button, Card, Words, announce, plain
from cps_desktop.ui.kit.wrapping import WrappingRow
from cps_desktop.ui.projection.projecting import ALL, MY_BOX, Projecting
from cps_desktop.ui.theme import SPACE_L, SPACE_S, SPACE_XS, TARGET, THEMES
from cps_desktop.ui.theme_state import set_type

FOLLOWS: Final = "●"
FROZEN: Final = "❚❚"
BLANK: Final = "■"


def room_words(projecting: Projecting) -> str:
    """What the room sees: which part, on which screen, with or without names."""
    if not projecting.is_on:
        return "The room sees nothing."
    window = projecting.window
    if projecting.blank:
        sees = "a blank page"
    elif window.is_blank:
        sees = "the session's title"
    else:
        sees = window.book.name or "all of the planner"
    if projecting.frozen and not projecting.blank:
        sees += ", frozen"
    names = "names shown" if projecting.named else "no names"
    return f"The room sees {sees} · {projecting.screens.where} · {names}"


class RoomStrip(Card):
    """Stands over the planner while the room's window is open."""

    def __init__(
        self, projecting: Projecting, stages: Callable[[], Sequence[tuple[str, str]]]
    ) -> None:
        """``stages`` gives keys and titles of the planner that is shown."""
        super().__init__("done", name="What the room sees", tight=True)
        self.column.setContentsMargins(SPACE_L, SPACE_XS, SPACE_S, SPACE_XS)
        self._projecting = projecting
        self._stages = stages
        self.sign = Words("", "strong", "done", wrap=False)
        self.words = Words("", "small_strong", wrap=False)
        self.part = Button("Show…", self._open_parts, tip="All of it, one stage, or one box")
        self.back = Button("‹ Page", partial(projecting.turn, -1), tip="The page before")
        self.next = Button("Page ›", partial(projecting.turn, 1), tip="The page after")
        self.freeze = _toggle("Freeze", projecting.freeze, "What is shown stays (Shift+F6)")
        self.blank = _toggle("Blank", projecting.set_blank, "Only the title (Ctrl+F6)")
        self.names = _toggle("Names", projecting.set_named, "Show the room who said what")
        self.more = Button("More…", self._open_more, tip="Colours, screen, turning by itself")
        self._lay_out()
        projecting.changed.connect(self.show_state)
        projecting.said.connect(self._say)
        self.show_state()

    def _lay_out(self) -> None:
        said = QWidget()
        said.setMinimumHeight(TARGET)
        line = QHBoxLayout(said)
        line.setContentsMargins(0, 0, SPACE_S, 0)
        line.setSpacing(SPACE_S)
        line.addWidget(self.sign)
        line.addWidget(self.words)
        row = WrappingRow(SPACE_S)
        buttons = (self.part, self.back, self.next, self.freeze, self.blank)
        for one in (said, *buttons, self.names, self.more):
            row.addWidget(one)
        self.column.addLayout(row)

    def show_state(self) -> None:
        """Say what the room sees now."""
        projecting = self._projecting
        if self.isHidden() is projecting.is_on and self.parentWidget() is not None:
            self.setVisible(projecting.is_on)
        if not projecting.is_on:
            return
        sign = BLANK if projecting.blank else FROZEN if projecting.frozen else FOLLOWS
        self.sign.setText(sign)
        self.sign.setAccessibleName(
            "Blank" if projecting.blank else "Frozen" if projecting.frozen else "Following"
        )
        self.words.setText(room_words(projecting))
        self.freeze.setChecked(projecting.frozen)
        self.blank.setChecked(projecting.blank)
        self.names.setChecked(projecting.named)
        more = not projecting.window.is_blank and projecting.window.book.has_more
        for one in (self.back, self.next):
            one.setVisible(more)

    def _say(self, sentence: str, _always: bool) -> None:
        announce(self, sentence)

    # -- menus -------------------------------------------------------------------------------------

    def parts_menu(self) -> QMenu:
        """What of the planner the room may be shown."""
        menu = self._menu("Show the room")
        choices = [(ALL, "All of it, following your work"), (MY_BOX, "Only the box you are in")]
        choices += [(key, f"Only {title}") for key, title in self._stages()]
        for key, words in choices:
            _add(
                menu,
                words,
                partial(self._projecting.show_part, key),
                on=key == self._projecting.part,
            )
        return menu

    def more_menu(self) -> QMenu:
        """Colours and screen of the room's window, and whether its pages turn by themselves."""
        projecting = self._projecting
        menu = self._menu("More for the room")
        _add(
            menu,
            "Turn the pages slowly, by themselves",
            partial(projecting.turn_by_itself, not projecting.turning.isActive()),
            on=projecting.turning.isActive(),
        )
        menu.addSeparator()
        for key, words in (("", "Colours as on your screen"), *THEMES.items()):
            said = f"Colours: {words}" if key else words
            choose = partial(projecting.choose_colours, key)
            _add(menu, said, choose, on=projecting.look.choice == key)
        screens = projecting.screens.choices()
        if len(screens) > 1:
            menu.addSeparator()
            for name in screens:
                there = projecting.screens.where == f"on {name}"
                _add(menu, f"On {name}", partial(projecting.screens.wish, name), on=there)
        return menu

    def _open_parts(self) -> None:
        _pop_up(self.parts_menu(), self.part)

    def _open_more(self) -> None:
        _pop_up(self.more_menu(), self.more)

    def _menu(self, name: str) -> QMenu:
        menu = QMenu(self)
        menu.setAccessibleName(name)
        set_type(menu, "body")
        return menu


def _toggle(words: str, do: Callable[[bool], object], tip: str) -> Button:
    button = Button(words, tip=tip)
    button.setCheckable(True)
    button.toggled.connect(do)
    return button


def _add(menu: QMenu, words: str, do: Callable[[], object], *, on: bool) -> None:
    action = menu.addAction(plain(f"✓ {words}" if on else words))
    action.setCheckable(True)
    action.setChecked(on)
    action.triggered.connect(lambda _checked=False: do())


def _pop_up(menu: QMenu, beneath: QWidget) -> None:
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(beneath.mapToGlobal(QPoint(0, beneath.height())))

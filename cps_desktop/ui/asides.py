"""What stands beside a page or over it: help, search, the line at its foot.

Few people need them in the first second, so each is made when it is first wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from cps_desktop.services.desk import Desk
from cps_desktop.ui.page_stack import PageStack

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cps_desktop.services.search import SearchResult
    from cps_desktop.ui.kit import HelpPanel, Toast
    from cps_desktop.ui.search_box import Doing, SearchBox


class Asides:
    """``doings`` are what the search offers to do, ``go_to`` opens what it found; ``undo`` is what
    the line at the foot offers."""

    def __init__(
        self,
        desk: Desk,
        stack: PageStack,
        between: QWidget,
        row: QHBoxLayout,
        *,
        doings: Callable[[], Sequence[Doing]],
        go_to: Callable[[SearchResult], object],
        undo: Callable[[], object],
    ) -> None:
        self._desk = desk
        self._stack = stack
        self._between, self._row = between, row
        self._doings, self._go_to, self._undo = doings, go_to, undo

    @cached_property
    def help(self) -> HelpPanel:
        """The help beside the page."""
        from cps_desktop.ui.kit import HelpPanel

        panel = HelpPanel(self._desk.resources / "help")
        self._row.addWidget(panel)
        return panel

    @cached_property
    def search_box(self) -> SearchBox:
        """The panel under the search button."""
        from cps_desktop.ui.search_box import SearchBox

        box = SearchBox(self._desk, self._doings, self._between)
        box.chosen.connect(self._go_to)
        return box

    @cached_property
    def toast(self) -> Toast:
        """The line at the foot of the page."""
        from cps_desktop.ui.kit import Toast

        line = Toast(self._stack)
        line.undo_asked.connect(self._undo)
        return line

    def show_help(self) -> None:
        """F1: the help of this page, or put it away again."""
        key = "search" if self._is_shown("search_box") else self._help_key()
        if self._is_shown("help") and self.help.page == key:
            self.help.close_drawer()
        else:
            self.help.show_page(key)

    def follow(self) -> None:
        """Another page is in front: help that is open is that page's."""
        if self._is_shown("help"):
            self.help.show_page(self._help_key())

    def close_search(self) -> bool:
        """Put the search away; whether it was there."""
        was_there = self._is_shown("search_box")
        if was_there:
            self.search_box.close_box()
        return was_there

    def close_help(self) -> bool:
        """Put the help away; whether it was there."""
        was_there = self._is_shown("help")
        if was_there:
            self.help.close_drawer()
        return was_there

    def _help_key(self) -> str:
        return self._stack.key.replace("_", "-") or "home"

    def _is_shown(self, part: str) -> bool:
        """Whether such a part was made and is on the screen."""
        widget = self.__dict__.get(part)
        return isinstance(widget, QWidget) and widget.isVisible()

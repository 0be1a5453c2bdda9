"""The pages of the open session beside them, as a list or a drop-down: each made when first seen.

The window opens at all sessions most of the time, where there is neither.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from cps_desktop.ui import pages
from cps_desktop.ui.kit.reading_order import put_in_order

if TYPE_CHECKING:
    from cps_desktop.ui.side_list import PageMenu, SideList


class PageLists:
    """Both lists say the same: which page is open, and the counts that matter.

    ``beside`` is the row with the page, ``above`` the column with the top bar; ``after`` is the
    part Tab stops at before it comes to them.
    """

    def __init__(
        self,
        choose: Callable[[str], object],
        *,
        beside: QBoxLayout,
        above: QBoxLayout,
        after: QWidget,
        sample: bool,
    ) -> None:
        self._choose = choose
        self._beside, self._above, self._after = beside, above, after
        self._sample = sample
        self._page = ""
        self._counts: Mapping[str, str] = {}

    @cached_property
    def side(self) -> SideList:
        """The list at the left of the page."""
        from cps_desktop.ui.side_list import SideList

        side = SideList(pages.session_pages())
        side.hide()
        side.sample.setVisible(self._sample)
        self._beside.insertWidget(0, side)
        side.chosen.connect(self._choose)
        put_in_order([self._after, *side.stops()])
        side.show_page(self._page)
        side.show_counts(self._counts)
        return side

    @cached_property
    def menu(self) -> PageMenu:
        """The drop-down under the top bar, where there is little room."""
        from cps_desktop.ui.side_list import PageMenu

        menu = PageMenu(pages.session_pages())
        menu.hide()
        self._above.insertWidget(1, menu)
        menu.chosen.connect(self._choose)
        put_in_order([self._after, *menu.stops()])
        menu.show_page(self._page)
        menu.show_counts(self._counts)
        return menu

    def show_page(self, key: str) -> None:
        """Mark the page that is open."""
        self._page = key
        for one in self._made():
            one.show_page(key)

    def show_counts(self, counts: Mapping[str, str]) -> None:
        """Show each page's count."""
        self._counts = counts
        for one in self._made():
            one.show_counts(counts)

    def focus_page(self) -> None:
        """Put the keyboard on the button of the page that is open, where there is one."""
        if "side" in self.__dict__:
            self.side.focus_page(self._page)

    def fold(self, *, inside: bool, narrow: bool) -> None:
        """Show the list, the drop-down where the window is ``narrow``, or neither."""
        for name, shown in (("side", inside and not narrow), ("menu", inside and narrow)):
            if shown or name in self.__dict__:
                getattr(self, name).setVisible(shown)

    def _made(self) -> list[SideList | PageMenu]:
        return [self.__dict__[name] for name in ("side", "menu") if name in self.__dict__]

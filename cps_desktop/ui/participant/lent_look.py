"""How it looks while participants have it: each person's own, and gone with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cps_desktop.ui.laptop_settings import LaptopSettings, apply_settings, wishes_now
from cps_desktop.ui.theme_state import theme

LARGE: Final = 150
"""Percent: where somebody on the list reads large print, letters are at least so large at first."""


class LentLook:
    """The facilitator's own look, given back at the end and to each next person.

    Easy words are on for everybody at first: the plain wording is what this view is for. Large
    letters are so for everybody too where ``large`` says that anybody needs them: how it begins
    tells nobody whose need it is.
    """

    def __init__(self, large: Callable[[], bool] = lambda: False) -> None:
        self._large = large
        self._own: LaptopSettings = wishes_now()
        theme().lent = True
        self.begin_anew()

    def begin_anew(self) -> None:
        """The next person begins where the one before did."""
        apply_settings(self._own)
        theme().set_easy_words(True)
        theme().set_reads_aloud(False)
        if theme().scale < LARGE and self._large():
            theme().set_scale(LARGE)

    def give_back(self) -> None:
        """As the facilitator had it."""
        apply_settings(self._own)
        theme().lent = False

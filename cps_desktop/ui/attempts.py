"""Doing what was asked for, and knowing why where it could not be done."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from cps_desktop.domain.faults import Fault
from cps_desktop.ui.session_page import Shell

T = TypeVar("T")


class Attempts:
    """``Shell.attempt`` for whoever holds words that must not be lost: ``why`` it was not done."""

    def __init__(self, shell: Shell, told: Callable[[str], object] | None = None) -> None:
        """``told`` hears of each reason, too."""
        self._shell = shell
        self._told = told
        self.why = ""
        """The sentence of the last fault; "" where the last attempt was done."""

    def __call__(self, act: Callable[[], T]) -> T | None:
        """Do it; a fault is reported and gives None."""

        def noting() -> T:
            try:
                return act()
            except Fault as fault:
                self.why = str(fault)
                if self._told is not None:
                    self._told(self.why)
                raise

        self.why = ""
        return self._shell.attempt(noting)

    def why_not(self, act: Callable[[], object]) -> str:
        """Do it; the sentence of the fault that is reported, "" where it was done."""
        self(act)
        return self.why

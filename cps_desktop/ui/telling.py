"""What the window says: what was done, at the foot of the page; what went wrong, above it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from cps_desktop import paths
from cps_desktop.domain.faults import Fault, StorageFull
from cps_desktop.services.progress import Stopped
from cps_desktop.ui.notices import Notices
from cps_desktop.ui.saved_state import SavedState

if TYPE_CHECKING:
    from cps_desktop.ui.kit import Toast

T = TypeVar("T")


class Telling:
    """``toast`` gives the line at the foot, which is made when something is first said there."""

    def __init__(self, notices: Notices, state: SavedState, toast: Callable[[], Toast]) -> None:
        self._notices = notices
        self._state = state
        self._toast = toast

    def say(self, sentence: str, *, undo: bool = False) -> None:
        """Say a short sentence at the foot of the page."""
        self._toast().say(sentence, undo=undo)

    def report(self, fault: Fault) -> None:
        """Show a fault's sentence above the page."""
        if isinstance(fault, Stopped):
            self.say(str(fault))
            return
        self._notices.show_fault(str(fault))

    def attempt(self, action: Callable[[], T]) -> T | None:
        """Do something; a fault is reported and gives None."""
        try:
            return action()
        except Fault as fault:
            if isinstance(fault, StorageFull):
                # A stick that is full is reported by its job; this is the workspace itself.
                self._state.not_kept(str(fault))
                if self._state.unkept.trying:
                    return None
            self.report(fault)
            return None

    def mistake(self, error: BaseException) -> None:
        """Something that should not have happened: a fault is reported, our own is written down."""
        if isinstance(error, Fault):
            self.report(error)
            return
        from cps_desktop.ui.mistakes import OwnMistake, write_down

        write_down(error, paths.log_file())
        self._notices.show_fault(str(OwnMistake()))

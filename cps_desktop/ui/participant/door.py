"""The way to the participant view: F5, a button on the planner page, and after a restart."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from cps_desktop.services.participant_view import view_in_force

if TYPE_CHECKING:
    from cps_desktop.ui.shell_window import ShellWindow


class ParticipantDoor:
    """Part of one window. What lies behind it is read when it is first opened."""

    def __init__(self, window: ShellWindow) -> None:
        self._window = window

    def keys(self) -> dict[str, Callable[[], object]]:
        """The keys of the facilitator's window that lead here."""
        return {"F5": self.open}

    def open(self) -> None:
        """F5: let people answer the planner in view, or the session's first one."""
        from cps_desktop.ui.participant.start import planner_in_view, start_participant_view

        start_participant_view(self._window, planner_in_view(self._window))

    def resume(self) -> bool:
        """Where participants had the keyboard when the program ended, they have it again."""
        if view_in_force(self._window.desk.workspace) is None:
            return False
        from cps_desktop.ui.participant.start import resume_participant_view

        resume_participant_view(self._window)
        return True


@runtime_checkable
class LetsPeopleAnswer(Protocol):
    """A shell from which participants can be given the keyboard."""

    people: ParticipantDoor

"""Undo and redo, in words: what went back, or came again, is said."""

from __future__ import annotations

from collections.abc import Callable

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.services.progress import Progress
from cps_desktop.ui.session_page import Shell

LARGE_STEP = 60
"""Edits of one step; more are undone beside the window."""


class Steps:
    """``is_busy`` says whether a job runs, and nothing can be undone; ``write_down`` keeps what is
    being typed, which is a step of its own."""

    def __init__(
        self, shell: Shell, is_busy: Callable[[], bool], write_down: Callable[[], object]
    ) -> None:
        self._shell = shell
        self._is_busy = is_busy
        self._write_down = write_down

    def undo(self) -> None:
        """Put the last step back, and say which."""
        self._step("Undone", "undo")

    def redo(self) -> None:
        """Do the last undone step again, and say which."""
        self._step("Done again", "redo", again=True)

    def _step(self, said: str, verb: str, *, again: bool = False) -> None:
        if self._is_busy():
            return
        self._write_down()
        shell, door = self._shell, self._shell.desk.door
        what = door.can_redo if again else door.can_undo
        if not what:
            shell.say(f"There is nothing to {verb}.")
        elif door.step_size(again=again) > LARGE_STEP:
            if again or shell.attempt(door.ready_to_undo) is not None:
                self._step_beside(said, what, again=again)
        elif shell.attempt(door.redo if again else door.undo) is not None:
            shell.say(f"{said}: {what}")

    def _step_beside(self, said: str, what: str, *, again: bool) -> None:
        """Many decisions at once, taken back at once: in a thread, so that the window goes on."""
        shell, desk = self._shell, self._shell.desk
        doing = "Doing again" if again else "Undoing"

        def job(progress: Progress) -> ChangeSummary:
            with desk.workspace.beside() as beside:
                return desk.door.step_beside(
                    beside, again=again, told=lambda done, of: progress("", done, of)
                )

        def done(summary: ChangeSummary) -> None:
            desk.door.stepped(summary, again=again)
            shell.say(f"{said}: {what}")

        shell.run(f"{doing}: {what}", job, done)

"""A planner that somebody is making: undone and done again step by step, kept while it is made.

The draft is kept on this laptop alone, in the workspace's file, until it is kept as a template.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from cps_desktop.domain.planner_files import read_draft, write_template
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.storage.workspace import Workspace

LONGEST_STACK: Final = 200
_NOTE: Final = "planner draft"


class Step(NamedTuple):
    """How the draft was before something was done to it."""

    what: str
    before: PlannerTemplate
    amend: str


class Draft:
    """A template under way. ``amend``: an equal word as in the step just before makes one step."""

    def __init__(self, template: PlannerTemplate) -> None:
        self.template = template
        self._undo: list[Step] = []
        self._redo: list[Step] = []

    def change(self, what: str, template: PlannerTemplate, amend: str = "") -> bool:
        """Take a changed template; False where nothing is different."""
        if template == self.template:
            return False
        last = self._undo[-1] if self._undo else None
        if last is None or not amend or last.amend != amend:
            self._undo.append(Step(what, self.template, amend))
            del self._undo[:-LONGEST_STACK]
        self._redo.clear()
        self.template = template
        return True

    def settle(self) -> None:
        """What comes now is a step of its own: the mouse was let go."""
        if self._undo:
            self._undo[-1] = self._undo[-1]._replace(amend="")

    @property
    def can_undo(self) -> str:
        """What would be undone next, in words; "" for nothing."""
        return self._undo[-1].what if self._undo else ""

    @property
    def can_redo(self) -> str:
        """What would be done again next; "" for nothing."""
        return self._redo[-1].what if self._redo else ""

    def undo(self) -> bool:
        """Take the last step back."""
        return self._step(self._undo, self._redo)

    def redo(self) -> bool:
        """Do the last undone step again."""
        return self._step(self._redo, self._undo)

    def _step(self, from_: list[Step], to: list[Step]) -> bool:
        if not from_:
            return False
        step = from_.pop()
        to.append(Step(step.what, self.template, ""))
        self.template = step.before
        return True


def keep_draft(workspace: Workspace, template: PlannerTemplate) -> None:
    """Remember a planner that is being made, so that it is there tomorrow."""
    workspace.set_note(_NOTE, write_template(template, close=True).decode())


def kept_draft(workspace: Workspace) -> PlannerTemplate | None:
    """The planner that was being made here; None where there is none, or it cannot be read."""
    found = workspace.note(_NOTE)
    return read_draft(found.encode()) if isinstance(found, str) and found else None


def forget_draft(workspace: Workspace) -> None:
    """It was kept as a template, or let go of."""
    workspace.set_note(_NOTE, "")

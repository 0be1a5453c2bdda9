"""A planner that somebody is making: undone and done again step by step, kept while it is made.

The draft is kept on this laptop alone, in the workspace's file, until it is kept as a template.
"""

from __future__ import annotations

from typing import Final

from cps_desktop.domain.planner_files import read_draft, write_template
from cps_desktop.domain.planner_templates import PlannerTemplate
from cps_desktop.services.draft_steps import DraftSteps
from cps_desktop.storage.workspace import Workspace

_NOTE: Final = "planner draft"


class Draft(DraftSteps[PlannerTemplate]):
    """A template under way."""

    @property
    def template(self) -> PlannerTemplate:
        """The planner as it stands."""
        return self.now


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

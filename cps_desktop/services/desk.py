"""The desk: one open workspace with everything people do on it, for the window and the commands."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cps_desktop.services.door import Door
from cps_desktop.storage.workspace import Workspace

if TYPE_CHECKING:
    from cps_desktop.domain.policies import Policies
    from cps_desktop.services.planner_catalogue import PlannerCatalogue


class Desk:
    """What a page needs: reading (``workspace``), the one way to change (``door``), the content.

    ``resources`` is the folder of content as data. Planners and policies are those given, or else
    read when first asked for, so that a window is on the screen before them: the shipped ones and
    the workspace's own.
    """

    def __init__(
        self,
        workspace: Workspace,
        door: Door,
        planners: PlannerCatalogue | None = None,
        policies: Policies | None = None,
        *,
        resources: Path,
    ) -> None:
        self.workspace = workspace
        self.door = door
        self.resources = resources
        self._planners = planners
        self._policies = policies

    @cached_property
    def planners(self) -> PlannerCatalogue:
        """The planner templates that can be used here."""
        if self._planners is not None:
            return self._planners
        from cps_desktop.services.planner_catalogue import PlannerCatalogue

        return PlannerCatalogue.from_folders(
            [self.resources / "planners", self.folder / "planners"]
        )

    @cached_property
    def policies(self) -> Policies:
        """The expense policies that can be used here."""
        if self._policies is not None:
            return self._policies
        from cps_desktop.services.policy_files import load_policies

        return load_policies([self.resources / "policies", self.folder / "policies"])

    @property
    def folder(self) -> Path:
        """The workspace's folder."""
        return self.workspace.folder

    @property
    def is_sample(self) -> bool:
        """Whether this is the sample workspace, in which everything is invented."""
        return bool(self.workspace.note("sample"))

    def close(self) -> None:
        """Close the workspace."""
        self.workspace.close()

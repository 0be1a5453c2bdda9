"""The desk: one open workspace with everything people do on it, for the window and the commands."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from cps_desktop.services.door import Door
from cps_desktop.storage.workspace import Workspace

if TYPE_CHECKING:
    from cps_desktop.domain.changes import ChangeSummary
    from cps_desktop.domain.consents import Purpose
    from cps_desktop.domain.policies import Policies
    from cps_desktop.services.needs_files import NeedsRead
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
        self._every_planner: PlannerCatalogue | None = None
        self._every_policy: Policies | None = None
        door.listen(self._heard)

    def _heard(self, summary: ChangeSummary) -> None:
        if summary.concerns("planner_template"):
            self._every_planner = None
        if summary.concerns("expense_policy"):
            self._every_policy = None

    @property
    def planners(self) -> PlannerCatalogue:
        """The planner templates that can be used here: in files, and the workspace's own."""
        if self._every_planner is None:
            from cps_desktop.services.own_templates import catalogue_of

            self._every_planner = catalogue_of(self.workspace, self.planners_in_files)
        return self._every_planner

    @cached_property
    def planners_in_files(self) -> PlannerCatalogue:
        """The templates that came with the program, and those in the workspace's folder."""
        if self._planners is not None:
            return self._planners
        from cps_desktop.services.planner_catalogue import PlannerCatalogue

        return PlannerCatalogue.from_folders(
            [self.resources / "planners", self.folder / "planners"]
        )

    @property
    def policies(self) -> Policies:
        """The expense policies that can be used here: in files, and the workspace's own."""
        if self._every_policy is None:
            from cps_desktop.services.own_policies import policies_of

            self._every_policy = policies_of(self.workspace, self.policies_in_files)
        return self._every_policy

    @cached_property
    def policies_in_files(self) -> Policies:
        """The policies that came with the program, and those in the workspace's folder."""
        if self._policies is not None:
            return self._policies
        from cps_desktop.services.policy_files import load_policies

        return load_policies([self.resources / "policies", self.folder / "policies"])

    @cached_property
    def needs(self) -> NeedsRead:
        """What people may need, to choose from: the shipped list and the workspace's own."""
        from cps_desktop.services.needs_files import load_needs

        return load_needs([self.resources / "needs", self.folder / "needs"])

    @cached_property
    def purposes(self) -> tuple[Purpose, ...]:
        """What people are asked to agree to, with the words they are shown."""
        from cps_desktop.services.consents import load_purposes

        return load_purposes([self.resources / "consents", self.folder / "consents"])

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

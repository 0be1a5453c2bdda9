"""The desk: one open workspace with everything people do on it, for the window and the commands."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from cps_desktop.services.door import Door
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.domain.policies import Policies
from cps_desktop.storage.workspace import Workspace


@dataclasses.dataclass(slots=True)
class Desk:
    """What a page needs: reading (``workspace``), the one way to change (``door``), the content.

    ``resources`` is the folder of content as data; ``sample`` says that every name is invented.
    """

    workspace: Workspace
    door: Door
    planners: PlannerCatalogue
    policies: Policies
    resources: Path

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

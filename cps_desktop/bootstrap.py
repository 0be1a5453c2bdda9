"""The composition root: puts storage, services and content together. It alone knows every layer."""

from __future__ import annotations

import os
from pathlib import Path

from cps_desktop import paths
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.unfinished import clear_unfinished
from cps_desktop.storage.journal import Progress
from cps_desktop.storage.workspace import Workspace, system_clock


def desk_on(workspace: Workspace) -> Desk:
    """A desk on an open workspace, with the shipped content and the workspace's own."""
    door = Door(workspace, system_clock, os.urandom)
    return Desk(workspace, door, resources=paths.resources())


def open_desk(
    folder: Path,
    *,
    passphrase: str | None = None,
    escrow_identity: str | None = None,
    progress: Progress | None = None,
) -> Desk:
    """Open a workspace that is there; ``escrow_identity`` is a coordinator's recovery key.

    Raises what :meth:`Workspace.open` raises.
    """
    workspace = Workspace.open(
        folder, passphrase=passphrase, escrow_identity=escrow_identity, progress=progress
    )
    clear_unfinished(workspace)
    return desk_on(workspace)


def new_desk(folder: Path, *, way: str, passphrase: str = "") -> Desk:
    """Make a workspace and open it. Raises what :meth:`Workspace.create` raises."""
    return desk_on(Workspace.create(folder, way=way, passphrase=passphrase))

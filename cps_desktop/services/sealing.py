"""Sealing what was made here: from then on it never changes, and can be handed over."""

from __future__ import annotations

from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.sealing import seal


def seal_everything(workspace: Workspace) -> None:
    """Seal every change made here that no segment holds yet."""
    with workspace.one_transaction():
        for unsealed in workspace.segments.loose.unsealed():
            workspace.segments.keep(seal(unsealed, workspace.device_secret))

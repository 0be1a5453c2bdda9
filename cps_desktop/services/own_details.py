"""Who works on this laptop: kept on it as its own notes, never a record of anybody."""

from __future__ import annotations

from typing import Final

from cps_desktop.services.receivers import name_this_device, own_name_of
from cps_desktop.storage.workspace import Workspace

OWN_NAME: Final = "own name"
OWN_ORGANISATION: Final = "own organisation"


def introduce(workspace: Workspace, name: str, organisation: str, laptop: str) -> None:
    """Keep what the first questions gave; what was skipped stays as it is."""
    if name:
        keep_own_name(workspace, name)
    if organisation:
        keep_own_organisation(workspace, organisation)
    if laptop:
        name_this_device(workspace, laptop)


def own_name(workspace: Workspace) -> str:
    """The person's own name as they gave it; "" where they did not."""
    return str(workspace.note(OWN_NAME) or "")


def own_organisation(workspace: Workspace) -> str:
    """The person's organisation as they gave it; "" where they did not."""
    return str(workspace.note(OWN_ORGANISATION) or "")


def keep_own_name(workspace: Workspace, name: str) -> None:
    """Change one's own name."""
    workspace.set_note(OWN_NAME, name.strip())


def keep_own_organisation(workspace: Workspace, organisation: str) -> None:
    """Change one's own organisation."""
    workspace.set_note(OWN_ORGANISATION, organisation.strip())


def laptop_name(workspace: Workspace) -> str:
    """What this laptop is called, as it was typed."""
    return own_name_of(workspace)

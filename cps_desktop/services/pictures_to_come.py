"""Pictures that records name and that have not arrived yet."""

from __future__ import annotations

from cps_desktop.domain.kinds import Attachment
from cps_desktop.storage.workspace import Workspace

_DIGEST_LENGTH = 64


def still_to_come(workspace: Workspace) -> int:
    """How many pictures are named by records but have not arrived yet."""
    return len(still_lacked(workspace))


def still_lacked(workspace: Workspace) -> list[str]:
    """The SHA-256 of each picture that a record names and that is not here, in order."""
    here = workspace.attachment_digests()
    named = {one.digest for one in workspace.find(Attachment)}
    return sorted(one for one in named - here if len(one) == _DIGEST_LENGTH)

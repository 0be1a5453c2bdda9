"""What a workspace of release 0.1 holds, as text: written once, read by every later version."""

from __future__ import annotations

from pathlib import Path

from cps_desktop.domain.records import KINDS, meanings
from cps_desktop.storage.workspace import Workspace

DATA = Path(__file__).parent / "data" / "release-0.1"
ERASED_DATA = Path(__file__).parent / "data" / "format-2"
WORDS = "acorn basil cedar daisy elder"

Told = dict[str, dict[str, str]]


def records_of(workspace: Workspace) -> Told:
    """Every record by kind and id: each field of this version, as text."""
    return {
        f"{kind} {record.id}": {
            field: str(getattr(record, field)) for field in sorted(meanings(cls))
        }
        for kind, cls in sorted(KINDS.items())
        for deleted in (False, True)
        for record in workspace.find(cls, deleted=deleted)
    }

"""The A3 planner wall and its equal list."""

from __future__ import annotations

from cps_desktop.ui.wall.snapshot import (
    BoxSnapshot,
    NoteSnapshot,
    PlannerSnapshot,
    StageSnapshot,
)
from cps_desktop.ui.wall.wall import PlannerWall

__all__ = ["BoxSnapshot", "NoteSnapshot", "PlannerSnapshot", "PlannerWall", "StageSnapshot"]

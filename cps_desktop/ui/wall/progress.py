"""How far a stage is: what stands in its heading, in the list and in the overview alike."""

from __future__ import annotations

from dataclasses import dataclass

from cps_desktop.ui.wall.box_parts import held
from cps_desktop.ui.wall.desk import PlannerDesk


@dataclass(frozen=True, slots=True)
class StageProgress:
    """How many notes a stage holds, how many of its boxes are filled, and the first that is not."""

    notes: int
    filled: int
    boxes: int
    gap: str = ""
    gap_name: str = ""

    @property
    def share(self) -> float:
        return self.filled / self.boxes if self.boxes else 1.0

    @property
    def words(self) -> str:
        """For example "2 of 5 boxes are filled."."""
        if self.filled == self.boxes:
            return "Every box is filled."
        return f"{self.filled} of {self.boxes} boxes are filled."


def stage_progress(desk: PlannerDesk, stage: str) -> StageProgress:
    """How far the stage with this key is now, whether its notes are shown or not."""
    boxes = desk.planner.boxes_of(stage)
    counts = [held(box, desk.notes_in(box.key)) for box in boxes]
    gaps = [box for box, count in zip(boxes, counts, strict=True) if not count]
    gap, name = (gaps[0].key, gaps[0].title) if gaps else ("", "")
    return StageProgress(sum(counts), len(boxes) - len(gaps), len(boxes), gap, name)

"""Tab and a screen reader go through a sheet box by box, note by note, as one reads."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtWidgets import QWidget

from cps_desktop.ui.wall.heading import GapLink
from cps_desktop.ui.wall.laying_out import OnSheet
from cps_desktop.ui.wall.snapshot import PlannerSnapshot


class TabOrder:
    """Of one sheet. ``stops`` are where Tab stops, in order."""

    def __init__(self, on: OnSheet) -> None:
        self._on = on
        self.stops: list[QWidget] = []

    def follow(self, planner: PlannerSnapshot) -> None:
        """Put everything on the sheet in order."""
        chain: list[QWidget] = []
        for stage in planner.stages:
            chain.append(self._on.headings[stage.key].link)
            for box in planner.boxes_of(stage.key):
                chain.append(self._on.boxes[box.key])
                chain += self._on.boxes[box.key].stops()
        if chain == self.stops:
            return
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self.stops = chain

    def reading(self) -> list[QWidget]:
        """Boxes and notes in the order they are read."""
        return [one for one in self.stops if not isinstance(one, GapLink)]

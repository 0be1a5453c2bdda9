"""Where a session's planners were left, on this laptop."""

from __future__ import annotations

from cps_desktop.domain.records import RecordId
from cps_desktop.ui.session_page import Shell
from cps_desktop.ui.wall.arranging import BY_THEME, ORDERS


class PlannerMemory:
    """Which planner was open, whether as a list, and in which order its notes were shown."""

    def __init__(self, shell: Shell, session: RecordId) -> None:
        self._shell = shell
        self._place = f"planner page {session}"
        self._kept: object = None

    def recall(self) -> tuple[RecordId, bool, str]:
        """The planner, whether it was shown as a list, and the order."""
        kept = self._kept = self._shell.desk.workspace.note(self._place)
        if not isinstance(kept, dict):
            return "", False, BY_THEME
        order = str(kept.get("order", BY_THEME))
        known = order if order in dict(ORDERS) else BY_THEME
        return str(kept.get("planner", "")), bool(kept.get("list")), known

    def keep(self, planner: RecordId, listed: bool, order: str) -> None:
        """Write it down where it is not so yet."""
        place = {"planner": planner, "list": listed, "order": order}
        if place != self._kept:
            self._kept = place
            workspace = self._shell.desk.workspace
            self._shell.attempt(lambda: workspace.set_note(self._place, place))

"""An action as a row of the list."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from cps_desktop.domain.dates import say_short_date
from cps_desktop.domain.kinds import Action, ActionState
from cps_desktop.domain.records import RecordId
from cps_desktop.services.actions import actions_of, where_from
from cps_desktop.services.door import Records
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.ui.kit import State

OPEN: Final = "open"
OVERDUE: Final = "overdue"
DONE: Final = "done"
_STATES: Final = {
    OPEN: State("To do", "disc", "primary"),
    OVERDUE: State("Overdue", "square", "danger"),
    DONE: State("Done", "tick", "done"),
}


def state_of(key: str) -> State:
    """Word, shape and colour of a state."""
    return _STATES[key]


@dataclasses.dataclass(frozen=True, slots=True)
class ActionRow:
    """One action. ``note`` is the one it grew from, "" where that is gone or never was."""

    action: RecordId
    what: str
    who: str
    due: dt.date | None
    state_key: str
    source: str
    note: RecordId = ""

    @property
    def state(self) -> State:
        return state_of(self.state_key)

    @property
    def day(self) -> str:
        return say_short_date(self.due) if self.due else ""

    def fits(self, wanted: str) -> bool:
        """Whether it is among those to be shown: all (""), to do, overdue or done."""
        if wanted == OPEN:
            return self.state_key != DONE
        return wanted in {"", self.state_key}


def action_rows(
    records: Records, catalogue: PlannerCatalogue, session: RecordId, today: dt.date
) -> tuple[ActionRow, ...]:
    """Every action of a session, in its order."""
    return tuple(_row(records, catalogue, one, today) for one in actions_of(records, session))


def _row(records: Records, catalogue: PlannerCatalogue, one: Action, today: dt.date) -> ActionRow:
    planner, note = where_from(records, one)
    source = ""
    if planner is not None:
        template = catalogue.get(planner.template, planner.edition)
        source = planner.title or (template.title if template is not None else "A planner")
    state = OPEN
    if one.state == ActionState.DONE:
        state = DONE
    elif one.due is not None and one.due < today:
        state = OVERDUE
    return ActionRow(
        action=one.id,
        what=" ".join(one.what.split()),
        who=one.who,
        due=one.due,
        state_key=state,
        source=source,
        note=note.id if note is not None else "",
    )

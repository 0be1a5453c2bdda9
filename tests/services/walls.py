"""A session with one planner on one laptop, for tests of what people put on it."""

from __future__ import annotations

from cps_desktop.domain.changes import setting
from cps_desktop.domain.kinds import Note
from cps_desktop.services import planners, sessions
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.planner_view import NoteView, PlannerView, planner_view
from tests.services.laptop import Laptop

SHIPPED = PlannerCatalogue.shipped()


class Wall:
    """A session with one planner on one laptop."""

    def __init__(self, one: Laptop, template: str = "think-plan-reflect") -> None:
        self.door = one.door
        self.workspace = one.workspace
        self.session = sessions.create_session(one.door, title="Wall")
        chosen = SHIPPED.get(template)
        assert chosen is not None
        self.planner = planners.add_planner(one.door, self.session, chosen)

    def add(self, text: str, box: str = "now", index: int | None = None) -> str:
        return planners.add_note(self.door, self.planner, box, text, index=index)

    def texts(self, box: str = "now") -> list[str]:
        return [note.text for note in planners.notes_in(self.workspace, self.planner, box)]

    def view(self, catalogue: PlannerCatalogue = SHIPPED) -> PlannerView:
        found = planner_view(self.workspace, catalogue, self.planner)
        assert found is not None
        return found

    def seen(self, note: str) -> NoteView:
        """A note as it is shown."""
        return next(one for one in self.view().notes() if one.note == note)

    def give_order(self, note: str, order: str) -> None:
        """What a second laptop's change would leave behind."""
        known = self.workspace.get(Note, note)
        assert known is not None
        self.door.do("Elsewhere", setting(known, order=order))

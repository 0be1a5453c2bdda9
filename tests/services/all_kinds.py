"""A template with boxes of every kind, and a session with a planner of it."""

from __future__ import annotations

from cps_desktop import paths
from cps_desktop.domain.kinds import Note, NoteColour, Session
from cps_desktop.domain.planner_templates import (
    Area,
    Box,
    ColourMeaning,
    Part,
    PlannerTemplate,
    Scale,
    Stage,
)
from cps_desktop.services import planners, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from tests.services.desks import SHIPPED
from tests.services.laptop import Laptop

ALL_KINDS = PlannerTemplate(
    id="all-kinds",
    edition=1,
    language="en-GB",
    title="All kinds",
    purpose="To try every kind of box",
    stages=(Stage("think", "Think", "How is it?"), Stage("plan", "Plan")),
    boxes=(
        Box("now", "think", Area(12, 52, 128, 80), "Now", "What is it like now?", "How is it?"),
        Box("goal", "think", Area(12, 136, 128, 70), "Goal", "What shall it be?", "What is wanted?",
            kind="text"),
        Box("said", "think", Area(12, 210, 128, 75), "Promises", "We said, we did", "Promised?",
            kind="table", columns=(Part("said", "We said"), Part("did", "We did"))),
        Box("how", "plan", Area(146, 52, 128, 50), "Way", "How do you come?", "How do you come?",
            kind="choice", options=(Part("bus", "By bus"), Part("walk", "On foot"))),
        Box("feel", "plan", Area(146, 106, 128, 50), "Clear", "How clear is it?", "Is it clear?",
            kind="scale", scale=Scale(1, 5, "not at all", "very")),
        Box("ready", "plan", Area(146, 160, 128, 50), "Ready", "Is all ready?", "Is all ready?",
            kind="checklist", items=(Part("room", "The room"), Part("tea", "Tea and coffee"))),
        Box("draw", "plan", Area(146, 214, 128, 71), "Drawing", "Draw it", "Draw it",
            kind="sketch"),
    ),
    colours=(ColourMeaning(NoteColour.YELLOW, "What people told us"),),
)  # fmt: skip


class Room:
    """A session with a planner of that template; ``desk`` is everything people do."""

    def __init__(self, one: Laptop) -> None:
        self.desk = Desk(
            one.workspace,
            one.door,
            PlannerCatalogue([ALL_KINDS, *SHIPPED.choices()]),
            resources=paths.resources(),
        )
        self.session = sessions.create_session(one.door, title="Letters")
        self.planner = planners.add_planner(one.door, self.session, ALL_KINDS)

    def found(self) -> Session:
        """The session."""
        return self.desk.door.must_exist(Session, self.session)

    def notes(self, box: str = "") -> tuple[Note, ...]:
        """What stands on the planner, in one box or everywhere."""
        some = self.desk.workspace.find(Note, planner=self.planner)
        return tuple(one for one in some if one.box == box or not box)

    def texts(self, box: str) -> list[str]:
        """The texts of a box, in order."""
        return [one.text for one in planners.notes_in(self.desk.workspace, self.planner, box)]

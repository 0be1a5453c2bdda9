"""A planner with a question of every kind, and the participants' window on it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from cps_desktop import paths
from cps_desktop.domain.dates import DayTimes
from cps_desktop.domain.planner_templates import Area, Box, Part, PlannerTemplate, Scale, Stage
from cps_desktop.domain.records import RecordId
from cps_desktop.services import planners, sessions
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door
from cps_desktop.services.participant_view import ParticipantView
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.storage.workspace import Workspace
from cps_desktop.ui.participant.question import QuestionSheet
from cps_desktop.ui.participant.window import ParticipantWindow
from cps_desktop.ui.reading_aloud.voice import Voice
from tests.services.laptop import THURSDAY, Clock

KINDS = ("notes", "text", "table", "choice", "scale", "checklist", "sketch")

_PLAIN = {
    "notes": "What would make this better for you?",
    "text": "What happened when you came to the clinic?",
    "table": "Who could help, and with what?",
    "choice": "How would you like to be told?",
    "scale": "How easy was it to find us?",
    "checklist": "What have we done so far?",
    "sketch": "Can you draw how the room could look?",
}


def _words(*said: str) -> tuple[Part, ...]:
    return tuple(Part(one.split()[0].lower(), one) for one in said)


def every_kind(**more: Any) -> PlannerTemplate:
    """One question of each kind, in English; ``more`` replaces fields of the template."""
    parts: dict[str, dict[str, Any]] = {
        "table": {"columns": _words("Who could help?", "With what?")},
        "choice": {"options": _words("A letter", "By telephone", "Somebody tells me in person")},
        "scale": {"scale": Scale(1, 5, "very hard", "very easy")},
        "checklist": {"items": _words("Ring the ward", "Write the letter", "Tell the family")},
    }
    boxes = tuple(
        Box(
            key=kind,
            stage="think",
            area=Area(12 + 56 * number, 52, 52, 100),
            name=kind.capitalize(),
            prompt=f"The wall's words for {kind}",
            plain=_PLAIN[kind],
            help="Think of one small thing. Then think of one big thing.",
            example="Tell me who I can ring." if kind == "notes" else "",
            kind=kind,
            picture="letter" if kind != "scale" else "",
            **parts.get(kind, {}),
        )
        for number, kind in enumerate(KINDS)
    )
    told: dict[str, Any] = {
        "id": "every-kind",
        "edition": 1,
        "language": "en-GB",
        "title": "A letter people can use",
        "purpose": "For tests.",
        "stages": (Stage("think", "Think"),),
        "boxes": boxes,
        "colours": (),
    }
    return PlannerTemplate(**{**told, **more})


class Asked:
    """A desk with one planner, and the participants' window on it."""

    def __init__(self, desk: Desk, planner: RecordId, view: ParticipantView) -> None:
        self.desk, self.planner = desk, planner
        self.window = ParticipantWindow(desk, view, voice=Voice("mock"))

    @property
    def question(self) -> QuestionSheet:
        """The question on the screen."""
        sheet = self.window.sheet
        assert isinstance(sheet, QuestionSheet)
        return sheet

    def ask(self, kind: str) -> Any:
        """Go to the question of this kind; its answer part."""
        self.window.pages.question(KINDS.index(kind))
        QApplication.processEvents()
        assert self.question.answer is not None
        return self.question.answer

    def texts(self, kind: str) -> list[str]:
        """What is kept in this box, in order."""
        found = planners.notes_in(self.desk.door.records, self.planner, kind)
        return [one.text for one in found]


@contextmanager
def desk_for_asking(folder: Path, template: PlannerTemplate) -> Iterator[tuple[Desk, RecordId]]:
    """A workspace with one session and one planner of this template."""
    import datetime as dt
    import random

    clock = Clock(dt.datetime(2027, 3, 18, 9, 2).astimezone())
    entropy = random.Random("asking").randbytes
    with Workspace.create(folder / "laptop", wall=clock, entropy=entropy) as workspace:
        door = Door(workspace, clock, random.Random("ids").randbytes)
        desk = Desk(workspace, door, PlannerCatalogue([template]), resources=paths.resources())
        session = sessions.create_session(
            door, title="Letters", venue="Hall", days=[DayTimes(THURSDAY)]
        )
        yield desk, planners.add_planner(door, session, template)


@contextmanager
def asked(folder: Path, template: PlannerTemplate | None = None, **view: Any) -> Iterator[Asked]:
    """The window, shown at 1366 × 768 and not locked, at its welcome."""
    with desk_for_asking(folder, template or every_kind()) as (desk, planner):
        one = Asked(desk, planner, ParticipantView(planner, **view))
        one.window.resize(1366, 768)
        one.window.show()
        QApplication.processEvents()
        try:
            yield one
        finally:
            one.window.end()
            one.window.look.give_back()
            one.window.deleteLater()
            QApplication.processEvents()


def settle() -> None:
    """What was put away is gone, as it is once the window comes back to its events."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def button(root: QWidget, words: str) -> Any:
    """The visible button that says this, or begins so."""
    from PySide6.QtWidgets import QAbstractButton

    settle()
    shown = [one for one in root.findChildren(QAbstractButton) if one.isVisible()]
    for one in shown:
        if words in {one.text().replace("&&", "&"), one.accessibleName()}:
            return one
    for one in shown:
        if words in one.accessibleName():
            return one
    raise AssertionError(f"{words}: {[one.accessibleName() for one in shown]}")

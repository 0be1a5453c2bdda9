"""A planner with 2,000 notes: reading it as it is shown, with all that hangs on the notes."""

from __future__ import annotations

import os
import random
import statistics
import tempfile
from collections.abc import Sequence
from pathlib import Path

from cps_desktop.domain.changes import Edit, creating
from cps_desktop.domain.kinds import Action, Dot, Note, NoteColour, Session
from cps_desktop.domain.ordering import key_between
from cps_desktop.services.door import Door
from cps_desktop.services.note_links import link_record
from cps_desktop.services.planner_catalogue import PlannerCatalogue
from cps_desktop.services.planner_view import planner_view
from cps_desktop.services.planners import add_note, add_planner, move_note
from cps_desktop.storage.workspace import Workspace, system_clock
from tests.bench.made_changes import some_text
from tests.bench.measuring import Result, percentile, seconds

_NOTES, _DOTS, _LINKS, _ACTIONS = 2_000, 1_000, 300, 100
_RUNS = 15


def measure() -> list[Result]:
    """What the services take of opening a planner of 2,000 notes, and of one change on it."""
    catalogue = PlannerCatalogue.shipped()
    with (
        tempfile.TemporaryDirectory(prefix="cps-bench-") as folder,
        Workspace.create(Path(folder) / "wall", way="open") as workspace,
    ):
        door = Door(workspace, system_clock, os.urandom)
        planner, notes = full_wall(door, catalogue, random.Random(4))

        def move(one: str) -> float:
            return seconds(lambda: move_note(door, one, "try", 3))

        viewed = [
            seconds(lambda: planner_view(workspace, catalogue, planner)) for _ in range(_RUNS)
        ]
        moved = [move(one) for one in notes[:: _NOTES // 40]]
        added = [seconds(lambda: add_note(door, planner, "now", "One more")) for _ in range(40)]
    note = f"{_NOTES:,} notes, {_DOTS:,} dots, {_LINKS} links, {_ACTIONS} actions"
    return [
        Result(
            "planner of 2,000 notes, read",
            statistics.median(viewed) * 1000,
            125,
            unit="ms",
            note=f"{note}; half of what opening it may take",
        ),
        Result("a note moved on it", percentile(moved, 0.95) * 1000, 50, unit="ms", note="p95"),
        Result("a note added to it", percentile(added, 0.95) * 1000, 50, unit="ms", note="p95"),
    ]


def full_wall(
    door: Door, catalogue: PlannerCatalogue, chance: random.Random
) -> tuple[str, Sequence[str]]:
    """A planner with notes in every box, themes, dots, links and actions; its id and the notes'."""
    session = Session(id=door.new_id(), title="A full room")
    door.do("Begin", creating(session))
    template = catalogue.get("think-plan-reflect")
    assert template is not None
    planner = add_planner(door, session.id, template)
    edits: list[Edit] = []
    notes: list[str] = []
    order = ""
    for _ in range(_NOTES):
        order = key_between(order)
        note = Note(
            id=door.new_id(),
            planner=planner,
            box=chance.choice(template.boxes).key,
            order=order,
            text=some_text(chance, chance.randrange(3, 20)),
            author=some_text(chance, 2),
            named_as="initials",
            colour=chance.choice(list(NoteColour)),
            theme=chance.choice(["", "Getting there", "Letters", "Waiting"]),
            root=session.id,
            session=session.id,
        )
        notes.append(note.id)
        edits += creating(note)
    for _ in range(_DOTS):
        dot = Dot(
            id=door.new_id(),
            root=session.id,
            session=session.id,
            planner=planner,
            note=chance.choice(notes),
        )
        edits += creating(dot)
    for _ in range(_LINKS):
        edits += creating(link_record(session.id, *chance.sample(notes, 2)))
    for note_id in notes[:_ACTIONS]:
        action = Action(
            id=door.new_id(),
            root=session.id,
            session=session.id,
            planner=planner,
            note=note_id,
            what=some_text(chance, 6),
        )
        edits += creating(action)
    door.do("Fill the wall", edits)
    return planner, notes

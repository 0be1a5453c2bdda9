"""One durable edit against a raw commit of one row with the same driver, key and settings."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from cps_desktop.domain.changes import creating, setting
from cps_desktop.domain.kinds import Note, Planner, Session
from cps_desktop.services.door import Door
from cps_desktop.storage.driver import connect
from cps_desktop.storage.workspace import Workspace, system_clock
from tests.bench.measuring import Result, percentile, seconds

_RUNS = 600


def measure() -> list[Result]:
    """Typing into notes of a workspace with 500 notes; the two are taken in turn."""
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        place = Path(folder)
        with Workspace.create(place / "workspace", way="open") as workspace:
            door = Door(workspace, system_clock, os.urandom)
            notes = _make_notes(door)
            raw = connect(place / "raw.db", workspace.key)
            raw.execute("CREATE TABLE one (n INTEGER PRIMARY KEY, words TEXT)")
            ours, floor = [], []
            for turn in range(_RUNS):
                note = workspace.get(Note, notes[turn % len(notes)])
                assert note is not None
                edits = setting(note, text=f"{note.text} and {turn}")
                ours.append(seconds(lambda edits=edits: door.do("Type", edits)))  # type: ignore[misc]
                floor.append(
                    seconds(
                        lambda turn=turn: raw.execute(  # type: ignore[misc]
                            "INSERT INTO one (words) VALUES (?)", [f"words {turn}"]
                        )
                    )
                )
            raw.close()
    return [
        Result(
            "one durable edit, p99",
            percentile(ours, 0.99) * 1000,
            2.0,
            percentile(floor, 0.99) * 1000,
            unit="ms",
            note=f"medians {percentile(ours, 0.5) * 1000:.2f} / "
            f"{percentile(floor, 0.5) * 1000:.2f} ms",
        )
    ]


def _make_notes(door: Door) -> list[str]:
    session = Session(id=door.new_id(), title="A session to type in")
    planner = Planner(id=door.new_id(), root=session.id, session=session.id)
    edits = [*creating(session), *creating(planner)]
    notes = []
    for number in range(500):
        note = Note(
            id=door.new_id(),
            root=session.id,
            session=session.id,
            planner=planner.id,
            box="one",
            text=f"Note {number}",
        )
        notes.append(note.id)
        edits += creating(note)
    door.do("Begin", edits)
    return notes

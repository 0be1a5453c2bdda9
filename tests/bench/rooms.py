"""How far behind the room's window is, on a planner with 2,000 notes: from a change to its paint.

The change itself is counted in: what the room sees is as far behind the facilitator as this.
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QCoreApplication

from tests.bench.measuring import Result, Taken, on_screen, taken
from tests.bench.walls import full_wall

_RUNS = 60
_SETTLE_S = 3.0


def measure() -> list[Result]:
    """Words typed on one note, words on one note after the other, notes added; p95 of each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # First, as in the program: it says how PySide reads what comes after it.
    from cps_desktop.ui.app import make_application

    # isort: split

    from PySide6.QtWidgets import QApplication, QWidget

    from cps_desktop.bootstrap import new_desk
    from cps_desktop.domain.kinds import Note
    from cps_desktop.services.planners import add_note, edit_note
    from cps_desktop.ui.projection.projecting import Projecting
    from cps_desktop.ui.projection.showing import Showing

    app = QApplication.instance() or make_application()
    with tempfile.TemporaryDirectory(prefix="cps-bench-") as folder:
        desk = new_desk(Path(folder) / "room", way="open")
        door = desk.door
        planner, notes = full_wall(door, desk.planners, random.Random(4))
        main = QWidget()
        projecting = Projecting(desk, main)
        first = notes[0]

        def look_at(note: str) -> None:
            known = door.records.get(Note, note)
            assert known is not None
            projecting.show(Showing(planner, at_box=known.box, at_note=note))

        look_at(first)
        projecting.open()
        window = projecting.window
        window.resize(1366, 768)
        window.repaint()
        _settle(app)

        def behind(change: Callable[[], object], seen: Callable[[], bool]) -> Taken:
            """From a change to its being painted."""

            def until_painted() -> None:
                change()
                while not seen():
                    app.processEvents()
                window.repaint()

            return taken(until_painted)

        def shows(note: str, words: str) -> bool:
            label = window.paper.notes.get(note)
            return label is not None and label.note.text == words

        typed = [
            behind(
                lambda n=n: edit_note(door, first, f"word {n}"),  # type: ignore[misc]
                lambda n=n: shows(first, f"word {n}"),  # type: ignore[misc]
            )
            for n in range(_RUNS)
        ]
        turns: list[Taken] = []
        going: list[Taken] = []
        for note in notes[:: len(notes) // _RUNS]:
            going.append(
                behind(
                    lambda note=note: look_at(note),  # type: ignore[misc]
                    lambda note=note: note in window.paper.notes,  # type: ignore[misc]
                )
            )
            turns.append(
                behind(
                    lambda note=note: edit_note(door, note, "other words"),  # type: ignore[misc]
                    lambda note=note: shows(note, "other words"),  # type: ignore[misc]
                )
            )
        added = []
        for n in range(_RUNS):
            note = door.new_id()
            added.append(
                behind(
                    lambda n=n, note=note: add_note(door, planner, "now", f"{n}", note_id=note),  # type: ignore[misc]
                    lambda n=n, note=note: shows(note, f"{n}"),  # type: ignore[misc]
                )
            )
        projecting.let_go()
        desk.close()
    said = "2,000 notes, p95"
    kinds = {
        "typed words": typed,
        "words on another note": turns,
        "a note added": added,
        "going to another note": going,
    }
    return [
        on_screen(f"the room behind {what}", times, 0.95, 100, said)
        for what, times in kinds.items()
    ]


def _settle(app: QCoreApplication) -> None:
    """Let the window look ahead to its other pages, as it does while people begin to talk."""
    start = perf_counter()
    while perf_counter() - start < _SETTLE_S:
        app.processEvents()

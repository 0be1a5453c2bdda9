"""How quick the wall is with many notes: ``python -m tests.ui.wall.measure [COUNT]`` (ms)."""

from __future__ import annotations

import os
import resource
import statistics
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cps_desktop.ui.dressing import install_theme
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall import PlannerSnapshot, PlannerWall
from tests.ui.wall.sample import many, planner


def main(notes: int) -> None:
    """Print a line for each thing a person does."""
    app = QApplication.instance() or QApplication([])
    install_theme(app)
    numbers = count()
    wall = PlannerWall(lambda: f"new-{next(numbers)}")
    wall.resize(1100, 640)
    shown = planner(notes=many(notes))

    def show() -> None:
        wall.show_planner(shown)
        wall.show()
        app.processEvents()

    say("first showing", [timed(show)])
    QTest.qWaitForWindowActive(wall)
    say("the same snapshot again", [timed(lambda: wall.show_planner(shown)) for _ in range(9)])
    changed = [
        replace(shown, notes=(*shown.notes[:-1], replace(shown.notes[-1], text=f"{n}")))
        for n in range(9)
    ]
    say("one note changed", [showing(wall, one) for one in changed])
    say("drag, a movement", drag(wall))
    wall.edit_note("n0")
    editor = wall.writing.editor
    assert editor is not None
    say("a key", [timed(lambda: painted(lambda: QTest.keyClicks(editor, "a"))) for _ in range(60)])
    wall.writing.finish()
    at = QPointF(400, 300)
    area = wall.area
    say("zoom, the first frame", [timed(lambda: painted(lambda: area.turn(1.05, at)))])
    frames = [timed(lambda: painted(lambda: area.turn(1.03, at))) for _ in range(20)]
    say("zoom, a frame", frames)
    say("zoom, laid out at the end", [timed(lambda: painted(area.settle))])
    say("theme changed", [timed(lambda: painted(lambda: theme().set_theme("dark")))])
    say("text at 150 %", [timed(lambda: painted(lambda: theme().set_scale(150)))])
    say("list, first shown", [timed(lambda: painted(lambda: wall.show_list(True)))])
    say("list: a note changed", [showing(wall, one) for one in changed])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'memory at most':28} {peak:7.0f} MB")


def showing(wall: PlannerWall, shown: PlannerSnapshot) -> float:
    """Time to show a snapshot and paint it."""
    return timed(lambda: painted(lambda: wall.show_planner(shown)))


def drag(wall: PlannerWall) -> list[float]:
    """Times of single movements of a drag across the wall."""
    note = wall.sheet.notes["n0"]
    start = note.rect().center()
    QTest.mousePress(note, Qt.MouseButton.LeftButton, pos=start)
    times: list[float] = []
    for step in range(200):
        pos = start + QPoint(4 * step, 2 * step)

        def move(pos: QPoint = pos) -> None:
            event = QMouseEvent(
                QMouseEvent.Type.MouseMove,
                QPointF(pos),
                QPointF(note.mapToGlobal(pos)),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
            QApplication.sendEvent(note, event)

        times.append(timed(partial(painted, move)))
    QTest.mouseRelease(note, Qt.MouseButton.LeftButton)
    return times


def painted(do: Callable[[], object]) -> None:
    """Do it and paint what it changed."""
    do()
    QApplication.processEvents()


def timed(do: Callable[[], object]) -> float:
    start = perf_counter()
    do()
    return (perf_counter() - start) * 1000


def say(what: str, times: list[float]) -> None:
    """Median and 95th percentile."""
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{what:28} {statistics.median(times):7.1f} ms   p95 {p95:7.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 500)

"""A planner with 2,000 notes on its page: a key, a frame of a drag and of a zoom, opening it."""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cps_desktop.domain.changes import creating
from cps_desktop.domain.kinds import Dot, Note, NoteColour
from cps_desktop.domain.ordering import key_between
from cps_desktop.services import planners
from cps_desktop.services.desk import Desk
from cps_desktop.services.sessions import create_session
from tests.bench.made_changes import some_text
from tests.bench.measuring import Result, Taken, on_screen, taken

if TYPE_CHECKING:
    from cps_desktop.ui.pages_of_session.planner import PlannerPage

NOTES: Final = 2_000
_KEYS: Final = 400
_MOVEMENTS: Final = 300
_ZOOMS: Final = 40
_OPENINGS: Final = 5
_THEMES: Final = ("", "", "Letters", "Phones", "People")


def measure() -> list[Result]:
    """The four, in milliseconds; each from the hand's event to the painted screen."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with (
        tempfile.TemporaryDirectory(prefix="cps-bench-") as folder,
        full_page(Path(folder), NOTES) as page,
    ):
        opened = [_opened(page) for _ in range(_OPENINGS)]
        _settle(page)
        dragged, typed, zoomed = _dragged(page), _typed(page), _zoomed(page)
    note = f"{NOTES} notes with dots and themes, 1366 by 768"
    return [
        on_screen("a key on a note, p99", typed, 0.99, 8, f"{note}; {_KEYS} keys"),
        on_screen("a drag's frame, p95", dragged, 0.95, 16, f"{note}; {_MOVEMENTS} frames"),
        on_screen("a zoom's frame, p95", zoomed, 0.95, 33, f"{note}; {_ZOOMS} frames"),
        on_screen("opening the planner", opened, 0.5, 250, f"{note}; median"),
    ]


@contextmanager
def full_page(folder: Path, notes: int) -> Iterator[PlannerPage]:
    """The page of a session with an empty planner and one of so many notes."""
    # First, as in the program: it says how PySide reads what comes after it.
    from cps_desktop.ui.app import make_application

    # isort: split

    from PySide6.QtWidgets import QApplication

    from cps_desktop.bootstrap import new_desk
    from cps_desktop.ui.pages_of_session.planner import PlannerPage
    from cps_desktop.ui.window import Window

    if QApplication.instance() is None:
        make_application()
    desk = new_desk(folder / "w", way="open")
    session = _fill(desk, notes)
    window = Window(desk)
    window.resize(1366, 768)
    window.show()
    window.open_session(session, "planner")
    page = window.stack.page
    assert isinstance(page, PlannerPage)
    _events()
    try:
        yield page
    finally:
        window.close()
        desk.close()


def _fill(desk: Desk, notes: int) -> str:
    chance = random.Random(4)
    template = desk.planners.get("ideas-wall") or desk.planners.choices()[0]
    template = desk.planners.get("think-plan-reflect") or template
    door = desk.door
    session = create_session(door, title="Many notes")
    planners.add_planner(door, session, template, title="Empty")
    planner = planners.add_planner(door, session, template, title="Full")
    boxes = [one.key for one in template.boxes if one.kind == "notes"]
    orders = dict.fromkeys(boxes, "")
    edits = []
    for number in range(notes):
        box = boxes[number % len(boxes)]
        orders[box] = key_between(orders[box])
        note = Note(
            id=door.new_id(),
            root=session,
            session=session,
            planner=planner,
            box=box,
            order=orders[box],
            text=some_text(chance, chance.randrange(4, 14)),
            colour=chance.choice(list(NoteColour)).value,
            theme=chance.choice(_THEMES),
        )
        edits += creating(note)
        for _ in range(chance.randrange(3)):
            dot = Dot(
                id=door.new_id(), root=session, session=session, planner=planner, note=note.id
            )
            edits += creating(dot)
    door.do("Fill the wall", edits)
    return session


def _events() -> None:
    from PySide6.QtWidgets import QApplication

    QApplication.processEvents()


def _painted(act: Callable[[], object]) -> Taken:
    """How long an act takes until what it changed is painted."""

    def until_painted() -> None:
        act()
        _events()

    return taken(until_painted)


def _planners(page: PlannerPage) -> list[str]:
    return [one.id for one in planners.planners_of(page.desk.door.records, page.session)]


def open_empty(page: PlannerPage) -> None:
    """Show the planner without notes; what was shown before is gone, as in a running program."""
    from PySide6.QtCore import QCoreApplication, QEvent

    page.open_planner(_planners(page)[0])
    _events()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def open_full(page: PlannerPage) -> None:
    """Show the full planner, and wait until every note has its widget."""
    page.open_planner(_planners(page)[1])
    _events()
    _settle(page)


def _opened(page: PlannerPage) -> Taken:
    """From the empty planner to the full one."""
    _empty, full = _planners(page)
    open_empty(page)

    def until_painted() -> None:
        page.open_planner(full)
        page.repaint()

    return taken(until_painted)


def _settle(page: PlannerPage) -> None:
    while page.wall.sheet.filling:
        _events()
    _events()


def _dragged(page: PlannerPage) -> list[Taken]:
    """One note across the wall and back."""
    from PySide6.QtCore import QPoint, QPointF, Qt
    from PySide6.QtGui import QMouseEvent
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    sheet = page.wall.sheet
    note = next(iter(sheet.notes.values()))
    start = note.rect().center()
    QTest.mousePress(note, Qt.MouseButton.LeftButton, pos=start)

    def move(pos: QPoint) -> None:
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove,
            QPointF(pos),
            QPointF(note.mapToGlobal(pos)),
            Qt.MouseButton.NoButton,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(note, event)

    times = []
    for step in range(_MOVEMENTS):
        across, down = step % 150, step // 2 % 80
        times.append(_painted(partial(move, start + QPoint(5 * across, 4 * down))))
    QTest.keyClick(note, Qt.Key.Key_Escape)
    QTest.mouseRelease(note, Qt.MouseButton.LeftButton)
    return times


def _typed(page: PlannerPage) -> list[Taken]:
    """Letters on a note, lines that break and all."""
    from PySide6.QtTest import QTest

    first = page.wall.desk.planner.boxes[0].key
    page.wall.edit_note(page.wall.desk.shown.notes(first)[0].id)
    editor = page.wall.writing.editor
    assert editor is not None
    _events()  # what the field shows when it opens is no part of the first letter
    letters = "people tell us what it is like "
    times = [
        _painted(partial(QTest.keyClicks, editor, letters[n % len(letters)])) for n in range(_KEYS)
    ]
    page.wall.writing.finish()
    return times


def _zoomed(page: PlannerPage) -> list[Taken]:
    from PySide6.QtCore import QPointF

    at = QPointF(400, 300)
    area = page.wall.area
    times = [_painted(partial(area.turn, 1.03, at)) for _ in range(_ZOOMS)]
    area.settle()
    return times

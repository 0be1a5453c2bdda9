"""Pictures of the facilitator's planner: several chosen, shown in part, details, a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.kinds import Note
from cps_desktop.services.sample import make_sample
from cps_desktop.services.sessions import session_rows
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall import PlannerWall
from cps_desktop.ui.wall.arranging import BY_DOTS, BY_THEME, Only
from cps_desktop.ui.window import Window

_SETTLE_MS = 250
Look = tuple[str, int]


def take_planner(
    app: QApplication, folder: Path, to: Path, looks: Sequence[Look], size: tuple[int, int]
) -> int:
    """A picture of every state in every look, of the sample's fullest planner."""
    desk = new_desk(folder / "planner states", way="open")
    make_sample(desk)
    rows = session_rows(desk.workspace, desk.door.today(), desk.workspace.session_counts())
    session = max(rows, key=lambda row: len(desk.workspace.find(Note, session=row.session))).session
    window = Window(desk)
    window.show()
    count = 0
    for name, scale in looks:
        theme().set_theme(name)
        theme().set_scale(scale)
        window.resize(*size)
        window.open_session(session, "planner")
        page = window.stack.page
        assert isinstance(page, PlannerPage)
        for state, show in _states(page.wall):
            show()
            timer = QElapsedTimer()
            timer.start()
            while timer.elapsed() < _SETTLE_MS:
                app.processEvents()
            window.grab().save(str(to / f"planner-{state}-{name}-{scale}.png"))
            count += 1
        page.wall.aside.close_drawer()
        page.wall.show_list(False)
    window.close()
    desk.close()
    return count


def _states(wall: PlannerWall) -> Iterator[tuple[str, Callable[[], object]]]:
    """Each state, and what brings the wall there."""
    notes = wall.desk.shown.reading_order()
    yield "one-note", lambda: wall.go_to_note(notes[0])
    yield "several", lambda: wall.desk.chosen.choose(notes[:3])
    wall.desk.chosen.clear()
    stage = wall.desk.planner.stages[0].key
    yield "some-shown", lambda: wall.desk.shown.show_only(Only(stage=stage))
    wall.showing.show_all()
    yield "most-dots", lambda: wall.desk.shown.set_order(BY_DOTS)
    wall.desk.shown.set_order(BY_THEME)
    yield "details", lambda: wall.aside.show_note(notes[0])
    yield "colours", wall.aside.show_overview
    wall.aside.close_drawer()
    yield "list", lambda: wall.show_list(True)

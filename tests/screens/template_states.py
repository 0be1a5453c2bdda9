"""Pictures of making a planner, of moving one to a new edition, and of every planner that ships."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from cps_desktop.bootstrap import new_desk
from cps_desktop.domain.planner_templates import Area
from cps_desktop.services import planners
from cps_desktop.services.editions import foresee_move
from cps_desktop.services.sessions import create_session
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.template_editor.moving import MoveDialog
from cps_desktop.ui.template_editor.page import TemplatesPage
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window

Look = tuple[str, int]


def take_templates(
    app: QApplication,
    folder: Path,
    to: Path,
    looks: Sequence[Look],
    size: tuple[int, int],
    settle: Callable[[Window], object],
) -> int:
    """Each state in every look; every shipped planner at 100 % and 200 %."""
    desk = new_desk(folder / "template states", way="open")
    session = create_session(desk.door, title="Every planner (sample)")
    made = {
        one.id: planners.add_planner(desk.door, session, one) for one in desk.planners.choices()
    }
    first = desk.planners.exactly("cps-a3", 1)
    assert first is not None
    old = planners.add_planner(desk.door, session, first)
    for box in ("owner", "owner", "b-benefits"):
        planners.add_note(desk.door, old, box, "Said in the room")
    window = Window(desk)
    window.show()
    count = 0

    def take(name: str) -> None:
        nonlocal count
        settle(window)
        window.grab().save(str(to / f"{name}.png"))
        count += 1

    for name, scale in looks:
        theme().set_theme(name)
        theme().set_scale(scale)
        window.resize(*size)
        window.open_page("planner_templates")
        page = window.stack.page
        assert isinstance(page, TemplatesPage)
        page.start.new.begun.emit("we-said-we-did")
        take(f"template-editor-{name}-{scale}")
        page.editing.steps.place("told", Area(140, 180, 100, 80))
        take(f"template-editor-overlap-{name}-{scale}")
        page.back.click()
        move = foresee_move(desk.workspace, desk.planners, old, 2)
        dialog = MoveDialog("Letters", move, window)
        dialog.show()
        settle(window)
        dialog.grab().save(str(to / f"new-edition-{name}-{scale}.png"))
        dialog.close()
        dialog.deleteLater()
        count += 1
        if name == "light":
            window.open_session(session, "planner")
            wall = window.stack.page
            assert isinstance(wall, PlannerPage)
            for template, planner in made.items():
                wall.open_planner(planner)
                take(f"shipped-{template}-{scale}")
    window.close()
    desk.close()
    app.processEvents()
    return count

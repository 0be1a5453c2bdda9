"""Pictures of the planner's dialogues, in every look and large in each of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window
from tests.ui.planner_dialogues import planner_dialogues

Look = tuple[str, int]


def take_dialogues(
    window: Window, session: str, to: Path, looks: Sequence[Look], settle: Callable[[], object]
) -> int:
    """A picture of each in every look. Returns how many there are."""
    count = 0
    for name, scale in looks:
        theme().set_theme(name)
        theme().set_scale(scale)
        window.open_session(session, "planner")
        settle()
        page = window.stack.page
        assert isinstance(page, PlannerPage)
        for words, make in planner_dialogues(page).items():
            dialog = make()
            dialog.show()
            settle()
            _keep(dialog, to / f"dialogue-{words.replace(' ', '-')}-{name}-{scale}.png")
            dialog.close()
            dialog.deleteLater()
            count += 1
    return count


def _keep(shown: QWidget, path: Path) -> None:
    shown.grab().save(str(path))

"""Pictures of the wall to look at: ``python -m tests.ui.wall.pictures FOLDER``."""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from cps_desktop.ui.dressing import install_theme
from cps_desktop.ui.kit import Button, PageFrame
from cps_desktop.ui.theme import THEMES
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.wall import PlannerWall
from tests.ui.wall.sample import planner

SIDE, TOP, BOTTOM = 212, 52, 40  # what the shell around a page takes


def page(wall: PlannerWall, title: str) -> QWidget:
    """The wall on a page, in the room the shell leaves at 1366×768."""
    frame = PageFrame(
        title,
        "What people said today. Drag a note, or choose Move to…",
        secondary=(wall.switch, Button("Participant view F5")),
        primary=Button("Add a note", wall.add_note, kind="primary"),
        scrolls=False,
    )
    frame.set_content(wall)
    window = QWidget()
    box = QHBoxLayout(window)
    box.setContentsMargins(0, 0, 0, 0)
    box.addWidget(frame)
    window.resize(1366 - SIDE, 768 - TOP - BOTTOM)
    return window


def shot(path: Path, name: str, *, listed: bool = False, fit: bool = False) -> None:
    """One picture of the wall with a note under the keyboard."""
    numbers = count()
    wall = PlannerWall(lambda: f"new-{next(numbers)}")
    shown = planner(name)
    wall.show_planner(shown)
    window = page(wall, shown.title)
    window.show()
    window.activateWindow()
    settle()
    if listed:
        wall.show_list(True)
        wall.outline.setFocus()
        wall.outline.go_to_note("note-3")
    elif fit:
        wall.area.fit_page()
    elif "note-3" in wall.sheet.notes:
        wall.sheet.notes["note-3"].setFocus()
        wall.area.verticalScrollBar().setValue(0)
    settle()
    window.grab().save(str(path))
    window.close()


def settle() -> None:
    """Let everything that is due happen."""
    for _ in range(10):
        QApplication.processEvents()
        QThread.msleep(10)


def main(folder: Path) -> None:
    """Every theme, 200 %, the list, other templates."""
    install_theme(QApplication.instance() or QApplication([]))
    for name in THEMES:
        theme().set_theme(name)
        shot(folder / f"wall-{name}.png", "think-plan-reflect")
    theme().set_theme("light")
    shot(folder / "wall-list.png", "think-plan-reflect", listed=True)
    shot(folder / "wall-fit.png", "think-plan-reflect", fit=True)
    for name in ("pdsa", "lean-a3", "cps-a3"):
        shot(folder / f"wall-{name}.png", name)
    for scale in (200, 300):
        theme().set_scale(scale)
        shot(folder / f"wall-{scale}.png", "think-plan-reflect")
        shot(folder / f"wall-list-{scale}.png", "think-plan-reflect", listed=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

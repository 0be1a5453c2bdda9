"""What the room sees, as large as a small and a large projector, in four themes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

from PySide6.QtGui import QPixmap

from cps_desktop.services import planners
from cps_desktop.ui.pages_of_session.planner import PlannerPage
from cps_desktop.ui.projection.projecting import ALL, MY_BOX
from cps_desktop.ui.round_timer import round_timer
from cps_desktop.ui.theme_state import theme
from cps_desktop.ui.window import Window

SIZES = ((1366, 768), (1920, 1080))
LARGE = (200, 300)
THEMES = ("light", "dark", "contrast", "cream")
_NEW = "The ward rang me the day after, and that helped"


def take_room(window: Window, settle: Callable[[], None], to: Path) -> int:
    """Pictures of the room's window and of the strip; ``window`` shows a session's planner."""
    page = window.stack.page
    assert isinstance(page, PlannerPage)
    projecting = window.room.projecting()
    projecting.open()
    settle()
    count = 0

    def keep(picture: QPixmap, name: str) -> None:
        nonlocal count
        picture.save(str(to / f"{name}.png"))
        count += 1

    window.grab().save(str(to / "planner-with-room.png"))
    note = planners.add_note(window.desk.door, page.planner, "now", _NEW)
    settle()
    for look in THEMES:
        projecting.choose_colours(look)
        for wide, high in SIZES:
            projecting.window.resize(wide, high)
            for part in (ALL, "plan", "reflect"):
                projecting.show_part(part)
                keep(projecting.window.grab(), f"room-{part or 'all'}-{look}-{wide}")
            round_timer().begin(5)
            projecting.show_part(MY_BOX)
            keep(projecting.window.grab(), f"room-box-{look}-{wide}")
            projecting.set_blank(True)
            keep(projecting.window.grab(), f"room-blank-{look}-{wide}")
            projecting.set_blank(False)
            round_timer().stop()
    projecting.choose_colours("")
    projecting.window.resize(*SIZES[0])
    projecting.show_part(ALL)
    # What the facilitator reads with is not the room's, but its strip has to hold it.
    for look, scale in product(THEMES, LARGE):
        theme().set_theme(look)
        theme().set_scale(scale)
        settle()
        keep(window.grab(), f"planner-with-room-{look}-{scale}")
        keep(projecting.window.grab(), f"room-beside-large-letters-{look}-{scale}")
    theme().set_theme(THEMES[0])
    theme().set_scale(100)
    planners.delete_notes(window.desk.door, [note])
    projecting.put_away()
    return count + 1

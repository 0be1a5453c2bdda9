"""The door stood on the whole screen when the program ended: it stands there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cps_desktop.services.standing_door import door_title, standing_door

if TYPE_CHECKING:
    from cps_desktop.ui.shell_window import ShellWindow


def door_again(window: ShellWindow) -> bool:
    """Put the door up in place of the window, which is not shown; False where none stood."""
    desk = window.desk
    standing = standing_door(desk.workspace)
    if standing is None:
        return False
    from cps_desktop.ui.pages_of_session.attendance_door_window import open_door_window

    def after() -> None:
        if door_title(desk.workspace, standing.session):
            window.moving.open_session(standing.session, "attendance")

    open_door_window(window, desk, standing, after=after)
    return True

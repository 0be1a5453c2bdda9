"""A desk for a worker thread: the same workspace through a connection of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from cps_desktop.services.desk import Desk
from cps_desktop.services.door import Door


@contextmanager
def desk_beside(desk: Desk) -> Iterator[Desk]:
    """The same desk beside the first one, closed at the end.

    Nobody listens at its door: whoever changed something through it tells the first desk's door
    (:meth:`Workspace.forget_caches`, then :meth:`Door.came_in`) on the window's thread.
    """
    with desk.workspace.beside() as workspace:
        door = Door(workspace, desk.door.now_ms, os.urandom)
        yield Desk(
            workspace,
            door,
            desk.planners_in_files,
            desk.policies_in_files,
            resources=desk.resources,
        )

"""That the door stands on the whole screen: remembered, so that no crash leads out of it."""

from __future__ import annotations

from typing import Final

import msgspec

from cps_desktop.domain.kinds import Session
from cps_desktop.domain.records import RecordId
from cps_desktop.storage.workspace import Workspace

NOTE: Final = "door on the whole screen"
_SAYS_FOR: Final = "door says a name for"

UNTIL_NEXT: Final = 0
SAYS_FOR_S: Final = (2, 4, 8, 15, UNTIL_NEXT)
"""Seconds for which the door may speak of whoever was ticked in just now; 0: until the next name
is typed, or until nobody has touched it for a while."""
_USUAL_S: Final = 4


class StandingDoor(msgspec.Struct, frozen=True):
    """The door of a session's day. ``asks``: everybody is asked to sign; ``leaving``: they go.

    The day was chosen on the date ``on`` (ISO) and counts on that date alone: a door that is left
    standing overnight is the next morning's.
    """

    session: RecordId
    day: RecordId = ""
    on: str = ""
    asks: bool = False
    leaving: bool = False


def put_door_up(workspace: Workspace, door: StandingDoor) -> None:
    """From now on this laptop is the door, after a crash or a restart too."""
    workspace.set_note(NOTE, msgspec.structs.asdict(door))


def take_door_down(workspace: Workspace) -> None:
    """The facilitator has the laptop back."""
    workspace.set_note(NOTE, None)


def standing_door(workspace: Workspace) -> StandingDoor | None:
    """The door that stood when the program ended; None where none did.

    A note of a newer version, or of a session that is gone, still holds: it is the facilitator who
    ends it.
    """
    kept = workspace.note(NOTE)
    if kept is None:
        return None
    told = kept if isinstance(kept, dict) else {}
    session, day, on = (told.get(name) for name in ("session", "day", "on"))
    return StandingDoor(
        session if isinstance(session, str) else "",
        day if isinstance(day, str) else "",
        on if isinstance(on, str) else "",
        asks=told.get("asks") is True,
        leaving=told.get("leaving") is True,
    )


def door_title(workspace: Workspace, session: RecordId) -> str:
    """What stands over the door; "" for a session that is not here any more."""
    known = workspace.get(Session, session) if session else None
    return "" if known is None or known.deleted else known.title or "Welcome"


def says_for_s(workspace: Workspace) -> int:
    """For how many seconds the door speaks of somebody after a tick (:data:`SAYS_FOR_S`)."""
    kept = workspace.note(_SAYS_FOR)
    known = isinstance(kept, int) and not isinstance(kept, bool) and kept in SAYS_FOR_S
    return int(str(kept)) if known else _USUAL_S


def set_says_for_s(workspace: Workspace, seconds: int) -> None:
    """From now on it speaks of them for so long. One of :data:`SAYS_FOR_S`."""
    if seconds not in SAYS_FOR_S:
        raise ValueError(seconds)
    workspace.set_note(_SAYS_FOR, seconds)

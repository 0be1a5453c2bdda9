"""What is done at the door, what is said of it, and what takes it back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from cps_desktop.domain.kinds import Coming, Presence
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sentences import set_apart
from cps_desktop.services.attendance import (
    add_to_list,
    apologies,
    mark_left,
    not_left,
    noted_of,
    tick_in,
    untick,
)
from cps_desktop.services.attendance_signing import (
    sign_on_paper,
    sign_on_screen,
    take_signatures_away,
)
from cps_desktop.services.door import Door
from cps_desktop.services.register import DayOfPerson, RegisterRow

_UNTICK = "Take the tick away"
_UNSIGN = "Take the signature away"


class Done(NamedTuple):
    """A sentence; the words of the button that takes it back, "" for none; and what that does."""

    sentence: str
    undo: str = ""
    back: Callable[[], object] | None = None


def come(door: Door, row: RegisterRow, mark: DayOfPerson) -> Done:
    """Somebody comes in, or back in. Raises Fault."""
    entry, day, name = row.attendance, mark.day, set_apart(row.name)
    if mark.gone:
        not_left(door, entry, day)
        again = partial(mark_left, door, entry, day, left=mark.left)
        return Done(f"{name} is back.", "Has left after all", again)
    if mark.here:
        # Since when is for the facilitator's own list: it may be somebody else's name.
        return Done(f"{name} is here already.")
    # Who sent word for this day and came after all: taken back, the word stands again.
    known = noted_of(door.records, entry, day) if mark.state == Presence.APOLOGIES else None
    sorry = known is not None and known.state == Presence.APOLOGIES
    tick_in(door, entry, day)
    return Done(
        f"{name} is in.", _UNTICK, partial(apologies if sorry else untick, door, entry, day)
    )


def leave(door: Door, row: RegisterRow, mark: DayOfPerson) -> Done:
    """Somebody goes. Raises Fault."""
    entry, day, name = row.attendance, mark.day, set_apart(row.name)
    still = partial(not_left, door, entry, day)
    if mark.gone:
        return Done(f"{name} has left already.", "Is here still", still)
    mark_left(door, entry, day)
    return Done(f"{name} has left.", "Is here still", still)


def sign(door: Door, row: RegisterRow, day: RecordId, strokes: str) -> Done:
    """Somebody signed on the screen. Raises Fault."""
    given = sign_on_screen(door, row.attendance, day, strokes)
    away = partial(take_signatures_away, door, row.attendance, day, only=given)
    return Done(f"{set_apart(row.name)} is in, and has signed.", _UNSIGN, away)


def sign_sheet(door: Door, session: RecordId, row: RegisterRow, day: RecordId) -> Done:
    """Somebody signs on paper. Raises Fault."""
    sign_on_paper(door, session, day, [row.attendance])
    away = partial(take_signatures_away, door, row.attendance, day)
    return Done(f"{set_apart(row.name)} is in, and signed on paper.", _UNSIGN, away)


def walk_in(
    door: Door, session: RecordId, name: str, role: str, day: RecordId
) -> tuple[RecordId, Done]:
    """Somebody who is on no list comes in; gives their entry, too. Raises Fault."""
    entry = add_to_list(door, session, name=name, role=role, coming=Coming.WALK_IN, here_on=day)
    said = f"{set_apart(name)} is new on the list, and in."
    return entry, Done(said, _UNTICK, partial(untick, door, entry, day))

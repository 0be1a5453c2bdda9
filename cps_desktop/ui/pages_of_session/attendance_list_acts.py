"""What is done with one person on the list: ticked in or not, left, apologies, off the list."""

from __future__ import annotations

from collections.abc import Callable

from cps_desktop.domain.records import RecordId
from cps_desktop.domain.sentences import set_apart
from cps_desktop.services.attendance import (
    apologies,
    mark_left,
    not_left,
    remove_from_list,
    tick_in,
    untick,
)
from cps_desktop.services.register import RegisterRow
from cps_desktop.ui.session_page import Shell


class ListActs:
    """Each is one step through the services. ``current`` gives the row the keyboard is on, ``day``
    the day that is chosen ("" for none); ``initiator`` shows a tick before it is told of one."""

    def __init__(
        self,
        shell: Shell,
        current: Callable[[], RegisterRow | None],
        day: Callable[[], RecordId],
        initiator: object,
    ) -> None:
        self._shell = shell
        self._current = current
        self._day = day
        self._initiator = initiator

    def toggle(self, row: RegisterRow, day: RecordId) -> None:
        """Tick somebody in on a day ("" for the chosen one), or take the tick back."""
        day = day or self._day()
        if not day:
            return
        now = row.on(day)
        change = untick if now is not None and now.here else tick_in
        door, entry = self._shell.desk.door, row.attendance
        self._shell.attempt(lambda: change(door, entry, day, initiator=self._initiator))

    def leaves(self) -> None:
        """They leave now, or are here still."""
        row = self._current()
        if row is None or (mark := row.on(self._day())) is None:
            return
        door, entry, day = self._shell.desk.door, row.attendance, mark.day
        change = not_left if mark.gone else mark_left
        if self._shell.attempt(lambda: change(door, entry, day)) is not None:
            said = "is here still" if mark.gone else "has left"
            self._shell.say(f"{set_apart(row.name)} {said}.", undo=True)

    def apologies(self) -> None:
        """They sent word that they cannot come."""
        row, day = self._current(), self._day()
        if row is None or not day:
            return
        door, entry = self._shell.desk.door, row.attendance
        if self._shell.attempt(lambda: apologies(door, entry, day)) is not None:
            self._shell.say(f"{set_apart(row.name)} sent apologies.", undo=True)

    def remove(self, row: RegisterRow) -> None:
        """Take somebody off the list."""
        door, entry = self._shell.desk.door, row.attendance
        if self._shell.attempt(lambda: remove_from_list(door, entry)) is not None:
            self._shell.say(f"{set_apart(row.name)} is off the list.", undo=True)

"""How much of what was written here is not yet handed over, and to whom: always in sight.

It is counted after every change, so nothing heavy is read for it.
"""

from __future__ import annotations

import dataclasses
import json
from typing import Final

from cps_desktop.domain.ranges import RangeSet
from cps_desktop.storage.own_changes import own_changes_beyond
from cps_desktop.storage.workspace import Workspace

MOST_NAMED: Final = 2
"""So many coordinators are named in one line."""


@dataclasses.dataclass(frozen=True, slots=True)
class NotYet:
    """How much of what was written here is not yet handed over, and to whom.

    Where the laptop belongs to an organisation it is what none of its coordinators (``whom``) was
    given; elsewhere what nobody was.
    """

    changes: int = 0
    whom: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """ "37 changes not yet handed over to Anna Bell"; "" where nothing waits."""
        if not self.changes:
            return ""
        return f"{self._counted()} not yet handed over{self._to()}"

    @property
    def sentence(self) -> str:
        """The same as a sentence of its own, also where nothing waits."""
        if not self.changes:
            return f"Everything written on this laptop was handed over{self._to()}."
        are = "is" if self.changes == 1 else "are"
        to = self._to() or " to anybody"
        return f"{self._counted()} {are} not yet handed over{to}."

    def _counted(self) -> str:
        return "1 change" if self.changes == 1 else f"{self.changes:,} changes"

    def _to(self) -> str:
        if not self.whom:
            return ""
        if len(self.whom) > MOST_NAMED:
            return " to a coordinator"
        return f" to {' or '.join(self.whom)}"


def not_yet(workspace: Workspace) -> NotYet:
    """How much of what was written here is not yet handed over, and to whom.

    What a coordinator says to have counts as handed over, whichever way it went there.
    """
    whom = _coordinators(workspace)
    if not whom:
        return NotYet(workspace.segments.given.not_handed_over())
    had: dict[bytes, RangeSet] = {}
    for _, key in whom:
        _add(had, had_by(workspace, key))
    return NotYet(own_changes_beyond(workspace, had), tuple(name for name, _ in whom))


def _coordinators(workspace: Workspace) -> list[tuple[str, bytes]]:
    """Name and key of the coordinators this laptop hands over to.

    Read from the join file as it was accepted: its signature was verified then.
    """
    kept = workspace.note("join file")
    if not isinstance(kept, str):
        return []
    found = json.loads(kept)["join"]["coordinators"]
    keys = [(one["name"], bytes.fromhex(one["device"]), one["recipient"]) for one in found]
    return [
        (name, device or recipient.encode())
        for name, device, recipient in keys
        if device != workspace.device_key
    ]


def had_by(workspace: Workspace, receiver: bytes) -> dict[bytes, RangeSet]:
    """What a receiver was given or says it has; ``receiver`` is its key here."""
    from cps_desktop.services.receivers import acknowledged_by

    had = workspace.segments.given.handed(receiver, "given")
    _add(had, acknowledged_by(workspace, receiver))
    return had


def _add(had: dict[bytes, RangeSet], more: dict[bytes, RangeSet]) -> None:
    for site, some in more.items():
        had[site] = had.get(site, RangeSet()) | some

"""A laptop that is lost or no longer trusted: revoked for everybody, and taken back where wrong.

What it made and what was here by then goes on to count. What comes of it later is kept and handed
on, and does not count, here or on any laptop of the organisation (docs/decisions/revocation.md).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from cps_desktop.domain.changes import ChangeSummary
from cps_desktop.domain.dates import say_date
from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.records import RecordId
from cps_desktop.domain.rulings import COORDINATOR, Reinstatement, Revocation, Revoked
from cps_desktop.services import papers
from cps_desktop.services.desk import Desk
from cps_desktop.services.door import LONGEST_TEXT
from cps_desktop.services.organisation import remove_coordinator
from cps_desktop.services.papers import Joining
from cps_desktop.services.receivers import device_name, met_when
from cps_desktop.services.rulings import law_of, obey_rulings, rule
from cps_desktop.storage.erasing import (
    changes_of_device,
    not_counting_of,
    sealed_by_device,
)
from cps_desktop.storage.workspace import Workspace

_MAY_NOT: Final = (
    "Only a coordinator named in the organisation's join file can do this. Nothing was changed. "
    "Tell your coordinator."
)
_STANDING_WORDS: Final = {
    "own": "this laptop",
    "accepted": "accepted here",
    "refused": "refused here",
}


@dataclasses.dataclass(frozen=True, slots=True)
class DeviceStanding:
    """A laptop whose work is here or that was met, and how it stands in the organisation.

    ``first_met`` in milliseconds since 1970, 0 where it was not noted. ``changes`` are those here
    that were handed over at some time; ``not_counting`` those here that do not count. ``ruling``
    is the revocation to take back, "" if none.
    """

    key: bytes
    name: str
    words: str
    revoked: bool
    own: bool
    coordinator: bool
    first_met: int
    changes: int
    not_counting: int
    ruling: RecordId
    reason: str


def may_revoke(workspace: Workspace) -> bool:
    """Whether this laptop's coordinator may revoke others for everybody."""
    return COORDINATOR in papers.own_roles(workspace)


def revoke(desk: Desk, device: bytes, reason: str) -> RecordId:
    """From now on nothing more of a laptop counts, but what is here of it now. Gives the ruling.

    ``reason`` travels with the ruling. Raises InputRefused where this laptop may not, for this
    laptop itself, and for coordinators: of those a new join file has to say first that they are
    none any more.
    """
    workspace = desk.workspace
    _may_rule(workspace, reason)
    if device == workspace.device_key:
        raise InputRefused("A laptop cannot revoke itself. Nothing was changed.")
    if device in law_of(workspace).named_now:
        raise InputRefused(
            "This is a coordinator's laptop. Nothing was changed. Make a new join file without "
            "them first, then revoke it."
        )
    trusted = changes_of_device(workspace, device)
    with workspace.one_transaction():
        ruling = rule(desk.door, workspace, "Revoke", Revocation(device, trusted), reason)
        obey_rulings(workspace)
    desk.door.came_in(ChangeSummary("Revoke", everything=True))
    return ruling


def retire(desk: Desk, device: str, reason: str) -> Joining:
    """Take a coordinator (by device, hexadecimal) out of the join file, and revoke their laptop.

    Without the second a former coordinator's laptop goes on ruling with the join file it has.
    Raises InputRefused: then nothing was changed; or StorageFull between the two: then they are
    out, and their laptop is revoked from the list of laptops.
    """
    _may_rule(desk.workspace, reason)
    made = remove_coordinator(desk.workspace, device)
    revoke(desk, bytes.fromhex(device), reason)
    return made


def reinstate(desk: Desk, ruling: RecordId, reason: str) -> RecordId:
    """A revocation was wrong or is over: what did not count for it counts again.

    Raises InputRefused where this laptop may not, or where that ruling does not hold.
    """
    workspace = desk.workspace
    _may_rule(workspace, reason)
    if ruling not in {one.record for one in law_of(workspace).revoked}:
        raise InputRefused("This laptop is not revoked any more. Nothing was changed.")
    with workspace.one_transaction():
        taken_back = rule(desk.door, workspace, "Reinstate", Reinstatement(ruling), reason)
        obey_rulings(workspace)
    desk.door.came_in(ChangeSummary("Reinstate", everything=True))
    return taken_back


def _may_rule(workspace: Workspace, reason: str) -> None:
    if not may_revoke(workspace):
        raise InputRefused(_MAY_NOT)
    if not reason.strip():
        raise InputRefused("Say why. Nothing was changed.")
    if len(reason) > LONGEST_TEXT:
        raise InputRefused("The reason is too long. Nothing was changed. Say it in a few words.")


def standings(workspace: Workspace) -> tuple[DeviceStanding, ...]:
    """Every laptop known here: this one, coordinators, then the others by name."""
    law = law_of(workspace)
    revoked = {one.device: one for one in law.revoked}
    known = workspace.devices()
    devices = dict.fromkeys((workspace.device_key, *law.named_now, *known, *revoked))
    sealed = sealed_by_device(workspace)
    found = [
        _standing(
            workspace,
            device,
            known.get(device, ("", "")),
            device in law.named_now,
            revoked.get(device),
            sealed.get(device, 0),
        )
        for device in devices
    ]
    found.sort(key=lambda one: (not one.own, not one.coordinator, one.name.casefold(), one.key))
    return tuple(found)


def _standing(
    workspace: Workspace,
    device: bytes,
    known_as: tuple[str, str],
    coordinator: bool,
    against: Revoked | None,
    changes: int,
) -> DeviceStanding:
    name, standing = known_as
    own = device == workspace.device_key
    name = device_name(workspace) if own else name or _named_in_paper(workspace, device)
    met = met_when(workspace, device)
    said = [_STANDING_WORDS[standing]] if standing in _STANDING_WORDS else []
    if coordinator:
        said.append("coordinator")
    if met and not own:
        said.append(f"met on {_day(met)}")
    if against is not None:
        said.append(f"revoked on {_day(against.at)}: {against.reason}")
    words = ", ".join(said) or "known by its work that others handed over"
    return DeviceStanding(
        key=device,
        name=name,
        words=words[0].upper() + words[1:],
        revoked=against is not None,
        own=own,
        coordinator=coordinator,
        first_met=met,
        changes=changes,
        not_counting=not_counting_of(workspace, device) if against is not None else 0,
        ruling=against.record if against is not None else "",
        reason=against.reason if against is not None else "",
    )


def _named_in_paper(workspace: Workspace, device: bytes) -> str:
    now = papers.paper_now(workspace)
    names = (
        one.name for one in (now.join.coordinators if now else ()) if one.device == device.hex()
    )
    return next(names, "")


def _day(milliseconds: int) -> str:
    return say_date(dt.datetime.fromtimestamp(milliseconds / 1000).astimezone().date())

"""Whose work comes in without a question, and whose is to be looked at first.

Known is this laptop itself, who stands in the join file of its organisation, whom a coordinator
named there introduces, and whoever was met before. Everybody else is a stranger until a person has
looked: see docs/decisions/unknown-devices.md.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from cps_desktop.services.bundle_opening import OpenedBundle
from cps_desktop.services.coordination import joined
from cps_desktop.storage.device_standings import (
    ACCEPTED,
    REFUSED,
    set_standing,
    unset_refusals,
)
from cps_desktop.storage.erasing import rulings_in_effect
from cps_desktop.storage.workspace import Workspace

NO_NAME: Final = "A laptop without a name"
MOST_NAMED: Final = 6


class Why(StrEnum):
    """Why a laptop is to be looked at before its work comes in."""

    NEW = "new"
    REFUSED = "refused"
    REVOKED = "revoked"


@dataclasses.dataclass(frozen=True, slots=True)
class Stranger:
    """A laptop whose work is to be looked at first. ``sent``: it made the bundle itself."""

    device: bytes
    name: str
    why: Why
    sent: bool

    @property
    def called(self) -> str:
        """Its name as it calls itself."""
        return f"“{self.name}”" if self.name else "a laptop without a name"

    @property
    def words(self) -> str:
        """Who it is and why it is asked about, in a few words."""
        return who_words((self,))


def who_words(some: Iterable[Stranger]) -> str:
    """Who they are and why they are asked about: "“A” and “B”, which were never met here"."""
    by_why: dict[Why, dict[bytes, str]] = {}
    for one in some:
        by_why.setdefault(one.why, {})[one.device] = one.called
    said = []
    for why, named in by_why.items():
        names = list(named.values())
        if len(names) > MOST_NAMED:
            names = [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
        were, are = ("was", "is") if len(named) == 1 else ("were", "are")
        which = {
            Why.NEW: f"which {were} never met here",
            Why.REFUSED: f"which {were} refused here before",
            Why.REVOKED: f"which {are} no longer trusted in your organisation",
        }[why]
        joined_names = " and ".join([*([", ".join(names[:-1])] if names[1:] else []), names[-1]])
        said.append(f"{joined_names}, {which}")
    return "; and of ".join(said)


def strangers(
    workspace: Workspace, bundle: OpenedBundle, revoked: Collection[bytes] = frozenset()
) -> tuple[Stranger, ...]:
    """Whom to ask about before this bundle comes in: the sender first, then who is relayed.

    Names are those laptops' own; nobody but a coordinator's join file vouches for them.
    ``revoked`` are the devices that the organisation no longer trusts.
    """
    sender = bundle.inspection.sender_key
    names = {**dict(bundle.inspection.devices), sender: bundle.inspection.sender}
    named = named_in_join_file(workspace)
    standing = {key: how for key, (_, how) in workspace.devices().items()}
    introduced = sender in named and sender not in revoked
    found = []
    for device in dict.fromkeys((sender, *(key for key, _ in bundle.inspection.devices))):
        why = None
        if device == workspace.device_key:
            continue
        if device == sender and device in revoked:
            why = Why.REVOKED
        elif device in named:
            why = None
        elif standing.get(device) == REFUSED:
            why = Why.REFUSED
        elif device not in standing and not introduced:
            why = Why.NEW
        if why is not None:
            found.append(Stranger(device, names.get(device, ""), why, device == sender))
    return tuple(found)


def named_in_join_file(workspace: Workspace) -> frozenset[bytes]:
    """The devices that this laptop's organisation names in its join file."""
    here = joined(workspace)
    if here is None:
        return frozenset()
    return frozenset(bytes.fromhex(one.device) for one in here.join.coordinators if one.device)


def accept(workspace: Workspace, some: Iterable[Stranger]) -> None:
    """A person let these in: from now on they are met. One that is revoked stays so: it is let in
    this once."""
    with workspace.one_transaction():
        for one in some:
            if one.why is not Why.REVOKED:
                set_standing(workspace, one.device, ACCEPTED, one.name)


def refuse(workspace: Workspace, some: Iterable[Stranger]) -> tuple[bytes, ...]:
    """A person did not let these in; who was known before is not touched. Returns whom it met."""
    chosen = [one for one in some if one.why is not Why.REVOKED]
    with workspace.one_transaction():
        for one in chosen:
            set_standing(workspace, one.device, REFUSED, one.name)
    return tuple(one.device for one in chosen)


def take_back(workspace: Workspace, devices: Iterable[bytes]) -> None:
    """These were not refused after all."""
    with workspace.one_transaction():
        unset_refusals(workspace, devices)


def no_longer_trusted(workspace: Workspace) -> frozenset[bytes]:
    """The devices that this laptop's organisation has revoked."""
    return frozenset(rulings_in_effect(workspace).distrusted)

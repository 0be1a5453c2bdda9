"""Making an organisation, and changing its join file, on the laptop that has its root key.

Every change makes a new join file with the next number, which reaches the other laptops with the
next bundles. Printed or saved copies of earlier ones lead to the same organisation all the same.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.values import whole_characters
from cps_desktop.services.going_over import go_over
from cps_desktop.services.joining import read_small
from cps_desktop.services.papers import (
    ROOT_NOTE,
    Joining,
    is_controller,
    joined,
    paper_now,
    papers_of,
    root_secret,
    verified,
    words_of_bytes,
)
from cps_desktop.services.receivers import own_age_keys
from cps_desktop.services.taking_up_papers import take_up
from cps_desktop.storage.folders import refuse_part_of_workspace
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundle_files import write_whole
from cps_desktop.sync.bundles import LONGEST_NAME
from cps_desktop.sync.coordinator_cards import LARGEST as LARGEST_CARD
from cps_desktop.sync.coordinator_cards import NOT_ONE, read_card, write_card
from cps_desktop.sync.joining import (
    CONTROLLER,
    COORDINATOR,
    MOST_COORDINATORS,
    MOST_EARLIER,
    Coordinator,
    FormerRoot,
    JoinFile,
    followed,
    released,
    root_of,
    write_join_file,
)
from cps_desktop.sync.recovery_words import recovery_keys

FIRST_UNKNOWN = 1000
"""The number of a join file made from the recovery sheet where no earlier one is known."""

_NO_ROOT = (
    "This laptop does not sign join files of the organisation. Nothing was changed. "
    "Do it on the laptop that made the organisation, or recover from its recovery sheet."
)


_MAY_NOT = (
    "Whoever makes the new key has to say again what was erased, and this laptop may not erase. "
    "Nothing was changed. Give it that right first, under “Your coordinators”."
)


@dataclasses.dataclass(frozen=True, slots=True)
class Card:
    """A coordinator card that was read, to be added once its four words were compared."""

    coordinator: Coordinator
    words: str

    @property
    def name(self) -> str:
        """Who wants to coordinate as well."""
        return self.coordinator.name


def one_line(text: str) -> str:
    """A name as it may stand in a join file: one line, no stray halves of characters."""
    return " ".join(whole_characters(text).split())[:LONGEST_NAME]


def become_coordinator(workspace: Workspace, organisation: str, name: str) -> Joining:
    """Make this laptop the coordinator of an organisation, with a root key of its own.

    On the laptop that made it this changes the two names: a join file with the next number. Raises
    InputRefused on a laptop that belongs to somebody else's organisation.
    """
    if not organisation.strip() or not name.strip():
        raise InputRefused("The organisation and your own name are needed. Nothing was changed.")
    secret = root_secret(workspace)
    if secret is not None and paper_now(workspace) is not None:
        return change_names(workspace, organisation, name)
    refuse_if_joined(workspace)
    # One that was kept, but whose first join file was not, goes on where it was interrupted.
    secret = secret or os.urandom(32)
    own = _own(workspace, name, (COORDINATOR, CONTROLLER))
    return sign_new(workspace, secret, one_line(organisation), (own,), "")


def refuse_if_joined(workspace: Workspace) -> None:
    """Raise InputRefused on a laptop that belongs to an organisation: it makes no other."""
    before = joined(workspace)
    if before is not None:
        raise InputRefused(
            f"This laptop belongs to {before.organisation} already, which has a coordinator. "
            "Nothing was changed. Make a new organisation on another laptop."
        )


def _own(workspace: Workspace, name: str, roles: tuple[str, ...]) -> Coordinator:
    return Coordinator(
        name=one_line(name),
        recipient=own_age_keys(workspace).recipient,
        device=workspace.device_key.hex(),
        roles=roles,
    )


def sign_new(
    workspace: Workspace,
    secret: bytes,
    organisation: str,
    coordinators: Sequence[Coordinator],
    expires: str,
    at_least: int = 0,
) -> Joining:
    """A join file of this root with the next number, taken up here. Raises InputRefused."""
    if len(coordinators) > MOST_COORDINATORS:
        raise InputRefused(
            f"An organisation has {MOST_COORDINATORS} coordinators at most. Nothing was changed."
        )
    root = root_of(secret)
    known = papers_of(workspace, root)
    said = next((one.join for one in reversed(known) if followed(one.join)), None)
    join = JoinFile(
        organisation=organisation,
        sequence=max(known[-1].join.sequence + 1 if known else 1, at_least),
        root=root,
        coordinators=tuple(coordinators),
        recovery=recovery_keys(secret).recipient,
        expires=expires,
        # Whoever comes late still has to learn whose key it took the place of.
        former_root=said.former_root if said else "",
        former_signature=said.former_signature if said else "",
        earlier=said.earlier if said else (),
    )
    paper = verified(write_join_file(join, secret).decode())
    with workspace.one_transaction():
        # `sequence` is for release 0.1, which counts on from it.
        workspace.set_note(ROOT_NOTE, {"secret": secret.hex(), "sequence": join.sequence})
    take_up(workspace, paper)
    made = joined(workspace)
    assert made is not None
    return made


def signed_here(workspace: Workspace) -> tuple[bytes, JoinFile]:
    """The secret root key and the newest join file. Raises InputRefused on other laptops."""
    secret, now = root_secret(workspace), paper_now(workspace)
    if secret is None or now is None:
        raise InputRefused(_NO_ROOT)
    return secret, now.join


def renew(
    workspace: Workspace,
    *,
    organisation: str | None = None,
    coordinators: Sequence[Coordinator] | None = None,
    expires: str | None = None,
) -> Joining:
    """A new join file in which what is given is different. Raises InputRefused."""
    secret, join = signed_here(workspace)
    return sign_new(
        workspace,
        secret,
        join.organisation if organisation is None else one_line(organisation),
        join.coordinators if coordinators is None else coordinators,
        join.expires if expires is None else expires,
    )


def change_names(workspace: Workspace, organisation: str, name: str) -> Joining:
    """Another name of the organisation, or of the coordinator of this laptop."""
    _, join = signed_here(workspace)
    return change(workspace, organisation, name, expiry_of(join))


def change(workspace: Workspace, organisation: str, name: str, until: dt.date | None) -> Joining:
    """Names, and until when the join file is meant to be used (None: no end): one new join file.

    Laptops only warn after that day. Raises InputRefused.
    """
    if not organisation.strip() or not name.strip():
        raise InputRefused("The organisation and your own name are needed. Nothing was changed.")
    _, join = signed_here(workspace)
    here = workspace.device_key.hex()
    some = tuple(
        _own(workspace, name, one.roles) if one.device == here else one for one in join.coordinators
    )
    if all(one.device != here for one in some):
        some = (_own(workspace, name, (COORDINATOR, CONTROLLER)), *some)
    if not join.recovery:
        # Release 0.1 knew no controller: whoever signs join files is the first.
        some = tuple(with_role(one, controller=one.device == here) for one in some)
    return renew(
        workspace,
        organisation=organisation,
        coordinators=some,
        expires=until.isoformat() if until else "",
    )


def expiry_of(join: JoinFile) -> dt.date | None:
    """Until when a join file is meant to be used; None for no end."""
    try:
        return dt.date.fromisoformat(join.expires) if join.expires else None
    except ValueError:
        return None


def set_roles(workspace: Workspace, device: str, *, controller: bool) -> Joining:
    """Whether a coordinator (by device, hexadecimal) may erase people's data. Raises InputRefused.

    Somebody must be able to: the last one keeps the role.
    """
    _, join = signed_here(workspace)
    some = tuple(
        with_role(one, controller=controller) if one.device == device else one
        for one in join.coordinators
    )
    if not any(CONTROLLER in one.roles for one in some):
        raise InputRefused(
            "Somebody must be able to erase what a person asks to be erased. Nothing was changed. "
            "Give another coordinator this role first."
        )
    return renew(workspace, coordinators=some)


def with_role(one: Coordinator, *, controller: bool) -> Coordinator:
    """The same coordinator, who may or may not erase."""
    others = tuple(role for role in one.roles if role not in {COORDINATOR, CONTROLLER})
    roles = (COORDINATOR, *((CONTROLLER,) if controller else ()), *others)
    return Coordinator(name=one.name, recipient=one.recipient, device=one.device, roles=roles)


def change_root(workspace: Workspace) -> Joining:
    """Give the organisation signed here a new root key, and so a new recovery sheet.

    The new join file is signed by the new key, and says whose place that takes, signed by the old
    one. Every laptop compares four words again. What was erased stays erased, and revoked laptops
    stay revoked. Raises InputRefused, StorageFull: then nothing was changed.
    """
    secret, join = signed_here(workspace)
    if not is_controller(workspace):
        raise InputRefused(_MAY_NOT)
    new = os.urandom(32)
    root = root_of(new)
    following = msgspec.structs.replace(
        join,
        sequence=join.sequence + 1,
        root=root,
        recovery=recovery_keys(new).recipient,
        former_root=join.root,
        former_signature=released(secret, root),
        earlier=_before(join),
    )
    paper = verified(write_join_file(following, new).decode())
    go_over(workspace, paper, new)
    made = joined(workspace)
    assert made is not None
    return made


def _before(join: JoinFile) -> tuple[FormerRoot, ...]:
    """The keys its key took the place of, as its next one has to name them."""
    if not followed(join):
        return ()
    return (FormerRoot(join.former_root, join.former_signature), *join.earlier)[:MOST_EARLIER]


# -- more than one coordinator --------------------------------------------------------------------


def save_card(workspace: Workspace, path: Path, name: str) -> str:
    """Write this laptop's coordinator card; its four words. Raises InputRefused, StorageFull."""
    if not name.strip():
        raise InputRefused("Your name is needed on the card. Nothing was written.")
    refuse_part_of_workspace(path)
    recipient = own_age_keys(workspace).recipient
    data = write_card(one_line(name), recipient, workspace.device_key, workspace.device_secret)
    write_whole(path, data)
    return words_of_bytes(read_card(data)[1])


def open_card(path: Path) -> Card:
    """Read a coordinator card to be compared; nothing is changed. Raises InputRefused."""
    data = read_small(path, LARGEST_CARD)
    if data is None:
        raise InputRefused(NOT_ONE)
    coordinator, compared = read_card(data)
    return Card(
        Coordinator(
            name=one_line(coordinator.name),
            recipient=coordinator.recipient,
            device=coordinator.device,
        ),
        words_of_bytes(compared),
    )


def add_coordinator(workspace: Workspace, card: Card, *, controller: bool = False) -> Joining:
    """Let whoever's card was compared coordinate as well. Raises InputRefused.

    A card of a laptop that coordinates already takes the place of what is said of it.
    """
    _, join = signed_here(workspace)
    new = with_role(card.coordinator, controller=controller)
    others = tuple(one for one in join.coordinators if one.device != new.device)
    if new.device == workspace.device_key.hex():
        raise InputRefused(
            "This is the card of this laptop, which coordinates already. Nothing was changed. "
            "Open the card that the other coordinator saved on their laptop."
        )
    return renew(workspace, coordinators=(*others, new))


def remove_coordinator(workspace: Workspace, device: str) -> Joining:
    """Take a coordinator (by device, hexadecimal) out of the join file. Raises InputRefused.

    What was sealed to them before stays open to them; the work of laptops opens for them no
    longer once the new join file has reached those.
    """
    _, join = signed_here(workspace)
    if device == workspace.device_key.hex():
        raise InputRefused(
            "This laptop signs the join files, so it stays among the coordinators. Nothing was "
            "changed. Somebody who takes over begins with the recovery sheet on their laptop, and "
            "takes this one out there."
        )
    left = tuple(one for one in join.coordinators if one.device != device)
    if len(left) == len(join.coordinators):
        raise InputRefused("This coordinator is not in the join file any more.")
    if not any(CONTROLLER in one.roles for one in left):
        left = tuple(
            with_role(one, controller=True) if one.device == workspace.device_key.hex() else one
            for one in left
        )
    return renew(workspace, coordinators=left)


def too_few(workspace: Workspace) -> str:
    """A sentence while an organisation signed here has only one coordinator, else ""."""
    now = paper_now(workspace)
    if now is None or root_secret(workspace) is None or len(now.join.coordinators) > 1:
        return ""
    return (
        "There is only one coordinator. Add a second one, so that work can be handed over when "
        "this laptop is lost or you are away."
    )

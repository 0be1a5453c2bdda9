"""A new root key of the organisation, signed with the old one, and going over to it.

Under the new key only rulings hold whose warrant it signed. So what held is ruled again by whoever
goes over and may rule: the laptop that makes the key rules all of it, every other coordinator what
they themselves had ruled and nobody else heard of yet. See docs/decisions/organisation.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from cps_desktop.domain.changes import creating
from cps_desktop.domain.identity import derived_id
from cps_desktop.domain.kinds import Ruling
from cps_desktop.domain.rulings import (
    CONTROLLER,
    COORDINATOR,
    Erasure,
    Revocation,
    RulingText,
    write_ruling,
)
from cps_desktop.services.papers import ROOT_NOTE, Paper
from cps_desktop.services.rulings import law_of, leave_no_trace, paper_in_law
from cps_desktop.services.taking_up_papers import take_up
from cps_desktop.storage.workspace import Workspace


def go_over(workspace: Workspace, paper: Paper, secret: bytes = b"") -> None:
    """Belong to the same organisation under its new key; ``secret`` is that, where it was made
    here. On a laptop that signed under the old key, that one is forgotten.

    The caller tells the door. Raises StorageFull: then nothing was changed.
    """
    note = {"secret": secret.hex(), "sequence": paper.join.sequence} if secret else None
    with workspace.one_transaction():
        for identity, text in list(_ruled_again(workspace, paper, everything=bool(secret))):
            workspace.append("Rule again", creating(Ruling(id=identity, written=text)))
        workspace.set_note(ROOT_NOTE, note)
        take_up(workspace, paper)
    leave_no_trace(workspace)


def _ruled_again(
    workspace: Workspace, paper: Paper, *, everything: bool
) -> Iterator[tuple[str, str]]:
    """The id and text of each ruling that is to be said again under the new key."""
    own = workspace.device_key
    roles = paper_in_law(paper).roles.get(own, frozenset())
    law = law_of(workspace)
    ruled: list[tuple[bytes, str, RulingText]] = [
        (one.device, one.record, one.text) for one in law.erasures
    ]
    ruled += [
        (
            one.by,
            one.record,
            RulingText(Revocation(one.device, one.trusted), one.at, one.reason, ""),
        )
        for one in law.revoked
    ]
    for device, record, said in ruled:
        needed = CONTROLLER if isinstance(said.decides, Erasure) else COORDINATOR
        if needed in roles and (everything or device == own):
            identity = derived_id(paper.join.root, own.hex(), device.hex(), record)
            if workspace.get(Ruling, identity) is None:
                text = RulingText(said.decides, said.at, said.reason, paper.text)
                yield identity, write_ruling(text)

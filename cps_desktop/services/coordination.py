"""Coordinators: who may receive what is handed over, and how a laptop comes to know them.

A coordinator makes an organisation and a join file; a facilitator opens it and compares four
words. From then on bundles are sealed to the coordinators, and the workspace key is wrapped for
them too (escrow), so that a lost keyring or passphrase never loses a day's work.
"""

from __future__ import annotations

import dataclasses
import os
from functools import cache
from pathlib import Path
from typing import Any, cast

from cps_desktop.domain.faults import InputRefused
from cps_desktop.services.exchange import Receiver, device_name, laptops_met, own_age_keys
from cps_desktop.storage.folders import refuse_part_of_workspace
from cps_desktop.storage.keys import KeyFile
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundle_files import write_whole
from cps_desktop.sync.joining import (
    LARGEST,
    Coordinator,
    JoinFile,
    passphrase_from,
    read_join_file,
    words_for,
    write_join_file,
)
from cps_desktop.sync.sealed_age import is_identity


@dataclasses.dataclass(frozen=True, slots=True)
class Joining:
    """A join file that was read and verified, to be compared and then accepted.

    ``words`` are the four words to compare. ``replaces`` is the name of the organisation this
    laptop belongs to already, "" if none; ``same_root`` whether it is the same one.
    """

    join: JoinFile
    words: str
    replaces: str
    same_root: bool

    @property
    def organisation(self) -> str:
        """The organisation's name."""
        return self.join.organisation

    @property
    def coordinators(self) -> tuple[str, ...]:
        """The coordinators' names."""
        return tuple(one.name for one in self.join.coordinators)


@cache
def plain_words() -> tuple[str, ...]:
    """The word list for comparing and for passphrases, from ``resources/words``."""
    from cps_desktop.paths import resources

    text = (resources() / "words" / "english.txt").read_text(encoding="utf-8")
    return tuple(text.split())


def new_words() -> str:
    """Five new words to seal a bundle under."""
    return passphrase_from(plain_words(), os.urandom(32))


def is_coordinator(workspace: Workspace) -> bool:
    """Whether this laptop belongs to a coordinator of its organisation."""
    return isinstance(workspace.note("organisation root"), dict)


def become_coordinator(workspace: Workspace, organisation: str, name: str) -> Joining:
    """Make this laptop the coordinator of an organisation, with a root key of its own.

    Making it again under another name gives a join file with the next sequence number. Raises
    InputRefused on a laptop that belongs to somebody else's organisation.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if not organisation.strip() or not name.strip():
        raise InputRefused("The organisation and your own name are needed. Nothing was changed.")
    kept = cast(dict[str, Any] | None, workspace.note("organisation root"))
    before = joined(workspace)
    if before is not None and kept is None:
        raise InputRefused(
            f"This laptop belongs to {before.organisation} already, which has a coordinator. "
            "Nothing was changed. Make a new organisation on another laptop."
        )
    secret = bytes.fromhex(kept["secret"]) if kept else os.urandom(32)
    root = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    sequence = (int(kept["sequence"]) + 1) if kept else 1
    join = JoinFile(
        organisation=organisation.strip(),
        sequence=sequence,
        root=root.hex(),
        coordinators=(
            Coordinator(
                name=name.strip(),
                recipient=own_age_keys(workspace).recipient,
                device=workspace.device_key.hex(),
            ),
        ),
    )
    data = write_join_file(join, secret)
    with workspace.one_transaction():
        workspace.set_note("organisation root", {"secret": secret.hex(), "sequence": sequence})
        workspace.set_note("join file", data.decode())
    return Joining(join, words_for(root, plain_words()), "", same_root=True)


def joined(workspace: Workspace) -> Joining | None:
    """The organisation this laptop belongs to, if any."""
    kept = workspace.note("join file")
    if not isinstance(kept, str):
        return None
    join = read_join_file(kept.encode())
    return Joining(join, words_for(bytes.fromhex(join.root), plain_words()), "", same_root=True)


def save_join_file(workspace: Workspace, path: Path) -> None:
    """Write this laptop's join file, for others to open. Raises InputRefused, StorageFull."""
    kept = workspace.note("join file")
    if not isinstance(kept, str):
        raise InputRefused("This laptop does not belong to an organisation yet.")
    refuse_part_of_workspace(path)
    write_whole(path, kept.encode())


def read_joining(workspace: Workspace, path: Path) -> Joining:
    """Read a join file to be compared. Nothing is changed. Raises InputRefused."""
    join = read_join_file(_read(path))
    before = joined(workspace)
    same = before is None or before.join.root == join.root
    if before is not None and same and join.sequence < before.join.sequence:
        raise InputRefused(
            "This laptop already has a newer join file of this organisation. Nothing was changed."
        )
    return Joining(
        join,
        words_for(bytes.fromhex(join.root), plain_words()),
        before.organisation if before else "",
        same,
    )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError as error:
        raise InputRefused(
            f"There is no file {path.name} there any more. Nothing was changed. "
            "Put the stick back in and try again."
        ) from error
    except OSError as error:
        raise InputRefused(
            f"{path.name} could not be read. Nothing was changed. "
            "Put the stick back in and try again, or ask the coordinator for it again."
        ) from error


def accept_joining(workspace: Workspace, joining: Joining, path: Path) -> None:
    """Belong to this organisation from now on; the words were compared.

    The workspace key is wrapped for its coordinators as well, beside the ways it has; those of an
    earlier join file can open it no longer. Raises InputRefused for a file that changed since.
    """
    data = _read(path)
    if read_join_file(data) != joining.join:
        raise InputRefused("The join file changed while you compared it. Nothing was changed.")
    if not joining.same_root and is_coordinator(workspace):
        raise InputRefused(
            "This laptop is the coordinator's own of another organisation. Nothing was changed. "
            "Open the file on another laptop."
        )

    def escrow(keys: KeyFile, key: bytes) -> None:
        keys.forget("escrow")
        for one in joining.join.coordinators:
            keys.wrap_for(one.recipient, one.name, key)

    workspace.change_keys(escrow)
    workspace.set_note("join file", data.decode())


def coordinators(workspace: Workspace) -> tuple[Receiver, ...]:
    """The coordinators bundles can be sealed to; not this laptop itself."""
    here = joined(workspace)
    if here is None:
        return ()
    return tuple(
        Receiver(one.name, one.recipient, "", bytes.fromhex(one.device))
        for one in here.join.coordinators
        if bytes.fromhex(one.device) != workspace.device_key
    )


def receivers(workspace: Workspace) -> tuple[Receiver, ...]:
    """Everyone a bundle can be sealed to: coordinators first, then laptops met."""
    first = coordinators(workspace)
    known = {one.recipient for one in first} | {one.device for one in first}
    return (
        *first,
        *(one for one in laptops_met(workspace) if not {one.recipient, one.device} & known),
    )


def save_recovery_key(workspace: Workspace, path: Path) -> None:
    """Write the coordinator's recovery key: it opens every workspace that joined, and this one.

    Raises InputRefused on a laptop that is no coordinator's, StorageFull.
    """
    here = joined(workspace)
    if here is None or not is_coordinator(workspace):
        raise InputRefused("Only a coordinator's laptop has a recovery key. Nothing was written.")
    refuse_part_of_workspace(path)
    keys = own_age_keys(workspace)
    name = here.coordinators[0]
    said = [one for part in (name, here.organisation) for one in part.splitlines()]
    head = [
        f"# Recovery key of {', '.join(said)} (CPS Desktop).",
        "# Whoever has this file can read what is handed over to this coordinator, and open the",
        "# work of every laptop that joined. Keep it on a stick, locked away.",
    ]
    write_whole(path, "\n".join([*head, keys.identity, ""]).encode("utf-8", "replace"))
    workspace.change_keys(lambda file, key: file.wrap_for(keys.recipient, name, key))


def recovery_key_in(path: Path) -> str:
    """The recovery key that a file holds. Raises InputRefused."""
    refused = InputRefused(
        f"{path.name} is not a recovery key. Nothing was changed. "
        "Ask a coordinator for the file that was saved as the recovery key."
    )
    try:
        text = _read(path).decode("utf-8", "replace")
    except InputRefused as error:
        raise refused from error
    for line in text.splitlines():
        if is_identity(line.strip()):
            return line.strip()
    raise refused


def receiver_in(workspace: Workspace, path: Path) -> Receiver:
    """The first coordinator of a join file, without joining. Raises InputRefused."""
    joining = read_joining(workspace, path)
    one = joining.join.coordinators[0]
    return Receiver(one.name, one.recipient, "", bytes.fromhex(one.device))


def own_name(workspace: Workspace) -> str:
    """Who works on this laptop, as said in the first-run guide."""
    return str(workspace.note("own name") or device_name(workspace))

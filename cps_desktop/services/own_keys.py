"""How this laptop's own workspace is opened: the key store of the system, or a passphrase."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from cps_desktop.domain.faults import InputRefused
from cps_desktop.storage.folders import something_at
from cps_desktop.storage.keys import FILE_NAME as KEY_FILE_NAME
from cps_desktop.storage.keys import KEYRING_SERVICE, KeyFile, KeyringMissing, forget_in_keyring
from cps_desktop.storage.workspace import FILE_NAME, Workspace

__all__ = [
    "KEYRING_SERVICE",
    "SHORTEST",
    "KeyringMissing",
    "keep_in_keyring",
    "keep_under_passphrase",
    "passphrase_problem",
    "something_is_there",
    "strength",
    "ways_of",
    "ways_to_open",
]

SHORTEST: Final = 10
"""Letters a new passphrase needs at least; three plain words have more."""


def something_is_there(folder: Path) -> bool:
    """Whether a folder holds a workspace, or what is left of one: it is never written over."""
    return something_at(folder / FILE_NAME) or something_at(folder / KEY_FILE_NAME)


def ways_of(folder: Path) -> tuple[str, ...]:
    """How the workspace of a folder can be opened; nothing where its keys cannot be read."""
    try:
        return KeyFile.read(folder).ways
    except InputRefused:
        return ()


def ways_to_open(workspace: Workspace) -> tuple[str, ...]:
    """How this workspace opens now: "keyring", "passphrase", "escrow", "open"."""
    return workspace.keys.ways


def keep_in_keyring(workspace: Workspace) -> None:
    """Open with the system's key store from now on; a passphrase stays as a second way.

    Raises :class:`KeyringMissing`.
    """
    workspace.change_keys(lambda keys, key: keys.wrap_with_keyring(key))


def keep_under_passphrase(workspace: Workspace, passphrase: str) -> bool:
    """Ask for this passphrase from now on, and take the key out of the system's key store.

    The workspace's own backups ask for it as well. Returns whether the key store let go of the
    key: where it did not, whoever can read that still has it, and the person must be told. Raises
    InputRefused for a passphrase that is too short.
    """
    problem = passphrase_problem(passphrase, passphrase)
    if problem:
        raise InputRefused(f"{problem} Nothing was changed.")

    def change(keys: KeyFile, key: bytes) -> None:
        keys.wrap_with_passphrase(key, passphrase)
        if "keyring" in keys.ways:
            keys.forget("keyring")

    workspace.change_keys(change)
    from cps_desktop.storage.backups import renew_backup_keys

    # Only now: until then the key store may have been the only way to open a backup.
    renew_backup_keys(workspace.folder)
    return forget_in_keyring(workspace.keys.fingerprint)


def passphrase_problem(first: str, second: str) -> str:
    """What keeps a new passphrase from being taken, in one sentence; "" when it is good."""
    if not first:
        return "Choose a passphrase."
    if len(first.strip()) < SHORTEST:
        return f"A passphrase needs at least {SHORTEST} letters. Three words will do."
    if first != second:
        return "The two are not the same yet. Type it once more."
    return ""


def strength(passphrase: str) -> str:
    """How hard a passphrase is to guess, in words; length counts most."""
    if not passphrase:
        return ""
    words = len(passphrase.split())
    variety = len(set(passphrase.casefold()))
    if len(passphrase.strip()) < SHORTEST or variety < 5:
        return "Easy to guess. Add another word."
    if len(passphrase) < 16 or (words < 3 and variety < 10):
        return "Fair. One more word makes it much harder to guess."
    if len(passphrase) < 24:
        return "Good."
    return "Very good."

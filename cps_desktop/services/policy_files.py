"""The policy files on this laptop, read into a catalogue; a file that cannot be used is named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.policies import Policies, Policy
from cps_desktop.domain.policy_reading import LONGEST_FILE, read_policy
from cps_desktop.domain.policy_writing import write_policy


def load_policies(folders: Iterable[Path]) -> Policies:
    """Every ``*.toml`` of these folders; a file of a later folder replaces one of the same name.

    A file that cannot be used never keeps the others out: its sentence is in ``refused``.
    """
    found: dict[str, Policy] = {}
    refused: list[str] = []
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            try:
                found[path.stem] = read_policy_file(path)
            except InputRefused as why:
                refused.append(str(why))
    return Policies(found.values(), refused)


def read_policy_file(path: Path) -> Policy:
    """One policy file. Raises :class:`InputRefused` with one sentence where it cannot be used."""
    return read_policy(_bytes_of(path), path.stem)


def read_given_file(path: Path) -> Policy:
    """A policy file that somebody gave, whatever its name. Raises :class:`InputRefused`."""
    return read_policy(_bytes_of(path), file_name(path.stem))


def save_policy_file(path: Path, policy: Policy) -> Path:
    """Write a policy as a file, whole or not at all, and say where. Raises StorageFull or
    InputRefused where it cannot be written, and where nobody could bring it in again."""
    from cps_desktop.documents import save_pdf

    data = write_policy(policy)
    # Editions that were made on two laptops may leave days between them.
    read_policy(data, file_name(policy.name))
    path = policy_path(path)
    save_pdf(data, path)
    return path


def policy_path(path: Path) -> Path:
    """Where a policy is written that was asked for under this name: one without an ending gets
    one."""
    return path if path.suffix else path.with_suffix(".toml")


def file_name(words: str) -> str:
    """A name as a policy file has one: "Eden Valley Trust" becomes "eden-valley-trust"."""
    plain = re.sub(r"[^a-z0-9]+", "-", words.casefold()).strip("-")
    return plain[:60].strip("-") or "policy"


def _bytes_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(LONGEST_FILE + 1)
    except OSError:
        raise InputRefused(
            f"The policy file “{path.name}” cannot be read. Nothing was changed; "
            "look whether it is still where it was."
        ) from None

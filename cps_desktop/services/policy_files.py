"""The policy files on this laptop, read into a catalogue; a file that cannot be used is named."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cps_desktop.domain.faults import InputRefused
from cps_desktop.domain.policies import Policies, Policy
from cps_desktop.domain.policy_reading import LONGEST_FILE, read_policy


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
    try:
        with path.open("rb") as file:
            data = file.read(LONGEST_FILE + 1)
    except OSError:
        raise InputRefused(
            f"The policy file “{path.name}” cannot be read. Nothing was changed; "
            "look whether it is still where it was."
        ) from None
    return read_policy(data, path.stem)

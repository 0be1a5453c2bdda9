"""Bundles that are not brought in for now: kept to be looked at, or refused.

Nothing of them is in the journal. Both can be changed one's mind about.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any, Final, cast

from cps_desktop.services.handing_over import say_moment
from cps_desktop.services.inbox_places import Stamp, note_done, note_not_done, stamp
from cps_desktop.services.known_laptops import Stranger, refuse, take_back
from cps_desktop.storage import quarantine
from cps_desktop.storage.quarantine import is_kept, kept_files, seal_of
from cps_desktop.storage.workspace import Workspace

__all__ = ["Refusal", "is_kept", "keep", "kept_files", "seal_of"]

_KEPT: Final = "bundles kept"
_REFUSED: Final = "bundles refused"
MOST_REFUSED: Final = 2_000


@dataclasses.dataclass(frozen=True, slots=True)
class Refusal:
    """A bundle that a person refused. ``at`` in milliseconds since 1970; ``seal`` tells the file
    from all others; ``name`` is what it was called, ``sender`` whose laptop it said it was;
    ``devices`` are the laptops refused with it."""

    seal: str
    name: str
    sender: str
    at: int
    path: Path
    stamp: Stamp
    devices: tuple[bytes, ...]

    @property
    def words(self) -> str:
        """When it was refused, and what that means."""
        return (
            f"Refused on {say_moment(self.at)}. Nothing of it is here, and it is not offered "
            "again. The file itself was not touched."
        )


def keep(workspace: Workspace, sealed: bytes, name: str) -> Path:
    """Keep a copy of a sealed bundle to be looked at later: the stick may go. Raises StorageFull.

    ``name`` is what the file was called.
    """
    path = quarantine.keep_file(workspace.folder, sealed)
    kept = cast(dict[str, Any], workspace.note(_KEPT) or {})
    new = {"name": name, "at": workspace.now_ms()}
    workspace.set_note(_KEPT, {**kept, path.stem: kept.get(path.stem, new)})
    note_not_done(workspace, [stamp(path)])
    return path


def name_of(workspace: Workspace, path: Path) -> str:
    """What a bundle file was called; a kept one bears another name where it lies."""
    if not is_kept(workspace.folder, path):
        return path.name
    return str(_about(workspace, path).get("name") or "A bundle that was kept")


def _about(workspace: Workspace, path: Path) -> dict[str, Any]:
    kept = workspace.note(_KEPT)
    about = kept.get(path.stem) if isinstance(kept, dict) else None
    return about if isinstance(about, dict) else {}


def let_go(workspace: Workspace, path: Path) -> None:
    """Delete a kept file for good: it came in, or a person threw it away. Raises StorageFull."""
    quarantine.throw_away(workspace.folder, path)
    kept = workspace.note(_KEPT)
    if isinstance(kept, dict) and path.stem in kept:
        workspace.set_note(_KEPT, {seal: one for seal, one in kept.items() if seal != path.stem})


# -- refused ---------------------------------------------------------------------------------------


def refuse_bundle(
    workspace: Workspace, path: Path, seal: str, sender: str, some: tuple[Stranger, ...]
) -> Refusal:
    """A person refused this file, and with it the laptops in it that were never met."""
    with workspace.one_transaction():
        refusal = Refusal(
            seal=seal,
            name=name_of(workspace, path),
            sender=sender,
            at=workspace.now_ms(),
            path=path,
            stamp=stamp(path),
            devices=refuse(workspace, some),
        )
        others = [one for one in refusals(workspace) if one.seal != seal]
        _set_refusals(workspace, [*others, refusal][-MOST_REFUSED:])
        note_done(workspace, [path])
    return refusal


def take_back_refusal(workspace: Workspace, refusal: Refusal) -> None:
    """It was not refused after all: it is offered again, and its laptops are as they were."""
    with workspace.one_transaction():
        _set_refusals(workspace, [one for one in refusals(workspace) if one.seal != refusal.seal])
        take_back(workspace, refusal.devices)
        note_not_done(workspace, [refusal.stamp])


def refusals(workspace: Workspace) -> tuple[Refusal, ...]:
    """Everything refused here, in order."""
    kept = workspace.note(_REFUSED)
    if not isinstance(kept, list):
        return ()
    return tuple(
        Refusal(
            seal=one["seal"],
            name=one["name"],
            sender=one["sender"],
            at=one["at"],
            path=Path(one["path"]),
            stamp=(one["stamp"][0], one["stamp"][1], one["stamp"][2]),
            devices=tuple(bytes.fromhex(key) for key in one["devices"]),
        )
        for one in kept
    )


def refused_seals(workspace: Workspace) -> frozenset[str]:
    """What tells the refused files."""
    return frozenset(one.seal for one in refusals(workspace))


def _set_refusals(workspace: Workspace, some: list[Refusal]) -> None:
    workspace.set_note(
        _REFUSED,
        [
            {
                **dataclasses.asdict(one),
                "path": str(one.path),
                "devices": [key.hex() for key in one.devices],
            }
            for one in some
        ],
    )

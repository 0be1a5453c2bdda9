"""Where bundles wait to be brought in: the watched folder, the workspace's own, and those kept.

Only names, sizes and times are looked at here; no file is opened.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import Final, cast

from cps_desktop.services.handing_over import SUFFIX
from cps_desktop.storage.quarantine import kept_files
from cps_desktop.storage.workspace import Workspace

MOST_FILES: Final = 500
"""Files of one folder that are shown; more than a coordinator gets in a year."""

Stamp = tuple[str, int, int]
"""Name, size and time of a file."""

_FOLDER = "inbox folder"
_DONE = "inbox done"


def watched_folder(workspace: Workspace) -> Path | None:
    """The folder the person chose to be watched, if any; it need not be there now."""
    kept = workspace.note(_FOLDER)
    return Path(kept) if isinstance(kept, str) and kept else None


def watch_folder(workspace: Workspace, folder: Path | None) -> None:
    """Watch this folder for bundles from now on; None watches none."""
    workspace.set_note(_FOLDER, str(folder) if folder else "")


def is_there(folder: Path) -> bool:
    """Whether a folder can be looked into now: a stick may be out."""
    try:
        return folder.is_dir()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Whether a file lies there now."""
    try:
        return path.is_file()
    except OSError:
        return False


def files_in(folder: Path) -> tuple[Path, ...]:
    """The bundle files right in a folder, by name; none where it cannot be read."""
    try:
        found = [
            one
            for one in folder.iterdir()
            if one.suffix.casefold() == SUFFIX and not one.name.startswith(".") and one.is_file()
        ]
    except OSError:
        return ()
    return tuple(sorted(found, key=lambda one: one.name.casefold())[:MOST_FILES])


def files_of(paths: Iterable[Path]) -> tuple[Path, ...]:
    """What was dropped or chosen: files as they are, folders as the bundles in them."""
    found: dict[Path, None] = {}
    for one in paths:
        found.update(dict.fromkeys(files_in(one) if is_there(one) else (one,)))
    return tuple(found)


def places(workspace: Workspace) -> tuple[Path, ...]:
    """The folders looked into: the watched one, and the workspace's own."""
    watched = watched_folder(workspace)
    return (workspace.folder, *([watched] if watched else []))


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """What waits now: each file with its stamp. ``watched_there``: the watched folder can be
    looked into (True where none is watched)."""

    files: tuple[tuple[Path, Stamp], ...]
    watched_there: bool


@dataclasses.dataclass(frozen=True, slots=True)
class Lookout:
    """Where to look and what was decided on already: enough to look from any thread, without the
    workspace."""

    own: Path
    watched: Path | None
    done: frozenset[Stamp]
    also: tuple[Path, ...] = ()

    def find(self) -> Found:
        """Look around now. A folder that does not answer holds up only the thread this is in."""
        there = self.watched is None or is_there(self.watched)
        folders = (self.own, *([self.watched] if self.watched and there else []))
        arrived = [one for folder in folders for one in files_in(folder)]
        files = {one: stamp(one) for one in (*arrived, *kept_files(self.own))}
        waiting_files = {one: known for one, known in files.items() if known not in self.done}
        waiting_files |= {one: stamp(one) for one in self.also}
        return Found(tuple(waiting_files.items()), there)


def lookout(workspace: Workspace, also: Iterable[Path] = ()) -> Lookout:
    """Where bundles wait, as this workspace knows it; ``also`` are files the person added."""
    return Lookout(workspace.folder, watched_folder(workspace), _done(workspace), tuple(also))


def waiting(workspace: Workspace) -> tuple[Path, ...]:
    """The bundle files in those folders that nothing was decided on yet (as far as name, size and
    time tell), and those kept to be looked at: what the home page counts."""
    return tuple(one for one, _ in lookout(workspace).find().files)


def stamp(path: Path) -> Stamp:
    """Name, size and time of a file: what tells that it is another one now."""
    try:
        known = path.stat()
    except OSError:
        return (path.name, 0, 0)
    return (path.name, known.st_size, known.st_mtime_ns)


def note_done(workspace: Workspace, paths: Iterable[Path]) -> None:
    """Something was decided on these: they do not wait any more where they lie."""
    kept = cast(list[list[object]], workspace.note(_DONE) or [])
    new = [list(stamp(one)) for one in paths]
    workspace.set_note(_DONE, [*(one for one in kept if one not in new), *new][-2 * MOST_FILES :])


def note_not_done(workspace: Workspace, stamps: Iterable[Stamp]) -> None:
    """They wait again after all."""
    again = [list(one) for one in stamps]
    kept = cast(list[list[object]], workspace.note(_DONE) or [])
    workspace.set_note(_DONE, [one for one in kept if one not in again])


def _done(workspace: Workspace) -> frozenset[Stamp]:
    kept = workspace.note(_DONE)
    if not isinstance(kept, list):
        return frozenset()
    return frozenset((one[0], one[1], one[2]) for one in kept)

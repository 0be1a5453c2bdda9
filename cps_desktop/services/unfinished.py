"""Files being written on sticks and in shared folders: what is left half-way there is remembered.

A program that is ended in the middle can tidy its own folder when it starts again. A stick it can
tidy only if it knows what it was writing, and where.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from cps_desktop.domain.faults import Fault
from cps_desktop.storage.folders import KEYS_SUFFIX
from cps_desktop.storage.workspace import Workspace

_NOTE = "being written"
_MOST = 20
"""Remembered at the most; a stick that never comes back is forgotten at some time."""


@contextmanager
def being_written(workspace: Workspace, *paths: Path) -> Iterator[None]:
    """While files are written that are of no use half-way. They are the writer's to remove, unless
    the program is ended: then the next start does (:func:`clear_unfinished`)."""
    names = [os.path.abspath(one) for one in paths]  # noqa: PTH100 - a link is left as it is
    # Where nothing can be noted, for want of room, work can still be brought to safety.
    with suppress(Fault):
        workspace.set_note(_NOTE, [*_noted(workspace), *names][-_MOST:])
    yield
    # Not where it went wrong: a stick pulled out half-way has on it what could not be removed.
    with suppress(Fault):
        _forget(workspace, names)


def clear_unfinished(workspace: Workspace) -> None:
    """Remove what was left half-way elsewhere. What is not within reach is removed another day."""
    gone = []
    for name in _noted(workspace):
        path = Path(name)
        with suppress(OSError, ValueError):
            if path.parent.is_dir():
                if not _belongs(path):
                    path.unlink(missing_ok=True)
                gone.append(name)
    if gone:
        with suppress(Fault):
            _forget(workspace, gone)


def _belongs(path: Path) -> bool:
    """Whether it is the key file of a backup that was finished after all."""
    backup = path.with_name(path.name.removesuffix(KEYS_SUFFIX))
    return backup != path and backup.exists()


def _noted(workspace: Workspace) -> list[str]:
    kept = workspace.note(_NOTE)
    return [str(one) for one in kept] if isinstance(kept, list) else []


def _forget(workspace: Workspace, names: Sequence[str]) -> None:
    left = [one for one in _noted(workspace) if one not in names]
    workspace.set_note(_NOTE, left)

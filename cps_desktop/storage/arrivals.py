"""What became of every bundle that was decided on here, kept to be read and printed again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

from cps_desktop.storage.driver import atomic, in_words
from cps_desktop.storage.workspace import Workspace


@dataclasses.dataclass(frozen=True, slots=True)
class Arrival:
    """One bundle and what became of it.

    ``way``: "in", "kept", "refused" or "failed". ``at`` in milliseconds since 1970. ``device`` is
    the sender's key, b"" where it is not known. ``place`` is the file's name. ``report`` holds
    what else is to be said (anything JSON holds); rows with the same ``report["batch"]`` were
    decided on together.
    """

    bundle: bytes
    way: str
    at: int
    device: bytes
    name: str
    place: str
    changes: int
    report: dict[str, Any]


def keep_arrivals(workspace: Workspace, arrivals: Sequence[Arrival]) -> None:
    """Add these to what is kept."""
    with atomic(workspace.connection):
        workspace.connection.executemany(
            "INSERT INTO journal_bundle (id, way, at, device, name, place, changes, report)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    one.bundle,
                    one.way,
                    one.at,
                    one.device or None,
                    one.name,
                    one.place,
                    one.changes,
                    json.dumps(one.report),
                )
                for one in arrivals
            ],
        )


@in_words
def kept_arrivals(workspace: Workspace, most: int) -> tuple[Arrival, ...]:
    """The latest of what is kept, in the order it happened."""
    rows = workspace.connection.execute(
        "SELECT id, way, at, device, name, place, changes, report FROM journal_bundle"
        " ORDER BY n DESC LIMIT ?",
        [most],
    ).fetchall()
    return tuple(
        Arrival(bundle, way, at, device or b"", name, place, changes, json.loads(report))
        for bundle, way, at, device, name, place, changes, report in reversed(rows)
    )

"""How this laptop stands to each device it knows of. A decision of this laptop; it never travels.

``own``: this laptop. ``met``: its work came in as that of somebody known. ``accepted``: a person
looked at it and let it in. ``refused``: a person did not. A device without a row was never met.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cps_desktop.storage.driver import atomic
from cps_desktop.storage.workspace import Workspace

OWN: Final = "own"
MET: Final = "met"
ACCEPTED: Final = "accepted"
REFUSED: Final = "refused"


def set_standing(workspace: Workspace, device: bytes, standing: str, name: str = "") -> None:
    """Remember how a device stands; this laptop's own always stays its own.

    ``name`` is what it calls itself, kept where none was known.
    """
    with atomic(workspace.connection):
        workspace.connection.execute(
            "INSERT INTO journal_device (key, name, standing) VALUES (?, ?, ?)"
            " ON CONFLICT (key) DO UPDATE SET standing = excluded.standing,"
            " name = CASE WHEN name = '' THEN excluded.name ELSE name END"
            " WHERE standing <> 'own'",
            [device, name, standing],
        )


def unset_refusals(workspace: Workspace, devices: Iterable[bytes]) -> None:
    """Take refusals back: whose work is here is met as before, all others were never met."""
    connection = workspace.connection
    with atomic(connection):
        for device in devices:
            connection.execute(
                "UPDATE journal_device SET standing = 'met' WHERE key = ? AND standing = 'refused'"
                " AND EXISTS (SELECT 1 FROM journal_site WHERE device = journal_device.n)",
                [device],
            )
            connection.execute(
                "DELETE FROM journal_device WHERE key = ? AND standing = 'refused'", [device]
            )

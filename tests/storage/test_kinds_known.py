"""A workspace opened by storage alone knows every kind of record."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from cps_desktop.domain.kinds import Session
from cps_desktop.storage.workspace import Workspace

TOP = Path(__file__).resolve().parents[2]
OPEN = """
import sys
from pathlib import Path
from cps_desktop.storage.workspace import Workspace
Workspace.open(Path(sys.argv[1])).close()
"""


def test_no_table_is_lost_when_nobody_else_asked_for_the_kinds(tmp_path: Path) -> None:
    with Workspace.create(tmp_path / "w", way="open") as made:
        before = tables(made)
    subprocess.run([sys.executable, "-c", OPEN, str(tmp_path / "w")], cwd=TOP, check=True)
    with Workspace.open(tmp_path / "w") as again:
        assert Session.KIND in before
        assert tables(again) == before


def tables(workspace: Workspace) -> dict[str, int]:
    """Each table with where it begins in the file: one made again begins elsewhere."""
    return dict(
        workspace.connection.execute("SELECT name, rootpage FROM sqlite_master WHERE rootpage > 0")
    )

"""A workspace's files are their owner's alone, whatever the laptop's habit for new files is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cps_desktop.services.backups import make_backup, restore_backup
from cps_desktop.storage.quarantine import keep_file
from cps_desktop.storage.workspace import Workspace
from cps_desktop.sync.bundle_files import write_whole

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
PASSPHRASE = "blue teapot hill"


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    """What in a folder somebody else could read, write or look into."""
    return [
        f"{one.relative_to(folder.parent)} {stat.S_IMODE(one.stat().st_mode):o}"
        for one in (folder, *folder.rglob("*"))
        if stat.S_IMODE(one.stat().st_mode) != (0o700 if one.is_dir() else 0o600)
    ]


def test_every_file_of_a_workspace_is_its_owners_alone(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "one"
    with Workspace.create(folder, way="passphrase", passphrase=PASSPHRASE) as one:
        one.set_note("something", 1)
        names = {path.name for path in folder.iterdir()}
        assert {"workspace.cps", "workspace.cps-wal", "workspace.cps-shm"} <= names
        assert {"workspace.keys.json", "workspace.lock"} <= names
        assert open_to_others(folder) == []
        one.change_keys(lambda keys, key: keys.wrap_with_passphrase(key, "another one"))
        backup = make_backup(one)
        keep_file(folder, b"a sealed bundle to be looked at")
        stick = tmp_path / "stick"
        stick.mkdir(mode=0o700)
        make_backup(one, stick / "saved.cpsbackup")
        assert open_to_others(folder) == []
        assert open_to_others(stick) == []
    restore_backup(folder, backup, passphrase="another one")
    restore_backup(tmp_path / "two", backup, passphrase="another one")
    assert open_to_others(folder) == []
    assert open_to_others(tmp_path / "two") == []
    # What is handed over is made as other files are: somebody else may be meant to fetch it.
    write_whole(tmp_path / "out.cpsb", b"sealed")
    assert stat.S_IMODE((tmp_path / "out.cpsb").stat().st_mode) == 0o666 & ~umask


def test_a_workspace_made_before_is_closed_to_others_when_it_is_opened(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    with Workspace.create(folder) as one:
        make_backup(one)
        keep_file(folder, b"a sealed bundle to be looked at")
    own = folder / "notes of mine.txt"
    own.write_text("not ours")
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    with Workspace.open(folder) as one:
        one.set_note("something", 1)
        assert open_to_others(folder) == ["one/notes of mine.txt 644"]

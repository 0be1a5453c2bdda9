"""What the runs of this folder have found, each in short."""

from __future__ import annotations

import errno
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from cps_desktop.bootstrap import open_desk
from cps_desktop.documents import save_pdf
from cps_desktop.domain.faults import BundleRefused, CannotUnlock, StorageFull
from cps_desktop.domain.kinds import Note
from cps_desktop.services.backups import make_backup, restore_backup
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.door import LONGEST_TEXT
from cps_desktop.services.exchange import bring_in, open_bundle, own_age_keys
from cps_desktop.services.unfinished import being_written
from cps_desktop.storage.backups import renew_backup_keys
from cps_desktop.storage.workspace import FILE_NAME
from cps_desktop.sync.bundle_files import LARGE, read_whole
from cps_desktop.sync.sealed_age import check_beginning, new_age_keys, seal_for
from tests.faults.mutants import genuine_bundles, holes_made
from tests.faults.places import ROOT
from tests.sync.replicas import Replica, told


@pytest.fixture
def laptop(tmp_path: Path) -> Replica:
    one = Replica(tmp_path / "laptop", 1)
    planner = one.new_planner(one.new_session().id)
    for at in range(30):
        one.new_note(planner, f"Idea {at}")
    return one


def test_what_an_ended_program_left_in_its_folder_is_gone_at_the_next_start(
    laptop: Replica,
) -> None:
    make_backup(laptop.workspace)
    laptop.close()
    folder = laptop.folder
    before = {one.relative_to(folder) for one in folder.rglob("*")}
    name = "2027-03-18T120000Z-before-restore.cpsbackup"
    halves = (".part", ".part-wal", ".part-journal", ".keys.json.part")
    for left in (f".{name}{one}" for one in halves):
        (folder / "backups" / left).write_bytes(b"half")
    shutil.copy(folder / "workspace.keys.json", folder / "backups" / f"{name}.keys.json")
    (folder / "workspace.keys.json.new").write_bytes(b"{")
    (folder / f"{FILE_NAME}.new").write_bytes(b"half")
    (folder / "restoring.new").mkdir()
    (folder / "restoring.new" / FILE_NAME).write_bytes(b"half")
    open_desk(folder).close()
    assert {one.relative_to(folder) for one in folder.rglob("*")} == before


def test_what_may_be_the_only_key_to_a_backup_elsewhere_stays(
    laptop: Replica, tmp_path: Path
) -> None:
    make_backup(laptop.workspace)
    laptop.close()
    other = Replica(tmp_path / "other", 2)
    other.close()
    kept = laptop.folder / "backups" / "2027-01-01T120000Z.cpsbackup.keys.json"
    shutil.copy(other.folder / "workspace.keys.json", kept)
    open_desk(laptop.folder).close()
    assert kept.exists()


def test_what_an_ended_program_left_on_a_stick_is_gone_once_the_stick_is_back(
    laptop: Replica, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    half, done = stick / ".out.cpsb.7.part", stick / "other.cpsbackup"
    keys = stick / "other.cpsbackup.keys.json"
    for path in (half, done, keys):
        path.write_bytes(b"x")
    with suppress(KeyboardInterrupt), being_written(laptop.workspace, half, keys):
        raise KeyboardInterrupt
    laptop.close()
    away = stick.rename(tmp_path / "in a pocket")
    open_desk(laptop.folder).close()
    away.rename(stick)
    open_desk(laptop.folder).close()
    assert not half.exists()
    # The backup was finished, so its key file is no leftover.
    assert keys.exists()
    half.write_bytes(b"somebody else's")
    open_desk(laptop.folder).close()
    assert half.exists()


def test_pages_torn_while_they_were_put_in_place_are_no_damage(
    laptop: Replica, tmp_path: Path
) -> None:
    """The log has them whole; saying "restore a backup" here would have cost a day's work."""
    folder = tmp_path / "after the power cut"
    shutil.copytree(laptop.folder, folder, ignore=shutil.ignore_patterns("*.lock", "*-shm"))
    before = (folder / FILE_NAME).read_bytes()
    laptop.close()
    after = (laptop.folder / FILE_NAME).read_bytes()
    assert before != after
    changed = [
        at
        for at in range(0, min(len(before), len(after)), 4096)
        if before[at : at + 4096] != after[at : at + 4096]
    ]
    torn = bytearray(before)
    for at in changed:
        torn[at : at + 512] = after[at : at + 512]
    (folder / FILE_NAME).write_bytes(torn)
    desk = open_desk(folder)
    assert check_workspace(desk.workspace).problems == []
    desk.close()


def test_a_bundle_sealed_for_a_laptop_opens_after_any_backup_of_it_is_put_back(
    laptop: Replica, tmp_path: Path
) -> None:
    friend = Replica(tmp_path / "friend", 2)
    friend.new_person()
    earlier = make_backup(laptop.workspace, tmp_path / "earlier.cpsbackup")
    friend.bundle(laptop, tmp_path / "1.cpsb")
    friend.close()
    recipient = own_age_keys(laptop.workspace).recipient
    laptop.close()
    restore_backup(laptop.folder, earlier)
    laptop.open()
    assert own_age_keys(laptop.workspace).recipient == recipient
    assert laptop.take(tmp_path / "1.cpsb")
    laptop.close()


def test_however_long_the_texts_of_a_session_are_they_can_be_handed_over(
    laptop: Replica, tmp_path: Path
) -> None:
    """One segment of them all would be larger than any reader takes."""
    friend = Replica(tmp_path / "friend", 2)
    note = laptop.workspace.find(Note)[0]
    for at in range(90):
        laptop.write(note.id, "\N{BLOSSOM}" * LONGEST_TEXT if at % 2 else f"{at}" * 40_000)
    assert laptop.give(friend, tmp_path / "1.cpsb") > 90
    for one in (laptop, friend):
        assert check_workspace(one.workspace).problems == []
        one.close()


def test_a_large_file_is_looked_at_before_it_is_read(tmp_path: Path) -> None:
    ours, other = new_age_keys(), new_age_keys()
    path = tmp_path / "large.cpsb"
    path.write_bytes(seal_for(bytes(LARGE + 1), [ours.recipient]))
    read: list[int] = []

    def fits(identity: str) -> Callable[[bytes], None]:
        def look(beginning: bytes) -> None:
            read.append(len(beginning))
            check_beginning(beginning, [identity])

        return look

    assert len(read_whole(path, fits(ours.identity))) == path.stat().st_size
    with pytest.raises(CannotUnlock, match="somebody else"):
        read_whole(path, fits(other.identity))
    data = bytearray(path.read_bytes())
    data[1000] ^= 1
    path.write_bytes(data)
    with pytest.raises(BundleRefused):
        read_whole(path, fits(ours.identity))
    path.write_bytes(bytes(LARGE + 1))
    with pytest.raises(BundleRefused):
        read_whole(path)
    assert read == [1 << 20] * 3


def test_what_an_ended_program_left_of_a_document_goes_when_it_is_saved_again(
    tmp_path: Path,
) -> None:
    """What lies there is not encrypted."""
    path = tmp_path / ("Register " + "é" * 118 + ".pdf")
    code = (
        "import os, signal, sys; from pathlib import Path\n"
        "from cps_desktop.documents import save_pdf\n"
        "os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)\n"
        "save_pdf(b'Ann Example', Path(sys.argv[1]))\n"
    )
    ended = subprocess.run([sys.executable, "-c", code, path], check=False, cwd=ROOT)
    assert ended.returncode
    assert len(list(tmp_path.iterdir())) == 1
    assert not path.exists()
    save_pdf(b"Ann Example", path)
    assert list(tmp_path.iterdir()) == [path]


def test_the_key_file_of_a_backup_is_never_half_there_when_it_is_renewed(
    laptop: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was emptied first and written then: a cut in between left a backup without its keys."""
    backup = make_backup(laptop.workspace)
    keys = backup.with_name(f"{backup.name}.keys.json")
    before = keys.read_bytes()

    def fails(*_: object) -> None:
        raise OSError(errno.EIO, "the power went")

    monkeypatch.setattr(shutil, "copyfile", fails)
    with pytest.raises(StorageFull):
        renew_backup_keys(laptop.folder)
    assert keys.read_bytes() == before
    assert [one.name for one in backup.parent.iterdir() if one.name.startswith(".")] == []
    monkeypatch.undo()
    recipient = own_age_keys(laptop.workspace).recipient
    laptop.workspace.change_keys(lambda file, key: file.wrap_for(recipient, "somebody", key))
    renew_backup_keys(laptop.folder)
    assert keys.read_bytes() == (laptop.folder / "workspace.keys.json").read_bytes() != before
    laptop.close()


def test_a_value_that_is_missing_for_no_ruling_refuses_the_whole_bundle(
    tmp_path: Path,
) -> None:
    """Found by a bug planted there: no test had stayed behind to see it."""
    laptop = Replica(tmp_path / "laptop", 9)
    laptop.new_session("Ours")
    keys = own_age_keys(laptop.workspace)
    genuine = genuine_bundles(tmp_path, keys)
    before = told(laptop.workspace)
    path = tmp_path / "holes.cpsb"
    refused = 0
    for number in range(40):
        path.write_bytes(holes_made(genuine, random.Random(number)))
        try:
            opened = open_bundle(path, [keys.identity])
        except BundleRefused:
            continue
        with pytest.raises(BundleRefused) as fault:
            bring_in(laptop.workspace, opened)
        refused += "nobody with the right" in str(fault.value)
    assert refused
    assert told(laptop.workspace) == before
    laptop.close()


@pytest.mark.skipif(not hasattr(os, "pwrite"), reason="a file cannot be spoilt so here")
def test_a_bundle_that_the_stick_did_not_keep_as_it_was_is_not_called_safe(
    laptop: Replica, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by a bug planted there."""
    friend = Replica(tmp_path / "friend", 2)
    stick = tmp_path / "stick"
    stick.mkdir()
    sync = os.fsync

    def keeps_badly(handle: int) -> None:
        sync(handle)
        # Of the folder nothing can be written, and nothing is.
        with suppress(OSError):
            os.pwrite(handle, b"?", 300)

    with monkeypatch.context() as bad:
        bad.setattr(os, "fsync", keeps_badly)
        with pytest.raises(StorageFull, match="Nothing was lost"):
            laptop.bundle(friend, stick / "1.cpsb")
    assert list(stick.iterdir()) == []
    assert laptop.bundle(friend, stick / "1.cpsb")
    friend.take(stick / "1.cpsb")
    for one in (laptop, friend):
        one.close()

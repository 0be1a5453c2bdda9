"""A workspace on a bad day: wrong key, damaged, truncated, newer, in use, full, read-only, gone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cps_desktop.domain.faults import (
    CannotUnlock,
    Fault,
    InputRefused,
    StorageFull,
    WorkspaceDamaged,
    WorkspaceInUse,
    WorkspaceTooNew,
)
from cps_desktop.domain.kinds import Note, Session
from cps_desktop.services.checking import check_workspace
from cps_desktop.services.exchange import bring_in, open_bundle, own_age_keys
from cps_desktop.storage.driver import connect
from cps_desktop.storage.workspace import FILE_NAME, Workspace, is_workspace
from tests.sync.replicas import Replica, shown, told

ROOT = Path(__file__).resolve().parents[2]
KEYS = "workspace.keys.json"


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Replica]:
    one = Replica(tmp_path / "laptop", 1)
    session = one.new_session("Kept")
    planner = one.new_planner(session.id)
    for at in range(30):
        one.new_note(planner, f"Idea {at}")
    yield one
    one.close()


@contextmanager
def nothing_longer_than(size: int) -> Iterator[None]:
    """No file of this process may grow beyond a size: a full disk, as near as a test may come."""
    resource = pytest.importorskip("resource", reason="the limit is POSIX's")
    import signal

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    former = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, former)


def refused(folder: Path, expected: type[Fault], passphrase: str | None = None) -> str:
    with pytest.raises(expected) as fault:
        Workspace.open(folder, passphrase=passphrase)
    assert str(fault.value).endswith(".")
    return str(fault.value)


def test_a_wrong_passphrase_is_told_from_a_damaged_file(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    Workspace.create(folder, way="passphrase", passphrase="right words").close()
    assert "passphrase does not open" in refused(folder, CannotUnlock, passphrase="wrong words")
    assert "asks for its passphrase" in refused(folder, CannotUnlock)
    path = folder / FILE_NAME
    path.write_bytes(bytes(4096) + path.read_bytes()[4096:])
    assert "damaged" in refused(folder, WorkspaceDamaged, passphrase="right words")


def test_the_key_file_of_another_workspace_does_not_open_this_one(
    laptop: Replica, tmp_path: Path
) -> None:
    other = Replica(tmp_path / "other", 2)
    other.close()
    before = told(laptop.workspace)
    laptop.close()
    own = (laptop.folder / KEYS).read_bytes()
    shutil.copy(other.folder / KEYS, laptop.folder / KEYS)
    assert "another key file" in refused(laptop.folder, WorkspaceDamaged)
    (laptop.folder / KEYS).write_bytes(own)
    laptop.open()
    assert told(laptop.workspace) == before


@pytest.mark.parametrize("length", [0, 1, 100, 4096, 5000, 40_960])
def test_a_file_that_was_cut_off_is_never_taken_for_a_new_one(laptop: Replica, length: int) -> None:
    laptop.close()
    path = laptop.folder / FILE_NAME
    whole = path.read_bytes()
    path.write_bytes(whole[:length])
    try:
        with Workspace.open(laptop.folder) as workspace:
            # Opened as far as it reads: then the check says what is wrong.
            assert check_workspace(workspace).problems
    except WorkspaceDamaged as fault:
        assert "Restore the latest backup." in str(fault)  # noqa: PT017
    path.write_bytes(whole)
    laptop.open()
    assert len(laptop.workspace.find(Note)) == 30


def test_any_damaged_page_is_found_and_reading_it_is_a_sentence(laptop: Replica) -> None:
    laptop.close()
    path = laptop.folder / FILE_NAME
    whole = path.read_bytes()
    for page in range(1, len(whole) // 4096, 7):
        at = page * 4096 + 1234
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        try:
            with Workspace.open(laptop.folder) as workspace:
                assert check_workspace(workspace).problems
                workspace.find(Note)
                workspace.search("idea")
        except WorkspaceDamaged as fault:
            assert "damaged" in str(fault)  # noqa: PT017
    path.write_bytes(whole)
    laptop.open()


def test_a_newer_workspace_and_newer_keys_are_left_as_they_are(laptop: Replica) -> None:
    laptop.close()
    key = Workspace.open(laptop.folder)
    secret = key.key
    key.close()
    connection = connect(laptop.folder / FILE_NAME, secret)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    data = (laptop.folder / FILE_NAME).read_bytes()
    assert "newer version" in refused(laptop.folder, WorkspaceTooNew)
    assert (laptop.folder / FILE_NAME).read_bytes() == data
    connection = connect(laptop.folder / FILE_NAME, secret)
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    path = laptop.folder / KEYS
    kept = path.read_text()
    path.write_text(json.dumps({**json.loads(kept), "format": 2}))
    assert "newer version" in refused(laptop.folder, InputRefused)
    path.write_text(kept)
    laptop.open()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"format": 1}',
        '{"format": "x", "wraps": []}',
        "[" * 100_000,
        '{"format": 1, "wraps": [3]}',
        "\x00\xff",
        '{"format": 1, "wraps": [{"way": "open"}]}',
        '{"format": 1, "fingerprint": "x", "wraps": [{"way": "open", "key": "QQ=="}]}',
    ],
)
def test_a_broken_key_file_is_a_sentence(laptop: Replica, text: str) -> None:
    laptop.close()
    path = laptop.folder / KEYS
    kept = path.read_bytes()
    path.write_bytes(text.encode("latin-1"))
    refused(laptop.folder, Fault)
    path.write_bytes(kept)
    laptop.open()


def test_two_programs_do_not_work_on_one_workspace(laptop: Replica) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from cps_desktop.storage.workspace import Workspace\n"
        "from cps_desktop.domain.faults import WorkspaceInUse\n"
        "try: Workspace.open(Path(sys.argv[1]))\n"
        "except WorkspaceInUse as fault: print(fault)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, laptop.folder],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        timeout=60,
    )
    assert "open already" in run.stdout
    with pytest.raises(WorkspaceInUse):
        Workspace.open(laptop.folder)
    with pytest.raises(InputRefused, match="already"):
        Workspace.create(laptop.folder)
    assert len(laptop.workspace.find(Note)) == 30


def test_a_full_disk_keeps_what_was_saved_and_says_so(laptop: Replica, tmp_path: Path) -> None:
    friend = Replica(tmp_path / "friend", 2)
    for at in range(200):
        friend.new_person(f"Person {at}")
    friend.bundle(laptop, tmp_path / "1.cpsb")
    laptop.workspace.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    before = shown(laptop.workspace)
    bundle = open_bundle(tmp_path / "1.cpsb", [own_age_keys(laptop.workspace).identity])
    with nothing_longer_than(20_000):
        with pytest.raises(StorageFull, match="What was saved before is safe"):
            bring_in(laptop.workspace, bundle)
        with pytest.raises(StorageFull):
            laptop.new_session("x" * 100_000)
        with pytest.raises(StorageFull):
            laptop.bundle(friend, tmp_path / "2.cpsb")
    assert shown(laptop.workspace) == before
    assert not list(tmp_path.glob("*2.cpsb*"))
    # And all goes on where there is room again.
    laptop.new_session("After")
    assert bring_in(laptop.workspace, bundle).new_changes
    assert check_workspace(laptop.workspace).problems == []
    friend.close()


def test_a_workspace_cannot_be_made_where_there_is_no_room_and_leaves_nothing(
    tmp_path: Path,
) -> None:
    with nothing_longer_than(8192), pytest.raises(StorageFull):
        Workspace.create(tmp_path / "w")
    assert not is_workspace(tmp_path / "w")
    assert {one.name for one in (tmp_path / "w").iterdir()} <= {"workspace.lock"}
    Workspace.create(tmp_path / "w").close()


def test_where_there_is_no_workspace_or_no_folder(tmp_path: Path) -> None:
    assert "no workspace" in refused(tmp_path, InputRefused)
    assert "no workspace" in refused(tmp_path / "gone", InputRefused)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StorageFull, match="cannot be written to"):
        Workspace.create(tmp_path / "file")


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)
def test_a_read_only_folder_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "w").mkdir(mode=0o500)
    with pytest.raises(StorageFull, match="cannot be written to"):
        Workspace.create(tmp_path / "w")


def test_a_workspace_half_made_is_made_again_and_a_lonely_key_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    Workspace.create(folder).close()
    lonely = (folder / KEYS).read_bytes()
    (folder / FILE_NAME).unlink()
    (folder / f"{FILE_NAME}.new").write_bytes(b"half")
    Workspace.create(folder).close()
    assert (folder / f"{KEYS}.1").read_bytes() == lonely
    assert not (folder / f"{FILE_NAME}.new").exists()


def test_projections_of_another_version_are_made_again_whole_or_not_at_all(
    laptop: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = shown(laptop.workspace)
    connection = laptop.workspace.connection
    connection.execute("UPDATE journal_meta SET value = 'older' WHERE name = 'projections'")
    connection.execute("DELETE FROM note")
    connection.execute("DELETE FROM search")
    laptop.close()

    def stop(done: int, of: int) -> None:
        raise InputRefused(f"Stopped at {done} of {of}.")

    with pytest.raises(InputRefused, match="Stopped"):
        Workspace.open(laptop.folder, progress=stop)
    laptop.open()
    assert shown(laptop.workspace) == before


DAMAGE = {
    "a note's words": "UPDATE note SET text = 'forged' WHERE n = (SELECT max(n) FROM note)",
    "a record gone": "DELETE FROM note WHERE n = (SELECT max(n) FROM note)",
    "a record too many": "INSERT INTO person (n, id, root, made, touched, deleted, newer, contested)"  # noqa: E501
    " VALUES (9999, 'x', 'x', 1, 1, 0, 0, '')",
    "search without a note": "DELETE FROM search WHERE rowid = (SELECT max(n) FROM note)",
    "search with more": "INSERT INTO search (rowid, words, kind, record, root)"
    " VALUES (9999, 'forged', 'note', 'x', 'x')",
    "a state": "UPDATE journal_change SET state = 1 WHERE seq = 5",
    "what waits": "INSERT INTO journal_waiting VALUES (1, 1, 3)",
    "when it was made": "UPDATE journal_record SET made = 5 WHERE n = 2",
    "a trigger": "CREATE TRIGGER evil AFTER INSERT ON note BEGIN DELETE FROM note; END",
}


@pytest.mark.parametrize("name", DAMAGE)
def test_what_can_be_made_again_is_found_and_mended(laptop: Replica, name: str) -> None:
    before = shown(laptop.workspace)
    laptop.workspace.connection.execute(DAMAGE[name])
    found = check_workspace(laptop.workspace)
    assert found.problems
    assert all(one.mendable for one in found.findings)
    mended = check_workspace(laptop.workspace, rebuild=True)
    assert mended.problems == []
    assert set(mended.mended) == set(found.problems)
    assert shown(laptop.workspace) == before


FORGED = {
    "a value": "UPDATE journal_change SET value = x'a3457665' WHERE seq = 5",
    "a time": "UPDATE journal_change SET time = time + 1 WHERE seq = 5",
    "a change gone": "DELETE FROM journal_change WHERE seq = 5",
    "a signature": "UPDATE journal_segment SET signature = zeroblob(64)",
    "a digest": "UPDATE journal_segment SET digest = zeroblob(32)",
    "a commitment": "UPDATE journal_segment SET commitments = zeroblob(length(commitments))",
    "a link": "UPDATE journal_segment SET previous = zeroblob(31) || x'01'",
}


@pytest.mark.parametrize("name", FORGED)
def test_what_was_forged_is_found_and_no_rebuild_hides_it(
    laptop: Replica, tmp_path: Path, name: str
) -> None:
    friend = Replica(tmp_path / "friend", 2)
    laptop.give(friend, tmp_path / "1.cpsb")
    friend.workspace.connection.execute(FORGED[name])
    assert check_workspace(friend.workspace, rebuild=True).problems
    friend.close()


def test_a_damaged_picture_is_found(laptop: Replica) -> None:
    laptop.workspace.put_attachment(b"a picture")
    assert check_workspace(laptop.workspace).problems == []
    laptop.workspace.connection.execute("UPDATE attachment_content SET content = x'00'")
    assert check_workspace(laptop.workspace).problems == [
        "1 picture is damaged. Restore a backup to have it back."
    ]


def test_what_has_not_come_in_yet_is_a_note_and_no_problem(laptop: Replica, tmp_path: Path) -> None:
    friend = Replica(tmp_path / "friend", 2)
    laptop.new_person()
    session = laptop.workspace.find(Session)[0]
    laptop.bundle(friend, tmp_path / "1.cpsb", sessions=[session.id])
    laptop.new_session("Another")
    laptop.give(friend, tmp_path / "2.cpsb")
    assert check_workspace(friend.workspace).notes == ()
    laptop.new_person("Not handed over")
    last = laptop.new_session("Only this")
    laptop.bundle(friend, tmp_path / "3.cpsb", sessions=[last.id])
    friend.take(tmp_path / "3.cpsb")
    found = check_workspace(friend.workspace)
    assert found.problems == []
    assert "have not come in yet" in found.notes[0]
    friend.close()
